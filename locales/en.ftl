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
receiving-port-taken = Port { $port } is taken by another program, so nothing arrives now. Close that program: Recado tries again every few seconds.
receiving-no-port = All ports from { $first } to { $last } are taken by other programs, so nothing arrives now. Close one of them: Recado tries again every few seconds.

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
no-preset = There is no preset “{ $id }”. “recado presets” lists those there are.
source-renamed = { $title }: { $address }
source-rotated = { $title } has a new address: { $address }
source-secret-set =
    { $recovered ->
        [0] { $title } has another secret.
        [one] { $title } has another secret. 1 delivery that had been refused was filed.
       *[other] { $title } has another secret. { $recovered } deliveries that had been refused were filed.
    }
source-set-up =
    { $recovered ->
        [0] “{ $title }” is set up as you said.
        [one] “{ $title }” is set up as you said. 1 delivery that had been refused was filed.
       *[other] “{ $title }” is set up as you said. { $recovered } deliveries that had been refused were filed.
    }
source-shown-preset = Sender: { $preset }
source-shown-scheme =
    { $used ->
        [yes] Proves itself by { $scheme } (now): { $title }
       *[no] Could prove itself by { $scheme }: { $title }
    }
source-shown-secret =
    { $there ->
        [yes] Key: there, { $kept ->
            [keyring] in the system’s keyring
           *[file] in a file that only you can read
        }
       *[no] Key: none
    }
source-shown-access-token =
    { $there ->
        [yes] Access key: there
       *[no] Access key: none, so details are not fetched
    }
source-shown-verify-token = Word for the sender’s check: { $text }
source-shown-public-url = Public address: { $text }
source-shown-waiting = Names nobody: { $unmatched }. Refused and kept: { $quarantined }. Details still to be fetched: { $pending }.
source-shown-trouble = Refused now: { $why }
applied =
    { $deliveries ->
        [0] There is nothing to read again.
        [one] 1 delivery was read again; { $recovered } is new on a card.
       *[other] { $deliveries } deliveries were read again; { $recovered } are new on a card.
    }
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
failure-no-contact = That contact no longer exists.
failure-no-stage = That stage no longer exists.
failure-no-entry = That part of the conversation has changed. Open the contact again.
failure-no-act = That was undone already, or it happened too long ago to be undone.
failure-board-changed = The board has changed meanwhile. Look again and repeat.
failure-archived = That contact is archived. Restore it first.
failure-nobody = Give at least a name, a phone or an e-mail address.
failure-phone = “{ $phone }” does not look like a phone number. Write it with its area code.
failure-email = “{ $email }” does not look like an e-mail address.
failure-handle-taken = { $handle } belongs to { $who } already.
failure-handle-taken-nameless = { $handle } belongs to another contact already.
failure-no-note = The note is empty.
failure-no-phone = That contact has no phone.
failure-no-email = That contact has no e-mail address.
failure-undo-added = There is more about that contact by now, so it stays. You can archive it.
failure-undo-edited = The contact was changed again after that, so it cannot be undone.
failure-undo-moved = The card has gone elsewhere after that, so it cannot be undone.
failure-undo-read = The contact was marked again after that, so it cannot be undone.
failure-undo-replied = You have answered again after that, so it cannot be undone.
failure-undo-archived = The contact is back on the board already.
failure-no-desktop = There is no desktop here: Recado runs without window or tray.
failure-copy = It could not be copied: { $reason }
failure-start-with-computer = Whether Recado starts with the computer could not be changed: { $reason }
failure-test-removed = This source was removed and receives nothing any more, tests neither.
failure-test-off = Recado does not receive now, so a test would arrive nowhere.
failure-test-unreachable = The test did not reach Recado itself: { $reason }

## Sources, their secrets and the gate

limited-lockout = { $remote } was refused { $refused } times in a row, so this source does not listen to it for { $minutes } min. What the genuine sender sends from elsewhere is taken as always.
limited-rate = More than { $most } deliveries within a minute came to this source. Send again in a moment.
failure-remote = “{ $remote }” is not a network address.
failure-trusted-proxy = “{ $from }” is neither a network address such as 192.168.0.10 nor a network such as 10.0.0.0/8. Write where the proxy connects from.
failure-lockout = A lock-out lasts between 1 and { $longest } seconds at first.
failure-test-secret = The secret that was entered is not of the form that this sender gives, so a test cannot be signed with it.
failure-test-field = The test has no place for the field in which this sender shows its token.
failure-test-no-url = This sender signs the public address. Enter the one that you gave it, and send the test again.
failure-no-preset = There is no kind of sender called “{ $preset }”.
failure-no-scheme = This kind of sender does not prove itself that way.
failure-scheme-name = “{ $name }” cannot be the name of a header, parameter or field.
failure-scheme-name-fixed = Where this sender puts its proof cannot be chosen.
failure-no-secret-used = This sender gives no secret.
failure-no-access-token-used = Nothing has to be fetched from this sender, so it needs no access token.
failure-secret-empty = The secret is empty.
failure-secret-long = A secret has at most { $longest } bytes.
failure-public-url = “{ $url }” is not a web address. It begins with https:// and is the one that was given to the sender.
secrets-keyring = The system’s keyring, where the secrets are, is locked or does not answer. Unlock it; what arrives meanwhile is kept and looked at then.
secrets-file = The file with the secrets cannot be read or written ({ $reason }). What arrives meanwhile is kept and looked at as soon as it can.
secrets-missing = A secret of this source is not on this computer any more. Enter it again; what arrives meanwhile is kept and looked at then.
preset-unknown = This version of Recado does not know the kind of sender “{ $preset }”.

## The public address

identity-keyring = The system’s keyring, where the key of this computer’s public address is, is locked or does not answer. Unlock it: Recado tries again by itself.
identity-file = The file with the key of this computer’s public address cannot be read or written ({ $reason }). Recado tries again by itself.
identity-missing = The key of this computer’s public address is not here any more, or is damaged; that happens when the data folder is copied from another computer. To keep the address, import the file that it was saved in. Without that file, leave the relay and join it again: the public address becomes another one, and every sender has to be given the new one.
identity-not-kept = The key of this computer’s public address could not be kept ({ $reason }). Recado tries again by itself.

## The file of the public address

identity-passphrase-short = The passphrase needs at least { $shortest } characters: who has the file and guesses it gets your deliveries.
identity-none-yet = This computer has no public address yet. It gets one when it begins to use a relay (the server that receives for you).
identity-file-other = This is no file of a public address of Recado. The right one is the file that Recado saved on the other computer; its name ends in .age.
identity-file-damaged = The file is damaged: a piece is missing, or something was changed. Copy it again from the other computer.
identity-file-passphrase = That passphrase does not open this file. Look at capital letters, spaces and accents.
identity-file-work = This file asks for too much work to be opened. It was not saved by Recado.
identity-file-newer = This file is of a later version of Recado. Update Recado on this computer and try again.

## The owner's own address

own-address-shape = “{ $url }” is no web address such as https://webhooks.example.com.
own-address-extra = The address holds a user with a password, a “?” or a “#”. Leave only the name and, if there is one, the path: https://webhooks.example.com/shop.
own-address-long = An address has at most { $longest } characters.
address-reached = What was asked at this address came in here.
address-plain = But it does not begin with https://: who is on the way can read what senders send, and many senders do not take such an address.
address-near = But only computers of your own network get to it: senders on the internet do not.
address-here = But only programs on this computer get to it: senders on the internet do not.
address-not-receiving = Recado is not receiving now, so nothing could be tried.
address-other-path = The question came in here, but by a path that no source has: { $came } instead of /in/…. The tunnel or proxy must pass on as /in/… all that comes behind the address.
address-other-answer = The question came in here, but what came back is not Recado’s answer (status { $status }). So a sender does not learn that its delivery was taken.
address-moved = This address sends on to { $to }, and senders do not follow. Use { $to }.
address-sent-elsewhere = This address sends on to { $to }, and senders do not follow. If that is a page to sign in at, leave the path /in/ out of it.
address-other-recado = Another Recado answers at this address, of another computer or another data folder.
address-not-through = The tunnel or proxy answers (status { $status }), but does not get to Recado. Let it pass everything on to { $receiver }.
address-locked = The address wants somebody to sign in, or lets nobody in (status { $status }). Senders cannot sign in: leave the path /in/ open.
address-something-else = What answers at this address is not Recado (status { $status }).
address-no-name = The name { $host } does not exist on the internet. Check how it is written; a new name can take some hours to be known everywhere.
address-refused = Nothing answers at { $host }. Is the tunnel or proxy running? Does the router pass the port on to this computer? Some routers do not let a computer get to its own public address from inside: then it can only be tried from outside, for example with a phone that is not on the Wi-Fi.
address-silent = { $host } did not answer in time. Is the tunnel or proxy running? Does the router pass the port on to this computer? Some routers do not let a computer get to its own public address from inside: then it can only be tried from outside, for example with a phone that is not on the Wi-Fi.
address-no-way = This computer seems to have no internet now.
address-not-safe = The connection to { $host } is not safe, and senders do not send there: the certificate is not for that name, is too old, or the port does not speak https ({ $reason }).
address-proxy = The proxy of this computer’s network did not let the question out ({ $reason }).
address-broken = The connection to { $host } was cut ({ $reason }).

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
detail-ignored-group = Talk in a group, a list or a channel.
detail-ignored-edit = Something that had been said or done was changed or taken back.
detail-ignored-status = How something of the business's own is getting on.
detail-ignored-call = Another moment of a call.
detail-ignored-test = The sender tried out the connection.
detail-ignored-nobody = It names nobody who could be written to.
detail-ignored-unfinished = Somebody has begun something, and nothing has come of it yet.
detail-ignored-elsewhere = Another delivery tells of the same, and more of it.
detail-ignored-free = Nothing had to be paid.
detail-ignored-event = An event of which there is nothing to file.

## The log, and details that are fetched

failure-no-delivery = That delivery is no longer in the log.
failure-day = “{ $day }” is no day. Write it as 2026-11-24.
failure-no-payload = What that delivery said is no longer kept.
failure-has-map = Recado knows this kind of sender: its values need no naming.
failure-mapping = A mapping has at most { $most } values.
detail-receipt = A receipt of a message that is not known here, or that says nothing new.
detail-echo = A message of your own, to somebody who is not on the board.
refused-handshake = Somebody asked whether this address is yours, with a verify token that is not this connection's. If it was the genuine sender, copy the token to it again.
fetch-no-token = The sender told only an id. The details are fetched once this connection has its access token.
fetch-token = The sender did not accept the access token (status { $status }). Enter it again in this connection; the details are fetched then.
fetch-status = The details could not be fetched yet: the sender answered with status { $status }. Recado tries again by itself.
fetch-unreachable = The details could not be fetched yet: { $reason }. Recado tries again by itself.
fetch-unreadable = The details could not be fetched yet: what the sender answered cannot be read. Recado tries again by itself.
fetch-too-large = The details that the sender answered with are larger than { $limit } MiB.
fetch-gone = The sender no longer has what it told of (status { $status }).
fetch-given-up = The details could not be fetched for { $days } days, so nobody was filed. Read the delivery again to have them fetched once more.
fetch-unknown = This version of Recado does not know how to fetch “{ $resource }”.
fetch-removed = The connection was removed before the details were fetched.
fetch-no-address = The delivery does not say where its details are to be fetched.
fetch-key-form = The access key is not in the form that this sender needs: see the explanation beside its field. Enter it again in this connection; the details are fetched then.

