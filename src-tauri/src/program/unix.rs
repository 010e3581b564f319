//! A session of its own: neither a terminal's end nor its Ctrl+C reaches what is started so.

use std::io;
use std::process::{Command, ExitStatus};

use process_wrap::std::{ChildWrapper, CommandWrap, ProcessSession};

/// A program that was started and outlives this one; dropping this does not end it.
#[derive(Debug)]
pub(crate) struct Started(Box<dyn ChildWrapper>);

impl Started {
    /// How it ended, if it has.
    ///
    /// # Errors
    /// When the system does not tell.
    pub(crate) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        // Of the process alone: its session may live on in programs that it started.
        self.0.inner_mut().try_wait()
    }
}

pub(super) fn detached(command: Command) -> io::Result<Started> {
    let child = CommandWrap::from(command).wrap(ProcessSession).spawn()?;
    Ok(Started(child))
}

pub(super) fn without_console(_: &mut Command) {}
