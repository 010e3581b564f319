# PagBank: the body is the order (ORDE_…) or the charge (CHAR_…) as its API would answer it, again with every new state.
# An order and its charges are one sale.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def digits: word // "" | gsub("[^0-9]"; "") | word;
  def total($amount): $amount | obj | .value | numbers;

  def dial: obj | (.country | digits) as $country | ([.area, .number | digits | strings] | join("") | word) as $number
    | if $number == null then empty elif $country == null then $number else "+\($country)\($number)" end;

  # Of a charge alone only who holds the card or the boleto is known.
  def holder: .payment_method | obj | [.boleto, .card, .pix | obj | .holder | objects][0] // {};
  def person: ((.customer | objects) // ([(.charges | each | obj | holder), holder | select(. != {})][0]) // {})
    | {name: (.name | word), phones: [.phones | each | dial], emails: [.email | word | strings]};

  def document: ((.customer | objects) // holder | .tax_id | digits) as $number
    | if ($number // "" | length) == 11 then {CPF: $number} elif ($number // "" | length) == 14 then {CNPJ: $number} else {} end;

  def items: [.items | each | obj | (.name | word) as $name | select($name != null)
      | (.quantity | word) as $count
      | if $count != null and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  def words($status; $refunded): {
      PAID: (if $refunded then say("Estorno parcial"; "Partial refund") else null end),
      AVAILABLE: (if $refunded then say("Estorno parcial"; "Partial refund") else null end),
      AUTHORIZED: say("Cartão autorizado, falta capturar"; "Card authorised, to be captured"),
      WAITING: say("Aguardando pagamento"; "Waiting for payment"),
      IN_ANALYSIS: say("Pagamento em análise"; "Payment under review"),
      DECLINED: say("Pagamento recusado"; "Payment declined"),
      CANCELED: (if $refunded then say("Estorno"; "Refund") else say("Pagamento cancelado"; "Payment cancelled") end),
      EXPIRED: say("Expirou sem pagamento"; "Expired without payment")
    }[$status // "WAITING"];

  # `$charge` is the one that tells how it stands; `{}` where nothing was charged yet.
  def told($charge; $charged):
    . as $all | (($charge.status | word) // (.status | word)) as $status
    | ([$charge.amount | obj | .summary | obj | .refunded | numbers | select(. > 0)][0]) as $refunded
    | ($charge.payment_method | obj) as $method
    | {
        kind: (if any("PAID", "AVAILABLE", "DECLINED", "CANCELED"; . == $status) then "payment" else "order" end),
        at: (if $status == "PAID" and $refunded == null then $charge.paid_at // $charge.created_at // .created_at
          elif $refunded != null then null else $charge.created_at // .created_at end),
        external_id: (.id | word),
        version: ([($status // "WAITING" | ascii_downcase), ($refunded | word)] | map(strings) | join(" ")),
        matter: (.id | word),
        contact: person,
        text: ([words($status; $refunded != null), items // (.description // $charge.description | word)] | line),
        fields: (document + ({
          status: $status,
          external_reference: (.reference_id | word),
          payment_method: ($method.type | word // "" | ascii_downcase | gsub("_"; " ") | word),
          installments: (($method.installments | numbers | select(. > 1)) // null),
          reason: (if $status == "DECLINED" then $charge.payment_response | obj | .message | word else null end),
          due_date: ($method.boleto | obj | .due_date | word),
          boleto_url: ([$charge.links | each | obj | select(.media == "application/pdf") | .href | word | strings][0]),
          city: (.shipping | obj | .address | obj | .city | word)
        } | said))
      }
    + (($refunded // $charged) as $value
        | if $value == null then {} else {amount: {minor: $value, currency: ($charge.amount | obj | .currency // "BRL" | word)}} end);

  def order:
    [.charges | arrays | .[] | obj] as $charges
    # Of several attempts the one that was paid, else the last.
    | ([$charges[] | select(.status == "PAID" or .status == "AVAILABLE")] as $paid | ($paid[0] // ($charges | last) // {}) as $charge
      | (if $paid != [] then [$paid[] | total(.amount)] | add
          else [total($charge.amount), total(.qr_codes | each | obj | .amount), ([.items | each | obj | (.unit_amount | numbers) * (.quantity // 1 | numbers)] | add | numbers)][0]
        end) as $charged
      | told($charge; $charged));

  [ .body | each | obj | (.id | word // "") as $id
    | if $id | startswith("ORDE_") then order
      elif $id | startswith("CHAR_") then told(.; [total(.amount)][0])
      elif $id | startswith("CHEC_") then
        if .status == "EXPIRED" and (.customer | type) == "object" then told({}; null) else {ignored: "open"} end
      # A dispute names its charge alone.
      elif $id | startswith("CBKS_") then
        {kind: "payment", external_id: $id, version: "disputed \(.status // "" | word // "")", matter: (.charge | obj | .id | word),
          text: say("Cobrança contestada"; "Charge disputed"), fields: ({status: (.status | word)} | said)}
      elif (.event | word // "" | startswith("subscription.")) and (.resource | obj | .customer | type) == "object" then
        .event as $event | .resource | (.id | word) as $subscription | ($event | ltrimstr("subscription.")) as $what
        | if any("created", "activated", "canceled", "cancelled", "suspended", "expired"; . == $what) then
            {
              kind: "order", at: (.updated_at // .created_at), external_id: $subscription, version: $what, matter: $subscription,
              contact: person,
              text: ([{
                created: say("Nova assinatura"; "New subscription"), activated: say("Assinatura ativa"; "Subscription active"),
                suspended: say("Assinatura suspensa"; "Subscription suspended"), expired: say("Assinatura terminada"; "Subscription ended")
              }[$what] // say("Assinatura cancelada"; "Subscription cancelled"), (.plan | obj | .name | word)] | line),
              fields: document
            }
            + ([total(.amount)][0] as $value | if $value == null then {} else {amount: {minor: $value, currency: "BRL"}} end)
          else {ignored: "event"} end
      elif (.event | word) != null then {ignored: "event"}
      # Nothing that PagBank sends: kept, and shown as such.
      else {kind: "payment"} end ]
