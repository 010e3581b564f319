//! Whose Recado this is, and the board it begins with.

use std::sync::Arc;

use jiff::tz::TimeZone;
use recado_api::request::{SetUpBusiness, ShowBusiness};
use recado_api::view::{Business, BusinessKind, Outcome, SetUp, Stage};
use recado_api::{BoardId, Change, Failure, Lang, StageId};
use uuid::Uuid;

use super::{Handle, failure, settings};
use crate::core::Core;
use crate::store::{StoreResult, board, business, contacts};

impl Handle<ShowBusiness> for Core {
    async fn handle(self: &Arc<Self>, _: ShowBusiness) -> Result<Business, Failure> {
        Ok(self.business())
    }
}

impl Handle<SetUpBusiness> for Core {
    async fn handle(self: &Arc<Self>, request: SetUpBusiness) -> Result<SetUp, Failure> {
        let business = checked(request, self.lang())?;
        let board_id = BoardId::new(self.ids.next(self.now()));
        let core = self.clone();
        let set_up = self
            .db
            .write(move |tx| {
                let set_up = set_up(tx, business, board_id)?;
                settings::set_up_in(tx, set_up.business.lang, core.system_lang)?;
                let (business, stages) = (set_up.business.clone(), board::stages(tx)?);
                let settings = settings::shown(tx, &business, core.now())?;
                tx.after_commit(move || {
                    core.set_business(business.clone());
                    core.changes.publish(vec![
                        Change::Business(business),
                        Change::Stages(stages),
                        Change::Settings(settings),
                    ]);
                });
                Ok(set_up)
            })
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(set_up)
    }
}

/// A board with contacts on it keeps its stages, and the business its kind, which says nothing else.
fn set_up(db: &rusqlite::Connection, mut business: Business, board_id: BoardId) -> StoreResult<SetUp> {
    let stages_replaced = !contacts::any(db)?;
    if stages_replaced {
        board::replace(db, board_id, &stages_of(business.kind, business.lang))?;
    } else if let Some(before) = business::load(db)? {
        business.kind = before.kind;
    }
    business::save(db, &business)?;
    let stages = board::stages(db)?.into_iter().map(|stage| stage.title).collect();
    Ok(SetUp {
        business,
        stages,
        stages_replaced,
    })
}

fn checked(request: SetUpBusiness, lang: Lang) -> Result<Business, Failure> {
    let name = request.name.trim();
    if name.is_empty() {
        return Err(failure::bad_request(lang.text("failure-no-name", &[])));
    }
    let zone = request.zone.unwrap_or_else(own_zone);
    if TimeZone::get(&zone).is_err() {
        return Err(failure::bad_request(
            lang.text("failure-zone", &[("zone", zone.into())]),
        ));
    }
    let country = request
        .country
        .unwrap_or_else(|| guess_country(&zone, request.lang).to_owned());
    let country = country.to_ascii_uppercase();
    if country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(failure::bad_request(
            lang.text("failure-country", &[("country", country.into())]),
        ));
    }
    Ok(Business {
        name: name.to_owned(),
        kind: request.kind,
        lang: request.lang,
        country,
        zone,
    })
}

/// What a new folder knows before anybody said anything.
pub(crate) fn first_business(lang: Lang) -> Business {
    let zone = own_zone();
    let country = guess_country(&zone, lang).to_owned();
    Business {
        name: String::new(),
        kind: BusinessKind::Other,
        lang,
        country,
        zone,
    }
}

/// The stages of a new folder.
pub(crate) fn first_stages(kind: BusinessKind, lang: Lang) -> Vec<Stage> {
    stages_of(kind, lang)
}

/// The computer's zone; São Paulo's where it has none that is known.
fn own_zone() -> String {
    let own = TimeZone::system().iana_name().map(str::to_owned);
    own.filter(|zone| !is_no_place(zone))
        .unwrap_or_else(|| "America/Sao_Paulo".to_owned())
}

/// Zones of computers that nobody told where they are.
fn is_no_place(zone: &str) -> bool {
    matches!(
        zone,
        "UTC" | "Etc/UTC" | "Etc/Unknown" | "GMT" | "Universal" | "Zulu"
    ) || zone.starts_with("Etc/")
}

