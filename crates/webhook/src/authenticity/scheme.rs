//! The ways in which a sender can show that it is genuine: a closed set, chosen and filled in by presets.

use serde::{Deserialize, Deserializer, Serialize, de};

/// One way, as a `[[schemes]]` table of a preset describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "SchemeTable")]
pub enum Scheme {
    /// Who knows the source's address, which nobody can guess, is genuine.
    AddressOnly,
    /// The secret itself comes with every delivery.
    Token(Token),
    /// User name and password (RFC 7617); the secret is both, with a colon between.
    Basic,
    /// A JSON Web Token (RFC 7519) of the kind HS256 after `Authorization: Bearer`.
    BearerJwt(BearerJwt),
    /// A header with an HMAC (RFC 2104) of what was sent, or with the plain hash of a secret and what was sent.
    Hmac(Hmac),
    /// <https://www.standardwebhooks.com>, under the names `webhook-*` or `svix-*`.
    StandardWebhooks(StandardWebhooks),
}

impl Scheme {
    /// Whether a proof is good for a while only.
    pub fn judges_time(&self) -> bool {
        match self {
            Self::BearerJwt(_) | Self::StandardWebhooks(_) => true,
            Self::Hmac(hmac) => hmac
                .time
                .as_ref()
                .is_some_and(|time| time.tolerance_seconds.is_some()),
            Self::AddressOnly | Self::Token(_) | Self::Basic => false,
        }
    }
}

/// The table as it is written. It takes no key that means nothing.
#[derive(Deserialize)]
#[serde(tag = "scheme", rename_all = "kebab-case")]
enum SchemeTable {
    Address(NoKeys),
    Token(Token),
    Basic(NoKeys),
    BearerJwt(BearerJwt),
    Hmac(Hmac),
    Digest(HmacTable),
    StandardWebhooks(StandardWebhooks),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoKeys {}

impl TryFrom<SchemeTable> for Scheme {
    type Error = HmacError;

