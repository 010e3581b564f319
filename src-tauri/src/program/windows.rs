//! No console and a group of its own: neither a console's end nor its Ctrl+C reaches what is started so.

use std::io;
use std::os::windows::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus};

const DETACHED_PROCESS: u32 = 0x0000_0008;
const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// A program that was started and outlives this one; dropping this does not end it.
#[derive(Debug)]
pub(crate) struct Started(Child);

impl Started {
    /// How it ended, if it has.
    ///
    /// # Errors
    /// When the system does not tell.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.0.try_wait()
    }
}

pub(super) fn detached(mut command: Command) -> io::Result<Started> {
    command.creation_flags(DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP);
    Ok(Started(command.spawn()?))
}

/// A console program would flash a black window.
pub(super) fn without_console(command: &mut Command) {
    command.creation_flags(CREATE_NO_WINDOW);
}
