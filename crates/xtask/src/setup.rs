//! What the machine must have for a task, beyond Rust and a C compiler: found, and installed where we know how.
//!
//! On Debian and Ubuntu apt installs what is missing, after saying what and why; elsewhere the exact command
//! is printed and the task stops. A machine that has everything pays a look at the PATH and nothing else.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{cargo, on_path, output_of, run, succeeds};

/// A program that a task calls, and the packages that bring it.
pub(crate) struct Tool {
    pub(crate) program: &'static str,
    pub(crate) why: &'static str,
    pub(crate) packages: &'static [&'static str],
}

/// What the tests call on Linux; on other systems the tests that need these are not compiled.
pub(crate) const FOR_TESTS: &[Tool] = if cfg!(target_os = "linux") {
    &[
        Tool {
            program: "strace",
            why: "shows that every answer leaves after its flush to the disk",
            packages: &["strace"],
        },
        Tool {
            program: "unshare",
            why: "gives a test its own mounts, for the full disk and the read-only folder",
            packages: &["util-linux"],
        },
        Tool {
            program: "prlimit",
            why: "runs the program on a machine that allows few open files",
            packages: &["util-linux"],
        },
        Tool {
            program: "mount",
            why: "makes the small disk that fills up and the read-only folder",
            packages: &["mount"],
        },
    ]
} else {
    &[]
};

/// The compiler for Windows: SQLite is C, so that even a check needs it.
pub(crate) const WINDOWS_COMPILER: &[Tool] = &[Tool {
    program: "x86_64-w64-mingw32-gcc",
    why: "compiles SQLite for Windows",
    packages: &["gcc-mingw-w64-x86-64"],
}];

/// Runs recado.exe.
pub(crate) const WINE: &[Tool] = &[Tool {
    program: "wine",
    why: "runs recado.exe",
    packages: &["wine64", "wine"],
}];

/// What the benchmark compares with.
pub(crate) const FOR_BENCH: &[Tool] = &[Tool {
    program: "webhook",
    why: "is the program that Recado's receiver is measured beside",
    packages: &["webhook"],
}];

/// The release of cargo-nextest that is installed where there is none; another that is there already will do.
const NEXTEST: &str = "0.9.143";

/// The target that recado.exe is built for.
pub(crate) const WINDOWS_TARGET: &str = "x86_64-pc-windows-gnu";

/// Makes sure that these tools are there.
pub(crate) fn tools(tools: &[Tool]) -> Result<()> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !on_path(tool.program)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("This machine lacks:");
    for tool in &missing {
        println!(
            "  {:24} {} ({})",
            tool.program,
            tool.why,
            tool.packages.join(", ")
        );
    }
    let mut packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages).copied().collect();
    packages.dedup();
    if !can_install() {
        bail!("install it and run this again:\n  {}", by_hand(&packages));
    }
    run(apt_get(&["update"])?.env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut install = apt_get(&["install", "--yes", "--no-install-recommends"])?;
    run(install.args(&packages))?;
    for tool in missing {
        if !on_path(tool.program) {
            bail!(
                "{} was installed, but there is no `{}`",
                tool.packages.join(", "),
                tool.program
            );
        }
    }
    Ok(())
}

/// Makes sure that `cargo nextest` is there.
pub(crate) fn nextest() -> Result<()> {
    if on_path("cargo-nextest") || succeeds(cargo().args(["nextest", "--version"])) {
        return Ok(());
    }
    println!("This machine lacks cargo-nextest, which runs the tests. Building it takes some minutes, once.");
    run(cargo()
        .args(["install", "cargo-nextest", "--locked", "--version", NEXTEST])
        .args(["--no-default-features", "--features", "default-no-update"]))
}

/// Makes sure that Rust can compile for Windows, and with it the C compiler; false where the target can be had
/// neither from this machine nor from rustup.
pub(crate) fn windows_target() -> Result<bool> {
    if !rust_compiles_for_windows() {
        let added = succeeds(Command::new("rustup").args(["target", "add", WINDOWS_TARGET]));
        if !added || !rust_compiles_for_windows() {
            return Ok(false);
        }
    }
    if cfg!(target_os = "linux") {
        tools(WINDOWS_COMPILER)?;
    }
    Ok(true)
}

/// Whether the standard library for that target is there: `rustc` names its folder, whoever installed it.
fn rust_compiles_for_windows() -> bool {
    let folder =
        output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", WINDOWS_TARGET]));
    folder.is_ok_and(|folder| std::path::Path::new(folder.trim()).is_dir())
}

fn can_install() -> bool {
    on_path("apt-get") && (is_root() || on_path("sudo"))
}

fn apt_get(arguments: &[&str]) -> Result<Command> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else {
        println!("\nsudo may ask for your password: installing packages is the administrator's work.");
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.args(arguments);
    Ok(command)
}

/// Whether this process may install packages without asking.
pub(crate) fn is_root() -> bool {
    cfg!(unix) && output_of(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

/// The command that a person types on this kind of system. The package names are Debian's; the few that differ
/// elsewhere are said differently here.
fn by_hand(packages: &[&str]) -> String {
    let elsewhere = |package: &&str| match *package {
        "gcc-mingw-w64-x86-64" if on_path("dnf") => "mingw64-gcc".to_owned(),
        "gcc-mingw-w64-x86-64" => "mingw-w64-gcc".to_owned(),
        "wine64" => "wine".to_owned(),
        "mount" => "util-linux".to_owned(),
        other => other.to_owned(),
    };
    let mut theirs: Vec<String> = packages.iter().map(elsewhere).collect();
    theirs.dedup();
    let theirs = theirs.join(" ");
    if on_path("apt-get") {
        format!(
            "apt-get update && apt-get install --no-install-recommends {}   (as root)",
            packages.join(" ")
        )
    } else if on_path("dnf") {
        format!("sudo dnf install {theirs}")
    } else if on_path("pacman") {
        format!("sudo pacman -S --needed {theirs}")
    } else if on_path("zypper") {
        format!("sudo zypper install {theirs}")
    } else if on_path("brew") {
        format!("brew install {theirs}")
    } else {
        format!("the packages {theirs}, by this system's own means")
    }
}
