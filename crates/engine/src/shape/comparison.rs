//! The old and the new shape of a source side by side, with what its mapping could be.

use recado_api::SourceId;
use recado_api::view::{GoneValue, NewValue, ProposedValue, ShapeComparison, ShapeSide};
use recado_webhook::another::Business;
use recado_webhook::kept::shown_tree;
use recado_webhook::mapping::{Mapping, Role, Rule};
use recado_webhook::shape::{After, Gone, SeenField, propose, read_as, role_of_new, see};
use rusqlite::Connection;
use serde_json::Value;

use super::learned::{Changed, Learned, short};
use super::parsed;
use crate::connections::{shown_role, shown_rule};
use crate::store::deliveries::kept::{self, Kept};
use crate::store::shapes;
use crate::store::sources::SourceRow;
use crate::store::{StoreResult, contacts, events};

/// Earlier deliveries whose values are compared with new ones: the same people come again.
const EARLIER: u32 = 20;

/// Deliveries of the new shape that are compared with each other.
const OTHERS: u32 = 6;

/// New values that are shown.
const MOST_NEW: usize = 40;

/// `None` where the shape is as it was, or the owner has put aside that it is not.
pub(crate) fn compare(
    db: &Connection,
    source: &SourceRow,
    business: &Business,
) -> StoreResult<Option<ShapeComparison>> {
    let Some(row) = shapes::find(db, source.id)? else {
        return Ok(None);
    };
    let Some(changed) = &row.learned.changed else {
        return Ok(None);
    };
    if shapes::is_dismissed(db, source.id)? {
        return Ok(None);
    }
    let Some(sides) = Sides::find(db, source.id, &row.learned, changed)? else {
        return Ok(None);
    };
    let mapping = row.learned.mapping.as_ref();
    let kept_rules = rules_that_stay(&row.learned);
    let read = match mapping {
        Some(_) => kept_rules.clone(),
        None => read_as(&sides.after.parsed.tree, None, business).rules,
    };
    let before = match &sides.before {
        Some(before) => see(&before.parsed, mapping, business).fields,
        None => row.learned.fields(),
    };
    let gone = gone(db, &row.learned, &sides, business)?;
    let after = After {
        tree: &sides.after.parsed.tree,
        others: &sides.others,
        read: &read,
    };
    let proposals = propose(&gone, &before, after, business);
    let new = new_values(&row.learned, &before, &sides.after, &proposals, business);
    let gone = gone.into_iter().zip(proposals).map(|(gone, proposal)| GoneValue {
        name: short(&gone.label),
        role: shown_role(&gone.rule.role),
        path: gone.rule.path,
        proposed: proposal.map(|proposal| ProposedValue {
            name: short(&proposal.label),
            path: proposal.path,
            sure: proposal.sure,
        }),
    });
    Ok(Some(ShapeComparison {
        since: changed.since,
        deliveries: changed.deliveries,
        gone: gone.collect(),
        new,
        before: sides.before.as_ref().map(|side| side.shown(mapping, business)),
        after: sides.after.shown(mapping, business),
        mapping: source.mapping.clone(),
        kept: match mapping {
            Some(_) => kept_rules.iter().map(shown_rule).collect(),
            None => Vec::new(),
        },
    }))
}

/// The deliveries that are compared.
struct Sides {
    before: Option<Side>,
    after: Side,
    others: Vec<Value>,
    /// What came before the change, the newest first.
    earlier: Vec<Value>,
}

struct Side {
    kept: Kept,
    parsed: recado_webhook::body::Parsed,
}

impl Sides {
    /// `None` where nothing of the new shape is kept.
    fn find(
        db: &Connection,
        source: SourceId,
        learned: &Learned,
        changed: &Changed,
    ) -> StoreResult<Option<Self>> {
        let newest = match kept::find(db, changed.newest)?.and_then(Side::of) {
            Some(newest) => newest,
            None => match kept::last(db, source, 1)?.pop().and_then(Side::of) {
                Some(last) if last.kept.seq >= changed.from => last,
                Some(_) | None => return Ok(None),
            },
        };
        let before = match learned.last_usual {
            Some(id) => kept::find(db, id)?.and_then(Side::of),
            None => None,
        };
        let trees = |kept: Vec<Kept>| -> Vec<Value> {
            let sides = kept.into_iter().filter_map(Side::of);
            sides.map(|side| side.parsed.tree).collect()
        };
        let others = kept::filed_between(db, source, (changed.from, newest.kept.seq - 1), OTHERS)?;
        Ok(Some(Self {
            before,
            others: trees(others),
            earlier: trees(kept::filed_before(db, source, changed.from, EARLIER)?),
            after: newest,
        }))
    }
}

