//! The program files: this one and its sibling `recado`.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[cfg_attr(unix, path = "program/unix.rs")]
#[cfg_attr(windows, path = "program/windows.rs")]
mod system;

pub(crate) use system::Started;

/// Starts `recado desk`, which then belongs to nobody: the end of this program, of its terminal or of its session
/// does not end it.
///
/// # Errors
/// When the sibling is missing or cannot be started.
pub(crate) fn start_desk(folder: &Path) -> io::Result<Started> {
    let mut desk = Command::new(sibling()?);
    desk.arg("desk").arg("--data-dir").arg(folder);
    system::detached(without_stdio(desk))
}

/// What `recado doctor` says about the folder. It takes as long as reading the database does.
///
/// # Errors
/// When the sibling is missing or cannot be started.
pub(crate) fn ask_doctor(folder: &Path) -> io::Result<Output> {
    let mut doctor = Command::new(sibling()?);
    doctor.arg("doctor").arg("--data-dir").arg(folder);
    doctor.stdin(Stdio::null());
    system::without_console(&mut doctor);
    doctor.output()
}

/// Starts this program's file again with the same arguments: an update has put a newer one in its place.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn start_anew() -> io::Result<()> {
    let mut anew = Command::new(own()?);
    anew.args(env::args_os().skip(1)).arg("--anew");
    system::detached(without_stdio(anew))?;
    Ok(())
}

fn sibling() -> io::Result<PathBuf> {
    let sibling = own()?.with_file_name(format!("recado{}", env::consts::EXE_SUFFIX));
    if sibling.is_file() {
        Ok(sibling)
    } else {
        Err(io::Error::new(
            io::ErrorKind::NotFound,
            sibling.display().to_string(),
        ))
    }
}

fn own() -> io::Result<PathBuf> {
    let own = env::current_exe()?;
    // So Linux names the file of a running program that an update has replaced.
    let replaced = own.to_str().and_then(|path| path.strip_suffix(" (deleted)"));
    Ok(replaced.map_or_else(|| own.clone(), PathBuf::from))
}

fn without_stdio(mut command: Command) -> Command {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}
