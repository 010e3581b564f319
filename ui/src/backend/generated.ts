// Made from the types in crates/api by its test `typescript`; do not edit.

/**
 * What the app says about itself.
 */
export type About = { version: string, data_folder: string, 
/**
 * The programs by others that Recado is made with, and their licences, as one text.
 */
licences: string, };

/**
 * One thing the owner did to a contact.
 */
export type ActId = string;

/**
 * The owner did something to a contact, which can be undone.
 */
export type Acted = { 
/**
 * As it is now.
 */
contact: Contact, 
/**
 * For [`crate::request::Undo`]; absent where nothing had to be changed.
 */
act: ActId | null, };

/**
 * Puts somebody on the board by hand.
 */
export type AddContact = { name: string, phone: string | null, email: string | null, note: string | null, 
/**
 * The first stage when absent.
 */
stage: StageId | null, };

export type AddNote = { contact: ContactId, text: string, };

export type AddSource = { title: string, 
/**
 * The id of a preset; `other` when absent.
 */
preset: string | null, 
/**
 * The secret of the preset's usual scheme.
 */
secret: SecretText | null, allow_get: boolean, };

/**
 * The answer to [`crate::request::AddContact`].
 */
export type Added = { "added": Acted } | { "exists": Contact };

/**
 * What came of trying the owner's own public address.
 */
export type AddressCheck = { 
/**
 * The address as it would be kept.
 */
address: string, 
/**
 * Whether what was asked there came in at this very receiver.
 */
reached: boolean, 
/**
 * What was found, and what can be done, in the app's language.
 */
found: string, 
/**
 * The proxy in between names the sender in this header. Absent where there was none, or several that do not agree.
 */
header: ForwardedHeader | null, };

/**
 * Something that the owner should know of a source, for as long as it lasts.
 */
export type Alert = { source_id: SourceId, 
/**
 * The source's title.
 */
source: string, since: string, what: AlertWhat, };

export type AlertKind = "silent" | "shape_changed" | "unanswered" | "gave_up";

/**
 * What it is. A source has at most one of each kind.
 */
export type AlertWhat = { "silent": Silence } | { "shape_changed": ShapeChanged } | { "unanswered": Unanswered } | { "gave_up": GaveUp };

/**
 * How long senders waited for their answers, in microseconds, from the last byte received to the commit. Rounded up
 * to the next of ten steps a decade.
 */
export type AnswerTimes = { 
/**
 * Half of the answers took no longer.
 */
median_micros: number, 
/**
 * 95 of 100 answers took no longer.
 */
p95_micros: number, };

/**
 * The answer to [`crate::request::SaveMapping`] and [`crate::request::ApplyDeliveries`].
 */
export type Applied = { 
/**
 * How many deliveries were read again.
 */
deliveries: number, 
/**
 * How many of them are now on somebody's card that were not before.
 */
recovered: number, 
/**
 * How many were on somebody's card already and have got what they lacked.
 */
completed: number, };

/**
 * Reads deliveries again, as their sources are set up now. What was applied before is not applied twice.
 */
export type ApplyDeliveries = { "one": DeliveryId } | { "unmatched": SourceId | null };

/**
 * When somebody comes.
 */
export type Appointment = { starts_at: string, ends_at: string | null, state: AppointmentState, };

export type AppointmentState = "booked" | "confirmed" | "rescheduled" | "cancelled";

/**
 * Takes a card off the board. It comes back by itself when they write again.
 */
export type ArchiveContact = { contact: ContactId, };

/**
 * Somebody wrote, booked or paid: what a person is told at once.
 */
export type Arrival = { contact: ContactId, 
/**
 * Their name, else their phone or e-mail.
 */
who: string, 
/**
 * `message`, `lead`, `appointment`, …
 */
kind: string, text: string | null, starts_at: string | null, source_id: SourceId, source: string, received_at: string, 
/**
 * Whether this made the contact.
 */
new_contact: boolean, 
/**
 * Came from a test delivery.
 */
test: boolean, 
/**
 * Waited at the relay while this computer was away. What waited is told together, in one notification.
 */
waited: boolean, };

/**
 * The board as it opens: all columns, the first cards of each.
 */
export type Board = { columns: Array<Column>, tallies: Tallies, };

/**
 * Which cards a person wants to see.
 */
export type BoardFilter = "all" | "unread" | "waiting" | "appointment_today" | { "source": SourceId };

/**
 * All numbers of the board, without its cards.
 */
export type BoardNumbers = { 
/**
 * In the order of the stages.
 */
columns: Array<ColumnNumbers>, tallies: Tallies, };

export type BodyKind = "json" | "xml" | "form" | "text" | "binary";

/**
 * Whose Recado this is.
 */
export type Business = { 
/**
 * Empty until it was set up.
 */
name: string, kind: BusinessKind, lang: Lang, 
/**
 * ISO 3166-1 alpha-2; how phone numbers and amounts without a country are read.
 */
country: string, 
/**
 * An IANA time zone; how times without a zone are read.
 */
zone: string, };

/**
 * Decides the stages of a new board.
 */
export type BusinessKind = "clinic" | "shop" | "services" | "online-store" | "beauty" | "other";

/**
 * Some cards of a stage, by their place from its top.
 */
export type CardPage = { 
/**
 * The place of the first of `cards`; 0 is the top.
 */
offset: number, cards: Array<Contact>, 
/**
 * How many cards stand there in all.
 */
length: number, };

/**
 * One patch to what a reader shows. Each carries the thing as it is now, so applying one twice does no harm.
 */
export type Change = { "business": Business } | { "stages": Array<Stage> } | { "source": Source } | { "contact": Contact } | { "contact_gone": ContactId } | { "delivery": Delivery } | { "arrival": Arrival } | { "timeline": TimelineEntry } | { "timeline_gone": { contact: ContactId, 
/**
 * Of the entry.
 */
id: string, } } | { "settings": Settings } | { "refusing": Refusing } | { "lockouts": Array<Lockout> } | { "alerts": Array<Alert> } | { "alert": Alert } | { "receiving": Receiving } | { "reach": Reach } | { "desktop": Desktop };

export type ChangeSetting = { setting: Setting, };

/**
 * Asks at an address, from outside as far as this computer can, and tells whether the question came in here.
 */
export type CheckOwnAddress = { url: string, };

/**
 * A code exists only while somebody acts on it; texts are never compared.
 */
export type Code = "bad_request" | "not_found" | "changed" | "no_desktop" | "unavailable" | "internal" | "unreachable";

/**
 * A stage with the cards that stand on top of it. More are had by [`crate::request::ListCards`].
 */
export type Column = { stage: Stage, numbers: ColumnNumbers, cards: Array<Contact>, };

/**
 * Of the cards that the filter lets through.
 */
