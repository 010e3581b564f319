//! What Recado takes while nothing happens: memory, wake-ups and processor time of the desk and of everything that
//! belongs to it.

use std::{collections::HashMap, thread, time::Duration};

use recado_tests::{
    DESK, Office, Program, Started, WINDOW,
    desktop::Item,
    memory,
    processor::{self, Work},
    wait,
};

use crate::{filled, run::Amount};

/// Until what follows an opening or a closing is over.
const SETTLE: Duration = Duration::from_secs(5);

/// How long a window stands open in a round.
const A_LOOK: Duration = Duration::from_secs(2);

/// One state of the app.
pub(crate) struct Rest {
    pub(crate) state: String,
    pub(crate) processes: usize,
    pub(crate) desk: Held,
    pub(crate) tree: Held,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    /// Bytes (PSS).
    pub(crate) memory: u64,
    /// Context switches of all threads, in a second.
    pub(crate) switches: f64,
    /// Milliseconds of processor time in a second.
    pub(crate) processor: f64,
}

/// On an office whose desk does not run. Nobody drives the window, since that alone takes memory.
pub(crate) fn measure(office: &Office, amount: &Amount) -> Vec<Rest> {
    let (_desk, item) = start_desk(office);
    let sample = |state: &str| sample(office, state, amount.idle);
    let mut states = vec![sample("never opened")];
    open(office, &item);
    states.push(sample("open"));
    filled::close(office);
    states.push(sample("closed"));
    for _ in 0..amount.rounds {
        item.activate();
        office.screen.wait_for_window_of(WINDOW);
        thread::sleep(A_LOOK);
        filled::close(office);
    }
    states.push(sample(&format!("closed, after {} rounds", amount.rounds)));
    states
}

/// The desk as people have it: its windows let nobody drive them.
fn start_desk(office: &Office) -> (Started, Item) {
    let mut command = office.command(&Program::find(), &["desk"]);
    for variable in ["TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER"] {
        command.env_remove(variable);
    }
    let desk = office.start(command, DESK);
    office.wait_for_receiving();
    (desk, office.tray().wait_for_item())
}

fn open(office: &Office, item: &Item) {
    item.activate();
    office.screen.wait_for_window_of(WINDOW);
}

fn sample(office: &Office, state: &str, time: Duration) -> Rest {
    println!("at rest: {state}");
    thread::sleep(SETTLE);
    let desk = wait::until("the desk", || office.running(DESK).first().copied());
    let desk: u32 = number(desk);
    let before = works(office);
    thread::sleep(time);
    let after = works(office);
    let held = |pid: &u32| {
        let (before, after) = (before.get(pid).copied().unwrap_or_default(), after[pid]);
        // Threads that ended took their counts with them.
        Held {
            memory: memory::proportional(*pid),
            switches: after.switches.saturating_sub(before.switches) as f64 / time.as_secs_f64(),
            processor: after.time.saturating_sub(before.time).as_secs_f64() * 1e3 / time.as_secs_f64(),
        }
    };
    let all: Vec<Held> = after.keys().map(held).collect();
    Rest {
        state: state.to_owned(),
        processes: all.len(),
        desk: held(&desk),
        tree: all.into_iter().fold(Held::default(), |tree, one| Held {
            memory: tree.memory + one.memory,
            switches: tree.switches + one.switches,
            processor: tree.processor + one.processor,
        }),
    }
}

fn works(office: &Office) -> HashMap<u32, Work> {
    let processes = office.processes().into_iter().map(number);
    processes.map(|pid| (pid, processor::work(pid))).collect()
}

fn number(pid: rustix::process::Pid) -> u32 {
    pid.as_raw_nonzero().get().unsigned_abs()
}
