//! Every check and every test of this system.

use anyhow::Result;

use crate::{
    lint::lint,
    process::{cargo, run},
    setup,
};

/// Sets up, lints, builds the program that the end-to-end tests start, and runs all tests.
pub(crate) fn test() -> Result<()> {
    setup::tools(setup::FOR_TESTS)?;
    setup::nextest()?;
    lint()?;
    run(cargo().args(["build", "--package", "recado-cli"]))?;
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