export type ColumnNumbers = { stage: StageId, 
/**
 * How many cards stand there, test contacts too: the length of the column.
 */
length: number, 
/**
 * Without test contacts: what is shown as the column's number.
 */
count: number, 
/**
 * How many of these wait for an answer.
 */
waiting: number, };

/**
 * Makes the link now, without waiting for the next attempt, and also where it was stopped.
 */
export type ConnectTunnel = Record<symbol, never>;

/**
 * A person on the board.
 */
export type Contact = { id: ContactId, 
/**
 * Empty while nobody said it.
 */
name: string, 
/**
 * E.164, or as written where the number is not a valid one.
 */
phones: Array<string>, emails: Array<string>, 
/**
 * The stage's title.
 */
stage: string, stage_id: StageId, 
/**
 * Orders the cards of a stage, smallest first.
 */
position: string, 
/**
 * Since when the card stands in its stage.
 */
stage_since: string, 
/**
 * How many messages, leads and appointments nobody has looked at.
 */
unread: number, last_message: string | null, last_message_at: string | null, 
/**
 * Since when they wait for an answer.
 */
waiting_since: string | null, 
/**
 * The appointment that was told last, a cancelled one too.
 */
appointment: Appointment | null, 
/**
 * The amount that was told last.
 */
amount: Money | null, 
/**
 * The title of the source that brought them; absent where the owner added them by hand.
 */
source: string | null, source_id: SourceId | null, 
/**
 * Made by a test delivery only: out of counts and exports.
 */
test: boolean, created_at: string, archived: boolean, };

/**
 * A contact with everything that its drawer shows first.
 */
export type ContactDetails = { contact: Contact, 
/**
 * The newest part of the timeline.
 */
timeline: TimelinePage, };

export type ContactId = string;

/**
 * Contacts in the order they were made.
 */
export type ContactPage = { contacts: Array<Contact>, 
/**
 * Whether more follow the last of them.
 */
more: boolean, };

/**
 * Puts a text on the clipboard, where it stays when the window closes.
 */
export type CopyText = { text: string, };

/**
 * The numbers alone: cheap enough to be asked anew after changes.
 */
export type CountBoard = { filter: BoardFilter, };

/**
 * The deliveries of a day by the hour.
 */
export type CountDeliveries = { 
/**
 * YYYY-MM-DD; today in the business's zone when absent.
 */
day: string | null, source: SourceId | null, };

/**
 * The deliveries of one day in the business's zone, tests aside.
 */
export type DayOfDeliveries = { 
/**
 * YYYY-MM-DD
 */
day: string, 
/**
 * From midnight, one each hour; a day on which the clocks change has 23 or 25.
 */
hours: Array<DeliveryCounts>, 
/**
 * Counted only, never kept: unknown addresses, wrong methods, over the limit.
 */
counted: number, };

/**
 * A line of the log: one HTTP request that a source received.
 */
export type Delivery = { id: DeliveryId, received_at: string, 
/**
 * The source's title.
 */
source: string, source_id: SourceId, verdict: Verdict, http_status: number, 
/**
 * Why, in English, where the verdict alone does not say it.
 */
detail: string | null, 
/**
 * The same in the app's language.
 */
detail_local: string | null, 
/**
 * What was filed from it.
 */
events: Array<EventLine>, 
/**
 * How often the sender sent the same again.
 */
repeats: number, 
/**
 * The delivery that this one repeats.
 */
duplicate_of: DeliveryId | null, 
/**
 * Whose it is, where that is known: the contact's name or handle.
 */
who: string | null, 
/**
 * From the last byte received to the commit.
 */
took_micros: number | null, 
/**
 * Its details are still to be fetched from the sender.
 */
pending: boolean, 
/**
 * Sent by ourselves, to try out a source.
 */
test: boolean, };

/**
 * A body as a person reads it.
 */
export type DeliveryBody = { 
/**
 * Indented where it is JSON or XML.
 */
text: string, kind: BodyKind, 
/**
 * Whether more was kept than is shown.
 */
cut: boolean, };

/**
 * Deliveries by what became of them.
 */
export type DeliveryCounts = { 
/**
 * Accepted, repeated, ignored, paused, handshakes.
 */
taken: number, refused: number, unmatched: number, malformed: number, limited: number, };

/**
 * One delivery, opened.
 */
export type DeliveryDetails = { delivery: Delivery, method: string, 
/**
 * What followed the source's key in the address.
 */
sub_path: string, 
/**
 * Secrets redacted.
 */
query: string, 
/**
 * Those that matter, secrets redacted.
 */
headers: Array<[string, string]>, 
/**
 * `None` where it is not kept, or no longer.
 */
body: DeliveryBody | null, 
/**
 * In bytes, as it was received.
 */
body_length: number, events: Array<MappedEvent>, 
/**
 * The command that sends the same again, with secrets left to be filled in.
 */
curl: string, 
/**
 * Whether it can be read again.
 */
can_apply: boolean, };

/**
 * Which lines of the log are meant. What is absent does not restrict.
 */
export type DeliveryFilter = { source: SourceId | null, 
/**
 * Any of these; none means all.
 */
verdicts: Array<Verdict>, 
/**
 * A word of the name, the phone, the message or the reason.
 */
text: string | null, since: string | null, 
/**
 * Excluded.
 */
until: string | null, };

/**
 * One HTTP request received.
 */
export type DeliveryId = string;

/**
 * Deliveries in the order they were asked for.
 */
export type DeliveryPage = { deliveries: Array<Delivery>, 
/**
 * Whether more follow the last of them.
 */
more: boolean, };

/**
 * What the desk could get of the desktop that it runs on.
 */
export type Desktop = { 
/**
 * Whether there is a tray that shows the icon.
 */
tray: boolean, 
/**
 * Whether somebody shows notifications.
 */
bell: boolean, 
/**
 * Whether Recado starts with the computer; absent where that cannot be set here.
 */
starts_with_computer: boolean | null, };

/**
 * What somebody wants to see in the window.
 */
export type Destination = { "contact": ContactId } | { "activity": SourceId } | { "connection": SourceId } | { "relay": string };

/**
 * The owner knows: it is not shown again unless it ends and begins anew.
 */
export type DismissAlert = { source: SourceId, kind: AlertKind, };

/**
 * The secret that was replaced is good no longer.
 */
export type DropFormerSecret = { source: SourceId, };

/**
 * How a sale or a booking stood before.
 */
export type Earlier = { at: string, kind: EventKind, text: string | null, amount: Money | null, appointment: Appointment | null, };

/**
 * What is absent stays as it is.
 */
export type EditContact = { contact: ContactId, name: string | null, phones: Array<string> | null, emails: Array<string> | null, };

export type Ending = "quit" | "restart";

/**
 * What a delivery said, as a line of the timeline.
 */
