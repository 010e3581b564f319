//! While the computer is on: who calls the public address gets the program's own answer.

use data_encoding::HEXLOWER;
use recado_api::request::{ListLockouts, ShowSource};
use recado_tests::{CARLOS_JSON, CARLOS_XML, whatsapp};

use super::{Shop, post, sender};

#[test]
fn a_delivery_to_the_public_address_gets_the_programs_own_answer_and_is_on_the_board() {
    let (shop, serving) = Shop::open();
    assert!(shop.address.starts_with(shop.relay.origin()), "{}", shop.address);
    let answer = post(&shop.address, &[], CARLOS_JSON);
    answer.expect_verdict("accepted");
    let id = answer.header("recado-delivery");
    uuid::Uuid::parse_str(id).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    assert_eq!(shop.recado.only_contact()["name"], "Carlos");

    // The same address, by the other kind of body, and by this computer's own door.
    let request = sender()
        .post(&shop.address)
        .header("content-type", "application/xml");
    recado_tests::Answer::of(request.body(CARLOS_XML)).expect_verdict("accepted");
    serving
        .post_json(&shop.source, CARLOS_JSON)
        .expect_verdict("accepted");
    assert_eq!(shop.recado.contacts().len(), 1);

    // What the program refuses, it refuses in its own words.
    post(&shop.address, &[], "{ \"nome\": ").expect_problem(400);
    assert_eq!(shop.relay.figure("requests_total{outcome=\"live\"}"), 3);
    assert_eq!(shop.relay.waiting(), 0);
}

#[test]
fn the_address_goes_on_below_and_behind_itself_as_on_this_computer() {
    let (shop, _serving) = Shop::open();
    for (number, behind) in ["-loja", "/pedido/novo", "?origem=site"].iter().enumerate() {
        let body = format!(r#"{{"nome": "P{number}", "telefone": "+551198765432{number}"}}"#);
        post(&format!("{}{behind}", shop.address), &[], body).expect_verdict("accepted");
    }
    assert_eq!(shop.recado.contacts().len(), 3);
}

#[test]
fn nothing_that_a_sender_claims_about_itself_or_the_tunnel_is_believed() {
    const FORGED_ID: &str = "01900000-0000-7000-8000-000000000001";
    let forged = [
        ("x-forwarded-for", "203.0.113.9"),
        ("x-real-ip", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9;host=evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("recado-delivery", FORGED_ID),
        ("recado-received-at", "978307200000"),
        ("recado-url", "https://evil.example/"),
        ("recado-remote", "203.0.113.9"),
    ];
    let (shop, _serving) = Shop::open();
    let answer = post(&shop.address, &forged, CARLOS_JSON);
    assert_ne!(answer.expect_verdict("accepted"), FORGED_ID);
    let deliveries = shop.recado.deliveries();
    let received_at = deliveries[0]["received_at"].as_str().expect("a time");
    assert!(!received_at.starts_with("2001"), "{received_at}");

    // Who guesses is locked out under the address that the relay saw, whatever they say of themselves.
    let source = shop.recado.source_with(
        "WhatsApp",
        &["--preset", "whatsapp-cloud", "--secret", "app secret"],
    );
    let url = shop.recado.public_address(&source);
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia");
    let locked_out = (0..100).any(|guess| {
        let remote = format!("203.0.113.{guess}");
        let signature = whatsapp::signature(&format!("guess {guess}"), &body);
        let headers = [
            ("x-forwarded-for", remote.as_str()),
            ("recado-remote", remote.as_str()),
            (whatsapp::SIGNATURE, signature.as_str()),
        ];
        post(&url, &headers, body.clone()).status == 429
    });
    assert!(locked_out, "a hundred guesses are too many");
    let lockouts = shop.recado.ask(ListLockouts {}).expect("they can be listed");
    let remotes: Vec<_> = lockouts.iter().map(|lockout| lockout.remote.as_str()).collect();
    assert_eq!(remotes, ["127.0.0.1"]);
}

#[test]
fn a_stranger_reaches_neither_the_tunnels_own_requests_nor_anything_but_addresses() {
    let (shop, _serving) = Shop::open();
    let base = shop.relay.origin();
    let (address, key) = shop.address[base.len() + 1..]
        .split_once("/in/")
        .expect("an address and a key");
    // Mistyped.
    let first = if address.starts_with('a') { 'b' } else { 'a' };
    let other = format!("{first}{}", &address[1..]);
    for path in [
        "/control".to_owned(),
        "/drain".to_owned(),
        format!("/{address}/control"),
        format!("/{address}/drain"),
        format!("/{address}/in/{}", "a".repeat(key.len())),
        format!("/{other}/in/{key}"),
    ] {
        for host in ["tunnel.invalid", "127.0.0.1"] {
            let answer = post(&format!("{base}{path}"), &[("host", host)], CARLOS_JSON);
            assert_eq!(answer.status, 404, "{path} {answer:?}");
        }
    }
    assert!(shop.recado.contacts().is_empty());
    post(&shop.address, &[("host", "tunnel.invalid")], CARLOS_JSON).expect_verdict("accepted");
}

#[test]
fn meta_gets_its_challenge_back_through_the_tunnel() {
    let (shop, serving) = Shop::open();
    let source = shop.recado.source_with(
        "WhatsApp",
        &["--preset", "whatsapp-cloud", "--secret", "app secret"],
    );
    let url = shop.recado.public_address(&source);
    let details = shop.recado.ask(ShowSource {
        source: source.id.parse().expect("an id"),
    });
    let word = details
        .expect("it can be shown")
        .verify_token
        .expect("Meta asks for a word");
    let ask = || {
        recado_tests::Answer::of(sender().get(&url).query(&[
            ("hub.mode", "subscribe"),
            ("hub.challenge", "1158201444"),
            ("hub.verify_token", &word),
        ]))
    };
    let answer = ask();
    assert_eq!((answer.status, answer.body.as_str()), (200, "1158201444"));

    // Nobody can answer it for a computer that is off; Meta asks again.
    shop.close(serving);
    let answer = ask();
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(!answer.header("retry-after").is_empty(), "{answer:?}");
    assert_eq!(shop.relay.waiting(), 0);
}

#[test]
fn a_body_as_long_as_any_that_is_taken_comes_through_whole() {
    let (shop, _serving) = Shop::open();
    let text = HEXLOWER.encode(&vec![0xa5; 1_900_000]);
    let body = format!(r#"{{"nome": "Ana", "telefone": "+5511987654321", "mensagem": "{text}"}}"#);
    post(&shop.address, &[], body.clone()).expect_verdict("accepted");
    assert_eq!(shop.recado.only_contact()["name"], "Ana");
    let too_long = format!("{body}{}", " ".repeat(1 << 20));
    assert_eq!(post(&shop.address, &[], too_long).status, 413);
}
