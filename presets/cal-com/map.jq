# Cal.com: {triggerEvent, createdAt, payload}; meetings that begin or end, and deliveries in Zapier's form, have the
# booking at the top. `organizer` and `user` are the business; the first attendee is who booked.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;

  # What was answered to a question of the booking page or of a form: {label, value}, {value, response}, or bare.
  def answer:
    if type == "object" then (if has("response") then .response else .value end) else . end
    | [each | if type == "object" then (.label // .optionValue // .value) else . end | word | strings]
    | if . == [] then null else join(", ") end;
  def answered($slug): .responses | obj | .[$slug] | answer;
  def asks_phone: role == "phone";

  # Who gave no address gets one that only carries the number.
  def is_number: test("@sms[.]cal[.]com$"; "i");

  def own_email: .organizer | obj | .email;

  def booker:
    own_email as $own
    | answered("email") as $email
    | [.attendees | arrays | .[] | obj]
    | ([.[] | select($email != null and .email == $email)] + [.[] | select(.email != $own)])[0] // {};

  def person:
    booker as $booker
    | ((.responses | obj | .location | obj | .value | obj | select(.value == "phone") | .optionValue) // null) as $called
    | ((answered("email") // ($booker.email | word)) | strings // null) as $email
    | {
        name: (answered("name") // ($booker.name | word)),
        phones: [
          answered("attendeePhoneNumber"), $booker.phoneNumber, .smsReminderNumber, $called,
          ([.responses, .userFieldsResponses | obj | to_entries[]
            | select((.key | asks_phone) or (.value | obj | .label | asks_phone)) | .value | answer][]),
          ($email | strings | select(is_number) | split("@")[0] | "+" + ltrimstr("+"))
          | word | strings ] | unique,
        emails: [$email | strings | select(is_number | not)]
      };

  def guests: booker as $booker | own_email as $own
    | [.attendees | arrays | .[] | obj | select(. != $booker and .email != $own) | .name // .email | word | strings]
    | if . == [] then null else join(", ") end;

  # Questions of the business's own, by their label; Cal.com's own come with the name of a text in it.
  def own_answers:
    ["name", "email", "location", "guests", "notes", "title", "rescheduleReason", "attendeePhoneNumber", "smsReminderNumber"] as $known
    | [.responses, .userFieldsResponses | obj | to_entries[]
        | select(.key as $key | any($known[]; . == $key) | not)
        | (.value | answer) as $answer | select($answer != null)
        | (.value | obj | .label | word // null) as $label
        | select(($label // .key | asks_phone) | not)
        | {($label // .key): $answer}]
    | add // {};

  def fields:
    own_answers
    + ({
        notes: ((.additionalNotes | word) // answered("notes")),
        location: (.location | word // "" | if . == "" or startswith("integrations:") then null else . end),
        video_url: ((.metadata | obj | .videoCallUrl | word) // (.videoCallData | obj | .url | word)),
        guests: guests,
        host: (.organizer | obj | .name | word),
        timezone: (booker.timeZone | word)
      } | said);

  def what: (.eventTitle // (.eventType | obj | .title) | word) // (.title | word) // (.type | word);

  def paid: if (.price | type) == "number" and .price > 0 and (.currency | word) != null then
      {amount: {minor: .price, currency: (.currency | word | ascii_upcase)}} else {} end;

  # On a slot with several seats each person books for themselves, under one number.
  def seat($uid):
    if $uid != null and (.seatsPerTimeSlot | type) == "number" then "\($uid)/\(booker.email)" else $uid end;
  def number: seat(.uid // .bookingUid | word);

  # What pays for a booking, or tells of it under an id of its own, is one line with it.
  def of_booking($uid): if $uid != null then {matter: "appointment \($uid)"} else {} end;

  def booking($at; $version; $text):
    {kind: "appointment", at: $at, external_id: number, version: $version, contact: person, text: $text, fields: fields};

  def slot($state): {starts_at: .startTime, ends_at: .endTime, state: $state, replaces: null};

  def moved($at):
    seat(.rescheduleUid | word) as $old
    | (slot("rescheduled") | .replaces = $old) as $slot
    | booking($at; "rescheduled \(.startTime)"; what)
    | .appointment = (if $old == .external_id then $slot | .replaces = null else $slot end);

  def ended($at; $version; $text):
    slot("cancelled") as $slot
    | (.cancellationReason // .rejectionReason | word) as $reason
    | booking($at; $version; [$text, $reason] | line)
    | .appointment = $slot
    | .fields += ({reason: $reason} | said);

  # Marked by hand, it comes without the time of the booking: then it is somebody to get in touch with.
  def missed($at):
    what as $what | number as $number | .message as $message | slot("cancelled") as $slot
    | [.guests // .attendees | arrays | .[] | obj | select(.noShow == true)] as $missing
    | if $missing == [] then {ignored: "no-show-undone"} else
        $missing[] | {
          kind: (if $slot.starts_at != null then "appointment" else "lead" end), at: $at,
          external_id: "\($number // $message)/\(.email)", version: "no-show", appointment: $slot,
          contact: {name: (.name | word), phones: [.phoneNumber | word | strings], emails: [.email | word | strings]},
          text: ([say("Não compareceu"; "Did not show up"), $what] | line),
          tags: [say("faltou"; "no-show")]
        } + of_booking($number) end;

  def form($at; $version):
    (.responseId | word) as $number
    | [.responses | obj | to_entries[] | {question: .key, answer: (.value | answer)} | select(.answer != null)] as $answers
    | ([$answers[] | .answer | select(test("^[^ @]+@[^ @]+[.][^ @]+$"))][0]) as $email
    | {
        kind: "lead", at: $at, external_id: (if $number != null then "form \($number)" else null end), version: $version,
        contact: {
          name: [$answers[] | select((.question | role) == "name") | .answer][0],
          phones: [$answers[] | select(.question | asks_phone) | .answer],
          emails: [$email | strings]
        },
        fields: ([$answers[] | select(.answer != $email and (.question | role | . != "phone" and . != "name")) | {(.question): .answer}]
            | add // {})
          + ({form: (.formName | word)} | said)
      };

  # Without an event's name it is a booking in Zapier's form, whose status tells what happened.
  def trigger: (.triggerEvent | word) // {
      ACCEPTED: "BOOKING_CREATED", PENDING: "BOOKING_REQUESTED", CANCELLED: "BOOKING_CANCELLED", REJECTED: "BOOKING_REJECTED"
    }[.status | word // "" | ascii_upcase];

  [ .body | each | obj | trigger as $trigger | .createdAt as $at
    | if (.payload | type) == "object" then .payload else . end
    | if $trigger == "BOOKING_CREATED" then
        # Where the business confirms each booking, this comes once it has.
        (if .requiresConfirmation == true then "confirmed" else "booked" end) as $state
        | slot($state) as $slot | paid as $paid
        | booking($at; $state; what) + {appointment: $slot} + $paid
      elif $trigger == "BOOKING_REQUESTED" then
        slot("booked") as $slot
        | booking($at; "requested"; [say("Pedido de horário"; "Asks for a time"), what] | line) + {appointment: $slot}
      elif $trigger == "BOOKING_RESCHEDULED" then moved($at)
      elif $trigger == "BOOKING_CANCELLED" then ended($at; "cancelled"; what)
      elif $trigger == "BOOKING_REJECTED" then ended($at; "rejected"; [say("Recusado"; "Declined"), what] | line)
      elif $trigger == "BOOKING_LOCATION_UPDATED" then
        slot("confirmed") as $slot | (fields | .location // .video_url) as $place
        | booking($at; "moved to \(.location)"; [say("Novo local"; "New place"), $place // what] | line) + {appointment: $slot}
      elif $trigger == "INSTANT_MEETING_ACCEPTED" then
        slot("confirmed") as $slot | booking($at; "confirmed"; what) + {appointment: $slot}
      elif $trigger == "BOOKING_PAID" then
        paid as $paid | of_booking(number) as $booking
        | booking($at; "paid"; what) + {kind: "payment", external_id: (.paymentId // .uid | word)} + $paid + $booking
      elif $trigger == "BOOKING_PAYMENT_INITIATED" then
        paid as $paid | of_booking(number) as $booking
        | booking($at; "unpaid"; [say("Aguardando pagamento"; "Waiting for payment"), what] | line)
          + {kind: "order", external_id: (.paymentId // .uid | word)} + $paid + $booking
      elif $trigger == "BOOKING_NO_SHOW_UPDATED" or $trigger == "AFTER_GUESTS_CAL_VIDEO_NO_SHOW" then missed($at)
      elif $trigger == "AFTER_HOSTS_CAL_VIDEO_NO_SHOW" then
        slot("confirmed") as $slot
        | say("Ninguém do negócio entrou na chamada"; "Nobody from the business joined the call") as $missed
        | booking($at; "host missing"; [$missed, what] | line)
          + {appointment: $slot}
      elif $trigger == "FORM_SUBMITTED" or $trigger == "FORM_SUBMITTED_NO_EVENT" then form($at; $trigger)
      elif $trigger == "INSTANT_MEETING" then
        of_booking(number) as $booking
        | booking($at; "instant"; [say("Quer conversar agora"; "Wants to talk now"), (.eventTypeTitle | word)] | line)
          + {kind: "lead"} + $booking
      elif $trigger == "PING" then {ignored: "ping"}
      elif $trigger != null then {ignored: "event"}
      # A body of the owner's own making.
      else {guess: .} end ]
