# Pagar.me v5: {id, type, created_at, data}. `data` is the order, the charge, the invoice or the subscription itself; an
# order and its charges are one sale. The v2 of old sends a form: {id, current_status, transaction}.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def digits: word // "" | gsub("[^0-9]"; "") | word;

  def dial: obj | (.country_code | digits) as $country | ([.area_code, .number | digits | strings] | join("") | word) as $number
    | if $number == null then empty elif $country == null then $number else "+\($country)\($number)" end;

  # Nobody is made of an id alone.
  def person:
    (.customer | obj) as $customer | ($customer.phones | obj) as $phones
    | {
        name: (($customer.name | word) // (.customer_name | word)),
        phones: [$phones.mobile_phone, $phones.home_phone | dial],
        emails: [$customer.email | word | strings]
      }
    | . + {ids: [select(.name != null or .phones != [] or .emails != []) | $customer.id | word | strings | {platform: "pagarme", id: .}]};

  def document: (.document // .document_number | digits // "") as $number
    | if ($number | length) == 11 then {CPF: $number} elif ($number | length) == 14 then {CNPJ: $number} else {} end;

  def items: [.items | each | obj | (.description // .name | word) as $name | select($name != null)
      | (.quantity | word) as $count
      | if $count != null and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  # Of an order its charges, else itself.
  def charges: [.charges | arrays | .[] | obj];
  def reason: obj | .last_transaction | obj
    | (.acquirer_message | word) // ([.gateway_response | obj | .errors | each | obj | .message | word | strings][0]);

  def fields:
    (charges[0] // .) as $charge | ($charge.last_transaction | obj) as $transaction
    | (.metadata | obj | map_values(word) | said) + (.customer | obj | document)
      + ({
          status: (.status | word),
          order_number: (.code | word),
          payment_method: (($charge.payment_method // .payment_method) | word // "" | gsub("_"; " ") | word),
          installments: ($transaction.installments | numbers | select(. > 1)) // null,
          reason: ($charge | reason),
          due_date: (($transaction.due_at // $charge.due_at) | word),
          boleto_url: ($transaction.pdf | word),
          receipt_url: ($transaction.receipt_url | word),
          city: (.shipping | obj | .address | obj | .city | word)
        } | said);

  def told($event; $kind; $version; $words; $minor; $matter):
    {
      kind: $kind,
      at: ($event.created_at // .updated_at // .created_at),
      external_id: (.id | word),
      version: $version,
      matter: ($matter // (.id | word)),
      contact: person,
      text: ([$words, items // (.description | word)] | line),
      fields: fields
    }
    + (if ($minor | type) == "number" or ($minor | type) == "string" then
        {amount: {minor: $minor, currency: (.currency // "BRL" | word)}} else {} end);

  # The sale that a charge is of; a charge of a subscription has an invoice.
  def sale: (.order | obj | .id | word) // (.order_id | word) // (.invoice | obj | .id | word);

  def order($event; $what):
    (charges | map(.paid_amount | numbers) | add) as $paid
    | if $what == "created" then told($event; "order"; "created"; say("Aguardando pagamento"; "Waiting for payment"); .amount; null)
      elif $what == "paid" then told($event; "payment"; "paid"; null; $paid // .amount; null)
      elif $what == "payment_failed" then
        told($event; "payment"; "failed \(.updated_at | word // "")"; say("Pagamento recusado"; "Payment declined"); .amount; null)
      elif $what == "canceled" then told($event; "order"; "canceled"; say("Pedido cancelado"; "Order cancelled"); .amount; null)
      else {ignored: "event"} end;

  def charge($event; $what):
    sale as $sale | (.canceled_amount | numbers) // null | . as $canceled | $event.data | obj
    | if $what == "pending" or $what == "created" then
        told($event; "order"; "created"; say("Aguardando pagamento"; "Waiting for payment"); .amount; $sale)
      elif $what == "paid" then told($event; "payment"; "paid"; null; .paid_amount // .amount; $sale)
      elif $what == "underpaid" then
        told($event; "payment"; "underpaid"; say("Pago a menos"; "Paid too little"); .paid_amount // .amount; $sale)
      elif $what == "overpaid" then
        told($event; "payment"; "overpaid"; say("Pago a mais"; "Paid too much"); .paid_amount // .amount; $sale)
      elif $what == "payment_failed" then
        told($event; "payment"; "failed \(.updated_at | word // "")"; say("Pagamento recusado"; "Payment declined"); .amount; $sale)
      elif $what == "refunded" then
        told($event; "payment"; "refunded"; say("Estorno"; "Refund"); $canceled // .amount; $sale)
      elif $what == "partial_canceled" then
        told($event; "payment"; "refunded in part \($canceled // "")"; say("Estorno parcial"; "Partial refund"); $canceled; $sale)
      elif $what == "chargedback" then
        told($event; "payment"; "disputed"; say("Cobrança contestada"; "Charge disputed"); .amount; $sale)
      else {ignored: "event"} end;

  def invoice($event; $what):
    if $what == "paid" then told($event; "payment"; "paid"; null; .amount; null)
    elif $what == "payment_failed" then
      told($event; "payment"; "failed \($event.created_at | word // "")"; say("Pagamento recusado"; "Payment declined"); .amount; null)
    else {ignored: "event"} end;

  def subscription($event; $what):
    if $what == "created" then told($event; "order"; "created"; say("Nova assinatura"; "New subscription"); null; null)
    elif $what == "canceled" then
      told($event; "order"; "canceled"; say("Assinatura cancelada"; "Subscription cancelled"); null; null)
    else {ignored: "event"} end;

  # v2: amounts in cents, times with their zone.
  def old:
    . as $event | .transaction | obj | (.phone | obj | [.ddd, .number | digits | strings] | join("") | word) as $phone
    | ($event.current_status | word) as $status
    | (.customer | obj) as $customer
    | {
        kind: (if $status == "waiting_payment" then "order" else "payment" end),
        at: (.date_updated // .date_created),
        external_id: (.id // $event.id | word),
        version: $status,
        matter: (.id // $event.id | word),
        contact: {name: ($customer.name | word), phones: [$phone | strings], emails: [$customer.email | word | strings]},
        text: ([
          {
            waiting_payment: say("Aguardando pagamento"; "Waiting for payment"),
            refused: say("Pagamento recusado"; "Payment declined"),
            refunded: say("Estorno"; "Refund"),
            pending_refund: say("Estorno em andamento"; "Refund under way"),
            chargedback: say("Cobrança contestada"; "Charge disputed")
          }[$status // ""],
          ([.items | each | obj | .title | word | strings] | if . == [] then null else join(", ") end)] | line),
        amount: {minor: (.paid_amount // .amount | word | select(. != "0")) // (.amount | word), currency: "BRL"},
        fields: (($customer | document) + ({
          status: $status,
          payment_method: (.payment_method | word // "" | gsub("_"; " ") | word),
          boleto_url: (.boleto_url | word)
        } | said))
      }
    | if any("processing", "authorized"; . == $status) then {ignored: "waiting"} else . end;

  [ .body | each | obj | . as $event | (.type | word) as $type | ($type // "" | split(".")) as $parts
    | if $type == null and (.transaction | type) == "object" then old
      elif $type == null then {kind: "payment"}
      else
        .data | obj
        | if $parts[0] == "order" then order($event; $parts[1])
          elif $parts[0] == "charge" then charge($event; $parts[1])
          elif $parts[0] == "invoice" then invoice($event; $parts[1])
          elif $parts[0] == "subscription" then subscription($event; $parts[1])
          elif $type == "customer.created" then
            {kind: "lead", at: .created_at, external_id: (.id | word), contact: ({customer: .} | person), fields: document}
          else {ignored: "event"} end
      end ]
