//! What the machine must have for a task, beyond Rust and a C compiler: found, and installed where we know how.
//!
//! On Debian and Ubuntu apt installs what is missing, after saying what and why; elsewhere the exact command
//! is printed and the task stops. A machine that has everything pays a look for it and nothing else.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::process::{cargo, on_path, output_of, run, succeeds, target};

mod needs;

pub(crate) use needs::{
    DESKTOP_TESTS, FOR_BENCH, FOR_RELAY, FOR_TESTS, FOR_TESTS_ON_DEBIAN, FOR_WINDOW, WINDOWS_COMPILER, WINE,
};

/// Something that a task needs, how one sees that it is there, and the packages that bring it.
pub(crate) struct Tool {
    sign: Sign,
    why: &'static str,
    packages: &'static [&'static str],
}

/// What shows that a tool is there.
enum Sign {
    /// A program on the PATH.
    Program(&'static str),
    /// A library to build with, as pkg-config knows it.
    Library(&'static str),
    /// A font, as fontconfig knows it.
    Font(&'static str),
}

impl Sign {
    fn name(&self) -> &'static str {
        match self {
            Self::Program(name) | Self::Library(name) | Self::Font(name) => name,
        }
    }

    fn is_there(&self) -> bool {
        match self {
            Self::Program(program) => on_path(program),
            Self::Library(library) => succeeds(Command::new("pkg-config").args(["--exists", library])),
            // fontconfig answers with the nearest font that it has, so that the answer's name tells.
            Self::Font(font) => {
                let nearest = output_of(Command::new("fc-match").args(["--format", "%{family}", font]));
                nearest.is_ok_and(|family| family.contains(font))
            }
        }
    }
}

/// The release of cargo-nextest that is installed where there is none; another that is there already will do.
const NEXTEST: &str = "0.9.143";

/// The target that recado.exe is built for.
pub(crate) const WINDOWS_TARGET: &str = "x86_64-pc-windows-gnu";

/// The target that recado-relay is built for: one file that runs on any Linux.
pub(crate) const RELAY_TARGET: &str = "x86_64-unknown-linux-musl";

/// Makes sure that these tools are there.
pub(crate) fn tools(tools: &[Tool]) -> Result<()> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !tool.sign.is_there()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("This machine lacks:");
    for tool in &missing {
        println!(
            "  {:24} {} ({})",
            tool.sign.name(),
            tool.why,
            tool.packages.join(", ")
        );
    }
    let mut packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages).copied().collect();
    packages.dedup();
    install(&packages)?;
    for tool in missing {
        if !tool.sign.is_there() {
            bail!(
                "{} was installed, but there is no `{}`",
                tool.packages.join(", "),
                tool.sign.name()
            );
        }
    }
    Ok(())
}

/// Installs these packages, or fails with the command by which a person does it.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if !can_install() {
        bail!("install it and run this again:\n  {}", by_hand(packages));
    }
    run(apt_get(&["update"])?.env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut install = apt_get(&["install", "--yes", "--no-install-recommends"])?;
    run(install.args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
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

/// The release of `bore` that the tunnel is measured beside.
const BORE: &str = "0.6.0";

/// Makes sure that `bore` is there, in the target folder and nowhere else, and returns its file.
pub(crate) fn bore() -> Result<PathBuf> {
    let root = target()?.join("xtask").join(format!("bore-{BORE}"));
    let program = root.join("bin/bore").with_extension(env::consts::EXE_EXTENSION);
    if !program.is_file() {
        println!(
            "This machine lacks bore, which the tunnel is measured beside. Building it takes some minutes, once."
        );
        run(cargo()
            .args(["install", "bore-cli", "--locked", "--version", BORE, "--root"])
            .arg(&root))?;
    }
    Ok(program)
}

/// Makes sure that Rust can compile for Windows, and with it the C compiler; false where the target can be had
/// neither from this machine nor from rustup.
pub(crate) fn windows_target() -> Result<bool> {
    if !rust_compiles_for(WINDOWS_TARGET) {
        return Ok(false);
    }
    if cfg!(target_os = "linux") {
        tools(WINDOWS_COMPILER)?;
    }
    Ok(true)
}

/// Makes sure that Rust can compile the relay into one file without libraries, and with it the C compiler.
pub(crate) fn relay_target() -> Result<()> {
    if !rust_compiles_for(RELAY_TARGET) {
        bail!(
            "Rust cannot compile for {RELAY_TARGET} here; where rustup is: rustup target add {RELAY_TARGET}"
        );
    }
    tools(FOR_RELAY)
}

/// Whether Rust can compile for a target, after rustup was asked to add it where it is missing.
fn rust_compiles_for(target: &str) -> bool {
    has_library_for(target)
        || (succeeds(Command::new("rustup").args(["target", "add", target])) && has_library_for(target))
}

/// Whether the standard library for that target is there: `rustc` names its folder, whoever installed it.
fn has_library_for(target: &str) -> bool {
    let folder = output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", target]));
    folder.is_ok_and(|folder| std::path::Path::new(folder.trim()).is_dir())
}

/// Whether packages can be installed from here.
pub(crate) fn can_install() -> bool {
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