/// The country that a zone lies in, for the zones of Recado's people; else by the language.
fn guess_country(zone: &str, lang: Lang) -> &'static str {
    const BY_ZONE: [(&str, &str); 34] = [
        ("America/Araguaina", "BR"),
        ("America/Bahia", "BR"),
        ("America/Belem", "BR"),
        ("America/Boa_Vista", "BR"),
        ("America/Campo_Grande", "BR"),
        ("America/Cuiaba", "BR"),
        ("America/Eirunepe", "BR"),
        ("America/Fortaleza", "BR"),
        ("America/Maceio", "BR"),
        ("America/Manaus", "BR"),
        ("America/Noronha", "BR"),
        ("America/Porto_Velho", "BR"),
        ("America/Recife", "BR"),
        ("America/Rio_Branco", "BR"),
        ("America/Santarem", "BR"),
        ("America/Sao_Paulo", "BR"),
        ("Europe/Lisbon", "PT"),
        ("Atlantic/Azores", "PT"),
        ("Atlantic/Madeira", "PT"),
        ("America/Argentina/Buenos_Aires", "AR"),
        ("America/Asuncion", "PY"),
        ("America/Bogota", "CO"),
        ("America/Caracas", "VE"),
        ("America/La_Paz", "BO"),
        ("America/Lima", "PE"),
        ("America/Mexico_City", "MX"),
        ("America/Montevideo", "UY"),
        ("America/Santiago", "CL"),
        ("Europe/Madrid", "ES"),
        ("Europe/London", "GB"),
        ("America/New_York", "US"),
        ("America/Chicago", "US"),
        ("America/Denver", "US"),
        ("America/Los_Angeles", "US"),
    ];
    let by_zone = BY_ZONE
        .iter()
        .find(|(known, _)| *known == zone)
        .map(|(_, country)| *country);
    by_zone.unwrap_or(match lang {
        Lang::PtBr => "BR",
        Lang::En => "US",
    })
}

/// The stages that a kind of business begins with.
fn stages_of(kind: BusinessKind, lang: Lang) -> Vec<Stage> {
    use Outcome::{Lost, Open, Won};
    let stages: &[(&str, Outcome)] = match kind {
        BusinessKind::Clinic => &[
            ("stage-new", Open),
            ("stage-in-conversation", Open),
            ("stage-booked", Open),
            ("stage-confirmed", Open),
            ("stage-attended", Won),
            ("stage-lost", Lost),
        ],
        BusinessKind::Shop => &[
            ("stage-new", Open),
            ("stage-in-conversation", Open),
            ("stage-quote", Open),
            ("stage-sold", Won),
            ("stage-lost", Lost),
        ],
        BusinessKind::Services => &[
            ("stage-new", Open),
            ("stage-visit-booked", Open),
            ("stage-proposal", Open),
            ("stage-closed", Won),
            ("stage-lost", Lost),
        ],
        BusinessKind::OnlineStore => &[
            ("stage-cart", Open),
            ("stage-awaiting-payment", Open),
            ("stage-paid", Open),
            ("stage-shipped", Won),
            ("stage-lost", Lost),
        ],
        BusinessKind::Beauty => &[
            ("stage-new", Open),
            ("stage-slot-booked", Open),
            ("stage-attended", Won),
            ("stage-come-back", Open),
            ("stage-lost", Lost),
        ],
        BusinessKind::Other => &[
            ("stage-new", Open),
            ("stage-in-progress", Open),
            ("stage-done", Won),
            ("stage-lost", Lost),
        ],
    };
    stages
        .iter()
        .map(|(title, outcome)| Stage {
            id: StageId::new(Uuid::now_v7()),
            title: lang.text(title, &[]),
            outcome: *outcome,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_business_begins_open_and_can_win_and_lose() {
        for kind in BusinessKind::ALL {
            for lang in Lang::ALL {
                let stages = stages_of(kind, lang);
                assert_eq!(stages.first().map(|stage| stage.outcome), Some(Outcome::Open));
                for outcome in [Outcome::Won, Outcome::Lost] {
                    assert_eq!(stages.iter().filter(|stage| stage.outcome == outcome).count(), 1);
                }
            }
        }
    }

    #[test]
    fn every_zone_with_a_country_exists() {
        for zone in ["America/Sao_Paulo", "America/Noronha", "Europe/Lisbon"] {
            assert!(TimeZone::get(zone).is_ok());
        }
        assert_eq!(guess_country("America/Manaus", Lang::En), "BR");
        assert_eq!(guess_country("Asia/Tokyo", Lang::PtBr), "BR");
    }
}
