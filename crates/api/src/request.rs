//! The one list of what may be asked, each request with its answer.
//!
//! A request is a struct named as an order. [`Request`] is the closed enum of them all, which crosses the socket as
//! `{"RequestName": {…}}`; [`Ask`] ties each to the type of its answer. The engine handles them by
//! [`for_each_request!`](crate::for_each_request), so that a request without a handler does not compile.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::hello::Hello;
use crate::ids::{ContactId, DeliveryId, SourceId};
use crate::view::{Business, BusinessKind, ContactPage, DeliveryPage, Finding, Resumed, SetUp, Source};

/// A request and the type of its answer.
pub trait Ask: Into<Request> + Send {
    type Answer: Serialize + DeserializeOwned + Send;
}

/// Calls the macro `$then` with the whole list, as `RequestName => Answer,` lines.
#[macro_export]
macro_rules! for_each_request {
    ($then:ident) => {
        $then! {
            SayHello => Hello,
            ShowBusiness => Business,
            SetUpBusiness => SetUp,
            ListSources => Vec<Source>,
            AddSource => Source,
            PauseSource => Source,
            ResumeSource => Resumed,
            RemoveSource => Source,
            ListContacts => ContactPage,
            ListDeliveries => DeliveryPage,
            Examine => Vec<Finding>,
            Stop => (),
        }
    };
}

macro_rules! request_enum {
    ($($name:ident => $answer:ty,)*) => {
        /// Anything that may be asked.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Request {
            $($name($name),)*
        }

        $(
            impl Ask for $name {
                type Answer = $answer;
            }

            impl From<$name> for Request {
                fn from(request: $name) -> Self {
                    Self::$name(request)
                }
            }
        )*
    };
}

for_each_request!(request_enum);

/// Who answers here?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayHello {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowBusiness {}

/// Says whose Recado this is. While there is no contact, the board gets the stages of the kind of business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpBusiness {
    pub name: String,
    pub kind: BusinessKind,
    pub lang: Lang,
    /// ISO 3166-1 alpha-2; guessed from the zone and the language when absent.
    pub country: Option<String>,
    /// An IANA time zone; the computer's when absent.
    pub zone: Option<String>,
}

/// The sources that were not removed, in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSources {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddSource {
    pub title: String,
    pub allow_get: bool,
}

/// From now on deliveries are kept and wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseSource {
    pub source: SourceId,
}

/// Files what waited, and from now on everything at once. Answered when all of it is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeSource {
    pub source: SourceId,
}

/// Its sender gets a 410 from now on; what it brought stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveSource {
    pub source: SourceId,
}

/// A page of contacts in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListContacts {
    pub after: Option<ContactId>,
    /// At most 1,000 are given.
    pub limit: u32,
}

/// A page of the log in the order of receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDeliveries {
    pub after: Option<DeliveryId>,
    /// At most 1,000 are given.
    pub limit: u32,
}

/// Reads the whole database for damage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examine {}

/// Ends the holder gracefully. Answered before it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {}
