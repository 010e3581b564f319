//! A computer that reaches the internet only through a proxy. Proxies and roots are found in the environment, so that
//! the engine of this test runs in a process of its own.

use std::net::SocketAddr;
use std::process::Stdio;

use recado_api::view::Link;
use recado_relay::Security;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::common::Running;
use crate::relay::{TestRelay, settings};
use crate::{in_time, until_link, use_relay};

/// Set in the process that the engine runs in.
const RELAY: &str = "RECADO_TEST_RELAY_BEHIND_PROXY";

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_is_reached_through_the_proxy_and_trusted_by_the_system_s_roots() {
    if let Ok(relay) = std::env::var(RELAY) {
        let running = Running::start().await;
        use_relay(&running, &relay).await;
        until_link(&running, |link| matches!(link, Link::Connected { .. })).await;
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["relay.test".to_owned()]).unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.key_pair.serialize_pem()).unwrap();
    let mut settings = settings(folder.path(), true, SocketAddr::from(([127, 0, 0, 1], 0)));
    settings.security = Security::Files {
        cert: cert.clone(),
        key,
    };
    settings.origin = Some("https://relay.test".parse().unwrap());
    let relay = TestRelay::run(folder, settings).await;

    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", proxy.local_addr().unwrap());
    let (saw, mut seen) = mpsc::channel(16);
    let _proxy = tokio::task::JoinSet::from_iter([pass_on(proxy, relay.listening, saw)]);
    let this = "proxy::the_relay_is_reached_through_the_proxy_and_trusted_by_the_system_s_roots";
    let mut engine = tokio::process::Command::new(std::env::current_exe().unwrap());
    engine
        .args([this, "--exact", "--nocapture"])
        .env(RELAY, &relay.origin)
        .env("HTTPS_PROXY", &at)
        .env("SSL_CERT_FILE", &cert)
        .env_remove("https_proxy")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("SSL_CERT_DIR")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let ended = in_time(engine.output()).await.unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stdout)
    );
    assert_eq!(seen.recv().await.unwrap(), "CONNECT relay.test:443 HTTP/1.1");
}

/// Knows one name, and where it leads.
async fn pass_on(proxy: TcpListener, relay: SocketAddr, saw: mpsc::Sender<String>) {
    let mut passing = tokio::task::JoinSet::new();
    loop {
        let (stream, _) = proxy.accept().await.unwrap();
        let saw = saw.clone();
        passing.spawn(async move {
            let mut stream = BufReader::new(stream);
            let mut asked = String::new();
            while !asked.ends_with("\r\n\r\n") {
                if stream.read_line(&mut asked).await.unwrap() == 0 {
                    return;
                }
            }
            saw.send(asked.lines().next().unwrap().to_owned()).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let mut there = TcpStream::connect(relay).await.unwrap();
            let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
        });
    }
}
