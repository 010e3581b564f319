//! Recado on this machine, ready to be tried: its window where there is a display, else the receiver alone.

use std::{env, path::Path, process::Command};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    process::{built, cargo, output_of, run as run_shown},
    setup,
    ui::Ui,
};

/// The body that the owner of "another system" would send; `docs` and tests use the same person.
const BODY: &str =
    r#"{ "nome": "Carlos", "telefone": "+5501999999999", "mensagem": "Quero agendar um horário" }"#;

/// Sets up what is missing, builds, and becomes the program.
pub(crate) fn run(data_dir: Option<&Path>, further: &[String]) -> Result<()> {
    if has_display() {
        open_window(data_dir, further)
    } else {
        println!("There is no display here, so the window cannot open: this starts `recado serve` instead.");
        serve(data_dir, further)
    }
}

/// The window starts `recado desk`, which stays when the window is closed.
fn open_window(data_dir: Option<&Path>, further: &[String]) -> Result<()> {
    setup::tools(setup::FOR_WINDOW)?;
    Ui::ready()?.build()?;
    run_shown(cargo().args(["build", "--package", "recado-cli", "--package", "recado-window"]))?;
    println!(
        "\nRecado goes on receiving when its window is closed. `recado stop` ends it, and so does its tray."
    );
    become_(program("recado-window", data_dir)?.args(further))
}

/// Makes sure that the folder has a source, shows how to send to it, and becomes `recado serve`.
fn serve(data_dir: Option<&Path>, further: &[String]) -> Result<()> {
    run_shown(cargo().args(["build", "--package", "recado-cli"]))?;
    let recado = |arguments: &[&str]| -> Result<Command> {
        let mut command = program("recado", data_dir)?;
        command.args(arguments);
        Ok(command)
    };

    let sources = || -> Result<Vec<Value>> {
        let listed = output_of(&mut recado(&["source", "list", "--json"])?)?;
        serde_json::from_str(&listed).context("`recado source list --json` did not print a list")
    };
    let mut listed = sources()?;
    if listed.is_empty() {
        output_of(&mut recado(&["source", "add", "--title", "Outro sistema"])?)?;
        listed = sources()?;
    }
    let address = listed
        .first()
        .and_then(|source| source.get("address"))
        .and_then(Value::as_str);
    let address = address.context("Recado shows no address for its first source")?;
    println!(
        "\nSend to:\n  {address}\n\nTry it from another terminal:\n  curl -H 'Content-Type: application/json' \
         -d '{BODY}' {address}\n"
    );
    become_(recado(&["serve"])?.args(further))
}

/// A program that was just built, on this data folder.
fn program(name: &str, data_dir: Option<&Path>) -> Result<Command> {
    let file = built()?.join(name).with_extension(env::consts::EXE_EXTENSION);
    let mut command = Command::new(file);
    if let Some(folder) = data_dir {
        command.arg("--data-dir").arg(folder);
    }
    Ok(command)
}

fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(target_os = "linux")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Ctrl-C and the exit code then reach and come from the program itself.
#[cfg(unix)]
fn become_(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).with_context(|| format!("Failed to start {}", command.get_program().display()))
}

#[cfg(not(unix))]
fn become_(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("Failed to start {}", command.get_program().display()))?;
    std::process::exit(status.code().unwrap_or(1))
}
