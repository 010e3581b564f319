//! Genuine senders and others: who proves it is filed, who does not is refused, and what the owner mends is recovered.

use recado_api::{
    SourceId,
    request::{ApplyDeliveries, LiftLockout, ListLockouts, RehearseMapping, SaveMapping, SetSecret},
    view::{Mapping, MappingRule, Role},
};
use recado_tests::{Answer, CARLOS_JSON, Recado, Serving, Source, whatsapp};
use reqwest::Method;

const SECRET: &str = "the-app-secret-of-the-clinic";

#[test]
fn a_signed_message_is_filed_and_a_forged_one_is_not() {
    let (recado, source, serving) = whatsapp_with(SECRET);
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia, quanto custa?");
    post(&serving, &source, &body, SECRET).expect_verdict("accepted");

    let forged = whatsapp::text_message("5511900000032", "Ninguém", "wamid.2", "Cliquem aqui");
    for answer in [
        post(&serving, &source, &forged, "a guess"),
        serving.post_json(&source, forged.clone()),
        // The signature of another body.
        signed(&serving, &source, &forged, &whatsapp::signature(SECRET, &body)),
    ] {
        let problem = answer.expect_problem(401);
        let told = problem.to_string();
        assert!(!told.contains(SECRET), "{told}");
        assert!(!told.contains(&whatsapp::signature(SECRET, &forged)), "{told}");
    }
    let contact = recado.only_contact();
    assert_eq!(contact["name"], "Rafael");
    assert_eq!(contact["last_message"], "Bom dia, quanto custa?");
    let verdicts: Vec<_> = recado
        .deliveries()
        .iter()
        .map(|delivery| delivery["verdict"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(verdicts, ["accepted", "refused", "refused", "refused"]);
}

#[test]
fn the_same_message_signed_again_is_filed_once_whatever_its_headers_say() {
    let (recado, source, serving) = whatsapp_with(SECRET);
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia");
    post(&serving, &source, &body, SECRET).expect_verdict("accepted");
    for id in ["1", "2"] {
        let request = serving
            .request(Method::POST, &source)
            .header("content-type", "application/json")
            .header(whatsapp::SIGNATURE, whatsapp::signature(SECRET, &body))
            .header("idempotency-key", id)
            .header("webhook-id", id)
            .body(body.clone());
        serving.send(request).expect_verdict("accepted");
    }
    assert_eq!(recado.only_contact()["unread"], 1);
    assert_eq!(recado.deliveries()[0]["repeats"], 2);
}

#[test]
fn what_was_refused_is_recovered_once_the_secret_is_corrected() {
    let (recado, source, serving) = whatsapp_with("mistyped");
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia");
    post(&serving, &source, &body, SECRET).expect_problem(401);
    let forged = whatsapp::text_message("5511900000032", "Ninguém", "wamid.2", "Cliquem aqui");
    post(&serving, &source, &forged, "a guess").expect_problem(401);
    assert!(recado.contacts().is_empty());

    let set = recado
        .ask(SetSecret {
            source: id_of(&source),
            secret: Some(recado_api::SecretText::new(SECRET.to_owned())),
            keep_former: false,
        })
        .expect("a secret can be corrected");
    assert_eq!(set.recovered, 1);
    assert_eq!(recado.only_contact()["name"], "Rafael");
    // The sender tries again, as it does after a 401.
    post(&serving, &source, &body, SECRET).expect_verdict("accepted");
    assert_eq!(recado.only_contact()["unread"], 1);
}

#[test]
fn no_secret_is_in_the_data_the_output_or_the_log() {
    let (recado, source, serving) = whatsapp_with(SECRET);
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia");
    post(&serving, &source, &body, SECRET).expect_verdict("accepted");
    post(&serving, &source, &body, "a guess").expect_problem(401);
    recado.ok(&["source", "list", "--json"]);
    recado.ok(&["stop"]);
    let printed = serving.printed();
    assert!(serving.wait().success());
    assert!(!printed.contains(SECRET), "{printed}");
    for file in files_under(recado.data()) {
        // Where there is no keyring, one file that only this user can read has the secrets.
        if file.file_name().is_some_and(|name| name == "secrets.json") {
            continue;
        }
        let bytes = std::fs::read(&file).expect("the data folder can be read");
        assert!(!contains(&bytes, SECRET.as_bytes()), "{}", file.display());
    }
}

#[test]
fn who_guesses_too_often_is_locked_out_until_the_owner_relents() {
    let (recado, source, serving) = whatsapp_with(SECRET);
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia");
    let locked = (0..100)
        .map(|n| post(&serving, &source, &body, &format!("guess {n}")))
        .find(|answer| answer.status == 429)
        .expect("a hundred guesses are too many");
    locked.expect_problem(429);
    let wait: u32 = locked.header("retry-after").parse().expect("seconds");
    assert!(wait > 0);
    // The genuine sender shares the remote here, and waits too.
    assert_eq!(post(&serving, &source, &body, SECRET).status, 429);

    let lockouts = recado.ask(ListLockouts {}).expect("they can be listed");
    let [lockout] = lockouts.as_slice() else {
        panic!("one: {lockouts:?}")
    };
    assert_eq!(lockout.source_id, id_of(&source));
    let left = recado
        .ask(LiftLockout {
            source: lockout.source_id,
            remote: lockout.remote.clone(),
        })
        .expect("it can be lifted");
    assert!(left.is_empty(), "{left:?}");
    post(&serving, &source, &body, SECRET).expect_verdict("accepted");
}

#[test]
fn meta_gets_its_challenge_back_only_for_the_word_it_was_given() {
    let (recado, source, serving) = whatsapp_with(SECRET);
    let details = recado
        .ask(recado_api::request::ShowSource {
            source: id_of(&source),
        })
        .expect("a source can be shown");
    let word = details.verify_token.expect("Meta asks for a word");
    let ask = |word: &str| {
        let request = serving.request(Method::GET, &source).query(&[
            ("hub.mode", "subscribe"),
            ("hub.challenge", "1158201444"),
            ("hub.verify_token", word),
        ]);
        serving.send(request)
    };
    let answer = ask(&word);
    assert_eq!((answer.status, answer.body.as_str()), (200, "1158201444"));
    assert!(answer.header("content-type").starts_with("text/plain"));
    let refused = ask("another");
    assert_eq!(refused.status, 403);
    assert!(!refused.body.contains("1158201444"), "{}", refused.body);
}

#[test]
fn what_named_nobody_is_on_a_card_once_the_owner_says_what_its_values_are() {
    let recado = Recado::in_new_folder();
    recado.set_up("clinic", "pt-BR");
    let source = recado.source("Sistema da recepção");
    let serving = recado.serve();
    let body =
        |n: u32| format!(r#"{{"a":"Beatriz {n}","b":"1190000010{n}","c":"Quero marcar","pedido":{n}}}"#);
    for n in 1..=3 {
        serving.post_json(&source, body(n)).expect_verdict("unmatched");
    }
    let mapping = Mapping {
        rules: [("/a", Role::Name), ("/b", Role::Phone), ("/c", Role::Message)]
            .map(|(path, role)| MappingRule {
                path: path.to_owned(),
                role,
            })
            .into(),
    };
    let rehearsal = recado
        .ask(RehearseMapping {
            source: id_of(&source),
            mapping: mapping.clone(),
        })
        .expect("it can be rehearsed");
    assert_eq!((rehearsal.named_before, rehearsal.named_after), (0, 3));
    assert!(recado.contacts().is_empty(), "a rehearsal changes nothing");

    let applied = recado
        .ask(SaveMapping {
            source: id_of(&source),
            mapping,
        })
        .expect("it can be kept");
    assert_eq!(applied.recovered, 3);
    serving.post_json(&source, body(4)).expect_verdict("accepted");
    let mut names: Vec<_> = recado
        .contacts()
        .iter()
        .map(|contact| contact["name"].as_str().unwrap_or_default().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["Beatriz 1", "Beatriz 2", "Beatriz 3", "Beatriz 4"]);

    // Reading all of it again changes nothing.
    let again = recado
        .ask(ApplyDeliveries::Unmatched(None))
        .expect("it can be read again");
    assert_eq!(again.recovered, 0);
    assert_eq!(recado.contacts().len(), 4);
}

#[test]
fn a_sender_without_preset_goes_on_as_before() {
    let recado = Recado::in_new_folder();
    recado.set_up("clinic", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    assert_eq!(recado.only_contact()["name"], "Carlos");
}

fn whatsapp_with(secret: &str) -> (Recado, Source, Serving) {
    let recado = Recado::in_new_folder();
    recado.set_up("clinic", "pt-BR");
    let source = recado.source_with("WhatsApp", &["--preset", "whatsapp-cloud", "--secret", secret]);
    let serving = recado.serve();
    (recado, source, serving)
}

fn post(serving: &Serving, source: &Source, body: &str, secret: &str) -> Answer {
    signed(serving, source, body, &whatsapp::signature(secret, body))
}

fn signed(serving: &Serving, source: &Source, body: &str, signature: &str) -> Answer {
    let request = serving
        .request(Method::POST, source)
        .header("content-type", "application/json")
        .header(whatsapp::SIGNATURE, signature)
        .body(body.to_owned());
    serving.send(request)
}

fn id_of(source: &Source) -> SourceId {
    source.id.parse().expect("an id")
}

fn files_under(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    entries
        .flat_map(|entry| {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                files_under(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
