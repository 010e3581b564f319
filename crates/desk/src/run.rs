//! A desk from its start to its end.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use recado_api::request::{ListToasts, ShowBusiness};
use recado_api::socket::Record;
use recado_api::{Ending, Failure, Holder, Lang};
use recado_engine::{
    Engine, Folder, OpenError, OpenOptions, Receiver, StartError, StartOptions, SystemClock,
};
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::autostart::Autostart;
use crate::clipboard::Clipboard;
use crate::controller::{Beginning, Controller, Sources};
use crate::desktop;
use crate::input::Input;
use crate::real::Real;
use crate::session::Session;
use crate::tray::Tray;
use crate::window::WindowProgram;

/// Clicks and answers that may wait for the controller, which is never busy for long.
const INPUTS: usize = 64;

/// What askers at the socket may want at once.
const ASKS: usize = 16;

/// How a desk is started.
pub struct Start {
    pub folder: Folder,
    /// Whether that is the folder used when none is named: then nothing that starts the desk again need name it.
    pub usual_folder: bool,
    /// Where to receive instead of on the folder's own port.
    pub listen: Option<SocketAddr>,
    /// Called once if a command has the folder and will soon let go.
    pub on_wait: Arc<dyn Fn(&Record) + Send + Sync>,
    /// Called as soon as the desk takes deliveries, asks and clicks.
    pub on_ready: Box<dyn FnOnce(&Ready) + Send>,
    /// The system's own wish that this program end.
    pub stop: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// What a desk tells of itself when it is ready.
#[derive(Debug, Clone, Copy)]
pub struct Ready {
    /// Where it receives or, while that port is taken, will.
    pub address: SocketAddr,
    pub lang: Lang,
}

/// Why a desk ended well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Somebody asked for it.
    Quit,
    /// A window came from another session: the desk is to begin anew there, by [`Again`](crate::Again).
    Moved(Session),
}

/// Why a desk could not begin. Nothing of it runs then.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{error}")]
    Start {
        error: StartError,
        /// Of the business.
        lang: Lang,
    },
    #[error(transparent)]
    Look(#[from] Failure),
    #[error("this program cannot tell where it lies")]
    Place(#[from] io::Error),
}

/// Runs a desk until it ends. Called on the main thread, which on Windows and macOS the tray needs.
///
/// # Errors
/// See [`DeskError`].
pub fn run(runtime: &Runtime, start: Start) -> Result<Ended, DeskError> {
    let (inputs, incoming) = mpsc::channel(INPUTS);
    on_main_thread(runtime, start, inputs, incoming)
}

#[cfg(target_os = "linux")]
fn on_main_thread(
    runtime: &Runtime,
    start: Start,
    inputs: mpsc::Sender<Input>,
    incoming: mpsc::Receiver<Input>,
) -> Result<Ended, DeskError> {
    let tray = Tray::start(&inputs);
    runtime.block_on(hold(start, inputs, incoming, tray))
}

#[cfg(not(target_os = "linux"))]
fn on_main_thread(
    runtime: &Runtime,
    start: Start,
    inputs: mpsc::Sender<Input>,
    incoming: mpsc::Receiver<Input>,
) -> Result<Ended, DeskError> {
    let event_loop = crate::tray::EventLoop::new();
    let tray = event_loop.tray(&inputs);
    let holding = runtime.spawn(async move {
        let ended = hold(start, inputs, incoming, tray.clone()).await;
        tray.end();
        ended
    });
    event_loop.run();
    runtime
        .block_on(holding)
        .map_err(|error| DeskError::Place(io::Error::other(error)))?
}

async fn hold(
    start: Start,
    inputs: mpsc::Sender<Input>,
    incoming: mpsc::Receiver<Input>,
    tray: Tray,
) -> Result<Ended, DeskError> {
    let clock = Arc::new(SystemClock);
    let options = OpenOptions {
        clock: clock.clone(),
        on_wait: start.on_wait.clone(),
        ..OpenOptions::new(Holder::Desk)
    };
    let mut engine = Engine::open(&start.folder, options).await?;
    let lang = engine.ask(ShowBusiness {}).await?.lang;
    let was_away = engine.ask(ListToasts { limit: 1 }).await?.total > 0;
    let changes = engine.subscribe(None);
    let (asked, asks) = mpsc::channel(ASKS);
    let address = engine
        .start(StartOptions {
            listen: start.listen,
            receiver: Receiver::KeepTrying,
            desktop: Some(asked),
            ..StartOptions::default()
        })
        .await
        .map_err(|error| DeskError::Start { error, lang })?;

    let mut tasks = JoinSet::new();
    let program = std::env::current_exe()?;
    let programs = program.parent().unwrap_or(&program);
    let folder = start.folder.path();
    let autostart = Autostart::of(programs, Some(folder).filter(|_| !start.usual_folder));
    let (entry, own) = (autostart.clone(), folder.to_owned());
    let (starts_with_computer, picture) =
        tokio::task::spawn_blocking(move || (entry.is_on(), desktop::picture(&own)))
            .await
            .map_err(io::Error::other)?;
    let surroundings = desktop::look(starts_with_computer).await;
    let bell = desktop::watch(&mut tasks, &inputs, &tray, picture);
    tasks.spawn(stop_by_the_system(start.stop, inputs.clone()));
    let beginning = Beginning {
        clock,
        session: Session::own(),
        surroundings,
        was_away,
        world: Real {
            window: WindowProgram::of(programs, folder),
            clipboard: Clipboard::default(),
            inputs,
            tasks,
            bell,
            // This function keeps the other, so that the icon stays until the engine has ended, and what was clicked
            // in it is answered.
            tray: tray.clone(),
            autostart,
        },
    };
    let controller = Controller::begin(&engine, beginning).await?;
    (start.on_ready)(&Ready { address, lang });
    let ended = controller
        .run(Sources {
            inputs: incoming,
            asks,
            changes,
        })
        .await;
    engine
        .shutdown(match ended {
            Ended::Quit => Ending::Quit,
            Ended::Moved(_) => Ending::Restart,
        })
        .await;
    Ok(ended)
}

async fn stop_by_the_system(stop: Pin<Box<dyn Future<Output = ()> + Send>>, inputs: mpsc::Sender<Input>) {
    stop.await;
    let _ = inputs.send(Input::StopAsked).await;
}
