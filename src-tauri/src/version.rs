//! Whose program is newer: this window's or the holder's.

use std::cmp::Ordering;

use semver::Version;

/// This program's version.
pub(crate) const OURS: &str = env!("CARGO_PKG_VERSION");

/// How this program's version compares with the holder's. One that cannot be read counts as the same: nothing is
/// ended or started for its sake.
pub(crate) fn compared_with(theirs: &str) -> Ordering {
    compare(OURS, theirs)
}

fn compare(ours: &str, theirs: &str) -> Ordering {
    match (Version::parse(ours), Version::parse(theirs)) {
        (Ok(ours), Ok(theirs)) => ours.cmp_precedence(&theirs),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert_eq!(compare("0.10.0", "0.9.3"), Ordering::Greater);
        assert_eq!(compare("1.0.0-rc.1", "1.0.0"), Ordering::Less);
        assert_eq!(compare("1.0.0+a", "1.0.0+b"), Ordering::Equal);
        assert_eq!(compare("1.0.0", "yesterday's"), Ordering::Equal);
    }
}
