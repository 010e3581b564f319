//! All that a delivery of a source is read and judged by, found once and kept until something of it changes.

use std::sync::Arc;

use jiff::Timestamp;
use recado_api::{SourceId, view};
use recado_webhook::authenticity::{Secret, Secrets};
use recado_webhook::mapping::{Mapping, Role, Rule};
use recado_webhook::preset::{self, Preset};

use crate::core::Core;
use crate::secrets::{Held, Unavailable};
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;

/// How a source is set up, its secrets included.
#[derive(Debug)]
pub(crate) struct SourceSetup {
    pub(crate) source: Arc<SourceRow>,
    pub(crate) preset: &'static Preset,
    /// What the owner said the values are.
    pub(crate) mapping: Option<Mapping>,
    /// Under which its sender may know the source, without a query.
    pub(crate) urls: Vec<String>,
    /// With the secret that was replaced, and until when that is.
    with_former: Option<(Secrets, Timestamp)>,
    secrets: Secrets,
    access_token: Option<Secret>,
}

impl SourceSetup {
    fn new(source: Arc<SourceRow>, preset: &'static Preset, held: &Held) -> Self {
        let secrets = Secrets {
            current: held.current.clone(),
            former: None,
            verify_token: source.verify_token.clone().map(Secret::new),
        };
        let with_former = source.former_secret_until.zip(held.former.clone());
        Self {
            preset,
            mapping: source.mapping.as_ref().map(mapping),
            urls: source.public_url.iter().map(|url| without_query(url)).collect(),
            with_former: with_former.map(|(until, former)| {
                let with_former = Secrets {
                    former: Some(former),
                    ..secrets.clone()
                };
                (with_former, until)
            }),
            secrets,
            access_token: held.access_token.clone(),
            source,
        }
    }

    /// The secrets that are good for what was received at `at`.
    pub(crate) fn secrets(&self, at: Timestamp) -> &Secrets {
        match &self.with_former {
            Some((with_former, until)) if *until > at => with_former,
            Some(_) | None => &self.secrets,
        }
    }

    /// With which details are fetched.
    pub(crate) fn access_token(&self) -> Option<&Secret> {
        self.access_token.as_ref()
    }
}

impl Core {
    /// How a source is set up. After the first time that is a look into memory.
    ///
    /// # Errors
    /// When its secrets cannot be read now, or it is of a kind that this version of Recado does not know: what comes
    /// can be kept, but not be judged.
    pub(crate) async fn setup_of(&self, source: &Arc<SourceRow>) -> Result<Arc<SourceSetup>, Unavailable> {
        if let Some(setup) = self.connections.setup(source) {
            return Ok(setup);
        }
        let preset = preset::find(&source.preset).ok_or_else(|| Unavailable {
            why: Detail::with_args("preset-unknown", vec![("preset", source.preset.clone())]),
            passing: false,
        })?;
        let held = self.secrets.held(source, self.now()).await?;
        if self.secrets.readable_again() {
            self.readable_again.notify_one();
        }
        let setup = Arc::new(SourceSetup::new(source.clone(), preset, &held));
        self.connections.keep_setup(&setup);
        Ok(setup)
    }
}

impl super::Connections {
    /// The kept one, if it is of that very row.
    fn setup(&self, source: &Arc<SourceRow>) -> Option<Arc<SourceSetup>> {
        let known = self.read();
        let setup = known.by_id.get(&source.id)?.setup.as_ref()?;
        Arc::ptr_eq(&setup.source, source).then(|| setup.clone())
    }

    /// Keeps it, unless something has changed since it was begun.
    fn keep_setup(&self, setup: &Arc<SourceSetup>) {
        let mut known = self.write();
        if let Some(connection) = known.by_id.get_mut(&setup.source.id)
            && Arc::ptr_eq(&connection.row, &setup.source)
        {
            connection.setup = Some(setup.clone());
        }
    }

    /// Whether the folder has any secret.
    pub(crate) fn any_secret(&self) -> bool {
        self.read().by_id.values().any(|known| known.row.has_any_secret())
    }

    /// The sources that have secrets.
    pub(crate) fn with_secrets(&self) -> Vec<SourceId> {
        let known = self.read();
        let with = known.by_id.values().filter(|known| known.row.has_any_secret());
        with.map(|known| known.row.id).collect()
    }
}

/// A mapping as it is shown.
pub(crate) fn shown_mapping(mapping: &Mapping) -> view::Mapping {
    view::Mapping {
        rules: mapping.rules.iter().map(shown_rule).collect(),
    }
}

pub(crate) fn shown_rule(rule: &Rule) -> view::MappingRule {
    view::MappingRule {
        path: rule.path.clone(),
        role: shown_role(&rule.role),
    }
}

pub(crate) fn shown_role(role: &Role) -> view::Role {
    match role {
        Role::Name => view::Role::Name,
        Role::Phone => view::Role::Phone,
        Role::Email => view::Role::Email,
        Role::Message => view::Role::Message,
        Role::AppointmentTime => view::Role::AppointmentTime,
        Role::Amount => view::Role::Amount,
        Role::ExternalId => view::Role::ExternalId,
        Role::Tag => view::Role::Tag,
        Role::Field(name) => view::Role::Field(name.clone()),
    }
}

/// The owner's mapping, as those take it who read payloads.
pub(crate) fn mapping(shown: &view::Mapping) -> Mapping {
    let rules = shown.rules.iter().map(|rule| Rule {
        path: rule.path.clone(),
        role: match &rule.role {
            view::Role::Name => Role::Name,
            view::Role::Phone => Role::Phone,
            view::Role::Email => Role::Email,
            view::Role::Message => Role::Message,
            view::Role::AppointmentTime => Role::AppointmentTime,
            view::Role::Amount => Role::Amount,
            view::Role::ExternalId => Role::ExternalId,
            view::Role::Tag => Role::Tag,
            view::Role::Field(name) => Role::Field(name.clone()),
        },
    });
    Mapping {
        rules: rules.collect(),
    }
}

/// The query is another with each request.
pub(crate) fn without_query(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}
