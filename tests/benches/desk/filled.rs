//! A clinic that has used Recado for a while.

use std::sync::Arc;

use recado_tests::{Office, WINDOW, wait};
use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::people;

/// Senders at once while a board is filled: each flush to the disk then takes many of them.
const SENDERS: usize = 64;

/// A clinic with this many contacts on its board, the desk not started.
pub(crate) fn office(contacts: u32) -> Office {
    let office = Office::of_a_clinic();
    if contacts > 0 {
        receive(&office, contacts);
        let mut database = Connection::open(office.recado.database()).expect("nobody has it");
        grow_old(&mut database).expect("the tables are as the engine made them");
    }
    office
}

/// As they come: each contact is received over HTTP and filed by the engine.
fn receive(office: &Office, contacts: u32) {
    let _serve = office.start_serve();
    let address = address(office);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client without TLS can be built");
        let senders = Arc::new(Semaphore::new(SENDERS));
        let mut sent = tokio::task::JoinSet::new();
        for number in 0..contacts {
            let sender = Arc::clone(&senders).acquire_owned().await.expect("it is open");
            // The oldest first, a minute between any two.
            let body = people::delivery(number, (contacts - number).into());
            let request = client.post(&address).json(&body);
            sent.spawn(async move {
                let answer = request.send().await.expect("Recado answers");
                assert_eq!(answer.status(), 200);
                drop(sender);
            });
            while sent.try_join_next().is_some_and(|sent| sent.is_ok()) {}
        }
        sent.join_all().await;
    });
    office.recado.ok(&["stop"]);
    office.wait_for_the_end_of_receiving();
    office.wait_for_the_end_of(recado_tests::DESK);
}

/// Where senders post to.
pub(crate) fn address(office: &Office) -> String {
    format!("http://127.0.0.1:{}{}", office.port(), office.source().path)
}

/// What receiving alone does not bring about: everybody was told of, most were answered and read, and the contacts
/// went on through the stages.
fn grow_old(database: &mut Connection) -> rusqlite::Result<()> {
    let changes = database.transaction()?;
    changes.execute_batch(
        "DELETE FROM toast;
         WITH in_order AS (
             SELECT id, row_number() OVER (ORDER BY position) - 1 AS place, count(*) OVER () AS many FROM stage
         )
         UPDATE contact SET
             unread = (seq % 20 = 0),
             waiting_since = iif(seq % 10 = 0, waiting_since, NULL),
             stage_id = (SELECT id FROM in_order WHERE place = contact.seq % many);",
    )?;
    changes.commit()
}

/// The person closes the window, and everything that belonged to it is gone.
pub(crate) fn close(office: &Office) {
    office.close_window();
    wait::until("the end of the web view's processes", || {
        (office.processes().len() == office.running(recado_tests::DESK).len()).then_some(())
    });
    assert!(office.running(WINDOW).is_empty());
}
