//! An imitation of senders' APIs: a real HTTP server that answers as it is told to, and tells what it was asked.

use std::sync::{Arc, Mutex};

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use recado_engine::StartOptions;
use reqwest::StatusCode;
use tokio::sync::{mpsc, watch};

/// What it was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Method, host and path: `GET api.example.com/orders/1`.
    pub(crate) what: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What it answers.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            content_type: "application/json",
            body: body.into(),
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            content_type: "text/plain",
            body: b"no".to_vec(),
        }
    }
}

type Answers = Arc<Mutex<Box<dyn Fn(&Asked) -> Reply + Send>>>;

pub(crate) struct Api {
    base: String,
    asked: mpsc::UnboundedReceiver<Asked>,
    answers: Answers,
    /// Whether answers are held back.
    held: watch::Sender<bool>,
}

#[derive(Clone)]
struct Inside {
    asked: mpsc::UnboundedSender<Asked>,
    answers: Answers,
    held: watch::Receiver<bool>,
}

impl Api {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (asked, heard) = mpsc::unbounded_channel();
        let answers: Answers = Arc::new(Mutex::new(Box::new(|_| Reply::status(500))));
        let (held, is_held) = watch::channel(false);
        let inside = Inside {
            asked,
            answers: answers.clone(),
            held: is_held,
        };
        let router = axum::Router::new().fallback(answer).with_state(inside);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            base,
            asked: heard,
            answers,
            held,
        }
    }

    pub(crate) fn options(&self) -> StartOptions {
        StartOptions {
            fetch_from: Some(self.base.clone()),
            ..StartOptions::default()
        }
    }

    pub(crate) fn answer(&self, answers: impl Fn(&Asked) -> Reply + Send + 'static) {
        *self.answers.lock().unwrap() = Box::new(answers);
    }

    pub(crate) fn hold(&self, held: bool) {
        self.held.send(held).unwrap();
    }

    pub(crate) async fn asked(&mut self) -> Asked {
        self.asked.recv().await.unwrap()
    }

    /// What it was asked since the last time.
    pub(crate) fn asked_so_far(&mut self) -> Vec<Asked> {
        std::iter::from_fn(|| self.asked.try_recv().ok()).collect()
    }
}

async fn answer(State(mut inside): State<Inside>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let target = head.uri.path_and_query().unwrap().as_str();
    let asked = Asked {
        what: format!("{} {}", head.method, target.trim_start_matches('/')),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    inside.asked.send(asked.clone()).unwrap();
    inside.held.wait_for(|held| !held).await.unwrap();
    let reply = (inside.answers.lock().unwrap())(&asked);
    let content_type = [("content-type", reply.content_type)];
    (
        StatusCode::from_u16(reply.status).unwrap(),
        content_type,
        reply.body,
    )
        .into_response()
}
