//! A real relay, in this process.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use recado_relay::{Clock, Invitation, Limits, Operator, Relay, Security, Settings, Trust};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) struct TestRelay {
    pub(crate) folder: TempDir,
    pub(crate) listening: SocketAddr,
    pub(crate) origin: String,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl TestRelay {
    /// Open to all, on any free port.
    pub(crate) async fn open() -> Self {
        Self::start(true).await
    }

    /// Only for those who bring an invitation.
    pub(crate) async fn closed() -> Self {
        Self::start(false).await
    }

    async fn start(open: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path(), open, SocketAddr::from(([127, 0, 0, 1], 0)));
        Self::run(folder, settings).await
    }

    pub(crate) async fn run(folder: TempDir, settings: Settings) -> Self {
        let relay = Relay::open(settings).await.unwrap();
        let (listening, origin) = (relay.listening(), relay.origin().to_string());
        let stop = CancellationToken::new();
        let task = tokio::spawn({
            let stop = stop.clone();
            async move { relay.run(stop.cancelled()).await.unwrap() }
        });
        Self {
            folder,
            listening,
            origin,
            stop,
            task,
        }
    }

    /// Ends it gracefully and gives its folder and where it listened.
    pub(crate) async fn end(self) -> (TempDir, SocketAddr) {
        self.stop.cancel();
        self.task.await.unwrap();
        (self.folder, self.listening)
    }

    /// Ends it without a word, as a power cut does.
    pub(crate) async fn cut(self) -> (TempDir, SocketAddr) {
        self.task.abort();
        let _ = self.task.await;
        (self.folder, self.listening)
    }

    /// Runs one again on the same folder and port.
    pub(crate) async fn again((folder, listening): (TempDir, SocketAddr)) -> Self {
        let settings = settings(folder.path(), true, listening);
        Self::run(folder, settings).await
    }

    /// A link for one computer.
    pub(crate) async fn invite(&self) -> String {
        let operator = Operator::open(self.folder.path().to_owned(), Clock::system())
            .await
            .unwrap();
        let wanted = Invitation {
            note: "a shop".to_owned(),
            uses: 1,
            valid_for_ms: 60_000,
        };
        let link = operator
            .invite(&self.origin.parse().unwrap(), wanted)
            .await
            .unwrap();
        operator.close().await;
        link
    }

    /// A figure of its own.
    pub(crate) async fn figure(&self, name: &str) -> String {
        let url = format!("http://{}/metrics", self.listening);
        let text = sender().get(url).send().await.unwrap().text().await.unwrap();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("recado_relay_{name} ")));
        line.unwrap_or_else(|| panic!("{name} is not in\n{text}"))
            .to_owned()
    }
}

pub(crate) fn settings(folder: &Path, open: bool, listen: SocketAddr) -> Settings {
    Settings {
        folder: folder.to_owned(),
        listen,
        origin: None,
        security: Security::Plain,
        trust: Trust { proxies: 0 },
        open,
        limits: Limits::default(),
        clock: Clock::system(),
    }
}

/// A sender elsewhere: a new connection for each request.
pub(crate) fn sender() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap()
}
