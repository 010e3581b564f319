//! Times as senders write them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::another::{Business, read_instant};
use crate::preset::ZoneRule;

/// Reads times, those without zone as the preset says.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// The business, in the zone that times without zone have.
    business: Business,
}

impl Clock {
    pub(super) fn new(business: &Business, zone: ZoneRule) -> Self {
        let mut business = business.clone();
        if zone == ZoneRule::Utc {
            business.zone = TimeZone::UTC;
        }
        Self { business }
    }

    /// RFC 3339, the ways in which people write a day and a time, and seconds or milliseconds since 1970, as numbers or
    /// as text. A day alone is no instant.
    pub(super) fn instant(&self, said: &Value) -> Option<Timestamp> {
        match said {
            Value::String(text) => read_instant(text, &self.business),
            Value::Number(number) => read_instant(&number.to_string(), &self.business),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }
}
