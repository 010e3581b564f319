//! After a whole session no secret stands anywhere but where secrets are kept: not in the database, not in the log, not
//! in an answer, an export or an error. Alone in its file, since the log is the program's.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

#[path = "connections/keyring.rs"]
#[allow(dead_code, reason = "a keyring that never locks")]
mod keyring;

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::{Running, good_sample, post_only_with, post_with};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use keyring::TestKeyring;
use recado_api::request::{
    AddSource, DropFormerSecret, ListDeliveries, ListSources, RemoveSource, Request, SendSample,
    SetAccessToken, SetScheme, SetSecret, ShowDelivery, ShowSettings, ShowSource,
};
use recado_api::view::{SampleKind, SecretsKept, Source};
use recado_api::{Ask, Ending, Lang, SecretText, SourceId};
use recado_engine::{Keyring, StartOptions, Style};
use reqwest::StatusCode;
use sha2::Sha256;
use tokio::sync::mpsc;
use tracing_subscriber::fmt::MakeWriter;

/// All of them, as they are and as a sender might show them.
const SECRETS: [&str; 8] = [
    "S3cretOfTheApp-1",
    "S3cretOfTheApp-2",
    "S3cretOfTheApp-3",
    "Gu3ssedSecret",
    "T0kenInAHeader",
    "T0kenInTheQuery",
    "T0kenInAField",
    "APP_USR-Acc3ssToken",
];

/// What opens senders' APIs: a key in an address, one that is posted, and the token that is granted for it.
const KEYS: [&str; 3] = ["Acc3ssTokenInAnAddress", "Cl1entSecretForAToken", "Grant3dToken"];

#[tokio::test]
async fn a_secret_stands_nowhere_but_where_secrets_are_kept() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .init();
    let keyring = TestKeyring::default();
    for (kept, keyring) in [
        (SecretsKept::File, None),
        (SecretsKept::Keyring, keyring.shared()),
    ] {
        let told = session(kept, keyring).await;
        assert!(
            told.len() > 20_000,
            "the session asked for little: {}",
            told.len()
        );
        lacks_secrets("the answers", told.as_bytes());
    }
    let log = log.0.lock().unwrap();
    let text = String::from_utf8_lossy(&log);
    for part in ["TRACE", "recado_engine", "reqwest"] {
        assert!(text.contains(part), "nothing of {part} in the log");
    }
    lacks_secrets("the log", &log);
}

