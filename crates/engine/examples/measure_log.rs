//! How long the log takes to be read when it is long: `cargo run --release -p recado-engine --example measure_log`.
//!
//! A million deliveries of four sources, most of them messages of 20,000 people, with repetitions, ignored ones and a
//! few refusals. Times are medians of whole answers, from the request to the answer's JSON read back.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it talks to the terminal of whoever measures"
)]

use std::time::{Duration, Instant};

use recado_api::request::{
    AddSource, CountDeliveries, ListDeliveries, ShowDelivery, ShowMetrics, ShowMonitoring,
};
use recado_api::view::{DeliveryFilter, Span, Verdict};
use recado_api::{Ask, Ending, Holder};
use recado_engine::{Engine, Folder, OpenOptions};
use rusqlite::{Connection, params};

const DELIVERIES: u32 = 1_000_000;
const CONTACTS: u32 = 20_000;
const ROUNDS: usize = 9;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::at(folder.path());
    let engine = open(&folder).await;
    let mut sources = Vec::new();
    for title in ["WhatsApp", "Site", "Agenda", "Loja"] {
        let source = AddSource {
            title: title.to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        };
        sources.push(engine.ask(source).await.unwrap().id);
    }
    engine.shutdown(Ending::Quit).await;
    let began = Instant::now();
    let ids: Vec<_> = sources.iter().map(|id| id.as_bytes().to_vec()).collect();
    fill(&folder, &ids);
    println!(
        "{DELIVERIES} deliveries: {} MB, filled in {:.1} s",
        std::fs::metadata(folder.database()).unwrap().len() / 1_000_000,
        began.elapsed().as_secs_f64()
    );

    let began = Instant::now();
    let engine = open(&folder).await;
    println!("opened in {:.0} ms", began.elapsed().as_secs_f64() * 1_000.0);
    let all = DeliveryFilter::default;
    let word = |text: &str| DeliveryFilter {
        text: Some(text.to_owned()),
        ..all()
    };
    for (what, filter) in [
        ("everything", all()),
        (
            "of one source",
            DeliveryFilter {
                source: sources.get(1).copied(),
                ..all()
            },
        ),
        (
            "refused",
            DeliveryFilter {
                verdicts: vec![Verdict::Refused],
                ..all()
            },
        ),
        (
            "refused of one source",
            DeliveryFilter {
                source: sources.get(3).copied(),
                verdicts: vec![Verdict::Refused],
                ..all()
            },
        ),
        (
            "none of a verdict of one source",
            DeliveryFilter {
                source: sources.get(2).copied(),
                verdicts: vec![Verdict::Malformed],
                ..all()
            },
        ),
        (
            "of a day in the middle",
            DeliveryFilter {
                since: Some(at(500_000)),
                until: Some(at(520_000)),
                ..all()
            },
        ),
        ("a frequent word", word("oi")),
        ("a rare word", word("raridade")),
        ("a name", word("pessoa 17")),
        ("a phone", word("11 9 1000-0018")),
        ("a word that nobody said", word("xyz")),
        (
            "a frequent word, refused",
            DeliveryFilter {
                verdicts: vec![Verdict::Refused],
                ..word("oi")
            },
        ),
    ] {
        for newest_first in [true, false] {
            let list = || ListDeliveries {
                filter: filter.clone(),
                after: None,
                newest_first,
                limit: 100,
            };
            let page = engine.ask(list()).await.unwrap();
            let order = if newest_first { "newest" } else { "oldest" };
            println!(
                "{what}, {order} first ({}): {}",
                page.deliveries.len(),
                median(&engine, list).await
            );
        }
    }
    let page = ListDeliveries {
        filter: all(),
        after: None,
        newest_first: true,
        limit: 1,
    };
    let delivery = engine.ask(page).await.unwrap().deliveries.first().unwrap().id;
    println!(
        "open one: {}",
        median(&engine, || ShowDelivery { delivery }).await
    );
    let count = || CountDeliveries {
        day: Some("2026-06-15".to_owned()),
        source: None,
    };
    let day = engine.ask(count()).await.unwrap();
    let taken: u32 = day.hours.iter().map(|hour| hour.taken).sum();
    println!("count a day ({taken} taken): {}", median(&engine, count).await);
    for span in [Span::Hours, Span::Days, Span::Weeks] {
        let monitor = || ShowMonitoring { source: None, span };
        let told = engine.ask(monitor()).await.unwrap();
        println!(
            "monitor {span:?} ({} taken, {} contacts): {}",
            told.totals.deliveries.taken,
            told.totals.contacts,
            median(&engine, monitor).await
        );
    }
    println!("metrics: {}", median(&engine, || ShowMetrics {}).await);
    engine.shutdown(Ending::Quit).await;
}

