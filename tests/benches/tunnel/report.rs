//! The tables that a run ends with.

use std::{fmt::Write as _, time::Duration};

use recado_tests::{load::Connections, machine::Machine};

use crate::{
    away::{Away, IN_A_SECOND},
    drain::Drained,
    idle::{AllIdle, SOURCES},
    live::{BORE, COMBINATIONS, Cell, Combination, DIRECT, RELAY},
};

/// All figures of a run.
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) rounds: usize,
    pub(crate) time: Duration,
    pub(crate) alone: Vec<Cell>,
    /// With the whole program, if that was asked for; `drained` too.
    pub(crate) whole: Option<Vec<Cell>>,
    pub(crate) away: Away,
    pub(crate) drained_alone: Drained,
    pub(crate) drained: Option<Drained>,
    pub(crate) idle: AllIdle,
    /// How the relay's program was linked.
    pub(crate) relay_is: &'static str,
}

struct Budget {
    what: String,
    wanted: &'static str,
    measured: String,
    is_met: bool,
}

const KEPT: Combination = (32, Connections::Kept);
const NEW: Combination = (32, Connections::NewEach);
const ALONE: Combination = (1, Connections::Kept);

impl Report {
    pub(crate) fn to_markdown(&self) -> String {
        let mut text = String::from("# The tunnel, measured\n\n");
        let _ = writeln!(
            text,
            "`cargo xtask bench tunnel`: {} builds, all of it on one machine over its loopback, plain HTTP. {}. \
             Senders, relay, tunnel and receiver share these cores, so that every rate falls with whatever any of them \
             costs: what counts are ratios within this run. {} rounds of {:.1} s a figure, all ways in turns; the round \
             with the middle rate is shown, and the middle of the rounds' ratios. Latencies in ms; MB are millions of \
             bytes.\n",
            if cfg!(debug_assertions) {
                "development"
            } else {
                "release"
            },
            self.machine.shown(),
            self.rounds,
            self.time.as_secs_f64(),
        );
        self.budgets(&mut text);
        text.push_str(
            "\n## Live, to a receiver that does nothing\n\nThe tunnel alone. The receiver answers and stores nothing; \
             it listens on a port, and hangs with the tunnel crate's end on the relay. \"Processor\" is the time of all \
             processes between sender and answer, the receiver's included, for one request.\n\n",
        );
        live(&mut text, &self.alone);
        what_it_adds(&mut text, &self.alone);
        if let Some(whole) = &self.whole {
            text.push_str(
                "\n## Live, to `recado serve`\n\nWhat an owner has. Each delivery is a new person with phone, e-mail \
                 and a message, and is durable and applied before its answer, so that the receiver and the disk \
                 decide.\n\n",
            );
            live(&mut text, whole);
            what_it_adds(&mut text, whole);
        }
        self.away(&mut text);
        self.drains(&mut text);
        self.at_rest(&mut text);
        text
    }