## Why a delivery is not genuine

refused-no-secret = This source has no secret yet, so nobody can be told from a forger. Enter the one that the sender shows, in this connection; what was refused meanwhile is then checked again.
refused-secret-base64 = The secret of this connection was not copied whole: what follows “whsec_” is not valid. Copy it again from the sender.
refused-secret-colon = The secret of this connection must be user name and password with a colon between, as in “name:password”.
refused-missing =
    { $place ->
        [header] The header “{ $name }” is missing.
        [query] The parameter “{ $name }” is missing in the address.
       *[field] The field “{ $name }” is missing in the body.
    } If the delivery is genuine, its sender has not been given the secret yet, or puts it elsewhere.
refused-empty =
    { $place ->
        [header] The header “{ $name }” is empty.
        [query] The parameter “{ $name }” in the address is empty.
       *[field] The field “{ $name }” in the body is empty.
    } If the delivery is genuine, its sender has not been given the secret yet.
refused-repeated =
    { $place ->
        [header] The header “{ $name }” came more than once
        [query] The parameter “{ $name }” stands in the address more than once
       *[field] The field “{ $name }” has more than one value
    }, so nobody can tell which one counts.
refused-form =
    { $place ->
        [header] What the header “{ $name }” holds
        [query] What the parameter “{ $name }” holds
       *[field] What the field “{ $name }” holds
    } is not written as this sender writes it. Check that this connection is of the right kind and proves itself the right way.
refused-version = The header “{ $name }” holds no signature that begins with “{ $version }”. Check that this connection is of the right kind and proves itself the right way.
refused-sender-without-secret = The sender says that it was given no secret. Enter the same secret at the sender and in this connection.
refused-signature = The signature in the header “{ $name }” does not match. If the delivery is genuine, the secret of this connection is not the sender's: copy it again. What was refused is then checked again.
refused-signature-of-url = The signature in the header “{ $name }” does not match. If the delivery is genuine, either the secret of this connection is not the sender's, or its public address is not written exactly as it is at the sender. What was refused is checked again once you correct it.
refused-token =
    { $place ->
        [header] The token in the header “{ $name }” is not the right one.
        [query] The token in the parameter “{ $name }” is not the right one.
       *[field] The token in the field “{ $name }” is not the right one.
    } If the delivery is genuine, the secret of this connection is not the sender's: copy it again. What was refused is then checked again.
refused-credentials = User name and password are not the right ones. If the delivery is genuine, enter here the ones that were given to the sender, as in “name:password”.
refused-too-old =
    It was signed { $unit ->
        [second] { $count } s
        [minute] { $count } min
        [hour] { $count } h
       *[day] { $count } days
    } before it arrived, which is too long. Either somebody sent an old delivery again, or the clock of this computer or the sender's is wrong.
refused-too-far-ahead =
    Its time is { $unit ->
        [second] { $count } s
        [minute] { $count } min
        [hour] { $count } h
       *[day] { $count } days
    } in the future. The clock of this computer or the sender's is wrong.
refused-expired =
    Its token ran out { $unit ->
        [second] { $count } s
        [minute] { $count } min
        [hour] { $count } h
       *[day] { $count } days
    } before it arrived. Either somebody sent an old delivery again, or the clock of this computer or the sender's is wrong.
refused-algorithm = Its token is signed in another way than HS256, which is the only one that is taken.
refused-no-url = This sender signs the address it sends to, and this connection does not know its public address yet. Enter it exactly as it is written at the sender.
refused-body-not-covered = Nothing in its signature covers the body, so anybody could have written that.
refused-body = The body is not the one that was signed.
refused-unreadable = The body cannot be read, so the field “{ $name }” with the token was not found.
refused-not-kept = Of this delivery not enough was kept to check it again, since its address holds a secret. Let the sender send it again.

## What stands for a message without text

media-image = picture
media-audio = audio
media-video = video
media-document = document
media-sticker = sticker
media-location = location
media-contact = contact
media-file = file

## A test

test-name = Test contact
test-message = Hello! This is a test by Recado: this is how a new contact arrives.

## Verdicts

verdict-accepted = filed
verdict-duplicate = came again
verdict-unmatched = nobody found
verdict-paused = waiting
verdict-malformed = not readable
verdict-ignored = nothing to file
verdict-handshake = address confirmed
verdict-refused = refused
verdict-limited = over the limit

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
export-appointment = Appointment
export-amount = Amount
export-currency = Currency
export-archived = Archived
export-yes = yes

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

## Window: welcome

ui-welcome-title = When somebody calls, your desk knows.
ui-welcome-lead = WhatsApp messages, forms, appointments and payments arrive right on this computer. No account, no monthly fee, and the data is yours.
ui-welcome-language = Language
ui-welcome-name = Name of your business
ui-welcome-name-example = Smile Clinic
ui-welcome-name-missing = The name is missing. It stands at the top of the board.
ui-welcome-kind = What you do
ui-welcome-begin = Begin
ui-welcome-foot = It takes a minute. Everything can be changed later.
ui-kind-clinic = Clinic
ui-kind-shop = Shop
ui-kind-services = Services
ui-kind-online-store = Online store
ui-kind-beauty = Salon and beauty
ui-kind-other = Other
ui-place-guess = { $country } · { $zone }, { $time } now
ui-place-change = Change
ui-place-country = Country
ui-place-zone = Time zone
ui-place-none = Nothing of that name.
ui-preview-now = now
ui-preview-computer = this computer
ui-preview-board = board
ui-caller-clinic = I would like to book an appointment
ui-caller-shop = Hi! Do you still have the trainers in 38?
ui-caller-services = I need a quote for painting the living room
ui-caller-online-store = Order no. 1042 in the cart
ui-caller-beauty = Is there a slot on Saturday morning?
ui-caller-other = Good morning, I would like to know more
ui-caller-from-whatsapp = WhatsApp
ui-caller-from-site = Website
ui-caller-from-shop = Shop
ui-caller-from-instagram = Instagram
ui-source-other = Another system

## Window: first steps and connections

ui-copy = Copy
ui-copied = Copied
ui-test-send = Send a test
ui-test-arrived = Arrived in { $took } ms
ui-test-waits = Kept in { $took } ms
ui-tests-remove =
    { $count ->
        [one] Take the test off the board
       *[other] Take the { $count } tests off the board
    }
ui-tests-removed =
    { $count ->
        [0] There were no tests
        [one] Test removed
       *[other] { $count } tests removed
    }
ui-terminal-which = Terminal
ui-terminal-copy = Copy the command
ui-ready-title = All set to receive
ui-ready-text = Now somebody has to call. See how it goes with a test, then give the address to whoever sends.
ui-ready-close = Put this panel away
ui-ready-try = See a message arrive
ui-ready-try-text = The test takes the real way and shows up on the board, marked. It is left out of counts and spreadsheets.
ui-ready-address = Give the address to whoever sends
ui-ready-address-text = It is the address of the connection “{ $title }”, for programs on this computer.
ui-ready-address-public = It is the address of the connection “{ $title }”, and answers from anywhere.
ui-ready-terminal = Send from a terminal
ui-ready-terminal-hide = Hide the command
ui-source-copy = Copy the address of { $title }

## The window, before and beside its page

window-no-display = There is no screen here, so no window can be opened. “recado serve” receives without one.
window-no-home = This user has no home folder: name a data folder with --data-dir.
window-no-desk = The resident part of Recado could not be started ({ $reason }). Install Recado again.
window-desk-silent = Recado was started but does not answer yet.
window-desk-keeps-ending = Recado was started several times and ended each time. This is what it found: { $findings }
window-other-version = Another version of Recado is running on this data folder. End it with “recado stop”, then open Recado again.
window-engine-away = Recado is being started again. Try again in a moment.
window-link-refused = Recado does not open this link.
window-cannot-open = It could not be opened: { $reason }
window-cannot-write = { $file } cannot be written: { $reason }
window-export-title = Save the contacts
window-export-kind = Spreadsheet (CSV)
window-address-title = Save the public address
window-address-kind = Recado address

## Tray

tray-open = Open Recado
tray-unread =
    { $count ->
        [0] all read
        [one] 1 unread
       *[other] { $count } unread
    }
tray-tooltip = Recado: { $unread }
tray-copy = Copy address
tray-pause = Pause notifications
tray-pause-hour = For 1 hour
tray-pause-tomorrow = Until 8 tomorrow morning
tray-paused = Notifications paused until { $until }
tray-resume = Notify again now
tray-blocked = Not receiving: see why
tray-quit = Quit Recado

## Notifications

toast-open = Open
toast-hidden = New message
toast-test = Test: { $who }
toast-kind =
    { $kind ->
        [lead] New contact
        [appointment] New appointment
        [payment] Payment
        [order] Order
       *[other] New message
    }
toast-starts-at = Appointment: { $at }
toast-source = via { $source }
toast-counted =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
    } from { $people ->
        [one] 1 person
       *[other] { $people } people
    }
toast-more =
    { $count ->
        [one] 1 more message
       *[other] { $count } more messages
    } from { $people ->
        [one] 1 person
       *[other] { $people } people
    }
toast-summary-newest = The latest is from { $who }
toast-away = While you were away
toast-away-oldest = { $who } has waited longest
toast-goes-on-title = Recado goes on receiving
toast-goes-on-tray = The window is closed, but messages keep coming in. The icon beside the clock opens the window again.
toast-goes-on = The window is closed, but messages keep coming in. Open Recado again whenever you like.
toast-no-window-title = The Recado window did not open
toast-no-window = Messages keep coming in. Try to open it again; if that does not help, reinstall Recado.
toast-not-copied-title = The address was not copied
toast-refusing = { $source }: deliveries are being refused

## The public address in the tray and in notifications

tray-receiving = Receiving on this computer
tray-blocked-short = Not receiving
tray-copy-of =
    { $state ->
        [paused] { $which ->
            [public] { $title } (paused, public address)
           *[local] { $title } (paused, this computer only)
        }
       *[active] { $which ->
            [public] { $title } (public address)
           *[local] { $title } (this computer only)
        }
    }
