use recado_api::request::{AddContact, EditContact};
use recado_api::view::{Acted, Added, Contact, What};
use recado_api::{Change, Code};

use crate::common::until;
use crate::shop::Shop;

#[tokio::test]
async fn somebody_added_by_hand_is_found_when_they_write_and_keeps_the_name() {
    let shop = Shop::open().await;
    let ana = added(
        &shop,
        by_hand("Ana Souza", Some("(11) 8765-4321"), Some("Ana@Exemplo.com.br")),
    )
    .await;
    assert_eq!(ana.phones, ["+5511987654321"]);
    assert_eq!(ana.emails, ["ana@exemplo.com.br"]);
    assert_eq!((ana.source.as_deref(), ana.unread, ana.test), (None, 0, false));
    assert_eq!(shop.told(ana.id).await, [What::Added { source: None }]);
    shop.post(&serde_json::json!({ "nome": "Aninha", "telefone": "5511987654321", "mensagem": "Oi" }))
        .await;
    let contacts = shop.running.contacts().await;
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts.first().unwrap().name, "Ana Souza");
    let told = shop.told(ana.id).await;
    let Some(What::Event(event)) = told.last() else {
        panic!("not {told:?}")
    };
    assert_eq!(event.called.as_deref(), Some("Aninha"));
}

#[tokio::test]
async fn whoever_is_there_already_is_shown_instead_of_added_twice() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let again = shop
        .ask(by_hand("Outra", Some("+55 11 8765-4321"), None))
        .await
        .unwrap();
    assert_eq!(again, Added::Exists(ana));
    assert_eq!(shop.running.contacts().await.len(), 1);
}

#[tokio::test]
async fn nobody_is_added_without_a_name_or_a_way_to_reach_them() {
    let shop = Shop::open().await;
    for (request, says) in [
        (by_hand(" ", None, Some("")), "ao menos um nome"),
        (by_hand("Ana", Some("1234"), None), "“1234”"),
        (by_hand("Ana", None, Some("ana@")), "“ana@”"),
    ] {
        let failure = shop.ask(request).await.unwrap_err();
        assert_eq!(failure.code, Code::BadRequest);
        assert!(failure.message.contains(says), "{}", failure.message);
    }
    assert!(shop.running.contacts().await.is_empty());
}

#[tokio::test]
async fn a_person_is_added_where_the_owner_wants_with_a_note() {
    let shop = Shop::open().await;
    let stage = shop.stages().await.get(1).unwrap().clone();
    let request = AddContact {
        stage: Some(stage.id),
        note: Some("Veio pela vitrine".to_owned()),
        ..by_hand("Ana", None, None)
    };
    let ana = added(&shop, request).await;
    assert_eq!(ana.stage, stage.title);
    let told = shop.told(ana.id).await;
    let note = What::Note {
        text: "Veio pela vitrine".to_owned(),
    };
    assert_eq!(told, [What::Added { source: None }, note]);
}

#[tokio::test]
async fn an_edit_replaces_what_it_names_and_a_delivery_does_not_change_the_name_again() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let edited = shop
        .ask(EditContact {
            name: Some("Ana Souza".to_owned()),
            emails: Some(vec!["ana@exemplo.com.br".to_owned()]),
            ..edit(&ana)
        })
        .await
        .unwrap();
    assert_eq!(edited.contact.name, "Ana Souza");
    assert_eq!(edited.contact.phones, ana.phones);
    assert_eq!(edited.contact.emails, ["ana@exemplo.com.br"]);
    let renamed = What::Renamed {
        from: "Ana".to_owned(),
        to: "Ana Souza".to_owned(),
    };
    assert_eq!(shop.told(ana.id).await.last(), Some(&renamed));
    // Even an empty name is the owner's.
    let nameless = EditContact {
        name: Some(String::new()),
        ..edit(&ana)
    };
    shop.ask(nameless).await.unwrap();
    shop.post(&serde_json::json!({ "nome": "Aninha", "telefone": "11 98765-4321", "mensagem": "Oi" }))
        .await;
    assert_eq!(shop.running.contacts().await.first().unwrap().name, "");
}

#[tokio::test]
async fn an_edit_that_changes_nothing_leaves_nothing_to_undo() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let same = EditContact {
        name: Some("Ana".to_owned()),
        phones: Some(vec!["(11) 8765 4321".to_owned(), "+5511987654321".to_owned()]),
        emails: Some(vec![" ".to_owned()]),
        ..edit(&ana)
    };
    let acted = shop.ask(same).await.unwrap();
    assert_eq!(
        acted,
        Acted {
            contact: ana,
            act: None
        }
    );
}

#[tokio::test]
async fn a_handle_that_is_somebody_elses_is_refused_by_naming_them() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.hear("Bia", "11 98765-4322", "Oi").await;
    let failure = shop
        .ask(EditContact {
            name: Some("Ana e Bia".to_owned()),
            phones: Some(vec!["11 98765-4322".to_owned()]),
            ..edit(&ana)
        })
        .await
        .unwrap_err();
    assert_eq!(failure.code, Code::BadRequest);
    assert_eq!(failure.message, "+5511987654322 já é de Bia.");
    assert_eq!(shop.contact("Ana").await, ana);
}

#[tokio::test]
async fn somebody_keeps_a_name_or_a_handle() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let nothing_left = EditContact {
        name: Some(String::new()),
        phones: Some(Vec::new()),
        ..edit(&ana)
    };
    assert_eq!(shop.ask(nothing_left).await.unwrap_err().code, Code::BadRequest);
}

#[tokio::test]
async fn the_log_says_which_delivery_brought_somebody_new_as_it_comes_and_when_it_is_read() {
    let shop = Shop::open().await;
    added(&shop, by_hand("Bruno", Some("11 91234-5678"), None)).await;
    let mut changes = shop.running.client.changes(None).await.unwrap();
    changes.next().await.unwrap();
    let mut told = Vec::new();
    for (name, phone, text) in [
        ("Ana", "11 98765-4321", "Oi"),
        ("Ana", "11 98765-4321", "Ainda aí?"),
        ("Bruno", "11 91234-5678", "Oi"),
    ] {
        shop.hear(name, phone, text).await;
        let delivery = |change| {
            if let Change::Delivery(delivery) = change {
                Some(delivery)
            } else {
                None
            }
        };
        told.push(until(&mut changes, delivery).await.events[0].new_contact);
    }
    assert_eq!(told, [true, false, false]);
    let read = shop.running.deliveries().await;
    let read: Vec<_> = read
        .iter()
        .map(|delivery| delivery.events[0].new_contact)
        .collect();
    assert_eq!(read, told);
}

async fn added(shop: &Shop, request: AddContact) -> Contact {
    match shop.ask(request).await.unwrap() {
        Added::Added(acted) => acted.contact,
        Added::Exists(contact) => panic!("{} was there", contact.name),
    }
}

fn by_hand(name: &str, phone: Option<&str>, email: Option<&str>) -> AddContact {
    AddContact {
        name: name.to_owned(),
        phone: phone.map(str::to_owned),
        email: email.map(str::to_owned),
        note: None,
        stage: None,
    }
}

fn edit(contact: &Contact) -> EditContact {
    EditContact {
        contact: contact.id,
        name: None,
        phones: None,
        emails: None,
    }
}
