//! Dialling a relay: an ordinary request, as a browser would make it, that becomes a stream of bytes.

use std::time::Duration;

use data_encoding::BASE64;
use recado_tunnel::attach;
use recado_tunnel::origin::Origin;
use recado_tunnel::ws::WsStream;
use reqwest::{Response, StatusCode, Upgraded, header};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::web::{self, Unreached};

/// How long a relay may take to answer once it is connected.
const ANSWERING: Duration = Duration::from_secs(10);

/// What an engine speaks on once the relay has let it in.
pub(super) type Stream = WsStream<Upgraded>;

/// Asks the relay for a tunnel.
///
/// # Errors
/// See [`DialError`].
pub(super) async fn dial(relay: &Origin) -> Result<Stream, DialError> {
    let to_itself = web::is_this_computer(relay.authority().host());
    // Reads the system's certificates and proxies, which may have changed since the last time.
    let building = tokio::task::spawn_blocking(move || {
        let mut builder = web::client().http1_only().pool_max_idle_per_host(0);
        if to_itself {
            // A proxy has no business between this computer and itself.
            builder = builder.no_proxy();
        }
        builder.build()
    });
    let client = building
        .await
        .map_err(|error| DialError::Unsuitable(error.to_string()))?
        .map_err(|error| DialError::Unsuitable(web::reason(error)))?;
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(|error| DialError::Unsuitable(error.to_string()))?;
    let key = BASE64.encode(&nonce);
    let asking = client
        .get(format!("{relay}{}", attach::PATH))
        .header(header::CONNECTION, "Upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_VERSION, "13")
        .header(header::SEC_WEBSOCKET_KEY, &key)
        .send();
    let answer = match tokio::time::timeout(web::CONNECTING + ANSWERING, asking).await {
        Ok(answer) => answer.map_err(DialError::of)?,
        Err(_) => return Err(DialError::Silent),
    };
    let accepted = answer.headers().get(header::SEC_WEBSOCKET_ACCEPT);
    let accepted = accepted.is_some_and(|accept| *accept == derive_accept_key(key.as_bytes()));
    match answer.status() {
        StatusCode::SWITCHING_PROTOCOLS if accepted => {}
        StatusCode::SWITCHING_PROTOCOLS | StatusCode::UPGRADE_REQUIRED => {
            return Err(DialError::NoWebSocket);
        }
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
            return Err(DialError::Proxy(answer.status().to_string()));
        }
        status => {
            return Err(DialError::Answered {
                status,
                after: retry_after(&answer),
            });
        }
    }
    match tokio::time::timeout(ANSWERING, answer.upgrade()).await {
        Ok(upgraded) => Ok(WsStream::engine(upgraded.map_err(DialError::of)?).await),
        Err(_) => Err(DialError::Silent),
    }
}

/// Given as a date it is not understood, and then the usual pause is kept.
fn retry_after(answer: &Response) -> Option<Duration> {
    let seconds = answer.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    Some(Duration::from_secs(seconds.trim().parse::<u32>().ok()?.into()))
}

/// Why there is no tunnel.
#[derive(Debug, thiserror::Error)]
pub(super) enum DialError {
    #[error("the relay's name is not found: {0}")]
    NoSuchName(String),
    #[error("nothing answers at the relay's address: {0}")]
    Refused(String),
    #[error("there is no way to the relay: {0}")]
    NoWay(String),
    #[error("the relay does not answer in time")]
    Silent,
    #[error("the connection is not safe: {0}")]
    NotSafe(String),
    #[error("the proxy does not let the connection through: {0}")]
    Proxy(String),
    #[error("the relay answered {status}")]
    Answered {
        status: StatusCode,
        after: Option<Duration>,
    },
    #[error("something on the way does not let WebSocket through")]
    NoWebSocket,
    #[error("the connection broke: {0}")]
    Broken(String),
    /// The fault is this computer's.
    #[error("this computer cannot make the connection: {0}")]
    Unsuitable(String),
}

impl DialError {
    fn of(error: reqwest::Error) -> Self {
        match Unreached::of(error) {
            Unreached::NoSuchName(reason) => Self::NoSuchName(reason),
            Unreached::Refused(reason) => Self::Refused(reason),
            Unreached::NoWay(reason) => Self::NoWay(reason),
            Unreached::Silent => Self::Silent,
            Unreached::NotSafe(reason) => Self::NotSafe(reason),
            Unreached::Proxy(reason) => Self::Proxy(reason),
            Unreached::Broken(reason) => Self::Broken(reason),
        }
    }
}
