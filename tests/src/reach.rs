//! How an installation is reached from elsewhere.

use recado_api::{
    request::{ShowReach, UseRelay},
    view::{Link, Tunnel},
};

use crate::{Recado, Source, wait};

impl Recado {
    /// The owner chooses a relay that is open to all, while the program runs; waits until the link to it stands.
    #[track_caller]
    pub fn use_relay(&self, origin: &str) {
        let invitation = origin.to_owned();
        self.ask(UseRelay { invitation })
            .unwrap_or_else(|error| panic!("{error}"));
        self.wait_for_link();
    }

    /// The tunnel as the owner sees it.
    #[track_caller]
    pub fn tunnel(&self) -> Tunnel {
        let reach = self.ask(ShowReach {}).unwrap_or_else(|error| panic!("{error}"));
        reach.tunnel.expect("a relay was chosen")
    }

    /// Waits until the link to the relay stands.
    #[track_caller]
    pub fn wait_for_link(&self) {
        wait::may_see(|| matches!(self.tunnel().link, Link::Connected { .. }).then_some(()))
            .unwrap_or_else(|| panic!("the link never stood: {:?}", self.tunnel()));
    }

    /// Waits until the link stands no more.
    #[track_caller]
    pub fn wait_for_the_end_of_the_link(&self) {
        wait::until("the link to be gone", || {
            (!matches!(self.tunnel().link, Link::Connected { .. })).then_some(())
        });
    }

    /// Waits until a source is shown with a public address, and returns it.
    #[track_caller]
    pub fn public_address(&self, source: &Source) -> String {
        wait::until("the source's public address", || self.shown_address(source))
    }

    /// The public address with which a source is shown now, if it is.
    #[track_caller]
    pub fn shown_address(&self, source: &Source) -> Option<String> {
        let sources = self.sources();
        let shown = sources.iter().find(|shown| shown["id"] == source.id.as_str());
        let shown = shown.expect("the source is listed");
        shown["public_address"].as_str().map(str::to_owned)
    }
}
