//! What two payloads have in common when they say the same.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::redact::is_secret;

/// A hash of everything that a payload says, in hexadecimal, the same for any order of keys.
///
/// What only tells how it was delivered does not count: numbers of attempts, times of sending, tokens. So a sender's
/// retry has the same fingerprint, and an id that comes back with other content has another.
pub fn fingerprint(tree: &Value) -> String {
    let mut hash = Sha256::new();
    feed(&mut hash, tree);
    hash.finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Each value is told apart by a letter and its length, so that no two trees feed the same bytes.
fn feed(hash: &mut Sha256, value: &Value) {
    match value {
        Value::Null => hash.update(b"z"),
        Value::Bool(value) => hash.update(if *value { b"t" } else { b"f" }),
        Value::Number(number) => feed_text(hash, b"n", &number.to_string()),
        Value::String(text) => feed_text(hash, b"s", text),
        Value::Array(members) => {
            feed_text(hash, b"a", &members.len().to_string());
            members.iter().for_each(|member| feed(hash, member));
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(name, _)| !is_of_delivery(name)).collect();
            members.sort_by_key(|(name, _)| *name);
            feed_text(hash, b"o", &members.len().to_string());
            for (name, member) in members {
                feed_text(hash, b"k", name);
                feed(hash, member);
            }
        }
    }
}

fn feed_text(hash: &mut Sha256, kind: &[u8], text: &str) {
    hash.update(kind);
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text);
}

/// Whether a field changes between two deliveries of one event.
fn is_of_delivery(name: &str) -> bool {
    const DELIVERY: &[&str] = words![
        attempt attempts attemptnumber attemptcount deliveryattempt tentativa tentativas numerotentativa
        intento intentos retry retries retrycount isretry timestamp ts unixtimestamp sentat sentdate
        datesent enviadoem dataenvio datadeenvio datahoraenvio fechaenvio enviadoen deliveredat
        deliverytime deliveryid requestid requesttime dispatchedat nonce serverts
    ];
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    DELIVERY.contains(&plain.as_str()) || is_secret(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_retry_has_the_same_fingerprint() {
        let first = json!({"id": 1, "nome": "Ana", "attempt": 1, "sent_at": "a", "token": "x", "d": {"retryCount": 0, "v": 1}});
        let again = json!({"d": {"v": 1, "retryCount": 3}, "token": "y", "nome": "Ana", "id": 1, "attempt": 2, "sent_at": "b"});
        assert_eq!(fingerprint(&first), fingerprint(&again));
    }

    #[test]
    fn other_content_has_another_fingerprint() {
        let trees = [
            json!({"a": "b"}),
            json!({"a": "c"}),
            json!({"b": "a"}),
            json!({"a": ["b"]}),
            json!({"a": 1}),
            json!({"a": "1"}),
            json!({"a": null}),
            json!({"a": {}}),
            json!({"a": []}),
            json!({}),
            json!([]),
            json!({"a": true}),
            json!({"a": ["b", "c"]}),
            json!({"a": ["c", "b"]}),
            json!({"a": ["bc"]}),
            json!({"a": [["b"], "c"]}),
        ];
        let mut prints: Vec<_> = trees.iter().map(fingerprint).collect();
        prints.sort();
        prints.dedup();
        assert_eq!(prints.len(), trees.len());
    }

    #[test]
    fn the_fingerprint_is_pinned_because_it_is_stored() {
        assert_eq!(
            fingerprint(&json!({"nome": "Ana", "n": [1, 2.5, null, false]})),
            "4d69f94214bcf93d96bd7565f59f19bb"
        );
    }
}
