//! `recado explain`: what one request would become. It opens no data folder and no connection.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::Context as _;
use jiff::Timestamp;
use recado_webhook::another::Business;
use recado_webhook::explain::{Explained, explain};
use serde_json::{Map, Value};

use crate::args::Explain;
use crate::problem::Problem;
use crate::{output, presets};

pub(crate) fn run(args: Explain) -> Result<(), Problem> {
    let preset = presets::find(&args.preset, args.lang)?;
    let business = Business::new(&args.country, args.zone);
    let fetched: Option<Value> = args.fetched.as_deref().map(json_in).transpose()?;
    let explained = explain(Explained {
        preset,
        method: args.method,
        url: args.url.as_deref(),
        headers: headers(&json_in(&args.headers)?),
        body: bytes_in(&args.body)?.into(),
        secret: args.secret.as_deref(),
        received_at: args.at.unwrap_or_else(Timestamp::now),
        business: &business,
        lang: args.lang.tag(),
        fetched: fetched.as_ref(),
    });
    output::json(&explained)?;
    Ok(())
}

/// What begins with an underscore is a note on the file, not a header.
fn headers(named: &Map<String, Value>) -> Vec<(String, String)> {
    let headers = named.iter().filter(|(name, _)| !name.starts_with('_'));
    headers
        .map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), value)
        })
        .collect()
}

fn json_in<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, anyhow::Error> {
    serde_json::from_slice(&bytes_in(file)?)
        .with_context(|| format!("{} is not the JSON it should be", file.display()))
}

fn bytes_in(file: &Path) -> Result<Vec<u8>, anyhow::Error> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}
