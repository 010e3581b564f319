//! What of a request may be written down: headers that matter, and no secret.

/// The headers worth keeping, bounded in number and length, with secrets replaced.
pub fn kept_headers(headers: &[(String, String)]) -> Vec<(String, String)> {
    todo!("{headers:?}")
}

/// The query with the values of secrets replaced.
pub fn redacted_query(query: &str) -> String {
    todo!("{query}")
}
