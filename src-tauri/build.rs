//! Embeds `ui/dist`, and lets the page call the window's own commands and nothing else.

use std::{fs, path::Path};

/// As in `src/commands.rs`; the capability names the same.
const COMMANDS: &[&str] = &[
    "about",
    "ask",
    "close_window",
    "follow",
    "open_data_folder",
    "open_link",
    "quit",
    "reveal",
    "save_export",
    "save_text",
    "stay_open",
    "take_over",
    "try_again",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pages = Path::new("../ui/dist");
    println!("cargo:rerun-if-changed={}", pages.display());
    // Without the folder not even a check of this crate compiles, and whoever checks needs no screens.
    if !pages.join("index.html").is_file() {
        fs::create_dir_all(pages)?;
        fs::write(
            pages.join("index.html"),
            "<!doctype html><title>Recado</title><p>The screens are not built: <code>cargo xtask run</code> does it.",
        )?;
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
