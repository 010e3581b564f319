//! How many deliveries came, and how long their answers took: of those in the log from an index alone, of those that were
//! taken out from what was counted then.

use std::collections::HashMap;

use recado_api::SourceId;
use recado_api::view::{DeliveryCounts, Verdict};
use rusqlite::{Connection, Row, params};

use super::answers::{self, Answers};
use crate::store::StoreResult;
use crate::store::columns::unreadable;
use crate::store::stretches::{self, Stretches};

/// What came from one source in one stretch of time, tests aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Came {
    verdicts: [u64; Verdict::ALL.len()],
    pub(crate) answers: Answers,
}

impl Came {
    pub(crate) fn with(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(verdict as usize).copied().unwrap_or_default()
    }

    pub(crate) fn all(&self) -> u64 {
        self.verdicts.iter().sum()
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in self.verdicts.iter_mut().zip(other.verdicts) {
            *count += more;
        }
        self.answers.merge(&other.answers);
    }

    /// As they are shown.
    pub(crate) fn shown(&self) -> DeliveryCounts {
        let of = |verdicts: &[Verdict]| {
            let count = verdicts.iter().map(|verdict| self.with(*verdict)).sum::<u64>();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        DeliveryCounts {
            taken: of(&[
                Verdict::Accepted,
                Verdict::Duplicate,
                Verdict::Ignored,
                Verdict::Paused,
                Verdict::Handshake,
            ]),
            refused: of(&[Verdict::Refused]),
            unmatched: of(&[Verdict::Unmatched]),
            malformed: of(&[Verdict::Malformed]),
            limited: of(&[Verdict::Limited]),
        }
    }

    fn add(&mut self, verdict: Verdict, count: u64) {
        if let Some(counted) = self.verdicts.get_mut(verdict as usize) {
            *counted += count;
        }
    }
}

const IN_THE_LOG: &str = "SELECT received_at, source_id, verdict, took_micros
    FROM delivery INDEXED BY delivery_by_time
    WHERE received_at >= ?1 AND received_at < ?2 AND test = 0 AND (?3 IS NULL OR source_id = ?3)";

/// What each source brought in each of the stretches; only `source`, if it is said. Sources that brought nothing are
/// missing.
pub(crate) fn by_source(
    db: &Connection,
    stretches: &Stretches,
    source: Option<SourceId>,
) -> StoreResult<HashMap<SourceId, Vec<Came>>> {
    let mut counted = Counted {
        stretches,
        by_source: HashMap::new(),
    };
    let whole = stretches.whole();
    let source = source.map(|source| source.as_bytes().to_vec());
    let among = params![whole.start, whole.end, source];
    let mut in_the_log = db.prepare_cached(IN_THE_LOG)?;
    let mut rows = in_the_log.query(among)?;
    while let Some(row) = rows.next()? {
        let Some(came) = counted.at(row)? else { continue };
        came.add(verdict(row)?, 1);
        if let Some(took) = row.get::<_, Option<i64>>(3)? {
            came.answers.add(unsigned(took));
        }
    }
    let mut taken_out = db.prepare_cached(
        "SELECT begins_at, source_id, verdict, count FROM delivery_count
         WHERE begins_at >= ?1 AND begins_at < ?2 AND (?3 IS NULL OR source_id = ?3)",
    )?;
    let mut rows = taken_out.query(among)?;
    while let Some(row) = rows.next()? {
        if let Some(came) = counted.at(row)? {
            came.add(verdict(row)?, unsigned(row.get(3)?));
        }
    }
    let mut answered = db.prepare_cached(
        "SELECT begins_at, source_id, up_to, count, micros FROM answer_count
         WHERE begins_at >= ?1 AND begins_at < ?2 AND (?3 IS NULL OR source_id = ?3)",
    )?;
    let mut rows = answered.query(among)?;
    while let Some(row) = rows.next()? {
        if let Some(came) = counted.at(row)? {
            let (up_to, count) = (unsigned(row.get(2)?), unsigned(row.get(3)?));
            came.answers.add_many(up_to, count, unsigned(row.get(4)?));
        }
    }
    Ok(counted.by_source)
}

struct Counted<'a> {
    stretches: &'a Stretches,
    by_source: HashMap<SourceId, Vec<Came>>,
}

