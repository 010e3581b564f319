//! What is told of a source that the owner should look at.

use jiff::Timestamp;
use recado_api::view::{Alert, AlertWhat, Destination, GivesUp};

use super::{LONGEST_NAME, LONGEST_TEXT, Notice, open, tame};
use crate::place::Place;

/// Something that the owner should know of a source begins.
pub(crate) fn alert(place: &Place, alert: &Alert, now: Timestamp) -> Notice {
    let lang = place.lang;
    let source = tame(&alert.source, LONGEST_NAME);
    let since = place.soon(alert.since, now);
    let titled = |id: &str| lang.text(id, &[("source", source.as_str().into())]);
    let (title, body) = match &alert.what {
        AlertWhat::Silent(silence) => {
            let args = [
                ("since", place.soon(silence.last_delivery_at, now).into()),
                ("usual", silence.usual.into()),
            ];
            (titled("toast-silent"), lang.text("toast-silent-text", &args))
        }
        AlertWhat::ShapeChanged(changed) => {
            let args = [
                ("gone", changed.gone.len().into()),
                ("names", changed.gone.join(", ").into()),
            ];
            (
                titled("toast-shape-changed"),
                lang.text("toast-shape-changed-text", &args),
            )
        }
        AlertWhat::Unanswered(unanswered) => {
            let args = [
                ("then", word(unanswered.then).into()),
                ("at", place.soon(unanswered.gives_up_at, now).into()),
                ("why", unanswered.why.as_str().into()),
            ];
            (
                titled("toast-unanswered"),
                lang.text("toast-unanswered-text", &args),
            )
        }
        AlertWhat::GaveUp(gave_up) => {
            let args = [
                ("source", source.as_str().into()),
                ("then", word(gave_up.then).into()),
            ];
            let since = [("since", since.into())];
            (
                lang.text("toast-gave-up", &args),
                lang.text("toast-gave-up-text", &since),
            )
        }
    };
    Notice {
        title,
        body: tame(&body, LONGEST_TEXT),
        leads_to: Some(Destination::Connection(alert.source_id)),
        action: open(place),
        sound: true,
    }
}

/// As the catalogues know it.
fn word(then: GivesUp) -> &'static str {
    match then {
        GivesUp::Lost => "lost",
        GivesUp::QueueStopped => "queue-stopped",
        GivesUp::Disabled => "disabled",
    }
}
