# RD Station. Marketing tells of one contact, {event_type, event_identifier, contact}, or in its old form of a list,
# {leads: [{first_conversion, last_conversion}]}; CRM of a deal, {event_name, document}.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def yes: . == true or . == "true";
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def name: if type == "object" then .name else . end | word;

  # The business's own questions.
  def own: [to_entries[] | select(.key | startswith("cf_")) | {(.key[3:]): (.value | answer)}] | add // {};

  def known:
    {
      job_title: (.job_title | word), company: ((.company | name) // (.company_name | word)), city: (.city | word),
      state: (.state | word), country: (.country | word), website: (.website | word), birthday: (.birthday | word),
      gender: (.gender | word), notes: (.bio | word),
      stage: ((.funnel | obj | .lifecycle_stage | word) // (.lead_stage | word))
    };

  def tags: [.tags | each | if type == "string" then split(",")[] else name end | word | strings];
  def ids: [.uuid | word | strings | {platform: "rd-station", id: .}];

  # What a conversion says of where it came from.
  def origin:
    .conversion_origin | obj
    | {utm_source: (.source | word), utm_medium: (.medium | word), utm_campaign: (.campaign | word), channel: (.channel | word)};

  def contact($all):
    obj | . as $c
    | ($all.event_type | word // "") as $event
    | ($all.event_identifier | word) as $what
    | ($event | test("OPPORTUNITY$"; "i")) as $opportunity
    | ($all.event_timestamp // $all.timestamp) as $at
    | {
        kind: "lead", direction: "in", at: $at,
        external_id: ([.uuid // .email, (if $opportunity then "opportunity" else $what end), $at | word | strings] | join(" ")),
        contact: {
          name: (.name | word), phones: [.mobile_phone, .personal_phone | word | strings], emails: [.email | word | strings],
          ids: ids
        },
        text: (if $opportunity then [say("Virou oportunidade"; "Became an opportunity"), $what] | line else $what end),
        tags: tags, fields: (known + own + {conversion: $what} | said)
      };

  def conversion: obj | . as $conversion | (.content | obj) as $content
    | [$content | to_entries[] | select(.key | test("^(identificador|email_lead|created_at|traffic_source|token_rdstation)$") | not)
        | {question: (.key | word), answer: (.value | answer)}] | filed
    | .identifier = (($content.identificador | word) // ($conversion.source | word))
    | .origin = ($conversion | origin);

  def lead:
    obj | (.last_conversion | conversion) as $last | (.first_conversion | conversion) as $first
    | ((.last_conversion | obj | .created_at) // .created_at) as $at
    | [.mobile_phone, $last.contact.phones[], .personal_phone | word | strings] as $phones
    | {
        kind: "lead", direction: "in", at: $at,
        external_id: ([.uuid // .id // .email, $last.identifier, $at | word | strings] | join(" ")),
        contact: {
          name: ((.name | word) // ($last.contact.name | word) // ($first.contact.name | word)),
          # What somebody once typed somewhere else, only where there is nothing better.
          phones: (if $phones == [] then $first.contact.phones else $phones end),
          emails: [.email | word | strings], ids: ids
        },
        text: (($last.text | word) // $last.identifier), tags: tags,
        fields: (known + ([.custom_fields | obj | to_entries[] | {(.key): (.value | answer)}] | add // {}) + $last.fields + own
          + $last.origin + {conversion: $last.identifier, opportunity: (if .opportunity | yes then true else null end)} | said)
      };

  # A deal is the business's own note of a sale: it is told of when it begins and when it is won.
  def deal($event):
    obj | . as $deal | (.status // (if .win | yes then "won" else null end) | word // "") as $status
    | [.contacts | each | obj] as $people
    | [.deal_custom_fields | each | obj
        | {question: (.custom_field | obj | .label | word), answer: (.value | answer)}] as $answers
    | ($answers | filed) as $filed
    | (if $event | test("deleted$") then {ignored: "deleted"}
       elif $status == "won" or $status == "win" then
         {kind: "order", version: "won", text: ([say("Venda fechada"; "Deal won"), (.name | word)] | line)}
       elif $event | test("created$") then {kind: "lead", text: (.name | word)}
       else {ignored: "status"} end) as $is
    | if $is.ignored != null then $is else
        {
          direction: "in", at: (if $is.kind == "order" then .closed_at // .updated_at else .created_at end),
          external_id: (.id // ._id | word), matter: ([(.id // ._id | word | strings) | "deal \(.)"][0]),
          contact: {
            name: (($people[0] | obj | .name | word) // ($filed.contact.name | word)),
            phones: ($filed.contact.phones
              + [$people[] | .phones | each | if type == "object" then .phone else . end | word | strings]),
            emails: ([$people[] | .emails | each | if type == "object" then .email else . end | word | strings]
              + $filed.contact.emails)
          },
          amount: ((.amount_total // .amount_unique | word) as $total
            | if $total != null and ($total | test("^0*[.,]?0*$") | not) then {decimal: $total, currency: "BRL"} else null end),
          fields: ($filed.fields + {
            pipeline: (.deal_pipeline | name), stage: (.deal_stage | name), source: (.deal_source | name),
            campaign: (.campaign | name), owner: (.user | name), company: (.organization | name)
          } | said)
        } + $is
      end;

  [ .body | each | obj | . as $all
    | if .event_name | word // "" | test("^crm_deal_") then .event_name as $event | .document | deal($event | word)
      elif .event_name | word // "" | startswith("crm_") then {ignored: "event"}
      elif (.leads | type) == "array" then .leads[] | lead
      elif (.contact | type) == "object" then .contact | contact($all)
      elif .event_type != null then {ignored: "event"}
      else {guess: $all} end ]
