//! Many jobs, few flushes; and nobody is told before it is durable.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::sync::{Arc, Mutex};

use recado_sqlite::{Cause, Options, WriteError};

use common::{Hold, Home, add_note, note, queue};

#[tokio::test]
async fn jobs_that_wait_together_are_committed_together() {
    let home = Home::new();
    let db = home.open();
    let hold = Hold::the_writer_of(&db);
    let before = db.stats();
    let jobs: Vec<_> = (0..200).map(|n| queue(db.write(note(format!("n{n}"))))).collect();
    hold.release().await;
    for job in jobs {
        job.await.unwrap();
    }
    let after = db.stats();
    // The one that held the writer, and all the others.
    assert_eq!(after.batches - before.batches, 2);
    assert_eq!(after.receipts - before.receipts, 201);
    assert_eq!(after.largest_batch, 200);
    assert_eq!(home.notes().len(), 200);
}

#[tokio::test]
async fn a_batch_has_a_largest_size_and_keeps_the_order_in_which_jobs_came() {
    let home = Home::new();
    let db = home.open_with(Options {
        max_batch: 8,
        ..Options::default()
    });
    let hold = Hold::the_writer_of(&db);
    let texts: Vec<_> = (0..20).map(|n| format!("n{n}")).collect();
    let jobs: Vec<_> = texts.iter().map(|text| queue(db.write(note(text)))).collect();
    hold.release().await;
    for job in jobs {
        job.await.unwrap();
    }
    assert_eq!(home.notes(), texts);
    let stats = db.stats();
    assert_eq!((stats.batches, stats.largest_batch), (1 + 3, 8));
}

#[tokio::test]
async fn an_answer_means_that_every_other_program_can_see_the_rows() {
    let home = Home::new();
    let db = home.open();
    for n in 0..20 {
        db.write(note(format!("n{n}"))).await.unwrap();
        assert_eq!(home.notes().len(), n + 1);
    }
}

#[tokio::test]
async fn what_follows_a_commit_runs_in_its_order_after_it_and_before_the_answers() {
    let home = Home::new();
    let db = home.open();
    let told = Arc::new(Mutex::new(Vec::new()));
    let hold = Hold::the_writer_of(&db);
    let jobs: Vec<_> = (0..10)
        .map(|n| {
            let (told, path) = (Arc::clone(&told), home.path());
            queue(db.write(move |tx| {
                add_note(tx, &format!("n{n}"))?;
                tx.after_commit(move || {
                    let seen = common::notes(&common::look(&path)).len();
                    told.lock().unwrap().push((n, seen));
                });
                Ok::<_, rusqlite::Error>(())
            }))
        })
        .collect();
    hold.release().await;
    let mut jobs = jobs.into_iter();
    jobs.next().unwrap().await.unwrap();
    // The first answer is here, so all that follows the commit has happened, and each saw all ten rows.
    assert_eq!(
        *told.lock().unwrap(),
        (0..10).map(|n| (n, 10)).collect::<Vec<_>>()
    );
    for job in jobs {
        job.await.unwrap();
    }
}

#[tokio::test]
async fn a_panic_in_what_follows_a_commit_harms_nobody() {
    let home = Home::new();
    let db = home.open();
    let told = Arc::new(Mutex::new(false));
    let tell = Arc::clone(&told);
    db.write(move |tx| {
        tx.after_commit(|| panic!("on purpose"));
        tx.after_commit(move || *tell.lock().unwrap() = true);
        add_note(tx, "kept")
    })
    .await
    .unwrap();
    assert!(*told.lock().unwrap());
    db.write(note("next")).await.unwrap();
    assert_eq!(home.notes(), ["kept", "next"]);
}

#[tokio::test(start_paused = true)]
async fn a_receipt_that_finds_no_room_in_time_is_refused_as_crowded() {
    let home = Home::new();
    let db = home.open_with(Options {
        receipt_lane: 2,
        ..Options::default()
    });
    let hold = Hold::the_writer_of(&db);
    let admitted = [queue(db.write(note("first"))), queue(db.write(note("second")))];
    let refused = db.write(note("third")).await.unwrap_err();
    assert!(
        matches!(&refused, WriteError::Unavailable(why) if why.cause == Cause::Crowded),
        "{refused:?}"
    );
    hold.release().await;
    for job in admitted {
        job.await.unwrap();
    }
    db.write(note("fourth")).await.unwrap();
    assert_eq!(home.notes(), ["first", "second", "fourth"]);
}

#[tokio::test]
async fn a_receipt_is_kept_although_nobody_waits_for_its_answer() {
    let home = Home::new();
    let db = home.open();
    let hold = Hold::the_writer_of(&db);
    drop(queue(db.write(note("handed over"))));
    hold.release().await;
    db.close().await;
    assert_eq!(home.notes(), ["handed over"]);
}

#[tokio::test]
async fn closing_finishes_what_waits_and_refuses_what_comes_later() {
    let home = Home::new();
    let db = home.open();
    let clone = db.clone();
    let hold = Hold::the_writer_of(&db);
    let waiting = queue(db.write(note("waiting")));
    let closing = queue(db.close());
    let late = db.write(note("late")).await.unwrap_err();
    assert!(matches!(late, WriteError::Closed), "{late:?}");
    hold.release().await;
    waiting.await.unwrap();
    closing.await;
    clone.close().await;
    let read = clone.read(|_| Ok::<_, rusqlite::Error>(())).await.unwrap_err();
    assert!(matches!(read, recado_sqlite::ReadError::Closed), "{read:?}");
    let files: Vec<_> = std::fs::read_dir(home.folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(files, ["test.db"], "the write-ahead log was folded in");
    assert_eq!(home.notes(), ["waiting"]);
}

#[tokio::test]
async fn the_last_handle_may_be_dropped_by_a_job_of_its_own() {
    let home = Home::new();
    let db = home.open();
    let hold = Hold::the_writer_of(&db);
    let (told, dropped) = std::sync::mpsc::channel();
    let inside = db.clone();
    drop(queue(db.write(move |tx| {
        tx.after_commit(move || {
            drop(inside);
            told.send(()).unwrap();
        });
        add_note(tx, "kept")
    })));
    drop(db);
    hold.release().await;
    dropped.recv().unwrap();
    assert_eq!(home.notes(), ["kept"]);
}
