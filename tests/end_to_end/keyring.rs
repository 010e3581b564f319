//! Secrets in a real keyring.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use recado_api::{
    request::ShowSource,
    view::{SecretsKept, SourceDetails},
};
use recado_tests::{
    Finished, Recado, Serving, Source,
    desktop::{Bus, Keyring},
};

const SECRET: &str = "k3yring-Secret";

#[test]
fn secrets_stand_in_the_keyring_alone_and_are_there_after_a_restart() {
    let (recado, bus) = (Recado::in_new_folder(), Bus::start());
    let _keyring = Keyring::unlocked(&bus, recado.scratch());
    let source = add(&recado, &bus);
    let serving = serve(&recado, &bus);
    assert_eq!(details(&recado, &source).secrets_kept, SecretsKept::Keyring);
    assert_eq!(knock(&serving, &source, SECRET), 200);
    assert_eq!(knock(&serving, &source, "another-Secret"), 401);
    let changed = on_the_bus(
        &recado,
        &bus,
        &["source", "secret", &source.id, "--secret", "another-Secret"],
    );
    assert_eq!(changed.code, 0, "{changed:#?}");
    assert_eq!(knock(&serving, &source, "another-Secret"), 200);
    drop(serving);
    for file in files_in(recado.data()) {
        let bytes = fs::read(&file).expect("it is readable");
        for secret in [SECRET, "another-Secret"] {
            assert!(!contains(&bytes, secret), "{}", file.display());
        }
    }
    let serving = serve(&recado, &bus);
    assert_eq!(knock(&serving, &source, "another-Secret"), 200);
    assert_eq!(knock(&serving, &source, SECRET), 401);
}

#[test]
fn what_comes_while_the_keyring_is_locked_is_not_lost() {
    let (recado, bus) = (Recado::in_new_folder(), Bus::start());
    let source = {
        let _keyring = Keyring::unlocked(&bus, recado.scratch());
        add(&recado, &bus)
    };
    {
        let _keyring = Keyring::locked(&bus, recado.scratch());
        let serving = serve(&recado, &bus);
        assert_eq!(knock(&serving, &source, SECRET), 503);
        assert!(!recado.data().join("secrets.json").exists());
        assert!(recado.contacts().is_empty());
    }
    let _keyring = Keyring::unlocked(&bus, recado.scratch());
    let serving = serve(&recado, &bus);
    let contact = recado_tests::wait::until("what waited to be filed", || recado.contacts().pop());
    assert_eq!(contact["name"], "Ana");
    // Its sender, which was told to try again, does.
    assert_eq!(knock(&serving, &source, SECRET), 200);
    assert_eq!(recado.contacts().len(), 1);
    let verdicts: Vec<_> = recado
        .deliveries()
        .iter()
        .map(|delivery| delivery["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["accepted", "duplicate"]);
}

#[test]
fn without_a_keyring_secrets_stand_in_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt as _;

    let (recado, bus) = (Recado::in_new_folder(), Bus::start());
    let source = add(&recado, &bus);
    let file = recado.data().join("secrets.json");
    let mode = fs::metadata(&file).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // One that appears later changes nothing.
    let _keyring = Keyring::unlocked(&bus, recado.scratch());
    let serving = serve(&recado, &bus);
    assert_eq!(details(&recado, &source).secrets_kept, SecretsKept::File);
    assert_eq!(knock(&serving, &source, SECRET), 200);
}

fn add(recado: &Recado, bus: &Bus) -> Source {
    let added = on_the_bus(
        recado,
        bus,
        &[
            "source",
            "add",
            "--preset",
            "google-forms",
            "--secret",
            SECRET,
            "--json",
        ],
    );
    assert_eq!(added.code, 0, "{added:#?}");
    Source::of(&serde_json::from_str(&added.stdout).expect("an object"))
}

fn on_the_bus(recado: &Recado, bus: &Bus, arguments: &[&str]) -> Finished {
    let mut command = recado.command(arguments);
    command.env("DBUS_SESSION_BUS_ADDRESS", bus.address());
    Finished::of(command.stdin(Stdio::null()))
}

fn serve(recado: &Recado, bus: &Bus) -> Serving {
    let mut command = recado.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", bus.address());
    Serving::start(command)
}

/// A form that shows this secret, the same answer each time.
fn knock(serving: &Serving, source: &Source, secret: &str) -> u16 {
    let body = format!(
        r#"{{"secret": "{secret}", "namedValues": {{"Nome": ["Ana"], "Telefone": ["11987654321"]}}}}"#
    );
    serving.post_json(source, body).status
}

fn details(recado: &Recado, source: &Source) -> SourceDetails {
    let source = source.id.parse().expect("an id");
    recado.ask(ShowSource { source }).expect("the source is there")
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).expect("it is there");
    let paths = paths.map(|entry| entry.expect("it is readable").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
