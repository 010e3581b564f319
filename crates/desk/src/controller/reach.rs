//! How senders elsewhere reach this computer: shown in the tray, and told once where the link was given up.
//!
//! As with a sender that is refused, no row waits for that notification, since the window shows it as long as it lasts;
//! what happened in a pause is told when that is over, if it still lasts.

use jiff::Timestamp;
use recado_api::request::ShowReach;
use recado_api::view::{Link, LinkStop, Reach};

use super::Controller;
use crate::notice;
use crate::world::World;

/// The last stop that was told.
#[derive(Debug, Default)]
pub(super) struct ToldStop(Option<(LinkStop, Timestamp)>);

impl<W: World> Controller<'_, W> {
    pub(super) async fn look_at_reach(&mut self) {
        if let Some(reach) = self.ask(ShowReach {}).await {
            self.face.take_reach(reach);
            self.tell_if_stopped();
        }
    }

    pub(super) async fn reach_changed(&mut self, reach: Reach) {
        if self.face.take_reach(reach) {
            // What sources are shown with is another.
            self.look_at_sources().await;
        }
        // While the relay hands over what waits, its number changes many times a second.
        self.face.count_soon(self.now());
        self.tell_if_stopped();
    }

    pub(super) fn tell_if_stopped(&mut self) {
        let now = self.now();
        if self.paused_until().is_some_and(|until| until > now) {
            return;
        }
        let Some(Link::Stopped { since, why, error }) = self.face.link() else {
            return;
        };
        let stop = Some((*why, *since));
        if self.told_stop.0 == stop {
            return;
        }
        let notice = notice::stopped(&self.place, error);
        self.told_stop.0 = stop;
        self.tell(notice);
    }
}
