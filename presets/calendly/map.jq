# Calendly: {event, created_at, payload}. `created_by` and `event_memberships` are the business's own people.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def yes: . == true or . == "true";

  def answers: [.questions_and_answers | arrays | .[] | obj
    | {question: (.question | word), answer: (.answer | word)} | select(.question != null and .answer != null)];
  def asks($role): (.question | role) == $role;
  def is_address: .answer | test("^[^ @]+@[^ @]+[.][^ @]+$");

  # A call is made to the number that the customer gave as the place.
  def place: .scheduled_event | obj | .location | if type == "string" then {location: .} else obj end;

  def person($answers):
    {
      name: ((.name | word)
        // ([.first_name, .last_name | word | strings] | if . == [] then null else join(" ") end)
        // ([$answers[] | select(asks("name")) | .answer][0])
        // ([($answers[] | select(asks("first_name"))), ($answers[] | select(asks("surname"))) | .answer]
            | if . == [] then null else join(" ") end)),
      phones: ([.text_reminder_number, (place | select(.type == "outbound_call") | .location) | word | strings]
        + [$answers[] | select(asks("phone")) | .answer]),
      emails: [(.email | word) // ([$answers[] | select(is_address) | .answer][0]) | strings]
    };

  def fields($answers):
    (place) as $place
    | ([$answers[] | select((asks("phone") or asks("name") or is_address) | not) | {(.question): .answer}] | add // {})
      + ({
          location: (if $place.type == "outbound_call" then null else $place.location | word end),
          join_url: ($place.join_url | word),
          timezone: (.timezone | word),
          reschedule_url: (.reschedule_url | word),
          cancel_url: (.cancel_url | word)
        } | said)
      + (.tracking | obj | map_values(word) | said);

  def paid: .payment | obj | if .successful != false and (.amount | word) != null and (.currency | word) != null then
      {amount: {decimal: (.amount | word), currency: (.currency | word | ascii_upcase)}} else {} end;

  def slot($state; $replaces):
    .scheduled_event | obj | {starts_at: .start_time, ends_at: .end_time, state: $state, replaces: $replaces};

  # What all events about one invitee have in common.
  def invitee($at; $version):
    answers as $answers
    | {
        kind: "appointment", at: $at, external_id: (.uri | word), version: $version,
        contact: person($answers),
        text: (.scheduled_event | obj | .name | word),
        fields: fields($answers)
      };

  def booked($at):
    (.old_invitee | word) as $old
    | (if $old != null then "rescheduled" else "booked" end) as $state
    | invitee($at; $state) + {appointment: slot($state; $old)} + paid;

  def cancelled($at):
    (.cancellation | obj) as $cancellation
    | ($cancellation.reason | word) as $reason
    | slot("cancelled"; null) as $slot
    | invitee($at; "cancelled")
    | .appointment = $slot
    | .text = ([.text, $reason | strings] | if . == [] then null else join(": ") end)
    | .fields += ({cancelled_by: ($cancellation.canceled_by | word), cancel_reason: $reason} | said);

  def missed($at):
    slot("cancelled"; null) as $slot
    | invitee($at; "no-show \(.no_show | obj | .created_at | word // $at)")
    | .appointment = $slot
    | .text = ([say("Não compareceu"; "Did not show up"), .text | strings] | join(": "))
    | .tags = [say("faltou"; "no-show")];

  def form($at):
    answers as $answers
    | {
        kind: "lead", at: $at, external_id: (.uri | word), contact: person($answers), fields: fields($answers)
      };

  [ .body | each | obj | .created_at as $at | .event as $event | .payload | obj
    | if $event == "invitee.created" then booked($at)
      # The other half of a reschedule brings the new time.
      elif $event == "invitee.canceled" and (.rescheduled | yes) then {ignored: "moved"}
      elif $event == "invitee.canceled" then cancelled($at)
      elif $event == "invitee_no_show.created" then missed($at)
      elif $event == "routing_form_submission.created" then form($at)
      elif $event != null then {ignored: "event"}
      # Nothing that Calendly sends: kept, and shown as such.
      else {kind: "lead"} end ]
