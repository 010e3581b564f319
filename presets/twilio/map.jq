# Twilio: flat forms for messages, their states and calls; lists of CloudEvents from Event Streams.
# Neither a message nor its state has a time of its own in the forms.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  # A name that came twice is a list.
  def one: if type == "array" then .[0] else . end | word;

  # `whatsapp:+5511…`, `+5511…`, `messenger:1234`, `client:ana`, `anonymous`.
  def person($address; $name; $wa_id):
    ($address // "") as $address
    | [$address | capture("^((?<channel>[a-z]+):)?[ +]?(?<n>[0-9]{3,20})$")][0] as $read
    | ($read // {} | .channel) as $channel
    | ($read != null and ($channel == null or ($channel | test("^(whatsapp|sms|rcs|tel)$")))) as $is_number
    | {
        name: $name,
        # Short codes belong to services, not to people.
        phones: [if $is_number and ($read.n | length) >= 8 then "+" + $read.n else empty end],
        ids: [
          (if $channel == "whatsapp" then {platform: "whatsapp", id: ($wa_id // $read.n)} else empty end),
          (if $read != null and ($is_number | not) then {platform: $channel, id: $read.n} else empty end)
        ]
      };
  def is_nobody: (.phones | length) == 0 and (.ids | length) == 0;

  def kind: split("/")[0] | {image: "image", audio: "audio", video: "video", text: "document", application: "document"}[.] // "file";

  def state: {sent: "sent", delivered: "delivered", read: "read", failed: "failed", undelivered: "failed"}[ascii_downcase];
  def receipt($id; $at): state as $version
    | if $version == null or $id == null then {ignored: "status"}
      else {kind: "receipt", direction: "out", at: $at, external_id: $id, version: $version} end;

  def message:
    . as $all
    | def part($name): $all[$name] | one;
      person(part("From"); part("ProfileName"); part("WaId")) as $contact
    # At most ten.
    | [(0, 1, 2, 3, 4, 5, 6, 7, 8, 9) | select(part("MediaUrl\(.)") != null or part("MediaContentType\(.)") != null)
        | {kind: (part("MediaContentType\(.)") // "" | kind)}] as $files
    | (part("Label") as $label | [$label, (part("Address") | select(. != $label))] | map(strings) | join(", ") | one) as $place
    | (part("Latitude") != null and part("Longitude") != null) as $is_place
    | {
        kind: "message", direction: "in",
        external_id: (part("MessageSid") // part("SmsMessageSid") // part("SmsSid")),
        contact: $contact,
        text: (part("Body") // part("ButtonText") // part("ListTitle")
          // (if $is_place then $place // "\(part("Latitude")), \(part("Longitude"))" else null end)),
        media: ($files + [if $is_place then {kind: "location", name: part("Label")} else empty end]),
        fields: ({
          reply_id: (part("ButtonPayload") // part("ListId")), opt_out: part("OptOutType"),
          ad_id: part("ReferralSourceId"), ad_title: part("ReferralHeadline"), ad_body: part("ReferralBody"),
          ad_url: part("ReferralSourceUrl"), ad_click_id: part("ReferralCtwaClid")
        })
      }
    | if $contact | is_nobody | not then .
      elif part("From") != null then {ignored: "anonymous"}
      else {guess: $all} end;

  # A call tells of itself as it rings and as it ends: the first that comes is filed.
  def call:
    (.From | one) as $from | (.CallStatus | one // "" | ascii_downcase) as $status
    | person($from; .CallerName | one; null) as $contact
    | if (.Direction | one // "inbound" | ascii_downcase) != "inbound" then {ignored: "call"}
      elif $contact | is_nobody then {ignored: "anonymous"}
      else
        {
          kind: "message", direction: "in", at: (.Timestamp | one), external_id: (.CallSid | one), contact: $contact,
          text: (if $status | test("^(no-answer|busy|canceled|failed)$") then say("Ligação perdida"; "Missed call")
            else say("Ligação telefônica"; "Phone call") end)
        }
      end;

  # Conversations: `Author` is an address of the customer's, or the name of somebody at the business.
  def conversation:
    person(.Author | one; null; null) as $contact
    | if (.EventType | one) != "onMessageAdded" then {ignored: "event"}
      elif $contact | is_nobody then {ignored: "own"}
      else
        {
          kind: "message", direction: "in", at: (.DateCreated | one), external_id: (.MessageSid | one), contact: $contact,
          text: (.Body | one)
        }
      end;

  # Event Streams.
  def cloud_event:
    (.type | one // "") as $type | (.data | obj) as $data | (($data.timestamp | one) // (.time | one)) as $at
    | if $type == "com.twilio.messaging.inbound-message.received" then
        $data | {
          From: .from, To: .to, Body: .body, MessageSid: .messageSid,
          ReferralSourceId: .referralSourceId, ReferralHeadline: .referralHeadline, ReferralBody: .referralBody,
          ReferralSourceUrl: .referralSourceUrl, ReferralCtwaClid: .referralCtwaClid,
          MediaContentType0: (if (.numMedia | one // "0") != "0" then "file" else null end)
        } | message | if .kind != null then . + {at: $at} else . end
      elif $type | test("^com[.]twilio[.]messaging[.]message[.]") then
        $type | split(".") | last | receipt($data.messageSid | one; $at)
      else {ignored: "event"} end;

  # The state of a message of ours; one that comes in says `received`.
  def its_state: [.MessageStatus, .SmsStatus | one | strings | select(test("^receiv"; "i") | not)][0];

  [ .body | each | obj
    | if (.specversion | one) != null then cloud_event
      elif (.CallSid | one) != null then call
      elif (.EventType | one) != null then conversation
      elif its_state != null then
        its_state as $state | ((.MessageSid | one) // (.SmsSid | one)) as $id | $state | receipt($id; null)
      else message end ]
