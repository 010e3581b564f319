//! What the business itself said, and how far that came.

use recado_api::Change;
use recado_api::request::ShowContact;
use recado_api::view::{EventEntry, Receipt, Source, Verdict, What};

use crate::common::{Running, until};
use crate::sender::{post_signed, whatsapp};

const SECRET: &str = "the app's secret";

/// A message that the business sent from its own phone, to the customer of [`whatsapp`] or another.
fn echo(id: &str, to: &str, at: u64) -> String {
    value(
        "smb_message_echoes",
        &format!(
            r#""message_echoes":[{{"from":"551130000001","to":"{to}","id":"wamid.{id}","timestamp":"{at}",
                "type":"text","text":{{"body":"Temos às 15h"}}}}]"#
        ),
    )
}

fn status(id: &str, status: &str) -> String {
    value(
        "messages",
        &format!(
            r#""statuses":[{{"id":"wamid.{id}","status":"{status}","timestamp":"1773156700",
                "recipient_id":"5511987654321"}}]"#
        ),
    )
}

fn value(field: &str, rest: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"{field}","value":{{
            "messaging_product":"whatsapp","metadata":{{"display_phone_number":"551130000001","phone_number_id":"2"}},
            {rest}}}}}]}}]}}"#
    )
}

async fn post(source: &Source, body: &str) {
    assert_eq!(post_signed(source, SECRET, body).await.status(), 200);
}

async fn verdicts(running: &Running) -> Vec<Verdict> {
    running
        .deliveries()
        .await
        .iter()
        .map(|line| line.verdict)
        .collect()
}

async fn told(running: &Running) -> Vec<EventEntry> {
    let contact = running.contacts().await.pop().unwrap();
    let shown = running
        .client
        .ask(ShowContact {
            contact: contact.id,
            entries: 100,
        })
        .await
        .unwrap();
    let entries = shown.timeline.entries.into_iter();
    entries
        .filter_map(|entry| {
            if let What::Event(event) = entry.what {
                Some(event)
            } else {
                None
            }
        })
        .collect()
}

#[tokio::test]
async fn an_answer_from_elsewhere_ends_the_waiting_and_rings_nothing() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    post(&source, &whatsapp("1")).await;
    assert!(running.contacts().await[0].waiting_since.is_some());

    let mut changes = running.client.changes(None).await.unwrap();
    post(&source, &echo("2", "5511987654321", 1_773_156_660)).await;
    let mut rang = false;
    let contact = until(&mut changes, |change| {
        rang |= matches!(change, Change::Arrival(_));
        if let Change::Contact(contact) = change {
            Some(contact)
        } else {
            None
        }
    })
    .await;
    assert!(!rang);
    assert_eq!(contact.waiting_since, None);
    assert_eq!((contact.unread, running.contacts().await.len()), (1, 1));
    let told = told(&running).await;
    assert!(told.last().unwrap().outgoing);
    assert_eq!(told.last().unwrap().text.as_deref(), Some("Temos às 15h"));
}

#[tokio::test]
async fn an_answer_to_somebody_whom_nobody_knows_makes_no_contact() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    post(&source, &echo("2", "5521999990000", 1_773_156_660)).await;
    assert!(running.contacts().await.is_empty());
    assert_eq!(verdicts(&running).await, [Verdict::Ignored]);
    assert!(running.deliveries().await[0].detail.is_some());
}

#[tokio::test]
async fn receipts_lead_the_message_that_they_name_forward_and_are_told() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    post(&source, &whatsapp("1")).await;
    post(&source, &echo("2", "5511987654321", 1_773_156_660)).await;
    let mut changes = running.client.changes(None).await.unwrap();
    for (word, expected) in [
        ("sent", Receipt::Sent),
        ("read", Receipt::Read),
        // Late: it is known to be read.
        ("delivered", Receipt::Read),
    ] {
        post(&source, &status("2", word)).await;
        assert_eq!(
            told(&running).await.last().unwrap().receipt,
            Some(expected),
            "{word}"
        );
    }
    let told_live = until(&mut changes, |change| {
        if let Change::Timeline(entry) = change {
            Some(entry)
        } else {
            None
        }
    })
    .await;
    assert!(matches!(
        told_live.what,
        What::Event(EventEntry {
            receipt: Some(Receipt::Sent),
            ..
        })
    ));

    // Neither the card nor the bell knows of it.
    let contact = running.contacts().await.pop().unwrap();
    assert_eq!(
        (contact.unread, contact.last_message.as_deref()),
        (1, Some("Temos às 15h"))
    );
    use Verdict::{Accepted, Ignored};
    assert_eq!(
        verdicts(&running).await,
        [Accepted, Accepted, Accepted, Accepted, Ignored]
    );
    // The same again is a repetition.
    post(&source, &status("2", "read")).await;
    assert_eq!(verdicts(&running).await.last(), Some(&Verdict::Duplicate));
}

#[tokio::test]
async fn a_receipt_of_no_message_that_is_known_is_a_short_line() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    let other = running.add_whatsapp("another secret").await;
    post(&source, &whatsapp("1")).await;
    post(&source, &echo("2", "5511987654321", 1_773_156_660)).await;
    post(&source, &status("unknown", "delivered")).await;
    // Of the same id, but another sender's.
    assert_eq!(
        post_signed(&other, "another secret", &status("2", "read"))
            .await
            .status(),
        200
    );
    use Verdict::{Accepted, Ignored};
    assert_eq!(verdicts(&running).await, [Accepted, Accepted, Ignored, Ignored]);
    assert_eq!(told(&running).await.last().unwrap().receipt, None);
}
