//! `recado tunnel`: how senders elsewhere reach this computer.
//!
//! [`status`] puts it in words; [`passphrase`] asks for what encrypts this computer's address in a file. All of it works
//! beside a Recado that runs and without one, but for connecting.

mod args;
mod passphrase;
pub(crate) mod status;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use recado_api::Lang;
use recado_api::request::{
    CheckOwnAddress, ConnectTunnel, ExportIdentity, ImportIdentity, LeaveRelay, SetOwnAddress, ShowBusiness,
    ShowReach, UseRelay,
};
use recado_api::view::Reach;
use recado_engine::Folder;

use crate::door::{self, Door};
use crate::file::NewFile;
use crate::output::{self, Place};
use crate::problem::Problem;

pub(crate) use args::{TunnelAction, TunnelCommand};
use passphrase::Passphrase;

/// Many times what an identity needs: what is longer is another file.
const LONGEST_FILE: u64 = 64 * 1024;

pub(crate) async fn run(folder: &Folder, args: TunnelCommand) -> Result<ExitCode, Problem> {
    let json = args.json;
    match args.action {
        TunnelAction::Status => {
            let connected = Door::through(folder, async |door| {
                let reach = door.ask(ShowReach {}).await?;
                tell(door, &reach, json).await?;
                Ok(status::is_reachable(&reach))
            });
            return Ok(code(connected.await?));
        }
        TunnelAction::Use { invitation } => {
            Door::through(folder, async |door| {
                let reach = door.ask(UseRelay { invitation }).await?;
                tell(door, &reach, json).await
            })
            .await?;
        }
        TunnelAction::Leave => {
            Door::through(folder, async |door| {
                let reach = door.ask(LeaveRelay {}).await?;
                tell(door, &reach, json).await
            })
            .await?;
        }
        TunnelAction::Connect => Door::through(folder, async |door| connect(door, json).await).await?,
        TunnelAction::Export { file, passphrase } => {
            let lang = door::lang_of(folder).await;
            let passphrase = passphrase::ask(&passphrase, Passphrase::New, lang)?;
            Door::through(folder, async |door| {
                let identity = door.ask(ExportIdentity { passphrase }).await?;
                let mut new = NewFile::beside(&file)?;
                new.write(identity.text.as_bytes())?;
                new.finish()?;
                said(lang, "tunnel-exported", &file, json)
            })
            .await?;
        }
        TunnelAction::Import { file, passphrase } => {
            let lang = door::lang_of(folder).await;
            let text = read(&file)?;
            let passphrase = passphrase::ask(&passphrase, Passphrase::Known, lang)?;
            Door::through(folder, async |door| {
                let reach = door.ask(ImportIdentity { text, passphrase }).await?;
                tell(door, &reach, json).await
            })
            .await?;
        }
        TunnelAction::OwnAddress { url, none, check } => {
            let kept = Door::through(folder, async |door| {
                own_address(door, url, none, check, json).await
            });
            return Ok(code(kept.await?));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn code(well: bool) -> ExitCode {
    if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn connect(door: &Door, json: bool) -> Result<(), Problem> {
    if let Door::Own(_) = door {
        let lang = door.lang().await?;
        return Err(Problem::Said(lang.text("tunnel-nobody-connects", &[])));
    }
    let reach = door.ask(ConnectTunnel {}).await?;
    tell(door, &reach, json).await
}

/// Whether the address that was meant is in use, or where none was, is gone.
async fn own_address(
    door: &Door,
    url: Option<String>,
    none: bool,
    check: bool,
    json: bool,
) -> Result<bool, Problem> {
    let shown = door.ask(ShowReach {}).await?;
    let asks_alone = url.is_none() && !none;
    let Some(address) = url.or_else(|| shown.own_address.clone().filter(|_| asks_alone)) else {
        let reach = if none {
            door.ask(SetOwnAddress { url: None }).await?
        } else {
            shown
        };
        tell(door, &reach, json).await?;
        return Ok(true);
    };
    let mut kept = address;
    if check {
        let found = door.ask(CheckOwnAddress { url: kept }).await?;
        if json {
            output::json(&found)?;
        } else {
            output::line(&found.found)?;
        }
        if asks_alone || !found.reached {
            return Ok(found.reached);
        }
        kept = found.address;
    }
    let reach = if asks_alone {
        shown
    } else {
        door.ask(SetOwnAddress { url: Some(kept) }).await?
    };
    if !(check && json) {
        tell(door, &reach, json).await?;
    }
    Ok(true)
}

/// Says how it stands.
async fn tell(door: &Door, reach: &Reach, json: bool) -> Result<(), Problem> {
    if json {
        output::json(&status::Status::of(reach))?;
        return Ok(());
    }
    let place = Place::of(&door.ask(ShowBusiness {}).await?);
    for line in status::lines(reach, &place) {
        output::line(&line)?;
    }
    Ok(())
}

fn said(lang: Lang, message: &str, file: &Path, json: bool) -> Result<(), Problem> {
    let shown = file.display().to_string();
    if json {
        output::json(&serde_json::json!({ "file": shown }))?;
    } else {
        output::line(&lang.text(message, &[("file", shown.into())]))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, Problem> {
    let cannot = || format!("{} cannot be read", file.display());
    let mut text = String::new();
    File::open(file)
        .and_then(|file| file.take(LONGEST_FILE).read_to_string(&mut text))
        .with_context(cannot)?;
    Ok(text)
}
