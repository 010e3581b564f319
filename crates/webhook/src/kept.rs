//! What of a request may be written down, by what its preset says beside what [`redact`](crate::redact) knows.
//!
//! A secret may come under any name: in a header, a parameter or a field that the owner chose, or where a preset says
//! that the sender puts one. Whatever stands there is masked before anything is kept.

use bytes::Bytes;
use serde_json::Value;

use crate::authenticity::{Place, Scheme};
use crate::body::{self, Parsed, Shape};
use crate::preset::Preset;
use crate::redact::{REDACTED, is_secret, kept_headers, redacted_query};
use crate::request::{Method, Unverified};

/// A request without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Only those that matter.
    pub headers: Vec<(String, String)>,
    pub query: String,
    /// The bytes as they came, unless a secret stood in them. Empty where it could not be taken out.
    pub body: Bytes,
}

/// What may be written down of a request to a source of this preset, scheme and name of what carries the proof.
pub fn kept(request: &Unverified, preset: &Preset, scheme: Option<&str>, name: Option<&str>) -> Kept {
    let proof = Proof::of(preset, scheme, name);
    Kept {
        headers: headers(request, &proof),
        query: query(&request.query, &proof),
        body: body(request, preset, &proof),
    }
}

/// A tree as it may be shown: values under names that open a door are masked.
pub fn shown_tree(tree: &Value) -> Value {
    match tree {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| {
                    let is_masked = is_secret(name) && !member.is_null();
                    let shown = if is_masked {
                        REDACTED.into()
                    } else {
                        shown_tree(member)
                    };
                    (name.clone(), shown)
                })
                .collect(),
        ),
        Value::Array(members) => members.iter().map(shown_tree).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => tree.clone(),
    }
}

/// Where a source's sender puts what proves that it is genuine.
#[derive(Default)]
struct Proof {
    header: Option<String>,
    parameter: Option<String>,
    /// As a JSON Pointer.
    field: Option<String>,
}

impl Proof {
    fn of(preset: &Preset, scheme: Option<&str>, name: Option<&str>) -> Self {
        let mut proof = Self::default();
        let Some(choice) = preset.scheme(scheme) else {
            return proof;
        };
        let name = name.filter(|_| choice.name_is_free);
        match &choice.scheme {
            Scheme::Token(token) => {
                let name = name.unwrap_or(&token.name).to_owned();
                match token.place {
                    Place::Header => proof.header = Some(name.to_ascii_lowercase()),
                    Place::Query => proof.parameter = Some(name),
                    Place::Field => proof.field = Some(pointer(&name)),
                }
            }
            Scheme::Hmac(hmac) => proof.header = Some(name.unwrap_or(&hmac.header).to_ascii_lowercase()),
            Scheme::AddressOnly | Scheme::Basic | Scheme::BearerJwt(_) | Scheme::StandardWebhooks(_) => {}
        }
        proof
    }
}

/// A field's name as a JSON Pointer, which it may be already.
fn pointer(name: &str) -> String {
    if name.starts_with('/') {
        name.to_owned()
    } else {
        format!("/{}", name.replace('~', "~0").replace('/', "~1"))
    }
}

fn headers(request: &Unverified, proof: &Proof) -> Vec<(String, String)> {
    let mut kept = kept_headers(&request.headers);
    for (name, value) in &mut kept {
        if proof.header.as_deref() == Some(name) {
            REDACTED.clone_into(value);
        }
    }
    kept
}

fn query(query: &str, proof: &Proof) -> String {
    let query = redacted_query(query);
    match &proof.parameter {
        Some(parameter) => masked_pairs(&query, std::slice::from_ref(&pointer(parameter))).unwrap_or(query),
        None => query,
    }
}

fn body(request: &Unverified, preset: &Preset, proof: &Proof) -> Bytes {
    let pointers: Vec<_> = preset.body.redact.iter().chain(&proof.field).cloned().collect();
    if pointers.is_empty() || request.body.is_empty() || request.method == Method::Get {
        return request.body.clone();
    }
    let Ok(parsed) = body::read_body(&request.clone().known_genuine()) else {
        return Bytes::new();
    };
    masked(&request.body, parsed, &pointers)
}

/// The body with what the pointers lead to masked, in the format it came in.
fn masked(body: &Bytes, mut parsed: Parsed, pointers: &[String]) -> Bytes {
    let mut secrets = Vec::new();
    for pointer in pointers {
        let Some(value) = parsed.tree.pointer_mut(pointer) else {
            continue;
        };
        if !value.is_null() {
            secrets.push(std::mem::replace(value, REDACTED.into()));
        }
    }
    if secrets.is_empty() {
        return body.clone();
    }
    let written = match parsed.shape {
        Shape::Json => serde_json::to_vec(&parsed.tree).ok(),
        Shape::Form => std::str::from_utf8(body)
            .ok()
            .and_then(|text| masked_pairs(text, pointers))
            .map(String::into_bytes),
        Shape::Xml | Shape::Multipart | Shape::Text => without(body, &secrets),
        Shape::Query | Shape::Empty => None,
    };
    written.map(Bytes::from).unwrap_or_default()
}

