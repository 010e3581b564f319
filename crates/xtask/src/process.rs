//! Running other programs: shown before they run, and their failure is ours.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

/// The cargo that runs this task, in the workspace's own folder.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.current_dir(workspace());
    cargo
}

/// The folder of the workspace.
pub(crate) fn workspace() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// The folder that `cargo build` of this profile writes to: this program was built there itself, whatever
/// `CARGO_TARGET_DIR` says.
pub(crate) fn built() -> Result<PathBuf> {
    let this = env::current_exe().context("Failed to find this program's own file")?;
    let folder = this.parent().context("This program's own file has no folder")?;
    Ok(folder.to_owned())
}

/// The target folder, which holds one folder a profile or a target.
pub(crate) fn target() -> Result<PathBuf> {
    let built = built()?;
    Ok(built
        .parent()
        .context("The target folder has no parent")?
        .to_owned())
}

/// Shows the command, runs it to its end on this terminal, and fails when it failed. It reads nothing: what happens to
/// be on this program's standard input is not meant for it (cargo, for one, would hand it to `rustc -`).
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("\n$ {}", shown(command));
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("Failed to start {}", shown(command)))?;
    if !status.success() {
        bail!("this failed ({status}): {}", shown(command));
    }
    Ok(())
}

/// Runs the command unseen and returns what it printed, or fails with what it complained about.
pub(crate) fn output_of(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("Failed to start {}", shown(command)))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!(
            "this failed ({}): {}\n{}",
            output.status,
            shown(command),
            complaint.trim_end()
        );
    }
    String::from_utf8(output.stdout).context("The output is not UTF-8")
}

/// Whether the command can be started and succeeds; nothing of it is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether a program of this name is on the PATH.
pub(crate) fn on_path(program: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths)
        .map(|folder| folder.join(program).with_extension(env::consts::EXE_EXTENSION))
        .any(|file| file.is_file())
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    words.join(" ")
}
