//! The command line beside a running engine: through its socket, and seen by it at once.

use recado_api::{Change, Holder, StreamLine, client::Client, request::SayHello, socket::Record};
use recado_tests::{CARLOS_JSON, CARLOS_XML, Recado, wait};
use serde_json::Value;

#[test]
fn a_source_that_a_command_added_receives_at_once() {
    let recado = Recado::in_new_folder();
    let serving = recado.serve();
    let source = recado.source("Outro sistema");
    let listed = recado.sources();
    assert_eq!(
        listed[0]["address"],
        serving.url(&source),
        "the address that works now"
    );
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    assert_eq!(recado.only_contact()["name"], "Carlos");
    assert_eq!(recado.deliveries().len(), 1);
}

#[test]
fn what_came_while_a_source_was_paused_is_filed_when_it_goes_on() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    recado.ok(&["source", "pause", &source.id]);
    serving.post_json(&source, CARLOS_JSON).expect_verdict("paused");
    serving
        .post(&source, "application/xml", CARLOS_XML)
        .expect_verdict("paused");
    assert_eq!(recado.contacts(), Vec::<Value>::new());

    recado.ok(&["source", "resume", &source.id]);
    assert_eq!(recado.only_contact()["unread"], 2);
    let verdicts: Vec<Value> = recado
        .deliveries()
        .iter()
        .map(|delivery| delivery["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["accepted", "accepted"]);
}

#[test]
fn a_source_that_a_command_removed_is_gone_for_its_sender() {
    let recado = Recado::in_new_folder();
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    recado.ok(&["source", "remove", &source.id]);
    serving.post_json(&source, CARLOS_JSON).expect_problem(410);
    assert_eq!(recado.contacts().len(), 1, "what it brought stays");
}

#[test]
fn setting_up_while_it_runs_lays_out_the_stages() {
    let recado = Recado::in_new_folder();
    let serving = recado.serve();
    recado.set_up("shop", "pt-BR");
    let source = recado.source("Outro sistema");
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    assert_eq!(recado.only_contact()["stage"], "Novos");
    let later = recado.run(&[
        "setup",
        "--business",
        "Loja",
        "--kind",
        "online-store",
        "--lang",
        "pt-BR",
    ]);
    assert_eq!(later.code, 0, "{later:#?}");
    assert_eq!(
        recado.only_contact()["stage"],
        "Novos",
        "a board with people on it keeps its stages"
    );
}

#[test]
fn the_doctor_examines_what_runs() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    let doctor = recado.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "{doctor:#?}");
}

#[test]
fn serve_says_in_plain_words_who_wrote() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    let line = serving.wait_for_line("Carlos");
    assert!(line.contains("Quero agendar um horário"), "{line}");
    assert!(
        serde_json::from_str::<Value>(&line).is_err(),
        "words, not JSON: {line}"
    );
}

#[test]
fn serve_can_log_as_json() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve_with(&["--listen", "127.0.0.1:0", "--log", "json"]);
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    serving.wait_for_line("Carlos");
    for line in serving.printed().lines() {
        serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    }
}

#[test]
fn stop_ends_it_gracefully() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    recado.ok(&["stop"]);
    assert_eq!(serving.wait().code(), Some(0));
    assert_eq!(recado.only_contact()["name"], "Carlos");
}

#[cfg(unix)]
#[test]
fn the_systems_own_signal_ends_it_gracefully() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    assert_eq!(serving.terminate().code(), Some(0));
    assert!(
        Record::read(recado.data()).is_none(),
        "nobody is said to hold the folder"
    );
}

#[test]
fn whoever_follows_the_stream_sees_each_change() {
    let recado = Recado::in_new_folder();
    let serving = recado.serve();
    let record = Record::read(recado.data()).expect("a running engine says who it is");
    let client = Client::new(&record.socket.expect("it answers"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");

    let hello = runtime.block_on(client.ask(SayHello {})).expect("an answer");
    assert_eq!(hello.holder, Holder::Serve);
    let mut changes = runtime.block_on(client.changes(None)).expect("a stream");
    let mut next = || {
        let line = async { tokio::time::timeout(wait::LIMIT, changes.next()).await };
        runtime
            .block_on(line)
            .expect("in time")
            .expect("the stream does not break")
    };
    assert_eq!(next(), Some(StreamLine::Hello(hello)));

    // The command is another process, and the sender a third.
    let source = recado.source("Outro sistema");
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    let (mut seen_source, mut seen_contact, mut seen_delivery, mut arrivals) = (false, false, false, 0);
    let mut last = 0;
    while !(seen_source && seen_contact && seen_delivery && arrivals == 1) {
        let Some(StreamLine::Change { n, change }) = next() else {
            panic!("the stream tells of changes")
        };
        assert!(n > last, "numbers grow");
        last = n;
        match *change {
            Change::Source(added) => seen_source |= added.title == "Outro sistema",
            Change::Contact(contact) => seen_contact |= contact.name == "Carlos",
            Change::Delivery(_) => seen_delivery = true,
            Change::Arrival(arrival) => {
                assert_eq!(arrival.who, "Carlos");
                assert!(arrival.new_contact);
                arrivals += 1;
            }
            Change::Business(_)
            | Change::Stages(_)
            | Change::ContactGone(_)
            | Change::Timeline(_)
            | Change::TimelineGone { .. }
            | Change::Settings(_)
            | Change::Receiving(_)
            | Change::Refusing(_)
            | Change::Lockouts(_)
            | Change::Alerts(_)
            | Change::Alert(_)
            | Change::Reach(_)
            | Change::Desktop(_) => {}
        }
    }

    recado.ok(&["stop"]);
    let mut said_that_it_ends = false;
    while let Some(line) = next() {
        said_that_it_ends |= matches!(line, StreamLine::Ending(_));
    }
    assert!(said_that_it_ends);
    assert_eq!(serving.wait().code(), Some(0));
}
