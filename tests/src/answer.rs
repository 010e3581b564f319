//! What a sender gets back.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// An HTTP answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Sends a request and reads the answer.
    #[track_caller]
    pub fn of(request: reqwest::blocking::RequestBuilder) -> Self {
        Self::read(request.send().unwrap_or_else(|error| panic!("{error:?}")))
    }

    pub(crate) fn read(response: reqwest::blocking::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.text().expect("the answer's body arrives whole");
        Self {
            status,
            headers,
            body,
        }
    }

    /// A header's text, or "" where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("headers are text"))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// Asserts a 200 with this verdict, and returns the delivery's id.
    #[track_caller]
    pub fn expect_verdict(&self, verdict: &str) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        let body = self.json();
        assert_eq!(body["verdict"], verdict, "{self:?}");
        let delivery = body["delivery"]
            .as_str()
            .unwrap_or_else(|| panic!("no delivery in {self:?}"));
        uuid::Uuid::parse_str(delivery).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        delivery.to_owned()
    }

    /// Asserts an error that a person can act upon, in English and in the app's language (RFC 9457).
    #[track_caller]
    pub fn expect_problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        expect_problem_body(&self.body, status)
    }
}

/// The same for a body alone.
#[track_caller]
pub(crate) fn expect_problem_body(body: &str, status: u16) -> Value {
    let problem: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error} in {body:?}"));
    assert_eq!(problem["status"], status, "{body}");
    assert_eq!(problem["lang"], "pt-BR", "{body}");
    for field in ["type", "title", "detail", "detail_local"] {
        let text = problem[field]
            .as_str()
            .unwrap_or_else(|| panic!("no {field} in {body}"));
        assert!(!text.trim().is_empty(), "an empty {field} in {body}");
    }
    assert_ne!(
        problem["detail"], problem["detail_local"],
        "the same in both languages: {body}"
    );
    problem
}
