//! What the relay is told of the sources: the hashes of their keys, and what to do for each while this computer is
//! away.

use std::collections::HashSet;

use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use recado_api::view::SourceState;
use recado_tunnel::identity::Address;
use recado_tunnel::keys::{KeptAnswer, KeyHash, SourceKey};
use recado_tunnel::limits::{MOST_KEYS, USUAL_LIVE_LIMIT_MS};
use recado_webhook::preset::{self, AnswerBody, Preset};
use recado_webhook::request::Method;

use crate::core::Core;
use crate::store::sources::SourceRow;

/// The longest live limit, in milliseconds. While a line is dead and nobody has noticed, every sender waits so long.
const LONGEST_LIVE_LIMIT_MS: u32 = 2_500;

/// What senders hear, who want no words of their own, while their delivery waits.
const WAITS: &[u8] = br#"{"verdict":"waiting"}"#;

/// All sources that are reached through the relay.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) entries: Vec<SourceKey>,
    /// The keys that it is about.
    pub(super) keys: HashSet<String>,
    /// When the first of the former addresses in it is good no longer.
    pub(super) until: Option<Timestamp>,
}

impl Table {
    /// As the sources are at `now`.
    pub(super) fn of(core: &Core, address: &Address, now: Timestamp) -> Self {
        let mut sources = core.connections.all();
        sources.retain(|source| source.state != SourceState::Removed);
        sources.sort_by_key(|source| source.id);
        let mut table = Self {
            entries: Vec::new(),
            keys: HashSet::new(),
            until: None,
        };
        let mut former = Vec::new();
        for source in &sources {
            table.add(address, source, &source.key);
            if let Some((key, until)) = source.former_key.as_ref().filter(|(_, until)| *until > now) {
                former.push((source, key));
                table.until = Some(table.until.map_or(*until, |first| first.min(*until)));
            }
        }
        // Where there is not room for all, those that are shown come first.
        for (source, key) in former {
            table.add(address, source, key);
        }
        table
    }

    fn add(&mut self, address: &Address, source: &SourceRow, key: &str) {
        if self.entries.len() == MOST_KEYS {
            tracing::warn!(source.id = %source.id, most = MOST_KEYS, "the relay takes no more sources");
            return;
        }
        if self.keys.insert(key.to_owned()) {
            self.entries.push(entry(address, source, key));
        }
    }
}

fn entry(address: &Address, source: &SourceRow, key: &str) -> SourceKey {
    let preset = preset::find(&source.preset);
    SourceKey {
        hash: KeyHash::of(address, key),
        keep: kept_methods(source, preset),
        answer: kept_answer(preset),
        live_limit_ms: live_limit_ms(preset),
    }
}

/// Those with which deliveries come. A handshake needs this computer itself: what waited would answer nobody.
fn kept_methods(source: &SourceRow, preset: Option<&Preset>) -> Vec<http::Method> {
    let Some(preset) = preset else {
        return vec![http::Method::POST];
    };
    let is_kept = |method: &Method| match method {
        Method::Get if preset.id == preset::OTHER => source.allow_get,
        Method::Get => !preset.handshake.is_some_and(|handshake| handshake.takes_get()),
        Method::Post | Method::Put => true,
    };
    let kept = preset.methods.iter().filter(|method| is_kept(method));
    kept.map(|method| match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
    })
    .collect()
}

fn kept_answer(preset: Option<&Preset>) -> KeptAnswer {
    let answer = preset.map(|preset| preset.answer.clone()).unwrap_or_default();
    let (content_type, body) = match answer.body {
        AnswerBody::Json => (HeaderValue::from_static("application/json"), WAITS.to_vec()),
        AnswerBody::Text(text) => {
            let content_type = HeaderValue::try_from(answer.content_type);
            let content_type = content_type.unwrap_or(HeaderValue::from_static("text/plain"));
            (content_type, text.into_bytes())
        }
        AnswerBody::Empty => (HeaderValue::from_static("text/plain"), Vec::new()),
    };
    KeptAnswer {
        status: StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK),
        content_type: (!body.is_empty()).then_some(content_type),
        body,
    }
}

/// A quarter of what a sender is known to wait. Whoever waits longer hears this computer's own answer more often, which
/// handshakes need.
fn live_limit_ms(preset: Option<&Preset>) -> u32 {
    let patience = preset.and_then(|preset| preset.patience.as_ref()?.seconds_to_answer);
    let quarter = patience.map_or(0, |seconds| seconds.saturating_mul(250));
    quarter.clamp(USUAL_LIVE_LIMIT_MS, LONGEST_LIVE_LIMIT_MS)
}

#[cfg(test)]
mod tests {
    use recado_tunnel::identity::Identity;
    use recado_tunnel::keys::KeyTable;

    use super::*;

    fn of_preset(preset: &str, allow_get: bool) -> SourceKey {
        let source = SourceRow {
            preset: preset.to_owned(),
            allow_get,
            ..SourceRow::for_tests()
        };
        entry(&Identity::new().unwrap().address(), &source, &source.key)
    }

    #[test]
    fn every_kind_of_sender_has_an_answer_that_a_relay_takes() {
        for preset in preset::all() {
            let entry = of_preset(preset.id, true);
            assert!(!entry.keep.is_empty(), "{}", preset.id);
            let table = KeyTable::new(1, vec![entry]).unwrap();
            assert_eq!(
                KeyTable::from_bytes(&table.to_bytes().unwrap()),
                Ok(table),
                "{}",
                preset.id
            );
        }
        assert_eq!(of_preset("of a later version", true).keep, [http::Method::POST]);
    }

    #[test]
    fn a_handshake_is_not_kept_and_a_delivery_by_get_is() {
        use http::Method;
        assert_eq!(of_preset("whatsapp-cloud", true).keep, [Method::POST]);
        assert_eq!(of_preset("twilio", true).keep, [Method::POST, Method::GET]);
        assert_eq!(of_preset(preset::OTHER, false).keep, [Method::POST]);
        assert_eq!(of_preset(preset::OTHER, true).keep, [Method::POST, Method::GET]);
    }

    #[test]
    fn the_live_limit_follows_the_sender_s_patience() {
        assert_eq!(of_preset("cal-com", false).live_limit_ms, 700);
        assert_eq!(of_preset("whatsapp-cloud", false).live_limit_ms, 750);
        assert_eq!(of_preset("woocommerce", false).live_limit_ms, 2_500);
    }
}
