//! The text log, on standard error. `RECADO_LOG` sets its filter, as in `RECADO_LOG=debug`.

use tracing_subscriber::EnvFilter;

use crate::args::LogFormat;

/// Of the library that speaks to the session bus only what went wrong: it warns of its own closing.
const NOTICES: &str = "info,zbus=error";

/// For `desk` and `serve`: from notices on, in the format asked for.
pub(crate) fn start(format: LogFormat) {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter(NOTICES))
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Plain => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// For commands: only what is wrong.
pub(crate) fn quiet() {
    tracing_subscriber::fmt()
        .with_env_filter(filter("error"))
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
}

fn filter(default: &str) -> EnvFilter {
    EnvFilter::try_from_env("RECADO_LOG").unwrap_or_else(|_| EnvFilter::new(default))
}
