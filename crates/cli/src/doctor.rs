//! `recado doctor`: what is wrong with the folder, the port and the database, in plain words.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::ExitCode;

use http::Uri;
use jiff::ZonedDateTime;
use recado_api::request::{Examine, ListAlerts, ListSources, ShowBusiness, ShowReach};
use recado_api::socket::Record;
use recado_api::view::{Finding, Health};
use recado_api::{Holder, Lang};
use recado_engine::{Engine, Folder, OpenError};

use crate::alerts;
use crate::args::Doctor;
use crate::door::{self, Door};
use crate::output::{self, Place};
use crate::problem::Problem;
use crate::tunnel::status;

pub(crate) async fn run(folder: &Folder, args: Doctor) -> Result<ExitCode, Problem> {
    if args.set_aside {
        set_aside(folder).await?;
    }
    let findings = examine(folder).await?;
    for finding in &findings {
        if args.json {
            output::json(finding)?;
        } else {
            let mark = match finding.health {
                Health::Well => "✓",
                Health::Notice => "•",
                Health::Wrong => "✗",
            };
            output::line(&format!("{mark} {}", finding.text))?;
        }
    }
    let wrong = findings.iter().any(|finding| finding.health == Health::Wrong);
    Ok(if wrong {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn examine(folder: &Folder) -> Result<Vec<Finding>, Problem> {
    let lang = Lang::of_system();
    let shown = || folder.path().display().to_string();
    if !folder.path().exists() {
        let text = lang.text("doctor-no-folder", &[("folder", shown().into())]);
        return Ok(vec![finding("folder", Health::Notice, text)]);
    }
    if let Some(client) = door::running(folder).await {
        return through(&Door::Running(client), folder).await;
    }
    match door::open_own(folder).await {
        Ok(engine) => {
            let door = Door::Own(Box::new(engine));
            let mut findings = through(&door, folder).await?;
            let port = examine_port(&door).await?;
            door.close().await;
            findings.extend(port);
            Ok(findings)
        }
        Err(error) => {
            let about = match &error {
                OpenError::Folder { .. } => "folder",
                OpenError::Held { .. } => "lock",
                OpenError::Database(_) | OpenError::FirstRead(_) => "database",
            };
            Ok(vec![finding(about, Health::Wrong, error.text(lang))])
        }
    }
}

/// What whoever has the folder open can tell.
async fn through(door: &Door, folder: &Folder) -> Result<Vec<Finding>, Problem> {
    let business = door.ask(ShowBusiness {}).await?;
    let lang = business.lang;
    let shown = folder.path().display().to_string();
    let mut findings = vec![finding(
        "folder",
        Health::Well,
        lang.text("doctor-folder", &[("folder", shown.into())]),
    )];
    if matches!(door, Door::Running(_)) {
        let text = match Record::read(folder.path()) {
            Some(record) => {
                let holder = match record.holder {
                    Holder::Desk => "recado desk",
                    Holder::Serve => "recado serve",
                    Holder::Command => "recado",
                };
                let args = [("holder", holder.into()), ("pid", record.pid.to_string().into())];
                lang.text("doctor-running", &args)
            }
            None => lang.text("doctor-running-unknown", &[]),
        };
        findings.push(finding("holder", Health::Well, text));
    } else {
        findings.push(finding(
            "holder",
            Health::Notice,
            lang.text("doctor-not-running", &[]),
        ));
    }
    if business.name.is_empty() {
        findings.push(finding(
            "setup",
            Health::Notice,
            lang.text("doctor-not-set-up", &[]),
        ));
    }
    if door.ask(ListSources {}).await?.is_empty() {
        findings.push(finding(
            "sources",
            Health::Notice,
            lang.text("serve-no-source", &[]),
        ));
    }
    let reach = door.ask(ShowReach {}).await?;
    let place = Place::of(&business);
    let tunnel = status::finding(&reach, &place);
    findings.extend(tunnel.map(|(health, text)| finding("tunnel", health, text)));
    for alert in door.ask(ListAlerts {}).await? {
        findings.push(finding(
            "alert",
            Health::Notice,
            alerts::in_a_line(&alert, &place),
        ));
    }
    findings.extend(door.ask(Examine {}).await?);
    Ok(findings)
}

/// Whether the folder's own port, once it has one, is free while nobody receives on it.
async fn examine_port(door: &Door) -> Result<Option<Finding>, Problem> {
    let Some(source) = door.ask(ListSources {}).await?.into_iter().next() else {
        return Ok(None);
    };
    let Ok(address) = source.address.parse::<Uri>() else {
        return Ok(None);
    };
    let Some(port) = address.port_u16() else {
        return Ok(None);
    };
    let args = [("port", port.to_string().into())];
    let lang = door.lang().await?;
    Ok(Some(
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(_) => finding("port", Health::Well, lang.text("doctor-port-free", &args)),
            Err(_) => finding("port", Health::Wrong, lang.text("start-port-taken", &args)),
        },
    ))
}

/// Puts a database that cannot be opened out of the way, under another name.
async fn set_aside(folder: &Folder) -> Result<(), Problem> {
    let lang = Lang::of_system();
    match door::open_own(folder).await {
        Ok(engine) => {
            end(engine).await;
            Err(Problem::Said(lang.text("set-aside-not-needed", &[])))
        }
        Err(OpenError::Database(
            recado_sqlite::OpenError::Damaged { path, .. }
            | recado_sqlite::OpenError::Foreign { path, .. }
            | recado_sqlite::OpenError::Newer { path, .. },
        )) => {
            let label = ZonedDateTime::now().strftime("%Y-%m-%d-%H%M%S").to_string();
            let aside = recado_sqlite::set_aside(&path, &label)
                .map_err(|error| anyhow::Error::from(error).context(path.display().to_string()))?;
            output::line(&lang.text("set-aside-done", &[("file", aside.display().to_string().into())]))?;
            Ok(())
        }
        Err(error) => Err(Problem::open(&error, lang)),
    }
}

async fn end(engine: Engine) {
    engine.shutdown(recado_api::Ending::Quit).await;
}

fn finding(about: &str, health: Health, text: String) -> Finding {
    Finding {
        about: about.to_owned(),
        health,
        text,
    }
}
