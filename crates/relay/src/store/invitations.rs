//! Invitations: who has one may attach for the first time.

use rusqlite::params;

use super::{Store, StoreError, signed, unsigned};

/// An invitation as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Invited {
    pub(crate) hash: [u8; 32],
    /// For whom, in the operator's words.
    pub(crate) note: String,
    pub(crate) made_at_ms: u64,
    pub(crate) expires_at_ms: u64,
    /// How many engines it still lets in.
    pub(crate) uses_left: u32,
    pub(crate) revoked_at_ms: Option<u64>,
}

impl Store {
    /// Keeps a new invitation.
    pub(crate) async fn invite(&self, invited: Invited) -> Result<(), StoreError> {
        let kept = self.database.write(move |tx| {
            tx.execute(
                "INSERT INTO invitations (hash, note, made_at_ms, expires_at_ms, uses_left, revoked_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    invited.hash,
                    invited.note,
                    signed(invited.made_at_ms),
                    signed(invited.expires_at_ms),
                    invited.uses_left,
                    invited.revoked_at_ms.map(signed),
                ],
            )?;
            Ok::<_, StoreError>(())
        });
        Ok(kept.await?)
    }

    /// All invitations, in the order in which they were made, each with how many engines it has let in.
    pub(crate) async fn invitations(&self) -> Result<Vec<(Invited, u64)>, StoreError> {
        let listed = self.database.read(|connection| {
            let mut select = connection.prepare(
                "SELECT hash, note, made_at_ms, expires_at_ms, uses_left, revoked_at_ms,
                        (SELECT count(*) FROM addresses WHERE invitation = hash)
                 FROM invitations ORDER BY made_at_ms, hash",
            )?;
            let rows = select.query_map([], |row| {
                let invited = Invited {
                    hash: row.get(0)?,
                    note: row.get(1)?,
                    made_at_ms: unsigned(row.get(2)?),
                    expires_at_ms: unsigned(row.get(3)?),
                    uses_left: row.get(4)?,
                    revoked_at_ms: row.get::<_, Option<i64>>(5)?.map(unsigned),
                };
                Ok((invited, unsigned(row.get(6)?)))
            })?;
            Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
        });
        Ok(listed.await?)
    }

    /// From now on this invitation lets nobody in.
    pub(crate) async fn revoke(&self, hash: [u8; 32], now_ms: u64) -> Result<(), StoreError> {
        let revoked = self.database.write(move |tx| {
            tx.execute(
                "UPDATE invitations SET revoked_at_ms = coalesce(revoked_at_ms, ?2) WHERE hash = ?1",
                params![hash, signed(now_ms)],
            )?;
            Ok::<_, StoreError>(())
        });
        Ok(revoked.await?)
    }
}

/// Takes one use of an invitation, if there is such a one that is still good.
pub(super) fn use_up(tx: &rusqlite::Connection, hash: &[u8; 32], now_ms: i64) -> rusqlite::Result<bool> {
    let used = tx
        .prepare_cached(
            "UPDATE invitations SET uses_left = uses_left - 1
             WHERE hash = ?1 AND uses_left > 0 AND expires_at_ms > ?2 AND revoked_at_ms IS NULL",
        )?
        .execute(params![hash, now_ms])?;
    Ok(used == 1)
}
