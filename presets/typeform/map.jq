# Typeform: the answers, each under its type, and the questions that they belong to.

def said($lang):
  (.type | word // "") as $type
  | if $type == "choice" then [.choice | obj | .label, .other] | answer
    elif $type == "choices" then [.choices | obj | (.labels | each), .other] | answer
    elif $type == "payment" then .payment | obj | .amount | word
    elif $type == "boolean" and (.boolean | type) == "boolean" then
      if $lang == "en" then (if .boolean then "yes" else "no" end) else (if .boolean then "sim" else "não" end) end
    else .[$type] | answer end;

# A title can hold earlier answers and marks of emphasis: "{{field:…}}, qual é o seu *telefone*?".
def title: word // "" | gsub("[{][{][^}]*[}][}][ ,]*"; "") | gsub("[*_]{1,2}(?<t>[^*_]+)[*_]{1,2}"; .t) | word;

def response($event; $lang):
  . as $all | (.definition | obj) as $form
  # Groups of questions hold their questions.
  | [$form.fields | arrays | .[] | obj | ., (.properties | obj | .fields | arrays | .[] | obj)] as $asked
  | [.answers | arrays | .[] | obj | (.field | obj) as $field
      | ([$asked[] | select(.id != null and .id == $field.id) | .title | title | strings][0]
        // ($field.title | title) // ($field.ref | word) // ($field.id | word)) as $question
      | {
          question: $question, answer: said($lang),
          type: ({email: "email", phone_number: "tel"}[.type | word // ""] // {long_text: "textarea"}[$field.type | word // ""])
        }] as $answers
  | [.hidden | obj | to_entries[] | {question: .key, answer: (.value | answer)}] as $hidden
  | [.variables | arrays | .[] | obj | {key: (.key | word), value: ((.text | word) // (.number | word))}
      | select(.key != null)] as $variables
  | ($answers + $hidden | filed)
  | {
      kind: "lead", direction: "in", at: (($all.submitted_at | word) // ($all.landed_at | word)),
      external_id: (($event.event_id | word) // ($all.token | word)), contact, text,
      # Left halfway and finished afterwards, a form is told of twice, under two ids.
      matter: ([$all.token | word | strings | "response \(.)"][0]),
      fields: (.fields + {form: ($form.title | word), score: ($all.calculated | obj | .score | word)}
        + ($variables | from_entries)
        + (if $event.event_type | word // "" | test("partial") then {partial: true} else {} end))
    };

.lang as $lang
| [ .body | each | obj | . as $event | (.form_response | if type == "object" then . else $event.form_response_partial end)
    | if type == "object" then response($event; $lang)
      elif $event.event_type != null then {ignored: "event"}
      else {guess: $event} end ]
