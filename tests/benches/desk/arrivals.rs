//! From a sender's request to the notification, and to the card in the window.

use std::{
    collections::HashMap,
    thread,
    time::{Duration, SystemTime},
};

use recado_tests::{Office, desktop::Item};
use serde_json::json;

use crate::{
    figures::{Series, milliseconds, since_1970},
    filled, page,
    run::Amount,
};

/// Slow enough that never more than three came within ten seconds: each rings alone.
const ALONE: Duration = Duration::from_millis(3_400);

/// From the fourth within ten seconds on, one summary is updated. After so long each rings alone again.
const QUIET: Duration = Duration::from_secs(11);
const BEFORE_A_SUMMARY: usize = 3;

/// Between two arrivals of a burst, at most; at least half of it. Drawn by lot, so that nothing falls into step.
const PAUSE: Duration = Duration::from_millis(400);

/// Milliseconds, all from before the request was made.
pub(crate) struct Arrivals {
    /// To the sender's 200.
    pub(crate) answer: Series,
    /// To the bell being told, where each rings alone; with no window open.
    pub(crate) alone: Series,
    /// The same where a summary is updated.
    pub(crate) summary: Series,
    /// The same while the window is open.
    pub(crate) summary_beside_window: Series,
    /// To the card's paint in the window.
    pub(crate) card: Series,
}

/// On a running desk with a closed window, which is closed again.
pub(crate) fn measure(office: &Office, item: &Item, amount: &Amount) -> Arrivals {
    let mut sender = Sender {
        office,
        address: filled::address(office),
        sent: Vec::new(),
    };
    sender.send_some(1, QUIET);
    let alone = sender.bells(amount.alone, || ALONE);
    thread::sleep(QUIET);
    sender.send_some(BEFORE_A_SUMMARY, PAUSE);
    let summary = sender.bells(amount.arrivals, pause);

    item.activate();
    let window = office.window();
    page::wait_for_cards(&window);
    page::prepare(&window);
    page::tell(
        &window,
        &format!("window.bench.watchForCards(/{NAME} \\d+/)"),
        Vec::new(),
    );
    thread::sleep(QUIET);
    sender.send_some(BEFORE_A_SUMMARY, PAUSE);
    let first = sender.sent.len();
    let summary_beside_window = sender.bells(amount.arrivals, pause);
    thread::sleep(Duration::from_secs(1));
    let painted: HashMap<String, f64> = page::ask(&window, "return window.bench.painted", Vec::new());
    let card = sender.sent[first..].iter().map(|sent| {
        let painted = painted.get(&sent.name);
        painted.unwrap_or_else(|| panic!("{} was never seen", sent.name)) - since_1970(sent.at)
    });
    let card = Series::of(card);
    drop(window);
    filled::close(office);
    Arrivals {
        answer: Series::of(sender.sent.iter().map(|sent| sent.answered)),
        alone,
        summary,
        summary_beside_window,
        card,
    }
}

fn pause() -> Duration {
    PAUSE.mul_f64(fastrand::f64().mul_add(0.5, 0.5))
}

const NAME: &str = "Chegada";

struct Sender<'a> {
    office: &'a Office,
    address: String,
    sent: Vec<Sent>,
}

struct Sent {
    name: String,
    at: SystemTime,
    /// After so many milliseconds.
    answered: f64,
}

impl Sender<'_> {
    /// New people write, each after a pause.
    fn send(&mut self, count: usize, pause: impl Fn() -> Duration) {
        for _ in 0..count {
            let number = self.sent.len();
            let name = format!("{NAME} {number}");
            let body = json!({
                "nome": name,
                "telefone": format!("+55218{number:08}"),
                "mensagem": "Olá! Vi o anúncio de vocês e queria saber se tem horário na quinta à tarde.",
            });
            let body = body.to_string();
            let at = SystemTime::now();
            let answer = self
                .office
                .post_to_address(&self.address, "application/json", &body);
            let answered = at.elapsed().map(milliseconds).expect("the clock goes forward");
            answer.expect_verdict("accepted");
            self.sent.push(Sent { name, at, answered });
            thread::sleep(pause());
        }
    }

    fn send_some(&mut self, count: usize, pause: Duration) {
        self.send(count, || pause);
    }

    /// Sends, and finds out when the bell was told of each.
    fn bells(&mut self, count: usize, pause: impl Fn() -> Duration) -> Series {
        let first = self.sent.len();
        self.send(count, pause);
        thread::sleep(Duration::from_secs(1));
        let told = self.office.bell().told();
        Series::of(self.sent[first..].iter().map(|sent| {
            let toast = told.iter().find(|toast| toast.at >= sent.at);
            let toast = toast.unwrap_or_else(|| panic!("nobody was told of {}", sent.name));
            since_1970(toast.at) - since_1970(sent.at)
        }))
    }
}
