//! What Prometheus is told: counters, gauges and one histogram, in its text format (version 0.0.4).
//!
//! No label has a value that a stranger can choose.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use recado_tunnel::attach::Waiting;

/// How a sender's request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The engine answered.
    Live,
    /// It was kept.
    Kept,
    /// There is no such address or key.
    NotFound,
    /// The address is known but not ready, or the request needs an engine that is away.
    Unready,
    /// Over a rate.
    Limited,
    /// Over the quota of the address, or of the relay.
    OverQuota,
    /// The body was too large, too slow or broken.
    Body,
    /// The relay could not keep it.
    Failed,
}

const ENDED: [(Ended, &str); 8] = [
    (Ended::Live, "live"),
    (Ended::Kept, "kept"),
    (Ended::NotFound, "not_found"),
    (Ended::Unready, "unready"),
    (Ended::Limited, "limited"),
    (Ended::OverQuota, "over_quota"),
    (Ended::Body, "body"),
    (Ended::Failed, "failed"),
];

/// Upper bounds of the histogram's buckets, in microseconds.
const BUCKETS: [u64; 12] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
];

/// Counts since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    ended: [AtomicU64; 8],
    /// One more for what took longer than the last.
    took: [AtomicU64; 13],
    took_micros: AtomicU64,
    /// Live requests that the engine did not answer in time.
    pub(crate) late: AtomicU64,
    /// Attaches that were welcomed.
    pub(crate) attached: AtomicU64,
    /// Attaches that were refused or broke off.
    pub(crate) not_attached: AtomicU64,
    /// Entries that engines settled.
    pub(crate) settled: AtomicU64,
    /// Entries that engines could not store and that were kept.
    pub(crate) later: AtomicU64,
    /// Entries that were given up for their age.
    pub(crate) given_up: AtomicU64,
}

/// What is counted elsewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gauges {
    pub(crate) engines: usize,
    pub(crate) addresses: u64,
    pub(crate) waiting: Waiting,
    pub(crate) connections: usize,
}

impl Metrics {
    pub(crate) fn count(&self, ended: Ended, took: Duration) {
        add(&self.ended[ended as usize], 1);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.partition_point(|bound| *bound < micros);
        add(&self.took[bucket], 1);
        add(&self.took_micros, micros);
    }

    pub(crate) fn text(&self, gauges: &Gauges) -> String {
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, rows: &[(String, String)]| {
            // Writing to a string does not fail.
            let _ = writeln!(
                text,
                "# HELP recado_relay_{name} {help}\n# TYPE recado_relay_{name} {kind}"
            );
            for (label, value) in rows {
                let _ = writeln!(text, "recado_relay_{name}{label} {value}");
            }
        };
        let one = |value: u64| vec![(String::new(), value.to_string())];
        let ended: Vec<_> = ENDED
            .iter()
            .map(|(ended, name)| {
                let count = get(&self.ended[*ended as usize]);
                (format!("{{outcome=\"{name}\"}}"), count.to_string())
            })
            .collect();
        family(
            "requests_total",
            "counter",
            "Senders' requests by how they ended.",
            &ended,
        );
        family(
            "answer_seconds",
            "histogram",
            "From a request's head to its answer.",
            &self.histogram(),
        );
        family(
            "late_total",
            "counter",
            "Requests that an attached engine did not answer within the live limit.",
            &one(get(&self.late)),
        );
        let attaches = [
            (
                "{outcome=\"welcomed\"}".to_owned(),
                get(&self.attached).to_string(),
            ),
            (
                "{outcome=\"refused\"}".to_owned(),
                get(&self.not_attached).to_string(),
            ),
        ];
        family(
            "attaches_total",
            "counter",
            "Engines that asked to attach.",
            &attaches,
        );
        let drained = [
            ("{outcome=\"settled\"}".to_owned(), get(&self.settled).to_string()),
            ("{outcome=\"later\"}".to_owned(), get(&self.later).to_string()),
        ];
        family(
            "drained_total",
            "counter",
            "Waiting entries that were offered to engines.",
            &drained,
        );
        family(
            "given_up_total",
            "counter",
            "Waiting entries that were given up for their age.",
            &one(get(&self.given_up)),
        );
        family(
            "engines",
            "gauge",
            "Engines that are attached.",
            &one(gauges.engines as u64),
        );
        family(
            "addresses",
            "gauge",
            "Engines that have ever attached.",
            &one(gauges.addresses),
        );
        family(
            "waiting_entries",
            "gauge",
            "Entries that wait.",
            &one(gauges.waiting.entries),
        );
        family(
            "waiting_bytes",
            "gauge",
            "Bytes that wait.",
            &one(gauges.waiting.bytes),
        );
        family(
            "connections",
            "gauge",
            "Open connections of senders.",
            &one(gauges.connections as u64),
        );
        text
    }

    fn histogram(&self) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        let mut total = 0;
        for (bound, count) in BUCKETS.iter().zip(&self.took) {
            total += get(count);
            let label = format!("_bucket{{le=\"{}\"}}", seconds(*bound));
            rows.push((label, total.to_string()));
        }
        total += self.took.last().map_or(0, get);
        rows.push(("_bucket{le=\"+Inf\"}".to_owned(), total.to_string()));
        rows.push(("_sum".to_owned(), seconds(get(&self.took_micros))));
        rows.push(("_count".to_owned(), total.to_string()));
        rows
    }
}

pub(crate) fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

fn get(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told_in_prometheus_s_words() {
        let metrics = Metrics::default();
        metrics.count(Ended::Live, Duration::from_micros(700));
        metrics.count(Ended::Kept, Duration::from_millis(4));
        metrics.count(Ended::Kept, Duration::from_secs(9));
        let text = metrics.text(&Gauges {
            engines: 3,
            addresses: 4,
            waiting: Waiting {
                entries: 5,
                bytes: 600,
            },
            connections: 7,
        });
        for line in [
            "recado_relay_requests_total{outcome=\"live\"} 1",
            "recado_relay_requests_total{outcome=\"kept\"} 2",
            "recado_relay_requests_total{outcome=\"failed\"} 0",
            "recado_relay_answer_seconds_bucket{le=\"0.000500\"} 0",
            "recado_relay_answer_seconds_bucket{le=\"0.001000\"} 1",
            "recado_relay_answer_seconds_bucket{le=\"2.500000\"} 2",
            "recado_relay_answer_seconds_bucket{le=\"+Inf\"} 3",
            "recado_relay_answer_seconds_sum 9.004700",
            "recado_relay_answer_seconds_count 3",
            "recado_relay_engines 3",
            "recado_relay_waiting_bytes 600",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} is not in\n{text}");
        }
        for (at, (ended, _)) in ENDED.iter().enumerate() {
            assert_eq!(*ended as usize, at);
        }
    }
}
