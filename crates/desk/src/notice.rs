//! What a notification says.
//!
//! What strangers wrote is cut to a few lines and stripped of what could steer a terminal or turn a line around.
//! Whether a text may hold markup differs between notification services and is the caller's affair.

mod alert;

use jiff::Timestamp;
use recado_api::view::{Arrival, Destination, Refusing, ToastPage};

pub(crate) use alert::alert;

use crate::burst::Summary;
use crate::place::Place;

/// As much of a text as a notification has room for.
const LONGEST_TEXT: usize = 280;

/// As much of a name or of a source's title.
const LONGEST_NAME: usize = 60;

/// A notification, without markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) title: String,
    pub(crate) body: String,
    /// Where a click leads: the window, and in it there if something is named.
    pub(crate) leads_to: Option<Destination>,
    /// What a click does, in a word.
    pub(crate) action: String,
    pub(crate) sound: bool,
}

/// Somebody wrote, booked or paid.
pub(crate) fn arrival(place: &Place, arrival: &Arrival, hide_text: bool) -> Notice {
    let said = if hide_text {
        place.lang.text("toast-hidden", &[])
    } else {
        said(place, arrival)
    };
    let who = tame(&arrival.who, LONGEST_NAME);
    let title = if arrival.test {
        place.lang.text("toast-test", &[("who", who.into())])
    } else {
        who
    };
    Notice {
        title,
        body: said,
        leads_to: Some(Destination::Contact(arrival.contact)),
        action: open(place),
        sound: true,
    }
}

/// What they said, and through which source.
fn said(place: &Place, arrival: &Arrival) -> String {
    let what = match &arrival.text {
        Some(text) if !text.trim().is_empty() => tame(text, LONGEST_TEXT),
        Some(_) | None => place
            .lang
            .text("toast-kind", &[("kind", arrival.kind.as_str().into())]),
    };
    let mut lines = Vec::new();
    if let Some(at) = arrival.starts_at {
        let at = place.day_and_hour(at);
        lines.push(place.lang.text("toast-starts-at", &[("at", at.into())]));
    }
    lines.push(what);
    let source = tame(&arrival.source, LONGEST_NAME);
    lines.push(place.lang.text("toast-source", &[("source", source.into())]));
    lines.join("\n")
}

/// Many within seconds: those beyond the ones that rang by themselves. `newest` is the one that came last.
pub(crate) fn summary(place: &Place, summary: Summary, newest: Option<&Arrival>) -> Notice {
    let body = newest.map(|newest| {
        let who = tame(&newest.who, LONGEST_NAME);
        place.lang.text("toast-summary-newest", &[("who", who.into())])
    });
    Notice {
        title: counted(place, "toast-more", summary.count, summary.people),
        body: body.unwrap_or_default(),
        leads_to: None,
        action: open(place),
        sound: true,
    }
}

/// What came while nobody could be told, or waited at the relay: `told` in all, the latest of it in `page`. `unanswered`
/// is who has waited longest and still waits.
pub(crate) fn away(place: &Place, told: Summary, page: &ToastPage, unanswered: Option<&Arrival>) -> Notice {
    let mut lines = vec![counted(place, "toast-counted", told.count, told.people)];
    if let Some(arrival) = unanswered {
        let who = tame(&arrival.who, LONGEST_NAME);
        lines.push(place.lang.text("toast-away-oldest", &[("who", who.into())]));
    }
    let alone = page.toasts.first().filter(|_| told.people == 1);
    Notice {
        title: place.lang.text("toast-away", &[]),
        body: lines.join("\n"),
        leads_to: alone.map(|toast| Destination::Contact(toast.arrival.contact)),
        action: open(place),
        sound: true,
    }
}

/// A source's sender begins to be refused.
pub(crate) fn refusing(place: &Place, refusing: &Refusing) -> Notice {
    let source = tame(&refusing.source, LONGEST_NAME);
    Notice {
        title: place.lang.text("toast-refusing", &[("source", source.into())]),
        body: tame(&refusing.why, LONGEST_TEXT),
        leads_to: Some(Destination::Activity(refusing.source_id)),
        action: open(place),
        sound: true,
    }
}

/// The link to the relay was given up, for the reason `error`. Where to set it right is in the window.
pub(crate) fn stopped(place: &Place, error: &str) -> Notice {
    Notice {
        title: place.lang.text("toast-tunnel-stopped", &[]),
        body: tame(error, LONGEST_TEXT),
        leads_to: None,
        action: open(place),
        sound: true,
    }
}

/// The window was closed for the first time.
pub(crate) fn goes_on(place: &Place, tray: bool) -> Notice {
    let body = if tray {
        "toast-goes-on-tray"
    } else {
        "toast-goes-on"
    };
    quiet(place, "toast-goes-on-title", place.lang.text(body, &[]))
}

/// The window did not open.
pub(crate) fn no_window(place: &Place) -> Notice {
    let body = place.lang.text("toast-no-window", &[]);
    quiet(place, "toast-no-window-title", body)
}

/// Nothing could be copied.
pub(crate) fn not_copied(place: &Place, reason: &str) -> Notice {
    let body = tame(reason, LONGEST_TEXT);
    quiet(place, "toast-not-copied-title", body)
}

fn quiet(place: &Place, title: &str, body: String) -> Notice {
    Notice {
        title: place.lang.text(title, &[]),
        body,
        leads_to: None,
        action: open(place),
        sound: false,
    }
}

fn counted(place: &Place, message: &str, count: u32, people: u32) -> String {
    let args = [("count", count.into()), ("people", people.into())];
    place.lang.text(message, &args)
}

