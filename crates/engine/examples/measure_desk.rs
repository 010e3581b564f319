//! How long the board, its numbers and a search take with many contacts:
//! `cargo run --release -p recado-engine --example measure_desk`.
//!
//! Each contact has three messages of some Portuguese-looking words, drawn so that few words are very frequent, as in
//! real texts. Times are medians of whole answers, from the request to the answer's JSON read back.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it talks to the terminal of whoever measures"
)]

use std::time::{Duration, Instant};

use recado_api::request::{CountBoard, ListCards, MoveContact, Search, SetUpBusiness, ShowBoard};
use recado_api::view::{BoardFilter, BusinessKind};
use recado_api::{Ask, Ending, Holder, Lang};
use recado_engine::{Engine, Folder, OpenOptions};
use rusqlite::{Connection, params};

const ROUNDS: usize = 15;

#[tokio::main]
async fn main() {
    for contacts in [10_000, 100_000] {
        measure(contacts).await;
    }
}

async fn measure(contacts: u64) {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::at(folder.path());
    let engine = open(&folder).await;
    engine
        .ask(SetUpBusiness {
            name: "Loja".to_owned(),
            kind: BusinessKind::Shop,
            lang: Lang::PtBr,
            country: Some("BR".to_owned()),
            zone: Some("America/Sao_Paulo".to_owned()),
        })
        .await
        .unwrap();
    engine.shutdown(Ending::Quit).await;
    let began = Instant::now();
    fill(&folder, contacts);
    println!(
        "\n{contacts} contacts with 3 messages each: {} MB, filled in {:.1} s",
        std::fs::metadata(folder.database()).unwrap().len() / 1_000_000,
        began.elapsed().as_secs_f64()
    );

    let engine = open(&folder).await;
    for filter in [
        BoardFilter::All,
        BoardFilter::Unread,
        BoardFilter::Waiting,
        BoardFilter::AppointmentToday,
    ] {
        let show = || ShowBoard { filter, cards: 50 };
        println!("ShowBoard {filter:?}: {}", median(&engine, show).await);
        println!(
            "CountBoard {filter:?}: {}",
            median(&engine, || CountBoard { filter }).await
        );
    }
    let board = engine
        .ask(ShowBoard {
            filter: BoardFilter::All,
            cards: 2,
        })
        .await
        .unwrap();
    let stage = board.columns.first().unwrap().stage.id;
    let source = board
        .columns
        .first()
        .unwrap()
        .cards
        .first()
        .unwrap()
        .source_id
        .unwrap();
    for filter in [
        BoardFilter::All,
        BoardFilter::Waiting,
        BoardFilter::Source(source),
    ] {
        for offset in [0, u32::try_from(contacts).unwrap() / 10] {
            let list = || ListCards {
                stage,
                filter,
                offset,
                limit: 100,
            };
            println!(
                "ListCards {filter:?} at {offset}: {}",
                median(&engine, list).await
            );
        }
    }
    for text in [
        "a",
        "an",
        "ana",
        "ana souza",
        "exemplo",
        "de",
        "con",
        "bom dia",
        "que",
        "mensagem9",
        "119",
        "98765",
        "(11) 98765-4321",
        "zzz",
    ] {
        let search = || Search {
            text: text.to_owned(),
            limit: 30,
        };
        let hits = engine.ask(search()).await.unwrap().len();
        println!("Search {text:?} ({hits} hits): {}", median(&engine, search).await);
    }
    let cards = &board.columns.first().unwrap().cards;
    let (one, other) = (cards.first().unwrap().id, cards.last().unwrap().id);
    let mut under = Some(other);
    let there_and_back = || MoveContact {
        contact: one,
        stage,
        under: if under.is_some() {
            under.take()
        } else {
            under.replace(other).and(None)
        },
    };
    println!("MoveContact: {}", median(&engine, there_and_back).await);
    engine.shutdown(Ending::Quit).await;
}

async fn open(folder: &Folder) -> Engine {
    Engine::open(folder, OpenOptions::new(Holder::Command))
        .await
        .unwrap()
}

async fn median<R: Ask>(engine: &Engine, mut request: impl FnMut() -> R) -> String {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let asked = request();
        let began = Instant::now();
        engine.ask(asked).await.unwrap();
        times.push(began.elapsed());
    }
    times.sort();
    let ms = |time: Option<&Duration>| time.unwrap().as_secs_f64() * 1_000.0;
    format!(
        "{:.1} ms (most {:.1})",
        ms(times.get(ROUNDS / 2)),
        ms(times.last())
    )
}

