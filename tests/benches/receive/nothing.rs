//! A receiver that does nothing: what HTTP alone allows.

use axum::{Router, body::Bytes, http::header::CONTENT_TYPE, routing::post};

/// The argument that makes this program that receiver.
pub(crate) const ROLE: &str = "serve-nothing";

/// Receives whole bodies, answers as Recado does, and stores nothing. Says its address first.
pub(crate) fn serve() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        println!("http://{}", listener.local_addr().expect("it listens"));
        let answer = r#"{"verdict":"accepted","delivery":"00000000-0000-7000-8000-000000000000"}"#;
        let receive = move |_body: Bytes| async move { ([(CONTENT_TYPE, "application/json")], answer) };
        axum::serve(listener, Router::new().route("/", post(receive)))
            .await
            .expect("it serves");
    });
}