export type EventEntry = { kind: EventKind, 
/**
 * Whether the business said it, not the contact.
 */
outgoing: boolean, text: string | null, 
/**
 * The source's title.
 */
source: string, amount: Money | null, appointment: Appointment | null, 
/**
 * The name they gave here, where it is another than the card's.
 */
called: string | null, 
/**
 * How far a message of ours came, where the sender tells.
 */
receipt: Receipt | null, 
/**
 * Whatever else the payload said, at most some dozens of values.
 */
fields: Array<Field>, 
/**
 * Earlier states of the same sale or booking, the oldest first.
 */
earlier: Array<Earlier>, test: boolean, };

/**
 * One normalised fact in a delivery.
 */
export type EventId = string;

export type EventKind = "message" | "lead" | "appointment" | "payment" | "order" | "receipt";

export type EventLine = { id: EventId, 
/**
 * `message`, `lead`, `appointment`, …
 */
kind: string, contact: ContactId, 
/**
 * Whether the contact came to be with this delivery.
 */
new_contact: boolean, text: string | null, };

/**
 * Reads the whole database for damage.
 */
export type Examine = Record<symbol, never>;

/**
 * The identity of this computer at relays, with the relay in use, encrypted with a passphrase.
 */
export type ExportIdentity = { passphrase: SecretText, };

/**
 * How far an export is.
 */
export type ExportProgress = { 
/**
 * Contacts written so far.
 */
contacts: number, };

/**
 * How a spreadsheet separates its values.
 */
export type ExportStyle = "local" | "international";

/**
 * What the asker gets instead of an answer: a code to act upon and a sentence to show, in the app's language.
 */
export type Failure = { code: Code, message: string, };

export type Field = { 
/**
 * Its path in the payload.
 */
name: string, value: string, };

/**
 * One thing that `doctor` looked at.
 */
export type Finding = { 
/**
 * What was looked at: `folder`, `lock`, `port`, `database`, …
 */
about: string, health: Health, 
/**
 * In plain words of the app's language: how it is and, if it is not well, what to do.
 */
text: string, };

/**
 * A header in which a proxy says for whom it asks.
 */
export type ForwardedHeader = "x-forwarded-for" | "forwarded" | "x-real-ip" | "cf-connecting-ip";

export type FoundIn = "name" | "phone" | "email" | "message" | "note";

/**
 * Limits at the door.
 */
export type Gate = { 
/**
 * After how many refusals in a row a remote is locked out of a source; 0 for never.
 */
refusals: number, 
/**
 * The first lock-out, in seconds. Each further one is twice as long, up to an hour.
 */
lockout_seconds: number, 
/**
 * Deliveries that one source may bring in a minute; 0 for any number. As many may come at once.
 */
per_minute: number, };

/**
 * The sender has given up while nobody answered it.
 */
export type GaveUp = { 
/**
 * When it was answered again; absent while it still is not.
 */
until: string | null, then: GivesUp, 
/**
 * What to do, in order, in the app's language.
 */
recover: Array<string>, };

/**
 * What a sender does whose attempts all failed.
 */
export type GivesUp = "lost" | "queue_stopped" | "disabled";

/**
 * A value that comes no more, and where it may come now.
 */
export type GoneValue = { 
/**
 * Where it was: a JSON Pointer (RFC 6901).
 */
path: string, 
/**
 * What the payload called it.
 */
name: string, role: Role, 
/**
 * Absent rather than a bad one.
 */
proposed: ProposedValue | null, };

export type Health = "well" | "notice" | "wrong";

/**
 * What the page hears, in lists, as long as it follows.
 */
export type Heard = { "line": StreamLine } | "lost" | { "given_up": string } | "close_asked";

/**
 * The first line of the stream, and the answer to [`crate::request::SayHello`].
 */
export type Hello = { protocol: number, 
/**
 * Recado's version.
 */
version: string, 
/**
 * Random at each start: a [`crate::Position`] of another epoch means nothing here.
 */
epoch: string, holder: Holder, };

/**
 * A contact that a search found, the best first.
 */
export type Hit = { contact: Contact, found_in: FoundIn, 
/**
 * The words around what was found, in pieces; those that matched are marked.
 */
excerpt: Array<Piece>, };

/**
 * What kind of program holds the data folder.
 */
export type Holder = "desk" | "serve" | "command";

/**
 * The address of this computer at its relay, to be kept or taken to another computer: a text file, encrypted with a
 * passphrase.
 */
export type IdentityFile = { 
/**
 * A name for the file.
 */
name: string, text: string, };

/**
 * Takes over the identity of another computer, and its relay. Where this one has an address of its own, that is given
 * up; senders that use it no longer reach this computer.
 */
export type ImportIdentity = { 
/**
 * The text of the file.
 */
text: string, passphrase: SecretText, };

/**
 * A language of the app.
 */
export type Lang = "pt-BR" | "en";

/**
 * Receives by no relay any more. The identity stays: at the same relay it is the same address again.
 */
export type LeaveRelay = Record<symbol, never>;

export type LiftLockout = { source: SourceId, remote: string, };

/**
 * How the link to the relay stands.
 */
export type Link = "off" | { "connecting": { 
/**
 * Since when there is none.
 */
since: string, 
/**
 * Why the last attempt failed, and what can be done, in the app's language. Absent at the first attempt.
 */
error: string | null, 
/**
 * When the next attempt begins; absent while one is under way.
 */
again_at: string | null, } } | { "connected": { since: string, } } | { "stopped": { since: string, why: LinkStop, 
/**
 * The same in the app's language, with what can be done.
 */
error: string, } };

/**
 * Why no link is made any more.
 */
export type LinkStop = "replaced" | "invitation" | "removed" | "other_relay" | "protocol" | "identity";

/**
 * What the owner should know of the sources now, what was dismissed aside.
 */
export type ListAlerts = Record<symbol, never>;

export type ListCards = { stage: StageId, filter: BoardFilter, 
/**
 * From the top.
 */
offset: number, 
/**
 * At most 500 are given.
 */
limit: number, };

/**
 * A page of contacts in the order they were made.
 */
export type ListContacts = { after: ContactId | null, 
/**
 * At most 1,000 are given.
 */
limit: number, };

/**
 * A page of the log.
 */
export type ListDeliveries = { filter: DeliveryFilter, 
/**
 * The last one known; from the beginning when absent.
 */
after: DeliveryId | null, 
/**
 * In the order of receipt, or the newest first.
 */
newest_first: boolean, 
/**
 * At most 1,000 are given.
 */
limit: number, };

export type ListLockouts = Record<symbol, never>;

/**
 * The kinds of senders that are known, in the app's language.
 */
export type ListPresets = Record<symbol, never>;

/**
 * The sources that were not removed, in the order they were made.
 */
export type ListSources = Record<symbol, never>;

/**
 * Older entries of a timeline.
 */
export type ListTimeline = { contact: ContactId, 
/**
 * The id of the oldest entry that is known.
 */
before: string, 
/**
 * At most 200 are given.
 */
limit: number, };

