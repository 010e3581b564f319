//! The senders' APIs, as far as these rows ask them.

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use reqwest::StatusCode;

type Answers = Vec<(&'static str, String)>;

/// Answers until the test ends. Gives its address.
pub(super) async fn start(answers: Answers) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(answer).with_state(answers);
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

async fn answer(State(answers): State<Answers>, request: Request) -> Response {
    // The host stands before the path.
    let asked = request.uri().to_string();
    let found = answers.iter().find(|(path, _)| asked.contains(path));
    let Some((_, body)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_xml = body.starts_with('<');
    let content_type = if is_xml {
        "application/xml"
    } else {
        "application/json"
    };
    ([("content-type", content_type)], body.clone()).into_response()
}
