//! The flush to the disk comes before the answer, always: seen from outside, in the program's system calls.

use std::{fs, thread};

use recado_tests::{Recado, Serving, Source, flush_order, flush_order::FlushOrder, wait};

#[test]
fn each_answer_leaves_when_nothing_is_unflushed() {
    let order = traced(|serving, source| {
        for number in 0..40 {
            serving.post_json(source, body(number)).expect_verdict("accepted");
        }
    });
    assert_eq!(order.answers, 40, "all answers were seen");
    assert!(
        order.flushes >= 40,
        "a flush for each at least: {}",
        order.flushes
    );
    assert_eq!(order.too_early, [""; 0]);
    assert_eq!(order.with_log_unflushed, [""; 0]);
}

#[test]
fn answers_to_many_at_once_leave_after_their_flush() {
    let order = traced(|serving, source| {
        thread::scope(|scope| {
            for sender in 0..16 {
                scope.spawn(move || {
                    for number in 0..20 {
                        serving
                            .post_json(source, body(sender * 1_000 + number))
                            .expect_verdict("accepted");
                    }
                });
            }
        });
    });
    assert_eq!(order.answers, 320, "all answers were seen");
    assert!(order.flushes < 320, "they share flushes: {}", order.flushes);
    assert_eq!(order.too_early, [""; 0]);
}

/// Runs the senders against a program under strace, and reads the trace when the program has ended.
fn traced(senders: impl FnOnce(&Serving, &Source)) -> FlushOrder {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let file = recado.scratch().join("trace");
    let file = file.to_str().expect("a folder for tests has a plain name");
    let mut strace = flush_order::STRACE.to_vec();
    strace.push(file);

    let serving = recado.serve_under(&strace);
    senders(&serving, &source);
    let program = serving.pid();
    assert_eq!(serving.terminate().code(), Some(0));
    // The tracer lives a little longer than what it traces; this is the last that it writes.
    let end = format!("{program} +++ exited with");
    let trace = wait::until("the end of the trace", || {
        let trace = fs::read_to_string(file).expect("strace writes it");
        trace
            .lines()
            .any(|line| {
                line.split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .starts_with(&end)
            })
            .then_some(trace)
    });
    flush_order::read(&trace)
}

fn body(number: usize) -> String {
    format!(r#"{{"nome": "Pessoa {number}", "telefone": "+55119{number:08}", "mensagem": "Oi"}}"#)
}
