//! The package that people install.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::{
    process::{cargo, output_of, run, target, workspace},
    setup,
    ui::Ui,
};

/// Builds both programs for release and packs them, for Debian and its kin.
pub(crate) fn bundle() -> Result<()> {
    if cfg!(not(target_os = "linux")) {
        bail!("only the package for Debian is made so far");
    }
    setup::tools(setup::FOR_WINDOW)?;
    let ui = Ui::ready()?;
    ui.build()?;
    run(cargo().args(["build", "--release", "--package", "recado-cli"]))?;

    // Tauri wants a sidecar's file to carry the target's name. It stands in a configuration of this task alone: in
    // the usual one a missing file would fail every check of the workspace.
    let folder = target()?.join("bundle");
    let triple = output_of(cargo().args(["-vV"]))?;
    let triple = triple.lines().find_map(|line| line.strip_prefix("host: "));
    let triple = triple.context("cargo does not say what it builds for")?;
    fs::create_dir_all(&folder).with_context(|| format!("Failed to make {}", folder.display()))?;
    let sidecar = folder.join(format!("recado-{triple}"));
    fs::copy(target()?.join("release/recado"), &sidecar).context("Failed to copy recado for the package")?;
    let config = folder.join("tauri.json");
    let content = json!({
        "bundle": {
            "externalBin": [folder.join("recado")],
            "linux": { "deb": { "desktopTemplate": workspace().join("src-tauri/linux/recado.desktop") } },
        }
    });
    fs::write(&config, content.to_string()).context("Failed to write the configuration for the package")?;

    let mut tauri = ui.npm.tool("tauri");
    tauri.current_dir(workspace().join("src-tauri"));
    run(tauri.args(["build", "--bundles", "deb", "--config"]).arg(&config))?;
    println!("\nThe package lies in {}", made(&target()?)?);
    Ok(())
}

/// Builds `recado-relay` for release, as one file that needs no library of the server's.
pub(crate) fn relay() -> Result<()> {
    if cfg!(not(target_os = "linux")) {
        bail!("the relay for a server is built on Linux");
    }
    setup::relay_target()?;
    run(cargo().args([
        "build",
        "--release",
        "--package",
        "recado-relay",
        "--target",
        setup::RELAY_TARGET,
    ]))?;
    let program = target()?.join(setup::RELAY_TARGET).join("release/recado-relay");
    println!("\nThe relay lies in {}", program.display());
    Ok(())
}

fn made(target: &Path) -> Result<String> {
    let folder = target.join("release/bundle/deb");
    let files = fs::read_dir(&folder).with_context(|| format!("Failed to list {}", folder.display()))?;
    let mut packages: Vec<_> = files
        .filter_map(|file| file.ok().map(|file| file.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .collect();
    packages.sort_by_key(|path| path.metadata().and_then(|metadata| metadata.modified()).ok());
    let newest = packages.last().context("There is no package")?;
    Ok(newest.display().to_string())
}
