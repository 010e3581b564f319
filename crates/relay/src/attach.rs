//! An engine attaches: the upgrade to WebSocket, the proof of who it is, and its link from then on.

use std::convert::Infallible;
use std::sync::Arc;

use http::header::{self, HeaderValue};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use recado_tunnel::attach::{AttachError, Reason, Refusal, Welcome, challenge};
use recado_tunnel::control::{FromEngine, FromRelay, Why};
use recado_tunnel::ends::{self, Control, LinkError, RelayEnd};
use recado_tunnel::identity::Address;
use recado_tunnel::keys::KeyTable;
use recado_tunnel::limits::ATTACH_STEP;
use recado_tunnel::ws::WsStream;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_util::sync::CancellationToken;

use crate::drain;
use crate::invitation;
use crate::limits::{BUSY_RETRY_AFTER_S, LAST_WORDS};
use crate::metrics::add;
use crate::registry::Attachment;
use crate::sender::passing::{Answer, say, say_later};
use crate::shared::Shared;
use crate::store::{Joining, Refused, StoreError};

/// News for the engine that wait to be said.
const NEWS: usize = 8;

/// Answers the request by which an engine attaches. What follows runs in a task of the relay's.
pub(crate) fn upgrade(shared: &Arc<Shared>, mut request: Request<Incoming>) -> Answer {
    let Some(accept) = accept_key(request.method(), request.headers()) else {
        let mut answer = say(
            StatusCode::UPGRADE_REQUIRED,
            "This is where Recado attaches, by an upgrade to WebSocket.",
        );
        let headers = answer.headers_mut();
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        return answer;
    };
    if shared.stopping.is_cancelled() {
        let sentence = "This relay is stopping.";
        return say_later(StatusCode::SERVICE_UNAVAILABLE, sentence, BUSY_RETRY_AFTER_S);
    }
    let Ok(permit) = Arc::clone(&shared.newcomers).try_acquire_owned() else {
        return say_later(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many are attaching now. Try again in a moment.",
            BUSY_RETRY_AFTER_S,
        );
    };
    let upgraded = hyper::upgrade::on(&mut request);
    shared.links.spawn(take_in(Arc::clone(shared), upgraded, permit));
    let mut answer = Response::new(Full::default());
    *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = answer.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    answer
}

/// The answer to a WebSocket handshake (RFC 6455, section 4.2), if the request is one.
fn accept_key(method: &Method, headers: &HeaderMap) -> Option<HeaderValue> {
    let is = |name, wanted: &str| {
        headers
            .get_all(name)
            .iter()
            .filter_map(|value: &HeaderValue| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|value| value.trim().eq_ignore_ascii_case(wanted))
    };
    let asks = method == Method::GET
        && is(header::CONNECTION, "upgrade")
        && is(header::UPGRADE, "websocket")
        && is(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks)?;
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok()
}

async fn take_in(shared: Arc<Shared>, upgraded: OnUpgrade, permit: OwnedSemaphorePermit) {
    let Ok(Ok(upgraded)) = tokio::time::timeout(ATTACH_STEP, upgraded).await else {
        return;
    };
    let stream = WsStream::relay(TokioIo::new(upgraded)).await;
    let met = tokio::select! {
        met = meet(&shared, stream) => met,
        () = shared.stopping.cancelled() => return,
    };
    drop(permit);
    match met {
        Ok(met) => {
            add(&shared.metrics.attached, 1);
            let (address, attach) = (met.attachment.address, met.attachment.attach);
            tracing::info!(%address, attach, "an engine attached");
            let ended = keep_up(&shared, met).await;
            let why = ended.err().map(|why| why.to_string());
            tracing::info!(%address, attach, error = why, "an engine's link ended");
        }
        Err(why) => {
            add(&shared.metrics.not_attached, 1);
            tracing::info!(error = %why, "an engine did not attach");
        }
    }
}

/// An engine that was taken in, with its link.
struct Met {
    attachment: Arc<Attachment>,
    control: Control<FromRelay, FromEngine>,
    end: RelayEnd,
}