/**
 * What was not yet told on the desktop.
 */
export type ListToasts = { 
/**
 * At most 100 are given.
 */
limit: number, };

/**
 * Somebody who was refused too often, and is not listened to for a while.
 */
export type Lockout = { 
/**
 * The network address.
 */
remote: string, source_id: SourceId, 
/**
 * The source's title.
 */
source: string, until: string, 
/**
 * How often they were refused since they were last taken.
 */
refused: number, };

/**
 * A normalised event, as it is shown.
 */
export type MappedEvent = { kind: string, 
/**
 * `in` or `out`.
 */
direction: string, at: string | null, external_id: string | null, 
/**
 * The contact it was filed on.
 */
contact: ContactId | null, name: string | null, phones: Array<string>, emails: Array<string>, text: string | null, amount: Money | null, appointment: Appointment | null, tags: Array<string>, fields: Array<Field>, };

/**
 * What the owner said the values of another system's payload are. Data, never a program.
 */
export type Mapping = { rules: Array<MappingRule>, };

/**
 * What a mapping makes of one payload.
 */
export type MappingPreview = { 
/**
 * `None` where nobody is named.
 */
event: MappedEvent | null, 
/**
 * By the rule's place in the mapping: why its value cannot be what the owner says, in the app's language.
 */
problems: Array<[number, string]>, };

export type MappingRule = { 
/**
 * A JSON Pointer (RFC 6901) into the payload.
 */
path: string, role: Role, };

export type MarkRead = { contact: ContactId, read: boolean, };

/**
 * These were told: all up to that number.
 */
export type MarkToasts = { through: number, };

/**
 * An amount in the currency's minor unit (centavos, cents), with its ISO 4217 code.
 */
export type Money = { minor: number, currency: string, };

/**
 * What came, from all sources or from one, over a span of time. Tests aside.
 */
export type Monitoring = { span: Span, 
/**
 * Whose numbers `steps`, `totals` and `before` are; all sources together when absent.
 */
source: SourceId | null, 
/**
 * Without a gap, the oldest first.
 */
steps: Array<Step>, 
/**
 * Of all steps.
 */
totals: Numbers, 
/**
 * Of as much time before the first step, to compare with. It ends as far within its last step as it is now within
 * the present one: half a Monday is compared with half a Monday. `None` where there was no source yet for all of
 * that time.
 */
before: Numbers | null, 
/**
 * Every source, whatever `source` says, in the order they were made; of those that were removed the ones to which
 * something came in the span.
 */
sources: Array<SourceNumbers>, };

/**
 * Puts a card right under another card of a stage, or on top of it.
 */
export type MoveContact = { contact: ContactId, stage: StageId, 
/**
 * The card above; `None` for the top.
 */
under: ContactId | null, };

/**
 * A value that did not come before.
 */
export type NewValue = { 
/**
 * A JSON Pointer into [`ShapeComparison::after`].
 */
path: string, name: string, 
/**
 * What it looks like, where nothing else of the delivery is read as that.
 */
role: Role | null, };

export type Numbers = { deliveries: DeliveryCounts, 
/**
 * That deliveries made, also those that were erased since.
 */
contacts: number, 
/**
 * `None` where nothing was answered, or no sender waited for it: what waited at a relay.
 */
answers: AnswerTimes | null, };

/**
 * What standing in a stage means. It never follows from the stage's title, which the owner may change.
 */
export type Outcome = "open" | "won" | "lost";

/**
 * How long a sender keeps trying, and what happens then.
 */
export type Patience = { 
/**
 * In words.
 */
text: string, 
/**
 * From the first attempt that fails to the last; 0 where there is but one. Absent where that is not known.
 */
gives_up_after_minutes: number | null, then: GivesUp, 
/**
 * What to do afterwards, in order.
 */
recover: Array<string>, };

/**
 * For how long no notification is raised.
 */
export type Pause = "no" | "one_hour" | "until_tomorrow";

/**
 * From now on deliveries are kept and wait.
 */
export type PauseSource = { source: SourceId, };

/**
 * A payload that was received, to be mapped.
 */
export type Payload = { delivery: DeliveryId, 
/**
 * As JSON, whatever it came as; secrets redacted.
 */
tree: unknown, 
/**
 * What is understood without any mapping, as a mapping.
 */
guessed: Mapping, };

export type Piece = { text: string, matched: boolean, };

/**
 * A place in the stream of one run of the engine.
 */
export type Position = { epoch: string, 
/**
 * Of the last change known; 0 before the first.
 */
n: number, };

/**
 * What Recado knows about a kind of sender, in the app's language.
 */
export type Preset = { 
/**
 * `whatsapp-cloud`, `stripe`, …; `other` for a sender that no preset is known for.
 */
id: string, title: string, 
/**
 * One line: what comes from there.
 */
about: string, group: PresetGroup, 
/**
 * By what people look for it, beside the title: other names, in lower case.
 */
words: Array<string>, 
/**
 * A small picture of our own, as SVG of 24 × 24.
 */
mark: string, 
/**
 * The sender's documentation.
 */
docs: string | null, 
/**
 * What to do at the sender's, in order: three of them.
 */
steps: Array<string>, 
/**
 * How to bring about the first delivery.
 */
first: string, 
/**
 * What has to be pasted at the sender's, where it sends nothing by itself; `{address}` stands for the source's
 * address.
 */
script: string | null, 
/**
 * How the sender shows that it is genuine. The first is the usual one.
 */
schemes: Array<Scheme>, 
/**
 * What only has to be given for senders that tell no more than an id: the key with which the rest is fetched.
 */
access_token: SecretField | null, 
/**
 * Whether the sender asks for a word of ours when it is set up (Meta).
 */
verify_token: boolean, 
/**
 * Whether the sender signs the address under which it knows us (Twilio).
 */
signs_address: boolean, 
/**
 * How long the sender keeps trying when nobody answers.
 */
patience: Patience | null, };

export type PresetGroup = "messages" | "forms" | "appointments" | "payments" | "shops" | "other";

/**
 * What a mapping makes of a payload, without changing anything.
 */
export type PreviewMapping = { delivery: DeliveryId, mapping: Mapping, };

/**
 * Where a value that is gone may come now.
 */
export type ProposedValue = { 
/**
 * A JSON Pointer into [`ShapeComparison::after`].
 */
path: string, name: string, 
/**
 * Whether it is as good as certain.
 */
sure: boolean, };

/**
 * How senders elsewhere reach this computer. With neither, only programs on it do.
 */
export type Reach = { 
/**
 * The tunnel to the relay that was chosen.
 */
tunnel: Tunnel | null, 
/**
 * Where the owner's own tunnel, proxy or router passes on to the receiver: `https://webhooks.example`, perhaps
 * with a path, without a slash at its end. Where there is one, it is what sources are shown with.
 */
own_address: string | null, };

