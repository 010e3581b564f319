//! Questions that this computer asks itself, by whatever address is said to lead to it.
//!
//! Each has a random number, which is waited for as long as the question lasts and counts once; nobody else can guess
//! one, and what is not waited for is an unknown address like any other. The path is one that a source could have
//! (`/in/…`), so that a proxy which passes on sources' addresses passes it on too, but none has it. The number stands in
//! a header as well: so it is known again where its path was changed on the way.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use hyper::{HeaderMap, Method, StatusCode, header};
use tokio::sync::oneshot;

use super::address;

/// Behind the address that is asked, before the number.
const PATH: &str = "/in/check/";

/// The header with the number.
const HEADER: &str = "recado-check";

/// The questions that are on their way.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    waiting: Mutex<HashMap<String, Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    answer: String,
    arrived: oneshot::Sender<Arrived>,
}

/// A question came in here.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
}

/// A question that is about to be asked; nobody waits for it any more once this is dropped.
#[derive(Debug)]
pub(crate) struct Question<'c> {
    number: String,
    /// What is answered, if it comes in as it was asked.
    pub(crate) answer: String,
    arrived: oneshot::Receiver<Arrived>,
    checks: &'c Checks,
}

impl Checks {
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn question(&self) -> Result<Question<'_>, getrandom::Error> {
        let (number, answer) = (address::new_key()?, address::new_key()?);
        let (arrived, wait) = oneshot::channel();
        let waiting = Waiting {
            answer: answer.clone(),
            arrived,
        };
        self.lock().insert(number.clone(), waiting);
        Ok(Question {
            number,
            answer,
            arrived: wait,
            checks: self,
        })
    }

    /// The answer to a question that is waited for.
    pub(super) fn answer(&self, request: &Request) -> Option<Response> {
        let path = request.uri().path();
        let asked = path.strip_prefix(PATH);
        let in_header = || request.headers().get(HEADER)?.to_str().ok();
        let number = asked.or_else(in_header)?;
        if *request.method() != Method::GET {
            return None;
        }
        let waiting = self.lock().remove(number)?;
        let arrived = Arrived {
            path: path.to_owned(),
            headers: request.headers().clone(),
        };
        // Whoever asked waits no longer.
        let _ = waiting.arrived.send(arrived);
        if asked.is_none() {
            return Some(StatusCode::NOT_FOUND.into_response());
        }
        let not_kept = [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        Some((not_kept, waiting.answer).into_response())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Question<'_> {
    /// Where it is asked: this behind the address.
    pub(crate) fn path(&self) -> String {
        format!("{PATH}{}", self.number)
    }

    /// A header of its own that it is asked with.
    pub(crate) fn header(&self) -> (&'static str, &str) {
        (HEADER, &self.number)
    }

    /// How it came in, if it has.
    pub(crate) fn arrived(&mut self) -> Option<Arrived> {
        self.arrived.try_recv().ok()
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        self.checks.lock().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn a_question_is_answered_once_and_no_other_number_ever_is() {
        let checks = Checks::default();
        let mut question = checks.question().unwrap();
        let asked = asking(&question.path(), None);
        let guessed = asking("/in/check/aaaaaaaaaaaaaaaaaaaaaaaaaa", Some("guessed"));
        assert!(checks.answer(&guessed).is_none());
        assert!(checks.answer(&posting(&question.path())).is_none());
        assert!(question.arrived().is_none());
        let answer = checks.answer(&asked).unwrap();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, question.answer);
        assert_eq!(question.arrived().unwrap().path, question.path());
        assert!(checks.answer(&asked).is_none());
    }

    #[test]
    fn nobody_waits_for_a_question_that_is_over() {
        let checks = Checks::default();
        let question = checks.question().unwrap();
        let asked = asking(&question.path(), None);
        drop(question);
        assert!(checks.answer(&asked).is_none());
        assert!(checks.lock().is_empty());
    }

    #[test]
    fn a_question_whose_path_was_changed_has_come_in_but_is_not_answered() {
        let checks = Checks::default();
        let mut question = checks.question().unwrap();
        let path = format!("/hooks{}", question.path());
        let asked = asking(&path, Some(question.header().1));
        let answer = checks.answer(&asked).unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(question.arrived().unwrap().path, path);
    }

    fn asking(path: &str, header: Option<&str>) -> Request {
        let mut request = Request::get(path);
        if let Some(number) = header {
            request = request.header(HEADER, number);
        }
        request.body(Body::empty()).unwrap()
    }

    fn posting(path: &str) -> Request {
        Request::post(path).body(Body::empty()).unwrap()
    }
}