fn open(place: &Place) -> String {
    place.lang.text("toast-open", &[])
}

/// The time until which nothing rings, as the tray says it.
pub(crate) fn until(place: &Place, until: Timestamp, now: Timestamp) -> String {
    place.soon(until, now)
}

/// A stranger's text as a few harmless lines.
fn tame(text: &str, longest: usize) -> String {
    let mut tamed: String = text
        .trim()
        .chars()
        .map(|letter| match letter {
            '\n' => '\n',
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(longest)
        .collect();
    if text.trim().chars().nth(longest).is_some() {
        tamed.push('…');
    }
    tamed
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use jiff::tz::TimeZone;
    use recado_api::view::Toast;
    use recado_api::{ContactId, Lang, SourceId};

    use super::*;

    #[test]
    fn a_message_says_who_what_and_through_which_source() {
        let notice = arrival(&place(Lang::PtBr), &carlos(), false);
        assert_eq!(notice.title, "Carlos");
        assert_eq!(notice.body, "Quero agendar um horário\nvia Outro sistema");
        assert_eq!(notice.leads_to, Some(Destination::Contact(carlos().contact)));
        assert!(notice.sound);
    }

    #[test]
    fn an_appointment_says_when_on_the_clock_of_the_business() {
        let mut booked = carlos();
        booked.kind = "appointment".to_owned();
        booked.text = None;
        booked.starts_at = Some("2026-11-25T17:30:00Z".parse().unwrap());
        let notice = arrival(&place(Lang::PtBr), &booked, false);
        assert_eq!(
            notice.body,
            "Horário: 25/11 14:30\nNovo agendamento\nvia Outro sistema"
        );
    }

    #[test]
    fn hidden_text_says_only_who() {
        let notice = arrival(&place(Lang::PtBr), &carlos(), true);
        assert_eq!(
            (notice.title.as_str(), notice.body.as_str()),
            ("Carlos", "Novo recado")
        );
    }

    #[test]
    fn a_test_says_that_it_is_one() {
        let mut test = carlos();
        test.test = true;
        assert_eq!(arrival(&place(Lang::En), &test, false).title, "Test: Carlos");
    }

    #[test]
    fn counts_agree_with_their_nouns() {
        let said = |lang, count, people| summary(&place(lang), Summary { count, people }, None).title;
        assert_eq!(said(Lang::PtBr, 5, 3), "Mais 5 recados de 3 pessoas");
        assert_eq!(said(Lang::PtBr, 4, 1), "Mais 4 recados de 1 pessoa");
        assert_eq!(said(Lang::PtBr, 1, 1), "Mais 1 recado de 1 pessoa");
        assert_eq!(said(Lang::En, 5, 3), "5 more messages from 3 people");
        assert_eq!(said(Lang::En, 1, 1), "1 more message from 1 person");
    }

    #[test]
    fn what_came_meanwhile_names_who_waits_longest_and_leads_to_a_single_person() {
        let page = ToastPage {
            toasts: vec![Toast {
                n: 1,
                arrival: carlos(),
            }],
            total: 12,
            people: 7,
            newest: Some(12),
        };
        let told = |count, people| Summary { count, people };
        let many = away(&place(Lang::PtBr), told(12, 7), &page, Some(&carlos()));
        assert_eq!(many.title, "Enquanto você estava fora");
        assert_eq!(many.body, "12 recados de 7 pessoas\nCarlos espera há mais tempo");
        assert_eq!(many.leads_to, None);
        let one = away(&place(Lang::PtBr), told(2, 1), &page, None);
        assert_eq!(one.body, "2 recados de 1 pessoa");
        assert_eq!(one.leads_to, Some(Destination::Contact(carlos().contact)));
    }

    #[test]
    fn a_source_that_begins_to_be_refused_says_which_and_why() {
        let notice = refusing(
            &place(Lang::PtBr),
            &Refusing {
                source_id: SourceId::from_bytes([1; 16]),
                source: "Stripe".to_owned(),
                why: "A assinatura não confere.".to_owned(),
            },
        );
        assert_eq!(notice.title, "Stripe: entregas estão sendo recusadas");
        assert_eq!(notice.body, "A assinatura não confere.");
        let received = Destination::Activity(SourceId::from_bytes([1; 16]));
        assert_eq!(notice.leads_to, Some(received));
        assert!(notice.sound);
    }

    #[test]
    fn what_strangers_write_is_short_and_cannot_turn_a_line_around() {
        let mut hostile = carlos();
        hostile.who = "\u{202e}solraC\u{1b}[2J".to_owned();
        hostile.text = Some("ã".repeat(5_000));
        let notice = arrival(&place(Lang::PtBr), &hostile, false);
        assert_eq!(notice.title, "solraC [2J");
        assert!(
            notice.body.chars().count() < LONGEST_TEXT + LONGEST_NAME,
            "{}",
            notice.body
        );
        assert!(notice.body.contains("ã…"));
    }

    fn place(lang: Lang) -> Place {
        Place {
            lang,
            zone: TimeZone::get("America/Sao_Paulo").unwrap(),
        }
    }

    fn carlos() -> Arrival {
        Arrival {
            contact: ContactId::from_bytes([7; 16]),
            who: "Carlos".to_owned(),
            kind: "message".to_owned(),
            text: Some("Quero agendar um horário".to_owned()),
            starts_at: None,
            source_id: SourceId::from_bytes([1; 16]),
            source: "Outro sistema".to_owned(),
            received_at: Timestamp::UNIX_EPOCH,
            new_contact: true,
            test: false,
            waited: false,
        }
    }
}
