//! Starting the window's program, which lies beside this one.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use recado_api::view::Destination;
use tokio::process::Command;

use crate::input::WindowEnd;

/// How the window is started.
#[derive(Debug, Clone)]
pub(crate) struct WindowProgram {
    program: PathBuf,
    folder: PathBuf,
}

impl WindowProgram {
    /// The one among `programs`, on the data folder `folder`.
    pub(crate) fn of(programs: &Path, folder: &Path) -> Self {
        let program = programs
            .join("recado-window")
            .with_extension(std::env::consts::EXE_EXTENSION);
        Self {
            program,
            folder: folder.to_owned(),
        }
    }

    /// Runs the window to its end. Dropping this future leaves the window running: neither's end is the other's.
    pub(crate) async fn run(self, at: Option<Destination>) -> WindowEnd {
        let mut command = Command::new(&self.program);
        command.arg("--data-dir").arg(&self.folder);
        match at {
            Some(Destination::Contact(id)) => {
                command.arg("--contact").arg(id.to_string());
            }
            Some(Destination::Activity(id)) => {
                command.arg("--activity").arg(id.to_string());
            }
            Some(Destination::Connection(id)) => {
                command.arg("--connection").arg(id.to_string());
            }
            Some(Destination::Relay(link)) => {
                // Whatever it says, it is no option.
                command.arg("--").arg(link);
            }
            None => {}
        }
        command.stdin(Stdio::null()).stdout(Stdio::null());
        apart(&mut command);
        let ended = match command.spawn() {
            Ok(mut child) => child.wait().await,
            Err(error) => Err(error),
        };
        match ended {
            Ok(status) => WindowEnd::Exited {
                well: status.success(),
            },
            Err(error) => WindowEnd::NotStarted(format!("{}: {error}", self.program.display())),
        }
    }
}

/// Not of this process's group, to which a terminal sends its Ctrl+C.
#[cfg(unix)]
fn apart(command: &mut Command) {
    command.process_group(0);
}

#[cfg(windows)]
fn apart(command: &mut Command) {
    // CREATE_NEW_PROCESS_GROUP.
    command.creation_flags(0x0000_0200);
}
