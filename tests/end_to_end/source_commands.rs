//! The commands by which sources of presets are set up and deliveries are read again.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use recado_tests::{Answer, Finished, Recado, Serving, Source};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

#[test]
fn presets_are_listed_without_a_data_folder() {
    let recado = Recado::in_new_folder();
    let listed = recado.objects(&["presets", "--json"]);
    let ids: Vec<_> = listed.iter().map(|preset| preset["id"].as_str()).collect();
    for id in ["whatsapp-cloud", "mercado-pago", "typeform", "other"] {
        assert!(ids.contains(&Some(id)), "{ids:?}");
    }
    assert!(recado.ok(&["presets"]).contains("whatsapp-cloud"));
    assert!(!recado.data().exists());
}

#[test]
fn a_source_of_a_preset_takes_what_its_secret_signed_and_nothing_else() {
    let recado = Recado::in_new_folder();
    let source = with_secret_from_stdin(&recado, "app secret");
    let shown = show(&recado, &source);
    assert_eq!(shown["source"]["title"], "WhatsApp Business (Meta)");
    assert_eq!(shown["has_secret"], true);
    let word = shown["verify_token"].as_str().expect("a word").to_owned();
    assert!(recado.ok(&["source", "show", &source.id]).contains(&word));

    let serving = recado.serve();
    let asked = serving.send(serving.request(Method::GET, &source).query(&[
        ("hub.mode", "subscribe"),
        ("hub.challenge", "1158201444"),
        ("hub.verify_token", &word),
    ]));
    assert_eq!((asked.status, asked.body.as_str()), (200, "1158201444"));
    assert_eq!(send(&serving, &source, "app secret", "1").status, 200);
    assert_eq!(send(&serving, &source, "forger's", "2").status, 401);
    let verdicts = |arguments: &[&str]| {
        let mut command = vec!["deliveries", "--json"];
        command.extend(arguments);
        let listed = recado.objects(&command);
        listed
            .iter()
            .map(|delivery| delivery["verdict"].as_str().expect("a verdict").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&[]), ["handshake", "accepted", "refused"]);
    assert_eq!(verdicts(&["--verdict", "refused"]), ["refused"]);
    assert_eq!(
        verdicts(&["--verdict", "refused", "--verdict", "handshake"]).len(),
        2
    );
    let other = recado.source("Outro");
    assert!(verdicts(&["--source", &other.id]).is_empty());
    assert_eq!(recado.run(&["deliveries", "--verdict", "carrier-pigeon"]).code, 2);
}

#[test]
fn a_secret_is_rotated_corrected_and_taken_away_while_senders_send() {
    let recado = Recado::in_new_folder();
    let source = with_secret_from_stdin(&recado, "mistyped");
    let serving = recado.serve();
    assert_eq!(send(&serving, &source, "right", "1").status, 401);
    let secret = |arguments: &[&str]| {
        let mut command = vec!["source", "secret", &source.id];
        command.extend(arguments);
        recado.run(&command)
    };
    let set = secret(&["--secret", "right", "--json"]);
    let set: Value = serde_json::from_str(&set.stdout).unwrap_or_else(|error| panic!("{error}: {set:#?}"));
    assert_eq!(set["recovered"], 1);
    assert_eq!(recado.contacts().len(), 1);
    assert_eq!(secret(&["--secret", "next", "--keep-former"]).code, 0);
    for signed in ["right", "next"] {
        assert_eq!(send(&serving, &source, signed, signed).status, 200);
    }
    // Without a word of what it is to be, nothing is changed.
    assert_eq!(secret(&[]).code, 2);
    assert_eq!(secret(&["--none", "--secret", "x"]).code, 2);
    assert_eq!(send(&serving, &source, "next", "4").status, 200);
    assert_eq!(secret(&["--none"]).code, 0);
    assert_eq!(send(&serving, &source, "next", "5").status, 401);
    assert_eq!(show(&recado, &source)["has_secret"], false);
}

