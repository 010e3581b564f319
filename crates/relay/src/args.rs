//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use recado_relay::{Clock, Limits, Security, Settings, Trust};
use recado_tunnel::attach::Waiting;
use recado_tunnel::identity::Address;
use recado_tunnel::limits::LONGEST_BODY;
use recado_tunnel::origin::Origin;

const ABOUT: &str = "\
The public end of Recado's tunnel.

A shop's computer has no public address, and is off at night. This program gives it one: it takes the webhooks that \
are sent to https://your-relay/{address}/in/{key}, forwards them to the computer while that is attached, and keeps them \
sealed while it is away. What waits can only be read by that computer, not by who runs the relay. What is forwarded \
live passes through the relay's memory in plain, and is never written down.";

const EXAMPLES: &str = "\
Three ways to run it:

  On a server of its own, where port 443 is free and the name leads. The certificate comes by itself:
    recado-relay --data-dir /var/lib/recado-relay --domain hooks.example.com

  Behind nginx, Caddy or a tunnel that speaks HTTPS for it:
    recado-relay --data-dir /var/lib/recado-relay --behind-proxy --listen 127.0.0.1:8787 \\
                 --public-url https://hooks.example.com

  To try it out on one computer, open to everybody on it:
    recado-relay --data-dir /tmp/relay --listen 127.0.0.1:8787 --open

Then invite a computer; the link is pasted in Recado under Settings, Relay:
    recado-relay --data-dir /var/lib/recado-relay --domain hooks.example.com invite --note 'Ana, bakery'

Who attached, and what waits for whom; and to send somebody away:
    recado-relay --data-dir /var/lib/recado-relay engines
    recado-relay --data-dir /var/lib/recado-relay remove ADDRESS --yes
These commands work beside a running relay, which needs no restart.

GET /healthz says `ok` while the relay can take and keep requests. GET /metrics gives figures for Prometheus, to who \
asks from the machine itself and not through a proxy.";

/// What was typed.
#[derive(Debug, Parser)]
#[command(name = "recado-relay", version, about = ABOUT, after_long_help = EXAMPLES)]
#[command(args_conflicts_with_subcommands = false, subcommand_negates_reqs = false)]
pub(crate) struct Typed {
    /// Folder of the relay's key and of what waits. It is made if there is none, and closed to other users
    #[arg(long, value_name = "FOLDER", env = "RECADO_RELAY_DATA_DIR")]
    pub(crate) data_dir: PathBuf,

    /// What senders and computers call this relay, as https://hooks.example.com
    #[arg(long, value_name = "URL", env = "RECADO_RELAY_PUBLIC_URL")]
    pub(crate) public_url: Option<Origin>,

