# Contact Form 7 sends nothing by itself; add-ons do, under the names of the form's fields (`your-name`, `tel-123`) or
# under names that the owner chose, without an id and without a time.

# What stands beside the answers: fields that the form hides, and what an add-on tells of the page and the form.
def is_frame: test("^(_.*|(g-recaptcha|h-captcha|cf-turnstile)-response|form_?(id|name|title)|contact_form_title|url|page_?url|referr?er|ip|remote_ip|user_agent|date|time)$"; "i");

# A field that kept the name the form editor gives it, `tel-123`, says what it is of.
def kind: ({tel: "tel", email: "email", textarea: "textarea"}[capture("^(?<t>[a-z]+)-[0-9]+$").t // ""]);

# `text-812` does not say that it is what somebody wrote.
def question: word | if . != null then sub("^text-(?<n>[0-9]+)$"; "\(.n)") else . end;

def answers:
  [to_entries[] | select(.key | is_frame | not)
    | {question: (.key | question), answer: (.value | answer), type: ([.key | kind][0])}];

def texts($names): [.[$names[]] | word | strings][0];

[ .body | each | obj | . as $all
  | ([.form_submit_data, .posted_data, .form_data, .fields, .data | objects][0] // .) as $form
  | ([$all, $form, (.special_mail_tags | obj)] | map(texts(["_url", "_post_url", "page_url", "pageurl", "url", "referer", "referrer"]) | strings)[0]) as $page
  | ([$all, $form] | map(texts(["_contact_form_title", "contact_form_title", "form_title", "form_name", "formName"]) | strings)[0]) as $title
  | ($form | answers | filed)
  | {
      kind: "lead", direction: "in", contact, text,
      fields: (.fields + {form: $title, page: ($page // "" | split("?")[0] // "" | split("#")[0])} + ($page | campaign))
    }
  # No field that is known: perhaps it lies deeper.
  | if (.contact.phones + .contact.emails | length) == 0 then . + {guess: $all} else . end ]
