//! The command line of `recado tunnel`.

use std::path::PathBuf;

use clap::{Args as Arguments, Subcommand};

#[derive(Debug, Arguments)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct TunnelCommand {
    #[command(subcommand)]
    pub(crate) action: TunnelAction,

    /// Print the result as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

const AFTER_HELP: &str = "\
Senders on the internet cannot reach a computer behind a router. There are two ways, of which one
counts at a time:

  a relay     a server that receives for this computer and, while it is off, keeps what comes,
              sealed. Whoever runs one sends an invitation:
              recado tunnel use 'recado://relay/…'
  your own    Cloudflare Tunnel, ngrok, Tailscale Funnel, a port of the router:
              recado tunnel own-address https://webhooks.example --check

`recado source list` then shows the public address of every source.";

#[derive(Debug, Subcommand)]
pub(crate) enum TunnelAction {
    /// Say how senders elsewhere reach this computer
    #[command(after_help = AFTER_STATUS)]
    Status,
    /// Receive by a relay from now on; an address of your own is forgotten
    Use {
        /// The invitation, recado://relay/…, or the address of a relay that is open to all
        #[arg(value_name = "LINK")]
        invitation: String,
    },
    /// Receive by no relay any more; at the same relay it would be the same address again
    Leave,
    /// Connect now, without waiting for the next attempt; needs a Recado that runs
    ///
    /// Also where the link was stopped: where another computer took this address over, that takes it back.
    Connect,
    /// Write this computer's address at relays to a file, encrypted with a passphrase
    ///
    /// With it another computer takes the address over, and no sender has to change anything. Whoever has the file and
    /// the passphrase receives in your place.
    Export {
        /// The file to write
        file: PathBuf,

        #[command(flatten)]
        passphrase: PassphraseArgs,
    },
    /// Take over the address of another computer from a file that `recado tunnel export` wrote
    ///
    /// An address that this computer has had until now is given up: senders that use it no longer reach it.
    Import {
        /// The file to read
        file: PathBuf,

        #[command(flatten)]
        passphrase: PassphraseArgs,
    },
    /// Say where your own tunnel, proxy or router makes this computer public
    ///
    /// Without URL it says which address is set.
    OwnAddress {
        /// It passes on to where Recado receives, as `https://webhooks.example`
        url: Option<String>,

        /// There is none any more
        #[arg(long, conflicts_with_all = ["url", "check"])]
        none: bool,

        /// Ask there first whether it really leads to this Recado, and keep it only if it does
        #[arg(long)]
        check: bool,
    },
}

const AFTER_STATUS: &str = "\
Exit codes: 0 where senders reach this computer: the relay is connected, or there is an address of
your own; else 1.

With --json, `state` is one of
  none         no relay was chosen
  off          Recado does not run, so there is no link
  connecting   there is no link now, and it is tried again and again; `error` says why the last
               attempt failed
  connected    it is there
  stopped      it was given up; `why` is one of replaced, invitation, removed, other_relay,
               protocol, identity";

#[derive(Debug, Arguments)]
pub(crate) struct PassphraseArgs {
    /// Read the passphrase from standard input, to the end of the line, instead of asking for it on the terminal; the
    /// variable RECADO_PASSPHRASE does as well
    #[arg(long)]
    pub(crate) passphrase_stdin: bool,
}
