//! CSV that Excel in Portuguese opens right: `;`, UTF-8 with a byte-order mark, CRLF (RFC 4180).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::Lang;
use recado_api::view::{Business, Contact};
use recado_webhook::phone::Phone;

use super::Style;
use super::harmless::harmless;

/// Excel takes a file without it for the system's own code page.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) struct Sheet {
    separator: u8,
    lang: Lang,
    country: String,
    zone: TimeZone,
}

impl Sheet {
    pub(super) fn new(style: Style, business: &Business) -> Self {
        Self {
            separator: match style {
                Style::Brazilian => b';',
            },
            lang: business.lang,
            country: business.country.clone(),
            zone: TimeZone::get(&business.zone).unwrap_or(TimeZone::UTC),
        }
    }

    pub(super) fn head(&self) -> Vec<u8> {
        let title = |id: &str| self.lang.text(id, &[]);
        let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
        head.extend(self.line(&[
            title("export-name"),
            title("export-phones"),
            title("export-emails"),
            title("export-stage"),
            title("export-source"),
            title("export-last-message"),
            title("export-last-message-at"),
            title("export-unread"),
            title("export-created-at"),
        ]));
        head
    }

    pub(super) fn row(&self, contact: &Contact) -> Vec<u8> {
        let phones: Vec<_> = contact.phones.iter().map(|phone| self.phone(phone)).collect();
        self.line(&[
            contact.name.clone(),
            phones.join(", "),
            contact.emails.join(", "),
            contact.stage.clone(),
            contact.source.clone().unwrap_or_default(),
            contact.last_message.clone().unwrap_or_default(),
            contact
                .last_message_at
                .map(|at| self.time(at))
                .unwrap_or_default(),
            contact.unread.to_string(),
            self.time(contact.created_at),
        ])
    }

    fn phone(&self, shown: &str) -> String {
        match Phone::read(shown, &self.country) {
            Some(phone) if phone.number == shown => phone.national(&self.country),
            _ => shown.to_owned(),
        }
    }

    /// As people of the app's language write it, in the business's zone.
    fn time(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.zone.clone());
        let format = match self.lang {
            Lang::PtBr => "%d/%m/%Y %H:%M",
            Lang::En => "%Y-%m-%d %H:%M",
        };
        local.strftime(format).to_string()
    }

    fn line(&self, cells: &[String]) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.separator)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        // Writing to memory does not fail, and all lines are of one length.
        let _ = writer.write_record(cells.iter().map(|cell| harmless(cell).into_owned()));
        writer.into_inner().unwrap_or_default()
    }
}
