//! One request to a sender's API, and what came back.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use recado_webhook::body;
use recado_webhook::preset::Address;
use reqwest::header::{self, HeaderName, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

use crate::store::deliveries::Detail;
use crate::web;

/// How long the whole of it may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer, in bytes. An order with hundreds of items has some hundred KB.
const LARGEST: usize = 4 * 1024 * 1024;

/// What a sender's API answered.
pub(super) enum Heard {
    /// As one tree, whatever it came as.
    Told(Value),
    /// A status that is no success, or one without anything.
    Status(StatusCode),
    TooLarge(Detail),
    /// Nothing, or nothing that can be read: it may be asked again.
    NotNow(Detail),
}

pub(super) struct Web {
    /// Stands in the place of `https:/`.
    from: Option<String>,
    /// Made when it is first needed: it reads the system's certificates.
    client: OnceLock<Client>,
}

impl Web {
    pub(super) fn new(from: Option<String>) -> Self {
        Self {
            from,
            client: OnceLock::new(),
        }
    }

    /// A request to such an address.
    ///
    /// # Errors
    /// Where this computer can ask nobody.
    pub(super) fn request(&self, method: Method, address: &Address) -> Result<RequestBuilder, Heard> {
        let client = self.client().map_err(unreachable)?;
        let Address { host, path } = address;
        let url = match &self.from {
            None => format!("https://{host}{path}"),
            Some(from) => format!("{from}/{host}{path}"),
        };
        Ok(client
            .request(method, url)
            .header(header::ACCEPT, "application/json, */*;q=0.8"))
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

/// A header that is never printed; `None` where its value can not stand in one.
pub(super) fn secret_header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value))
}

pub(super) async fn send(request: RequestBuilder) -> Heard {
    match request.send().await {
        Ok(response) => read(response).await,
        Err(error) => unreachable(error),
    }
}

async fn read(response: Response) -> Heard {
    let status = response.status();
    if !status.is_success() || status == StatusCode::NO_CONTENT {
        return Heard::Status(status);
    }
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    match whole(response).await {
        Ok(Some(bytes)) => match body::read_answer(bytes, content_type.as_deref()) {
            Some(tree) => Heard::Told(tree),
            None => Heard::NotNow(Detail::new("fetch-unreadable")),
        },
        Ok(None) => {
            let limit = (LARGEST / (1024 * 1024)).to_string();
            Heard::TooLarge(Detail::with_args("fetch-too-large", vec![("limit", limit)]))
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

/// The address may hold the key.
fn unreachable(error: reqwest::Error) -> Heard {
    let timed_out = error.is_timeout();
    let mut reason = web::reason(error);
    tracing::debug!(error = reason, "a sender could not be asked for details");
    if timed_out {
        "no answer came in time".clone_into(&mut reason);
    }
    Heard::NotNow(Detail::with_args("fetch-unreachable", vec![("reason", reason)]))
}