tray-public-own = Public address: your own
tray-public-connected = Public address: connected
tray-public-connecting = Public address: connecting
tray-public-away = Public address: no connection since { $since }
tray-public-stopped =
    { $why ->
        [replaced] Public address: stopped, another computer took over
        [invitation] Public address: stopped, an invitation is missing
        [removed] Public address: stopped, the relay removed it
        [other-relay] Public address: stopped, the relay is not the same any more
        [protocol] Public address: stopped, the versions do not understand each other
       *[identity] Public address: stopped, the identity cannot be read
    }
tray-waiting =
    { $count ->
        [one] 1 delivery waits at the relay
       *[other] { $count } deliveries wait at the relay
    }
toast-tunnel-stopped = Your public address has stopped

## recado tunnel

tunnel-none = Only programs on this computer reach this Recado. For a public address, use an invitation (recado tunnel use LINK) or name one of your own (recado tunnel own-address URL).
tunnel-relay = Relay (the server that receives for you): { $relay }
tunnel-base = Public address of this computer: { $base }
tunnel-own = Public address of your own: { $address }
tunnel-off = Not connected, since Recado is not running.
tunnel-connecting = Connecting to the relay.
tunnel-connected = Connected since { $since }.
tunnel-away = Not connected since { $since }: { $error }
tunnel-again = Next attempt: { $at }
tunnel-stopped = Stopped since { $since }: { $error }
tunnel-waiting =
    { $count ->
        [one] 1 delivery waits at the relay.
       *[other] { $count } deliveries wait at the relay.
    }
tunnel-nobody-connects = Recado is not running, and it is what connects to the relay. Open it, or begin with “recado serve”.
tunnel-exported = Written: { $file }. Whoever has this file and the passphrase receives in place of this computer; keep the two in different places.
passphrase = Passphrase:
passphrase-again = The same passphrase again:
passphrase-differs = The two passphrases are not the same. Nothing was written.
passphrase-empty = The passphrase is empty.
passphrase-no-terminal = There is no terminal to type the passphrase on. Give it with --passphrase-stdin or in the variable RECADO_PASSPHRASE.
doctor-tunnel = Relay { $relay }: { $stands }
serve-tunnel-stopped = The public address has stopped: { $error }
source-shown-public-address = From anywhere: { $address }

## recado metrics

metrics-build-info = The version that answers.
metrics-up = Whether Recado runs; 0 where the command opened the data folder by itself.
metrics-start-time = When Recado started, in seconds since 1970.
metrics-receiving = Whether deliveries are received now.
metrics-tunnel-up = Whether the link to the relay stands.
metrics-tunnel-waiting = Deliveries that wait at the relay, as it last said.
metrics-store-bytes = What the database takes on the disk.
metrics-deliveries = Deliveries, by the verdict that they came with. Tests aside.
metrics-contacts = Contacts that deliveries made, those that were erased since included. Tests aside.
metrics-answer-duration = How long answers took, from the last byte received until everything was on the disk.
metrics-turned-away = Requests that were only counted: unknown addresses, wrong methods, too large, over the limit.
metrics-last-delivery = When something genuine came last, in seconds since 1970.
metrics-unmatched = Deliveries that name nobody and wait for a mapping.
metrics-quarantined = Refused deliveries that are kept until the secret is corrected.
metrics-waiting-for-details = Deliveries whose details are still to be fetched from their sender.
metrics-alerts = What the owner is told of a connection now. Dismissed alerts aside.
metrics-sender-gives-up = Seconds until a sender that nobody answers gives up; 0 once it has, absent while it is answered.

## recado desk

desk-no-clipboard = There is no clipboard here. Open Recado on this computer's own screen.
desk-clipboard = The clipboard did not take the text ({ $reason }). Try again.

## The window: the board

ui-nav-label = Places
ui-nav-board = Board
ui-nav-activity = Activity
ui-nav-connections = Connections
ui-nav-unread =
    { $count ->
        [one] 1 contact with something unread
       *[other] { $count } contacts with something unread
    }
ui-close = Close
ui-undo = Undo
ui-undone = Undone
ui-undo-nothing = There is nothing to undo
ui-try-again = Try again
ui-notices = Notices
ui-failure-unknown = Something went wrong. Try again.
ui-start-failed = Recado did not answer
ui-status-starting = Opening…
ui-status-on = Receiving
ui-status-nothing-yet = No message yet
ui-status-last = Last message { $when }
ui-status-blocked = Not receiving
ui-status-off = Not receiving
ui-status-off-text = Recado is open for looking things up only
ui-status-lost = Reconnecting…
ui-status-lost-text = The part that receives did not answer and is being opened again
ui-board-loading = Loading the board
ui-board-failed = The board could not be opened
ui-board-empty = The board waits for its first message
ui-board-empty-text = When somebody writes, books or pays, their card appears here by itself.
ui-filter-label = Show
ui-filter-all = All
ui-filter-unread = Unread
ui-filter-waiting = Waiting for an answer
ui-filter-appointment-today = Appointment today
ui-filter-empty = Nobody here just now
ui-filter-empty-text = Nobody on the board fits this filter.
ui-filter-show-all = Show everybody
ui-column-waiting = { $count } waiting
ui-column-empty = Nobody in this stage
ui-contact-nameless = No name
ui-appointment-confirmed = Confirmed
ui-appointment-rescheduled = Moved
ui-appointment-cancelled = Cancelled
ui-card-test = Test
ui-card-unread =
    { $count ->
        [one] 1 unread message
       *[other] { $count } unread messages
    }
ui-card-waiting = waiting for an answer:
ui-card-appointment = appointment
ui-card-keys = Enter opens the conversation. Space picks the card up to change its stage or place. The arrow keys walk over the board.
ui-drag-lifted = { $name } picked up in “{ $stage }”, place { $position } of { $total }. The arrow keys move it, Space drops it, Escape puts it back.
ui-drag-over = { $stage }, place { $position } of { $total }
ui-drag-dropped = { $name } now stands in “{ $stage }”, place { $position }
ui-drag-cancelled = { $name } is back where it was
ui-moved-to = { $name } moved to “{ $stage }”
ui-moved-within = { $name } changed places in “{ $stage }”
ui-move-refused = { $name } is back where it was. { $reason }

## Window: the contact's drawer

ui-cancel = Cancel
ui-save = Save
ui-remove = Remove
ui-more = More
ui-drawer = Contact
ui-reply = Reply
ui-reply-other = Reply another way
ui-reply-whatsapp = Open WhatsApp
ui-reply-email = Write an e-mail
ui-reply-phone = Call
ui-reply-no-program = The reply was noted, but nothing opened: see whether this computer has a program for { $via }.
ui-via-whatsapp = WhatsApp
ui-via-email = e-mail
ui-via-phone = phone
ui-did-rename = Name changed
ui-did-edit = Details of { $who } changed
ui-did-unread = { $who } is marked as unread
ui-did-note = Note kept
ui-did-archive = { $who } is archived
ui-did-restore = { $who } is back in { $stage }
ui-did-reply = Reply by { $via } noted
ui-did-add = { $who } was put in { $stage }
ui-contact-name = Name
ui-contact-rename = Change the name
ui-contact-phone = Phone
ui-contact-phone-add = Another phone
ui-contact-phone-remove = Remove this phone
ui-contact-email = E-mail
ui-contact-email-add = Another e-mail
ui-contact-email-remove = Remove this e-mail
ui-contact-copy = Copy { $value }
ui-contact-no-handles = No phone or e-mail
ui-contact-edit = Edit details
ui-contact-unread = Mark as unread
ui-contact-archive = Archive
ui-contact-archived = Archived. Comes back by itself on a new message.
ui-contact-restore = Bring back
ui-contact-gone = This contact is gone
ui-contact-gone-text = It was erased, or belonged to a test that was taken off the board.
ui-contact-failed = The contact could not be opened
ui-fact-stage = Stage
ui-fact-stage-move = Change the stage
ui-fact-waiting = Waiting
ui-fact-appointment = Appointment
ui-fact-amount = Amount
ui-fact-origin = Origin
ui-fact-by-hand = Added by hand
ui-appointment-state =
    { $state ->
        [confirmed] confirmed
        [rescheduled] rescheduled
        [cancelled] cancelled
       *[booked] booked
    }
ui-timeline = Conversation
ui-timeline-empty = There is nothing here yet.
ui-timeline-newer = More has come
ui-timeline-older-failed = The beginning of the conversation did not come.
ui-entry-added = Contact made by { $source }
ui-entry-added-by-hand = Contact added by hand
ui-entry-moved = From { $from } to { $to }
ui-entry-named = Was named { $to }
ui-entry-renamed = { $from } is now { $to }
ui-entry-edited = Phones or e-mails changed
ui-entry-archived = Archived
ui-entry-restored = Back on the board
ui-entry-replied = Reply by { $via }
ui-entry-replied-by = by { $via }
ui-entry-note = Note
ui-entry-from-us = Us:
ui-entry-from-them = The contact:
ui-event-lead = Lead
ui-event-payment = Payment
ui-event-order = Order
ui-event-receipt = Delivery receipt
ui-event-appointment =
    { $state ->
        [confirmed] Appointment confirmed
        [rescheduled] Appointment rescheduled
        [cancelled] Appointment cancelled
       *[booked] Appointment booked
    }
ui-event-called = here by the name
ui-event-fields =
    { $count ->
        [one] 1 more detail
       *[other] { $count } more details
    }
ui-event-earlier =
    { $count ->
        [one] Before: 1 state
       *[other] Before: { $count } states
    }
ui-text-unfold = Show all
ui-text-fold = Show less
ui-compose-mode = What to write
ui-compose-mode-reply = Reply
ui-compose-mode-note = Note
ui-compose-reply = Write the reply
ui-compose-note = Only for you: note it here
ui-compose-add-note = Add note
ui-compose-unreachable = With no phone or e-mail, only notes are possible.
ui-edit-title = Edit { $who }
ui-new-contact = New contact
ui-new-title = New contact
ui-new-nobody = Give at least the name, the phone or the e-mail.
ui-new-note = Note
ui-new-note-example = What they want, in a line
ui-new-exists = { $who } already has this phone or e-mail, in { $stage }.
ui-new-open-known = Open
ui-new-add = Add

## Window: search and spreadsheet

ui-search = Search
ui-search-field = Search name, phone, conversation
ui-search-hits = Contacts found
ui-search-hint = A name, a phone however it is written, or a piece of the conversation.
ui-search-none = Nobody with “{ $text }”
ui-search-none-text = Try a smaller piece of the name, or only the digits of the phone.
ui-search-count =
    { $count ->
        [one] 1 contact found
       *[other] { $count } contacts found
    }
ui-search-archived = Archived
ui-export = Export
ui-export-title = Export contacts
ui-export-text = A spreadsheet with name, phones, e-mails, stage and last message. Tests are left out.
ui-export-style = Kind of spreadsheet
ui-export-local = Brazilian spreadsheet
ui-export-local-text = Semicolons between columns. Opens right in a Portuguese Excel.
ui-export-international = International spreadsheet
ui-export-international-text = Commas between columns. For programs in English and other systems.
ui-export-save = Save…
ui-export-file = contacts
ui-export-asking = Choose where to save…
ui-export-writing = { $contacts } contacts written…
ui-export-done = The spreadsheet is saved
ui-export-open-folder = Open folder

