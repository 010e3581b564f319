# Stripe: {id, type, created, data: {object}}. One sale is told several times: by its checkout, its payment intent, its
# charge and its invoice. All of them get one id, the invoice's or else the payment intent's, and one version, `paid`,
# so that the sale is filed once.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  # An object where Stripe was asked to expand it, else its id.
  def id: if type == "object" then .id else . end | word;

  # Stripe counts a few currencies otherwise than ISO 4217 does.
  # https://docs.stripe.com/currencies#special-cases
  def money($amount; $currency):
    ($currency | word // "" | ascii_upcase) as $code
    | if ($amount | type) != "number" or $code == "" then {}
      elif $code == "ISK" or $code == "UGX" then {amount: {decimal: ($amount / 100 | tostring), currency: $code}}
      elif $code == "MGA" then {amount: {decimal: ($amount | tostring), currency: $code}}
      else {amount: {minor: $amount, currency: $code}} end;

  # Wherever the object tells of the customer.
  def customers:
    (.last_payment_error | obj | .payment_method | obj | .billing_details | obj),
    (.customer_details | obj),
    (.billing_details | obj),
    (.charges | obj | .data | arrays | .[] | obj | .billing_details | obj),
    {name: .customer_name, email: .customer_email, phone: .customer_phone},
    (.evidence | obj | {name: .customer_name, email: .customer_email_address}),
    (.customer | obj),
    (select(.object == "customer")),
    {email: .receipt_email},
    (.shipping | obj);

  def person:
    [customers] as $told
    | (if .object == "customer" then .id else .customer end | id) as $customer
    | {
        name: [$told[] | .individual_name, .name | word | strings][0],
        phones: [[$told[] | .phone | word | strings][0] | strings],
        emails: [[$told[] | .email | word | strings][0] | strings],
        ids: [$customer | strings | {platform: "stripe", id: .}]
      };
  def reachable: .phones != [] or .emails != [];

  def sale($event): (.invoice | id) // (if .object == "invoice" or .object == "payment_intent" then .id else .payment_intent end | id)
    // (.charge | id) // (.id | word) // $event;

  # What was sold, where it is told: lines, a description, or a word among the seller's own.
  def what:
    [(.line_items, .lines | obj | .data | arrays | .[] | obj | .description | word | strings)] as $lines
    | [.metadata | obj | to_entries[]
        | select(.key | test("^(produto|product|servi[cç]o|service|plano|plan|descri|item|curso|course)"; "i"))
        | .value | word | strings] as $named
    | if $lines != [] then $lines | join(", ") else (.description | word) // $named[0] end;

  def custom: [.custom_fields | arrays | .[] | obj
      | ((.label | obj | .custom) // .key | word) as $label
      | ((.text, .numeric, .dropdown | obj | .value | word | strings) // null) as $value
      | select($label != null and $value != null) | {($label): $value}] | add // {};

  def fields($live):
    (.metadata | obj | map_values(word) | said) + custom
    + ({
        client_reference_id: (.client_reference_id | word),
        number: (if .object == "invoice" then .number else null end | word),
        invoice_url: (.hosted_invoice_url | word),
        receipt_url: (.receipt_url | word),
        reason: ((.last_payment_error | obj | .message | word) // (.failure_message | word) // (.reason | word)),
        test_mode: (if $live == false then true else null end)
      } | said);

  [ .body | each | obj | .type as $type | .id as $event | .created as $at | .livemode as $live
    | .data | obj | .object | obj
    | person as $person | what as $what
    | def told($kind; $version; $text; $amount):
        sale($event) as $sale
        | {kind: $kind, at: $at, external_id: $sale, version: $version, matter: $sale, contact: $person, text: $text, fields: fields($live)}
        + money($amount; .currency);
      def failed($amount): told("payment"; "failed"; [say("Pagamento recusado"; "Payment declined"), $what] | line; $amount);

      if $type == "checkout.session.completed" or $type == "checkout.session.async_payment_succeeded" then
        if .payment_status == "paid" then told("payment"; "paid"; $what; .amount_total)
        elif .mode == "setup" then {ignored: "setup"}
        elif .payment_status == "no_payment_required" then
          told("order"; "free"; [say("Sem pagamento"; "Nothing to pay"), $what] | line; .amount_total)
        else told("order"; "unpaid"; [say("Aguardando pagamento"; "Waiting for payment"), $what] | line; .amount_total) end
      elif $type == "checkout.session.async_payment_failed" then failed(.amount_total)
      elif $type == "checkout.session.expired" then
        (.after_expiration | obj | .recovery | obj | .url | word) as $url
        | if $person | reachable then
            told("order"; "expired"; [say("Não concluiu a compra"; "Did not complete the purchase"), $what] | line; .amount_total)
            | .fields += ({recovery_url: $url} | said)
          else {ignored: "nobody"} end
      elif $type == "payment_intent.succeeded" or $type == "charge.succeeded" then
        # The checkout that it belongs to tells more.
        if .payment_details | obj | .order_reference | word // "" | startswith("cs_") then {ignored: "checkout"}
        # Told by the customer's number alone, it must not keep the delivery away that knows the name.
        else told("payment"; if $person | reachable then "paid" else "paid, number alone" end; $what; .amount_received // .amount) end
      elif $type == "payment_intent.payment_failed" or $type == "charge.failed" then failed(.amount)
      elif $type == "charge.refunded" then
        told("payment"; "refunded \(.amount_refunded)"; [say("Estorno"; "Refund"), $what] | line; .amount_refunded)
      elif $type == "charge.dispute.created" then
        told("payment"; "disputed"; [say("Cobrança contestada"; "Charge disputed"), $what] | line; .amount)
      elif $type == "charge.dispute.closed" then
        told("payment"; "dispute \(.status)";
          if .status == "won" then say("Contestação ganha"; "Dispute won") else say("Contestação encerrada"; "Dispute closed") end;
          .amount)
      elif $type == "invoice.paid" or $type == "invoice.payment_succeeded" then
        if .amount_paid == 0 then {ignored: "free"} else told("payment"; "paid"; $what; .amount_paid) end
      elif $type == "invoice.payment_failed" then
        .attempt_count as $attempt | failed(.amount_due) | .version = "failed \($attempt)"
      elif $type == "customer.created" then
        if $person | reachable then told("lead"; null; null; null) | del(.matter) | .external_id = $person.ids[0].id else {ignored: "nobody"} end
      elif $type == "customer.subscription.deleted" then
        (.id | word) as $subscription
        | ([.items | obj | .data | arrays | .[] | obj | .plan, .price | obj | .nickname | word | strings][0]) as $plan
        | told("order"; "cancelled"; [say("Assinatura cancelada"; "Subscription cancelled"), $what // $plan] | line; null)
        | .external_id = $subscription
      elif $type != null then {ignored: "event"}
      # Nothing that Stripe sends: kept, and shown as such.
      else {kind: "payment"} end ]
