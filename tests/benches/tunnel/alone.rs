//! A receiver that does nothing, in a process of its own: on a port, and on the tunnel crate's end at a relay.

use std::{
    env,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use axum::{Router, body::Bytes, http::header::CONTENT_TYPE, routing::post};
use recado_tunnel::identity::Identity;

use crate::engines::{self, ANSWER};

/// The argument that makes this program that receiver; behind it stands the relay's address.
pub(crate) const ROLE: &str = "receive-nothing";

/// The receiver. It ends with the value.
pub(crate) struct Alone {
    child: Child,
    /// Without the tunnel; its path is `/`.
    pub(crate) address: SocketAddr,
    /// At the relay.
    pub(crate) path: String,
}

impl Alone {
    pub(crate) fn start(relay: SocketAddr) -> Self {
        let mut child = Command::new(env::current_exe().expect("a running program has a file"))
            .args([ROLE, &relay.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts again");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("it says where it receives");
        let (address, path) = line.trim().split_once(' ').expect("an address and a path");
        Self {
            child,
            address: address.parse().expect("an address"),
            path: path.to_owned(),
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }
}

/// Receives until it is killed.
pub(crate) fn receive(relay: &str) {
    let relay = relay.parse().expect("the relay's address");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let identity = Arc::new(Identity::new().expect("random bytes"));
        let path = engines::path(&identity);
        let _attached = engines::attach(relay, identity, 1).await;
        println!("{} {path}", listener.local_addr().expect("it listens"));
        let receive = async |_body: Bytes| ([(CONTENT_TYPE, "application/json")], ANSWER);
        axum::serve(listener, Router::new().route("/", post(receive)))
            .await
            .expect("it serves");
    });
}