    fn budgets(&self, text: &mut String) {
        text.push_str("| budget | wanted | measured | |\n| --- | --- | --- | --- |\n");
        let mut budgets = Vec::new();
        let receivers = [
            ("receiver that does nothing", Some(&self.alone)),
            ("`recado serve`", self.whole.as_ref()),
        ];
        for (receiver, cells) in receivers {
            let Some(cells) = cells else { continue };
            let ratio = |combination| find(cells, RELAY, combination).and_then(|cell| cell.to_bore);
            for (combination, what, wanted, least) in [
                (KEPT, "keep-alive", "at least 0.75", 0.75),
                (NEW, "a new connection each", "at least 2.50", 2.5),
            ] {
                let Some(ratio) = ratio(combination) else { continue };
                budgets.push(Budget {
                    what: format!("live, 32 connections, {what}, to bore; {receiver}"),
                    wanted,
                    measured: format!("{ratio:.2}"),
                    is_met: ratio >= least,
                });
            }
            if let Some(added) = added(cells) {
                budgets.push(Budget {
                    what: format!("added latency, one sender, keep-alive, median; {receiver}"),
                    wanted: "under 0.30 ms",
                    measured: format!("{added:.2} ms"),
                    is_met: added < 0.3,
                });
            }
        }
        let p99 = milliseconds(self.away.paced.percentile(0.99));
        budgets.push(Budget {
            what: format!("answer while the computer is away, {IN_A_SECOND}/s, p99"),
            wanted: "under 50 ms",
            measured: format!("{p99:.1} ms"),
            is_met: p99 < 50.0,
        });
        if let Some(drained) = &self.drained {
            budgets.push(Budget {
                what: format!("drain of {} into `recado serve`", drained.count),
                wanted: "over 2,000/s",
                measured: format!("{:.0}/s", drained.rate()),
                is_met: drained.rate() > 2_000.0,
            });
        }
        for budget in budgets {
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

    fn away(&self, text: &mut String) {
        let Away { paced, most, flush } = &self.away;
        let at = |figures: &recado_tests::load::Figures, part| milliseconds(figures.percentile(part));
        let _ = write!(
            text,
            "\n## While the computer is away\n\nEach request has a connection of its own, and is sealed and committed \
             before its answer. A write of 4 KiB with its flush takes {:.2} ms on this disk (p99 {:.2}).\n\n\
             | senders | answers/s | answers | p50 | p95 | p99 | most |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
            milliseconds(flush.0),
            milliseconds(flush.1),
        );
        for (senders, figures) in [
            (format!("{IN_A_SECOND} in a second"), paced),
            ("32 at once".to_owned(), most),
        ] {
            let _ = writeln!(
                text,
                "| {senders} | {:.0} | {} | {:.2} | {:.2} | {:.2} | {:.2} |",
                figures.rate(),
                figures.answers,
                at(figures, 0.5),
                at(figures, 0.95),
                at(figures, 0.99),
                at(figures, 1.0),
            );
        }
    }

    fn drains(&self, text: &mut String) {
        text.push_str(
            "\n## Draining\n\nFrom the attach until nothing waits at the relay. An engine that stores nothing opens the \
             entries and forgets them. Memory is RSS.\n\n\
             | into | deliveries | s | deliveries/s | relay before, MB | relay's peak, MB | engine's peak, MB |\n\
             | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        let rows = [
            ("an engine that stores nothing", Some(&self.drained_alone)),
            ("`recado serve`", self.drained.as_ref()),
        ];
        for (into, drained) in rows {
            let Some(drained) = drained else { continue };
            let shown = |bytes: Option<u64>| {
                bytes.map_or_else(|| "–".to_owned(), |bytes| format!("{:.1}", megabytes(bytes)))
            };
            let _ = writeln!(
                text,
                "| {into} | {} | {:.2} | {:.0} | {} | {} | {} |",
                drained.count,
                drained.took.as_secs_f64(),
                drained.rate(),
                shown(Some(drained.relay_before)),
                shown(Some(drained.relay_peak)),
                shown(drained.engine_peak),
            );
        }
    }

    fn at_rest(&self, text: &mut String) {
        let _ = write!(
            text,
            "\n## Engines that only stay attached\n\nEach has a table of {SOURCES} keys; nothing arrives. The relay \
             ({}, plain HTTP) holds {:.1} MB with none. Memory is PSS.\n\n\
             | engines | relay, MB | each, kB | ms of processor/s |\n| ---: | ---: | ---: | ---: |\n",
            self.relay_is,
            megabytes(self.idle.none),
        );
        for idle in &self.idle.with {
            let _ = writeln!(
                text,
                "| {} | {:.1} | {:.1} | {:.1} |",
                idle.engines,
                megabytes(idle.memory),
                idle.each / 1e3,
                idle.processor,
            );
        }
    }
}

fn live(text: &mut String, cells: &[Cell]) {
    text.push_str(
        "| senders | connections | way | requests/s | to bore | p50 | p95 | p99 | processor, µs |\n\
         | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for combination in COMBINATIONS {
        for cell in cells.iter().filter(|cell| cell.combination == combination) {
            let (senders, connections) = combination;
            let at = |part| milliseconds(cell.figures.percentile(part));
            let _ = writeln!(
                text,
                "| {senders} | {} | {} | {:.0} | {} | {:.3} | {:.3} | {:.3} | {:.0} |",
                connections.shown(),
                cell.way,
                cell.figures.rate(),
                cell.to_bore
                    .map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}")),
                at(0.5),
                at(0.95),
                at(0.99),
                cell.processor,
            );
        }
    }
}

/// Where a request's time goes, and how much a tunnel can win.
fn what_it_adds(text: &mut String, cells: &[Cell]) {
    text.push('\n');
    for combination in [KEPT, NEW] {
        let of = |way| find(cells, way, combination);
        let (Some(direct), Some(relay), Some(bore)) = (of(DIRECT), of(RELAY), of(BORE)) else {
            continue;
        };
        let _ = writeln!(
            text,
            "- 32 senders, {}: of each request the receiver itself takes {:.0} µs of processor; Recado's relay and tunnel \
             add {:.0} µs, bore adds {:.0}. Senders that need no tunnel get {:.2} times what they get through bore: \
             about as much as a tunnel to this receiver can win.",
            combination.1.shown(),
            direct.processor,
            relay.processor - direct.processor,
            bore.processor - direct.processor,
            direct.to_bore.unwrap_or_default(),
        );
    }
}

/// What the tunnel adds to the median of one sender, in milliseconds.
fn added(cells: &[Cell]) -> Option<f64> {
    let median = |way| Some(milliseconds(find(cells, way, ALONE)?.figures.percentile(0.5)));
    Some(median(RELAY)? - median(DIRECT)?)
}

fn find<'a>(cells: &'a [Cell], way: &str, combination: Combination) -> Option<&'a Cell> {
    cells
        .iter()
        .find(|cell| cell.way == way && cell.combination == combination)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
