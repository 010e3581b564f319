# What Messenger and Instagram have in common: an entry's `messaging`, or `standby` while another app has the
# conversation, or a change whose value is one. In each of them `sender` wrote to `recipient`.

# The events of one entry. `$platform` is the name of the people's ids, `$app` what people call the app.
def direct($platform; $app; $lang; $entry):
  def say($pt; $en): if $lang == "en" then $en else $pt end;
  def yes: . == true or . == "true";
  def line: [.[] | strings] | if . == [] then null else join(": ") end;

  def place: .coordinates | obj | [.lat, .long | word | strings] | join(", ") | word;
  def is_thumb: word // "" | test("^(369239263222822|369239343222814|369239383222810)$");

  # What came with a message: {media, text}, the text being said where there is no other.
  def attached:
    obj | (.type | word // "" | ascii_downcase) as $type | (.payload | obj) as $payload
    | ((.title | word) // ($payload.title | word)) as $title
    | if $payload.sticker_id != null then
        {media: {kind: "sticker"}, text: (if $payload.sticker_id | is_thumb then "👍" else null end)}
      elif $type == "image" or $type == "video" or $type == "audio" then {media: {kind: $type}}
      elif $type == "file" then {media: {kind: "file", name: $title}}
      elif $type == "location" then {media: {kind: "location", name: $title}, text: ($title // ($payload | place))}
      elif $type == "story_mention" then
        {media: {kind: "image"}, text: say("Mencionou você num story"; "Mentioned you in a story")}
      elif $type | test("reel$") then {media: {kind: "video"}, text: ([say("Compartilhou um reel"; "Shared a reel"), $title] | line)}
      elif $type == "share" or ($type | test("post$|^ig_story$|^story_share$")) then
        {media: {kind: "image"}, text: ([say("Compartilhou uma publicação"; "Shared a post"), $title] | line)}
      elif $type == "ephemeral" then
        {media: {kind: "image"}, text: say("Foto ou vídeo que só se vê uma vez"; "A picture or video that is seen only once")}
      elif $type == "like_heart" then {text: "❤️"}
      else {text: ([$title, ($payload.url // .URL // .url | word) | strings] | join(" ") | word)} end;

  # The advertisement, the link or the product that the chat was opened from.
  def opened_from:
    obj | (.ads_context_data | obj) as $ad
    | {ad_id: (.ad_id | word), ad_title: ($ad.ad_title | word), ad_url: (.referer_uri | word), ref: (.ref | word),
       product_id: ((.product | obj | .id | word) // ($ad.product_id | word))};

  def happened:
    obj | . as $item | (.sender | obj | .id | word) as $from | (.recipient | obj | .id | word) as $to
    | (.message | obj) as $message | (.reaction | obj) as $reaction | (.postback | obj) as $postback
    | (($message.is_echo | yes) or ($from != null and $from == ($entry.id | word))) as $out
    | (.timestamp // $entry.time) as $at
    | {
        direction: (if $out then "out" else "in" end), at: $at,
        contact: {ids: [(if $out then $to else $from end) | strings | {platform: $platform, id: .}]}
      } as $told
    | if $message.mid == "random_mid" then {ignored: "test"}
      elif ($message.is_self | yes) or ($from != null and $from == $to) then {ignored: "own"}
      elif $message.is_deleted | yes then {ignored: "deleted"}
      elif has("message_edit") then {ignored: "edit"}
      elif $message != {} then
        [$message.attachments | each | objects | attached] as $attached
        | ($message.reply_to | obj) as $to_what
        | [$attached[] | .media | objects] as $media
        | $told + {
            kind: "message", external_id: ($message.mid | word), media: $media,
            text: (($message.text | word) // ([$attached[] | .text | strings] | join("\n") | word)
              // (if $media == [] then say("Mensagem que só abre no \($app)"; "A message that only opens in \($app)") else null end)),
            fields: (($message.referral | opened_from) + {
              reply_to: ($to_what.mid | word), story: ($to_what.story | obj | (.url | word) // (.id | word)),
              reply_id: ($message.quick_reply | obj | .payload | word)
            } | said)
          }
      elif $postback != {} then
        $told + {
          kind: "message", external_id: (($postback.mid | word) // "postback \($from) \($at)"),
          text: (($postback.title | word) // ($postback.payload | word)),
          fields: (($postback.referral | opened_from) + {reply_id: ($postback.payload | word)} | said)
        }
      elif $reaction.action == "unreact" then {ignored: "edit"}
      elif $reaction != {} then
        $told + {
          kind: "message", external_id: "reaction \($reaction.mid) \($at)",
          text: (($reaction.emoji | word) // ($reaction.reaction | word)), fields: ({reaction_to: ($reaction.mid | word)} | said)
        }
      # How far messages of the business's own came; without their ids, only until when.
      elif has("delivery") then
        [.delivery | obj | .mids | each | word | strings] as $mids
        | if $mids == [] then {ignored: "status"}
          else $mids[] | {kind: "receipt", direction: "out", at: ($item.timestamp // $item.delivery.watermark), external_id: ., version: "delivered"} end
      elif has("read") then
        (.read | obj | .mid | word) as $mid
        | if $mid == null then {ignored: "status"}
          else {kind: "receipt", direction: "out", at: $at, external_id: $mid, version: "read"} end
      elif has("referral") or has("optin") then {ignored: "opened"}
      else {ignored: "event"} end;

  ($entry.messaging, $entry.standby, ($entry.changes | each | obj | .value | objects | select((.sender | type) == "object"))
    | each | objects | happened);
