use jiff::SignedDuration;
use recado_api::request::{AddNote, ListTimeline, MarkRead, ShowContact};
use recado_api::view::{EventEntry, EventKind, What};
use recado_api::{Change, Code, ContactId};
use serde_json::json;

use crate::common::until;
use crate::shop::Shop;

#[tokio::test]
async fn a_timeline_is_what_was_told_and_what_was_done_in_order_with_the_beginning_first() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Um").await;
    shop.running.clock.forward(SignedDuration::from_secs(1));
    note(&shop, ana.id, "Dois").await;
    shop.hear("Ana", "11 98765-4321", "Três").await;
    shop.ask(MarkRead {
        contact: ana.id,
        read: true,
    })
    .await
    .unwrap();
    // Older than the contact itself, by its sender's clock.
    shop.post(
        &json!({ "telefone": "11 98765-4321", "mensagem": "Zero", "timestamp": "2026-03-09T10:00:00Z" }),
    )
    .await;
    let told = shop.told(ana.id).await;
    assert_eq!(
        told.first(),
        Some(&What::Added {
            source: Some("Site".to_owned())
        })
    );
    assert_eq!(texts(&told), ["Zero", "Um", "Dois", "Três"]);
}

#[tokio::test]
async fn a_long_timeline_comes_in_pages_that_miss_nothing_and_repeat_nothing() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "0").await;
    // All at one moment: only the order of writing tells them apart.
    let mut expected = vec!["0".to_owned()];
    for n in 1..=5 {
        shop.post(&json!({ "telefone": "11 98765-4321", "mensagem": n.to_string() }))
            .await;
        expected.push(n.to_string());
    }
    for n in 6..=9 {
        note(&shop, ana.id, &n.to_string()).await;
        expected.push(n.to_string());
    }
    for limit in [1, 3, 10] {
        let first = ShowContact {
            contact: ana.id,
            entries: limit,
        };
        let mut page = shop.ask(first).await.unwrap().timeline;
        let mut all = Vec::new();
        loop {
            let oldest = page.entries.first().unwrap().id.clone();
            all.splice(0..0, page.entries.into_iter().map(|entry| entry.what));
            if !page.more {
                break;
            }
            page = shop.before(ana.id, &oldest, limit).await;
        }
        assert_eq!(texts(&all), expected, "by {limit}");
        assert!(matches!(all.first(), Some(What::Added { .. })));
    }
    let page = shop.before(ana.id, &ana.id.to_string(), 10).await;
    assert!(page.entries.is_empty() && !page.more);
}

#[tokio::test]
async fn a_line_says_what_the_payload_said_beyond_what_is_shown_already() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.post(&json!({
        "nome": "Aninha", "telefone": "11 98765-4321", "mensagem": "Quero o plano anual",
        "utm": { "campanha": "verão", "vazio": "" }, "copia": "Quero o plano anual", "visitas": 7,
    }))
    .await;
    let told = shop.told(ana.id).await;
    let Some(What::Event(event)) = told.last() else {
        panic!("not {told:?}")
    };
    assert_eq!(event.kind, EventKind::Message);
    assert_eq!(event.text.as_deref(), Some("Quero o plano anual"));
    assert_eq!(
        (event.source.as_str(), event.outgoing, event.test),
        ("Site", false, false)
    );
    assert_eq!(event.called.as_deref(), Some("Aninha"));
    let fields: Vec<_> = event
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str()))
        .collect();
    assert_eq!(fields, [("utm.campanha", "verão"), ("visitas", "7")]);
}

#[tokio::test]
async fn a_form_with_hundreds_of_fields_shows_some_dozens() {
    let shop = Shop::open().await;
    let mut body = json!({ "nome": "Ana", "telefone": "11 98765-4321" });
    for n in 0..150 {
        body[format!("pergunta_{n}")] = format!("resposta {n} {}", "x".repeat(1_000)).into();
    }
    shop.post(&body).await;
    let ana = shop.contact("Ana").await;
    let event = only_event(&shop.told(ana.id).await);
    assert_eq!(event.fields.len(), 40);
    assert!(
        event
            .fields
            .iter()
            .all(|field| field.value.chars().count() <= 501)
    );
}

#[tokio::test]
async fn who_follows_gets_the_same_line_as_who_looks() {
    let shop = Shop::open().await;
    let mut changes = shop.running.client.changes(None).await.unwrap();
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    note(&shop, ana.id, "Uma nota").await;
    let mut followed = Vec::new();
    until(&mut changes, |change| match change {
        Change::Timeline(entry) => {
            followed.push(entry);
            (followed.len() == 2).then_some(())
        }
        _ => None,
    })
    .await;
    let looked = shop.details(ana.id).await.timeline.entries;
    assert_eq!(looked.get(1..), Some(followed.as_slice()));
}

#[tokio::test]
async fn a_contact_or_an_entry_that_is_not_there_is_not_found() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let nobody = ContactId::from_bytes([7; 16]);
    let failure = shop
        .ask(ShowContact {
            contact: nobody,
            entries: 10,
        })
        .await
        .unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (Code::NotFound, "Esse contato não existe mais.")
    );
    for before in ["", "nada", &nobody.to_string()] {
        let page = ListTimeline {
            contact: ana.id,
            before: before.to_owned(),
            limit: 10,
        };
        assert_eq!(shop.ask(page).await.unwrap_err().code, Code::NotFound);
    }
}

async fn note(shop: &Shop, contact: ContactId, text: &str) {
    shop.ask(AddNote {
        contact,
        text: text.to_owned(),
    })
    .await
    .unwrap();
}

fn texts(told: &[What]) -> Vec<String> {
    told.iter()
        .filter_map(|what| match what {
            What::Event(event) => event.text.clone(),
            What::Note { text } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

fn only_event(told: &[What]) -> EventEntry {
    let mut events = told.iter().filter_map(|what| match what {
        What::Event(event) => Some(event.clone()),
        _ => None,
    });
    events.next().unwrap()
}
