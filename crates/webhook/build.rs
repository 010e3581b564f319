//! Puts the presets into the program: one constant with the text of every file of every folder in `/presets`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../presets");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut table = String::from("pub(super) const FOLDERS: &[Folder] = &[\n");
    for folder in sorted(&root)?
        .into_iter()
        .filter(|path| path.join("preset.toml").exists())
    {
        let _ = writeln!(
            table,
            "Folder {{ id: {:?}, preset: {}, map: {}, mark: {}, samples: &[",
            folder.file_name().unwrap_or_default(),
            text(&folder.join("preset.toml")),
            text(&folder.join("map.jq")),
            text(&folder.join("mark.svg")),
        );
        for headers in sorted(&folder.join("samples")).unwrap_or_default() {
            sample(&mut table, &headers);
        }
        table.push_str("] },\n");
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no folder for output"))?;
    fs::write(Path::new(&out).join("presets.rs"), table)
}

/// An expression for the text of a file. What is missing is a test's business: the build goes on.
fn text(file: &Path) -> String {
    if file.exists() {
        format!("include_str!({file:?})")
    } else {
        "\"\"".to_owned()
    }
}

/// A sample is its headers and, beside them, the body under the same name.
fn sample(table: &mut String, headers: &Path) {
    let name = headers.file_name().unwrap_or_default().to_string_lossy();
    let Some(name) = name.strip_suffix(".headers.json") else {
        return;
    };
    let body = ["json", "form", "xml", "multipart", "txt"]
        .iter()
        .map(|ending| headers.with_file_name(format!("{name}.{ending}")))
        .find(|body| body.exists());
    let body = body.map_or("b\"\"".to_owned(), |body| format!("include_bytes!({body:?})"));
    // As `recado explain` writes it.
    let expected = fs::read_to_string(headers.with_file_name(format!("{name}.expected.json")));
    let expected = expected.unwrap_or_default();
    let verdict = expected
        .split_once("\"verdict\": \"")
        .and_then(|(_, rest)| Some(rest.split_once('"')?.0));
    let verdict = verdict.unwrap_or_default();
    let tells_id_alone = verdict == "accepted" && expected.contains("\"events\": []");
    let _ = writeln!(
        table,
        "Sample {{ name: {name:?}, headers: include_str!({headers:?}), verdict: {verdict:?}, \
         tells_id_alone: {tells_id_alone}, body: {body} }},"
    );
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}