/// A form or a query with the values of these names masked, everything else as it was written. `None` where none of the
/// names is in it.
fn masked_pairs(pairs: &str, pointers: &[String]) -> Option<String> {
    let mut found = false;
    let masked: Vec<_> = pairs
        .split('&')
        .map(|pair| {
            let name = pair.split_once('=').map_or(pair, |(name, _)| name);
            let place = body::place_of_name(name.as_bytes());
            let is_inside = |pointer: &String| {
                place
                    .strip_prefix(pointer.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if pointers.iter().any(is_inside) {
                found = true;
                format!("{name}=%5Bredacted%5D")
            } else {
                pair.to_owned()
            }
        })
        .collect();
    found.then(|| masked.join("&"))
}

/// Shorter texts may stand anywhere else too, and not as secrets.
const SHORTEST_SECRET: usize = 6;

/// The bytes without these texts, if each of them stands there as it is.
fn without(body: &[u8], secrets: &[Value]) -> Option<Vec<u8>> {
    let mut text = std::str::from_utf8(body).ok()?.to_owned();
    for secret in secrets {
        let secret = secret.as_str()?;
        if secret.len() < SHORTEST_SECRET || !text.contains(secret) {
            return None;
        }
        text = text.replace(secret, REDACTED);
    }
    Some(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::find;

    fn request(content_type: &str, query: &str, headers: &[(&str, &str)], body: &[u8]) -> Unverified {
        let mut all = vec![("content-type".to_owned(), content_type.to_owned())];
        all.extend(
            headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Unverified {
            method: Method::Post,
            sub_path: String::new(),
            query: query.to_owned(),
            headers: all,
            body: Bytes::copy_from_slice(body),
        }
    }

    fn masked_body(content_type: &str, body: &[u8], pointers: &[&str]) -> String {
        let parsed = body::read_body(&request(content_type, "", &[], body).known_genuine());
        let pointers: Vec<_> = pointers.iter().map(|pointer| (*pointer).to_owned()).collect();
        let masked = masked(
            &Bytes::copy_from_slice(body),
            parsed.expect("it is well-formed"),
            &pointers,
        );
        String::from_utf8(masked.to_vec()).expect("it is a text")
    }

    #[test]
    fn what_the_preset_names_is_masked_in_the_format_it_came_in() {
        assert_eq!(
            masked_body(
                "application/json",
                br#"{ "apikey": "s3cret-1", "a": 1.50 }"#,
                &["/apikey"]
            ),
            r#"{"apikey":"[redacted]","a":1.5}"#
        );
        // The same name twice is both.
        assert_eq!(
            masked_body("application/json", br#"{"k":"s3cret-1","k":"s3cret-2"}"#, &["/k"]),
            r#"{"k":"[redacted]"}"#
        );
        assert_eq!(
            masked_body(
                "application/x-www-form-urlencoded",
                b"nome=Ana+S&a%5Bk%5D=s3cret-1&a[k][]=s3cret-2&b=%20",
                &["/a/k"]
            ),
            "nome=Ana+S&a%5Bk%5D=%5Bredacted%5D&a[k][]=%5Bredacted%5D&b=%20"
        );
        let multipart = "--X\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\ns3cret-1\r\n--X--\r\n";
        assert_eq!(
            masked_body("multipart/form-data; boundary=X", multipart.as_bytes(), &["/k"]),
            multipart.replace("s3cret-1", REDACTED)
        );
    }

    #[test]
    fn a_body_without_secrets_stays_byte_for_byte() {
        let body = br#"{ "a": 1.50 }"#;
        assert_eq!(
            masked_body("application/json", body, &["/apikey"]).as_bytes(),
            body
        );
    }

    #[test]
    fn what_can_not_be_taken_out_takes_the_body_along() {
        assert_eq!(
            masked_body("application/xml", b"<a><k>s3cret&#45;1</k></a>", &["/a/k"]),
            ""
        );
        assert_eq!(
            masked_body("application/xml", b"<a><k>1</k><n>10</n></a>", &["/a/k"]),
            ""
        );
    }

    #[test]
    fn what_the_owner_named_is_masked_whatever_its_name() {
        let preset = find("other").expect("there is one");
        let request = request(
            "application/json",
            "x=1&minha-coisa=s3cret-1&token=s3cret-2",
            &[("x-minha-coisa", "s3cret-1"), ("x-event", "lead")],
            b"{}",
        );
        let kept = kept(&request, preset, Some("token"), Some("X-Minha-Coisa"));
        assert!(
            kept.headers
                .contains(&("x-minha-coisa".to_owned(), REDACTED.to_owned()))
        );
        assert!(kept.headers.contains(&("x-event".to_owned(), "lead".to_owned())));
        assert_eq!(kept.query, "x=1&minha-coisa=s3cret-1&token=[redacted]");
        let proof = Proof {
            parameter: Some("minha-coisa".to_owned()),
            ..Proof::default()
        };
        assert_eq!(
            query(&request.query, &proof),
            "x=1&minha-coisa=%5Bredacted%5D&token=[redacted]"
        );
    }

    #[test]
    fn a_tree_is_shown_without_what_opens_a_door() {
        let tree = serde_json::json!({ "a": [{ "apiKey": { "b": 1 } }], "token": null, "nome": "Ana" });
        let shown = serde_json::json!({ "a": [{ "apiKey": REDACTED }], "token": null, "nome": "Ana" });
        assert_eq!(shown_tree(&tree), shown);
    }
}
