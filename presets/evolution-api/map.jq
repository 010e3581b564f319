# Evolution API: an envelope {event, instance, data, …}, where `data` is one thing or a list of them.
# `sender` is the business's own line, and `date_time` is local time that calls itself UTC: neither is read.

.lang as $lang | .path as $path
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def yes: . == true or . == "true";
  # `5511900000031@s.whatsapp.net`, `5511900000031:12@s.whatsapp.net`, or the digits alone.
  def digits: [word | strings | capture("^[+]?(?<n>[0-9]{7,15})(:[0-9]+)?(@(s[.]whatsapp[.]net|c[.]us))?$").n][0];
  def lid: [word | strings | capture("^(?<n>[0-9]+)(:[0-9]+)?@lid$").n][0];
  def crowd: word // "" | test("@(g[.]us|newsletter|broadcast)$");
  # Long numbers come in halves from old versions.
  def whole: if type == "object" then .low else . end | if type == "string" or type == "number" then . else null end;

  # Who is meant by an address that may be a hidden id, with the number in one of the others.
  def person($addresses; $name):
    [$addresses[] | digits | strings][0] as $number
    | [$addresses[] | lid | strings][0] as $lid
    | {
        name: (if $name != null and ($name | test("^[0-9+() -]+$")) then null else $name end),
        phones: [$number | strings | "+" + .],
        ids: [($number | strings | {platform: "whatsapp", id: .}), ($lid | strings | {platform: "whatsapp-lid", id: .})]
      };

  def opened: [.ephemeralMessage, .viewOnceMessage, .viewOnceMessageV2, .viewOnceMessageV2Extension,
    .documentWithCaptionMessage | obj | .message | objects][0] // .;

  def card:
    obj | (.displayName | word) as $name
    | [.vcard | word | strings | (capture("waid=(?<n>[0-9]+)").n | "+" + .), (capture("TEL[^:\n]*:(?<n>[^\r\n]+)").n | trim)][0] as $number
    | [$name, $number] | map(strings) | join(", ");
  def cards: say("Contato: "; "Contact: ") + ([.[] | card | select(. != "")] | join("; "));

  def place:
    obj | [.name, .address | word | strings] as $named
    | if ($named | length) > 0 then $named | join(", ")
      else [.degreesLatitude, .degreesLongitude | numbers | tostring] | join(", ") end;

  # What a message says, and what came with it.
  def content:
    . as $m
    | def part($name): $m[$name] | obj;
      def came($name): $m[$name] | type == "object";
      {
        text: (
          ($m.conversation | word) // (part("extendedTextMessage").text | word)
          // (part("imageMessage").caption | word) // (part("videoMessage").caption | word)
          // (part("documentMessage").caption | word)
          // (part("buttonsResponseMessage").selectedDisplayText | word)
          // (part("templateButtonReplyMessage").selectedDisplayText | word)
          // (part("listResponseMessage") | (.title | word) // (.description | word))
          // (part("interactiveResponseMessage").body | obj | .text | word)
          // (part("reactionMessage").text | word)
          // (part("buttonsMessage").contentText | word)
          // (part("listMessage") | (.description | word) // (.title | word))
          // (part("templateMessage").hydratedTemplate | obj | .hydratedContentText | word)
          // (part("interactiveMessage").body | obj | .text | word)
          // (part("groupInviteMessage").caption | word)
          // ([$m.pollCreationMessage, $m.pollCreationMessageV2, $m.pollCreationMessageV3 | obj | .name | word | strings][0])
          // (part("productMessage").product | obj | .title | word)
          // (part("orderMessage") | (.orderTitle | word) // (.message | word))
          // ($m.speechToText | word)
          // (if came("locationMessage") then part("locationMessage") | place else null end)
          // (if came("liveLocationMessage") then part("liveLocationMessage") | place else null end)
          // (if came("contactMessage") then [$m.contactMessage] | cards else null end)
          // (if came("contactsArrayMessage") then [part("contactsArrayMessage").contacts | arrays | .[]] | cards else null end)
        ),
        media: [
          (if came("imageMessage") then {kind: "image"} else empty end),
          (if came("videoMessage") or came("ptvMessage") then {kind: "video"} else empty end),
          (if came("audioMessage") then {kind: "audio"} else empty end),
          (if came("stickerMessage") then {kind: "sticker"} else empty end),
          (if came("documentMessage") then
            {kind: "document", name: (part("documentMessage") | (.fileName | word) // (.title | word))} else empty end),
          (if came("locationMessage") or came("liveLocationMessage") then
            {kind: "location", name: (part("locationMessage").name | word)} else empty end),
          (if came("contactMessage") then {kind: "contact", name: (part("contactMessage").displayName | word)} else empty end),
          (part("contactsArrayMessage").contacts | arrays | .[] | obj | {kind: "contact", name: (.displayName | word)})
        ]
      };

  # The advertisement that the chat was opened from.
  def ad:
    [.contextInfo, (.message | obj | .[] | obj | .contextInfo) | obj | .externalAdReply | objects][0] | obj
    | {ad_id: (.sourceId | word), ad_title: (.title | word), ad_body: (.body | word), ad_url: (.sourceUrl | word),
       ad_click_id: (.ctwaClid | word)};

  def message($event):
    obj | (.key | obj) as $key
    | (($key.fromMe | yes) or $event == "send.message") as $out
    | [$key.remoteJid, $key.remoteJidAlt, $key.previousRemoteJid,
       # Of a message of ours, these are us.
       (if $out then empty else $key.senderPn, $key.senderLid end)] as $addresses
    | (.message | obj | opened | opened) as $m
    | ($m.orderMessage | obj) as $order
    | if any($addresses[]; crowd) then {ignored: "group"}
      elif ($m | del(.messageContextInfo, .base64, .mediaUrl, .senderKeyDistributionMessage)) == {} then {ignored: "empty"}
      elif ($m.protocolMessage // $m.editedMessage // $m.pollUpdateMessage // $m.keepInChatMessage // $m.pinInChatMessage) != null then
        {ignored: "edit"}
      elif ($m.reactionMessage | type) == "object" and ($m.reactionMessage.text | word) == null then {ignored: "edit"}
      else
        ($m | content) as $content
        | {
            kind: (if $order != {} and ($out | not) then "order" else "message" end),
            direction: (if $out then "out" else "in" end),
            at: (.messageTimestamp | whole),
            external_id: ($key.id | word),
            contact: person($addresses; if $out then null else .pushName | word end),
            text: ($content.text // (if ($content.media | length) > 0 then null
              else say("Mensagem que só abre no WhatsApp"; "A message that only opens in WhatsApp") end)),
            media: $content.media,
            fields: ({
              reaction_to: ($m.reactionMessage | obj | .key | obj | .id | word),
              reply_id: (($m.buttonsResponseMessage | obj | .selectedButtonId | word)
                // ($m.templateButtonReplyMessage | obj | .selectedId | word)
                // ($m.listResponseMessage | obj | .singleSelectReply | obj | .selectedRowId | word)),
              order_id: ($order.orderId | word),
              items: ($order.itemCount | word)
            } + (if $out then {} else ad end))
          }
          + ($order | ([.totalAmount1000 | whole | tonumber?][0]) as $thousandths | (.totalCurrencyCode | word) as $currency
            | if $thousandths != null and $currency != null then
                {amount: {decimal: ($thousandths / 1000 | tostring), currency: $currency}} else {} end)
      end;

  # What became of a message of ours.
  def receipt:
    obj | (.key | obj) as $key
    | (.status // (.update | obj | .status) | if . == 0 then "0" else word end // "" | ascii_upcase) as $status
    | ({"0": "failed", ERROR: "failed", FAILED: "failed", "2": "sent", SERVER_ACK: "sent", SENT: "sent",
        "3": "delivered", DELIVERY_ACK: "delivered", DELIVERED: "delivered",
        "4": "read", READ: "read", "5": "read", PLAYED: "read"}[$status]) as $version
    | ((.keyId | word) // ($key.id | word) // (.id | word)) as $id
    | if any(.remoteJid, $key.remoteJid; crowd) then {ignored: "group"}
      elif $version == null or $id == null or .fromMe == false or $key.fromMe == false then {ignored: "status"}
      else {kind: "receipt", direction: "out", external_id: $id, version: $version} end;

  # Each call tells of itself several times, as it rings and as it ends: the first that comes is filed.
  def call:
    obj | (.status | word) as $status
    | if (.isGroup | yes) or any(.from, .chatId, .groupJid; crowd) then {ignored: "group"}
      elif $status == "accept" then {ignored: "call"}
      else
        {
          kind: "message", direction: "in", at: (.date | word), external_id: (.id | word),
          contact: person([.callerPn, .from, .chatId]; null),
          text: (
            if .isVideo | yes then
              if $status == "timeout" then say("Chamada de vídeo perdida"; "Missed video call") else say("Chamada de vídeo"; "Video call") end
            elif $status == "timeout" then say("Chamada de voz perdida"; "Missed voice call")
            else say("Chamada de voz"; "Voice call") end)
        }
      end;

  # With one address for each event, its name is the end of the path.
  def name: (.event | word) // ($path | word | strings | split("/") | last) // "" | ascii_downcase | gsub("[_-]"; ".");

  [ .body | each | obj | . as $all | name as $event | .data
    | if $event == "messages.upsert" or $event == "send.message" then
        (if (obj | .messages | type) == "array" then .messages else . end) | each | message($event)
      elif $event == "messages.update" then each | receipt
      elif $event == "call" then each | call
      elif $event == "" then {guess: $all}
      else {ignored: "event"} end ]
