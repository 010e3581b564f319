//! The engines that are attached now, one link for each address: the newest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use recado_tunnel::control::Why;
use recado_tunnel::ends::Link;
use recado_tunnel::identity::{Address, SealingKey};
use recado_tunnel::keys::KeyTable;
use tokio::sync::{Notify, watch};

/// An engine's link while it is attached.
#[derive(Debug)]
pub(crate) struct Attachment {
    pub(crate) address: Address,
    /// The number of the attach.
    pub(crate) attach: i64,
    pub(crate) link: Link,
    pub(crate) sealing_key: SealingKey,
    /// Told when something was put into the queue for this engine.
    pub(crate) more_waits: Notify,
    table: Mutex<Option<Arc<KeyTable>>>,
    leave: watch::Sender<Option<Why>>,
}

impl Attachment {
    pub(crate) fn new(
        address: Address,
        attach: i64,
        link: Link,
        sealing_key: SealingKey,
        table: Option<KeyTable>,
    ) -> Self {
        Self {
            address,
            attach,
            link,
            sealing_key,
            more_waits: Notify::new(),
            table: Mutex::new(table.map(Arc::new)),
            leave: watch::Sender::new(None),
        }
    }

    /// The table as it is now.
    pub(crate) fn table(&self) -> Option<Arc<KeyTable>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_table(&self, table: KeyTable) {
        let table = Some(Arc::new(table));
        *self.table.lock().unwrap_or_else(PoisonError::into_inner) = table;
    }

    /// Sends the engine away. What was said first is what it hears.
    pub(crate) fn send_away(&self, why: Why) {
        self.leave.send_if_modified(|leave| {
            let first = leave.is_none();
            if first {
                *leave = Some(why);
            }
            first
        });
    }

    /// Completes when the engine is to be sent away.
    pub(crate) async fn is_to_leave(&self) -> Why {
        let mut leave = self.leave.subscribe();
        match leave.wait_for(Option::is_some).await.map(|why| *why) {
            Ok(Some(why)) => why,
            // The sender is part of this attachment, which is borrowed here.
            Ok(None) | Err(_) => std::future::pending().await,
        }
    }
}

/// All links.
#[derive(Debug)]
pub(crate) struct Registry {
    links: Mutex<HashMap<Address, Arc<Attachment>>>,
    most: usize,
}

impl Registry {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            links: Mutex::default(),
            most,
        }
    }

    /// Whether there is room for this engine: one that is attached already only takes its own place.
    pub(crate) fn has_room(&self, address: &Address) -> bool {
        let links = self.lock();
        links.len() < self.most || links.contains_key(address)
    }

    /// Enters a link. Of two with the same identity the newer wins, and the older is sent away.
    pub(crate) fn enter(&self, attachment: &Arc<Attachment>) {
        let mut links = self.lock();
        let older = match links.get(&attachment.address) {
            Some(there) if there.attach > attachment.attach => Some(Arc::clone(attachment)),
            _ => links.insert(attachment.address, Arc::clone(attachment)),
        };
        drop(links);
        if let Some(older) = older {
            older.send_away(Why::Replaced);
        }
    }

    /// Takes a link out, unless a newer one has its place.
    pub(crate) fn leave(&self, attachment: &Attachment) {
        let mut links = self.lock();
        if links
            .get(&attachment.address)
            .is_some_and(|there| there.attach == attachment.attach)
        {
            links.remove(&attachment.address);
        }
    }

    /// The link to this engine, if it is attached.
    pub(crate) fn get(&self, address: &Address) -> Option<Arc<Attachment>> {
        self.lock().get(address).cloned()
    }

    /// Who is attached.
    pub(crate) fn addresses(&self) -> Vec<Address> {
        self.lock().keys().copied().collect()
    }

    /// How many are attached.
    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Address, Arc<Attachment>>> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
