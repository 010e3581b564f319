# WPForms, through its Webhooks add-on: the names are the owner's, the values those of fields. Other add-ons send the
# fields as the site keeps them, {fields: {ID: {name, value, type}}}.

# A field as the site keeps it.
def kept:
  (.type | word // "") as $type | ((.name | word) // (.label | word)) as $label
  | {
      question: (if $type == "name" and ($label // "" | role) == null then "name" else $label end),
      answer: (([.first, .middle, .last | word | strings] | if . == [] then null else join(" ") end)
        // (.value | if type == "string" then gsub("[\r\n]+"; ", ") else . end | answer)),
      type: ({phone: "tel", email: "email", textarea: "textarea"}[$type])
    };

# What was answered, several choices being joined by `||`.
def said:
  if type == "object" then (.value | word) // ([.first, .middle, .last | word | strings] | join(" ") | word)
  elif type == "string" then gsub(" *[|]{2} *"; ", ") | word
  else answer end;

def is_frame: test("^(form_?(id|name|title)|entry_?id|page_?(url|title)|url|referr?er|user_?ip|ip|date|time|user_?agent)$"; "i");
def named: [to_entries[] | select(.key | is_frame | not) | {question: (.key | word), answer: (.value | said)}];

def texts($names): [.[$names[]] | word | strings][0];

[ .body | each | obj | . as $all
  | texts(["page_url", "pageurl", "url", "referer", "referrer"]) as $page
  | (texts(["form_title", "form_name", "formName", "form_id"]) // (.form_data | obj | .settings | obj | .form_title | word)) as $title
  | [.fields | if type == "object" or type == "array" then .[] else empty end | objects | select(has("value")) | kept] as $kept
  | (if $kept != [] then $kept else (if (.fields | type) == "object" then .fields else . end) | named end | filed)
  | {
      kind: "lead", direction: "in", external_id: ($all | texts(["entry_id", "entryId"])), contact, text,
      fields: (.fields + {form: $title, page: ($page // "" | split("?")[0] // "" | split("#")[0])} + ($page | campaign))
    }
  # No field that is known: perhaps it lies deeper.
  | if (.contact.phones + .contact.emails | length) == 0 then . + {guess: $all} else . end ]
