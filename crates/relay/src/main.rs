//! The program `recado-relay`.

mod args;
mod commands;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use recado_relay::Relay;
use tracing_subscriber::EnvFilter;

use args::{LogFormat, Typed};

fn main() -> ExitCode {
    match start(Typed::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr().lock(), "recado-relay: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(typed: Typed) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match &typed.command {
        Some(command) => say(&runtime.block_on(commands::run(&typed, command))?),
        None => {
            log(typed.serve.log)?;
            let settings = typed.settings().map_err(anyhow::Error::msg)?;
            // A task among the others: this thread is none of those that they run on, and would have to be woken for
            // each connection.
            runtime.block_on(runtime.spawn(serve(settings)))?
        }
    }
}

async fn serve(settings: recado_relay::Settings) -> anyhow::Result<()> {
    let open = settings.open;
    let relay = Relay::open(settings).await?;
    let (listening, origin, key) = (relay.listening(), relay.origin().clone(), relay.key());
    tracing::info!(%listening, %origin, %key, open, "the relay is ready");
    // Whoever is told that it listens may tell it to end at once.
    let stop = told_to_stop()?;
    // For whoever started it and must know the port.
    say(&format!("listening on {listening} as {origin}"))?;
    relay.run(stop).await?;
    tracing::info!("the relay has stopped");
    Ok(())
}

/// Completes when the system or a person asks the process to end.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut term = signal(SignalKind::terminate())?;
        let mut int = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = int.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn log(format: LogFormat) -> anyhow::Result<()> {
    let mut filter = EnvFilter::try_from_env("RECADO_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // Whatever is asked for: these write down what passes.
    for silent in [
        "h2=warn",
        "hyper=warn",
        "tungstenite=warn",
        "tokio_tungstenite=warn",
    ] {
        filter = filter.add_directive(silent.parse()?);
    }
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Plain => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}

/// Something on standard output.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}
