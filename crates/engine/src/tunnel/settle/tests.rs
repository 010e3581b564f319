//! What comes through the tunnel, live and after waiting, against a real database and real seals.

use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use futures_util::{FutureExt, poll};
use hmac::{Hmac, KeyInit, Mac};
use hyper::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use recado_api::request::{AddSource, ListDeliveries, ListToasts, RemoveSource};
use recado_api::view::{Contact, Delivery, Source, Verdict};
use recado_api::{Holder, SecretText};
use recado_tunnel::delivery::{Delivered, DeliveryId};
use recado_tunnel::identity::RelayIdentity;
use recado_tunnel::seal::{KeptRequest, Label};
use tower::ServiceExt;
use zeroize::Zeroizing;

use super::*;
use crate::clock::Clock;
use crate::engine::{Engine, OpenOptions};
use crate::folder::Folder;
use crate::intake::verify_quarantine;
use crate::receiver;
use crate::secrets::{Entries, Keyring, KeyringError};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const KEPT: Duration = Duration::from_secs(30 * 86_400);

#[tokio::test(flavor = "multi_thread")]
async fn live_and_sealed_copy_of_one_request_are_one_in_any_order() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let (live_first, sealed_first, both) = (
        shop.lead(&source, "1"),
        shop.lead(&source, "2"),
        shop.lead(&source, "3"),
    );
    assert_eq!(shop.live(&live_first).await, StatusCode::OK);
    assert_eq!(
        shop.settle(vec![shop.sealed(&live_first)]).await,
        [Outcome::Settled]
    );
    assert_eq!(
        shop.settle(vec![shop.sealed(&sealed_first)]).await,
        [Outcome::Settled]
    );
    assert_eq!(shop.live(&sealed_first).await, StatusCode::OK);
    let (live, settled) = tokio::join!(shop.live(&both), shop.settle(vec![shop.sealed(&both)]));
    assert_eq!(
        (live, settled.as_slice()),
        (StatusCode::OK, &[Outcome::Settled][..])
    );
    assert_eq!(shop.messages().await, ["1", "2", "3"]);
    let log = shop.log().await;
    assert_eq!(log.len(), 3, "{log:?}");
    assert!(log.iter().all(|line| line.repeats == 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_request_that_is_given_up_is_there_wholly_or_not_at_all() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let mut all = Vec::new();
    for given_up_after in 0..24 {
        let sent = shop.lead(&source, &format!("{given_up_after:02}"));
        let mut answering = Box::pin(shop.live(&sent));
        for _ in 0..given_up_after {
            if poll!(answering.as_mut()).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(answering);
        assert_eq!(shop.settle(vec![shop.sealed(&sent)]).await, [Outcome::Settled]);
        all.push(format!("{given_up_after:02}"));
    }
    assert_eq!(shop.messages().await, all);
    assert_eq!(shop.log().await.len(), all.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_filed_in_its_order_and_offered_again_files_nothing() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let sent: Vec<_> = (0..600).map(|n| shop.lead(&source, &format!("{n:04}"))).collect();
    for batch in sent.chunks(256).chain(sent.chunks(200)) {
        let outcomes = shop
            .settle(batch.iter().map(|sent| shop.sealed(sent)).collect())
            .await;
        assert_eq!(outcomes, vec![Outcome::Settled; batch.len()]);
    }
    let expected: Vec<_> = (0..600).map(|n| format!("{n:04}")).collect();
    assert_eq!(shop.messages().await, expected);
    let received: Vec<_> = shop.log().await.iter().map(|line| line.received_at).collect();
    assert_eq!(received.len(), 600);
    assert!(received.is_sorted());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drain_that_breaks_off_anywhere_is_filed_once_when_it_is_offered_again() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let mut expected = Vec::new();
    for broken_off_after in 0..12 {
        let sent: Vec<_> = (0..20)
            .map(|n| format!("{broken_off_after:02}-{n:02}"))
            .map(|text| (shop.lead(&source, &text), text))
            .collect();
        let batch = || sent.iter().map(|(sent, _)| shop.sealed(sent)).collect();
        let mut settling = Box::pin(shop.settle(batch()));
        for _ in 0..broken_off_after {
            if poll!(settling.as_mut()).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(settling);
        shop.settle(batch()).await;
        expected.extend(sent.into_iter().map(|(_, text)| text));
    }
    assert_eq!(shop.messages().await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_forged_altered_backdated_or_moved_is_given_up_and_holds_nothing_up() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let genuine = |text: &str| shop.sealed(&shop.lead(&source, text));
    let bad = |text: &str| shop.lead(&source, text);
    let stranger = RelayIdentity::new().unwrap();
    let forged = shop.sealed_by(&stranger, shop.identity.sealing_key(), &bad("forged"));
    let former = Identity::new().unwrap();
    let to_a_former_key = shop.sealed_by(&shop.relay, former.sealing_key(), &bad("former"));
    let mut backdated = shop.sealed(&bad("backdated"));
    let mut bytes = backdated.sealed.to_vec();
    bytes[17..25].copy_from_slice(&1_600_000_000_000_u64.to_be_bytes());
    backdated.sealed = bytes.into();
    let mut altered = shop.sealed(&bad("altered"));
    let mut bytes = altered.sealed.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    altered.sealed = bytes.into();
    let cut = WaitingEntry {
        sealed: altered.sealed.slice(..40),
        ..altered.clone()
    };
    let of_somebody_else = Shop::open().await;
    let mut moved = bad("moved");
    moved.url = moved.url.replace(
        &shop.identity.address().to_string(),
        &of_somebody_else.identity.address().to_string(),
    );
    let moved = of_somebody_else.sealed(&moved);
    let outcomes = shop
        .settle(vec![
            genuine("1"),
            forged,
            genuine("2"),
            to_a_former_key,
            backdated,
            genuine("3"),
            altered,
            cut,
            moved,
            genuine("4"),
        ])
        .await;
    assert_eq!(outcomes, [Outcome::Settled; 10]);
    assert_eq!(shop.messages().await, ["1", "2", "3", "4"]);
    assert_eq!(shop.log().await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_counts_under_the_id_that_was_signed() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let sent = shop.lead(&source, "1");
    let offered_as = |id| WaitingEntry {
        id,
        ..shop.sealed(&sent)
    };
    let outcomes = shop
        .settle(vec![offered_as(DeliveryId::new()), offered_as(DeliveryId::new())])
        .await;
    assert_eq!(outcomes, [Outcome::Settled; 2]);
    shop.live(&sent).await;
    assert_eq!(shop.messages().await, ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_stored_stays_at_the_relay() {
    let mut shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let sent: Vec<_> = ["1", "2"].map(|text| shop.lead(&source, text)).into();
    let batch = |shop: &Shop| sent.iter().map(|sent| shop.sealed(sent)).collect();
    shop.core().db.close().await;
    assert_eq!(shop.settle(batch(&shop)).await, [Outcome::Later; 2]);
    assert_eq!(shop.live(&sent[0]).await, StatusCode::SERVICE_UNAVAILABLE);
    shop = shop.open_again().await;
    assert_eq!(shop.settle(batch(&shop)).await, [Outcome::Settled; 2]);
    assert_eq!(shop.messages().await, ["1", "2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_to_be_filed_takes_no_other_along() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let trap = "CREATE TRIGGER trap BEFORE INSERT ON event WHEN new.text = '2'
                BEGIN SELECT raise(ABORT, 'not this one'); END";
    shop.core()
        .db
        .write(move |tx| tx.execute_batch(trap))
        .await
        .unwrap();
    let sent: Vec<_> = ["1", "2", "3"].map(|text| shop.lead(&source, text)).into();
    let batch = || sent.iter().map(|sent| shop.sealed(sent)).collect();
    use Outcome::{Later, Settled};
    assert_eq!(shop.settle(batch()).await, [Settled, Later, Settled]);
    assert_eq!(shop.messages().await, ["1", "3"]);
    shop.core()
        .db
        .write(|tx| tx.execute_batch("DROP TRIGGER trap"))
        .await
        .unwrap();
    assert_eq!(shop.settle(batch()).await, [Settled, Settled, Settled]);
    assert_eq!(shop.messages().await, ["1", "3", "2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_takes_any_more_is_settled() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let mut unknown = shop.lead(&source, "unknown");
    unknown.url = unknown.url.replace("/in/", "/in/x");
    let too_large = Sent {
        body: vec![b' '; 5 << 20],
        ..shop.lead(&source, "large")
    };
    let by_get = Sent {
        method: Method::DELETE,
        ..shop.lead(&source, "get")
    };
    for sent in [&unknown, &too_large, &by_get] {
        assert_eq!(shop.settle(vec![shop.sealed(sent)]).await, [Outcome::Settled]);
    }
    assert!(shop.log().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_for_a_source_that_was_removed_meanwhile_is_filed_and_what_comes_live_is_not() {
    let shop = Shop::open().await;
    let removed = shop.add("other", None).await;
    let (waited, live) = (shop.lead(&removed, "1"), shop.lead(&removed, "2"));
    shop.engine
        .ask(RemoveSource { source: removed.id })
        .await
        .unwrap();
    assert_eq!(shop.settle(vec![shop.sealed(&waited)]).await, [Outcome::Settled]);
    shop.live(&live).await;
    assert_eq!(shop.messages().await, ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_is_told_as_such_and_what_came_live_is_not() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    shop.settle(vec![shop.sealed(&shop.lead(&source, "1"))]).await;
    shop.live(&shop.lead(&source, "2")).await;
    let toasts = shop.engine.ask(ListToasts { limit: 10 }).await.unwrap().toasts;
    let told: Vec<_> = toasts
        .iter()
        .map(|toast| (toast.arrival.text.as_deref(), toast.arrival.waited))
        .collect();
    assert_eq!(told, [(Some("1"), true), (Some("2"), false)]);
}

/// The sender's timestamp is in what it signed, and has to be of about the time of receipt.
#[tokio::test(flavor = "multi_thread")]
async fn the_senders_timestamp_is_judged_by_the_relays_clock_however_wrong_ours_is() {
    for days in [-900_i64, -3, 0, 3, 900] {
        let shop = Shop::open().await;
        let source = shop.add("standard-webhooks", Some(STANDARD_SECRET)).await;
        shop.clock.set(
            shop.relays_now()
                .checked_add(DAY * i32::try_from(days).unwrap())
                .unwrap(),
        );
        let live = shop.standard(&source, "1", 0);
        assert_eq!(shop.live(&live).await, StatusCode::OK, "{days} days off");
        let waited = shop.standard(&source, "2", 0);
        shop.wait(DAY * 2);
        // Signed when our clock says it is now.
        let of_our_time = shop.standard(
            &source,
            "3",
            (shop.clock.now().as_second() - shop.relays_now().as_second()) + 3_600,
        );
        let outcomes = shop
            .settle(vec![shop.sealed(&waited), shop.sealed(&of_our_time)])
            .await;
        assert_eq!(outcomes, [Outcome::Settled; 2]);
        assert_eq!(shop.messages().await, ["1", "2"], "{days} days off");
        let verdicts: Vec<_> = shop.log().await.iter().map(|line| line.verdict).collect();
        assert_eq!(verdicts, [Verdict::Accepted, Verdict::Accepted, Verdict::Refused]);
        for contact in shop.contacts().await {
            assert!(
                contact
                    .waiting_since
                    .is_some_and(|since| since <= shop.clock.now())
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_signs_the_address_is_believed_under_the_one_that_it_called() {
    let shop = Shop::open().await;
    let source = shop.add("twilio", Some("auth-token")).await;
    let genuine = shop.twilio(&source, "SM1", None);
    assert_eq!(shop.live(&genuine).await, StatusCode::OK);
    let other = shop.twilio(&source, "SM2", Some("https://relay.example/elsewhere"));
    assert_eq!(shop.live(&other).await, StatusCode::UNAUTHORIZED);
    let waited = shop.twilio(&source, "SM3", None);
    shop.settle(vec![shop.sealed(&waited)]).await;
    assert_eq!(shop.messages().await, ["SM1", "SM3"]);

    // Through the owner's own tunnel.
    shop.core()
        .set_own_address(Some("https://hooks.example/recado".to_owned()));
    let path = format!("/in/{}-twilio", source_key(&source));
    let own = shop.twilio(
        &source,
        "SM4",
        Some(&format!("https://hooks.example/recado{path}")),
    );
    assert_eq!(shop.local(&path, &own, "127.0.0.1", &[]).await, StatusCode::OK);
    assert_eq!(shop.messages().await, ["SM1", "SM3", "SM4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn forgeries_that_waited_lock_nobody_out_and_the_rate_does_not_count_what_waited() {
    let shop = Shop::open().await;
    let source = shop.add("twilio", Some("auth-token")).await;
    let forged = |n: u32| shop.twilio(&source, &format!("X{n}"), Some("https://relay.example/elsewhere"));
    let outcomes = shop
        .settle((0..200).map(|n| shop.sealed(&forged(n))).collect())
        .await;
    assert_eq!(outcomes, vec![Outcome::Settled; 200]);
    assert!(shop.core().lockouts().is_empty());
    assert_eq!(
        shop.live(&shop.twilio(&source, "SM1", None)).await,
        StatusCode::OK
    );
    // Live ones are counted by whom the relay names.
    let mut answers = Vec::new();
    for n in 200..220 {
        answers.push(shop.live(&forged(n)).await);
    }
    assert!(answers.contains(&StatusCode::TOO_MANY_REQUESTS), "{answers:?}");
    let somebody_else = Sent {
        remote: Some("198.51.100.7".parse().unwrap()),
        ..shop.twilio(&source, "SM2", None)
    };
    assert_eq!(shop.live(&somebody_else).await, StatusCode::OK);
    // A header moves nobody out of a lock-out, and nobody into one.
    let mut evading = shop.twilio(&source, "SM3", None);
    evading
        .headers
        .insert("x-forwarded-for", "192.0.2.1".parse().unwrap());
    assert_eq!(shop.live(&evading).await, StatusCode::TOO_MANY_REQUESTS);
    // What waited meanwhile, from the same network, is taken.
    let waited = shop.twilio(&source, "SM4", None);
    shop.settle(vec![shop.sealed(&waited)]).await;
    assert_eq!(shop.messages().await, ["SM1", "SM2", "SM4"]);
    // Of IPv6 a whole network is one.
    let v6 = |n: u32, host: &str| Sent {
        remote: Some(host.parse().unwrap()),
        ..forged(n)
    };
    for n in 300..320 {
        shop.live(&v6(n, &format!("2001:db8:1:2::{n}"))).await;
    }
    assert_eq!(
        shop.live(&v6(400, "2001:db8:1:2:3::4")).await,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        shop.live(&v6(401, "2001:db8:1:3::4")).await,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_judged_now_is_kept_here_and_is_filed_once_when_it_can_be() {
    let shop = Shop::open().await;
    let source = shop.add("twilio", Some("auth-token")).await;
    let (live, waited) = (
        shop.twilio(&source, "SM1", None),
        shop.twilio(&source, "SM2", None),
    );
    let shop = shop.open_again().await;
    shop.keyring.locked.store(true, Ordering::Relaxed);
    // The relay keeps what is answered so, and offers it later.
    assert_eq!(shop.live(&live).await, StatusCode::SERVICE_UNAVAILABLE);
    let outcomes = shop.settle(vec![shop.sealed(&live), shop.sealed(&waited)]).await;
    assert_eq!(outcomes, [Outcome::Settled; 2]);
    assert_eq!(shop.log().await.len(), 2);
    shop.keyring.locked.store(false, Ordering::Relaxed);
    // A keyring that failed is left alone for a while.
    shop.wait(SignedDuration::from_mins(5));
    assert_eq!(verify_quarantine(shop.core(), source.id).await.unwrap(), 2);
    assert_eq!(shop.messages().await, ["SM1", "SM2"]);
    let outcomes = shop.settle(vec![shop.sealed(&live), shop.sealed(&waited)]).await;
    assert_eq!(outcomes, [Outcome::Settled; 2]);
    assert_eq!(shop.messages().await, ["SM1", "SM2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_finds_no_room_until_it_can_be_judged_stays_at_the_relay() {
    let shop = Shop::open().await;
    let source = shop.add("twilio", Some("auth-token")).await;
    let shop = shop.open_again().await;
    shop.keyring.locked.store(true, Ordering::Relaxed);
    let large = |n: u32| {
        let mut sent = shop.twilio(&source, &format!("SM{n}"), None);
        sent.body.extend_from_slice(b"&Padding=");
        sent.body.resize(3 << 20, b'x');
        sent
    };
    let mut outcomes = Vec::new();
    for n in 0..8 {
        outcomes.extend(shop.settle(vec![shop.sealed(&large(n))]).await);
    }
    use Outcome::{Later, Settled};
    assert_eq!(
        outcomes,
        [Settled, Settled, Settled, Settled, Settled, Settled, Later, Later]
    );
    assert_eq!(shop.log().await.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_is_remembered_until_both_clocks_are_past_what_the_relay_keeps() {
    let shop = Shop::open().await;
    let source = shop.add("other", None).await;
    let first = shop.lead(&source, "1");
    shop.live(&first).await;
    let forget = async || {
        let now = shop.clock.now();
        shop.core()
            .db
            .write(move |tx| crate::store::relayed::forget(tx, now, 100))
            .await
            .unwrap()
    };
    // Our clock is set right, by years; for the relay nothing has passed.
    shop.clock.set(shop.clock.now().checked_add(DAY * 2_000).unwrap());
    shop.live(&shop.lead(&source, "2")).await;
    assert_eq!(forget().await, 0);
    // The relay's is, and ours not.
    shop.clock.set(shop.clock.now().checked_sub(DAY * 2_000).unwrap());
    shop.relays_clock.forward(DAY * 40);
    shop.live(&shop.lead(&source, "3")).await;
    assert_eq!(forget().await, 0);
    assert_eq!(shop.settle(vec![shop.sealed(&first)]).await, [Outcome::Settled]);
    assert_eq!(shop.messages().await, ["1", "2", "3"]);
    shop.clock.forward(DAY * 40);
    assert_eq!(forget().await, 1);
    // And even then an old entry that somebody puts back on the relay's disk brings nothing anew.
    assert_eq!(shop.settle(vec![shop.sealed(&first)]).await, [Outcome::Settled]);
    assert_eq!(shop.messages().await, ["1", "2", "3"]);
    shop.settle(vec![shop.sealed(&shop.lead(&source, "4"))]).await;
    assert_eq!(shop.messages().await, ["1", "2", "3", "4"]);
}

const STANDARD_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// An engine with a relay at its side, each with a clock of its own.
struct Shop {
    engine: Engine,
    clock: Arc<SetClock>,
    relays_clock: Arc<SetClock>,
    keyring: Arc<LockableKeyring>,
    identity: Arc<Identity>,
    relay: Arc<RelayIdentity>,
    folder: tempfile::TempDir,
}

/// A request as it reached the relay.
struct Sent {
    id: DeliveryId,
    at: Timestamp,
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Vec<u8>,
    remote: Option<IpAddr>,
}

impl Shop {
    async fn open() -> Self {
        let clock = || Arc::new(SetClock(Mutex::new("2026-11-24T12:00:00Z".parse().unwrap())));
        let (clock, relays_clock) = (clock(), clock());
        let (keyring, folder) = (Arc::default(), tempfile::tempdir().unwrap());
        Self {
            engine: engine(&folder, &clock, &keyring).await,
            clock,
            relays_clock,
            keyring,
            identity: Arc::new(Identity::new().unwrap()),
            relay: Arc::new(RelayIdentity::new().unwrap()),
            folder,
        }
    }

    async fn open_again(self) -> Self {
        let Self {
            engine: before,
            clock,
            relays_clock,
            keyring,
            identity,
            relay,
            folder,
        } = self;
        before.shutdown(recado_api::Ending::Quit).await;
        Self {
            engine: engine(&folder, &clock, &keyring).await,
            clock,
            relays_clock,
            keyring,
            identity,
            relay,
            folder,
        }
    }

    fn core(&self) -> &Arc<Core> {
        self.engine.core()
    }

    fn relays_now(&self) -> Timestamp {
        self.relays_clock.now()
    }

    /// Both clocks go on.
    fn wait(&self, time: SignedDuration) {
        self.clock.forward(time);
        self.relays_clock.forward(time);
    }

    async fn add(&self, preset: &str, secret: Option<&str>) -> Source {
        let source = AddSource {
            title: preset.to_owned(),
            preset: Some(preset.to_owned()),
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            allow_get: false,
        };
        self.engine.ask(source).await.unwrap()
    }

    fn sent(&self, source: &Source, content_type: &str, body: String) -> Sent {
        // No two at once: the log is in the order of the times.
        self.relays_clock.forward(SignedDuration::from_millis(1));
        let (address, key) = (self.identity.address(), source_key(source));
        let content_type = content_type.parse().unwrap();
        Sent {
            id: DeliveryId::new(),
            at: self.relays_now(),
            method: Method::POST,
            url: format!("https://relay.example/{address}/in/{key}-form"),
            headers: HeaderMap::from_iter([(hyper::header::CONTENT_TYPE, content_type)]),
            body: body.into_bytes(),
            remote: Some("203.0.113.9".parse().unwrap()),
        }
    }

    fn lead(&self, source: &Source, text: &str) -> Sent {
        let body = format!(r#"{{"nome":"Ana","telefone":"11987654321","mensagem":"{text}"}}"#);
        self.sent(source, "application/json", body)
    }

    /// Signed `ahead` seconds after it was received.
    fn standard(&self, source: &Source, text: &str, ahead: i64) -> Sent {
        let mut sent = self.lead(source, text);
        let at = sent.at.as_second() + ahead;
        let id = format!("msg_{text}");
        let key = data_encoding::BASE64.decode(STANDARD_SECRET.strip_prefix("whsec_").unwrap().as_bytes());
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key.unwrap()).unwrap();
        mac.update(format!("{id}.{at}.").as_bytes());
        mac.update(&sent.body);
        let signature = format!(
            "v1,{}",
            data_encoding::BASE64.encode(&mac.finalize().into_bytes())
        );
        for (name, value) in [
            ("webhook-id", id),
            ("webhook-timestamp", at.to_string()),
            ("webhook-signature", signature),
        ] {
            sent.headers.insert(name, value.parse().unwrap());
        }
        sent
    }

    /// A text message whose sender signed the address that it called, or another one.
    fn twilio(&self, source: &Source, id: &str, signed: Option<&str>) -> Sent {
        let body =
            format!("Body={id}&From=%2B5511987654321&MessageSid={id}&SmsStatus=received&To=%2B551130000001");
        let mut sent = self.sent(source, "application/x-www-form-urlencoded", body);
        let content = format!(
            "{}Body{id}From+5511987654321MessageSid{id}SmsStatusreceivedTo+551130000001",
            signed.unwrap_or(&sent.url)
        );
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(b"auth-token").unwrap();
        mac.update(content.as_bytes());
        let signature = data_encoding::BASE64.encode(&mac.finalize().into_bytes());
        sent.headers
            .insert("x-twilio-signature", signature.parse().unwrap());
        sent
    }

    /// Passed on by the relay as it came.
    async fn live(&self, sent: &Sent) -> StatusCode {
        let (_, path) = sent.url.split_once("/in/").unwrap();
        let request = self.request(&format!("https://relay.example/in/{path}"), sent);
        let mut request = request.body(Body::from(sent.body.clone())).unwrap();
        request.extensions_mut().insert(Delivered {
            id: sent.id,
            received_at_ms: sent.at.as_millisecond().unsigned_abs(),
            url: sent.url.parse().unwrap(),
            remote: sent.remote,
        });
        // The link has a peer too, and it is nobody's.
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        request.extensions_mut().insert(receiver::Peer(peer));
        self.answer(request).await
    }

    /// Sent to the receiver's own port.
    async fn local(&self, path: &str, sent: &Sent, peer: &str, headers: &[(&str, &str)]) -> StatusCode {
        let mut request = self.request(path, sent);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(sent.body.clone())).unwrap();
        let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
        request.extensions_mut().insert(receiver::Peer(peer));
        self.answer(request).await
    }

    fn request(&self, url: &str, sent: &Sent) -> hyper::http::request::Builder {
        let mut request = Request::builder().method(sent.method.clone()).uri(url);
        request.headers_mut().unwrap().clone_from(&sent.headers);
        request
    }

    async fn answer(&self, request: Request<Body>) -> StatusCode {
        let router = receiver::router(self.core().clone(), receiver::bodies());
        router
            .oneshot(request)
            .map(|answer| answer.unwrap().status())
            .await
    }

    fn sealed(&self, sent: &Sent) -> WaitingEntry {
        self.sealed_by(&self.relay, self.identity.sealing_key(), sent)
    }

    fn sealed_by(
        &self,
        relay: &RelayIdentity,
        sealing_key: &recado_tunnel::identity::SealingKey,
        sent: &Sent,
    ) -> WaitingEntry {
        let label = Label {
            address: self.identity.address(),
            sealing_key,
            id: sent.id,
            received_at_ms: sent.at.as_millisecond().unsigned_abs(),
        };
        let request = KeptRequest {
            method: sent.method.clone(),
            url: sent.url.parse().unwrap(),
            headers: sent.headers.clone(),
            body: sent.body.clone().into(),
            remote: sent.remote,
        };
        WaitingEntry {
            id: sent.id,
            sealed: seal::seal(&label, relay, &request).unwrap().into(),
        }
    }

    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        let settling = Settling::new(self.core().clone(), self.identity.clone(), self.relay.key(), KEPT);
        settling.settle(entries).await
    }

    async fn contacts(&self) -> Vec<Contact> {
        let all = recado_api::request::ListContacts {
            after: None,
            limit: 100,
        };
        self.engine.ask(all).await.unwrap().contacts
    }

    /// All that anybody said, in the order in which it was filed.
    async fn messages(&self) -> Vec<String> {
        let said = "SELECT text FROM event ORDER BY seq";
        let said = self.core().db.read(move |db| {
            let mut select = db.prepare(said)?;
            let texts = select.query_map([], |row| row.get(0))?;
            texts.collect::<Result<Vec<String>, _>>()
        });
        said.await.unwrap()
    }

    async fn log(&self) -> Vec<Delivery> {
        let all = ListDeliveries {
            filter: Default::default(),
            newest_first: false,
            after: None,
            limit: 1_000,
        };
        self.engine.ask(all).await.unwrap().deliveries
    }
}

async fn engine(folder: &tempfile::TempDir, clock: &Arc<SetClock>, keyring: &Arc<LockableKeyring>) -> Engine {
    let options = OpenOptions {
        clock: clock.clone(),
        keyring: Some(keyring.clone()),
        ..OpenOptions::new(Holder::Command)
    };
    Engine::open(&Folder::at(folder.path()), options).await.unwrap()
}

fn source_key(source: &Source) -> &str {
    let (_, key) = source.address.split_once("/in/").unwrap();
    key.split('-').next().unwrap()
}

struct SetClock(Mutex<Timestamp>);

impl SetClock {
    fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }

    fn forward(&self, by: SignedDuration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Secrets in memory, that can be locked away.
#[derive(Default)]
struct LockableKeyring {
    locked: AtomicBool,
    secrets: Mutex<HashMap<String, String>>,
}

impl Keyring for LockableKeyring {
    fn open(&self) -> Result<Box<dyn Entries + '_>, KeyringError> {
        if self.locked.load(Ordering::Relaxed) {
            return Err(KeyringError::Failed("it is locked".to_owned()));
        }
        Ok(Box::new(self))
    }
}

impl Entries for &LockableKeyring {
    fn read(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        Ok(self
            .secrets
            .lock()
            .unwrap()
            .get(name)
            .cloned()
            .map(Zeroizing::new))
    }

    fn write(&mut self, name: &str, secret: &str) -> Result<(), KeyringError> {
        self.secrets
            .lock()
            .unwrap()
            .insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn erase(&mut self, name: &str) -> Result<(), KeyringError> {
        self.secrets.lock().unwrap().remove(name);
        Ok(())
    }
}
