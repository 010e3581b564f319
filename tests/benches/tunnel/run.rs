//! The order of a run.

use std::{env, fs, path::Path, time::Duration};

use recado_tests::{Program, Recado, Relay, load, machine::Machine};

use crate::{
    alone::{self, Alone},
    away, drain, idle,
    live::{self, Cell, Way},
    others,
    report::Report,
};

/// How much is measured.
pub(crate) struct Amount {
    pub(crate) rounds: usize,
    /// Of one way in one round.
    pub(crate) time: Duration,
    away: Duration,
    drained: usize,
    idle: &'static [usize],
    rest: Duration,
}

/// A run of some minutes.
const FULL: Amount = Amount {
    rounds: 3,
    time: Duration::from_millis(1500),
    away: Duration::from_secs(20),
    drained: 10_000,
    idle: &[1_000, 5_000],
    rest: Duration::from_secs(18),
};

/// Enough to see that everything can be measured, whatever comes out.
const QUICK: Amount = Amount {
    rounds: 1,
    time: Duration::from_millis(200),
    away: Duration::from_secs(1),
    drained: 300,
    idle: &[10, 50],
    rest: Duration::from_secs(1),
};

pub(crate) fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [role, relay, ..] = arguments.as_slice()
        && role == alone::ROLE
    {
        return alone::receive(relay);
    }
    let has = |name: &str| arguments.iter().any(|word| word == name);
    // On the disk of the build, not in a /tmp that may be memory.
    tempfile::env::override_temp_dir(Path::new(env!("CARGO_TARGET_TMPDIR")))
        .expect("it is the first to say so");
    let report = measure(if has("--quick") { &QUICK } else { &FULL }, has("--tunnel-alone"));
    let report = report.to_markdown();
    println!("\n{report}");
    if has("--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks/tunnel.md");
        fs::create_dir_all(file.parent().expect("it has a folder")).expect("the folder can be made");
        fs::write(&file, report).expect("the file can be written");
        println!("written to {}", file.display());
    }
}

fn measure(amount: &Amount, tunnel_alone: bool) -> Report {
    let machine = Machine::look();
    let disk = tempfile::tempdir().expect("there is room for a folder");
    let away = away::measure(disk.path(), amount.away);
    let drained_alone = drain::alone(amount.drained);
    let drained = (!tunnel_alone).then(|| drain::whole(disk.path(), amount.drained));
    let alone = through_alone(disk.path(), amount);
    let whole = (!tunnel_alone).then(|| through_whole(disk.path(), amount));
    let idle = idle::measure(amount.idle, amount.rest);
    Report {
        machine,
        rounds: amount.rounds,
        time: amount.time,
        alone,
        whole,
        away,
        drained_alone,
        drained,
        idle,
        relay_is: kind_of(Program::relay().file()),
    }
}

/// To a receiver that does nothing.
fn through_alone(disk: &Path, amount: &Amount) -> Vec<Cell> {
    println!("a receiver that does nothing");
    let relay = Relay::running();
    let receiver = Alone::start(relay.address());
    let bore = others::bore(receiver.address);
    let ssh = others::ssh(disk, receiver.address);
    let way = |name, address, path: &str, beside: Vec<u32>| Way {
        name,
        address,
        path: path.to_owned(),
        processes: beside.into_iter().chain([receiver.pid()]).collect(),
    };
    let mut ways = vec![
        way(live::DIRECT, receiver.address, "/", Vec::new()),
        way(live::RELAY, relay.address(), &receiver.path, vec![relay.pid()]),
        way(live::BORE, bore.address, "/", bore.pids()),
    ];
    ways.extend(
        ssh.as_ref()
            .map(|ssh| way(live::SSH, ssh.address, "/", ssh.pids())),
    );
    live::measure(&ways, amount.time, amount.rounds)
}

/// To a whole `recado serve`, which has each delivery stored and applied before it answers.
fn through_whole(disk: &Path, amount: &Amount) -> Vec<Cell> {
    println!("recado serve");
    let relay = Relay::running();
    let recado = Recado::with_data_in(&disk.join("live"));
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    load::without_limit(&recado);
    recado.use_relay(relay.origin());
    let public = recado.public_address(&source);
    let at_the_relay = public.strip_prefix(relay.origin()).expect("it is at this relay");
    let bore = others::bore(serving.address());
    let ssh = others::ssh(disk, serving.address());
    let way = |name, address, path: &str, beside: Vec<u32>| Way {
        name,
        address,
        path: path.to_owned(),
        processes: beside.into_iter().chain([serving.pid()]).collect(),
    };
    let mut ways = vec![
        way(live::DIRECT, serving.address(), &source.path, Vec::new()),
        way(live::RELAY, relay.address(), at_the_relay, vec![relay.pid()]),
        way(live::BORE, bore.address, &source.path, bore.pids()),
    ];
    let ssh = ssh.as_ref();
    ways.extend(ssh.map(|ssh| way(live::SSH, ssh.address, &source.path, ssh.pids())));
    let cells = live::measure(&ways, amount.time, amount.rounds);
    assert_eq!(
        relay.waiting(),
        0,
        "what came through the tunnel was answered by the receiver itself"
    );
    cells
}

/// Which C library a program was built with: a static one names no loader.
fn kind_of(program: &Path) -> &'static str {
    let bytes = fs::read(program).expect("the program is there");
    let names = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    if names(b"/ld-musl-") {
        "musl"
    } else if names(b"/ld-linux") {
        "glibc"
    } else {
        "static"
    }
}
