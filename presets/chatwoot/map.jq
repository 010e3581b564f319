# Chatwoot: {event, …}, the rest being a message, a conversation or a contact. A message's `sender` is whoever wrote it;
# the customer of a conversation is `conversation.meta.sender`.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def yes: . == true or . == "true";

  # In which direction, by name or, inside conversations, by number.
  def way: word // "" | ascii_downcase | ({"0": "incoming", "1": "outgoing", "2": "activity", "3": "template"}[.] // .);

  # Under what the channel knows the customer.
  def channel_id($channel):
    (.source_id | word) as $id
    | {"Channel::Whatsapp": "whatsapp", "Channel::Instagram": "instagram", "Channel::FacebookPage": "messenger",
       "Channel::Telegram": "telegram"}[$channel] as $platform
    | if $id == null or $platform == null or ($id | test("^[0-9]{5,20}$") | not) then empty
      else {platform: $platform, id: $id} end;

  # Numbers of contacts are only unique within one account of one server.
  def person($account; $conversation):
    obj | . as $contact
    | ($conversation.contact_inbox | obj) as $inbox
    | {
        name: (.name | word), phones: [.phone_number | word | strings], emails: [.email | word | strings],
        ids: [
          ($inbox | channel_id($conversation.channel | word // "")),
          (select(.id != null) | .id | word | strings | {platform: "chatwoot", id: "\($account // "?")#\(.)"})
        ]
      };

  def media: [.attachments | each | obj | (.file_type | word // "") as $type
    | (({image: "image", audio: "audio", video: "video", file: "file", location: "location", contact: "contact",
         story_mention: "image", ig_story: "image", ig_post: "image", ig_reel: "video", share: "file", embed: "file"}[$type])
        // (if .data_url != null then "file" else null end)) as $kind
    | select($kind != null) | {kind: $kind, name: ((.fallback_title | word) // (.file_name | word))}];

  # What was filled in within the chat: a form, an address, a rating.
  def filled($given):
    ($given.submitted_values // null) as $values
    | [(($given.submitted_email | word | strings) | {question: "email", answer: ., type: "email"}),
       ($values | arrays | .[] | obj | {question: ((.title | word) // (.name | word)), answer: (.value | answer)})]
    | filed;
  def rating($given): $given.submitted_values | obj | .csat_survey_response | obj;

  def fields($conversation):
    (.content_attributes | obj) as $given | ($conversation.additional_attributes | obj) as $more
    | {
        inbox: (.inbox | obj | .name | word), conversation: ($conversation.id | word),
        reply_to: ($given.in_reply_to_external_id // $given.in_reply_to | word),
        subject: (($given.email | obj | .subject | word) // ($more.mail_subject | word)),
        page: ($more.referer | word)
      };

  def message($all):
    obj | . as $message | (.message_type | way) as $way | (.content_attributes | obj) as $given
    | (.conversation | if type == "object" then . else $all.conversation // $all end | obj) as $conversation
    | ((.account | obj | .id) // ($all.account | obj | .id) // .account_id | word) as $account
    | ($conversation.meta | obj | .sender | obj) as $customer
    | (.sender | obj) as $sender
    | ($way == "outgoing") as $out
    | media as $media
    | if .private | yes then {ignored: "own"}
      elif $conversation.group | yes then {ignored: "group"}
      # A greeting or a question that goes out by itself does not mean that somebody answered.
      elif $way == "activity" or $way == "template" then {ignored: "system"}
      elif $given.deleted | yes then {ignored: "deleted"}
      elif $way != "incoming" and ($out | not) then {kind: "message"}
      else
        (if $out then $customer elif $sender != {} and ($sender.type | word // "contact") == "contact" then $customer + ($sender | said) else $customer end) as $who
        | {
            kind: "message", direction: (if $out then "out" else "in" end), at: .created_at, external_id: (.id | word),
            contact: ($who | person($account; $conversation)),
            text: ((.content | word) // (if $media == [] then
              say("Mensagem que só abre no Chatwoot"; "A message that only opens in Chatwoot") else null end)),
            media: $media, tags: [$conversation.labels | each | word | strings],
            fields: (fields($conversation) + {agent: (if $out then $sender.name | word else null end)} | said)
          }
      end;

  # What was told of before has changed: it says something new where somebody filled something in.
  def changed($all):
    obj | . as $message | (.content_attributes | obj) as $given | filled($given) as $filled | rating($given) as $rating
    | (.conversation | obj) as $conversation | (.account | obj | .id | word) as $account
    | ($conversation.meta | obj | .sender | obj | person($account; $conversation)) as $customer
    | if $given.deleted | yes then {ignored: "deleted"}
      elif $rating.rating != null then
        {kind: "message", direction: "in", external_id: "rating \(.id)", contact: $customer,
         text: ([say("Avaliação: \($rating.rating) de 5"; "Rating: \($rating.rating) of 5"), ($rating.feedback_message | word) | strings] | join(". ")),
         fields: (fields($conversation) | said)}
      elif ($filled.contact | .phones + .emails) != [] or $filled.fields != {} then
        {kind: "lead", direction: "in", external_id: "form \(.id)",
         contact: ($customer
           | .name = (($filled.contact.name | word) // .name)
           | .phones = ($filled.contact.phones + .phones | unique) | .emails = ($filled.contact.emails + .emails | unique)),
         text: ($filled.text | word), fields: (fields($conversation) + $filled.fields | said)}
      else {ignored: "edit"} end;

  [ .body | each | obj | . as $all | (.event | word // "") as $event
    | if $event == "message_created" then message($all)
      elif $event == "message_updated" then changed($all)
      # It may hold the message that began it, which has the same id as where it comes by itself.
      elif $event == "conversation_created" then
        [.messages | each | objects] as $messages
        | if $messages == [] then {ignored: "opened"} else $messages[] | message($all) end
      elif $event == "conversation_status_changed" or $event == "conversation_updated" then {ignored: "status"}
      elif $event == "webwidget_triggered" then {ignored: "opened"}
      elif $event != "" then {ignored: "event"}
      else {guess: .} end ]
