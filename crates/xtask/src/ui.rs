//! The page in the window: its packages, its build, its own checks and tests.
//!
//! Both the packages and the build are made anew only when what they come from has changed; the stamps that tell lie
//! in the target folder.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    node::{Npm, folder},
    process::{run, target, workspace},
};

/// The page, with its packages installed.
pub(crate) struct Ui {
    pub(crate) npm: Npm,
}

impl Ui {
    /// Gets Node where it is missing, and installs the packages when their lock file has changed.
    pub(crate) fn ready() -> Result<Self> {
        let npm = Npm::ready()?;
        let lock = fs::read_to_string(folder().join("package-lock.json"))
            .context("Failed to read ui/package-lock.json")?;
        let stamp = stamp("npm-ci")?;
        let is_fresh = fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock)
            && folder().join("node_modules").is_dir();
        if !is_fresh {
            run(&mut npm.command(&["ci", "--no-audit", "--no-fund"]))?;
            keep(&stamp, &lock)?;
        }
        Ok(Self { npm })
    }

    /// Builds the page when its sources, or what was built, are not what they were then.
    pub(crate) fn build(&self) -> Result<()> {
        let stamp = stamp("ui-build")?;
        if fs::read_to_string(&stamp).is_ok_and(|built| fingerprint().is_ok_and(|now| built == now)) {
            return Ok(());
        }
        run(&mut self.npm.command(&["run", "build"]))?;
        keep(&stamp, &fingerprint()?)
    }

    /// Types, style and form.
    pub(crate) fn lint(&self) -> Result<()> {
        run(&mut self.npm.command(&["run", "check"]))?;
        run(&mut self.npm.command(&["run", "lint"]))
    }

    /// The page's own tests, part of them in a browser on invented data.
    pub(crate) fn test(&self) -> Result<()> {
        run(&mut self.npm.command(&["run", "test"]))
    }
}

fn stamp(name: &str) -> Result<PathBuf> {
    Ok(target()?.join("xtask").join(name))
}

fn keep(stamp: &Path, content: &str) -> Result<()> {
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).with_context(|| format!("Failed to make {}", folder.display()))?;
    }
    fs::write(stamp, content).with_context(|| format!("Failed to write {}", stamp.display()))
}

/// Of all that goes into the page and of the page that came out: somebody else may have built another, or the
/// placeholder that the window's build puts there may have taken its place.
fn fingerprint() -> Result<String> {
    let mut files = Vec::new();
    collect(&folder().join("src"), &mut files)?;
    for file in fs::read_dir(folder()).context("Failed to list ui")? {
        let path = file.context("Failed to list ui")?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    for lang in ["pt-BR.ftl", "en.ftl"] {
        files.push(workspace().join("locales").join(lang));
    }
    let page = folder().join("dist/index.html");
    if page.is_file() {
        files.push(page);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("Failed to read {}", file.display()))?;
        (file, content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = || format!("Failed to list {}", folder.display());
    for entry in fs::read_dir(folder).with_context(failed)? {
        let path = entry.with_context(failed)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