    #[command(flatten)]
    pub(crate) serve: Serve,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an invitation and print its link, which lets a computer attach. The relay may be running
    Invite(Invite),
    /// List the invitations that were made, and what each is still good for; or take one back
    #[command(args_conflicts_with_subcommands = true)]
    Invitations {
        #[command(subcommand)]
        what: Option<Invitations>,
    },
    /// List the computers that have attached: since when, until when, and how much waits for each
    ///
    /// Who is attached now was last here at most ten minutes ago. FOR WHOM is the note of the invitation.
    Engines,
    /// Remove a computer: it is sent away and refused from now on, and what waits for it is deleted
    ///
    /// A running relay notices within a second or two. Senders to that address get a 404 from then on. What waited
    /// cannot be brought back; `readmit` lets the computer attach again.
    Remove {
        /// Its address, as `engines` lists it
        address: Address,

        /// Really do it; without this it is only said what would be done
        #[arg(long)]
        yes: bool,
    },
    /// Let a computer that was removed attach again
    Readmit {
        /// Its address, as `engines` lists it
        address: Address,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Invitations {
    /// From now on the invitation lets nobody in. Who came with it stays
    Revoke {
        /// Its id, as `invitations` lists it, or the link itself
        invitation: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// For whom it is, for your own records
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) note: String,

    /// How many computers it lets in
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) uses: u32,

    /// For how many days it is valid
    #[arg(long, value_name = "NUMBER", default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=3650))]
    pub(crate) days: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen [default: [::]:443 with a certificate, else 127.0.0.1:8787]
    #[arg(long, value_name = "ADDRESS:PORT", global = false)]
    listen: Option<SocketAddr>,

    /// The relay's name, as hooks.example.com. It gets its certificate itself, from Let's Encrypt, and calls itself
    /// https://hooks.example.com
    ///
    /// Port 443 of that name must lead to this relay. With this you accept the terms of Let's Encrypt.
    #[arg(long, value_name = "NAME", env = "RECADO_RELAY_DOMAIN", conflicts_with_all = ["cert", "behind_proxy"])]
    domain: Option<String>,

    /// Another authority than Let's Encrypt: the URL of its ACME directory
    #[arg(long, value_name = "URL", requires = "domain")]
    acme_directory: Option<String>,

    /// The roots by which that authority itself is trusted, in PEM, where browsers do not know it
    #[arg(long, value_name = "FILE", requires = "acme_directory")]
    acme_roots: Option<PathBuf>,

    /// The certificate with its chain, in PEM; read again every hour, and at once on SIGHUP
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,

    /// The certificate's key, in PEM
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,

    /// A proxy before the relay speaks HTTPS and names callers in X-Forwarded-For; with two proxies in a row: 2
    ///
    /// Only proxies on this machine or in a private network are believed.
    #[arg(long, value_name = "HOW MANY", num_args = 0..=1, default_missing_value = "1",
          require_equals = true, conflicts_with = "cert")]
    behind_proxy: Option<u8>,

    /// Let every computer attach, without an invitation
    #[arg(long)]
    open: bool,

    /// The longest body of a request, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 4, value_parser = clap::value_parser!(u64).range(1..=(LONGEST_BODY >> 20) as u64))]
    longest_body: u64,

    /// Requests a second from one remote address; ten seconds' worth may come at once; 0: any number
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().per_remote)]
    per_remote: u32,

    /// Requests a second to one computer's address; ten seconds' worth may come at once; 0: any number
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().per_address)]
    per_address: u32,

    /// The most computers that are attached at a time
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().engines)]
    most_attached: usize,

    /// The most requests that wait for one computer
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().quota.entries)]
    quota_entries: u64,

    /// The most that waits for one computer, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().quota.bytes >> 20)]
    quota_size: u64,

    /// The most that waits for all computers together, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().whole >> 20)]
    whole_size: u64,

    /// For how many days a request waits before it is given up
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().keeps_for.as_secs() / 86_400)]
    keep_days: u64,

    /// The format of the log, on standard error; RECADO_LOG sets its filter, as in RECADO_LOG=debug
    #[arg(long, value_enum, default_value_t = LogFormat::Plain)]
    pub(crate) log: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Plain,
    /// One JSON object a line
    Json,
}

const NO_NAME: &str =
    "--public-url is needed (or --domain): what senders call this relay, as https://hooks.example.com";

impl Typed {
    /// What the relay is called, if that was said.
    fn origin(&self) -> Result<Option<Origin>, &'static str> {
        match (&self.public_url, &self.serve.domain) {
            (Some(url), _) => Ok(Some(url.clone())),
            (None, Some(domain)) => format!("https://{domain}")
                .parse()
                .map(Some)
                .map_err(|_| "--domain is a name alone, as hooks.example.com"),
            (None, None) => Ok(None),
        }
    }

    /// What the relay is called.
    pub(crate) fn name(&self) -> Result<Origin, &'static str> {
        self.origin()?.ok_or(NO_NAME)
    }

    /// How the relay is to be run.
    pub(crate) fn settings(&self) -> Result<Settings, &'static str> {
        let serve = &self.serve;
        let security = match (&serve.domain, &serve.cert, &serve.key) {
            (Some(domain), _, _) => Security::Domain {
                domain: domain.clone(),
                directory: serve.acme_directory.clone(),
                roots: serve.acme_roots.clone(),
            },
            (None, Some(cert), Some(key)) => Security::Files {
                cert: cert.clone(),
                key: key.clone(),
            },
            (None, None, _) | (None, _, None) => Security::Plain,
        };
        let secure = !matches!(security, Security::Plain);
        let origin = self.origin()?;
        if origin.is_none() && (secure || serve.behind_proxy.is_some()) {
            return Err(NO_NAME);
        }
        let usual = if secure {
            SocketAddr::from(([0u16; 8], 443))
        } else {
            SocketAddr::from(([127, 0, 0, 1], 8787))
        };
        Ok(Settings {
            folder: self.data_dir.clone(),
            listen: serve.listen.unwrap_or(usual),
            origin,
            security,
            trust: Trust {
                proxies: serve.behind_proxy.unwrap_or(0),
            },
            open: serve.open,
            limits: Limits {
                longest_body: usize::try_from(serve.longest_body << 20).unwrap_or(LONGEST_BODY),
                per_remote: serve.per_remote,
                per_address: serve.per_address,
                engines: serve.most_attached,
                quota: Waiting {
                    entries: serve.quota_entries,
                    bytes: serve.quota_size.saturating_mul(1 << 20),
                },
                whole: serve.whole_size.saturating_mul(1 << 20),
                keeps_for: Duration::from_secs(serve.keep_days.saturating_mul(86_400)),
            },
            clock: Clock::system(),
        })
    }
}
