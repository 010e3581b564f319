//! The `Content-Type` header, read leniently: senders leave semicolons and spaces where the grammar has none.

/// The formats that one parser reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    Xml,
    Form,
    Multipart,
    /// The type says nothing, so the body is looked at.
    Any,
    Unknown,
}

#[derive(Debug)]
pub(super) struct ContentType {
    /// Type and subtype in lower case.
    essence: String,
    /// Names in lower case, values without quotes.
    parameters: Vec<(String, String)>,
}

impl ContentType {
    pub(super) fn read(header: &str) -> Self {
        let mut parts = header.split(';');
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameters = parts.filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            Some((
                name.trim().to_ascii_lowercase(),
                value.trim().trim_matches('"').to_owned(),
            ))
        });
        Self {
            essence,
            parameters: parameters.collect(),
        }
    }

    pub(super) fn essence(&self) -> &str {
        &self.essence
    }

    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    }

    pub(super) fn family(&self) -> Family {
        match self.essence.as_str() {
            "application/json" | "text/json" | "application/x-json" => Family::Json,
            "application/xml" | "text/xml" => Family::Xml,
            "application/x-www-form-urlencoded" => Family::Form,
            "multipart/form-data" => Family::Multipart,
            "" | "text/plain" | "application/octet-stream" => Family::Any,
            other if other.ends_with("+json") => Family::Json,
            other if other.ends_with("+xml") => Family::Xml,
            _ => Family::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_whatever_their_case_and_parameters() {
        for (header, expected) in [
            ("application/json", Family::Json),
            ("Application/JSON; charset=utf-8;", Family::Json),
            ("application/cloudevents+json", Family::Json),
            ("text/xml;charset=\"iso-8859-1\"", Family::Xml),
            ("application/soap+xml", Family::Xml),
            ("application/x-www-form-urlencoded", Family::Form),
            ("multipart/form-data; boundary=x", Family::Multipart),
            ("", Family::Any),
            ("text/plain", Family::Any),
            ("image/png", Family::Unknown),
            ("json", Family::Unknown),
        ] {
            assert_eq!(ContentType::read(header).family(), expected, "{header}");
        }
    }

    #[test]
    fn parameters_lose_their_quotes() {
        let header = ContentType::read("multipart/form-data; Boundary=\"a b\" ; charset = UTF-8;;x");
        assert_eq!(header.parameter("boundary").as_deref(), Some("a b"));
        assert_eq!(header.parameter("charset").as_deref(), Some("UTF-8"));
        assert_eq!(header.parameter("x"), None);
    }
}
