//! A job that goes wrong in a full batch: who is affected, and who must not be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use recado_sqlite::{Cause, Database, Tx, WriteError};

use common::{Failure, Hold, Home, add_note, queue};

const BATCH: usize = 256;
const ODD_ONE: usize = 100;

#[tokio::test]
async fn a_job_that_fails_in_a_full_batch_fails_alone() {
    let home = Home::new();
    let db = home.open();
    let batch = full_batch_with(&db, |tx| {
        add_note(tx, "half of it")?;
        Err(Failure::Unwilling)
    })
    .await;
    assert!(
        matches!(batch.odd_one, Err(WriteError::Job(Failure::Unwilling))),
        "{:?}",
        batch.odd_one
    );
    batch.assert_that_the_others_are_durable(&home);
}

#[tokio::test]
async fn a_job_that_breaks_a_constraint_in_a_full_batch_fails_alone() {
    let home = Home::new();
    let db = home.open();
    let batch = full_batch_with(&db, |tx| {
        add_note(tx, "half of it")?;
        add_note(tx, "n1")?;
        Ok(())
    })
    .await;
    assert!(
        matches!(batch.odd_one, Err(WriteError::Job(Failure::Sqlite(_)))),
        "{:?}",
        batch.odd_one
    );
    batch.assert_that_the_others_are_durable(&home);
}

#[tokio::test]
async fn a_job_that_panics_in_a_full_batch_fails_alone() {
    let home = Home::new();
    let db = home.open();
    let batch = full_batch_with(&db, |tx| {
        add_note(tx, "half of it")?;
        panic!("on purpose");
    })
    .await;
    assert!(
        matches!(batch.odd_one, Err(WriteError::Panicked)),
        "{:?}",
        batch.odd_one
    );
    batch.assert_that_the_others_are_durable(&home);
}

#[tokio::test]
async fn a_job_that_leaves_a_savepoint_open_is_kept_whole() {
    let home = Home::new();
    let db = home.open();
    let batch = full_batch_with(&db, |tx| {
        tx.execute_batch("SAVEPOINT forgotten")?;
        add_note(tx, "all of it")?;
        Ok(())
    })
    .await;
    batch.odd_one.unwrap();
    assert_eq!(batch.others.len(), BATCH - 1);
    assert!(batch.others.iter().all(Result::is_ok));
    assert_eq!(home.notes().len(), BATCH);
}

#[tokio::test]
async fn a_job_that_rolls_everything_back_takes_its_whole_batch_down_and_nothing_more() {
    let home = Home::new();
    let db = home.open();
    let batch = full_batch_with(&db, |tx| {
        add_note(tx, "half of it")?;
        tx.execute_batch("ROLLBACK")?;
        // Without a transaction this would be durable by itself, at once.
        let _refused = add_note(tx, "smuggled");
        Ok(())
    })
    .await;
    batch.assert_that_all_of_it_was_lost(Cause::BatchLost, &home);
    db.write(common::note("after")).await.unwrap();
    assert_eq!(home.notes(), ["after"]);
}

#[tokio::test]
async fn a_trigger_that_rolls_everything_back_is_noticed_even_if_the_job_ignores_it() {
    let home = Home::new();
    let db = home.open();
    db.write(|tx| {
        tx.execute_batch(
            "CREATE TRIGGER poison BEFORE INSERT ON note WHEN new.text = 'poison'
             BEGIN SELECT RAISE(ROLLBACK, 'poisoned'); END",
        )
    })
    .await
    .unwrap();
    let batch = full_batch_with(&db, |tx| {
        let _ignored = add_note(tx, "poison");
        Ok(())
    })
    .await;
    batch.assert_that_all_of_it_was_lost(Cause::BatchLost, &home);
    db.write(common::note("after")).await.unwrap();
    assert_eq!(home.notes(), ["after"]);
}

#[tokio::test]
async fn a_job_cannot_commit_its_neighbours_halves() {
    let home = Home::new();
    let db = home.open();
    let batch = full_batch_with(&db, |tx| {
        let _refused = tx.execute_batch("COMMIT");
        let _begun = tx.execute_batch("BEGIN");
        Ok(())
    })
    .await;
    batch.assert_that_all_of_it_was_lost(Cause::BatchLost, &home);
    db.write(common::note("after")).await.unwrap();
    assert_eq!(home.notes(), ["after"]);
}

/// With one row to write and no foreign key to check, SQLite keeps no statement journal, and then a full disk rolls
/// everything back.
const TOO_LARGE: &str = "INSERT INTO note (text) VALUES (hex(randomblob(500000)))";

/// With a statement journal only the statement is undone, and the transaction goes on.
const TOO_MANY: &str = "INSERT INTO reply (note, body) SELECT id, randomblob(20000) FROM note";

#[tokio::test]
async fn a_full_disk_that_rolls_everything_back_makes_the_batch_unavailable() {
    let home = Home::new();
    let db = home.open();
    leave_room_for_pages(&db, 20).await;
    let batch = full_batch_with(&db, |tx| {
        tx.execute_batch(TOO_LARGE)?;
        Ok(())
    })
    .await;
    batch.assert_that_all_of_it_was_lost(Cause::Full, &home);
    leave_room_for_pages(&db, 1_000_000).await;
    db.write(common::note("after")).await.unwrap();
    assert_eq!(home.notes(), ["after"]);
}

#[tokio::test]
async fn a_full_disk_that_rolls_everything_back_is_noticed_even_if_the_job_ignores_it() {
    let home = Home::new();
    let db = home.open();
    leave_room_for_pages(&db, 20).await;
    let batch = full_batch_with(&db, |tx| {
        let _ignored = tx.execute_batch(TOO_LARGE);
        Ok(())
    })
    .await;
    batch.assert_that_all_of_it_was_lost(Cause::BatchLost, &home);
}

