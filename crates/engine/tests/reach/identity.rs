//! The identity: kept, gone, locked, and taken to another computer.

use jiff::SignedDuration;
use recado_api::request::{
    AddSource, ExportIdentity, ImportIdentity, LeaveRelay, SetOwnAddress, ShowReach, ShowSource, UseRelay,
};
use recado_api::view::{IdentityFile, Reach, SecretsKept};
use recado_api::{Change, Code, Ending, Failure, Lang, SecretText};
use recado_engine::StartOptions;

use crate::common::{Running, until};
use crate::keyring::{Mood, TestKeyring};

/// Nobody is there, which changes nothing about whose identity it is.
const RELAY: &str = "http://127.0.0.1:9";

const PASSPHRASE: &str = "café com leite";

#[tokio::test]
async fn the_identity_is_made_once_and_stands_in_the_keyring_alone() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let early = export(&running, PASSPHRASE).await.unwrap_err();
    assert_eq!(early.code, Code::BadRequest, "{early}");
    assert!(keyring.secrets().is_empty(), "none is made before it is needed");
    let base = use_relay(&running).await;
    let [(name, identity)] = <[_; 1]>::try_from(keyring.secrets()).unwrap();
    assert_eq!(name, "identity");

    let running = again_beside(running, &keyring).await;
    assert_eq!(public_base(&reach(&running).await), Some(base.clone()));
    export(&running, PASSPHRASE).await.unwrap();
    running.client.ask(LeaveRelay {}).await.unwrap();
    assert_eq!(use_relay(&running).await, base, "the identity stays");
    assert_eq!(keyring.secrets(), [("identity".to_owned(), identity.clone())]);
    running.engine.shutdown(Ending::Quit).await;
    for entry in std::fs::read_dir(running.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(24).any(|part| part == &identity.as_bytes()[20..44]);
        assert!(!found, "the identity stands in {}", path.display());
    }
}

#[tokio::test]
async fn an_identity_that_is_gone_is_not_replaced_until_the_owner_leaves_the_relay() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let base = use_relay(&running).await;
    keyring.forget_all();
    let running = again_beside(running, &keyring).await;
    let gone = export(&running, PASSPHRASE).await.unwrap_err();
    assert_eq!(gone.code, Code::Unavailable);
    assert_eq!(gone.message, Lang::PtBr.text("identity-missing", &[]));
    assert!(keyring.secrets().is_empty());
    assert_eq!(public_base(&reach(&running).await), Some(base.clone()));

    running.client.ask(LeaveRelay {}).await.unwrap();
    let other = use_relay(&running).await;
    assert_ne!(other, base);
    assert_eq!(keyring.secrets().len(), 1);
}

#[tokio::test]
async fn an_identity_that_is_locked_away_is_waited_for() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let base = use_relay(&running).await;
    keyring.be(Mood::Locked);
    let running = again_beside(running, &keyring).await;
    let locked = export(&running, PASSPHRASE).await.unwrap_err();
    assert_eq!(locked.message, Lang::PtBr.text("identity-keyring", &[]));
    // Whoever leaves meanwhile has not given it up.
    running.client.ask(LeaveRelay {}).await.unwrap();
    keyring.be(Mood::Open);
    running.clock.forward(SignedDuration::from_mins(1));
    assert_eq!(use_relay(&running).await, base);
}

#[tokio::test]
async fn an_identity_holds_the_place_where_secrets_are_kept() {
    let running = Running::start().await;
    use_relay(&running).await;
    let keyring = TestKeyring::default();
    let running = again_beside(running, &keyring).await;
    let add = AddSource {
        title: "WhatsApp".to_owned(),
        preset: Some("whatsapp-cloud".to_owned()),
        secret: Some(SecretText::new("app secret".to_owned())),
        allow_get: false,
    };
    let source = running.client.ask(add).await.unwrap().id;
    let details = running.client.ask(ShowSource { source }).await.unwrap();
    assert_eq!(details.secrets_kept, SecretsKept::File);
    assert!(keyring.secrets().is_empty());
    let file = std::fs::read_to_string(running.folder.path().join("secrets.json")).unwrap();
    assert!(file.contains("recado-identity-1:") && file.contains("app secret"));
}

