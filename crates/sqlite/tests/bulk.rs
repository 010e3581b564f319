//! Long work beside receipts: it advances in slices, and nobody waits for more than one of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use recado_sqlite::{Cause, Database, Options, Progress, Slice, Tx, WriteError};
use rusqlite::Connection;
use tokio::runtime::Handle;

use common::{Failure, Hold, Home, add_note, note, queue};

const ROWS: i64 = 100_000;

#[tokio::test]
async fn receipts_are_answered_between_any_two_slices_of_a_bulk_job_of_100_000_rows() {
    let home = Home::new();
    let db = home.open();
    let turns = Arc::new(Mutex::new(Vec::new()));
    let (hand_over, handed_over) = mpsc::channel();

    let (sender, seen, runtime) = (db.clone(), Arc::clone(&turns), Handle::current());
    let mut slices = 0;
    let bulk = db.bulk(move |tx, slice| {
        slices += 1;
        let this = slices;
        seen.lock().unwrap().push(Turn::Slice(this));
        // A receipt comes in while the slice runs.
        let seen = Arc::clone(&seen);
        let sender = sender.clone();
        let _in_runtime = runtime.enter();
        hand_over
            .send(queue(async move {
                sender
                    .write(move |tx| {
                        seen.lock().unwrap().push(Turn::Receipt(this));
                        add_note(tx, &format!("during slice {this}"))
                    })
                    .await
            }))
            .unwrap();
        fill_up_to(ROWS, tx, slice)
    });
    bulk.await.unwrap();
    for receipt in handed_over.try_iter() {
        receipt.await.unwrap();
    }

    let turns = turns.lock().unwrap();
    let slices = turns.len() / 2;
    assert!(
        slices > 10,
        "{slices} slices of a few milliseconds are too few for so many rows"
    );
    let expected: Vec<_> = (1..=slices)
        .flat_map(|n| [Turn::Slice(n), Turn::Receipt(n)])
        .collect();
    assert_eq!(
        *turns, expected,
        "a receipt waits for the slice that it finds, and for no other"
    );
    assert_eq!(filled(&common::look(&home.path())), ROWS);
    assert_eq!(home.notes().len(), slices);
    assert_eq!(db.stats().slices, slices as u64);
}

#[tokio::test]
async fn a_bulk_job_advances_under_a_stream_of_receipts_that_never_ends() {
    let home = Home::new();
    let db = home.open_with(Options {
        slice: Duration::ZERO,
        ..Options::default()
    });
    let ended = Arc::new(AtomicBool::new(false));
    let batches_since_slice = Arc::new(AtomicUsize::new(0));
    // Each receipt brings the next before it is answered, so one always waits.
    fn receipt(db: Database, runtime: Handle, ended: Arc<AtomicBool>, batches: Arc<AtomicUsize>) {
        let sender = db.clone();
        let _in_runtime = runtime.clone().enter();
        drop(queue(async move {
            sender
                .write(move |tx| {
                    batches.fetch_add(1, Ordering::SeqCst);
                    if !ended.load(Ordering::SeqCst) {
                        tx.after_commit(move || receipt(db, runtime, ended, batches));
                    }
                    Ok::<_, Failure>(())
                })
                .await
        }));
    }
    let hold = Hold::the_writer_of(&db);
    receipt(
        db.clone(),
        Handle::current(),
        Arc::clone(&ended),
        Arc::clone(&batches_since_slice),
    );
    let longest_wait = Arc::new(AtomicUsize::new(0));
    let longest = Arc::clone(&longest_wait);
    let bulk = queue(db.bulk(move |tx, slice| {
        longest.fetch_max(batches_since_slice.swap(0, Ordering::SeqCst), Ordering::SeqCst);
        fill_up_to(20, tx, slice)
    }));
    hold.release().await;
    let result = bulk.await;
    ended.store(true, Ordering::SeqCst);
    result.unwrap();
    assert_eq!(filled(&common::look(&home.path())), 20);
    let longest_wait = longest_wait.load(Ordering::SeqCst);
    assert!(
        (2..=8).contains(&longest_wait),
        "receipts go first, but not for ever: {longest_wait} batches"
    );
    db.close().await;
}

#[tokio::test]
async fn bulk_jobs_take_turns_with_each_other() {
    let home = Home::new();
    let db = home.open_with(Options {
        slice: Duration::ZERO,
        ..Options::default()
    });
    let hold = Hold::the_writer_of(&db);
    let order = Arc::new(Mutex::new(Vec::new()));
    let jobs = ["a", "b"].map(|name| {
        let order = Arc::clone(&order);
        let mut left = 3;
        queue(db.bulk(move |_tx, _slice| {
            order.lock().unwrap().push(name);
            left -= 1;
            Ok::<_, Failure>(if left == 0 { Progress::Done } else { Progress::More })
        }))
    });
    hold.release().await;
    for job in jobs {
        job.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), ["a", "b", "a", "b", "a", "b"]);
}