/**
 * How far a message of the business came.
 */
export type Receipt = "sent" | "delivered" | "read" | "failed";

/**
 * How receiving stands.
 */
export type Receiving = { "on": { address: string, } } | { "blocked": { reason: string, } } | "off";

/**
 * The sender of a source, so far genuine or new, begins to be refused.
 */
export type Refusing = { source_id: SourceId, 
/**
 * The source's title.
 */
source: string, 
/**
 * In the app's language.
 */
why: string, };

/**
 * A mapping tried on the last deliveries, without changing anything.
 */
export type Rehearsal = { 
/**
 * How many were looked at; at most 100.
 */
deliveries: number, 
/**
 * Of these, how many name somebody with the mapping in use.
 */
named_before: number, 
/**
 * And with the new one.
 */
named_after: number, 
/**
 * How many `unmatched` deliveries of the source would be looked at on saving.
 */
unmatched: number, 
/**
 * How many deliveries came without something that was read before, since the source's shape has changed, and are
 * kept: these would be looked at too.
 */
broken: number, 
/**
 * Of these, how many would name somebody or say more with the new mapping.
 */
mended: number, };

/**
 * Tries a mapping on the last 100 deliveries of a source, without changing anything.
 */
export type RehearseMapping = { source: SourceId, mapping: Mapping, };

/**
 * Its sender gets a 410 from now on; what it brought stays.
 */
export type RemoveSource = { source: SourceId, };

/**
 * Erases every test contact with its timeline and log. It cannot be undone; another test is one click away.
 */
export type RemoveTests = Record<symbol, never>;

export type RenameSource = { source: SourceId, title: string, };

/**
 * The answer to [`crate::request::Reply`].
 */
export type Replied = { acted: Acted, 
/**
 * To be opened: `https://wa.me/…`, `mailto:…` or `tel:…`.
 */
link: string, };

/**
 * The owner goes to answer elsewhere: nobody waits any more, and the timeline says so.
 */
export type Reply = { contact: ContactId, via: ReplyVia, 
/**
 * What the other program is opened with.
 */
text: string | null, };

/**
 * Where a reply is written.
 */
export type ReplyVia = "whats_app" | "email" | "phone";

/**
 * Anything that may be asked.
 */
export type Request = { "SayHello": SayHello } | { "ShowBusiness": ShowBusiness } | { "SetUpBusiness": SetUpBusiness } | { "ListPresets": ListPresets } | { "ListSources": ListSources } | { "ShowSource": ShowSource } | { "AddSource": AddSource } | { "RenameSource": RenameSource } | { "RotateAddress": RotateAddress } | { "SetScheme": SetScheme } | { "SetSecret": SetSecret } | { "DropFormerSecret": DropFormerSecret } | { "SetAccessToken": SetAccessToken } | { "SetPublicUrl": SetPublicUrl } | { "PauseSource": PauseSource } | { "ResumeSource": ResumeSource } | { "RemoveSource": RemoveSource } | { "SendSample": SendSample } | { "RemoveTests": RemoveTests } | { "ShowBoard": ShowBoard } | { "CountBoard": CountBoard } | { "ListCards": ListCards } | { "Search": Search } | { "ListContacts": ListContacts } | { "ShowContact": ShowContact } | { "ListTimeline": ListTimeline } | { "AddContact": AddContact } | { "EditContact": EditContact } | { "MoveContact": MoveContact } | { "MarkRead": MarkRead } | { "AddNote": AddNote } | { "Reply": Reply } | { "ArchiveContact": ArchiveContact } | { "RestoreContact": RestoreContact } | { "Undo": Undo } | { "ListDeliveries": ListDeliveries } | { "ShowDelivery": ShowDelivery } | { "CountDeliveries": CountDeliveries } | { "ShowMonitoring": ShowMonitoring } | { "ShowMetrics": ShowMetrics } | { "ApplyDeliveries": ApplyDeliveries } | { "ShowPayload": ShowPayload } | { "PreviewMapping": PreviewMapping } | { "RehearseMapping": RehearseMapping } | { "SaveMapping": SaveMapping } | { "ShowShapeChange": ShowShapeChange } | { "ListAlerts": ListAlerts } | { "DismissAlert": DismissAlert } | { "RestoreAlert": RestoreAlert } | { "ListLockouts": ListLockouts } | { "LiftLockout": LiftLockout } | { "ShowSettings": ShowSettings } | { "ChangeSetting": ChangeSetting } | { "ShowReceiving": ShowReceiving } | { "ShowReach": ShowReach } | { "UseRelay": UseRelay } | { "LeaveRelay": LeaveRelay } | { "ConnectTunnel": ConnectTunnel } | { "SetOwnAddress": SetOwnAddress } | { "CheckOwnAddress": CheckOwnAddress } | { "ExportIdentity": ExportIdentity } | { "ImportIdentity": ImportIdentity } | { "ListToasts": ListToasts } | { "MarkToasts": MarkToasts } | { "ShowDesktop": ShowDesktop } | { "CopyText": CopyText } | { "StartWithComputer": StartWithComputer } | { "Examine": Examine } | { "Stop": Stop };

/**
 * What was dismissed is to be shown after all, where it is not over.
 */
export type RestoreAlert = { source: SourceId, kind: AlertKind, };

/**
 * Puts an archived card back on top of the stage where it was.
 */
export type RestoreContact = { contact: ContactId, };

/**
 * Files what waited, and from now on everything at once. Answered when all of it is filed.
 */
export type ResumeSource = { source: SourceId, };

/**
 * The answer to [`crate::request::ResumeSource`].
 */
export type Resumed = { source: Source, 
/**
 * How many deliveries that waited were filed.
 */
applied: number, };

/**
 * For how long the log keeps what was received. The counts and what is on the cards stay.
 */
export type Retention = { days: number, megabytes: number, };

/**
 * What a value is.
 */
export type Role = "name" | "phone" | "email" | "message" | "appointment_time" | "amount" | "external_id" | "tag" | { "field": string };

/**
 * Gives a source a new address.
 */
export type RotateAddress = { source: SourceId, 
/**
 * Whether the old one is still good for a week, until the new one is pasted at the sender's.
 */
keep_former: boolean, };

/**
 * What a sample tries out.
 */
export type SampleKind = "good" | "bad_signature" | "wrong_type" | "duplicate" | "huge";

/**
 * Whether a source can be tried out in one way, as it is set up now.
 */
export type SampleOffer = { kind: SampleKind, 
/**
 * Why it cannot, in the app's language; absent where it can.
 */
why_not: string | null, };

/**
 * What was sent.
 */
export type SampleRequest = { 
/**
 * The name of the sample that it was made of; absent where the preset has none.
 */
sample: string | null, method: string, content_type: string | null, 
/**
 * In bytes.
 */
body_length: number, };

