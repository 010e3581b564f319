//! What of a request may be written down: headers that matter, and no secret.
//!
//! A header or a parameter is judged by its name alone. That a secret came is worth knowing; what it was is not.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What stands where a secret stood.
pub const REDACTED: &str = "[redacted]";

/// Headers beyond these tell nothing new; senders send a dozen.
const MOST_HEADERS: usize = 40;

/// In characters.
const LONGEST_VALUE: usize = 300;

/// The headers worth keeping, bounded in number and length, with secrets replaced. Names must be in lower case.
pub fn kept_headers(headers: &[(String, String)]) -> Vec<(String, String)> {
    let kept = headers
        .iter()
        .filter(|(name, _)| matters(name))
        .take(MOST_HEADERS);
    kept.map(|(name, value)| {
        let value = if is_secret(name) {
            REDACTED.to_owned()
        } else {
            value.chars().take(LONGEST_VALUE).collect()
        };
        (name.clone(), value)
    })
    .collect()
}

/// The query with the values of secrets replaced; everything else stays as it was written.
pub fn redacted_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(&percent_decode_str(name).decode_utf8_lossy()) => {
            Cow::Owned(format!("{name}={REDACTED}"))
        }
        Some(_) | None => Cow::Borrowed(pair),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Whether a header, a parameter or a field of this name holds something that opens a door.
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if matches!(name.as_str(), "idempotency-key" | "x-idempotency-key") {
        return false;
    }
    const WITHIN: [&str; 14] = [
        "token",
        "secret",
        "signature",
        "assinatura",
        "senha",
        "password",
        "passwd",
        "apikey",
        "api_key",
        "hmac",
        "cookie",
        "credential",
        "authorization",
        "hottok",
    ];
    const WORDS: [&str; 12] = [
        "key", "auth", "sig", "sign", "hash", "jwt", "pwd", "pass", "chave", "clave", "segredo", "bearer",
    ];
    WITHIN.iter().any(|part| name.contains(part))
        || name
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| WORDS.contains(&word))
}

fn matters(name: &str) -> bool {
    const NAMED: [&str; 9] = [
        "content-type",
        "content-encoding",
        "content-length",
        "user-agent",
        "origin",
        "referer",
        "date",
        "idempotency-key",
        "authorization",
    ];
    // How the request travelled, and the addresses of people on the way.
    const OF_THE_WAY: [&str; 11] = [
        "x-forwarded",
        "x-real-ip",
        "x-client-ip",
        "x-original",
        "x-envoy",
        "x-amzn",
        "x-amz-cf",
        "x-b3-",
        "x-cloud-trace",
        "x-request-start",
        "x-scheme",
    ];
    if OF_THE_WAY.iter().any(|prefix| name.starts_with(prefix)) {
        return false;
    }
    NAMED.contains(&name)
        || ["webhook-", "x-", "svix-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        || (is_secret(name) && name != "cookie" && name != "proxy-authorization")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_replaced_and_the_way_is_dropped() {
        check(
            &[
                ("content-type", "application/json"),
                ("user-agent", "Sender/1"),
                ("host", "127.0.0.1"),
                ("accept", "*/*"),
                ("cookie", "a=b"),
                ("authorization", "Bearer abc"),
                ("webhook-id", "msg_1"),
                ("webhook-signature", "v1,abc"),
                ("idempotency-key", "k-1"),
                ("asaas-access-token", "abc"),
                ("x-hub-signature-256", "sha256=abc"),
                ("x-shopify-topic", "orders/create"),
                ("x-api-key", "abc"),
                ("x-forwarded-for", "203.0.113.9"),
                ("x-real-ip", "203.0.113.9"),
            ],
            &[
                ("content-type", "application/json"),
                ("user-agent", "Sender/1"),
                ("authorization", REDACTED),
                ("webhook-id", "msg_1"),
                ("webhook-signature", REDACTED),
                ("idempotency-key", "k-1"),
                ("asaas-access-token", REDACTED),
                ("x-hub-signature-256", REDACTED),
                ("x-shopify-topic", "orders/create"),
                ("x-api-key", REDACTED),
            ],
        );
    }

    #[test]
    fn headers_are_bounded_in_number_and_length() {
        let many: Vec<_> = (0..1000).map(|n| (format!("x-{n}"), "é".repeat(5000))).collect();
        let kept = kept_headers(&many);
        assert_eq!(kept.len(), MOST_HEADERS);
        assert!(
            kept.iter()
                .all(|(_, value)| value.chars().count() == LONGEST_VALUE)
        );
    }

    #[test]
    fn secrets_in_a_query_are_replaced() {
        for (query, expected) in [
            ("", ""),
            ("nome=Ana&token=abc", "nome=Ana&token=[redacted]"),
            (
                "hub.verify_token=a%26b&hub.mode=subscribe",
                "hub.verify_token=[redacted]&hub.mode=subscribe",
            ),
            (
                "%74oken=abc&Senha=x&key=1&monkey=2",
                "%74oken=[redacted]&Senha=[redacted]&key=[redacted]&monkey=2",
            ),
            ("access_token&sig=&a==", "access_token&sig=[redacted]&a=="),
        ] {
            assert_eq!(redacted_query(query), expected);
        }
    }

    fn check(headers: &[(&str, &str)], expected: &[(&str, &str)]) {
        assert_eq!(kept_headers(&owned(headers)), owned(expected));
    }

    fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
        headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }
}
