//! The app's icons and the tray's, all made from `icons/recado.svg`.
//!
//! What is made is committed, because building Recado must not depend on this; a check compares the files with what
//! the drawing gives now. The same versions of the libraries write the same bytes, and `Cargo.lock` pins them.

mod drawing;
mod formats;

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::process::workspace;
use drawing::{Drawing, Panel};

/// The sizes that Linux desktops look for; Tauri wants RGBA PNG.
const APP: [u32; 4] = [32, 128, 256, 512];

/// Panels are 22 or 24 pixels high in most desktops, 32 in some, and 44 at double density.
const TRAY: [u32; 4] = [22, 24, 32, 44];

/// Writes the files.
pub(crate) fn make() -> Result<()> {
    for (path, bytes) in files()? {
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("Failed to make {}", folder.display()))?;
        }
        fs::write(&path, bytes).with_context(|| format!("Failed to write {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Fails when a file is not what the drawing gives.
pub(crate) fn check() -> Result<()> {
    let mut stale = Vec::new();
    for (path, bytes) in files()? {
        if fs::read(&path).ok() != Some(bytes) {
            stale.push(path.display().to_string());
        }
    }
    if !stale.is_empty() {
        bail!(
            "these are not what icons/recado.svg gives; make them anew with `cargo xtask icons`:\n  {}",
            stale.join("\n  ")
        );
    }
    Ok(())
}

fn files() -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = workspace().join("icons");
    let drawing = Drawing::read(&folder.join("recado.svg"))?;
    let mut files = Vec::new();
    for size in APP {
        files.push((
            folder.join(format!("app-{size}.png")),
            drawing.app(size)?.encode_png()?,
        ));
    }
    files.push((folder.join("icon.ico"), formats::ico(&drawing)?));
    files.push((folder.join("icon.icns"), formats::icns(&drawing)?));
    for panel in [Panel::Light, Panel::Dark] {
        for size in TRAY {
            let tray = |state: &str| folder.join(format!("tray/{}-{state}-{size}.png", panel.name()));
            files.push((tray("plain"), drawing.tray_plain(panel, size)?.encode_png()?));
            files.push((tray("unread"), drawing.tray_unread(panel, size)?.encode_png()?));
        }
    }
    Ok(files)
}
