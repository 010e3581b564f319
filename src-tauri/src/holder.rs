//! Whoever holds the data folder.

use std::path::Path;
use std::time::Duration;

use recado_api::client::Client;
use recado_api::request::{SayHello, Stop};
use recado_api::socket::Record;
use recado_api::{Failure, Hello};

/// How long a holder may take to say hello. One that is stopped or stuck accepts the connection and says nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a holder may take to end: it answers the requests that have begun and folds the log into the database.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(30);

/// How often to look whether somebody came or went.
pub(crate) const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A holder that answers.
#[derive(Debug)]
pub(crate) struct Holding {
    pub(crate) client: Client,
    pub(crate) hello: Hello,
}

/// The holder of the folder, if one answers.
pub(crate) async fn find(folder: &Path) -> Option<Holding> {
    let socket = Record::read(folder)?.socket?;
    let client = Client::new(&socket);
    let hello = tokio::time::timeout(PATIENCE, client.ask(SayHello {})).await;
    let hello = hello.ok()?.ok()?;
    Some(Holding { client, hello })
}

/// Asks the holder to end and returns when it has let go of the folder, or does not.
///
/// # Errors
/// What it answers instead.
pub(crate) async fn end(folder: &Path, client: &Client) -> Result<(), Failure> {
    client.ask(Stop {}).await?;
    gone(folder).await;
    Ok(())
}

/// Returns when nobody is on record any more, or too much time has passed. The record goes right before the lock.
pub(crate) async fn gone(folder: &Path) {
    let gone = async {
        while Record::read(folder).is_some() {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    let _ = tokio::time::timeout(PATIENCE_AT_THE_END, gone).await;
}

/// Returns when another run answers than that of `epoch`, or too much time has passed.
pub(crate) async fn successor(folder: &Path, epoch: &str) {
    let came = async {
        while find(folder)
            .await
            .is_none_or(|holding| holding.hello.epoch == epoch)
        {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    let _ = tokio::time::timeout(PATIENCE_AT_THE_END, came).await;
}
