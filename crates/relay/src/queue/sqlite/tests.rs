use recado_tunnel::identity::Identity;
use tempfile::TempDir;

use super::*;
use crate::store;

const QUOTA: Waiting = Waiting {
    entries: 3,
    bytes: 1000,
};

fn queue(whole: u64) -> (TempDir, SqliteQueue) {
    let folder = tempfile::tempdir().unwrap();
    let database = store::open(folder.path()).unwrap();
    (folder, SqliteQueue::new(database, QUOTA, whole))
}

fn entry(address: Address, received_at_ms: u64, bytes: usize) -> NewEntry {
    NewEntry {
        address,
        id: DeliveryId::new(),
        received_at_ms,
        sealed: Bytes::from(vec![7; bytes]),
    }
}

fn address() -> Address {
    Identity::new().unwrap().address()
}

#[tokio::test]
async fn entries_come_out_in_the_order_in_which_they_were_put() {
    let (_folder, queue) = queue(10_000);
    let (one, other) = (address(), address());
    let mut ids = Vec::new();
    // The time of receipt does not matter: clocks are set back.
    for received_at in [30, 20, 10] {
        let entry = entry(one, received_at, 100);
        ids.push(entry.id);
        queue.put(entry).await.unwrap();
        queue.put(self::entry(other, received_at, 1)).await.unwrap();
    }
    let all = queue.oldest(one, Place::START, 10, 10_000).await.unwrap();
    assert_eq!(all.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
    let behind = queue.oldest(one, all[0].place, 1, 10_000).await.unwrap();
    assert_eq!(behind[0].id, ids[1]);
    assert_eq!(behind.len(), 1);
}

#[tokio::test]
async fn a_batch_ends_before_the_bytes_do_and_has_one_entry_at_least() {
    let (_folder, queue) = queue(10_000);
    let one = address();
    for bytes in [300, 300, 300] {
        queue.put(entry(one, 1, bytes)).await.unwrap();
    }
    for (bytes, expected) in [(1, 1), (599, 1), (600, 2), (10_000, 3)] {
        let batch = queue.oldest(one, Place::START, 10, bytes).await.unwrap();
        assert_eq!(batch.len(), expected, "{bytes}");
    }
}

#[tokio::test]
async fn what_waits_is_counted_and_bounded_for_each_and_for_all() {
    let (_folder, queue) = queue(2_000);
    let (one, other, third) = (address(), address(), address());
    queue.put(entry(one, 1, 900)).await.unwrap();
    let over = queue.put(entry(one, 1, 101)).await;
    assert!(matches!(over, Err(QueueError::OverQuota)));
    queue.put(entry(one, 1, 100)).await.unwrap();
    for _ in 0..3 {
        queue.put(entry(other, 1, 10)).await.unwrap();
    }
    let over = queue.put(entry(other, 1, 10)).await;
    assert!(matches!(over, Err(QueueError::OverQuota)));
    let full = queue.put(entry(third, 1, 971)).await;
    assert!(matches!(full, Err(QueueError::Full)));
    let waiting = queue.waiting(one).await.unwrap();
    assert_eq!((waiting.entries, waiting.bytes), (2, 1000));
    let whole = queue.whole().await.unwrap();
    assert_eq!((whole.entries, whole.bytes), (5, 1030));
    // What is forgotten makes room.
    let places = queue.oldest(one, Place::START, 10, 10_000).await.unwrap();
    let places = places.iter().map(|entry| entry.place).collect();
    queue.forget(places).await.unwrap();
    assert_eq!(queue.waiting(one).await.unwrap(), Waiting::default());
    queue.put(entry(third, 1, 971)).await.unwrap();
}

#[tokio::test]
async fn what_is_too_old_is_given_up_and_nothing_else() {
    let (_folder, queue) = queue(10_000);
    let (one, other) = (address(), address());
    queue.put(entry(one, 10, 1)).await.unwrap();
    queue.put(entry(one, 20, 1)).await.unwrap();
    queue.put(entry(other, 15, 1)).await.unwrap();
    assert_eq!(queue.give_up(20).await.unwrap(), 2);
    assert_eq!(queue.waiting(one).await.unwrap().entries, 1);
    assert_eq!(queue.whole().await.unwrap().entries, 1);
    assert_eq!(queue.give_up(20).await.unwrap(), 0);
}
