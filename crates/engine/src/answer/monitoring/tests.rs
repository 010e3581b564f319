//! What is told of a filled log, in zones whose clocks do odd things, before and after retention.

use recado_api::request::{ListDeliveries, ShowMonitoring};
use recado_api::view::{AnswerTimes, DeliveryCounts, Monitoring, Source, Span, Verdict};
use recado_api::{Code, SourceId};

use super::super::filled_shop::{Came, Shop, came};

#[tokio::test]
async fn what_came_stands_in_the_hour_and_the_day_in_which_it_came_though_the_clocks_go_back() {
    // In New York, where 01:30 came twice in this night.
    let shop = Shop::open("2026-11-01T18:10:00Z", "America/New_York").await;
    let source = shop.source("Site").await;
    shop.receive(vec![
        came(&source, "2026-11-01T03:59:59.999Z", Verdict::Accepted),
        came(&source, "2026-11-01T04:00:00Z", Verdict::Unmatched),
        came(&source, "2026-11-01T05:30:00Z", Verdict::Accepted),
        came(&source, "2026-11-01T06:30:00Z", Verdict::Refused),
        came(&source, "2026-11-01T06:59:59.999Z", Verdict::Malformed),
    ])
    .await;
    let hours = shop.monitoring(Span::Hours).await;
    let told: Vec<_> = hours
        .steps
        .iter()
        .filter(|step| step.numbers.deliveries != DeliveryCounts::default())
        .map(|step| (step.begins_at.to_string(), step.numbers.deliveries))
        .collect();
    let none = DeliveryCounts::default();
    assert_eq!(
        told,
        [
            (
                "2026-11-01T03:00:00Z".to_owned(),
                DeliveryCounts { taken: 1, ..none }
            ),
            (
                "2026-11-01T04:00:00Z".to_owned(),
                DeliveryCounts { unmatched: 1, ..none }
            ),
            (
                "2026-11-01T05:00:00Z".to_owned(),
                DeliveryCounts { taken: 1, ..none }
            ),
            (
                "2026-11-01T06:00:00Z".to_owned(),
                DeliveryCounts {
                    refused: 1,
                    malformed: 1,
                    ..none
                }
            ),
        ]
    );
    assert_eq!(by_step(&shop.monitoring(Span::Days).await), [(28, 1), (29, 4)]);
    // Monday begins a week, and this is Sunday.
    assert_eq!(by_step(&shop.monitoring(Span::Weeks).await), [(25, 5)]);
}

#[tokio::test]
async fn a_day_in_india_begins_at_half_past_six_in_the_evening_of_greenwich() {
    let shop = Shop::open("2026-11-24T20:00:00Z", "Asia/Kolkata").await;
    let source = shop.source("Site").await;
    shop.receive(vec![
        came(&source, "2026-11-14T18:29:59Z", Verdict::Accepted),
        came(&source, "2026-11-14T18:30:00Z", Verdict::Accepted),
        came(&source, "2026-11-14T18:44:00Z", Verdict::Accepted),
    ])
    .await;
    for _ in 0..2 {
        assert_eq!(by_step(&shop.monitoring(Span::Days).await), [(18, 1), (19, 2)]);
        shop.tidy().await;
    }
}

#[tokio::test]
async fn no_number_changes_when_retention_takes_out_what_it_was_counted_from() {
    for zone in [
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "America/Sao_Paulo",
    ] {
        let shop = Shop::open("2026-11-24T14:07:30Z", zone).await;
        let sources = [shop.source("Site").await, shop.source("Loja").await];
        shop.receive(half_a_year(&sources)).await;
        let before = shop.all_spans().await;
        let kept = shop.log_length().await;
        shop.tidy().await;
        assert!(
            shop.log_length().await < kept / 5,
            "hardly anything was taken out"
        );
        assert_eq!(shop.all_spans().await, before, "{zone}");
    }
}

#[tokio::test]
async fn a_contact_that_is_erased_stays_counted_and_nothing_of_them_is_left() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let source = shop.source("Site").await;
    let carlos = shop.meet(Some(&source), "2026-11-20T12:00:00Z", false).await;
    shop.meet(Some(&source), "2026-11-20T13:00:00Z", false).await;
    let before = shop.monitoring(Span::Days).await;
    assert_eq!(
        (before.totals.contacts, before.steps[25].numbers.contacts),
        (2, 2)
    );
    shop.erase(&carlos).await;
    assert_eq!(shop.monitoring(Span::Days).await, before);
    assert_eq!(before.sources[0].numbers.contacts, 2);
}

#[tokio::test]
async fn tests_and_whom_the_owner_put_on_the_board_are_in_no_number() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let source = shop.source("Site").await;
    let nothing = shop.monitoring(Span::Days).await;
    shop.receive(vec![Came {
        test: true,
        ..came(&source, "2026-11-10T12:00:00Z", Verdict::Accepted)
    }])
    .await;
    let test = shop.meet(Some(&source), "2026-11-20T12:00:00Z", true).await;
    let by_hand = shop.meet(None, "2026-11-20T12:00:00Z", false).await;
    assert_eq!(shop.monitoring(Span::Days).await, nothing);
    shop.erase(&test).await;
    shop.erase(&by_hand).await;
    shop.tidy().await;
    assert_eq!(shop.monitoring(Span::Days).await, nothing);
}

