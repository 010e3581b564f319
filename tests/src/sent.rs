//! What senders sent, and whether all of it is there, each once.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard},
};

use serde_json::Value;

use crate::Recado;

/// The books that senders keep together: deliveries by number, each with a person and a message of its own.
#[derive(Debug, Default)]
pub struct Sent(Mutex<Books>);

#[derive(Debug, Default)]
struct Books {
    begun: HashSet<usize>,
    /// Those that got a 2xx, with the delivery's id where the answer named it.
    answered: HashMap<usize, Option<String>>,
}

/// The body of a delivery: whose it is and what it says is told by its number.
pub fn body(number: usize) -> String {
    let phone = format!("+55119{number:08}");
    format!(
        r#"{{"nome": "Pessoa {number}", "telefone": "{phone}", "mensagem": "{}"}}"#,
        text(number)
    )
}

/// What it says.
pub fn text(number: usize) -> String {
    format!("Mensagem {number}")
}

impl Sent {
    /// Somebody is about to send it.
    pub fn begin(&self, number: usize) {
        self.books().begun.insert(number);
    }

    /// It got a 2xx.
    pub fn answered(&self, number: usize, delivery: Option<String>) {
        self.books().answered.insert(number, delivery);
    }

    /// How many were begun.
    pub fn count(&self) -> usize {
        self.books().begun.len()
    }

    /// How many got a 2xx.
    pub fn count_of_answered(&self) -> usize {
        self.books().answered.len()
    }

    /// Those that were begun and got no 2xx, in order.
    pub fn unanswered(&self) -> Vec<usize> {
        let books = self.books();
        let unanswered = books
            .begun
            .iter()
            .filter(|number| !books.answered.contains_key(number));
        let mut unanswered: Vec<_> = unanswered.copied().collect();
        unanswered.sort_unstable();
        unanswered
    }

    /// What was answered is there once; what was not is there at most once.
    #[track_caller]
    pub fn expect_all_there_once(&self, recado: &Recado) {
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
        let books = self.books();
        for number in &books.begun {
            let times = filed.get(&text(*number)).copied().unwrap_or(0);
            match books.answered.get(number) {
                Some(delivery) => {
                    assert_eq!(
                        times, 1,
                        "delivery {number} was answered 2xx and is there {times} times"
                    );
                    if let Some(delivery) = delivery {
                        assert!(
                            applied.contains(delivery),
                            "delivery {number} was answered as {delivery}"
                        );
                    }
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

    fn books(&self) -> MutexGuard<'_, Books> {
        self.0.lock().expect("no sender panics")
    }
}
