# What forms have in common: questions that somebody typed, and answers to them. Any map may call these.

# An answer in one line: several choices, and the rows of a grid, are joined.
def answer: [each | each | if type == "boolean" then tostring else word end | strings] | join(", ") | word;

def is_email: test("^[^@ ]+@[^@ ]+[.][^@ .]+$");
def is_phone: (gsub("[^0-9]"; "") | length) as $digits | $digits >= 8 and $digits <= 15 and length <= 40;

# What the answer to a question is: {question, answer, type}, where `type` is what the form itself knows.
def meant:
  .answer as $answer | (.question // "") as $question | ($question | role) as $role
  | if .type == "email" or ($answer | is_email) and ($role == "email" or ($question | test("mail|conta[ct]"; "i"))) then "email"
    elif ($answer | is_phone) and (.type == "tel" or $role == "phone"
      or ($question | test("fone|phone|celular|whats|conta[ct]"; "i"))) then "phone"
    elif $role == "name" or $role == "first_name" or $role == "surname" then $role
    elif ($question | test("^como .*cham(a|ar|ad[oa])|call you"; "i")) and ($answer | test("[0-9]") | not) then "name"
    elif $role == "message" or .type == "textarea" then "message"
    else "other" end;

# Who answered, what they wrote, and every other answer under its question.
def filed:
  [.[] | select(.answer != null) | . + {meant: meant}] as $all
  | def answers($meant): [$all[] | select(.meant == $meant) | .answer];
    {
      contact: {
        name: ([answers("name")[0] // answers("first_name")[0], answers("surname")[0]] | map(strings) | join(" ")),
        phones: answers("phone"), emails: answers("email")
      },
      text: (answers("message") | join("\n")),
      fields: (reduce ($all[] | select(.meant == "other" and .question != null)) as $one ({};
        .[$one.question] |= (if . == null then $one.answer else "\(.), \($one.answer)" end)))
    };

# What a page's address tells of the campaign that led to it.
def campaign:
  word // "" | split("?") | .[1:] | join("?") | split("#")[0] // "" | split("&")
  | map(split("=") | {key: .[0], value: (.[1:] | join("=") | gsub("[+]"; " ") | @urid)}
    | select(.value != "" and (.key // "" | test("^(utm_[a-z]+|gclid|fbclid)$"))))
  | from_entries;