#[derive(Debug, thiserror::Error)]
enum NotMet {
    #[error(transparent)]
    Attach(#[from] AttachError),
    #[error("{0} was sent away: {1}")]
    SentAway(Address, &'static str),
    #[error(transparent)]
    Link(#[from] LinkError),
}

async fn meet<S>(shared: &Arc<Shared>, mut stream: S) -> Result<Met, NotMet>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let newcomer = challenge(&mut stream, &shared.identity, &shared.origin).await?;
    let address = newcomer.address();
    let refusal = |reason, detail: &str, retry_after_s| Refusal {
        reason,
        detail: detail.to_owned(),
        retry_after_s,
    };
    let refused = 'refused: {
        if !shared.registry.has_room(&address) {
            break 'refused refusal(Reason::Full, "this relay takes no more engines", Some(300));
        }
        let joining = Joining {
            address,
            key: newcomer.key(),
            sealing_key: newcomer.sealing_key().clone(),
            invitation: newcomer.invitation().map(invitation::hash),
            open: shared.open,
            now_ms: shared.clock.now_ms(),
        };
        let joined = match shared.store.join(joining).await {
            Ok(Ok(joined)) => joined,
            Ok(Err(Refused::InvitationNeeded)) => {
                let detail = "this relay takes only engines that bring an invitation";
                break 'refused refusal(Reason::InvitationNeeded, detail, None);
            }
            Ok(Err(Refused::InvitationInvalid)) => {
                let detail = "the invitation is unknown, expired or used";
                break 'refused refusal(Reason::InvitationInvalid, detail, None);
            }
            Ok(Err(Refused::Removed)) => {
                let detail = "this relay's operator has removed this address";
                break 'refused refusal(Reason::Removed, detail, None);
            }
            Err(why) => {
                tracing::error!(error = %why, "an engine cannot be taken in now");
                break 'refused refusal(Reason::NotNow, "the relay's store cannot be used now", Some(10));
            }
        };
        let waiting = match shared.queue.waiting(address).await {
            Ok(waiting) => waiting,
            Err(why) => {
                tracing::error!(error = %why, "an engine cannot be taken in now");
                break 'refused refusal(Reason::NotNow, "the relay's store cannot be used now", Some(10));
            }
        };
        if joined.new {
            tracing::info!(%address, "a new engine was taken in");
        }
        let welcome = Welcome {
            software: concat!("recado-relay ", env!("CARGO_PKG_VERSION")).to_owned(),
            table: joined.table.as_ref().map(KeyTable::number),
            waiting,
            longest_body: shared.limits.longest_body as u64,
            quota: shared.limits.quota,
            keeps_for_s: shared.limits.keeps_for.as_secs(),
        };
        let sealing_key = newcomer.sealing_key().clone();
        newcomer.welcome(&mut stream, &shared.identity, welcome).await?;
        let (link, control, end) = ends::relay(stream, &shared.origin).await?;
        let attachment = Attachment::new(address, joined.attach, link, sealing_key, joined.table);
        return Ok(Met {
            attachment: Arc::new(attachment),
            control,
            end,
        });
    };
    let detail = reason_word(refused.reason);
    newcomer.refuse(&mut stream, &shared.identity, refused).await?;
    Err(NotMet::SentAway(address, detail))
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Full => "the relay is full",
        Reason::InvitationNeeded => "it brought no invitation",
        Reason::InvitationInvalid => "its invitation is unknown, expired or used",
        Reason::NotNow => "the store cannot be used now",
        Reason::Removed => "its address was removed",
        Reason::Proof | Reason::TooMany | Reason::Other(_) => "another reason",
    }
}

/// Runs the link until it ends, or until a newer one takes its place or the relay stops.
async fn keep_up(shared: &Arc<Shared>, met: Met) -> Result<(), LinkError> {
    let Met {
        attachment,
        mut control,
        end,
    } = met;
    let entered = Entered::new(shared, &attachment);
    let stop = CancellationToken::new();
    let (tell, mut news) = mpsc::channel(NEWS);
    let beside = async {
        let draining = drain::run(
            &attachment,
            shared.queue.as_ref(),
            &shared.batches,
            &shared.metrics,
            &tell,
        );
        let talking = async {
            loop {
                let said = tokio::select! {
                    said = control.hear() => said,
                    Some(news) = news.recv() => {
                        if control.say(news).await.is_err() {
                            break;
                        }
                        continue;
                    }
                };
                let Some(FromEngine::Table(table)) = said else {
                    break;
                };
                let answer = hold(shared, &attachment, table).await;
                if control.say(answer).await.is_err() {
                    break;
                }
            }
        };
        let why = tokio::select! {
            why = attachment.is_to_leave() => Some(why),
            () = shared.leaving.cancelled() => Some(Why::Stopping),
            never = draining => match never {},
            // The engine says no more, and takes no more.
            () = talking => None,
        };
        // Its place is free for nobody else's requests from here on.
        shared.registry.leave(&attachment);
        // An engine that has heard it closes by itself. One whose connection ends first may not hear it any more.
        let saying = async {
            if let Some(why) = why
                && control.say(FromRelay::Leaving(why)).await.is_ok()
            {
                while control.hear().await.is_some() {}
            }
        };
        let _ = tokio::time::timeout(LAST_WORDS, saying).await;
        stop.cancel();
        std::future::pending::<Infallible>().await
    };
    let ended = tokio::select! {
        ended = end.run(stop.clone().cancelled_owned()) => ended,
        never = beside => match never {},
    };
    drop(entered);
    let now = shared.clock.now_ms();
    if let Err(why) = shared.store.seen(vec![attachment.address], now).await {
        tracing::warn!(error = %why, "when an engine was last seen could not be noted");
    }
    ended
}

/// Keeps a table durably, and only then works by it.
async fn hold(shared: &Shared, attachment: &Attachment, table: KeyTable) -> FromRelay {
    let number = table.number();
    let kept = match table.to_bytes() {
        Ok(bytes) => {
            let (address, attach) = (attachment.address, attachment.attach);
            shared.store.keep_table(address, attach, bytes).await
        }
        Err(_) => Err(StoreError::Unreadable("a table of keys")),
    };
    match kept {
        Ok(true) => {
            let keys = table.keys().len();
            attachment.set_table(table);
            tracing::info!(address = %attachment.address, number, keys, "a table of keys is held");
            FromRelay::TableHeld(number)
        }
        Ok(false) => FromRelay::TableRefused(number),
        Err(why) => {
            tracing::error!(error = %why, "a table of keys could not be kept");
            FromRelay::TableRefused(number)
        }
    }
}

/// An attachment's place in the registry, left when this is dropped.
struct Entered<'a> {
    shared: &'a Shared,
    attachment: &'a Attachment,
}

impl<'a> Entered<'a> {
    fn new(shared: &'a Shared, attachment: &'a Arc<Attachment>) -> Self {
        shared.registry.enter(attachment);
        Self { shared, attachment }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.shared.registry.leave(self.attachment);
    }
}
