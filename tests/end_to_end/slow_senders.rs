//! Thousands of connections that send nothing, or a byte now and then, keep nobody from being heard.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use recado_tests::{Recado, Serving, Source, memory, wait};

/// Far more than the program needs for this, and far less than it would need if it kept what each of them sends.
const MOST_MEMORY: u64 = 200 << 20;

#[test]
fn five_thousand_slow_connections_keep_nobody_out() {
    keep_nobody_out(&[], 5_000);
}

#[test]
fn more_slow_connections_than_the_program_may_open_keep_nobody_out() {
    // As a machine with a tight limit would have it.
    keep_nobody_out(&["prlimit", "--nofile=2000:2000"], 3_000);
}

fn keep_nobody_out(under: &[&str], connections: u32) {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let mut serving = recado.serve_under(under);
    expect_heard(&serving, &source, 0..20);
    let files_before = memory::open_files(serving.pid());

    // In a process of its own, so that its files are not counted with ours.
    let mut load = Command::new(env!("CARGO_BIN_EXE_slow-senders"))
        .args([
            &serving.address().to_string(),
            &source.path,
            &connections.to_string(),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the load starts");
    let mut said = BufReader::new(load.stdout.take().expect("piped")).lines();
    let mut hear = |what: &str| {
        let line = said
            .next()
            .unwrap_or_else(|| panic!("the load ended without {what:?}"));
        let line = line.expect("it is text");
        println!("load: {line}");
        assert!(line.starts_with(what), "{line}");
    };

    hear("all connected");
    // Genuine senders each open connections of their own, while the load lasts.
    std::thread::scope(|scope| {
        for sender in 1..=8 {
            let (serving, source) = (&serving, &source);
            scope.spawn(move || expect_heard(serving, source, sender * 1_000..sender * 1_000 + 50));
        }
    });
    let (now, peak) = (
        memory::resident(serving.pid()),
        memory::resident_peak(serving.pid()),
    );
    println!("resident now: {} KiB; at most: {} KiB", now >> 10, peak >> 10);
    assert!(peak < MOST_MEMORY, "{} MiB", peak >> 20);

    // Its end of the pipe is what it waits for.
    drop(load.stdin.take());
    hear("ended");
    assert!(load.wait().expect("it is our child").success());

    expect_heard(&serving, &source, 20_000..20_020);
    wait::until("the connections' end", || {
        (memory::open_files(serving.pid()) <= files_before + 32).then_some(())
    });
    assert!(serving.runs());
    assert_eq!(recado.contacts().len(), 20 + 8 * 50 + 20);
}

/// Each sends from a new connection, and is answered 200.
fn expect_heard(serving: &Serving, source: &Source, numbers: std::ops::Range<u32>) {
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .timeout(wait::LIMIT)
        .build()
        .expect("a client can be built");
    for number in numbers {
        let body =
            format!(r#"{{"nome": "Pessoa {number}", "telefone": "+55119{number:08}", "mensagem": "Oi"}}"#);
        let request = client
            .post(serving.url(source))
            .header("content-type", "application/json")
            .body(body);
        serving.send(request).expect_verdict("accepted");
    }
}
