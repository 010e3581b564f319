//! A desk in an office: an installation, the desktop it stands on, and the people who use it.

use std::{
    env,
    ffi::OsStr,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    thread,
};

use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    Answer, Finished, Port, Program, Recado, Source,
    desktop::{Bell, Bus, Dunst, Screen, Tray},
    leftovers::{self, Held},
    wait,
    window::Window,
};

/// The window's and the resident part's programs, as the system lists them.
pub const WINDOW: &str = "recado-window";
pub const DESK: &str = "recado";

/// An installation on a desktop of its own. When it is dropped everything that was started for it is ended, however
/// far it went from its parent; a failing test leaves a picture of the screen and all logs under `target/e2e/`.
#[derive(Debug)]
pub struct Office {
    pub recado: Recado,
    pub screen: Screen,
    pub bus: Bus,
    receiver: Port,
    inspector: Port,
    bell: Option<Bell>,
    dunst: Option<Dunst>,
    tray: Option<Tray>,
    started: std::cell::Cell<u32>,
    client: reqwest::blocking::Client,
}

/// A program that the test started as a person or the system would.
#[derive(Debug)]
pub struct Started {
    child: Child,
    log: PathBuf,
}

impl Office {
    /// A new folder on a desktop with neither tray nor notifications.
    ///
    /// Recado was never used there; only its port was chosen, so that tests can run at the same time.
    pub fn bare() -> Self {
        let recado = Recado::in_new_folder();
        let office = Self {
            screen: Screen::start(),
            bus: Bus::start(),
            receiver: Port::reserve(),
            inspector: Port::reserve(),
            bell: None,
            dunst: None,
            tray: None,
            started: 0.into(),
            client: reqwest::blocking::Client::builder()
                .no_proxy()
                .timeout(wait::LIMIT)
                .build()
                .expect("a client without TLS can be built"),
            recado,
        };
        fs::create_dir(office.logs()).expect("a new folder can be filled");
        office.take_the_place_of_the_browser();
        office.recado.ok(&["source", "list"]);
        Connection::open(office.recado.database())
            .and_then(|database| {
                database.execute(
                    "INSERT INTO setting (key, value) VALUES ('receiver_port', ?1)",
                    [office.receiver.number().to_string()],
                )
            })
            .expect("a new database takes its port");
        office
    }

    /// A new folder on a desktop with a tray and notifications.
    pub fn unused() -> Self {
        Self::bare().with_tray().with_bell()
    }

    /// A clinic that uses Recado, with one source.
    pub fn of_a_clinic() -> Self {
        Self::unused().set_up()
    }

    pub fn with_bell(mut self) -> Self {
        self.bell = Some(Bell::on(&self.bus));
        self
    }

    /// With a notification service that takes what it is told and does not answer.
    pub fn with_slow_bell(mut self) -> Self {
        self.bell = Some(Bell::that_is_slow_on(&self.bus));
        self
    }

    pub fn with_dunst(mut self) -> Self {
        self.dunst = Some(Dunst::on(&self.bus, &self.screen));
        self
    }

    pub fn with_tray(mut self) -> Self {
        self.tray = Some(Tray::on(&self.bus));
        self
    }

    /// The person asked the desktop for less movement: a picture then always comes out the same.
    pub fn without_animations(self) -> Self {
        let folder = self.recado.scratch().join("home/config/gtk-3.0");
        fs::create_dir_all(&folder).expect("a new folder can be filled");
        fs::write(
            folder.join("settings.ini"),
            "[Settings]\ngtk-enable-animations=0\ngtk-cursor-blink=0\n",
        )
        .expect("a new folder can be filled");
        self
    }

    /// The clinic told its name, in Portuguese, and has one source, "Outro sistema".
    pub fn set_up(self) -> Self {
        self.recado.set_up("clinic", "pt-BR");
        self.recado.source("Outro sistema");
        self
    }

    pub fn bell(&self) -> &Bell {
        self.bell.as_ref().expect("this office has a bell")
    }

    pub fn dunst(&self) -> &Dunst {
        self.dunst.as_ref().expect("this office has dunst")
    }

    pub fn tray(&self) -> &Tray {
        self.tray.as_ref().expect("this office has a tray")
    }

    /// The port on which this folder receives.
    pub fn port(&self) -> u16 {
        self.receiver.number()
    }

    /// The person starts the app, and sees the window.
    #[track_caller]
    pub fn open(&self) -> Window {
        self.start_window(&[]);
        self.window()
    }

