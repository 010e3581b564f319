//! How a sender asks whether an address is the owner's, and what it wants to hear.
//!
//! A closed set. Left out is what needs something kept from one request to the next (Asana sends the key it will sign
//! with).

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::authenticity::Secret;
use crate::request::Method;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handshake {
    /// GET with `hub.challenge` and a word of ours (Graph API, "Get Started", Webhooks).
    Meta,
    /// An unsigned form of one field, which wants status 200 (WooCommerce, class-wc-webhook.php).
    WoocommercePing,
    /// `{"type": "url_verification", "challenge": …}`, signed (Slack; Lark has the same).
    Slack,
    /// `{"event": "endpoint.url_validation"}`, signed: a token is to be signed with our secret (Zoom).
    Zoom,
    /// A header names it, the body holds the challenge, signed (Twitch EventSub).
    Twitch,
    /// `?validationToken=…`, unsigned (Microsoft Graph).
    MicrosoftGraph,
}

/// What the sender is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandshakeAnswer {
    /// 200, or 403 where the sender does not know our word.
    pub status: u16,
    pub content_type: &'static str,
    pub body: String,
}

impl HandshakeAnswer {
    fn text(body: &str) -> Self {
        Self {
            status: 200,
            content_type: "text/plain",
            body: body.to_owned(),
        }
    }

    fn json(body: &Value) -> Self {
        Self {
            status: 200,
            content_type: "application/json",
            body: body.to_string(),
        }
    }

    fn forbidden() -> Self {
        Self {
            status: 403,
            content_type: "text/plain",
            body: String::new(),
        }
    }

    /// Whether somebody asked who does not know our word.
    pub fn is_refusal(&self) -> bool {
        self.status == 403
    }
}

/// What a sender shows before it proves anything.
pub(crate) struct Asked<'a> {
    pub(crate) method: Method,
    pub(crate) query: &'a str,
    pub(crate) body: &'a [u8],
    /// What the owner pasted at the sender's.
    pub(crate) verify_token: Option<&'a Secret>,
}

/// What a sender shows that has proved to be genuine.
pub(crate) struct Proven<'a> {
    pub(crate) headers: &'a [(String, String)],
    pub(crate) tree: &'a Value,
    pub(crate) secret: Option<&'a Secret>,
}

/// No challenge is longer; ours is no place to have texts repeated from.
const LONGEST_CHALLENGE: usize = 500;

impl Handshake {
    /// Whether it comes with a GET, whatever the deliveries come with.
    pub fn takes_get(self) -> bool {
        match self {
            Self::Meta => true,
            Self::WoocommercePing | Self::Slack | Self::Zoom | Self::Twitch | Self::MicrosoftGraph => false,
        }
    }

    /// The answer to a question that comes without proof, if this is one.
    pub(crate) fn answer_asked(self, asked: &Asked<'_>) -> Option<HandshakeAnswer> {
        match self {
            Self::Meta => meta(asked),
            Self::WoocommercePing => {
                let number = asked.body.trim_ascii().strip_prefix(b"webhook_id=")?;
                let is_ping = asked.method == Method::Post
                    && !number.is_empty()
                    && number.iter().all(u8::is_ascii_digit);
                is_ping.then(|| HandshakeAnswer::text(""))
            }
            Self::MicrosoftGraph => {
                let token = parameter(asked.query, "validationToken")?;
                is_challenge(&token).then(|| HandshakeAnswer::text(&token))
            }
            Self::Slack | Self::Zoom | Self::Twitch => None,
        }
    }

    /// The answer to a question that came with proof, if this is one.
    pub(crate) fn answer_proven(self, proven: &Proven<'_>) -> Option<HandshakeAnswer> {
        let text = |pointer| proven.tree.pointer(pointer).and_then(Value::as_str);
        match self {
            Self::Slack => {
                let challenge = text("/challenge").filter(|challenge| is_challenge(challenge))?;
                (text("/type") == Some("url_verification"))
                    .then(|| HandshakeAnswer::json(&json!({ "challenge": challenge })))
            }
            Self::Twitch => {
                let kind = proven
                    .headers
                    .iter()
                    .find(|(name, _)| name == "twitch-eventsub-message-type");
                let challenge = text("/challenge").filter(|challenge| is_challenge(challenge))?;
                kind.is_some_and(|(_, kind)| kind == "webhook_callback_verification")
                    .then(|| HandshakeAnswer::text(challenge))
            }
            Self::Zoom => {
                if text("/event") != Some("endpoint.url_validation") {
                    return None;
                }
                let plain = text("/payload/plainToken").filter(|token| is_token(token))?;
                let encrypted = signed(proven.secret?.expose(), plain)?;
                Some(HandshakeAnswer::json(
                    &json!({ "plainToken": plain, "encryptedToken": encrypted }),
                ))
            }
            Self::Meta | Self::WoocommercePing | Self::MicrosoftGraph => None,
        }
    }
}

