//! The link to the engine: one task that keeps this window attached as long as it is open.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use recado_api::bridge::Heard;
use recado_api::client::Client;
use recado_api::request::{ShowBusiness, ShowDesktop, ShowSettings, Stop};
use recado_api::view::{Settings, WindowOrder};
use recado_api::{Change, Code, Ending, Failure, StreamLine};
use tauri::AppHandle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::enter::{Attached, Door, Entry};
use crate::page::Page;
use crate::{holder, program, window};

/// How often to look, once no more desks are started, whether somebody started one.
const LOOK_FOR_OTHERS: Duration = Duration::from_secs(2);

/// How many lines the page is told in one call at most: a burst costs then few calls, and none that takes long.
const MOST_AT_ONCE: usize = 256;

/// What the page may wish of the link.
pub(crate) enum Wish {
    /// Start the desk again, however often that has failed.
    TryAgain,
    /// End the `serve` that holds the folder and start the desk in its place.
    TakeOver(oneshot::Sender<Result<(), Failure>>),
}

/// The running task; dropped, it ends.
pub(crate) struct Link {
    wishes: mpsc::Sender<Wish>,
    task: JoinHandle<()>,
}

impl Link {
    pub(crate) fn start(
        runtime: &tokio::runtime::Handle,
        app: AppHandle,
        page: Arc<Page>,
        door: Door,
        attached: Option<Attached>,
    ) -> Self {
        let (wishes, heard) = mpsc::channel(4);
        let keeper = Keeper {
            app,
            page,
            door,
            wishes: heard,
            taking_over: None,
        };
        let task = runtime.spawn(keeper.keep(attached));
        Self { wishes, task }
    }

