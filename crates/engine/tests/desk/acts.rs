use jiff::SignedDuration;
use recado_api::request::{AddNote, ArchiveContact, ListToasts, MarkRead, Reply, RestoreContact};
use recado_api::view::{ReplyVia, What};
use recado_api::{Change, Code};
use recado_engine::Clock;
use serde_json::json;

use crate::common::until;
use crate::shop::Shop;

#[tokio::test]
async fn a_card_goes_where_it_is_put_and_stays_there() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let bia = shop.hear("Bia", "11 98765-4322", "Oi").await;
    let caio = shop.hear("Caio", "11 98765-4323", "Oi").await;
    assert_eq!(shop.column(0).await, ["Caio", "Bia", "Ana"]);
    shop.carry(caio.id, 0, Some(bia.id)).await.unwrap();
    assert_eq!(shop.column(0).await, ["Bia", "Caio", "Ana"]);
    shop.carry(ana.id, 0, Some(bia.id)).await.unwrap();
    assert_eq!(shop.column(0).await, ["Bia", "Ana", "Caio"]);
    shop.carry(bia.id, 0, Some(caio.id)).await.unwrap();
    assert_eq!(shop.column(0).await, ["Ana", "Caio", "Bia"]);
    shop.carry(bia.id, 0, None).await.unwrap();
    assert_eq!(shop.column(0).await, ["Bia", "Ana", "Caio"]);
    shop.carry(caio.id, 2, None).await.unwrap();
    shop.carry(ana.id, 2, Some(caio.id)).await.unwrap();
    assert_eq!(shop.column(2).await, ["Caio", "Ana"]);
    let lang = recado_api::Lang::PtBr;
    let running = shop.running.restart_on(lang).await;
    let shop = Shop {
        running,
        source: shop.source,
    };
    assert_eq!(shop.column(2).await, ["Caio", "Ana"]);
    assert_eq!(shop.column(0).await, ["Bia"]);
}

#[tokio::test]
async fn hundreds_of_cards_put_at_one_place_keep_their_order_and_short_positions() {
    let shop = Shop::open().await;
    let top = shop.hear("Em cima", "11 98765-0000", "Oi").await;
    let mut people = Vec::new();
    for n in 0..6 {
        let phone = format!("11 98765-1{n:03}");
        people.push(shop.hear(&format!("Pessoa {n}"), &phone, "Oi").await.id);
    }
    shop.carry(top.id, 0, None).await.unwrap();
    let mut changes = shop.running.client.changes(None).await.unwrap();
    // Each is taken from the bottom and put right under the first.
    for round in 0..50 {
        for person in &people {
            shop.carry(*person, 0, Some(top.id)).await.unwrap();
        }
        if round % 10 == 0 {
            let expected: Vec<_> = (0..6).rev().map(|n| format!("Pessoa {n}")).collect();
            assert_eq!(shop.column(0).await.get(1..), Some(expected.as_slice()));
        }
    }
    let longest = shop
        .running
        .contacts()
        .await
        .iter()
        .map(|contact| contact.position.len())
        .max();
    assert!(longest <= Some(40), "a position has {longest:?} characters");
    // Whoever follows the changes has the same order as whoever looks.
    let mut known = std::collections::HashMap::new();
    shop.carry(top.id, 1, None).await.unwrap();
    until(&mut changes, |change| match change {
        Change::Contact(contact) => {
            let is_last = contact.id == top.id && contact.stage_id != top.stage_id;
            known.insert(contact.id, contact.position);
            is_last.then_some(())
        }
        _ => None,
    })
    .await;
    for contact in shop.running.contacts().await {
        assert_eq!(
            known.get(&contact.id),
            Some(&contact.position),
            "{}",
            contact.name
        );
    }
}

#[tokio::test]
async fn a_move_to_another_stage_is_told_and_one_within_a_stage_is_not() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let bia = shop.hear("Bia", "11 98765-4322", "Oi").await;
    shop.running.clock.forward(SignedDuration::from_hours(1));
    let placed = shop.carry(ana.id, 0, None).await.unwrap();
    assert!(placed.act.is_some());
    assert_eq!(placed.contact.stage_since, ana.stage_since);
    assert_eq!(shop.told(ana.id).await.len(), 2);
    let moved = shop.carry(ana.id, 1, None).await.unwrap();
    assert!(moved.contact.stage_since > ana.stage_since);
    let stages = shop.stages().await;
    let expected = What::Moved {
        from: stages.first().unwrap().title.clone(),
        to: stages.get(1).unwrap().title.clone(),
    };
    assert_eq!(shop.told(ana.id).await.last(), Some(&expected));
    // Nothing to do, nothing to undo.
    assert_eq!(shop.carry(ana.id, 1, None).await.unwrap().act, None);
    assert_eq!(shop.carry(bia.id, 0, None).await.unwrap().act, None);
}

#[tokio::test]
async fn a_card_is_not_put_under_one_that_has_gone() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let bia = shop.hear("Bia", "11 98765-4322", "Oi").await;
    shop.carry(bia.id, 1, None).await.unwrap();
    let failure = shop.carry(ana.id, 0, Some(bia.id)).await.unwrap_err();
    assert_eq!(failure.code, Code::Changed);
    assert!(failure.message.contains("quadro"), "{}", failure.message);
    shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    assert_eq!(shop.carry(ana.id, 1, None).await.unwrap_err().code, Code::Changed);
}

