//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::view::{BusinessKind, Verdict};
use recado_api::{DeliveryId, Lang};
use recado_engine::Folder;
use recado_webhook::request::Method;

use crate::problem::Problem;
use crate::send_sample::SendSampleArgs;
use crate::tunnel::TunnelCommand;

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

All commands but `desk`, `serve`, `send-sample` and `tunnel connect` work while Recado runs on the data folder and while
it does not. `explain` and
`presets` need no data folder.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Receive, with an icon in the tray and notifications; the window is opened from there
    Desk(Desk),
    /// Receive, without window, tray or bell, until stopped
    Serve(Serve),
    /// End the Recado that runs on the data folder, gracefully
    Stop,
    /// Say whose Recado this is, and give the board its stages
    Setup(Setup),
    /// List and change the sources: the connections that send here
    Source(SourceCommand),
    /// Show and change how senders elsewhere reach this computer: by a relay, or by an address of your own
    Tunnel(TunnelCommand),
    /// List what the owner should know of the sources: a sender that counts down or gave up, a silence, a changed form
    Alerts(Listing),
    /// List the contacts
    Contacts(Listing),
    /// List the log of deliveries
    Deliveries(Deliveries),
    /// Print all numbers in the text format of Prometheus: deliveries, contacts, answer times, how it stands
    Metrics,
    /// Read deliveries of the log again, as their sources are set up now; nothing is filed twice
    Apply(Apply),
    /// Send to a source what its sender would, marked as a test, to the Recado that runs on the data folder
    SendSample(SendSampleArgs),
    /// List the kinds of senders that Recado knows
    Presets(Listing),
    /// Say what one request would become, without data folder or network: for whoever writes a preset
    Explain(Explain),
    /// Write the contacts to a file for a spreadsheet
    Export(Export),
    /// Look for what is wrong with the folder, the port and the database
    Doctor(Doctor),
}

#[derive(Debug, Arguments)]
pub(crate) struct Desk {
    /// Where to receive instead of on the folder's own port; any interface but 127.0.0.1 is open to the network
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,

    /// How what happens is written: in plain words, or as one JSON object a line
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) log: LogFormat,
}

#[derive(Debug, Arguments)]
pub(crate) struct Serve {
    /// Where to receive instead of on the folder's own port; any interface but 127.0.0.1 is open to the network
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,

    /// Receive by this relay, unless it is the one in use: its invitation, recado://relay/…, or the address of one that
    /// is open to all
    #[arg(long, value_name = "LINK")]
    pub(crate) relay: Option<String>,

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
        /// What people call it [default: the preset's title]
        #[arg(long, required_unless_present = "preset")]
        title: Option<String>,

        /// The kind of sender, one of those that `recado presets` lists
        #[arg(long, value_name = "ID", default_value = "other", hide_default_value = true)]
        preset: String,

        #[command(flatten)]
        secret: SecretArgs,

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
    /// Call it something else
    Rename { source: String, title: String },
    /// Show all that is set on it, its secrets aside
    Show { source: String },
    /// Change the secret with which its sender shows that it is genuine, and look again at what was refused
    Secret {
        source: String,

        #[command(flatten)]
        secret: ChangedSecret,

        /// Take the secret that is replaced for a week more
        #[arg(long, conflicts_with = "none")]
        keep_former: bool,
    },
    /// Say how its sender shows that it is genuine, and look again at what was refused
    Scheme {
        source: String,

        /// One of those that `recado source show` lists
        scheme: String,

        /// The header, parameter or field that carries the proof, where that can be chosen
        #[arg(long)]
        name: Option<String>,
    },
    /// Change the key with which details are fetched from its sender
    AccessToken {
        source: String,

        #[command(flatten)]
        token: ChangedSecret,
    },
    /// Say under which address its sender knows it, where that is signed, and look again at what was refused
    PublicUrl {
        source: String,

        #[arg(required_unless_present = "none")]
        url: Option<String>,

        /// It is known under none
        #[arg(long, conflicts_with = "url")]
        none: bool,
    },
    /// Give it a new address
    Rotate {
        source: String,

        /// Receive at the address that is replaced for a week more
        #[arg(long)]
        keep_former: bool,
    },
}

