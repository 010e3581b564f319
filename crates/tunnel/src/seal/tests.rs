use hpke::rand_core::{TryCryptoRng, TryRng};
use http::{HeaderMap, HeaderValue, Method};
use proptest::prelude::*;

use super::*;
use crate::vectors;

const AT: u64 = 1_790_000_000_000;

fn engine() -> Identity {
    Identity::from_seeds([1; 32], [2; 32])
}

fn relay() -> RelayIdentity {
    RelayIdentity::from_seed([3; 32])
}

fn request() -> KeptRequest {
    let mut headers = HeaderMap::new();
    headers.append("content-type", HeaderValue::from_static("application/json"));
    headers.append("x-twice", HeaderValue::from_static("one"));
    headers.append("x-twice", HeaderValue::from_bytes(b"caf\xe9").unwrap());
    KeptRequest {
        method: Method::POST,
        url: "https://relay.example/2y4m5s5fgh4gsdr2mc5opqmhs5w5dywa/in/k7f3?a=b%20c"
            .parse()
            .unwrap(),
        headers,
        body: Bytes::from_static(br#"{"name":"Joana"}"#),
        remote: Some("203.0.113.9".parse().unwrap()),
    }
}

fn label<'a>(address: Address, sealing_key: &'a SealingKey, id: u8) -> Label<'a> {
    Label {
        address,
        sealing_key,
        id: DeliveryId::from_bytes([id; 16]),
        received_at_ms: AT,
    }
}

fn sealed(engine: &Identity, relay: &RelayIdentity, id: u8) -> Vec<u8> {
    let label = label(engine.address(), engine.sealing_key(), id);
    seal(&label, relay, &request()).unwrap()
}

#[track_caller]
fn refused(entry: &[u8], why: OpenError) {
    assert_eq!(open(&engine(), &relay().key(), entry).unwrap_err(), why);
}

/// Signs again what was altered, as the relay itself could.
fn signed_again(mut entry: Vec<u8>, address: Address) -> Vec<u8> {
    entry.truncate(entry.len() - SIGNATURE);
    let signature = relay().sign(&super::signed(&address, &entry));
    entry.extend_from_slice(&signature);
    entry
}

#[test]
fn what_was_sealed_opens_as_it_was() {
    let entry = sealed(&engine(), &relay(), 7);
    let (delivered, opened) = open(&engine(), &relay().key(), &entry).unwrap();
    assert_eq!(opened, request());
    assert_eq!(
        delivered,
        Delivered {
            id: DeliveryId::from_bytes([7; 16]),
            received_at_ms: AT,
            url: request().url,
            remote: request().remote,
        }
    );
    assert_eq!(peek(&entry), Ok((delivered.id, AT)));
}

#[test]
fn an_entry_has_the_committed_bytes() {
    let (engine, relay) = (engine(), relay());
    let label = label(engine.address(), engine.sealing_key(), 7);
    let entry = seal_by(&label, &relay, &request(), |info, plain, associated| {
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &label.sealing_key.0,
            info,
            plain,
            associated,
            &mut Fixed,
        )
    })
    .unwrap();
    vectors::check("request", &request().to_bytes().unwrap());
    vectors::check("entry", &entry);
    assert_eq!(open(&engine, &relay.key(), &entry).unwrap().1, request());
}

/// "Random" bytes that are all 5.
struct Fixed;