#[test]
fn an_address_is_rotated_and_a_source_renamed() {
    let recado = Recado::in_new_folder();
    let first = recado.source("Site");
    let serving = recado.serve();
    let rotated = recado.ok(&["source", "rotate", &first.id, "--keep-former", "--json"]);
    let second = Source::of(&serde_json::from_str(&rotated).expect("an object"));
    assert_ne!(first.path, second.path);
    for source in [&first, &second] {
        assert_eq!(serving.post_json(source, LEAD).status, 200);
    }
    recado.ok(&["source", "rotate", "Site"]);
    assert_eq!(serving.post_json(&second, LEAD).status, 404);
    recado.ok(&["source", "rename", "Site", "Página"]);
    assert_eq!(recado.sources()[0]["title"], "Página");
}

#[test]
fn a_scheme_an_access_token_and_a_public_address_are_set_by_command() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Sistema");
    recado.ok(&["source", "scheme", "Sistema", "token", "--name", "X-Chave"]);
    recado.ok(&["source", "secret", "Sistema", "--secret", "a token"]);
    let serving = recado.serve();
    let knock = |token: &str| {
        let request = serving
            .request(Method::POST, &source)
            .header("content-type", "application/json")
            .header("x-chave", token);
        serving.send(request.body(LEAD)).status
    };
    assert_eq!((knock("a token"), knock("another")), (200, 401));
    assert_eq!(
        recado
            .run(&["source", "scheme", "Sistema", "carrier-pigeon"])
            .code,
        1
    );

    let added = recado.objects(&[
        "source",
        "add",
        "--preset",
        "mercado-pago",
        "--secret",
        "s",
        "--json",
    ]);
    let thin = Source::of(&added[0]);
    recado.ok(&["source", "access-token", &thin.id, "--secret", "APP_USR-1"]);
    assert_eq!(show(&recado, &thin)["has_access_token"], true);
    recado.ok(&["source", "access-token", &thin.id, "--none"]);
    assert_eq!(show(&recado, &thin)["has_access_token"], false);

    let added = recado.objects(&["source", "add", "--preset", "twilio", "--secret", "s", "--json"]);
    let signs = Source::of(&added[0]);
    recado.ok(&[
        "source",
        "public-url",
        &signs.id,
        "https://hooks.example.com/in/x",
    ]);
    assert_eq!(
        show(&recado, &signs)["public_url"],
        "https://hooks.example.com/in/x"
    );
    assert_eq!(recado.run(&["source", "public-url", &signs.id, "hooks"]).code, 1);
    recado.ok(&["source", "public-url", &signs.id, "--none"]);
    assert_eq!(show(&recado, &signs)["public_url"], Value::Null);
}

