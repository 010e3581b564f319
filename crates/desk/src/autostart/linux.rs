//! An XDG autostart entry: `$XDG_CONFIG_HOME/autostart/recado.desktop`.
//! <https://specifications.freedesktop.org/autostart-spec/latest/>

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::Autostart;

pub(super) fn is_on(autostart: &Autostart) -> io::Result<bool> {
    let text = match fs::read_to_string(file()?) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let line = format!("Exec={}", command(autostart)?);
    // Desktops let people switch an entry off without removing it.
    let hidden = text.lines().any(|line| line.trim() == "Hidden=true");
    Ok(!hidden && text.lines().any(|candidate| candidate == line))
}

pub(super) fn add(autostart: &Autostart) -> io::Result<()> {
    let file = file()?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Recado\nExec={}\nIcon=recado\nTerminal=false\n\
         X-GNOME-Autostart-enabled=true\n",
        command(autostart)?
    );
    let new = file.with_extension("desktop.new");
    fs::write(&new, entry)?;
    fs::rename(new, file)?;
    Ok(())
}

pub(super) fn remove(_: &Autostart) -> io::Result<()> {
    match fs::remove_file(file()?) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn file() -> io::Result<PathBuf> {
    let set = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let configuration = set("XDG_CONFIG_HOME")
        .or_else(|| Some(set("HOME")?.join(".config")))
        .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "this user has no home folder"))?;
    Ok(configuration.join("autostart").join("recado.desktop"))
}

fn command(autostart: &Autostart) -> io::Result<String> {
    let mut command = format!("{} desk", quoted(autostart.programs.join("recado").as_os_str())?);
    if let Some(folder) = &autostart.folder {
        command += &format!(" --data-dir {}", quoted(folder.as_os_str())?);
    }
    Ok(command)
}

/// As the specification quotes an argument of `Exec`; the entry's own escapes double its backslashes.
/// <https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html>
fn quoted(argument: &OsStr) -> io::Result<String> {
    let argument = argument
        .to_str()
        .filter(|argument| !argument.contains(char::is_control))
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path is no text"))?;
    let mut quoted = String::from("\"");
    for letter in argument.chars() {
        match letter {
            '"' | '`' | '$' => {
                quoted.push_str("\\\\");
                quoted.push(letter);
            }
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    Ok(quoted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use std::path::Path;

    use super::*;

    #[test]
    fn the_command_names_the_folder_only_where_it_is_not_the_usual_one() {
        let programs = Path::new("/opt/recado");
        let usual = Autostart::of(programs, None);
        assert_eq!(command(&usual).unwrap(), "\"/opt/recado/recado\" desk");
        let other = Autostart::of(programs, Some(Path::new("/home/ana/minha loja")));
        assert_eq!(
            command(&other).unwrap(),
            "\"/opt/recado/recado\" desk --data-dir \"/home/ana/minha loja\""
        );
    }

    #[test]
    fn whatever_a_path_holds_stays_one_argument() {
        let odd = quoted(OsStr::new(r#"/a "b" $c `d` 100% \e"#)).unwrap();
        assert_eq!(odd, r#""/a \\"b\\" \\$c \\`d\\` 100%% \\\\e""#);
        assert!(quoted(OsStr::new("/a\nExec=rm")).is_err());
    }
}
