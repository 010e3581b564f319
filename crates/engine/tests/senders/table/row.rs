//! A row: how a sender proves itself, and what it tells.

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::api::{Asked, Reply};

/// What every sender here shares with its source.
pub(super) const SECRET: &str = "recado:a secret of some length";

/// Where a body holds the secret itself.
pub(super) const KEY: &str = "THE-KEY";

pub(super) struct Row {
    pub(super) preset: &'static str,
    /// What sets it apart from the preset's other rows.
    pub(super) of: &'static str,
    pub(super) signs: Signs,
    pub(super) content_type: &'static str,
    /// Two states of one matter, the older first; or two matters of one person.
    pub(super) states: [Told; 2],
    /// The name on the card.
    pub(super) name: &'static str,
    /// Of the card's timeline, the oldest first, each with how many earlier states it has.
    pub(super) lines: &'static [(&'static str, usize)],
    /// Whether its times are the sender's; else they come in the order of receipt.
    pub(super) timed: bool,
    /// Whether it has ids, so that a repetition is known for good; else for ten minutes.
    pub(super) has_ids: bool,
    /// Several people at once, where this sender does that.
    pub(super) several: Option<(Told, &'static [&'static str])>,
    /// What names nobody and must be taken all the same, beside what is made of the states.
    pub(super) nobodys: Vec<Told>,
    /// The owner's key for the sender's API.
    pub(super) token: Option<&'static str>,
    /// What the API answers below a path.
    pub(super) api: Vec<(&'static str, String)>,
}

impl Row {
    pub(super) fn json(preset: &'static str, of: &'static str, signs: Signs, states: [Told; 2]) -> Self {
        Self {
            preset,
            of,
            signs,
            content_type: "application/json",
            states,
            name: "",
            lines: &[],
            timed: true,
            has_ids: true,
            several: None,
            nobodys: Vec::new(),
            token: None,
            api: Vec::new(),
        }
    }

    pub(super) fn case(&self) -> String {
        format!("{}, {}", self.preset, self.of)
    }

    pub(super) fn is_json(&self) -> bool {
        self.content_type == "application/json"
    }

    pub(super) fn answers(&self) -> impl Fn(&Asked) -> Reply + Send + 'static {
        let answers = self.api.clone();
        move |asked| {
            let found = answers.iter().find(|(path, _)| asked.what.contains(path));
            let Some((_, body)) = found else {
                return Reply::status(404);
            };
            let content_type = if body.starts_with('<') {
                "application/xml"
            } else {
                "application/json"
            };
            Reply {
                content_type,
                ..Reply::json(body.clone())
            }
        }
    }

    /// The headers and the body as the sender that knows `secret` sends them.
    pub(super) fn sent(&self, told: &Told, secret: Option<&str>, at: Timestamp) -> Sent {
        let mut headers = vec![("content-type".to_owned(), self.content_type.to_owned())];
        headers.extend(
            told.headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        let mut body = told.body.clone();
        if let Some(secret) = secret {
            body = body.replace(KEY, secret);
            headers.extend(self.signs.proof(secret, &body, at));
        }
        Sent { headers, body }
    }
}

/// One request, as it goes over the line.
pub(super) struct Sent {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

pub(super) struct Told {
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

pub(super) fn told(body: &Value) -> Told {
    text(body.to_string())
}

pub(super) fn text(body: impl Into<String>) -> Told {
    Told {
        headers: Vec::new(),
        body: body.into(),
    }
}

impl Told {
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// How a sender proves that it is genuine, made here on its own.
#[derive(Clone, Copy)]
pub(super) enum Signs {
    Nothing,
    /// The secret itself, in a header.
    Token(&'static str),
    /// The secret itself, in the body, in the place of [`KEY`].
    Key,
    Basic,
    Hex {
        header: &'static str,
        prefix: &'static str,
    },
    Base64(&'static str),
    /// Chatwoot: the time in a header of its own.
    Timed {
        header: &'static str,
        time: &'static str,
    },
    /// WPForms: `t=…,v=…`
    Pairs(&'static str),
    /// PagBank: the plain hash of secret, hyphen and body.
    Hash(&'static str),
}

impl Signs {
    pub(super) fn covers_body(self) -> bool {
        match self {
            Self::Nothing | Self::Token(_) | Self::Key | Self::Basic => false,
            Self::Hex { .. } | Self::Base64(_) | Self::Timed { .. } | Self::Pairs(_) | Self::Hash(_) => true,
        }
    }

    pub(super) fn is_something(self) -> bool {
        !matches!(self, Self::Nothing)
    }

    fn proof(self, secret: &str, body: &str, at: Timestamp) -> Vec<(String, String)> {
        let now = at.as_second();
        let of = |name: &str, value: String| vec![(name.to_owned(), value)];
        match self {
            Self::Nothing | Self::Key => Vec::new(),
            Self::Token(header) => of(header, secret.to_owned()),
            Self::Basic => of(
                "authorization",
                format!("Basic {}", BASE64.encode(secret.as_bytes())),
            ),
            Self::Hex { header, prefix } => of(
                header,
                format!("{prefix}{}", HEXLOWER.encode(&hmac(secret, body))),
            ),
            Self::Base64(header) => of(header, BASE64.encode(&hmac(secret, body))),
            Self::Timed { header, time } => {
                let signature = HEXLOWER.encode(&hmac(secret, &format!("{now}.{body}")));
                vec![
                    (time.to_owned(), now.to_string()),
                    (header.to_owned(), format!("sha256={signature}")),
                ]
            }
            Self::Pairs(header) => {
                let signature = HEXLOWER.encode(&hmac(secret, &format!("{now}.{body}")));
                of(header, format!("t={now},v={signature}"))
            }
            Self::Hash(header) => of(
                header,
                HEXLOWER.encode(&Sha256::digest(format!("{secret}-{body}"))),
            ),
        }
    }
}

fn hmac(secret: &str, content: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(content.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