#[test]
fn deliveries_that_named_nobody_are_read_again_and_nothing_is_filed_twice() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Site");
    {
        let serving = recado.serve();
        assert_eq!(serving.post_json(&source, r#"{"pedido": 7}"#).status, 200);
        assert_eq!(serving.post_json(&source, LEAD).status, 200);
    }
    let apply = |arguments: &[&str]| {
        let mut command = vec!["apply", "--json"];
        command.extend(arguments);
        recado.objects(&command).remove(0)
    };
    assert_eq!(
        apply(&["--unmatched"]),
        json!({ "deliveries": 1, "recovered": 0, "completed": 0 })
    );
    assert_eq!(
        apply(&["--unmatched", "--source", "Site"]),
        json!({ "deliveries": 1, "recovered": 0, "completed": 0 })
    );
    let log = recado.deliveries();
    let filed = log
        .iter()
        .find(|delivery| delivery["verdict"] == "accepted")
        .expect("one was filed");
    let again = apply(&[filed["id"].as_str().expect("an id")]);
    assert_eq!(again["recovered"], 0);
    assert_eq!(recado.contacts().len(), 1);
    assert_eq!(recado.run(&["apply"]).code, 2);
    assert_eq!(
        recado.run(&["apply", "--unmatched", "--source", "nobody's"]).code,
        1
    );
}

#[test]
fn a_request_is_explained_with_nothing_but_its_files() {
    let recado = Recado::in_new_folder();
    let body = whatsapp("1");
    let signature = signature("app secret", &body);
    let headers = json!({
        "Content-Type": "application/json",
        "X-Hub-Signature-256": signature,
        "_provenance": "made up",
    });
    let (headers_file, body_file) = (
        recado.scratch().join("headers.json"),
        recado.scratch().join("body.json"),
    );
    fs::write(&headers_file, headers.to_string()).expect("there is room");
    fs::write(&body_file, &body).expect("there is room");
    let explain = |secret: &str| {
        let mut command = recado.command(&[
            "explain",
            "--preset",
            "whatsapp-cloud",
            "--secret",
            secret,
            "--at",
            "2026-03-10T17:05:00Z",
            "--zone",
            "America/Sao_Paulo",
            "--country",
            "BR",
        ]);
        command.arg("--headers").arg(&headers_file);
        command.arg("--body").arg(&body_file);
        let finished = Finished::of(&mut command);
        assert_eq!(finished.code, 0, "{finished:#?}");
        serde_json::from_str::<Value>(&finished.stdout).expect("one object")
    };
    let explained = explain("app secret");
    assert_eq!(
        (&explained["verdict"], &explained["http_status"]),
        (&json!("accepted"), &json!(200))
    );
    let event = &explained["events"][0];
    assert_eq!(event["kind"], "message");
    assert_eq!(event["contact"]["phones"], json!(["+5511987654321"]));
    let refused = explain("another");
    assert_eq!(
        (&refused["verdict"], &refused["http_status"]),
        (&json!("refused"), &json!(401))
    );
    assert!(!recado.data().exists());
    assert_eq!(recado.run(&["explain", "--preset", "other"]).code, 2);
}

#[test]
fn a_secret_that_is_typed_is_never_printed() {
    let recado = Recado::in_new_folder();
    let source = with_secret_from_stdin(&recado, "n0t-To-Be-Printed");
    for arguments in [
        &["source", "secret", &source.id, "--secret", "n0t-To-Be-Printed-2"][..],
        &[
            "source",
            "secret",
            &source.id,
            "--secret",
            "n0t-To-Be-Printed-3",
            "--json",
        ],
        &["source", "show", &source.id, "--json"],
        &["source", "show", &source.id],
        &["source", "list", "--json"],
        &["doctor"],
    ] {
        let printed = recado.run(arguments).printed();
        assert!(!printed.contains("n0t-To-Be"), "{arguments:?}: {printed}");
    }
}

/// The title is the preset's own.
fn with_secret_from_stdin(recado: &Recado, secret: &str) -> Source {
    let arguments = [
        "source",
        "add",
        "--preset",
        "whatsapp-cloud",
        "--secret-stdin",
        "--json",
    ];
    let added = with_stdin(&mut recado.command(&arguments), secret);
    assert_eq!(added.code, 0, "{added:#?}");
    Source::of(&serde_json::from_str(&added.stdout).expect("an object"))
}

fn with_stdin(command: &mut Command, line: &str) -> Finished {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    writeln!(child.stdin.take().expect("piped"), "{line}").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    Finished {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn show(recado: &Recado, source: &Source) -> Value {
    recado
        .objects(&["source", "show", &source.id, "--json"])
        .remove(0)
}

fn send(serving: &Serving, source: &Source, secret: &str, id: &str) -> Answer {
    let body = whatsapp(id);
    let request = serving
        .request(Method::POST, source)
        .header("content-type", "application/json")
        .header("x-hub-signature-256", signature(secret, &body));
    serving.send(request.body(body))
}

fn whatsapp(id: &str) -> String {
    let message = json!({
        "from": "5511987654321", "id": format!("wamid.{id}"), "timestamp": "1773156600", "type": "text",
        "text": { "body": "Vocês têm horário?" },
    });
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "551130000001", "phone_number_id": "2" },
        "contacts": [{ "profile": { "name": "Marina" }, "wa_id": "5511987654321" }],
        "messages": [message],
    });
    json!({
        "object": "whatsapp_business_account",
        "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": value }] }],
    })
    .to_string()
}

/// As Meta signs.
fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(body.as_bytes());
    format!("sha256={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}

const LEAD: &str = r#"{"nome": "Ana", "telefone": "11987654321"}"#;
