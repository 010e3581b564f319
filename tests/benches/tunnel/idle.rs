//! What engines that only stay attached take at the relay. Both ends of a link are in two processes: the engines' ends
//! are all in this one.

use std::{sync::Arc, thread, time::Duration};

use recado_tests::{Relay, memory, processor};
use recado_tunnel::identity::Identity;
use tokio::task::JoinSet;

use crate::engines;

/// Sources of each engine: a table is in the relay's memory as long as its engine is attached.
pub(crate) const SOURCES: usize = 5;

/// Attaches at a time.
const AT_A_TIME: usize = 64;

/// The relay with so many engines.
pub(crate) struct Idle {
    pub(crate) engines: usize,
    /// Bytes (PSS).
    pub(crate) memory: u64,
    /// Bytes more for each engine than with none.
    pub(crate) each: f64,
    /// Milliseconds of a processor in a second, for the pings.
    pub(crate) processor: f64,
}

pub(crate) struct AllIdle {
    /// Bytes (PSS) of the relay that nobody attached to yet.
    pub(crate) none: u64,
    pub(crate) with: Vec<Idle>,
}

/// Rests so long with each number: longer than it takes until the first pings.
pub(crate) fn measure(numbers: &[usize], rest: Duration) -> AllIdle {
    rlimit::increase_nofile_limit(20_000).expect("the limit of open files can be raised");
    let relay = Relay::running();
    let none = memory::proportional(relay.pid());
    let runtime = engines::runtime();
    let mut attached = Vec::new();
    let mut with = Vec::new();
    for &number in numbers {
        println!("{number} idle engines");
        runtime.block_on(async {
            let mut attaching = JoinSet::new();
            for begun in attached.len()..number {
                if begun >= AT_A_TIME
                    && let Some(done) = attaching.join_next().await
                {
                    attached.push(done.expect("it attaches"));
                }
                let (relay, identity) = (relay.address(), Identity::new().expect("random bytes"));
                attaching.spawn(engines::attach(relay, Arc::new(identity), SOURCES));
            }
            attached.extend(attaching.join_all().await);
        });
        relay.wait_for_engines(number as u64);
        thread::sleep(rest);
        let before = processor::work(relay.pid()).time;
        thread::sleep(rest);
        let worked = processor::work(relay.pid()).time.saturating_sub(before);
        let held = memory::proportional(relay.pid());
        with.push(Idle {
            engines: number,
            memory: held,
            each: held.saturating_sub(none) as f64 / number as f64,
            processor: worked.as_secs_f64() * 1e3 / rest.as_secs_f64(),
        });
        relay.wait_for_engines(number as u64);
    }
    AllIdle { none, with }
}