/**
 * The answer to [`crate::request::SendSample`]: what the sender would have got. Of a duplicate it is the second one's.
 */
export type SampleSent = { kind: SampleKind, request: SampleRequest, http_status: number, 
/**
 * Absent where the log keeps nothing of it.
 */
verdict: Verdict | null, 
/**
 * In the log; of a duplicate, the first one.
 */
delivery: DeliveryId | null, 
/**
 * Where it was filed.
 */
contact: ContactId | null, 
/**
 * From the request to the answer, in microseconds.
 */
took_micros: number, 
/**
 * Absent where it was answered as it has to be.
 */
wrong: SampleWrong | null, };

/**
 * How a sample was not answered as it has to be, in the app's language.
 */
export type SampleWrong = { what: string, 
/**
 * What to do about it.
 */
advice: string, };

/**
 * What can be sent to a source as its sender would.
 */
export type Samples = { 
/**
 * Every kind once, in the order in which they are sent.
 */
kinds: Array<SampleOffer>, 
/**
 * What its kind of sender is known to send, by name, beside the small one that is sent where none is named.
 */
names: Array<string>, };

/**
 * Keeps a mapping, and reads again what named nobody and what came without something since the source's shape has
 * changed. Answered when all of it is read.
 */
export type SaveMapping = { source: SourceId, mapping: Mapping, };

/**
 * Who answers here?
 */
export type SayHello = Record<symbol, never>;

/**
 * One way in which a sender can show that it is genuine.
 */
export type Scheme = { id: string, title: string, 
/**
 * `None` where the address is all there is.
 */
secret: SecretField | null, 
/**
 * Whether deliveries are refused until there is a secret.
 */
required: boolean, 
/**
 * The name of the header, parameter or field that carries the proof, where the owner may choose it.
 */
name: string | null, };

/**
 * Looks for words in names, e-mail addresses, messages and notes, and for digits in phones, however they are written.
 * Every word must be found, the last one as a beginning. Archived contacts are found too.
 */
export type Search = { text: string, 
/**
 * At most 100 are given.
 */
limit: number, };

/**
 * A secret that the owner gives.
 */
export type SecretField = { label: string, 
/**
 * Where it is found.
 */
hint: string, 
/**
 * Whether the owner may have one made here, to be pasted at the sender's.
 */
ours: boolean, };

/**
 * The answer to [`crate::request::SetSecret`] and [`crate::request::SetScheme`].
 */
export type SecretSet = { details: SourceDetails, 
/**
 * How many deliveries that had been refused proved to be genuine and were taken after all.
 */
recovered: number, };

/**
 * A secret that the owner typed. It is wiped from memory when it is dropped, and never printed.
 */
export type SecretText = string;

/**
 * Where the secrets are kept.
 */
export type SecretsKept = "keyring" | "file";

/**
 * Sends something to the source's address as its sender would, over HTTP and marked as a test.
 */
export type SendSample = { source: SourceId, kind: SampleKind, 
/**
 * The name of one of the preset's samples; the small one that stands for a first contact when absent.
 */
sample: string | null, };

/**
 * Sets the key with which details are fetched from the sender. What waits for it is fetched at once.
 */
export type SetAccessToken = { source: SourceId, 
/**
 * `None` to have none.
 */
token: SecretText | null, };

/**
 * Says where the owner's own tunnel, proxy or router makes the receiver public.
 */
export type SetOwnAddress = { 
/**
 * `None` to have none.
 */
url: string | null, };

/**
 * Sets the address under which the sender knows this source, where it signs that.
 */
export type SetPublicUrl = { source: SourceId, url: string | null, };

/**
 * Says how the sender shows that it is genuine. What was refused before is looked at again.
 */
export type SetScheme = { source: SourceId, 
/**
 * The id of one of the preset's schemes.
 */
scheme: string, 
/**
 * The name of the header, parameter or field that carries the proof; the scheme's own when absent.
 */
name: string | null, };

/**
 * Sets the secret with which the sender shows that it is genuine. What was refused before is looked at again.
 */
export type SetSecret = { source: SourceId, 
/**
 * `None` to have none.
 */
secret: SecretText | null, 
/**
 * Whether the one that is replaced is still good for a week.
 */
keep_former: boolean, };

/**
 * The answer to [`crate::request::SetUpBusiness`].
 */
export type SetUp = { business: Business, 
/**
 * The stages of the board as they are now, in order.
 */
stages: Array<string>, 
/**
 * `false` when the board kept its stages because there are contacts on it.
 */
stages_replaced: boolean, };

/**
 * Says whose Recado this is. While there is no contact, the board gets the stages of the kind of business.
 */
export type SetUpBusiness = { name: string, kind: BusinessKind, lang: Lang, 
/**
 * ISO 3166-1 alpha-2; guessed from the zone and the language when absent.
 */
country: string | null, 
/**
 * An IANA time zone; the computer's when absent.
 */
zone: string | null, };

/**
 * One choice.
 */
export type Setting = { "language": Lang | null } | { "theme": Theme } | { "hide_message_text": boolean } | { "pause": Pause } | { "gate": Gate } | { "retention": Retention } | { "trusted_proxy": TrustedProxy | null };

/**
 * What the owner chose, beyond the [`super::Business`].
 */
export type Settings = { 
/**
 * `None`: the computer's language. The one in use is the business's.
 */
language: Lang | null, theme: Theme, 
/**
 * Whether notifications say only who wrote.
 */
hide_message_text: boolean, 
/**
 * What comes before then is told in one notification when it is over.
 */
paused_until: string | null, gate: Gate, retention: Retention, 
/**
 * `None`: nobody's word about the sender's network address is believed.
 */
trusted_proxy: TrustedProxy | null, };

/**
 * What a source sends has another shape than what its mapping was made for.
 */
export type ShapeChanged = { 
/**
 * The names of the mapped values that come no more.
 */
gone: Array<string>, 
/**
 * The names of values that are new.
 */
new: Array<string>, 
/**
 * How many deliveries arrived that way.
 */
deliveries: number, };

/**
 * What a source sends now beside what it sent before, and how its mapping can follow.
 */
export type ShapeComparison = { 
/**
 * When the first delivery came that way.
 */
since: string, 
/**
 * How many deliveries came that way, tests aside.
 */
deliveries: number, 
/**
 * The last delivery that came as usual; absent where it is kept no longer.
 */
before: ShapeSide | null, 
/**
 * The newest that did not.
 */
after: ShapeSide, 
/**
 * The mapping in use, to be put back; absent where values are known by the names of their keys alone.
 */
mapping: Mapping | null, 
/**
 * Its rules that still have their values. A mapping that follows has these, and one for each value below that is to
 * be read.
 */
kept: Array<MappingRule>, 
/**
 * What was read of the deliveries before and comes no more.
 */
gone: Array<GoneValue>, 
/**
 * What comes now and did not come before.
 */
new: Array<NewValue>, };

