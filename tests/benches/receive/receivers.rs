//! The receivers that are no Recado, started and ended; and Recado's own start.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use recado_tests::{
    CARLOS_JSON, Recado, Source,
    load::{self, Figures, Load},
    wait,
};

use crate::nothing;

/// A running receiver; it ends with the value.
pub(crate) struct Receiver {
    child: Child,
    address: SocketAddr,
    path: &'static str,
}

impl Receiver {
    pub(crate) fn measure(&self, load: &Load) -> Figures {
        load::measure(self.address, self.path, load)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }
}

/// The handler that does nothing.
pub(crate) fn nothing() -> Receiver {
    let mut child = Command::new(env::current_exe().expect("a running program has a file"))
        .arg(nothing::ROLE)
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts again");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped"))
        .read_line(&mut line)
        .expect("it says its address");
    let address = line
        .trim()
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    Receiver {
        child,
        address,
        path: "/",
    }
}

/// Debian's `webhook`, with a hook that starts `/bin/true`.
pub(crate) fn webhook(folder: &Path) -> Receiver {
    let hooks = folder.join("hooks.json");
    fs::write(&hooks, r#"[{ "id": "lead", "execute-command": "/bin/true" }]"#).expect("the folder is ours");
    let address = free_address();
    let child = Command::new("webhook")
        .args(["-ip", "127.0.0.1", "-port", &address.port().to_string(), "-hooks"])
        .arg(hooks)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("`webhook` is installed by cargo xtask bench");
    wait::until("webhook's start", || TcpStream::connect(address).ok());
    Receiver {
        child,
        address,
        path: "/hooks/lead",
    }
}

/// From the start of the process on a folder that was used before, to the first delivery answered 200.
pub(crate) fn start_to_first_200(recado: &Recado) -> Duration {
    let listed = recado.sources();
    let source = Source::of(listed.first().expect("the folder has a source"));
    let address = free_address();
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{CARLOS_JSON}",
        source.path,
        CARLOS_JSON.len()
    );
    let mut command = recado.command(&["serve", "--listen", &address.to_string()]);
    command.stdout(Stdio::null()).stderr(Stdio::null());

    let start = Instant::now();
    let mut child = command.spawn().expect("recado starts");
    let took = loop {
        let mut answer = String::new();
        if let Ok(mut stream) = TcpStream::connect(address) {
            stream.write_all(request.as_bytes()).expect("it receives");
            stream.read_to_string(&mut answer).expect("it answers");
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            break start.elapsed();
        }
        assert!(start.elapsed() < wait::LIMIT, "recado never receives");
        std::thread::sleep(Duration::from_micros(200));
    };
    recado.ok(&["stop"]);
    assert!(
        child.wait().expect("it is our child").success(),
        "it ends gracefully"
    );
    took
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it listens")
}