#[tokio::test]
async fn who_writes_from_a_stage_that_is_won_or_from_the_archive_stands_in_the_first_one_since_then() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.carry(ana.id, 3, None).await.unwrap();
    shop.running.clock.forward(SignedDuration::from_hours(5));
    let back = shop.hear("Ana", "11 98765-4321", "Voltei").await;
    assert_eq!(back.stage_id, ana.stage_id);
    assert_eq!(back.stage_since, shop.running.clock.now());
    shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    shop.running.clock.forward(SignedDuration::from_hours(5));
    let back = shop.hear("Ana", "11 98765-4321", "De novo").await;
    assert_eq!(
        (back.archived, back.stage_since),
        (false, shop.running.clock.now())
    );
}

#[tokio::test]
async fn what_was_read_is_no_longer_told_on_the_desktop() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.hear("Bia", "11 98765-4322", "Oi").await;
    let read = shop
        .ask(MarkRead {
            contact: ana.id,
            read: true,
        })
        .await
        .unwrap();
    assert_eq!(read.contact.unread, 0);
    let toasts = shop.ask(ListToasts { limit: 10 }).await.unwrap();
    assert_eq!(toasts.total, 1);
    assert_eq!(toasts.toasts.first().unwrap().arrival.who, "Bia");
}

#[tokio::test]
async fn a_reply_opens_the_right_program_ends_the_waiting_and_is_told() {
    let shop = Shop::open().await;
    shop.post(&json!({ "nome": "Ana", "telefone": "11 98765-4321", "email": "ana+site@exemplo.com.br", "mensagem": "Oi" }))
        .await;
    let ana = shop.contact("Ana").await;
    let reply = |via, text: Option<&str>| Reply {
        contact: ana.id,
        via,
        text: text.map(str::to_owned),
    };
    let replied = shop
        .ask(reply(ReplyVia::WhatsApp, Some("Olá, Ana & cia! 100%")))
        .await
        .unwrap();
    assert_eq!(
        replied.link,
        "https://wa.me/5511987654321?text=Ol%C3%A1%2C%20Ana%20%26%20cia%21%20100%25"
    );
    assert_eq!(
        (replied.acted.contact.waiting_since, replied.acted.contact.unread),
        (None, 0)
    );
    assert_eq!(shop.ask(ListToasts { limit: 10 }).await.unwrap().total, 0);
    let mail = shop.ask(reply(ReplyVia::Email, Some("Oi"))).await.unwrap();
    assert_eq!(mail.link, "mailto:ana+site@exemplo.com.br?body=Oi");
    let call = shop.ask(reply(ReplyVia::Phone, None)).await.unwrap();
    assert_eq!(call.link, "tel:+5511987654321");
    let told = shop.told(ana.id).await;
    assert_eq!(
        told.get(2),
        Some(&What::Replied {
            via: ReplyVia::WhatsApp,
            text: Some("Olá, Ana & cia! 100%".to_owned())
        })
    );
    assert_eq!(told.len(), 5);
}

#[tokio::test]
async fn a_reply_without_a_handle_is_refused_with_a_sentence_and_changes_nothing() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let failure = shop
        .ask(Reply {
            contact: ana.id,
            via: ReplyVia::Email,
            text: None,
        })
        .await
        .unwrap_err();
    assert_eq!(
        (failure.code, failure.message.as_str()),
        (Code::BadRequest, "Esse contato não tem e-mail.")
    );
    assert_eq!(shop.contact("Ana").await, ana);
}

#[tokio::test]
async fn a_note_needs_a_text() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let note = |text: &str| AddNote {
        contact: ana.id,
        text: text.to_owned(),
    };
    assert_eq!(shop.ask(note("  \n")).await.unwrap_err().code, Code::BadRequest);
    shop.ask(note(" Prefere à tarde ")).await.unwrap();
    let expected = What::Note {
        text: "Prefere à tarde".to_owned(),
    };
    assert_eq!(shop.told(ana.id).await.last(), Some(&expected));
}

#[tokio::test]
async fn a_restored_card_stands_on_top_of_the_stage_where_it_was() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.hear("Bia", "11 98765-4322", "Oi").await;
    shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    assert_eq!(
        shop.ask(ArchiveContact { contact: ana.id }).await.unwrap().act,
        None
    );
    assert_eq!(shop.column(0).await, ["Bia"]);
    shop.ask(RestoreContact { contact: ana.id }).await.unwrap();
    assert_eq!(shop.column(0).await, ["Ana", "Bia"]);
    assert_eq!(
        shop.ask(RestoreContact { contact: ana.id }).await.unwrap().act,
        None
    );
}

#[tokio::test]
async fn other_windows_get_the_card_and_the_new_line_and_lose_it_when_it_is_undone() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let mut changes = shop.running.client.changes(None).await.unwrap();
    let moved = shop.carry(ana.id, 1, None).await.unwrap();
    let mut line = None;
    let card = until(&mut changes, |change| match change {
        Change::Timeline(entry) => {
            line = Some(entry);
            None
        }
        Change::Contact(contact) => Some(contact),
        _ => None,
    })
    .await;
    assert_eq!(card, moved.contact);
    let line = line.unwrap();
    assert!(matches!(line.what, What::Moved { .. }));
    shop.undo(&moved).await.unwrap();
    let gone = until(&mut changes, |change| match change {
        Change::TimelineGone { contact, id } => Some((contact, id)),
        _ => None,
    })
    .await;
    assert_eq!(gone, (ana.id, line.id));
}
