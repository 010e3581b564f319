//! The things on screen, as they cross to whoever shows them.

mod act;
mod alert;
mod board;
mod business;
mod contact;
mod delivery;
mod desktop;
mod finding;
mod gate;
mod mapping;
mod monitoring;
mod preset;
mod reach;
mod sample;
mod settings;
mod shape;
mod source;
mod timeline;
mod toast;

pub use act::{Acted, Added, Replied, TestsRemoved, Undone};
pub use alert::{Alert, AlertKind, AlertWhat, GaveUp, ShapeChanged, Silence, Unanswered};
pub use board::{
    Board, BoardFilter, BoardNumbers, CardPage, Column, ColumnNumbers, FoundIn, Hit, Outcome, Piece, Stage,
    Tallies,
};
pub use business::{Business, BusinessKind, SetUp};
pub use contact::{Appointment, AppointmentState, Arrival, Contact, ContactPage, Money};
pub use delivery::{
    BodyKind, DayOfDeliveries, Delivery, DeliveryBody, DeliveryDetails, DeliveryFilter, DeliveryPage,
    EventLine, MappedEvent, Verdict,
};
pub use desktop::{Attach, Desktop, Destination, Receiving, WindowOrder};
pub use finding::{Finding, Health};
pub use gate::{Gate, Lockout, Refusing, Retention};
pub use mapping::{Applied, Mapping, MappingPreview, MappingRule, Payload, Rehearsal, Role};
pub use monitoring::{AnswerTimes, DeliveryCounts, Monitoring, Numbers, SourceNumbers, Span, Step};
pub use preset::{GivesUp, Patience, Preset, PresetGroup, Scheme, SecretField};
pub use reach::{AddressCheck, ForwardedHeader, IdentityFile, Link, LinkStop, Reach, TrustedProxy, Tunnel};
pub use sample::{SampleKind, SampleOffer, SampleRequest, SampleSent, SampleWrong, Samples};
pub use settings::{Pause, Setting, Settings, Theme};
pub use shape::{GoneValue, NewValue, ProposedValue, ShapeComparison, ShapeSide};
pub use source::{Resumed, SecretSet, SecretsKept, Source, SourceDetails, SourceState, Trouble};
pub use timeline::{
    ContactDetails, Earlier, EventEntry, EventKind, Field, Receipt, ReplyVia, TimelineEntry, TimelinePage,
    What,
};
pub use toast::{Toast, ToastPage};