## The window: connections

ui-connections-local = The addresses answer on this computer only. WhatsApp, forms and others on the internet need a public address.
ui-connections-label = Your connections
ui-connections-none = There are no connections yet
ui-connections-none-text = Choose who will send: WhatsApp, a form, a calendar, payments, or any other system.
ui-connections-failed = The connections could not be read
ui-connections-back = Back to the connections
ui-connections-in-settings =
    { $count ->
        [0] Nobody can send anything here yet.
        [one] 1 connection receives and shows on the board.
       *[other] { $count } connections receive and show on the board.
    }
ui-connections-open-all = Open the connections
ui-nav-trouble =
    { $count ->
        [one] 1 connection needs you
       *[other] { $count } connections need you
    }
ui-connection-receiving = Receiving
ui-connection-unanswered = Unanswered
ui-connection-silent = Silent
ui-connection-last = last message { $when }
ui-connection-waiting = Waiting for the first message…
ui-connection-is-paused = Paused
ui-connection-trouble = Refusing
ui-connection-trouble-since = since { $when }
ui-connection-trouble-title =
    { $count ->
        [one] 1 delivery was refused, and none was taken after it
       *[other] { $count } deliveries were refused, and none was taken after them
    }
ui-connection-see-refused = See the refused ones
ui-connection-finish = Go on
ui-connection-finish-title = Go on connecting { $title }
ui-connection-activity = See its activity
ui-connection-rename = Rename
ui-connection-renamed = It is now called { $title }
ui-connection-change-secret = Change the key
ui-connection-paste-secret = Paste the key
ui-connection-rotate = Change the address
ui-connection-rotate-title = Change the address of { $title }?
ui-connection-rotate-text = The connection gets a new address, which has to be pasted at the sender’s. For when the present one fell into the wrong hands.
ui-connection-rotate-keep = The old one is still good for a week
ui-connection-rotate-keep-hint = Time to paste the new one without losing anything. Turn this off if somebody abuses it.
ui-connection-rotate-do = Make a new address
ui-connection-rotated = { $title } has a new address
ui-connection-former-address = The old address is still good until { $when }. Paste the new one at the sender’s before then.
ui-connection-remove-unused = Nothing came through it. Whoever sends to this address will be refused, and it does not come back.
ui-connection-gone = This connection was removed
ui-connection-gone-text = What it brought is on the board.
ui-connection-failed = The connection could not be read

ui-gallery-title = New connection
ui-gallery-search = Search for a sender
ui-gallery-example = WhatsApp, form, payment, calendar…
ui-gallery-label = Senders
ui-gallery-count =
    { $count ->
        [one] 1 sender; Enter chooses it
       *[other] { $count } senders; Enter chooses the first
    }
ui-gallery-messages = Messages
ui-gallery-forms = Forms and ads
ui-gallery-appointments = Appointments
ui-gallery-payments = Payments
ui-gallery-shops = Shops and sales
ui-gallery-other = Others
ui-gallery-none = No sender “{ $text }” is ready-made
ui-gallery-none-text = Nearly everything that can send notices (webhooks) comes in as another system: you point out what is the name, the phone, the message.
ui-gallery-none-do = Connect as another system
ui-gallery-unfinished = Unfinished
ui-gallery-twice-title = { $title } is unfinished
ui-gallery-twice-text = Nothing came through that connection yet. Go on where you stopped, or make another.
ui-gallery-twice-new = Make another
ui-gallery-twice-go-on = Go on

ui-setup-title = Set-up
ui-setup-minutes = Takes about 3 minutes
ui-setup-done = Connected
ui-setup-how = Show step by step
ui-setup-how-hide = Hide step by step
ui-setup-address-label = Address
ui-setup-verify-token = Verify token
ui-setup-verify-token-copy = Copy the verify token
ui-setup-script = Script
ui-setup-script-copy = Copy the script
ui-setup-public-url = Public address
ui-setup-public-url-hint = The same as at the sender’s: it signs that address, and without it no delivery checks out.
ui-setup-public-url-saved = Public address saved
ui-setup-proof = Check who sends
ui-setup-proof-how = How the sender identifies itself
ui-setup-proof-name = Name of the field that carries the key
ui-setup-proof-name-hint = The same name as at the sender’s, letter by letter.
ui-setup-proof-name-saved = Name saved
ui-setup-proof-address = The address is the key: whoever knows it can send. Treat it like a password.
ui-setup-proof-optional = Without the key, whoever knows the address can send.
ui-setup-first-waiting = Waiting for the first message…
ui-setup-first-paused = The connection is paused
ui-setup-first-arrived = The first message has arrived
ui-setup-first-announced = The first message of { $title } has arrived
ui-setup-pending =
    { $count ->
        [one] The details of 1 message are being fetched from the sender.
       *[other] The details of { $count } messages are being fetched from the sender.
    }
ui-setup-pending-token =
    { $count ->
        [one] 1 message waits for this key: with it the details are fetched from the sender.
       *[other] { $count } messages wait for this key: with it the details are fetched from the sender.
    }
ui-setup-see-board = See it on the board

ui-secret-kept-keyring = Kept in the system’s keyring
ui-secret-kept-file = Kept in a file of yours alone
ui-secret-kept-file-text = This computer has no keyring: the key is in a file of the data folder that only you can read.
ui-secret-show = Show what was typed
ui-secret-hide = Hide what was typed
ui-secret-save = Save
ui-secret-missing = Paste the key.
ui-secret-change = Change
ui-secret-change-label = Change: { $label }
ui-secret-make = Make one here
ui-secret-made = Paste it at the sender’s
ui-secret-made-text = Copy it now: once you leave this page it is not shown again.
ui-secret-made-copy = Copy the key
ui-secret-keep = The old one is still good for a week
ui-secret-keep-hint = To change it without losing anything. Turn this off if the old one fell into the wrong hands.
ui-secret-drop = Go without the key
ui-secret-former = The old key is still good until { $when }.
ui-secret-former-drop = Stop accepting it now
ui-secret-saved = Key kept
ui-secret-dropped = The key was removed
ui-secret-quarantined =
    { $count ->
        [one] 1 refused delivery waits for the right key.
       *[other] { $count } refused deliveries wait for the right key.
    }
ui-secret-recovered =
    { $count ->
        [one] 1 message recovered
       *[other] { $count } messages recovered
    }
ui-secret-recovered-text =
    { $count ->
        [one] It had been refused and, with the right key, came to the board.
       *[other] They had been refused and, with the right key, came to the board.
    }
ui-secret-see-recovered = See in the activity

ui-situation-title = How it stands
ui-situation-state = State
ui-situation-last = Last message
ui-situation-never = none yet
ui-situation-refused = Refused
ui-situation-unmatched = Without contact
ui-situation-pending = Waiting for details
ui-situation-deliveries =
    { $count ->
        [one] 1 delivery
       *[other] { $count } deliveries
    }
ui-situation-patience = If nobody answers
ui-situation-docs = The sender’s documentation
ui-situation-since = Made

ui-role-name = Name
ui-role-phone = Phone
ui-role-email = E-mail
ui-role-message = Message
ui-role-appointment-time = Appointment time
ui-role-amount = Amount
ui-role-external-id = Reference
ui-role-tag = Tag
ui-role-field = Another field…
ui-role-none = Do not use
ui-role-menu = What is “{ $value }”?

ui-mapping-title = Fields
ui-mapping-hint = click a value to say what it is
ui-mapping-newer = Another one came: show it
ui-mapping-failed = The last message could not be read
ui-mapping-none = Nothing has come yet that could be shown
ui-mapping-none-text = Send a message from your system, or by the terminal. What comes is shown here, and you say what each value is.
ui-mapping-payload = The last message, as it came
ui-mapping-keys = Arrows move, Enter says what the value is
ui-mapping-guess = guess
ui-mapping-guess-of = { $role }, a guess
ui-mapping-guess-keep = Confirm the guess
ui-mapping-more =
    { $count ->
        [one] 1 value
       *[other] { $count } values
    }
ui-mapping-empty = empty
ui-mapping-nothing = nothing
ui-mapping-true = yes
ui-mapping-false = no
ui-mapping-rules-none = Only guesses so far. Click a value to say what it is.
ui-mapping-unsay = { $role }: do not use
ui-mapping-said = { $value } is { $role }
ui-mapping-unsaid = { $role } is no longer used
ui-mapping-field-title = What is this field called?
ui-mapping-field-text = It is shown with the contact, its value beside it.
ui-mapping-field-name = Name of the field
ui-mapping-field-missing = The field needs a name.
ui-mapping-field-do = Use
ui-mapping-preview = On the board it looks like this
ui-mapping-nobody = Whose it is is not known yet
ui-mapping-nobody-text = Say where the phone or the e-mail is: by these a person gets a card.
ui-mapping-preview-contact = Contact
ui-mapping-rehearsal =
    { $deliveries ->
        [one] In the last message
       *[other] In the last { $deliveries } messages
    }
ui-mapping-rehearsal-numbers = { $before } → { $after } with a contact
ui-mapping-rehearsal-unmatched =
    { $count ->
        [0] Once saved it holds for what comes.
        [one] On saving, 1 message without contact is read again.
       *[other] On saving, { $count } messages without contact are read again.
    }
ui-mapping-save = Save the fields
ui-mapping-revert = Undo
ui-mapping-saved = Fields saved
ui-mapping-recovered =
    { $count ->
        [0] It holds for what comes from now on.
        [one] 1 recovered message is on the board.
       *[other] { $count } recovered messages are on the board.
    }
ui-mapping-see = See in the activity

## Window: settings and banners

ui-settings = Settings
ui-settings-saved = Saved
ui-settings-business = Business
ui-settings-business-text = The name stands at the top of the board.
ui-settings-kind = Line of business
ui-settings-kind-stages = While there are no contacts, the board gets the stages: { $stages }.
ui-settings-place-text = The country completes phone numbers; the time zone says at what time incoming appointments are.
ui-settings-connections = Connections
ui-settings-connections-text = Each connection has an address. Whoever sends there appears on the board.
ui-settings-appearance = Appearance
ui-settings-as-computer = As the computer
ui-settings-theme = Colours
ui-settings-light = Light
ui-settings-dark = Dark
ui-settings-bell = Notifications
ui-settings-bell-text = A notice on screen for every message, even with the window closed.
ui-settings-hide-text = Hide what was written
ui-settings-hide-text-hint = The notice says only who it is. Good for screens that others see.
ui-settings-pause = Pause
ui-settings-pause-hint = What comes during the pause is told in one notice at its end.
ui-settings-pause-hour = For 1 hour
ui-settings-pause-tomorrow = Until tomorrow
ui-settings-paused = Paused until { $day } at { $time }
ui-settings-resume = Resume
ui-bell-no-desk = Recado is running without a desktop: there is no icon and there are no notifications.
ui-bell-none = This computer is not showing notifications. Messages arrive and stay on the board.
ui-settings-computer = This computer
ui-settings-start = Start with the computer
ui-settings-start-hint = So no message is missed after a restart. The window stays closed until you open it.
ui-settings-start-cannot = This cannot be set on this computer.
ui-settings-data = Your data
ui-settings-data-text = They are on this computer, and only there.
ui-settings-export-hint = A spreadsheet with everybody but the tests.
ui-settings-tests = Tests
ui-settings-tests-count =
    { $count ->
        [0] There are no tests on the board.
        [one] There is 1 test on the board.
       *[other] There are { $count } tests on the board.
    }
