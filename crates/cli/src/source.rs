//! `recado source`: the connections that send here.

use recado_api::request::{AddSource, ListSources, PauseSource, RemoveSource, ResumeSource};
use recado_api::view::{Source, SourceState};
use recado_api::{Lang, SourceId};
use recado_engine::Folder;

use crate::args::{SourceAction, SourceCommand};
use crate::door::Door;
use crate::output;
use crate::problem::Problem;

pub(crate) async fn run(folder: &Folder, args: SourceCommand) -> Result<(), Problem> {
    Door::through(folder, async |door| act(door, args).await).await
}

async fn act(door: &Door, args: SourceCommand) -> Result<(), Problem> {
    let lang = door.lang().await?;
    match args.action {
        SourceAction::List => list(&door.ask(ListSources {}).await?, lang, args.json)?,
        SourceAction::Add { title, allow_get } => {
            let source = door.ask(AddSource { title, allow_get }).await?;
            show(&source, "source-added", lang, args.json)?;
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
        output::line(&format!(
            "{}  {}  {state}",
            output::tame(&source.title),
            source.address
        ))?;
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
async fn find(door: &Door, named: &str, lang: Lang) -> Result<SourceId, Problem> {
    let sources = door.ask(ListSources {}).await?;
    let mut found = sources
        .iter()
        .filter(|source| source.id.to_string() == named || source.title == named || source.address == named);
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
