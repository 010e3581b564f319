//! A disk that is full: senders are told to try again, nothing is half-written, and room is all it takes to go on.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
};

use recado_tests::{Answer, Recado, Serving, Source, database, mounts};

const TEST: &str = concat!(module_path!(), "::a_full_disk_is_a_503_until_there_is_room");

#[test]
fn a_full_disk_is_a_503_until_there_is_room() {
    mounts::alone(TEST, || {
        let disk = tempfile::tempdir().expect("there is room for a folder");
        mounts::small_disk(disk.path(), 24 * 1024);
        let recado = Recado::with_data_in(&disk.path().join("data"));
        let source = recado.source("Outro sistema");
        let serving = recado.serve();
        let mut accepted = 0;
        for number in 0..5 {
            post(&serving, &source, number, 100).expect_verdict("accepted");
            accepted += 1;
        }

        // Twice, because what was half done the first time shows the second time.
        for time in 1..=2 {
            let filler = disk.path().join("filler");
            fill(&filler);
            // The write-ahead log may still have room of its own, which is used up first.
            let refused = (0..400)
                .find_map(|nth| {
                    let answer = post(&serving, &source, time * 10_000 + nth, 100_000);
                    if answer.status == 200 {
                        accepted += 1;
                        return None;
                    }
                    Some((time * 10_000 + nth, answer))
                })
                .expect("a full disk takes nothing more");
            expect_try_again(&refused.1);
            // And however many more there are, together or not, none is taken by halves.
            let mut again = vec![refused.0];
            std::thread::scope(|scope| {
                let (serving, source) = (&serving, &source);
                let senders: Vec<_> = (0..16)
                    .map(|nth| {
                        let number = time * 10_000 + 5_000 + nth;
                        (
                            number,
                            scope.spawn(move || post(serving, source, number, 100_000)),
                        )
                    })
                    .collect();
                for (number, sender) in senders {
                    let answer = sender.join().expect("a sender");
                    if answer.status == 200 {
                        accepted += 1;
                    } else {
                        expect_try_again(&answer);
                        again.push(number);
                    }
                }
            });
            expect_accepted(&recado, accepted);

            fs::remove_file(&filler).expect("the file is ours");
            for number in again {
                post(&serving, &source, number, 100_000).expect_verdict("accepted");
                accepted += 1;
            }
            expect_accepted(&recado, accepted);
        }

        serving.kill();
        database::expect_sound(&recado.database());
        let _again = recado.serve();
        expect_accepted(&recado, accepted);
    });
}

#[track_caller]
fn expect_try_again(answer: &Answer) {
    answer.expect_problem(503);
    let seconds: u64 = answer
        .header("retry-after")
        .parse()
        .unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    assert!((1..=3600).contains(&seconds), "{answer:?}");
}

/// As many deliveries, people and messages as were answered 200. Read from the file, because a command may need
/// room that there is not.
#[track_caller]
fn expect_accepted(recado: &Recado, accepted: i64) {
    let connection = database::open(&recado.database());
    for table in ["delivery", "contact", "event"] {
        let rows: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap_or_else(|error| panic!("{error}: {table}"));
        assert_eq!(rows, accepted, "{table}");
    }
}

fn post(serving: &Serving, source: &Source, number: usize, bytes: usize) -> Answer {
    let padding = "x".repeat(bytes);
    let body = format!(
        r#"{{"nome": "Pessoa {number}", "telefone": "+55119{number:08}", "mensagem": "Oi", "anexo": "{padding}"}}"#
    );
    serving.post_json(source, body)
}

/// Takes all the room that is left.
fn fill(file: &Path) {
    let mut filler = File::create(file).expect("the disk is ours");
    for size in [1 << 20, 1 << 12, 1] {
        while filler.write_all(&vec![0; size]).is_ok() {}
    }
}
