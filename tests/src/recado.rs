//! An installation: a data folder of its own, and the commands on it.

use std::{
    ffi::OsStr,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use recado_api::{Ask, Failure, client::Client, socket::Record};
use serde_json::Value;
use tempfile::TempDir;

use crate::{Program, Serving, wait};

/// An installation of Recado that nothing else on the machine can see: its own data folder, home and runtime folder.
#[derive(Debug)]
pub struct Recado {
    root: TempDir,
    data: PathBuf,
    program: Program,
}

/// A source that was added: its id, and the path of its address, which outlives a change of the port.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: String,
    pub path: String,
}

/// A command that ran to its end.
#[derive(Debug, Clone)]
pub struct Finished {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Recado {
    /// An installation that nobody used yet, in Portuguese.
    pub fn in_new_folder() -> Self {
        let root = tempfile::Builder::new()
            .prefix("recado-test-")
            .tempdir()
            .expect("there is room for a folder");
        let data = root.path().join("data");
        Self::with(root, data)
    }

    /// The same with its data in this folder, which may not exist yet.
    pub fn with_data_in(data: &Path) -> Self {
        let root = tempfile::Builder::new()
            .prefix("recado-test-")
            .tempdir()
            .expect("there is room for a folder");
        Self::with(root, data.to_owned())
    }

    fn with(root: TempDir, data: PathBuf) -> Self {
        for folder in ["home", "run"] {
            fs::create_dir(root.path().join(folder)).expect("a new folder can be filled");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mine = fs::Permissions::from_mode(0o700);
            fs::set_permissions(root.path().join("run"), mine).expect("the folder is ours");
        }
        Self {
            root,
            data,
            program: Program::find(),
        }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A folder for the test's own files.
    pub fn scratch(&self) -> &Path {
        self.root.path()
    }

    /// `$XDG_RUNTIME_DIR` of this installation.
    pub fn runtime(&self) -> PathBuf {
        self.root.path().join("run")
    }

    /// The one SQLite file in the data folder.
    pub fn database(&self) -> PathBuf {
        let mut files: Vec<_> = fs::read_dir(&self.data)
            .expect("the data folder can be read")
            .map(|entry| entry.expect("the data folder can be read").path())
            .filter(|file| file.is_file() && starts_like_sqlite(file))
            .collect();
        assert_eq!(files.len(), 1, "one database: {files:?}");
        files.remove(0)
    }

    /// A command on this installation, not started yet.
    pub fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        self.command_under(&[], arguments)
    }

    pub(crate) fn command_under(&self, under: &[&str], arguments: &[impl AsRef<OsStr>]) -> Command {
        self.command_of(&self.program, under, arguments)
    }

    /// The same for another of its programs.
    pub(crate) fn command_of(
        &self,
        program: &Program,
        under: &[&str],
        arguments: &[impl AsRef<OsStr>],
    ) -> Command {
        let mut command = program.command(under);
        let home = self.root.path().join("home");
        command
            .args(arguments)
            .arg("--data-dir")
            .arg(&self.data)
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", self.runtime())
            // The keyring of whoever runs the tests is theirs.
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("LC_ALL", program.locale())
            .env("LANG", program.locale())
            .env_remove("LANGUAGE")
            .env_remove("RECADO_DATA_DIR")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Finished {
        Finished::of(&mut self.command(arguments))
    }

    /// Runs a command that must succeed, and returns what it printed.
    #[track_caller]
    pub fn ok(&self, arguments: &[impl AsRef<OsStr>]) -> String {
        let finished = self.run(arguments);
        assert_eq!(finished.code, 0, "{:?} {finished:#?}", words(arguments));
        finished.stdout
    }

    /// Runs a command that must succeed and prints one JSON object a line.
    #[track_caller]
    pub fn objects(&self, arguments: &[impl AsRef<OsStr>]) -> Vec<Value> {
        let printed = self.ok(arguments);
        let object = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(value.is_object(), "no object: {line}");
            value
        };
        printed.lines().map(object).collect()
    }

