//! The desk's mind: it owns all state and runs one loop over all that can happen.

mod alerts;
mod bell;
mod face;
mod reach;
mod refusing;
mod windows;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use recado_api::request::{ChangeSetting, ShowBusiness, ShowSettings};
use recado_api::view::{Business, Desktop, Pause, Setting, Settings};
use recado_api::{Ask, Change, Failure, SourceId, StreamLine};
use recado_engine::{Clock, DesktopAsk, Engine, Subscription};
use tokio::sync::mpsc;

use crate::input::{Found, Input};
use crate::notice::{self, Notice};
use crate::place::Place;
use crate::run::Ended;
use crate::session::Session;
use crate::tray::{Click, Panel};
use crate::world::{Ring, RingId, World};

use alerts::HeldAlerts;
use bell::Bell;
use face::TrayFace;
use reach::ToldStop;
use refusing::Held;
use windows::Windows;

/// The longest sleep while the time of day matters: a computer that was suspended counts no time in between.
const LONGEST_SLEEP: Duration = Duration::from_secs(5 * 60);

pub(crate) struct Controller<'engine, W> {
    engine: &'engine Engine,
    clock: Arc<dyn Clock>,
    world: W,
    session: Session,
    place: Place,
    /// Whether the business was set up, which begins with its name.
    set_up: bool,
    settings: Settings,
    desktop: Desktop,
    bell: Bell,
    face: TrayFace,
    held: Held,
    held_alerts: HeldAlerts,
    told_stop: ToldStop,
    windows: Windows,
    rings: u64,
}

/// What a controller begins with.
pub(crate) struct Beginning<W> {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) world: W,
    pub(crate) session: Session,
    pub(crate) surroundings: Surroundings,
    /// Whether something waited to be told before anything could arrive.
    pub(crate) was_away: bool,
}

/// The desktop as it was found at the start.
pub(crate) struct Surroundings {
    pub(crate) desktop: Desktop,
    pub(crate) panel: Panel,
}

/// Where inputs come from, beside the time.
pub(crate) struct Sources {
    /// From the threads and tasks that do things to the world.
    pub(crate) inputs: mpsc::Receiver<Input>,
    /// From the engine's socket.
    pub(crate) asks: mpsc::Receiver<DesktopAsk>,
    pub(crate) changes: Subscription,
}

