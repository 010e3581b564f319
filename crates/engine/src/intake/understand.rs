//! What a request says, before anything is looked up.

use recado_webhook::another::{self, Reading};
use recado_webhook::body::{self, BodyError};
use recado_webhook::event::Event;
use recado_webhook::request::{Authenticity, Unverified};

use crate::store::deliveries::Detail;

/// A request that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Understood {
    /// At least one event, each with somebody to file it under.
    Events(Vec<Event>),
    /// Well-formed, but it names nobody.
    Unmatched,
    /// Not what its content type says.
    Malformed(Detail),
}

/// A kind of body that Recado does not read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsupported(pub(crate) Detail);

/// Verifies, parses and maps a request. Takes time in proportion to the body: not for the runtime's threads when the
/// body is large.
pub(crate) fn understand(
    request: Unverified,
    business: &another::Business,
) -> Result<Understood, Unsupported> {
    let verified = match request.verify(&Authenticity::AddressOnly) {
        Ok(verified) => verified,
        Err(refused) => match refused {},
    };
    match body::read_body(&verified) {
        Ok(parsed) => Ok(match another::read_another_system(&parsed, business) {
            Reading::Events(events) => Understood::Events(events),
            Reading::Unmatched(_) => Understood::Unmatched,
        }),
        Err(BodyError::Malformed(malformed)) => {
            let (id, args) = malformed.message();
            Ok(Understood::Malformed(Detail::with_args(id, args)))
        }
        Err(error @ (BodyError::UnsupportedMediaType { .. } | BodyError::UnsupportedEncoding { .. })) => {
            let (id, args) = error.message();
            Err(Unsupported(Detail::with_args(id, args)))
        }
    }
}
