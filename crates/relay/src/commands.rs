//! The operator's commands beside a relay: what they do, and what they print.

use std::fmt::Write;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use recado_relay::{Clock, Engine, GoodFor, Invitation, Made, Operator};
use recado_tunnel::identity::Address;

use crate::args::{Command, Invitations, Invite, Typed};

/// Does what was asked and gives what is to be printed.
pub(crate) async fn run(typed: &Typed, command: &Command) -> anyhow::Result<String> {
    let (folder, clock) = (typed.data_dir.clone(), Clock::system());
    let operator = match command {
        // Somebody may be invited before the relay's first start.
        Command::Invite(_) => Operator::prepare(folder, clock).await?,
        Command::Invitations { .. } | Command::Engines | Command::Remove { .. } | Command::Readmit { .. } => {
            Operator::open(folder, clock).await?
        }
    };
    let done = match command {
        Command::Invite(wanted) => invite(typed, &operator, wanted).await,
        Command::Invitations { what: None } => Ok(invitations(&operator.invitations().await?)),
        Command::Invitations {
            what: Some(Invitations::Revoke { invitation }),
        } => revoke(&operator, invitation).await,
        Command::Engines => Ok(engines(&operator.engines().await?)),
        Command::Remove { address, yes } => remove(&operator, *address, *yes).await,
        Command::Readmit { address } => readmit(&operator, *address).await,
    };
    operator.close().await;
    done
}

async fn invite(typed: &Typed, operator: &Operator, wanted: &Invite) -> anyhow::Result<String> {
    let origin = typed.name().map_err(anyhow::Error::msg)?;
    let wanted = Invitation {
        note: wanted.note.clone(),
        uses: wanted.uses,
        valid_for_ms: wanted.days * 86_400_000,
    };
    Ok(operator.invite(&origin, wanted).await?)
}

async fn revoke(operator: &Operator, named: &str) -> anyhow::Result<String> {
    let revoked = operator.revoke(named).await?;
    let revoked = revoked.context("there is no such invitation: `recado-relay … invitations` lists them")?;
    let stays = match revoked.used {
        0 => "Nobody has used it.".to_owned(),
        used => format!("The {used} that came with it stay; `remove` sends one away."),
    };
    Ok(format!(
        "Invitation {} lets nobody in any more. {stays}",
        revoked.id
    ))
}

async fn remove(operator: &Operator, address: Address, yes: bool) -> anyhow::Result<String> {
    let engine = known(operator, address).await?;
    if !yes {
        bail!(
            "this would remove {}, and with it the {} requests that wait for it. Its computer is sent away and cannot \
             attach again, and its senders get a 404. Nothing was done; with --yes it is",
            who(&engine),
            engine.waiting.entries
        );
    }
    let entries = operator.remove(address).await?;
    Ok(format!(
        "Removed {}, and the {entries} requests that waited for it.",
        who(&engine)
    ))
}

async fn readmit(operator: &Operator, address: Address) -> anyhow::Result<String> {
    let engine = known(operator, address).await?;
    if engine.removed_at_ms.is_none() {
        bail!("{} was not removed", who(&engine));
    }
    operator.readmit(address).await?;
    Ok(format!(
        "{} may attach again, without an invitation.",
        who(&engine)
    ))
}

async fn known(operator: &Operator, address: Address) -> anyhow::Result<Engine> {
    let engine = operator.engine(address).await?;
    engine
        .context("no computer with this address has ever attached here: `recado-relay … engines` lists them")
}

fn who(engine: &Engine) -> String {
    match &engine.note {
        Some(note) => format!("{} ({note})", engine.address),
        None => engine.address.to_string(),
    }
}

fn engines(all: &[Engine]) -> String {
    let mut text = format!(
        "{:32}  {:16}  {:16}  {:>8}  {:>9}  FOR WHOM",
        "ADDRESS", "FIRST HERE, UTC", "LAST HERE, UTC", "REQUESTS", "WAIT, KIB"
    );
    for engine in all {
        let removed = match engine.removed_at_ms {
            Some(at) => format!("removed {} ", time(at)),
            None => String::new(),
        };
        let _ = write!(
            text,
            "\n{}  {:16}  {:16}  {:>8}  {:>9}  {removed}{}",
            engine.address,
            time(engine.first_seen_ms),
            time(engine.last_seen_ms),
            engine.waiting.entries,
            engine.waiting.bytes.div_ceil(1024),
            engine.note.as_deref().unwrap_or_default()
        );
    }
    trimmed(&text)
}

fn invitations(all: &[Made]) -> String {
    let mut text = format!(
        "{:8}  {:16}  {:>4}  {:32}  FOR WHOM",
        "ID", "MADE, UTC", "USED", "STILL GOOD FOR"
    );
    for made in all {
        let good_for = match made.good_for {
            GoodFor::Engines { left, until_ms } => format!("{left}, until {}", time(until_ms)),
            GoodFor::UsedUp => "nobody: used up".to_owned(),
            GoodFor::Expired => "nobody: expired".to_owned(),
            GoodFor::Revoked => "nobody: revoked".to_owned(),
        };
        let _ = write!(
            text,
            "\n{:8}  {:16}  {:>4}  {good_for:32}  {}",
            made.id,
            time(made.made_at_ms),
            made.used,
            made.note
        );
    }
    trimmed(&text)
}

/// The lines without the blanks at their ends.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

fn time(ms: u64) -> String {
    let time = i64::try_from(ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok());
    time.map_or_else(
        || "?".to_owned(),
        |time| time.strftime("%Y-%m-%d %H:%M").to_string(),
    )
}
