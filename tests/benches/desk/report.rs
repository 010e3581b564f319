//! The tables that a run ends with.

use std::{fmt::Write as _, time::Duration};

use recado_tests::machine::Machine;

use crate::{
    answers::Answers,
    arrivals::Arrivals,
    figures::Series,
    motion::Motion,
    openings::Openings,
    rest::{Held, Rest},
};

/// A frame in which nothing was drawn although one was due: more than one and a half of 60 a second.
const LATE: f64 = 25.0;

/// By how much a page's clock may be off, in milliseconds: it counts whole ones.
const CLOCK: f64 = 1.0;

/// Fewer wake-ups in a second than this are what keeps connections alive.
const KEEP_ALIVE: f64 = 1.0;

/// All figures of a run.
pub(crate) struct Report {
    pub(crate) machine: Machine,
    /// On the board at which arrivals and rest were measured.
    pub(crate) contacts: u32,
    /// How long it rested in each state.
    pub(crate) idle: Duration,
    pub(crate) arrivals: Arrivals,
    /// With few, many and very many contacts.
    pub(crate) openings: [Openings; 3],
    pub(crate) motion: Motion,
    pub(crate) answers: Answers,
    pub(crate) states: Vec<Rest>,
}

struct Budget {
    what: String,
    wanted: &'static str,
    measured: String,
    is_met: bool,
}

impl Report {
    pub(crate) fn to_markdown(&self) -> String {
        let mut text = String::from("# The desktop, measured\n\n");
        let _ = writeln!(
            text,
            "`cargo xtask bench desk`: release builds on a desktop of their own, with stand-ins for the notification \
             service and the tray, on a virtual screen of 1440 × 900 without a graphics card. {}. MB are millions of bytes.\n",
            self.machine.shown(),
        );
        self.budgets(&mut text);
        self.arrivals(&mut text);
        self.openings(&mut text);
        self.motion(&mut text);
        self.answers(&mut text);
        self.rest(&mut text);
        text
    }

