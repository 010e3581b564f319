//! What is known of a source's shape, and when a delivery says that it has changed.
//!
//! A value may be missing now and then: people leave fields empty. So a value is only missed once it was there in nine
//! of ten deliveries, and only when it stays away longer than chance explains: much longer where nothing new comes
//! instead, since what people leave out they may leave out several times in a row. It is missed at once where with it the
//! only way to reach somebody went and something that looks like it came instead. What was learned is bounded: a sender
//! that invents names fills nothing.

use jiff::Timestamp;
use recado_api::DeliveryId;
use recado_webhook::mapping::{Mapping, Role};
use recado_webhook::shape::{Look, Seen, SeenField};
use serde::{Deserialize, Serialize};

use super::watched::{Away, CHANCE, CHANCE_ALONE, REMEMBERED, Watched, moved};

/// With so many deliveries in a row that have all of it again, it is as before.
const BACK: u32 = 2;

/// Values of a source whose places are known. What is usual stays before what came once.
const MOST_FIELDS: usize = 200;

/// Deliveries after which a new value can be told from one that had not come yet.
const SETTLED: u64 = 20;

/// Deliveries in a row with a new value before it is spoken of.
const STAYS: u32 = 5;

/// New values that are waited for.
const MOST_NEW: usize = 40;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Learned {
    /// With which the deliveries were read.
    pub(crate) mapping: Option<Mapping>,
    /// How many came as usual.
    usual: u64,
    values: Vec<Watched>,
    fields: Vec<Known>,
    new: Vec<New>,
    /// The last one that came as usual.
    pub(crate) last_usual: Option<DeliveryId>,
    pub(crate) changed: Option<Changed>,
}

/// Since when deliveries have another shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changed {
    pub(crate) since: Timestamp,
    /// The `seq` of the first of them.
    pub(crate) from: i64,
    pub(crate) deliveries: u32,
    pub(crate) newest: DeliveryId,
    /// The names of what is new in the newest of them.
    pub(crate) new: Vec<String>,
}

/// A value of the payloads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Known {
    #[serde(flatten)]
    field: SeenField,
    times: u64,
    last: u64,
}

/// One that came lately and is not read as anything, though it could be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct New {
    label: String,
    role: Role,
    since: Timestamp,
    from: i64,
    times: u32,
    missed: u32,
}

/// A delivery that is learned from.
#[derive(Debug, Clone)]
pub(crate) struct Delivered {
    pub(crate) seq: i64,
    pub(crate) id: DeliveryId,
    pub(crate) at: Timestamp,
    pub(crate) seen: Seen,
    /// New values that could be something that nothing is read as, by their labels.
    pub(crate) worth: Vec<(String, Role)>,
}

/// A value that comes no more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GoneValue<'a> {
    pub(crate) role: &'a Role,
    pub(crate) path: &'a str,
    pub(crate) label: &'a str,
    pub(crate) look: Option<Look>,
}

impl Learned {
    /// Nothing yet, of deliveries that are read with this mapping.
    pub(crate) fn of(mapping: Option<Mapping>) -> Self {
        Self {
            mapping,
            ..Self::default()
        }
    }

