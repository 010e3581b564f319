//! The checks that need no test run.

use anyhow::Result;

use crate::{
    process::{cargo, run},
    setup,
};

/// Format, clippy, documentation; and whether the workspace compiles for Windows, where most owners are.
pub(crate) fn lint() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
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
