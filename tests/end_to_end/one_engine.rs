//! One engine a folder.

use recado_tests::{CARLOS_JSON, Recado};

#[test]
fn a_second_serve_exits_3_and_names_the_holder() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let mut serving = recado.serve();
    let second = recado.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.code, 3, "{second:#?}");
    assert!(second.stderr.contains(&serving.pid().to_string()), "{second:#?}");
    assert!(second.stderr.contains("recado serve"), "{second:#?}");
    assert!(serving.runs());
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
}

#[test]
fn commands_that_come_together_take_turns() {
    let recado = Recado::in_new_folder();
    recado.source("Primeira");
    std::thread::scope(|scope| {
        for number in 0..8 {
            let recado = &recado;
            scope.spawn(move || recado.source(&format!("Fonte {number}")));
        }
    });
    assert_eq!(recado.sources().len(), 9);
}

#[test]
fn after_a_kill_the_folder_is_free() {
    let recado = Recado::in_new_folder();
    recado.source("Outro sistema");
    recado.serve().kill();
    assert_eq!(recado.sources().len(), 1);
    recado.serve();
}
