//! With no secret, with two, and with a preset that makes no sense.

use recado_webhook::authenticity::{Presented, Proof, Scheme, Secrets};

use super::mishaps::sample;
use super::support::{self, scheme, secrets, verify};

#[test]
fn without_a_secret_the_address_is_enough_only_where_nothing_else_is_asked_for() {
    for vector in support::of_senders().into_iter().chain(support::of_libraries()) {
        for none in [Secrets::NONE, secrets(""), secrets("  ")] {
            let required = vector.presented(&none);
            let verdict = verify(vector.request(), &required);
            let (id, _) = verdict.expect_err("it is required").message();
            assert_eq!(id, "refused-no-secret", "{}", vector.label());
            let optional = Presented {
                required: false,
                ..required
            };
            assert_eq!(verify(vector.request(), &optional), Ok(Proof::None));
        }
        // Once there is one, it counts, whether it was required or not.
        let right = secrets(&vector.secret);
        let optional = Presented {
            required: false,
            ..vector.presented(&right)
        };
        let verdict = verify(vector.request(), &optional);
        assert_eq!(verdict.is_ok(), vector.accepted, "{}", vector.label());
    }
}

#[test]
fn while_a_secret_is_replaced_either_is_good() {
    let genuine = support::of_senders().into_iter().filter(|vector| vector.accepted);
    for vector in genuine {
        for (current, former, expected) in [
            ("another: one", Some(vector.secret.as_str()), true),
            (vector.secret.as_str(), Some("another: one"), true),
            ("another: one", Some("a third: one"), false),
            ("another: one", None, false),
        ] {
            let secrets = Secrets {
                former: former.and_then(|former| secrets(former).current),
                ..secrets(current)
            };
            let verdict = verify(vector.request(), &vector.presented(&secrets));
            assert_eq!(verdict.is_ok(), expected, "{}: {verdict:?}", vector.label());
        }
    }
}

#[test]
fn the_address_alone_is_enough_where_that_is_the_scheme() {
    let address = scheme("scheme = 'address'");
    let vector = sample("github", "ping");
    let by = Presented {
        scheme: &address,
        ..vector.presented(&Secrets::NONE)
    };
    assert_eq!(verify(vector.request(), &by), Ok(Proof::None));
}

#[test]
fn a_refusal_never_tells_what_would_have_been_right() {
    for vector in support::of_libraries().into_iter().chain(support::of_senders()) {
        let right = vector
            .headers
            .values()
            .flat_map(|value| value.split([' ', ',', '=', '.']));
        let right: Vec<_> = right.filter(|part| part.len() > 20).map(str::to_owned).collect();
        for secret in [vector.secret.as_str(), "another: one"] {
            let secrets = secrets(secret);
            let Err(refused) = verify(vector.request(), &vector.presented(&secrets)) else {
                continue;
            };
            let told = format!("{refused} {refused:?} {:?}", refused.message());
            assert!(!told.contains(secret) && !told.contains(&vector.secret), "{told}");
            assert!(!right.iter().any(|part| told.contains(part)), "{told}");
        }
    }
}

#[test]
fn a_preset_that_does_not_fit_together_is_not_read() {
    let hmac = "scheme = 'hmac'\nhash = 'sha256'\nencoding = 'hex'\nheader = 'x'\n";
    for broken in [
        format!("{hmac}content = []"),
        format!("{hmac}content = ['{{body']"),
        format!("{hmac}content = ['{{whatever}}']"),
        format!("{hmac}content = ['{{query.}}']"),
        format!("{hmac}content = 'body'"),
        format!("{hmac}content = ['{{timestamp}}']"),
        format!("{hmac}content = ['{{body}}']\ntimestamp = {{ header = 't', tolerance_seconds = 1 }}"),
        format!("{hmac}content = ['{{body}}']\ntimestamp = {{ tolerance_seconds = 1 }}"),
        format!(
            "{hmac}content = ['{{timestamp}}{{body}}']\npairs = {{ timestamp = 't', signature = 's' }}\ntimestamp = {{ header = 't' }}"
        ),
        format!("{hmac}content = ['{{body}}']\nprefix = 'a'\npairs = {{ signature = 's' }}"),
        format!("{hmac}content = ['{{body}}']\nwhatever = 1"),
        "scheme = 'hmac'\ncontent = ['{body}']".to_owned(),
        "scheme = 'token'\nplace = 'cookie'\nname = 'x'".to_owned(),
        "scheme = 'basic'\nwhatever = 1".to_owned(),
        "scheme = 'magic'".to_owned(),
    ] {
        assert!(toml::from_str::<Scheme>(&broken).is_err(), "{broken}");
    }
}
