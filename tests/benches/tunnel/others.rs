//! The tunnels that ours is measured beside: `bore` and `ssh -R`, both ends on this machine.

use std::{
    env, fs,
    net::{SocketAddr, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use recado_tests::{Port, wait};

/// Where `cargo xtask bench tunnel` installs it.
const BORE: &str = "RECADO_BENCH_BORE";

/// A tunnel to a port of this machine. It ends with the value.
pub(crate) struct Tunnel {
    processes: Vec<Child>,
    /// Where senders call.
    pub(crate) address: SocketAddr,
    _port: Port,
}

impl Tunnel {
    pub(crate) fn pids(&self) -> Vec<u32> {
        self.processes.iter().map(Child::id).collect()
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        for child in self.processes.iter_mut().rev() {
            child.kill().expect("it is our child");
            child.wait().expect("it is our child");
        }
    }
}

/// `bore`, its server and its local end. The server's port for the latter is fixed.
pub(crate) fn bore(to: SocketAddr) -> Tunnel {
    let program = env::var_os(BORE).expect("cargo xtask bench tunnel installs bore and says where it is");
    let port = Port::reserve();
    let address = here(port.number());
    let server = start(Command::new(&program).args(["server", "--bind-addr", "127.0.0.1"]));
    wait::until("bore's server", || TcpStream::connect(here(7835)).ok());
    let local = start(
        Command::new(&program)
            .args(["local", &to.port().to_string(), "--local-host", "127.0.0.1"])
            .args(["--to", "127.0.0.1", "--port", &port.number().to_string()]),
    );
    wait::until("bore's tunnel", || TcpStream::connect(address).ok());
    Tunnel {
        processes: vec![server, local],
        address,
        _port: port,
    }
}

/// `ssh -R` to an sshd of this run's own, with keys of its own; nothing where there is none.
pub(crate) fn ssh(folder: &Path, to: SocketAddr) -> Option<Tunnel> {
    let sshd = Path::new("/usr/sbin/sshd");
    let client = Command::new("ssh").arg("-V").stderr(Stdio::null()).status();
    if !sshd.exists() || !client.is_ok_and(|status| status.success()) {
        println!("ssh -R is left out: there is no sshd (Debian: apt-get install openssh-server)");
        return None;
    }
    let (listening, port) = (Port::reserve(), Port::reserve());
    let keys = folder.join("ssh");
    fs::create_dir_all(&keys).expect("the folder is ours");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o700)).expect("the folder is ours");
    let key = |name: &str| -> PathBuf {
        let file = keys.join(name);
        if !file.exists() {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(&file)
                .status();
            assert!(made.expect("ssh-keygen comes with ssh").success());
        }
        file
    };
    let (host, user) = (key("host"), key("user"));
    let configuration = keys.join("sshd_config");
    let text = format!(
        "Port {}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\n\
         StrictModes no\nPermitRootLogin prohibit-password\nAllowTcpForwarding yes\n",
        listening.number(),
        host.display(),
        user.with_extension("pub").display(),
    );
    fs::write(&configuration, text).expect("the folder is ours");
    // What Debian's unit makes before it starts sshd as root.
    let _ = fs::create_dir_all("/run/sshd");
    let server = start(Command::new(sshd).args(["-D", "-f"]).arg(&configuration));
    wait::until("sshd", || TcpStream::connect(here(listening.number())).ok());
    let address = here(port.number());
    let client = start(
        Command::new("ssh")
            .args(["-F", "none", "-N", "-i"])
            .arg(&user)
            .args(["-p", &listening.number().to_string()])
            .args([
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
            ])
            .args(["-o", "ExitOnForwardFailure=yes", "-o", "BatchMode=yes"])
            .args(["-R", &format!("{address}:{to}"), "127.0.0.1"]),
    );
    wait::until("ssh's tunnel", || TcpStream::connect(address).ok());
    Some(Tunnel {
        processes: vec![server, client],
        address,
        _port: port,
    })
}

fn here(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

fn start(command: &mut Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{error}: {command:?}"))
}
