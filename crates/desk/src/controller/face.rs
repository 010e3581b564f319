//! What the tray is to show, kept current.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use recado_api::SourceId;
use recado_api::request::{CountBoard, ListSources, ShowReceiving};
use recado_api::view::{Alert, BoardFilter, Link, Reach, Receiving, Source};

use super::Controller;
use crate::place::Place;
use crate::tray::{Face, Panel, TrayState};
use crate::world::World;

/// Many contacts may change at once; the icon need not blink for each.
const COUNT_AFTER: Duration = Duration::from_millis(300);

#[derive(Debug)]
pub(super) struct TrayFace {
    unread: u32,
    sources: Vec<Source>,
    blocked: bool,
    reach: Reach,
    /// Sources that the owner should look at.
    alerts: usize,
    panel: Panel,
    count_at: Option<Timestamp>,
    shown: Option<Face>,
}

impl TrayFace {
    pub(super) fn new(panel: Panel) -> Self {
        Self {
            unread: 0,
            sources: Vec::new(),
            blocked: false,
            reach: Reach::default(),
            alerts: 0,
            panel,
            count_at: None,
            shown: None,
        }
    }

    pub(super) fn take_panel(&mut self, panel: Panel) {
        self.panel = panel;
    }

    pub(super) fn take_source(&mut self, source: Source) {
        match self.sources.iter_mut().find(|known| known.id == source.id) {
            Some(known) => *known = source,
            None => self.sources.push(source),
        }
    }

    pub(super) fn take_receiving(&mut self, receiving: &Receiving) {
        self.blocked = match receiving {
            Receiving::Blocked { .. } => true,
            Receiving::On { .. } | Receiving::Off => false,
        };
    }

    pub(super) fn take_alerts(&mut self, alerts: &[Alert]) {
        let sources: HashSet<_> = alerts.iter().map(|alert| alert.source_id).collect();
        self.alerts = sources.len();
    }

    /// Whether a source's sender is refused.
    pub(super) fn is_refused(&self, source: SourceId) -> bool {
        self.sources
            .iter()
            .any(|known| known.id == source && known.trouble.is_some())
    }

    /// Whether public addresses begin with something else than before.
    pub(super) fn take_reach(&mut self, reach: Reach) -> bool {
        let moved = public_base(&self.reach) != public_base(&reach);
        self.reach = reach;
        moved
    }

    /// The link to the relay, where one was chosen.
    pub(super) fn link(&self) -> Option<&Link> {
        self.reach.tunnel.as_ref().map(|tunnel| &tunnel.link)
    }

    /// What a sender is given: the public address where there is one.
    pub(super) fn address(&self, source: SourceId) -> Option<String> {
        let source = self.sources.iter().find(|known| known.id == source)?;
        Some(source.public_address.as_ref().unwrap_or(&source.address).clone())
    }

    pub(super) fn count_soon(&mut self, now: Timestamp) {
        self.count_at.get_or_insert(now + COUNT_AFTER);
    }

    pub(super) fn wake_at(&self) -> Option<Timestamp> {
        self.count_at
    }

    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.count_at.is_some_and(|at| at <= now)
    }

    /// The face, if it is another than the one shown.
    pub(super) fn redrawn(
        &mut self,
        place: &Place,
        paused_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Face> {
        let state = TrayState {
            place: place.clone(),
            unread: self.unread,
            sources: self.sources.clone(),
            paused_until,
            blocked: self.blocked,
            reach: self.reach.clone(),
            alerts: self.alerts,
            panel: self.panel,
        };
        let face = state.face(now);
        if self.shown.as_ref() == Some(&face) {
            return None;
        }
        self.shown = Some(face.clone());
        Some(face)
    }
}

fn public_base(reach: &Reach) -> Option<&String> {
    let by_relay = reach
        .tunnel
        .as_ref()
        .and_then(|tunnel| tunnel.public_base.as_ref());
    reach.own_address.as_ref().or(by_relay)
}

impl<W: World> Controller<'_, W> {
    pub(super) async fn count(&mut self) {
        self.face.count_at = None;
        let filter = BoardFilter::All;
        if let Some(numbers) = self.ask(CountBoard { filter }).await {
            self.face.unread = numbers.tallies.unread;
        }
    }

    pub(super) async fn look_at_sources(&mut self) {
        if let Some(sources) = self.ask(ListSources {}).await {
            self.face.sources = sources;
        }
    }

    pub(super) async fn look_at_receiving(&mut self) {
        if let Some(receiving) = self.ask(ShowReceiving {}).await {
            self.face.take_receiving(&receiving);
        }
    }
}
