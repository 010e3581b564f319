//! Metrics as the encoder of Prometheus takes them.

use prometheus::proto::{Bucket, Counter, Gauge, Histogram, LabelPair, Metric, MetricFamily, MetricType};
use prometheus::{Error, TextEncoder};
use recado_api::Lang;

use crate::store::deliveries::answers::Answers;

/// Of how long answers take: from what a good disk needs to what the most patient senders wait for. Each is a length
/// that [`Answers`] tells apart.
const BUCKETS_MICROS: [u64; 13] = [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
    10_000_000,
];

pub(super) type Labels = Vec<(&'static str, String)>;

/// What is told, in order.
pub(super) struct Families {
    lang: Lang,
    families: Vec<MetricFamily>,
}

impl Families {
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            families: Vec::new(),
        }
    }

    /// `help` is the id of a message.
    pub(super) fn counters(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels, u64)>,
    ) {
        let values = values.into_iter().map(|(labels, value)| {
            let mut counter = Counter::default();
            counter.set_value(number(value));
            let mut metric = labelled(labels);
            metric.set_counter(counter);
            metric
        });
        self.add(name, help, MetricType::COUNTER, values.collect());
    }

    pub(super) fn gauges(&mut self, name: &str, help: &str, values: impl IntoIterator<Item = (Labels, f64)>) {
        let values = values.into_iter().map(|(labels, value)| {
            let mut gauge = Gauge::default();
            gauge.set_value(value);
            let mut metric = labelled(labels);
            metric.set_gauge(gauge);
            metric
        });
        self.add(name, help, MetricType::GAUGE, values.collect());
    }

    pub(super) fn gauge(&mut self, name: &str, help: &str, value: f64) {
        self.gauges(name, help, [(Labels::new(), value)]);
    }

    pub(super) fn durations(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (Labels, Answers)>,
    ) {
        let values = values.into_iter().map(|(labels, answers)| {
            let buckets = BUCKETS_MICROS.map(|micros| {
                let mut bucket = Bucket::default();
                bucket.set_upper_bound(seconds(micros));
                bucket.set_cumulative_count(answers.within(micros));
                bucket
            });
            let mut histogram = Histogram::default();
            histogram.set_bucket(buckets.into());
            histogram.set_sample_count(answers.count());
            histogram.set_sample_sum(seconds(answers.micros()));
            let mut metric = labelled(labels);
            metric.set_histogram(histogram);
            metric
        });
        self.add(name, help, MetricType::HISTOGRAM, values.collect());
    }

    /// The text of all of them.
    ///
    /// # Errors
    /// Where one has no name.
    pub(super) fn text(&self) -> Result<String, Error> {
        TextEncoder::new().encode_to_string(&self.families)
    }

    /// What there is nothing of is left out.
    fn add(&mut self, name: &str, help: &str, of: MetricType, metrics: Vec<Metric>) {
        if metrics.is_empty() {
            return;
        }
        let mut family = MetricFamily::default();
        family.set_name(name.to_owned());
        family.set_help(self.lang.text(help, &[]));
        family.set_field_type(of);
        family.set_metric(metrics);
        self.families.push(family);
    }
}

fn labelled(labels: Labels) -> Metric {
    let pairs = labels.into_iter().map(|(name, value)| {
        let mut pair = LabelPair::default();
        pair.set_name(name.to_owned());
        pair.set_value(value);
        pair
    });
    Metric::from_label(pairs.collect())
}

/// Exact up to 2^53: more deliveries than anybody gets.
pub(super) fn number(value: u64) -> f64 {
    value as f64
}

fn seconds(micros: u64) -> f64 {
    number(micros) / 1_000_000.0
}