fn meta(asked: &Asked<'_>) -> Option<HandshakeAnswer> {
    if asked.method != Method::Get || parameter(asked.query, "hub.mode")? != "subscribe" {
        return None;
    }
    let challenge = parameter(asked.query, "hub.challenge").filter(|challenge| is_challenge(challenge));
    let token = parameter(asked.query, "hub.verify_token").unwrap_or_default();
    let known = asked.verify_token.is_some_and(|ours| ours.is(&token));
    Some(match challenge {
        Some(challenge) if known => HandshakeAnswer::text(&challenge),
        Some(_) | None => HandshakeAnswer::forbidden(),
    })
}

/// The first value of a name in a query.
fn parameter(query: &str, name: &str) -> Option<String> {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced)
            .decode_utf8()
            .map(|text| text.into_owned())
            .ok()
    };
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (decoded(key)? == name).then(|| decoded(value))?
    })
}

/// What may be repeated to whoever asked.
fn is_challenge(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_CHALLENGE && !text.chars().any(char::is_control)
}

/// What may be signed: no text that could pass for the signed part of a delivery (`v0:time:body`).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 100
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Hexadecimal HMAC-SHA256.
fn signed(secret: &str, text: &str) -> Option<String> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    let bytes = mac.chain_update(text).finalize().into_bytes();
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_hears_its_challenge_only_with_our_word() {
        let ask = |query: &str, ours: Option<&str>| {
            let ours = ours.map(|ours| Secret::new(ours.to_owned()));
            let answer = Handshake::Meta.answer_asked(&Asked {
                method: Method::Get,
                query,
                body: b"",
                verify_token: ours.as_ref(),
            });
            answer.map(|answer| (answer.status, answer.body))
        };
        let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=a%20word";
        assert_eq!(ask(query, Some("a word")), Some((200, "1158201444".to_owned())));
        assert_eq!(ask(query, Some("a wor")), Some((403, String::new())));
        assert_eq!(ask(query, Some("")), Some((403, String::new())));
        assert_eq!(ask(query, None), Some((403, String::new())));
        assert_eq!(
            ask("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", Some("")),
            Some((403, String::new()))
        );
        assert_eq!(
            ask("hub.mode=subscribe&hub.verify_token=a%20word", Some("a word")),
            Some((403, String::new()))
        );
        assert_eq!(ask("name=Ana", Some("a word")), None);
    }

    #[test]
    fn the_ping_of_a_shop_is_a_form_of_one_number_and_nothing_else() {
        let ask = |body: &'static [u8]| {
            Handshake::WoocommercePing
                .answer_asked(&Asked {
                    method: Method::Post,
                    query: "",
                    body,
                    verify_token: None,
                })
                .map(|answer| answer.status)
        };
        assert_eq!(ask(b"webhook_id=12\n"), Some(200));
        for body in [&b"webhook_id="[..], b"webhook_id=1&name=Ana", b"{\"id\":1}", b""] {
            assert_eq!(ask(body), None);
        }
    }

    #[test]
    fn questions_with_proof_are_answered_as_their_senders_want() {
        let secret = Secret::new("s3cret".to_owned());
        let headers = [(
            "twitch-eventsub-message-type".to_owned(),
            "webhook_callback_verification".to_owned(),
        )];
        let ask = |handshake: Handshake, tree: &Value| {
            handshake
                .answer_proven(&Proven {
                    headers: &headers,
                    tree,
                    secret: Some(&secret),
                })
                .map(|answer| answer.body)
        };
        let slack = json!({ "type": "url_verification", "challenge": "c", "token": "t" });
        assert_eq!(
            ask(Handshake::Slack, &slack).as_deref(),
            Some(r#"{"challenge":"c"}"#)
        );
        assert_eq!(
            ask(Handshake::Slack, &json!({ "type": "event", "challenge": "c" })),
            None
        );
        assert_eq!(
            ask(Handshake::Twitch, &json!({ "challenge": "c" })).as_deref(),
            Some("c")
        );
        // HMAC-SHA256 of `qgg8vlvZRS6UYooatFL8Aw` with `s3cret`, made with OpenSSL.
        let zoom = json!({ "event": "endpoint.url_validation", "payload": { "plainToken": "qgg8vlvZRS6UYooatFL8Aw" } });
        assert_eq!(
            ask(Handshake::Zoom, &zoom).as_deref(),
            Some(concat!(
                r#"{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"#,
                r#""f54f2d5fee8f181aab8371bada7fed9bb675eae464f18ed4fb91715244b58ef4"}"#
            ))
        );
        let forging = json!({ "event": "endpoint.url_validation", "payload": { "plainToken": "v0:1:{}" } });
        assert_eq!(ask(Handshake::Zoom, &forging), None);
    }

    #[test]
    fn only_short_texts_are_repeated() {
        let ask = |query: &str| {
            Handshake::MicrosoftGraph
                .answer_asked(&Asked {
                    method: Method::Post,
                    query,
                    body: b"",
                    verify_token: None,
                })
                .map(|answer| answer.body)
        };
        assert_eq!(ask("validationToken=a%20b").as_deref(), Some("a b"));
        assert_eq!(ask("validationToken=a%0Ab"), None);
        assert_eq!(ask(&format!("validationToken={}", "a".repeat(501))), None);
        assert_eq!(ask(""), None);
    }
}
