//! What the owner chose, beyond the business itself.
//!
//! The language in use is the business's. A folder that nobody has set up speaks the computer's language; one that
//! was set up keeps the language of the set-up, until the settings say otherwise. Only who chose "the computer's
//! language" there gets it read again at each start.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use recado_api::request::{ChangeSetting, ShowSettings};
use recado_api::view::{Business, Pause, Setting, Settings, TrustedProxy};
use recado_api::{Change, Failure, Lang};
use rusqlite::Connection;

use super::{Handle, failure};
use crate::core::Core;
use crate::gate::{NoNetwork, Trusted};
use crate::store::{StoreResult, business, settings};

/// When a pause until tomorrow ends, in hours since midnight.
const MORNING: i8 = 8;

/// The longest first lock-out, in seconds. None ever lasts longer.
const LONGEST_LOCKOUT: u32 = 60 * 60;

impl Handle<ShowSettings> for Core {
    async fn handle(self: &Arc<Self>, _: ShowSettings) -> Result<Settings, Failure> {
        let (business, now) = (self.business(), self.now());
        let settings = self
            .db
            .read(move |db| shown(db, &business, now))
            .await
            .map_err(|error| failure::read(self, &error))?;
        Ok(settings)
    }
}

impl Handle<ChangeSetting> for Core {
    async fn handle(self: &Arc<Self>, request: ChangeSetting) -> Result<Settings, Failure> {
        check(self, &request.setting)?;
        let core = self.clone();
        let settings = self
            .db
            .write(move |tx| {
                let before = business::load(tx)?.unwrap_or_else(|| core.business());
                let now = core.now();
                let business = change(tx, request.setting, &before, core.system_lang, now)?;
                let settings = shown(tx, &business, now)?;
                let trusted = trusted_proxy(tx)?;
                let published = settings.clone();
                tx.after_commit(move || {
                    core.gate.set_limits(published.gate);
                    core.gate.set_trusted(trusted);
                    let mut changes = vec![Change::Settings(published)];
                    if business != before {
                        core.set_business(business.clone());
                        changes.push(Change::Business(business));
                    }
                    core.changes.publish(changes);
                });
                Ok(settings)
            })
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(settings)
    }
}

/// What cannot be meant is not kept.
fn check(core: &Core, setting: &Setting) -> Result<(), Failure> {
    match setting {
        Setting::Gate(gate) if !(1..=LONGEST_LOCKOUT).contains(&gate.lockout_seconds) => {
            let args = [("longest", LONGEST_LOCKOUT.to_string().into())];
            Err(failure::bad_request(core.lang().text("failure-lockout", &args)))
        }
        Setting::TrustedProxy(Some(proxy)) => {
            let refused = |NoNetwork(written)| {
                let args = [("from", written.into())];
                failure::bad_request(core.lang().text("failure-trusted-proxy", &args))
            };
            Trusted::read(proxy).map(drop).map_err(refused)
        }
        Setting::Language(_)
        | Setting::Theme(_)
        | Setting::HideMessageText(_)
        | Setting::Pause(_)
        | Setting::Gate(_)
        | Setting::Retention(_)
        | Setting::TrustedProxy(None) => Ok(()),
    }
}

/// Keeps the choice, and gives the business as it is then.
fn change(
    db: &Connection,
    setting: Setting,
    before: &Business,
    system_lang: Lang,
    now: Timestamp,
) -> StoreResult<Business> {
    let mut business = before.clone();
    match setting {
        Setting::Language(lang) => {
            settings::save_json(db, settings::LANGUAGE, &lang)?;
            business.lang = lang.unwrap_or(system_lang);
            business::save(db, &business)?;
        }
        Setting::Gate(gate) => settings::save_json(db, settings::GATE, &gate)?,
        Setting::Retention(retention) => settings::save_json(db, settings::RETENTION, &retention)?,
        Setting::TrustedProxy(proxy) => settings::save_json(db, settings::TRUSTED_PROXY, &proxy)?,
        Setting::Theme(theme) => settings::save_json(db, settings::THEME, &theme)?,
        Setting::HideMessageText(hide) => settings::save_json(db, settings::HIDE_MESSAGE_TEXT, &hide)?,
        Setting::Pause(pause) => {
            let until = paused_until(pause, now, &business.zone);
            settings::save_json(db, settings::PAUSED_UNTIL, &until)?;
        }
    }
    Ok(business)
}

