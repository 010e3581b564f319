//! The people on the board.

use jiff::Timestamp;
use recado_api::view::{Appointment, AppointmentState, Contact, Money, Outcome};
use recado_api::{ContactId, SourceId, StageId};
use rusqlite::{Connection, Row, params};

use super::columns::{millis, optional_time, time, unreadable};
use super::{StoreError, StoreResult, contact_counts, handles};

/// A contact as it is changed: what is shown, and what only decides.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    /// 0 while it is not in the database.
    pub(crate) seq: i64,
    pub(crate) shown: Contact,
    pub(crate) name_is_owners: bool,
    pub(crate) outcome: Outcome,
    /// When the appointment that is shown was told.
    pub(crate) appointment_told_at: Option<Timestamp>,
    /// When the amount that is shown was told.
    pub(crate) amount_told_at: Option<Timestamp>,
}

/// Puts a new contact on the board and gives its `seq`. Its handles are given to it afterwards.
pub(crate) fn insert(db: &Connection, card: &Card) -> StoreResult<i64> {
    let shown = &card.shown;
    let (starts_at, ends_at, state) = appointment_columns(shown);
    let (minor, currency) = amount_columns(shown);
    db.prepare_cached(
        "INSERT INTO contact (id, name, name_is_owners, stage_id, position, unread, last_message, last_message_at,
                              waiting_since, source_id, created_at, stage_since, test, appointment_starts_at,
                              appointment_ends_at, appointment_state, appointment_told_at, amount_minor,
                              amount_currency, amount_told_at, known_as)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
    )?
    .execute(params![
        shown.id.as_bytes(),
        shown.name,
        card.name_is_owners,
        shown.stage_id.as_bytes(),
        shown.position,
        shown.unread,
        shown.last_message,
        shown.last_message_at.map(millis),
        shown.waiting_since.map(millis),
        shown.source_id.as_ref().map(SourceId::as_bytes),
        millis(shown.created_at),
        millis(shown.stage_since),
        shown.test,
        starts_at,
        ends_at,
        state,
        card.appointment_told_at.map(millis),
        minor,
        currency,
        card.amount_told_at.map(millis),
        known_as(shown)
    ])?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn card(db: &Connection, seq: i64) -> StoreResult<Option<Card>> {
    db.prepare_cached(&format!("{SHOWN} WHERE contact.seq = ?1"))?
        .query_and_then([seq], |row| read_card(db, row))?
        .next()
        .transpose()
}

pub(crate) fn find(db: &Connection, id: ContactId) -> StoreResult<Option<Card>> {
    db.prepare_cached(&format!("{SHOWN} WHERE contact.id = ?1"))?
        .query_and_then([id.as_bytes()], |row| read_card(db, row))?
        .next()
        .transpose()
}

/// Writes back what filing an event or an act of the owner changed, except handles and whether it is archived.
pub(crate) fn update(db: &Connection, card: &Card) -> StoreResult<()> {
    let shown = &card.shown;
    let (starts_at, ends_at, state) = appointment_columns(shown);
    let (minor, currency) = amount_columns(shown);
    db.prepare_cached(
        "UPDATE contact SET name = ?2, stage_id = ?3, position = ?4, unread = ?5, last_message = ?6,
                last_message_at = ?7, waiting_since = ?8, archived_at = CASE WHEN ?9 THEN archived_at END,
                name_is_owners = ?10, stage_since = ?11, test = ?12, appointment_starts_at = ?13,
                appointment_ends_at = ?14, appointment_state = ?15, appointment_told_at = ?16, amount_minor = ?17,
                amount_currency = ?18, amount_told_at = ?19
         WHERE seq = ?1",
    )?
    .execute(params![
        card.seq,
        shown.name,
        shown.stage_id.as_bytes(),
        shown.position,
        shown.unread,
        shown.last_message,
        shown.last_message_at.map(millis),
        shown.waiting_since.map(millis),
        shown.archived,
        card.name_is_owners,
        millis(shown.stage_since),
        shown.test,
        starts_at,
        ends_at,
        state,
        card.appointment_told_at.map(millis),
        minor,
        currency,
        card.amount_told_at.map(millis)
    ])?;
    Ok(())
}

/// Takes a card off the board.
pub(crate) fn archive(db: &Connection, seq: i64, at: Timestamp) -> StoreResult<()> {
    db.prepare_cached("UPDATE contact SET archived_at = ?2 WHERE seq = ?1")?
        .execute(params![seq, millis(at)])?;
    Ok(())
}

pub(crate) fn archived_at(db: &Connection, seq: i64) -> StoreResult<Option<Timestamp>> {
    db.prepare_cached("SELECT archived_at FROM contact WHERE seq = ?1")?
        .query_and_then([seq], |row| optional_time(row, "archived_at"))?
        .next()
        .transpose()
        .map(Option::flatten)
}

/// Lets the search know a contact by its present name and e-mail addresses.
pub(crate) fn update_known_as(db: &Connection, card: &Card) -> StoreResult<()> {
    db.prepare_cached("UPDATE contact SET known_as = ?2 WHERE seq = ?1")?
        .execute(params![card.seq, known_as(&card.shown)])?;
    Ok(())
}

