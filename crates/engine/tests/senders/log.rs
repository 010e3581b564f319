//! The log: in pages, by what the owner looks for, opened, counted.

use jiff::SignedDuration;
use recado_api::request::{CountDeliveries, ListDeliveries, ShowDelivery};
use recado_api::view::{BodyKind, Delivery, DeliveryCounts, DeliveryFilter, Verdict};
use recado_api::{Code, DeliveryId, Lang};

use crate::common::{Running, good_sample, post, post_only_with};
use crate::sender::{post_signed, whatsapp};

async fn page(
    running: &Running,
    filter: DeliveryFilter,
    after: Option<DeliveryId>,
    newest_first: bool,
    limit: u32,
) -> (Vec<Delivery>, bool) {
    let list = ListDeliveries {
        filter,
        after,
        newest_first,
        limit,
    };
    let page = running.client.ask(list).await.unwrap();
    (page.deliveries, page.more)
}

fn lead(name: &str, phone: &str, text: &str) -> String {
    format!(r#"{{"nome":"{name}","telefone":"{phone}","mensagem":"{text}"}}"#)
}

#[tokio::test]
async fn pages_lead_through_the_log_either_way_without_a_gap() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    for n in 0..7 {
        post(&source, &lead("Ana", "11987654321", &format!("Mensagem {n}"))).await;
    }
    let all: Vec<_> = running.deliveries().await.iter().map(|line| line.id).collect();
    for newest_first in [false, true] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let (lines, more) = page(&running, DeliveryFilter::default(), after, newest_first, 3).await;
            assert!(lines.len() == 3 || !more);
            after = lines.last().map(|line| line.id).or(after);
            seen.extend(lines.iter().map(|line| line.id));
            if !more {
                break;
            }
        }
        if newest_first {
            seen.reverse();
        }
        assert_eq!(seen, all);
    }
}

#[tokio::test]
async fn the_log_is_found_by_source_verdict_time_and_what_was_said() {
    let running = Running::start().await;
    running.set_up(Lang::PtBr).await;
    let site = running.add_source("Site").await;
    let whatsapp_source = running.add_whatsapp("secret").await;
    post(
        &site,
        &lead("Beatriz Ávila", "11 98765-0001", "Quero um horário amanhã"),
    )
    .await;
    post(&site, r#"{"pedido": 1}"#).await;
    let noon = running.now() + SignedDuration::from_hours(2);
    running.clock.forward(SignedDuration::from_hours(3));
    post_signed(&whatsapp_source, "secret", &whatsapp("1")).await;
    post_signed(&whatsapp_source, "a guess", &whatsapp("2")).await;
    post(&site, &lead("Carlos", "21 99777-5432", "Oi")).await;

    let found = async |filter: DeliveryFilter| -> Vec<usize> {
        let all = running.deliveries().await;
        let place = |line: &Delivery| all.iter().position(|known| known.id == line.id).unwrap();
        let (newest, _) = page(&running, filter.clone(), None, true, 100).await;
        let (oldest, _) = page(&running, filter, None, false, 100).await;
        let mut places: Vec<_> = newest.iter().map(place).collect();
        places.reverse();
        assert_eq!(places, oldest.iter().map(place).collect::<Vec<_>>());
        places
    };
    let nothing = DeliveryFilter::default;
    use Verdict::{Accepted, Refused, Unmatched};
    for (filter, expected) in [
        (nothing(), vec![0, 1, 2, 3, 4]),
        (
            DeliveryFilter {
                source: Some(site.id),
                ..nothing()
            },
            vec![0, 1, 4],
        ),
        (
            DeliveryFilter {
                verdicts: vec![Unmatched],
                ..nothing()
            },
            vec![1],
        ),
        (
            DeliveryFilter {
                verdicts: vec![Refused, Unmatched],
                ..nothing()
            },
            vec![1, 3],
        ),
        (
            DeliveryFilter {
                verdicts: vec![Accepted, Refused],
                ..nothing()
            },
            vec![0, 2, 3, 4],
        ),
        (
            DeliveryFilter {
                source: Some(whatsapp_source.id),
                verdicts: vec![Accepted],
                ..nothing()
            },
            vec![2],
        ),
        (
            DeliveryFilter {
                since: Some(noon),
                ..nothing()
            },
            vec![2, 3, 4],
        ),
        (
            DeliveryFilter {
                until: Some(noon),
                ..nothing()
            },
            vec![0, 1],
        ),
        (
            DeliveryFilter {
                since: Some(noon),
                until: Some(noon),
                ..nothing()
            },
            vec![],
        ),
        (
            DeliveryFilter {
                since: Some(noon),
                source: Some(site.id),
                ..nothing()
            },
            vec![4],
        ),
    ] {
        assert_eq!(found(filter.clone()).await, expected, "{filter:?}");
    }
    for (text, expected) in [
        ("avila", vec![0]),
        ("HORARIO", vec![0, 2]),
        ("horário ama", vec![0]),
        ("98765", vec![0, 2]),
        ("(11) 98765-0001", vec![0]),
        ("marina", vec![2]),
        ("car", vec![4]),
        // The reason, in the language of the app.
        ("assinatura", vec![3]),
        ("identificador", vec![1]),
        ("nada disso", vec![]),
        ("  ", vec![0, 1, 2, 3, 4]),
    ] {
        let filter = DeliveryFilter {
            text: Some(text.to_owned()),
            ..nothing()
        };
        assert_eq!(found(filter).await, expected, "{text}");
    }
    let both = DeliveryFilter {
        text: Some("98765".to_owned()),
        source: Some(site.id),
        ..nothing()
    };
    assert_eq!(found(both).await, [0]);
}

#[tokio::test]
async fn what_is_typed_is_found_page_by_page() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    for n in 0..9 {
        let text = if n % 3 == 0 { "Orçamento" } else { "Outra coisa" };
        post(
            &source,
            &lead("Ana", &format!("1198765432{n}"), &format!("{text} {n}")),
        )
        .await;
    }
    let filter = DeliveryFilter {
        text: Some("orcamento".to_owned()),
        ..DeliveryFilter::default()
    };
    let (first, more) = page(&running, filter.clone(), None, true, 2).await;
    assert_eq!((first.len(), more), (2, true));
    let (rest, more) = page(&running, filter, first.last().map(|line| line.id), true, 2).await;
    assert_eq!((rest.len(), more), (1, false));
    assert_eq!(rest[0].events[0].text.as_deref(), Some("Orçamento 0"));
}