impl<'engine, W: World> Controller<'engine, W> {
    /// Looks around, tells on the desktop what came while nobody could, and shows the tray.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(crate) async fn begin(engine: &'engine Engine, beginning: Beginning<W>) -> Result<Self, Failure> {
        let Beginning {
            clock,
            world,
            session,
            surroundings: Surroundings { desktop, panel },
            was_away,
        } = beginning;
        let business = engine.ask(ShowBusiness {}).await?;
        let mut controller = Self {
            engine,
            clock,
            world,
            session,
            place: Place::of(&business),
            set_up: is_set_up(&business),
            settings: Settings::default(),
            desktop,
            bell: Bell::new(was_away),
            face: TrayFace::new(panel),
            held: Held::default(),
            held_alerts: HeldAlerts::default(),
            told_stop: ToldStop::default(),
            windows: Windows::default(),
            rings: 0,
        };
        controller.engine.publish_desktop(controller.desktop.clone());
        controller.look_around().await;
        Ok(controller)
    }

    /// Runs until somebody wants the end.
    pub(crate) async fn run(mut self, mut sources: Sources) -> Ended {
        loop {
            let wake = self.sleep();
            let input = tokio::select! {
                input = sources.inputs.recv() => input.unwrap_or(Input::StopAsked),
                Some(ask) = sources.asks.recv() => Input::Asked(ask),
                line = sources.changes.next() => line.map_or(Input::StopAsked, Input::Changed),
                () = self.engine.stop_asked() => Input::StopAsked,
                () = tokio::time::sleep(wake.unwrap_or_default()), if wake.is_some() => Input::Woken,
            };
            if let Some(ended) = self.take(input).await {
                return ended;
            }
        }
    }

    /// How long until something is to be done, if anything is.
    fn sleep(&self) -> Option<Duration> {
        let until = self.wake_at()?;
        let left = Duration::try_from(until.duration_since(self.now())).unwrap_or_default();
        Some(left.min(LONGEST_SLEEP))
    }

    fn wake_at(&self) -> Option<Timestamp> {
        [
            self.bell.wake_at(self.paused_until()),
            self.face.wake_at(),
            self.paused_until(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Everything that can happen, in one match.
    pub(crate) async fn take(&mut self, input: Input) -> Option<Ended> {
        match input {
            Input::Changed(line) => self.changed(line).await,
            Input::Asked(ask) => return self.asked(ask),
            Input::Clicked(Click::Open) => self.show_window(None),
            Input::Clicked(Click::CopyAddress(source)) => self.copy_address(source),
            Input::Clicked(Click::Pause(pause)) => self.pause(pause).await,
            Input::Clicked(Click::Quit) | Input::StopAsked => return Some(Ended::Quit),
            Input::ToastClicked(leads_to) => self.show_window(leads_to),
            Input::Rung { ring, answer } => self.rung(ring, answer).await,
            Input::WindowGone(window) => return self.window_gone(window).await,
            Input::WindowEnded(end) => self.window_ended(&end),
            Input::Found(found) => self.found(found).await,
            Input::StartsWithComputer { result, answer } => {
                let told = result.map(|on| {
                    self.change_desktop(|desktop| desktop.starts_with_computer = on);
                    self.desktop.clone()
                });
                let _ = answer.send(told);
            }
            Input::CopyFailed(reason) => {
                let notice = notice::not_copied(&self.place, &reason);
                self.tell(notice);
            }
            Input::Woken => self.woken().await,
        }
        None
    }

    async fn changed(&mut self, line: StreamLine) {
        match line {
            StreamLine::Change { change, .. } => self.patched(*change).await,
            StreamLine::Resync(_) => self.look_around().await,
            StreamLine::Hello(_) | StreamLine::Window(_) | StreamLine::Ending(_) => {}
        }
    }

    async fn patched(&mut self, change: Change) {
        match change {
            Change::Arrival(_) => self.ring_for_what_waits().await,
            Change::Business(business) => {
                self.place = Place::of(&business);
                self.set_up = is_set_up(&business);
                self.draw();
            }
            Change::Settings(settings) => self.take_settings(settings).await,
            Change::Source(source) => {
                self.face.take_source(source);
                self.draw();
            }
            Change::Receiving(receiving) => {
                self.face.take_receiving(&receiving);
                // Where it receives is a part of every address.
                self.look_at_sources().await;
                self.draw();
            }
            Change::Refusing(refusing) => self.refusing(refusing),
            Change::Alerts(alerts) => {
                self.face.take_alerts(&alerts);
                self.draw();
            }
            Change::Alert(alert) => self.alert(&alert),
            Change::Reach(reach) => self.reach_changed(reach).await,
            Change::Contact(_) | Change::ContactGone(_) | Change::Stages(_) => {
                self.face.count_soon(self.now());
            }
            Change::Delivery(_)
            | Change::Timeline(_)
            | Change::TimelineGone { .. }
            | Change::Lockouts(_)
            | Change::Desktop(_) => {}
        }
    }

    fn asked(&mut self, ask: DesktopAsk) -> Option<Ended> {
        match ask {
            DesktopAsk::Show { answer } => {
                let _ = answer.send(self.desktop.clone());
            }
            DesktopAsk::Copy { text, answer } => self.world.copy(text, self.place.lang, Some(answer)),
            DesktopAsk::StartWithComputer { on, answer } => self.world.start_with_computer(on, answer),
            DesktopAsk::Attach(window) => return self.attach(window),
        }
        None
    }

    fn copy_address(&mut self, source: SourceId) {
        if let Some(address) = self.face.address(source) {
            self.world.copy(address, self.place.lang, None);
        }
    }

    /// The settings come back as a change.
    async fn pause(&mut self, pause: Pause) {
        let setting = Setting::Pause(pause);
        if let Err(failure) = self.engine.ask(ChangeSetting { setting }).await {
            tracing::warn!(error = %failure, "notifications cannot be paused");
        }
    }

    async fn found(&mut self, found: Found) {
        match found {
            Found::Tray(tray) => self.change_desktop(|desktop| desktop.tray = tray),
            Found::Bell(bell) => {
                self.change_desktop(|desktop| desktop.bell = bell);
                if bell {
                    self.bell.may_ring_again();
                    self.ring_for_what_waits().await;
                }
            }
            Found::Panel(panel) => {
                self.face.take_panel(panel);
                self.draw();
            }
        }
    }

    async fn woken(&mut self) {
        let now = self.now();
        if self.settings.paused_until.is_some_and(|until| until <= now) {
            self.pause_is_over().await;
        }
        if self.face.is_due(now) {
            self.count().await;
            self.draw();
        }
        self.bell_woken(now).await;
    }

    /// Takes the state anew: at the start, and where changes were missed.
    async fn look_around(&mut self) {
        if let Some(settings) = self.ask(ShowSettings {}).await {
            self.settings = settings;
        }
        if let Some(business) = self.ask(ShowBusiness {}).await {
            self.place = Place::of(&business);
            self.set_up = is_set_up(&business);
        }
        self.look_at_sources().await;
        self.look_at_receiving().await;
        self.look_at_reach().await;
        self.look_at_alerts().await;
        self.count().await;
        self.draw();
        self.ring_for_what_waits().await;
    }

    async fn take_settings(&mut self, settings: Settings) {
        let was_paused = self.settings.paused_until;
        self.settings = settings;
        if was_paused.is_some() && self.settings.paused_until.is_none() {
            self.pause_is_over().await;
        }
        self.draw();
    }

    async fn pause_is_over(&mut self) {
        self.settings.paused_until = None;
        self.bell.was_away();
        self.draw();
        self.ring_for_what_waits().await;
        self.tell_what_still_refuses().await;
        self.tell_what_still_alerts().await;
        self.tell_if_stopped();
    }

    fn draw(&mut self) {
        let now = self.now();
        if let Some(face) = self.face.redrawn(&self.place, self.settings.paused_until, now) {
            self.world.set_tray(face);
        }
    }

    /// Shows a notification that no row waits for.
    fn tell(&mut self, notice: Notice) {
        let id = self.next_ring();
        self.world.ring(Ring {
            id,
            replaces: None,
            notice,
        });
    }

    fn next_ring(&mut self) -> RingId {
        self.rings += 1;
        RingId(self.rings)
    }

    fn change_desktop(&mut self, change: impl FnOnce(&mut Desktop)) {
        let before = self.desktop.clone();
        change(&mut self.desktop);
        if self.desktop != before {
            tracing::info!(
                tray = self.desktop.tray,
                bell = self.desktop.bell,
                starts_with_computer = self.desktop.starts_with_computer,
                "the desktop"
            );
            self.engine.publish_desktop(self.desktop.clone());
        }
    }

    /// A failure is logged, and what was known before stays.
    async fn ask<R: Ask>(&self, request: R) -> Option<R::Answer> {
        match self.engine.ask(request).await {
            Ok(answer) => Some(answer),
            Err(failure) => {
                tracing::warn!(error = %failure, "the desk could not look something up");
                None
            }
        }
    }

    fn paused_until(&self) -> Option<Timestamp> {
        self.settings.paused_until
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

fn is_set_up(business: &Business) -> bool {
    !business.name.is_empty()
}
