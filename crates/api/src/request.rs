//! The one list of what may be asked, each request with its answer.
//!
//! A request is a struct named as an order. [`Request`] is the closed enum of them all, which crosses the socket as
//! `{"RequestName": {…}}`; [`Ask`] ties each to the type of its answer. The engine handles them by
//! [`for_each_request!`](crate::for_each_request), so that a request without a handler does not compile.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Lang;
use crate::hello::Hello;
use crate::ids::{ActId, ContactId, DeliveryId, SourceId, StageId};
use crate::secret::SecretText;
use crate::view::{
    Acted, Added, AddressCheck, Alert, AlertKind, Applied, Board, BoardFilter, BoardNumbers, Business,
    BusinessKind, CardPage, ContactDetails, ContactPage, DayOfDeliveries, DeliveryDetails, DeliveryFilter,
    DeliveryPage, Desktop, Finding, Hit, IdentityFile, Lockout, Mapping, MappingPreview, Monitoring, Payload,
    Preset, Reach, Receiving, Rehearsal, Replied, ReplyVia, Resumed, SampleKind, SampleSent, SecretSet,
    SetUp, Setting, Settings, ShapeComparison, Source, SourceDetails, Span, TestsRemoved, TimelinePage,
    ToastPage, Undone,
};

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
            ListPresets => Vec<Preset>,
            ListSources => Vec<Source>,
            ShowSource => SourceDetails,
            AddSource => Source,
            RenameSource => Source,
            RotateAddress => SourceDetails,
            SetScheme => SecretSet,
            SetSecret => SecretSet,
            DropFormerSecret => SourceDetails,
            SetAccessToken => SourceDetails,
            SetPublicUrl => SecretSet,
            PauseSource => Source,
            ResumeSource => Resumed,
            RemoveSource => Source,
            SendSample => SampleSent,
            RemoveTests => TestsRemoved,
            ShowBoard => Board,
            CountBoard => BoardNumbers,
            ListCards => CardPage,
            Search => Vec<Hit>,
            ListContacts => ContactPage,
            ShowContact => ContactDetails,
            ListTimeline => TimelinePage,
            AddContact => Added,
            EditContact => Acted,
            MoveContact => Acted,
            MarkRead => Acted,
            AddNote => Acted,
            Reply => Replied,
            ArchiveContact => Acted,
            RestoreContact => Acted,
            Undo => Undone,
            ListDeliveries => DeliveryPage,
            ShowDelivery => DeliveryDetails,
            CountDeliveries => DayOfDeliveries,
            ShowMonitoring => Monitoring,
            ShowMetrics => String,
            ApplyDeliveries => Applied,
            ShowPayload => Option<Payload>,
            PreviewMapping => MappingPreview,
            RehearseMapping => Rehearsal,
            SaveMapping => Applied,
            ShowShapeChange => Option<ShapeComparison>,
            ListAlerts => Vec<Alert>,
            DismissAlert => Vec<Alert>,
            RestoreAlert => Vec<Alert>,
            ListLockouts => Vec<Lockout>,
            LiftLockout => Vec<Lockout>,
            ShowSettings => Settings,
            ChangeSetting => Settings,
            ShowReceiving => Receiving,
            ShowReach => Reach,
            UseRelay => Reach,
            LeaveRelay => Reach,
            ConnectTunnel => Reach,
            SetOwnAddress => Reach,
            CheckOwnAddress => AddressCheck,
            ExportIdentity => IdentityFile,
            ImportIdentity => Reach,
            ListToasts => ToastPage,
            MarkToasts => (),
            ShowDesktop => Option<Desktop>,
            CopyText => (),
            StartWithComputer => Desktop,
            Examine => Vec<Finding>,
            Stop => (),
        }
    };
}

