# Google Ads lead forms: {lead_id, user_column_data: [{column_id, column_name, string_value}], …}.
# https://developers.google.com/google-ads/webhook/docs/implementation

# What a column asks is told by its id for Google's own questions, in whatever language the form is, and by its name
# for the advertiser's.
def answered:
  (.column_id | word // "") as $id
  | {
      question: (if $id | role != null then $id else (.column_name | word) // ($id | select(. != "")) // null end),
      answer: (.string_value | answer),
      type: ({EMAIL: "email", WORK_EMAIL: "email", PHONE_NUMBER: "tel", WORK_PHONE: "tel"}[$id | ascii_upcase])
    };

def lead:
  ([.user_column_data | each | obj | answered] | filed)
  + {kind: "lead", direction: "in", at: .lead_submit_time, external_id: (.lead_id | word)}
  + {told: {
      form_id: (.form_id | word), campaign_id: (.campaign_id | word), adgroup_id: (.adgroup_id | word),
      creative_id: (.creative_id | word), asset_group_id: (.asset_group_id | word), gclid: (.gcl_id | word)
    }}
  | .fields += (.told | said) | del(.told);

[ .body | each | obj
  | if .is_test == true or .is_test == "true" then {ignored: "test"}
    elif .user_column_data != null then lead
    else {guess: del(.google_key)} end ]
