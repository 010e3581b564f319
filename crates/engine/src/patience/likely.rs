//! Whether a sender that gave up had anything to send: nobody is alarmed for a night in which nothing ever comes.

use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use recado_webhook::preset::GivesUp;
use rusqlite::Connection;

use crate::store::StoreResult;
use crate::store::sources::taken_between;

/// How far back the usual is looked for.
const WEEKS: i32 = 4;

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Whether a sender that does `then` is likely to have sent something between these times, which it gave up.
pub(super) fn in_vain(
    db: &Connection,
    source: SourceId,
    then: GivesUp,
    (since, until): (Timestamp, Timestamp),
) -> StoreResult<bool> {
    if until <= since {
        return Ok(false);
    }
    Ok(match then {
        GivesUp::Lost => as_usual_then(db, source, since, until)? >= 1.0,
        GivesUp::QueueStopped | GivesUp::Disabled => on_average(db, source, since, until)? >= 0.5,
    })
}

/// How many came in the same hours of the weeks before. Of nights in which this computer was always off, nothing that
/// is lost is known, and so none is told.
fn as_usual_then(db: &Connection, source: SourceId, since: Timestamp, until: Timestamp) -> StoreResult<f64> {
    let mut all = 0;
    for week in 1..=WEEKS {
        let back = WEEK * week;
        if let (Ok(since), Ok(until)) = (since.checked_sub(back), until.checked_sub(back)) {
            all += taken_between(db, source, since, until)?;
        }
    }
    Ok(f64::from(all) / f64::from(WEEKS))
}

/// How many come in such a time, whatever the hour: one that came while this computer was off was tried until it was
/// on, and so is known by another hour.
fn on_average(db: &Connection, source: SourceId, since: Timestamp, until: Timestamp) -> StoreResult<f64> {
    let weeks = WEEK * WEEKS;
    let begin = since.checked_sub(weeks).unwrap_or(Timestamp::MIN);
    let all = taken_between(db, source, begin, since)?;
    Ok(f64::from(all) * until.duration_since(since).div_duration_f64(weeks))
}