impl TryRng for Fixed {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0x0505_0505)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0x0505_0505_0505_0505)
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Self::Error> {
        to.fill(5);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

#[test]
fn the_same_request_is_never_sealed_to_the_same_bytes() {
    assert_ne!(sealed(&engine(), &relay(), 7), sealed(&engine(), &relay(), 7));
}

#[test]
fn nothing_of_the_request_can_be_read_in_the_entry() {
    let entry = sealed(&engine(), &relay(), 7);
    for word in ["Joana", "relay.example", "k7f3", "POST", "content-type"] {
        let found = entry.windows(word.len()).any(|some| some == word.as_bytes());
        assert!(!found, "{word}");
    }
}

#[test]
fn another_relay_s_signature_is_refused() {
    refused(
        &sealed(&engine(), &RelayIdentity::from_seed([4; 32]), 7),
        OpenError::Signature,
    );
}

#[test]
fn what_was_sealed_for_another_engine_is_refused() {
    let other = Identity::from_seeds([8; 32], [9; 32]);
    refused(&sealed(&other, &relay(), 7), OpenError::Signature);
}

#[test]
fn what_was_sealed_to_a_former_key_is_told_from_a_forgery() {
    let former = Identity::from_seeds([1; 32], [9; 32]);
    assert_eq!(former.address(), engine().address());
    refused(&sealed(&former, &relay(), 7), OpenError::OtherSealingKey);
}

#[test]
fn a_backdated_or_renumbered_entry_is_refused_even_when_signed_again() {
    let entry = sealed(&engine(), &relay(), 7);
    for at in [1, 16, 17, 24] {
        let mut altered = entry.clone();
        altered[at] ^= 1;
        refused(&altered, OpenError::Signature);
        refused(&signed_again(altered, engine().address()), OpenError::Seal);
    }
}

#[test]
fn the_inside_of_one_entry_does_not_open_under_the_header_of_another() {
    let (one, other) = (sealed(&engine(), &relay(), 7), sealed(&engine(), &relay(), 8));
    let swapped = [&one[..HEADER], &other[HEADER..]].concat();
    refused(&swapped, OpenError::Signature);
    refused(&signed_again(swapped, engine().address()), OpenError::Seal);
}

#[test]
fn nobody_can_sign_what_another_relay_sealed_as_theirs() {
    let entry = sealed(&engine(), &RelayIdentity::from_seed([4; 32]), 7);
    refused(&signed_again(entry, engine().address()), OpenError::Seal);
}

#[test]
fn an_entry_of_a_later_version_is_called_that() {
    let mut entry = sealed(&engine(), &relay(), 7);
    entry[0] = 2;
    refused(&entry, OpenError::Version(2));
    assert_eq!(peek(&entry), Err(OpenError::Version(2)));
}

#[test]
fn an_entry_longer_than_any_is_refused_before_anything_is_computed() {
    refused(&vec![VERSION; LONGEST_ENTRY + 1], OpenError::Length);
}

#[test]
fn a_request_that_is_too_long_is_not_sealed() {
    let engine = engine();
    let label = label(engine.address(), engine.sealing_key(), 7);
    let too_long = SealError::Request(RequestError::TooLong);
    let mut long = request();
    long.body = Bytes::from(vec![b'x'; crate::limits::LONGEST_BODY + 1]);
    assert_eq!(seal(&label, &relay(), &long), Err(too_long));
    let mut wide = request();
    let value = HeaderValue::from_bytes(&[b'x'; crate::limits::LONGEST_HEAD]).unwrap();
    wide.headers.insert("x-long", value);
    assert_eq!(seal(&label, &relay(), &wide), Err(too_long));
}

#[test]
fn the_longest_body_is_sealed_and_opens() {
    let engine = engine();
    let label = label(engine.address(), engine.sealing_key(), 7);
    let mut long = request();
    long.body = Bytes::from(vec![b'x'; crate::limits::LONGEST_BODY]);
    let entry = seal(&label, &relay(), &long).unwrap();
    assert_eq!(open(&engine, &relay().key(), &entry).unwrap().1, long);
}

#[test]
fn a_sealing_key_that_keeps_nobody_out_is_not_sealed_to() {
    let none = SealingKey::from_bytes(&[0; 32]).unwrap();
    let label = label(engine().address(), &none, 7);
    assert_eq!(seal(&label, &relay(), &request()), Err(SealError::Key));
}

#[test]
fn a_head_that_claims_to_be_huge_is_refused() {
    let mut plain = request().to_bytes().unwrap();
    plain[..4].copy_from_slice(&u32::MAX.to_be_bytes());
    assert_eq!(
        KeptRequest::from_bytes(&Bytes::from(plain)),
        Err(RequestError::TooLong)
    );
    // A head of 64 KiB that claims to hold 2^62 headers.
    let mut head = vec![4];
    head.extend_from_slice(b"POST");
    head.push(9);
    head.extend_from_slice(b"http://a/");
    head.push(0);
    head.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f]);
    head.resize(crate::limits::LONGEST_HEAD, 0);
    let plain = [&(head.len() as u32).to_be_bytes()[..], &head].concat();
    assert_eq!(
        KeptRequest::from_bytes(&Bytes::from(plain)),
        Err(RequestError::Malformed)
    );
}

