# Nuvemshop tells the numbers of a shop and of an order alone: {store_id, event, id}. The order is fetched.

.lang as $lang | .fetched as $fetched | .resource as $resource | .body as $notice
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  # `-0300` as `-03:00`.
  def when: word // "" | sub("(?<h>[+-][0-9]{2})(?<m>[0-9]{2})$"; "\(.h):\(.m)") | word;

  def state($status; $payment):
    if $status == "cancelled" then say("cancelado"; "cancelled")
    else {
        pending: say("aguardando pagamento"; "waiting for payment"),
        authorized: say("pagamento autorizado"; "payment authorised"),
        paid: say("pago"; "paid"),
        partially_paid: say("pago em parte"; "paid in part"),
        voided: say("pagamento recusado"; "payment declined"),
        abandoned: say("pagamento abandonado"; "payment abandoned"),
        refunded: say("reembolsado"; "refunded"),
        partially_refunded: say("parte reembolsada"; "refunded in part")
      }[$payment // ""] // $payment end;

  # A customer's number is the shop's own.
  def known($shop; $id): [$id | word | strings | {platform: "nuvemshop", id: "\($shop)#\(.)"}];

  def items: [.products | arrays | .[] | obj | (.name | word) as $name | select($name != null)
      | (.quantity | word) as $count
      | if $count != null and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  def order($shop):
    (.customer | obj) as $customer | (.shipping_address | obj) as $address
    | (.status | word) as $status | (.payment_status | word) as $payment
    | (.number // .id | word) as $number
    | {
        kind: "order",
        at: ((if $status == "cancelled" then .cancelled_at elif $payment == "paid" then .paid_at else .created_at end | when)
          // (.updated_at // .created_at | when)),
        external_id: (.id | word),
        version: "\($status) \($payment) \(.total | word)",
        contact: {
          name: ((.contact_name | word) // ($customer.name | word) // ($address.name | word)),
          phones: [.contact_phone, $customer.phone, $address.phone | word | strings],
          emails: [(.contact_email | word) // ($customer.email | word) | strings],
          ids: known($shop; $customer.id)
        },
        text: ([
          ([say("Pedido"; "Order"), $number | strings] | join(" "))
            + (state($status; $payment) | if . == null then "" else " (\(.))" end),
          items | strings] | join(": ")),
        amount: {decimal: (.total | word), currency: (.currency | word)},
        fields: ({
          CPF: ((.contact_identification | word) // ($customer.identification | word)),
          status: $status,
          payment_status: $payment,
          shipping_status: (.shipping_status | word),
          order_number: $number,
          payment_method: ((.gateway_name | word) // (.gateway | word)),
          customer_note: (.note | word),
          city: ($address.city | word),
          coupon: ([.coupon | each | obj | .code | word | strings][0])
        } | said)
      };

  def customer($shop):
    {
      kind: "lead",
      at: (.created_at | when),
      external_id: (.id | word),
      contact: {
        name: (.name | word),
        phones: [.phone, (.default_address | obj | .phone) | word | strings],
        emails: [.email | word | strings],
        ids: known($shop; .id)
      },
      fields: ({CPF: (.identification | word), city: (.default_address | obj | .city | word), note: (.note | word)} | said)
    };

  if $fetched == null then
    [ $notice | each | obj | (.event | word) as $event | (.id | word) as $id
      | if $event == "test/ping" then {ignored: "test"}
        elif any("order/created", "order/updated", "order/edited", "order/paid", "order/pending", "order/voided",
            "order/cancelled"; . == $event) then
          if $id == null then {kind: "order"} else {fetch: {resource: "order", id: $id}} end
        elif $event == "customer/created" then
          if $id == null then {kind: "lead"} else {fetch: {resource: "customer", id: $id}} end
        # How far the parcel is: the order itself did not change.
        elif any("order/packed", "order/unpacked", "order/fulfilled"; . == $event) then {ignored: "status"}
        elif $event != null then {ignored: "event"}
        # Nothing that Nuvemshop sends: kept, and shown as such.
        else {kind: "order"} end ]
  else
    ($notice | obj | .store_id | word) as $shop
    | [ $fetched | obj
        | if $resource == "order" then order($shop)
          elif $resource == "customer" then customer($shop)
          else {ignored: "event"} end ]
  end
