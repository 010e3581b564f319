//! The lines of the log that hold what somebody typed: in what was said, in whose it was, in the reason of a verdict.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use recado_api::view::Verdict;
use rusqlite::{Connection, params};

use super::log::{Wanted, matching, sort};
use super::{Detail, detail};
use crate::store::StoreResult;

/// How much of the log is searched first, in rows.
const FIRST_STRETCH: i64 = 10_000;

/// How many of those that hold what was typed are looked at first.
const FIRST_HITS: usize = 500;

/// The verdicts that tell reasons worth searching. Those of the others are all alike, and found by the verdict.
const WITH_REASONS: [Verdict; 4] = [
    Verdict::Unmatched,
    Verdict::Malformed,
    Verdict::Refused,
    Verdict::Limited,
];

/// What was typed, as it is looked for.
pub(crate) struct Text<'a> {
    /// Of the full-text table of what was said; empty where it was no word.
    pub(crate) said: String,
    /// The contacts it names.
    pub(crate) contacts: Vec<i64>,
    /// Whether a reason holds it.
    pub(crate) in_reason: Box<dyn Fn(&Detail) -> bool + 'a>,
}

/// The rows that the filter wants and that hold what was typed.
pub(super) fn searched(
    db: &Connection,
    wanted: &Wanted<'_>,
    text: &Text<'_>,
    mut rest: Range<i64>,
) -> StoreResult<Vec<i64>> {
    // Only what was accepted has said anything to anybody.
    let verdicts = &wanted.filter.verdicts;
    let may_have_said = verdicts.is_empty() || verdicts.contains(&Verdict::Accepted);
    let reasons: Vec<_> = WITH_REASONS
        .into_iter()
        .filter(|verdict| verdicts.is_empty() || verdicts.contains(verdict))
        .collect();
    let of_contacts = if may_have_said {
        of_contacts(db, &text.contacts)?
    } else {
        Vec::new()
    };
    let mut known_reasons = HashMap::new();
    let mut found = Vec::new();
    let mut stretch = FIRST_STRETCH;
    while !rest.is_empty() && found.len() < wanted.limit {
        let part = if wanted.newest_first {
            let start = rest.start.max(rest.end.saturating_sub(stretch));
            let part = start..rest.end;
            rest.end = start;
            part
        } else {
            let end = rest.end.min(rest.start.saturating_add(stretch));
            let part = rest.start..end;
            rest.start = end;
            part
        };
        stretch = stretch.saturating_mul(2);
        let mut holding = HashSet::new();
        if may_have_said {
            holding = said_in(db, &text.said, &part)?;
            holding.extend(of_contacts.iter().copied().filter(|seq| part.contains(seq)));
        }
        holding.extend(reasons_in(db, text, &reasons, &part, &mut known_reasons)?);
        let mut holding: Vec<_> = holding.into_iter().collect();
        sort(&mut holding, wanted.newest_first);
        let (mut rest, mut some) = (holding.as_slice(), FIRST_HITS);
        while !rest.is_empty() && found.len() < wanted.limit {
            let (those, others) = rest.split_at(some.min(rest.len()));
            let room = wanted.limit - found.len();
            found.extend(matching(db, wanted, &part, Some(those), room)?);
            (rest, some) = (others, some.saturating_mul(4));
        }
    }
    Ok(found)
}

/// The deliveries that were filed on these contacts.
fn of_contacts(db: &Connection, contacts: &[i64]) -> StoreResult<Vec<i64>> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let seqs = db
        .prepare_cached(
            "SELECT DISTINCT delivery_seq FROM event WHERE contact_seq IN (SELECT value FROM json_each(?1))",
        )?
        .query_map([serde_json::to_string(contacts)?], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(seqs)
}

/// The deliveries of a stretch that said what the full-text expression wants.
fn said_in(db: &Connection, expression: &str, part: &Range<i64>) -> StoreResult<HashSet<i64>> {
    if expression.is_empty() {
        return Ok(HashSet::new());
    }
    let (first, last): (Option<i64>, Option<i64>) = db
        .prepare_cached(
            "SELECT min(seq), max(seq) FROM event INDEXED BY event_of_delivery
             WHERE delivery_seq >= ?1 AND delivery_seq < ?2",
        )?
        .query_row(params![part.start, part.end], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(HashSet::new());
    };
    let seqs = db
        .prepare_cached(
            "SELECT delivery_seq FROM said_words CROSS JOIN event ON event.seq = said_words.rowid
             WHERE said_words MATCH ?1 AND said_words.rowid BETWEEN ?2 AND ?3
                   AND delivery_seq >= ?4 AND delivery_seq < ?5",
        )?
        .query_map(params![expression, first, last, part.start, part.end], |row| {
            row.get(0)
        })?
        .collect::<Result<_, _>>()?;
    Ok(seqs)
}

/// The deliveries of a stretch whose reason holds what was typed. Reasons are few, and looked at once each.
fn reasons_in(
    db: &Connection,
    text: &Text<'_>,
    verdicts: &[Verdict],
    part: &Range<i64>,
    known: &mut HashMap<String, bool>,
) -> StoreResult<Vec<i64>> {
    let mut select = db.prepare_cached(
        "SELECT seq, detail FROM delivery INDEXED BY delivery_by_verdict
         WHERE verdict = ?1 AND verdict <> 'accepted' AND seq >= ?2 AND seq < ?3",
    )?;
    let mut found = Vec::new();
    for verdict in verdicts {
        let mut rows = select.query(params![verdict.as_str(), part.start, part.end])?;
        while let Some(row) = rows.next()? {
            let Some(reason) = row
                .get_ref("detail")?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?
            else {
                continue;
            };
            let holds = match known.get(reason) {
                Some(holds) => *holds,
                None => {
                    let holds = detail(row)?.is_some_and(|detail| (text.in_reason)(&detail));
                    known.insert(reason.to_owned(), holds);
                    holds
                }
            };
            if holds {
                found.push(row.get("seq")?);
            }
        }
    }
    Ok(found)
}
