# Kommo: a form with nested keys, leads[add][0][…], contacts[add][0][…], message[add][0][…], and the account. A lead does
# not say whose it is: it is fetched, and its contact with it. Whoever wrote is told by name; the phone is fetched.

.lang as $lang | .fetched as $fetched | .resource as $resource | (.body | obj) as $notice
| ($notice.account | obj) as $account | (($account.id | word) // ($account.subdomain | word) // "") as $house
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def known($id): [$id | word | strings | {platform: "kommo", id: "\($house)#\(.)"}];

  # A field is told by `code` where it was sent, by `field_code` where it was fetched.
  def custom: .custom_fields_values // .custom_fields | each | obj
    | {code: (.field_code // .code | word), name: (.field_name // .name | word), values: [.values | each | if type == "object" then .value else . end | word | strings]}
    | select(.values != []);
  def of($code): [custom | select(.code == $code) | .values[]];
  def others: [custom | select(.code != "PHONE" and .code != "EMAIL" and .name != null) | {(.name): (.values | join(", "))}] | add // {};
  def person($contact): {
      name: ($contact | (.name | word) // ([.first_name, .last_name | word | strings] | if . == [] then null else join(" ") end)),
      phones: ($contact | of("PHONE")),
      emails: ($contact | of("EMAIL")),
      ids: known($contact.id)
    };
  def tagged: [.tags // (._embedded | obj | .tags) | each | obj | .name | word | strings];

  # 142 and 143 are those of every pipeline.
  def result: {"142": "won", "143": "lost"}[.status_id | word // ""] // "open";
  def lead:
    (.contact | obj) as $contact | result as $result
    | {
        kind: "lead",
        at: (if $result == "open" then .created_at // .date_create else .closed_at // .updated_at // .created_at end | word),
        external_id: (.id | word),
        version: $result,
        matter: (.id | word // "" | if . == "" then null else "lead-\(.)" end),
        contact: person($contact),
        text: ([{won: say("Negócio ganho"; "Deal won"), lost: say("Negócio perdido"; "Deal lost")}[$result], (.name | word)] | line),
        amount: {decimal: (.price | word | if . == "0" then null else . end)},
        tags: tagged,
        fields: (others + ({pipeline: (.pipeline_id | word), source: ((.source | obj | .name | word))} | said))
      };

  # A company is nobody who could be answered.
  def contact: select((.type | word) != "company")
    | {
        kind: "lead",
        at: (.date_create // .created_at | word),
        external_id: (.id | word // "" | if . == "" then null else "contact-\(.)" end),
        contact: person(.),
        tags: tagged,
        fields: others
      };

  def message($more):
    (.author | obj) as $author | ((.type | word) == "outgoing") as $ours
    | (if .attachment == null then null else .attachment | obj end) as $file
    | {
        kind: "message",
        direction: (if $ours then "out" else "in" end),
        at: (.created_at | word),
        external_id: (.id | word),
        contact: (person($more) as $person | {
          name: ($person.name // (if $ours then null else $author.name | word end)),
          phones: $person.phones,
          emails: $person.emails,
          ids: known(.contact_id)
        }),
        text: (.text | word),
        media: (if $file == null then [] else
          [{kind: ({picture: "image", voice: "audio", audio: "audio", video: "video", sticker: "sticker"}[$file.type | word // ""] // "file"),
            name: ($file.file_name | word)}] end),
        fields: ({channel: (.origin | word)} | said)
      };

  # What waits to be accepted: a form, a call, a chat. Only some name a person.
  def incoming:
    (.data | obj) as $data | ([$data.contacts | each | obj][0] // {}) as $contact | (.lead_id | word) as $lead
    | if $contact == {} and $lead != null then {fetch: {resource: "lead", id: $lead}}
      else
        {
          kind: "lead",
          at: (.created_at // .date_create | word),
          external_id: (.uid | word // "" | if . == "" then null else "incoming-\(.)" end),
          contact: person($contact),
          text: ([$data.leads | each | obj | .name | word | strings][0] // (.source_name | word)),
          fields: ({category: (.category | word), source: (.source_name | word)} | said)
        } end;

  def listed($of; $what): $notice[$of] | obj | .[$what] | each | objects;
  def written: listed("message"; "add");
  # What is told whole.
  def whole: listed("contacts"; "add") | contact;

  if ($notice.test | word) != null then [{ignored: "test"}]
  elif $fetched == null then
    [ (listed("leads"; "add"), (listed("leads"; "status") | select(result == "won"))
        | (.id | word) as $id | if $id == null then {kind: "lead"} else {fetch: {resource: "lead", id: $id}} end),
      (listed("unsorted"; "add") | incoming),
      (written | (.contact_id | word) as $id
        | if $id == null then message({}) else {fetch: {resource: "contact", id: $id}} end),
      whole ]
    | if . != [] then .
      elif any("leads", "contacts", "companies", "unsorted", "message", "talk", "task", "note", "catalogs", "customers"; $notice[.] != null)
        then [{ignored: "event"}]
      # Nothing that Kommo sends: kept, and shown as such.
      else [{kind: "lead"}] end
  elif $resource == "lead" then [($fetched | obj | lead), whole]
  else
    ($fetched | obj) as $person | ($person.id | word) as $id
    | [(written | select($id == null or (.contact_id | word) == null or (.contact_id | word) == $id)
          | message(if (.contact_id | word) == $id then $person else {} end)), whole]
  end
