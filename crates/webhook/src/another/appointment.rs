//! When it is: an appointment's start, end and state, and when the event itself happened.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::Business;
use super::context::Context;
use super::leaves::{Leaf, Leaves, Used};
use super::roles::{APPOINTMENT, DATE, ENDS, HOUR, OTHER_TIMES, starts};
use super::when::{Stamp, instant, read, unix};
use super::words::{FILLER, Words};
use crate::event::{Appointment, AppointmentState};

/// The appointment, if a time that is called one really is a day with a time.
pub(super) fn appointment(leaves: &mut Leaves<'_>, business: &Business) -> Option<Appointment> {
    let start = start(leaves, business)?;
    let end = end(leaves, start.object, start.at, business);
    let (state, told_by) = state(leaves);
    let told = start.told_by.iter();
    told.for_each(|at| leaves.mark_used(*at, Used::AppointmentTime));
    end.iter()
        .for_each(|(at, _)| leaves.mark_used(*at, Used::Otherwise));
    told_by
        .into_iter()
        .for_each(|at| leaves.mark_used(at, Used::Otherwise));
    Some(Appointment {
        starts_at: start.at,
        ends_at: end.map(|(_, at)| at),
        state,
        replaces: None,
    })
}

/// The appointment that starts then, as the owner said of a leaf or of several.
pub(super) fn starting_at(
    starts_at: Timestamp,
    leaf: Option<&Leaf<'_>>,
    leaves: &Leaves<'_>,
    business: &Business,
) -> Appointment {
    let end = leaf.and_then(|leaf| end(leaves, leaf.object, starts_at, business));
    Appointment {
        starts_at,
        ends_at: end.map(|(_, at)| at),
        state: state(leaves).0,
        replaces: None,
    }
}

/// When it happened, as the sender says.
pub(super) fn happened(leaves: &mut Leaves<'_>, business: &Business) -> Option<Timestamp> {
    let candidates = leaves.iter().filter_map(|(at, leaf)| {
        // An appointment's start is not when it was made.
        let rank = happened_rank(leaf).filter(|_| !leaves.is_used(at))?;
        let text = number_or_text(leaf)?;
        let when = match read(&text, business) {
            Some(Stamp::Instant(when)) => when,
            Some(Stamp::Day(_) | Stamp::Hour(_)) => return None,
            None => unix(&text)?,
        };
        Some(((rank, leaf.depth, at), when))
    });
    let ((_, _, at), when) = candidates.min_by_key(|(place, _)| *place)?;
    leaves.mark_used(at, Used::Otherwise);
    Some(when)
}

fn happened_rank(leaf: &Leaf<'_>) -> Option<usize> {
    const HAPPENED: &[&str] = words![
        createdat created createdate createdtime datecreated datacriacao datadecriacao criadoem
        datacadastro fechacreacion creadoen timestamp messagetimestamp momment moment eventtime
        eventdate occurredat submittedat submissiondate dataenvio datadeenvio enviadoem datahoraenvio
        sentat datesent receivedat recebidoem carimbodedatahora marcatemporal creationdate datecreate
        datacriado fechaenvio fechadecreacion createddate registeredat
    ];
    if matches!(leaf.context, Context::Thing | Context::House | Context::Person) {
        return None;
    }
    if leaf.key.is(HAPPENED) {
        Some(0)
    } else {
        leaf.key.is(words![data date fecha datetime time ts]).then_some(1)
    }
}

struct Start {
    at: Timestamp,
    object: usize,
    told_by: Vec<usize>,
}

fn start(leaves: &Leaves<'_>, business: &Business) -> Option<Start> {
    let mut best: Option<(u8, Start)> = None;
    for (at, leaf) in leaves.iter() {
        let Some((sure, start)) = start_at(at, leaf, leaves, business) else {
            continue;
        };
        if best.as_ref().is_none_or(|(surest, _)| sure > *surest) {
            best = Some((sure, start));
        }
    }
    best.map(|(_, start)| start)
}

/// 4 for what is called a start, 3 for a day and a time that are, 2 for a day and a time beside each other.
fn start_at(at: usize, leaf: &Leaf<'_>, leaves: &Leaves<'_>, business: &Business) -> Option<(u8, Start)> {
    if leaf.context == Context::Thing {
        return None;
    }
    let of_appointment = leaf.above.has(APPOINTMENT) && !leaf.above.has(OTHER_TIMES);
    let called_start = starts(&leaf.key)
        || (of_appointment && !leaf.key.has(OTHER_TIMES) && !leaf.key.has(ENDS) && is_half(&leaf.key, DATE));
    let is_day = is_half(&leaf.key, DATE) || called_start;
    if !is_day {
        return None;
    }
    let text = number_or_text(leaf)?;
    let alone = |when| {
        Some((
            4,
            Start {
                at: when,
                object: leaf.object,
                told_by: vec![at],
            },
        ))
    };
    let day = match read(&text, business) {
        // Some systems write a day as its midnight and the time beside it.
        Some(Stamp::Instant(when)) => match midnight(when, business) {
            Some(day) if time_beside(leaf, leaves, business).is_some() => day,
            Some(_) | None => return if called_start { alone(when) } else { None },
        },
        Some(Stamp::Day(day)) => day,
        Some(Stamp::Hour(_)) => return None,
        None => return unix(&text).filter(|_| called_start).and_then(alone),
    };
    let (time_at, time, time_called) = time_beside(leaf, leaves, business)?;
    let sure = if called_start || time_called { 3 } else { 2 };
    // Form builders add the day and the time of sending beside the visitor's address.
    if sure == 2 && leaves.beside(leaf).any(|(_, other)| other.key.is(VISITOR)) {
        return None;
    }
    let when = instant(day, time, &business.zone)?;
    Some((
        sure,
        Start {
            at: when,
            object: leaf.object,
            told_by: vec![at, time_at],
        },
    ))
}

