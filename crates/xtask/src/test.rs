//! Every check and every test of this system.

use anyhow::Result;

use crate::{
    lint::check,
    process::{cargo, run},
    setup,
    ui::Ui,
};

/// The packages of the programs that end-to-end tests start.
const PROGRAMS: [&str; 3] = ["recado-cli", "recado-relay", "recado-window"];

/// Sets up, lints, tests the page, builds the programs that the end-to-end tests start, and runs all other tests.
pub(crate) fn test() -> Result<()> {
    setup::tools(setup::FOR_WINDOW)?;
    setup::tools(setup::FOR_TESTS)?;
    if setup::can_install() {
        setup::tools(setup::FOR_TESTS_ON_DEBIAN)?;
    }
    setup::tools(setup::DESKTOP_TESTS)?;
    setup::nextest()?;
    let ui = Ui::ready()?;
    // Before anything that compiles the window, which embeds it.
    ui.build()?;
    check(&ui)?;
    ui.test()?;
    run(cargo()
        .arg("build")
        .args(PROGRAMS.map(|name| format!("--package={name}"))))?;
    let mut tests = cargo();
    tests.args(["nextest", "run", "--workspace"]);
    // Only root can start a process under another uid; these tests say `#[ignore]` for everybody else.
    if setup::is_root() {
        tests.args(["--run-ignored", "all"]);
    }
    run(&mut tests)?;
    if cfg!(unix) && !setup::is_root() {
        println!("\nNot run: the tests that start a process under another uid. They need root.");
    }
    Ok(())
}