    fn budgets(&self, text: &mut String) {
        text.push_str("| budget | wanted | measured | |\n| --- | --- | --- | --- |\n");
        let budgets = [
            self.arrival_budgets(),
            self.opening_budgets(),
            self.motion_budgets(),
            self.rest_budgets(),
        ];
        for budget in budgets.into_iter().flatten() {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                budget.what,
                budget.wanted,
                budget.measured,
                if budget.is_met { "meets" } else { "**does not**" }
            );
        }
    }

    fn arrival_budgets(&self) -> Vec<Budget> {
        let under_100 = |what: &str, series: &Series| Budget {
            what: what.to_owned(),
            wanted: "under 100 ms",
            measured: format!("{:.1} ms", series.percentile(0.95)),
            is_met: series.percentile(0.95) < 100.0,
        };
        vec![
            under_100("POST → notification of one, p95", &self.arrivals.alone),
            under_100("POST → notification in a burst, p95", &self.arrivals.summary),
            under_100("POST → card in the window, p95", &self.arrivals.card),
        ]
    }

    fn opening_budgets(&self) -> Vec<Budget> {
        let first_paint = self.openings.iter().map(|openings| Budget {
            what: format!(
                "tray click → first paint with {} contacts, median",
                grouped(openings.contacts)
            ),
            wanted: "under 500 ms",
            measured: format!("{:.0} ms", openings.first_paint.median()),
            is_met: openings.first_paint.median() < 500.0,
        });
        let [.., very_many] = &self.openings;
        let board = Budget {
            what: format!(
                "first paint → board of {} contacts, median",
                grouped(very_many.contacts)
            ),
            wanted: "under 300 ms",
            measured: format!("{:.0} ms", very_many.between.median()),
            is_met: very_many.between.median() < 300.0,
        };
        let slowest = |series: fn(&crate::answers::Searched) -> f64| {
            self.answers.searches.iter().map(series).fold(0.0, f64::max)
        };
        let answer = slowest(|searched| searched.answer.percentile(0.95));
        let search = Budget {
            what: format!(
                "a search among {} contacts, p95 of the slowest",
                grouped(self.answers.contacts)
            ),
            wanted: "under 50 ms",
            measured: format!("{answer:.1} ms"),
            is_met: answer < 50.0,
        };
        first_paint.chain([board, search]).collect()
    }

    fn motion_budgets(&self) -> Vec<Budget> {
        let smooth = |what: &str, board: &Series, empty: &Series| {
            let (board, empty) = (board.percentile(0.95), empty.percentile(0.95));
            Budget {
                what: format!(
                    "{what} with {} contacts, p95 of frames",
                    grouped(self.motion.contacts)
                ),
                wanted: "as an empty page",
                measured: format!("{board:.0} ms, empty {empty:.0} ms"),
                is_met: board <= empty + CLOCK,
            }
        };
        vec![
            smooth("drag", &self.motion.drag, &self.motion.drag_empty),
            smooth("scroll", &self.motion.scroll, &self.motion.scroll_empty),
        ]
    }

    fn rest_budgets(&self) -> Vec<Budget> {
        let mut budgets = Vec::new();
        for rest in &self.states {
            let (wanted, most) = if rest.state == "open" {
                ("under 240 MB", 240.0)
            } else {
                ("under 20 MB", 20.0)
            };
            let held = megabytes(rest.tree.memory);
            budgets.push(Budget {
                what: format!("memory of all, window {}", rest.state),
                wanted,
                measured: format!("{held:.1} MB"),
                is_met: held < most,
            });
            if rest.state != "open" {
                budgets.push(Budget {
                    what: format!("wake-ups of all, window {}", rest.state),
                    wanted: "keep-alive alone",
                    measured: format!("{:.1} a second", rest.tree.switches),
                    is_met: rest.tree.switches < KEEP_ALIVE,
                });
            }
        }
        budgets
    }

    fn arrivals(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\n## From the sender's request\n\n\
             To the answer, to the notification service being called, and to the card's paint in the open window, in \
             ms, with {} contacts on the board. The first three within ten seconds ring one by one; later ones update \
             one summary.\n\n\
             | until | arrivals | p50 | p95 | p99 | most |\n| --- | ---: | ---: | ---: | ---: | ---: |",
            grouped(self.contacts)
        );
        let rows = [
            ("the sender has its 200", &self.arrivals.answer),
            ("a notification of its own", &self.arrivals.alone),
            ("the summary's update", &self.arrivals.summary),
            ("the same, window open", &self.arrivals.summary_beside_window),
            ("the card in the window", &self.arrivals.card),
        ];
        for (until, series) in rows {
            let _ = writeln!(
                text,
                "| {until} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
                series.count(),
                series.median(),
                series.percentile(0.95),
                series.percentile(0.99),
                series.most()
            );
        }
    }

    fn openings(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\n## From a click in the tray\n\n\
             As the screen shows it, in ms: medians of {} openings, and the slowest. The page begins when the window's \
             program has started and its web view loads.\n\n\
             | contacts | page begins | first paint | board drawn | first paint → board |\n\
             | ---: | ---: | ---: | ---: | ---: |",
            self.openings[0].drawn.count()
        );
        for openings in &self.openings {
            let shown = |series: &Series| format!("{:.0} ({:.0})", series.median(), series.most());
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                grouped(openings.contacts),
                shown(&openings.page),
                shown(&openings.first_paint),
                shown(&openings.drawn),
                shown(&openings.between)
            );
        }
    }

    fn motion(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\n## Drag and scroll\n\n\
             With {} contacts on the board, beside an empty page in the same window that is dragged over and scrolled \
             alike. Milliseconds between the frames (requestAnimationFrame), which a page counts in whole ones. The \
             pointer carries a card over three columns; the first column scrolls by 3,000 pixels a second. While it \
             scrolled, the screen showed {:.1} different pictures a second.\n\n\
             | | frames | p50 | p95 | p99 | most | over {LATE:.0} ms |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
            grouped(self.motion.contacts),
            self.motion.pictures
        );
        let rows = [
            ("drag", &self.motion.drag),
            ("drag, empty page", &self.motion.drag_empty),
            ("scroll", &self.motion.scroll),
            ("scroll, empty page", &self.motion.scroll_empty),
        ];
        for (what, series) in rows {
            let _ = writeln!(
                text,
                "| {what} | {} | {:.0} | {:.0} | {:.0} | {:.0} | {:.1} % |",
                series.count(),
                series.median(),
                series.percentile(0.95),
                series.percentile(0.99),
                series.most(),
                100.0 * series.part_over(LATE)
            );
        }
    }

    fn answers(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\n## Answers\n\n\
             With {} contacts, each with one message: the desk's answer over the local socket, and the window from the \
             last letter to the painted hits; medians and p95 of {} times, in ms. The board's first {} cards of each \
             column come in {:.1} (p95 {:.1}), its numbers in {:.1} (p95 {:.1}).\n\n\
             | looked for | hits | answer | p95 | in the window | p95 |\n\
             | --- | ---: | ---: | ---: | ---: | ---: |",
            grouped(self.answers.contacts),
            self.answers.board.count(),
            crate::answers::CARDS,
            self.answers.board.median(),
            self.answers.board.percentile(0.95),
            self.answers.numbers.median(),
            self.answers.numbers.percentile(0.95),
        );
        for searched in &self.answers.searches {
            let _ = writeln!(
                text,
                "| {} | {} | {:.1} | {:.1} | {:.0} | {:.0} |",
                searched.text,
                searched.hits,
                searched.answer.median(),
                searched.answer.percentile(0.95),
                searched.shown.median(),
                searched.shown.percentile(0.95)
            );
        }
    }

    fn rest(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\n## At rest\n\n\
             With {} contacts, over {} s in which nothing arrives and nobody touches anything. Memory is PSS; wake-ups \
             are the context switches of all threads. \"All\" is the desk, the window and the web view's processes; \
             the window is not driven by anything.\n\n\
             | window | processes | all, MB | desk, MB | all, wake-ups/s | desk, wake-ups/s | all, ms of processor/s | desk, ms/s |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            grouped(self.contacts),
            self.idle.as_secs()
        );
        for Rest {
            state,
            processes,
            desk,
            tree,
        } in &self.states
        {
            let each = |figure: fn(&Held) -> f64, digits: usize| {
                format!("{:.digits$} | {:.digits$}", figure(tree), figure(desk))
            };
            let _ = writeln!(
                text,
                "| {state} | {processes} | {} | {} | {} |",
                each(|held| megabytes(held.memory), 1),
                each(|held| held.switches, 1),
                each(|held| held.processor, 2)
            );
        }
    }
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// With a comma between thousands.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
