//! Who it is about: the name and the handles of one person.

use std::collections::HashMap;

use super::Business;
use super::context::Context;
use super::leaves::{Leaf, Leaves, Used};
use super::roles;
use super::words::Words;
use crate::event::Person;
use crate::phone::Phone;

/// Of each kind of handle. Somebody with more is a list of people.
const MOST_HANDLES: usize = 5;

/// Values that are looked at more closely, of each kind.
const MOST_CANDIDATES: usize = 100;

/// In characters.
const LONGEST_NAME: usize = 120;

/// In bytes. A text that only mentions a number is none.
const LONGEST_HANDLE: usize = 300;

/// Finds the one person that the payload is about, and marks what told so.
pub(super) fn read(leaves: &mut Leaves<'_>, business: &Business) -> Person {
    let (phones, emails) = handles(leaves, business);
    let name = name(leaves);
    Person {
        name,
        phones,
        emails,
        ids: Vec::new(),
    }
}

/// Something that may be a handle, and how sure that is.
struct Candidate<H> {
    at: usize,
    sure: u8,
    handles: Vec<H>,
}

fn handles(leaves: &mut Leaves<'_>, business: &Business) -> (Vec<Phone>, Vec<String>) {
    let mut phones: Vec<Candidate<Phone>> = Vec::new();
    let mut emails: Vec<Candidate<String>> = Vec::new();
    let mut candidates = 0;
    for (at, leaf) in leaves.iter() {
        if candidates >= MOST_CANDIDATES {
            break;
        }
        let text = leaf
            .text()
            .filter(|text| leaf.context.may_hold_handle() && text.len() <= LONGEST_HANDLE);
        let Some(text) = text else { continue };
        let somebody = roles::is_somebody(&leaf.key) && !is_own_line(leaf, leaves);
        let email = roles::email(&leaf.key).max(u8::from(somebody));
        if let Some(address) = (email > 0).then(|| email_address(&text)).flatten() {
            candidates += 1;
            emails.push(Candidate {
                at,
                sure: email,
                handles: vec![address],
            });
            continue;
        }
        let sure = phone(leaf).max(u8::from(somebody || roles::is_number(&leaf.key)));
        if sure == 0 {
            continue;
        }
        candidates += 1;
        let mut read = numbers(&text, leaf, leaves, business);
        if sure == 1 {
            // What is not called a phone is one only if it can be dialled.
            read.retain(|phone| phone.verified);
        }
        if !read.is_empty() {
            phones.push(Candidate {
                at,
                sure,
                handles: read,
            });
        }
    }

    // In a list of people the first with a handle is the one; their order is the sender's.
    let mut first_in_list = HashMap::new();
    let sure = phones
        .iter()
        .map(|c| (c.at, c.sure))
        .chain(emails.iter().map(|c| (c.at, c.sure)));
    let mut sure: Vec<_> = sure.collect();
    sure.sort_by_key(|(at, sure)| (u8::MAX - sure, *at));
    let lists: HashMap<usize, _> = leaves.iter().map(|(at, leaf)| (at, leaf.lists.clone())).collect();
    for (at, _) in &sure {
        for (list, position) in lists.get(at).into_iter().flat_map(|lists| lists.iter()) {
            first_in_list.entry(*list).or_insert(*position);
        }
    }
    let of_the_first = |at: &usize| {
        let mut lists = lists.get(at).into_iter().flat_map(|lists| lists.iter());
        lists.all(|(list, position)| first_in_list.get(list) == Some(position))
    };

    let mut kept_phones: Vec<Phone> = Vec::new();
    for (at, found) in best(phones, of_the_first) {
        for phone in found {
            if kept_phones.len() < MOST_HANDLES
                && !kept_phones
                    .iter()
                    .any(|kept| kept.match_key() == phone.match_key())
            {
                kept_phones.push(phone);
            }
        }
        leaves.mark_used(at, Used::Phone);
    }
    let mut kept_emails: Vec<String> = Vec::new();
    for (at, found) in best(emails, of_the_first) {
        for email in found {
            if kept_emails.len() < MOST_HANDLES && !kept_emails.contains(&email) {
                kept_emails.push(email);
            }
        }
        leaves.mark_used(at, Used::Email);
    }
    (kept_phones, kept_emails)
}

/// Gateways name the business's own line `sender`, beside the name of the line.
fn is_own_line(leaf: &Leaf<'_>, leaves: &Leaves<'_>) -> bool {
    let names_line = |key: &Words| key.is(words![instance instancia instanceid instancename connectedphone]);
    leaf.key.is(&["sender"]) && leaves.beside(leaf).any(|(_, other)| names_line(&other.key))
}

/// The candidates of the highest kind that there is.
fn best<H>(
    candidates: Vec<Candidate<H>>,
    of_the_first: impl Fn(&usize) -> bool,
) -> impl Iterator<Item = (usize, Vec<H>)> {
    let highest = candidates.iter().map(|candidate| candidate.sure).max();
    let kept = candidates
        .into_iter()
        .filter(move |candidate| Some(candidate.sure) == highest);
    kept.filter(move |candidate| of_the_first(&candidate.at))
        .map(|candidate| (candidate.at, candidate.handles))
}

fn phone(leaf: &Leaf<'_>) -> u8 {
    // `mobile_phone: {area_code, number}`.
    if leaf.key.is(&["number", "numero", "full", "phonenumber"]) {
        return roles::phone(&leaf.above).max(roles::phone(&leaf.key));
    }
    roles::phone(&leaf.key)
}