ui-settings-tests-remove = Erase the tests
ui-settings-folder = Data folder
ui-settings-folder-hint = This is what to copy for a backup, after quitting Recado.
ui-settings-about = About
ui-about-version = Version { $version }
ui-about-text = No account, no monthly fee, and the data is yours.
ui-about-licences = Licences
ui-about-licences-text = The programs by others that Recado is made with.
ui-ready-again = Show the first steps on the board
ui-source-new = New connection
ui-source-title = Name of the connection
ui-source-title-hint = It stands on the cards, to show where somebody came from.
ui-source-title-missing = The name is missing.
ui-source-more = More on { $title }
ui-source-pause = Pause
ui-source-resume = Resume
ui-source-remove = Remove
ui-source-paused-text = What arrives is kept and goes on the board when you resume.
ui-source-paused = { $title } is paused
ui-source-resumed =
    { $count ->
        [0] { $title } receives again
        [one] { $title } receives again; 1 message that waited came in
       *[other] { $title } receives again; { $count } messages that waited came in
    }
ui-source-removed = { $title } was removed
ui-source-remove-title = Remove { $title }?
ui-source-remove-text = Whoever sends to this address will be refused, and it does not come back. What the connection brought stays on the board.
ui-banner-given-up = Recado has stopped receiving.
ui-banner-blocked = Nothing is being received.
ui-banner-lost = Reconnecting…
ui-banner-lost-text = What is on screen may be out of date for a few seconds.
ui-banner-serve = Receiving without a desktop.
ui-banner-serve-text = It is “recado serve” that receives: there is no icon and there are no notifications.
ui-banner-take-over = Take over here
ui-banner-no-bell = This computer shows no notifications.
ui-banner-no-bell-text = Messages arrive and stay on the board, but nothing shows on screen while the window is closed.
ui-close-title = Go on receiving?
ui-close-text = This computer has no place to show Recado’s icon.
ui-close-again = If only the window closes, messages keep arriving. To see it again, start Recado once more.
ui-close-go-on = Go on receiving
ui-close-quit = Quit Recado
ui-board-empty-first-steps = See the first steps

## The window: the public address

ui-reach-title = Public address
ui-reach-text = So that WhatsApp, forms and others reach this computer from anywhere. With a relay, what comes while it is off waits, sealed.
ui-reach-way = How this computer is reached
ui-reach-way-none = This computer only
ui-reach-way-none-text = Only programs that run here can send.
ui-reach-way-relay = By a relay
ui-reach-way-relay-text = The server that receives for you, and keeps what comes while the computer is off.
ui-reach-way-own = I have my own public address
ui-reach-way-own-text = Cloudflare Tunnel, ngrok, Tailscale Funnel or an open port at the router.
ui-reach-in-use = In use
ui-reach-honest = What passes at once is plain in the relay's memory, only while it passes. What waits is sealed: whoever runs the relay cannot read it.
ui-reach-invitation = Invitation or address of the relay
ui-reach-invitation-hint = Whoever runs the relay sends the invitation. Of a relay that is open to all, the address will do, such as https://hooks.example.com.
ui-reach-invitation-missing = Paste the invitation.
ui-reach-use = Use this relay
ui-reach-other-invitation = Paste another invitation
ui-reach-base = This computer's address
ui-reach-base-copy = Copy the public address
ui-reach-base-hint = Each connection has its own, which begins like this. The connection's is the one to paste at the sender.
ui-reach-since = Connected
ui-reach-waiting = Waiting there
ui-reach-waiting-none = nothing
ui-reach-waiting-count =
    { $count ->
        [one] 1 delivery
       *[other] { $number } deliveries
    }
ui-reach-kept = Keeps for
ui-reach-kept-days =
    { $count ->
        [one] 1 day
       *[other] { $number } days
    }
ui-reach-connected = Receiving
ui-reach-connecting = Connecting…
ui-reach-away = Not connected
ui-reach-stopped = Stopped
ui-reach-off = Off
ui-reach-off-text = The program that has Recado open now does not receive by the relay.
ui-reach-away-since = Connection lost { $when }
ui-reach-away-text = While the relay itself is up, what comes in the meantime waits there, sealed.
ui-reach-again-in =
    { $count ->
        [0] Trying now…
       *[other] Tries again in { $count } s.
    }
ui-reach-try-now = Try now
ui-reach-use-here = Use it on this computer
ui-reach-replaced = Another computer uses this address
ui-reach-invitation-refused = The relay wants another invitation
ui-reach-removed = The relay removed this address
ui-reach-other-relay = It is not the relay from before
ui-reach-protocol = The versions do not understand each other
ui-reach-identity = The address's key cannot be read
ui-reach-leave = Stop using it
ui-reach-leave-title = Stop using { $relay }?
ui-reach-leave-text = Whoever sends to its public addresses no longer reaches this computer. If you come back to this relay, the addresses are the same.
ui-reach-leave-waiting =
    { $count ->
        [one] 1 delivery that waits there was not brought yet.
       *[other] { $number } deliveries that wait there were not brought yet.
    }
ui-reach-left = { $relay } is used no more
ui-reach-carry = Another computer
ui-reach-carry-hint = A file with a passphrase takes the address along, and no sender has to change a thing.
ui-reach-export = Export…
ui-reach-import = Import…
ui-reach-import-have = I have another computer's address
ui-reach-export-title = Export the public address
ui-reach-export-text = Whoever has this file and the passphrase receives in place of this computer. Keep the two in different places.
ui-reach-passphrase = Passphrase
ui-reach-passphrase-again = The passphrase again
ui-reach-passphrase-hint = Without it the file does not open, and nobody can recover it. Four or five unrelated words make a good one.
ui-reach-passphrase-missing = Write a passphrase.
ui-reach-passphrase-differs = The two are not the same.
ui-reach-strength = Strength of the passphrase
ui-reach-strength-weak = Weak: whoever has the file may guess it
ui-reach-strength-fair = Fair: a few more words help
ui-reach-strength-good = Good
ui-reach-export-save = Save…
ui-reach-export-done = The address is saved
ui-reach-import-title = Use another computer's address
ui-reach-import-text = This computer then receives in place of the other one, which stops receiving.
ui-reach-import-gives-up = The address that this computer has now is given up. Whoever sends to it no longer gets here: paste the new addresses at those senders.
ui-reach-import-file = Choose the file…
ui-reach-import-paste = or paste the content of the file here
ui-reach-import-pasted = Content of the file
ui-reach-import-file-missing = Choose the file or paste its content.
ui-reach-import-too-big = This file is too big to be an address.
ui-reach-import-do = Use it here
ui-reach-imported = This computer now uses the imported address
ui-reach-own-aim = Your tunnel or router has to lead here
ui-reach-own-aim-copy = Copy where the tunnel has to lead
ui-reach-own-url = Public address
ui-reach-own-url-hint = Its beginning, up to /in/. For example https://recado.yourbusiness.com.
ui-reach-own-missing = Write the address.
ui-reach-own-check = Check
ui-reach-own-check-again = Check again
ui-reach-own-reached = It reaches this computer
ui-reach-own-not-reached = It does not reach this computer
ui-reach-own-unchecked = Not checked yet. It can be saved all the same, but perhaps nobody gets here.
ui-reach-own-save-anyway = Save all the same
ui-reach-own-saved = Public address saved
ui-reach-own-change = Change
ui-reach-own-leave-title = Stop using this address?
ui-reach-own-leave-text = The connections no longer show it. Whoever sends to it already still gets here as long as your tunnel is up.
ui-reach-own-left = The address of your own is used no more
ui-reach-own-relay-goes-on = The relay { $relay } stays connected, for those who still send to its addresses. Stop using it once all have changed.
ui-reach-own-in-force = The connections show the address of your own. The relay still receives those who use its addresses.
ui-reach-proxy = Who sent it
ui-reach-proxy-hint = Behind a tunnel everybody looks like the tunnel. With the right header, the door shuts out only those who guess, not all of them together.
ui-reach-proxy-none = Believe none
ui-reach-proxy-forwarded-for = X-Forwarded-For (ngrok, Tailscale, Caddy, nginx)
ui-reach-proxy-cloudflare = CF-Connecting-IP (Cloudflare)
ui-reach-proxy-real-ip = X-Real-IP
ui-reach-proxy-forwarded = Forwarded (RFC 7239)
ui-reach-proxy-from = Only when it comes from
ui-reach-proxy-from-hint = Network addresses of the tunnel or proxy, separated by commas. Empty: this computer only.
ui-reach-proxy-from-none = this computer
ui-reach-proxy-from-saved = Saved
ui-reach-proxy-offer = What stands in between names the sender in the header { $header }. Believing it makes the door more exact.
ui-reach-proxy-offer-do = Believe it
ui-reach-asked-title = Use this relay?
ui-reach-asked-text = { $relay } then receives for this computer and keeps, sealed, what comes while it is off.
ui-reach-asked-same = { $relay } is the relay in use already. The new invitation takes the place of the old one, and the addresses stay.
ui-reach-asked-replaces = It takes the place of { $relay }. The public addresses change: whoever sends to those of now has to be given the new ones.
ui-reach-asked-replaces-own = It takes the place of { $address }. The connections get new addresses, which have to be pasted at the senders.
ui-reach-asked-trust = Accept only if you know who runs it.
ui-reach-asked-decline = Not now
ui-reach-asked-broken-title = The invitation cannot be read
ui-reach-asked-broken = Perhaps the link came cut off. Ask whoever runs the relay for another.
ui-reach-used = The relay is now { $relay }
ui-reach-status = Public address
ui-reach-status-connected = By the relay
ui-reach-status-connecting = Connecting to the relay…
ui-reach-status-away = Not connected to the relay
ui-reach-status-stopped = The relay stopped
ui-reach-status-off = Relay off
ui-reach-status-own = Address of your own
ui-reach-status-waiting =
    { $count ->
        [one] 1 delivery waits at the relay
       *[other] { $number } deliveries wait at the relay
    }
ui-reach-status-bringing =
    { $count ->
        [one] 1 delivery being brought…
       *[other] { $number } deliveries being brought…
    }
