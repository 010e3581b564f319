//! `recado alerts`: what the owner should know of the sources.

use recado_api::request::{ListAlerts, ShowBusiness};
use recado_api::view::{Alert, AlertWhat, GivesUp};
use recado_engine::Folder;

use crate::args::Listing;
use crate::door::Door;
use crate::output::{self, Place, tame};
use crate::problem::Problem;

pub(crate) async fn run(folder: &Folder, args: Listing) -> Result<(), Problem> {
    Door::through(folder, async |door| {
        let place = Place::of(&door.ask(ShowBusiness {}).await?);
        let alerts = door.ask(ListAlerts {}).await?;
        for alert in &alerts {
            if args.json {
                output::json(alert)?;
            } else {
                output::line(&in_a_line(alert, &place))?;
                for line in more(alert, &place) {
                    output::line(&format!("    {line}"))?;
                }
            }
        }
        if alerts.is_empty() && !args.json {
            output::line(&place.lang.text("alerts-none", &[]))?;
        }
        Ok(())
    })
    .await
}

/// Which source it is about, and what it is.
pub(crate) fn in_a_line(alert: &Alert, place: &Place) -> String {
    let lang = place.lang;
    let since = place.time(alert.since);
    let said = match &alert.what {
        AlertWhat::Silent(silence) => {
            let args = [
                ("since", place.time(silence.last_delivery_at).into()),
                ("usual", silence.usual.into()),
            ];
            lang.text("alerts-silent", &args)
        }
        AlertWhat::ShapeChanged(_) => lang.text("alerts-shape-changed", &[("since", since.into())]),
        AlertWhat::Unanswered(unanswered) => {
            let args = [
                ("then", word(unanswered.then).into()),
                ("since", since.into()),
                ("at", place.time(unanswered.gives_up_at).into()),
            ];
            lang.text("alerts-unanswered", &args)
        }
        AlertWhat::GaveUp(gave_up) => {
            let until = match gave_up.until {
                Some(until) => place.time(until),
                None => "now".to_owned(),
            };
            let args = [
                ("then", word(gave_up.then).into()),
                ("since", since.into()),
                ("until", until.into()),
            ];
            lang.text("alerts-gave-up", &args)
        }
    };
    format!("{}  {said}", tame(&alert.source))
}

/// Why it is, and what can be done.
fn more(alert: &Alert, place: &Place) -> Vec<String> {
    let lang = place.lang;
    let listed = |head: &str, items: &[String]| {
        let head = (!items.is_empty()).then(|| lang.text(head, &[]));
        let items = items.iter().map(|item| format!("  - {item}"));
        head.into_iter().chain(items).collect()
    };
    match &alert.what {
        AlertWhat::Silent(silence) => listed("alerts-causes", &silence.causes),
        AlertWhat::ShapeChanged(changed) => [
            ("alerts-shape-gone", &changed.gone),
            ("alerts-shape-new", &changed.new),
        ]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(id, names)| lang.text(id, &[("names", tame(&names.join(", ")).into())]))
        .collect(),
        AlertWhat::Unanswered(unanswered) => vec![unanswered.why.clone()],
        AlertWhat::GaveUp(gave_up) => listed("alerts-do", &gave_up.recover),
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