async fn open(folder: &Folder) -> Engine {
    let options = OpenOptions {
        keyring: None,
        ..OpenOptions::new(Holder::Command)
    };
    Engine::open(folder, options).await.unwrap()
}

async fn median<R: Ask>(engine: &Engine, request: impl Fn() -> R) -> String {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        engine.ask(request()).await.unwrap();
        times.push(began.elapsed());
    }
    times.sort();
    let median = times.get(ROUNDS / 2).copied().unwrap_or(Duration::ZERO);
    format!("{:.1} ms", median.as_secs_f64() * 1_000.0)
}

/// Every delivery half a minute after the one before: a year for a million.
fn at(n: u32) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_767_225_600 + i64::from(n) * 30).unwrap()
}

fn fill(folder: &Folder, sources: &[Vec<u8>]) {
    let mut db = Connection::open(folder.database()).unwrap();
    let tx = db.transaction().unwrap();
    let stage: Vec<u8> = tx
        .query_row("SELECT id FROM stage LIMIT 1", [], |row| row.get(0))
        .unwrap();
    {
        let mut contact = tx
            .prepare(
                "INSERT INTO contact (seq, id, name, stage_id, position, created_at, known_as, source_id)
                 VALUES (?1, ?2, ?3, ?4, 'a', ?5, ?3, ?6)",
            )
            .unwrap();
        let mut handle = tx
            .prepare("INSERT INTO contact_handle VALUES ('phone', ?1, ?2, ?1, 1)")
            .unwrap();
        for n in 1..=CONTACTS {
            let id = uuid::Uuid::new_v4().as_bytes().to_vec();
            let made_at = at(n * (DELIVERIES / CONTACTS)).as_millisecond();
            let source = sources.get(n as usize % sources.len()).unwrap();
            contact
                .execute(params![n, id, format!("Pessoa {n}"), stage, made_at, source])
                .unwrap();
            handle
                .execute(params![format!("+55119{:08}", 10_000_000 + n), n])
                .unwrap();
        }
        let mut delivery = tx
            .prepare(
                "INSERT INTO delivery (seq, id, source_id, received_at, verdict, http_status, detail, method, sub_path,
                                       query, headers, body, body_length, took_micros, settled)
                 VALUES (?1, ?2, ?3, ?4, ?5, 200, ?6, 'POST', '', '',
                         '[[\"content-type\",\"application/json\"],[\"user-agent\",\"Sender/1.0\"]]', ?7, 600, 4200, 1)",
            )
            .unwrap();
        let mut event = tx
            .prepare(
                "INSERT INTO event (id, contact_seq, delivery_seq, kind, direction, happened_at, text, said)
                 VALUES (?1, ?2, ?3, 'message', 'in', ?4, ?5, ?6)",
            )
            .unwrap();
        let body = vec![b'x'; 600];
        for n in 1..=DELIVERIES {
            let received_at = at(n).as_millisecond();
            let seconds = u64::try_from(at(n).as_second()).unwrap();
            let id = uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0));
            let (verdict, detail) = match n % 100 {
                0..60 => ("accepted", None),
                60..80 => ("ignored", Some(r#"{"id":"detail-ignored-event"}"#)),
                80..99 => ("duplicate", None),
                _ if n % 1_000 == 99 => (
                    "refused",
                    Some(r#"{"id":"refused-signature","args":[["name","x-hub-signature-256"]]}"#),
                ),
                _ => ("unmatched", Some(r#"{"id":"detail-unmatched"}"#)),
            };
            let source = sources.get(n as usize % sources.len()).unwrap();
            let kept = (verdict != "duplicate" && verdict != "ignored").then_some(&body);
            delivery
                .execute(params![
                    n,
                    id.as_bytes(),
                    source,
                    received_at,
                    verdict,
                    detail,
                    kept
                ])
                .unwrap();
            if verdict == "accepted" {
                let text = match n {
                    n if n % 99_991 == 0 => "Uma raridade destas".to_owned(),
                    n if n % 3 == 0 => format!("Oi, quero marcar um horário, pedido {n}"),
                    n => format!("Bom dia, quanto custa o pedido {n}?"),
                };
                let said = format!(r#"{{"kind":"message","direction":"in","contact":{{}},"text":"{text}"}}"#);
                let id = uuid::Uuid::new_v4().as_bytes().to_vec();
                event
                    .execute(params![id, n * 7 % CONTACTS + 1, n, received_at, text, said])
                    .unwrap();
            }
        }
    }
    tx.commit().unwrap();
}