impl Counted<'_> {
    /// Where a row is counted whose first columns are a time and a source. `None` between two stretches.
    fn at(&mut self, row: &Row<'_>) -> StoreResult<Option<&mut Came>> {
        let Some(stretch) = self.stretches.of(row.get(0)?) else {
            return Ok(None);
        };
        let source = SourceId::from_bytes(row.get(1)?);
        let stretches = self
            .by_source
            .entry(source)
            .or_insert_with(|| vec![Came::default(); self.stretches.len()]);
        Ok(stretches.get_mut(stretch))
    }
}

/// In the third column. Neither the word is copied nor the column looked up by its name: there may be a million.
fn verdict(row: &Row<'_>) -> StoreResult<Verdict> {
    let word = row.get_ref(2)?.as_str().unwrap_or_default();
    Verdict::ALL
        .into_iter()
        .find(|known| known.as_str() == word)
        .ok_or_else(|| unreadable("delivery.verdict", word))
}

/// Of a delivery that is taken out of the log.
pub(super) struct Gone<'a> {
    pub(super) received_at: i64,
    pub(super) source: &'a [u8],
    pub(super) verdict: Verdict,
    pub(super) took_micros: Option<i64>,
}

/// Counts a delivery that is taken out of the log.
pub(super) fn count(db: &Connection, gone: &Gone<'_>) -> StoreResult<()> {
    let quarter = stretches::quarter(gone.received_at);
    db.prepare_cached(
        "INSERT INTO delivery_count (begins_at, source_id, verdict, count) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (begins_at, source_id, verdict) DO UPDATE SET count = count + 1",
    )?
    .execute(params![quarter, gone.source, gone.verdict.as_str()])?;
    if let Some(took) = gone.took_micros {
        let up_to = i64::try_from(answers::up_to(unsigned(took))).unwrap_or(i64::MAX);
        db.prepare_cached(
            "INSERT INTO answer_count (begins_at, source_id, up_to, count, micros) VALUES (?1, ?2, ?3, 1, ?4)
             ON CONFLICT (begins_at, source_id, up_to) DO UPDATE SET count = count + 1, micros = micros + ?4",
        )?
        .execute(params![quarter, gone.source, up_to, took])?;
    }
    Ok(())
}

/// Notes that another verdict falls on a delivery than the one that it came with.
pub(super) fn note_verdict(db: &Connection, seq: i64, verdict: Verdict) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO first_verdict (source_id, verdict, more)
         SELECT source_id, verdict, 1 FROM delivery WHERE seq = ?1 AND verdict <> ?2 AND test = 0
         UNION ALL
         SELECT source_id, ?2, -1 FROM delivery WHERE seq = ?1 AND verdict <> ?2 AND test = 0
         ON CONFLICT (source_id, verdict) DO UPDATE SET more = more + excluded.more",
    )?
    .execute(params![seq, verdict.as_str()])?;
    Ok(())
}

/// By how many each source's deliveries with a verdict were more when they came, before other verdicts fell on some.
pub(crate) fn moved_on(db: &Connection) -> StoreResult<HashMap<(SourceId, Verdict), i64>> {
    db.prepare_cached("SELECT more, source_id, verdict FROM first_verdict")?
        .query_and_then([], |row| {
            Ok(((SourceId::from_bytes(row.get(1)?), verdict(row)?), row.get(0)?))
        })?
        .collect()
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{SCHEMA, contact_counts};

    /// A row of the log holds its body: reading rows of a large one would read the file.
    #[test]
    fn a_long_log_is_counted_from_its_index_and_so_are_contacts() {
        let folder = tempfile::tempdir().unwrap();
        let db = Connection::open(folder.path().join("recado.db")).unwrap();
        for migration in SCHEMA.migrations {
            db.execute_batch(migration.sql).unwrap();
        }
        for (select, index) in [
            (
                IN_THE_LOG,
                "delivery USING COVERING INDEX delivery_by_time (received_at>? AND received_at<?)",
            ),
            (
                contact_counts::MADE,
                "contact USING COVERING INDEX contact_by_time (created_at>? AND created_at<?)",
            ),
        ] {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {select}")).unwrap();
            let unbound = vec![0_i64; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(unbound), |row| row.get(3));
            let steps: Vec<String> = steps.unwrap().collect::<Result<_, _>>().unwrap();
            assert_eq!(steps, [format!("SEARCH {index}")]);
        }
    }
}
