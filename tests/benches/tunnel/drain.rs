//! How fast what waited comes home, and what that takes in memory.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use recado_tests::{
    Recado, Relay,
    load::{self, Connections, Load, Make},
    memory, wait,
};

use crate::{away, engines};

/// What came of one drain.
pub(crate) struct Drained {
    pub(crate) count: usize,
    /// From the attach until nothing waits.
    pub(crate) took: Duration,
    /// Bytes (RSS): before it began, and the most meanwhile.
    pub(crate) relay_before: u64,
    pub(crate) relay_peak: u64,
    /// The same of the engine, where it is a process of its own; it starts with the drain.
    pub(crate) engine_peak: Option<u64>,
}

impl Drained {
    pub(crate) fn rate(&self) -> f64 {
        self.count as f64 / self.took.as_secs_f64()
    }
}

/// Into the tunnel crate's end, which opens the entries and forgets them.
pub(crate) fn alone(count: usize) -> Drained {
    println!("draining {count} into an engine that stores nothing");
    let relay = Relay::running();
    let identity = away::known_and_away(&relay);
    fill(relay.address(), &engines::path(&identity), count);
    let before = forget_the_peak(relay.pid());
    let runtime = engines::runtime();
    let start = Instant::now();
    let _attached = runtime.block_on(engines::attach(relay.address(), Arc::clone(&identity), 1));
    wait_until_nothing_waits(relay.address());
    Drained {
        count,
        took: start.elapsed(),
        relay_before: before,
        relay_peak: memory::resident_peak(relay.pid()),
        engine_peak: None,
    }
}

/// Into a `recado serve` that starts then, with everything stored and applied.
pub(crate) fn whole(disk: &Path, count: usize) -> Drained {
    println!("draining {count} into recado serve");
    let relay = Relay::running();
    let recado = Recado::with_data_in(&disk.join("drained"));
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    load::without_limit(&recado);
    recado.use_relay(relay.origin());
    let public = recado.public_address(&source);
    assert!(serving.terminate().success(), "it ends gracefully");
    relay.wait_for_engines(0);
    let path = public.strip_prefix(relay.origin()).expect("it is at this relay");
    fill(relay.address(), path, count);
    let before = forget_the_peak(relay.pid());
    let serving = recado.serve();
    wait::until("the engine", || {
        (figure(relay.address(), "engines") == 1).then_some(())
    });
    let start = Instant::now();
    wait_until_nothing_waits(relay.address());
    let took = start.elapsed();
    let drained = Drained {
        count,
        took,
        relay_before: before,
        relay_peak: memory::resident_peak(relay.pid()),
        engine_peak: Some(memory::resident_peak(serving.pid())),
    };
    assert!(serving.terminate().success(), "it ends gracefully");
    let stored: i64 = recado_tests::database::open(&recado.database())
        .query_row("SELECT count(*) FROM delivery", [], |row| row.get(0))
        .expect("the log can be read");
    assert_eq!(stored, count as i64, "each is there once");
    drained
}

fn fill(relay: SocketAddr, path: &str, count: usize) {
    let load = Load {
        make: Make::AnotherSystem,
        senders: 64,
        connections: Connections::Kept,
        time: Duration::ZERO,
    };
    load::send(relay, path, &load, count);
    assert_eq!(figure(relay, "waiting_entries"), count as u64);
}

/// From here on the peak is counted anew (proc(5), `clear_refs`); returns what it has now.
fn forget_the_peak(pid: u32) -> u64 {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("it is our child");
    memory::resident(pid)
}

fn wait_until_nothing_waits(relay: SocketAddr) {
    // The engine's first batch may be minutes away on a slow machine: a limit that only a broken program meets.
    let start = Instant::now();
    while figure(relay, "waiting_entries") > 0 {
        assert!(start.elapsed() < wait::LIMIT * 2, "it is never drained");
        thread::sleep(Duration::from_millis(10));
    }
}

/// One of the relay's figures, asked for as cheaply as can be: asking is beside what is measured.
fn figure(relay: SocketAddr, name: &str) -> u64 {
    let mut stream = TcpStream::connect(relay).expect("the relay accepts");
    stream
        .write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .expect("the relay reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the relay answers");
    let name = format!("recado_relay_{name} ");
    text.lines()
        .find_map(|line| line.strip_prefix(&name)?.trim().parse().ok())
        .unwrap_or_else(|| panic!("no {name} in\n{text}"))
}
