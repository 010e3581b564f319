//! Asks whoever holds a data folder, through its local socket.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use data_encoding::BASE64URL_NOPAD;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{Method, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;

use crate::change::{Position, StreamLine};
use crate::failure::{Code, Failure};
use crate::request::{Ask, Request};
use crate::socket;
use crate::view::Attach;

/// How long a holder may take to accept a connection. It is on this computer and only has to wake up.
const CONNECT: Duration = Duration::from_secs(5);

/// Speaks to one holder. Each call opens a connection of its own, which on a local socket costs next to nothing.
#[derive(Debug, Clone)]
pub struct Client {
    address: PathBuf,
}

impl Client {
    pub fn new(address: &Path) -> Self {
        Self {
            address: address.to_owned(),
        }
    }

    /// # Errors
    /// What the holder answers instead, or [`Code::Unreachable`].
    pub async fn ask<R: Ask>(&self, request: R) -> Result<R::Answer, Failure> {
        let (answer, _) = self.ask_for_state(request).await?;
        Ok(answer)
    }

    /// Asks, and tells with the answer which change was the last before it was looked up: whoever follows the changes
    /// drops those up to that number.
    ///
    /// # Errors
    /// What the holder answers instead, or [`Code::Unreachable`].
    pub async fn ask_for_state<R: Ask>(&self, request: R) -> Result<(R::Answer, u64), Failure> {
        let request: Request = request.into();
        let body = serde_json::to_vec(&request).map_err(|error| not_understood(&error))?;
        let response = self.send(Method::POST, "/ask", body).await?;
        read_reply(response).await
    }

    /// Asks for somebody else, and gives the body of the answer, `{"ok": …, "n": …}`, as it came.
    ///
    /// # Errors
    /// What the holder answers instead, or [`Code::Unreachable`].
    pub async fn forward(&self, request: &Request) -> Result<Bytes, Failure> {
        let body = serde_json::to_vec(request).map_err(|error| not_understood(&error))?;
        let response = self.send(Method::POST, "/ask", body).await?;
        if response.status() != StatusCode::OK {
            return Err(read_failure(response).await);
        }
        let body = response.into_body().collect().await;
        Ok(body.map_err(|error| unreachable_holder(&error))?.to_bytes())
    }

    /// Follows the changes from `after` on, or from now.
    ///
    /// # Errors
    /// What the holder answers instead, or [`Code::Unreachable`].
    pub async fn changes(&self, after: Option<&Position>) -> Result<Changes, Failure> {
        match after {
            Some(position) => self.follow(&format!("/changes?after={position}")).await,
            None => self.follow("/changes").await,
        }
    }

    async fn follow(&self, path: &str) -> Result<Changes, Failure> {
        let response = self.send(Method::GET, path, Vec::new()).await?;
        if response.status() != StatusCode::OK {
            return Err(read_failure(response).await);
        }
        Ok(Changes {
            body: response.into_body(),
            pending: BytesMut::new(),
        })
    }

    /// Follows the changes as a window, which is attached as long as it does: the orders of the desk come with them.
    ///
    /// # Errors
    /// What the holder answers instead, or [`Code::Unreachable`].
    pub async fn attach(&self, window: &Attach) -> Result<Changes, Failure> {
        let window = serde_json::to_vec(window).map_err(|error| not_understood(&error))?;
        let window = BASE64URL_NOPAD.encode(&window);
        self.follow(&format!("/changes?window={window}")).await
    }

    /// The body of `GET` on `path_and_query`, piece by piece: how an export arrives.
    ///
    /// # Errors
    /// What the holder answers instead, or [`Code::Unreachable`].
    pub async fn download(&self, path_and_query: &str) -> Result<Download, Failure> {
        let response = self.send(Method::GET, path_and_query, Vec::new()).await?;
        if response.status() != StatusCode::OK {
            return Err(read_failure(response).await);
        }
        Ok(Download {
            body: response.into_body(),
        })
    }

    async fn send(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Response<Incoming>, Failure> {
        let stream = tokio::time::timeout(CONNECT, socket::connect(&self.address))
            .await
            .map_err(|_| unreachable_holder(&io::Error::from(io::ErrorKind::TimedOut)))?
            .map_err(|error| unreachable_holder(&error))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| unreachable_holder(&error))?;
        // Ends by itself as soon as the sender and the response's body are dropped.
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = %error, "the connection to the holder broke");
            }
        });
        let request = hyper::Request::builder()
            .method(method)
            .uri(path)
            .header("host", "recado")
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| not_understood(&error))?;
        sender
            .send_request(request)
            .await
            .map_err(|error| unreachable_holder(&error))
    }
}

/// The lines of `GET /changes`.
#[derive(Debug)]
pub struct Changes {
    body: Incoming,
    pending: BytesMut,
}

impl Changes {
    /// The next line, or `None` where the stream ended.
    ///
    /// # Errors
    /// [`Code::Unreachable`] where the stream broke.
    pub async fn next(&mut self) -> Result<Option<StreamLine>, Failure> {
        loop {
            if let Some(end) = self.pending.iter().position(|byte| *byte == b'\n') {
                let line = self.pending.split_to(end);
                self.pending.advance(1);
                return serde_json::from_slice(&line)
                    .map(Some)
                    .map_err(|error| not_understood(&error));
            }
            let Some(frame) = self.body.frame().await else {
                return Ok(None);
            };
            let frame = frame.map_err(|error| unreachable_holder(&error))?;
            if let Ok(data) = frame.into_data() {
                self.pending.extend_from_slice(&data);
            }
        }
    }
}

/// The pieces of a download.
#[derive(Debug)]
pub struct Download {
    body: Incoming,
}

impl Download {
    /// The next piece, or `None` after the last.
    ///
    /// # Errors
    /// [`Code::Unreachable`] where it broke off: what came so far is not the whole.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            let Some(frame) = self.body.frame().await else {
                return Ok(None);
            };
            if let Ok(data) = frame.map_err(|error| unreachable_holder(&error))?.into_data() {
                return Ok(Some(data));
            }
        }
    }
}

async fn read_reply<T: DeserializeOwned>(response: Response<Incoming>) -> Result<(T, u64), Failure> {
    let body = response
        .into_body()
        .collect()
        .await
        .map_err(|error| unreachable_holder(&error))?
        .to_bytes();
    let reply: Reply<T> = serde_json::from_slice(&body).map_err(|error| not_understood(&error))?;
    match reply {
        Reply::Ok { ok, n } => Ok((ok, n)),
        Reply::Err { err } => Err(err),
    }
}

async fn read_failure(response: Response<Incoming>) -> Failure {
    match read_reply::<()>(response).await {
        Err(failure) => failure,
        Ok(_) => not_understood(&"an answer without a reason"),
    }
}

/// The body of every answer: `{"ok": …, "n": …}` or `{"err": {"code", "message"}}`.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Reply<T> {
    Ok {
        ok: T,
        /// Of the last change before the answer was looked up.
        n: u64,
    },
    Err {
        err: Failure,
    },
}

fn unreachable_holder(error: &dyn std::fmt::Display) -> Failure {
    Failure {
        code: Code::Unreachable,
        message: format!("Recado does not answer on this computer: {error}"),
    }
}

fn not_understood(error: &dyn std::fmt::Display) -> Failure {
    Failure {
        code: Code::Internal,
        message: format!("the answer could not be understood: {error}"),
    }
}
