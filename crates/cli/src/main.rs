//! The program `recado`.
//!
//! Each command is a file; [`door`] decides whether it speaks to the engine that runs on the data folder or opens the
//! engine itself. What people read is in the app's language; `--json` and `--help` are English.

mod args;
mod contacts;
mod deliveries;
mod doctor;
mod door;
mod export;
mod log;
mod output;
mod problem;
mod serve;
mod setup;
mod source;
mod stop;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use problem::Problem;

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Problem::from(anyhow::Error::from(error)).report(),
    };
    match runtime.block_on(run(args)) {
        Ok(code) => code,
        Err(problem) => problem.report(),
    }
}

async fn run(args: Args) -> Result<ExitCode, Problem> {
    let folder = args.folder()?;
    if !matches!(args.command, Command::Serve(_)) {
        log::quiet();
    }
    match args.command {
        Command::Serve(serve) => serve::run(&folder, serve).await?,
        Command::Stop => stop::run(&folder).await?,
        Command::Setup(setup) => setup::run(&folder, setup).await?,
        Command::Source(source) => source::run(&folder, source).await?,
        Command::Contacts(listing) => contacts::run(&folder, listing).await?,
        Command::Deliveries(listing) => deliveries::run(&folder, listing).await?,
        Command::Export(export) => export::run(&folder, export).await?,
        Command::Doctor(doctor) => return doctor::run(&folder, doctor).await,
    }
    Ok(ExitCode::SUCCESS)
}
