//! What a request says, before anything is looked up.

use std::sync::Arc;

use jiff::Timestamp;
use recado_api::Lang;
use recado_webhook::another::Business;
use recado_webhook::authenticity::{Presented, Secrets, evidence};
use recado_webhook::body::BodyError;
use recado_webhook::event::Event;
use recado_webhook::kept as keeping;
use recado_webhook::preset::{self, HandshakeAnswer};
use recado_webhook::receive::{self, FetchOrder, Meaning, Received, Setup};
use recado_webhook::redact;
use recado_webhook::request::{Unverified, Verified, sender_event_id};

use super::identity::{Hasher, KnownBy};
use crate::connections::SourceSetup;
use crate::core::Core;
use crate::store::deliveries::kept::Kept;
use crate::store::deliveries::{Detail, Request};
use crate::store::sources::SourceRow;

/// A request that was judged and read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Understood {
    /// At least one event, each with somebody to file it under, receipts aside.
    Events(Vec<Event>),
    /// Ids alone, whose details have to be fetched.
    Fetch(Vec<FetchOrder>),
    /// Nothing to file.
    Ignored(Detail),
    /// Well-formed, but it names nobody.
    Unmatched,
    /// Not what its content type says.
    Malformed(Detail),
    /// The sender asked whether the address is the owner's.
    Handshake(HandshakeAnswer),
    /// Not shown to be genuine, or not to be judged now.
    Refused(Refusal),
}

/// Why a request is not believed, and what is kept so that it may be believed later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) why: Detail,
    /// 401, or 503 where it could not be judged.
    pub(crate) http_status: u16,
    /// As JSON.
    pub(crate) evidence: String,
}

/// A request that is ready to be filed.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    pub(crate) request: Request,
    pub(crate) known_by: KnownBy,
    pub(crate) understood: Understood,
}

/// Why a request is not even filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotRead {
    /// A kind of body that Recado does not read at all.
    Unsupported(Detail),
    /// This sender never sends so.
    WrongMethod,
}

impl Understood {
    /// Of a body that could be read when it came, or is not read at all by now.
    pub(super) fn unreadable(error: &BodyError) -> Self {
        let (id, args) = error.message();
        Self::Malformed(Detail::with_args(id, args))
    }
}

impl From<Meaning> for Understood {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Events(events) => Self::Events(events),
            Meaning::Fetch(orders) => Self::Fetch(orders),
            Meaning::Ignored(why) => Self::Ignored(Detail::new(why)),
            Meaning::Unmatched(_) => Self::Unmatched,
        }
    }
}

/// When a request came, by two clocks that may be days apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Came {
    /// By the clock of whoever received it, the relay's for what came through the tunnel: it is the time of receipt,
    /// which what the sender says of time is judged by.
    pub(crate) at: Timestamp,
    /// By this computer's clock, as near as can be known: what the owner has replaced here is good until a time of this
    /// clock.
    pub(crate) here: Timestamp,
}

impl Came {
    /// At a time that the log knows.
    pub(super) fn then(at: Timestamp) -> Self {
        Self { at, here: at }
    }
}

/// All that judging and reading a source's requests takes.
pub(crate) struct Reader {
    setup: Arc<SourceSetup>,
    urls: Vec<String>,
    business: Business,
    lang: Lang,
    hasher: Hasher,
}

impl Reader {
    /// `called` are addresses, without a query, under which a sender may know the source beside the one that the owner
    /// has entered.
    pub(crate) fn new(core: &Core, setup: Arc<SourceSetup>, called: Vec<String>) -> Self {
        let mut urls = setup.urls.clone();
        urls.extend(called);
        Self {
            setup,
            urls,
            business: core.reader(),
            lang: core.lang(),
            hasher: core.hasher.clone(),
        }
    }

