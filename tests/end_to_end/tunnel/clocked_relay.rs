//! A relay whose clock is the test's.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use recado_relay::{Clock, Limits, Relay, Security, Settings, Trust};
use recado_tests::{Port, figure_of, wait};
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::oneshot, task::JoinHandle};

/// The relay itself, in this process; its folder, its port and its clock outlive it.
pub(super) struct ClockedRelay {
    folder: TempDir,
    port: Port,
    now_ms: Arc<AtomicU64>,
    runtime: Runtime,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl ClockedRelay {
    /// One that runs, at this time.
    pub(super) fn running_at(now: Timestamp) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let mut relay = Self {
            folder: tempfile::tempdir().expect("there is room for a folder"),
            port: Port::reserve(),
            now_ms: AtomicU64::new(ms(now)).into(),
            runtime,
            running: None,
        };
        relay.start();
        relay
    }

    pub(super) fn set_clock(&self, now: Timestamp) {
        self.now_ms.store(ms(now), Ordering::SeqCst);
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address())
    }

    fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port.number()))
    }

    pub(super) fn runs(&self) -> bool {
        self.running.is_some()
    }

    pub(super) fn start(&mut self) {
        let now_ms = Arc::clone(&self.now_ms);
        let settings = Settings {
            folder: self.folder.path().to_owned(),
            listen: self.address(),
            origin: None,
            security: Security::Plain,
            trust: Trust { proxies: 0 },
            open: true,
            limits: Limits {
                // Rates are counted by a stopwatch, and here days pass in a second.
                per_remote: 0,
                per_address: 0,
                ..Limits::default()
            },
            clock: Clock::new(move || now_ms.load(Ordering::SeqCst)),
        };
        let relay = self
            .runtime
            .block_on(Relay::open(settings))
            .unwrap_or_else(|error| panic!("{error}"));
        let (stop, stopped) = oneshot::channel();
        let task = self.runtime.spawn(async move {
            let ended = relay.run(async { drop(stopped.await) }).await;
            ended.unwrap_or_else(|error| panic!("{error}"));
        });
        self.running = Some(Running { stop, task });
    }

    /// Ends it gracefully.
    pub(super) fn stop(&mut self) {
        let running = self.running.take().expect("it runs");
        running.stop.send(()).expect("it listens");
        self.runtime.block_on(running.task).expect("it ends well");
    }

    pub(super) fn waiting(&self) -> u64 {
        figure_of(self.address(), "waiting_entries")
    }

    #[track_caller]
    pub(super) fn wait_for_figure(&self, name: &str, value: u64) {
        wait::until(&format!("{name} of the relay to be {value}"), || {
            (figure_of(self.address(), name) == value).then_some(())
        });
    }
}

fn ms(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond()).expect("a time after 1970")
}
