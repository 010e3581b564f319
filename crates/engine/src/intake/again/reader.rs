//! Reads what the log holds of a delivery, as its source is set up now.

use std::collections::HashMap;

use recado_api::{Lang, SourceId};
use recado_webhook::another::Business;
use recado_webhook::authenticity::Secrets;
use recado_webhook::fingerprint::fingerprint;
use recado_webhook::mapping::Mapping;
use recado_webhook::preset::{self, Preset};
use recado_webhook::receive::{self, FetchOrder, Setup};
use recado_webhook::request::{Method, Unverified, Verified, sender_event_id};

use super::filing::Again;
use crate::connections::mapping as read_mapping;
use crate::core::Core;
use crate::intake::Understood;
use crate::intake::identity::KnownBy;
use crate::store::deliveries::kept::Kept;
use crate::store::sources::SourceRow;

/// Reads what was kept of one source's deliveries, as the source is set up now. They were genuine when they came, so
/// it takes no secret.
pub(crate) struct AgainReader {
    preset: &'static Preset,
    mapping: Option<Mapping>,
    business: Business,
    lang: Lang,
}

impl AgainReader {
    /// `None` where this version of Recado does not know the source's kind.
    pub(crate) fn new(core: &Core, source: &SourceRow) -> Option<Self> {
        Some(Self {
            preset: preset::find(&source.preset)?,
            mapping: source.mapping.as_ref().map(read_mapping),
            business: core.reader(),
            lang: core.lang(),
        })
    }

    /// As it would be read with another mapping.
    pub(crate) fn with(self, mapping: Mapping) -> Self {
        Self {
            mapping: Some(mapping),
            ..self
        }
    }

    pub(crate) fn preset(&self) -> &'static Preset {
        self.preset
    }

    pub(in crate::intake) fn again(&self, kept: Kept) -> Again {
        Again {
            known_by: self.known_by(&kept),
            understood: self.read(&kept),
            kept,
        }
    }

    /// What a delivery's details are known by, which its sender told us when it was asked: their own ids alone.
    pub(crate) fn fetched_known_by(&self, kept: &Kept) -> KnownBy {
        KnownBy {
            header_id: None,
            signed: None,
            ..self.known_by(kept)
        }
    }

    fn known_by(&self, kept: &Kept) -> KnownBy {
        KnownBy {
            source: kept.source_id,
            received_at: kept.received_at,
            request: kept.request_hash,
            header_id: sender_event_id(&kept.request.headers).map(str::to_owned),
            signed: kept.signed.clone(),
            ids_are_known: self.preset.map.is_some(),
        }
    }

    pub(crate) fn read(&self, kept: &Kept) -> Understood {
        let read = receive::read_again(&genuine(kept), &self.setup(kept));
        read.map_or_else(|error| Understood::unreadable(&error), Understood::from)
    }

    /// The tree of a delivery's body; `null` where it can not be read.
    pub(crate) fn body(&self, kept: &Kept) -> serde_json::Value {
        receive::tree(&genuine(kept), self.preset).unwrap_or_default()
    }

    /// What a delivery says, now that one of the things it names was fetched.
    pub(crate) fn read_fetched(
        &self,
        kept: &Kept,
        order: &FetchOrder,
        fetched: &serde_json::Value,
    ) -> Understood {
        let setup = self.setup(kept);
        match receive::read_fetched(&genuine(kept), &order.resource, fetched, &setup) {
            // Whoever asks for the same again would ask for ever.
            Ok(receive::Meaning::Fetch(_)) => Understood::Unmatched,
            Ok(receive::Meaning::Events(mut events)) => {
                // What it was asked for by is its id, where it tells no other.
                for event in events.iter_mut().filter(|event| event.external_id.is_none()) {
                    event.external_id = Some(order.id.clone());
                    event.version = Some(fingerprint(fetched));
                }
                Understood::Events(events)
            }
            Ok(meaning) => Understood::from(meaning),
            Err(error) => Understood::unreadable(&error),
        }
    }

    pub(crate) fn setup<'a>(&'a self, kept: &Kept) -> Setup<'a> {
        Setup {
            preset: self.preset,
            scheme: None,
            scheme_name: None,
            secrets: const { &Secrets::NONE },
            mapping: self.mapping.as_ref(),
            urls: &[],
            business: &self.business,
            lang: self.lang.tag(),
            received_at: kept.received_at,
        }
    }
}

/// A delivery of the log as it came. Only genuine ones are given here.
pub(crate) fn genuine(kept: &Kept) -> Verified {
    let request = &kept.request;
    let unverified = Unverified {
        method: Method::read(&request.method).unwrap_or(Method::Post),
        sub_path: request.sub_path.clone(),
        query: request.query.clone(),
        headers: request.headers.clone(),
        body: request.body.clone(),
    };
    unverified.known_genuine()
}

/// The readers of several sources.
pub(super) struct AgainReaders(HashMap<SourceId, Option<AgainReader>>);

impl AgainReaders {
    pub(super) fn new(core: &Core, sources: impl Iterator<Item = SourceId>) -> Self {
        let mut readers = HashMap::new();
        for id in sources {
            readers.entry(id).or_insert_with(|| {
                let source = core.connections.by_id(id)?;
                AgainReader::new(core, &source)
            });
        }
        Self(readers)
    }

    pub(super) fn of(&self, source: SourceId) -> Option<&AgainReader> {
        self.0.get(&source)?.as_ref()
    }
}
