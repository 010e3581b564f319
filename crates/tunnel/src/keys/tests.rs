use http::{HeaderValue, Method, StatusCode};
use proptest::prelude::*;

use super::way::{Known, NotTaken, key_in, source, split};
use super::*;
use crate::identity::{Address, Identity};
use crate::limits::{LONGEST_ANSWER, MOST_KEYS};
use crate::vectors;

fn address() -> Address {
    Identity::from_seeds([1; 32], [2; 32]).address()
}

fn key(name: &str) -> SourceKey {
    SourceKey {
        hash: KeyHash::of(&address(), name),
        keep: vec![Method::POST, Method::PUT],
        answer: KeptAnswer {
            status: StatusCode::OK,
            content_type: Some(HeaderValue::from_static("text/xml")),
            body: b"<Response/>".to_vec(),
        },
        live_limit_ms: 700,
    }
}

fn empty(name: &str) -> SourceKey {
    SourceKey {
        keep: vec![Method::POST],
        answer: KeptAnswer {
            status: StatusCode::ACCEPTED,
            content_type: None,
            body: Vec::new(),
        },
        live_limit_ms: 4_000,
        ..key(name)
    }
}

fn table() -> KeyTable {
    KeyTable::new(41, vec![key("abc"), empty("def")]).unwrap()
}

#[test]
fn a_table_has_the_committed_bytes_and_reads_back() {
    let bytes = table().to_bytes().unwrap();
    vectors::check("key-table", &bytes);
    assert_eq!(KeyTable::from_bytes(&bytes), Ok(table()));
}

#[test]
fn the_largest_table_goes_through_the_control_stream() {
    let keys = (0..MOST_KEYS).map(|n| {
        let mut key = key(&n.to_string());
        key.answer.body = vec![b'x'; LONGEST_ANSWER];
        key.answer.content_type = Some(HeaderValue::from_static("application/json; charset=utf-8"));
        key
    });
    let table = KeyTable::new(u64::MAX, keys.collect()).unwrap();
    let bytes = table.to_bytes().unwrap();
    assert_eq!(KeyTable::from_bytes(&bytes), Ok(table));
}

#[track_caller]
fn refused(change: impl FnOnce(&mut SourceKey), why: TableError) {
    let mut changed = key("abc");
    change(&mut changed);
    assert_eq!(KeyTable::new(1, vec![changed]), Err(why));
}

#[test]
fn what_a_relay_should_not_say_does_not_get_into_a_table() {
    refused(|key| key.answer.status = StatusCode::FOUND, TableError::Answer);
    refused(
        |key| key.answer.body = vec![b'x'; LONGEST_ANSWER + 1],
        TableError::Answer,
    );
    refused(|key| key.answer.body = vec![0xff], TableError::Answer);
    refused(|key| key.answer.content_type = None, TableError::Answer);
    let page = HeaderValue::from_static("text/html");
    refused(|key| key.answer.content_type = Some(page), TableError::Answer);
}

#[test]
fn a_table_out_of_bounds_is_refused() {
    refused(|key| key.live_limit_ms = 0, TableError::LiveLimit);
    refused(|key| key.live_limit_ms = 30_001, TableError::LiveLimit);
    refused(|key| key.keep = vec![Method::POST; 9], TableError::TooManyMethods);
    assert_eq!(
        KeyTable::new(1, vec![key("abc"), empty("abc")]),
        Err(TableError::Twice)
    );
    let many = (0..=MOST_KEYS).map(|n| key(&n.to_string())).collect();
    assert_eq!(KeyTable::new(1, many), Err(TableError::TooManyKeys));
}

