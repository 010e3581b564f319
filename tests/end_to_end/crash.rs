//! Killed at any moment, the program keeps what it answered for, and nothing twice.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use recado_tests::{Recado, Sent, Serving, Source, database, seeded, sent::body, wait};
use serde_json::Value;

const SENDERS: usize = 64;

/// The rounds of a normal run; `RECADO_CRASH_ROUNDS` asks for others.
const ROUNDS: usize = 15;

#[test]
fn what_was_answered_200_is_there_exactly_once_after_a_kill() {
    let rounds = std::env::var("RECADO_CRASH_ROUNDS").map_or(ROUNDS, |rounds| {
        rounds.parse().expect("RECADO_CRASH_ROUNDS is a number")
    });
    let mut random = seeded();
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let sent = Sent::default();

    for round in 0..rounds {
        let serving = recado.serve();
        let unanswered = sent.unanswered();
        let moment = Duration::from_millis(random.u64(1..400));
        send_until_killed(serving, &source, round, moment, &unanswered, &sent);

        let serving = recado.serve();
        sent.expect_all_there_once(&recado);
        database::expect_sound(&recado.database());
        serving.kill();
    }

    let (in_all, answered) = (sent.count(), sent.count_of_answered());
    println!("{in_all} deliveries in {rounds} rounds, {answered} answered");
    assert!(answered > rounds, "the senders did get through");

    // Every sender that got no answer tries again, as senders do; now all is there.
    let serving = recado.serve();
    for number in sent.unanswered() {
        let answer = serving.post_json(&source, body(number));
        assert_eq!(answer.status, 200, "{answer:?}");
        let delivery = answer.json()["delivery"].as_str().expect("an id").to_owned();
        sent.answered(number, Some(delivery));
    }
    sent.expect_all_there_once(&recado);
    assert_eq!(
        recado.contacts().len(),
        sent.count(),
        "each delivery was another person's"
    );
}

/// Lets 64 senders send as fast as they are answered; kills the program at this moment after the first answer.
/// Those that were not answered in an earlier round are sent again first.
fn send_until_killed(
    serving: Serving,
    source: &Source,
    round: usize,
    moment: Duration,
    unanswered: &[usize],
    sent: &Sent,
) {
    let url = serving.url(source);
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .timeout(wait::LIMIT)
        .build()
        .expect("a client can be built");
    let killed = AtomicBool::new(false);

    thread::scope(|scope| {
        for sender in 0..SENDERS {
            let (url, client, killed) = (&url, &client, &killed);
            let again = unanswered.iter().skip(sender).step_by(SENDERS).copied();
            let fresh = (0..).map(move |nth| (round * SENDERS + sender) * 10_000 + nth);
            scope.spawn(move || {
                for number in again.chain(fresh) {
                    sent.begin(number);
                    let request = client
                        .post(url)
                        .header("content-type", "application/json")
                        .body(body(number));
                    // From the kill on there is nobody; before it, an error would be the program's.
                    let Ok(answer) = request.send() else {
                        assert!(killed.load(Ordering::SeqCst), "the program refused a connection");
                        return;
                    };
                    let status = answer.status().as_u16();
                    let Ok(answer) = answer.json::<Value>() else {
                        return;
                    };
                    assert_eq!(status, 200, "{answer}");
                    let delivery = answer["delivery"].as_str().expect("an id").to_owned();
                    sent.answered(number, Some(delivery));
                }
            });
        }
        let before = sent.count_of_answered();
        wait::until("the first answer", || {
            (sent.count_of_answered() > before).then_some(())
        });
        // Not a wait for something: the moment itself is what the round tries.
        thread::sleep(moment);
        killed.store(true, Ordering::SeqCst);
        serving.kill();
    });
}