#[tokio::test]
async fn an_opened_delivery_shows_what_came_what_was_understood_and_how_to_send_it_again() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    post(&source, &lead("D'Ávila", "11987654321", "Oi")).await;
    let form = "nome=Ana+Maria&telefone=11912345678&mensagem=Ol%C3%A1";
    post_only_with(
        &source,
        form,
        &[("content-type", "application/x-www-form-urlencoded")],
    )
    .await;
    post_only_with(&source, "<a><b>1</b></a>", &[("content-type", "text/xml")]).await;
    let log = running.deliveries().await;
    let open = async |place: usize| {
        let delivery = log[place].id;
        running.client.ask(ShowDelivery { delivery }).await.unwrap()
    };
    let json = open(0).await;
    let body = json.body.unwrap();
    assert_eq!(body.kind, BodyKind::Json);
    assert!(body.text.contains("\n  \"nome\": \"D'Ávila\""), "{}", body.text);
    assert_eq!(json.events[0].name.as_deref(), Some("D'Ávila"));
    assert_eq!(json.events[0].contact, Some(running.contacts().await[0].id));
    assert_eq!(json.delivery, log[0]);
    assert!(
        json.curl.contains(&source.address) && json.curl.contains(r"D'\''Ávila"),
        "{}",
        json.curl
    );
    let form = open(1).await.body.unwrap();
    assert_eq!(
        (form.kind, form.text.as_str()),
        (
            BodyKind::Form,
            "nome = Ana Maria\ntelefone = 11912345678\nmensagem = Olá"
        )
    );
    let xml = open(2).await;
    assert_eq!(xml.body.unwrap().text, "<a>\n  <b>1</b>\n</a>");
    assert_eq!((xml.events.len(), xml.can_apply), (0, true));
}

#[tokio::test]
async fn a_day_is_counted_by_the_hour_of_the_business_and_tests_are_no_deliveries() {
    let running = Running::start().await;
    running.set_up(Lang::PtBr).await;
    let source = running.add_source("Site").await;
    // 12:30 in São Paulo.
    for body in [
        lead("Ana", "11987654321", "Oi"),
        lead("Ana", "11987654321", "Oi"),
        r#"{"a":1}"#.to_owned(),
    ] {
        post(&source, &body).await;
    }
    post(&source, "{").await;
    running.client.ask(good_sample(source.id)).await.unwrap();
    running.clock.forward(SignedDuration::from_hours(11));
    post(&source, &lead("Bia", "11987654322", "Oi")).await;
    running.clock.forward(SignedDuration::from_hours(1));
    post(&source, &lead("Caio", "11987654323", "Oi")).await;
    let unknown = recado_api::view::Source {
        address: source.address.replace("/in/", "/in/x"),
        ..source.clone()
    };
    assert_eq!(post(&unknown, "{}").await.status(), 404);

    let count = async |day: Option<&str>| {
        let count = CountDeliveries {
            day: day.map(str::to_owned),
            source: None,
        };
        running.client.ask(count).await
    };
    let day = count(Some("2026-03-10")).await.unwrap();
    assert_eq!(day.hours.len(), 24);
    assert_eq!(
        day.hours[12],
        DeliveryCounts {
            taken: 2,
            refused: 0,
            unmatched: 1,
            malformed: 1,
            limited: 0
        }
    );
    assert_eq!(day.hours[23].taken, 1);
    assert_eq!(day.counted, 0);
    let today = count(None).await.unwrap();
    assert_eq!(
        (today.day.as_str(), today.hours[0].taken, today.counted),
        ("2026-03-11", 1, 1)
    );
    assert_eq!(count(Some("ontem")).await.unwrap_err().code, Code::BadRequest);
    let of_another = CountDeliveries {
        day: Some("2026-03-10".to_owned()),
        source: Some(running.add("Outro").await),
    };
    let none = running.client.ask(of_another).await.unwrap();
    assert!(none.hours.iter().all(|hour| *hour == DeliveryCounts::default()));
}

#[tokio::test]
async fn a_page_goes_on_from_a_line_that_was_taken_out_meanwhile() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    for n in 0..4 {
        post(&source, &format!("[{n}")).await;
    }
    let all: Vec<_> = running.deliveries().await.iter().map(|line| line.id).collect();
    let folder = running.folder.path().join("recado.db");
    let gone = all[2].as_bytes().to_vec();
    rusqlite::Connection::open(folder)
        .unwrap()
        .execute("DELETE FROM delivery WHERE id = ?1", [gone])
        .unwrap();
    let ids = async |newest_first| -> Vec<_> {
        let (lines, _) = page(
            &running,
            DeliveryFilter::default(),
            Some(all[2]),
            newest_first,
            10,
        )
        .await;
        lines.iter().map(|line| line.id).collect()
    };
    assert_eq!(ids(true).await, [all[1], all[0]]);
    assert_eq!(ids(false).await, [all[3]]);
}
