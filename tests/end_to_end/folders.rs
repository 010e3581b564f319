//! Folders and files that the program cannot use: it says so, says a way out, and touches nothing.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use recado_tests::{CARLOS_JSON, Finished, Recado, mounts};

#[test]
fn a_damaged_database_is_told_and_left_as_it_is() {
    let recado = used();
    let file = recado.database();
    let length = fs::metadata(&file).expect("it is there").len();
    let mut damaged = fs::OpenOptions::new()
        .write(true)
        .open(&file)
        .expect("it is ours");
    // The first page stays: what is broken is found by looking, not by the name of the format.
    damaged.seek(SeekFrom::Start(4096)).expect("it is longer");
    damaged
        .write_all(&vec![0xa5; usize::try_from(length - 4096).expect("it is small")])
        .expect("it is ours");
    drop(damaged);
    expect_refused_untouched(&recado, &file, &file);
}

#[test]
fn a_database_of_another_kind_is_told_and_left_as_it_is() {
    let recado = used();
    let file = recado.database();
    for foreign in [
        b"not a database at all, but a letter".repeat(200),
        Vec::from(*b"PK\x03\x04"),
    ] {
        fs::write(&file, foreign).expect("it is ours");
        expect_refused_untouched(&recado, &file, &file);
    }
}

#[test]
fn a_database_of_another_program_is_told_and_left_as_it_is() {
    let recado = used();
    let file = recado.database();
    fs::remove_file(&file).expect("it is ours");
    let other = rusqlite::Connection::open(&file).expect("a new database");
    other
        .execute_batch("CREATE TABLE moz_places (url TEXT); INSERT INTO moz_places VALUES ('x');")
        .expect("it is ours");
    drop(other);
    expect_refused_untouched(&recado, &file, &file);
}

#[test]
fn a_database_of_a_newer_program_is_told_and_left_as_it_is() {
    let recado = used();
    let file = recado.database();
    let newer = rusqlite::Connection::open(&file).expect("it is ours");
    newer
        .pragma_update(None, "user_version", 9_999)
        .expect("it is ours");
    drop(newer);
    let refused = expect_refused_untouched(&recado, &file, &file);
    assert!(
        refused.printed().to_lowercase().contains("nov"),
        "it says that it is newer: {refused:#?}"
    );
}

#[test]
fn a_folder_on_a_read_only_disk_is_told() {
    mounts::alone(
        concat!(module_path!(), "::a_folder_on_a_read_only_disk_is_told"),
        || {
            let recado = used();
            let file = recado.database();
            mounts::read_only(recado.data());
            expect_refused_untouched(&recado, &file, recado.data());
        },
    );
}

#[test]
fn a_folder_that_is_a_file_is_told() {
    let place = tempfile::NamedTempFile::new().expect("there is room for a file");
    let recado = Recado::with_data_in(place.path());
    for command in ["serve", "contacts"] {
        let refused = recado.run(&[command]);
        assert_eq!(refused.code, 1, "{refused:#?}");
        expect_plain_words(&refused, place.path());
    }
}

#[test]
fn a_new_folder_is_closed_to_others() {
    let recado = Recado::in_new_folder();
    recado.source("Outro sistema");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(recado.data()), 0o700);
    let _serving = recado.serve();
    let record = recado_api::socket::Record::read(recado.data()).expect("a running engine says who it is");
    assert_eq!(mode(&record.socket.expect("it answers")), 0o600);
}

/// An installation with something in it, which runs no more.
fn used() -> Recado {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    assert_eq!(serving.terminate().code(), Some(0));
    // All of it is in the one file then, so that a test may put another in its place.
    let log = recado.database().with_extension("db-wal");
    assert!(
        fs::metadata(&log).map_or(0, |log| log.len()) == 0,
        "the write-ahead log was taken in at the end"
    );
    for left in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(recado.database().with_extension(left));
    }
    recado
}

/// `serve` and `doctor` fail in words that name this place, and not a byte of the file changes.
#[track_caller]
fn expect_refused_untouched(recado: &Recado, file: &Path, named: &Path) -> Finished {
    let before = fs::read(file).expect("it can be read");
    let refused = recado.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.code, 1, "{refused:#?}");
    expect_plain_words(&refused, named);
    let doctor = recado.run(&["doctor"]);
    assert_eq!(doctor.code, 1, "{doctor:#?}");
    expect_plain_words(&doctor, named);
    assert_eq!(recado.run(&["contacts", "--json"]).code, 1);
    assert!(
        fs::read(file).expect("it can be read") == before,
        "the file was changed"
    );
    refused
}

#[track_caller]
fn expect_plain_words(said: &Finished, named: &Path) {
    let printed = said.printed();
    assert!(
        printed.contains(named.to_str().expect("plain")),
        "it names the place: {said:#?}"
    );
    for jargon in [
        "panicked",
        "RUST_BACKTRACE",
        "SqliteFailure",
        "Error {",
        "Os {",
        "open-",
    ] {
        assert!(!printed.contains(jargon), "{jargon}: {said:#?}");
    }
}