/// Writes the rows that intake would write, without the log's bodies.
fn fill(folder: &Folder, contacts: u64) {
    let mut db = Connection::open(folder.database()).unwrap();
    let tx = db.transaction().unwrap();
    let stages: Vec<Vec<u8>> = tx
        .prepare("SELECT id FROM stage ORDER BY position")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for source in 0..3_u128 {
        tx.execute(
            "INSERT INTO source (id, key, title, state, allow_get, created_at) VALUES (?1, ?2, ?2, 'active', 0, 0)",
            params![id(source), format!("conexão {source}")],
        )
        .unwrap();
    }
    let mut random = Random(7);
    let now = jiff::Timestamp::now().as_millisecond();
    let mut event = 0_u64;
    for n in 0..contacts {
        let name = format!("{} {}", random.pick(&FIRST_NAMES), random.pick(&LAST_NAMES));
        let email = format!("{}{n}@exemplo.com.br", name.to_lowercase().replace(' ', "."));
        let at = now - i64::try_from(n).unwrap() * 60_000;
        tx.prepare_cached(
            "INSERT INTO contact (seq, id, name, stage_id, position, unread, last_message, last_message_at, waiting_since,
                                  source_id, created_at, stage_since, test, appointment_starts_at, appointment_state,
                                  known_as)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?8, ?8, 0, ?11, ?12, ?3 || ' ' || ?13)",
        )
        .unwrap()
        .execute(params![
            row(n),
            id(u128::from(n)),
            name,
            stages.get(usize::try_from(n).unwrap() % stages.len()).unwrap(),
            format!("{:016x}", (1_u64 << 63) - n),
            u32::from(random.below(3) == 0),
            "a última mensagem",
            at,
            (random.below(4) == 0).then_some(at),
            id(u128::from(random.below(3))),
            (random.below(5) == 0).then_some(at + 3_600_000),
            "booked",
            email
        ])
        .unwrap();
        let phone = format!("+5511{}", 900_000_000 + n * 17);
        for (kind, handle) in [("phone", &phone), ("email", &email)] {
            tx.prepare_cached("INSERT INTO contact_handle (kind, match_key, contact_seq, shown, verified) VALUES (?1, ?2, ?3, ?2, 1)")
                .unwrap()
                .execute(params![kind, handle, row(n)])
                .unwrap();
        }
        for _ in 0..3 {
            event += 1;
            tx.prepare_cached(
                "INSERT INTO delivery (seq, id, source_id, received_at, verdict, http_status, method, sub_path, query,
                                       headers, body_length)
                 VALUES (?1, ?2, ?3, 0, 'accepted', 200, 'POST', '', '', '[]', 0)",
            )
            .unwrap()
            .execute(params![row(event), id(u128::from(event)), id(0)])
            .unwrap();
            let text = random.text(event);
            tx.prepare_cached(
                "INSERT INTO event (seq, id, contact_seq, delivery_seq, kind, direction, happened_at, text, said)
                 VALUES (?1, ?2, ?3, ?1, 'message', 'in', ?4, ?5, json_object('kind', 'message', 'text', ?5))",
            )
            .unwrap()
            .execute(params![row(event), id(u128::from(event)), row(n), at, text])
            .unwrap();
        }
    }
    tx.commit().unwrap();
}

fn row(n: u64) -> i64 {
    i64::try_from(n).unwrap() + 1
}

fn id(n: u128) -> [u8; 16] {
    n.to_be_bytes()
}

const FIRST_NAMES: [&str; 10] = [
    "Ana", "Bia", "Carlos", "Davi", "Eduarda", "João", "Márcia", "Paulo", "Rita", "Tiago",
];
const LAST_NAMES: [&str; 8] = [
    "Souza",
    "Silva",
    "Conceição",
    "Almeida",
    "Pereira",
    "Costa",
    "Menezes",
    "Lima",
];
const FREQUENT: [&str; 16] = [
    "bom", "dia", "que", "de", "para", "um", "horário", "quero", "consulta", "com", "amanhã", "obrigada",
    "não", "preço", "agendar", "contato",
];

struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among
            .get(usize::try_from(self.below(among.len() as u64)).unwrap())
            .unwrap()
    }

    /// Half of the words are frequent ones, the others some of 40,000; one is this message's alone.
    fn text(&mut self, n: u64) -> String {
        let mut text = format!("mensagem{n}");
        for _ in 0..12 {
            text.push(' ');
            if self.below(2) == 0 {
                text.push_str(self.pick(&FREQUENT));
            } else {
                let mut word = self.below(200) * self.below(200);
                for _ in 0..4 {
                    text.push_str(
                        ["ca", "con", "de", "ra", "ti", "mo", "a", "pre"][usize::try_from(word % 8).unwrap()],
                    );
                    word /= 8;
                }
            }
        }
        text
    }
}
