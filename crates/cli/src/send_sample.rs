//! `recado send-sample`: what a source's sender would send, sent by ourselves.

use std::process::ExitCode;

use clap::Args;
use recado_api::request::{SendSample, ShowSource};
use recado_api::view::{SampleKind, SampleOffer, SampleSent};
use recado_api::{Lang, SourceId};
use recado_engine::Folder;

use crate::door::Door;
use crate::problem::Problem;
use crate::{deliveries, output, source};

#[derive(Debug, Args)]
pub(crate) struct SendSampleArgs {
    /// The source: its id, its title or its address
    source: String,

    /// What is tried out: good (has to be taken), bad-signature (refused), wrong-type (answered as unreadable),
    /// duplicate (the same twice, filed once), huge (turned away)
    #[arg(long, default_value = "good", value_parser = sample_kind)]
    kind: SampleKind,

    /// Every kind that the source's way of checking allows, one after the other
    #[arg(long, conflicts_with_all = ["kind", "list"])]
    all: bool,

    /// One of the sender's samples, by its name, instead of the small one
    #[arg(long, value_name = "NAME", conflicts_with = "list")]
    sample: Option<String>,

    /// List the names of the sender's samples, and send nothing
    #[arg(long)]
    list: bool,

    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(folder: &Folder, args: SendSampleArgs) -> Result<ExitCode, Problem> {
    Door::through(folder, async |door| act(door, args).await).await
}

async fn act(door: &Door, args: SendSampleArgs) -> Result<ExitCode, Problem> {
    let lang = door.lang().await?;
    let source = source::find(door, &args.source, lang).await?;
    if args.list {
        return list(door, source, lang, args.json).await;
    }
    if let Door::Own(_) = door {
        return Err(Problem::Said(lang.text("send-sample-no-engine", &[])));
    }
    let mut behaved = true;
    if args.all {
        let samples = door.ask(ShowSource { source }).await?.samples;
        for SampleOffer { kind, why_not } in samples.kinds {
            if let Some(why) = why_not {
                if !args.json {
                    output::line(&format!("– {}: {why}", title(kind, lang)))?;
                }
                continue;
            }
            // One that cannot be sent, for want of an address to be signed or of a place for a token, stops no other.
            behaved &= match send(door, source, kind, &args, lang).await {
                Err(Problem::Said(why)) => {
                    output::complain(&format!("{}: {why}", title(kind, lang)));
                    false
                }
                sent => sent?,
            };
        }
    } else {
        behaved = send(door, source, args.kind, &args, lang).await?;
    }
    Ok(if behaved {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Whether it was answered as it has to be.
async fn send(
    door: &Door,
    source: SourceId,
    kind: SampleKind,
    args: &SendSampleArgs,
    lang: Lang,
) -> Result<bool, Problem> {
    let sample = args.sample.clone();
    let sent = door.ask(SendSample { source, kind, sample }).await?;
    if args.json {
        output::json(&sent)?;
    } else {
        say(&sent, lang)?;
    }
    Ok(sent.wrong.is_none())
}

fn say(sent: &SampleSent, lang: Lang) -> Result<(), Problem> {
    let mark = match &sent.wrong {
        None => "✓",
        Some(_) => "✗",
    };
    let status = sent.http_status;
    let answer = match sent.verdict {
        Some(verdict) => format!("{status} {}", deliveries::verdict(verdict, lang)),
        None => status.to_string(),
    };
    let args = [
        ("kind", title(sent.kind, lang).into()),
        ("answer", answer.into()),
        ("took", output::milliseconds(sent.took_micros).into()),
    ];
    output::line(&format!("{mark} {}", lang.text("send-sample-sent", &args)))?;
    if let Some(wrong) = &sent.wrong {
        output::line(&format!("  {}", wrong.what))?;
        output::line(&format!("  {}", wrong.advice))?;
    }
    if let Some(delivery) = sent.delivery {
        let args = [("delivery", delivery.to_string().into())];
        output::line(&format!("  {}", lang.text("send-sample-delivery", &args)))?;
    }
    if let Some(contact) = sent.contact {
        let args = [("contact", contact.to_string().into())];
        output::line(&format!("  {}", lang.text("send-sample-contact", &args)))?;
    }
    Ok(())
}

async fn list(door: &Door, source: SourceId, lang: Lang, json: bool) -> Result<ExitCode, Problem> {
    let samples = door.ask(ShowSource { source }).await?.samples;
    if json {
        output::json(&samples)?;
        return Ok(ExitCode::SUCCESS);
    }
    for name in &samples.names {
        output::line(name)?;
    }
    if samples.names.is_empty() {
        output::line(&lang.text("send-sample-none", &[]))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn title(kind: SampleKind, lang: Lang) -> String {
    let message = match kind {
        SampleKind::Good => "ui-sample-good",
        SampleKind::BadSignature => "ui-sample-bad-signature",
        SampleKind::WrongType => "ui-sample-wrong-type",
        SampleKind::Duplicate => "ui-sample-duplicate",
        SampleKind::Huge => "ui-sample-huge",
    };
    lang.text(message, &[])
}

fn sample_kind(name: &str) -> Result<SampleKind, String> {
    let known = SampleKind::ALL.map(|kind| (kind.as_str().replace('_', "-"), kind));
    let found = known.iter().find(|(known, _)| known == name);
    found.map(|(_, kind)| *kind).ok_or_else(|| {
        let names = known.each_ref().map(|(name, _)| name.as_str());
        format!("one of {}", names.join(", "))
    })
}
