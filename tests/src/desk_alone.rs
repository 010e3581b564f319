//! A desk without its window: the programs of an installation, with a stand-in that writes down what it is told.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use recado_api::{Ask, Failure};
use rustix::process::{Pid, Signal, kill_process};

use crate::{DESK, Office, Program, Started, WINDOW, wait};

/// An office where the desk can be started, and opens a stand-in instead of the window.
#[derive(Debug)]
pub struct DeskAlone {
    pub office: Office,
    programs: PathBuf,
}

impl DeskAlone {
    /// `stand_in` is the program that stands in for the window.
    pub fn in_office(office: Office, stand_in: &Path) -> Self {
        let programs = office.recado.scratch().join("stand-in");
        fs::create_dir(&programs).expect("a new folder can be filled");
        place(Program::find().file(), &programs.join(DESK));
        place(stand_in, &programs.join(WINDOW));
        Self { office, programs }
    }

    /// The desk's program.
    pub fn program(&self) -> Program {
        Program::at(&self.programs.join(DESK))
    }

    /// `recado desk`, not started yet.
    pub fn command(&self) -> Command {
        let mut command = self.office.command(&self.program(), &["desk"]);
        command.env("RECADO_STAND_IN_LOG", self.log());
        command
    }

    /// Starts the desk, which receives and answers from then on.
    #[track_caller]
    pub fn start(&self) -> Started {
        self.start_command(self.command())
    }

    #[track_caller]
    pub fn start_command(&self, command: Command) -> Started {
        let desk = self.office.start(command, DESK);
        wait::until("the desk to be ready", || {
            desk.printed().contains("127.0.0.1:").then_some(())
        });
        desk
    }

    /// Starts the stand-in as a person starts the window, on top of these variables.
    pub fn start_stand_in(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Started {
        let mut command = self
            .office
            .command(&Program::at(&self.programs.join(WINDOW)), arguments);
        command
            .env("RECADO_STAND_IN_LOG", self.log())
            .envs(variables.iter().copied());
        self.office.start(command, WINDOW)
    }

    fn log(&self) -> PathBuf {
        self.office.recado.scratch().join("window.log")
    }

    /// What the stand-ins wrote down so far, a line for each thing.
    pub fn told(&self) -> Vec<String> {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// Waits until they wrote down this many lines.
    #[track_caller]
    pub fn wait_for_told(&self, count: usize) -> Vec<String> {
        wait::until(&format!("{count} lines of {:?}", self.told()), || {
            let told = self.told();
            (told.len() >= count).then_some(told)
        })
    }

    /// The person closes the window.
    #[track_caller]
    pub fn close_window(&self) {
        let window = self.office.the_only(WINDOW);
        kill_process(window, Signal::TERM).expect("it is ours");
        self.office.wait_for_the_end_of(WINDOW);
    }

    /// Asks the desk as a window does.
    ///
    /// # Errors
    /// What it answers instead.
    pub fn ask<R: Ask>(&self, request: R) -> Result<R::Answer, Failure> {
        self.office.recado.ask(request)
    }

    /// How many notifications wait to be told, as the database has it.
    pub fn untold(&self) -> u32 {
        crate::database::open(&self.office.recado.database())
            .query_row("SELECT count(*) FROM toast", [], |row| row.get(0))
            .expect("the table is there")
    }

    #[track_caller]
    pub fn wait_until_all_is_told(&self) {
        wait::until("every notification to be noted as told", || {
            (self.untold() == 0).then_some(())
        });
    }
}

/// Sends a signal to a program that the test started.
pub fn signal(started: &Started, signal: Signal) {
    let pid = i32::try_from(started.pid()).ok().and_then(Pid::from_raw);
    kill_process(pid.expect("a process id"), signal).expect("it is our child");
}

/// The same program in another folder: a program finds its sibling beside its own file.
fn place(program: &Path, at: &Path) {
    match fs::hard_link(program, at) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            fs::copy(program, at).expect("there is room for a copy");
        }
        linked => linked.unwrap_or_else(|error| panic!("{error}: {}", program.display())),
    }
}
