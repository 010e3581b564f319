//! What opens a sender's API: the owner's key, or a token that the sender grants for it and that is good for a while.
//!
//! Tokens are kept in memory alone. Where the key's last part is good once, what takes its place is kept where secrets
//! are as soon as it is there.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use recado_webhook::authenticity::Secret;
use recado_webhook::preset::{AccessToken, Grant, Opener, Preset};
use reqwest::{Method, StatusCode, header};
use serde_json::Value;
use tokio::sync::Mutex;

use super::ask::{Answer, Asker};
use super::web::{Heard, secret_header, send};
use crate::core::Core;
use crate::secrets::Slot;
use crate::store::deliveries::Detail;

/// What is sent along.
pub(super) struct Access {
    pub(super) token: Secret,
    key: Secret,
    /// Whether the token is another than the key.
    pub(super) is_granted: bool,
}

impl Access {
    /// The parts of the key.
    pub(super) fn parts(&self, preset: &'static Preset) -> Option<Vec<&str>> {
        preset.access_token.as_ref()?.parts_of(self.key.expose())
    }
}

/// The tokens that were granted, by their sources. Each is asked for once, however many wait for it.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<SourceId, Arc<Mutex<Option<Granted>>>>>);

struct Granted {
    /// The owner's, as it was kept.
    kept: Secret,
    /// What takes its place. The same, where it could be kept.
    key: Secret,
    token: Secret,
    until: Timestamp,
}

impl Tokens {
    async fn of(&self, source: SourceId) -> Arc<Mutex<Option<Granted>>> {
        self.0.lock().await.entry(source).or_default().clone()
    }

    /// The sender does not take it any more.
    pub(super) async fn forget(&self, source: SourceId, access: &Access) {
        let granted = self.of(source).await;
        if let Some(granted) = granted.lock().await.as_mut()
            && granted.token.is(access.token.expose())
        {
            granted.until = Timestamp::MIN;
        }
    }
}

impl Asker {
    /// What opens the API now.
    ///
    /// # Errors
    /// What it means for whatever was to be asked.
    pub(super) async fn access(
        &self,
        core: &Arc<Core>,
        source: SourceId,
        preset: &'static Preset,
    ) -> Result<Access, Answer> {
        let granted = self.tokens.of(source).await;
        let mut granted = granted.lock().await;
        // Read while nobody else renews it.
        let kept = key_of(core, source).await?;
        let Some(AccessToken {
            grant: Some(grant), ..
        }) = &preset.access_token
        else {
            return check(preset, &kept).map(|()| Access {
                token: kept.clone(),
                key: kept,
                is_granted: false,
            });
        };
        let known = granted.take().filter(|granted| granted.kept.is(kept.expose()));
        let known = match known {
            Some(known) if known.until > core.now() => known,
            expired => {
                let key = expired
                    .as_ref()
                    .map_or_else(|| kept.clone(), |known| known.key.clone());
                match self.exchange(core, source, preset, grant, (kept, key)).await {
                    Ok(known) => known,
                    Err(answer) => {
                        *granted = expired;
                        return Err(answer);
                    }
                }
            }
        };
        let access = Access {
            token: known.token.clone(),
            key: known.key.clone(),
            is_granted: true,
        };
        *granted = Some(known);
        Ok(access)
    }

    /// Has a token granted for a key, which was another when it was kept.
    async fn exchange(
        &self,
        core: &Arc<Core>,
        source: SourceId,
        preset: &'static Preset,
        grant: &Grant,
        (kept, key): (Secret, Secret),
    ) -> Result<Granted, Answer> {
        let answer = self.post(preset, grant, &key).await?;
        let (token, seconds) = grant
            .token_in(&answer)
            .ok_or_else(|| Answer::NotNow(Detail::new("fetch-unreadable")))?;
        let renewed = grant.renewed(key.expose(), &answer).map(Secret::new);
        let key = renewed.clone().unwrap_or(key);
        let kept = match renewed {
            Some(renewed) if keep(core, source, &kept, &renewed).await => renewed,
            Some(_) | None => kept,
        };
        // A tenth less: clocks differ, and asking takes time.
        let good_for = SignedDuration::from_secs(i64::from(seconds) * 9 / 10);
        Ok(Granted {
            kept,
            key,
            token: Secret::new(token),
            until: core.now().saturating_add(good_for).unwrap_or(Timestamp::MAX),
        })
    }

