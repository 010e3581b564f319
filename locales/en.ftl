# English. Every message stands in pt-BR.ftl too, with the same arguments.

## Opening a data folder

open-folder = The data folder { $folder } cannot be used: { $reason }. Check that it exists and that you may write there, or name another one with --data-dir.
open-held = Another Recado has the data folder { $folder } open.
open-held-by = { $holder } (process { $pid }, version { $version }) already has the data folder { $folder } open. End it with “recado stop”, or use it as it is.
open-first-read = The database could not be read: { $reason }. “recado doctor” looks it over.
open-damaged = The database { $file } is damaged ({ $reason }). Nothing was changed. Put a backup in its place, or begin with an empty one: “recado doctor --set-aside” keeps the damaged file under another name.
open-foreign = { $file } is a database of another program. Nothing was changed. Choose another folder with --data-dir, or move the file out of the way with “recado doctor --set-aside”.
open-newer = The database { $file } was written by a newer Recado. Nothing was changed. Install the newest version to open it.
open-read-only = The database { $file } cannot be written ({ $reason }). Check that the disk is not read-only and that the file belongs to you.
open-locked = Another program has the database { $file } open. Close it and try again.
open-full = The disk is full, so the database { $file } cannot be opened. Free some space and try again.
open-copy = Before an update Recado makes a copy of the database, and this time it could not: { $copy } ({ $reason }). Nothing was changed in { $file }. Free some space and try again.
open-migration = The update of the database { $file } failed at step { $version } ({ $reason }). It is as it was before.
open-io = The database { $file } cannot be opened: { $reason }.
waiting-for-command = Another command is using the data folder; waiting for it to finish.

## Starting to receive

start-port-taken = Port { $port } is taken by another program. The senders know Recado by this port, so it does not take another: close that program, or receive elsewhere with “recado serve --listen 127.0.0.1:PORT”.
start-listen = Recado cannot receive on { $address }: { $reason }.
start-no-port = All ports from { $first } to { $last } are taken by other programs. Close one of them, or choose a port with “recado serve --listen 127.0.0.1:PORT”.
start-socket = The local socket { $socket } cannot be opened: { $reason }.

## recado serve

serve-receiving = Receiving on { $address }. Ctrl+C ends it.
serve-no-source = There is no source yet. Make one with: recado source add --title "My site"
serve-ended = Ended. Everything that was received is stored.
arrival-new = { $at }  new: { $who } ({ $source }): { $what }
arrival-known = { $at }  { $who } ({ $source }): { $what }
arrival-no-text = no text

## Other commands

stop-nothing-runs = Recado is not running on this data folder.
stop-done = Recado has ended.
stop-no-answer = A program has the data folder open but does not answer. It may be a command that is about to finish; try again.
stop-no-end = Recado was asked to end but still runs.
setup-done = { $name } is set up (country { $country }, time zone { $zone }).
setup-stages = The board has these stages: { $stages }
setup-stages-kept = There are contacts on the board already, so it keeps its stages: { $stages }
source-added = “{ $title }” is ready. Its sender posts to: { $address }
source-paused = “{ $title }” is paused. What comes to { $address } is kept until you resume it.
source-resumed = “{ $title }” receives again at { $address }.
source-removed = “{ $title }” was removed. Senders are refused at { $address } from now on; what it brought stays.
source-state-paused = (paused)
source-state-removed = (removed)
source-unknown = There is no source “{ $title }”. “recado source list” shows them.
source-ambiguous = There are several sources “{ $title }”. Name the one you mean by its address.
resumed-applied =
    { $count ->
        [0] Nothing was waiting.
        [one] 1 delivery that waited was filed.
       *[other] { $count } deliveries that waited were filed.
    }
contacts-none = There are no contacts yet.
deliveries-none = Nothing has come yet.
export-done = Written: { $file }
set-aside-done = The file was kept as { $file }. Recado begins with an empty database at the next start.
set-aside-not-needed = The database can be opened: there is nothing to set aside.

## recado doctor

doctor-no-folder = There is no data folder yet at { $folder }. It is made at the first start.
doctor-folder = The data folder { $folder } can be used.
doctor-running = { $holder } is running (process { $pid }).
doctor-running-unknown = Recado is running.
doctor-not-running = Recado is not running, so nothing is received now.
doctor-not-set-up = The business has no name yet: recado setup
doctor-port-free = Port { $port } is free for the receiver.
doctor-database-well = The database is sound.
doctor-database-damaged =
    { $count ->
        [one] The database is damaged in 1 place: { $first }. Make a copy of the data folder before anything else.
       *[other] The database is damaged in { $count } places, the first: { $first }. Make a copy of the data folder before anything else.
    }

