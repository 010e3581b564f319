//! The order of a run.

use std::{env, fs, path::Path, time::Duration};

use recado_tests::{Office, Started, machine::Machine};

use crate::{answers, arrivals, filled, motion, openings, report::Report, rest};

/// How much is measured.
pub(crate) struct Amount {
    /// Contacts on the boards: few, many, and very many.
    contacts: [u32; 3],
    openings: usize,
    pub(crate) alone: usize,
    pub(crate) arrivals: usize,
    pub(crate) drags: usize,
    pub(crate) scroll: Duration,
    pub(crate) answers: usize,
    pub(crate) idle: Duration,
    /// Of opening and closing.
    pub(crate) rounds: usize,
}

/// A run of some minutes.
const FULL: Amount = Amount {
    contacts: [100, 10_000, 100_000],
    openings: 9,
    alone: 30,
    arrivals: 200,
    drags: 8,
    scroll: Duration::from_secs(10),
    answers: 15,
    idle: Duration::from_secs(30),
    rounds: 10,
};

/// Enough to see that everything can be measured, whatever comes out.
const QUICK: Amount = Amount {
    contacts: [30, 300, 1_000],
    openings: 2,
    alone: 2,
    arrivals: 5,
    drags: 1,
    scroll: Duration::from_secs(1),
    answers: 3,
    idle: Duration::from_secs(2),
    rounds: 2,
};

pub(crate) fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|word| word == name);
    // On the disk of the build, not in a /tmp that may be memory.
    tempfile::env::override_temp_dir(Path::new(env!("CARGO_TARGET_TMPDIR")))
        .expect("it is the first to say so");
    let report = measure(&if has("--quick") { QUICK } else { FULL }).to_markdown();
    println!("\n{report}");
    if has("--write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks/desk.md");
        fs::create_dir_all(file.parent().expect("it has a folder")).expect("the folder can be made");
        fs::write(&file, report).expect("the file can be written");
        println!("written to {}", file.display());
    }
}

fn measure(amount: &Amount) -> Report {
    let machine = Machine::look();
    let [few, many, very_many] = amount.contacts;
    println!("{few} contacts");
    let office = filled::office(few);
    let desk = office.start_desk();
    let item = office.tray().wait_for_item();
    let with_few = openings::measure(&office, &item, few, amount.openings);
    end(&office, desk);

    println!("{many} contacts");
    let office = filled::office(many);
    let states = rest::measure(&office, amount);
    office.recado.ok(&["stop"]);
    office.wait_for_the_end_of_receiving();
    let desk = office.start_desk();
    let item = office.tray().wait_for_item();
    let with_many = openings::measure(&office, &item, many, amount.openings);
    println!("drag and scroll");
    let motion = motion::measure(&office, &item, many, amount);
    println!("arrivals");
    let arrivals = arrivals::measure(&office, &item, amount);
    end(&office, desk);

    println!("{very_many} contacts");
    let office = filled::office(very_many);
    let desk = office.start_desk();
    let item = office.tray().wait_for_item();
    let with_very_many = openings::measure(&office, &item, very_many, amount.openings);
    println!("answers");
    let answers = answers::measure(&office, &item, very_many, amount);
    end(&office, desk);
    Report {
        machine,
        contacts: many,
        idle: amount.idle,
        arrivals,
        openings: [with_few, with_many, with_very_many],
        motion,
        answers,
        states,
    }
}

fn end(office: &Office, mut desk: Started) {
    office.recado.ok(&["stop"]);
    assert!(desk.wait().success(), "it ends gracefully");
}
