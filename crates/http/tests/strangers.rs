//! A server on a real socket, and strangers of each kind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on panics"
)]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use recado_http::{Bodies, Caller, Connections, Server, bind, plain};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A server that reads each body and answers once it is allowed to.
struct Running {
    at: SocketAddr,
    connections: Connections,
    stop: CancellationToken,
    came_whole: Arc<Notify>,
    may_answer: Arc<Semaphore>,
    run: JoinHandle<()>,
}

impl Running {
    fn new(most: usize) -> Self {
        let listener = bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let at = listener.local_addr().unwrap();
        let (connections, stop) = (Connections::new(most), CancellationToken::new());
        let (came_whole, may_answer) = (Arc::new(Notify::new()), Arc::new(Semaphore::new(0)));
        let server = Server {
            connections: connections.clone(),
            longest_head: 16 << 10,
            last_answers: Duration::from_secs(5),
        };
        let (whole, may, bodies) = (came_whole.clone(), may_answer.clone(), Bodies::new(1 << 20));
        let answer = move |request: Request<Incoming>, caller: Caller| {
            let (whole, may, bodies) = (whole.clone(), may.clone(), bodies.clone());
            async move {
                let (head, body) = request.into_parts();
                let (body, _room) = match bodies.read(&head.headers, body).await {
                    Ok(read) => read,
                    Err(refused) => return Response::new(Full::from(format!("{refused:?}"))),
                };
                let _answering = caller.flag.begin();
                whole.notify_one();
                may.acquire().await.unwrap().forget();
                Response::new(Full::<Bytes>::from(format!("{} bytes", body.len())))
            }
        };
        let told = stop.clone();
        let run = tokio::spawn(async move { server.serve(listener, plain, answer, told).await });
        Self {
            at,
            connections,
            stop,
            came_whole,
            may_answer,
            run,
        }
    }

    async fn begin(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.at).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }
}

const WHOLE: &str = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi";

/// All that comes until the server closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text).await;
    text
}

// The clock moves by itself where nobody has anything else to do: what is waited for here is only the clock's.
#[tokio::test(start_paused = true)]
async fn who_says_nothing_or_never_ends_is_cut_off() {
    let server = Running::new(8);
    for begun in ["", "POST / HT", "POST / HTTP/1.1\r\nhost: x\r\nx-a: "] {
        let answer = rest(server.begin(begun).await).await;
        assert!(!answer.contains("200"), "{begun:?}: {answer}");
    }
    let headers = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\nhi";
    let answer = rest(server.begin(headers).await).await;
    assert!(answer.ends_with("TooSlow"), "{answer}");
    assert_eq!(server.connections.open_now(), 0);
}

#[tokio::test]
async fn a_genuine_sender_gets_in_among_connections_that_never_say_anything() {
    let server = Running::new(4);
    server.may_answer.add_permits(2);
    let mut silent = Vec::new();
    for _ in 0..40 {
        silent.push(server.begin("").await);
        let answer = rest(server.begin(WHOLE).await).await;
        assert!(answer.ends_with("2 bytes"), "{answer}");
        server.may_answer.add_permits(1);
        assert!(server.connections.open_now() <= 4);
    }
}

#[tokio::test]
async fn a_request_that_is_being_answered_is_not_cut_for_others() {
    let server = Running::new(2);
    let answered = server.begin(WHOLE).await;
    server.came_whole.notified().await;
    let mut strangers = Vec::new();
    for _ in 0..10 {
        strangers.push(server.begin("POST ").await);
    }
    server.may_answer.add_permits(1);
    assert!(rest(answered).await.ends_with("2 bytes"));
}

#[tokio::test]
async fn a_stop_answers_what_has_begun_and_takes_nothing_new() {
    let server = Running::new(8);
    let begun = server.begin(WHOLE).await;
    server.came_whole.notified().await;
    server.stop.cancel();
    while TcpStream::connect(server.at).await.is_ok() {
        tokio::task::yield_now().await;
    }
    server.may_answer.add_permits(1);
    assert!(rest(begun).await.ends_with("2 bytes"));
    server.run.await.unwrap();
}

#[tokio::test]
async fn who_sends_too_much_hears_so() {
    let server = Running::new(8);
    let too_large = format!(
        "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{}",
        3 << 20,
        "x".repeat(3 << 20)
    );
    let answer = rest(server.begin(&too_large).await).await;
    assert!(answer.ends_with("TooLarge { longest: 1048576 }"), "{answer}");
}
