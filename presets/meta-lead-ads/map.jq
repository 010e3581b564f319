# Meta lead ads: the notice only names the lead; what was filled in is fetched.

# `+0000` as `+00:00`.
def when: word // "" | sub("(?<h>[+-][0-9]{2})(?<m>[0-9]{2})$"; "\(.h):\(.m)") | word;
# What Meta's own test fills in.
def is_dummy: test("^<test lead:"; "i");

# The notices of leads: no more than ids. They come as numbers or as texts.
def notices: .entry | each | obj | .changes | each | obj
  | if (.field | word) == "leadgen" then .value | obj else null end;

# Details that were fetched; what only the notice tells is taken from it.
def lead($fetched; $notice):
  [$fetched.field_data | each | obj | {question: (.name | word), answer: (.values | answer)}] as $answers
  | if any($answers[]; .answer // "" | is_dummy) then {ignored: "test"}
    else
      ($answers | filed)
      | {
          kind: "lead", direction: "in", at: (($fetched.created_time | when) // ($notice.created_time | word)),
          external_id: (($fetched.id | word) // ($notice.leadgen_id | word)), contact, text,
          fields: (.fields + {
            form_id: (($fetched.form_id | word) // ($notice.form_id | word)),
            ad_id: (($fetched.ad_id | word) // ($notice.ad_id | word)),
            ad_name: ($fetched.ad_name | word), campaign: ($fetched.campaign_name | word),
            platform: ({fb: "Facebook", ig: "Instagram"}[$fetched.platform | word // ""] // ($fetched.platform | word))
          })
        }
    end;

. as $all | .body
| if ($all.fetched | type) == "object" then
    ($all.fetched | .id | word) as $id
    | [each | obj | notices | objects] as $notices
    | [lead($all.fetched; [$notices[] | select((.leadgen_id | word) == $id)][0] // $notices[0] // {})]
  else
    [ each | obj | notices
      | if . == null then {ignored: "event"}
        elif (.leadgen_id | word) == null then {ignored: "empty"}
        else {fetch: {resource: "lead", id: (.leadgen_id | word)}} end ]
  end