    /// The person starts the app.
    pub fn start_window(&self, arguments: &[&str]) -> Started {
        let command = self.command(&Program::window(), arguments);
        self.start(command, WINDOW)
    }

    /// The person starts the app while it is open: a start that must end by itself.
    pub fn start_window_again(&self, arguments: &[&str]) -> Finished {
        let mut command = self.command(&Program::window(), arguments);
        // Only one window can be driven.
        command.env_remove("WEBKIT_INSPECTOR_SERVER");
        Finished::of(&mut command)
    }

    /// The computer starts, and with it the resident part, which receives from now on.
    #[track_caller]
    pub fn start_desk(&self) -> Started {
        let desk = self.start(self.command(&Program::find(), &["desk"]), DESK);
        self.wait_for_receiving();
        desk
    }

    /// `recado serve` on the same folder and port.
    #[track_caller]
    pub fn start_serve(&self) -> Started {
        let serve = self.start(self.command(&Program::find(), &["serve"]), DESK);
        self.wait_for_receiving();
        serve
    }

    #[track_caller]
    pub fn wait_for_receiving(&self) {
        wait::until("Recado to receive", || {
            crate::window::listens(self.port()).then_some(())
        });
    }

    #[track_caller]
    pub fn wait_for_the_end_of_receiving(&self) {
        wait::until("Recado to receive no more", || {
            (!crate::window::listens(self.port())).then_some(())
        });
    }

    /// Takes hold of the window that is open, or opens soon.
    #[track_caller]
    pub fn window(&self) -> Window {
        // Before it is to be seen there is nothing in it that could be driven.
        self.screen.wait_for_window_of(WINDOW);
        Window::attach(self.inspector.number())
    }

    /// A program of this installation on this desktop, not started yet.
    pub fn command(&self, program: &Program, arguments: &[&str]) -> Command {
        let mut command = self.recado.command_of(program, &[], arguments);
        command
            .env("DISPLAY", self.screen.display())
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("XDG_CURRENT_DESKTOP", "test")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env(
                "WEBKIT_INSPECTOR_SERVER",
                format!("127.0.0.1:{}", self.inspector.number()),
            )
            // No accessibility bus: it would be started by the session's, which this desktop has not.
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_USE_PORTAL", "0")
            .env("RECADO_LOG", "info")
            .env("RUST_BACKTRACE", "1");
        let path = env::var_os("PATH").expect("there is a PATH");
        let programs = [self.programs()].into_iter().chain(env::split_paths(&path));
        command.env(
            "PATH",
            env::join_paths(programs).expect("a folder without a colon"),
        );
        for variable in ["WAYLAND_DISPLAY", "XAUTHORITY", "DESKTOP_STARTUP_ID"] {
            command.env_remove(variable);
        }
        command
    }

