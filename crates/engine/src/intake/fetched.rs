//! Files what a sender told when it was asked for the details of a delivery that had named an id alone.

use std::sync::Arc;

use recado_api::view::Verdict;
use recado_sqlite::Tx;
use recado_webhook::event::Event;

use super::events::{self, Place, Sifted};
use super::identity::KnownBy;
use super::{Understood, publish_line, publish_repetition};
use crate::core::Core;
use crate::store::deliveries::kept::Kept;
use crate::store::deliveries::{self, Detail, Settled, retention};
use crate::store::fetch::{self, FetchRow};
use crate::store::{StoreResult, sources};

/// What came of asking.
pub(crate) enum Fetched {
    Told {
        known_by: KnownBy,
        understood: Understood,
    },
    /// It is not asked for again.
    GivenUp(Detail),
}

/// Files it on the delivery that named it. The last thing that a delivery named settles it.
pub(crate) fn file_fetched(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    row: &FetchRow,
    kept: &Kept,
    fetched: &Fetched,
) -> StoreResult<()> {
    // An earlier run may have filed it and not lived to see that.
    if !fetch::is_left(tx, row.seq)? {
        return Ok(());
    }
    fetch::remove(tx, row.seq)?;
    let nothing = |verdict, why: &Detail| Came::Nothing(verdict, Some(why.clone()));
    let mut came_of_it = match fetched {
        Fetched::GivenUp(why) => nothing(Verdict::Unmatched, why),
        Fetched::Told { known_by, understood } => match understood {
            Understood::Events(said) => file_events(tx, core, kept, known_by, said)?,
            Understood::Ignored(why) => nothing(Verdict::Ignored, why),
            Understood::Malformed(why) => nothing(Verdict::Unmatched, why),
            Understood::Unmatched
            | Understood::Fetch(_)
            | Understood::Handshake(_)
            | Understood::Refused(_) => nothing(Verdict::Unmatched, &Detail::new("detail-unmatched")),
        },
    };
    if fetch::left_of(tx, kept.seq)? > 0 {
        return Ok(());
    }
    let line = deliveries::shown(tx, kept.seq, core.lang())?;
    if line.is_some_and(|line| !line.events.is_empty()) {
        came_of_it = Came::Filed;
    }
    let (verdict, detail, duplicate_of) = match &came_of_it {
        Came::Filed => (Verdict::Accepted, None, None),
        Came::Repeated(first) => (Verdict::Duplicate, None, Some(*first)),
        Came::Nothing(verdict, why) => (*verdict, why.as_ref(), None),
    };
    let settled = Settled {
        verdict,
        detail,
        duplicate_of,
        events: Some(0),
        pending: false,
    };
    deliveries::settle(tx, kept.seq, &settled)?;
    match duplicate_of {
        Some(first) => publish_repetition(tx, core, kept.seq, first)?,
        None => publish_line(tx, core, kept.seq)?,
    }
    retention::take_out_if_due(tx, kept.seq, core.now())
}

/// Says in the log why the details of a delivery are not here yet.
pub(crate) fn put_off(tx: &mut Tx<'_>, core: &Arc<Core>, kept: &Kept, why: &Detail) -> StoreResult<()> {
    if deliveries::explain_pending(tx, kept.seq, why)? {
        publish_line(tx, core, kept.seq)?;
    }
    Ok(())
}

enum Came {
    Filed,
    Repeated(recado_api::DeliveryId),
    Nothing(Verdict, Option<Detail>),
}

fn file_events(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    kept: &Kept,
    known_by: &KnownBy,
    said: &[Event],
) -> StoreResult<Came> {
    let fresh = match events::sift(tx, core, known_by, kept.id, said, 0)? {
        Sifted::Fresh(fresh) => fresh,
        Sifted::Repeated(first) => return Ok(Came::Repeated(first)),
        Sifted::Nobodys(why) => return Ok(Came::Nothing(Verdict::Ignored, Some(why))),
    };
    let source = sources::find(tx, kept.source_id)?;
    let (Some(line), Some(source)) = (deliveries::shown(tx, kept.seq, core.lang())?, source) else {
        return Ok(Came::Nothing(Verdict::Ignored, None));
    };
    let place = Place {
        delivery: kept.id,
        source: kept.source_id,
        source_title: &source.title,
        received_at: kept.received_at,
        test: kept.test,
        waited: false,
    };
    events::apply(tx, core, place, kept.seq, line, &fresh)?;
    Ok(Came::Filed)
}
