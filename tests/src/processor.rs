//! What a process had of the processor, by the kernel's own books.

use std::{fs, path::Path, time::Duration};

/// What the threads of a process that live now had since each began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// How often a thread left a processor, of itself or not: nearly as often as one woke up.
    pub switches: u64,
    /// On a processor.
    pub time: Duration,
}

/// The work of a process, without that of threads that ended.
pub fn work(pid: u32) -> Work {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten();
    threads
        // One that ends meanwhile is none.
        .filter_map(|thread| of_thread(&thread.ok()?.path()))
        .fold(Work::default(), |all, one| Work {
            switches: all.switches + one.switches,
            time: all.time + one.time,
        })
}

fn of_thread(folder: &Path) -> Option<Work> {
    let status = fs::read_to_string(folder.join("status")).ok()?;
    let switches = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().parse().ok()
    };
    // The first number: nanoseconds on a processor (Documentation/scheduler/sched-stats.rst of Linux).
    let schedule = fs::read_to_string(folder.join("schedstat")).ok()?;
    Some(Work {
        switches: switches("voluntary_ctxt_switches:")? + switches("nonvoluntary_ctxt_switches:")?,
        time: Duration::from_nanos(schedule.split_whitespace().next()?.parse().ok()?),
    })
}
