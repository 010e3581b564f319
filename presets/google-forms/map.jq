# Google Forms, through a script of the owner's: the one in preset.toml, or any of the shapes that such scripts send.

def is_time: .type == "time" or (.question // "" | test("^(carimbo de data/hora|timestamp|marca temporal)$"; "i"));

# A row of the sheet. Without the titles of its columns, only what has the shape of a number or an address is known.
def row($titles):
  . as $row | [keys | .[:200] | .[]
    | ($row[.] | answer) as $answer | ($titles[.] | word) as $title
    | {
        question: ($title // "\(. + 1)"), answer: $answer,
        type: (if $title != null or $answer == null then null
          elif $answer | is_email then "email"
          elif ($answer | is_phone) and ($answer | test("^[+]?[0-9() -]+$"))
            and (($answer | test("[+( -]")) or ($answer | test("^(55)?[1-9][0-9]9[0-9]{8}$"))) then "tel"
          elif $answer | test("^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4} [0-9]{1,2}:[0-9]{2}") then "time"
          else null end)
      }];

# What stands beside the answers where a script sends them flat.
def is_frame: test("^(secret|token|key|form_?id|form_?name|form_?title|form|response_?id|submitted_?at|created_?at|event|event_?id|event_?type|source|sheet|respondent_?email|edit_?url|url)$"; "i");

# One question and its answer, as scripts write it.
def pair:
  {
    question: ((.question | word) // (.title | word) // (.item_title | word) // (.name | word)
      // (.field | obj | .title | word) // (.text | word)),
    answer: ([.answer, .answers, .response, .value, .values | answer | strings][0])
  };

def pairs($titles):
  if type == "object" then [to_entries[] | {question: (.key | word), answer: (.value | answer)}]
  elif type == "array" and all(.[]; type == "object") then [.[] | pair]
  elif type == "array" then row($titles)
  else null end;

def response:
  . as $all | (.form | obj) as $form | ([.headers, .questions, .titles | arrays][0] // []) as $titles
  | (.response | obj) as $response | (.form_response | obj) as $shaped
  | ([.rawValues, .namedValues, .answers, .responses, .itemResponses, .values, .fields, .data,
      $response.payload, $response.answers, $shaped.answers
      | if type == "array" or type == "object" then pairs($titles) else null end | select(. != null and . != [])][0]
    // [to_entries[] | select(.key | is_frame | not) | {question: (.key | word), answer: (.value | answer)}]) as $pairs
  # A sheet in English writes its days either way round.
  | ([$pairs[] | select(is_time and .type != "time" and (.question | test("^timestamp$"; "i") | not)) | .answer | strings][0]) as $stamp
  | ([.submittedAt, .submitted_at, .timestamp, $response.timestamp, $shaped.submitted_at | word | strings][0] // $stamp) as $at
  | ([.responseId, .response_id, $response.id, .event_id, .eventId | word | strings][0]) as $id
  | ([.respondentEmail, .respondent_email, $response.respondentEmail, $shaped.email | word | strings | select(is_email)]) as $own
  | ([.formTitle, .formName, .form_title, .form_name, $form.title, $form.name, $shaped.definition, .form
      | if type == "object" then .title else . end | word | strings][0]) as $title
  | ([$pairs[] | select(is_time | not)] | filed)
  | {
      kind: "lead", direction: "in", at: $at, external_id: $id,
      # An answer that is edited later comes again under its id.
      version: (if $id == null then null else $at end),
      contact: (.contact | .emails = ($own + .emails | unique)), text, fields: (.fields + {form: $title})
    }
  # No question that is known: perhaps it lies deeper.
  | if (.contact.phones + .contact.emails | length) == 0 then . + {guess: ($all | del(.secret, .token, .key))} else . end;

.body
| [ if type == "array" and length > 0 and all(.[]; type == "object" and (pair | .question != null and .answer != null)) then
      {answers: .} | response
    elif type == "array" then .[] | obj | response
    else obj | response end ]
