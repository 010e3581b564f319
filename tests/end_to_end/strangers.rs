//! Another user of the same computer is turned away at the socket, whatever the modes of files would allow.

use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::Path,
    process::{Command, Stdio},
};

use recado_api::socket::Record;
use recado_tests::{CARLOS_JSON, Finished, Program, Recado};

/// The uid and gid of nobody.
const NOBODY: u32 = 65_534;

#[test]
#[ignore = "only root can start a process under another uid; `cargo xtask test` runs it as root"]
fn another_user_is_turned_away_at_the_socket() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let mut serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    let socket = Record::read(recado.data())
        .and_then(|record| record.socket)
        .expect("it answers");

    // Every door is opened as far as modes go, so that the program's own look at the caller is what remains.
    for folder in socket
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(recado.scratch()))
    {
        set_mode(folder, 0o755);
    }
    set_mode(&socket, 0o777);

    // A copy where a stranger can start it.
    let stranger = recado.scratch().join("ask-socket");
    fs::copy(env!("CARGO_BIN_EXE_ask-socket"), &stranger).expect("there is room");
    set_mode(&stranger, 0o755);
    let ask = |uid: u32| Finished::of(Command::new(&stranger).arg(&socket).uid(uid).gid(uid));

    let mine = ask(0);
    assert!(
        mine.stdout.starts_with("connected\nHTTP/1.1 200"),
        "the owner is answered: {mine:#?}"
    );
    let strangers = ask(NOBODY);
    assert_eq!(
        strangers.stdout, "connected\n",
        "a stranger gets a closed connection: {strangers:#?}"
    );
    assert!(serving.runs());
    assert_eq!(
        recado.only_contact()["name"],
        "Carlos",
        "the owner's commands still work"
    );
}

#[test]
#[ignore = "only root can start a process under another uid; `cargo xtask test` runs it as root"]
fn another_users_command_gets_nothing() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    let socket = Record::read(recado.data())
        .and_then(|record| record.socket)
        .expect("it answers");

    // A copy of the program where a stranger can start it, and all folders open to look in.
    let program = recado.scratch().join("recado");
    fs::copy(Program::find().file(), &program).expect("there is room");
    set_mode(&program, 0o755);
    for folder in [
        recado.scratch(),
        &recado.runtime(),
        socket.parent().expect("a folder"),
        recado.data(),
    ] {
        set_mode(folder, 0o755);
    }
    set_mode(&socket, 0o777);

    let theirs = recado.command(&["contacts", "--json"]);
    let arguments: Vec<_> = theirs.get_args().map(ToOwned::to_owned).collect();
    let mut stranger = Command::new(&program);
    stranger.args(arguments).uid(NOBODY).gid(NOBODY).current_dir("/");
    for (name, value) in theirs.get_envs() {
        match value {
            Some(value) => stranger.env(name, value),
            None => stranger.env_remove(name),
        };
    }
    let finished = Finished::of(stranger.stdin(Stdio::null()));
    assert_ne!(finished.code, 0, "{finished:#?}");
    assert!(!finished.printed().contains("Carlos"), "{finished:#?}");
    assert_eq!(
        recado.only_contact()["name"],
        "Carlos",
        "the owner's commands still work"
    );
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}
