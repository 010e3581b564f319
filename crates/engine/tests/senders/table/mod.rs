//! What each sender that came after the first fourteen tells of one matter in two states: in order, the wrong way round,
//! twice, forged, of several people at once and of nobody. None of these payloads is among the presets' samples.

mod forms;
mod messages;
mod payments;
mod row;
mod shops;

use std::collections::HashSet;

use jiff::SignedDuration;
use recado_api::client::Changes;
use recado_api::request::{SetAccessToken, ShowContact};
use recado_api::view::{Delivery, Source, Verdict, What};
use recado_api::{Change, DeliveryId, SecretText};
use reqwest::StatusCode;
use serde_json::Value;

use self::row::{KEY, Row, SECRET, Sent, Told};
use crate::api::Api;
use crate::common::{Running, post_only_with, until};

fn rows() -> Vec<Row> {
    let rows = [payments::rows(), shops::rows(), forms::rows(), messages::rows()];
    rows.into_iter().flatten().collect()
}

/// Tries all rows, one after the other since a new folder takes one of ten ports, and names each that fails.
async fn each<F: Future<Output = ()> + Send + 'static>(check: impl Fn(Row) -> F) {
    let mut failed = Vec::new();
    for row in rows() {
        let case = row.case();
        if tokio::spawn(check(row)).await.is_err() {
            failed.push(case);
        }
    }
    assert_eq!(failed, [""; 0]);
}

/// A source of a row's preset, set up as its owner would.
struct Shop {
    running: Running,
    /// Answers as long as it is there.
    _api: Api,
    source: Source,
    changes: Changes,
    settled: HashSet<DeliveryId>,
}

impl Shop {
    async fn open(row: &Row) -> Self {
        let api = Api::start().await;
        api.answer(row.answers());
        let running = Running::start_with(api.options()).await;
        let secret = row.signs.is_something().then_some(SECRET);
        let source = running.add_preset(row.preset, secret).await.unwrap();
        if let Some(token) = row.token {
            let token = SetAccessToken {
                source: source.id,
                token: Some(SecretText::new(token.to_owned())),
            };
            running.client.ask(token).await.unwrap();
        }
        let changes = running.client.changes(None).await.unwrap();
        Self {
            running,
            _api: api,
            source,
            changes,
            settled: HashSet::new(),
        }
    }

    /// The line of the log once nothing is left to be fetched for it.
    async fn hear(&mut self, row: &Row, told: &Told) -> Delivery {
        let secret = row.signs.is_something().then_some(SECRET);
        let sent = row.sent(told, secret, self.running.now());
        let status = self.post(&sent).await;
        assert!(status.is_success(), "{}: {status} for {}", row.case(), sent.body);
        let settled = &self.settled;
        let line = until(&mut self.changes, |change| {
            if let Change::Delivery(line) = change {
                (!line.pending && !settled.contains(&line.id)).then_some(line)
            } else {
                None
            }
        })
        .await;
        self.settled.insert(line.id);
        // Whoever is told twice at the very same moment could not be told from whoever is not.
        self.running.clock.forward(SignedDuration::from_secs(1));
        line
    }

    async fn post(&self, sent: &Sent) -> StatusCode {
        let headers: Vec<_> = sent
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        post_only_with(&self.source, &sent.body, &headers).await.status()
    }

