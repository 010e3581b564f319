//! Asking a sender's own API for something by its id, and for what belongs to it.

use std::sync::Arc;

use jiff::SignedDuration;
use recado_api::SourceId;
use recado_webhook::preset::{Address, ErrorInside, Opener, Preset, Resource};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::grant::{Access, Tokens};
use super::web::{Heard, Web, secret_header, send};
use crate::core::Core;
use crate::store::deliveries::Detail;

/// What came of asking.
#[derive(Debug)]
pub(super) enum Answer {
    /// As one tree, whatever it came as.
    Told(Value),
    /// The sender has no such thing.
    Gone(Detail),
    WrongToken(Detail),
    /// The sender does not have it yet.
    NotYet(Detail),
    /// The sender can tell nothing at the moment; it may be asked again.
    NotNow(Detail),
}

/// What is to be asked for.
#[derive(Clone, Copy)]
pub(super) struct Order<'a> {
    pub(super) source: SourceId,
    pub(super) preset: &'static Preset,
    pub(super) resource: &'static Resource,
    pub(super) id: &'a str,
    /// Of the delivery that named it.
    pub(super) body: &'a Value,
    /// Since that delivery came.
    pub(super) age: SignedDuration,
}

pub(super) struct Asker {
    pub(super) web: Web,
    pub(super) tokens: Tokens,
}

impl Asker {
    /// `from` stands in the place of `https:/` in all addresses.
    pub(super) fn new(from: Option<String>) -> Self {
        Self {
            web: Web::new(from),
            tokens: Tokens::default(),
        }
    }

    /// Asks for something and, where that names something that belongs to it, for that too.
    pub(super) async fn ask(&self, core: &Arc<Core>, order: Order<'_>) -> Answer {
        let mut told = match self.ask_one(core, order).await {
            Answer::Told(told) => told,
            other @ (Answer::Gone(_) | Answer::WrongToken(_) | Answer::NotYet(_) | Answer::NotNow(_)) => {
                return other;
            }
        };
        let Some(then) = &order.resource.then else {
            return Answer::Told(told);
        };
        let (Some(resource), Some(id)) = (order.preset.resource(&then.resource), then.id_in(&told)) else {
            return Answer::Told(told);
        };
        let next = Order {
            resource,
            id: &id,
            ..order
        };
        match self.ask_one(core, next).await {
            Answer::Told(more) => {
                then.put(more, &mut told);
                Answer::Told(told)
            }
            Answer::Gone(_) => Answer::Told(told),
            other @ (Answer::WrongToken(_) | Answer::NotYet(_) | Answer::NotNow(_)) => other,
        }
    }

    async fn ask_one(&self, core: &Arc<Core>, order: Order<'_>) -> Answer {
        let Some(address) = order.resource.address(order.id, order.body) else {
            return Answer::Gone(Detail::new("fetch-no-address"));
        };
        let access = match self.access(core, order.source, order.preset).await {
            Ok(access) => access,
            Err(answer) => return answer,
        };
        let mut heard = self.get(&address, &order, &access).await;
        if is_refused(&heard) && access.is_granted {
            // It may have been withdrawn before its time.
            self.tokens.forget(order.source, &access).await;
            heard = match self.access(core, order.source, order.preset).await {
                Ok(access) => self.get(&address, &order, &access).await,
                Err(answer) => return answer,
            };
        }
        judged(heard, &order)
    }

    async fn get(&self, address: &Address, order: &Order<'_>, access: &Access) -> Heard {
        let wrong = || Heard::Status(StatusCode::UNAUTHORIZED);
        let Some(parts) = access.parts(order.preset) else {
            return wrong();
        };
        let opener = Opener {
            token: access.token.expose(),
            key: &parts,
        };
        let Some(address) = opener.with_query(address, &order.resource.auth) else {
            return wrong();
        };
        let mut request = match self.web.request(Method::GET, &address) {
            Ok(request) => request,
            Err(heard) => return heard,
        };
        for (name, value) in &order.resource.auth.headers {
            let header = opener.fill(value).and_then(|value| secret_header(name, &value));
            let Some((name, value)) = header else {
                return wrong();
            };
            request = request.header(name, value);
        }
        send(request).await
    }
}

fn is_refused(heard: &Heard) -> bool {
    matches!(
        heard,
        Heard::Status(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
    )
}

fn judged(heard: Heard, order: &Order<'_>) -> Answer {
    let tree = match heard {
        Heard::Told(tree) => tree,
        Heard::TooLarge(why) => return Answer::Gone(why),
        Heard::NotNow(why) => return Answer::NotNow(why),
        Heard::Status(status) => return of_status(status, order),
    };
    let code = |id, code: String| Detail::with_args(id, vec![("status", code)]);
    match order.resource.errors.as_ref().and_then(|errors| errors.of(&tree)) {
        None => Answer::Told(tree),
        Some(ErrorInside::WrongToken { code: said }) => Answer::WrongToken(code("fetch-token", said)),
        Some(ErrorInside::Gone { code: said }) => Answer::Gone(code("fetch-gone", said)),
        Some(ErrorInside::Other { code: said }) => Answer::NotNow(code("fetch-status", said)),
    }
}

fn of_status(status: StatusCode, order: &Order<'_>) -> Answer {
    let coded = |id| Detail::with_args(id, vec![("status", status.as_u16().to_string())]);
    let not_yet = SignedDuration::from_mins(order.resource.not_yet_minutes.into());
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Answer::WrongToken(coded("fetch-token")),
        StatusCode::NOT_FOUND if order.age < not_yet => Answer::NotYet(coded("fetch-status")),
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::NO_CONTENT => {
            Answer::Gone(coded("fetch-gone"))
        }
        _ => Answer::NotNow(coded("fetch-status")),
    }
}
