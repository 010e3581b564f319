//! The computer's own port, where senders on it and the owner's own tunnels call.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use recado_http::{Caller, Connections, Server, plain};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::Peer;

/// Files that are not senders' connections: the database, the local socket and its askers, the log.
const OTHER_FILES: usize = 256;

/// The longest head of a request, in bytes: what the relay keeps of one at the most.
const LONGEST_HEAD: usize = 64 * 1024;

/// How long a stop waits for requests that are being answered.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Serves `router` until `stop`, and then until the requests that have begun are answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let connections = Connections::beside(OTHER_FILES);
    tracing::debug!(most = connections.most(), "bound on connections");
    let server = Server {
        connections,
        longest_head: LONGEST_HEAD,
        last_answers: LAST_ANSWERS,
    };
    let answer = move |request: Request<Incoming>, caller: Caller| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(caller.flag);
        request.extensions_mut().insert(Peer(caller.peer));
        let answering = router.clone().oneshot(request);
        async {
            match answering.await {
                Ok(answer) => answer,
                Err(never) => match never {},
            }
        }
    };
    server.serve(listener, plain, answer, stop).await;
}
