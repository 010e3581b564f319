//! What a contact is found by: phones, e-mail addresses, ids on platforms.

use recado_webhook::event::Person;
use recado_webhook::phone::Phone;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::StoreResult;

/// One way to find a contact; at most one contact has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContactHandle {
    /// `phone`, `email`, or a platform's name with a colon.
    pub(crate) kind: String,
    /// Equal for all ways of writing the same handle.
    pub(crate) match_key: String,
    /// What people see.
    pub(crate) shown: String,
    pub(crate) verified: bool,
}

impl ContactHandle {
    pub(crate) fn phone(phone: &Phone) -> Self {
        Self {
            kind: PHONE.to_owned(),
            match_key: phone.match_key().to_owned(),
            shown: phone.number.clone(),
            verified: phone.verified,
        }
    }

    /// Of an address in lower case.
    pub(crate) fn email(address: &str) -> Self {
        Self {
            kind: EMAIL.to_owned(),
            match_key: address.to_owned(),
            shown: address.to_owned(),
            verified: true,
        }
    }

    pub(crate) fn is_phone(&self) -> bool {
        self.kind == PHONE
    }

    pub(crate) fn is_email(&self) -> bool {
        self.kind == EMAIL
    }
}

/// A person's handles, those that say most first: platform ids, valid phones, other phones, e-mail addresses.
pub(crate) fn of_person(person: &Person) -> Vec<ContactHandle> {
    let ids = person.ids.iter().map(|id| ContactHandle {
        kind: format!("{}:", id.platform),
        match_key: id.id.clone(),
        shown: id.id.clone(),
        verified: true,
    });
    let valid = person
        .phones
        .iter()
        .filter(|phone| phone.verified)
        .map(ContactHandle::phone);
    let other = person
        .phones
        .iter()
        .filter(|phone| !phone.verified)
        .map(ContactHandle::phone);
    let emails = person.emails.iter().map(|email| ContactHandle::email(email));
    ids.chain(valid).chain(other).chain(emails).collect()
}

const PHONE: &str = "phone";
const EMAIL: &str = "email";

/// The contact that has this handle.
pub(crate) fn owner(db: &Connection, handle: &ContactHandle) -> StoreResult<Option<i64>> {
    let owner = db
        .prepare_cached("SELECT contact_seq FROM contact_handle WHERE kind = ?1 AND match_key = ?2")?
        .query_row(params![handle.kind, handle.match_key], |row| row.get(0))
        .optional()?;
    Ok(owner)
}

/// Gives a handle to a contact, unless somebody has it already.
pub(crate) fn give(db: &Connection, contact_seq: i64, handle: &ContactHandle) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO contact_handle (kind, match_key, contact_seq, shown, verified)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (kind, match_key) DO NOTHING",
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

/// Takes a handle from a contact that has it.
pub(crate) fn take(db: &Connection, contact_seq: i64, handle: &ContactHandle) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM contact_handle WHERE kind = ?1 AND match_key = ?2 AND contact_seq = ?3")?
        .execute(params![handle.kind, handle.match_key, contact_seq])?;
    Ok(())
}

/// All handles of a contact, verified ones first.
pub(crate) fn of_contact(db: &Connection, contact_seq: i64) -> StoreResult<Vec<ContactHandle>> {
    let handles = db
        .prepare_cached(
            "SELECT kind, match_key, shown, verified FROM contact_handle WHERE contact_seq = ?1
             ORDER BY verified DESC, match_key",
        )?
        .query_map([contact_seq], |row| {
            Ok(ContactHandle {
                kind: row.get("kind")?,
                match_key: row.get("match_key")?,
                shown: row.get("shown")?,
                verified: row.get("verified")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(handles)
}

/// A contact's phones and e-mail addresses as people see them, verified ones first.
pub(crate) fn shown(db: &Connection, contact_seq: i64) -> StoreResult<(Vec<String>, Vec<String>)> {
    let (mut phones, mut emails) = (Vec::new(), Vec::new());
    let mut select = db.prepare_cached(
        "SELECT kind, shown FROM contact_handle WHERE contact_seq = ?1 ORDER BY verified DESC, match_key",
    )?;
    let mut rows = select.query([contact_seq])?;
    while let Some(row) = rows.next()? {
        match row.get_ref("kind")?.as_str().map_err(rusqlite::Error::from)? {
            PHONE => phones.push(row.get("shown")?),
            EMAIL => emails.push(row.get("shown")?),
            _ => {}
        }
    }
    Ok((phones, emails))
}

/// Notes that two contacts may be one person.
pub(crate) fn suggest_same_person(db: &Connection, one: i64, other: i64) -> StoreResult<()> {
    db.execute(
        "INSERT OR IGNORE INTO same_person (first_seq, second_seq) VALUES (?1, ?2)",
        params![one.min(other), one.max(other)],
    )?;
    Ok(())
}
