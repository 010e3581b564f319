//! Where a card stands in its stage: a text that is compared byte by byte, the smallest on top.
//!
//! It is a whole number as 16 hexadecimal digits, and after them, for a card that was put between two neighbours whose
//! numbers follow each other, a fraction in base 36 without zeros at its end. A card is put on top far more often than
//! between others, and that never makes a position longer.

/// Where the first card of a stage goes: in the middle of 64 bits, so that none of 2⁶³ moves to the top or to the
/// bottom makes a position longer.
pub(super) const MIDDLE: u64 = 1 << 63;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

const WHOLE: usize = 16;

/// A position longer than this is spread with its neighbours. The fraction grows by a digit with every five cards that
/// are put at the same place, so this is some 120 of them.
pub(super) const LONGEST: usize = WHOLE + 24;

pub(super) fn of(whole: u64) -> String {
    format!("{whole:016x}")
}

/// Above a stage's first card.
pub(super) fn top(first: Option<&str>) -> String {
    of(first.map_or(MIDDLE, |first| whole(first).saturating_sub(1)))
}

/// Between two cards: right under `above`, and above `below` if there is one. `None` where there is no room because both
/// stand at the same place.
pub(super) fn between(above: &str, below: Option<&str>) -> Option<String> {
    let upper = whole(above);
    let Some(below) = below else {
        return Some(match upper.checked_add(1) {
            Some(next) => of(next),
            None => format!("{}{}", of(upper), fraction_between(fraction(above), None)),
        });
    };
    if above >= below {
        return None;
    }
    let lower = whole(below);
    if lower.saturating_sub(upper) > 1 {
        return Some(of(upper + (lower - upper) / 2));
    }
    let until = (lower == upper).then(|| fraction(below));
    Some(format!(
        "{}{}",
        of(upper),
        fraction_between(fraction(above), until)
    ))
}

/// The part of all positions that share a whole number.
pub(super) fn crowd(position: &str) -> &str {
    position.get(..WHOLE).unwrap_or(position)
}

/// New positions for `count` cards that share the whole number of `crowd`, in order and evenly apart.
pub(super) fn spread(crowd: &str, count: usize) -> Vec<String> {
    let (mut digits, mut places) = (1, DIGITS.len());
    // Ten places a card, so that the next ones find room between them.
    while places < count.saturating_add(1).saturating_mul(10) {
        digits += 1;
        places = places.saturating_mul(DIGITS.len());
    }
    let step = places / (count + 1);
    (1..=count)
        .map(|place| {
            let mut number = place * step;
            let mut text = vec![b'0'; digits];
            for digit in text.iter_mut().rev() {
                *digit = DIGITS.get(number % DIGITS.len()).copied().unwrap_or(b'0');
                number /= DIGITS.len();
            }
            let fraction = String::from_utf8_lossy(&text).into_owned();
            format!("{crowd}{}", fraction.trim_end_matches('0'))
        })
        .collect()
}

fn whole(position: &str) -> u64 {
    position
        .get(..WHOLE)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .unwrap_or(MIDDLE)
}

fn fraction(position: &str) -> &str {
    position.get(WHOLE..).unwrap_or_default()
}

/// A fraction above `low` and, if given, below `high`, as short as can be and not ending in zero.
fn fraction_between(low: &str, high: Option<&str>) -> String {
    let digit = |text: &str, at: usize| {
        text.as_bytes()
            .get(at)
            .and_then(|byte| DIGITS.iter().position(|digit| digit == byte))
    };
    let mut made = String::new();
    let mut high = high;
    let mut at = 0;
    loop {
        let lower = digit(low, at).unwrap_or(0);
        let upper = match high {
            Some(high) => digit(high, at).unwrap_or(0),
            None => DIGITS.len(),
        };
        if upper > lower + 1 {
            push(&mut made, usize::midpoint(lower, upper));
            return made;
        }
        push(&mut made, lower);
        if upper > lower {
            // From here on everything above `low` is below `high`.
            high = None;
        }
        at += 1;
    }
}

fn push(text: &mut String, digit: usize) {
    text.push(DIGITS.get(digit).copied().map_or('0', char::from));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_new_top_stands_above_the_last_one() {
        let mut last = top(None);
        for _ in 0..1_000 {
            let next = top(Some(&last));
            assert!(next < last);
            last = next;
        }
        assert_eq!(last.len(), 16);
    }

    #[test]
    fn a_top_stands_above_a_card_that_was_put_between_two_others() {
        assert!(top(Some("8000000000000000k")).as_str() < "8000000000000000");
    }

    #[test]
    fn a_card_under_the_last_one_is_no_longer_than_it() {
        assert_eq!(
            between("8000000000000000k", None).as_deref(),
            Some("8000000000000001")
        );
        assert_eq!(
            between("ffffffffffffffff", None).as_deref(),
            Some("ffffffffffffffffi")
        );
    }

    #[test]
    fn there_is_no_room_between_two_cards_at_the_same_place() {
        assert_eq!(between("8000000000000000k", Some("8000000000000000k")), None);
    }

    /// What the board does, without a database: puts a card and spreads its crowd if its position became too long.
    fn put_under(cards: &mut Vec<String>, above: usize) {
        let below = cards.get(above + 1).map(String::as_str);
        let position = between(&cards[above], below).expect("they stand apart");
        let grew = position.len() > LONGEST;
        cards.insert(above + 1, position);
        if grew {
            let crowd = crowd(&cards[above + 1]).to_owned();
            let first = cards
                .iter()
                .position(|card| card.starts_with(&crowd))
                .expect("it is there");
            let count = cards.iter().filter(|card| card.starts_with(&crowd)).count();
            cards.splice(first..first + count, spread(&crowd, count));
        }
    }

    fn check(cards: &[String]) {
        for pair in cards.windows(2) {
            assert!(pair[0] < pair[1], "{} is not above {}", pair[0], pair[1]);
        }
        for card in cards {
            assert!(card.len() <= LONGEST, "{card} is too long");
            assert!(
                card.len() == 16 || !card.ends_with('0'),
                "nothing fits above {card}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn thousands_of_cards_put_anywhere_stand_in_order_and_their_positions_stay_short(
            places in prop::collection::vec(any::<prop::sample::Index>(), 3_000),
            on_top in prop::collection::vec(any::<bool>(), 3_000),
        ) {
            let mut cards = vec![top(None)];
            for (place, on_top) in places.iter().zip(on_top) {
                if on_top && cards.len() < 500 {
                    let position = top(cards.first().map(String::as_str));
                    cards.insert(0, position);
                } else {
                    let above = place.index(cards.len());
                    put_under(&mut cards, above);
                }
            }
            check(&cards);
        }

        #[test]
        fn thousands_of_cards_put_at_one_place_stand_in_order_and_their_positions_stay_short(
            growing_down in any::<bool>(),
        ) {
            let mut cards = vec![top(None)];
            cards.insert(0, top(cards.first().map(String::as_str)));
            for _ in 0..2_000 {
                let above = if growing_down { cards.len() - 2 } else { 0 };
                put_under(&mut cards, above);
            }
            check(&cards);
        }
    }
}
