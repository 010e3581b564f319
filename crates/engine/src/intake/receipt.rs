//! How far our own messages came, as their senders tell: sent, delivered, read, failed.

use recado_api::SourceId;
use recado_api::view::{Receipt, TimelineEntry};
use recado_sqlite::Tx;
use recado_webhook::event::Event;

use crate::store::StoreResult;
use crate::store::events::{self, Sent};

/// Whether a receipt says something new of a message that is known.
pub(super) fn tells(tx: &Tx<'_>, source: SourceId, event: &Event) -> StoreResult<bool> {
    Ok(told(tx, source, event)?.is_some())
}

/// Notes it on the message, and gives its line of the timeline.
pub(super) fn apply(tx: &Tx<'_>, source: SourceId, event: &Event) -> StoreResult<Option<TimelineEntry>> {
    match told(tx, source, event)? {
        Some((message, receipt)) => events::set_receipt(tx, message.seq, receipt),
        None => Ok(None),
    }
}

fn told(tx: &Tx<'_>, source: SourceId, event: &Event) -> StoreResult<Option<(Sent, Receipt)>> {
    let receipt = event.version.as_deref().and_then(events::read_receipt);
    let (Some(id), Some(receipt)) = (&event.external_id, receipt) else {
        return Ok(None);
    };
    let message = events::sent(tx, source, id)?;
    let message = message.filter(|message| is_news(message.receipt, receipt));
    Ok(message.map(|message| (message, receipt)))
}

/// Receipts come in any order, and only lead forward. What was delivered has not failed.
fn is_news(known: Option<Receipt>, told: Receipt) -> bool {
    let how_far = |receipt| match receipt {
        Receipt::Sent => 1,
        Receipt::Failed => 2,
        Receipt::Delivered => 3,
        Receipt::Read => 4,
    };
    known.is_none_or(|known| how_far(told) > how_far(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_was_read_is_not_merely_delivered_again() {
        use Receipt::{Delivered, Failed, Read, Sent};
        for (known, told) in [
            (Sent, Delivered),
            (Sent, Failed),
            (Failed, Delivered),
            (Delivered, Read),
        ] {
            assert!(is_news(Some(known), told), "{known:?} then {told:?}");
            assert!(!is_news(Some(told), known), "{told:?} then {known:?}");
            assert!(!is_news(Some(told), told));
            assert!(is_news(None, told));
        }
    }
}