#[derive(Debug, Arguments)]
#[group(multiple = false)]
pub(crate) struct SecretArgs {
    /// The secret that its sender shares; others may see it among the running programs
    #[arg(long, value_name = "SECRET")]
    pub(crate) secret: Option<String>,

    /// Read the secret from standard input, to the end of the line
    #[arg(long)]
    pub(crate) secret_stdin: bool,
}

#[derive(Debug, Arguments)]
#[group(required = true, multiple = false)]
pub(crate) struct ChangedSecret {
    /// The secret; others may see it among the running programs
    #[arg(long, value_name = "SECRET")]
    pub(crate) secret: Option<String>,

    /// Read the secret from standard input, to the end of the line
    #[arg(long)]
    pub(crate) secret_stdin: bool,

    /// Have none from now on
    #[arg(long)]
    pub(crate) none: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Deliveries {
    /// Only those of this source: its id, its title or its address
    #[arg(long)]
    pub(crate) source: Option<String>,

    /// Only those with this verdict: accepted, duplicate, ignored, unmatched, paused, handshake, malformed, refused,
    /// limited; may be given several times
    #[arg(long, value_name = "VERDICT", value_parser = verdict)]
    pub(crate) verdict: Vec<Verdict>,

    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Apply {
    /// The id of one delivery
    #[arg(required_unless_present = "unmatched", conflicts_with = "unmatched")]
    pub(crate) delivery: Option<DeliveryId>,

    /// All that name nobody
    #[arg(long)]
    pub(crate) unmatched: bool,

    /// Of these, only those of this source: its id, its title or its address
    #[arg(long, requires = "unmatched")]
    pub(crate) source: Option<String>,

    /// Print the result as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Explain {
    /// The kind of sender, one of those that `recado presets` lists
    #[arg(long, value_name = "ID")]
    pub(crate) preset: String,

    /// The secret that the source would have, and the word of a handshake
    #[arg(long)]
    pub(crate) secret: Option<String>,

    /// A JSON object of the request's headers; what begins with an underscore is a note
    #[arg(long, value_name = "FILE")]
    pub(crate) headers: PathBuf,

    /// The request's body, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) body: PathBuf,

    #[arg(long, default_value = "POST", value_parser = method)]
    pub(crate) method: Method,

    /// The address under which the sender knows the source, with its query
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,

    /// When it was received, as in RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,

    /// The business's time zone
    #[arg(long, default_value = "America/Sao_Paulo", value_parser = zone)]
    pub(crate) zone: TimeZone,

    /// The business's country, as in ISO 3166
    #[arg(long, value_name = "CC", default_value = "BR", value_parser = country)]
    pub(crate) country: String,

    /// The language of the app
    #[arg(long, default_value = "pt-BR")]
    pub(crate) lang: Lang,

    /// What the sender's API answered for the id that came, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) fetched: Option<PathBuf>,
}

fn verdict(name: &str) -> Result<Verdict, String> {
    let known = Verdict::ALL.into_iter().find(|known| known.as_str() == name);
    known.ok_or_else(|| format!("one of {}", Verdict::ALL.map(Verdict::as_str).join(", ")))
}

fn method(name: &str) -> Result<Method, String> {
    Method::read(&name.to_ascii_uppercase()).ok_or_else(|| "one of GET, POST, PUT".to_owned())
}

fn zone(name: &str) -> Result<TimeZone, jiff::Error> {
    TimeZone::get(name)
}

fn country(code: &str) -> Result<String, String> {
    let code = code.to_ascii_uppercase();
    let is_code = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    is_code
        .then_some(code)
        .ok_or_else(|| "two letters, as in BR".to_owned())
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

    /// How the file is written: for a spreadsheet in Portuguese, or with commas, decimal points and ISO times
    #[arg(long, value_enum, default_value_t)]
    pub(crate) style: ExportStyle,

    /// The file to write, or - for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    #[default]
    Csv,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportStyle {
    #[default]
    Brazilian,
    International,
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
        let usual = recado_api::usual_data_folder()
            .ok_or_else(|| anyhow::anyhow!("this user has no home folder: name one with --data-dir"))?;
        Ok(Folder::at(usual))
    }
}
