//! What comes twice is filed once.

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use recado_api::SecretText;
use recado_api::request::{SetScheme, SetSecret};
use recado_api::view::{Source, Verdict};
use sha2::Sha256;

use crate::common::{Running, post_with};
use crate::sender::{post_signed, whatsapp};

const SECRET: &str = "s3cret of the other system";

async fn signing(running: &Running, scheme: &str, secret: &str) -> Source {
    let source = running.add_source("Sistema").await;
    running
        .client
        .ask(SetScheme {
            source: source.id,
            scheme: scheme.to_owned(),
            name: None,
        })
        .await
        .unwrap();
    running
        .client
        .ask(SetSecret {
            source: source.id,
            secret: Some(SecretText::new(secret.to_owned())),
            keep_former: false,
        })
        .await
        .unwrap();
    source
}

fn hmac(key: &[u8], content: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(content.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

async fn verdicts(running: &Running) -> Vec<Verdict> {
    running
        .deliveries()
        .await
        .iter()
        .map(|line| line.verdict)
        .collect()
}

const LEAD: &str = r#"{"nome":"Ana","telefone":"11987654321","mensagem":"Quero um orçamento"}"#;

#[tokio::test]
async fn a_replay_of_a_signed_delivery_is_known_whatever_its_headers_and_address_say() {
    let running = Running::start().await;
    let source = signing(&running, "hmac-sha256-hex", SECRET).await;
    let signature = HEXLOWER.encode(&hmac(SECRET.as_bytes(), LEAD));
    for id in ["1", "2", "3"] {
        let replayed = Source {
            address: format!("{}/x{id}?n={id}", source.address),
            ..source.clone()
        };
        let headers = [
            ("x-signature", signature.as_str()),
            ("webhook-id", id),
            ("idempotency-key", id),
        ];
        assert_eq!(post_with(&replayed, LEAD, &headers).await.status(), 200);
        running.clock.forward(SignedDuration::from_hours(24));
    }
    use Verdict::{Accepted, Duplicate};
    assert_eq!(verdicts(&running).await, [Accepted, Duplicate, Duplicate]);
    // After a week it is somebody who says the same again.
    running.clock.forward(SignedDuration::from_hours(7 * 24));
    post_with(&source, LEAD, &[("x-signature", &signature)]).await;
    assert_eq!(verdicts(&running).await.last(), Some(&Accepted));
}

#[tokio::test]
async fn the_id_that_a_sender_signs_outlasts_everything_and_a_new_signature_makes_no_new_delivery() {
    let running = Running::start().await;
    let key = b"a key of at least 24 bytes";
    let source = signing(
        &running,
        "standard-webhooks",
        &format!("whsec_{}", BASE64.encode(key)),
    )
    .await;
    let deliver = async |id: &str| {
        let at = running.now().as_second().to_string();
        let signature = BASE64.encode(&hmac(key, &format!("{id}.{at}.{LEAD}")));
        let signature = format!("v1,{signature}");
        let headers = [
            ("webhook-id", id),
            ("webhook-timestamp", at.as_str()),
            ("webhook-signature", signature.as_str()),
        ];
        assert_eq!(post_with(&source, LEAD, &headers).await.status(), 200);
    };
    deliver("msg_1").await;
    running.clock.forward(SignedDuration::from_hours(30 * 24));
    deliver("msg_1").await;
    deliver("msg_2").await;
    use Verdict::{Accepted, Duplicate};
    assert_eq!(verdicts(&running).await, [Accepted, Duplicate, Accepted]);
}

#[tokio::test]
async fn an_id_that_a_preset_knows_is_remembered_for_good() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    post_signed(&source, SECRET, &whatsapp("1")).await;
    running.clock.forward(SignedDuration::from_hours(400 * 24));
    // Another body around the same message.
    post_signed(&source, SECRET, &whatsapp("1").replace("\n", " ")).await;
    post_signed(&source, SECRET, &whatsapp("2")).await;
    use Verdict::{Accepted, Duplicate};
    assert_eq!(verdicts(&running).await, [Accepted, Duplicate, Accepted]);
    assert_eq!(running.contacts().await[0].unread, 2);
}

#[tokio::test]
async fn a_message_that_comes_twice_in_one_delivery_is_filed_once() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    let twice = whatsapp("1").replace(
        r#""messages":[{"from""#,
        r#""messages":[{"from":"5511987654321","id":"wamid.1","timestamp":"1773156600","type":"text",
           "text":{"body":"Vocês têm horário?"}},{"from""#,
    );
    assert!(twice.matches("wamid.1").count() == 2);
    post_signed(&source, SECRET, &twice).await;
    assert_eq!(running.contacts().await[0].unread, 1);
    assert_eq!(running.deliveries().await[0].events.len(), 1);
}
