//! The language and the clock on the wall of the business.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::Lang;
use recado_api::view::Business;

#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) lang: Lang,
    pub(crate) zone: TimeZone,
}

impl Place {
    pub(crate) fn of(business: &Business) -> Self {
        Self {
            lang: business.lang,
            zone: TimeZone::get(&business.zone).unwrap_or(TimeZone::UTC),
        }
    }

    /// The hour alone where it is today, else the day too.
    pub(crate) fn soon(&self, at: Timestamp, now: Timestamp) -> String {
        let at = at.to_zoned_datetime(self.zone.clone());
        if at.date() == now.to_zoned_datetime(self.zone.clone()).date() {
            at.strftime("%H:%M").to_string()
        } else {
            self.written(&at)
        }
    }

    /// The day and the hour.
    pub(crate) fn day_and_hour(&self, at: Timestamp) -> String {
        self.written(&at.to_zoned_datetime(self.zone.clone()))
    }

    fn written(&self, at: &jiff::ZonedDateTime) -> String {
        let format = match self.lang {
            Lang::PtBr => "%d/%m %H:%M",
            Lang::En => "%b %-d, %H:%M",
        };
        at.strftime(format).to_string()
    }
}
