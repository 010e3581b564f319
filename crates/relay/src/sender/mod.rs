//! A sender's request: who it is for, forwarded to its engine while that is attached, else kept.
//!
//! `keys::way` of the tunnel decides by the address and its table; here is what that needs of the network and the disk.

mod keep;
mod live;
pub(crate) mod passing;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, Uri};
use hyper::body::Incoming;
use recado_http::{AnsweringFlag, BodyRefused, throw_away};
use recado_tunnel::delivery::{Delivered, DeliveryId};
use recado_tunnel::ends::clean;
use recado_tunnel::identity::{Address, SealingKey};
use recado_tunnel::keys::SourceKey;
use recado_tunnel::keys::way::{self, Known, NotTaken};

use self::live::Live;
use self::passing::{Answer, naming, say, say_later};
use crate::limits::{BUSY_RETRY_AFTER_S, RETRY_AFTER_S};
use crate::metrics::{Ended, add};
use crate::registry::Attachment;
use crate::remote::counted;
use crate::shared::Shared;

/// A request that is for a known key, read whole.
struct Taken {
    delivered: Delivered,
    method: Method,
    /// Cleaned: as they are forwarded and kept.
    headers: HeaderMap,
    body: Bytes,
    key: SourceKey,
    address: Address,
    sealing_key: SealingKey,
    attachment: Option<Arc<Attachment>>,
}

/// Answers a sender, and counts how.
pub(crate) async fn answer(
    shared: &Shared,
    request: Request<Incoming>,
    remote: Option<IpAddr>,
    flag: AnsweringFlag,
) -> Answer {
    let began = Instant::now();
    let (ended, answer) = take(shared, request, remote, flag).await;
    shared.metrics.count(ended, began.elapsed());
    answer
}

async fn take(
    shared: &Shared,
    request: Request<Incoming>,
    remote: Option<IpAddr>,
    flag: AnsweringFlag,
) -> (Ended, Answer) {
    let (head, body) = request.into_parts();
    if let Some(remote) = remote
        && let Err(wait) = shared.per_remote.take(counted(remote))
    {
        throw_away(body).await;
        return over_the_rate(wait);
    }
    let (address, key, sealing_key, attachment) = match find(shared, &head.uri).await {
        Ok(found) => found,
        Err(turned_away) => {
            throw_away(body).await;
            return turned_away;
        }
    };
    if let Err(wait) = shared.per_address.take(address) {
        throw_away(body).await;
        return over_the_rate(wait);
    }
    let (body, _room) = match shared.bodies.read(&head.headers, body).await {
        Ok(read) => read,
        Err(why) => return (Ended::Body, not_read(why)),
    };
    let _answering = flag.begin();
    let Some(url) = public_url(shared, &head.uri) else {
        return not_taken(NotTaken::NoAddress);
    };
    let mut headers = head.headers;
    clean(&mut headers);
    let taken = Taken {
        delivered: Delivered {
            id: DeliveryId::new(),
            received_at_ms: shared.clock.now_ms(),
            url,
            remote,
        },
        method: head.method,
        headers,
        body,
        key,
        address,
        sealing_key,
        attachment,
    };
    let id = taken.delivered.id;
    let (ended, answer) = forward_or_keep(shared, taken).await;
    (ended, naming(answer, id))
}

/// For whom the request is, if it is for anybody.
async fn find(
    shared: &Shared,
    uri: &Uri,
) -> Result<(Address, SourceKey, SealingKey, Option<Arc<Attachment>>), (Ended, Answer)> {
    let (address, path) = way::split(uri.path()).map_err(not_taken)?;
    if let Some(attachment) = shared.registry.get(&address) {
        let table = attachment.table();
        let known = match table.as_deref() {
            Some(table) => Known::WithTable(table),
            None => Known::WithoutTable,
        };
        let key = way::source(&address, path, known).map_err(not_taken)?.clone();
        let sealing_key = attachment.sealing_key.clone();
        return Ok((address, key, sealing_key, Some(attachment)));
    }
    let row = shared.store.known(address).await.map_err(|why| {
        tracing::error!(error = %why, "an address cannot be looked up now");
        not_kept_now()
    })?;
    let Some(row) = row else {
        return Err(not_taken(NotTaken::UnknownAddress));
    };
    let known = match &row.table {
        Some(table) => Known::WithTable(table),
        None => Known::WithoutTable,
    };
    let key = way::source(&address, path, known).map_err(not_taken)?.clone();
    Ok((address, key, row.sealing_key, None))
}

async fn forward_or_keep(shared: &Shared, taken: Taken) -> (Ended, Answer) {
    let mut engines_own = None;
    if let Some(attachment) = &taken.attachment {
        match live::forward(shared, attachment, &taken).await {
            Live::Answered(answer) => return (Ended::Live, answer),
            Live::CannotStore(answer) => engines_own = Some(answer),
            Live::Late => {
                add(&shared.metrics.late, 1);
                tracing::debug!(id = %taken.delivered.id, "the engine was late");
            }
            Live::Broken(why) => {
                tracing::debug!(id = %taken.delivered.id, error = %why, "the link broke under a request");
            }
        }
    }
    let (ended, answer) = keep::keep(shared, &taken).await;
    match engines_own {
        // What could not be kept here either is answered as the engine did.
        Some(own) if ended != Ended::Kept => (Ended::Live, own),
        _ => (ended, answer),
    }
}

/// The URL that the sender called, by the relay's own name: what a `Host` header says is anybody's word.
fn public_url(shared: &Shared, uri: &Uri) -> Option<Uri> {
    Uri::builder()
        .scheme(shared.origin.scheme())
        .authority(shared.origin.authority().clone())
        .path_and_query(uri.path_and_query()?.clone())
        .build()
        .ok()
}

fn not_taken(why: NotTaken) -> (Ended, Answer) {
    let status = why.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let answer = say_later(status, &why.to_string(), RETRY_AFTER_S);
        return (Ended::Unready, answer);
    }
    (Ended::NotFound, say(status, &why.to_string()))
}

fn over_the_rate(wait_s: u64) -> (Ended, Answer) {
    let sentence = "Too many requests. Try again later.";
    (
        Ended::Limited,
        say_later(StatusCode::TOO_MANY_REQUESTS, sentence, wait_s),
    )
}

fn not_kept_now() -> (Ended, Answer) {
    let sentence = "This relay cannot keep anything now. Try again later.";
    let answer = say_later(StatusCode::SERVICE_UNAVAILABLE, sentence, RETRY_AFTER_S);
    (Ended::Failed, answer)
}

fn not_read(why: BodyRefused<hyper::Error>) -> Answer {
    match why {
        BodyRefused::TooLarge { .. } => say(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than this relay takes.",
        ),
        BodyRefused::TooSlow => say(StatusCode::REQUEST_TIMEOUT, "The body came too slowly."),
        BodyRefused::NoRoom => say_later(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many large requests at once. Try again later.",
            BUSY_RETRY_AFTER_S,
        ),
        BodyRefused::Broken(_) => say(StatusCode::BAD_REQUEST, "The body ended before its end."),
    }
}