/// The numbers in one text, completed by an area code that stands beside it.
pub(super) fn numbers(text: &str, leaf: &Leaf<'_>, leaves: &Leaves<'_>, business: &Business) -> Vec<Phone> {
    let read = |text: &str| Phone::read(text, &business.country);
    let several: Vec<_> = pieces(text).into_iter().filter_map(read).collect();
    if several.len() > 1 {
        return several;
    }
    let alone = read(text);
    if alone.as_ref().is_some_and(|phone| phone.verified) {
        return alone.into_iter().collect();
    }
    let beside = |known: &[&str], most: usize| {
        let mut beside = leaves.beside(leaf).filter(|(_, other)| other.key.is(known));
        beside.find_map(|(_, other)| other.text().filter(|code| (1..=most).contains(&digits(code))))
    };
    let area = beside(
        &[
            "ddd",
            "areacode",
            "area",
            "codigoarea",
            "codigodearea",
            "dddtelefone",
            "dddcelular",
            "lada",
            "phonearea",
        ],
        3,
    );
    let Some(area) = area else {
        return alone.into_iter().collect();
    };
    let country = beside(&["ddi", "countrycode", "codigopais", "codigodopais"], 3);
    let abroad = country.map(|country| format!("+{}{area}{text}", country.trim_start_matches('+')));
    let completed = abroad
        .and_then(|number| read(&number))
        .filter(|phone| phone.verified);
    let completed = completed.or_else(|| read(&format!("{area}{text}")).filter(|phone| phone.verified));
    completed.or(alone).into_iter().collect()
}

fn pieces(text: &str) -> Vec<&str> {
    let pieces = text
        .split(['/', ';', '|', ',', '\n'])
        .flat_map(|piece| piece.split(" ou "))
        .flat_map(|p| p.split(" e "));
    pieces.filter(|piece| digits(piece) >= 8).collect()
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// An e-mail address in lower case, out of `Ana <ana@example.com>` or `mailto:` too. `None` where the text is none.
pub fn email_address(text: &str) -> Option<String> {
    let text = match text.rsplit_once('<') {
        Some((_, address)) => address.split_once('>')?.0,
        None => text,
    };
    let text = text.trim();
    let address = text.strip_prefix("mailto:").unwrap_or(text).to_lowercase();
    let (local, domain) = address.split_once('@')?;
    let in_address =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, ',' | ';' | '<' | '>' | '"' | '@');
    let is_address = !local.is_empty()
        && address.len() <= 254
        && local.chars().all(in_address)
        && domain.chars().all(in_address)
        && domain.split('.').count() > 1
        && domain.split('.').all(|label| !label.is_empty());
    // WhatsApp's own addresses look like e-mail.
    let is_chat = ["s.whatsapp.net", "c.us", "g.us"].contains(&domain);
    (is_address && !is_chat).then_some(address)
}

fn name(leaves: &mut Leaves<'_>) -> Option<String> {
    let mut best: Option<(i32, usize, Option<usize>, String)> = None;
    let candidates = leaves
        .iter()
        .filter(|(_, leaf)| may_be_name(&leaf.key))
        .take(MOST_CANDIDATES);
    for (at, leaf) in candidates {
        let Some(text) = leaf.text().and_then(|text| person_name(&text)) else {
            continue;
        };
        let surname = leaves
            .beside(leaf)
            .find(|(_, other)| roles::is_surname(&other.key));
        let surname =
            surname.and_then(|(at, other)| Some((at, other.text().and_then(|text| person_name(&text))?)));
        let Some(score) = name_score(leaf, leaves, surname.is_some()) else {
            continue;
        };
        let is_part = roles::is_first_name(&leaf.key) || roles::name(&leaf.key) > 0;
        let (last, full) = match surname
            .filter(|(_, surname)| is_part && !text.to_lowercase().ends_with(&surname.to_lowercase()))
        {
            Some((last, surname)) => (Some(last), format!("{text} {surname}")),
            None => (None, text),
        };
        if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
            best = Some((score, at, last, full));
        }
    }
    let (_, first, last, name) = best?;
    leaves.mark_used(first, Used::Name);
    last.into_iter()
        .for_each(|last| leaves.mark_used(last, Used::Name));
    Some(name)
}

fn may_be_name(key: &Words) -> bool {
    roles::name(key) > 0 || roles::is_first_name(key) || roles::is_somebody(key)
}

fn name_score(leaf: &Leaf<'_>, leaves: &Leaves<'_>, has_surname: bool) -> Option<i32> {
    let part_of_name = roles::name(&leaf.above) > 0;
    let kind = match roles::name(&leaf.key) {
        3 => 30,
        2 => 20,
        _ if roles::is_first_name(&leaf.key) && (!leaf.key.is(&["first"]) || part_of_name) => {
            if has_surname {
                28
            } else {
                15
            }
        }
        // `"paciente": "Ana Souza"`, but not `"customer": "cus_000171"`.
        _ if roles::is_somebody(&leaf.key)
            && !leaf.text()?.chars().any(|c| c.is_ascii_digit() || c == '_') =>
        {
            10
        }
        _ => return None,
    };
    let has_handle = leaves
        .beside(leaf)
        .any(|(_, other)| roles::phone(&other.key) + roles::email(&other.key) > 0);
    let place = match leaf.context {
        Context::House | Context::Thing => return None,
        Context::Person | Context::Lead => 15,
        Context::Frame if kind == 20 && !has_handle => return None,
        Context::Frame | Context::Neutral => 0,
    };
    let depth = i32::try_from(leaf.depth.min(9)).unwrap_or(9);
    Some(kind * 10 + place * 10 + if has_handle { 80 } else { 0 } - depth)
}

/// A name as it can be shown, or nothing if it can be no person's.
pub(crate) fn person_name(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().take(LONGEST_NAME).collect();
    let name: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    let is_name = name.chars().any(char::is_alphabetic) && !name.contains('@') && !name.contains("://");
    is_name.then_some(name)
}
