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

    let sources = || output_of(&mut recado(&["source", "list", "--json"]));
    let mut listed = sources().context("Failed to ask Recado for its sources")?;
    if listed.trim().is_empty() || listed.trim() == "[]" {
        output_of(&mut recado(&["source", "add", "--title", "Outro sistema"]))
            .context("Failed to add the first source")?;
        listed = sources()?;
    }
    let address = first_address(&listed).context("Recado shows no address for its first source")?;
    println!(
        "\nSend to:\n  {address}\n\nTry it from another terminal:\n  curl -H 'Content-Type: application/json' \
         -d '{BODY}' {address}\n"
    );
    become_(recado(&["serve"]).args(serve))
}

/// The address of the first source of `recado source list --json`, one object a line.
fn first_address(listed: &str) -> Option<String> {
    let source: Value = serde_json::from_str(listed.lines().next()?).ok()?;
    Some(source.get("address")?.as_str()?.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_the_first_source_is_found() {
        let listed = "{\"id\":1,\"address\":\"http://127.0.0.1:7322/in/k-a\"}\n{\"address\":\"other\"}\n";
        assert_eq!(
            first_address(listed).as_deref(),
            Some("http://127.0.0.1:7322/in/k-a")
        );
        assert_eq!(first_address(""), None);
    }
}
