//! A test that needs a process of its own (to be killed, limited, or put where it cannot write) runs itself again:
//! the child is an ignored test of the same binary.

use std::path::Path;
use std::process::Command;

const FOLDER: &str = "RECADO_TEST_FOLDER";

/// The command that runs the ignored test `name` of this binary on `folder`, behind `wrapper`, a program and its first
/// arguments, or nothing. Waits for nothing yet.
pub(crate) fn child_test(wrapper: &[&str], name: &str, folder: &Path) -> Command {
    let me = std::env::current_exe().unwrap();
    let mut words = wrapper
        .iter()
        .map(std::ffi::OsString::from)
        .chain([me.into_os_string()]);
    let mut command = Command::new(words.next().unwrap());
    command
        .args(words)
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder);
    command
}

/// Runs a child to its end, which must be a good one: exactly one test ran and passed.
pub(crate) fn run(mut command: Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "the child failed: {}\n{said}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

/// In the child: the folder that its parent gave it.
pub(crate) fn folder() -> std::path::PathBuf {
    std::env::var_os(FOLDER)
        .expect("this test runs only as the child of another")
        .into()
}

/// What runs a command where it can mount without touching this computer: a mount namespace, with a user namespace
/// where that is not for root alone. `None` where neither is allowed.
#[cfg(target_os = "linux")]
pub(crate) fn mount_namespace() -> Option<Vec<&'static str>> {
    [
        vec!["unshare", "--mount"],
        vec!["unshare", "--map-root-user", "--mount"],
    ]
    .into_iter()
    .find(|unshare| {
        let [program, arguments @ ..] = unshare.as_slice() else {
            return false;
        };
        let probe = "mount -t tmpfs -o size=64k tmpfs /tmp";
        Command::new(program)
            .args(arguments)
            .args(["sh", "-c", probe])
            .output()
            .is_ok_and(|o| o.status.success())
    })
}
