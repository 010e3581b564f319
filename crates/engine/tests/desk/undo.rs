use jiff::SignedDuration;
use recado_api::request::{
    AddContact, AddNote, ArchiveContact, EditContact, MarkRead, Reply, RestoreContact, Undo,
};
use recado_api::view::{Acted, Added, Contact, ReplyVia};
use recado_api::{Change, Code, Lang};
use serde_json::json;

use crate::common::until;
use crate::shop::Shop;

#[tokio::test]
async fn everything_that_was_done_by_hand_is_as_before_after_it_was_undone() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.hear("Bia", "11 98765-4322", "Oi").await;
    let before = (
        shop.contact("Ana").await,
        shop.told(ana.id).await,
        shop.column(0).await,
    );
    let edit = EditContact {
        contact: ana.id,
        name: Some("Ana Souza".to_owned()),
        phones: Some(vec!["11 3333-4444".to_owned()]),
        emails: Some(vec!["ana@exemplo.com.br".to_owned()]),
    };
    for step in 0..7 {
        let acted = match step {
            0 => shop.ask(edit.clone()).await,
            1 => shop.carry(ana.id, 2, None).await,
            2 => shop.carry(ana.id, 0, None).await,
            3 => shop.ask(read(&ana, true)).await,
            4 => shop.ask(note(&ana)).await,
            5 => shop.ask(reply(&ana)).await.map(|replied| replied.acted),
            _ => shop.ask(ArchiveContact { contact: ana.id }).await,
        }
        .unwrap();
        let undone = shop.undo(&acted).await.unwrap();
        let after = (
            shop.contact("Ana").await,
            shop.told(ana.id).await,
            shop.column(0).await,
        );
        assert_eq!(after, before, "step {step}");
        assert_eq!(undone.contact.as_ref(), Some(&before.0), "step {step}");
        let again = shop.undo(&acted).await.unwrap_err();
        assert_eq!(again.code, Code::NotFound, "step {step}");
    }
    let archived = shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    let before = shop.contact("Ana").await;
    let restored = shop.ask(RestoreContact { contact: ana.id }).await.unwrap();
    shop.undo(&restored).await.unwrap();
    assert_eq!(shop.contact("Ana").await, before);
    shop.undo(&archived).await.unwrap();
    let unread = shop.ask(read(&ana, true)).await.unwrap();
    let marked = shop.ask(read(&ana, false)).await.unwrap();
    assert_eq!(marked.contact.unread, 1);
    assert_eq!(shop.undo(&marked).await.unwrap().contact.unwrap().unread, 0);
    assert_eq!(shop.undo(&unread).await.unwrap().contact.unwrap().unread, 1);
}

#[tokio::test]
async fn a_move_is_not_undone_over_a_newer_one() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let first = shop.carry(ana.id, 1, None).await.unwrap();
    let second = shop.carry(ana.id, 2, None).await.unwrap();
    refused(&shop, &first, "outro lugar").await;
    shop.undo(&second).await.unwrap();
    shop.undo(&first).await.unwrap();
    assert_eq!(shop.column(0).await, ["Ana"]);
    // They write from a stage that is won, and so stand in the first one again.
    let won = shop.carry(ana.id, 3, None).await.unwrap();
    shop.hear("Ana", "11 98765-4321", "Voltei").await;
    refused(&shop, &won, "outro lugar").await;
    assert_eq!(shop.column(0).await, ["Ana"]);
}

#[tokio::test]
async fn a_card_that_wrote_meanwhile_goes_back_to_its_stage_but_is_not_put_down_again() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let bia = shop.hear("Bia", "11 98765-4322", "Oi").await;
    let moved = shop.carry(ana.id, 1, None).await.unwrap();
    shop.hear("Ana", "11 98765-4321", "Mais uma coisa").await;
    shop.undo(&moved).await.unwrap();
    assert_eq!(shop.column(0).await, ["Bia", "Ana"]);
    let placed = shop.carry(bia.id, 0, Some(ana.id)).await.unwrap();
    shop.hear("Bia", "11 98765-4322", "Oi?").await;
    refused(&shop, &placed, "outro lugar").await;
    assert_eq!(shop.column(0).await, ["Bia", "Ana"]);
}

#[tokio::test]
async fn a_place_that_somebody_took_meanwhile_is_shared_by_standing_right_under_them() {
    let shop = Shop::open().await;
    shop.hear("Ana", "11 98765-4321", "Oi").await;
    let bia = shop.hear("Bia", "11 98765-4322", "Oi").await;
    let moved = shop.carry(bia.id, 1, None).await.unwrap();
    // The next card on top takes the place that Bia's left.
    let caio = shop.hear("Caio", "11 98765-4323", "Oi").await;
    assert_eq!(caio.position, bia.position);
    shop.undo(&moved).await.unwrap();
    assert_eq!(shop.column(0).await, ["Caio", "Bia", "Ana"]);
}

#[tokio::test]
async fn what_came_since_it_was_read_is_counted_on_top() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Um").await;
    shop.hear("Ana", "11 98765-4321", "Dois").await;
    let seen = shop.ask(read(&ana, true)).await.unwrap();
    shop.hear("Ana", "11 98765-4321", "Três").await;
    assert_eq!(shop.undo(&seen).await.unwrap().contact.unwrap().unread, 3);
    let seen = shop.ask(read(&ana, true)).await.unwrap();
    shop.ask(read(&ana, false)).await.unwrap();
    refused(&shop, &seen, "marcado de novo").await;
}

