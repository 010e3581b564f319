//! How the sources fare: what was taken and refused, and when the owner is told.

use jiff::{SignedDuration, Timestamp};
use recado_api::view::Refusing;
use recado_api::{Change, SourceId};

use super::{Connection, Connections};
use crate::core::Core;
use crate::store::deliveries::Detail;
use crate::store::sources::RefusedSince;

/// How long the bell is silent about a source after it rang. Without it, somebody who knows the address could ring it
/// after every genuine delivery.
const SILENCE: SignedDuration = SignedDuration::from_hours(1);

/// Up to so many refusals each is published; after that only where their number has doubled.
const EACH_UP_TO: u32 = 16;

/// What there is to tell.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tell {
    source: bool,
    ring: bool,
}

impl Core {
    /// Something genuine was taken, and is durable. Tests aside.
    pub(crate) fn note_taken(&self, source: SourceId, at: Timestamp) {
        self.rhythm.heard(source);
        if self.connections.note_taken(source, at)
            && let Some(row) = self.connections.by_id(source)
        {
            self.changes.publish(vec![Change::Source(self.shown(&row))]);
            self.patience.look();
        } else {
            self.patience.taken(source);
        }
    }

    /// Something was refused as not shown to be genuine, and is in the log. Tests aside.
    pub(crate) fn note_refused(&self, source: SourceId, at: Timestamp, why: &Detail) {
        self.rhythm.heard(source);
        let tell = self.connections.note_refused(source, at, why);
        let Some(row) = self.connections.by_id(source).filter(|_| tell.source) else {
            return;
        };
        self.patience.look();
        let mut changes = vec![Change::Source(self.shown(&row))];
        if tell.ring {
            changes.push(Change::Refusing(Refusing {
                source_id: source,
                source: row.title.clone(),
                why: why.text(self.lang()),
            }));
        }
        self.changes.publish(changes);
    }
}

impl Connections {
    /// Whether anybody has to be told: the first one came, or what was wrong is over.
    fn note_taken(&self, source: SourceId, at: Timestamp) -> bool {
        // Nearly every delivery changes no more than the time, for which the lock is held an instant.
        let mut known = self.write();
        let Some(connection) = known.by_id.get_mut(&source) else {
            return false;
        };
        let fares = &mut connection.fares;
        fares.last_taken_at = fares.last_taken_at.max(Some(at));
        let over = fares.refused.take().is_some();
        let first = connection.first_taken_at.is_none();
        connection.first_taken_at.get_or_insert(at);
        over || first
    }

    fn note_refused(&self, source: SourceId, at: Timestamp, why: &Detail) -> Tell {
        let mut known = self.write();
        let Some(Connection { fares, rang_at, .. }) = known.by_id.get_mut(&source) else {
            return Tell::default();
        };
        match &mut fares.refused {
            Some(refused) => {
                refused.count = refused.count.saturating_add(1);
                let another = refused.why != *why;
                refused.why = why.clone();
                Tell {
                    source: another || refused.count <= EACH_UP_TO || refused.count.is_power_of_two(),
                    ring: false,
                }
            }
            none => {
                *none = Some(RefusedSince {
                    since: at,
                    count: 1,
                    why: why.clone(),
                });
                let silent = rang_at.is_some_and(|rang| at.duration_since(rang) < SILENCE);
                if !silent {
                    *rang_at = Some(at);
                }
                Tell {
                    source: true,
                    ring: !silent,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::store::sources::{Fares, SourceRow};

    #[test]
    fn the_first_delivery_and_the_end_of_trouble_are_told_and_no_other_delivery() {
        let (connections, id) = one();
        assert!(connections.note_taken(id, at(0)));
        assert!(!connections.note_taken(id, at(1)));
        connections.note_refused(id, at(2), &Detail::new("one"));
        assert_eq!(connections.trouble(id).unwrap().count, 1);
        assert!(connections.note_taken(id, at(3)));
        assert_eq!(connections.trouble(id), None);
        assert_eq!(connections.first_taken_at(id), Some(at(0)));
        assert_eq!(connections.last_taken_at(id), Some(at(3)));
    }

    #[test]
    fn the_bell_rings_when_refusing_begins_and_not_again_within_the_hour() {
        let (connections, id) = one();
        assert!(connections.note_refused(id, at(0), &Detail::new("one")).ring);
        assert!(!connections.note_refused(id, at(1), &Detail::new("one")).ring);
        connections.note_taken(id, at(2));
        assert!(!connections.note_refused(id, at(3), &Detail::new("one")).ring);
        connections.note_taken(id, at(59));
        assert!(connections.note_refused(id, at(60), &Detail::new("one")).ring);
    }

    #[test]
    fn a_flood_of_refusals_is_told_ever_more_seldom_unless_the_reason_is_another() {
        let (connections, id) = one();
        let told = (0..10_000)
            .filter(|_| connections.note_refused(id, at(0), &Detail::new("one")).source)
            .count();
        assert!(told < 32, "{told}");
        assert!(connections.note_refused(id, at(0), &Detail::new("two")).source);
        assert_eq!(connections.trouble(id).unwrap().count, 10_001);
    }

    #[test]
    fn a_former_key_finds_its_source_until_its_time_is_over() {
        let (connections, id) = one();
        let mut row = SourceRow::clone(&connections.by_id(id).unwrap());
        row.former_key = Some((std::mem::replace(&mut row.key, "new".to_owned()), at(10)));
        connections.set(row);
        for (key, when, found) in [
            ("new", 0, true),
            ("new", 20, true),
            ("old", 9, true),
            ("old", 10, false),
            ("other", 0, false),
        ] {
            assert_eq!(
                connections.by_key(key, at(when)).is_some(),
                found,
                "{key} at {when}"
            );
        }
    }

    fn one() -> (Connections, SourceId) {
        let id = SourceId::from_bytes([1; 16]);
        let row = SourceRow {
            id,
            key: "old".to_owned(),
            ..SourceRow::for_tests()
        };
        (Connections::new(vec![(row, Fares::default())]), id)
    }

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_773_000_000 + minute * 60).unwrap()
    }
}
