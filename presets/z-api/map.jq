# Z-API: one flat object for each event, told apart by `type`. `momment`, spelled so, is in milliseconds.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def yes: . == true or . == "true";
  def digits: [word | strings | capture("^[+]?(?<n>[0-9]{7,15})(@.*)?$").n][0];
  def lid: [word | strings | capture("^(?<n>[0-9]+)@lid$").n][0];
  def crowd: (.isGroup | yes) or (.isNewsletter | yes) or (.broadcast | yes)
    or (.phone | word // "" | test("(-group|-broadcast|@newsletter|@g[.]us|@broadcast)$"));
  def when: if type == "string" or type == "number" then . else null end;

  def person($out):
    (if (.phone | lid) == null then .phone | digits else null end) as $number
    | [.senderLid, .chatLid, .phone] as $hidden
    | [(if $out then $hidden[1:] else $hidden end)[] | lid | strings][0] as $lid
    | ((.senderName | word) // (.chatName | word)) as $name
    | {
        name: (if $out or ($name // "" | test("^[0-9+() -]*$")) then null else $name end),
        phones: [$number | strings | "+" + .],
        ids: [($number | strings | {platform: "whatsapp", id: .}), ($lid | strings | {platform: "whatsapp-lid", id: .})]
      };

  def card:
    obj | [(.displayName | word), ([.phones | arrays | .[] | digits | strings | "+" + .][0]
      // [.vCard | word | strings | (capture("waid=(?<n>[0-9]+)").n | "+" + .)][0])] | map(strings) | join(", ");

  def place:
    [.name, .address | word | strings] as $named
    | if ($named | length) > 0 then $named | join(", ")
      else [.latitude, .longitude | numbers | tostring] | join(", ") end;

  def products: [.products | arrays | .[] | obj | (.quantity | word) as $n | (.name | word | strings)
    | if $n != null and $n != "1" then "\($n)× \(.)" else . end] | join(", ");

  # The cart and the bill that a shop's catalogue makes. Their sums are left alone: in what unit they are is not documented.
  def bought: [.order, .reviewAndPay, .reviewOrder | objects][0];

  # Calls are told as notifications; so is much that is nobody's message.
  def called: .notification | {
    CALL_MISSED_VOICE: say("Chamada de voz perdida"; "Missed voice call"),
    CALL_MISSED_VIDEO: say("Chamada de vídeo perdida"; "Missed video call"),
    CALL_VOICE: say("Chamada de voz"; "Voice call"),
    CALL_VIDEO: say("Chamada de vídeo"; "Video call")
  }[word // ""];

  def message:
    . as $all
    | def part($name): $all[$name] | obj;
      def came($name): $all[$name] | type == "object";
      (.fromMe | yes) as $out
    | called as $called
    | bought as $bought
    | (part("hydratedTemplate").header | obj) as $header
    | (
        $called // (part("text").message | word)
        // (part("buttonsResponseMessage").message | word)
        // (part("listResponseMessage") | (.title | word) // (.message | word))
        // (part("image").caption | word) // (part("video").caption | word) // (part("document").caption | word)
        // (part("reaction").value | word)
        // (part("hydratedTemplate").message | word) // (part("buttonsMessage").message | word)
        // (part("listMessage") | (.description | word) // (.title | word)) // (part("carouselMessage").text | word)
        // (part("pollVote").options | arrays | [.[] | obj | .name | word | strings] | join(", ") | word)
        // (part("poll").question | word) // (part("product").title | word)
        // ($bought | obj | products | word) // (part("order") | (.orderTitle | word) // (.message | word))
        // (if came("location") then part("location") | place else null end)
        // (if came("contact") then say("Contato: "; "Contact: ") + (part("contact") | card) else null end)
        // (if came("contacts") or (.contacts | type) == "array" then
            say("Contato: "; "Contact: ") + ([.contacts | each | card | select(. != "")] | join("; ")) else null end)
        // (if came("sendPayment") then say("Pagamento pelo WhatsApp"; "Payment through WhatsApp") else null end)
        // (if came("requestPayment") then say("Pedido de pagamento pelo WhatsApp"; "Payment request through WhatsApp") else null end)
        // (if came("pixKeyMessage") then say("Chave Pix"; "Pix key") else null end)
      ) as $text
    | [
        (if came("image") or ($header.image | type) == "object" then {kind: "image"} else empty end),
        (if came("video") or ($header.video | type) == "object" then {kind: "video"} else empty end),
        (if came("audio") then {kind: "audio"} else empty end),
        (if came("sticker") then {kind: "sticker"} else empty end),
        ((part("document"), ($header.document | obj)) | select(. != {})
          | {kind: "document", name: ((.fileName | word) // (.title | word))}),
        (if came("location") or ($header.location | type) == "object" then
          {kind: "location", name: (part("location").name | word)} else empty end),
        (if came("contact") then {kind: "contact", name: (part("contact").displayName | word)} else empty end)
      ] as $media
    | {
        kind: (if $bought != null and ($out | not) then "order" else "message" end),
        direction: (if $out then "out" else "in" end),
        at: (.momment | when),
        external_id: (.messageId | word),
        contact: person($out),
        text: ($text // (if ($media | length) > 0 then null
          else say("Mensagem que só abre no WhatsApp"; "A message that only opens in WhatsApp") end)),
        media: $media,
        fields: ({
          reaction_to: (part("reaction").referencedMessage | obj | .messageId | word),
          reply_id: ((part("buttonsResponseMessage").buttonId | word) // (part("listResponseMessage").selectedRowId | word)),
          order_id: ($bought | obj | (.orderId | word) // (.referenceId | word)),
          order_status: ($bought | obj | .orderStatus | word)
        } + (if $out then {} else part("externalAdReply") | {
          ad_id: (.sourceId | word), ad_title: (.title | word), ad_body: (.body | word), ad_url: (.sourceUrl | word),
          ad_click_id: (.ctwaClid | word)
        } end))
      };

  def is_said: called != null or (.notification | word) == null;
  def is_empty_reaction: (.reaction | type) == "object" and (.reaction.value | word) == null;

  def receipt:
    ({SENT: "sent", RECEIVED: "delivered", READ: "read", PLAYED: "read", ERROR: "failed", FAILED: "failed"}
      [.status | word // "" | ascii_upcase]) as $version
    | [.ids | each | word | strings] as $ids
    | (if ($ids | length) > 0 then $ids[] else .messageId | word | strings end) as $id
    | if $version == null then {ignored: "status"}
      else {kind: "receipt", direction: "out", at: (.momment | when), external_id: $id, version: $version} end;

  [ .body | each | obj | (.type | word // "" | ascii_downcase) as $type
    | if $type == "messagestatuscallback" then (if crowd then {ignored: "group"} else receipt end)
      elif $type == "receivedcallback" or ($type == "" and (.messageId | word) != null) then
        if crowd then {ignored: "group"}
        elif .isStatusReply | yes then {ignored: "status-reply"}
        elif (.isEdit | yes) or is_empty_reaction or (.pinMessage | type) == "object" then {ignored: "edit"}
        elif .waitingMessage | yes then {ignored: "waiting"}
        elif is_said then message
        else {ignored: "notification"} end
      elif $type == "" and (.phone | word) == null then {guess: .}
      else {ignored: "event"} end ]
