//! A WebDriver session in a window that somebody else opened.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource as _, KeyAction, KeyActions, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::{Port, wait};

/// The hand that moves a window: `WebKitWebDriver`, attached through the port on which the window lets itself be
/// inspected. It ends with this value; the window goes on.
#[derive(Debug)]
pub(super) struct Driver {
    _process: Process,
    client: Client,
    runtime: Runtime,
    _port: Port,
}

/// A driver, ended with this value.
#[derive(Debug)]
struct Process(Child);

/// How long one driver may look for the window; it takes half a second where it finds it.
const TO_ATTACH: Duration = Duration::from_secs(15);

/// What the page did not do, in the driver's words.
#[derive(Debug)]
pub(super) struct Trouble(#[expect(dead_code, reason = "read by a person, in a failed test")] String);

pub(super) type Done<T> = Result<T, Trouble>;

impl Driver {
    /// Waits for the window that listens on this port, and takes hold of it.
    ///
    /// # Panics
    /// Where there is no `WebKitWebDriver`, or no window.
    #[track_caller]
    pub(super) fn attach(inspector: u16) -> Self {
        wait::until("a window that lets itself be driven", || {
            listens(inspector).then_some(())
        });
        wait::until("WebKitWebDriver to find the window", || {
            Self::try_attach(inspector)
        })
    }

    /// Nothing where the window was not ready yet: the driver looks only once for what is to be driven.
    fn try_attach(inspector: u16) -> Option<Self> {
        let port = Port::reserve();
        let process = Command::new("WebKitWebDriver")
            .arg(format!("--port={}", port.number()))
            .arg(format!("--target=127.0.0.1:{inspector}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("this test needs `WebKitWebDriver`, which `cargo xtask test` installs: {error}")
            });
        let process = Process(process);
        wait::until("WebKitWebDriver to listen", || {
            listens(port.number()).then_some(())
        });
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let address = format!("http://127.0.0.1:{}", port.number());
        let client = runtime.block_on(async {
            let builder = ClientBuilder::new(HttpConnector::new());
            tokio::time::timeout(TO_ATTACH, builder.connect(&address)).await
        });
        Some(Self {
            _process: process,
            client: client.ok()?.ok()?,
            runtime,
            _port: port,
        })
    }

    /// Runs the body of a function in the page.
    pub(super) fn run(&self, script: &str, arguments: Vec<Value>) -> Done<Value> {
        self.block(self.client.execute(script, arguments))
    }

    /// The same, for a function that returns an element or null.
    pub(super) fn find(&self, script: &str, arguments: Vec<Value>) -> Done<Option<Element>> {
        let found = self.run(script, arguments)?;
        if found.is_null() {
            return Ok(None);
        }
        let id = found
            .as_object()
            .and_then(|reference| reference.values().next())
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no element: {found}"));
        Ok(Some(Element::from_element_id(
            self.client.clone(),
            id.to_owned().into(),
        )))
    }

    pub(super) fn click(&self, element: &Element) -> Done<()> {
        self.block(element.click())
    }

    pub(super) fn clear(&self, element: &Element) -> Done<()> {
        self.block(element.clear())
    }

    pub(super) fn type_into(&self, element: &Element, text: &str) -> Done<()> {
        self.block(element.send_keys(text))
    }

    /// Presses keys on whatever has the focus, all of them down, then all up.
    pub(super) fn press(&self, keys: &[char]) -> Done<()> {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key });
        }
        for key in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *key });
        }
        self.block(self.client.perform_actions(actions))
    }

    /// Takes hold at the first point and lets go at the last, through all between them, as a hand does.
    pub(super) fn drag(&self, points: &[(f64, f64)], pace: Duration) -> Done<()> {
        let to = |(x, y): (f64, f64), duration| PointerAction::MoveTo {
            duration: Some(duration),
            x: x.round(),
            y: y.round(),
        };
        let (first, others) = points.split_first().expect("a way has a beginning");
        let mut actions = MouseActions::new("mouse".to_owned())
            .then(to(*first, Duration::ZERO))
            .then(PointerAction::Down { button: 0 });
        for point in others {
            actions = actions.then(to(*point, pace));
        }
        actions = actions.then(PointerAction::Up { button: 0 });
        self.block(self.client.perform_actions(actions))
    }

    /// A window that hangs, or is gone, must not hang the test.
    fn block<T>(&self, doing: impl Future<Output = Result<T, CmdError>>) -> Done<T> {
        self.runtime.block_on(async {
            tokio::time::timeout(wait::LIMIT, doing)
                .await
                .expect("the window answers")
                .map_err(|error| Trouble(error.to_string()))
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether somebody listens on this port of this computer: looked up and not tried, so that nobody is disturbed.
pub(crate) fn listens(port: u16) -> bool {
    const LISTEN: &str = "0A";
    let address = format!("0100007F:{port:04X}");
    let any = format!("00000000:{port:04X}");
    let table = fs::read_to_string("/proc/net/tcp").expect("there is a /proc");
    table.lines().any(|line| {
        let mut words = line.split_whitespace().skip(1);
        let local = words.next();
        let state = words.nth(1);
        (local == Some(&*address) || local == Some(&*any)) && state == Some(LISTEN)
    })
}