    pub(crate) async fn wish(&self, wish: Wish) {
        // The task ends only with the app.
        let _ = self.wishes.send(wish).await;
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Keeper {
    app: AppHandle,
    page: Arc<Page>,
    door: Door,
    wishes: mpsc::Receiver<Wish>,
    /// Who waits for the desk to take over from a `serve`.
    taking_over: Option<oneshot::Sender<Result<(), Failure>>>,
}

/// Why a stream was left.
enum Left {
    /// The window has nothing more to do.
    Exit,
    /// Another run is about to begin.
    Restart,
    /// The `serve` ended because this window asked it to.
    HandedOver,
    /// Without a word: the engine crashed or was killed.
    Broken,
}

impl Keeper {
    async fn keep(mut self, mut attached: Option<Attached>) {
        loop {
            let here = match attached.take() {
                Some(attached) => attached,
                None => match self.enter().await {
                    Some(attached) => attached,
                    None => break,
                },
            };
            let epoch = here.hello.epoch.clone();
            match self.follow(here).await {
                Left::Exit => break,
                Left::Broken => self.page.lost(),
                Left::HandedOver => {
                    self.page.lost();
                    holder::gone(self.door.folder()).await;
                }
                Left::Restart => {
                    self.page.lost();
                    holder::successor(self.door.folder(), &epoch).await;
                }
            }
        }
        self.app.exit(0);
    }

    /// Tries until somebody is there; `None` where this window is to end.
    async fn enter(&mut self) -> Option<Attached> {
        loop {
            let entered = tokio::select! {
                entered = self.door.enter() => entered,
                // Trying is all that happens now anyway.
                Some(wish) = self.wishes.recv() => {
                    refuse(wish);
                    continue;
                }
            };
            let trouble = match entered {
                Ok(Entry::Attached(attached)) => return Some(*attached),
                Ok(Entry::AlreadyOpen) => return None,
                Ok(Entry::Outdated) => {
                    if let Err(error) = program::start_anew() {
                        tracing::error!(error = %error, "the newer window cannot be started");
                    }
                    return None;
                }
                Err(trouble) => trouble,
            };
            let reason = trouble.text(self.page.lang());
            if let Some(waiting) = self.taking_over.take() {
                let _ = waiting.send(Err(unreachable(reason.clone())));
            }
            self.page.given_up(reason);
            self.wait_for_others().await;
        }
    }

    /// Returns when it makes sense to try again.
    async fn wait_for_others(&mut self) {
        loop {
            tokio::select! {
                Some(wish) = self.wishes.recv() => {
                    if matches!(wish, Wish::TryAgain) {
                        self.door.forgive();
                        self.page.lost();
                        return;
                    }
                    refuse(wish);
                }
                () = tokio::time::sleep(LOOK_FOR_OTHERS) => {
                    if holder::find(self.door.folder()).await.is_some() {
                        return;
                    }
                }
            }
        }
    }

    /// Repeats the stream to the page until it ends.
    async fn follow(&mut self, attached: Attached) -> Left {
        let Attached {
            client,
            hello,
            mut changes,
            at,
        } = attached;
        if let Ok(business) = client.ask(ShowBusiness {}).await {
            self.page.set_lang(business.lang);
        }
        if let Ok(Some(desktop)) = client.ask(ShowDesktop {}).await {
            self.page.set_tray(desktop.tray);
        }
        if let Ok(settings) = client.ask(ShowSettings {}).await {
            self.apply(&settings);
        }
        self.page.attached(client.clone(), hello);
        if at.is_some() {
            self.page.show(at);
        }
        if let Some(waiting) = self.taking_over.take() {
            let _ = waiting.send(Ok(()));
        }
        loop {
            let line = tokio::select! {
                line = changes.next() => line,
                Some(wish) = self.wishes.recv() => {
                    self.grant(wish, &client).await;
                    continue;
                }
            };
            let mut heard = Vec::new();
            let mut next = Some(line);
            // What has already arrived goes in the same call.
            while let Some(line) = next.take() {
                let Ok(Some(line)) = line else {
                    self.page.tell(heard);
                    return self.why_broken();
                };
                if let Some(left) = self.act_on(&line) {
                    return left;
                }
                // A page that does not follow yet is shown it later; other lines are in the state that it asks for.
                if let StreamLine::Window(WindowOrder::Show { at }) = line {
                    self.page.tell(std::mem::take(&mut heard));
                    self.page.show(at);
                } else {
                    heard.push(Heard::Line(line));
                }
                if heard.len() < MOST_AT_ONCE {
                    next = changes.next().now_or_never();
                }
            }
            self.page.tell(heard);
        }
    }

    /// What a line means to the window itself, before the page hears it.
    fn act_on(&self, line: &StreamLine) -> Option<Left> {
        match line {
            StreamLine::Ending(Ending::Quit) if self.taking_over.is_some() => Some(Left::HandedOver),
            StreamLine::Window(WindowOrder::AlreadyOpen) | StreamLine::Ending(Ending::Quit) => {
                Some(Left::Exit)
            }
            StreamLine::Ending(Ending::Restart) => Some(Left::Restart),
            StreamLine::Window(WindowOrder::Show { .. }) => {
                window::raise(&self.app);
                None
            }
            StreamLine::Change { change, .. } => {
                if let Change::Settings(settings) = &**change {
                    self.apply(settings);
                } else if let Change::Business(business) = &**change {
                    self.page.set_lang(business.lang);
                } else if let Change::Desktop(desktop) = &**change {
                    self.page.set_tray(desktop.tray);
                }
                None
            }
            StreamLine::Hello(_) | StreamLine::Resync(_) => None,
        }
    }

    fn why_broken(&self) -> Left {
        if self.taking_over.is_some() {
            Left::HandedOver
        } else {
            Left::Broken
        }
    }

    fn apply(&self, settings: &Settings) {
        window::set_theme(&self.app, settings.theme);
    }

    async fn grant(&mut self, wish: Wish, client: &Client) {
        match wish {
            Wish::TryAgain => {}
            Wish::TakeOver(waiting) => match client.ask(Stop {}).await {
                Ok(()) => self.taking_over = Some(waiting),
                Err(failure) => {
                    let _ = waiting.send(Err(failure));
                }
            },
        }
    }
}

/// Nobody is there to take over from.
fn refuse(wish: Wish) {
    if let Wish::TakeOver(waiting) = wish {
        let _ = waiting.send(Err(unreachable(String::new())));
    }
}

fn unreachable(message: String) -> Failure {
    Failure {
        code: Code::Unreachable,
        message,
    }
}
