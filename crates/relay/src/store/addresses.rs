//! The engines that have attached, each with its address, its keys and its table.

use recado_tunnel::identity::{Address, IdentityKey, SealingKey};
use recado_tunnel::keys::KeyTable;
use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError, invitations, signed, unsigned};

/// An engine that has proven who it is and wants to attach.
#[derive(Debug, Clone)]
pub(crate) struct Joining {
    pub(crate) address: Address,
    pub(crate) key: IdentityKey,
    pub(crate) sealing_key: SealingKey,
    /// The hash of the invitation that it brought.
    pub(crate) invitation: Option<[u8; 32]>,
    /// Whether anybody may attach.
    pub(crate) open: bool,
    pub(crate) now_ms: u64,
}

/// An engine that may attach.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    /// The number of this attach: the newest of an address has the highest.
    pub(crate) attach: i64,
    /// The table that the relay has of it.
    pub(crate) table: Option<KeyTable>,
    /// Whether it has never attached before.
    pub(crate) new: bool,
}

/// Why an engine may not attach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    InvitationNeeded,
    InvitationInvalid,
    Removed,
}

/// An engine as its operator sees it.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) address: Address,
    /// That of the invitation with which it came; `None` if it came without one.
    pub(crate) note: Option<String>,
    pub(crate) first_seen_ms: u64,
    pub(crate) last_seen_ms: u64,
    pub(crate) removed_at_ms: Option<u64>,
}

/// What is known of an engine.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) sealing_key: SealingKey,
    pub(crate) table: Option<KeyTable>,
}

impl Store {
    /// Takes an engine in, a new one by its invitation, and counts the attach.
    pub(crate) async fn join(&self, joining: Joining) -> Result<Result<Joined, Refused>, StoreError> {
        let joined = self.database.write(move |tx| join(tx, &joining)).await?;
        Ok(joined)
    }

    /// What is known of this address; `None` if nothing, or if it was removed.
    pub(crate) async fn known(&self, address: Address) -> Result<Option<Known>, StoreError> {
        let known = self.database.read(move |connection| {
            let row = connection
                .prepare_cached(
                    "SELECT sealing_key, key_table FROM addresses WHERE address = ?1 AND removed_at_ms IS NULL",
                )?
                .query_row([address.as_bytes().as_slice()], |row| {
                    Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
                })
                .optional()?;
            let Some((sealing_key, table)) = row else {
                return Ok(None);
            };
            Ok::<_, StoreError>(Some(Known {
                sealing_key: SealingKey::from_bytes(&sealing_key)
                    .map_err(|_| StoreError::Unreadable("a sealing key"))?,
                table: table.as_deref().map(read_table).transpose()?,
            }))
        });
        Ok(known.await?)
    }

    /// Keeps the table of an engine. `false` if the engine has attached anew since, or was removed: then it is not this
    /// link's to change.
    pub(crate) async fn keep_table(
        &self,
        address: Address,
        attach: i64,
        table: Vec<u8>,
    ) -> Result<bool, StoreError> {
        let kept = self.database.write(move |tx| {
            let changed = tx
                .prepare_cached(
                    "UPDATE addresses SET key_table = ?3
                     WHERE address = ?1 AND attach = ?2 AND removed_at_ms IS NULL",
                )?
                .execute(params![address.as_bytes().as_slice(), attach, table])?;
            Ok::<_, StoreError>(changed == 1)
        });
        Ok(kept.await?)
    }

    /// Notes that these engines were attached until now.
    pub(crate) async fn seen(&self, addresses: Vec<Address>, now_ms: u64) -> Result<(), StoreError> {
        let noted = self.database.write(move |tx| {
            let mut note = tx.prepare_cached(
                "UPDATE addresses SET last_seen_ms = max(last_seen_ms, ?2) WHERE address = ?1",
            )?;
            for address in &addresses {
                note.execute(params![address.as_bytes().as_slice(), signed(now_ms)])?;
            }
            Ok::<_, StoreError>(())
        });
        Ok(noted.await?)
    }

    /// How many engines have ever attached, without those that were removed.
    pub(crate) async fn count(&self) -> Result<u64, StoreError> {
        let count = self.database.read(|connection| {
            let count: i64 = connection.query_row(
                "SELECT count(*) FROM addresses WHERE removed_at_ms IS NULL",
                [],
                |row| row.get(0),
            )?;
            Ok::<_, StoreError>(unsigned(count))
        });
        Ok(count.await?)
    }

