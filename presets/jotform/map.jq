# Jotform: a form of many parts, most of them empty. `rawRequest` holds the answers as `q5_email`, by the name that the
# form's editor made of each question; `pretty` holds them as "Question:answer, Question:answer".

# A day, or a day and a time, in the parts that the form asks for. Which is first is the form's choice, not told.
def day: [.year, .month, .day | word | strings] | if length == 3 then join("-") else null end;
def clock: if .hour != null then [.hour, .min | word | strings] | join(":") + ([.ampm | word | strings] | map(" " + .) | join("")) else null end;

def said:
  if type == "object" then
    (([.prefix, .first, .middle, .last, .suffix | word | strings] | join(" ") | word)
      // (.full | word)
      // (if .phone != null then [.country, .area, .phone | word | strings] | join(" ") else null end)
      // ([day, clock | strings] | join(" ") | word)
      // (if has("addr_line1") then [.addr_line1, .addr_line2, .city, .state, .postal, .country | word | strings] | join(", ") | word
          else null end)
      // ([to_entries[] | .value | answer | strings] | join(", ") | word))
  # A drawn signature is a picture.
  elif type == "string" and startswith("data:image") then null
  else answer end;

def kind: if type != "object" then null elif has("area") or has("full") then "tel" else null end;

# The questions as they were asked, where an answer belongs to one of them alone.
def asked: [word | strings | split(", ")[] | capture("^(?<question>[^:]{1,120}):(?<answer>.+)$")];
def question($asked): (if type == "array" then map(word | strings) | join(" ") else said end) as $answer
  | [$asked[] | select(.answer == $answer) | .question] as $questions
  | if $questions | length == 1 then $questions[0] | word else null end;

# `q12_qualServico3` and `q12_qualServico`.
def slug: capture("^q[0-9]+_(?<s>.+)$").s;

# A time that was chosen: {date, duration, timezone: "America/Sao_Paulo (GMT-03:00)"}.
def is_slot: type == "object" and has("date") and (has("duration") or has("timezone"));
def zone: .timezone | word // "" | capture("GMT(?<z>[+-][0-9]{2}:[0-9]{2})").z;
def slot: {starts_at: ((.date | word // "") + ([zone][0] // "")), state: "booked"};

def submission:
  . as $all | (.rawRequest | obj) as $raw | (.pretty | asked) as $asked
  | [$raw | to_entries[] | select(.key | test("^q[0-9]+_."))] as $given
  | [$given[] | select(.value | is_slot | not)
      | {question: ((.value | question($asked)) // (.key | slug)), answer: (.value | said), type: (.value | kind)}] as $answers
  | ([$given[] | .value | select(is_slot)][0]) as $slot
  # Without its own part, the answers are read out of the other one.
  | (if $given == [] then $asked else $answers end | filed)
  | {
      kind: (if $slot != null then "appointment" else "lead" end), direction: "in",
      external_id: ($all.submissionID | word), contact, text: (.text | word // (if $slot != null then $all.formTitle | word else null end)),
      appointment: (if $slot != null then $slot | slot else null end),
      fields: (.fields + {form: ($all.formTitle | word)})
    };

[ .body | each | obj
  | if .submissionID != null or .rawRequest != null then submission else {guess: .} end ]