/// Everything that has to do with secrets, once. Gives all that was answered.
async fn session(kept: SecretsKept, keyring: Option<Arc<dyn Keyring>>) -> String {
    let [app, second, third, guessed, in_header, in_query, in_field, access] = SECRETS;
    let folder = tempfile::tempdir().unwrap();
    let (fetch_from, mut asked) = sender_that_refuses().await;
    let options = StartOptions {
        fetch_from: Some(fetch_from),
        ..StartOptions::default()
    };
    let started = Running::start_beside(folder, Lang::PtBr, keyring.clone(), options).await;
    let mut told = Told {
        running: started,
        answers: String::new(),
    };
    let whatsapp = told.add("whatsapp-cloud", Some(app)).await;
    for (secret, body) in [(app, "um"), (guessed, "dois"), (second, "tres")] {
        told.signed(&whatsapp, secret, body).await;
    }
    told.set_secret(whatsapp.id, Some(second), true).await;
    told.signed(&whatsapp, app, "quatro").await;
    told.test(whatsapp.id).await;
    told.ask(DropFormerSecret { source: whatsapp.id }).await;
    told.set_secret(whatsapp.id, Some(third), false).await;

    let other = told.add("other", None).await;
    for (scheme, name) in [("token", Some("x-chave-da-loja")), ("basic", None)] {
        told.scheme(other.id, scheme, name).await;
        told.set_secret(other.id, Some(&format!("user:{in_header}")), false)
            .await;
        told.test(other.id).await;
        for value in [&format!("user:{in_header}")[..], in_header, guessed] {
            let headers = [("x-chave-da-loja", value), ("x-token", value)];
            let answer = post_with(&other, LEAD, &headers).await;
            told.keep(answer).await;
        }
    }
    let z_api = told.add("z-api", None).await;
    told.scheme(z_api.id, "token", Some("chave")).await;
    told.set_secret(z_api.id, Some(in_query), false).await;
    told.test(z_api.id).await;
    for value in [in_query, guessed] {
        let mut asked = z_api.clone();
        asked.address += &format!("?chave={value}");
        let answer = post_with(&asked, LEAD, &[]).await;
        told.keep(answer).await;
    }
    let forms = told.add("google-forms", Some(in_field)).await;
    told.test(forms.id).await;
    for value in [in_field, guessed] {
        let body = format!(
            r#"{{"secret": "{value}", "namedValues": {{"Nome": ["Ana"], "Telefone": ["11987654321"]}}}}"#
        );
        let answer = post_with(&forms, &body, &[]).await;
        told.keep(answer).await;
        let form = format!("secret={value}&Nome=Ana&Telefone=11987654321");
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = post_only_with(&forms, &form, &headers).await;
        told.keep(answer).await;
    }
    let mercado_pago = told.add("mercado-pago", Some(app)).await;
    told.ask(SetAccessToken {
        source: mercado_pago.id,
        token: Some(SecretText::new(access.to_owned())),
    })
    .await;
    // What is refused as a request may hold a secret too.
    told.set_secret(mercado_pago.id, Some(&second.repeat(400)), false)
        .await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let event = r#"{"code":"PLC","fullCode":"PLACED","id":"1","orderId":"2"}"#;
    let [in_address, posted, _] = KEYS;
    let pagseguro = told.add("pagseguro-legacy", None).await;
    told.key(&pagseguro, &format!("loja@example.com:{in_address}"))
        .await;
    let notice = "notificationCode=1&notificationType=transaction";
    let answer = post_only_with(&pagseguro, notice, &form).await;
    told.keep(answer).await;
    let ifood = told.add("ifood", Some(app)).await;
    told.key(&ifood, &format!("id:{posted}")).await;
    let signature = mac_of(app, event);
    let headers = [
        ("content-type", "application/json"),
        ("x-ifood-signature", &*signature),
    ];
    let answer = post_only_with(&ifood, event, &headers).await;
    told.keep(answer).await;
    let mut seen = Vec::new();
    // The address, the token and the order, for which another token is had once.
    while seen.len() < 5 {
        seen.push(asked.recv().await.unwrap());
    }
    for key in KEYS {
        assert!(
            seen.iter().any(|asked| asked.contains(key)),
            "{key} was never sent"
        );
    }
    let removed = told.add("stripe", Some(app)).await;
    told.ask(RemoveSource { source: removed.id }).await;
    told.everything_shown().await;

    let Told { running, mut answers } = told;
    running.engine.shutdown(Ending::Quit).await;
    let again = Running::start_beside(running.folder, Lang::PtBr, keyring, StartOptions::default()).await;
    let mut told = Told {
        running: again,
        answers: String::new(),
    };
    told.running.clock.forward(SignedDuration::from_hours(1));
    told.test(whatsapp.id).await;
    told.everything_shown().await;
    answers += &told.answers;
    told.running.engine.shutdown(Ending::Quit).await;
    lacks_secrets_in(told.running.folder.path(), kept);
    answers
}

struct Told {
    running: Running,
    answers: String,
}

impl Told {
    async fn ask<R: Ask>(&mut self, request: R) -> Option<R::Answer> {
        let answer = self.running.client.ask(request).await;
        let (answer, told) = match answer {
            Ok(answer) => {
                let told = serde_json::to_string(&answer).unwrap();
                (Some(answer), told)
            }
            Err(failure) => (None, format!("{failure:?} {failure}")),
        };
        self.answers += &told;
        self.answers += "\n";
        answer
    }

    async fn add(&mut self, preset: &str, secret: Option<&str>) -> Source {
        let add = AddSource {
            title: preset.to_owned(),
            preset: Some(preset.to_owned()),
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            allow_get: false,
        };
        self.answers += &format!("{:?}\n", Request::from(add.clone()));
        self.ask(add).await.unwrap()
    }

    async fn set_secret(&mut self, source: SourceId, secret: Option<&str>, keep_former: bool) {
        let set = SetSecret {
            source,
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            keep_former,
        };
        self.ask(set).await;
    }

    async fn scheme(&mut self, source: SourceId, scheme: &str, name: Option<&str>) {
        let set = SetScheme {
            source,
            scheme: scheme.to_owned(),
            name: name.map(str::to_owned),
        };
        self.ask(set).await.unwrap();
    }

