//! A test: a delivery of our own, made and signed as the source's sender would, which goes the way of every other one,
//! over HTTP and through the receiver.

mod sample;

use std::sync::Arc;
use std::time::Duration;

use recado_api::request::{RemoveTests, SendTest};
use recado_api::view::{Receiving, SourceState, TestSent, TestsRemoved};
use recado_api::{Change, Code, Failure};
use recado_webhook::authenticity::{CannotSign, Presented, sign};
use recado_webhook::request::{Method, Unverified};
use tokio::time::Instant;

use super::{Handle, failure};
use crate::connections::SourceSetup;
use crate::core::Core;
use crate::receiver::{DELIVERY_HEADER, TEST_HEADER};
use crate::store::test_contacts;

/// How long the answer may take. A sender would wait no longer either.
const PATIENCE: Duration = Duration::from_secs(10);

impl Handle<SendTest> for Core {
    async fn handle(self: &Arc<Self>, request: SendTest) -> Result<TestSent, Failure> {
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
        let sent = post(self, &setup).await?;
        let delivery = sent.delivery;
        let contact = match delivery {
            Some(delivery) => self
                .db
                .read(move |db| test_contacts::contact_of(db, delivery))
                .await
                .map_err(|error| failure::read(self, &error))?,
            None => None,
        };
        Ok(TestSent { contact, ..sent })
    }
}

/// As the real sender would send it now, where it has what that takes.
fn signed(core: &Core, setup: &SourceSetup) -> Result<Unverified, Failure> {
    let (now, lang) = (core.now(), core.lang());
    let request = sample::request(setup.preset, lang, now);
    let Some(choice) = setup.preset.scheme(setup.source.scheme.as_deref()) else {
        return Ok(request);
    };
    let name = setup.source.scheme_name.as_deref();
    let by = Presented {
        scheme: &choice.scheme,
        required: choice.required,
        name: name.filter(|_| choice.name_is_free),
        secrets: setup.secrets(now),
        urls: &setup.urls,
        received_at: now,
    };
    sign(request, &by).map_err(|cannot| {
        let message = match &cannot {
            CannotSign::Secret => "failure-test-secret",
            CannotSign::Field { .. } => "failure-test-field",
            CannotSign::NoUrl => "failure-test-no-url",
            CannotSign::Unclear(_) => {
                return failure::internal(core, &cannot);
            }
        };
        failure::bad_request(lang.text(message, &[]))
    })
}

async fn post(core: &Core, setup: &SourceSetup) -> Result<TestSent, Failure> {
    let request = signed(core, setup)?;
    let token = core
        .test_marks
        .give(setup.source.id, core.now())
        .map_err(|error| failure::internal(core, &error))?;
    let unreachable = |error: reqwest::Error| {
        // The address is the secret of the source.
        let reason = error.without_url().to_string();
        not_now(
            core.lang()
                .text("failure-test-unreachable", &[("reason", reason.into())]),
        )
    };
    // A proxy has no business between Recado and itself.
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(unreachable)?;
    let mut address = core.shown(&setup.source).address;
    if !request.query.is_empty() {
        address = format!("{address}?{}", request.query);
    }
    let mut sent = match request.method {
        Method::Get => client.get(address),
        Method::Post => client.post(address),
        Method::Put => client.put(address),
    };
    for (name, value) in &request.headers {
        sent = sent.header(name, value);
    }
    let started = Instant::now();
    let response = sent
        .header(TEST_HEADER, token)
        .body(request.body)
        .send()
        .await
        .map_err(unreachable)?;
    let http_status = response.status().as_u16();
    let named = response.headers().get(DELIVERY_HEADER);
    let delivery = named.and_then(|named| named.to_str().ok()?.parse().ok());
    response.bytes().await.map_err(unreachable)?;
    Ok(TestSent {
        http_status,
        delivery,
        contact: None,
        took_micros: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
    })
}

fn not_now(message: String) -> Failure {
    Failure {
        code: Code::Unavailable,
        message,
    }
}

impl Handle<RemoveTests> for Core {
    async fn handle(self: &Arc<Self>, _: RemoveTests) -> Result<TestsRemoved, Failure> {
        let core = self.clone();
        let removed = self
            .db
            .write(move |tx| {
                let gone = test_contacts::remove(tx)?;
                let contacts = u32::try_from(gone.len()).unwrap_or(u32::MAX);
                tx.after_commit(move || {
                    core.changes
                        .publish(gone.into_iter().map(Change::ContactGone).collect());
                });
                Ok(TestsRemoved { contacts })
            })
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(removed)
    }
}
