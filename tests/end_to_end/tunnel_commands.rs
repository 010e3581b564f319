//! The commands by which this computer becomes reachable from elsewhere, beside a real relay and without one.

use std::process::Stdio;

use recado_api::request::ShowReach;
use recado_api::view::Link;
use recado_tests::{CARLOS_JSON, Finished, Recado, Relay, wait};
use serde_json::{Value, json};

const PASSPHRASE: &str = "três pombos azuis no telhado";

#[test]
fn without_a_relay_the_status_says_how_to_get_one_and_exits_1() {
    let recado = Recado::in_new_folder();
    let shown = recado.run(&["tunnel", "status"]);
    assert_eq!(shown.code, 1, "{shown:#?}");
    assert!(shown.stdout.contains("recado tunnel use"), "{shown:#?}");
    assert_eq!(status(&recado, 1)["state"], "none");
}

#[test]
fn a_relay_is_chosen_and_left_while_recado_does_not_run() {
    let recado = Recado::in_new_folder();
    recado.ok(&["tunnel", "use", "https://relay.example/"]);
    let chosen = status(&recado, 1);
    assert_eq!(
        (&chosen["state"], &chosen["relay"], &chosen["since"]),
        (&json!("off"), &json!("https://relay.example"), &Value::Null)
    );
    assert!(doctor(&recado).contains("https://relay.example"));
    let nobody = recado.run(&["tunnel", "connect"]);
    assert_eq!(nobody.code, 1);
    assert!(nobody.stderr.contains("recado serve"), "{nobody:#?}");
    recado.ok(&["tunnel", "leave"]);
    assert_eq!(status(&recado, 1)["state"], "none");
}

#[test]
fn what_is_no_invitation_is_refused_with_a_reason_and_changes_nothing() {
    let recado = Recado::in_new_folder();
    for link in ["hello", "recado://relay/k7f3", "http://relay.example"] {
        let refused = recado.run(&["tunnel", "use", link]);
        assert_eq!(refused.code, 1, "{link}: {refused:#?}");
        assert!(
            refused.stderr.len() > "recado: ".len() + 10,
            "{link}: {refused:#?}"
        );
    }
    let served = recado.run(&["serve", "--relay", "hello"]);
    assert_eq!(served.code, 1, "{served:#?}");
    assert_eq!(status(&recado, 1)["state"], "none");
}

#[test]
fn serve_receives_by_a_relay_and_says_where() {
    let relay = Relay::running();
    let recado = Recado::in_new_folder();
    let source = recado.source("Site");
    let serving = recado.serve_with(&["--listen", "127.0.0.1:0", "--relay", relay.origin()]);
    serving.wait_for_line(&format!("{}/", relay.origin()));
    let connected = status(&recado, 0);
    assert_eq!(
        (&connected["state"], &connected["relay"], &connected["waiting"]),
        (&json!("connected"), &json!(relay.origin()), &json!(0))
    );
    let base = connected["public_base"].as_str().expect("a base").to_owned();

    let public = recado.public_address(&source);
    assert!(public.starts_with(&base), "{public}");
    for printed in [
        recado.ok(&["source", "list"]),
        recado.ok(&["source", "show", "Site"]),
    ] {
        assert!(printed.contains(&public), "{printed}");
        assert!(
            printed.contains(&format!("127.0.0.1:{}", serving.address().port())),
            "{printed}"
        );
    }
    // It is known by that address too.
    recado.ok(&["source", "show", &public]);
    assert!(doctor(&recado).contains(relay.origin()));
    recado.ok(&["tunnel", "connect"]);
    assert_eq!(serving.terminate().code(), Some(0));

    // The same again chooses nothing anew: the address stays.
    let serving = recado.serve_with(&["--listen", "127.0.0.1:0", "--relay", relay.origin()]);
    serving.wait_for_line(&base);
    drop(serving);
}

