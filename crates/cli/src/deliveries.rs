//! `recado deliveries`: the log of what came.

use recado_api::request::{ListDeliveries, ShowBusiness};
use recado_api::view::{Delivery, Verdict};
use recado_engine::Folder;

use crate::args::Listing;
use crate::door::Door;
use crate::output::{self, Place};
use crate::problem::Problem;

/// Deliveries asked for at a time.
const PAGE: u32 = 500;

pub(crate) async fn run(folder: &Folder, args: Listing) -> Result<(), Problem> {
    Door::through(folder, async |door| list(door, args.json).await).await
}

async fn list(door: &Door, json: bool) -> Result<(), Problem> {
    let place = Place::of(&door.ask(ShowBusiness {}).await?);
    let mut after = None;
    let mut any = false;
    loop {
        let page = door.ask(ListDeliveries { after, limit: PAGE }).await?;
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

fn words(delivery: &Delivery, place: &Place) -> String {
    let verdict = match delivery.verdict {
        Verdict::Accepted => place.lang.text("verdict-accepted", &[]),
        Verdict::Duplicate => place.lang.text("verdict-duplicate", &[]),
        Verdict::Unmatched => place.lang.text("verdict-unmatched", &[]),
        Verdict::Paused => place.lang.text("verdict-paused", &[]),
        Verdict::Malformed => place.lang.text("verdict-malformed", &[]),
    };
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
