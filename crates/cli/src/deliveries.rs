//! `recado deliveries`: the log of what came.

use recado_api::Lang;
use recado_api::request::{ListDeliveries, ShowBusiness};
use recado_api::view::{Delivery, DeliveryFilter, Verdict};
use recado_engine::Folder;

use crate::args::Deliveries;
use crate::door::Door;
use crate::output::{self, Place};
use crate::problem::Problem;
use crate::source;

/// Deliveries asked for at a time.
const PAGE: u32 = 500;

pub(crate) async fn run(folder: &Folder, args: Deliveries) -> Result<(), Problem> {
    Door::through(folder, async |door| list(door, args).await).await
}

async fn list(door: &Door, args: Deliveries) -> Result<(), Problem> {
    let place = Place::of(&door.ask(ShowBusiness {}).await?);
    let json = args.json;
    let filter = DeliveryFilter {
        source: match args.source {
            Some(named) => Some(source::find(door, &named, place.lang).await?),
            None => None,
        },
        verdicts: args.verdict,
        ..DeliveryFilter::default()
    };
    let mut after = None;
    let mut any = false;
    loop {
        let page = door
            .ask(ListDeliveries {
                filter: filter.clone(),
                after,
                newest_first: false,
                limit: PAGE,
            })
            .await?;
        for delivery in &page.deliveries {
            any = true;
            if json {
                output::json(delivery)?;
            } else {
                output::line(&words(delivery, &place))?;
            }
        }
        after = page.deliveries.last().map(|delivery| delivery.id);
        if !page.more {
            break;
        }
    }
    if !any && !json {
        output::line(&place.lang.text("deliveries-none", &[]))?;
    }
    Ok(())
}

/// As people say it.
pub(crate) fn verdict(verdict: Verdict, lang: Lang) -> String {
    let message = match verdict {
        Verdict::Accepted => "verdict-accepted",
        Verdict::Duplicate => "verdict-duplicate",
        Verdict::Unmatched => "verdict-unmatched",
        Verdict::Paused => "verdict-paused",
        Verdict::Malformed => "verdict-malformed",
        Verdict::Ignored => "verdict-ignored",
        Verdict::Handshake => "verdict-handshake",
        Verdict::Refused => "verdict-refused",
        Verdict::Limited => "verdict-limited",
    };
    lang.text(message, &[])
}

fn words(delivery: &Delivery, place: &Place) -> String {
    let verdict = verdict(delivery.verdict, place.lang);
    let repeats = if delivery.repeats > 0 {
        format!(" {}×", delivery.repeats + 1)
    } else {
        String::new()
    };
    let detail = delivery
        .detail_local
        .as_deref()
        .map(output::tame)
        .unwrap_or_default();
    let at = place.time(delivery.received_at);
    format!(
        "{at}  {}  {verdict}{repeats}  {}  {detail}",
        output::tame(&delivery.source),
        delivery.http_status
    )
}
