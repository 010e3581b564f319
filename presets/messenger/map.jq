# Messenger: messages to a Facebook page. Other things that happen on the page come as changes.
# https://developers.facebook.com/docs/messenger-platform/reference/webhook-events

.lang as $lang
| [ .body | each | obj | ({instagram: "instagram"}[.object | word // ""] // "messenger") as $platform
    | .entry | each | obj | . as $entry
    | direct($platform; "Messenger"; $lang; $entry),
      ($entry.changes | each | objects | .value | obj | select((.sender | type) != "object") | {ignored: "event"}) ]
