//! What a contact is found by: phones, e-mail addresses, ids on platforms.

use recado_webhook::event::Person;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreResult;

/// One way to find a contact; at most one contact has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContactHandle {
    /// `phone`, `email`, or a platform's name with a colon.
    pub(crate) kind: String,
    /// Equal for all ways of writing the same handle.
    pub(crate) match_key: String,
    /// What people see.
    pub(crate) shown: String,
    pub(crate) verified: bool,
}

/// A person's handles, those that say most first: platform ids, valid phones, other phones, e-mail addresses.
pub(crate) fn of_person(person: &Person) -> Vec<ContactHandle> {
    let ids = person.ids.iter().map(|id| ContactHandle {
        kind: format!("{}:", id.platform),
        match_key: id.id.clone(),
        shown: id.id.clone(),
        verified: true,
    });
    let phone = |phone: &recado_webhook::phone::Phone| ContactHandle {
        kind: PHONE.to_owned(),
        match_key: phone.match_key().to_owned(),
        shown: phone.number.clone(),
        verified: phone.verified,
    };
    let valid = person.phones.iter().filter(|phone| phone.verified).map(phone);
    let other = person.phones.iter().filter(|phone| !phone.verified).map(phone);
    let emails = person.emails.iter().map(|email| ContactHandle {
        kind: EMAIL.to_owned(),
        match_key: email.clone(),
        shown: email.clone(),
        verified: true,
    });
    ids.chain(valid).chain(other).chain(emails).collect()
}

pub(crate) const PHONE: &str = "phone";
pub(crate) const EMAIL: &str = "email";

/// The contact that has this handle.
pub(crate) fn owner(db: &Connection, handle: &ContactHandle) -> StoreResult<Option<i64>> {
    let owner = db
        .prepare_cached("SELECT contact_seq FROM contact_handle WHERE kind = ?1 AND match_key = ?2")?
        .query_row(params![handle.kind, handle.match_key], |row| row.get(0))
        .optional()?;
    Ok(owner)
}

/// Gives a handle that nobody has to a contact.
pub(crate) fn give(db: &Connection, contact_seq: i64, handle: &ContactHandle) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO contact_handle (kind, match_key, contact_seq, shown, verified)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        handle.kind,
        handle.match_key,
        contact_seq,
        handle.shown,
        handle.verified
    ])?;
    Ok(())
}

/// A contact's handles of one kind, as people see them, in the order they are found by.
pub(crate) fn shown(db: &Connection, contact_seq: i64, kind: &str) -> StoreResult<Vec<String>> {
    let shown = db
        .prepare_cached(
            "SELECT shown FROM contact_handle WHERE contact_seq = ?1 AND kind = ?2
             ORDER BY verified DESC, match_key",
        )?
        .query_map(params![contact_seq, kind], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(shown)
}

/// Notes that two contacts may be one person.
pub(crate) fn suggest_same_person(db: &Connection, one: i64, other: i64) -> StoreResult<()> {
    db.execute(
        "INSERT OR IGNORE INTO same_person (first_seq, second_seq) VALUES (?1, ?2)",
        params![one.min(other), one.max(other)],
    )?;
    Ok(())
}
