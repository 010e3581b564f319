//! The developer's commands: `cargo xtask run | test | lint | bench | bundle | icons | licences`.
//!
//! Each command begins by finding out what the machine lacks for it and, on Debian and Ubuntu, installs that
//! (`setup`); the second time this finds nothing to do. What a person can run by hand and what the continuous
//! integration runs are the same commands, so `.ci/run` is one line.

#![expect(
    clippy::print_stdout,
    reason = "talking to the developer's terminal is this program's work"
)]

mod bench;
mod bundle;
mod icons;
mod licences;
mod lint;
mod node;
mod process;
mod run;
mod setup;
mod test;
mod ui;
mod windows;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Builds, runs, tests and measures Recado.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build Recado and open its window; where there is no display, receive without one
    Run {
        /// The data folder; without it, the one that `recado` itself would use
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
        /// Further arguments for the program that is started, after `--`
        #[arg(last = true, value_name = "ARGUMENTS")]
        further: Vec<String>,
    },
    /// Run every check and every test
    Test {
        /// Run the end-to-end tests that concern Windows, on a recado.exe under Wine, instead of the others
        #[arg(long)]
        windows: bool,
    },
    /// Run the checks alone: format, clippy, documentation, the page, and whether it would compile for Windows
    Lint,
    /// Make the app's and the tray's icons anew from icons/recado.svg
    Icons,
    /// List the programs by others that Recado is made with, and their licences, anew
    Licences,
    /// Build the package that people install
    Bundle {
        /// Build the relay for a server instead: one file that runs on any Linux
        #[arg(long)]
        relay: bool,
    },
    /// Measure
    Bench {
        #[command(subcommand)]
        what: bench::Bench,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Task::Run { data_dir, further } => run::run(data_dir.as_deref(), &further),
        Task::Test { windows: false } => test::test(),
        Task::Test { windows: true } => windows::test(),
        Task::Lint => lint::lint(),
        Task::Icons => icons::make(),
        Task::Licences => licences::make(),
        Task::Bundle { relay: false } => bundle::bundle(),
        Task::Bundle { relay: true } => bundle::relay(),
        Task::Bench { what } => bench::bench(&what),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