#[tokio::test]
async fn one_source_is_told_alone_and_the_lines_tell_of_each() {
    let shop = Shop::open("2026-11-24T14:07:30Z", "America/Sao_Paulo").await;
    let site = shop.source("Site").await;
    let store = shop.source("Loja").await;
    shop.receive(vec![
        came(&site, "2026-11-24T12:00:00Z", Verdict::Accepted),
        came(&site, "2026-11-24T14:00:00Z", Verdict::Limited),
        Came {
            took_micros: Some(90_000),
            ..came(&store, "2026-11-24T14:00:00Z", Verdict::Duplicate)
        },
    ])
    .await;
    let all = shop.monitoring(Span::Hours).await;
    assert_eq!(
        (all.totals.deliveries.taken, all.totals.deliveries.limited),
        (2, 1)
    );
    assert_eq!(
        all.totals.answers,
        Some(AnswerTimes {
            median_micros: 5_000,
            p95_micros: 100_000
        })
    );
    let one = shop.of(Some(store.id), Span::Hours).await;
    assert_eq!(
        (one.totals.deliveries.taken, one.totals.deliveries.limited),
        (1, 0)
    );
    assert_eq!(one.totals, one.steps[23].numbers);
    assert_eq!(one.sources, all.sources);
    let lines: Vec<_> = all
        .sources
        .iter()
        .map(|line| {
            (
                line.title.as_str(),
                line.by_step.iter().sum::<u32>(),
                line.by_step[23],
            )
        })
        .collect();
    assert_eq!(lines, [("Site", 2, 1), ("Loja", 1, 1)]);

    let unknown = ShowMonitoring {
        source: Some("018f2f4e-0000-7000-8000-000000000000".parse().unwrap()),
        span: Span::Days,
    };
    assert_eq!(shop.engine.ask(unknown).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn what_was_before_is_told_up_to_the_same_time_and_only_where_something_could_come_then() {
    let shop = Shop::open("2026-09-20T12:00:00Z", "America/New_York").await;
    let source = shop.source("Site").await;
    shop.receive(vec![
        came(&source, "2026-09-25T12:00:00Z", Verdict::Accepted),
        came(&source, "2026-09-26T12:00:00Z", Verdict::Accepted),
        came(&source, "2026-10-25T13:29:59Z", Verdict::Accepted),
        // At that time of the day it is not half past nine yet.
        came(&source, "2026-10-25T13:30:00Z", Verdict::Accepted),
        came(&source, "2026-10-26T04:00:00Z", Verdict::Accepted),
    ])
    .await;
    shop.at("2026-11-24T14:30:00Z");
    let days = shop.monitoring(Span::Days).await;
    assert_eq!(days.before.unwrap().deliveries.taken, 2);
    assert_eq!(days.totals.deliveries.taken, 1);
    assert_eq!(shop.monitoring(Span::Weeks).await.before, None);
    // A source that was made yesterday has no month before.
    shop.at("2026-11-23T14:30:00Z");
    let new = shop.source("Loja").await;
    shop.at("2026-11-24T14:30:00Z");
    assert_eq!(shop.of(Some(new.id), Span::Days).await.before, None);
    assert!(shop.monitoring(Span::Days).await.before.is_some());
}

impl Shop {
    async fn monitoring(&self, span: Span) -> Monitoring {
        self.of(None, span).await
    }

    async fn of(&self, source: Option<SourceId>, span: Span) -> Monitoring {
        self.ask(ShowMonitoring { source, span }).await
    }

    async fn all_spans(&self) -> [Monitoring; 3] {
        [
            self.monitoring(Span::Hours).await,
            self.monitoring(Span::Days).await,
            self.monitoring(Span::Weeks).await,
        ]
    }

    async fn log_length(&self) -> usize {
        let all = ListDeliveries {
            filter: Default::default(),
            after: None,
            newest_first: false,
            limit: 1_000,
        };
        self.ask(all).await.deliveries.len()
    }
}

/// Which steps anything came in, and how much.
fn by_step(told: &Monitoring) -> Vec<(usize, u32)> {
    let steps = told.sources[0].by_step.iter().copied().enumerate();
    steps.filter(|(_, count)| *count > 0).collect()
}

/// A few hundred deliveries of the last half year, at odd times, of every verdict that waits for nothing.
fn half_a_year(sources: &[Source; 2]) -> Vec<Came> {
    let verdicts = [
        Verdict::Accepted,
        Verdict::Duplicate,
        Verdict::Ignored,
        Verdict::Handshake,
        Verdict::Malformed,
        Verdict::Refused,
        Verdict::Limited,
    ];
    let first: jiff::Timestamp = "2026-05-25T00:00:00Z".parse().unwrap();
    let came = verdicts.iter().cycle().zip(sources.iter().cycle()).zip(0_u32..);
    came.map(|((verdict, source), n)| Came {
        source: source.id,
        at: first + jiff::SignedDuration::from_secs(27_431) * i32::try_from(n).unwrap(),
        verdict: *verdict,
        took_micros: (n % 5 != 0).then(|| u64::from(n * 7_919 % 120_000)),
        test: false,
    })
    .take_while(|came| came.at < "2026-11-24T14:00:00Z".parse().unwrap())
    .collect()
}