ui-reach-see = See in the settings
ui-reach-banner-stopped = The relay no longer receives for this computer.
ui-reach-banner-away = Connection to the relay lost { $when }
ui-reach-preparing = Being prepared…
ui-reach-preparing-text = The relay has yet to confirm this address. It takes a few seconds.
ui-reach-preparing-away = It appears here once the relay is connected again.
ui-reach-preparing-stopped = The relay has stopped, and this address was not confirmed yet.
ui-reach-here = On this computer
ui-reach-here-copy = Copy the address of { $title } on this computer
ui-reach-needed = { $sender } sends from the internet, and does not reach this computer yet
ui-reach-needed-text = The address below answers only in here. With a public address, the sender gets here from anywhere.
ui-reach-needed-do = Get a public address
ui-reach-only-here = Only programs on this computer reach this address.
ui-reach-script-needs = The script needs a public address: it runs outside this computer.
ui-reach-signed-same = The sender signs the address, and the one above counts.
ui-reach-signed-use = Use the address above
ui-reach-signed-other = It is another

## Window: the activity

ui-activity-search = Search the activity
ui-activity-search-field = Search a name, phone or reason
ui-activity-search-clear = Clear the search
ui-activity-filters = Filters
ui-activity-filter-source = Connection
ui-activity-filter-verdict = Outcome
ui-activity-filter-period = Period
ui-activity-filter-more = { $first } and { $more } more
ui-activity-filter-remove = Remove the filter { $filter }
ui-activity-filter-clear = Clear
ui-activity-source-any = All connections
ui-activity-source-gone = removed connection
ui-activity-verdict-any = All outcomes
ui-activity-verdict-accepted = Filed
ui-activity-verdict-duplicate = Repeated
ui-activity-verdict-ignored = Nothing new
ui-activity-verdict-unmatched = No contact
ui-activity-verdict-paused = Waiting
ui-activity-verdict-handshake = Address checks
ui-activity-verdict-malformed = Unreadable
ui-activity-verdict-refused = Refused
ui-activity-verdict-limited = Turned away
ui-activity-period-any = Any day
ui-activity-period-today = Today
ui-activity-period-yesterday = Yesterday
ui-activity-period-week = Last 7 days
ui-activity-period-month = Last 30 days
ui-activity-period-dates = Choose the days
ui-activity-period-hour = { $day }, { $from } to { $to }
ui-activity-period-days = { $from } to { $to }
ui-activity-period-until = until { $day }, { $time }
ui-activity-period-since = since { $day }
ui-activity-calendar-previous = Previous month
ui-activity-calendar-next = Next month
ui-activity-day-title =
    { $near ->
        [today] Deliveries today
        [yesterday] Deliveries yesterday
       *[other] Deliveries on { $day }
    }
ui-activity-day-previous = Previous day
ui-activity-day-next = Next day
ui-activity-day-failed = The day's numbers did not arrive. { $reason }
ui-activity-total-received =
    { $count ->
        [0] none received
        [one] 1 received
       *[other] { $number } received
    }
ui-activity-total-refused =
    { $count ->
        [one] 1 refused
       *[other] { $number } refused
    }
ui-activity-total-unmatched = { $number } without contact
ui-activity-total-malformed =
    { $count ->
        [one] 1 unreadable
       *[other] { $number } unreadable
    }
ui-activity-total-counted = { $number } more not listed
ui-activity-total-counted-text = Requests to addresses that do not exist, of a kind that is not accepted, or over the limit: Recado only counts them.
ui-activity-chart = Deliveries by the hour
ui-activity-chart-hint = The arrow keys walk over the hours. Enter shows only the deliveries of one hour.
ui-activity-chart-hour = { $from } to { $to }
ui-activity-chart-taken = filed or nothing new
ui-activity-chart-hour-column = Hour
ui-activity-list = Deliveries
ui-activity-list-keys = The arrow keys walk over the list. Enter opens the delivery.
ui-activity-list-loading = Loading the activity
ui-activity-list-failed = The activity could not be opened
ui-activity-list-older-failed = The older ones did not arrive.
ui-activity-list-end = These are all.
ui-activity-list-full = The list ends here so that it stays light.
ui-activity-list-before = Show the earlier ones
ui-activity-fresh =
    { $count ->
        [one] 1 new
       *[other] { $number } new
    }
ui-activity-empty = Nothing has arrived yet
ui-activity-empty-text = Every delivery that a sender makes appears here, with what became of it.
ui-activity-empty-connections = See the connections
ui-activity-none = No delivery like that
ui-activity-none-text = Nothing that arrived fits these filters.
ui-activity-none-clear = Clear the filters
ui-activity-what-several = and { $count } more
ui-activity-repeats = arrived { $count } times
ui-activity-chip-new = New contact
ui-activity-chip-updated = Updated
ui-activity-chip-appointment = Appointment
ui-activity-chip-filed = Filed
ui-activity-chip-pending = Getting details
ui-activity-chip-duplicate = Repeated
ui-activity-chip-ignored = Nothing new
ui-activity-chip-unmatched = No contact
ui-activity-chip-paused = Waiting
ui-activity-chip-handshake = Address check
ui-activity-chip-malformed = Unreadable { $status }
ui-activity-chip-refused = Refused { $status }
ui-activity-chip-limited = Turned away { $status }
ui-activity-kind-message = message
ui-activity-kind-lead = sign-up
ui-activity-kind-appointment = appointment
ui-activity-kind-payment = payment
ui-activity-kind-order = order
ui-activity-kind-receipt = delivery notice
ui-activity-kind-other = event
ui-activity-line-accepted = filed
ui-activity-line-pending = waiting for the details
ui-activity-line-duplicate = had already been filed
ui-activity-line-ignored = nothing to file
ui-activity-line-unmatched = does not say whose it is
ui-activity-line-paused = is filed when you resume the connection
ui-activity-line-handshake = the sender checked the address
ui-activity-line-malformed = the content cannot be read
ui-activity-line-refused = did not show whom it is from
ui-activity-line-limited = too much came in a short time
ui-activity-apply-all-text = Once you have taught Recado, those without a contact can be read again.
ui-activity-apply-all = Read all of them again
ui-activity-apply-all-done =
    { $recovered ->
        [0] None changed: they still do not say whose they are.
        [one] 1 delivery is on the board now.
       *[other] { $recovered } deliveries are on the board now.
    }
ui-activity-apply-all-none = There are none without a contact any more.
ui-activity-open = Delivery
ui-activity-open-previous = Newer
ui-activity-open-next = Older
ui-activity-open-gone = This delivery is no longer in the activity
ui-activity-open-gone-text = The oldest are erased after a while. What they brought stays on the cards.
ui-activity-open-failed = The delivery could not be opened
ui-activity-open-when = { $day } at { $time }
ui-activity-why-accepted = It is on the board
ui-activity-why-filed = It was filed
ui-activity-why-pending = The details are missing
ui-activity-why-duplicate = It had already been filed
ui-activity-why-ignored = Nothing to file
ui-activity-why-unmatched = Nobody knows whose it is
ui-activity-why-paused = It is kept
ui-activity-why-handshake = The address was checked
ui-activity-why-malformed = The content cannot be read
ui-activity-why-refused = It did not show whom it is from
ui-activity-why-limited = Too much came in a short time
ui-activity-why-accepted-text = What it says is on the sender's card.
ui-activity-why-pending-key = This sender tells only an id; Recado fetches the rest with the access token, which this connection still lacks.
ui-activity-why-pending-text = This sender tells only an id. Recado is fetching the rest and files it when it comes; nothing is lost.
ui-activity-why-duplicate-text = The sender sent again what was already filed. Nothing changed, and nobody was told twice.
ui-activity-why-ignored-text = It is genuine, but tells nothing about anybody: a sign of life, for instance, or the talk of a group.
ui-activity-why-unmatched-teach = Show Recado where the name and the phone are: this one and others like it come onto the board.
ui-activity-why-unmatched-text = It is kept whole. Once the sender gives a phone or an e-mail address, the next ones are filed by themselves.
ui-activity-why-paused-text = The connection is paused. When you resume it, this comes onto the board by itself.
ui-activity-why-handshake-text = The sender asked whether this address is yours before it began to send, and Recado answered.
ui-activity-why-malformed-text = The sender was told of the mistake. If it goes on, whoever looks after its system has to see the content below.
ui-activity-why-refused-text = Either somebody pretended to be the sender, or the connection's key is not the one that is set there.
ui-activity-why-refused-kept = It is kept for 7 days: once the key is right, it is filed by itself.
ui-activity-why-limited-text = The sender was told to try again later. The limits are in the settings.
ui-activity-do-secret = Check the key
ui-activity-do-key = Give the access token
ui-activity-do-teach = Teach Recado
ui-activity-do-resume = See the connection
ui-activity-do-settings = See the limits
ui-activity-do-first = See the first
ui-activity-do-apply = Read again
ui-activity-do-curl = Copy as curl
ui-activity-do-curl-hint = The command that sends the same again, with the keys left to fill in
ui-activity-applied-recovered = Filed: it is on the card now.
ui-activity-applied-same = Nothing changed: what it held was already filed.
ui-activity-applied-unmatched = It was read again, and still does not say whose it is.
ui-activity-applied-refused = It was checked again, and still does not show whom it is from.
ui-activity-applied-pending = It was read again. The details have not come yet.
ui-activity-applied-malformed = It was read again, and the content still cannot be read.
ui-activity-events =
    { $count ->
        [one] What was filed
       *[other] What was filed ({ $count })
    }
ui-activity-event-open = Open the contact
ui-activity-event-ours = sent by us
ui-activity-event-id = Id at the sender's
ui-activity-body = Content
ui-activity-body-size = { $kind } · { $size }
ui-activity-body-json = JSON
ui-activity-body-xml = XML
ui-activity-body-form = Form
ui-activity-body-text = Text
ui-activity-body-binary = Data
ui-activity-body-wrap = Wrap lines
ui-activity-body-copy = Copy the content
ui-activity-body-cut = There is more of it; this is the beginning.
ui-activity-body-none = Recado does not keep the content of this one.
ui-activity-body-empty = It came without content.
ui-activity-request = How it arrived
ui-activity-request-headers =
    { $count ->
        [0] No headers kept
        [one] 1 header
       *[other] { $count } headers
    }
ui-activity-request-hidden = What is secret is never kept.
ui-activity-took-label = took { $took }
ui-activity-trouble = Deliveries from { $source } have been refused since { $when }
ui-activity-trouble-count =
    { $count ->
        [one] 1 delivery refused.
       *[other] { $number } deliveries refused.
    }
ui-activity-trouble-show = Show
ui-activity-lockouts =
    { $count ->
        [one] 1 address is locked out for insisting
       *[other] { $number } addresses are locked out for insisting
    }
