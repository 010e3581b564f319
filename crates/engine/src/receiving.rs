//! Whether deliveries are taken: the receiver's port, and what happens while another program has it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use recado_api::view::Receiving;
use recado_api::{Change, Lang};
use recado_http::Bodies;
use tokio::net::TcpListener;

use crate::answer;
use crate::core::{Core, FIRST_PORT};
use crate::error::StartError;
use crate::receiver;
use crate::store::settings;

/// The last port that a new folder's receiver tries.
pub(crate) const LAST_PORT: u16 = 7331;

/// How often a port that is taken is tried again. Somebody who has just closed the other program looks at the window
/// and waits for it.
const AGAIN: Duration = Duration::from_secs(3);

/// What a start does when it cannot receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Receiver {
    /// It fails.
    #[default]
    Required,
    /// It goes on without, says so, and tries again every few seconds.
    KeepTrying,
}

/// How receiving stands.
#[derive(Debug, Default)]
pub(crate) enum State {
    /// Nobody asked for it.
    #[default]
    Off,
    On,
    Blocked(StartError),
}

impl State {
    pub(crate) fn shown(&self, receiver: SocketAddr, lang: Lang) -> Receiving {
        match self {
            Self::Off => Receiving::Off,
            Self::On => Receiving::On {
                address: receiver.to_string(),
            },
            Self::Blocked(error) => Receiving::Blocked {
                reason: error.text_while_trying(lang),
            },
        }
    }
}

/// Listens where it was asked to, else on the folder's own port, which a new folder takes now.
pub(crate) async fn listen(core: &Arc<Core>, asked: Option<SocketAddr>) -> Result<TcpListener, StartError> {
    if let Some(address) = asked {
        return bind(address);
    }
    let known = core
        .db
        .read(|db| settings::load(db, settings::RECEIVER_PORT))
        .await
        .map_err(store)?;
    if let Some(port) = known.and_then(|port| port.parse().ok()) {
        return bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    }
    let (listener, port) = first_free_port()?;
    answer::keep_port(core, port).await.map_err(store)?;
    Ok(listener)
}

/// Receives until the engine stops; first, without a listener, until it has one.
pub(crate) async fn receive(
    core: Arc<Core>,
    listener: Option<TcpListener>,
    asked: Option<SocketAddr>,
    bodies: Bodies,
) {
    let listener = match listener {
        Some(listener) => Some(listener),
        None => until_free(&core, asked).await,
    };
    if let Some(listener) = listener {
        let router = receiver::router(core.clone(), bodies);
        receiver::port::serve(listener, router, core.stop.clone()).await;
    }
}

async fn until_free(core: &Arc<Core>, asked: Option<SocketAddr>) -> Option<TcpListener> {
    loop {
        tokio::select! {
            () = core.stop.cancelled() => return None,
            () = tokio::time::sleep(AGAIN) => {}
        }
        let listening = match listen(core, asked).await {
            Ok(listener) => listener.local_addr().map(|address| (listener, address)),
            Err(error) => {
                tell(core, State::Blocked(error), None);
                continue;
            }
        };
        match listening {
            Ok((listener, address)) => {
                tracing::info!(address = %address, "receiving at last");
                tell(core, State::On, Some(address));
                return Some(listener);
            }
            Err(error) => tracing::warn!(error = %error, "a listener has no address"),
        }
    }
}

/// Keeps how receiving stands, and publishes it where that is news.
pub(crate) fn tell(core: &Core, state: State, receiver: Option<SocketAddr>) {
    let before = core.receiving();
    core.set_receiving(state, receiver);
    let now = core.receiving();
    if now != before {
        core.patience.look();
        core.changes.publish(vec![Change::Receiving(now)]);
    }
}

pub(crate) fn first_free_port() -> Result<(TcpListener, u16), StartError> {
    for port in FIRST_PORT..=LAST_PORT {
        if let Ok(listener) = recado_http::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            return Ok((listener, port));
        }
    }
    Err(StartError::NoPort {
        first: FIRST_PORT,
        last: LAST_PORT,
    })
}

fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    recado_http::bind(address).map_err(|source| StartError::Listen { address, source })
}

fn store(error: impl std::fmt::Display) -> StartError {
    StartError::Store(error.to_string())
}
