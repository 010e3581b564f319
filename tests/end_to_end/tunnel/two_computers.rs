//! The same identity on two computers: the newer link counts, and the older says why it has none.

use std::{fs, path::Path};

use recado_api::{
    SecretText,
    request::{ConnectTunnel, ExportIdentity, ImportIdentity},
    view::{Link, LinkStop},
};
use recado_tests::{Recado, sent::body, wait};

use super::{Shop, first_column, post};

#[test]
fn the_newer_of_two_computers_is_reached_and_the_older_says_why_and_does_not_fight() {
    let (shop, serving) = Shop::open();
    shop.recado.ok(&["stop"]);
    assert!(serving.wait().success());
    // The folder was copied to a new computer, with its secrets.
    let newer = Recado::in_new_folder();
    copy(shop.recado.data(), newer.data());

    let _old = shop.recado.serve();
    shop.recado.wait_for_link();
    let _new = newer.serve();
    newer.wait_for_link();
    let told = wait_until_replaced(&shop.recado);
    assert!(told.contains("computador"), "{told}");
    post(&shop.address, &[], body(1)).expect_verdict("accepted");
    assert_eq!(first_column(&newer), ["Pessoa 1"]);
    assert!(shop.recado.contacts().is_empty());
    // One link of the first folder, then one of each.
    assert_eq!(shop.relay.figure("attaches_total{outcome=\"welcomed\"}"), 3);

    // Until its owner asks for it.
    shop.recado
        .ask(ConnectTunnel {})
        .unwrap_or_else(|error| panic!("{error}"));
    shop.recado.wait_for_link();
    wait_until_replaced(&newer);
    post(&shop.address, &[], body(2)).expect_verdict("accepted");
    assert_eq!(first_column(&shop.recado), ["Pessoa 2"]);
    assert_eq!(shop.relay.figure("attaches_total{outcome=\"welcomed\"}"), 4);
    assert_eq!(shop.relay.figure("engines"), 1);
}

#[test]
fn a_new_computer_takes_over_the_public_address_by_a_file_and_its_passphrase() {
    let passphrase = || SecretText::new("quatro palavras bem simples".to_owned());
    let (shop, serving) = Shop::open();
    let file = shop
        .recado
        .ask(ExportIdentity {
            passphrase: passphrase(),
        })
        .unwrap_or_else(|error| panic!("{error}"));
    let base = shop.recado.tunnel().public_base;
    shop.close(serving);

    let newer = Recado::in_new_folder();
    newer.set_up("shop", "pt-BR");
    let source = newer.source("Outro sistema");
    let _serving = newer.serve();
    let import = |passphrase| {
        let text = file.text.clone();
        newer.ask(ImportIdentity { text, passphrase })
    };
    import(SecretText::new("outra".to_owned())).expect_err("another passphrase opens nothing");
    import(passphrase()).unwrap_or_else(|error| panic!("{error}"));
    newer.wait_for_link();
    assert!(base.is_some());
    assert_eq!(newer.tunnel().public_base, base);
    let address = newer.public_address(&source);
    post(&address, &[], body(1)).expect_verdict("accepted");
    assert_eq!(first_column(&newer), ["Pessoa 1"]);
}

#[track_caller]
fn wait_until_replaced(recado: &Recado) -> String {
    wait::until("the older to be sent away", || match recado.tunnel().link {
        Link::Stopped {
            why: LinkStop::Replaced,
            error,
            ..
        } => Some(error),
        Link::Connected { .. } => None,
        link @ (Link::Off | Link::Connecting { .. } | Link::Stopped { .. }) => panic!("{link:?}"),
    })
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a new folder can be filled");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("there is room");
        }
    }
}
