//! Whatever stands in the headers and the address that are to prove something: no panic, no proof without the secret,
//! and the same verdict again from what was kept.
//!
//! The inputs of `__fuzz__/` are always run, then so many new ones; `BOLERO_RANDOM_ITERATIONS` or, for hours of it,
//! `BOLERO_RANDOM_TEST_TIME_MS` make it more, and `cargo bolero test` drives the same targets by coverage. An input that
//! failed is put in the corpus. An input is text: the header, then on further lines the other headers' value, the query
//! and the body. In made-up inputs, bytes that are no ASCII stand for words that the parsers know.

#![expect(clippy::expect_used, reason = "a test may end at once")]

use bolero::check;
use jiff::Timestamp;
use recado_webhook::authenticity::{CannotSign, Presented, Refused, Scheme, Secret, Secrets, evidence, sign};
use recado_webhook::redact;
use recado_webhook::request::{Method, Unverified};

const KEY: [u8; 32] = [7; 32];
const SECRET: &str = "whsec_cmVjYWRvOnNlY3JldA==";
const AT: i64 = 1_773_162_300;
const WORDS: [&str; 32] = [
    "1773162300",
    "1773162300000",
    "1773162601",
    "t=",
    "ts=",
    "v1=",
    "v0=",
    "v1,",
    "v1a,",
    "sha256=",
    "sha1=",
    ",",
    " ",
    "=",
    ";",
    "\n",
    "&",
    "%26",
    "Bearer ",
    "Basic ",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "eyJhbGciOiJub25lIn0",
    ".",
    "data.id=",
    "bodySHA256=",
    "token=",
    "chave",
    "{\"chave\":\"",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "[redacted]",
    "no-secret-provided",
];

/// A scheme of every kind, and the header that carries its proof.
fn schemes() -> Vec<(Scheme, &'static str)> {
    let hmac = |hash: &str, encoding: &str, rest: &str| {
        format!("scheme = 'hmac'\nhash = '{hash}'\nencoding = '{encoding}'\nheader = 'x-signature'\n{rest}")
    };
    let pairs = "content = ['{timestamp}.', '{body}']\npairs = { timestamp = 't', signature = 'v1' }\ntimestamp = { tolerance_seconds = 300 }";
    let manifest = "content = ['id:{query.data.id};', 'request-id:{header.x-other};', 'ts:{timestamp};']\npairs = { timestamp = 'ts', signature = 'v1' }";
    let apart = "prefix = 'sha256='\ncontent = ['{timestamp}.', '{body}']\ntimestamp = { header = 'x-other', tolerance_seconds = 300 }";
    let bare = "content = ['{body}']\nwithout_secret = 'no-secret-provided'";
    [
        (hmac("sha256", "hex", pairs), "x-signature"),
        (hmac("sha256", "hex", manifest), "x-signature"),
        (hmac("sha256", "hex", apart), "x-signature"),
        (hmac("sha512", "hex", bare), "x-signature"),
        (hmac("sha256", "base64", bare), "x-signature"),
        (hmac("sha1", "base64", "content = 'url-and-form'"), "x-signature"),
        ("scheme = 'standard-webhooks'".to_owned(), "webhook-signature"),
        (
            "scheme = 'token'\nplace = 'header'\nname = 'x-token'\nprefix = 'Bearer '".to_owned(),
            "x-token",
        ),
        (
            "scheme = 'token'\nplace = 'query'\nname = 'token'".to_owned(),
            "x-token",
        ),
        (
            "scheme = 'token'\nplace = 'field'\nname = 'chave'".to_owned(),
            "x-token",
        ),
        ("scheme = 'basic'".to_owned(), "authorization"),
        ("scheme = 'bearer-jwt'".to_owned(), "authorization"),
    ]
    .into_iter()
    .map(|(toml, header)| (toml::from_str(&toml).expect("a scheme"), header))
    .collect()
}

#[test]
fn what_stands_in_a_header_is_never_taken_for_a_proof() {
    let schemes = schemes();
    check!().with_iterations(2_000).for_each(|input: &[u8]| {
        for (scheme, header) in &schemes {
            one(scheme, request(input, header));
        }
    });
}