    /// Asks whoever holds the data folder, as a window does.
    ///
    /// # Errors
    /// What it answers instead.
    pub fn ask<R: Ask>(&self, request: R) -> Result<R::Answer, Failure> {
        let record = Record::read(&self.data).expect("somebody holds the folder");
        let client = Client::new(&record.socket.expect("it answers"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(client.ask(request))
    }

    /// Sets the business up.
    #[track_caller]
    pub fn set_up(&self, kind: &str, lang: &str) {
        self.ok(&[
            "setup",
            "--business",
            "Clínica Sorriso",
            "--kind",
            kind,
            "--lang",
            lang,
            "--country",
            "BR",
            "--zone",
            "America/Sao_Paulo",
        ]);
    }

    /// Adds a source.
    #[track_caller]
    pub fn source(&self, title: &str) -> Source {
        self.source_with(title, &[])
    }

    /// Adds a source with further arguments.
    #[track_caller]
    pub fn source_with(&self, title: &str, arguments: &[&str]) -> Source {
        let mut command = vec!["source", "add", "--title", title, "--json"];
        command.extend(arguments);
        let added = self.objects(&command);
        let [added] = added.as_slice() else {
            panic!("one source was added: {added:?}")
        };
        assert_eq!(added["title"], title);
        Source::of(added)
    }

    /// All sources that were not removed, as `recado source list --json` shows them.
    #[track_caller]
    pub fn sources(&self) -> Vec<Value> {
        let printed = self.ok(&["source", "list", "--json"]);
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
    }

    /// All contacts, as `recado contacts --json` shows them.
    #[track_caller]
    pub fn contacts(&self) -> Vec<Value> {
        self.objects(&["contacts", "--json"])
    }

    /// The one contact there is.
    #[track_caller]
    pub fn only_contact(&self) -> Value {
        let mut contacts = self.contacts();
        assert_eq!(contacts.len(), 1, "one contact: {contacts:#?}");
        contacts.remove(0)
    }

    /// All deliveries, as `recado deliveries --json` shows them.
    #[track_caller]
    pub fn deliveries(&self) -> Vec<Value> {
        self.objects(&["deliveries", "--json"])
    }

    /// Starts `recado serve` on a free port, and waits until it says its address.
    #[track_caller]
    pub fn serve(&self) -> Serving {
        self.serve_under(&[])
    }

    /// The same under another program, such as strace, which must become the program or its child's tracer.
    #[track_caller]
    pub fn serve_under(&self, under: &[&str]) -> Serving {
        Serving::start(self.command_under(under, &["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Starts `recado serve` with these arguments instead, and waits until it says its address.
    #[track_caller]
    pub fn serve_with(&self, arguments: &[&str]) -> Serving {
        let mut command = vec!["serve"];
        command.extend(arguments);
        Serving::start(self.command(&command))
    }
}

impl Source {
    /// From an object of `recado source … --json`.
    pub fn of(object: &Value) -> Self {
        let id = object["id"].as_str().expect("an id").to_owned();
        let address = object["address"].as_str().expect("an address");
        let (_, after_host) = address.split_once("://").expect("an absolute address");
        let (_, path) = after_host.split_once('/').expect("an address with a path");
        Self {
            id,
            path: format!("/{path}"),
        }
    }
}

impl Finished {
    /// Runs this command to its end, however much it prints; one that does not end fails the test.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}: {command:?}"));
        let mut stdout = child.stdout.take().expect("piped");
        let mut stderr = child.stderr.take().expect("piped");
        let stdout = thread::spawn(move || {
            let mut bytes = Vec::new();
            stdout.read_to_end(&mut bytes).map(|_| bytes)
        });
        let stderr = thread::spawn(move || {
            let mut bytes = Vec::new();
            stderr.read_to_end(&mut bytes).map(|_| bytes)
        });
        let status = wait::until(&format!("the end of {command:?}"), || {
            child.try_wait().expect("it is our child")
        });
        let text = |reader: thread::JoinHandle<std::io::Result<Vec<u8>>>| {
            let bytes = reader
                .join()
                .expect("the reader lives")
                .expect("the output can be read");
            String::from_utf8(bytes).expect("the output is UTF-8")
        };
        Self {
            code: status.code().unwrap_or(-1),
            stdout: text(stdout),
            stderr: text(stderr),
        }
    }

    /// All that it printed.
    pub fn printed(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

fn starts_like_sqlite(file: &Path) -> bool {
    let mut start = [0; 16];
    fs::File::open(file)
        .and_then(|mut file| file.read_exact(&mut start))
        .is_ok()
        && &start == b"SQLite format 3\0"
}

fn words(arguments: &[impl AsRef<OsStr>]) -> Vec<&OsStr> {
    arguments.iter().map(AsRef::as_ref).collect()
}
