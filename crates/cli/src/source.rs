//! `recado source`: the connections that send here.

use std::io::BufRead as _;

use recado_api::request::{
    AddSource, ListSources, PauseSource, RemoveSource, RenameSource, ResumeSource, RotateAddress,
};
use recado_api::view::{Source, SourceState};
use recado_api::{Lang, SecretText, SourceId};
use recado_engine::Folder;

use crate::args::{SourceAction, SourceCommand};
use crate::door::Door;
use crate::problem::Problem;
use crate::{output, presets, source_setup};

pub(crate) async fn run(folder: &Folder, args: SourceCommand) -> Result<(), Problem> {
    Door::through(folder, async |door| act(door, args).await).await
}

async fn act(door: &Door, args: SourceCommand) -> Result<(), Problem> {
    let lang = door.lang().await?;
    match args.action {
        SourceAction::List => list(&door.ask(ListSources {}).await?, lang, args.json)?,
        SourceAction::Add {
            title,
            preset,
            secret,
            allow_get,
        } => {
            let title = match title {
                Some(title) => title,
                None => presets::title(&preset, lang)?,
            };
            let add = AddSource {
                title,
                preset: Some(preset),
                secret: secret_of(secret.secret, secret.secret_stdin)?,
                allow_get,
            };
            show(&door.ask(add).await?, "source-added", lang, args.json)?;
        }
        SourceAction::Pause { source } => {
            let source = find(door, &source, lang).await?;
            show(
                &door.ask(PauseSource { source }).await?,
                "source-paused",
                lang,
                args.json,
            )?;
        }
        SourceAction::Resume { source } => {
            let source = find(door, &source, lang).await?;
            let resumed = door.ask(ResumeSource { source }).await?;
            show(&resumed.source, "source-resumed", lang, args.json)?;
            if !args.json {
                output::line(&lang.text("resumed-applied", &[("count", resumed.applied.into())]))?;
            }
        }
        SourceAction::Remove { source } => {
            let source = find(door, &source, lang).await?;
            show(
                &door.ask(RemoveSource { source }).await?,
                "source-removed",
                lang,
                args.json,
            )?;
        }
        SourceAction::Rename { source, title } => {
            let source = find(door, &source, lang).await?;
            let renamed = door.ask(RenameSource { source, title }).await?;
            show(&renamed, "source-renamed", lang, args.json)?;
        }
        SourceAction::Rotate { source, keep_former } => {
            let source = find(door, &source, lang).await?;
            let rotated = door.ask(RotateAddress { source, keep_former }).await?;
            show(&rotated.source, "source-rotated", lang, args.json)?;
        }
        action @ (SourceAction::Show { .. }
        | SourceAction::Secret { .. }
        | SourceAction::Scheme { .. }
        | SourceAction::AccessToken { .. }
        | SourceAction::PublicUrl { .. }) => source_setup::act(door, action, lang, args.json).await?,
    }
    Ok(())
}

fn list(sources: &[Source], lang: Lang, json: bool) -> Result<(), Problem> {
    if json {
        output::json(&sources)?;
        return Ok(());
    }
    for source in sources {
        let state = match source.state {
            SourceState::Active => String::new(),
            SourceState::Paused => lang.text("source-state-paused", &[]),
            SourceState::Removed => lang.text("source-state-removed", &[]),
        };
        let addresses = [Some(source.address.as_str()), source.public_address.as_deref()];
        let mut words = vec![output::tame(&source.title)];
        words.extend(addresses.into_iter().flatten().map(str::to_owned));
        words.extend(Some(state).filter(|state| !state.is_empty()));
        output::line(&words.join("  "))?;
    }
    if sources.is_empty() {
        output::line(&lang.text("serve-no-source", &[]))?;
    }
    Ok(())
}

fn show(source: &Source, message: &str, lang: Lang, json: bool) -> Result<(), Problem> {
    if json {
        output::json(source)?;
        return Ok(());
    }
    let args = [
        ("title", output::tame(&source.title).into()),
        ("address", source.address.as_str().into()),
    ];
    output::line(&lang.text(message, &args))?;
    Ok(())
}

/// The source that a person means: by its id, its title or its address.
pub(crate) async fn find(door: &Door, named: &str, lang: Lang) -> Result<SourceId, Problem> {
    let sources = door.ask(ListSources {}).await?;
    let mut found = sources.iter().filter(|source| {
        source.id.to_string() == named
            || source.title == named
            || source.address == named
            || source.public_address.as_deref() == Some(named)
    });
    match (found.next(), found.next()) {
        (Some(source), None) => Ok(source.id),
        (Some(_), Some(_)) => Err(Problem::Said(
            lang.text("source-ambiguous", &[("title", named.into())]),
        )),
        (None, _) => Err(Problem::Said(
            lang.text("source-unknown", &[("title", named.into())]),
        )),
    }
}

/// The secret that was given, if one was.
pub(crate) fn secret_of(given: Option<String>, from_stdin: bool) -> Result<Option<SecretText>, Problem> {
    if !from_stdin {
        return Ok(given.map(SecretText::new));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let secret = SecretText::new(line.trim_end_matches(['\r', '\n']).to_owned());
    Ok(Some(secret))
}
