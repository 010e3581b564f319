//! What Prometheus is told, read as strictly as its format says: what falls or stands twice would be believed.

use std::collections::{BTreeMap, BTreeSet};

use recado_api::SourceId;
use recado_api::request::{DismissAlert, RemoveSource, ShowMetrics, ShowSource};
use recado_api::view::{AlertKind, Verdict};

use super::super::filled_shop::{Shop, came};
use crate::alerts;
use crate::store::alerts::{AlertRow, Told};
use crate::store::deliveries::Detail;

#[tokio::test]
async fn no_counter_falls_when_verdicts_change_or_anything_is_taken_out_or_erased() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let source = shop.source("Site").await;
    let rows = shop
        .receive(vec![
            came(&source, "2026-09-01T12:00:00Z", Verdict::Unmatched),
            came(&source, "2026-09-01T12:00:00Z", Verdict::Accepted),
            came(&source, "2026-11-23T12:00:00Z", Verdict::Refused),
            came(&source, "2026-11-23T12:00:00Z", Verdict::Paused),
        ])
        .await;
    let carlos = shop.meet(Some(&source), "2026-11-23T12:00:00Z", false).await;
    let counters = |told: &Metrics| -> BTreeMap<String, f64> {
        let all = told.samples.iter();
        all.filter(|(name, _)| name.contains("_total") || name.starts_with("recado_answer_"))
            .map(|(name, value)| (name.clone(), *value))
            .collect()
    };
    let before = shop.metrics().await;
    assert_eq!(
        before.of("recado_deliveries_total", r#"verdict="unmatched""#),
        1.0
    );
    assert_eq!(before.of("recado_deliveries_total", r#"verdict="refused""#), 1.0);
    assert_eq!(before.of("recado_contacts_total", ""), 1.0);
    assert_eq!(before.of("recado_answer_duration_seconds_count", ""), 4.0);
    assert_eq!(before.of("recado_unmatched", ""), 1.0);

    shop.settle(rows[0], Verdict::Accepted).await;
    shop.settle(rows[2], Verdict::Unmatched).await;
    shop.settle(rows[2], Verdict::Duplicate).await;
    let settled = shop.metrics().await;
    assert_eq!(counters(&settled), counters(&before));
    assert_eq!(settled.of("recado_unmatched", ""), 0.0);
    shop.tidy().await;
    assert_eq!(counters(&shop.metrics().await), counters(&before));
    shop.erase(&carlos).await;
    assert_eq!(counters(&shop.metrics().await), counters(&before));
    // One more of each is one more.
    shop.receive(vec![came(&source, "2026-11-24T12:00:00Z", Verdict::Accepted)])
        .await;
    let later = shop.metrics().await;
    assert_eq!(later.of("recado_deliveries_total", r#"verdict="accepted""#), 2.0);
}

#[tokio::test]
async fn titles_are_told_whatever_is_in_them_and_two_alike_are_two() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let title = r#"O "site" C:\novo {a="b"} # ção"#;
    let sources = [shop.source(title).await, shop.source(title).await];
    let metrics = shop.metrics().await;
    for source in &sources {
        let of = format!(r#"source_id="{}""#, source.id);
        assert_eq!(metrics.of("recado_contacts_total", &of), 0.0);
    }
    let labels = metrics.labels_of("recado_contacts_total");
    assert_eq!(
        labels.iter().filter(|labels| labels["source"] == title).count(),
        2
    );
}

#[tokio::test]
async fn answers_are_a_histogram_in_seconds() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let source = shop.source("Site").await;
    let mut all = Vec::new();
    for took in [
        Some(900),
        Some(2_400),
        Some(2_501),
        Some(7_000_000),
        Some(40_000_000),
        None,
    ] {
        let mut one = came(&source, "2026-11-24T12:00:00Z", Verdict::Accepted);
        one.took_micros = took;
        all.push(one);
    }
    shop.receive(all).await;
    let metrics = shop.metrics().await;
    let bucket = |le: &str| metrics.of("recado_answer_duration_seconds_bucket", &format!(r#"le="{le}""#));
    assert_eq!(bucket("0.001"), 1.0);
    assert_eq!(bucket("0.0025"), 2.0);
    assert_eq!(bucket("0.005"), 3.0);
    assert_eq!(bucket("5"), 3.0);
    assert_eq!(bucket("10"), 4.0);
    assert_eq!(bucket("+Inf"), 5.0);
    assert_eq!(metrics.of("recado_answer_duration_seconds_sum", ""), 47.005_801);
}

#[tokio::test]
async fn what_was_only_counted_is_told_whether_it_is_saved_or_not() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let source = shop.source("Site").await;
    let core = shop.core();
    core.refusals.count(core, None, 404);
    core.refusals.count(core, Some(source.id), 413);
    for _ in 0..2 {
        let metrics = shop.metrics().await;
        assert_eq!(metrics.of("recado_turned_away_total", r#"status="404""#), 1.0);
        assert_eq!(metrics.of("recado_turned_away_total", r#"status="413""#), 1.0);
        crate::receiver::Refusals::save(core).await.unwrap();
    }
}

#[tokio::test]
async fn nothing_secret_and_nobody_is_in_it() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let source = shop.source("Site").await;
    shop.receive(vec![came(&source, "2026-11-24T12:00:00Z", Verdict::Accepted)])
        .await;
    shop.meet(Some(&source), "2026-11-24T12:00:00Z", false).await;
    let text = shop.ask(ShowMetrics {}).await;
    let shown = shop.ask(ShowSource { source: source.id }).await;
    let key = shown
        .source
        .address
        .rsplit('/')
        .next()
        .unwrap()
        .split('-')
        .next()
        .unwrap();
    for secret in [key, "Carlos", "98765", "/in/"] {
        assert!(!secret.is_empty() && !text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn every_alert_that_is_shown_is_one_and_goes_when_it_ends_or_is_dismissed() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let [site, loja] = [shop.source("Site").await, shop.source("Loja").await];
    assert!(shop.metrics().await.labels_of("recado_alerts").is_empty());
    shop.raise(site.id, silent()).await;
    shop.raise(site.id, unanswered("2026-11-24T14:10:00Z")).await;
    shop.raise(loja.id, silent()).await;
    let told = shop.metrics().await;
    let told: BTreeSet<_> = told
        .labels_of("recado_alerts")
        .into_iter()
        .map(|labels| (labels["source"].clone(), labels["kind"].clone()))
        .collect();
    let all = [("Loja", "silent"), ("Site", "silent"), ("Site", "unanswered")];
    assert_eq!(
        told,
        all.map(|(of, kind)| (of.to_owned(), kind.to_owned())).into()
    );
    shop.ask(DismissAlert {
        source: site.id,
        kind: AlertKind::Silent,
    })
    .await;
    shop.ask(RemoveSource { source: loja.id }).await;
    let told = shop.metrics().await;
    assert_eq!(told.of("recado_alerts", r#"kind="unanswered""#), 1.0);
    assert_eq!(told.labels_of("recado_alerts").len(), 1);
}

#[tokio::test]
async fn what_a_sender_has_left_runs_out_and_is_not_told_while_it_is_answered() {
    const LEFT: &str = "recado_sender_gives_up_seconds";
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let [site, loja] = [shop.source("Site").await, shop.source("Loja").await];
    shop.raise(site.id, unanswered("2026-11-24T14:10:00Z")).await;
    shop.raise(loja.id, silent()).await;
    assert_eq!(shop.metrics().await.of(LEFT, r#"source="Site""#), 150.0);
    assert_eq!(shop.metrics().await.labels_of(LEFT).len(), 1);
    // That the owner knows gives the sender no more patience.
    shop.ask(DismissAlert {
        source: site.id,
        kind: AlertKind::Unanswered,
    })
    .await;
    shop.at("2026-11-24T14:09:00Z");
    assert_eq!(shop.metrics().await.of(LEFT, ""), 60.0);
    shop.at("2026-11-24T14:11:00Z");
    assert_eq!(shop.metrics().await.of(LEFT, ""), 0.0);

    shop.end(site.id, AlertKind::Unanswered).await;
    shop.raise(site.id, Told::GaveUp { until: None }).await;
    assert_eq!(shop.metrics().await.of(LEFT, ""), 0.0);
    // It goes on with what it sent since.
    shop.raise(site.id, unanswered("2026-11-24T14:12:00Z")).await;
    assert_eq!(shop.metrics().await.of(LEFT, ""), 60.0);
    shop.end(site.id, AlertKind::Unanswered).await;
    let until = Some("2026-11-24T14:11:00Z".parse().unwrap());
    shop.raise(site.id, Told::GaveUp { until }).await;
    assert!(shop.metrics().await.labels_of(LEFT).is_empty());
}

fn silent() -> Told {
    Told::Silent {
        last_delivery_at: "2026-11-22T12:00:00Z".parse().unwrap(),
        usual: 8,
    }
}

fn unanswered(gives_up_at: &str) -> Told {
    Told::Unanswered {
        why: Detail::new("patience-blocked"),
        gives_up_at: gives_up_at.parse().unwrap(),
    }
}

impl Shop {
    async fn raise(&self, source: SourceId, told: Told) {
        let core = self.core().clone();
        let since = core.now();
        let alert = AlertRow { source, since, told };
        self.core()
            .db
            .write(move |tx| alerts::raise(tx, &core, &alert))
            .await
            .unwrap();
    }

    async fn end(&self, source: SourceId, kind: AlertKind) {
        let core = self.core().clone();
        self.core()
            .db
            .write(move |tx| alerts::end(tx, &core, source, kind))
            .await
            .unwrap();
    }

    async fn metrics(&self) -> Metrics {
        Metrics::read(&self.ask(ShowMetrics {}).await)
    }
}

/// What a text in the format says. Reading it fails where the format's rules are broken:
/// <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>.
struct Metrics {
    /// By the whole of what stands before the value.
    samples: BTreeMap<String, f64>,
    /// The same in order, taken apart.
    apart: Vec<(String, BTreeMap<String, String>, f64)>,
}

impl Metrics {
    fn read(text: &str) -> Self {
        assert!(text.ends_with('\n'), "the last line must end");
        let mut read = Self {
            samples: BTreeMap::new(),
            apart: Vec::new(),
        };
        let mut families = BTreeSet::new();
        let mut family: Option<(String, String)> = None;
        let mut helped = None;
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, told) = help.split_once(' ').unwrap();
                assert!(!told.is_empty(), "{line}");
                helped = Some(name.to_owned());
            } else if let Some(typed) = line.strip_prefix("# TYPE ") {
                let (name, of) = typed.split_once(' ').unwrap();
                assert_eq!(
                    helped.as_deref(),
                    Some(name),
                    "a family has a HELP before its TYPE"
                );
                assert!(families.insert(name.to_owned()), "{name} stands twice");
                assert!(["counter", "gauge", "histogram"].contains(&of), "{line}");
                assert_eq!(of == "counter", name.ends_with("_total"), "{line}");
                family = Some((name.to_owned(), of.to_owned()));
            } else {
                let (name, of) = family.as_ref().unwrap();
                read.sample(line, name, of);
            }
        }
        read.check_histograms();
        read
    }

    fn sample(&mut self, line: &str, family: &str, of: &str) {
        let (what, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = match what.split_once('{') {
            Some((name, rest)) => (name, labels(rest.strip_suffix('}').unwrap())),
            None => (what, BTreeMap::new()),
        };
        let suffix = name.strip_prefix(family).unwrap();
        let allowed: &[&str] = if of == "histogram" {
            &["_bucket", "_sum", "_count"]
        } else {
            &[""]
        };
        assert!(allowed.contains(&suffix), "{line} is not of {family}");
        assert!(is_name(name), "{name}");
        let value: f64 = value.parse().unwrap();
        assert!(value.is_finite() && value >= 0.0, "{line}");
        assert!(
            self.samples.insert(what.to_owned(), value).is_none(),
            "{what} stands twice"
        );
        self.apart.push((name.to_owned(), labels, value));
    }

    fn check_histograms(&self) {
        let mut last: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for (name, labels, count) in &self.apart {
            let Some(family) = name.strip_suffix("_bucket") else {
                continue;
            };
            let mut rest = labels.clone();
            let le: f64 = rest.remove("le").unwrap().parse().unwrap();
            let series = format!("{family} {rest:?}");
            if let Some((before, fewer)) = last.insert(series.clone(), (le, *count)) {
                assert!(
                    before < le && fewer <= *count,
                    "{name}: buckets are in order and grow"
                );
            }
            if le.is_infinite() {
                let whole = format!("{family}_count");
                let all = self
                    .apart
                    .iter()
                    .find(|(of, has, _)| *of == whole && *has == rest);
                assert_eq!(Some(count), all.map(|(_, _, all)| all), "{series}");
            }
        }
        assert!(
            last.values().all(|(le, _)| le.is_infinite()),
            "the last bucket holds all"
        );
    }

    /// The one sample of that name with those labels among its own.
    fn of(&self, name: &str, label: &str) -> f64 {
        let meant: Vec<_> = self
            .samples
            .iter()
            .filter(|(what, _)| what.split('{').next() == Some(name) && what.contains(label))
            .collect();
        let [(_, value)] = meant.as_slice() else {
            panic!("{name} with {label}: {meant:?}")
        };
        **value
    }

    fn labels_of(&self, name: &str) -> Vec<&BTreeMap<String, String>> {
        let of = self.apart.iter().filter(|(of, _, _)| of == name);
        of.map(|(_, labels, _)| labels).collect()
    }
}

/// What stands between the braces.
fn labels(text: &str) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, quoted) = rest.split_once("=\"").unwrap();
        assert!(is_name(name) && !name.contains(':'), "{name}");
        let mut value = String::new();
        let mut letters = quoted.char_indices();
        let end = loop {
            match letters.next().unwrap() {
                (at, '"') => break at,
                (_, '\\') => match letters.next().unwrap().1 {
                    'n' => value.push('\n'),
                    plain @ ('\\' | '"') => value.push(plain),
                    other => panic!("\\{other} is no escape"),
                },
                (_, letter) => value.push(letter),
            }
        };
        assert!(
            labels.insert(name.to_owned(), value).is_none(),
            "{name} stands twice"
        );
        rest = quoted[end + 1..].trim_start_matches(',');
    }
    labels
}

fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':';
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}
