//! The checks that need no test run.

use anyhow::Result;

use crate::{
    icons, licences,
    process::{cargo, run},
    setup,
    ui::Ui,
};

/// Sets up what the checks need, and runs them.
pub(crate) fn lint() -> Result<()> {
    setup::tools(setup::FOR_WINDOW)?;
    let ui = Ui::ready()?;
    ui.build()?;
    check(&ui)
}

/// Format, clippy, documentation, the page, what is made and committed; and whether the workspace compiles for
/// Windows, where most owners are.
pub(crate) fn check(ui: &Ui) -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    icons::check()?;
    licences::check()?;
    ui.lint()?;
    run(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))?;
    run(cargo()
        .args([
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
            "--quiet",
        ])
        .env("RUSTDOCFLAGS", "--deny warnings"))?;
    if cfg!(windows) {
        return Ok(());
    }
    if setup::windows_target()? {
        run(cargo().args(["check", "--workspace", "--target", setup::WINDOWS_TARGET]))?;
    } else {
        println!(
            "\nSkipped: the check for Windows. rustup could not add the target {}.",
            setup::WINDOWS_TARGET
        );
    }
    Ok(())
}