#[tokio::test]
async fn another_computer_has_the_same_public_address_with_the_file() {
    let old = Running::start().await;
    old.set_up(Lang::PtBr).await;
    let base = use_relay(&old).await;
    let short = export(&old, "sete777").await.unwrap_err();
    assert_eq!(short.code, Code::BadRequest);
    let IdentityFile { name, text } = export(&old, PASSPHRASE).await.unwrap();
    assert_eq!(name, "recado-loja-2026-03-10.age");
    let secrets = std::fs::read_to_string(old.folder.path().join("secrets.json")).unwrap();
    let secret = secrets.split("recado-identity-1:").nth(1).unwrap();
    assert!(!text.contains(&secret[..16]));

    // One that had an identity and an address of its own.
    let keyring = TestKeyring::default();
    let new = beside(&keyring).await;
    assert_ne!(use_relay(&new).await, base);
    let url = Some("https://webhooks.example".to_owned());
    new.client.ask(SetOwnAddress { url }).await.unwrap();
    let before = (reach(&new).await.own_address, keyring.secrets());
    let refused = import(&new, &text, "café com Leite").await.unwrap_err();
    assert_eq!(refused.message, Lang::PtBr.text("identity-file-passphrase", &[]));
    let refused = import(&new, "qualquer coisa", PASSPHRASE).await.unwrap_err();
    assert_eq!(refused.message, Lang::PtBr.text("identity-file-other", &[]));
    assert_eq!((reach(&new).await.own_address, keyring.secrets()), before);

    let taken = import(&new, &text, PASSPHRASE).await.unwrap();
    assert_eq!(public_base(&taken), Some(base.clone()));
    assert_eq!(taken.own_address, None);
    let [(_, identity)] = <[_; 1]>::try_from(keyring.secrets()).unwrap();
    assert!(secrets.contains(&identity), "the former one is gone");
    let new = again_beside(new, &keyring).await;
    assert_eq!(public_base(&reach(&new).await), Some(base));
    export(&new, PASSPHRASE).await.unwrap();
}

async fn beside(keyring: &TestKeyring) -> Running {
    let folder = tempfile::tempdir().unwrap();
    Running::start_beside(folder, Lang::PtBr, keyring.shared(), StartOptions::default()).await
}

async fn again_beside(running: Running, keyring: &TestKeyring) -> Running {
    running.engine.shutdown(Ending::Quit).await;
    let options = StartOptions::default();
    Running::start_beside(running.folder, Lang::PtBr, keyring.shared(), options).await
}

/// Chooses a relay and waits until this computer has an address there.
async fn use_relay(running: &Running) -> String {
    let mut changes = running.client.changes(None).await.unwrap();
    let invitation = RELAY.to_owned();
    running.client.ask(UseRelay { invitation }).await.unwrap();
    if let Some(base) = public_base(&reach(running).await) {
        return base;
    }
    until(&mut changes, |change| {
        if let Change::Reach(reach) = change {
            public_base(&reach)
        } else {
            None
        }
    })
    .await
}

async fn export(running: &Running, passphrase: &str) -> Result<IdentityFile, Failure> {
    let passphrase = SecretText::new(passphrase.to_owned());
    let answer = running.client.ask(ExportIdentity { passphrase }).await;
    answer.map_err(failure)
}

async fn import(running: &Running, text: &str, passphrase: &str) -> Result<Reach, Failure> {
    let import = ImportIdentity {
        text: text.to_owned(),
        passphrase: SecretText::new(passphrase.to_owned()),
    };
    running.client.ask(import).await.map_err(failure)
}

fn failure(error: impl Into<Failure>) -> Failure {
    error.into()
}

async fn reach(running: &Running) -> Reach {
    running.client.ask(ShowReach {}).await.unwrap()
}

fn public_base(reach: &Reach) -> Option<String> {
    reach.tunnel.as_ref()?.public_base.clone()
}
