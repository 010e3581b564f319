//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use recado_api::Lang;
use recado_api::view::BusinessKind;
use recado_engine::Folder;

use crate::problem::Problem;

/// Receives leads, messages and appointments by webhook, on your own computer.
#[derive(Debug, Parser)]
#[command(name = "recado", version, arg_required_else_help = true, after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Where the data is kept [default: the platform's folder for user data]
    #[arg(long, global = true, env = "RECADO_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Exit codes: 0 done; 1 something is wrong, and the message says what; 2 the command line is not understood;
3 another Recado holds the data folder.

All commands but `serve` work while Recado runs on the data folder and while it does not.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Receive, without window, tray or bell, until stopped
    Serve(Serve),
    /// End the Recado that runs on the data folder, gracefully
    Stop,
    /// Say whose Recado this is, and give the board its stages
    Setup(Setup),
    /// List and change the sources: the connections that send here
    Source(SourceCommand),
    /// List the contacts
    Contacts(Listing),
    /// List the log of deliveries
    Deliveries(Listing),
    /// Write the contacts to a file for a spreadsheet
    Export(Export),
    /// Look for what is wrong with the folder, the port and the database
    Doctor(Doctor),
}

#[derive(Debug, Arguments)]
pub(crate) struct Serve {
    /// Where to receive instead of on the folder's own port; any interface but 127.0.0.1 is open to the network
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,

    /// How what happens is written: in plain words, or as one JSON object a line
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) log: LogFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    #[default]
    Plain,
    Json,
}

#[derive(Debug, Arguments)]
pub(crate) struct Setup {
    /// The name of the business
    #[arg(long, value_name = "NAME")]
    pub(crate) business: String,

    /// The kind of business, which decides the stages of the board: clinic, shop, services, online-store, beauty, other
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: BusinessKind,

    /// The language of the app: pt-BR, en
    #[arg(long, value_name = "LANG")]
    pub(crate) lang: Lang,

    /// The country, as in ISO 3166 (BR, PT, US) [default: that of the time zone]
    #[arg(long, value_name = "CC")]
    pub(crate) country: Option<String>,

    /// The time zone, as in America/Sao_Paulo [default: the computer's]
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,

    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct SourceCommand {
    #[command(subcommand)]
    pub(crate) action: SourceAction,

    /// Print the result as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourceAction {
    /// List the sources and their addresses
    List,
    /// Make a source and print the address that its sender posts to
    Add {
        /// What people call it
        #[arg(long)]
        title: String,

        /// Take a GET with a query for a delivery too
        #[arg(long)]
        allow_get: bool,
    },
    /// Keep what comes, without filing it, until resumed
    Pause { source: String },
    /// File what was kept, and what comes from now on
    Resume { source: String },
    /// Refuse what comes from now on; what came stays
    Remove { source: String },
}

#[derive(Debug, Arguments)]
pub(crate) struct Listing {
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Export {
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExportFormat,

    /// The file to write, or - for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    #[default]
    Csv,
}

#[derive(Debug, Arguments)]
pub(crate) struct Doctor {
    /// Put a damaged, foreign or newer database out of the way, under another name, so that Recado can begin anew
    #[arg(long)]
    pub(crate) set_aside: bool,

    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

impl Args {
    /// The data folder that is meant.
    pub(crate) fn folder(&self) -> Result<Folder, Problem> {
        if let Some(path) = self.data_dir.as_ref().filter(|path| !path.as_os_str().is_empty()) {
            let absolute = std::path::absolute(path).map_err(anyhow::Error::from)?;
            return Ok(Folder::at(absolute));
        }
        let dirs = directories::ProjectDirs::from("", "", "Recado")
            .ok_or_else(|| anyhow::anyhow!("this user has no home folder: name one with --data-dir"))?;
        Ok(Folder::at(dirs.data_local_dir()))
    }
}
