//! Who a delivery is about.

use super::*;

#[tokio::test]
async fn a_first_message_makes_a_contact_and_a_second_one_finds_it() {
    let shop = Shop::open().await;
    shop.file(message("Carlos", "+5511987654321", "Oi")).await;
    shop.file(message("Carlos", "+5511987654321", "Quero agendar um horário"))
        .await;
    let contact = shop.only_contact().await;
    assert_eq!(contact.phones, ["+5511987654321"]);
    assert_eq!(contact.last_message.as_deref(), Some("Quero agendar um horário"));
    assert_eq!(contact.unread, 2);
    assert!(contact.waiting_since.is_some());
}

#[tokio::test]
async fn a_platform_id_finds_a_contact_before_a_phone_and_the_phones_owner_is_not_robbed() {
    let shop = Shop::open().await;
    shop.file(message("Mãe", "+5511987654321", "Oi")).await;
    shop.file(Event {
        contact: person("Filha", &[], Some("42")),
        ..message("", "", "Olá")
    })
    .await;
    let both = Event {
        contact: person("Filha", &["+5511987654321"], Some("42")),
        ..message("", "", "Agora do telefone da mãe")
    };
    shop.file(both).await;
    let contacts = shop.contacts().await;
    let [mother, daughter] = contacts.as_slice() else {
        panic!("two contacts, not {}", contacts.len())
    };
    assert_eq!(daughter.last_message.as_deref(), Some("Agora do telefone da mãe"));
    assert_eq!(mother.phones, ["+5511987654321"]);
    assert!(daughter.phones.is_empty());
    let suggested: i64 = shop.count("SELECT count(*) FROM same_person").await;
    assert_eq!(suggested, 1);
}

#[tokio::test]
async fn a_known_contact_learns_new_handles_and_keeps_its_name() {
    let shop = Shop::open().await;
    shop.file(message("Carlos Menezes", "+5511987654321", "Oi")).await;
    let mut event = message("C. M.", "+5511987654321", "Meu e-mail");
    event.contact.emails.push("carlos@exemplo.com.br".to_owned());
    shop.file(event).await;
    let contact = shop.only_contact().await;
    assert_eq!(contact.name, "Carlos Menezes");
    assert_eq!(contact.emails, ["carlos@exemplo.com.br"]);
    let other_name: i64 = shop
        .count("SELECT count(*) FROM event WHERE json_extract(said, '$.contact.name') = 'C. M.'")
        .await;
    assert_eq!(other_name, 1, "the timeline has the other name");
}

#[tokio::test]
async fn a_contact_without_a_name_gets_the_first_one_that_comes() {
    let shop = Shop::open().await;
    shop.file(message("", "+5511987654321", "Oi")).await;
    shop.file(message("Carlos", "+5511987654321", "Sou o Carlos"))
        .await;
    assert_eq!(shop.only_contact().await.name, "Carlos");
}
