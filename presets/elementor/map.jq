# Elementor forms: posted as they were filled in, without an id and without a time that can be relied on (it is
# written as the site writes dates).

# With "Advanced Data": fields[id][…], form[…], meta[…].
def advanced:
  [.fields | obj | to_entries[] | .key as $key | .value
    | if type == "object" then {
        question: ((.title | word) // (.id | word) // ($key | word)),
        answer: ((.value | answer) // (.raw_value | answer)), type: .type
      } else {question: ($key | word), answer: answer} end];

# Without it: labels as keys, and among them what the site adds under names in its own language.
def page_url: test("^(page url|url (da )?p[aá]gina|url de la p[aá]gina)$"; "i");
def added: page_url or test("^(form_id|form_name|data|date|fecha|hora|hor[aá]rio|time|agente d[eo] usu[aá]rio|user agent|ip remot[oa]|remote ip|desenvolvido por|fornecido por|powered by|desarrollado por|funciona gracias a)$"; "i");
def simple: [to_entries[] | select(.key | added | not) | {question: (.key | word), answer: (.value | answer)}];

[ .body | each | obj | . as $all
  | ((.form | obj | .name | word) // (.form_name | word)) as $form
  | ((.meta | obj | .page_url | obj | .value | word)
    // [to_entries[] | select(.key | page_url) | .value | word | strings][0]) as $page
  | (if (.fields | type) == "object" then advanced else simple end | filed)
  | {
      kind: "lead", direction: "in", contact, text,
      fields: (.fields + {form: $form, page: ($page // "" | split("?")[0] // "" | split("#")[0])} + ($page | campaign))
    }
  # Nothing that says who it is: somebody else's form.
  | if (.contact.phones + .contact.emails | length) == 0 then . + {guess: $all} else . end ]
