use proptest::prelude::*;
use tokio::io::duplex;

use super::relay::{answer_bytes, challenge_of, check};
use super::wire::{Answer, Challenge};
use super::*;
use crate::identity::{Identity, RelayIdentity};
use crate::origin::Origin;
use crate::vectors;

fn engine() -> Identity {
    Identity::from_seeds([1; 32], [2; 32])
}

fn relay() -> RelayIdentity {
    RelayIdentity::from_seed([3; 32])
}

fn origin() -> Origin {
    "https://relay.example".parse().unwrap()
}

fn welcome() -> Welcome {
    Welcome {
        software: "recado-relay 1.0".to_owned(),
        table: Some(41),
        waiting: Waiting {
            entries: 12,
            bytes: 34_567,
        },
        longest_body: 4 << 20,
        quota: Waiting {
            entries: 10_000,
            bytes: 256 << 20,
        },
        keeps_for_s: 30 * 86_400,
    }
}

fn dial<'a>(origin: &'a Origin, invitation: Option<&'a str>) -> Dial<'a> {
    Dial {
        origin,
        pinned: None,
        invitation,
    }
}

/// A recorded proof, made for the challenge with this nonce.
fn recorded(nonce: u8, origin: &Origin) -> (Vec<u8>, Vec<u8>) {
    let challenge = challenge_of([nonce; 32], &relay(), origin);
    let (_, proof) = engine::prove(&challenge, &engine(), &dial(origin, Some("convite"))).unwrap();
    (challenge, proof)
}

#[tokio::test]
async fn an_engine_attaches_and_both_know_who_the_other_is() {
    let (mut at_engine, mut at_relay) = duplex(64);
    let origin = origin();
    let engine = engine();
    let dial = dial(&origin, Some("convite-1"));
    let (attached, newcomer) = tokio::join!(attach(&mut at_engine, &engine, &dial), async {
        let newcomer = challenge(&mut at_relay, &relay(), &origin).await.unwrap();
        let seen = (
            newcomer.address(),
            newcomer.key(),
            newcomer.sealing_key().clone(),
            newcomer.invitation().map(str::to_owned),
        );
        newcomer
            .welcome(&mut at_relay, &relay(), welcome())
            .await
            .unwrap();
        seen
    });
    let expected = Attached {
        relay: relay().key(),
        welcome: welcome(),
    };
    assert_eq!(attached.unwrap(), expected);
    assert_eq!(
        newcomer,
        (
            engine.address(),
            engine.key(),
            engine.sealing_key().clone(),
            Some("convite-1".to_owned())
        )
    );
}

#[tokio::test]
async fn what_follows_the_attach_is_left_on_the_stream() {
    let (mut at_engine, mut at_relay) = duplex(4096);
    let origin = origin();
    let engine = engine();
    let dial = dial(&origin, None);
    let (attached, ()) = tokio::join!(attach(&mut at_engine, &engine, &dial), async {
        let newcomer = challenge(&mut at_relay, &relay(), &origin).await.unwrap();
        newcomer
            .welcome(&mut at_relay, &relay(), welcome())
            .await
            .unwrap();
        at_relay.write_all(b"PRI * HTTP/2.0").await.unwrap();
    });
    attached.unwrap();
    let mut after = [0; 14];
    tokio::io::AsyncReadExt::read_exact(&mut at_engine, &mut after)
        .await
        .unwrap();
    assert_eq!(&after, b"PRI * HTTP/2.0");
}

#[tokio::test]
async fn a_relay_that_refuses_says_why() {
    let (mut at_engine, mut at_relay) = duplex(4096);
    let origin = origin();
    let engine = engine();
    let dial = dial(&origin, None);
    let refusal = Refusal {
        reason: Reason::InvitationNeeded,
        detail: "this relay takes only those who were invited".to_owned(),
        retry_after_s: Some(60),
    };
    let (attached, ()) = tokio::join!(attach(&mut at_engine, &engine, &dial), async {
        let newcomer = challenge(&mut at_relay, &relay(), &origin).await.unwrap();
        assert_eq!(newcomer.invitation(), None);
        newcomer
            .refuse(&mut at_relay, &relay(), refusal.clone())
            .await
            .unwrap();
    });
    let AttachError::Refused(told) = attached.unwrap_err() else {
        panic!("not refused")
    };
    assert_eq!(told, refusal);
}

