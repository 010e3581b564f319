//! How it stands, in a few lines of the menu: what is received here, and how senders elsewhere reach this computer.

use jiff::Timestamp;
use recado_api::view::{Link, LinkStop, Reach};

use crate::place::Place;

/// The public address, where there is one to speak of.
pub(super) struct PublicLine {
    pub(super) text: String,
    /// Whether somebody should look.
    pub(super) is_wrong: bool,
}

/// How the public address stands, in one line. The owner's own counts where there is one.
pub(super) fn public_line(reach: &Reach, place: &Place, now: Timestamp) -> Option<PublicLine> {
    let well = |id: &str| PublicLine {
        text: place.lang.text(id, &[]),
        is_wrong: false,
    };
    if reach.own_address.is_some() {
        return Some(well("tray-public-own"));
    }
    Some(match &reach.tunnel.as_ref()?.link {
        Link::Off => return None,
        Link::Connected { .. } => well("tray-public-connected"),
        Link::Connecting { error: None, .. } => well("tray-public-connecting"),
        Link::Connecting { since, .. } => PublicLine {
            text: place
                .lang
                .text("tray-public-away", &[("since", place.soon(*since, now).into())]),
            is_wrong: true,
        },
        Link::Stopped { why, .. } => PublicLine {
            text: place
                .lang
                .text("tray-public-stopped", &[("why", word(*why).into())]),
            is_wrong: true,
        },
    })
}

/// How many deliveries wait at the relay, if any do.
pub(super) fn waiting_line(reach: &Reach, place: &Place) -> Option<String> {
    let waiting = reach.tunnel.as_ref()?.waiting;
    (waiting > 0).then(|| place.lang.text("tray-waiting", &[("count", waiting.into())]))
}

fn word(why: LinkStop) -> &'static str {
    match why {
        LinkStop::Replaced => "replaced",
        LinkStop::Invitation => "invitation",
        LinkStop::Removed => "removed",
        LinkStop::OtherRelay => "other-relay",
        LinkStop::Protocol => "protocol",
        LinkStop::Identity => "identity",
    }
}
