//! Ports that nobody else takes.

use std::{
    fs::{self, File},
    net::TcpListener,
};

/// A TCP port that is this test's own until it is dropped, whether something listens on it at the moment or not.
///
/// Tests run at the same time in processes of their own, and a port that is free between the end of a program and its
/// next start must not be another's by then: a lock on a file stands for it.
#[derive(Debug)]
pub struct Port {
    number: u16,
    _mine: File,
}

/// Below the ports that the system gives to whoever asks for any.
const PORTS: std::ops::Range<u16> = 20_000..30_000;

impl Port {
    /// One that is free.
    pub fn reserve() -> Self {
        let folder = std::env::temp_dir().join("recado-test-ports");
        fs::create_dir_all(&folder).expect("there is room for a folder");
        loop {
            let number = fastrand::u16(PORTS);
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(folder.join(number.to_string()))
                .expect("a file for the port can be made");
            if file.try_lock().is_ok() && TcpListener::bind(("127.0.0.1", number)).is_ok() {
                return Self { number, _mine: file };
            }
        }
    }

    pub fn number(&self) -> u16 {
        self.number
    }
}