## Why a request was not answered

failure-internal = Something went wrong inside Recado. The log says more.
failure-unavailable = The database cannot take it now ({ $reason }). Try again in a moment.
failure-request = The request is not understood: { $reason }
failure-no-name = The business needs a name.
failure-zone = “{ $zone }” is not a time zone. They look like America/Sao_Paulo.
failure-country = “{ $country }” is not a country code. They have two letters, such as BR.
failure-title = A source needs a title of 1 to { $longest } characters.
failure-no-source = There is no such source.

## What a sender is told

refuse-unknown = No source has this address. Check that it was copied whole, from “/in/” to the end.
refuse-removed = The source of this address was removed. Make a new one in Recado and give its address to the sender.
refuse-method = { $method } is not taken at this address; send with { $allowed }.
refuse-too-large = The body is larger than { $limit } MiB.
refuse-too-slow = The body came too slowly and was given up.
refuse-no-room = Too many large bodies are coming in at once. Send it again in a moment.
refuse-broken = The body ended before its end: { $reason }
refuse-not-stored = It could not be stored, so nothing was taken. Send it again later.
refuse-internal = Something went wrong inside Recado. Send it again later.
detail-unmatched = No phone, e-mail or other handle was found in it, so nobody could be filed.

## What stands for a message without text

media-image = picture
media-audio = audio
media-video = video
media-document = document
media-sticker = sticker
media-location = location
media-contact = contact
media-file = file

## Verdicts

verdict-accepted = filed
verdict-duplicate = came again
verdict-unmatched = nobody found
verdict-paused = waiting
verdict-malformed = not readable

## Stages

stage-new = New
stage-in-conversation = In conversation
stage-booked = Booked
stage-confirmed = Confirmed
stage-attended = Attended
stage-lost = Lost
stage-quote = Quote
stage-sold = Sold
stage-visit-booked = Visit booked
stage-proposal = Proposal
stage-closed = Closed
stage-cart = Cart
stage-awaiting-payment = Awaiting payment
stage-paid = Paid
stage-shipped = Shipped
stage-slot-booked = Booked
stage-come-back = Come back
stage-in-progress = In progress
stage-done = Done

## Columns of an export

export-name = Name
export-phones = Phones
export-emails = E-mails
export-stage = Stage
export-source = Source
export-last-message = Last message
export-last-message-at = Last message at
export-unread = Unread
export-created-at = Since

## What is wrong with a body

malformed-json =
    { $reason ->
        [end] The JSON ends too early
        [trailing-comma] The JSON has a comma with nothing after it
        [trailing-characters] There is more text after the end of the JSON
        [control-character] A text in the JSON holds a line break or another control character that is not escaped
        [escape] A text in the JSON holds an invalid escape
        [number] A number in the JSON is not valid
        [key] A key in the JSON is not in quotes
       *[syntax] The JSON has a character where none may be
    } (line { $line }, column { $column }).
malformed-xml =
    { $reason ->
        [unclosed-tag] An XML tag is not closed
        [mismatched-tag] A closing XML tag does not match the opening one
        [no-name] An XML tag has no name
        [attribute] An XML attribute is not valid
        [reference] An XML reference (&…;) is not valid; write & as &amp;
        [outside-root] There is text outside the root element of the XML
        [no-element] The XML has no element
       *[syntax] The XML has a character where none may be
    } (line { $line }, column { $column }).
malformed-xml-entities = The XML declares or uses entities of its own (line { $line }, column { $column }). They are never resolved: write the text itself.
malformed-charset = The body is not valid { $charset } text: see byte { $byte }. Send it as UTF-8, or name its real encoding in the content type or the XML declaration.
malformed-multipart =
    { $reason ->
        [no-boundary] The content type of the multipart body names no boundary.
        [headers] The headers of a part of the multipart body are not valid.
       *[incomplete] The multipart body ends before its closing boundary.
    }
malformed-too-deep = The body is nested deeper than { $limit } levels.
malformed-too-many-values = The body holds more than { $limit } values.
unsupported-media-type = Bodies of the type { $type } are not understood. Send JSON, XML, a form or plain text.
unsupported-encoding = Bodies compressed with { $encoding } are not understood. Send it uncompressed.
