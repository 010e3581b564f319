//! Sends a sample to the source's own address, as any sender would, marked as a test.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::StreamBody;
use hyper::body::Frame;
use hyper::header::CONTENT_LENGTH;
use recado_api::view::{SampleRequest, Verdict};
use recado_api::{DeliveryId, Failure};
use recado_webhook::request::{Method, Unverified};
use serde::Deserialize;
use tokio::time::Instant;

use super::{failure, not_now};
use crate::core::Core;
use crate::receiver::{DELIVERY_HEADER, LARGEST_BODY, TEST_HEADER, VERDICT_HEADER};
use crate::store::sources::SourceRow;

/// How long the answer may take. A sender would wait no longer either.
const PATIENCE: Duration = Duration::from_secs(10);

/// So much larger than the largest body that is read, in bytes.
const TOO_MUCH: usize = 64 * 1024;

/// What fills a body up: as white space it would change nothing of what any body says.
static BLANK: [u8; 16 * 1024] = [b' '; 16 * 1024];

/// What its sender would have been told, and what only a test is told.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) request: SampleRequest,
    pub(super) http_status: u16,
    pub(super) verdict: Option<Verdict>,
    /// Of a repetition, the first one.
    pub(super) delivery: Option<DeliveryId>,
    /// Why it was not taken, in the app's language.
    pub(super) why: Option<String>,
    pub(super) took_micros: u64,
}

/// A request whose body is filled up until it is larger than any that is read. It is never whole in memory.
pub(super) struct LargerThanRead(pub(super) Unverified);

/// What the receiver says to whoever is not taken.
#[derive(Deserialize)]
struct Problem {
    detail_local: String,
}

pub(super) async fn post(core: &Core, source: &SourceRow, request: Unverified) -> Result<Answered, Failure> {
    let (length, body) = (request.body.len(), request.body.clone().into());
    send(core, source, &request, length, body).await
}

pub(super) async fn post_larger(
    core: &Core,
    source: &SourceRow,
    LargerThanRead(request): LargerThanRead,
) -> Result<Answered, Failure> {
    let length = LARGEST_BODY + TOO_MUCH;
    let body = filled_up(request.body.clone(), length);
    send(core, source, &request, length, body).await
}

async fn send(
    core: &Core,
    source: &SourceRow,
    request: &Unverified,
    length: usize,
    body: reqwest::Body,
) -> Result<Answered, Failure> {
    let token = core
        .test_marks
        .give(source.id, core.now())
        .map_err(|error| failure::internal(core, &error))?;
    let unreachable = |error: reqwest::Error| {
        // The address is the secret of the source.
        let reason = error.without_url().to_string();
        let args = [("reason", reason.into())];
        not_now(core.lang().text("failure-test-unreachable", &args))
    };
    // A proxy has no business between Recado and itself.
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .map_err(unreachable)?;
    let address = address(core, source, request);
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
        .header(CONTENT_LENGTH, length)
        .body(body)
        .send()
        .await
        .map_err(unreachable)?;
    let http_status = response.status().as_u16();
    let told = |name: &str| response.headers().get(name)?.to_str().ok();
    let delivery = told(DELIVERY_HEADER).and_then(|delivery| delivery.parse().ok());
    let verdict =
        told(VERDICT_HEADER).and_then(|told| Verdict::ALL.into_iter().find(|known| known.as_str() == told));
    let said = response.bytes().await.map_err(unreachable)?;
    let took_micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let problem: Option<Problem> = serde_json::from_slice(&said).ok();
    Ok(Answered {
        request: SampleRequest {
            sample: None,
            method: request.method.as_str().to_owned(),
            content_type: request.header("content-type").map(str::to_owned),
            body_length: u64::try_from(length).unwrap_or(u64::MAX),
        },
        http_status,
        verdict,
        delivery,
        why: problem.map(|problem| problem.detail_local),
        took_micros,
    })
}

fn address(core: &Core, source: &SourceRow, request: &Unverified) -> String {
    let mut address = core.shown(source).address;
    if !request.sub_path.is_empty() {
        address = format!("{address}/{}", request.sub_path);
    }
    if !request.query.is_empty() {
        address = format!("{address}?{}", request.query);
    }
    address
}

fn filled_up(start: Bytes, length: usize) -> reqwest::Body {
    let mut left = length.saturating_sub(start.len());
    let blanks = std::iter::from_fn(move || {
        let blank = BLANK.get(..left.min(BLANK.len()))?;
        left -= blank.len();
        (!blank.is_empty()).then(|| Bytes::from_static(blank))
    });
    let frames = std::iter::once(start)
        .chain(blanks)
        .map(|piece| Ok::<_, Infallible>(Frame::data(piece)));
    reqwest::Body::wrap(StreamBody::new(futures_util::stream::iter(frames)))
}
