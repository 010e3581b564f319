//! `recado serve`: receives, and says each arrival in one line.

use std::sync::Arc;

use recado_api::request::{ListSources, ShowBusiness, ShowReach, UseRelay};
use recado_api::view::{Arrival, Link, Reach};
use recado_api::{Change, Ending, Holder, Lang, StreamLine};
use recado_engine::{Engine, Folder, OpenOptions, StartOptions, Subscription};
use recado_tunnel::invitation::Invitation;

use crate::args::{LogFormat, Serve};
use crate::output::Place;
use crate::problem::Problem;
use crate::{door, log, output};

pub(crate) async fn run(folder: &Folder, args: Serve) -> Result<(), Problem> {
    log::start(args.log);
    let system_lang = Lang::of_system();
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
    if let Some(invitation) = args.relay
        && let Err(problem) = use_relay(&engine, invitation).await
    {
        engine.shutdown(Ending::Quit).await;
        return Err(problem);
    }
    let ended = ended_by_the_system();
    let changes = engine.subscribe(None);
    let listening = engine
        .start(StartOptions {
            listen: args.listen,
            ..StartOptions::default()
        })
        .await
        .map_err(|error| Problem::start(&error, lang))?;
    say_hello(&engine, &listening.to_string(), lang, args.log).await?;

    let telling = tokio::spawn(tell(changes, place, args.log));
    tokio::select! {
        () = engine.stop_asked() => {}
        () = ended => {}
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
        let title = output::tame(&source.title);
        let public = source.public_address.as_deref().unwrap_or_default();
        output::line(format!("  {title}  {}  {public}", source.address).trim_end())?;
    }
    if sources.is_empty() {
        output::line(&lang.text("serve-no-source", &[]))?;
    }
    Ok(())
}

/// Before anything connects. The relay in use is left as it is: it may have been chosen by an invitation that was good
/// for once.
async fn use_relay(engine: &Engine, invitation: String) -> Result<(), Problem> {
    let named = invitation.parse::<Invitation>().ok();
    let used = engine.ask(ShowReach {}).await?.tunnel;
    let is_used = named
        .zip(used)
        .is_some_and(|(named, used)| named.origin.to_string() == used.relay);
    if !is_used {
        engine.ask(UseRelay { invitation }).await?;
    }
    Ok(())
}

/// Writes a line for each arrival, and for what becomes of the public address, until the engine ends or nobody reads.
async fn tell(mut changes: Subscription, place: Place, format: LogFormat) -> std::io::Result<()> {
    let mut public = Public::default();
    while let Some(line) = changes.next().await {
        let StreamLine::Change { change, .. } = line else {
            continue;
        };
        if let Change::Arrival(arrival) = &*change {
            match format {
                LogFormat::Plain => output::line(&words(arrival, &place))?,
                LogFormat::Json => output::json(arrival)?,
            }
        } else if let Change::Reach(reach) = *change
            && let Some(now) = public.changed(&reach)
        {
            match format {
                LogFormat::Plain => output::line(&now.words(place.lang))?,
                LogFormat::Json => output::json(now)?,
            }
        }
    }
    Ok(())
}

/// What was last said of the public address.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
struct Public {
    /// Where senders elsewhere reach this computer; absent while nobody does.
    public_base: Option<String>,
    /// Why they do not any more.
    stopped: Option<String>,
}

impl Public {
    /// What is to be said, where it is another than before. A link that breaks makes itself again, so that the address
    /// is not taken back for it.
    fn changed(&mut self, reach: &Reach) -> Option<&Self> {
        let tunnel = reach.tunnel.as_ref()?;
        let now = match &tunnel.link {
            Link::Off | Link::Connecting { .. } => return None,
            Link::Connected { .. } => Self {
                public_base: tunnel.public_base.clone(),
                stopped: None,
            },
            Link::Stopped { error, .. } => Self {
                public_base: None,
                stopped: Some(error.clone()),
            },
        };
        if *self == now {
            return None;
        }
        *self = now;
        Some(self)
    }

    fn words(&self, lang: Lang) -> String {
        match (&self.public_base, &self.stopped) {
            (Some(base), _) => lang.text("tunnel-base", &[("base", output::tame(base).into())]),
            (None, Some(error)) => lang.text("serve-tunnel-stopped", &[("error", error.as_str().into())]),
            (None, None) => lang.text("tunnel-connecting", &[]),
        }
    }
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

/// Ctrl+C, or the system's request to end, from this call on: until it is waited for, none is lost or ends the program
/// at once. It has to be called within a runtime.
#[cfg(unix)]
pub(crate) fn ended_by_the_system() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};

    let listening = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    async move {
        let [terminate, interrupt] = listening;
        let (Ok(mut terminate), Ok(mut interrupt)) = (terminate, interrupt) else {
            // The system takes no handler: its signals end the program by themselves.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

#[cfg(windows)]
pub(crate) async fn ended_by_the_system() {
    let _ = tokio::signal::ctrl_c().await;
}
