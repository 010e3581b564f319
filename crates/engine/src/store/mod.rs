//! Everything that is remembered, and all SQL there is.
//!
//! One file an aggregate, its statements in plain SQL next to the type they fill. The functions take a connection (to
//! read) or run inside somebody's transaction (to write); what belongs into one transaction is decided by `intake` and
//! `answer`, and how transactions reach the disk by `recado-sqlite`.

pub(crate) mod acts;
pub(crate) mod alerts;
pub(crate) mod applied;
pub(crate) mod board;
pub(crate) mod business;
pub(crate) mod contact_counts;
pub(crate) mod contacts;
pub(crate) mod deliveries;
pub(crate) mod events;
pub(crate) mod fetch;
pub(crate) mod handles;
pub(crate) mod matters;
pub(crate) mod quarantine;
pub(crate) mod refusals;
pub(crate) mod relayed;
pub(crate) mod rhythm;
pub(crate) mod said;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod shapes;
pub(crate) mod sources;
pub(crate) mod stretches;
pub(crate) mod test_contacts;
pub(crate) mod timeline;
pub(crate) mod toasts;

mod columns;
mod error;
mod position;

use recado_sqlite::{Migration, Schema};

pub(crate) use error::{StoreError, StoreResult};

/// "Rcdo": marks the file as ours.
const APPLICATION_ID: i32 = 0x5263_646F;

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "first",
        sql: include_str!("migrations/0001_first.sql"),
    },
    Migration {
        version: 2,
        name: "desk",
        sql: include_str!("migrations/0002_desk.sql"),
    },
    Migration {
        version: 3,
        name: "senders",
        sql: include_str!("migrations/0003_senders.sql"),
    },
    Migration {
        version: 4,
        name: "tunnel",
        sql: include_str!("migrations/0004_tunnel.sql"),
    },
    Migration {
        version: 5,
        name: "noticing",
        sql: include_str!("migrations/0005_noticing.sql"),
    },
];

pub(crate) const SCHEMA: Schema = Schema {
    application_id: APPLICATION_ID,
    migrations: MIGRATIONS,
};

/// The name of the database in the data folder.
pub(crate) const FILE: &str = "recado.db";
