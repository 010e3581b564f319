//! Why a request is not genuine is told in both languages, with all that the code has to tell.

use std::collections::BTreeSet;
use std::path::Path;

use recado_webhook::authenticity::{Place, Refused, SecretFault};

#[test]
fn every_reason_has_its_message_with_just_its_arguments() {
    for file in ["en.ftl", "pt-BR.ftl"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../locales")
            .join(file);
        let catalogue = std::fs::read_to_string(path).expect("the catalogue is there");
        for refused in reasons() {
            let (id, args) = refused.message();
            let told: BTreeSet<_> = args.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(arguments(&catalogue, id), Some(told), "{id} in {file}");
        }
    }
}

/// The arguments of a message: a message goes on until a line that is not indented.
fn arguments(catalogue: &str, id: &str) -> Option<BTreeSet<String>> {
    let mut lines = catalogue
        .lines()
        .skip_while(|line| !line.starts_with(&format!("{id} =")));
    let first = lines.next()?;
    let rest = lines.take_while(|line| line.starts_with(' '));
    let text: String = std::iter::once(first).chain(rest).collect();
    let named = text.split('$').skip(1).map(|after| {
        let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        name
    });
    Some(named.collect())
}

fn reasons() -> Vec<Refused> {
    let name = || Box::<str>::from("x-signature");
    let mut reasons = vec![
        Refused::NoSecret,
        Refused::SecretForm(SecretFault::Base64),
        Refused::SecretForm(SecretFault::Colon),
        Refused::Version {
            name: name(),
            version: "v1=".into(),
        },
        Refused::SenderWithoutSecret,
        Refused::Signature { name: name() },
        Refused::SignatureOfUrl { name: name() },
        Refused::Credentials,
        Refused::TooOld { seconds: 301 },
        Refused::TooFarAhead { seconds: 301 },
        Refused::Expired { seconds: 301 },
        Refused::Algorithm,
        Refused::NoUrl,
        Refused::BodyNotCovered,
        Refused::Body,
        Refused::Unreadable { name: name() },
        Refused::NotKept,
    ];
    for place in [Place::Header, Place::Query, Place::Field] {
        reasons.extend([
            Refused::Missing { place, name: name() },
            Refused::Empty { place, name: name() },
            Refused::Repeated { place, name: name() },
            Refused::Form { place, name: name() },
            Refused::Token { place, name: name() },
        ]);
    }
    reasons
}