    /// Verifies, parses and maps a request. Takes time in proportion to the body: not for the runtime's threads when
    /// the body is large.
    pub(crate) fn read(&self, request: Unverified, came: Came) -> Result<Read, NotRead> {
        let mut known_by = known_by(&self.hasher, &self.setup.source, &request, came.at);
        let kept = kept(&request, &self.setup.source);
        let setup = self.setup(came);
        let understood = match receive::receive(request, &setup) {
            Received::Genuine(genuine) => {
                known_by.signed = self.hasher.signed(known_by.source, genuine.verified.proof());
                genuine.meaning.into()
            }
            Received::Unreadable(BodyError::Malformed(malformed), _) => {
                let (id, args) = malformed.message();
                Understood::Malformed(Detail::with_args(id, args))
            }
            Received::Unreadable(
                error @ (BodyError::UnsupportedMediaType { .. } | BodyError::UnsupportedEncoding { .. }),
                _,
            ) => {
                let (id, args) = error.message();
                return Err(NotRead::Unsupported(Detail::with_args(id, args)));
            }
            Received::Refused(refused, request) => {
                let (id, args) = refused.message();
                Understood::Refused(Refusal {
                    why: Detail::with_args(id, args),
                    http_status: 401,
                    evidence: setup
                        .preset
                        .scheme(setup.scheme)
                        .map_or_else(String::new, |choice| {
                            evidence_of(&self.hasher, &request, &receive::presented(choice, &setup))
                        }),
                })
            }
            Received::WrongMethod => return Err(NotRead::WrongMethod),
            Received::Handshake(answer) => Understood::Handshake(answer),
        };
        Ok(Read {
            request: kept,
            known_by,
            understood,
        })
    }
}

impl Reader {
    /// How the source is set up, for what came at that time.
    pub(super) fn setup(&self, came: Came) -> Setup<'_> {
        let source = &self.setup.source;
        Setup {
            preset: self.setup.preset,
            scheme: source.scheme.as_deref(),
            scheme_name: source.scheme_name.as_deref(),
            secrets: self.setup.secrets(came.here),
            mapping: self.setup.mapping.as_ref(),
            urls: &self.urls,
            business: &self.business,
            lang: self.lang.tag(),
            received_at: came.at,
        }
    }

    pub(super) fn evidence_key(&self) -> [u8; 32] {
        self.hasher.evidence_key()
    }

    /// A refused delivery with what it proved.
    pub(super) fn proven(&self, kept: Kept, verified: &Verified) -> Kept {
        Kept {
            signed: self.hasher.signed(kept.source_id, verified.proof()),
            ..kept
        }
    }
}

/// A request that cannot be judged now, `why` says why: it is kept, and judged when it can be.
pub(crate) fn unjudged(
    hasher: &Hasher,
    source: &SourceRow,
    request: &Unverified,
    urls: &[String],
    received_at: Timestamp,
    why: Detail,
) -> Read {
    let choice = preset::find(&source.preset).and_then(|preset| preset.scheme(source.scheme.as_deref()));
    let evidence = choice.map_or_else(String::new, |choice| {
        let by = Presented {
            scheme: &choice.scheme,
            required: choice.required,
            name: source.scheme_name.as_deref().filter(|_| choice.name_is_free),
            secrets: &Secrets::NONE,
            urls,
            received_at,
        };
        evidence_of(hasher, request, &by)
    });
    Read {
        request: kept(request, source),
        known_by: known_by(hasher, source, request, received_at),
        understood: Understood::Refused(Refusal {
            why,
            http_status: 503,
            evidence,
        }),
    }
}

fn evidence_of(hasher: &Hasher, request: &Unverified, by: &Presented<'_>) -> String {
    let evidence = evidence(request, by, &hasher.evidence_key());
    // It is made of texts.
    serde_json::to_string(&evidence).unwrap_or_default()
}

fn known_by(hasher: &Hasher, source: &SourceRow, request: &Unverified, received_at: Timestamp) -> KnownBy {
    KnownBy {
        source: source.id,
        received_at,
        request: Some(hasher.request(
            source.id,
            request.method.as_str(),
            &request.sub_path,
            &request.query,
            &request.body,
        )),
        header_id: sender_event_id(&request.headers).map(str::to_owned),
        signed: None,
        ids_are_known: preset::find(&source.preset).is_some_and(|preset| preset.map.is_some()),
    }
}

/// What of a request is written down. Of a preset that this version does not know, what any request may keep.
pub(crate) fn kept(request: &Unverified, source: &SourceRow) -> Request {
    let kept = match preset::find(&source.preset) {
        Some(preset) => keeping::kept(
            request,
            preset,
            source.scheme.as_deref(),
            source.scheme_name.as_deref(),
        ),
        None => keeping::Kept {
            headers: redact::kept_headers(&request.headers),
            query: redact::redacted_query(&request.query),
            body: request.body.clone(),
        },
    };
    Request {
        method: request.method.as_str().to_owned(),
        sub_path: request.sub_path.clone(),
        query: kept.query,
        headers: kept.headers,
        body: kept.body,
        received_length: request.body.len(),
    }
}