#[tokio::test]
async fn a_replayed_proof_is_refused_on_every_other_connection() {
    let (_, proof) = recorded(1, &origin());
    let (mut at_thief, mut at_relay) = duplex(4096);
    let (answer, refused) = tokio::join!(
        async {
            let challenge = hear(&mut at_thief).await.unwrap();
            say(&mut at_thief, &proof).await.unwrap();
            let answer = hear(&mut at_thief).await.unwrap();
            Answer::read(&answer, &relay().key(), &challenge, &proof).unwrap()
        },
        async { challenge(&mut at_relay, &relay(), &origin()).await }
    );
    assert!(matches!(refused, Err(AttachError::Proof)));
    assert!(matches!(answer, Answer::Refused(refusal) if refusal.reason == Reason::Proof));
}

#[test]
fn a_proof_is_of_no_use_at_another_relay_or_for_somebody_else_s_key() {
    let (challenge, proof) = recorded(1, &origin());
    assert!(check(&challenge, &proof).is_ok());
    let elsewhere = challenge_of([1; 32], &relay(), &"https://other.example".parse().unwrap());
    assert!(matches!(check(&elsewhere, &proof), Err(AttachError::Proof)));
    let other_relay = challenge_of([1; 32], &RelayIdentity::from_seed([4; 32]), &origin());
    assert!(matches!(check(&other_relay, &proof), Err(AttachError::Proof)));
    let mut stolen = proof;
    let other_key = Identity::from_seeds([8; 32], [2; 32]).key().to_bytes();
    stolen[1..33].copy_from_slice(&other_key);
    assert!(matches!(check(&challenge, &stolen), Err(AttachError::Proof)));
}

#[test]
fn an_engine_gives_nothing_to_a_relay_that_is_not_the_one_it_dialled() {
    let origin = origin();
    let elsewhere = challenge_of([1; 32], &relay(), &"https://other.example".parse().unwrap());
    let refused = engine::prove(&elsewhere, &engine(), &dial(&origin, Some("convite")));
    assert!(matches!(refused, Err(AttachError::OtherOrigin { says }) if says == "https://other.example"));
    let other = RelayIdentity::from_seed([4; 32]);
    let pinned = Dial {
        pinned: Some(relay().key()),
        ..dial(&origin, Some("convite"))
    };
    let refused = engine::prove(&challenge_of([1; 32], &other, &origin), &engine(), &pinned);
    assert!(matches!(refused, Err(AttachError::OtherRelay { shown }) if *shown == other.key()));
}

#[test]
fn a_relay_that_only_repeats_another_s_key_cannot_welcome() {
    let (challenge, proof) = recorded(1, &origin());
    let impostor = RelayIdentity::from_seed([4; 32]);
    let forged = answer_bytes(&Answer::Welcome(welcome()), &impostor, &challenge, &proof).unwrap();
    let refused = engine::judge(&forged, &relay().key(), &challenge, &proof);
    assert!(matches!(refused, Err(AttachError::Malformed)));
    // A recorded welcome is of no use for another proof.
    let recorded_answer = answer_bytes(&Answer::Welcome(welcome()), &relay(), &challenge, &proof).unwrap();
    let (second_challenge, second_proof) = recorded(2, &origin());
    let refused = engine::judge(&recorded_answer, &relay().key(), &second_challenge, &second_proof);
    assert!(matches!(refused, Err(AttachError::Malformed)));
}

#[test]
fn a_relay_of_a_newer_protocol_is_refused_by_name() {
    let mut challenge = MAGIC_AND_MORE.to_vec();
    challenge[6..8].copy_from_slice(&[2, 4]);
    let refused = engine::prove(&challenge, &engine(), &dial(&origin(), None)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the relay speaks the tunnel protocol in versions 2 to 4, this program 1 to 1"
    );
}

/// A challenge of a later protocol, of which only the beginning is as today.
const MAGIC_AND_MORE: &[u8] = b"RECADO\x02\x04whatever comes then";

#[tokio::test]
async fn an_engine_of_a_newer_protocol_is_told_what_is_spoken() {
    let (mut at_engine, mut at_relay) = duplex(4096);
    let (told, refused) = tokio::join!(
        async {
            let challenge = hear(&mut at_engine).await.unwrap();
            let proof = b"\x02whatever proves it then";
            say(&mut at_engine, proof).await.unwrap();
            let answer = hear(&mut at_engine).await.unwrap();
            engine::judge(&answer, &relay().key(), &challenge, proof)
        },
        async { challenge(&mut at_relay, &relay(), &origin()).await }
    );
    assert!(matches!(refused, Err(AttachError::ProtocolAsked { asked: 2 })));
    assert!(matches!(told, Err(AttachError::Protocol { theirs }) if theirs == SPOKEN));
}

