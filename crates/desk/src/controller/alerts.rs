//! Telling what the owner should know of the sources.
//!
//! As with a sender that is refused, it rings at once and apart from people's messages, and no row waits for it, since
//! the window shows it as long as it lasts. What begins in a pause is told when that is over, if it still lasts.

use std::collections::BTreeSet;

use recado_api::SourceId;
use recado_api::request::ListAlerts;
use recado_api::view::{Alert, AlertKind, AlertWhat};

use super::Controller;
use crate::notice;
use crate::world::World;

/// What began in a pause.
#[derive(Debug, Default)]
pub(super) struct HeldAlerts(BTreeSet<(SourceId, AlertKind)>);

impl<W: World> Controller<'_, W> {
    pub(super) async fn look_at_alerts(&mut self) {
        if let Some(alerts) = self.ask(ListAlerts {}).await {
            self.face.take_alerts(&alerts);
        }
    }

    pub(super) fn alert(&mut self, alert: &Alert) {
        let now = self.now();
        if self.paused_until().is_some_and(|until| until > now) {
            self.held_alerts.0.insert((alert.source_id, alert.what.kind()));
        } else if !self.was_told_otherwise(alert) {
            self.tell(notice::alert(&self.place, alert, now));
        }
    }

    /// The pause is over.
    pub(super) async fn tell_what_still_alerts(&mut self) {
        let held = std::mem::take(&mut self.held_alerts.0);
        if held.is_empty() {
            return;
        }
        for alert in self.ask(ListAlerts {}).await.unwrap_or_default() {
            if held.contains(&(alert.source_id, alert.what.kind())) {
                self.alert(&alert);
            }
        }
    }

    /// That a sender is refused has rung already, with the same reason.
    fn was_told_otherwise(&self, alert: &Alert) -> bool {
        match &alert.what {
            AlertWhat::Unanswered(_) => self.face.is_refused(alert.source_id),
            AlertWhat::Silent(_) | AlertWhat::ShapeChanged(_) | AlertWhat::GaveUp(_) => false,
        }
    }
}
