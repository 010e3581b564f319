//! How soon the desk answers what the window asks, and how soon what is looked for is on the screen.

use std::{collections::HashMap, time::Instant};

use recado_api::{
    Ask,
    client::Client,
    request::{CountBoard, Search, ShowBoard},
    socket::Record,
    view::BoardFilter,
};
use recado_tests::{
    Office,
    desktop::Item,
    window::{Called, Window},
};
use serde_json::json;

use crate::{
    figures::{Series, milliseconds},
    filled, page,
    run::Amount,
};

/// As many as the window asks for.
const HITS: u32 = 30;
pub(crate) const CARDS: u32 = 100;

/// A letter, the beginning of a name, names, the end of a number as people type it, words that everybody uses, a word
/// that few do, and what nobody wrote.
const TEXTS: [&str; 9] = [
    "a",
    "mar",
    "marina oliveira",
    "90 0045-678",
    "pessoa4567",
    "consulta",
    "bom dia",
    "badixo",
    "zzzz",
];

/// Milliseconds.
pub(crate) struct Answers {
    pub(crate) contacts: u32,
    pub(crate) board: Series,
    pub(crate) numbers: Series,
    pub(crate) searches: Vec<Searched>,
}

pub(crate) struct Searched {
    pub(crate) text: &'static str,
    pub(crate) hits: usize,
    /// Over the local socket, from the question to the answer read.
    pub(crate) answer: Series,
    /// In the window, from the last letter to the painted hits.
    pub(crate) shown: Series,
}

/// On a running desk with a closed window, which is closed again.
pub(crate) fn measure(office: &Office, item: &Item, contacts: u32, amount: &Amount) -> Answers {
    let desk = Desk::of(office);
    let rounds = amount.answers;
    let filter = BoardFilter::All;
    let show = || ShowBoard { filter, cards: CARDS };
    let (board, _) = desk.ask(rounds, show);
    let (numbers, _) = desk.ask(rounds, || CountBoard { filter });
    let answers: Vec<(Series, usize)> = TEXTS
        .iter()
        .map(|text| {
            let search = || Search {
                text: (*text).to_owned(),
                limit: HITS,
            };
            let (took, hits) = desk.ask(rounds, search);
            (took, hits.len())
        })
        .collect();

    item.activate();
    let window = office.window();
    page::wait_for_cards(&window);
    let mut shown = typed(&window, rounds);
    drop(window);
    filled::close(office);
    let searches = TEXTS
        .into_iter()
        .zip(answers)
        .map(|(text, (answer, hits))| Searched {
            text,
            hits,
            answer,
            shown: Series::of(shown.remove(text).expect("each was typed")),
        });
    Answers {
        contacts,
        board,
        numbers,
        searches: searches.collect(),
    }
}

fn typed(window: &Window, rounds: usize) -> HashMap<String, Vec<f64>> {
    window.button(Called::Begins("Buscar"));
    window.wait_for("combobox", Called::Anything);
    page::prepare(window);
    page::tell(
        window,
        "void window.bench.search(arguments[0], arguments[1])",
        vec![json!(TEXTS), json!(rounds)],
    );
    page::wait_until_done(window);
    page::ask(window, "return window.bench.took", Vec::new())
}

/// The desk, as the window speaks to it.
struct Desk {
    client: Client,
    runtime: tokio::runtime::Runtime,
}

impl Desk {
    fn of(office: &Office) -> Self {
        let record = Record::read(office.recado.data()).expect("the desk holds the folder");
        Self {
            client: Client::new(&record.socket.expect("the desk answers")),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
        }
    }

    /// How long it took each time, and the last answer.
    fn ask<R: Ask>(&self, rounds: usize, request: impl Fn() -> R) -> (Series, R::Answer) {
        self.runtime.block_on(async {
            let mut took = Vec::new();
            let mut last = None;
            for _ in 0..rounds {
                let start = Instant::now();
                let answer = self.client.ask(request()).await.expect("the desk answers");
                took.push(milliseconds(start.elapsed()));
                last = Some(answer);
            }
            (Series::of(took), last.expect("there is a round"))
        })
    }
}