    async fn post(&self, preset: &'static Preset, grant: &Grant, key: &Secret) -> Result<Value, Answer> {
        let wrong = || Answer::WrongToken(Detail::new("fetch-key-form"));
        let parts = preset
            .access_token
            .as_ref()
            .and_then(|token| token.parts_of(key.expose()))
            .ok_or_else(wrong)?;
        let opener = Opener {
            token: "",
            key: &parts,
        };
        let form = opener.form(grant.form(key.expose())).ok_or_else(wrong)?;
        let address = grant.address().ok_or_else(wrong)?;
        let mut request = self
            .web
            .request(Method::POST, &address)
            .map_err(|heard| refused(&heard))?
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        if let Some(basic) = &grant.basic {
            let basic = opener.fill(basic).ok_or_else(wrong)?;
            let (user, password) = basic.split_once(':').ok_or_else(wrong)?;
            request = request.basic_auth(user, Some(password));
        }
        for (name, value) in &grant.headers {
            let header = opener.fill(value).and_then(|value| secret_header(name, &value));
            let (name, value) = header.ok_or_else(wrong)?;
            request = request.header(name, value);
        }
        match send(request).await {
            Heard::Told(answer) => Ok(answer),
            other @ (Heard::Status(_) | Heard::TooLarge(_) | Heard::NotNow(_)) => Err(refused(&other)),
        }
    }

    /// Exchanges a key that was just given, where what it holds is good for a moment alone.
    pub(super) async fn redeem(&self, core: &Arc<Core>, source: SourceId, preset: &'static Preset) {
        match self.access(core, source, preset).await {
            Ok(_) | Err(Answer::Told(_)) => {}
            Err(Answer::Gone(why) | Answer::WrongToken(why) | Answer::NotYet(why) | Answer::NotNow(why)) => {
                core.note_refused(source, core.now(), &why);
            }
        }
    }
}

async fn key_of(core: &Arc<Core>, source: SourceId) -> Result<Secret, Answer> {
    let none = || Answer::WrongToken(Detail::new("fetch-no-token"));
    let source = core.connections.by_id(source).ok_or_else(none)?;
    let setup = core.setup_of(&source).await;
    let setup = setup.map_err(|unavailable| Answer::NotNow(unavailable.why))?;
    setup.access_token().cloned().ok_or_else(none)
}

fn check(preset: &'static Preset, key: &Secret) -> Result<(), Answer> {
    let token = preset.access_token.as_ref();
    let parts = token.and_then(|token| token.parts_of(key.expose()));
    match parts {
        Some(_) => Ok(()),
        None => Err(Answer::WrongToken(Detail::new("fetch-key-form"))),
    }
}

fn refused(heard: &Heard) -> Answer {
    match heard {
        Heard::Status(status) => {
            let coded = |id| Detail::with_args(id, vec![("status", status.as_u16().to_string())]);
            match *status {
                // RFC 6749, section 5.2
                StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    Answer::WrongToken(coded("fetch-token"))
                }
                _ => Answer::NotNow(coded("fetch-status")),
            }
        }
        Heard::NotNow(why) => Answer::NotNow(why.clone()),
        Heard::Told(_) | Heard::TooLarge(_) => Answer::NotNow(Detail::new("fetch-unreadable")),
    }
}

/// Whether it stands in the place of the kept one now: not where the owner has given another meanwhile.
async fn keep(core: &Arc<Core>, id: SourceId, kept: &Secret, renewed: &Secret) -> bool {
    let still = key_of(core, id).await.is_ok_and(|key| key.is(kept.expose()));
    let Some(source) = core.connections.by_id(id).filter(|_| still) else {
        return false;
    };
    let change = vec![(Slot::AccessToken, Some(renewed.clone()))];
    match core.secrets.change(&core.db, &source, change, false).await {
        Ok(()) => {
            core.connections.secrets_changed(id);
            true
        }
        Err(error) => {
            tracing::warn!(source.id = %id, error = %error, "a renewed key could not be kept");
            false
        }
    }
}