#[tokio::test]
async fn a_full_disk_that_spares_the_transaction_makes_only_its_job_unavailable() {
    let home = Home::new();
    let db = home.open();
    leave_room_for_pages(&db, 20).await;
    let batch = full_batch_with(&db, |tx| {
        add_note(tx, "half of it")?;
        tx.execute_batch(TOO_MANY)?;
        Ok(())
    })
    .await;
    assert!(
        matches!(&batch.odd_one, Err(WriteError::Unavailable(why)) if why.cause == Cause::Full),
        "{:?}",
        batch.odd_one
    );
    batch.assert_that_the_others_are_durable(&home);
}

/// Stands for a full disk where a batch must be stopped at a certain statement; `disk_full.rs` has the real ones.
async fn leave_room_for_pages(db: &Database, room: i64) {
    db.write(move |tx| {
        let pages: i64 = tx.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        tx.query_row(&format!("PRAGMA max_page_count = {}", pages + room), [], |_| {
            Ok(())
        })
    })
    .await
    .unwrap();
}

/// How a batch of 256 ended, in which one job is not like the others.
struct Batch {
    odd_one: Result<(), WriteError<Failure>>,
    others: Vec<Result<(), WriteError<Failure>>>,
    /// How often what should follow a commit was run.
    told: usize,
}

async fn full_batch_with(
    db: &Database,
    odd_one: impl FnOnce(&mut Tx<'_>) -> Result<(), Failure> + Send + 'static,
) -> Batch {
    let hold = Hold::the_writer_of(db);
    let batches = db.stats().batches + db.stats().lost;
    let told = Arc::new(AtomicUsize::new(0));
    let other = |n: usize| {
        let told = Arc::clone(&told);
        db.write(move |tx| {
            add_note(tx, &format!("n{n}"))?;
            tx.after_commit(move || _ = told.fetch_add(1, Ordering::SeqCst));
            Ok::<_, Failure>(())
        })
    };
    let before: Vec<_> = (0..ODD_ONE).map(|n| queue(other(n))).collect();
    let odd_told = Arc::clone(&told);
    let odd_one = queue(db.write(move |tx| {
        tx.after_commit(move || _ = odd_told.fetch_add(1000, Ordering::SeqCst));
        odd_one(tx)
    }));
    let after: Vec<_> = (ODD_ONE + 1..BATCH).map(|n| queue(other(n))).collect();
    hold.release().await;
    let odd_one = odd_one.await;
    let mut others = Vec::new();
    for job in before.into_iter().chain(after) {
        others.push(job.await);
    }
    assert_eq!(
        db.stats().batches + db.stats().lost,
        batches + 2,
        "all of them were in one batch"
    );
    Batch {
        odd_one,
        others,
        told: told.load(Ordering::SeqCst),
    }
}

impl Batch {
    fn assert_that_the_others_are_durable(&self, home: &Home) {
        assert!(self.others.iter().all(Result::is_ok));
        let expected: Vec<_> = (0..BATCH)
            .filter(|n| *n != ODD_ONE)
            .map(|n| format!("n{n}"))
            .collect();
        assert_eq!(home.notes(), expected);
        assert_eq!(
            self.told,
            BATCH - 1,
            "what should follow was run for the others only"
        );
    }

    fn assert_that_all_of_it_was_lost(&self, cause: Cause, home: &Home) {
        for result in self.others.iter().chain([&self.odd_one]) {
            assert!(
                matches!(result, Err(WriteError::Unavailable(why)) if why.cause == cause),
                "{result:?}"
            );
        }
        assert_eq!(home.notes(), [""; 0]);
        assert_eq!(self.told, 0);
    }
}

#[tokio::test]
async fn a_part_of_a_job_that_fails_or_panics_is_undone_alone_with_what_was_to_follow() {
    let home = Home::new();
    let db = home.open();
    let followed = Arc::new(AtomicUsize::new(0));
    let follows = followed.clone();
    let results = db
        .write(move |tx| {
            let mut part = |name: &'static str, end: fn() -> Result<(), Failure>| {
                let follows = follows.clone();
                tx.part(|tx| {
                    add_note(tx, name)?;
                    tx.after_commit(move || {
                        follows.fetch_add(1, Ordering::Relaxed);
                    });
                    end()
                })
            };
            Ok::<_, Failure>([
                part("first", || Ok(())),
                part("fails", || Err(Failure::Unwilling)),
                part("panics", || panic!("a part of a job, on purpose")),
                part("last", || Ok(())),
            ])
        })
        .await
        .unwrap();
    assert!(matches!(
        results,
        [
            Ok(()),
            Err(WriteError::Job(Failure::Unwilling)),
            Err(WriteError::Panicked),
            Ok(())
        ]
    ));
    assert_eq!(followed.load(Ordering::Relaxed), 2);
    assert_eq!(home.notes(), ["first", "last"]);
}

#[tokio::test]
async fn parts_of_a_job_whose_transaction_is_gone_are_not_reported_as_written() {
    let home = Home::new();
    let db = home.open();
    let written = db
        .write(|tx| {
            let ended = tx.part(|tx| {
                add_note(tx, "ends the transaction")?;
                Ok::<_, Failure>(tx.execute_batch("ROLLBACK")?)
            });
            let after = tx.part(|tx| add_note(tx, "after it"));
            assert!(matches!(ended, Err(WriteError::Unavailable(_))));
            assert!(matches!(after, Err(WriteError::Unavailable(_))));
            Ok::<_, Failure>(())
        })
        .await;
    let Err(WriteError::Unavailable(why)) = written else {
        panic!("{written:?}")
    };
    assert_eq!(why.cause, Cause::BatchLost);
    assert!(home.notes().is_empty());
}
