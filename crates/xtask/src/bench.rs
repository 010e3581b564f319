//! Measurements, always of release builds.

use anyhow::Result;
use clap::Subcommand;

use crate::{
    process::{cargo, run},
    setup,
    ui::Ui,
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
    /// How quick and how light the app is on a desktop: notification, card, window, board, memory at rest
    Desk {
        /// Write the tables to docs/benchmarks/desk.md
        #[arg(long)]
        write: bool,
        /// A little of everything, to see that all of it can be measured
        #[arg(long, conflicts_with = "write")]
        quick: bool,
    },
    /// How fast and how light the tunnel is: live beside bore and ssh, away, draining, and with thousands attached
    Tunnel {
        /// Write the tables to docs/benchmarks/tunnel.md
        #[arg(long)]
        write: bool,
        /// A little of everything, of the development build, to see that all of it can be measured
        #[arg(long, conflicts_with = "write")]
        quick: bool,
        /// Leave out what needs the whole program: for work on the tunnel and the relay
        #[arg(long, conflicts_with = "write")]
        tunnel_alone: bool,
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
        Bench::Desk { write, quick } => {
            setup::tools(setup::FOR_WINDOW)?;
            setup::tools(setup::DESKTOP_TESTS)?;
            Ui::ready()?.build()?;
            let packages = ["--package", "recado-cli", "--package", "recado-window"];
            run(cargo().args(["build", "--release"]).args(packages))?;
            let mut desk = cargo();
            desk.args(["bench", "--package", "recado-tests", "--bench", "desk", "--"]);
            for (wanted, name) in [(*write, "--write"), (*quick, "--quick")] {
                if wanted {
                    desk.arg(name);
                }
            }
            run(&mut desk)
        }
        Bench::Tunnel {
            write,
            quick,
            tunnel_alone,
        } => {
            let bore = setup::bore()?;
            let profile = ["--profile", if *quick { "dev" } else { "release" }];
            let packages = ["--package", "recado-cli", "--package", "recado-relay"];
            run(cargo().arg("build").args(profile).args(packages))?;
            let mut tunnel = cargo();
            tunnel.args(["bench", "--profile", if *quick { "dev" } else { "bench" }]);
            tunnel.args(["--package", "recado-tests", "--bench", "tunnel", "--"]);
            for (wanted, name) in [
                (*write, "--write"),
                (*quick, "--quick"),
                (*tunnel_alone, "--tunnel-alone"),
            ] {
                if wanted {
                    tunnel.arg(name);
                }
            }
            run(tunnel.env("RECADO_BENCH_BORE", bore))
        }
    }
}
