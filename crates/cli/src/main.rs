//! The program `recado`.
//!
//! Each command is a file; [`door`] decides whether it speaks to the engine that runs on the data folder or opens the
//! engine itself. What people read is in the app's language; `--json` and `--help` are English.

mod alerts;
mod apply;
mod args;
mod contacts;
mod deliveries;
mod desk;
mod doctor;
mod door;
mod explain;
mod export;
mod file;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod frugal;
mod log;
mod metrics;
mod output;
mod presets;
mod problem;
mod send_sample;
mod serve;
mod setup;
mod source;
mod source_setup;
mod stop;
mod tunnel;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use problem::Problem;

fn main() -> ExitCode {
    let args = Args::parse();
    start(args).unwrap_or_else(Problem::report)
}

fn start(args: Args) -> Result<ExitCode, Problem> {
    let folder = args.folder()?;
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if matches!(args.command, Command::Desk(_)) {
        // It stays all day and is mostly idle: no thread for each core, and little memory kept in stock.
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        frugal::keep_little_memory();
        runtime.worker_threads(desk::WORKERS);
    }
    let runtime = runtime.enable_all().build().map_err(anyhow::Error::from)?;
    if !matches!(args.command, Command::Desk(_) | Command::Serve(_)) {
        log::quiet();
    }
    let done = match args.command {
        // On the main thread, which the tray needs.
        Command::Desk(desk) => desk::run(&runtime, &folder, desk),
        Command::Serve(serve) => runtime.block_on(serve::run(&folder, serve)),
        Command::Stop => runtime.block_on(stop::run(&folder)),
        Command::Setup(setup) => runtime.block_on(setup::run(&folder, setup)),
        Command::Source(source) => runtime.block_on(source::run(&folder, source)),
        Command::Alerts(listing) => runtime.block_on(alerts::run(&folder, listing)),
        Command::Contacts(listing) => runtime.block_on(contacts::run(&folder, listing)),
        Command::Deliveries(deliveries) => runtime.block_on(deliveries::run(&folder, deliveries)),
        Command::Metrics => runtime.block_on(metrics::run(&folder)),
        Command::Apply(apply) => runtime.block_on(apply::run(&folder, apply)),
        Command::SendSample(sample) => return runtime.block_on(send_sample::run(&folder, sample)),
        Command::Presets(listing) => presets::run(listing),
        Command::Explain(explain) => explain::run(explain),
        Command::Export(export) => runtime.block_on(export::run(&folder, export)),
        Command::Tunnel(tunnel) => return runtime.block_on(tunnel::run(&folder, tunnel)),
        Command::Doctor(doctor) => return runtime.block_on(doctor::run(&folder, doctor)),
    };
    done.map(|()| ExitCode::SUCCESS)
}
