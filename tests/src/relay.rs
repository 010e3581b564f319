//! A relay in a process of its own, and what its operator and its senders see of it.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ExitStatus, Stdio},
    sync::Arc,
    thread,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::{Port, Program, lines::Lines, wait};

/// A server with a relay on it: its data folder and its port outlive the process, as they do on a real one.
///
/// It lets every computer attach, and bounds no rates: a test sends within a second what a shop gets in a month. When
/// it is dropped the process is killed; a failing test shows what it printed.
#[derive(Debug)]
pub struct Relay {
    folder: TempDir,
    port: Port,
    /// What senders and engines call it.
    origin: String,
    further: Vec<String>,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    lines: Arc<Lines>,
}

impl Relay {
    /// One that runs.
    #[track_caller]
    pub fn running() -> Self {
        let mut relay = Self::in_new_folder();
        relay.start();
        relay
    }

    /// One that nobody has started yet.
    pub fn in_new_folder() -> Self {
        let port = Port::reserve();
        Self {
            folder: tempfile::Builder::new()
                .prefix("recado-test-relay-")
                .tempdir()
                .expect("there is room for a folder"),
            origin: format!("http://127.0.0.1:{}", port.number()),
            port,
            further: Vec::new(),
            running: None,
        }
    }

    /// From its next start on it is known by this name: that of something before it.
    pub fn set_origin(&mut self, origin: &str) {
        origin.clone_into(&mut self.origin);
    }

    /// From its next start on it has these arguments too.
    pub fn set_further(&mut self, arguments: &[&str]) {
        self.further = arguments.iter().map(|&argument| argument.to_owned()).collect();
    }

    /// What senders and engines call it, as `http://127.0.0.1:20001`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where it listens, whether it runs or not.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port.number()))
    }

    /// A public address as somebody calls it who reaches the relay itself, past what is before it.
    pub fn directly(&self, public_address: &str) -> String {
        let path = public_address
            .strip_prefix(&self.origin)
            .unwrap_or_else(|| panic!("{public_address} is not at {}", self.origin));
        format!("http://{}{path}", self.address())
    }

    /// All that it keeps.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("relay.db")
    }

    /// Starts it, and waits until it says where it listens.
    #[track_caller]
    pub fn start(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let mut command = Program::relay().command(&[]);
        command
            .arg("--data-dir")
            .arg(self.folder.path())
            .args(["--listen", &self.address().to_string()])
            .args(["--public-url", &self.origin])
            .args(["--open", "--per-remote", "0", "--per-address", "0"])
            .args(&self.further)
            .env_remove("RECADO_RELAY_PUBLIC_URL")
            .env_remove("RECADO_RELAY_DOMAIN")
            .env_remove("RECADO_RELAY_DATA_DIR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{error}: {command:?}"));
        let lines = Arc::new(Lines::default());
        lines.collect_from(child.stdout.take().expect("piped"));
        lines.collect_from(child.stderr.take().expect("piped"));
        let running = self.running.insert(Running { child, lines });
        running.lines.wait_for("where it listens", |line| {
            line.starts_with("listening on ").then_some(())
        });
    }

    /// As a power cut would end it (SIGKILL).
    #[track_caller]
    pub fn kill(&mut self) {
        let mut running = self.running.take().expect("it runs");
        running.child.kill().expect("it is our child");
        running.child.wait().expect("it is our child");
    }

    /// Asks it to end, as the system does (SIGTERM), and returns how it ended.
    #[track_caller]
    pub fn terminate(&mut self) -> ExitStatus {
        let mut running = self.running.take().expect("it runs");
        let pid = i32::try_from(running.child.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process id"), Signal::TERM).expect("it is our child");
        wait::until("the relay's end", || {
            running.child.try_wait().expect("it is our child")
        })
    }

    pub fn pid(&self) -> u32 {
        self.running.as_ref().expect("it runs").child.id()
    }

    /// Everything it printed since its start.
    pub fn printed(&self) -> String {
        let running = self.running.as_ref();
        running.map(|running| running.lines.all()).unwrap_or_default()
    }

    /// One of the figures that it gives to Prometheus: `waiting_entries`, `late_total`, ….
    #[track_caller]
    pub fn figure(&self, name: &str) -> u64 {
        figure_of(self.address(), name)
    }

    /// Waits until one of its figures is this.
    #[track_caller]
    pub fn wait_for_figure(&self, name: &str, value: u64) {
        wait::until(&format!("{name} of the relay to be {value}"), || {
            (self.figure(name) == value).then_some(())
        });
    }

    /// How many deliveries wait.
    #[track_caller]
    pub fn waiting(&self) -> u64 {
        self.figure("waiting_entries")
    }

    /// Waits until all that waited was settled.
    #[track_caller]
    pub fn wait_until_nothing_waits(&self) {
        self.wait_for_figure("waiting_entries", 0);
    }

    /// Waits until so many engines are attached.
    #[track_caller]
    pub fn wait_for_engines(&self, count: u64) {
        self.wait_for_figure("engines", count);
    }
}

/// One of the figures of a relay that listens there.
#[track_caller]
pub fn figure_of(relay: SocketAddr, name: &str) -> u64 {
    let text = reqwest::blocking::Client::builder()
        .no_proxy()
        .timeout(wait::LIMIT)
        .build()
        .and_then(|client| client.get(format!("http://{relay}/metrics")).send())
        .and_then(reqwest::blocking::Response::text)
        .unwrap_or_else(|error| panic!("{error:?}"));
    let name = format!("recado_relay_{name} ");
    text.lines()
        .find_map(|line| line.strip_prefix(&name))
        .and_then(|value| value.parse().ok())
        .unwrap_or_else(|| panic!("no {name} in\n{text}"))
}

impl Drop for Relay {
    fn drop(&mut self) {
        if thread::panicking() {
            println!("--- recado-relay printed ---\n{}---", self.printed());
        }
        if let Some(mut running) = self.running.take() {
            // It may have ended already, which is as good.
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}
