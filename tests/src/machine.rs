//! What a benchmark's figures were measured on.

use std::{fs, thread};

/// This computer, and how busy it is.
#[derive(Debug)]
pub struct Machine {
    processor: String,
    cores: usize,
    memory: f64,
    kernel: String,
    /// How many threads wanted a processor when the run began, over a minute: this program is none of them yet.
    pub load: f64,
}

impl Machine {
    /// As it is now.
    pub fn look() -> Self {
        let first = |file: &str| fs::read_to_string(file).expect("there is a /proc");
        let value_of = |text: &str, name: &str| -> String {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_default()
                .trim_start_matches([' ', '\t', ':'])
                .to_owned()
        };
        let memory = value_of(&first("/proc/meminfo"), "MemTotal:");
        let kibibytes: f64 = memory.trim_end_matches(" kB").parse().expect("a number of kB");
        Self {
            processor: value_of(&first("/proc/cpuinfo"), "model name"),
            cores: thread::available_parallelism().map_or(1, usize::from),
            memory: kibibytes * 1024.0 / 1e9,
            kernel: first("/proc/sys/kernel/osrelease").trim().to_owned(),
            load: first("/proc/loadavg")
                .split_whitespace()
                .next()
                .and_then(|load| load.parse().ok())
                .expect("a number"),
        }
    }

    /// In words.
    pub fn shown(&self) -> String {
        format!(
            "{} cores ({}), {:.0} GB of memory, Linux {}; the load average was {:.2} when the run began",
            self.cores, self.processor, self.memory, self.kernel, self.load
        )
    }
}