    fn try_from(table: SchemeTable) -> Result<Self, HmacError> {
        Ok(match table {
            SchemeTable::Address(NoKeys {}) => Self::AddressOnly,
            SchemeTable::Token(token) => Self::Token(token),
            SchemeTable::Basic(NoKeys {}) => Self::Basic,
            SchemeTable::BearerJwt(jwt) => Self::BearerJwt(jwt),
            SchemeTable::Hmac(hmac) => Self::Hmac(hmac),
            SchemeTable::Digest(table) => Self::Hmac(Hmac {
                keyed: Keyed::Before,
                ..Hmac::try_from(table)?
            }),
            SchemeTable::StandardWebhooks(scheme) => Self::StandardWebhooks(scheme),
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    pub place: Place,
    /// Of the header (in lower case), the parameter or the field. A field may be named by a JSON pointer.
    pub name: String,
    /// What may stand before the token, such as `Bearer `.
    #[serde(default)]
    pub prefix: Option<String>,
}

/// Where something stands that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Header,
    /// In the address, after the question mark.
    Query,
    /// In the body.
    Field,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BearerJwt {
    /// How far `exp` and `nbf` may be off, since clocks are.
    #[serde(default = "one_minute")]
    pub tolerance_seconds: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardWebhooks {
    /// How old, and how far ahead, a delivery's time may be.
    #[serde(default = "five_minutes")]
    pub tolerance_seconds: u32,
}

/// A header with an HMAC of what was sent, or with what some send in its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "HmacTable")]
pub struct Hmac {
    pub hash: Hash,
    pub keyed: Keyed,
    pub encoding: Encoding,
    /// With the signature; in lower case.
    pub header: String,
    pub form: Form,
    pub content: Content,
    pub time: Option<Time>,
    /// What the header says where the sender was given no secret.
    pub without_secret: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

/// How the secret takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyed {
    /// `hmac`: RFC 2104.
    Hmac,
    /// `digest`: it is hashed before the content, as PagBank does.
    Before,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    Hex,
    Base64,
}

/// How the header with the signature is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The signature, after something like `sha256=`, or after nothing.
    Plain { prefix: String },
    /// `t=…,v1=…`: the signatures are those of this name, and any may match. Other names are of other versions.
    Pairs { signature: String },
}

/// The time of signing, which is part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    pub place: TimePlace,
    /// How old, and how far ahead, it may be; `None`: it is not judged.
    pub tolerance_seconds: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimePlace {
    /// A header of its own, in lower case.
    Header(String),
    /// Among the pairs of the signature's header, under this name.
    Pair(String),
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HmacTable {
    hash: Hash,
    encoding: Encoding,
    header: String,
    prefix: Option<String>,
    pairs: Option<PairsTable>,
    content: Content,
    timestamp: Option<TimestampTable>,
    without_secret: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairsTable {
    timestamp: Option<String>,
    signature: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimestampTable {
    header: Option<String>,
    tolerance_seconds: Option<u32>,
}

/// What does not fit together in a preset's HMAC.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HmacError {
    #[error("a signature is either after a prefix or among pairs")]
    PrefixAndPairs,
    #[error("the timestamp is either a header or among the pairs")]
    TwoTimes,
    #[error("no header and no pair is named for the timestamp")]
    NoTime,
    #[error("a timestamp is read but not signed: anybody could change it")]
    TimeNotSigned,
}

impl TryFrom<HmacTable> for Hmac {
    type Error = HmacError;

    fn try_from(table: HmacTable) -> Result<Self, HmacError> {
        let (form, pair) = match (table.prefix, table.pairs) {
            (Some(_), Some(_)) => return Err(HmacError::PrefixAndPairs),
            (None, Some(pairs)) => {
                let signature = pairs.signature;
                (Form::Pairs { signature }, pairs.timestamp)
            }
            (prefix, None) => {
                let prefix = prefix.unwrap_or_default();
                (Form::Plain { prefix }, None)
            }
        };
        let (header, tolerance_seconds) = match table.timestamp {
            Some(timestamp) => (timestamp.header, timestamp.tolerance_seconds),
            None => (None, None),
        };
        let place = match (header, pair) {
            (Some(_), Some(_)) => return Err(HmacError::TwoTimes),
            (Some(header), None) => Some(TimePlace::Header(header.to_ascii_lowercase())),
            (None, Some(pair)) => Some(TimePlace::Pair(pair)),
            (None, None) => None,
        };
        let signed = table.content.has(&Variable::Timestamp);
        let time = match place {
            Some(_) if !signed => return Err(HmacError::TimeNotSigned),
            Some(place) => Some(Time {
                place,
                tolerance_seconds,
            }),
            None if signed || tolerance_seconds.is_some() => return Err(HmacError::NoTime),
            None => None,
        };
        Ok(Self {
            hash: table.hash,
            keyed: Keyed::Hmac,
            encoding: table.encoding,
            header: table.header.to_ascii_lowercase(),
            form,
            content: table.content,
            time,
            without_secret: table.without_secret,
        })
    }
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These, one after the other.
    Parts(Vec<Part>),
    /// The public address, then the form's names and values in order (Twilio).
    UrlAndForm,
}

/// A text with variables in it, such as `id:{query.data.id};`. It is left out whole where one of them is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part(pub(super) Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Variable(Variable),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Variable {
    /// The body's bytes as they came.
    Body,
    /// The time of signing as it was written.
    Timestamp,
    /// A parameter of the address, decoded.
    Query(String),
    Header(String),
}

/// What is wrong with a content in a preset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum ContentError {
    #[error("`{{` without `}}` in {part:?}")]
    Unclosed { part: String },
    #[error("no variable {name:?}; there are body, timestamp, query.NAME and header.NAME")]
    Unknown { name: String },
    #[error("a content needs at least one part")]
    Empty,
}

impl Part {
    fn parse(part: &str) -> Result<Self, ContentError> {
        let mut pieces = Vec::new();
        let mut rest = part;
        while let Some((text, after)) = rest.split_once('{') {
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
            let (name, after) = after.split_once('}').ok_or_else(|| ContentError::Unclosed {
                part: part.to_owned(),
            })?;
            pieces.push(Piece::Variable(Variable::parse(name)?));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }
}

impl Variable {
    fn parse(name: &str) -> Result<Self, ContentError> {
        let of = |prefix| name.strip_prefix(prefix).filter(|name: &&str| !name.is_empty());
        match name {
            "body" => Ok(Self::Body),
            "timestamp" => Ok(Self::Timestamp),
            _ => of("query.")
                .map(|name| Self::Query(name.to_owned()))
                .or_else(|| of("header.").map(|name| Self::Header(name.to_ascii_lowercase())))
                .ok_or_else(|| ContentError::Unknown {
                    name: name.to_owned(),
                }),
        }
    }
}

impl Content {
    pub(super) fn variables(&self) -> impl Iterator<Item = &Variable> {
        let parts = match self {
            Self::Parts(parts) => parts.as_slice(),
            Self::UrlAndForm => &[],
        };
        parts
            .iter()
            .flat_map(|part| &part.0)
            .filter_map(|piece| match piece {
                Piece::Variable(variable) => Some(variable),
                Piece::Text(_) => None,
            })
    }

    pub(super) fn has(&self, wanted: &Variable) -> bool {
        self.variables().any(|variable| variable == wanted)
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Parts(Vec<String>),
            Named(String),
        }
        match Written::deserialize(from)? {
            Written::Parts(parts) if parts.is_empty() => Err(de::Error::custom(ContentError::Empty)),
            Written::Parts(parts) => parts
                .iter()
                .map(|part| Part::parse(part))
                .collect::<Result<_, _>>()
                .map(Self::Parts)
                .map_err(de::Error::custom),
            Written::Named(name) if name == "url-and-form" => Ok(Self::UrlAndForm),
            Written::Named(name) => Err(de::Error::unknown_variant(&name, &["url-and-form"])),
        }
    }
}

fn one_minute() -> u32 {
    60
}

fn five_minutes() -> u32 {
    300
}