ui-activity-lockouts-text = They were refused too often. They are listened to again by themselves; lift it if it is a mistake.
ui-activity-lockout = { $remote } at { $source }
ui-activity-lockout-left =
    { $count ->
        [one] 1 refusal
       *[other] { $number } refusals
    } · for { $left } more
ui-activity-lockout-over =
    { $count ->
        [one] 1 refusal
       *[other] { $number } refusals
    } · may try again
ui-activity-lockout-lift = Lift
ui-activity-lockout-lift-who = Lift the lock-out of { $remote }
ui-activity-lockout-lifted = { $remote } may try again
ui-activity-lockouts-none = Nobody is locked out now.
ui-activity-settings-gate = Protection
ui-activity-settings-gate-text = Who insists without showing who they are is not listened to for a while: only they, and only at that connection.
ui-activity-settings-refusals = Lock out after
ui-activity-settings-refusals-never = Never
ui-activity-settings-refusals-count = { $number } refusals in a row
ui-activity-settings-lockout = The first time, for
ui-activity-settings-lockout-hint = Twice as long each time, up to an hour.
ui-activity-settings-seconds =
    { $count ->
        [one] 1 second
       *[other] { $number } seconds
    }
ui-activity-settings-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $number } minutes
    }
ui-activity-settings-hours =
    { $count ->
        [one] 1 hour
       *[other] { $number } hours
    }
ui-activity-settings-rate = Take from each connection at most
ui-activity-settings-rate-any = Whatever comes
ui-activity-settings-rate-count = { $number } a minute
ui-activity-settings-rate-hint = Beyond that the sender is told to try again later.
ui-activity-settings-locked-now = Locked out now
ui-activity-settings-retention = Activity kept
ui-activity-settings-retention-text = What is beyond that is erased: the delivery's content and its line. The counts by day and what is on the cards stay.
ui-activity-settings-days = Keep for
ui-activity-settings-days-count =
    { $count ->
        [one] 1 day
       *[other] { $number } days
    }
ui-activity-settings-days-months =
    { $count ->
        [one] 1 month
       *[other] { $count } months
    }
ui-activity-settings-days-year = 1 year
ui-activity-settings-size = Take up at most
ui-activity-settings-less = Keep less?
ui-activity-settings-less-days = Deliveries older than { $days } are erased from the activity for good.
ui-activity-settings-less-size = If the activity takes up more than { $size }, the oldest deliveries are erased for good.
ui-activity-settings-less-stays = What they brought stays on the cards, and so do the counts by day.
ui-activity-settings-less-do = Keep less
ui-activity-settings-secrets = Keys
ui-activity-settings-secrets-text = The keys with which Recado checks the senders.
ui-activity-settings-secrets-keyring = In this computer's keyring
ui-activity-settings-secrets-keyring-text = Whoever copies the data folder does not get the keys with it.
ui-activity-settings-secrets-file = In a file of your own
ui-activity-settings-secrets-file-text = This computer has no keyring in use. The file is in the data folder and only your user can read it: keep copies of it safe.
ui-activity-receipt-sent = sent
ui-activity-receipt-delivered = delivered
ui-activity-receipt-read = read
ui-activity-receipt-failed = did not arrive

## Window: the monitoring

ui-nav-monitoring = Monitoring
ui-connection-monitoring = See its numbers
ui-monitoring-span = Period
ui-monitoring-span-hours = 24 hours
ui-monitoring-span-days = 30 days
ui-monitoring-span-weeks = 26 weeks
ui-monitoring-loading = Counting
ui-monitoring-failed = What came could not be counted
ui-monitoring-empty = Nothing has come yet
ui-monitoring-empty-text = When the first delivery arrives, you see here how many come, from where, how many become contacts and how long answers take. To begin, paste the address of a connection into the system that sends. Tests are not counted.
ui-monitoring-figures = In short
ui-monitoring-deliveries = Deliveries
ui-monitoring-contacts = New contacts
ui-monitoring-not-filed = Not filed
ui-monitoring-not-filed-what = without contact, refused, unreadable or turned away
ui-monitoring-not-filed-none = everything that came was filed
ui-monitoring-not-filed-share = { $percent } of what came
ui-monitoring-answers = Answer time
ui-monitoring-answers-text = half of the answers within this time; 95 of 100 within { $most }
ui-monitoring-answers-words = half of the answers within { $median }, 95 of 100 within { $most }
ui-monitoring-answers-none = no answer
ui-monitoring-answers-half = half within
ui-monitoring-answers-most = 95 of 100 within
ui-monitoring-same =
    { $span ->
        [hours] the same as in the 24 hours before
        [days] the same as in the 30 days before
       *[weeks] the same as in the 26 weeks before
    }
ui-monitoring-more =
    { $span ->
        [hours] { $by } more than in the 24 hours before
        [days] { $by } more than in the 30 days before
       *[weeks] { $by } more than in the 26 weeks before
    }
ui-monitoring-less =
    { $span ->
        [hours] { $by } less than in the 24 hours before
        [days] { $by } less than in the 30 days before
       *[weeks] { $by } less than in the 26 weeks before
    }
ui-monitoring-times =
    { $span ->
        [hours] { $by } times as in the 24 hours before
        [days] { $by } times as in the 30 days before
       *[weeks] { $by } times as in the 26 weeks before
    }
ui-monitoring-none-before =
    { $span ->
        [hours] none in the 24 hours before
        [days] none in the 30 days before
       *[weeks] none in the 26 weeks before
    }
ui-monitoring-no-before =
    { $span ->
        [hours] there are no 24 hours before to compare with yet
        [days] there are no 30 days before to compare with yet
       *[weeks] there are no 26 weeks before to compare with yet
    }
ui-monitoring-chart =
    { $span ->
        [hours] Deliveries by the hour
        [days] Deliveries by the day
       *[weeks] Deliveries by the week
    }
ui-monitoring-chart-contacts =
    { $span ->
        [hours] New contacts by the hour
        [days] New contacts by the day
       *[weeks] New contacts by the week
    }
ui-monitoring-chart-answers =
    { $span ->
        [hours] Answer time by the hour
        [days] Answer time by the day
       *[weeks] Answer time by the week
    }
ui-monitoring-chart-hint = The arrow keys walk along the bars. Enter opens the deliveries of that time in the activity.
ui-monitoring-none =
    { $span ->
        [hours] Nothing came in these 24 hours
        [days] Nothing came in these 30 days
       *[weeks] Nothing came in these 26 weeks
    }
ui-monitoring-step =
    { $span ->
        [hours] Hour
        [days] Day
       *[weeks] Week
    }
ui-monitoring-hour = { $day }, { $from } to { $to }
ui-monitoring-week = week of { $days }
ui-monitoring-part-taken = Filed
ui-monitoring-contacts-words =
    { $count ->
        [0] no new contact
        [one] 1 new contact
       *[other] { $number } new contacts
    }
ui-monitoring-sources = By connection
ui-monitoring-source = Connection
ui-monitoring-course = Over the period
ui-monitoring-last = Last delivery
ui-monitoring-never = never
ui-monitoring-open = Open the connection { $title }
ui-monitoring-state =
    { $state ->
        [paused] paused
       *[removed] removed
    }

## Why a value is not what the owner says it is

mapping-missing = This delivery has no such value, or it is empty.
mapping-not-one-value = This is a group of values. Choose one of them.
mapping-no-name = This cannot be anybody's name.
mapping-no-phone = This is no phone number.
mapping-no-email = This is no e-mail address.
mapping-no-time = This is no day and time that can be read.
mapping-no-hour = This is a day without a time. Choose the value with the time too.
mapping-no-day = This is a time without a day. Choose the value with the day too.
mapping-no-amount = This is no amount of money.
mapping-no-id = This is too long for an id.
mapping-no-field-name = Give the field a name.

## The tunnel: why there is no link to the relay, and what can be done

tunnel-no-name = The name { $relay } was not found. Is the computer offline? If other pages open, check the name with whoever runs the relay.
tunnel-refused = Nobody answers at { $relay }. The relay may be down: tell whoever runs it if this does not pass.
tunnel-no-network = There is no way to the relay. Is the computer offline?
tunnel-no-answer = { $relay } did not answer in time. The internet is slow, or the relay is busy.
tunnel-not-safe = The connection to the relay is not safe: { $reason }. Check this computer's date and time; if they are right, tell whoever runs the relay.
tunnel-proxy = This network's proxy does not let it through: { $reason }. Talk to whoever looks after the network.
tunnel-no-websocket = Something on the way does not let the connection (WebSocket) through: a proxy, an antivirus program or the server in front of the relay. Talk to whoever looks after the network or the relay.
tunnel-broken = The connection to the relay broke: { $reason }.
tunnel-unsuitable = This computer cannot make the connection: { $reason }.
tunnel-no-relay = No relay of Recado answers at { $relay } (answer { $status }). Check the address with whoever runs it.
tunnel-malformed = What answers at { $relay } does not speak as a relay of Recado does, or something on the way changed what was said. In networks with a welcome page (hotel, café), sign in there first.
tunnel-program-old = The relay does not understand this version of Recado any more. Update Recado on this computer.
tunnel-relay-old = The relay is too old for this version of Recado. Ask whoever runs it to update it.
tunnel-other-name = The relay at { $relay } says that it is called { $says }. Use the address that it says, if it is yours, or ask for a new invitation.
tunnel-other-key = The relay that answers is not the one from before: its key is another. Either it was set up anew, or it is somebody else's. Go on only with a new invitation from whoever runs it.
tunnel-invitation-needed = The relay takes only those who were invited. Ask whoever runs it for an invitation and paste it here.
tunnel-invitation-invalid = The relay does not take the invitation: it was used, has expired or is not of this relay. Ask for another.
tunnel-says-no = The relay did not accept the connection: { $reason }.
tunnel-full = The relay is full and takes no more computers now. Tell whoever runs it.
tunnel-too-many = There were too many attempts in a short time. The relay asks for a pause.
tunnel-not-now = The relay is restarting or busy. The connection comes back by itself.
tunnel-removed = Whoever runs the relay removed this computer's address. Talk to them.
tunnel-replaced = Another computer has connected with this same address and receives now in place of this one. To receive here again, connect again.
tunnel-silent = The relay has gone silent. Is the internet down?
tunnel-cut = The connection to the relay broke.
failure-invitation-shape = This is no invitation. One begins with recado://relay/ and comes from whoever runs the relay (the server that receives for you). Of a relay that is open to all, the address is enough, such as https://hooks.example.com.
failure-invitation-cut = The invitation is not whole: its end is missing. Copy the entire link.
failure-invitation-damaged = The invitation is damaged: something in it was changed. Copy the link again, all of it, or ask for another.
failure-relay-plain = { $relay } is no safe address: over the internet anybody on the way could read and change what comes in. Use https://. Only on this computer or in the local network, by number (such as http://192.168.0.7), http:// will do.

## Alerts about the connections: why nobody answers a sender, the tray, the notifications, recado alerts

