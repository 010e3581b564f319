//! What the program knew before it ended, it knows after.

use recado_tests::{CARLOS_JSON, CARLOS_XML, Recado};

#[test]
fn a_killed_program_starts_again_with_all_that_it_had() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    let before = recado.only_contact();
    serving.kill();

    let serving = recado.serve();
    assert_eq!(recado.only_contact(), before);
    serving
        .post(&source, "application/xml", CARLOS_XML)
        .expect_verdict("accepted");
    assert_eq!(recado.only_contact()["unread"], 2);
}

#[test]
fn a_folder_keeps_the_port_that_it_took_first() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let first = recado.serve_with(&[]);
    let address = first.address();
    assert!((7322..=7331).contains(&address.port()), "{address}");
    first.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    first.kill();

    let again = recado.serve_with(&[]);
    assert_eq!(again.address(), address);
    again.kill();

    // Its senders know that address: another would receive nothing, so the program says that it cannot start.
    let _taken = std::net::TcpListener::bind(address).expect("the port is free again");
    let refused = recado.run(&["serve"]);
    assert_eq!(refused.code, 1, "{refused:#?}");
    assert!(
        refused.stderr.contains(&address.port().to_string()),
        "{refused:#?}"
    );
}

#[test]
fn an_address_that_was_shown_before_the_first_start_is_the_one_that_receives() {
    let recado = Recado::in_new_folder();
    // The usual port is another program's, whether that is this test or not.
    let _taken = std::net::TcpListener::bind("127.0.0.1:7322");
    let source = recado.source("Outro sistema");
    let shown = recado.sources()[0]["address"]
        .as_str()
        .expect("an address")
        .to_owned();
    let doctor = recado.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "a folder that never ran is well: {doctor:#?}");

    let serving = recado.serve_with(&[]);
    assert_eq!(serving.url(&source), shown);
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
}
