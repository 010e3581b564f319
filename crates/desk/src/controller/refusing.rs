//! Telling that a source's sender begins to be refused.
//!
//! It rings at once and apart from people's messages: no row waits for it, since the window shows it as long as it
//! lasts. What begins in a pause is told when that is over, if it still lasts.

use std::collections::BTreeMap;

use recado_api::SourceId;
use recado_api::request::ListSources;
use recado_api::view::Refusing;

use super::Controller;
use crate::notice;
use crate::world::World;

/// What began in a pause, at most one for each source.
#[derive(Debug, Default)]
pub(super) struct Held(BTreeMap<SourceId, Refusing>);

impl<W: World> Controller<'_, W> {
    pub(super) fn refusing(&mut self, refusing: Refusing) {
        let now = self.now();
        if self.paused_until().is_some_and(|until| until > now) {
            self.held.0.insert(refusing.source_id, refusing);
        } else {
            self.tell(notice::refusing(&self.place, &refusing));
        }
    }

    /// The pause is over.
    pub(super) async fn tell_what_still_refuses(&mut self) {
        let mut held = std::mem::take(&mut self.held.0);
        if held.is_empty() {
            return;
        }
        for source in self.ask(ListSources {}).await.unwrap_or_default() {
            if let Some(mut refusing) = held.remove(&source.id)
                && let Some(trouble) = source.trouble
            {
                refusing.why = trouble.why;
                self.tell(notice::refusing(&self.place, &refusing));
            }
        }
    }
}