    pub(crate) fn gone(&self) -> impl Iterator<Item = GoneValue<'_>> {
        self.values
            .iter()
            .filter(|value| value.gone)
            .map(|value| GoneValue {
                role: &value.role,
                path: &value.path,
                label: &value.label,
                look: value.look,
            })
    }

    /// The values that usually come, in the order in which they came first.
    pub(crate) fn fields(&self) -> Vec<SeenField> {
        self.fields.iter().map(|known| known.field.clone()).collect()
    }

    pub(crate) fn knows(&self, label: &str) -> bool {
        self.fields.iter().any(|known| known.field.label == label)
    }

    /// Whether new values can be told from those that had not come yet.
    pub(crate) fn is_settled(&self) -> bool {
        self.usual >= SETTLED
    }

    pub(crate) fn learn(&mut self, delivered: &Delivered) {
        let seen = &delivered.seen;
        let here = self.present(seen);
        self.watch(delivered, &here);
        self.decide(delivered);
        let mut values = self.values.iter().zip(&here);
        if values.any(|(value, here)| !here && (value.gone || value.was_usual())) {
            self.count(delivered);
            return;
        }
        if self.values.iter().all(|value| !value.gone) && self.new_that_stay().next().is_none() {
            self.changed = None;
        }
        self.note_new(delivered);
        if self.new_that_stay().next().is_some() {
            self.count(delivered);
            return;
        }
        self.usual += 1;
        if self.values.iter().any(|value| value.away.is_none()) {
            self.last_usual = Some(delivered.id);
        }
        self.note_fields(seen);
    }

    /// The owner knows: what came is what is usual now.
    pub(crate) fn accept(&mut self) {
        for value in &mut self.values {
            if value.gone || value.away.is_some() {
                (value.gone, value.away, value.history, value.of) = (false, None, 0, 0);
            }
        }
        let stay: Vec<_> = self.new_that_stay().map(|new| new.label.clone()).collect();
        self.new.retain(|new| !stay.contains(&new.label));
        for label in stay {
            let field = SeenField {
                path: String::new(),
                label,
                look: Look::Text,
            };
            self.know(&field);
        }
        self.changed = None;
    }

    /// By value that is watched: what of it is in this delivery.
    fn present(&mut self, seen: &Seen) -> Vec<bool> {
        let is_mapped = self.mapping.is_some();
        for read in &seen.read {
            let known = self
                .values
                .iter()
                .any(|value| value.role == read.role && (!is_mapped || value.path == read.path));
            let is_watched = is_mapped || matches!(read.role, Role::Name | Role::Phone | Role::Email);
            if !known && is_watched {
                self.values.push(Watched {
                    role: read.role.clone(),
                    path: read.path.clone(),
                    label: String::new(),
                    look: None,
                    history: 0,
                    of: 0,
                    gone: false,
                    away: None,
                });
            }
        }
        self.values
            .iter_mut()
            .map(|value| {
                let read = seen
                    .read
                    .iter()
                    .find(|read| value.role == read.role && (!is_mapped || value.path == read.path));
                let here = read.filter(|read| read.holds && !moved(value, read, seen));
                if let Some(read) = here {
                    value.path.clone_from(&read.path);
                    value.label = read
                        .label
                        .clone()
                        .unwrap_or_else(|| std::mem::take(&mut value.label));
                    value.look = read.look.or(value.look);
                }
                here.is_some()
            })
            .collect()
    }

    fn watch(&mut self, delivered: &Delivered, here: &[bool]) {
        for (value, here) in self.values.iter_mut().zip(here) {
            value.history = value.history << 1 | u64::from(*here);
            value.of = (value.of + 1).min(REMEMBERED);
            if *here {
                let back = value.history.trailing_ones() >= BACK;
                if !value.gone || back {
                    (value.gone, value.away) = (false, None);
                }
            } else if value.away.is_none() {
                value.away = Some(Away {
                    since: delivered.at,
                    from: delivered.seq,
                });
            }
        }
    }

    /// Whether what is away is gone. What went with the same delivery is gone with it.
    fn decide(&mut self, delivered: &Delivered) {
        let lost_somebody = !delivered.seen.names_somebody;
        let fields = &delivered.seen.fields;
        let any_new = fields.iter().any(|field| !self.knows(&field.label));
        let chance = if any_new { CHANCE } else { CHANCE_ALONE };
        let comes_instead = |role: &Role| {
            let look = if *role == Role::Phone {
                Look::Phone
            } else if *role == Role::Email {
                Look::Email
            } else {
                return false;
            };
            fields
                .iter()
                .any(|field| field.look == look && !self.knows(&field.label))
        };
        let decided: Vec<_> = self
            .values
            .iter()
            .filter(|value| !value.gone && value.was_usual())
            .filter(|value| value.is_away_for_good(chance) || (lost_somebody && comes_instead(&value.role)))
            .filter_map(|value| value.away)
            .collect();
        for value in &mut self.values {
            let went_with_it = value
                .away
                .is_some_and(|away| decided.iter().any(|gone| gone.from == away.from));
            value.gone |= went_with_it && value.was_usual();
        }
    }

    /// One more that came otherwise.
    fn count(&mut self, delivered: &Delivered) {
        let gone = self.values.iter().filter(|value| value.gone);
        let of_gone = gone.filter_map(|value| Some((value.away?, value.absent())));
        let of_new = self.new_that_stay().map(|new| {
            let away = Away {
                since: new.since,
                from: new.from,
            };
            (away, new.times)
        });
        let Some((away, run)) = of_gone.chain(of_new).min_by_key(|(away, _)| away.from) else {
            return;
        };
        let unknown = delivered
            .seen
            .fields
            .iter()
            .filter(|field| !self.knows(&field.label));
        let new = unknown.map(|field| short(&field.label)).take(MOST_TOLD).collect();
        let deliveries = match &self.changed {
            Some(changed) => changed.deliveries + 1,
            None => run,
        };
        let known = self.changed.take();
        self.changed = Some(Changed {
            since: known.as_ref().map_or(away.since, |known| known.since),
            from: known.as_ref().map_or(away.from, |known| known.from),
            deliveries,
            newest: delivered.id,
            new,
        });
    }

    fn new_that_stay(&self) -> impl Iterator<Item = &New> {
        self.new.iter().filter(|new| new.times >= STAYS)
    }

    fn note_new(&mut self, delivered: &Delivered) {
        if !self.is_settled() {
            return;
        }
        self.new.retain_mut(|new| {
            let here = delivered
                .worth
                .iter()
                .any(|(label, role)| *label == new.label && *role == new.role);
            (new.times, new.missed) = if here {
                (new.times + 1, 0)
            } else {
                (new.times, new.missed + 1)
            };
            new.missed < BACK
        });
        for (label, role) in &delivered.worth {
            let is_known = self.knows(label) || self.new.iter().any(|new| new.label == *label);
            if !is_known && self.new.len() < MOST_NEW {
                self.new.push(New {
                    label: label.clone(),
                    role: role.clone(),
                    since: delivered.at,
                    from: delivered.seq,
                    times: 1,
                    missed: 0,
                });
            }
        }
    }

    fn note_fields(&mut self, seen: &Seen) {
        for field in &seen.fields {
            // What is waited for is not known yet.
            if !self.new.iter().any(|new| new.label == field.label) {
                self.know(field);
            }
        }
    }

    fn know(&mut self, field: &SeenField) {
        let now = self.usual;
        if let Some(known) = self
            .fields
            .iter_mut()
            .find(|known| known.field.label == field.label)
        {
            known.times += 1;
            known.last = now;
            if !field.path.is_empty() {
                known.field = field.clone();
            }
            return;
        }
        if self.fields.len() >= MOST_FIELDS {
            // What came often goes only when it has not come for long.
            let weakest = self
                .fields
                .iter()
                .enumerate()
                .filter(|(_, known)| {
                    known.times < 3 || now.saturating_sub(known.last) > u64::from(REMEMBERED)
                })
                .min_by_key(|(_, known)| known.last)
                .map(|(at, _)| at);
            let Some(weakest) = weakest else { return };
            self.fields.remove(weakest);
        }
        self.fields.push(Known {
            field: field.clone(),
            times: 1,
            last: now,
        });
    }
}

/// Names that the owner is told.
const MOST_TOLD: usize = 6;

/// The last part of a label, which is what people call a value.
pub(crate) fn short(label: &str) -> String {
    label.rsplit('.').next().unwrap_or(label).trim().to_owned()
}

#[cfg(test)]
mod tests;
