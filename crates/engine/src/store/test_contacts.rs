//! What test deliveries left behind.

use recado_api::{ContactId, DeliveryId};
use rusqlite::{Connection, OptionalExtension};

use super::{StoreError, StoreResult};

/// Where a delivery was filed.
pub(crate) fn contact_of(db: &Connection, delivery: DeliveryId) -> StoreResult<Option<ContactId>> {
    let contact = db
        .prepare_cached(
            "SELECT contact.id FROM delivery
             JOIN event ON event.delivery_seq = delivery.seq
             JOIN contact ON contact.seq = event.contact_seq
             WHERE delivery.id = ?1 LIMIT 1",
        )?
        .query_row([delivery.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(contact.map(ContactId::from_bytes))
}

/// Erases all test contacts with everything on them, and the tests in the log, those that wait too. What a test told
/// of somebody who turned out to be real stays. Gives the contacts.
pub(crate) fn remove(db: &Connection) -> StoreResult<Vec<ContactId>> {
    let contacts = db
        .prepare("SELECT id FROM contact WHERE test = 1")?
        .query_and_then([], |row| Ok::<_, StoreError>(ContactId::from_bytes(row.get(0)?)))?
        .collect::<StoreResult<Vec<_>>>()?;
    // Timeline, handles, acts and toasts go with their contact.
    db.execute("DELETE FROM contact WHERE test = 1", [])?;
    // What a test told may be told again.
    db.execute(
        "DELETE FROM applied WHERE first_delivery IN
         (SELECT id FROM delivery
          WHERE test = 1 AND NOT EXISTS (SELECT 1 FROM event WHERE event.delivery_seq = delivery.seq))",
        [],
    )?;
    db.execute(
        "DELETE FROM delivery
         WHERE test = 1 AND NOT EXISTS (SELECT 1 FROM event WHERE event.delivery_seq = delivery.seq)",
        [],
    )?;
    Ok(contacts)
}
