//! Programs that outlive whoever started them.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt as _, path::Path};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fd::OwnedFd,
    process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open},
};

use crate::wait;

/// The processes that were started with this text in their environment, however far they went from their parent.
///
/// The desk detaches itself from the window that starts it, and a window from the desk: their parents do not tell
/// whose they are. Each installation has folders of its own, and these stand in the environment of everything that
/// was started for it.
pub(crate) fn processes_with(text: &OsStr) -> Vec<Pid> {
    let processes = fs::read_dir("/proc").expect("there is a /proc");
    processes
        .filter_map(|entry| {
            let pid: i32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            // One that ended meanwhile, or another person's, is none of ours.
            let environment = fs::read(format!("/proc/{pid}/environ")).ok()?;
            contains(&environment, text.as_bytes()).then_some(pid)
        })
        .filter_map(Pid::from_raw)
        .filter(|pid| *pid != rustix::process::getpid())
        .collect()
}

/// How often in a row there must be none: a process that is just becoming another program has no environment for a
/// moment, and is not seen.
const NONE_IN_A_ROW: u32 = 5;

/// Kills them, until none is left.
pub(crate) fn end_all_with(text: &OsStr) {
    let mut none_in_a_row = 0;
    wait::until("the end of all that was started", || {
        let left = processes_with(text);
        for pid in &left {
            // It may have ended by itself.
            let _ = kill_process(*pid, Signal::KILL);
        }
        none_in_a_row = if left.is_empty() { none_in_a_row + 1 } else { 0 };
        (none_in_a_row == NONE_IN_A_ROW).then_some(())
    });
}

/// The running processes of an installation whose program has this name.
pub(crate) fn running(installation: &Path, program: &str) -> Vec<Pid> {
    processes_with(installation.as_os_str())
        .into_iter()
        .filter(|pid| name_of(*pid).as_deref() == Some(program))
        .collect()
}

/// Processes whose end can be waited for.
///
/// A process that is ending loses its environment and its program before it closes its files, so that [`running`] no
/// longer knows it while a port is still its own.
#[derive(Debug)]
pub(crate) struct Held(Vec<OwnedFd>);

impl Held {
    pub(crate) fn of(processes: &[Pid]) -> Self {
        let held = processes.iter().copied();
        // One that has ended meanwhile needs no waiting.
        Self(
            held.filter_map(|pid| pidfd_open(pid, PidfdFlags::empty()).ok())
                .collect(),
        )
    }

    /// Waits until nothing is left of them.
    pub(crate) fn wait_for_their_end(&self) {
        for process in &self.0 {
            wait::until("the end of a process", || {
                // A process can be read from once its last thread is gone (pidfd_open(2)).
                let mut ended = [PollFd::new(process, PollFlags::IN)];
                matches!(poll(&mut ended, Some(&Timespec::default())), Ok(1)).then_some(())
            });
        }
    }
}

/// The file name of what a process runs.
fn name_of(pid: Pid) -> Option<String> {
    let program = fs::read_link(format!("/proc/{}/exe", pid.as_raw_nonzero())).ok()?;
    let name = program.file_name()?.to_str()?;
    // A program that was built anew meanwhile.
    Some(name.trim_end_matches(" (deleted)").to_owned())
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
