//! The command line, while no engine runs on the folder.

use recado_tests::{Finished, Recado};
use serde_json::Value;

#[test]
fn sources_are_added_listed_paused_resumed_and_removed() {
    let recado = Recado::in_new_folder();
    assert_eq!(recado.sources().len(), 0);

    let site = recado.source("Formulário do site");
    let other = recado.source("Outro sistema");
    assert_ne!(site.id, other.id);
    let listed = recado.sources();
    assert_eq!(
        listed.iter().map(|source| &source["title"]).collect::<Vec<_>>(),
        ["Formulário do site", "Outro sistema"]
    );
    assert!(
        listed.iter().all(|source| source["state"] == "active"),
        "{listed:#?}"
    );

    recado.ok(&["source", "pause", &site.id]);
    assert_eq!(recado.sources()[0]["state"], "paused");
    recado.ok(&["source", "resume", &site.id]);
    assert_eq!(recado.sources()[0]["state"], "active");
    recado.ok(&["source", "remove", &site.id]);
    assert_eq!(recado.sources().len(), 1);
}

#[test]
fn an_address_is_hard_to_guess_and_easy_to_recognise() {
    let recado = Recado::in_new_folder();
    let first = recado.source("Formulário do site");
    let second = recado.source("Formulário do site");
    let key = |path: &str| {
        path.strip_prefix("/in/")
            .and_then(|rest| rest.split_once('-'))
            .map(|(key, _)| key.to_owned())
    };
    let (key_one, key_two) = (
        key(&first.path).expect("a key"),
        key(&second.path).expect("a key"),
    );
    assert_ne!(key_one, key_two);
    for key in [key_one, key_two] {
        assert_eq!(key.len(), 26);
        assert!(
            key.chars().all(|letter| matches!(letter, 'a'..='z' | '2'..='7')),
            "{key}"
        );
    }
    assert!(first.path.ends_with("-formulario-do-site"), "{}", first.path);
}

#[test]
fn setting_up_lays_out_the_stages_of_the_kind_of_business() {
    let recado = Recado::in_new_folder();
    let finished = recado.run(&[
        "setup",
        "--business",
        "Clínica Sorriso",
        "--kind",
        "clinic",
        "--lang",
        "pt-BR",
    ]);
    assert_eq!(finished.code, 0, "{finished:#?}");
    for stage in [
        "Novos",
        "Em conversa",
        "Agendados",
        "Confirmados",
        "Atendidos",
        "Perdidos",
    ] {
        assert!(finished.stdout.contains(stage), "no {stage} in {finished:#?}");
    }
}

#[test]
fn an_empty_installation_lists_nothing_and_is_well() {
    let recado = Recado::in_new_folder();
    recado.source("Outro sistema");
    assert_eq!(recado.contacts(), Vec::<Value>::new());
    assert_eq!(recado.deliveries(), Vec::<Value>::new());
    let doctor = recado.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "{doctor:#?}");
    assert!(!doctor.stdout.trim().is_empty());
}

#[test]
fn the_version_and_the_help_are_told_as_a_unix_tool_tells_them() {
    let recado = Recado::in_new_folder();
    let version = recado.ok(&["--version"]);
    assert_eq!(version.trim(), format!("recado {}", env!("CARGO_PKG_VERSION")));
    let help = recado.ok(&["--help"]);
    for command in [
        "serve",
        "stop",
        "setup",
        "source",
        "contacts",
        "deliveries",
        "export",
        "doctor",
    ] {
        assert!(help.contains(command), "no {command} in {help}");
    }
    for command in ["serve", "setup", "source", "export"] {
        assert!(recado.ok(&[command, "--help"]).contains("Usage"), "{command}");
    }
}

#[test]
fn a_wrong_use_exits_2_and_a_failure_exits_1() {
    let recado = Recado::in_new_folder();
    let code = |arguments: &[&str]| -> Finished { recado.run(arguments) };
    assert_eq!(code(&["no-such-command"]).code, 2);
    assert_eq!(code(&["source", "add"]).code, 2, "a source needs a title");
    assert_eq!(
        code(&["setup", "--business", "X", "--kind", "zoo", "--lang", "pt-BR"]).code,
        2
    );
    let unknown = code(&["source", "pause", "018f4b1e-0000-7000-8000-000000000000"]);
    assert_eq!(unknown.code, 1, "{unknown:#?}");
    assert!(!unknown.stderr.trim().is_empty(), "a failure says why");
    assert!(unknown.stdout.is_empty(), "a failure is no output");
}

#[test]
fn the_folder_can_be_named_by_the_environment() {
    let recado = Recado::in_new_folder();
    recado.source("Outro sistema");
    let mut command = recado_tests::Program::find().command(&[]);
    command
        .args(["source", "list", "--json"])
        .env("RECADO_DATA_DIR", recado.data());
    let finished = Finished::of(&mut command);
    assert_eq!(finished.code, 0, "{finished:#?}");
    let sources: Vec<Value> = serde_json::from_str(&finished.stdout).expect("a list");
    assert_eq!(sources[0]["title"], "Outro sistema");
}

#[test]
fn stopping_what_does_not_run_is_no_failure_of_the_folder() {
    let recado = Recado::in_new_folder();
    recado.source("Outro sistema");
    let stopped = recado.run(&["stop"]);
    assert!(!stopped.printed().trim().is_empty(), "it says that nothing runs");
    assert_eq!(recado.sources().len(), 1);
}
