//! HTTPS: certificates in files, and one that the relay gets by itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use common::{Relay, folder, in_time};
use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// An authority of the test's own.
struct Authority {
    certificate: Certificate,
    key: KeyPair,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, key }
    }

    /// Writes `cert.pem` and `key.pem` for this name.
    fn issue(&self, name: &str, folder: &Path) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let issued = params.signed_by(&key, &self.certificate, &self.key).unwrap();
        std::fs::write(folder.join("cert.pem"), issued.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
    }
}

/// Gets a path from whoever has this name's certificate by an authority, and gives all that came.
async fn get(at: SocketAddr, name: &str, root: &str, path: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(root.as_bytes()).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let stream = TcpStream::connect(at).await?;
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer).await {
        Err(error) if answer.is_empty() => Err(error),
        // Some close the connection without closing TLS before.
        Ok(_) | Err(_) => Ok(String::from_utf8(answer).unwrap()),
    }
}

/// Tries until it works.
async fn get_at_last(at: SocketAddr, name: &str, root: &str, path: &str) -> String {
    in_time(async {
        loop {
            match get(at, name, root, path).await {
                Ok(answer) => return answer,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    })
    .await
}

fn at(relay: &Relay) -> SocketAddr {
    relay.at.strip_prefix("http://").unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_certificate_in_files_is_used_and_read_again_when_told() {
    let (data, files) = (folder(), folder());
    let (first, second) = (Authority::new(), Authority::new());
    first.issue("hooks.example.com", files.path());
    let (cert, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--public-url",
        "https://hooks.example.com",
        "--cert",
        cert.to_str().unwrap(),
        "--key",
        key.to_str().unwrap(),
    ];
    let relay = Relay::start(data.path(), &args).await;
    let ask = async |authority: &Authority| {
        get(
            at(&relay),
            "hooks.example.com",
            &authority.certificate.pem(),
            "/healthz",
        )
        .await
    };
    let healthy = ask(&first).await.unwrap();
    assert!(healthy.starts_with("HTTP/1.1 200"), "{healthy}");
    assert!(ask(&second).await.is_err());
    // A renewed one.
    second.issue("hooks.example.com", files.path());
    let told = std::process::Command::new("kill")
        .args(["-HUP", &relay.pid().to_string()])
        .status();
    assert!(told.unwrap().success());
    let healthy = get_at_last(
        at(&relay),
        "hooks.example.com",
        &second.certificate.pem(),
        "/healthz",
    )
    .await;
    assert!(healthy.starts_with("HTTP/1.1 200"), "{healthy}");
    // A broken one does not take the place of one that works.
    std::fs::write(&cert, "nothing").unwrap();
    let told = std::process::Command::new("kill")
        .args(["-HUP", &relay.pid().to_string()])
        .status();
    assert!(told.unwrap().success());
    assert!(ask(&second).await.is_ok());
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn quietly(program: &str, args: &[&str]) -> std::io::Result<Child> {
    Command::new(program)
        .args(args)
        .env("PEBBLE_VA_NOSLEEP", "1")
        .env("PEBBLE_WFE_NONCEREJECT", "0")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
}

/// With Debian's `pebble`, a small authority for tests. Where it is not installed there is nothing to try.
#[tokio::test(flavor = "multi_thread")]
async fn a_relay_gets_the_certificate_of_its_domain_by_itself() {
    let (data, files) = (folder(), folder());
    let authority = Authority::new();
    authority.issue("localhost", files.path());
    let root = files.path().join("root.pem");
    std::fs::write(&root, authority.certificate.pem()).unwrap();
    let [directory, management, names, relay_port] = [free_port(), free_port(), free_port(), free_port()];
    let config = serde_json::json!({ "pebble": {
        "listenAddress": format!("127.0.0.1:{directory}"),
        "managementListenAddress": format!("127.0.0.1:{management}"),
        "certificate": files.path().join("cert.pem"),
        "privateKey": files.path().join("key.pem"),
        "httpPort": 9,
        "tlsPort": relay_port,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": false,
    }});
    let config_file = files.path().join("pebble.json");
    std::fs::write(&config_file, config.to_string()).unwrap();
    let names_at = format!("127.0.0.1:{names}");
    // All names lead here.
    let dns = [
        "-defaultIPv4",
        "127.0.0.1",
        "-defaultIPv6",
        "",
        "-dns01",
        &names_at,
        "-management",
        "",
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "",
    ];
    let Ok(_dns) = quietly("pebble-challtestsrv", &dns) else {
        println!("pebble is not installed: not tried");
        return;
    };
    let args = [
        "-config",
        config_file.to_str().unwrap(),
        "-dnsserver",
        &names_at,
        "-strict",
    ];
    let pebble = quietly("pebble", &args).unwrap();
    let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let told = get_at_last(
        local(management),
        "localhost",
        &authority.certificate.pem(),
        "/roots/0",
    )
    .await;
    let begin = told.find("-----BEGIN").unwrap();
    let end = told.find("-----END CERTIFICATE-----").unwrap();
    let pebbles_root = format!("{}-----END CERTIFICATE-----\n", &told[begin..end]);
    let listen = format!("127.0.0.1:{relay_port}");
    let directory = format!("https://localhost:{directory}/dir");
    let args = [
        "--listen",
        &listen,
        "--domain",
        "hooks.example.com",
        "--acme-directory",
        &directory,
        "--acme-roots",
        root.to_str().unwrap(),
    ];
    let relay = Relay::start(data.path(), &args).await;
    assert_eq!(relay.origin.to_string(), "https://hooks.example.com");
    let healthy = get_at_last(at(&relay), "hooks.example.com", &pebbles_root, "/healthz").await;
    assert!(healthy.starts_with("HTTP/1.1 200"), "{healthy}");
    // After a restart it has the one that it got, without the authority.
    drop(pebble);
    assert!(relay.terminate().await.success());
    let relay = Relay::start(data.path(), &args).await;
    let healthy = get_at_last(at(&relay), "hooks.example.com", &pebbles_root, "/healthz").await;
    assert!(healthy.starts_with("HTTP/1.1 200"), "{healthy}");
}
