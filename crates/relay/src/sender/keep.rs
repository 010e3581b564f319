//! Seals a request for its engine, puts it into the queue, and only then gives the answer that its sender expects.

use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use recado_tunnel::delivery::DeliveryId;
use recado_tunnel::identity::{Address, RelayIdentity, SealingKey};
use recado_tunnel::keys::way::NotTaken;
use recado_tunnel::seal::{KeptRequest, Label, SealError, seal};

use super::passing::{Answer, kept, say, say_later};
use super::{Taken, not_kept_now, not_taken};
use crate::limits::FULL_RETRY_AFTER_S;
use crate::metrics::Ended;
use crate::queue::{NewEntry, QueueError};
use crate::shared::Shared;

/// Bodies from this size on are sealed on a thread that may be busy for a while, in bytes.
const LARGE: usize = 64 << 10;

pub(super) async fn keep(shared: &Shared, taken: &Taken) -> (Ended, Answer) {
    let answer = match taken.key.answer_while_away(&taken.method) {
        Ok(answer) => answer,
        Err(why) => return not_taken(why),
    };
    let sealing = Sealing {
        relay: Arc::clone(&shared.identity),
        address: taken.address,
        sealing_key: taken.sealing_key.clone(),
        id: taken.delivered.id,
        received_at_ms: taken.delivered.received_at_ms,
        request: KeptRequest {
            method: taken.method.clone(),
            url: taken.delivered.url.clone(),
            headers: taken.headers.clone(),
            body: taken.body.clone(),
            remote: taken.delivered.remote,
        },
    };
    let sealed = if taken.body.len() < LARGE {
        sealing.seal()
    } else {
        match tokio::task::spawn_blocking(move || sealing.seal()).await {
            Ok(sealed) => sealed,
            Err(_) => return not_kept_now(),
        }
    };
    let sealed = match sealed {
        Ok(sealed) => sealed,
        Err(SealError::Request(_)) => {
            let sentence = "The headers are longer than this relay keeps.";
            let answer = say(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, sentence);
            return (Ended::Failed, answer);
        }
        Err(SealError::Key) => {
            tracing::warn!(address = %taken.address, "nothing can be sealed to this engine's key");
            return not_kept_now();
        }
    };
    let put = shared.queue.put(NewEntry {
        address: taken.address,
        id: taken.delivered.id,
        received_at_ms: taken.delivered.received_at_ms,
        sealed,
    });
    match put.await {
        Ok(()) => {
            // It may have attached in the meantime.
            if let Some(attachment) = shared.registry.get(&taken.address) {
                attachment.more_waits.notify_one();
            }
            (Ended::Kept, kept(answer))
        }
        Err(why @ (QueueError::OverQuota | QueueError::Full)) => {
            tracing::warn!(address = %taken.address, error = %why, "a request was not kept");
            let sentence = "As much waits for this address as may. Try again later.";
            let answer = say_later(StatusCode::SERVICE_UNAVAILABLE, sentence, FULL_RETRY_AFTER_S);
            (Ended::OverQuota, answer)
        }
        Err(QueueError::Removed) => not_taken(NotTaken::UnknownAddress),
        Err(why @ QueueError::Unavailable(_)) => {
            tracing::error!(error = %why, "a request was not kept");
            not_kept_now()
        }
    }
}

struct Sealing {
    relay: Arc<RelayIdentity>,
    address: Address,
    sealing_key: SealingKey,
    id: DeliveryId,
    received_at_ms: u64,
    request: KeptRequest,
}

impl Sealing {
    fn seal(self) -> Result<Bytes, SealError> {
        let label = Label {
            address: self.address,
            sealing_key: &self.sealing_key,
            id: self.id,
            received_at_ms: self.received_at_ms,
        };
        seal(&label, &self.relay, &self.request).map(Bytes::from)
    }
}
