//! A request that has found its source: how it came and when, until it is ready to be filed. Whatever way it came,
//! live or after waiting at the relay, it is judged here and nowhere else.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request, StatusCode, Uri};
use jiff::{SignedDuration, Timestamp};
use recado_api::view::SourceState;
use recado_http::BodyRefused;
use recado_tunnel::delivery::Delivered;
use recado_webhook::preset;
use recado_webhook::request::{self, Unverified};

use super::address::Address;
use super::reply::Refusal;
use super::{LARGEST_BODY, Peer};
use crate::connections::{SourceSetup, without_query};
use crate::core::Core;
use crate::gate::Remote;
use crate::intake::{self, Came, Filing, NotRead, Reader, Relayed, TurnedAway, unjudged};
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;

/// Whom a request calls.
pub(super) struct Called {
    source: Arc<SourceRow>,
    sub_path: String,
    came: Came,
}

/// A request to a source, by a method that it takes. Its body is what of it has come so far.
pub(crate) struct Incoming {
    source: Arc<SourceRow>,
    request: Unverified,
    came: Came,
    relayed: Option<Relayed>,
    remote: Option<Remote>,
    /// Under which it was called, as its sender may have signed it.
    urls: Vec<String>,
    test: bool,
}

impl Called {
    /// # Errors
    /// Where nothing is at that address, or no longer.
    pub(super) fn live(core: &Core, head: &Parts) -> Result<Self, Refusal> {
        let here = core.now();
        let at = head.extensions.get().and_then(received_at).unwrap_or(here);
        let called = Self::find(core, &head.uri, Came { at, here })?;
        if called.source.state == SourceState::Removed {
            return Err(Refusal::gone(&called.source));
        }
        Ok(called)
    }

    /// What waited came when the relay says, unless that is still to come: a replaced address and secret were good
    /// until a time of our clock. Its source may be removed since: the relay took it before it knew, and has said so.
    fn waited(core: &Core, head: &Parts) -> Result<Self, Refusal> {
        let now = core.now();
        let at = head.extensions.get().and_then(received_at).unwrap_or(now);
        let here = at.min(now);
        Self::find(core, &head.uri, Came { at, here })
    }

    fn find(core: &Core, uri: &Uri, came: Came) -> Result<Self, Refusal> {
        let unknown = || Refusal::new(StatusCode::NOT_FOUND, "refuse-unknown");
        let address = Address::parse(uri.path()).ok_or_else(unknown)?;
        let source = core.connections.by_key(&address.key, came.here);
        let source = source.ok_or_else(unknown)?;
        Ok(Self {
            source,
            sub_path: address.sub_path,
            came,
        })
    }
}

impl Incoming {
    /// # Errors
    /// Where the source does not take that method.
    pub(super) fn live(core: &Core, called: Called, head: &Parts) -> Result<Self, Refusal> {
        let delivered: Option<&Delivered> = head.extensions.get();
        // Of what came through the tunnel the relay alone knows the sender. A header could claim anything.
        let remote = match delivered {
            Some(delivered) => delivered.remote.map(Remote::from),
            None => {
                let peer = head.extensions.get().map(|peer: &Peer| peer.0);
                core.gate.remote(peer, &head.headers)
            }
        };
        // By our clock, which gave the test its minute.
        let test = core
            .test_marks
            .redeem(called.source.id, &head.headers, called.came.here);
        let relayed = delivered.map(|delivered| Relayed {
            id: delivered.id,
            waited: false,
            keeps: core.relay_keeps(),
        });
        let urls = match delivered {
            Some(delivered) => vec![without_query(&delivered.url.to_string())],
            None => {
                let own = core.own_address();
                own.map(|own| format!("{own}{}", head.uri.path()))
                    .into_iter()
                    .collect()
            }
        };
        let incoming = Self::new(called, head, relayed, urls)?;
        Ok(Self {
            remote: remote.filter(|_| !test),
            test,
            ..incoming
        })
    }

    /// A request that waited at the relay, whole. `None` where it is refused, which is counted: nobody is there to be
    /// told.
    pub(crate) fn waited(core: &Core, request: Request<Bytes>, keeps: SignedDuration) -> Option<Self> {
        let (head, body) = request.into_parts();
        let incoming = Called::waited(core, &head).and_then(|called| {
            let delivered: Option<&Delivered> = head.extensions.get();
            let relayed = delivered.map(|delivered| Relayed {
                id: delivered.id,
                waited: true,
                keeps,
            });
            let urls = delivered.map(|delivered| without_query(&delivered.url.to_string()));
            Self::new(called, &head, relayed, urls.into_iter().collect())
        });
        match incoming {
            Ok(incoming) => Some(incoming.with(body)),
            Err(refusal) => {
                refusal.count(core);
                None
            }
        }
    }

