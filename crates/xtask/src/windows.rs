//! The end-to-end tests on a recado.exe, under Wine.
//!
//! Most owners use Windows and most developers' machines do not. The tests are the same ones: their harness is
//! told by `RECADO_TEST_PROGRAM` to start the program by Wine.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::{
    process::{cargo, run, target},
    setup::{self, WINDOWS_TARGET},
};

/// The tests that speak to the program by its command line and HTTP alone, so that it does not matter that they
/// themselves run on Linux. Signals and the local socket do not cross into Wine.
const SUBSET: &str = "test(/^(bodies|restart|commands|commands_beside_an_engine|export|one_engine)::/) \
    and not test(/whoever_follows_the_stream|the_systems_own_signal|is_broken_off|names_the_holder/)";

/// Builds recado.exe and runs those tests on it.
pub(crate) fn test() -> Result<()> {
    if !setup::windows_target()? {
        println!(
            "Skipped: the tests for Windows. rustup could not add the target {WINDOWS_TARGET}, so there is no \
             recado.exe to test."
        );
        return Ok(());
    }
    setup::tools(setup::WINE)?;
    setup::nextest()?;
    run(cargo().args(["build", "--package", "recado-cli", "--target", WINDOWS_TARGET]))?;
    let folder = target()?.join(WINDOWS_TARGET).join("debug");
    build_missing_library(&folder)?;

    // A Wine prefix of our own: the developer's is left alone.
    let prefix = target()?.join("wine");
    fs::create_dir_all(&prefix).context("Failed to make the folder for Wine")?;
    let in_prefix = |command: &mut Command| {
        command.env("WINEPREFIX", &prefix).env("WINEDEBUG", "-all");
    };
    let mut boot = Command::new(wine());
    in_prefix(&mut boot);
    run(boot.args(["wineboot", "--init"]))?;

    let mut tests = cargo();
    in_prefix(&mut tests);
    let program = format!("{} {}", wine(), folder.join("recado.exe").display());
    tests.env("RECADO_TEST_PROGRAM", program);
    run(tests.args([
        "nextest",
        "run",
        "--package",
        "recado-tests",
        "--filterset",
        SUBSET,
    ]))
}

/// Debian's `wine` is a script that first asks for the 32-bit Wine, which nothing here needs.
fn wine() -> &'static str {
    let alone = "/usr/lib/wine/wine64";
    if Path::new(alone).is_file() { alone } else { "wine" }
}

/// Debian's Wine 8 lacks a library that Rust's standard library imports; ours has its one function.
fn build_missing_library(folder: &Path) -> Result<()> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("windows/bcryptprimitives.c");
    run(Command::new("x86_64-w64-mingw32-gcc")
        .args(["-shared", "-O2", "-o"])
        .arg(folder.join("bcryptprimitives.dll"))
        .arg(source)
        .arg("-ladvapi32"))
}
