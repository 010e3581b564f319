//! Recado on this machine, ready to be tried.

use std::{path::Path, process::Command};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::{built, cargo, output_of, run as run_shown};

/// The body that the owner of "another system" would send; `docs` and tests use the same person.
const BODY: &str =
    r#"{ "nome": "Carlos", "telefone": "+5501999999999", "mensagem": "Quero agendar um horário" }"#;

/// Builds `recado`, makes sure that its folder has a source, shows how to send to it, and becomes
/// `recado serve`.
pub(crate) fn run(data_dir: Option<&Path>, serve: &[String]) -> Result<()> {
    run_shown(cargo().args(["build", "--package", "recado-cli"]))?;
    let recado = built()?
        .join("recado")
        .with_extension(std::env::consts::EXE_EXTENSION);
    let recado = |arguments: &[&str]| {
        let mut command = Command::new(&recado);
        command.args(arguments);
        if let Some(folder) = data_dir {
            command.arg("--data-dir").arg(folder);
        }
        command
    };

    let sources = || -> Result<Vec<Value>> {
        let listed = output_of(&mut recado(&["source", "list", "--json"]))?;
        serde_json::from_str(&listed).context("`recado source list --json` did not print a list")
    };
    let mut listed = sources()?;
    if listed.is_empty() {
        output_of(&mut recado(&["source", "add", "--title", "Outro sistema"]))?;
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
    become_(recado(&["serve"]).args(serve))
}

/// Ctrl-C and the exit code then reach and come from the program itself.
#[cfg(unix)]
fn become_(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("Failed to start recado")
}

#[cfg(not(unix))]
fn become_(command: &mut Command) -> Result<()> {
    let status = command.status().context("Failed to start recado")?;
    std::process::exit(status.code().unwrap_or(1))
}