fn requests() -> impl Strategy<Value = KeptRequest> {
    let header = ("[a-z][a-z0-9-]{0,20}", "[ -~]{0,40}");
    (
        prop::sample::select(vec!["GET", "POST", "PUT", "PROPFIND"]),
        "https://[a-z]{1,10}\\.example/[a-zA-Z0-9/%_.-]{0,30}\\?[a-z=&0-9]{0,20}",
        prop::collection::vec(header, 0..20),
        prop::collection::vec(any::<u8>(), 0..2000),
        any::<Option<std::net::IpAddr>>(),
    )
        .prop_map(|(method, url, fields, body, remote)| {
            let mut headers = HeaderMap::new();
            for (name, value) in fields {
                let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
                headers.append(name, HeaderValue::from_str(&value).unwrap());
            }
            KeptRequest {
                method: method.parse().unwrap(),
                url: url.parse().unwrap(),
                headers,
                body: Bytes::from(body),
                remote,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_request_reads_back(request in requests()) {
        let bytes = Bytes::from(request.to_bytes().unwrap());
        prop_assert_eq!(KeptRequest::from_bytes(&bytes), Ok(request));
    }

    #[test]
    fn a_request_cut_short_never_passes_for_a_whole_one_with_another_head(cut in 1usize..200) {
        let bytes = request().to_bytes().unwrap();
        let kept = bytes.len().saturating_sub(cut);
        if let Ok(read) = KeptRequest::from_bytes(&Bytes::copy_from_slice(&bytes[..kept])) {
            // The body has no length of its own: the seal around it does.
            prop_assert!(request().body.starts_with(&read.body));
            prop_assert_eq!(read.headers, request().headers);
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = KeptRequest::from_bytes(&Bytes::from(bytes.clone()));
        prop_assert!(open(&engine(), &relay().key(), &bytes).is_err());
    }

    #[test]
    fn one_flipped_bit_anywhere_is_noticed(at in 0usize..10_000, bit in 0u32..8) {
        let mut entry = sealed(&engine(), &relay(), 7);
        let at = at % entry.len();
        entry[at] ^= 1u8 << bit;
        prop_assert!(open(&engine(), &relay().key(), &entry).is_err());
    }

    #[test]
    fn an_entry_cut_anywhere_or_followed_by_more_is_refused(at in 0usize..10_000) {
        let entry = sealed(&engine(), &relay(), 7);
        prop_assert!(open(&engine(), &relay().key(), &entry[..at % entry.len()]).is_err());
        let longer = [&entry[..], &[0]].concat();
        prop_assert_eq!(open(&engine(), &relay().key(), &longer).unwrap_err(), OpenError::Signature);
    }

    #[test]
    fn bits_flipped_by_somebody_who_can_sign_never_open(at in 0usize..10_000, bit in 0u32..8) {
        let mut entry = sealed(&engine(), &relay(), 7);
        let at = at % (entry.len() - SIGNATURE);
        entry[at] ^= 1u8 << bit;
        let entry = signed_again(entry, engine().address());
        prop_assert!(open(&engine(), &relay().key(), &entry).is_err());
    }
}
