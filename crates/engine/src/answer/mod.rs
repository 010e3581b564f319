//! What is asked of the engine, answered.
//!
//! [`Handle`] is implemented once for each request of `recado-api`, in the file of its subject; a request without a
//! handler does not compile. [`serve`] puts all of them on the local socket.

mod acts;
mod alerts;
mod apply;
mod board;
mod business;
mod contact_acts;
mod contacts;
mod deliveries;
mod delivery_log;
mod desktop;
mod examine;
pub(crate) mod failure;
#[cfg(test)]
mod filled_shop;
mod gate;
mod hello;
mod identity;
mod mapping;
mod metrics;
mod monitoring;
mod own_address;
mod people;
mod presets;
mod reach;
mod receiving;
mod reply;
mod router;
mod samples;
mod search;
mod settings;
mod shape;
mod source_setup;
mod sources;
mod timeline;
mod toasts;
mod undo;
mod verify_token;

use std::sync::Arc;

use recado_api::{Ask, Failure, Request};
use serde_json::value::RawValue;

pub(crate) use business::{first_business, first_stages};
pub(crate) use presets::gives_up;
pub(crate) use router::serve;
pub(crate) use settings::{follow_the_computer, trusted_proxy};
pub(crate) use sources::keep_port;

use crate::core::Core;

/// Answers one kind of request.
trait Handle<R: Ask> {
    fn handle(self: &Arc<Self>, request: R) -> impl Future<Output = Result<R::Answer, Failure>> + Send;
}

macro_rules! answer_each {
    ($($name:ident => $answer:ty,)*) => {
        /// Answers any request, as JSON.
        pub(crate) async fn answer(core: &Arc<Core>, request: Request) -> Result<Box<RawValue>, Failure> {
            match request {
                $(Request::$name(request) => {
                    let answer = Handle::handle(core, request).await?;
                    serde_json::value::to_raw_value(&answer).map_err(|error| failure::internal(core, &error))
                })*
            }
        }
    };
}

recado_api::for_each_request!(answer_each);
