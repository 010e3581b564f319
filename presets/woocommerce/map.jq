# WooCommerce: the body is the order or the customer itself, what happened stands in a header. Times ending in `_gmt`
# are UTC without saying so; the others are the shop's.

.lang as $lang | .headers as $headers
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def full: [.first_name, .last_name | word | strings] | if . == [] then null else join(" ") end;
  def utc: word | if . != null and (endswith("Z") | not) then . + "Z" else . end;

  # The number of a customer is the shop's own; guests have 0.
  def known($number):
    ($headers | obj | .["x-wc-webhook-source"] | word // "" | gsub("^https?://|/+$"; "")) as $shop
    | [$number | word | strings | select(. != "0" and $shop != "") | {platform: "woocommerce", id: "\($shop)#\(.)"}];

  # Brazilian checkouts have the mobile number in a field of their own.
  def cellphones: [.meta_data | arrays | .[] | obj
    | select(.key | word // "" | test("^_?(billing|shipping)_(cellphone|phone|celular|whatsapp)$")) | .value | word | strings];

  def person($number):
    (.billing | obj) as $billing | (.shipping | obj) as $shipping
    | {
        name: (($billing | full) // full // ($shipping | full) // ($billing.company | word)),
        phones: ([$billing.phone, $shipping.phone, .phone | word | strings] + cellphones),
        emails: [($billing.email | word) // (.email | word) | strings],
        ids: known($number)
      };

  def state: {
      pending: say("aguardando pagamento"; "waiting for payment"),
      "on-hold": say("aguardando confirmação do pagamento"; "waiting for the payment to be confirmed"),
      processing: say("pago"; "paid"),
      completed: say("concluído"; "completed"),
      cancelled: say("cancelado"; "cancelled"),
      refunded: say("reembolsado"; "refunded"),
      failed: say("pagamento recusado"; "payment declined")
    }[.] // .;

  def items: [.line_items | arrays | .[] | obj | (.name | word) as $name | select($name != null)
      | (.quantity | word) as $count
      | if $count != null and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  def brazilian: [.meta_data | arrays | .[] | obj | (.key | word) as $key
      | ({_billing_cpf: "CPF", _billing_cnpj: "CNPJ"}[$key // ""]) as $name
      | select($name != null) | {($name): (.value | word)}] | add // {};

  def order($topic):
    (.status | word // "" | ltrimstr("wc-")) as $status
    | (.number // .id | word) as $number
    | ([.refunds | arrays | .[] | obj | .total | word | strings] | last) as $refund
    | {
        kind: "order",
        at: (if $topic == "order.created" then (.date_created_gmt | utc) // .date_created
          else (.date_modified_gmt | utc) // .date_modified // (.date_created_gmt | utc) // .date_created end),
        external_id: (.id | word),
        # An order is saved more often than it changes.
        version: "\($status) \(.total)\($refund // "")",
        contact: person(.customer_id),
        text: ([
          ([say("Pedido"; "Order"), $number | strings] | join(" "))
            + ([
                ($status | select(. != "") | state),
                ($refund | strings | select($status != "refunded") | say("parte reembolsada"; "refunded in part"))
              ] | if . == [] then "" else " (" + join(", ") + ")" end),
          items | strings] | join(": ")),
        amount: {decimal: (.total | word), currency: (.currency | word)},
        fields: (brazilian + ({
          status: $status,
          order_number: $number,
          payment_method: ((.payment_method_title | word) // (.payment_method | word)),
          customer_note: (.customer_note | word),
          city: (.billing | obj | .city | word),
          paid_at: (.date_paid_gmt | utc),
          refunded: $refund
        } | said))
      };

  def customer:
    {
      kind: "lead",
      at: ((.date_created_gmt | utc) // .date_created),
      external_id: (.id | word),
      contact: person(.id),
      fields: ({username: (.username | word), city: (.billing | obj | .city | word)} | said)
    };

  # Where a proxy dropped the header, the body's own members tell.
  def topic: ($headers | obj | .["x-wc-webhook-topic"] | word)
    // (if has("line_items") or has("order_key") then "order.updated" else null end);

  [ .body | each | obj | topic as $topic
    | if any("order.created", "order.updated", "order.restored"; . == $topic) then
        if .status as $status | any("checkout-draft", "auto-draft", "draft", "trash"; . == $status) then {ignored: "draft"}
        else order($topic) end
      elif $topic == "customer.created" then customer
      # Changed customers tell nothing that their orders do not; deletions carry a number alone.
      elif $topic != null then {ignored: "event"}
      else {guess: .} end ]
