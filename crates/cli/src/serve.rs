//! `recado serve`: receives, and says each arrival in one line.

use std::sync::Arc;

use recado_api::request::{ListSources, ShowBusiness};
use recado_api::view::Arrival;
use recado_api::{Change, Ending, Holder, Lang, StreamLine};
use recado_engine::{Engine, Folder, OpenOptions, StartOptions, Subscription};

use crate::args::{LogFormat, Serve};
use crate::output::Place;
use crate::problem::Problem;
use crate::{door, log, output};

pub(crate) async fn run(folder: &Folder, args: Serve) -> Result<(), Problem> {
    log::start(args.log);
    let system_lang = output::system_lang();
    let on_wait =
        move |_: &recado_api::socket::Record| output::complain(&system_lang.text("waiting-for-command", &[]));
    let options = OpenOptions {
        on_wait: Arc::new(on_wait),
        ..OpenOptions::new(Holder::Serve)
    };
    let mut engine = match Engine::open(folder, options).await {
        Ok(engine) => engine,
        Err(error) => return Err(Problem::open(&error, door::lang_of(folder).await)),
    };
    let place = Place::of(&engine.ask(ShowBusiness {}).await?);
    let lang = place.lang;
    let changes = engine.subscribe(None);
    let listening = engine
        .start(StartOptions { listen: args.listen })
        .await
        .map_err(|error| Problem::start(&error, lang))?;
    say_hello(&engine, &listening.to_string(), lang, args.log).await?;

    let telling = tokio::spawn(tell(changes, place, args.log));
    tokio::select! {
        () = engine.stop_asked() => {}
        () = ended_by_the_system() => {}
    }
    engine.shutdown(Ending::Quit).await;
    // The stream ends with the engine; a reader of our output that went away has ended it before.
    let _ = telling.await;
    if args.log == LogFormat::Plain {
        output::line(&lang.text("serve-ended", &[]))?;
    }
    Ok(())
}

async fn say_hello(engine: &Engine, listening: &str, lang: Lang, format: LogFormat) -> Result<(), Problem> {
    let sources = engine.ask(ListSources {}).await?;
    if format == LogFormat::Json {
        output::json(&serde_json::json!({ "receiving": listening, "sources": sources }))?;
        return Ok(());
    }
    output::line(&lang.text("serve-receiving", &[("address", listening.into())]))?;
    for source in &sources {
        output::line(&format!("  {}  {}", output::tame(&source.title), source.address))?;
    }
    if sources.is_empty() {
        output::line(&lang.text("serve-no-source", &[]))?;
    }
    Ok(())
}

/// Writes a line for each arrival until the engine ends or nobody reads.
async fn tell(mut changes: Subscription, place: Place, format: LogFormat) -> std::io::Result<()> {
    while let Some(line) = changes.next().await {
        let StreamLine::Change { change, .. } = line else {
            continue;
        };
        let Change::Arrival(arrival) = *change else {
            continue;
        };
        match format {
            LogFormat::Plain => output::line(&words(&arrival, &place))?,
            LogFormat::Json => output::json(&arrival)?,
        }
    }
    Ok(())
}

fn words(arrival: &Arrival, place: &Place) -> String {
    let who = output::tame(&arrival.who);
    let source = output::tame(&arrival.source);
    let what = match (&arrival.text, arrival.starts_at) {
        (Some(text), None) => output::tame(text),
        (Some(text), Some(at)) => format!("{} — {}", place.time(at), output::tame(text)),
        (None, Some(at)) => place.time(at),
        (None, None) => place.lang.text("arrival-no-text", &[]),
    };
    let at = place.time(arrival.received_at);
    place.lang.text(
        if arrival.new_contact {
            "arrival-new"
        } else {
            "arrival-known"
        },
        &[
            ("at", at.into()),
            ("who", who.into()),
            ("source", source.into()),
            ("what", what.into()),
        ],
    )
}

/// Ctrl+C, or the system's request to end.
#[cfg(unix)]
async fn ended_by_the_system() {
    use tokio::signal::unix::{SignalKind, signal};

    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(windows)]
async fn ended_by_the_system() {
    let _ = tokio::signal::ctrl_c().await;
}
