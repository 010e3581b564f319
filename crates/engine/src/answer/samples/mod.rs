//! Samples: deliveries of our own, made and proven as the source's sender would, or wrong in one way, which go the way
//! of every other one, over HTTP and through the receiver.
//!
//! [`written`] is what they say, with [`lead`] where no preset knows it and the times of today ([`today`]); [`proof`] is
//! how they are proven; [`post`] sends them; [`behaviour`] holds the answer against what it has to be. [`offer`] tells
//! which of them a source can be tried out with, and [`remove`] takes away what they left.

mod behaviour;
mod lead;
pub(super) mod offer;
mod post;
mod proof;
mod remove;
mod today;
mod written;

use std::sync::Arc;

use jiff::SignedDuration;
use recado_api::request::SendSample;
use recado_api::view::{Receiving, SampleKind, SampleRequest, SampleSent, SourceState};
use recado_api::{Code, Failure};
use recado_webhook::preset::Sample;
use recado_webhook::request::Unverified;

use self::behaviour::Wrong;
use self::post::{Answered, LargerThanRead};
use super::{Handle, failure};
use crate::connections::SourceSetup;
use crate::core::Core;
use crate::store::test_contacts;

/// How old a proof is that nobody takes any more.
const LONG_AGO: SignedDuration = SignedDuration::from_hours(24);

impl Handle<SendSample> for Core {
    async fn handle(self: &Arc<Self>, request: SendSample) -> Result<SampleSent, Failure> {
        let source = self
            .connections
            .by_id(request.source)
            .ok_or_else(|| failure::not_found(self.lang().text("failure-no-source", &[])))?;
        if source.state == SourceState::Removed {
            return Err(failure::not_found(self.lang().text("failure-test-removed", &[])));
        }
        match self.receiving() {
            Receiving::On { .. } => {}
            Receiving::Blocked { reason } => return Err(not_now(reason)),
            Receiving::Off => return Err(not_now(self.lang().text("failure-test-off", &[]))),
        }
        let setup = self
            .setup_of(&source)
            .await
            .map_err(|unavailable| not_now(unavailable.why.text(self.lang())))?;
        if let Some(why_not) = offer::why_not(&source, setup.preset, request.kind) {
            return Err(failure::bad_request(self.lang().text(why_not, &[])));
        }
        let sample = match &request.sample {
            Some(name) => Some(offer::named(setup.preset, name).ok_or_else(|| {
                let args = [("sample", name.as_str().into())];
                failure::not_found(self.lang().text("failure-no-sample", &args))
            })?),
            None => written::small(setup.preset),
        };
        let trial = Trial {
            core: self,
            setup: &setup,
            sample,
        };
        let (answered, wrong) = trial.run(request.kind).await?;
        let contact = match answered.delivery {
            Some(delivery) => self
                .db
                .read(move |db| test_contacts::contact_of(db, delivery))
                .await
                .map_err(|error| failure::read(self, &error))?,
            None => None,
        };
        Ok(SampleSent {
            kind: request.kind,
            request: SampleRequest {
                sample: sample.map(|sample| sample.name.to_owned()),
                ..answered.request.clone()
            },
            http_status: answered.http_status,
            verdict: answered.verdict,
            delivery: answered.delivery,
            contact,
            took_micros: answered.took_micros,
            wrong: wrong.map(|wrong| wrong.said(self.lang(), &answered)),
        })
    }
}

/// One source is tried out with one sample.
struct Trial<'t> {
    core: &'t Arc<Core>,
    setup: &'t SourceSetup,
    /// `None` where no preset knows what its sender says.
    sample: Option<&'static Sample>,
}

impl Trial<'_> {
    async fn run(&self, kind: SampleKind) -> Result<(Answered, Option<Wrong>), Failure> {
        match kind {
            SampleKind::Good => self.good().await,
            SampleKind::BadSignature => self.badly_signed().await,
            SampleKind::WrongType => self.of_wrong_type().await,
            SampleKind::Duplicate => self.twice().await,
            SampleKind::Huge => self.huge().await,
        }
    }

    async fn good(&self) -> Result<(Answered, Option<Wrong>), Failure> {
        let answered = self.post(self.proven(self.written())?).await?;
        let wrong = behaviour::of_good(&answered, self.sample);
        Ok((answered, wrong))
    }

    async fn badly_signed(&self) -> Result<(Answered, Option<Wrong>), Failure> {
        let forged = proof::forged(self.core, self.setup, self.written())?;
        let answered = self.post(forged).await?;
        let wrong = behaviour::of_bad_signature(&answered);
        if wrong.is_some() || !proof::grows_old(self.setup) {
            return Ok((answered, wrong));
        }
        // Where the time is part of the proof, a right one of yesterday is as bad.
        let then = self.core.now().saturating_sub(LONG_AGO).unwrap_or_default();
        let old = proof::genuine(self.core, self.setup, self.written(), then)?;
        let answered = self.post(old).await?;
        let wrong = behaviour::of_bad_signature(&answered);
        Ok((answered, wrong))
    }

    async fn of_wrong_type(&self) -> Result<(Answered, Option<Wrong>), Failure> {
        let broken = written::of_wrong_type(self.written());
        let in_body = proof::is_in_body(self.setup);
        // What is no object has no place for a token.
        let request = if in_body { broken } else { self.proven(broken)? };
        let answered = self.post(request).await?;
        let wrong = behaviour::of_wrong_type(&answered, in_body);
        Ok((answered, wrong))
    }

    async fn twice(&self) -> Result<(Answered, Option<Wrong>), Failure> {
        let request = self.proven(self.written())?;
        let first = self.post(request.clone()).await?;
        if let Some(wrong) = behaviour::of_good(&first, self.sample) {
            return Ok((first, Some(wrong)));
        }
        let second = self.post(request).await?;
        let wrong = behaviour::of_second(&first, &second);
        Ok((second, wrong))
    }

    async fn huge(&self) -> Result<(Answered, Option<Wrong>), Failure> {
        let larger = LargerThanRead(self.written());
        let answered = post::post_larger(self.core, &self.setup.source, larger).await?;
        let wrong = behaviour::of_huge(&answered);
        Ok((answered, wrong))
    }

    /// What is to be said, without any proof.
    fn written(&self) -> Unverified {
        written::request(self.sample, self.setup, self.core.lang(), self.core.now())
    }

    fn proven(&self, request: Unverified) -> Result<Unverified, Failure> {
        proof::genuine(self.core, self.setup, request, self.core.now())
    }

    async fn post(&self, request: Unverified) -> Result<Answered, Failure> {
        post::post(self.core, &self.setup.source, request).await
    }
}

fn not_now(message: String) -> Failure {
    failure::of(Code::Unavailable, message)
}
