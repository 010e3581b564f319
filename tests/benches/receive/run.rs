//! The order of a run: rounds of all figures, and of each the median of the rounds.

use std::{env, fs, path::Path, time::Duration};

use recado_tests::{
    Recado,
    load::{self, Connections, Figures, Load, Make},
    memory,
};

use crate::{
    bare_sqlite::{self, Bare},
    genuine, nothing, receivers,
    report::{Cell, Memory, Report},
};

const SENDERS: [usize; 4] = [1, 16, 64, 256];
const ROUNDS: usize = 3;
const STARTS: usize = 9;

/// Long enough for some hundred flushes by one sender; three rounds of all take about three minutes.
const SECONDS: f64 = 1.5;

pub(crate) fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == nothing::ROLE) {
        return nothing::serve();
    }
    let after = |name: &str| arguments.iter().skip_while(|word| *word != name).nth(1);
    let seconds = after("--seconds").map_or(SECONDS, |seconds| seconds.parse().expect("--seconds NUMBER"));
    let report = measure(Duration::from_secs_f64(seconds)).to_markdown();
    println!("\n{report}");
    if arguments.iter().any(|word| word == "--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks/receive.md");
        fs::create_dir_all(file.parent().expect("it has a folder")).expect("the folder can be made");
        fs::write(&file, report).expect("the file can be written");
        println!("written to {}", file.display());
    }
}

fn measure(time: Duration) -> Report {
    // On the disk of the build, not in a /tmp that may be memory.
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("there is room for a folder");
    let combinations: Vec<(usize, Connections)> = SENDERS
        .into_iter()
        .flat_map(|senders| [(senders, Connections::Kept), (senders, Connections::NewEach)])
        .collect();

    let mut cells: Vec<Vec<Cell>> = combinations.iter().map(|_| Vec::new()).collect();
    let mut memory = None;
    let mut used = None;
    for round in 0..ROUNDS {
        for (&(senders, connections), cells) in combinations.iter().zip(&mut cells) {
            println!(
                "round {} of {ROUNDS}: {senders} senders, {}",
                round + 1,
                connections.shown()
            );
            let load = Load {
                make: Make::AnotherSystem,
                senders,
                connections,
                time,
            };
            let folder = disk.path().join(format!("{round}-{senders}-{connections:?}"));
            let (recado, figures, rows_a_flush, held) = receive(&folder, &load);
            let bare = bare_sqlite::replay(&recado.database(), &folder.join("bare.db"), rows_a_flush);
            if senders == 64 {
                memory.get_or_insert(held);
            }
            let nothing = receivers::nothing().measure(&load);
            let webhook = receivers::webhook(disk.path()).measure(&load);
            cells.push(Cell {
                senders,
                connections,
                recado: figures,
                rows_a_flush,
                bare,
                nothing,
                webhook,
            });
            // Of the folders only the last is needed, for the starts.
            if let Some(old) = used.replace((recado, folder)) {
                let (_, folder): (Recado, _) = old;
                fs::remove_dir_all(folder).expect("the folder is ours");
            }
        }
    }
    let (recado, _) = used.expect("there was a round");
    let mut starts: Vec<Duration> = (0..STARTS)
        .map(|_| receivers::start_to_first_200(&recado))
        .collect();
    starts.sort();
    let genuine = genuine::measure(disk.path(), time);
    Report {
        genuine,
        cells: cells.into_iter().map(median).collect(),
        memory: memory.expect("64 senders were measured"),
        start: starts[STARTS / 2],
        time,
        rounds: ROUNDS,
    }
}

/// Recado in a new folder under this load.
fn receive(folder: &Path, load: &Load) -> (Recado, Figures, f64, Memory) {
    let recado = Recado::with_data_in(folder);
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    load::without_limit(&recado);
    let program = serving.pid();
    let idle = memory::proportional(program);

    let before = bare_sqlite::transactions(&recado.database());
    let figures = load::measure(serving.address(), &source.path, load);
    let transactions = bare_sqlite::transactions(&recado.database()).wrapping_sub(before);

    let held = Memory {
        idle,
        after: memory::proportional(program),
        peak: memory::resident_peak(program),
    };
    recado.ok(&["stop"]);
    assert!(serving.wait().success(), "it ends gracefully");
    let rows_a_flush = figures.answers as f64 / f64::from(transactions.max(1));
    (recado, figures, rows_a_flush, held)
}

/// The round whose rate is in the middle.
fn median(mut rounds: Vec<Cell>) -> Cell {
    rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
    rounds.remove(rounds.len() / 2)
}

impl Cell {
    /// Recado's rate as a part of what the disk allows.
    pub(crate) fn ratio(&self) -> f64 {
        self.recado.rate() / self.bare_rate()
    }

    pub(crate) fn bare_rate(&self) -> f64 {
        let Bare { deliveries, took, .. } = self.bare;
        deliveries as f64 / took.as_secs_f64()
    }
}
