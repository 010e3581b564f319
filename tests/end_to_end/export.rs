//! The export is a file that a spreadsheet in Portuguese opens right, and that does no harm there.

use std::fs;

use recado_tests::{Recado, Serving, Source};
use serde_json::json;

#[test]
fn the_file_is_what_excel_in_portuguese_expects() {
    let (recado, _source, _serving) = with_people();
    let file = recado.scratch().join("contatos.csv");
    recado.ok(&[
        "export",
        "--format",
        "csv",
        "--out",
        file.to_str().expect("plain"),
    ]);
    let written = fs::read(&file).expect("it is there");
    expect_good(&written);
}

#[test]
fn for_the_world_there_are_commas_points_iso_times_and_whole_numbers() {
    let (recado, source, serving) = with_people();
    let appointment = json!({
        "nome": "Bia", "telefone": "+5511912345678", "inicio": "2026-03-12T14:00:00-03:00", "valor": "R$ 1.234,50"
    });
    serving
        .post_json(&source, appointment.to_string())
        .expect_verdict("accepted");
    let running = recado.ok(&["export", "--style", "international", "--out", "-"]);
    let mut reader = csv::Reader::from_reader(running.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader
        .records()
        .collect::<Result<_, _>>()
        .expect("as many fields each");
    let has = |row: usize, value: &str| rows[row].iter().any(|field| field == value);
    assert!(has(0, "+5511987654321"), "{rows:?}");
    assert!(has(2, "'@SUM(1+1)*cmd|' /C calc'!A0"), "{rows:?}");
    assert!(has(4, "2026-03-12T14:00:00-03:00"), "{rows:?}");
    assert!(has(4, "1234.50") && has(4, "BRL"), "{rows:?}");
    serving.kill();
    let alone = recado.ok(&["export", "--style", "international", "--out", "-"]);
    assert_eq!(alone, running);
    let at_home = recado.ok(&["export", "--out", "-"]);
    assert!(at_home.contains("12/03/2026 14:00;1234,50;BRL"), "{at_home}");
}

#[test]
fn the_export_can_go_on_in_a_pipe() {
    let (recado, _source, _serving) = with_people();
    let finished = recado.run(&["export", "--format", "csv", "--out", "-"]);
    assert_eq!(finished.code, 0, "{finished:#?}");
    expect_good(finished.stdout.as_bytes());
}

#[test]
fn the_export_is_the_same_while_nothing_runs() {
    let (recado, _source, serving) = with_people();
    let running = recado.ok(&["export", "--format", "csv", "--out", "-"]);
    serving.kill();
    assert_eq!(recado.ok(&["export", "--format", "csv", "--out", "-"]), running);
}

#[test]
fn an_export_that_fails_leaves_the_old_file_as_it_was() {
    let (recado, _source, _serving) = with_people();
    let nowhere = recado.scratch().join("no-such-folder").join("contatos.csv");
    let failed = recado.run(&[
        "export",
        "--format",
        "csv",
        "--out",
        nowhere.to_str().expect("plain"),
    ]);
    assert_eq!(failed.code, 1, "{failed:#?}");
    assert!(!failed.stderr.trim().is_empty());

    // Over an older file: replaced as a whole, and nothing else is left beside it.
    let folder = recado.scratch().join("planilhas");
    fs::create_dir(&folder).expect("the folder is ours");
    let file = folder.join("contatos.csv");
    fs::write(&file, "an older export").expect("the folder is ours");
    recado.ok(&[
        "export",
        "--format",
        "csv",
        "--out",
        file.to_str().expect("plain"),
    ]);
    expect_good(&fs::read(&file).expect("it is there"));
    assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn an_export_that_is_broken_off_leaves_the_old_file_as_it_was() {
    use recado_tests::mounts;
    mounts::alone(
        concat!(
            module_path!(),
            "::an_export_that_is_broken_off_leaves_the_old_file_as_it_was"
        ),
        || {
            let (recado, source, serving) = with_people();
            for number in 0..400 {
                let name = "Maria Aparecida ".repeat(6);
                let person = json!({ "nome": name, "telefone": format!("+55119{number:08}") });
                serving
                    .post_json(&source, person.to_string())
                    .expect_verdict("accepted");
            }
            let disk = recado.scratch().join("disk");
            fs::create_dir(&disk).expect("the folder is ours");
            mounts::small_disk(&disk, 32);
            let file = disk.join("contatos.csv");
            fs::write(&file, "an older export").expect("there is room for this");
            let failed = recado.run(&[
                "export",
                "--format",
                "csv",
                "--out",
                file.to_str().expect("plain"),
            ]);
            assert_eq!(failed.code, 1, "{failed:#?}");
            assert_eq!(fs::read_to_string(&file).expect("it is there"), "an older export");
            assert_eq!(
                fs::read_dir(&disk).expect("it is there").count(),
                1,
                "no half-written file stays"
            );
        },
    );
}

/// Three people: one with a valid number, one whose number stays as written, and one whose words are a formula.
fn with_people() -> (Recado, Source, Serving) {
    let recado = Recado::in_new_folder();
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    for person in [
        json!({ "nome": "Ana \"Aninha\" Souza; filha", "telefone": "+5511987654321", "email": "Ana@Example.com", "mensagem": "Olá,\nquero um horário" }),
        json!({ "nome": "Carlos", "telefone": "+5501999999999", "mensagem": "Quero agendar um horário" }),
        json!({ "nome": "=HYPERLINK(\"http://mau.example\";\"clique\")", "telefone": "11 3333-4444", "mensagem": "@SUM(1+1)*cmd|' /C calc'!A0" }),
        json!({ "nome": "\t=1+1", "telefone": "21988887777", "mensagem": "-2+3" }),
    ] {
        serving
            .post_json(&source, person.to_string())
            .expect_verdict("accepted");
    }
    (recado, source, serving)
}

#[track_caller]
fn expect_good(written: &[u8]) {
    let text = std::str::from_utf8(written).expect("UTF-8");
    let text = text
        .strip_prefix('\u{feff}')
        .expect("the mark that Excel knows UTF-8 by");
    assert!(text.ends_with("\r\n"), "lines end as on Windows");

    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_reader(text.as_bytes());
    let headers = reader.headers().expect("a first line").clone();
    assert!(headers.iter().any(|header| header == "Nome"), "{headers:?}");
    assert!(
        headers
            .iter()
            .any(|header| header == "Telefone" || header == "Telefones"),
        "{headers:?}"
    );
    let rows: Vec<csv::StringRecord> = reader
        .records()
        .collect::<Result<_, _>>()
        .expect("as many fields each");
    assert_eq!(rows.len(), 4);
    let has = |row: &csv::StringRecord, value: &str| row.iter().any(|field| field == value);
    assert!(has(&rows[0], "Ana \"Aninha\" Souza; filha"), "{rows:?}");
    assert!(has(&rows[0], "(11) 98765-4321"), "{rows:?}");
    assert!(has(&rows[0], "ana@example.com"), "{rows:?}");
    assert!(has(&rows[0], "Olá,\nquero um horário"), "{rows:?}");
    assert!(has(&rows[2], "(11) 3333-4444"), "{rows:?}");
    // What is not a valid number keeps its digits; what is before them must not begin a formula.
    let carlos = rows[1]
        .iter()
        .find(|field| field.ends_with("5501999999999"))
        .expect("digit for digit");
    assert!(!carlos.starts_with('+'), "{carlos}");
    for field in rows.iter().flat_map(csv::StringRecord::iter) {
        assert!(
            !field.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "a spreadsheet would run {field:?}"
        );
    }
}