/// The settings as they stand at `now`: a pause that is over is none.
pub(super) fn shown(db: &Connection, business: &Business, now: Timestamp) -> StoreResult<Settings> {
    let paused_until: Option<Option<Timestamp>> = settings::load_json(db, settings::PAUSED_UNTIL)?;
    Ok(Settings {
        language: chosen_language(db, business)?,
        theme: settings::load_json(db, settings::THEME)?.unwrap_or_default(),
        hide_message_text: settings::load_json(db, settings::HIDE_MESSAGE_TEXT)?.unwrap_or_default(),
        paused_until: paused_until.flatten().filter(|until| *until > now),
        gate: settings::load_json(db, settings::GATE)?.unwrap_or_default(),
        retention: settings::load_json(db, settings::RETENTION)?.unwrap_or_default(),
        trusted_proxy: settings::load_json::<Option<_>>(db, settings::TRUSTED_PROXY)?.flatten(),
    })
}

/// Whose word about the sender is believed.
pub(crate) fn trusted_proxy(db: &Connection) -> StoreResult<Option<Trusted>> {
    let proxy: Option<Option<TrustedProxy>> = settings::load_json(db, settings::TRUSTED_PROXY)?;
    // What was kept could be read when it was.
    Ok(proxy.flatten().and_then(|proxy| Trusted::read(&proxy).ok()))
}

/// Takes the computer's language for the business's, where that is what the owner wants or nobody has said anything;
/// tells whether it was another.
pub(crate) fn follow_the_computer(
    db: &Connection,
    business: &mut Business,
    system_lang: Lang,
) -> StoreResult<bool> {
    let follows = chosen_language(db, business)?.is_none() && business.lang != system_lang;
    if follows {
        business.lang = system_lang;
    }
    Ok(follows)
}

/// A set-up names the language anew. That the owner wants the computer's stays true only while it is the same.
pub(super) fn set_up_in(db: &Connection, lang: Lang, system_lang: Lang) -> StoreResult<()> {
    let wants_the_computers = settings::load_json::<Option<Lang>>(db, settings::LANGUAGE)? == Some(None);
    if !(wants_the_computers && lang == system_lang) {
        settings::forget(db, settings::LANGUAGE)?;
    }
    Ok(())
}

/// `None`: the computer's.
fn chosen_language(db: &Connection, business: &Business) -> StoreResult<Option<Lang>> {
    let was_set_up = !business.name.is_empty();
    let chosen = settings::load_json(db, settings::LANGUAGE)?;
    Ok(chosen.unwrap_or(was_set_up.then_some(business.lang)))
}

fn paused_until(pause: Pause, now: Timestamp, zone: &str) -> Option<Timestamp> {
    match pause {
        Pause::No => None,
        Pause::OneHour => now.checked_add(SignedDuration::from_hours(1)).ok(),
        Pause::UntilTomorrow => {
            let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
            let today = now.to_zoned_datetime(zone.clone()).date();
            let morning = today.tomorrow().ok()?.at(MORNING, 0, 0, 0);
            Some(morning.to_zoned_datetime(zone).ok()?.timestamp())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tomorrow_is_the_businesss_next_day_at_eight() {
        for (now, zone, expected) in [
            (
                "2026-03-10T15:30:00Z",
                "America/Sao_Paulo",
                "2026-03-11T11:00:00Z",
            ),
            // Still the 10th there.
            (
                "2026-03-11T02:30:00Z",
                "America/Sao_Paulo",
                "2026-03-11T11:00:00Z",
            ),
            ("2026-03-11T02:30:00Z", "Europe/Lisbon", "2026-03-12T08:00:00Z"),
            // The clocks go forward in that night.
            ("2026-03-28T20:00:00Z", "Europe/Lisbon", "2026-03-29T07:00:00Z"),
        ] {
            let until = paused_until(Pause::UntilTomorrow, now.parse().unwrap(), zone);
            assert_eq!(until, Some(expected.parse().unwrap()), "{now} in {zone}");
        }
    }
}
