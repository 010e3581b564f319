# Mercado Pago tells an id alone; what it stands for is fetched. The signature covers the id in the address, not the
# body, so that the one in the address counts. Older notifications (IPN) say `topic` and `id`, or `resource`.

.lang as $lang | .query as $query | .fetched as $fetched | .resource as $resource
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def number: (word | tonumber?) // null;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def full: [.first_name, .last_name | word | strings] | if . == [] then null else join(" ") end;
  def dial: obj | [.area_code, .number | word | strings] | if . == [] then null else join("") end;

  # What happened, in words for a card; nothing where it was simply paid.
  def state($status):
    if any("approved", "processed", "accredited"; . == $status) then null
    elif any("pending", "in_process", "authorized", "processing", "action_required", "in_review"; . == $status) then
      say("Aguardando pagamento"; "Waiting for payment")
    elif any("rejected", "failed"; . == $status) then say("Pagamento recusado"; "Payment declined")
    elif any("cancelled", "canceled", "expired"; . == $status) then say("Pagamento cancelado"; "Payment cancelled")
    elif $status == "refunded" then say("Estorno"; "Refund")
    elif $status == "partially_refunded" then say("Estorno parcial"; "Partial refund")
    elif $status == "charged_back" or $status == "in_mediation" then say("Cobrança contestada"; "Charge disputed")
    else $status end;

  # `payer.id` is the customer's own only for somebody who is registered.
  def payer:
    (.payer | obj) as $payer | (.additional_info | obj | .payer | obj) as $told
    | (.point_of_interaction | obj | .transaction_data | obj | .bank_info | obj | .payer | obj | .long_name | word) as $account
    | (.card | obj | .cardholder | obj | .name | word) as $holder
    | {
        name: (($payer | full) // ($told | full) // $account // $holder),
        phones: [$payer.phone, $told.phone | dial | strings],
        emails: [$payer.email | word | strings],
        ids: [($payer | select(.type == "customer" or .type == "registered") | .id), $payer.customer_id
          | word | strings | {platform: "mercado-pago", id: .}]
      };

  def document: .payer | obj | .identification | obj | (.type | word) as $type | (.number | word) as $number
    | if $type != null and $number != null then {($type): $number} else {} end;

  def items: [.items, (.additional_info | obj | .items) | arrays | .[] | obj | .title | word | strings]
    | if . == [] then null else join(", ") end;

  def payment:
    (.status | word) as $state
    | ((.transaction_amount_refunded | number | numbers | select(. > 0)) // null) as $refunded
    | (if $state == "approved" and $refunded != null then "partially_refunded" else $state end) as $status
    | {
        kind: "payment",
        at: (if $status == "approved" then .date_approved // .date_created else .date_last_updated // .date_created end),
        external_id: (.id | word),
        version: (if $refunded != null then "\($status) \($refunded)" else $status end),
        # A card that was declined and the Pix that followed are two payments of one order.
        matter: ((.order | obj | .id | word) // (.id | word)),
        contact: payer,
        text: ([state($status), (.description | word) // items] | line),
        amount: {
          decimal: ((if $refunded != null and ($status == "refunded" or $status == "partially_refunded") then $refunded
            else .transaction_amount end) | word),
          currency: (.currency_id | word)
        },
        fields: (document + ({
          status: $status,
          status_detail: (.status_detail | word),
          external_reference: (.external_reference | word),
          payment_method: (.payment_method_id | word),
          payment_type: (.payment_type_id | word),
          installments: ((.installments | number | numbers | select(. > 1)) // null),
          test_mode: (if .live_mode == false then true else null end)
        } | said))
      };

  def order:
    (.status | word) as $status
    | [.transactions | obj | .payments | arrays | .[] | obj] as $payments
    | if $status == "created" then {ignored: "open"} else
        {
          kind: "payment",
          at: (.last_updated_date // .created_date),
          external_id: (.id | word),
          version: $status,
          contact: payer,
          text: ([state($status), (.description | word) // items] | line),
          amount: {decimal: (.total_paid_amount // .total_amount | word), currency: (.currency // $payments[0].currency | word)},
          fields: (document + ({
            status: $status,
            status_detail: (.status_detail | word),
            external_reference: (.external_reference | word),
            payment_method: ($payments[0].payment_method | obj | .id | word),
            payment_type: ($payments[0].payment_method | obj | .type | word)
          } | said))
        } end;

  def subscription:
    (.status | word) as $status
    | (.auto_recurring | obj) as $recurring
    | {
        kind: "order",
        at: (.last_modified // .date_created),
        external_id: (.id | word),
        version: $status,
        contact: {name: ([.payer_first_name, .payer_last_name | word | strings] | if . == [] then null else join(" ") end),
          emails: [.payer_email | word | strings]},
        text: ([
          if $status == "authorized" then say("Assinatura ativa"; "Subscription active")
          elif $status == "pending" then say("Assinatura aguardando"; "Subscription waiting")
          elif $status == "paused" then say("Assinatura em pausa"; "Subscription paused")
          elif $status == "cancelled" or $status == "canceled" then say("Assinatura cancelada"; "Subscription cancelled")
          else $status end, (.reason | word)] | line),
        amount: {decimal: ($recurring.transaction_amount | word), currency: ($recurring.currency_id | word)},
        fields: ({status: $status, external_reference: (.external_reference | word)} | said)
      };

  # What a notification names: a payment's number, or the end of an address.
  def tail: word | strings | split("/") | last;

  def notice:
    obj
    | (($query | obj | .type // .topic | word) // (.type // .topic | word)) as $type
    | (($query | obj | .["data.id"] // .id | word) // (.data | obj | .id | word) // (.resource | tail) // null) as $id
    | (.data | obj | .payment_id | word) as $stopped
    # The panel's own trial names a payment that there is not.
    | if $type == "test" or $id == "123456" then {ignored: "test"}
      elif $type == "payment" and $id != null then {fetch: {resource: "payment", id: $id}}
      elif ($type == "order" or $type == "orders") and $id != null then {fetch: {resource: "order", id: $id}}
      elif ($type == "subscription_preapproval" or $type == "preapproval") and $id != null then
        {fetch: {resource: "subscription", id: $id}}
      # A warning of fraud names the payment of the sale that must not be delivered.
      elif $type == "stop_delivery_op_wh" and $stopped != null then {fetch: {resource: "fraud-alert", id: $stopped}}
      # Told by their payments: merchant orders, charges of subscriptions, disputes.
      elif $type != null then {ignored: "event"}
      # Nothing that Mercado Pago sends: kept, and shown as such.
      else {kind: "payment"} end;

  if $fetched == null then [.body | each | notice]
  else
    [ $fetched | obj
      | if $resource == "payment" then payment
        elif $resource == "order" then order
        elif $resource == "subscription" then subscription
        elif $resource == "fraud-alert" then
          payment
          | .version = "fraud alert"
          | .text = ([say("Alerta de fraude, não faça a entrega"; "Fraud alert, do not deliver"), .text] | line)
        else {ignored: "event"} end ]
  end
