# WhatsApp Cloud API: entry[].changes[], each with a field's name and a value that holds messages, statuses or both.
# `metadata` is the business's own line.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def digits: word // "" | capture("^[+]?(?<n>[0-9]{7,15})$").n;
  # A user who hides the number has an id that only this business knows.
  def user: word // "" | capture("^(?<n>[A-Z]{2}[.].+)$").n;

  def person($number; $user; $profile):
    [$number | digits][0] as $wa_id
    | ([$user, $number | user][0]) as $user_id
    | {
        name: ($profile.name | word),
        phones: [$wa_id | strings | "+" + .],
        ids: [($wa_id | strings | {platform: "whatsapp", id: .}), ($user_id | strings | {platform: "whatsapp-user", id: .})]
      };

  def card: obj | [(.name | obj | (.formatted_name | word)
      // ([.first_name, .last_name | word | strings] | join(" ") | word)),
      ([.phones | arrays | .[] | obj | (.phone | word) // (.wa_id | word) | strings][0])]
    | map(strings) | join(", ");

  def place:
    [.name, .address | word | strings] as $named
    | if ($named | length) > 0 then $named | join(", ")
      else [.latitude, .longitude | word | strings] | join(", ") end;

  def items: [.product_items | arrays | .[] | obj];
  def price: if type == "string" then (tonumber? // 0) elif type == "number" then . else 0 end;
  def line: "\(.quantity | word // "1") × \(.product_retailer_id | word // "?")";

  # What a message says, and what came with it. `$type` names the part that counts.
  def content($type):
    . as $m
    | def part($name): $m[$name] | obj;
      def file($kind): {text: (part($kind).caption | word), media: [{kind: $kind, name: (part($kind).filename | word)}]};
      if $type == "text" then {text: (part("text").body | word)}
      elif $type == "image" or $type == "video" or $type == "audio" or $type == "document" or $type == "sticker" then file($type)
      elif $type == "location" then
        {text: (part("location") | place | word), media: [{kind: "location", name: (part("location").name | word)}],
         fields: (part("location") | {latitude, longitude})}
      elif $type == "contacts" then
        [$m.contacts | arrays | .[] | card | select(. != "")] as $cards
        | {text: (say("Contato: "; "Contact: ") + ($cards | join("; "))), media: [$cards[] | {kind: "contact", name: .}]}
      elif $type == "interactive" then
        part("interactive") | (.button_reply | obj) + (.list_reply | obj) + (.nfm_reply | obj)
        # The answer to a form within WhatsApp calls itself "Sent", in every language.
        | {text: ((.title | word) // (.body | word | if . == "Sent" then say("Formulário respondido"; "Form answered") else . end)),
           fields: {reply_id: (.id | word), reply_description: (.description | word), flow: (.name | word), flow_reply: (.response_json | word)}}
      elif $type == "button" then {text: (part("button").text | word), fields: {reply_id: (part("button").payload | word)}}
      elif $type == "reaction" then
        {text: (part("reaction").emoji | word), fields: {reaction_to: (part("reaction").message_id | word)}}
      elif $type == "order" then
        part("order") | items as $items
        | {text: ([($items | map(line) | join(", ")), .text | word | strings] | join(": ") | word),
           fields: {catalog_id: (.catalog_id | word), items: ($items | length)},
           amount: ($items | if length > 0 then
             {decimal: (map((.item_price | price) * (.quantity | price)) | add), currency: (.[0].currency | word)} else null end)}
      elif $type == "system" then {text: (part("system").body | word)}
      else {} end;

  # The advertisement or post that the chat was opened from.
  def ad:
    .referral | obj
    | {ad_id: (.source_id | word), ad_type: (.source_type | word), ad_title: (.headline | word), ad_body: (.body | word),
       ad_url: (.source_url | word), ad_click_id: (.ctwa_clid | word)};

  def context:
    .context | obj
    | {reply_to: (.id | word), forwarded: (if .forwarded == true or .frequently_forwarded == true then true else null end),
       product_id: (.referred_product | obj | .product_retailer_id | word)};

  def message($out; $contact):
    (.type | word // "") as $type
    | content($type) as $content
    | ($content.text // (if ($content.media // []) == [] then
        say("Mensagem que só abre no WhatsApp"; "A message that only opens in WhatsApp") else null end)) as $text
    | {
        kind: (if $type == "order" and ($out | not) then "order" else "message" end),
        direction: (if $out then "out" else "in" end),
        at: .timestamp, external_id: (.id | word),
        contact: $contact, text: $text, media: $content.media, amount: $content.amount,
        fields: (($content.fields // {}) + context + (if $out then {} else ad end)
          + {error: ([.errors | arrays | .[] | obj | (.title | word) // (.message | word) | strings][0])} | said)
      };

  # The profiles that go with the messages, by number or by id; a message may come with one that leaves both out.
  def by_number: map((.wa_id | word) as $key | select($key != null) | {key: $key, value: .profile}) | from_entries;
  def by_user: map((.user_id | word) as $key | select($key != null) | {key: $key, value: .profile}) | from_entries;
  def profiles: {number: by_number, user: by_user, only: (if length == 1 then .[0].profile else null end)};
  def profile($profiles; $number; $user):
    $profiles.number[$number // ""] // $profiles.user[$user // ""] // $profiles.only | obj;

  def received($profiles):
    obj | (.from | word) as $from | (.from_user_id | word) as $user
    | person($from; $user; profile($profiles; $from; $user)) as $contact
    | (.system | obj) as $system
    | if .group_id != null then {ignored: "group"}
      elif .type == "system" and $system.type != "user_changed_number" and $system.type != "customer_changed_number" then {ignored: "system"}
      elif .type == "system" then
        # The old number and the new one are the same person's.
        person(($system.wa_id // $system.new_wa_id); null; {}) as $new
        | message(false; $contact | .phones += $new.phones | .ids += $new.ids)
      elif .type == "reaction" and (.reaction | obj | .emoji | word) == null then {ignored: "edit"}
      elif .type == "edit" or .type == "revoke" then {ignored: "edit"}
      elif .type == "request_welcome" then {ignored: "opened"}
      else message(false; $contact) end;

  # Written by the business itself, on the phone that shares the number.
  def echoed:
    obj | if .group_id != null then {ignored: "group"}
      elif .type == "edit" or .type == "revoke" then {ignored: "edit"}
      else message(true; person(.to; null; {})) end;

  # What became of a message of ours.
  def receipt:
    obj | ({sent: "sent", delivered: "delivered", read: "read", played: "read", failed: "failed"}[.status | word // ""]) as $version
    | if .recipient_type == "group" then {ignored: "group"}
      elif $version == null or (.id | word) == null then {ignored: "status"}
      else
        {kind: "receipt", direction: "out", at: .timestamp, external_id: (.id | word), version: $version,
         fields: ({error: ([.errors | arrays | .[] | obj | (.title | word) // (.message | word) | strings][0]),
           error_code: ([.errors | arrays | .[] | obj | .code | word | strings][0])} | said)}
      end;

  def call($profiles):
    obj | if .event != "connect" or .direction == "BUSINESS_INITIATED" then {ignored: "call"}
      else
        {kind: "message", direction: "in", at: .timestamp, external_id: (.id | word),
         contact: person(.from; null; profile($profiles; .from | word; null)),
         text: say("Chamada de voz"; "Voice call")}
      end;

  [ .body | each | obj | .entry | each | obj | .changes | each | obj | .field as $field | .value | obj
    | ([.contacts | arrays | .[] | objects] | profiles) as $profiles
    | if $field == "history" or $field == "smb_app_state_sync" then {ignored: "history"}
      else
        (.messages | arrays | .[] | received($profiles)),
        (.message_echoes | arrays | .[] | echoed),
        (.statuses | arrays | .[] | receipt),
        (.calls | arrays | .[] | call($profiles))
      end ]
