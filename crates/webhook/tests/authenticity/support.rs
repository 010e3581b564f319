//! Requests as data.

use std::collections::BTreeMap;

use jiff::Timestamp;
use recado_webhook::authenticity::{Presented, Proof, Refused, Scheme, Secret, Secrets};
use recado_webhook::request::{Method, Unverified};
use serde::Deserialize;

/// A request, what it is judged by, and what its sender's own library says of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vector {
    pub(crate) by: String,
    pub(crate) name: String,
    pub(crate) scheme: Scheme,
    pub(crate) preset: Option<String>,
    pub(crate) method: Method,
    pub(crate) query: String,
    pub(crate) urls: Vec<String>,
    pub(crate) secret: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    pub(crate) received_at: i64,
    pub(crate) accepted: bool,
}

impl Vector {
    pub(crate) fn request(&self) -> Unverified {
        Unverified {
            method: self.method,
            sub_path: String::new(),
            query: self.query.clone(),
            headers: self.headers.clone().into_iter().collect(),
            body: self.body.clone().into(),
        }
    }

    pub(crate) fn received_at(&self) -> Timestamp {
        Timestamp::from_second(self.received_at).expect("a time")
    }

    /// What the request is judged by, with a secret that the owner may have mistyped.
    pub(crate) fn presented<'a>(&'a self, secrets: &'a Secrets) -> Presented<'a> {
        Presented {
            scheme: &self.scheme,
            required: true,
            name: None,
            secrets,
            urls: &self.urls,
            received_at: self.received_at(),
        }
    }

    pub(crate) fn verify(&self) -> Result<Proof, Refused> {
        verify(self.request(), &self.presented(&secrets(&self.secret)))
    }

    pub(crate) fn label(&self) -> String {
        format!("{}: {}", self.by, self.name)
    }
}

/// Made by `vectors/make.mjs`.
pub(crate) fn of_libraries() -> Vec<Vector> {
    read(include_str!("../vectors/vectors.json"))
}

/// Deliveries of senders as their documentation and code describe them.
pub(crate) fn of_senders() -> Vec<Vector> {
    read(include_str!("../vectors/samples.json"))
}

fn read(json: &str) -> Vec<Vector> {
    serde_json::from_str(json).expect("the file holds vectors")
}

pub(crate) fn verify(request: Unverified, by: &Presented<'_>) -> Result<Proof, Refused> {
    match request.verify(by) {
        Ok(verified) => Ok(verified.proof().clone()),
        Err((refused, _)) => Err(refused),
    }
}

pub(crate) fn secrets(current: &str) -> Secrets {
    Secrets {
        current: Some(Secret::new(current.to_owned())),
        ..Secrets::NONE
    }
}

pub(crate) fn scheme(toml: &str) -> Scheme {
    toml::from_str(toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}
