//! Phone numbers: when two ways of writing one are the same person.
//!
//! A number is verified, and then kept as E.164, if libphonenumber calls it valid, or if it is a Brazilian mobile that
//! only lacks the ninth digit which all of them got between 2012 and 2016. Everything else keeps its digits as written:
//! a number that nobody can dial still tells two people apart.

use phonenumber::{Mode, PhoneNumber, country};
use serde::{Deserialize, Serialize};

/// A phone number that can find a contact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phone {
    /// What people see: E.164 if `verified`, else the digits as written, with the leading `+` if it had one.
    pub number: String,
    /// Whether it is a valid number by libphonenumber's rules, or a Brazilian mobile that its ninth digit completes.
    pub verified: bool,
}

/// Fewer digits are an extension or a house number, not a handle.
const FEWEST_DIGITS: usize = 8;

/// E.164 allows fifteen. What is longer is an id, such as a WhatsApp group's.
const MOST_DIGITS_OF_A_NUMBER: usize = 15;

/// Trunk, carrier and international prefixes come on top.
const MOST_DIGITS: usize = 20;

impl Phone {
    /// Reads a number as somebody wrote it, in a business of this country (ISO 3166-1 alpha-2).
    ///
    /// Without a `+` the country's own reading goes first, then the international one: programs often leave the plus
    /// out. `None` where it is no handle: fewer than eight digits, one digit repeated, a WhatsApp group.
    pub fn read(written: &str, country: &str) -> Option<Self> {
        let Written { digits, plus } = Written::find(written)?;
        let home = home(country);
        let number = if plus {
            international(&digits)
        } else if let Some(abroad) = digits.strip_prefix("00") {
            international(abroad).or_else(|| national(&digits, home))
        } else {
            national(&digits, home).or_else(|| international(&digits))
        };
        if let Some(number) = number {
            return Some(Self {
                number,
                verified: true,
            });
        }
        let is_id = digits.trim_start_matches('0').len() > MOST_DIGITS_OF_A_NUMBER;
        let number = if plus { format!("+{digits}") } else { digits };
        (!is_id).then_some(Self {
            number,
            verified: false,
        })
    }

    /// What two writings of one number have in common. A verified number's keys begin with `+`, the others' do not.
    pub fn match_key(&self) -> &str {
        if self.verified {
            &self.number
        } else {
            self.number.trim_start_matches('+')
        }
    }

    /// As people of this country write it: `(11) 98765-4321` at home, `+1 415-555-0132` for numbers from abroad. An
    /// unverified one stays as it was written.
    pub fn national(&self, country: &str) -> String {
        if !self.verified {
            return self.number.clone();
        }
        if country.eq_ignore_ascii_case("BR")
            && let Some(brazilian) = brazilian(&self.number)
        {
            return brazilian;
        }
        let Ok(number) = phonenumber::parse(None, &self.number) else {
            return self.number.clone();
        };
        let at_home = number
            .country()
            .id()
            .is_some_and(|id| id.as_ref().eq_ignore_ascii_case(country));
        number
            .format()
            .mode(if at_home {
                Mode::National
            } else {
                Mode::International
            })
            .to_string()
    }
}

/// The part of a text that is the number.
struct Written {
    digits: String,
    plus: bool,
}

impl Written {
    fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        // WhatsApp's own addresses: `…@g.us` is a group and `…@lid` an alias that hides the number.
        let text = match text.split_once('@') {
            Some((number, "s.whatsapp.net" | "c.us")) => number.split(':').next()?,
            Some(_) => return None,
            None => text,
        };
        // Brazilians write the trunk prefix and the carrier of one's choice as `0xx11`.
        let text = text.replace("0xx", "0").replace("0XX", "0");

        // Letters end a number: before it stands "WhatsApp:", after it an extension or a name.
        text.split(char::is_alphabetic).map(Self::collect).find(|found| {
            let digits = found.digits.as_bytes();
            (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len())
                && digits.iter().any(|digit| Some(digit) != digits.first())
        })
    }

    fn collect(text: &str) -> Self {
        let mut found = Self {
            digits: String::new(),
            plus: false,
        };
        for character in text.chars() {
            if let Some(digit) = ascii_digit(character) {
                found.digits.push(digit);
            } else if matches!(character, '+' | '\u{ff0b}') && found.digits.is_empty() {
                found.plus = true;
            }
        }
        found
    }
}

/// The digit that a person means, full-width ones included.
fn ascii_digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(character) - 0xff10, 10),
        _ => None,
    }
}

fn home(country: &str) -> Option<country::Id> {
    let id: country::Id = country.to_ascii_uppercase().parse().ok()?;
    // `parse` panics for a country that the metadata does not hold.
    phonenumber::metadata::DATABASE.by_id(id.as_ref()).map(|_| id)
}

/// E.164 of digits that begin with a country code.
fn international(digits: &str) -> Option<String> {
    digits
        .strip_prefix("55")
        .and_then(with_ninth_digit)
        .or_else(|| valid(None, &format!("+{digits}")))
}

/// E.164 of digits as dialled at home.
fn national(digits: &str, home: Option<country::Id>) -> Option<String> {
    if home == Some(country::Id::BR) {
        // The rule is for area code and local number, and a trunk zero before them, but not behind a country code:
        // `+55 01…` is nobody's number and stays as it is.
        let local = digits.strip_prefix('0').unwrap_or(digits);
        if let Some(number) = with_ninth_digit(local) {
            return Some(number);
        }
    }
    valid(Some(home?), digits)
}

/// Area code and eight local digits that begin with 6–9: a Brazilian mobile without its ninth digit.
fn with_ninth_digit(digits: &str) -> Option<String> {
    if digits.len() != 10 || digits.starts_with('0') {
        return None;
    }
    let (area, local) = digits.split_at_checked(2)?;
    if !local.starts_with(['6', '7', '8', '9']) {
        return None;
    }
    valid(None, &format!("+55{area}9{local}"))
}

fn valid(home: Option<country::Id>, number: &str) -> Option<String> {
    let parsed: PhoneNumber = phonenumber::parse(home, number).ok()?;
    let e164 = parsed
        .is_valid()
        .then(|| parsed.format().mode(Mode::E164).to_string())?;
    // A short number of a small country would be no handle when it is read again.
    (e164.len() > FEWEST_DIGITS).then_some(e164)
}

/// A Brazilian E.164 number as Brazilians write it. The lists that show thousands of them need no metadata for that.
fn brazilian(number: &str) -> Option<String> {
    let digits = number.strip_prefix("+55")?;
    let (area, local) = digits.split_at_checked(2)?;
    if area.starts_with('0') || !matches!(local.len(), 8 | 9) || local.starts_with('0') || is_service(digits)
    {
        return None;
    }
    let (first, last) = local.split_at_checked(local.len() - 4)?;
    Some(format!("({area}) {first}-{last}"))
}

/// 0300, 0500, 0800 and 0900 numbers have no area code.
fn is_service(digits: &str) -> bool {
    ["300", "303", "500", "800", "900"]
        .iter()
        .any(|prefix| digits.starts_with(prefix))
}