#[test]
fn whatever_is_signed_is_genuine() {
    let schemes = schemes();
    check!().with_iterations(2_000).for_each(|input: &[u8]| {
        for (scheme, header) in &schemes {
            round(scheme, request(input, header));
        }
    });
}

/// Nobody who does not know the secret comes through, and the log's copy is judged alike.
fn one(scheme: &Scheme, request: Unverified) {
    let secrets = secrets(scheme);
    let urls = ["https://hooks.example/in/abc".to_owned()];
    let by = presented(scheme, &secrets, &urls);
    let kept = evidence(&request, &by, &KEY);
    let logged = Unverified {
        query: redact::redacted_query(&request.query),
        headers: redact::kept_headers(&request.headers),
        ..request.clone()
    };
    let (refused, _) = request.verify(&by).expect_err("nobody can know what is right");
    let (id, args) = refused.message();
    assert!(id.starts_with("refused-"));
    assert!(args.iter().all(|(_, value)| value.len() <= 40), "{args:?}");

    let json = serde_json::to_string(&kept).expect("evidence is JSON");
    assert_eq!(serde_json::from_str(&json).ok().as_ref(), Some(&kept));
    let (again, _) = logged
        .verify_again(&kept, &by, &KEY)
        .expect_err("nor what was kept of it");
    // What was lost on purpose is refused for another reason.
    assert!(
        again == refused || kind(&again) == kind(&refused) || again == Refused::NotKept,
        "{refused:?} became {again:?} with {json}"
    );
}

/// Of what is no signature at all the log keeps only that it came.
fn kind(refused: &Refused) -> &'static str {
    match refused.message().0 {
        "refused-token"
        | "refused-credentials"
        | "refused-form"
        | "refused-empty"
        | "refused-version"
        | "refused-sender-without-secret" => "not the right one",
        other => other,
    }
}

fn round(scheme: &Scheme, request: Unverified) {
    let secrets = secrets(scheme);
    let urls = ["https://hooks.example/in/abc".to_owned()];
    let by = presented(scheme, &secrets, &urls);
    match sign(request, &by) {
        Ok(signed) => {
            let kept = evidence(&signed, &by, &KEY);
            let logged = Unverified {
                query: redact::redacted_query(&signed.query),
                headers: redact::kept_headers(&signed.headers),
                ..signed.clone()
            };
            let first = signed.verify(&by).expect("it was signed with the secret");
            match logged.verify_again(&kept, &by, &KEY) {
                Ok(again) => assert_eq!(again.proof(), first.proof()),
                Err((refused, request)) => assert_eq!(refused, Refused::NotKept, "{request:?}"),
            }
        }
        Err(CannotSign::Field { .. } | CannotSign::Unclear(_)) => {}
        Err(error @ (CannotSign::Secret | CannotSign::NoUrl)) => panic!("{error}"),
    }
}

fn secrets(scheme: &Scheme) -> Secrets {
    let current = if *scheme == Scheme::Basic {
        "recado:secret"
    } else {
        SECRET
    };
    Secrets {
        current: Some(Secret::new(current.to_owned())),
        former: Some(Secret::new("the: former".to_owned())),
        verify_token: None,
    }
}

fn presented<'a>(scheme: &'a Scheme, secrets: &'a Secrets, urls: &'a [String]) -> Presented<'a> {
    Presented {
        scheme,
        required: true,
        name: None,
        secrets,
        urls,
        received_at: Timestamp::from_second(AT).expect("a time"),
    }
}

fn request(input: &[u8], header: &str) -> Unverified {
    let text = words(input);
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().unwrap_or_default().to_owned();
    let (proof, other, query, body) = (line(), line(), line(), line());
    let mut headers = vec![(header.to_owned(), proof)];
    for name in ["x-other", "webhook-id", "webhook-timestamp", "content-type"] {
        headers.push((name.to_owned(), other.clone()));
    }
    Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query,
        headers,
        body: body.into(),
    }
}

fn words(input: &[u8]) -> String {
    input
        .iter()
        .map(|byte| match byte {
            0..=127 => char::from(*byte).to_string(),
            128.. => WORDS[usize::from(byte & 31)].to_owned(),
        })
        .collect()
}
