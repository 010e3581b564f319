//! Which links leave the window: those that the board itself makes.

use tauri::Url;

/// The link, if it is one of those: a conversation on WhatsApp, a mail, a call. Everything else, above all what
/// strangers may have sent, is refused.
pub(crate) fn allowed(link: &str) -> Option<Url> {
    let url = Url::parse(link).ok()?;
    let is_allowed = match url.scheme() {
        "https" => {
            url.host_str() == Some("wa.me")
                && url.port().is_none()
                && url.username().is_empty()
                && url.password().is_none()
        }
        "mailto" | "tel" => true,
        _ => false,
    };
    is_allowed.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_answer_somebody_are_allowed() {
        for link in [
            "https://wa.me/5519999999999?text=Oi%2C%20Carlos",
            "mailto:carlos@exemplo.com.br?subject=Hor%C3%A1rio",
            "tel:+5519999999999",
        ] {
            assert_eq!(allowed(link).map(String::from).as_deref(), Some(link));
        }
    }

    #[test]
    fn nothing_else_is() {
        for link in [
            "http://wa.me/5519999999999",
            "https://wa.me.example.org/",
            "https://wa.me:8443/",
            "https://wa.me@example.org/",
            "https://somebody@wa.me/",
            "https://example.org/wa.me",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "recado://contact/1",
            "smb://server/share",
            "wa.me/5519999999999",
            "",
        ] {
            assert_eq!(allowed(link), None, "{link}");
        }
    }
}
