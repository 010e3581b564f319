//! A running `recado serve`, and senders to it.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    thread,
};

use reqwest::{Method, blocking::RequestBuilder};

use crate::{Answer, Source, lines::Lines, wait};

/// A running `recado serve`. Dropping it kills the program; a failing test shows what the program printed.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    lines: Arc<Lines>,
    address: SocketAddr,
    client: reqwest::blocking::Client,
}

/// What a raw sender does when it has written its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterSending {
    /// Says that no more will come, and reads on.
    CloseItsSide,
    /// Says nothing, and reads on.
    Wait,
}

impl Serving {
    /// Starts this `recado serve`, and waits until it says its address.
    #[track_caller]
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}: {command:?}"));
        let lines = Arc::new(Lines::default());
        lines.collect_from(child.stdout.take().expect("piped"));
        lines.collect_from(child.stderr.take().expect("piped"));
        let address = lines.wait_for("its address", address_in);
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .timeout(wait::LIMIT)
            .build()
            .expect("a client without TLS can be built");
        Self {
            child,
            lines,
            address,
            client,
        }
    }

    /// Where it receives.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The program's process id; of its starter under Wine.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The address of a source here.
    pub fn url(&self, source: &Source) -> String {
        format!("http://{}{}", self.address, source.path)
    }

    /// A request to a source, not sent yet.
    pub fn request(&self, method: Method, source: &Source) -> RequestBuilder {
        self.client.request(method, self.url(source))
    }

    /// Sends a JSON body.
    #[track_caller]
    pub fn post_json(&self, source: &Source, body: impl Into<String>) -> Answer {
        self.post(source, "application/json", body.into())
    }

    /// Sends a body of this type.
    #[track_caller]
    pub fn post(&self, source: &Source, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        let request = self
            .request(Method::POST, source)
            .header("content-type", content_type);
        self.send(request.body(body.into()))
    }

    /// Sends a request that was prepared.
    #[track_caller]
    pub fn send(&self, request: RequestBuilder) -> Answer {
        let response = request
            .send()
            .unwrap_or_else(|error| panic!("{error:?}\n{}", self.lines.all()));
        Answer::read(response)
    }

    /// Sends these bytes as they are and returns everything that came back, once the program closed the connection.
    #[track_caller]
    pub fn raw(&self, bytes: &[u8], after: AfterSending) -> String {
        let mut stream = TcpStream::connect(self.address).expect("the program accepts");
        stream
            .set_read_timeout(Some(wait::LIMIT))
            .expect("a timeout can be set");
        // A program that has seen enough answers and closes before it has read all: then writing fails, and the
        // answer tells.
        let _ = stream.write_all(bytes);
        if after == AfterSending::CloseItsSide {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {}
            Err(error) => panic!("the program neither answers nor closes: {error}"),
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits for a line of output that says this.
    #[track_caller]
    pub fn wait_for_line(&self, with: &str) -> String {
        self.lines
            .wait_for(with, |line| line.contains(with).then(|| line.to_owned()))
    }

    /// Everything it printed so far.
    pub fn printed(&self) -> String {
        self.lines.all()
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("it is our child").is_none()
    }

    /// As a power cut would end it (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }

    /// Asks it to end as the system does at shutdown (SIGTERM), and returns how it ended.
    #[cfg(unix)]
    pub fn terminate(self) -> ExitStatus {
        let pid = i32::try_from(self.pid())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
            .expect("a process id");
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it is our child");
        self.wait()
    }

    /// Waits for its end, which something else brings about.
    pub fn wait(mut self) -> ExitStatus {
        wait::until("the program's end", || {
            self.child.try_wait().expect("it is our child")
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if thread::panicking() {
            println!("--- recado serve printed ---\n{}---", self.lines.all());
        }
        // It may have ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first address on this computer that a line names.
fn address_in(line: &str) -> Option<SocketAddr> {
    let host = "127.0.0.1:";
    let (_, after) = line.split_once(host)?;
    let port: String = after.chars().take_while(char::is_ascii_digit).collect();
    format!("{host}{port}")
        .parse()
        .ok()
        .filter(|address: &SocketAddr| address.port() != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_whatever_sentence_names_it() {
        let address = |line| address_in(line).map(|address| address.to_string());
        assert_eq!(
            address("Recebendo em http://127.0.0.1:7322/in/abc").as_deref(),
            Some("127.0.0.1:7322")
        );
        assert_eq!(
            address("escutando 127.0.0.1:40001.").as_deref(),
            Some("127.0.0.1:40001")
        );
        assert_eq!(address("127.0.0.1:0 wanted"), None);
        assert_eq!(address("nothing"), None);
    }
}