    /// Everything that the only card shows.
    async fn card(&self, case: &str) -> Card {
        let mut contacts = self.running.contacts().await;
        let log = self.running.deliveries().await;
        assert_eq!(contacts.len(), 1, "{case}: {contacts:#?} of {log:#?}");
        let contact = contacts.remove(0);
        let all = ShowContact {
            contact: contact.id,
            entries: 100,
        };
        let timeline = self.running.client.ask(all).await.unwrap().timeline;
        let lines = timeline.entries.into_iter().filter_map(|entry| {
            if let What::Event(event) = entry.what {
                Some((event.text.unwrap_or_default(), event.earlier.len()))
            } else {
                None
            }
        });
        Card {
            name: contact.name,
            amount: contact.amount.map(|amount| amount.minor),
            unread: contact.unread,
            lines: lines.collect(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Card {
    name: String,
    amount: Option<i64>,
    unread: u32,
    lines: Vec<(String, usize)>,
}

impl Card {
    fn is_of(&self, row: &Row) {
        let expected: Vec<_> = row
            .lines
            .iter()
            .map(|(text, earlier)| ((*text).to_owned(), *earlier))
            .collect();
        assert_eq!(
            (self.name.as_str(), &self.lines),
            (row.name, &expected),
            "{}",
            row.case()
        );
    }
}

#[tokio::test]
async fn two_states_of_one_sale_are_one_line_and_two_messages_are_two() {
    each(async |row| {
        let mut shop = Shop::open(&row).await;
        for told in &row.states {
            shop.hear(&row, told).await;
        }
        shop.card(&row.case()).await.is_of(&row);
    })
    .await;
}

#[tokio::test]
async fn an_older_state_that_comes_late_does_not_cover_the_newer_one() {
    each(async |row| {
        let mut shop = Shop::open(&row).await;
        for told in row.states.iter().rev() {
            shop.hear(&row, told).await;
        }
        let mut card = shop.card(&row.case()).await;
        if !row.timed {
            card.lines.reverse();
        }
        card.is_of(&row);
    })
    .await;
}

#[tokio::test]
async fn what_a_sender_repeats_days_later_is_filed_once() {
    each(async |row| {
        let mut shop = Shop::open(&row).await;
        for told in &row.states {
            shop.hear(&row, told).await;
        }
        let before = shop.card(&row.case()).await;
        if row.has_ids {
            shop.running.clock.forward(SignedDuration::from_hours(3 * 24));
        }
        for told in &row.states {
            let again = shop.hear(&row, told).await;
            assert_eq!(again.verdict, Verdict::Duplicate, "{}: {again:#?}", row.case());
        }
        assert_eq!(shop.card(&row.case()).await, before, "{}", row.case());
    })
    .await;
}

#[tokio::test]
async fn a_forgery_is_refused_and_makes_no_card() {
    each(async |row| {
        if !row.signs.is_something() {
            return;
        }
        let shop = Shop::open(&row).await;
        let now = shop.running.now();
        let [told, _] = &row.states;
        let mut forged = vec![
            row.sent(told, Some("recado:another secret"), now),
            row.sent(told, None, now),
        ];
        if row.signs.covers_body() {
            let mut changed = row.sent(told, Some(SECRET), now);
            changed.body.push(' ');
            forged.push(changed);
        }
        for sent in &forged {
            assert_eq!(shop.post(sent).await, StatusCode::UNAUTHORIZED, "{}", row.case());
        }
        assert_eq!(shop.running.contacts().await, [], "{}", row.case());
    })
    .await;
}

#[tokio::test]
async fn several_people_in_one_delivery_are_several_cards() {
    assert!(rows().iter().filter(|row| row.several.is_some()).count() >= 3);
    each(async |row| {
        let Some((told, names)) = &row.several else {
            return;
        };
        let mut shop = Shop::open(&row).await;
        let line = shop.hear(&row, told).await;
        assert_eq!(line.events.len(), names.len(), "{}: {line:#?}", row.case());
        let contacts = shop.running.contacts().await;
        let mut cards: Vec<_> = contacts.into_iter().map(|contact| contact.name).collect();
        cards.sort();
        assert_eq!(cards, *names, "{}", row.case());
    })
    .await;
}

#[tokio::test]
async fn what_names_nobody_is_taken_and_makes_no_card() {
    each(async |row| {
        let mut shop = Shop::open(&row).await;
        let broken = broken(&row);
        for told in row.nobodys.iter().chain(&broken) {
            let line = shop.hear(&row, told).await;
            assert!(
                matches!(
                    line.verdict,
                    Verdict::Unmatched | Verdict::Ignored | Verdict::Duplicate
                ),
                "{}: {} became {line:#?}",
                row.case(),
                told.body
            );
        }
        assert_eq!(shop.running.contacts().await, [], "{}", row.case());
    })
    .await;
}

/// The states without what they say, and JSON that is no state of anything.
fn broken(row: &Row) -> Vec<Told> {
    if !row.is_json() {
        return Vec::new();
    }
    let of_states = row.states.iter().flat_map(|told| {
        let tree: Value = serde_json::from_str(&told.body).unwrap();
        let told_as = |tree: Value| Told {
            headers: told.headers.clone(),
            body: tree.to_string(),
        };
        [
            told_as(with_leaves(&tree, &Value::Null)),
            told_as(with_leaves(&tree, &Value::Array(Vec::new()))),
            told_as(with_leaves(&tree, &serde_json::json!({ "a": [true] }))),
        ]
    });
    let has_key = row.states.iter().any(|told| told.body.contains(KEY));
    let nothing = ["{}", "[]", "null", "true", "7", "[[[]]]", "[null, 7]"];
    let nothing = nothing.into_iter().filter(|_| !has_key).map(row::text);
    of_states.chain(nothing).collect()
}

/// The same tree with another value in the place of every text, number and truth value, the key aside.
fn with_leaves(tree: &Value, leaf: &Value) -> Value {
    match tree {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), with_leaves(member, leaf)))
            .collect(),
        Value::Array(members) => members.iter().map(|member| with_leaves(member, leaf)).collect(),
        Value::String(text) if text == KEY => tree.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => leaf.clone(),
    }
}
