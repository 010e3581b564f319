//! Measurements, always of release builds.

use anyhow::Result;
use clap::Subcommand;

use crate::{
    process::{cargo, run},
    setup,
};

#[derive(Subcommand)]
pub(crate) enum Bench {
    /// How many deliveries a second are received, durable and applied, beside what is possible on this disk
    Receive {
        /// Write the table to docs/benchmarks/receive.md
        #[arg(long)]
        write: bool,
        /// How long each figure is measured
        #[arg(long, value_name = "SECONDS")]
        seconds: Option<f64>,
    },
}

pub(crate) fn bench(what: &Bench) -> Result<()> {
    match what {
        Bench::Receive { write, seconds } => {
            setup::tools(setup::FOR_BENCH)?;
            run(cargo().args(["build", "--release", "--package", "recado-cli"]))?;
            let mut receive = cargo();
            receive.args(["bench", "--package", "recado-tests", "--bench", "receive", "--"]);
            if *write {
                receive.arg("--write");
            }
            if let Some(seconds) = seconds {
                receive.args(["--seconds", &seconds.to_string()]);
            }
            run(&mut receive)
        }
    }
}