#[tokio::test]
async fn a_lane_for_one_bulk_job_lets_the_next_in_when_it_has_ended() {
    let home = Home::new();
    let db = home.open_with(Options {
        bulk_lane: 1,
        slice: Duration::ZERO,
        ..Options::default()
    });
    let hold = Hold::the_writer_of(&db);
    let order = Arc::new(Mutex::new(Vec::new()));
    let jobs = ["a", "b", "c"].map(|name| {
        let order = Arc::clone(&order);
        let mut left = 2;
        queue(db.bulk(move |_tx, _slice| {
            order.lock().unwrap().push(name);
            left -= 1;
            Ok::<_, Failure>(if left == 0 { Progress::Done } else { Progress::More })
        }))
    });
    hold.release().await;
    for job in jobs {
        job.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), ["a", "a", "b", "b", "c", "c"]);
}

#[tokio::test]
async fn a_slice_that_fails_is_undone_and_ends_the_job_but_earlier_slices_stay() {
    let home = Home::new();
    let db = home.open();
    let mut slices = 0;
    let ended = db
        .bulk(move |tx, _slice| {
            slices += 1;
            add_note(tx, &format!("slice {slices}"))?;
            if slices == 3 {
                Err(Failure::Unwilling)
            } else {
                Ok(Progress::More)
            }
        })
        .await;
    assert!(
        matches!(ended, Err(WriteError::Job(Failure::Unwilling))),
        "{ended:?}"
    );
    assert_eq!(home.notes(), ["slice 1", "slice 2"]);
}

#[tokio::test]
async fn a_slice_that_panics_or_ends_the_transaction_ends_its_job_and_nothing_else() {
    let home = Home::new();
    let db = home.open();
    let panicked = db
        .bulk(|tx, _slice| {
            add_note(tx, "half of it")?;
            if tx.is_autocommit() {
                Ok::<_, Failure>(Progress::Done)
            } else {
                panic!("on purpose")
            }
        })
        .await;
    assert!(matches!(panicked, Err(WriteError::Panicked)), "{panicked:?}");
    let lost = db
        .bulk(|tx, _slice| {
            add_note(tx, "half of it")?;
            tx.execute_batch("ROLLBACK")?;
            Ok::<_, Failure>(Progress::Done)
        })
        .await;
    assert!(
        matches!(&lost, Err(WriteError::Unavailable(why)) if why.cause == Cause::BatchLost),
        "{lost:?}"
    );
    db.write(note("after")).await.unwrap();
    assert_eq!(home.notes(), ["after"]);
}

#[tokio::test]
async fn closing_stops_a_bulk_job_between_two_slices_and_it_can_go_on_after_reopening() {
    let home = Home::new();
    let one_row_a_slice = || {
        home.open_with(Options {
            slice: Duration::ZERO,
            ..Options::default()
        })
    };
    let db = one_row_a_slice();
    let (reached, has_reached) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let mut slices = 0;
    let bulk = queue(db.bulk(move |tx, slice| {
        slices += 1;
        if slices == 3 {
            reached.send(()).unwrap();
            may_go_on.recv().unwrap();
        }
        fill_up_to(10, tx, slice)
    }));
    has_reached.recv().unwrap();
    let close = queue(db.close());
    go_on.send(()).unwrap();
    close.await;
    let stopped = bulk.await;
    assert!(matches!(stopped, Err(WriteError::Closed)), "{stopped:?}");
    assert_eq!(filled(&common::look(&home.path())), 3);

    let db = one_row_a_slice();
    db.bulk(|tx, slice| fill_up_to(10, tx, slice)).await.unwrap();
    assert_eq!(filled(&common::look(&home.path())), 10);
    assert_eq!(db.stats().slices, 7);
}

#[tokio::test]
async fn a_bulk_job_that_nobody_waits_for_any_more_is_not_run() {
    let home = Home::new();
    let db = home.open();
    let hold = Hold::the_writer_of(&db);
    drop(queue(db.bulk(|tx, _slice| {
        add_note(tx, "unwanted")?;
        Ok::<_, Failure>(Progress::Done)
    })));
    hold.release().await;
    db.bulk(|tx, _slice| {
        add_note(tx, "wanted")?;
        Ok::<_, Failure>(Progress::Done)
    })
    .await
    .unwrap();
    assert_eq!(home.notes(), ["wanted"]);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Slice(usize),
    /// With the slice during which it came.
    Receipt(usize),
}

/// A bulk job as they are meant to be: its rows are its own mark of where to go on.
fn fill_up_to(rows: i64, tx: &mut Tx<'_>, slice: Slice) -> rusqlite::Result<Progress> {
    tx.execute_batch(
        "CREATE TABLE IF NOT EXISTS filled (n INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE) STRICT",
    )?;
    let mut next = filled(tx) + 1;
    let mut insert = tx.prepare_cached("INSERT INTO filled (n, key) VALUES (?1, randomblob(32))")?;
    while next <= rows {
        insert.execute([next])?;
        next += 1;
        if slice.is_over() {
            break;
        }
    }
    Ok(if next > rows {
        Progress::Done
    } else {
        Progress::More
    })
}

fn filled(connection: &Connection) -> i64 {
    connection
        .query_row("SELECT coalesce(max(n), 0) FROM filled", [], |row| row.get(0))
        .unwrap()
}
