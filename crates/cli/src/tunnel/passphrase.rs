//! Asking for a passphrase: on the terminal, where it is not shown, or from what a script gives.

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use recado_api::{Lang, SecretText};

use super::args::PassphraseArgs;
use crate::problem::Problem;

/// For scripts. Others of the same user may read it, as long as the command runs.
const VARIABLE: &str = "RECADO_PASSPHRASE";

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passphrase {
    /// It is asked for twice: nothing could be read with one that was mistyped.
    New,
    Known,
}

pub(super) fn ask(args: &PassphraseArgs, which: Passphrase, lang: Lang) -> Result<SecretText, Problem> {
    if args.passphrase_stdin {
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .context("standard input cannot be read")?;
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        return not_empty(SecretText::new(line), lang);
    }
    if let Ok(given) = std::env::var(VARIABLE) {
        return not_empty(SecretText::new(given), lang);
    }
    if !io::stdin().is_terminal() {
        return Err(Problem::Said(lang.text("passphrase-no-terminal", &[])));
    }
    let first = not_empty(type_in(&lang.text("passphrase", &[]))?, lang)?;
    if which == Passphrase::New && type_in(&lang.text("passphrase-again", &[]))? != first {
        return Err(Problem::Said(lang.text("passphrase-differs", &[])));
    }
    Ok(first)
}

fn type_in(prompt: &str) -> Result<SecretText, Problem> {
    let typed = rpassword::prompt_password(format!("{prompt} ")).context("the terminal cannot be read")?;
    Ok(SecretText::new(typed))
}

fn not_empty(passphrase: SecretText, lang: Lang) -> Result<SecretText, Problem> {
    if passphrase.expose().is_empty() {
        return Err(Problem::Said(lang.text("passphrase-empty", &[])));
    }
    Ok(passphrase)
}
