//! A reverse proxy, as an owner may have one in front of the receiver.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

/// Ends when it is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    _serving: AbortOnDropHandle<()>,
}

/// Passes on to `receiver` with the path as `path` makes it, with these headers added, and answers with what `answer`
/// makes of the status.
pub(crate) async fn proxy(
    receiver: SocketAddr,
    path: impl Fn(&str) -> String + Send + Sync + 'static,
    headers: &'static [(&'static str, &'static str)],
) -> Proxy {
    let path = Arc::new(path);
    serve(Router::new().fallback(move |request: Request| {
        let path = path(request.uri().path());
        async move {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let (head, body) = request.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            let mut asked = client
                .request(head.method, format!("http://{receiver}{path}"))
                .headers(head.headers)
                .body(body);
            for (name, value) in headers {
                asked = asked.header(*name, *value);
            }
            let answer = asked.send().await.unwrap();
            Response::builder()
                .status(answer.status())
                .body(Body::from(answer.bytes().await.unwrap()))
                .unwrap()
        }
    }))
    .await
}

/// Answers everything with this status and, if there is one, sends on to `to` with the path that was asked.
pub(crate) async fn answering(status: u16, to: Option<&'static str>) -> Proxy {
    serve(Router::new().fallback(move |request: Request| async move {
        let mut answer = Response::builder().status(status);
        if let Some(to) = to {
            answer = answer.header("location", to.replace("{path}", request.uri().path()));
        }
        answer.body(Body::empty()).unwrap()
    }))
    .await
}

async fn serve(router: Router) -> Proxy {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Proxy {
        address,
        _serving: AbortOnDropHandle::new(serving),
    }
}
