//! The command that sends a delivery again, for a POSIX shell.
//!
//! What was redacted stands in it as it stands in the log, to be filled in by whoever knows it.

use std::fmt::Write as _;

use crate::core::Core;
use crate::store::deliveries::Request;
use crate::store::deliveries::kept::Kept;

/// In bytes. A longer body is no text to be pasted; it is read from a file.
const LONGEST: usize = 64 * 1024;

/// The file that a body is read from which does not stand in the command.
const FILE: &str = "body";

pub(super) fn command(core: &Core, kept: &Kept) -> String {
    let address = core
        .connections
        .by_id(kept.source_id)
        .map_or_else(String::new, |source| core.shown(&source).address);
    of(&address, &kept.request, kept.has_body)
}

fn of(address: &str, request: &Request, has_body: bool) -> String {
    let mut url = address.to_owned();
    if !request.sub_path.is_empty() {
        let _ = write!(url, "/{}", request.sub_path);
    }
    if !request.query.is_empty() {
        let _ = write!(url, "?{}", request.query);
    }
    // Brackets in an address are no ranges.
    let mut command = format!("curl --globoff --request {} {}", request.method, quoted(&url));
    let computed = ["content-length", "content-encoding"];
    for (name, value) in &request.headers {
        if computed.contains(&name.as_str()) {
            continue;
        }
        // This is how curl is told of an empty one.
        let header = if value.is_empty() {
            format!("{name};")
        } else {
            format!("{name}: {value}")
        };
        let _ = write!(command, " \\\n  --header {}", quoted(&header));
    }
    if request.received_length == 0 {
        return command;
    }
    if !has_body || request.body.len() > LONGEST {
        let _ = write!(command, " \\\n  --data-binary @{FILE}");
        return command;
    }
    match std::str::from_utf8(&request.body) {
        Ok(text) if !text.contains('\0') => {
            let _ = write!(command, " \\\n  --data-raw {}", quoted(text));
            command
        }
        _ => format!(
            "printf {} | {command} \\\n  --data-binary @-",
            escaped(&request.body)
        ),
    }
}

/// As one word of the shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Bytes as a format of `printf` (POSIX: three octal digits).
fn escaped(bytes: &[u8]) -> String {
    let mut format = String::from("'");
    for byte in bytes {
        let _ = write!(format, "\\{byte:03o}");
    }
    format.push('\'');
    format
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::process::Command;

    use super::*;

    /// Runs the command with a `curl` that writes down what it was given, and what it read.
    fn given(command: &str) -> (Vec<String>, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let curl = folder.path().join("curl");
        std::fs::write(
            &curl,
            "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\0' \"$word\"; done > \"$OUT/words\"\n\
             case \"$*\" in *@-) cat > \"$OUT/read\";; esac\n",
        )
        .unwrap();
        std::fs::set_permissions(&curl, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", folder.path().display());
        let ended = Command::new("/bin/sh")
            .args(["-c", command])
            .env("PATH", path)
            .env("OUT", folder.path())
            .status()
            .unwrap();
        assert!(ended.success(), "{command}");
        let words = std::fs::read(folder.path().join("words")).unwrap();
        let words = words
            .split(|byte| *byte == 0)
            .map(|word| String::from_utf8(word.to_vec()).unwrap());
        let mut words: Vec<_> = words.collect();
        words.pop();
        (
            words,
            std::fs::read(folder.path().join("read")).unwrap_or_default(),
        )
    }

    #[test]
    fn the_shell_gives_curl_what_was_received_whatever_is_in_it() {
        let body = "{\"nome\": \"D'Ávila $HOME `id` \\\\ \n@x\"}";
        let request = Request {
            method: "POST".to_owned(),
            sub_path: "orders/created".to_owned(),
            query: "token=[redacted]&q='$(id)'".to_owned(),
            headers: vec![
                ("content-type".to_owned(), "application/json".to_owned()),
                ("content-length".to_owned(), "12".to_owned()),
                ("x-empty".to_owned(), String::new()),
                ("x-signature".to_owned(), "[redacted]".to_owned()),
            ],
            body: body.as_bytes().to_vec().into(),
            received_length: body.len(),
        };
        let (words, read) = given(&of("http://127.0.0.1:7322/in/k", &request, true));
        assert_eq!(
            words,
            [
                "--globoff",
                "--request",
                "POST",
                "http://127.0.0.1:7322/in/k/orders/created?token=[redacted]&q='$(id)'",
                "--header",
                "content-type: application/json",
                "--header",
                "x-empty;",
                "--header",
                "x-signature: [redacted]",
                "--data-raw",
                body,
            ]
        );
        assert!(read.is_empty());
    }

    #[test]
    fn what_is_no_text_is_piped_byte_by_byte() {
        let body: Vec<u8> = (0..=255).chain(*b"\\101%s'").collect();
        let request = Request {
            method: "PUT".to_owned(),
            sub_path: String::new(),
            query: String::new(),
            headers: Vec::new(),
            received_length: body.len(),
            body: body.clone().into(),
        };
        let (words, read) = given(&of("http://127.0.0.1:7322/in/k", &request, true));
        assert_eq!(words.last().map(String::as_str), Some("@-"));
        assert_eq!(read, body);
    }

    #[test]
    fn a_body_that_is_gone_or_large_comes_from_a_file() {
        let request = Request {
            method: "POST".to_owned(),
            sub_path: String::new(),
            query: String::new(),
            headers: Vec::new(),
            body: bytes::Bytes::new(),
            received_length: 10,
        };
        let (words, _) = given(&of("http://127.0.0.1:7322/in/k", &request, false));
        assert_eq!(words.last().map(String::as_str), Some("@body"));
    }
}