/**
 * One of the two deliveries that are compared.
 */
export type ShapeSide = { delivery: DeliveryId, received_at: string, 
/**
 * As JSON, whatever it came as; secrets redacted.
 */
tree: unknown, 
/**
 * What of it is read as what: by the mapping in use, or by the names of the keys.
 */
read: Array<MappingRule>, };

export type ShowBoard = { filter: BoardFilter, 
/**
 * How many cards of each column come with it; at most 200.
 */
cards: number, };

export type ShowBusiness = Record<symbol, never>;

export type ShowContact = { contact: ContactId, 
/**
 * How many entries of the timeline come with it; at most 200.
 */
entries: number, };

export type ShowDelivery = { delivery: DeliveryId, };

/**
 * `None` where the holder is not a desk.
 */
export type ShowDesktop = Record<symbol, never>;

/**
 * All that was counted since the folder was made, and how it stands now, in the text format of Prometheus
 * (version 0.0.4).
 */
export type ShowMetrics = Record<symbol, never>;

/**
 * What came over a span of time, from one source or from all.
 */
export type ShowMonitoring = { source: SourceId | null, span: Span, };

/**
 * The payload that a source received last, to be mapped.
 */
export type ShowPayload = { source: SourceId, };

export type ShowReach = Record<symbol, never>;

/**
 * Whether deliveries are taken now.
 */
export type ShowReceiving = Record<symbol, never>;

export type ShowSettings = Record<symbol, never>;

/**
 * What a source sends now beside what it sent before, where that has changed.
 */
export type ShowShapeChange = { source: SourceId, };

export type ShowSource = { source: SourceId, };

/**
 * Nothing came for so long that, at the source's usual rate, chance alone does not explain it.
 */
export type Silence = { last_delivery_at: string, 
/**
 * How many usually come in such a time.
 */
usual: number, 
/**
 * The likely causes for this sender, in the app's language, the likeliest first.
 */
causes: Array<string>, };

/**
 * One connection the owner set up.
 */
export type Source = { id: SourceId, title: string, 
/**
 * The id of its preset.
 */
preset: string, 
/**
 * Where its sender posts to, on this computer.
 */
address: string, 
/**
 * Where a sender elsewhere posts to. Absent while there is no such address, or the relay does not know it yet.
 */
public_address: string | null, state: SourceState, 
/**
 * Whether a GET with a query is a delivery too.
 */
allow_get: boolean, created_at: string, 
/**
 * When something genuine came for the first time, tests aside.
 */
first_delivery_at: string | null, 
/**
 * When something genuine came last, tests aside.
 */
last_delivery_at: string | null, 
/**
 * Since when its sender is refused, and why.
 */
trouble: Trouble | null, };

/**
 * A source with all that can be set on it.
 */
export type SourceDetails = { source: Source, preset: Preset, 
/**
 * The id of the scheme in use.
 */
scheme: string, 
/**
 * The name in use of what carries the proof, where the owner may choose it.
 */
scheme_name: string | null, has_secret: boolean, 
/**
 * Until when the secret that was replaced is still good.
 */
former_secret_until: string | null, has_access_token: boolean, 
/**
 * To be pasted at the sender's (Meta).
 */
verify_token: string | null, 
/**
 * The address under which the sender knows us, where it signs that (Twilio).
 */
public_url: string | null, 
/**
 * Until when the address that was replaced is still good.
 */
former_address_until: string | null, secrets_kept: SecretsKept, 
/**
 * What the owner said the values are; only of another system.
 */
mapping: Mapping | null, 
/**
 * How many of its deliveries name nobody.
 */
unmatched: number, 
/**
 * How many wait in quarantine for the right secret.
 */
quarantined: number, 
/**
 * How many wait for their details to be fetched.
 */
pending: number, samples: Samples, };

/**
 * One connection the owner set up.
 */
export type SourceId = string;

/**
 * A source's line.
 */
export type SourceNumbers = { source: SourceId, title: string, 
/**
 * The id of its preset.
 */
preset: string, state: SourceState, numbers: Numbers, 
/**
 * How many deliveries came in each step.
 */
by_step: Array<number>, 
/**
 * When something genuine came last, in the span or before it.
 */
last_delivery_at: string | null, };

export type SourceState = "active" | "paused" | "removed";

/**
 * How far back the numbers go, and by what they are told apart, in the business's zone. The last step is the present
 * one, which is not over yet.
 */
export type Span = "hours" | "days" | "weeks";

/**
 * A column of the board.
 */
export type Stage = { id: StageId, 
/**
 * In the language the board was set up in, or as the owner renamed it.
 */
title: string, outcome: Outcome, };

export type StageId = string;

/**
 * Whether Recado starts when the owner signs in to the computer.
 */
export type StartWithComputer = { on: boolean, };

export type Step = { begins_at: string, 
/**
 * Excluded.
 */
ends_at: string, numbers: Numbers, };

/**
 * Ends the holder gracefully. Answered before it ends.
 */
export type Stop = Record<symbol, never>;

/**
 * One line of `GET /changes`.
 */
export type StreamLine = { "hello": Hello } | { "resync": Position } | { "change": { n: number, change: Change, } } | { "window": WindowOrder } | { "ending": Ending };

/**
 * Of the whole board, whatever the filter. Archived contacts count nowhere, test contacts in `tests` alone.
 */
export type Tallies = { contacts: number, 
/**
 * Contacts, not messages.
 */
unread: number, waiting: number, appointments_today: number, tests: number, };

/**
 * The answer to [`crate::request::RemoveTests`].
 */
export type TestsRemoved = { contacts: number, };

export type Theme = "system" | "light" | "dark";

/**
 * One line of a contact's timeline: what a sender told or what the owner did.
 */
export type TimelineEntry = { 
/**
 * Of the event or the act, unique among both.
 */
id: string, contact: ContactId, at: string, what: What, };

/**
 * A stretch of a timeline, the oldest entry first.
 */
export type TimelinePage = { entries: Array<TimelineEntry>, 
/**
 * Whether older ones precede the first of them.
 */
more: boolean, };

/**
 * A row that was written with the event and is removed after the notification service took it.
 */
export type Toast = { n: number, arrival: Arrival, };

/**
 * What was not yet told on the desktop.
 */
export type ToastPage = { 
/**
 * The oldest first.
 */
toasts: Array<Toast>, 
/**
 * All that wait, these included.
 */
total: number, 
/**
 * How many people they come from.
 */
people: number, 
/**
 * The number of the newest that waits.
 */
newest: number | null, };

/**
 * Deliveries of a source are refused, and none was taken since.
 */
export type Trouble = { since: string, 
/**
 * The last one's reason, in the app's language.
 */
why: string, 
/**
 * How many were refused since.
 */
refused: number, };

/**
 * Whose word about the sender's network address is believed.
 */