macro_rules! request_enum {
    ($($name:ident => $answer:ty,)*) => {
        /// Anything that may be asked.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SayHello {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowBusiness {}

/// Says whose Recado this is. While there is no contact, the board gets the stages of the kind of business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListSources {}

/// The kinds of senders that are known, in the app's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListPresets {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowSource {
    pub source: SourceId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddSource {
    pub title: String,
    /// The id of a preset; `other` when absent.
    pub preset: Option<String>,
    /// The secret of the preset's usual scheme.
    pub secret: Option<SecretText>,
    pub allow_get: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RenameSource {
    pub source: SourceId,
    pub title: String,
}

/// Gives a source a new address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RotateAddress {
    pub source: SourceId,
    /// Whether the old one is still good for a week, until the new one is pasted at the sender's.
    pub keep_former: bool,
}

/// Says how the sender shows that it is genuine. What was refused before is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetScheme {
    pub source: SourceId,
    /// The id of one of the preset's schemes.
    pub scheme: String,
    /// The name of the header, parameter or field that carries the proof; the scheme's own when absent.
    pub name: Option<String>,
}

/// Sets the secret with which the sender shows that it is genuine. What was refused before is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetSecret {
    pub source: SourceId,
    /// `None` to have none.
    pub secret: Option<SecretText>,
    /// Whether the one that is replaced is still good for a week.
    pub keep_former: bool,
}

/// The secret that was replaced is good no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DropFormerSecret {
    pub source: SourceId,
}

/// Sets the key with which details are fetched from the sender. What waits for it is fetched at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetAccessToken {
    pub source: SourceId,
    /// `None` to have none.
    pub token: Option<SecretText>,
}

/// Sets the address under which the sender knows this source, where it signs that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetPublicUrl {
    pub source: SourceId,
    pub url: Option<String>,
}

/// From now on deliveries are kept and wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PauseSource {
    pub source: SourceId,
}

/// Files what waited, and from now on everything at once. Answered when all of it is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ResumeSource {
    pub source: SourceId,
}

/// Its sender gets a 410 from now on; what it brought stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RemoveSource {
    pub source: SourceId,
}

/// Sends something to the source's address as its sender would, over HTTP and marked as a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SendSample {
    pub source: SourceId,
    pub kind: SampleKind,
    /// The name of one of the preset's samples; the small one that stands for a first contact when absent.
    pub sample: Option<String>,
}

/// Erases every test contact with its timeline and log. It cannot be undone; another test is one click away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RemoveTests {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowBoard {
    pub filter: BoardFilter,
    /// How many cards of each column come with it; at most 200.
    pub cards: u32,
}

/// The numbers alone: cheap enough to be asked anew after changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CountBoard {
    pub filter: BoardFilter,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListCards {
    pub stage: StageId,
    pub filter: BoardFilter,
    /// From the top.
    pub offset: u32,
    /// At most 500 are given.
    pub limit: u32,
}

/// Looks for words in names, e-mail addresses, messages and notes, and for digits in phones, however they are written.
/// Every word must be found, the last one as a beginning. Archived contacts are found too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Search {
    pub text: String,
    /// At most 100 are given.
    pub limit: u32,
}

/// A page of contacts in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListContacts {
    pub after: Option<ContactId>,
    /// At most 1,000 are given.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowContact {
    pub contact: ContactId,
    /// How many entries of the timeline come with it; at most 200.
    pub entries: u32,
}

/// Older entries of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListTimeline {
    pub contact: ContactId,
    /// The id of the oldest entry that is known.
    pub before: String,
    /// At most 200 are given.
    pub limit: u32,
}

/// Puts somebody on the board by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddContact {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub note: Option<String>,
    /// The first stage when absent.
    pub stage: Option<StageId>,
}

/// What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EditContact {
    pub contact: ContactId,
    pub name: Option<String>,
    pub phones: Option<Vec<String>>,
    pub emails: Option<Vec<String>>,
}

/// Puts a card right under another card of a stage, or on top of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoveContact {
    pub contact: ContactId,
    pub stage: StageId,
    /// The card above; `None` for the top.
    pub under: Option<ContactId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MarkRead {
    pub contact: ContactId,
    pub read: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddNote {
    pub contact: ContactId,
    pub text: String,
}

/// The owner goes to answer elsewhere: nobody waits any more, and the timeline says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reply {
    pub contact: ContactId,
    pub via: ReplyVia,
    /// What the other program is opened with.
    pub text: Option<String>,
}

