//! CSV that spreadsheets open right: UTF-8 with a byte-order mark, CRLF (RFC 4180).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::Lang;
use recado_api::view::{Appointment, AppointmentState, Business, Contact, Money};
use recado_webhook::another::decimals;
use recado_webhook::phone::Phone;

use super::Style;
use super::harmless::harmless;

/// Excel takes a file without it for the system's own code page.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns, by their titles' messages.
const TITLES: [&str; 13] = [
    "export-name",
    "export-phones",
    "export-emails",
    "export-stage",
    "export-source",
    "export-last-message",
    "export-last-message-at",
    "export-unread",
    "export-created-at",
    "export-appointment",
    "export-amount",
    "export-currency",
    "export-archived",
];

pub(super) struct Sheet {
    style: Style,
    lang: Lang,
    country: String,
    zone: TimeZone,
}

/// What stands in a cell.
enum Cell {
    /// What somebody wrote, which may be meant to run as a formula.
    Written(String),
    /// A number, a time or a word of ours.
    Ours(String),
}

impl Sheet {
    pub(super) fn new(style: Style, business: &Business) -> Self {
        Self {
            style,
            lang: business.lang,
            country: business.country.clone(),
            zone: TimeZone::get(&business.zone).unwrap_or(TimeZone::UTC),
        }
    }

    pub(super) fn head(&self) -> Vec<u8> {
        let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
        head.extend(self.line(TITLES.map(|title| Cell::Ours(self.lang.text(title, &[])))));
        head
    }

    pub(super) fn row(&self, contact: &Contact) -> Vec<u8> {
        let time = |at: Option<Timestamp>| at.map(|at| self.time(at)).unwrap_or_default();
        let (amount, currency) = self.amount(contact.amount.as_ref());
        let archived = if contact.archived {
            self.lang.text("export-yes", &[])
        } else {
            String::new()
        };
        self.line([
            Cell::Written(contact.name.clone()),
            self.phones(&contact.phones),
            Cell::Written(contact.emails.join(", ")),
            Cell::Written(contact.stage.clone()),
            Cell::Written(contact.source.clone().unwrap_or_default()),
            Cell::Written(contact.last_message.clone().unwrap_or_default()),
            Cell::Ours(time(contact.last_message_at)),
            Cell::Ours(contact.unread.to_string()),
            Cell::Ours(self.time(contact.created_at)),
            Cell::Ours(time(coming(contact.appointment.as_ref()))),
            Cell::Ours(amount),
            Cell::Written(currency),
            Cell::Ours(archived),
        ])
    }

    /// At home as people write them there, which no program reads; for the world in E.164, which every one does.
    fn phones(&self, phones: &[String]) -> Cell {
        match self.style {
            Style::Brazilian => {
                let phones: Vec<_> = phones.iter().map(|phone| self.national(phone)).collect();
                Cell::Written(phones.join(", "))
            }
            Style::International => {
                let phones = phones.join(", ");
                // Digits alone are no formula, whatever sign precedes them.
                if phones
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || b"+, ".contains(&byte))
                {
                    Cell::Ours(phones)
                } else {
                    Cell::Written(phones)
                }
            }
        }
    }

    fn national(&self, shown: &str) -> String {
        match Phone::read(shown, &self.country) {
            Some(phone) if phone.number == shown => phone.national(&self.country),
            _ => shown.to_owned(),
        }
    }

    /// In the business's zone: as people of the app's language write it, or as ISO 8601 has it.
    fn time(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.zone.clone());
        let format = match (self.style, self.lang) {
            (Style::Brazilian, Lang::PtBr) => "%d/%m/%Y %H:%M",
            (Style::Brazilian, Lang::En) => "%Y-%m-%d %H:%M",
            (Style::International, _) => "%Y-%m-%dT%H:%M:%S%:z",
        };
        local.strftime(format).to_string()
    }

    /// A number that can be added up, and its currency.
    fn amount(&self, amount: Option<&Money>) -> (String, String) {
        let Some(Money { minor, currency }) = amount else {
            return Default::default();
        };
        let sign = if *minor < 0 { "-" } else { "" };
        let decimals = decimals(currency) as usize;
        let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - decimals);
        let number = match (self.style, part) {
            (_, "") => format!("{sign}{whole}"),
            (Style::Brazilian, part) => format!("{sign}{whole},{part}"),
            (Style::International, part) => format!("{sign}{whole}.{part}"),
        };
        (number, currency.clone())
    }

    fn line(&self, cells: [Cell; TITLES.len()]) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(match self.style {
                Style::Brazilian => b';',
                Style::International => b',',
            })
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let cells = cells.map(|cell| match cell {
            Cell::Written(text) => harmless(&text).into_owned(),
            Cell::Ours(text) => text,
        });
        // Writing to memory does not fail, and all lines are of one length.
        let _ = writer.write_record(cells);
        writer.into_inner().unwrap_or_default()
    }
}

/// When somebody comes, unless that was called off.
fn coming(appointment: Option<&Appointment>) -> Option<Timestamp> {
    appointment
        .filter(|appointment| appointment.state != AppointmentState::Cancelled)
        .map(|appointment| appointment.starts_at)
}

#[cfg(test)]
mod tests {
    use recado_api::view::BusinessKind;

    use super::*;

    #[test]
    fn an_amount_has_the_decimals_of_its_currency_and_the_sign_of_the_style() {
        for (minor, currency, brazilian, international) in [
            (123_450, "BRL", "1234,50", "1234.50"),
            (5, "BRL", "0,05", "0.05"),
            (-1_250, "EUR", "-12,50", "-12.50"),
            (1_500, "JPY", "1500", "1500"),
            (1, "KWD", "0,001", "0.001"),
        ] {
            let amount = Money {
                minor,
                currency: currency.to_owned(),
            };
            for (style, expected) in [
                (Style::Brazilian, brazilian),
                (Style::International, international),
            ] {
                let (written, _) = sheet(style).amount(Some(&amount));
                assert_eq!(written, expected, "{minor} {currency}");
            }
        }
    }

    #[test]
    fn phones_are_for_people_at_home_and_for_programs_in_the_world() {
        let phones = ["+5511987654321".to_owned(), "+351912345678".to_owned()];
        let cell = |style, phones: &[String]| match sheet(style).phones(phones) {
            Cell::Written(text) => (true, text),
            Cell::Ours(text) => (false, text),
        };
        let (_, brazilian) = cell(Style::Brazilian, &phones);
        assert!(brazilian.starts_with("(11) 98765-4321, "), "{brazilian}");
        let international = (false, "+5511987654321, +351912345678".to_owned());
        assert_eq!(cell(Style::International, &phones), international);
        let (guarded, _) = cell(Style::International, &["+1-(SUM(A1))".to_owned()]);
        assert!(guarded);
    }

    fn sheet(style: Style) -> Sheet {
        let business = Business {
            name: "Loja".to_owned(),
            kind: BusinessKind::Shop,
            lang: Lang::PtBr,
            country: "BR".to_owned(),
            zone: "America/Sao_Paulo".to_owned(),
        };
        Sheet::new(style, &business)
    }
}
