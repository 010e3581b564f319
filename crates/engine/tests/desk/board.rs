use recado_api::Code;
use recado_api::request::{ArchiveContact, CountBoard, ListCards, MarkRead, RemoveTests};
use recado_api::view::{AppointmentState, BoardFilter, BoardNumbers, Tallies};
use serde_json::json;

use crate::common::{good_sample, post};
use crate::shop::{Shop, names};

#[tokio::test]
async fn a_board_shows_every_stage_with_its_newest_cards_on_top() {
    let shop = Shop::open().await;
    for (name, phone) in PEOPLE {
        shop.hear(name, phone, "Oi").await;
    }
    let board = shop.board(BoardFilter::All).await;
    assert_eq!(board.columns.len(), 5);
    assert_eq!(names(&board, 0), ["Caio", "Bia", "Ana"]);
    assert!(names(&board, 1).is_empty());
    let numbers = board.columns.first().unwrap().numbers;
    assert_eq!((numbers.length, numbers.count, numbers.waiting), (3, 3, 3));
    assert_eq!(
        board.tallies,
        Tallies {
            contacts: 3,
            unread: 3,
            waiting: 3,
            appointments_today: 0,
            tests: 0
        }
    );
}

#[tokio::test]
async fn each_filter_shows_and_counts_what_it_says_and_the_tallies_stay_those_of_the_board() {
    let shop = Shop::open().await;
    let other = shop.running.add_source("Loja").await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    let body = json!({ "nome": "Bia", "telefone": "11 98765-4322", "mensagem": "Oi" });
    post(&other, &body.to_string()).await;
    // 15:30 UTC is half past twelve in São Paulo: the first is today, the second tomorrow there, today in UTC.
    appointment(
        &shop,
        "Caio",
        "11 98765-4323",
        "2026-03-10T20:00:00-03:00",
        "confirmado",
    )
    .await;
    appointment(
        &shop,
        "Davi",
        "11 98765-4324",
        "2026-03-11T00:30:00-03:00",
        "confirmado",
    )
    .await;
    appointment(
        &shop,
        "Edu",
        "11 98765-4325",
        "2026-03-10T18:00:00-03:00",
        "cancelado",
    )
    .await;
    shop.ask(MarkRead {
        contact: ana.id,
        read: true,
    })
    .await
    .unwrap();
    let tallies = shop.board(BoardFilter::All).await.tallies;
    assert_eq!((tallies.contacts, tallies.unread), (5, 4));
    assert_eq!(tallies.appointments_today, 1);
    for (filter, expected) in [
        (BoardFilter::Unread, vec!["Edu", "Davi", "Caio", "Bia"]),
        // Who booked was answered by the booking itself.
        (BoardFilter::Waiting, vec!["Bia", "Ana"]),
        (BoardFilter::AppointmentToday, vec!["Caio"]),
        (BoardFilter::Source(other.id), vec!["Bia"]),
    ] {
        let board = shop.board(filter).await;
        assert_eq!(names(&board, 0), expected, "{filter:?}");
        let numbers = board.columns.first().unwrap().numbers;
        assert_eq!(numbers.length as usize, expected.len(), "{filter:?}");
        assert_eq!(board.tallies, tallies, "{filter:?}");
        let columns = board.columns.iter().map(|column| column.numbers).collect();
        let counted = shop.ask(CountBoard { filter }).await.unwrap();
        assert_eq!(counted, BoardNumbers { columns, tallies });
    }
    let edu = shop.contact("Edu").await.appointment.unwrap();
    assert_eq!(edu.state, AppointmentState::Cancelled);
}

#[tokio::test]
async fn cards_are_had_from_any_place_of_a_column() {
    let shop = Shop::open().await;
    for (name, phone) in PEOPLE {
        shop.hear(name, phone, "Oi").await;
    }
    let stage = shop.stages().await.first().unwrap().id;
    let list = |offset, limit| ListCards {
        stage,
        filter: BoardFilter::All,
        offset,
        limit,
    };
    let page = shop.ask(list(1, 1)).await.unwrap();
    assert_eq!((page.offset, page.length), (1, 3));
    assert_eq!(page.cards.first().unwrap().name, "Bia");
    assert!(shop.ask(list(3, 50)).await.unwrap().cards.is_empty());
}

#[tokio::test]
async fn archived_cards_are_nowhere_and_tests_count_in_the_length_and_as_tests_only() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    shop.hear("Bia", "11 98765-4322", "Oi").await;
    shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    shop.ask(good_sample(shop.source.id)).await.unwrap();
    let board = shop.board(BoardFilter::All).await;
    assert_eq!(board.columns.first().unwrap().cards.len(), 2);
    let numbers = board.columns.first().unwrap().numbers;
    assert_eq!((numbers.length, numbers.count, numbers.waiting), (2, 1, 1));
    let tallies = board.tallies;
    assert_eq!(
        (tallies.contacts, tallies.unread, tallies.waiting, tallies.tests),
        (1, 1, 1, 1)
    );
    shop.ask(RemoveTests {}).await.unwrap();
    assert_eq!(shop.column(0).await, ["Bia"]);
}

#[tokio::test]
async fn the_card_shows_the_appointment_and_the_amount_that_were_told_last() {
    let shop = Shop::open().await;
    let told = |at: &str, starts: &str, amount: &str| json!({ "nome": "Ana", "telefone": "11 98765-4321", "data_envio": at, "agendamento": starts, "valor": amount });
    shop.post(&told(
        "2026-03-10T12:00:00-03:00",
        "2026-03-20T10:00:00-03:00",
        "R$ 200,00",
    ))
    .await;
    shop.post(&json!({ "nome": "Ana", "telefone": "11 98765-4321", "mensagem": "Até lá" }))
        .await;
    let ana = shop.contact("Ana").await;
    let appointment = ana.appointment.unwrap();
    assert_eq!(appointment.starts_at, "2026-03-20T13:00:00Z".parse().unwrap());
    let amount = ana.amount.unwrap();
    assert_eq!((amount.minor, amount.currency.as_str()), (20_000, "BRL"));
}

#[tokio::test]
async fn a_stage_that_is_not_there_is_not_found() {
    let shop = Shop::open().await;
    let failure = shop
        .ask(ListCards {
            stage: recado_api::StageId::from_bytes([7; 16]),
            filter: BoardFilter::All,
            offset: 0,
            limit: 10,
        })
        .await
        .unwrap_err();
    assert_eq!(failure.code, Code::NotFound);
}

const PEOPLE: [(&str, &str); 3] = [
    ("Ana", "11 98765-4321"),
    ("Bia", "11 98765-4322"),
    ("Caio", "11 98765-4323"),
];

async fn appointment(shop: &Shop, name: &str, phone: &str, starts_at: &str, state: &str) {
    shop.post(
        &json!({ "nome": name, "telefone": phone, "agendamento": { "inicio": starts_at, "status": state } }),
    )
    .await;
}
