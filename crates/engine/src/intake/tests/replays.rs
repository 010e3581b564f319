//! What is known again, and by what.

use jiff::SignedDuration;
use recado_api::view::Verdict;
use recado_webhook::authenticity::Proof;
use recado_webhook::event::Event;

use super::{Said, Shop, message, verdict};

#[tokio::test]
async fn where_the_signature_does_not_cover_the_body_another_body_under_it_is_a_replay() {
    let shop = Shop::open().await;
    let under = |content: u8, id: &str| Said {
        proof: signed(content, false, None),
        ids_are_known: true,
        ..Said::from(Event {
            external_id: Some(id.to_owned()),
            ..message("Ana", "+5511987654321", id)
        })
    };
    assert_eq!(verdict(&shop.file(under(1, "pay_1")).await), Verdict::Accepted);
    assert_eq!(verdict(&shop.file(under(1, "pay_2")).await), Verdict::Duplicate);
    assert_eq!(verdict(&shop.file(under(2, "pay_2")).await), Verdict::Accepted);
    assert_eq!(verdict(&shop.file(under(3, "pay_2")).await), Verdict::Duplicate);
}

#[tokio::test]
async fn a_header_that_nobody_signed_is_no_id_where_the_sender_signs() {
    let shop = Shop::open().await;
    let named = |content: u8, text| Said {
        proof: signed(content, true, None),
        header_id: Some("evt_1"),
        ..Said::from(message("Ana", "+5511987654321", text))
    };
    assert_eq!(verdict(&shop.file(named(1, "Oi")).await), Verdict::Accepted);
    assert_eq!(
        verdict(&shop.file(named(2, "Outra coisa")).await),
        Verdict::Accepted
    );
}

#[tokio::test]
async fn signed_anew_the_same_request_is_one_for_ten_minutes() {
    let shop = Shop::open().await;
    let at = |content: u8| Said {
        proof: Proof::Signed {
            content: [content; 32],
            timestamped: true,
            covers_body: true,
            signed_id: None,
        },
        ..Said::from(message("Ana", "+5511987654321", "Oi"))
    };
    assert_eq!(verdict(&shop.file(at(1)).await), Verdict::Accepted);
    assert_eq!(verdict(&shop.file(at(2)).await), Verdict::Duplicate);
    shop.wait(SignedDuration::from_mins(11));
    assert_eq!(verdict(&shop.file(at(3)).await), Verdict::Accepted);
    // The first one, however late.
    shop.wait(SignedDuration::from_hours(1_000));
    assert_eq!(verdict(&shop.file(at(1)).await), Verdict::Duplicate);
}

fn signed(content: u8, covers_body: bool, signed_id: Option<&str>) -> Proof {
    Proof::Signed {
        content: [content; 32],
        timestamped: false,
        covers_body,
        signed_id: signed_id.map(str::to_owned),
    }
}
