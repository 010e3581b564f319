//! A test with mounts of its own: it runs again, alone, in a namespace where it may mount what it likes.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};

/// Tells the test's second run that it is one.
const INSIDE: &str = "RECADO_TEST_INSIDE";

/// Runs `story` where mounting is allowed and nobody else sees the mounts.
///
/// `test` is the test's own full name: the test program is started anew, for this test alone, by `unshare`. Root
/// needs a mount namespace alone; anybody else becomes root of a user namespace of theirs. A machine that forbids
/// both fails the test: it must not look as if it had passed.
pub fn alone(test: &str, story: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        return story();
    }
    let (_, test) = test
        .split_once("::")
        .expect("a test's name begins with its crate's");
    let flags = if rustix::process::geteuid().is_root() {
        "-m"
    } else {
        "-Urm"
    };
    let output = Command::new("unshare")
        .arg(flags)
        .arg(env::current_exe().expect("a running program has a file"))
        .args([
            "--exact",
            test,
            "--include-ignored",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .env(INSIDE, "1")
        .stdin(Stdio::null())
        .output()
        .expect("unshare starts");
    let stdout = String::from_utf8_lossy(&output.stdout);
    print!("{stdout}{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        output.status.success(),
        "it failed in its own mounts; if `unshare {flags}` itself was refused, this \
        machine forbids namespaces and the test must run as root"
    );
    assert!(stdout.contains("1 passed"), "no test is called {test}");
}

/// Mounts a disk of this many kibibytes, in memory, on a folder.
pub fn small_disk(on: &Path, kibibytes: u32) {
    mount(
        Command::new("mount")
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={kibibytes}k,mode=0700"),
                "recado-test",
            ])
            .arg(on),
    );
}

/// From now on nobody can write in this folder, root neither.
pub fn read_only(folder: &Path) {
    mount(Command::new("mount").arg("--bind").arg(folder).arg(folder));
    mount(Command::new("mount").args(["-o", "remount,bind,ro"]).arg(folder));
}

fn mount(command: &mut Command) {
    assert!(
        command.status().expect("mount starts").success(),
        "mounting failed: {command:?}"
    );
}
