//! How a desk goes to another session: it begins anew there, as the same process.
//!
//! The libraries that speak to tray, notification service, clipboard and window all find their session in the
//! environment, and a process with several threads cannot change its environment soundly. So the desk ends its engine
//! (`ending restart`, for which windows wait) and replaces itself by its own program in the other environment. It
//! keeps its process id and its terminal; what it does not do for that moment is receive. On Windows and macOS no
//! variables lead to a session, so that nobody ever moves.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use crate::session::Session;

/// This program with its arguments, known from the start: an update may replace its file later.
#[derive(Debug)]
pub struct Again {
    #[cfg_attr(not(unix), expect(dead_code, reason = "nobody moves there"))]
    program: PathBuf,
    #[cfg_attr(not(unix), expect(dead_code, reason = "nobody moves there"))]
    arguments: Vec<OsString>,
}

impl Again {
    /// # Errors
    /// Where the system does not tell which program this is.
    pub fn this() -> io::Result<Self> {
        Ok(Self {
            program: std::env::current_exe()?,
            arguments: std::env::args_os().skip(1).collect(),
        })
    }

    /// Begins anew in that session, and returns only if that fails. The engine must have let go of its folder.
    #[cfg(unix)]
    pub fn in_session(self, session: &Session) -> io::Error {
        use std::os::unix::process::CommandExt;

        let mut command = std::process::Command::new(self.program);
        command.args(self.arguments);
        for (name, value) in session.variables() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.exec()
    }

    /// Never asked for here.
    #[cfg(not(unix))]
    pub fn in_session(self, _: &Session) -> io::Error {
        io::ErrorKind::Unsupported.into()
    }
}
