//! Settings by name.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreResult;

/// The port that this folder's receiver took at its first start, for good.
pub(crate) const RECEIVER_PORT: &str = "receiver_port";

/// The folder's own random name, under which its secrets stand in a keyring.
pub(crate) const FOLDER_NAME: &str = "folder_name";

/// Where its secrets are kept, as the JSON of `recado_api::view::SecretsKept`; absent until there was one.
pub(crate) const SECRETS_KEPT: &str = "secrets_kept";

/// Set while deliveries that name nobody are read again.
pub(crate) const UNMATCHED_TO_READ: &str = "unmatched_to_read";

/// Up to when the log was tidied, in milliseconds since 1970.
pub(crate) const LOG_TAKEN_OUT_UNTIL: &str = "log_taken_out_until";

/// The address of the folder's identity, which is kept where its secrets are; absent while it has none.
pub(crate) const TUNNEL_IDENTITY: &str = "tunnel_identity";

/// The relay that was chosen, as the JSON of `tunnel::RelayChoice`; absent where there is none.
pub(crate) const TUNNEL_RELAY: &str = "tunnel_relay";

/// The sources that the relay takes deliveries for, as the JSON of `tunnel::Ready`.
pub(crate) const TUNNEL_READY: &str = "tunnel_ready";

/// Up to when of the relay's time the ids of its deliveries are forgotten, in milliseconds since 1970.
pub(crate) const TUNNEL_FORGOTTEN_UNTIL: &str = "tunnel_forgotten_until";

/// Where the owner's own tunnel makes the receiver public, as a JSON text; absent where there is none.
pub(crate) const OWN_ADDRESS: &str = "own_address";

/// Up to when this computer is known to have answered senders, as a JSON time; absent until that mattered to any.
pub(crate) const ANSWERED_UNTIL: &str = "answered_until";

/// When nobody answers senders, or did not a moment ago, as the JSON of `patience::outage::Outages`.
pub(crate) const OUTAGES: &str = "outages";

/// When nothing could have come of late, as the JSON of `rhythm::absences::Absences`.
pub(crate) const ABSENCES: &str = "absences";

/// What the owner chose, each as the JSON of its field in `recado_api::view::Settings`; absent until chosen.
pub(crate) const LANGUAGE: &str = "language";
pub(crate) const THEME: &str = "theme";
pub(crate) const GATE: &str = "gate";
pub(crate) const RETENTION: &str = "retention";
pub(crate) const TRUSTED_PROXY: &str = "trusted_proxy";
pub(crate) const HIDE_MESSAGE_TEXT: &str = "hide_message_text";
pub(crate) const PAUSED_UNTIL: &str = "paused_until";

pub(crate) fn load_json<T: DeserializeOwned>(db: &Connection, key: &str) -> StoreResult<Option<T>> {
    let value = load(db, key)?;
    Ok(value.map(|json| serde_json::from_str(&json)).transpose()?)
}

pub(crate) fn save_json(db: &Connection, key: &str, value: &impl Serialize) -> StoreResult<()> {
    save(db, key, &serde_json::to_string(value)?)
}

pub(crate) fn forget(db: &Connection, key: &str) -> StoreResult<()> {
    db.execute("DELETE FROM setting WHERE key = ?1", [key])?;
    Ok(())
}

pub(crate) fn load(db: &Connection, key: &str) -> StoreResult<Option<String>> {
    let value = db
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(value)
}

pub(crate) fn save(db: &Connection, key: &str, value: &str) -> StoreResult<()> {
    db.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        params![key, value],
    )?;
    Ok(())
}