#[test]
fn an_own_address_is_kept_shown_and_forgotten() {
    let recado = Recado::in_new_folder();
    recado.source("Site");
    recado.ok(&["tunnel", "own-address", "https://webhooks.example/loja/"]);
    let own = status(&recado, 0);
    assert_eq!(
        (&own["state"], &own["own_address"]),
        (&json!("none"), &json!("https://webhooks.example/loja"))
    );
    let public = recado.sources()[0]["public_address"]
        .as_str()
        .expect("one")
        .to_owned();
    assert!(
        public.starts_with("https://webhooks.example/loja/in/"),
        "{public}"
    );
    assert!(
        recado
            .ok(&["tunnel", "own-address"])
            .contains("https://webhooks.example/loja")
    );
    assert_eq!(recado.run(&["tunnel", "own-address", "two words"]).code, 1);
    assert_eq!(
        recado
            .run(&["tunnel", "own-address", "https://a.example", "--none"])
            .code,
        2
    );
    recado.ok(&["tunnel", "own-address", "--none"]);
    assert_eq!(status(&recado, 1)["own_address"], Value::Null);
    assert_eq!(recado.sources()[0]["public_address"], Value::Null);
}

#[test]
fn an_own_address_that_is_checked_is_kept_only_if_it_leads_here() {
    let recado = Recado::in_new_folder();
    let serving = recado.serve();
    let elsewhere = Recado::in_new_folder();
    let other = elsewhere.serve();
    let check = |port: u16| {
        let url = format!("http://127.0.0.1:{port}");
        recado.run(&["tunnel", "own-address", &url, "--check"])
    };
    let wrong = check(other.address().port());
    assert_eq!(wrong.code, 1, "{wrong:#?}");
    assert_eq!(status(&recado, 1)["own_address"], Value::Null);
    let right = check(serving.address().port());
    assert_eq!(right.code, 0, "{right:#?}");
    let url = format!("http://127.0.0.1:{}", serving.address().port());
    assert_eq!(status(&recado, 0)["own_address"], json!(url));
}

#[test]
fn another_computer_takes_the_address_over_with_the_file_and_its_passphrase() {
    let relay = Relay::running();
    let old = Recado::in_new_folder();
    let source = old.source("Site");
    let base = {
        let serving = old.serve_with(&["--listen", "127.0.0.1:0", "--relay", relay.origin()]);
        serving.wait_for_line(&format!("{}/", relay.origin()));
        let base = status(&old, 0)["public_base"].clone();
        old.public_address(&source);
        base
    };
    let file = old.scratch().join("identity.age");
    let file = file.to_str().expect("text");
    let exported = with_passphrase(&old, &["tunnel", "export", file], PASSPHRASE);
    assert_eq!(exported.code, 0, "{exported:#?}");
    assert!(!exported.printed().contains(PASSPHRASE));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(file)
            .expect("it was written")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    let new = Recado::in_new_folder();
    let wrong = with_passphrase(
        &new,
        &["tunnel", "import", file],
        "quatro pombos azuis no telhado",
    );
    assert_eq!(wrong.code, 1, "{wrong:#?}");
    assert_eq!(status(&new, 1)["state"], "none");
    let missing = new.run(&["tunnel", "import", file]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("RECADO_PASSPHRASE"), "{missing:#?}");
    let taken = with_passphrase(&new, &["tunnel", "import", file], PASSPHRASE);
    assert_eq!(taken.code, 0, "{taken:#?}");

    let serving = new.serve();
    wait::until("the link of the new computer", || {
        let tunnel = new.ask(ShowReach {}).ok()?.tunnel?;
        matches!(tunnel.link, Link::Connected { .. }).then_some(())
    });
    assert_eq!(status(&new, 0)["public_base"], base);
    let source = new.source("Site");
    let public = new.public_address(&source);
    assert_eq!(serving.post_json(&source, CARLOS_JSON).status, 200);
    assert!(public.starts_with(base.as_str().expect("a base")), "{public}");
}

/// What `tunnel status --json` says, which must exit with that code.
#[track_caller]
fn status(recado: &Recado, code: i32) -> Value {
    let shown = recado.run(&["tunnel", "status", "--json"]);
    assert_eq!(shown.code, code, "{shown:#?}");
    serde_json::from_str(&shown.stdout).unwrap_or_else(|error| panic!("{error}: {shown:#?}"))
}

fn doctor(recado: &Recado) -> String {
    recado.run(&["doctor"]).stdout
}

fn with_passphrase(recado: &Recado, arguments: &[&str], passphrase: &str) -> Finished {
    let mut command = recado.command(arguments);
    Finished::of(command.env("RECADO_PASSPHRASE", passphrase).stdin(Stdio::null()))
}