export type TrustedProxy = { header: ForwardedHeader, 
/**
 * The network addresses from which the proxy connects; this computer's own where none is named.
 */
from: Array<string>, };

/**
 * The tunnel to a relay.
 */
export type Tunnel = { 
/**
 * Its origin, as `https://hooks.example.com`.
 */
relay: string, 
/**
 * This computer's address there, `https://hooks.example.com/{address}`; absent while the identity cannot be read.
 */
public_base: string | null, link: Link, 
/**
 * How many deliveries wait at the relay, as it last said.
 */
waiting: number, 
/**
 * For how many days it keeps what waits, as it last said.
 */
kept_days: number | null, };

/**
 * The sender gets no good answer from anybody, and counts down.
 */
export type Unanswered = { 
/**
 * Why, in the app's language.
 */
why: string, 
/**
 * When it gives up what it sent first.
 */
gives_up_at: string, then: GivesUp, };

/**
 * Takes back what the owner did, if nothing has happened since that contradicts it.
 */
export type Undo = { act: ActId, };

/**
 * The answer to [`crate::request::Undo`].
 */
export type Undone = { 
/**
 * As it is now; absent where adding it was undone.
 */
contact: Contact | null, };

/**
 * Receives by a relay from now on, instead of any other. The link is made in the background. An own address is
 * forgotten: the latest word counts.
 */
export type UseRelay = { 
/**
 * `recado://relay/…`, or the origin of a relay that is open to all.
 */
invitation: string, };

/**
 * What became of a delivery.
 */
export type Verdict = "accepted" | "duplicate" | "ignored" | "unmatched" | "paused" | "handshake" | "malformed" | "refused" | "limited";

export type What = { "event": EventEntry } | { "added": { source: string | null, } } | { "note": { text: string, } } | { "moved": { from: string, to: string, } } | { "replied": { via: ReplyVia, text: string | null, } } | { "renamed": { from: string, to: string, } } | "edited" | "archived" | "restored";

/**
 * What the desk tells an attached window.
 */
export type WindowOrder = { "show": { at: Destination | null, } } | "already_open";

/** Every request by its name, with its answer. */
export interface Asks {
  SayHello: { request: SayHello; answer: Hello };
  ShowBusiness: { request: ShowBusiness; answer: Business };
  SetUpBusiness: { request: SetUpBusiness; answer: SetUp };
  ListPresets: { request: ListPresets; answer: Array<Preset> };
  ListSources: { request: ListSources; answer: Array<Source> };
  ShowSource: { request: ShowSource; answer: SourceDetails };
  AddSource: { request: AddSource; answer: Source };
  RenameSource: { request: RenameSource; answer: Source };
  RotateAddress: { request: RotateAddress; answer: SourceDetails };
  SetScheme: { request: SetScheme; answer: SecretSet };
  SetSecret: { request: SetSecret; answer: SecretSet };
  DropFormerSecret: { request: DropFormerSecret; answer: SourceDetails };
  SetAccessToken: { request: SetAccessToken; answer: SourceDetails };
  SetPublicUrl: { request: SetPublicUrl; answer: SecretSet };
  PauseSource: { request: PauseSource; answer: Source };
  ResumeSource: { request: ResumeSource; answer: Resumed };
  RemoveSource: { request: RemoveSource; answer: Source };
  SendSample: { request: SendSample; answer: SampleSent };
  RemoveTests: { request: RemoveTests; answer: TestsRemoved };
  ShowBoard: { request: ShowBoard; answer: Board };
  CountBoard: { request: CountBoard; answer: BoardNumbers };
  ListCards: { request: ListCards; answer: CardPage };
  Search: { request: Search; answer: Array<Hit> };
  ListContacts: { request: ListContacts; answer: ContactPage };
  ShowContact: { request: ShowContact; answer: ContactDetails };
  ListTimeline: { request: ListTimeline; answer: TimelinePage };
  AddContact: { request: AddContact; answer: Added };
  EditContact: { request: EditContact; answer: Acted };
  MoveContact: { request: MoveContact; answer: Acted };
  MarkRead: { request: MarkRead; answer: Acted };
  AddNote: { request: AddNote; answer: Acted };
  Reply: { request: Reply; answer: Replied };
  ArchiveContact: { request: ArchiveContact; answer: Acted };
  RestoreContact: { request: RestoreContact; answer: Acted };
  Undo: { request: Undo; answer: Undone };
  ListDeliveries: { request: ListDeliveries; answer: DeliveryPage };
  ShowDelivery: { request: ShowDelivery; answer: DeliveryDetails };
  CountDeliveries: { request: CountDeliveries; answer: DayOfDeliveries };
  ShowMonitoring: { request: ShowMonitoring; answer: Monitoring };
  ShowMetrics: { request: ShowMetrics; answer: string };
  ApplyDeliveries: { request: ApplyDeliveries; answer: Applied };
  ShowPayload: { request: ShowPayload; answer: Payload | null };
  PreviewMapping: { request: PreviewMapping; answer: MappingPreview };
  RehearseMapping: { request: RehearseMapping; answer: Rehearsal };
  SaveMapping: { request: SaveMapping; answer: Applied };
  ShowShapeChange: { request: ShowShapeChange; answer: ShapeComparison | null };
  ListAlerts: { request: ListAlerts; answer: Array<Alert> };
  DismissAlert: { request: DismissAlert; answer: Array<Alert> };
  RestoreAlert: { request: RestoreAlert; answer: Array<Alert> };
  ListLockouts: { request: ListLockouts; answer: Array<Lockout> };
  LiftLockout: { request: LiftLockout; answer: Array<Lockout> };
  ShowSettings: { request: ShowSettings; answer: Settings };
  ChangeSetting: { request: ChangeSetting; answer: Settings };
  ShowReceiving: { request: ShowReceiving; answer: Receiving };
  ShowReach: { request: ShowReach; answer: Reach };
  UseRelay: { request: UseRelay; answer: Reach };
  LeaveRelay: { request: LeaveRelay; answer: Reach };
  ConnectTunnel: { request: ConnectTunnel; answer: Reach };
  SetOwnAddress: { request: SetOwnAddress; answer: Reach };
  CheckOwnAddress: { request: CheckOwnAddress; answer: AddressCheck };
  ExportIdentity: { request: ExportIdentity; answer: IdentityFile };
  ImportIdentity: { request: ImportIdentity; answer: Reach };
  ListToasts: { request: ListToasts; answer: ToastPage };
  MarkToasts: { request: MarkToasts; answer: null };
  ShowDesktop: { request: ShowDesktop; answer: Desktop | null };
  CopyText: { request: CopyText; answer: null };
  StartWithComputer: { request: StartWithComputer; answer: Desktop };
  Examine: { request: Examine; answer: Array<Finding> };
  Stop: { request: Stop; answer: null };
}