#[test]
fn bounds_hold_for_what_is_read_too() {
    // 200 and 302 as postcard writes them.
    let mut forged = table().to_bytes().unwrap();
    let status = forged.windows(2).position(|two| two == [0xc8, 0x01]).unwrap();
    forged[status..status + 2].copy_from_slice(&[0xae, 0x02]);
    assert_eq!(KeyTable::from_bytes(&forged), Err(TableError::Answer));
    assert_eq!(KeyTable::from_bytes(&[2, 0, 0]), Err(TableError::Version(2)));
    assert_eq!(KeyTable::from_bytes(&[]), Err(TableError::Malformed));
    let huge = [1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    assert_eq!(KeyTable::from_bytes(&huge), Err(TableError::Malformed));
}

#[test]
fn types_that_a_browser_shows_as_a_page_are_not_plain() {
    for plain in [
        "text/plain",
        "Text/Plain; charset=utf-8",
        "application/json",
        "application/problem+json",
        "text/xml",
        "application/xml",
    ] {
        assert!(is_plain_type(plain), "{plain}");
    }
    let long = format!("text/plain; {}", "x".repeat(100));
    for other in [
        "",
        "text/html",
        "application/xhtml+xml",
        "image/svg+xml",
        "text/javascript",
        "text/html; text/plain",
        "application/javascript+jsonp",
        &long,
    ] {
        assert!(!is_plain_type(other), "{other}");
    }
}

#[test]
fn a_path_is_split_into_the_address_and_what_the_engine_gets() {
    let written = address().to_string();
    assert_eq!(
        split(&format!("/{written}/in/abc-whatsapp/orders")),
        Ok((address(), "/in/abc-whatsapp/orders"))
    );
    for nothing in [
        "",
        "/",
        "/in/abc",
        "/favicon.ico",
        &format!("/{written}"),
        &format!("/{written}/"),
        &format!("/{written}/inside/abc"),
        &format!("//{written}/in/abc"),
        &format!("{written}/in/abc"),
    ] {
        assert_eq!(split(nothing), Err(NotTaken::NoAddress), "{nothing}");
    }
    let mut mistyped = written.into_bytes();
    mistyped.swap(0, 1);
    let mistyped = String::from_utf8(mistyped).unwrap();
    assert_eq!(split(&format!("/{mistyped}/in/abc")), Err(NotTaken::Mistyped));
}

#[test]
fn the_key_is_what_stands_before_suffix_and_path() {
    assert_eq!(key_in("/in/abc"), Some("abc"));
    assert_eq!(key_in("/in/abc-whatsapp"), Some("abc"));
    assert_eq!(key_in("/in/abc/orders/created"), Some("abc"));
    assert_eq!(key_in("/in/"), None);
    assert_eq!(key_in("/in/-abc"), None);
    assert_eq!(key_in("/other/abc"), None);
}

#[test]
fn each_case_of_a_request_has_its_status() {
    let (address, table) = (address(), table());
    let to = |path, known| source(&address, path, known);
    assert_eq!(to("/in/ABC-whatsapp", Known::WithTable(&table)), Ok(&key("abc")));
    for (path, known, why, status) in [
        ("/in/abc", Known::No, NotTaken::UnknownAddress, 404),
        ("/in/abc", Known::WithoutTable, NotTaken::NoTable, 503),
        ("/in/ghi", Known::WithTable(&table), NotTaken::UnknownKey, 404),
        ("/in/", Known::WithTable(&table), NotTaken::UnknownKey, 404),
    ] {
        assert_eq!(to(path, known), Err(why), "{path}");
        assert_eq!(why.status(), status);
    }
    let key = empty("def");
    assert_eq!(key.answer_while_away(&Method::POST), Ok(&key.answer));
    let handshake = key.answer_while_away(&Method::GET).unwrap_err();
    assert_eq!(handshake, NotTaken::NeedsTheEngine);
    assert_eq!(handshake.status(), 503);
}

#[test]
fn the_same_key_at_another_address_has_another_hash() {
    let other = Identity::from_seeds([8; 32], [2; 32]).address();
    assert_ne!(KeyHash::of(&address(), "abc"), KeyHash::of(&other, "abc"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_as_a_table_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = KeyTable::from_bytes(&bytes);
        let _ = KeyTable::from_bytes(&[&[1], &bytes[..]].concat());
    }

    #[test]
    fn a_table_cut_short_is_refused(cut in 1usize..150) {
        let bytes = table().to_bytes().unwrap();
        let kept = bytes.len().saturating_sub(cut);
        prop_assert!(KeyTable::from_bytes(&bytes[..kept]).is_err());
    }

    #[test]
    fn whatever_is_read_is_written_as_the_same_table(at in 0usize..10_000, bit in 0u32..8) {
        let mut bytes = table().to_bytes().unwrap();
        let place = at % bytes.len();
        bytes[place] ^= 1u8 << bit;
        if let Ok(read) = KeyTable::from_bytes(&bytes) {
            prop_assert_eq!(KeyTable::from_bytes(&read.to_bytes().unwrap()), Ok(read));
        }
    }

    #[test]
    fn no_path_makes_reading_it_panic(path in ".{0,80}") {
        let _ = split(&path);
        let _ = key_in(&path);
    }
}
