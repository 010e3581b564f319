//! Asks at an address as a sender would, and waits for the question to come in here.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{Client, Response, StatusCode, header};

use super::Base;
use super::base::Reaches;
use crate::receiver::{Arrived, Question};
use crate::web::{self, Unreached};

/// How long all of it may take. Senders wait for 5 to 30 s.
const PATIENCE: Duration = Duration::from_secs(10);

/// As much of an answer is looked at, in bytes.
const LOOKED_AT: usize = 4 * 1024;

/// What came of it.
#[derive(Debug)]
pub(super) struct Asked {
    /// How the question came in here, if it did.
    pub(super) arrived: Option<Arrived>,
    pub(super) answer: Result<Answer, Unreached>,
}

/// What answered at the address.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) location: Option<String>,
    /// Its beginning.
    pub(super) body: Bytes,
}

pub(super) async fn ask(base: &Base, question: &mut Question<'_>) -> Asked {
    let asking = async {
        let client = client(base).await?;
        let (name, number) = question.header();
        let response = client
            .get(format!("{base}{}", question.path()))
            .header(name, number)
            .send()
            .await
            .map_err(Unreached::of)?;
        read(response).await.map_err(Unreached::of)
    };
    let answer = tokio::time::timeout(PATIENCE, asking).await;
    Asked {
        answer: answer.unwrap_or(Err(Unreached::Silent)),
        arrived: question.arrived(),
    }
}

/// Reading the system's certificates takes a while.
async fn client(base: &Base) -> Result<Client, Unreached> {
    let to_itself = base.reaches() == Reaches::Here;
    let building = tokio::task::spawn_blocking(move || {
        let mut builder = web::client();
        if to_itself {
            // A proxy has no business between this computer and itself.
            builder = builder.no_proxy();
        }
        builder.build()
    });
    match building.await {
        Ok(client) => client.map_err(Unreached::of),
        Err(error) => Err(Unreached::Broken(error.to_string())),
    }
}

async fn read(mut response: Response) -> reqwest::Result<Answer> {
    let mut body = BytesMut::new();
    while body.len() < LOOKED_AT
        && let Some(piece) = response.chunk().await?
    {
        body.extend_from_slice(&piece);
    }
    body.truncate(LOOKED_AT);
    let location = response.headers().get(header::LOCATION);
    Ok(Answer {
        status: response.status(),
        location: location
            .and_then(|location| location.to_str().ok())
            .and_then(|location| response.url().join(location).ok())
            .map(String::from),
        body: body.freeze(),
    })
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::receiver::Checks;

    #[tokio::test(start_paused = true)]
    async fn who_takes_the_connection_and_says_nothing_is_given_up() {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Base::read(&format!("http://{}", silent.local_addr().unwrap())).unwrap();
        let checks = Checks::default();
        let asked = ask(&base, &mut checks.question().unwrap()).await;
        assert!(matches!(asked.answer, Err(Unreached::Silent)), "{asked:?}");
    }
}
