# Shopify: the body is the order, the checkout or the customer itself, what happened stands in a header. An order names
# the checkout that it came from: both are one sale.

.lang as $lang | .headers as $headers
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def header($name): $headers | obj | .["x-shopify-" + $name] | word;
  def full: obj | [.first_name, .last_name | word | strings] | if . == [] then null else join(" ") end;

  # Nobody is made of an id alone: a plan without customers' data leaves no more.
  def person($customer):
    (.billing_address | obj) as $billing | (.shipping_address | obj) as $shipping | ($customer.default_address | obj) as $default
    | {
        name: (($customer | full) // ($billing.name | word) // ($billing | full) // ($shipping.name | word) // ($shipping | full)
          // ($default.name | word) // ($default | full) // ($billing.company | word)),
        phones: [.phone, $customer.phone, $billing.phone, $shipping.phone, $default.phone | word | strings],
        emails: [[.email, .contact_email, $customer.email | word | strings][0] | strings]
      }
    | . + {ids: [select(.name != null or .phones != [] or .emails != []) | $customer.id | word | strings | {platform: "shopify", id: .}]};

  def labels: [.tags | if type == "string" then split(",") | .[] else each end | word | strings];

  def items: [.line_items | each | obj | (.title // .name | word) as $name | select($name != null)
      | (.quantity | word) as $count | ((.variant_title | word | strings | select(. != "Default Title") | " (\(.))") // "") as $variant
      | (if $count != null and $count != "1" then "\($count)× " else "" end) + $name + $variant]
    | if . == [] then null else join(", ") end;

  def state: {
      pending: say("aguardando pagamento"; "waiting for payment"),
      authorized: say("pagamento autorizado"; "payment authorised"),
      partially_paid: say("pago em parte"; "paid in part"),
      paid: say("pago"; "paid"),
      partially_refunded: say("parte reembolsada"; "refunded in part"),
      refunded: say("reembolsado"; "refunded"),
      voided: say("pagamento anulado"; "payment voided"),
      expired: say("pagamento expirado"; "payment expired")
    }[.] // .;
  def sent: {fulfilled: say("enviado"; "sent"), partial: say("enviado em parte"; "sent in part"), restocked: say("devolvido"; "returned")}[. // ""];

  def is_test: .test == true or header("test") == "true";

  def order($topic):
    (.id | word) as $id | (.customer | obj) as $customer
    | (.financial_status | word) as $paid | (.fulfillment_status | word) as $sent | (.cancelled_at | word) as $cancelled
    | ([.refunds | each | obj | .transactions | each | obj | select(.kind == "refund") | .amount | word | strings | tonumber?] | add // null) as $refunded
    | ((.name // .order_number | word) // $id) as $number
    | {
        kind: "order",
        at: (if $topic == "orders/create" then .created_at elif $topic == "orders/cancelled" then $cancelled // .updated_at
          else .updated_at // .processed_at // .created_at end),
        external_id: $id,
        # An order is saved more often than it changes.
        version: ([$paid, $sent, (if $cancelled != null then "cancelled" else null end), (.total_price | word), ($refunded | word)]
          | map(strings) | join(" ")),
        matter: ((.checkout_id | word | strings | "checkout \(.)") // $id),
        contact: person($customer),
        text: ([
          ([say("Pedido"; "Order"), $number | strings] | join(" "))
            + ([
                (if $cancelled != null then say("cancelado"; "cancelled") else null end), ($paid // "" | word | strings | state),
                ($sent | sent)
              ] | map(strings) | if . == [] then "" else " (" + join(", ") + ")" end),
          items | strings] | join(": ")),
        amount: {decimal: (.total_price | word), currency: (.currency | word)},
        tags: labels,
        fields: (([.note_attributes | each | obj | (.name | word) as $name | select($name != null) | {($name): (.value | word)}] | add // {})
          + ({
            status: $paid,
            order_number: $number,
            payment_method: ([.payment_gateway_names | each | word | strings] | if . == [] then null else join(", ") end),
            customer_note: (.note | word),
            coupon: ([.discount_codes | each | obj | .code | word | strings] | if . == [] then null else join(", ") end),
            city: ((.shipping_address | obj | .city | word) // (.billing_address | obj | .city | word)),
            delivery: ([.shipping_lines | each | obj | .title | word | strings] | if . == [] then null else join(", ") end),
            refunded: ($refunded | word),
            cancel_reason: (.cancel_reason | word),
            source: (.source_name | word),
            test_mode: (if is_test then true else null end)
          } | said))
      };

  # It is saved with every key that is pressed: news is who it is of.
  def checkout:
    (.id | word) as $id | (.customer | obj) as $customer | person($customer) as $person
    | if (.completed_at | word) != null then {ignored: "checkout"}
      elif $person.phones == [] and $person.emails == [] then {ignored: "nobody"}
      else
        {
          kind: "order",
          at: (.updated_at // .created_at),
          external_id: $id,
          version: "open\(if $person.emails != [] then " email" else "" end)\(if $person.phones != [] then " phone" else "" end)",
          matter: "checkout \($id)",
          contact: $person,
          text: ([say("Carrinho abandonado"; "Abandoned cart"), items | strings] | join(": ")),
          amount: {decimal: (.total_price | word), currency: ((.presentment_currency // .currency) | word)},
          fields: ({
            recovery_url: (.abandoned_checkout_url | word),
            customer_note: (.note | word),
            city: (.shipping_address | obj | .city | word),
            test_mode: (if is_test then true else null end)
          } | said)
        }
      end;

  def customer:
    . as $all | ({} | person($all)) as $person
    | if $person.phones == [] and $person.emails == [] then {ignored: "nobody"} else {
        kind: "lead",
        at: .created_at,
        external_id: (.id | word),
        contact: $person,
        tags: labels,
        fields: ({customer_note: (.note | word), city: (.default_address | obj | .city | word)} | said)
      } end;

  # Where a proxy dropped the header, the body's own members tell.
  def topic: header("topic")
    // (if has("abandoned_checkout_url") then "checkouts/update"
      elif has("line_items") and has("financial_status") then "orders/updated" else null end);

  [ .body | each | obj | topic as $topic
    | if any("orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/fulfilled", "orders/partially_fulfilled"; . == $topic)
      then
        # Over the counter nobody gives a name.
        if .source_name == "pos" and (.customer | type) != "object" and (.email // .phone | word) == null then {ignored: "nobody"}
        else order($topic) end
      elif $topic == "checkouts/create" or $topic == "checkouts/update" then checkout
      elif $topic == "customers/create" then customer
      elif $topic != null then {ignored: "event"}
      else {guess: .} end ]