    /// All engines, those that attached first at the beginning.
    pub(crate) async fn engines(&self) -> Result<Vec<Listed>, StoreError> {
        let listed = self.database.read(|connection| {
            let mut select = connection.prepare(
                "SELECT address, note, first_seen_ms, last_seen_ms, removed_at_ms
                 FROM addresses LEFT JOIN invitations ON hash = invitation ORDER BY first_seen_ms, address",
            )?;
            let rows = select.query_map([], |row| {
                Ok(Listed {
                    address: Address::from_bytes(row.get(0)?),
                    note: row.get(1)?,
                    first_seen_ms: unsigned(row.get(2)?),
                    last_seen_ms: unsigned(row.get(3)?),
                    removed_at_ms: row.get::<_, Option<i64>>(4)?.map(unsigned),
                })
            })?;
            Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
        });
        Ok(listed.await?)
    }

    /// The addresses that were removed.
    pub(crate) async fn removed(&self) -> Result<Vec<Address>, StoreError> {
        let removed = self.database.read(|connection| {
            let mut select =
                connection.prepare_cached("SELECT address FROM addresses WHERE removed_at_ms IS NOT NULL")?;
            let rows = select.query_map([], |row| Ok(Address::from_bytes(row.get(0)?)))?;
            Ok::<_, StoreError>(rows.collect::<Result<_, _>>()?)
        });
        Ok(removed.await?)
    }

    /// Removes an address, with its table of keys.
    pub(crate) async fn remove(&self, address: Address, now_ms: u64) -> Result<(), StoreError> {
        let removed = self.database.write(move |tx| {
            tx.execute(
                "UPDATE addresses SET removed_at_ms = coalesce(removed_at_ms, ?2), key_table = NULL
                 WHERE address = ?1",
                params![address.as_bytes().as_slice(), signed(now_ms)],
            )?;
            Ok::<_, StoreError>(())
        });
        Ok(removed.await?)
    }

    /// Lets a removed address attach again.
    pub(crate) async fn readmit(&self, address: Address) -> Result<(), StoreError> {
        let readmitted = self.database.write(move |tx| {
            tx.execute(
                "UPDATE addresses SET removed_at_ms = NULL WHERE address = ?1",
                [address.as_bytes().as_slice()],
            )?;
            Ok::<_, StoreError>(())
        });
        Ok(readmitted.await?)
    }
}

fn join(tx: &rusqlite::Connection, joining: &Joining) -> Result<Result<Joined, Refused>, StoreError> {
    let address = joining.address.as_bytes().as_slice();
    let now = signed(joining.now_ms);
    let before = tx
        .prepare_cached(
            "SELECT attach, key_table, removed_at_ms IS NOT NULL FROM addresses WHERE address = ?1",
        )?
        .query_row([address], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Option<Vec<u8>>>(1)?,
                row.get::<_, bool>(2)?,
            ))
        })
        .optional()?;
    if let Some((attach, table, removed)) = before {
        if removed {
            return Ok(Err(Refused::Removed));
        }
        tx.prepare_cached(
            "UPDATE addresses SET attach = ?2, sealing_key = ?3, last_seen_ms = ?4 WHERE address = ?1",
        )?
        .execute(params![address, attach + 1, joining.sealing_key.to_bytes(), now])?;
        return Ok(Ok(Joined {
            attach: attach + 1,
            table: table.as_deref().map(read_table).transpose()?,
            new: false,
        }));
    }
    if !joining.open {
        let Some(invitation) = &joining.invitation else {
            return Ok(Err(Refused::InvitationNeeded));
        };
        if !invitations::use_up(tx, invitation, now)? {
            return Ok(Err(Refused::InvitationInvalid));
        }
    }
    tx.prepare_cached(
        "INSERT INTO addresses (address, identity, sealing_key, attach, invitation, first_seen_ms, last_seen_ms)
         VALUES (?1, ?2, ?3, 1, ?4, ?5, ?5)",
    )?
    .execute(params![
        address,
        joining.key.to_bytes(),
        joining.sealing_key.to_bytes(),
        joining.invitation.filter(|_| !joining.open),
        now
    ])?;
    Ok(Ok(Joined {
        attach: 1,
        table: None,
        new: true,
    }))
}

fn read_table(bytes: &[u8]) -> Result<KeyTable, StoreError> {
    KeyTable::from_bytes(bytes).map_err(|_| StoreError::Unreadable("a table of keys"))
}
