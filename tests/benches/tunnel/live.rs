//! Requests that are answered by the receiver itself, each way to it in turn.

use std::{fs, net::SocketAddr, time::Duration};

use recado_tests::{
    load::{self, Connections, Figures, Load, Make},
    processor,
};

/// One way from a sender to a receiver.
pub(crate) struct Way {
    pub(crate) name: &'static str,
    pub(crate) address: SocketAddr,
    pub(crate) path: String,
    /// The processes that work for it, the receiver's among them.
    pub(crate) processes: Vec<u32>,
}

/// The ways' names; all but the first two may be missing.
pub(crate) const DIRECT: &str = "no tunnel";
pub(crate) const RELAY: &str = "Recado's relay";
pub(crate) const BORE: &str = "bore";
pub(crate) const SSH: &str = "ssh -R";

/// How many senders there are, with which connections.
pub(crate) type Combination = (usize, Connections);

pub(crate) const COMBINATIONS: [Combination; 4] = [
    (1, Connections::Kept),
    (1, Connections::NewEach),
    (32, Connections::Kept),
    (32, Connections::NewEach),
];

/// What came of one way with one combination.
pub(crate) struct Cell {
    pub(crate) way: &'static str,
    pub(crate) combination: Combination,
    /// The round with the middle rate.
    pub(crate) figures: Figures,
    /// The processor's time of all its processes for one request, in microseconds, in that round.
    pub(crate) processor: f64,
    /// Of each round, what the rate is to that of `bore` in the same round.
    pub(crate) to_bore: Option<f64>,
}

/// Measures all ways in turns.
pub(crate) fn measure(ways: &[Way], time: Duration, rounds: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    for combination in COMBINATIONS {
        let (senders, connections) = combination;
        println!("{senders} senders, {}", connections.shown());
        let load = Load {
            make: Make::AnotherSystem,
            senders,
            connections,
            time,
        };
        let mut measured: Vec<Vec<(Figures, f64)>> = ways.iter().map(|_| Vec::new()).collect();
        for _ in 0..rounds {
            for (way, measured) in ways.iter().zip(&mut measured) {
                measured.push(of(way, &load));
            }
        }
        let bore = ways.iter().position(|way| way.name == BORE);
        let to_bore: Vec<Option<f64>> = measured
            .iter()
            .map(|one| {
                let bore = &measured[bore?];
                let ratios = one
                    .iter()
                    .zip(bore)
                    .map(|((one, _), (bore, _))| one.rate() / bore.rate());
                let mut ratios: Vec<f64> = ratios.collect();
                ratios.sort_by(f64::total_cmp);
                Some(ratios[ratios.len() / 2])
            })
            .collect();
        for ((way, mut rounds), to_bore) in ways.iter().zip(measured).zip(to_bore) {
            rounds.sort_by(|(one, _), (other, _)| one.rate().total_cmp(&other.rate()));
            let (figures, processor) = rounds.swap_remove(rounds.len() / 2);
            println!("  {:15} {:8.0}/s", way.name, figures.rate());
            cells.push(Cell {
                way: way.name,
                combination,
                figures,
                processor,
                to_bore,
            });
        }
    }
    cells
}

fn of(way: &Way, load: &Load) -> (Figures, f64) {
    let before = work(&way.processes);
    let figures = load::measure(way.address, &way.path, load);
    let worked = work(&way.processes).saturating_sub(before);
    let a_request = worked.as_secs_f64() * 1e6 / figures.answers as f64;
    (figures, a_request)
}

/// The processor's time of these processes and of all that came from them: sshd works in children.
fn work(processes: &[u32]) -> Duration {
    let with_children = |pid: &u32| processor::work(*pid).time + work(&children(*pid));
    processes.iter().map(with_children).sum()
}

fn children(pid: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten();
    threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok())
        .flat_map(|listed| listed.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|child| child.parse().ok())
        .collect()
}
