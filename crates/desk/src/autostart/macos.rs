//! A launch agent of the user: `~/Library/LaunchAgents/app.recado.desk.plist`, read at the next login.
//! <https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/>

use std::fs;
use std::io;
use std::path::PathBuf;

use super::Autostart;

pub(super) fn is_on(autostart: &Autostart) -> io::Result<bool> {
    match fs::read_to_string(file()?) {
        Ok(text) => Ok(text == agent(autostart)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) fn add(autostart: &Autostart) -> io::Result<()> {
    let file = file()?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, agent(autostart))?;
    Ok(())
}

pub(super) fn remove(_: &Autostart) -> io::Result<()> {
    match fs::remove_file(file()?) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn file() -> io::Result<PathBuf> {
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "this user has no home folder"))?;
    Ok(home.join("Library/LaunchAgents/app.recado.desk.plist"))
}

fn agent(autostart: &Autostart) -> String {
    let mut arguments = vec![
        autostart.programs.join("recado").display().to_string(),
        "desk".to_owned(),
    ];
    if let Some(folder) = &autostart.folder {
        arguments.push("--data-dir".to_owned());
        arguments.push(folder.display().to_string());
    }
    let arguments: String = arguments
        .iter()
        .map(|argument| argument.replace('&', "&amp;").replace('<', "&lt;"))
        .map(|argument| format!("    <string>{argument}</string>\n"))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  \
         <string>app.recado.desk</string>\n  <key>ProgramArguments</key>\n  <array>\n{arguments}  </array>\n  \
         <key>RunAtLoad</key>\n  <true/>\n</dict>\n</plist>\n"
    )
}