patience-off = Recado was closed on this computer.
patience-blocked = Another program has Recado's port, and nothing comes in here.
patience-store = Recado cannot write: the disk is full or does not respond. Free some space.
patience-relay-silent = The relay does not answer from here; it may not answer senders either.
patience-relay-unsafe = The connection to the relay is not safe from here; senders may not get through either.
patience-relay-refuses = The relay does not take this computer now; it may refuse senders too.
patience-relay-removed = The relay has removed this computer's address and refuses senders.
patience-relay-forgot = The relay knows this computer no more and asks for an invitation; senders are refused.
patience-relay-other = Another server answers at the relay's address, which keeps nothing of what is sent there.
tray-alerts =
    { $count ->
        [one] 1 connection needs you
       *[other] { $count } connections need you
    }
toast-silent = { $source }: unusually quiet
toast-silent-text = Nothing has come since { $since }. Usually { $usual } messages come in such a time.
toast-shape-changed = { $source }: the form has changed
toast-shape-changed-text =
    { $gone ->
        [0] New fields arrive.
       *[other] No longer arrives: { $names }.
    } Look at the mapping and repair it.
toast-unanswered = { $source }: the sender gets no answer
toast-unanswered-text =
    { $then ->
        [lost] It tries until { $at } and then gives up what it sent.
        [queue-stopped] It tries until { $at } and then stops its queue.
       *[disabled] It tries until { $at } and then switches itself off.
    } { $why }
toast-gave-up =
    { $then ->
        [lost] { $source }: deliveries may be lost
        [queue-stopped] { $source }: the sender may have stopped its queue
       *[disabled] { $source }: the sender may have switched itself off
    }
toast-gave-up-text = Nobody has answered it since { $since }. Recado shows what to do.
alerts-none = No connection needs attention.
alerts-silent = Nothing has come since { $since }; usually { $usual } messages come in such a time.
alerts-shape-changed = What comes has another shape since { $since }.
alerts-shape-gone = No longer arrives: { $names }
alerts-shape-new = New: { $names }
alerts-unanswered =
    { $then ->
        [lost] The sender has not been served since { $since }. At { $at } it gives up what it sent first.
        [queue-stopped] The sender has not been served since { $since }. At { $at } it stops its queue.
       *[disabled] The sender has not been served since { $since }. At { $at } it switches itself off.
    }
alerts-gave-up =
    { $then ->
        [lost] The sender may have given up deliveries: nobody answered it
        [queue-stopped] The sender may have stopped its queue: nobody answered it
       *[disabled] The sender may have switched itself off: nobody answered it
    } { $until ->
        [now] since { $since }.
       *[other] from { $since } to { $until }.
    }
alerts-do = What to do:
alerts-causes = It may be:

## The test sender

failure-no-sample = There is no sample of this sender called “{ $sample }”.
sample-not-address-alone = Only the address is checked here: whoever knows it may send.
sample-not-checked-yet = While there is no key, only the address is checked. Paste the key, and the rest is refused.
sample-not-without-secret = The key is missing: until then everything is refused.
sample-wrong-not-taken = It was answered { $status } and should have been taken. { $why }
sample-wrong-names-nobody = It arrived, but nobody could be found in it.
sample-wrong-not-filed = It arrived, but nothing of it went on the board.
sample-wrong-believed = Its proof was false, and yet it was answered { $status } instead of 401.
sample-wrong-not-noticed = Its content was broken, and yet it was answered { $status } instead of 400. { $why }
sample-wrong-filed-twice = The second was not known for a repetition of the first.
sample-wrong-not-turned-away = It was over the limit, and yet it was answered { $status } instead of 413. { $why }
sample-advice-secret = Check the key and the way of checking on this connection.
sample-advice-later = Send it again in a moment.
sample-advice-mapping = Say in “Fields” which value is the phone or the e-mail.
sample-advice-fault = Send it again. If it stays like this, the fault is in Recado, not in the sender.
test-tag = Test

## recado send-sample

send-sample-no-engine = Recado is not running, so a test would arrive nowhere. Open Recado, or run `recado serve` in another terminal, and send it again.
send-sample-sent = { $kind }: { $answer }, in { $took } ms
send-sample-delivery = delivery { $delivery }
send-sample-contact = contact { $contact }
send-sample-none = There are no samples of this sender but the small one, which is sent without --sample.

## Window: alerts about the connections

ui-alerts-banner =
    { $count ->
        [one] 1 connection needs you:
       *[other] { $number } connections need you:
    }
ui-alert-see = See
ui-alert-see-title = See what is up with { $source }
ui-alert-dismiss = Remove this alert
ui-alert-dismissed = The alert about { $source } is removed
ui-alert-docs = The sender's documentation
ui-alert-silent = Unusually quiet
ui-alert-silent-line = The last message came { $when }.
ui-alert-silent-text =
    { $count ->
        [one] The last message came { $when }. Usually 1 message comes in such a time.
       *[other] The last message came { $when }. Usually { $usual } messages come in such a time.
    }
ui-alert-causes = It may be:
ui-alert-silent-test = If the test arrives, all is well on this side: look on the sender's side.
ui-alert-unanswered = The sender gets no answer
ui-alert-unanswered-line =
    { $then ->
        [lost] In { $left } it gives up.
        [queue_stopped] In { $left } it stops its queue.
       *[disabled] In { $left } it switches itself off.
    }
ui-alert-unanswered-text = It has not been served since { $when }.
ui-alert-unanswered-until =
    { $then ->
        [lost] until it gives up what it sent first, { $when }
        [queue_stopped] until it stops its queue, { $when }
       *[disabled] until it switches itself off, { $when }
    }
ui-alert-unanswered-then =
    { $then ->
        [lost] If it is answered before, nothing is lost. After that, what it sent first comes no more; what follows goes on coming.
        [queue_stopped] If it is answered before, nothing is lost. After that it keeps everything and sends nothing more until you set its queue going again.
       *[disabled] If it is answered before, nothing is lost. After that it sends nothing more until you turn it on again.
    }
ui-alert-gave-up =
    { $then ->
        [lost] Deliveries may be lost
        [queue_stopped] The sender may have stopped its queue
       *[disabled] The sender may have switched itself off
    }
ui-alert-gave-up-line =
    { $count ->
        [0] Look on the sender's side.
        [one] There is one step to do.
       *[other] There are { $count } steps to do.
    }
ui-alert-gave-up-now = Nobody has served it since { $since }, and its time is over.
ui-alert-gave-up-text = Nobody served it from { $since } to { $until }, longer than it waits.
ui-alert-gave-up-then =
    { $then ->
        [lost] What it sent in that time may never come.
        [queue_stopped] As soon as something comes from it, this alert goes by itself.
       *[disabled] As soon as something comes from it, this alert goes by itself.
    }
ui-alert-recover = What to do:
ui-alert-address = This connection's address, should it have to be pasted again:
ui-alert-done = Done
ui-alert-shape = What comes has another shape
ui-alert-shape-line =
    { $count ->
        [one] 1 delivery came that way.
       *[other] { $count } deliveries came that way.
    }
ui-alert-shape-text =
    { $count ->
        [one] 1 delivery came that way. It is kept whole.
       *[other] { $number } deliveries came that way. They are kept whole.
    }
ui-alert-shape-gone = No longer arrives
ui-alert-shape-new = New
ui-alert-shape-repair = See and repair

## Window: the tests of a connection

ui-samples-title = Try out the connection
ui-samples-text = Recado plays the sender’s part and checks every answer. What it sends is marked as a test.
ui-samples-send = Send the tests
ui-samples-well =
    { $count ->
        [one] The test was answered as it should be
       *[other] All { $count } tests were answered as they should be
    }
ui-samples-bad =
    { $bad ->
        [one] 1 of { $count } tests was not answered as it should be
       *[other] { $bad } of { $count } tests were not answered as they should be
    }
ui-sample-good = A good delivery
ui-sample-good-must = Has to be taken.
ui-sample-bad-signature = False proof
ui-sample-bad-signature-must = Has to be refused: who has no key does not get in.
ui-sample-wrong-type = Broken content
ui-sample-wrong-type-must = Has to come back saying where the mistake is.
ui-sample-duplicate = The same one twice
ui-sample-duplicate-must = Has to get in only once.
ui-sample-huge = Too large
ui-sample-huge-must = Has to be turned away before it fills the memory.
ui-sample-taken = Taken ({ $status }) in { $took } ms
ui-sample-waits = Kept until you resume ({ $status }) in { $took } ms
ui-sample-nothing-to-file = Taken ({ $status }), nothing for the board, in { $took } ms
ui-sample-refused = Refused ({ $status }) in { $took } ms
ui-sample-returned = Sent back with the reason ({ $status }) in { $took } ms
ui-sample-recognised = The second was recognised ({ $status }) in { $took } ms
ui-sample-turned-away = Turned away ({ $status }) in { $took } ms
ui-sample-sending = Sending: { $sample }
ui-sample-send = Send: { $sample }
ui-sample-again = Send again: { $sample }
ui-sample-show = See delivery
ui-sample-show-of = See delivery: { $sample }

## Window: a mapping that mends itself

ui-repair-title = What has changed in { $source }
ui-repair-text = Compare what used to come with what comes now, and check where each field is. What came incomplete is corrected too.
ui-repair-none = Everything comes as before: there is nothing to mend.
ui-repair-failed = It could not be compared
ui-repair-before = As it used to come
ui-repair-before-lost = The last one that came whole has left the log. The fields below are those that it had.
ui-repair-after = As it comes now
ui-repair-gone = comes no more
ui-repair-new = new
ui-repair-rows = Where each field is now
ui-repair-where = Where is { $role } now?
ui-repair-nowhere = Comes no more
ui-repair-new-ones = New
ui-repair-old-ones = Came before
ui-repair-sure = almost certain
ui-repair-check = please check
ui-repair-own = your choice
ui-repair-not-found = not found: choose
ui-repair-unused = not used
ui-repair-preview = The newest one becomes this
ui-repair-left =
    { $count ->
        [one] 1 incomplete delivery stays as it is.
       *[other] { $number } incomplete deliveries stay as they are.
    }
ui-repair-later = Not now
ui-repair-save =
    { $count ->
        [one] Save and correct 1 delivery
       *[other] Save and correct { $number } deliveries
    }
ui-repair-save-only = Save for the next ones
ui-repair-done =
    { $count ->
        [0] Saved: the next ones come whole
        [one] 1 contact recovered
       *[other] { $number } contacts recovered
    }
ui-repair-recovered =
    { $count ->
        [one] 1 that was nobody’s is on the board now.
       *[other] { $number } that were nobody’s are on the board now.
    }
ui-repair-completed =
    { $count ->
        [one] 1 that was on the board has got what was missing.
       *[other] { $number } that were on the board have got what was missing.
    }
ui-repair-from-now = What comes from now on is read this way.
ui-repair-put-back = Back to the fields before
ui-repair-put-back-done = The fields before are back
ui-repair-close = Done
