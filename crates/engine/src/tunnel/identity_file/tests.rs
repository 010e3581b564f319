use recado_tunnel::identity::RelayIdentity;

use super::*;

const PASSPHRASE: &str = "café com leite";

fn relay() -> RelayChoice {
    RelayChoice {
        origin: "https://hooks.example.com".parse().unwrap(),
        key: Some(RelayIdentity::new().unwrap().key()),
        code: Some("k7f3".to_owned()),
    }
}

#[test]
fn a_file_opens_with_its_passphrase_alone_and_holds_the_identity_and_the_relay() {
    let (identity, relay) = (Identity::new().unwrap(), relay());
    let text = write(&identity, Some(relay.clone()), PASSPHRASE).unwrap();
    let moved = read(&text, PASSPHRASE).unwrap();
    assert_eq!(moved.identity.to_text(), identity.to_text());
    assert_eq!(moved.relay, Some(RelayChoice { code: None, ..relay }));
    for wrong in ["cafe com leite", "café com leite ", "Café com leite", ""] {
        assert_eq!(read(&text, wrong).unwrap_err(), ReadError::Passphrase, "{wrong}");
    }
    // Sent by mail, from Windows.
    let mailed = format!(
        "Segue o arquivo:\r\n\r\n  {}\r\n\r\nAbraço",
        text.replace('\n', "\r\n  ")
    );
    assert_eq!(
        read(&mailed, PASSPHRASE).unwrap().identity.address(),
        identity.address()
    );
}

#[test]
fn a_file_is_in_the_form_of_age_and_tells_nothing() {
    let identity = Identity::new().unwrap();
    let text = write(&identity, Some(relay()), PASSPHRASE).unwrap();
    let inside = text.strip_prefix(BEGIN).unwrap().trim_end();
    let inside = inside.strip_suffix(END).unwrap().replace('\n', "");
    let binary = data_encoding::BASE64.decode(inside.as_bytes()).unwrap();
    let header: Vec<_> = binary.split(|byte| *byte == b'\n').take(2).collect();
    assert_eq!(header[0], b"age-encryption.org/v1");
    // One stanza: `-> scrypt`, 16 bytes of salt in base64, the work factor.
    let stanza = std::str::from_utf8(header[1]).unwrap();
    let words: Vec<_> = stanza.split(' ').collect();
    assert_eq!(
        (words[0], words[1], words[2].len(), words[3]),
        ("->", "scrypt", 22, "17")
    );
    let secret = identity.to_text();
    let letters = secret.rsplit(':').next().unwrap();
    for plain in [
        "recado",
        "hooks.example.com",
        &letters[..16],
        &identity.address().to_string(),
    ] {
        assert!(!text.contains(plain), "{plain}");
        assert!(
            !binary.windows(plain.len()).any(|part| part == plain.as_bytes()),
            "{plain}"
        );
    }
}

#[test]
fn what_is_no_such_file_or_not_a_whole_one_says_which() {
    let text = write(&Identity::new().unwrap(), None, PASSPHRASE).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    let mut missing = lines.clone();
    missing.remove(lines.len() - 2);
    // In the last line is the end of what is encrypted.
    let last = lines[lines.len() - 2];
    let other = if last.starts_with('A') { "B" } else { "A" };
    let altered = text.replace(last, &format!("{other}{}", &last[1..]));
    for (text, error) in [
        ("", ReadError::Other),
        ("recado-identity-1:abc", ReadError::Other),
        (&"a".repeat(LONGEST + 1), ReadError::Other),
        (&cut, ReadError::Damaged),
        (&missing.join("\n"), ReadError::Damaged),
        (&altered, ReadError::Damaged),
    ] {
        assert_eq!(read(text, PASSPHRASE).unwrap_err(), error, "{text}");
    }
}

#[test]
fn what_else_age_has_encrypted_is_not_taken() {
    let key = age::x25519::Identity::generate();
    let to_a_key = age::encrypt_and_armor(&key.to_public(), b"{}").unwrap();
    assert_eq!(read(&to_a_key, PASSPHRASE).unwrap_err(), ReadError::Other);
    for (content, error) in [
        ("{}", ReadError::Other),
        ("olá", ReadError::Other),
        (r#"{"recado_identity": 2, "anything": true}"#, ReadError::Newer),
        (r#"{"recado_identity": 1}"#, ReadError::Damaged),
        (
            r#"{"recado_identity": 1, "identity": "recado-identity-1:aaaa", "relay": null}"#,
            ReadError::Damaged,
        ),
        (
            r#"{"recado_identity": 1, "identity": "recado-identity-9:aaaa", "relay": null}"#,
            ReadError::Newer,
        ),
    ] {
        assert_eq!(
            read(&encrypted(content, 1), PASSPHRASE).unwrap_err(),
            error,
            "{content}"
        );
    }
}

#[test]
fn a_file_that_asks_for_endless_work_is_not_worked_on() {
    // What asks for 2^40 is made from one that does not: the header is looked at before its key is known.
    let text = encrypted("{}", 1);
    let binary: Vec<u8> = {
        let inside = text.strip_prefix(BEGIN).unwrap().trim_end();
        let inside = inside.strip_suffix(END).unwrap().replace('\n', "");
        data_encoding::BASE64.decode(inside.as_bytes()).unwrap()
    };
    let second_line = binary
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(1)
        .unwrap()
        .0;
    assert_eq!(binary[second_line - 2..second_line], *b" 1");
    for (asked, error) in [("40", ReadError::TooMuchWork), ("19", ReadError::TooMuchWork)] {
        let mut hostile = binary.clone();
        hostile.splice(second_line - 1..second_line, asked.bytes());
        let mut armored = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).unwrap();
        armored.write_all(&hostile).unwrap();
        let text = String::from_utf8(armored.finish().unwrap()).unwrap();
        assert_eq!(read(&text, PASSPHRASE).unwrap_err(), error, "{asked}");
    }
}

/// As anybody may do it who has `age` and the passphrase.
fn encrypted(content: &str, work: u8) -> String {
    let mut recipient = scrypt::Recipient::new(secret(PASSPHRASE));
    recipient.set_work_factor(work);
    age::encrypt_and_armor(&recipient, content.as_bytes()).unwrap()
}