#[test]
fn the_highest_common_protocol_is_spoken() {
    assert_eq!(common(&(1..=3), &(2..=5)), Some(3));
    assert_eq!(common(&(1..=3), &(3..=3)), Some(3));
    assert_eq!(common(&(2..=3), &(1..=9)), Some(3));
    assert_eq!(common(&(1..=1), &(2..=3)), None);
    assert_eq!(common(&(4..=5), &(2..=3)), None);
}

#[tokio::test(start_paused = true)]
async fn whoever_says_nothing_is_not_waited_for() {
    let (mut at_engine, mut at_relay) = duplex(4096);
    let origin = origin();
    let silent = attach(&mut at_engine, &engine(), &dial(&origin, None)).await;
    assert!(matches!(silent, Err(AttachError::Silent)));
    let silent = challenge(&mut at_relay, &relay(), &origin).await;
    assert!(matches!(silent, Err(AttachError::Silent)));
}

#[tokio::test]
async fn a_connection_that_ends_is_an_error_at_once() {
    let (mut at_engine, at_relay) = duplex(4096);
    drop(at_relay);
    let ended = attach(&mut at_engine, &engine(), &dial(&origin(), None)).await;
    assert!(matches!(ended, Err(AttachError::Io(_))));
}

#[tokio::test]
async fn something_that_is_no_relay_is_called_that() {
    let (mut at_engine, mut at_other) = duplex(4096);
    at_other.write_all(b"\0\0\0\x10HTTP/1.1 400 Bad").await.unwrap();
    let odd = attach(&mut at_engine, &engine(), &dial(&origin(), None)).await;
    assert!(matches!(odd, Err(AttachError::Malformed)));
}

#[test]
fn the_messages_have_the_committed_bytes() {
    let (challenge, proof) = recorded(9, &origin());
    vectors::check("challenge", &challenge);
    vectors::check("proof", &proof);
    let answer = |answer: &Answer| answer_bytes(answer, &relay(), &challenge, &proof).unwrap();
    vectors::check("welcome", &answer(&Answer::Welcome(welcome())));
    let refusal = Refusal {
        reason: Reason::Full,
        detail: "full".to_owned(),
        retry_after_s: Some(3600),
    };
    vectors::check("refusal", &answer(&Answer::Refused(refusal)));
    vectors::check("other-protocol", &answer(&Answer::OtherProtocol(SPOKEN)));
}

#[test]
fn every_reason_reads_back() {
    let (challenge, proof) = recorded(9, &origin());
    for code in 0..=u8::MAX {
        let refusal = Refusal {
            reason: Reason::Other(code),
            detail: String::new(),
            retry_after_s: None,
        };
        let answer = answer_bytes(&Answer::Refused(refusal), &relay(), &challenge, &proof).unwrap();
        let read = Answer::read(&answer, &relay().key(), &challenge, &proof).unwrap();
        let Answer::Refused(refusal) = read else {
            panic!("{read:?}")
        };
        let again = answer_bytes(&Answer::Refused(refusal.clone()), &relay(), &challenge, &proof);
        assert_eq!(again.unwrap(), answer, "{refusal:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_flipped_bit_of_a_proof_or_a_challenge_is_noticed(at in 0usize..10_000, bit in 0u32..8) {
        let (challenge, proof) = recorded(9, &origin());
        let mut altered = proof.clone();
        let place = at % altered.len();
        altered[place] ^= 1u8 << bit;
        prop_assert!(check(&challenge, &altered).is_err());
        let mut other = challenge.clone();
        let place = at % other.len();
        other[place] ^= 1u8 << bit;
        prop_assert!(check(&other, &proof).is_err());
    }

    #[test]
    fn one_flipped_bit_of_an_answer_is_noticed(at in 0usize..10_000, bit in 0u32..8) {
        let (challenge, proof) = recorded(9, &origin());
        let mut answer = answer_bytes(&Answer::Welcome(welcome()), &relay(), &challenge, &proof).unwrap();
        let place = at % answer.len();
        answer[place] ^= 1u8 << bit;
        prop_assert!(engine::judge(&answer, &relay().key(), &challenge, &proof).is_err());
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Challenge::read(&bytes);
        let _ = Challenge::read(&[b"RECADO\x01\x01", &bytes[..]].concat());
        prop_assert!(check(b"challenge", &bytes).is_err());
        prop_assert!(Answer::read(&bytes, &relay().key(), b"", b"").is_err());
    }
}