    async fn test(&mut self, source: SourceId) {
        for kind in SampleKind::ALL {
            let sample = SendSample {
                kind,
                ..good_sample(source)
            };
            let sent = self.ask(sample).await.unwrap();
            assert_eq!(sent.wrong, None, "{sent:?}");
        }
    }

    async fn signed(&mut self, source: &Source, secret: &str, text: &str) {
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{
                "contacts":[{{"profile":{{"name":"Ana"}},"wa_id":"5511987654321"}}],
                "messages":[{{"from":"5511987654321","id":"wamid.{text}","timestamp":"1773156600","type":"text",
                              "text":{{"body":"{text}"}}}}]}}}}]}}]}}"#
        );
        let signature = mac_of(secret, &body);
        let headers = [("x-hub-signature-256", &*format!("sha256={signature}"))];
        let answer = post_with(source, &body, &headers).await;
        self.keep(answer).await;
    }

    async fn key(&mut self, source: &Source, key: &str) {
        self.ask(SetAccessToken {
            source: source.id,
            token: Some(SecretText::new(key.to_owned())),
        })
        .await
        .unwrap();
    }

    async fn keep(&mut self, answer: reqwest::Response) {
        self.answers += &format!("{:?}\n", answer.headers());
        self.answers += &answer.text().await.unwrap();
    }

    async fn everything_shown(&mut self) {
        for source in self.ask(ListSources {}).await.unwrap() {
            self.ask(ShowSource { source: source.id }).await.unwrap();
        }
        self.ask(ShowSettings {}).await.unwrap();
        let log = ListDeliveries {
            filter: Default::default(),
            after: None,
            newest_first: true,
            limit: 1_000,
        };
        for delivery in self.ask(log).await.unwrap().deliveries {
            let show = ShowDelivery {
                delivery: delivery.id,
            };
            self.ask(show).await.unwrap();
        }
        let mut export = self.running.engine.export(Style::default());
        while let Some(piece) = export.next().await.unwrap() {
            self.answers += &String::from_utf8_lossy(&piece);
        }
    }
}

/// The HMAC-SHA256 of a text, in hexadecimal.
fn mac_of(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
}

/// An API that grants tokens and takes none, and tells all that it was asked.
async fn sender_that_refuses() -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (asked, heard) = mpsc::unbounded_channel();
    let answer = move |request: axum::extract::Request| {
        let asked = asked.clone();
        async move {
            let (head, body) = request.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            let said = format!("{} {:?} {body:?}", head.uri, head.headers);
            // Whoever reads no more of it has seen enough.
            let _ = asked.send(said);
            if head.uri.path().ends_with("/oauth/token") {
                let granted = format!(r#"{{"accessToken": "{}", "expiresIn": 3600}}"#, KEYS[2]);
                (StatusCode::OK, granted)
            } else {
                (StatusCode::UNAUTHORIZED, String::new())
            }
        }
    };
    let router = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (base, heard)
}

/// Every file of the folder, and whether secrets are in the one that is theirs.
fn lacks_secrets_in(folder: &std::path::Path, kept: SecretsKept) {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == "secrets.json" {
            assert_eq!(kept, SecretsKept::File);
            let secrets = std::fs::read_to_string(&path).unwrap();
            assert!(secrets.contains("S3cretOfTheApp-3") && secrets.contains("APP_USR-Acc3ssToken"));
            assert!(!secrets.contains("S3cretOfTheApp-2"), "it was replaced");
            continue;
        }
        files += 1;
        lacks_secrets(&path.display().to_string(), &std::fs::read(&path).unwrap());
    }
    assert!(files > 0);
}

/// Neither as they are nor as a header of HTTP Basic writes them.
#[track_caller]
fn lacks_secrets(what: &str, bytes: &[u8]) {
    let basic = data_encoding::BASE64.encode(format!("user:{}", SECRETS[4]).as_bytes());
    for secret in SECRETS.into_iter().chain(KEYS).chain([basic.as_str()]) {
        let found = bytes
            .windows(secret.len())
            .position(|window| window == secret.as_bytes());
        if let Some(at) = found {
            let around = &bytes[at.saturating_sub(200)..(at + 200).min(bytes.len())];
            panic!("{secret} stands in {what}: {}", String::from_utf8_lossy(around));
        }
    }
}

const LEAD: &str = r#"{"nome": "Ana", "telefone": "11987654321", "mensagem": "Oi"}"#;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
