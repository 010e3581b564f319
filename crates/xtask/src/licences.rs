//! The programs by others that Recado is made with, as the about screen lists them.
//!
//! What is linked into the two programs comes from cargo's own graph, without what only builds or tests them; what is
//! bundled into the page is what its sources import, followed through npm's lock file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    node,
    process::{cargo, output_of, workspace},
};

/// The programs that people get.
const PROGRAMS: [&str; 2] = ["recado-cli", "recado-window"];

/// Writes the list.
pub(crate) fn make() -> Result<()> {
    fs::write(file(), list()?).context("Failed to write the list of licences")
}

/// Fails when the list is not what the lock files give.
pub(crate) fn check() -> Result<()> {
    if fs::read_to_string(file()).ok() != Some(list()?) {
        bail!(
            "src-tauri/licences.txt is not what the lock files give; make it anew with `cargo xtask licences`"
        );
    }
    Ok(())
}

fn file() -> PathBuf {
    workspace().join("src-tauri/licences.txt")
}

/// One line a package: its name, its version, its licence.
fn list() -> Result<String> {
    let mut lines = crates()?;
    lines.extend(packages()?);
    let mut list = String::new();
    for line in lines {
        writeln!(list, "{line}")?;
    }
    Ok(list)
}

fn crates() -> Result<BTreeSet<String>> {
    let metadata = output_of(cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
    let of_id = |list: &Value| -> BTreeMap<String, Value> {
        let entries = list.as_array().into_iter().flatten();
        entries
            .filter_map(|entry| Some((entry["id"].as_str()?.to_owned(), entry.clone())))
            .collect()
    };
    let packages = of_id(&metadata["packages"]);
    let nodes = of_id(&metadata["resolve"]["nodes"]);

    let is_program = |package: &Value| PROGRAMS.contains(&package["name"].as_str().unwrap_or_default());
    let programs = packages.iter().filter(|(_, package)| is_program(package));
    let mut ahead: Vec<String> = programs.map(|(id, _)| id.clone()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(id) = ahead.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let dependencies = nodes.get(&id).and_then(|node| node["deps"].as_array());
        for dependency in dependencies.into_iter().flatten() {
            let kinds = dependency["dep_kinds"].as_array().into_iter().flatten();
            // Neither a development nor a build dependency.
            if kinds.into_iter().any(|kind| kind["kind"].is_null()) {
                ahead.extend(dependency["pkg"].as_str().map(str::to_owned));
            }
        }
    }
    let linked = packages.iter().filter(|(id, _)| seen.contains(*id));
    // The rooms of our own have no source.
    let others = linked.filter(|(_, package)| !package["source"].is_null());
    let lines = others.map(|(_, package)| line(&package["name"], &package["version"], &package["license"]));
    Ok(lines.collect())
}

fn packages() -> Result<BTreeSet<String>> {
    let lock = node::folder().join("package-lock.json");
    let lock = fs::read_to_string(lock).context("Failed to read ui/package-lock.json")?;
    let lock: Value = serde_json::from_str(&lock).context("ui/package-lock.json is no JSON")?;
    let mut ahead: Vec<String> = imports(&node::folder().join("src"))?.into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut lines = BTreeSet::new();
    while let Some(name) = ahead.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        // What is not there is a module of our own, or one of the build's.
        let package = &lock["packages"][format!("node_modules/{name}")];
        if package.is_null() {
            continue;
        }
        lines.insert(line(&Value::from(name), &package["version"], &package["license"]));
        let dependencies = package["dependencies"].as_object();
        ahead.extend(dependencies.into_iter().flat_map(|names| names.keys().cloned()));
    }
    Ok(lines)
}

/// The packages that the sources in this folder import.
fn imports(folder: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::from(["svelte".to_owned()]);
    let failed = || format!("Failed to read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(failed)? {
        let path = entry.with_context(failed)?.path();
        if path.is_dir() {
            found.extend(imports(&path)?);
            continue;
        }
        let is_test = path.to_string_lossy().contains(".test.");
        let is_source = ["ts", "svelte", "css"]
            .iter()
            .any(|end| path.extension() == Some(end.as_ref()));
        if is_source && !is_test {
            let code = fs::read_to_string(&path).with_context(failed)?;
            found.extend(code.lines().filter_map(imported).map(str::to_owned));
        }
    }
    Ok(found)
}

/// The package that a line imports: `a` of `a/b`, `@a/b` of `@a/b/c`.
fn imported(line: &str) -> Option<&str> {
    let line = line.trim();
    let from = line
        .strip_prefix("import '")
        .or_else(|| line.strip_prefix("@import '"));
    let module = from.or_else(|| line.split_once(" from '").map(|(_, module)| module))?;
    let module = module.split('\'').next()?;
    if module.starts_with('.') {
        return None;
    }
    let parts = if module.starts_with('@') { 2 } else { 1 };
    let end = module
        .match_indices('/')
        .nth(parts - 1)
        .map_or(module.len(), |(at, _)| at);
    module.get(..end)
}

fn line(name: &Value, version: &Value, licence: &Value) -> String {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let (name, version) = (text(name).unwrap_or_default(), text(version).unwrap_or_default());
    // A few carry the licence as a file and do not name it.
    let licence = text(licence).unwrap_or_else(|| "as its own files say".to_owned());
    format!("{name} {version}: {licence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_names_its_package() {
        assert_eq!(imported("import { Dialog } from 'bits-ui';"), Some("bits-ui"));
        assert_eq!(
            imported("import Bell from '@lucide/svelte/icons/bell';"),
            Some("@lucide/svelte")
        );
        assert_eq!(imported("} from '@fluent/bundle';"), Some("@fluent/bundle"));
        assert_eq!(
            imported("import '@fontsource-variable/inter';"),
            Some("@fontsource-variable/inter")
        );
        assert_eq!(imported("import { t } from '../i18n/text.svelte';"), None);
        assert_eq!(imported("const from = 'here';"), None);
    }
}
