//! What the page hears, and whom its questions go to.

use std::sync::{Mutex, MutexGuard, PoisonError};

use recado_api::bridge::Heard;
use recado_api::client::Client;
use recado_api::view::{Destination, WindowOrder};
use recado_api::{Code, Failure, Hello, Holder, Lang, StreamLine};
use tauri::ipc::Channel;

/// Shared between the commands, which the page calls, and the link to the engine.
pub(crate) struct Page {
    state: Mutex<State>,
}

struct State {
    lang: Lang,
    engine: Engine,
    /// To be shown as soon as the page follows.
    order: Option<WindowOrder>,
    /// How the page hears; `None` until it follows.
    channel: Option<Channel<Vec<Heard>>>,
    /// Whether somebody who closes the window finds back to it.
    has_tray: bool,
    /// The page was asked whether to close, and has not answered.
    is_close_asked: bool,
}

enum Engine {
    Answers { client: Client, hello: Hello },
    Lost,
    GivenUp(String),
}

impl Page {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                lang: Lang::of_system(),
                engine: Engine::Lost,
                order: None,
                channel: None,
                has_tray: true,
                is_close_asked: false,
            }),
        }
    }

    /// The page listens from now on, and is told at once how things stand. A page that was loaded anew takes the
    /// place of the one before.
    pub(crate) fn follow(&self, channel: Channel<Vec<Heard>>) {
        let mut state = self.state();
        let mut heard = vec![match &state.engine {
            Engine::Answers { hello, .. } => Heard::Line(StreamLine::Hello(hello.clone())),
            Engine::Lost => Heard::Lost,
            Engine::GivenUp(reason) => Heard::GivenUp(reason.clone()),
        }];
        heard.extend(
            state
                .order
                .take()
                .map(|order| Heard::Line(StreamLine::Window(order))),
        );
        state.channel = Some(channel);
        state.tell(heard);
    }

    pub(crate) fn tell(&self, heard: Vec<Heard>) {
        self.state().tell(heard);
    }

    /// Brings something before the person's eyes, now or as soon as there is a page.
    pub(crate) fn show(&self, at: Option<Destination>) {
        let mut state = self.state();
        let leads_somewhere = at.is_some();
        let order = WindowOrder::Show { at };
        if state.channel.is_some() {
            state.tell(vec![Heard::Line(StreamLine::Window(order))]);
        } else if leads_somewhere || state.order.is_none() {
            state.order = Some(order);
        }
    }

    pub(crate) fn attached(&self, client: Client, hello: Hello) {
        let mut state = self.state();
        state.tell(vec![Heard::Line(StreamLine::Hello(hello.clone()))]);
        state.engine = Engine::Answers { client, hello };
    }

    pub(crate) fn lost(&self) {
        let mut state = self.state();
        state.engine = Engine::Lost;
        state.tell(vec![Heard::Lost]);
    }

    pub(crate) fn given_up(&self, reason: String) {
        let mut state = self.state();
        state.tell(vec![Heard::GivenUp(reason.clone())]);
        state.engine = Engine::GivenUp(reason);
    }

    /// Whoever answers now.
    ///
    /// # Errors
    /// [`Code::Unreachable`] while nobody does.
    pub(crate) fn engine(&self) -> Result<Client, Failure> {
        let state = self.state();
        let message = match &state.engine {
            Engine::Answers { client, .. } => return Ok(client.clone()),
            Engine::Lost => state.lang.text("window-engine-away", &[]),
            Engine::GivenUp(reason) => reason.clone(),
        };
        Err(Failure {
            code: Code::Unreachable,
            message,
        })
    }

    pub(crate) fn lang(&self) -> Lang {
        self.state().lang
    }

    pub(crate) fn set_lang(&self, lang: Lang) {
        self.state().lang = lang;
    }

    pub(crate) fn set_tray(&self, has_tray: bool) {
        self.state().has_tray = has_tray;
    }

    /// Whether the window may close at once. Else the page now asks the person whether to go on receiving; one that
    /// does not answer is asked only once, so that the window can always be closed.
    pub(crate) fn may_close(&self) -> bool {
        let mut state = self.state();
        let is_desk = matches!(&state.engine, Engine::Answers { hello, .. } if hello.holder == Holder::Desk);
        if state.has_tray || !is_desk || state.channel.is_none() || state.is_close_asked {
            return true;
        }
        state.is_close_asked = true;
        state.tell(vec![Heard::CloseAsked]);
        false
    }

    /// The person thought better of closing.
    pub(crate) fn stays_open(&self) {
        self.state().is_close_asked = false;
    }

    /// What it guards is replaced whole, so a panic elsewhere leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn tell(&self, heard: Vec<Heard>) {
        if let Some(channel) = &self.channel
            && let Err(error) = channel.send(heard)
        {
            tracing::warn!(error = %error, "the page does not hear");
        }
    }
}