    /// Starts it; what it prints goes to a log of its own.
    pub fn start(&self, mut command: Command, name: &str) -> Started {
        let number = self.started.replace(self.started.get() + 1);
        let log = self.logs().join(format!("{number}-{name}.log"));
        let file = File::create(&log).expect("a log can be made");
        let child = command
            .stdout(file.try_clone().expect("a file has two ends"))
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| panic!("{error}: {command:?}"));
        Started { child, log }
    }

    fn logs(&self) -> PathBuf {
        self.recado.scratch().join("logs")
    }

    fn programs(&self) -> PathBuf {
        self.recado.scratch().join("programs")
    }

    /// What opens links on this desktop only notes them.
    fn take_the_place_of_the_browser(&self) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir(self.programs()).expect("a new folder can be filled");
        let program = self.programs().join("xdg-open");
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
            self.opened_file().display()
        );
        fs::write(&program, script).expect("a new folder can be filled");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    }

    fn opened_file(&self) -> PathBuf {
        self.recado.scratch().join("opened")
    }

    /// The links and files that were opened in other programs.
    pub fn opened(&self) -> Vec<String> {
        let opened = fs::read_to_string(self.opened_file()).unwrap_or_default();
        opened.lines().map(str::to_owned).collect()
    }

    /// The first source.
    #[track_caller]
    pub fn source(&self) -> Source {
        let sources = self.recado.sources();
        Source::of(sources.first().expect("there is a source"))
    }

    /// A sender posts to the first source.
    #[track_caller]
    pub fn post(&self, content_type: &str, body: &str) -> Answer {
        self.post_to(&self.source(), content_type, body)
    }

    /// A sender posts JSON to the first source, and it is filed.
    #[track_caller]
    pub fn post_json(&self, body: &str) {
        self.post("application/json", body).expect_verdict("accepted");
    }

    #[track_caller]
    pub fn post_to(&self, source: &Source, content_type: &str, body: &str) -> Answer {
        self.post_to_address(
            &format!("http://127.0.0.1:{}{}", self.port(), source.path),
            content_type,
            body,
        )
    }

    /// A sender posts to an address that it was given.
    #[track_caller]
    pub fn post_to_address(&self, address: &str, content_type: &str, body: &str) -> Answer {
        self.post_with_headers(address, &[("content-type", content_type)], body)
    }

    #[track_caller]
    pub fn post_with_headers(&self, address: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = headers
            .iter()
            .fold(self.client.post(address), |request, (name, value)| {
                request.header(*name, *value)
            });
        let response = request
            .body(body.to_owned())
            .send()
            .unwrap_or_else(|error| panic!("{error:?}"));
        Answer::read(response)
    }

    /// All processes of this installation, however far they went from whoever started them: the desk, the window and
    /// what its web view runs.
    pub fn processes(&self) -> Vec<Pid> {
        leftovers::processes_with(self.recado.scratch().as_os_str())
    }

    /// The processes of this installation that run a program of this name.
    pub fn running(&self, program: &str) -> Vec<Pid> {
        leftovers::running(self.recado.scratch(), program)
    }

    /// The one process that runs this program.
    #[track_caller]
    pub fn the_only(&self, program: &str) -> Pid {
        wait::until(&format!("one {program}"), || match *self.running(program) {
            [pid] => Some(pid),
            _ => None,
        })
    }

    #[track_caller]
    pub fn wait_for_the_end_of(&self, program: &str) {
        let held = self.hold(program);
        wait::until(&format!("the end of {program}"), || {
            self.running(program).is_empty().then_some(())
        });
        held.wait_for_their_end();
    }

    fn hold(&self, program: &str) -> Held {
        Held::of(&self.running(program))
    }

    /// As a power cut would end it (SIGKILL): all that run this program.
    #[track_caller]
    pub fn kill(&self, program: &str) {
        for pid in self.running(program) {
            let held = Held::of(&[pid]);
            kill_process(pid, Signal::KILL).expect("it is ours");
            held.wait_for_their_end();
        }
    }

    /// The person closes the window by its own button, and it is gone.
    #[track_caller]
    pub fn close_window(&self) {
        let held = self.hold(WINDOW);
        self.screen.close(self.screen.wait_for_window_of(WINDOW));
        held.wait_for_their_end();
    }

    /// Everything that was printed.
    pub fn printed(&self) -> String {
        let mut logs: Vec<_> = files_in(&self.logs());
        logs.sort();
        let read = |log: PathBuf| {
            let text = fs::read(&log).unwrap_or_default();
            format!("--- {}\n{}", log.display(), String::from_utf8_lossy(&text))
        };
        logs.into_iter().map(read).collect()
    }

    /// Leaves the screen and all logs where a person can look at them.
    fn leave_evidence(&self) {
        let test = thread::current().name().unwrap_or("test").replace("::", "-");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../target/e2e")
            .join(test);
        let _ = fs::remove_dir_all(&folder);
        if fs::create_dir_all(&folder).is_err() {
            return;
        }
        if let Some(picture) = self.screen.screenshot() {
            let _ = fs::write(folder.join("screen.png"), picture);
        }
        let _ = fs::write(folder.join("printed.log"), self.printed());
        for log in files_in(self.recado.data()) {
            if log.extension() == Some(OsStr::new("log"))
                && let Some(name) = log.file_name()
            {
                let _ = fs::copy(&log, folder.join(name));
            }
        }
        println!("the screen and the logs are in {}", folder.display());
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if thread::panicking() {
            println!("{}", self.printed());
            self.leave_evidence();
        }
        leftovers::end_all_with(self.recado.scratch().as_os_str());
    }
}

impl Started {
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything it printed so far.
    pub fn printed(&self) -> String {
        fs::read_to_string(&self.log).expect("its log is there")
    }

    /// Waits for its end, which something else brings about.
    #[track_caller]
    pub fn wait(&mut self) -> ExitStatus {
        wait::until("the program's end", || {
            self.child.try_wait().expect("it is our child")
        })
    }
}

impl Drop for Started {
    /// A child that nobody waits for stays in the system's list; killing it is the office's work.
    fn drop(&mut self) {
        let _ = self.child.try_wait();
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect()
}