const VISITOR: &[&str] = words![
    remoteip ipremoto useragent agentedeusuario agentedelusuario pageurl urldapagina urldelapagina
];

/// Whether a key names a day (or a time) and not one of something else.
fn is_half(key: &Words, half: &[&str]) -> bool {
    key.has(half) && !key.has(OTHER_TIMES) && !key.has(ENDS)
}

/// The time of day that belongs to a day: they stand beside each other and are of the same thing.
fn time_beside(day: &Leaf<'_>, leaves: &Leaves<'_>, business: &Business) -> Option<(usize, Time, bool)> {
    let of = |key: &Words| key.without(&[FILLER, DATE, HOUR, &["at", "on", "start", "inicio", "starts"]]);
    leaves.beside(day).find_map(|(at, other)| {
        let called = starts(&other.key);
        if !(is_half(&other.key, HOUR) || called) {
            return None;
        }
        let (day, time) = (of(&day.key), of(&other.key));
        if !(day.is_empty() || time.is_empty() || day == time) {
            return None;
        }
        match read(&other.text()?, business)? {
            Stamp::Hour(time) => Some((at, time, called && other.key.has(APPOINTMENT))),
            Stamp::Instant(_) | Stamp::Day(_) => None,
        }
    })
}

fn midnight(when: Timestamp, business: &Business) -> Option<Date> {
    let local = when.to_zoned_datetime(business.zone.clone());
    (local.time() == Time::midnight()).then(|| local.date())
}

fn end(
    leaves: &Leaves<'_>,
    object: usize,
    start: Timestamp,
    business: &Business,
) -> Option<(usize, Timestamp)> {
    leaves
        .iter()
        .filter(|(_, leaf)| leaf.object == object && leaf.key.has(ENDS))
        .find_map(|(at, leaf)| {
            if leaf.key.has(OTHER_TIMES) {
                return None;
            }
            let text = number_or_text(leaf)?;
            let end = match read(&text, business) {
                Some(Stamp::Instant(end)) => end,
                Some(Stamp::Hour(time)) => {
                    let day = start.to_zoned_datetime(business.zone.clone()).date();
                    instant(day, time, &business.zone)?
                }
                Some(Stamp::Day(_)) => return None,
                None => unix(&text)?,
            };
            (end > start).then_some((at, end))
        })
}

/// What the words of a status or of an event's name say; what says nothing is a booking.
fn state(leaves: &Leaves<'_>) -> (AppointmentState, Option<usize>) {
    let mut found = (AppointmentState::Booked, None);
    for (at, leaf) in leaves.iter() {
        let Some(state) = state_of(leaf) else { continue };
        if weight(state) > weight(found.0) {
            found = (state, Some(at));
        }
    }
    found
}

fn state_of(leaf: &Leaf<'_>) -> Option<AppointmentState> {
    const STATES: &[&str] = words![
        status situacao situacion estado state evento event tipo type acao action accion trigger topic
    ];
    const NOT: &[&str] = words![
        nao not no sem sin aguardando aguarda pendente pending awaiting pendiente para
    ];
    let words = if leaf.key.has(STATES) {
        Words::of(&leaf.text().filter(|text| text.len() <= 60)?)
    } else if leaf.is_true() && leaf.key.len() == 1 {
        Words::clone(&leaf.key)
    } else {
        return None;
    };
    if words.has(NOT) {
        return None;
    }
    if words.has_stem(&["cancel", "desmarc", "anulad"]) {
        Some(AppointmentState::Cancelled)
    } else if words.has_stem(&["remarc", "reagend", "reschedul", "reprogram"]) {
        Some(AppointmentState::Rescheduled)
    } else {
        words
            .has(&["confirmado", "confirmada", "confirmed"])
            .then_some(AppointmentState::Confirmed)
    }
}

/// Which of two words counts: `appointment.cancelled` of one that was confirmed is cancelled.
fn weight(state: AppointmentState) -> u8 {
    match state {
        AppointmentState::Booked => 0,
        AppointmentState::Confirmed => 1,
        AppointmentState::Rescheduled => 2,
        AppointmentState::Cancelled => 3,
    }
}

fn number_or_text(leaf: &Leaf<'_>) -> Option<String> {
    leaf.text()
        .or_else(|| leaf.value.as_f64().map(|number| number.to_string()))
}
