//! Asking a sender's own API for something by its id.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use recado_webhook::authenticity::Secret;
use recado_webhook::body;
use recado_webhook::preset::{FetchAuth, Resource};
use recado_webhook::request::{Method, Unverified};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde_json::Value;

use crate::store::deliveries::Detail;
use crate::web;

/// How long the whole of it may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer, in bytes. An order with hundreds of items has some hundred KB.
const LARGEST: usize = 4 * 1024 * 1024;

/// What stays as it is in an id.
const IN_ID: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// What an access token may not hold as a part of an address.
const IN_TOKEN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>');

/// What came of asking.
#[derive(Debug)]
pub(super) enum Answer {
    /// As one tree, whatever it came as.
    Told(Value),
    /// The sender has no such thing.
    Gone(Detail),
    WrongToken(Detail),
    /// It may be asked again.
    NotNow(Detail),
}

pub(super) struct Asker {
    /// Stands in the place of what presets name.
    from: Option<String>,
    /// Made when it is first needed: it reads the system's certificates.
    client: OnceLock<Client>,
}

impl Asker {
    pub(super) fn new(from: Option<String>) -> Self {
        Self {
            from,
            client: OnceLock::new(),
        }
    }

    pub(super) async fn ask(&self, resource: &Resource, id: &str, token: &Secret) -> Answer {
        let client = match self.client() {
            Ok(client) => client,
            Err(error) => return unreachable(error),
        };
        let base = self.from.as_deref().unwrap_or(&resource.base);
        let path = resource
            .path
            .replace("{id}", &utf8_percent_encode(id, IN_ID).to_string());
        let mut url = format!("{base}{path}");
        if let FetchAuth::Query(name) = &resource.auth {
            let separator = if url.contains('?') { '&' } else { '?' };
            let token = utf8_percent_encode(token.expose(), IN_TOKEN);
            url.push_str(&format!("{separator}{name}={token}"));
        }
        let request =
            authorised(client.get(url), &resource.auth, token).header(header::ACCEPT, "application/json");
        match request.send().await {
            Ok(response) => read(response).await,
            Err(error) => unreachable(error),
        }
    }

    fn client(&self) -> reqwest::Result<&Client> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let mut builder = web::client().timeout(PATIENCE);
        if self.from.is_some() {
            // A proxy has no business between this computer and itself.
            builder = builder.no_proxy();
        }
        let client = builder.build()?;
        Ok(self.client.get_or_init(|| client))
    }
}

fn authorised(request: RequestBuilder, auth: &FetchAuth, token: &Secret) -> RequestBuilder {
    match auth {
        FetchAuth::Bearer => request.bearer_auth(token.expose()),
        FetchAuth::Header(name) => request.header(name, token.expose()),
        FetchAuth::Query(_) => request,
    }
}

async fn read(response: Response) -> Answer {
    let status = response.status();
    let coded = |id| Detail::with_args(id, vec![("status", status.as_u16().to_string())]);
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Answer::WrongToken(coded("fetch-token")),
        StatusCode::NOT_FOUND | StatusCode::GONE => return Answer::Gone(coded("fetch-gone")),
        status if !status.is_success() => return Answer::NotNow(coded("fetch-status")),
        _ => {}
    }
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    match whole(response).await {
        Ok(Some(bytes)) => match tree(bytes, content_type) {
            Some(tree) => Answer::Told(tree),
            None => Answer::NotNow(Detail::new("fetch-unreadable")),
        },
        Ok(None) => {
            let limit = (LARGEST / (1024 * 1024)).to_string();
            Answer::Gone(Detail::with_args("fetch-too-large", vec![("limit", limit)]))
        }
        Err(error) => unreachable(error),
    }
}

/// The body, unless it is too large.
async fn whole(mut response: Response) -> reqwest::Result<Option<Bytes>> {
    let mut read = BytesMut::new();
    while let Some(piece) = response.chunk().await? {
        if read.len() + piece.len() > LARGEST {
            return Ok(None);
        }
        read.extend_from_slice(&piece);
    }
    Ok(Some(read.freeze()))
}

/// As any body is read: some answer in XML.
fn tree(bytes: Bytes, content_type: Option<String>) -> Option<Value> {
    let answer = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: content_type
            .map(|content_type| ("content-type".to_owned(), content_type))
            .into_iter()
            .collect(),
        body: bytes,
    };
    body::read_body(&answer.known_genuine())
        .ok()
        .map(|parsed| parsed.tree)
}

/// The address may hold the token.
fn unreachable(error: reqwest::Error) -> Answer {
    let timed_out = error.is_timeout();
    let mut reason = web::reason(error);
    tracing::debug!(error = reason, "a sender could not be asked for details");
    if timed_out {
        "no answer came in time".clone_into(&mut reason);
    }
    Answer::NotNow(Detail::with_args("fetch-unreachable", vec![("reason", reason)]))
}
