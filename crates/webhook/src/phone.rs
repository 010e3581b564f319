//! Phone numbers: when two ways of writing one are the same person.
//!
//! A number is verified, and then kept as E.164, if libphonenumber calls it valid, or if it is a Brazilian mobile that
//! only lacks the ninth digit which all of them got between 2012 and 2016. Everything else keeps its digits as written:
//! a number that nobody can dial still tells two people apart.

use phonenumber::{Mode, PhoneNumber, country};
use serde::{Deserialize, Serialize};

/// A phone number that can find a contact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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

/// Loads what is known of the world's numbers, which takes some 10 ms and is otherwise done while the first sender waits.
pub fn warm_up() {
    let _loaded = Phone::read("+5511987654321", "BR");
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

/// A country whose numbers are read without their country code.
#[derive(Clone, Copy)]
struct Home {
    id: country::Id,
    code: u16,
}

fn home(country: &str) -> Option<Home> {
    let id: country::Id = country.to_ascii_uppercase().parse().ok()?;
    // `parse` panics for a country that the metadata does not hold.
    let metadata = phonenumber::metadata::DATABASE.by_id(id.as_ref())?;
    Some(Home {
        id,
        code: metadata.country_code(),
    })
}

/// E.164 of digits that begin with a country code.
fn international(digits: &str) -> Option<String> {
    digits
        .strip_prefix("55")
        .and_then(with_ninth_digit)
        .or_else(|| valid(None, &format!("+{digits}")))
}

/// E.164 of digits as dialled at home.
fn national(digits: &str, home: Option<Home>) -> Option<String> {
    let home = home?;
    if home.id == country::Id::BR {
        // The rule is for area code and local number, and a trunk zero before them, but not behind a country code:
        // `+55 01…` is nobody's number and stays as it is.
        let local = digits.strip_prefix('0').unwrap_or(digits);
        if let Some(number) = with_ninth_digit(local) {
            return Some(number);
        }
    }
    // The parser takes the area code 55 (Santa Maria) for Brazil's country code, so the whole number is tried first.
    valid(None, &format!("+{}{digits}", home.code)).or_else(|| valid(Some(home.id), digits))
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
    e164(None, &format!("+55{area}9{local}"))
}

/// E.164 of a number that libphonenumber calls valid. The old radio numbers, still valid with eight digits, get their
/// ninth too, whichever way the number was written.
fn valid(home: Option<country::Id>, number: &str) -> Option<String> {
    let e164 = e164(home, number)?;
    e164.strip_prefix("+55").and_then(with_ninth_digit).or(Some(e164))
}

fn e164(home: Option<country::Id>, number: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_a_number_are_one_number() {
        for written in [
            "(11) 98765-4321",
            "11 98765 4321",
            "11987654321",
            "011 98765-4321",
            "0xx11 98765-4321",
            "015 11 98765-4321",
            "+55 11 98765-4321",
            "+5511987654321",
            "5511987654321",
            "005511987654321",
            "+55 (011) 98765-4321",
            "tel:+55-11-98765-4321",
            "whatsapp:+5511987654321",
            "WhatsApp: (11) 98765-4321 (Ana)",
            "11 98765-4321 ramal 12",
            "５５１１９８７６５４３２１",
            "5511987654321@s.whatsapp.net",
            "5511987654321:12@s.whatsapp.net",
            "5511987654321@c.us",
            // Without the ninth digit.
            "(11) 8765-4321",
            "011 8765-4321",
            "1187654321",
            "+55 11 8765-4321",
            "551187654321",
            "551187654321@s.whatsapp.net",
        ] {
            check(written, "BR", "+5511987654321", true);
        }
    }

    #[test]
    fn other_valid_numbers_are_kept_as_e164() {
        check("(11) 3333-4444", "BR", "+551133334444", true);
        check("0800 123 4567", "BR", "+558001234567", true);
        check("+1 415-555-0132", "BR", "+14155550132", true);
        check("14155550132", "BR", "+14155550132", true);
        check("415-555-0132", "US", "+14155550132", true);
        check("912 345 678", "PT", "+351912345678", true);
        check("612 34 56 78", "ES", "+34612345678", true);
        check("551187654321", "PT", "+5511987654321", true);
        check("55 99988-7766", "br", "+5555999887766", true);
    }

    #[test]
    fn every_other_number_keeps_its_digits_as_written() {
        check("+5501999999999", "BR", "+5501999999999", false);
        check("5501999999999", "BR", "5501999999999", false);
        check("98765-4321", "BR", "987654321", false);
        check("+55 11 1234-5678", "BR", "+551112345678", false);
        check("11987654321", "XX", "11987654321", false);
    }

    #[test]
    fn a_plus_makes_no_difference_to_who_it_is() {
        let key = |written| Phone::read(written, "BR").map(|phone| phone.match_key().to_owned());
        assert_eq!(key("+5501999999999"), key("5501999999999"));
        assert_eq!(key("+5511987654321"), key("(11) 8765-4321"));
        assert_ne!(key("+5501999999999"), key("+5519999999999"));
    }

    #[test]
    fn what_is_no_handle_is_none() {
        for written in [
            "",
            "1234567",
            "190",
            "99999999999",
            "00000000",
            "+55",
            "não tem",
            "ana@example.com",
            "120363041234567890",
            "120363041234567890@g.us",
            "10000000000041@lid",
            "123456789012345678901",
        ] {
            assert_eq!(Phone::read(written, "BR"), None, "{written}");
        }
    }

    #[test]
    fn people_see_numbers_as_they_write_them() {
        for (written, country, expected) in [
            ("11987654321", "BR", "(11) 98765-4321"),
            ("1133334444", "BR", "(11) 3333-4444"),
            ("08001234567", "BR", "0800 123 4567"),
            ("40041234", "BR", "4004-1234"),
            ("+14155550132", "BR", "+1 415-555-0132"),
            ("+14155550132", "US", "(415) 555-0132"),
            ("+5511987654321", "PT", "+55 11 98765-4321"),
            ("+351912345678", "PT", "912 345 678"),
            ("+5501999999999", "BR", "+5501999999999"),
        ] {
            let phone = Phone::read(written, country).expect("it is a handle");
            assert_eq!(phone.national(country), expected, "{written}");
        }
    }

    fn check(written: &str, country: &str, number: &str, verified: bool) {
        let expected = Phone {
            number: number.to_owned(),
            verified,
        };
        assert_eq!(Phone::read(written, country), Some(expected), "{written}");
    }
}