impl Side {
    fn of(kept: Kept) -> Option<Self> {
        let parsed = parsed(&kept)?;
        Some(Self { kept, parsed })
    }

    fn shown(&self, mapping: Option<&Mapping>, business: &Business) -> ShapeSide {
        let read = read_as(&self.parsed.tree, mapping, business);
        ShapeSide {
            delivery: self.kept.id,
            received_at: self.kept.received_at,
            tree: shown_tree(&self.parsed.tree),
            read: read.rules.iter().map(shown_rule).collect(),
        }
    }
}

/// The rules of the mapping but those whose values are gone. What never came may be another form's, and stays.
fn rules_that_stay(learned: &Learned) -> Vec<Rule> {
    let Some(mapping) = &learned.mapping else {
        return Vec::new();
    };
    let is_gone = |rule: &Rule| {
        learned
            .gone()
            .any(|gone| *gone.role == rule.role && gone.path == rule.path)
    };
    mapping
        .rules
        .iter()
        .filter(|rule| !is_gone(rule))
        .cloned()
        .collect()
}

/// What is gone, each with what it said before, to anybody and to whom the newest delivery is about.
fn gone(db: &Connection, learned: &Learned, sides: &Sides, business: &Business) -> StoreResult<Vec<Gone>> {
    let people = known_of(db, sides.after.kept.seq)?;
    let mut all = Vec::new();
    for value in learned.gone() {
        let mut places = vec![(value.path.to_owned(), value.label.to_owned(), value.look)];
        // A name may have come in pieces.
        if learned.mapping.is_none()
            && let Some(before) = &sides.before
        {
            let seen = see(&before.parsed, None, business);
            let read = seen.read.into_iter().filter(|read| read.role == *value.role);
            let pieces: Vec<_> = read
                .filter_map(|read| Some((read.path, read.label?, read.look)))
                .collect();
            if !pieces.is_empty() {
                places = pieces;
            }
        }
        for (path, label, look) in places {
            let earlier = sides.earlier.iter().filter_map(|tree| tree.pointer(&path));
            let mut earlier: Vec<_> = earlier.filter_map(text).collect();
            earlier.extend(
                people
                    .iter()
                    .filter(|(role, _)| role == value.role)
                    .map(|(_, said)| said.clone()),
            );
            all.push(Gone {
                rule: Rule {
                    path,
                    role: value.role.clone(),
                },
                label,
                look,
                earlier,
            });
        }
    }
    Ok(all)
}

/// What is known of those whom a delivery is about.
fn known_of(db: &Connection, delivery_seq: i64) -> StoreResult<Vec<(Role, String)>> {
    let mut known = Vec::new();
    for filed in events::filed_from(db, delivery_seq)? {
        let Some(card) = contacts::card(db, filed.contact_seq)? else {
            continue;
        };
        known.extend(Some((Role::Name, card.shown.name)).filter(|(_, name)| !name.is_empty()));
        known.extend(card.shown.phones.into_iter().map(|phone| (Role::Phone, phone)));
        known.extend(card.shown.emails.into_iter().map(|email| (Role::Email, email)));
    }
    Ok(known)
}

fn new_values(
    learned: &Learned,
    before: &[SeenField],
    after: &Side,
    proposals: &[Option<recado_webhook::shape::Proposal>],
    business: &Business,
) -> Vec<NewValue> {
    let mapping = learned.mapping.as_ref();
    let read = read_as(&after.parsed.tree, mapping, business).rules;
    let seen = see(&after.parsed, mapping, business);
    let is_proposed = |path: &str| proposals.iter().flatten().any(|proposal| proposal.path == path);
    let is_known = |field: &SeenField| {
        learned.knows(&field.label) || before.iter().any(|known| known.label == field.label)
    };
    let new = seen
        .fields
        .iter()
        .filter(|field| !is_known(field) || is_proposed(&field.path));
    new.take(MOST_NEW)
        .map(|field| NewValue {
            name: short(&field.label),
            path: field.path.clone(),
            role: role_of_new(field, &after.parsed.tree, &read, business)
                .filter(|_| !is_proposed(&field.path))
                .map(|role| shown_role(&role)),
        })
        .collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
