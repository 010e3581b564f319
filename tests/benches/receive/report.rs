//! The table that a run ends with.

use std::{fmt::Write as _, time::Duration};

use recado_tests::load::{Connections, Figures};

use crate::{bare_sqlite::Bare, genuine::Genuine};

/// All figures of a run.
pub(crate) struct Report {
    pub(crate) genuine: Genuine,
    pub(crate) cells: Vec<Cell>,
    pub(crate) memory: Memory,
    pub(crate) start: Duration,
    pub(crate) time: Duration,
    pub(crate) rounds: usize,
}

/// The figures of so many senders.
pub(crate) struct Cell {
    pub(crate) senders: usize,
    pub(crate) connections: Connections,
    pub(crate) recado: Figures,
    pub(crate) rows_a_flush: f64,
    pub(crate) bare: Bare,
    pub(crate) nothing: Figures,
    pub(crate) webhook: Figures,
}

/// Bytes that Recado held.
pub(crate) struct Memory {
    /// PSS after the start.
    pub(crate) idle: u64,
    /// PSS after 64 senders.
    pub(crate) after: u64,
    /// The highest RSS in between.
    pub(crate) peak: u64,
}

impl Report {
    pub(crate) fn to_markdown(&self) -> String {
        let mut text = String::from("# Receiving, measured\n\n");
        let _ = writeln!(
            text,
            "`cargo xtask bench receive`. Each delivery is a new person with phone, e-mail and a message, and is \
             durable and applied before its answer. {} rounds of {:.1} s a figure; the round with the middle ratio \
             is shown. \"Bare SQLite\" writes the same rows to the same tables on the same disk \
             (`journal_mode=WAL`, `synchronous=FULL`), as many deliveries a transaction as Recado had (\"a flush\"), \
             and does nothing else: no HTTP, no parsing, no looking for the person. \"axum\" answers and does \
             nothing. \"webhook\" is Debian's, starting `/bin/true`. Latencies in ms.\n",
            self.rounds,
            self.time.as_secs_f64(),
        );
        self.rates(&mut text);
        self.budgets(&mut text);
        text
    }

    fn rates(&self, text: &mut String) {
        text.push_str(
            "| senders | connections | Recado/s | p50 | p95 | p99 | a flush | bare SQLite/s | Recado ÷ bare | axum/s | webhook/s |\n\
             | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        for cell in &self.cells {
            let at = |part| milliseconds(cell.recado.percentile(part));
            let _ = writeln!(
                text,
                "| {} | {} | {:.0} | {:.2} | {:.2} | {:.2} | {:.1} | {:.0} | {:.2} | {:.0} | {:.0} |",
                cell.senders,
                cell.connections.shown(),
                cell.recado.rate(),
                at(0.5),
                at(0.95),
                at(0.99),
                cell.rows_a_flush,
                cell.bare_rate(),
                cell.ratio(),
                cell.nothing.rate(),
                cell.webhook.rate(),
            );
        }
    }

    fn budgets(&self, text: &mut String) {
        let at = |senders| {
            let found = self
                .cells
                .iter()
                .find(|cell| cell.senders == senders && cell.connections == Connections::Kept);
            found.expect("it was measured")
        };
        let (alone, many) = (at(1), at(64));
        let over_a_flush =
            milliseconds(alone.recado.percentile(0.5)) - milliseconds(alone.bare.a_transaction);
        let mebibytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        let p99 = milliseconds(many.recado.percentile(0.99));
        let start = milliseconds(self.start);
        let rows = [
            (
                "64 senders, part of bare SQLite",
                "at least 0.60",
                format!("{:.2}", many.ratio()),
                many.ratio() >= 0.6,
            ),
            (
                "64 senders, p99",
                "under 20 ms",
                format!("{p99:.1} ms"),
                p99 < 20.0,
            ),
            (
                "one sender, over a bare flush (median)",
                "at most 1 ms",
                format!(
                    "{over_a_flush:.2} ms over {:.2} ms",
                    milliseconds(alone.bare.a_transaction)
                ),
                over_a_flush <= 1.0,
            ),
            (
                "start → first 200, on a used folder (median)",
                "under 300 ms",
                format!("{start:.0} ms"),
                start < 300.0,
            ),
            (
                "memory after the start (PSS)",
                "under 20 MB with the tray",
                format!("{:.1} MiB", mebibytes(self.memory.idle)),
                self.memory.idle < 20_000_000,
            ),
        ];
        text.push_str("\n| budget | wanted | measured | kept |\n| --- | --- | --- | --- |\n");
        for (what, wanted, measured, kept) in rows {
            let _ = writeln!(
                text,
                "| {what} | {wanted} | {measured} | {} |",
                if kept { "yes" } else { "**no**" }
            );
        }
        let _ = writeln!(
            text,
            "\nAfter 64 senders it holds {:.1} MiB (PSS); at most it had {:.1} MiB (RSS).",
            mebibytes(self.memory.after),
            mebibytes(self.memory.peak),
        );
        let Genuine {
            another_system,
            whatsapp,
        } = self.genuine;
        let _ = writeln!(
            text,
            "\nA delivery of WhatsApp's, its signature checked and its body mapped by its preset, costs {whatsapp:.0} µs \
             of a processor, {:+.0} µs beside one of a system of unknown make ({another_system:.0} µs), sent one by \
             one.",
            whatsapp - another_system,
        );
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