    fn new(
        called: Called,
        head: &Parts,
        relayed: Option<Relayed>,
        urls: Vec<String>,
    ) -> Result<Self, Refusal> {
        let Called {
            source,
            sub_path,
            came,
        } = called;
        let request = Unverified {
            method: allowed_method(&source, &head.method)?,
            sub_path,
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: text_headers(&head.headers),
            body: Bytes::new(),
        };
        Ok(Self {
            source,
            request,
            came,
            relayed,
            remote: None,
            urls,
            test: false,
        })
    }

    pub(super) fn with(self, body: Bytes) -> Self {
        let request = Unverified { body, ..self.request };
        Self { request, ..self }
    }

    pub(crate) fn source(&self) -> &Arc<SourceRow> {
        &self.source
    }

    /// `None` where it is not known, or none of the gate's business.
    pub(super) fn remote(&self) -> Option<Remote> {
        self.remote
    }

    pub(super) fn is_test(&self) -> bool {
        self.test
    }

    /// Of the body that has come, in bytes.
    pub(super) fn length(&self) -> usize {
        self.request.body.len()
    }

    /// The line in the log of one that is turned away unread.
    pub(super) fn turned_away(&self, why: Detail) -> TurnedAway {
        TurnedAway {
            source: self.source.id,
            received_at: self.came.at,
            request: intake::kept(&self.request, &self.source),
            why,
        }
    }

    /// Judges and reads it, now that it is whole; `setup` is how its source is set up, or why that cannot be known now.
    /// Takes time in proportion to the body.
    ///
    /// # Errors
    /// When it is not even to be filed.
    pub(super) fn judge(
        self,
        core: &Core,
        setup: Result<Arc<SourceSetup>, Detail>,
        complete_at: Option<Instant>,
    ) -> Result<Filing, Refusal> {
        let source = self.source;
        if self.request.body.len() > LARGEST_BODY {
            let too_large = BodyRefused::TooLarge {
                longest: LARGEST_BODY,
            };
            return Err(Refusal::of_body(&source, &too_large));
        }
        let method = self.request.method;
        let read = match setup {
            Ok(setup) => Reader::new(core, setup, self.urls).read(self.request, self.came),
            Err(why) => Ok(unjudged(
                &core.hasher,
                &source,
                &self.request,
                &self.urls,
                self.came.at,
                why,
            )),
        };
        let read = read.map_err(|not_read| match not_read {
            NotRead::Unsupported(why) => Refusal::with(StatusCode::UNSUPPORTED_MEDIA_TYPE, why).of(&source),
            NotRead::WrongMethod => wrong_method(&source, method.as_str()),
        })?;
        Ok(Filing {
            source: source.id,
            source_title: source.title.clone(),
            received_at: self.came.at,
            read,
            answer_status: preset::find(&source.preset).map_or(200, |preset| preset.answer.status),
            complete_at,
            test: self.test,
            relayed: self.relayed,
        })
    }

    /// Judges one that waited. `None` where it is not even to be filed, which is counted.
    pub(crate) fn judge_waited(self, core: &Core, setup: Result<Arc<SourceSetup>, Detail>) -> Option<Filing> {
        match self.judge(core, setup, None) {
            Ok(filing) => Some(filing),
            Err(refusal) => {
                refusal.count(core);
                None
            }
        }
    }
}

/// `None` where no calendar has that time.
fn received_at(delivered: &Delivered) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(delivered.received_at_ms).ok()?).ok()
}

/// Only the methods that a source takes.
fn allowed_method(source: &SourceRow, method: &Method) -> Result<request::Method, Refusal> {
    let known = request::Method::read(method.as_str());
    known
        .filter(|method| methods(source).contains(method))
        .ok_or_else(|| wrong_method(source, method.as_str()))
}

/// What its sender sends with; a GET to any system's address is a delivery only where the owner says so.
fn methods(source: &SourceRow) -> Vec<request::Method> {
    use request::Method::{Get, Post, Put};
    let Some(preset) = preset::find(&source.preset) else {
        return vec![Post];
    };
    let asks = preset.handshake.is_some_and(|handshake| handshake.takes_get());
    [Get, Post, Put]
        .into_iter()
        .filter(|method| match method {
            Get if preset.id == preset::OTHER => source.allow_get,
            Get => asks || preset.methods.contains(&Get),
            Post | Put => preset.methods.contains(method),
        })
        .collect()
}

/// `Allow` names those that are taken (RFC 9110, section 15.5.6).
fn wrong_method(source: &SourceRow, method: &str) -> Refusal {
    let allowed: Vec<_> = methods(source).into_iter().map(request::Method::as_str).collect();
    let allowed = allowed.join(", ");
    let args = vec![("method", method.to_owned()), ("allowed", allowed.clone())];
    let detail = Detail::with_args("refuse-method", args);
    Refusal::with(StatusCode::METHOD_NOT_ALLOWED, detail)
        .allowing(allowed)
        .of(source)
}

/// Header values that are not text are read as Latin-1, as HTTP once had it (RFC 9110, section 5.5).
fn text_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let text = match value.to_str() {
                Ok(text) => text.to_owned(),
                Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
            };
            (name.as_str().to_owned(), text)
        })
        .collect()
}