#[tokio::test]
async fn an_undone_reply_brings_the_waiting_back_unless_the_business_answered_meanwhile() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let replied = shop.ask(reply(&ana)).await.unwrap().acted;
    shop.hear("Ana", "11 98765-4321", "Alô?").await;
    let back = shop.undo(&replied).await.unwrap().contact.unwrap();
    assert_eq!(back.waiting_since, ana.waiting_since);
    assert_eq!(back.unread, 2);

    let replied = shop.ask(reply(&ana)).await.unwrap().acted;
    shop.running.clock.forward(SignedDuration::from_secs(1));
    shop.post(&json!({ "telefone": "11 98765-4321", "mensagem": "Bom dia!", "fromMe": true }))
        .await;
    let back = shop.undo(&replied).await.unwrap().contact.unwrap();
    assert_eq!(back.waiting_since, None);
    assert_eq!(back.last_message.as_deref(), Some("Bom dia!"));
}

#[tokio::test]
async fn somebody_added_by_hand_goes_again_unless_there_is_more_about_them() {
    let shop = Shop::open().await;
    let mut changes = shop.running.client.changes(None).await.unwrap();
    let ana = added(&shop).await;
    shop.ask(read(&ana.contact, false)).await.unwrap();
    assert_eq!(shop.undo(&ana).await.unwrap().contact, None);
    assert!(shop.running.contacts().await.is_empty());
    let gone = until(&mut changes, |change| match change {
        Change::ContactGone(contact) => Some(contact),
        _ => None,
    })
    .await;
    assert_eq!(gone, ana.contact.id);
    // Who is gone is nobody's: the next one with that phone is new.
    let ana = added(&shop).await;
    shop.hear("Ana", "11 98765-4321", "Oi").await;
    refused(&shop, &ana, "por isso ele fica").await;
    assert_eq!(shop.running.contacts().await.len(), 1);
}

#[tokio::test]
async fn an_edit_is_not_undone_over_a_newer_one_and_leaves_what_a_sender_told_since() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let rename = |name: &str| EditContact {
        contact: ana.id,
        name: Some(name.to_owned()),
        phones: None,
        emails: None,
    };
    let first = shop.ask(rename("Ana Souza")).await.unwrap();
    shop.ask(rename("Ana Maria")).await.unwrap();
    refused(&shop, &first, "alterado de novo").await;

    let no_phone = EditContact {
        name: None,
        phones: Some(Vec::new()),
        ..rename("")
    };
    let edited = shop.ask(no_phone).await.unwrap();
    assert!(edited.contact.phones.is_empty());
    // Somebody else has the phone by now.
    shop.hear("Mãe", "11 98765-4321", "Sou a mãe da Ana").await;
    refused(&shop, &edited, "já é de Mãe").await;

    let mail = EditContact {
        name: None,
        emails: Some(vec!["ana@exemplo.com.br".to_owned()]),
        ..rename("")
    };
    let edited = shop.ask(mail).await.unwrap();
    shop.post(&json!({ "email": "ana@exemplo.com.br", "telefone": "11 3333-4444", "mensagem": "Oi" }))
        .await;
    let back = shop.undo(&edited).await.unwrap().contact.unwrap();
    assert!(back.emails.is_empty());
    assert_eq!(back.phones, ["+551133334444"]);
}

#[tokio::test]
async fn an_archived_card_that_came_back_by_itself_is_not_brought_back_again() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let archived = shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    shop.hear("Ana", "11 98765-4321", "Oi?").await;
    refused(&shop, &archived, "já voltou").await;
}

#[tokio::test]
async fn what_no_timeline_shows_can_be_undone_for_a_day_and_everything_else_for_good() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.hear("Bia", "11 98765-4322", "Oi").await;
    let moved = shop.carry(ana.id, 1, None).await.unwrap();
    let seen = shop.ask(read(&ana, true)).await.unwrap();
    let source = shop.source;
    let running = shop.running.restart_on(Lang::PtBr).await;
    running.clock.forward(SignedDuration::from_hours(25));
    let shop = Shop {
        running: running.restart_on(Lang::PtBr).await,
        source,
    };
    assert_eq!(shop.undo(&seen).await.unwrap_err().code, Code::NotFound);
    shop.undo(&moved).await.unwrap();
    assert_eq!(shop.column(0).await, ["Bia", "Ana"]);
}

async fn refused(shop: &Shop, acted: &Acted, says: &str) {
    let before = shop.running.contacts().await;
    let undo = Undo {
        act: acted.act.unwrap(),
    };
    let failure = shop.ask(undo).await.unwrap_err();
    assert_eq!(failure.code, Code::Changed);
    assert!(failure.message.contains(says), "{}", failure.message);
    assert_eq!(shop.running.contacts().await, before);
}

async fn added(shop: &Shop) -> Acted {
    let request = AddContact {
        name: "Ana".to_owned(),
        phone: Some("11 98765-4321".to_owned()),
        email: None,
        note: Some("Da vitrine".to_owned()),
        stage: None,
    };
    match shop.ask(request).await.unwrap() {
        Added::Added(acted) => acted,
        Added::Exists(contact) => panic!("{} was there", contact.name),
    }
}

fn read(contact: &Contact, read: bool) -> MarkRead {
    MarkRead {
        contact: contact.id,
        read,
    }
}

fn note(contact: &Contact) -> AddNote {
    AddNote {
        contact: contact.id,
        text: "Prefere à tarde".to_owned(),
    }
}

fn reply(contact: &Contact) -> Reply {
    Reply {
        contact: contact.id,
        via: ReplyVia::WhatsApp,
        text: None,
    }
}
