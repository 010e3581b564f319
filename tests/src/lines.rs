//! What a program prints, read while it runs.

use std::{
    io::{BufRead as _, BufReader, Read},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Instant,
};

use crate::wait;

/// What the program printed, on either stream, as it comes.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    printed: Mutex<Printed>,
    more: Condvar,
}

#[derive(Debug, Default)]
struct Printed {
    lines: Vec<String>,
    /// How many of the two streams ended.
    ended: u8,
}

impl Lines {
    /// From one of its two streams.
    pub(crate) fn collect_from(self: &Arc<Self>, stream: impl Read + Send + 'static) {
        let lines = Arc::clone(self);
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                lines.printed.lock().expect("no reader panics").lines.push(line);
                lines.more.notify_all();
            }
            lines.printed.lock().expect("no reader panics").ended += 1;
            lines.more.notify_all();
        });
    }

    /// Waits for a line in which something is found.
    #[track_caller]
    pub(crate) fn wait_for<T>(&self, what: &str, mut found: impl FnMut(&str) -> Option<T>) -> T {
        let start = Instant::now();
        let mut seen = 0;
        let mut printed = self.printed.lock().expect("no reader panics");
        loop {
            while let Some(line) = printed.lines.get(seen) {
                seen += 1;
                if let Some(found) = found(line) {
                    return found;
                }
            }
            let failure = if printed.ended == 2 {
                "ended without saying"
            } else if start.elapsed() > wait::LIMIT {
                "never said"
            } else {
                let left = wait::LIMIT.saturating_sub(start.elapsed());
                (printed, _) = self.more.wait_timeout(printed, left).expect("no reader panics");
                continue;
            };
            panic!(
                "the program {failure} {what:?}; it said:\n{}",
                printed.lines.join("\n")
            );
        }
    }

    /// All of it so far.
    pub(crate) fn all(&self) -> String {
        let printed = self.printed.lock().expect("no reader panics");
        printed.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}
