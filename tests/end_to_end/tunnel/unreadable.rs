//! What waits at the relay can be read by nobody there.

use std::{fs, path::Path};

use recado_tests::whatsapp;

use super::{Shop, post};

/// What would stand there if anything could be read: who wrote, what, whence, and to which source.
const PLAIN: [&str; 6] = [
    "Maria Aparecida",
    "5511912345678",
    "dor de dente",
    "whatsapp_business_account",
    "wamid.",
    "sha256=",
];

#[test]
fn nothing_of_what_waits_is_readable_in_the_relays_folder() {
    const SECRET: &str = "the-app-secret-of-the-clinic";
    let (mut shop, serving) = Shop::open();
    let source = shop
        .recado
        .source_with("WhatsApp", &["--preset", "whatsapp-cloud", "--secret", SECRET]);
    let url = shop.recado.public_address(&source);
    let (_, key) = url.split_once("/in/").expect("a key");
    let key = key.split('-').next().expect("a key").to_owned();
    shop.close(serving);
    for number in 0..100 {
        let body = whatsapp::text_message(
            "5511912345678",
            "Maria Aparecida",
            &format!("wamid.{number}"),
            "Estou com dor de dente",
        );
        let signature = whatsapp::signature(SECRET, &body);
        let answer = post(&url, &[(whatsapp::SIGNATURE, &signature)], body);
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    assert_eq!(shop.relay.waiting(), 100);
    let mut plain = PLAIN.to_vec();
    plain.push(&key);
    // While it runs, after a kill, and after it has put its file in order.
    expect_nothing_of(&plain, shop.relay.folder());
    shop.relay.kill();
    expect_nothing_of(&plain, shop.relay.folder());
    shop.relay.start();
    assert!(shop.relay.terminate().success());
    expect_nothing_of(&plain, shop.relay.folder());

    // It was all there nevertheless.
    shop.relay.start();
    let _serving = shop.recado.serve();
    shop.relay.wait_until_nothing_waits();
    assert_eq!(shop.recado.only_contact()["name"], "Maria Aparecida");
    assert_eq!(shop.recado.deliveries().len(), 100);
    expect_nothing_of(&plain, shop.relay.folder());
}

#[track_caller]
fn expect_nothing_of(plain: &[&str], folder: &Path) {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let file = entry.expect("the folder can be read").path();
        let content = fs::read(&file).expect("the file can be read");
        bytes += content.len();
        for text in plain {
            let found = content
                .windows(text.len())
                .any(|part| part.eq_ignore_ascii_case(text.as_bytes()));
            assert!(!found, "{text} is in {}", file.display());
        }
    }
    assert!(bytes > 10_000, "what waits is somewhere: {bytes} bytes");
}
