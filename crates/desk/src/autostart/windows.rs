//! A value in the user's own `Run` key. The window's program is what is named there: it shows no console, and with
//! `--hidden` does nothing but start the desk.
//! <https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys>

use std::io;
use std::path::Path;

use windows_registry::CURRENT_USER;

use super::Autostart;

const KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";

const NAME: &str = "Recado";

pub(super) fn is_on(autostart: &Autostart) -> io::Result<bool> {
    let Ok(key) = CURRENT_USER.open(KEY) else {
        return Ok(false);
    };
    Ok(key
        .get_string(NAME)
        .is_ok_and(|value| value == command(autostart)))
}

pub(super) fn add(autostart: &Autostart) -> io::Result<()> {
    let key = CURRENT_USER.create(KEY).map_err(io::Error::other)?;
    key.set_string(NAME, command(autostart))
        .map_err(io::Error::other)?;
    Ok(())
}

pub(super) fn remove(_: &Autostart) -> io::Result<()> {
    let key = CURRENT_USER.create(KEY).map_err(io::Error::other)?;
    if key.get_string(NAME).is_ok() {
        key.remove_value(NAME).map_err(io::Error::other)?;
    }
    Ok(())
}

fn command(autostart: &Autostart) -> String {
    // A Windows path holds no quotes.
    let quoted = |path: &Path| format!("\"{}\"", path.display());
    let mut command = format!(
        "{} --hidden",
        quoted(&autostart.programs.join("recado-window.exe"))
    );
    if let Some(folder) = &autostart.folder {
        command += &format!(" --data-dir {}", quoted(folder));
    }
    command
}