/// Takes a card off the board. It comes back by itself when they write again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArchiveContact {
    pub contact: ContactId,
}

/// Puts an archived card back on top of the stage where it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RestoreContact {
    pub contact: ContactId,
}

/// Takes back what the owner did, if nothing has happened since that contradicts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Undo {
    pub act: ActId,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListDeliveries {
    pub filter: DeliveryFilter,
    /// The last one known; from the beginning when absent.
    pub after: Option<DeliveryId>,
    /// In the order of receipt, or the newest first.
    pub newest_first: bool,
    /// At most 1,000 are given.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowDelivery {
    pub delivery: DeliveryId,
}

/// The deliveries of a day by the hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CountDeliveries {
    /// YYYY-MM-DD; today in the business's zone when absent.
    pub day: Option<String>,
    pub source: Option<SourceId>,
}

/// What came over a span of time, from one source or from all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowMonitoring {
    pub source: Option<SourceId>,
    pub span: Span,
}

/// All that was counted since the folder was made, and how it stands now, in the text format of Prometheus
/// (version 0.0.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowMetrics {}

/// Reads deliveries again, as their sources are set up now. What was applied before is not applied twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ApplyDeliveries {
    One(DeliveryId),
    /// All that name nobody, of one source or of all.
    Unmatched(Option<SourceId>),
}

/// The payload that a source received last, to be mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowPayload {
    pub source: SourceId,
}

/// What a mapping makes of a payload, without changing anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewMapping {
    pub delivery: DeliveryId,
    pub mapping: Mapping,
}

/// Tries a mapping on the last 100 deliveries of a source, without changing anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RehearseMapping {
    pub source: SourceId,
    pub mapping: Mapping,
}

/// Keeps a mapping, and reads again what named nobody and what came without something since the source's shape has
/// changed. Answered when all of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaveMapping {
    pub source: SourceId,
    pub mapping: Mapping,
}

/// What a source sends now beside what it sent before, where that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowShapeChange {
    pub source: SourceId,
}

/// What the owner should know of the sources now, what was dismissed aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListAlerts {}

/// The owner knows: it is not shown again unless it ends and begins anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DismissAlert {
    pub source: SourceId,
    pub kind: AlertKind,
}

/// What was dismissed is to be shown after all, where it is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RestoreAlert {
    pub source: SourceId,
    pub kind: AlertKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListLockouts {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LiftLockout {
    pub source: SourceId,
    pub remote: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowSettings {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangeSetting {
    pub setting: Setting,
}

/// Whether deliveries are taken now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowReceiving {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowReach {}

/// Receives by a relay from now on, instead of any other. The link is made in the background. An own address is
/// forgotten: the latest word counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UseRelay {
    /// `recado://relay/…`, or the origin of a relay that is open to all.
    pub invitation: String,
}

/// Receives by no relay any more. The identity stays: at the same relay it is the same address again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeaveRelay {}

/// Makes the link now, without waiting for the next attempt, and also where it was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConnectTunnel {}

/// Says where the owner's own tunnel, proxy or router makes the receiver public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetOwnAddress {
    /// `None` to have none.
    pub url: Option<String>,
}

/// Asks at an address, from outside as far as this computer can, and tells whether the question came in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckOwnAddress {
    pub url: String,
}

/// The identity of this computer at relays, with the relay in use, encrypted with a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportIdentity {
    pub passphrase: SecretText,
}

/// Takes over the identity of another computer, and its relay. Where this one has an address of its own, that is given
/// up; senders that use it no longer reach this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportIdentity {
    /// The text of the file.
    pub text: String,
    pub passphrase: SecretText,
}

/// What was not yet told on the desktop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListToasts {
    /// At most 100 are given.
    pub limit: u32,
}

/// These were told: all up to that number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MarkToasts {
    pub through: u64,
}

/// `None` where the holder is not a desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShowDesktop {}

/// Puts a text on the clipboard, where it stays when the window closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CopyText {
    pub text: String,
}

/// Whether Recado starts when the owner signs in to the computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StartWithComputer {
    pub on: bool,
}

/// Reads the whole database for damage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Examine {}

/// Ends the holder gracefully. Answered before it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stop {}