/// Erases a contact with its timeline. That there was one stays counted.
pub(crate) fn remove(db: &Connection, seq: i64) -> StoreResult<()> {
    contact_counts::count(db, seq)?;
    db.prepare_cached("DELETE FROM contact WHERE seq = ?1")?
        .execute([seq])?;
    Ok(())
}

pub(crate) fn any(db: &Connection) -> StoreResult<bool> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM contact)", [], |row| row.get(0))?)
}

const SHOWN: &str =
    "SELECT contact.seq, contact.id, contact.name, stage_id, stage.title AS stage, contact.position,
            stage.outcome, name_is_owners, unread, last_message, last_message_at, waiting_since, source.title AS source,
            contact.created_at, archived_at, contact.source_id, stage_since, contact.test, appointment_starts_at,
            appointment_ends_at, appointment_state, appointment_told_at, amount_minor, amount_currency, amount_told_at
     FROM contact JOIN stage ON stage.id = contact.stage_id
     LEFT JOIN source ON source.id = contact.source_id";

/// Up to `limit` contacts made after `after`, in the order they were made.
pub(crate) fn page(db: &Connection, after: Option<ContactId>, limit: u32) -> StoreResult<Vec<Contact>> {
    let after: i64 = match after {
        Some(id) => db
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM contact WHERE id <= ?1")?
            .query_row([id.as_bytes()], |row| row.get(0))?,
        None => 0,
    };
    db.prepare_cached(&format!(
        "{SHOWN} WHERE contact.seq > ?1 ORDER BY contact.seq LIMIT ?2"
    ))?
    .query_and_then(params![after, limit], |row| read(db, row))?
    .collect()
}

fn read_card(db: &Connection, row: &Row<'_>) -> Result<Card, StoreError> {
    let outcome: String = row.get("outcome")?;
    Ok(Card {
        seq: row.get("seq")?,
        shown: read(db, row)?,
        name_is_owners: row.get("name_is_owners")?,
        outcome: super::board::outcome(&outcome)?,
        appointment_told_at: optional_time(row, "appointment_told_at")?,
        amount_told_at: optional_time(row, "amount_told_at")?,
    })
}

fn read(db: &Connection, row: &Row<'_>) -> Result<Contact, StoreError> {
    let (phones, emails) = handles::shown(db, row.get("seq")?)?;
    Ok(Contact {
        id: ContactId::from_bytes(row.get("id")?),
        name: row.get("name")?,
        phones,
        emails,
        stage: row.get("stage")?,
        stage_id: StageId::from_bytes(row.get("stage_id")?),
        position: row.get("position")?,
        unread: row.get("unread")?,
        last_message: row.get("last_message")?,
        last_message_at: optional_time(row, "last_message_at")?,
        waiting_since: optional_time(row, "waiting_since")?,
        source: row.get("source")?,
        source_id: row
            .get::<_, Option<[u8; 16]>>("source_id")?
            .map(SourceId::from_bytes),
        appointment: appointment(row)?,
        amount: amount(row)?,
        stage_since: time(row, "stage_since")?,
        test: row.get("test")?,
        created_at: time(row, "created_at")?,
        archived: row.get::<_, Option<i64>>("archived_at")?.is_some(),
    })
}

fn appointment(row: &Row<'_>) -> StoreResult<Option<Appointment>> {
    let Some(starts_at) = optional_time(row, "appointment_starts_at")? else {
        return Ok(None);
    };
    let state: String = row.get("appointment_state")?;
    Ok(Some(Appointment {
        starts_at,
        ends_at: optional_time(row, "appointment_ends_at")?,
        state: match state.as_str() {
            "booked" => AppointmentState::Booked,
            "confirmed" => AppointmentState::Confirmed,
            "rescheduled" => AppointmentState::Rescheduled,
            "cancelled" => AppointmentState::Cancelled,
            other => return Err(unreadable("contact.appointment_state", other)),
        },
    }))
}

fn amount(row: &Row<'_>) -> StoreResult<Option<Money>> {
    let minor: Option<i64> = row.get("amount_minor")?;
    let currency: Option<String> = row.get("amount_currency")?;
    Ok(minor
        .zip(currency)
        .map(|(minor, currency)| Money { minor, currency }))
}

fn appointment_columns(shown: &Contact) -> (Option<i64>, Option<i64>, Option<&'static str>) {
    let Some(appointment) = &shown.appointment else {
        return (None, None, None);
    };
    let state = match appointment.state {
        AppointmentState::Booked => "booked",
        AppointmentState::Confirmed => "confirmed",
        AppointmentState::Rescheduled => "rescheduled",
        AppointmentState::Cancelled => "cancelled",
    };
    let ends_at = appointment.ends_at.map(millis);
    (Some(millis(appointment.starts_at)), ends_at, Some(state))
}

fn amount_columns(shown: &Contact) -> (Option<i64>, Option<&str>) {
    let amount = shown.amount.as_ref();
    (
        amount.map(|amount| amount.minor),
        amount.map(|amount| amount.currency.as_str()),
    )
}

/// The text by which the search knows a contact, phones aside.
fn known_as(shown: &Contact) -> String {
    let words = std::iter::once(&shown.name).chain(&shown.emails);
    let words: Vec<_> = words
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
