# Instagram: messages as in Messenger, and comments as changes of a field, or as the entry itself.
# https://developers.facebook.com/docs/instagram-platform/webhooks/examples/

# Who commented is known by the same id as who writes.
def comment($entry):
  obj | (.from | obj) as $from
  | if $from.username == "test" and .text == "This is an example." then {ignored: "test"}
    elif ($from.id | word) == ($entry.id | word) and $from.id != null then {ignored: "own"}
    else
      {
        kind: "message", direction: "in", at: (.timestamp // $entry.time), external_id: (.id // .comment_id | word),
        contact: {name: ($from.username | word), ids: [$from.id | word | strings | {platform: "instagram", id: .}]},
        text: (.text | word),
        fields: ({comment_on: ((.media | obj | .id | word) // (.media_id | word)), reply_to: (.parent_id | word)} | said)
      }
    end;

.lang as $lang
| [ .body | each | obj | ({page: "messenger"}[.object | word // ""] // "instagram") as $platform
    | .entry | each | obj | . as $entry
    | direct($platform; "Instagram"; $lang; $entry),
      ([($entry.changes | each | objects), ($entry | select(.field != null))][] | (.field | word) as $field | .value | each | obj
        | if $field == "comments" or $field == "live_comments" then comment($entry)
          elif (.sender | type) == "object" then empty
          else {ignored: "event"} end) ]
