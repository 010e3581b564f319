//! Killed at any moment, the program keeps what it answered for, and nothing twice.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use recado_tests::{Recado, Serving, Source, database, seeded, wait};
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
    let mut sent = Sent::default();

    for round in 0..rounds {
        let serving = recado.serve();
        let unanswered = sent.unanswered();
        let moment = Duration::from_millis(random.u64(1..400));
        send_until_killed(serving, &source, round, moment, &unanswered, &mut sent);

        let serving = recado.serve();
        sent.expect_all_there_once(&recado);
        database::expect_sound(&recado.database());
        serving.kill();
    }

    let in_all = sent.bodies.len();
    println!(
        "{in_all} deliveries in {rounds} rounds, {} answered",
        sent.answered.len()
    );
    assert!(sent.answered.len() > rounds, "the senders did get through");

    // Every sender that got no answer tries again, as senders do; now all is there.
    let serving = recado.serve();
    for (number, body) in sent.unanswered() {
        let answer = serving.post_json(&source, body);
        assert_eq!(answer.status, 200, "{answer:?}");
        sent.answered.insert(
            number,
            answer.json()["delivery"].as_str().expect("an id").to_owned(),
        );
    }
    sent.expect_all_there_once(&recado);
    assert_eq!(
        recado.contacts().len(),
        sent.bodies.len(),
        "each delivery was another person's"
    );
}

/// What was sent, by number, and the delivery's id where it was answered 200.
#[derive(Default)]
struct Sent {
    bodies: HashMap<usize, String>,
    answered: HashMap<usize, String>,
}

impl Sent {
    fn unanswered(&self) -> Vec<(usize, String)> {
        let unanswered = self
            .bodies
            .iter()
            .filter(|(number, _)| !self.answered.contains_key(number));
        unanswered.map(|(number, body)| (*number, body.clone())).collect()
    }

    /// What was answered is there once; what was not is there at most once.
    #[track_caller]
    fn expect_all_there_once(&self, recado: &Recado) {
        let mut filed: HashMap<String, usize> = HashMap::new();
        let mut applied: HashSet<String> = HashSet::new();
        for delivery in recado.deliveries() {
            let verdict = delivery["verdict"].as_str().expect("a verdict");
            assert!(matches!(verdict, "accepted" | "duplicate"), "{delivery}");
            if verdict == "accepted" {
                assert!(
                    applied.insert(delivery["id"].as_str().expect("an id").to_owned()),
                    "twice: {delivery}"
                );
            }
            for event in delivery["events"].as_array().expect("a list") {
                *filed
                    .entry(event["text"].as_str().expect("a text").to_owned())
                    .or_default() += 1;
            }
        }
        for number in self.bodies.keys() {
            let times = filed.get(&text(*number)).copied().unwrap_or(0);
            match self.answered.get(number) {
                Some(delivery) => {
                    assert_eq!(
                        times, 1,
                        "delivery {number} was answered 200 and is there {times} times"
                    );
                    assert!(
                        applied.contains(delivery),
                        "delivery {number} was answered as {delivery}"
                    );
                }
                None => assert!(
                    times <= 1,
                    "delivery {number}, not answered, is there {times} times"
                ),
            }
        }
        let mut people: HashMap<Value, usize> = HashMap::new();
        for contact in recado.contacts() {
            assert_eq!(contact["unread"], 1, "{contact}");
            *people.entry(contact["phones"].clone()).or_default() += 1;
        }
        assert!(
            people.values().all(|times| *times == 1),
            "one contact a person: {people:?}"
        );
    }
}

/// Lets 64 senders send as fast as they are answered; kills the program at this moment after the first answer.
/// Those that were not answered in an earlier round are sent again first.
fn send_until_killed(
    serving: Serving,
    source: &Source,
    round: usize,
    moment: Duration,
    unanswered: &[(usize, String)],
    sent: &mut Sent,
) {
    let url = serving.url(source);
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .timeout(wait::LIMIT)
        .build()
        .expect("a client can be built");
    let killed = AtomicBool::new(false);
    let so_far = Mutex::new(std::mem::take(sent));

    thread::scope(|scope| {
        for sender in 0..SENDERS {
            let (url, client, killed, so_far) = (&url, &client, &killed, &so_far);
            let again = unanswered.iter().skip(sender).step_by(SENDERS).cloned();
            let fresh = (0..).map(move |nth| {
                let number = (round * SENDERS + sender) * 10_000 + nth;
                (number, body(number))
            });
            scope.spawn(move || {
                for (number, body) in again.chain(fresh) {
                    so_far
                        .lock()
                        .expect("no sender panics")
                        .bodies
                        .insert(number, body.clone());
                    let request = client
                        .post(url)
                        .header("content-type", "application/json")
                        .body(body);
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
                    so_far
                        .lock()
                        .expect("no sender panics")
                        .answered
                        .insert(number, delivery);
                }
            });
        }
        let before = so_far.lock().expect("no sender panics").answered.len();
        wait::until("the first answer", || {
            (so_far.lock().expect("no sender panics").answered.len() > before).then_some(())
        });
        // Not a wait for something: the moment itself is what the round tries.
        thread::sleep(moment);
        killed.store(true, Ordering::SeqCst);
        serving.kill();
    });
    *sent = so_far.into_inner().expect("no sender panics");
}

fn text(number: usize) -> String {
    format!("Mensagem {number}")
}

/// A person and a message of its own for each number.
fn body(number: usize) -> String {
    let phone = format!("+55119{number:08}");
    format!(
        r#"{{"nome": "Pessoa {number}", "telefone": "{phone}", "mensagem": "{}"}}"#,
        text(number)
    )
}
