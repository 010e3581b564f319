# Hotmart 2.0.0: {id, creation_date, event, version, data}. A purchase is approved, and complete once its guarantee is
# over: both are `paid`, so that the sale is filed once. Version 1.0.0 is flat.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def digits: word // "" | gsub("[^0-9]"; "");
  def full: [.first_name, .last_name | word | strings] | if . == [] then null else join(" ") end;

  # The code is the country's, or an area's; in tests it is junk, and so is the number beside it.
  def phone($code; $number):
    ($number | word // "") as $written | ($number | digits) as $digits | ($code | digits) as $code
    | if $digits == "" then empty
      elif ($written | startswith("+")) then $written
      elif ($code | length) > 4 then if ($digits | test("^55[0-9]{10,11}$")) then "+" + $digits else empty end
      elif $code == "" then $digits
      elif ($digits | startswith($code)) and ($digits | length) >= 12 then "+" + $digits
      elif ($digits | length) <= 9 then $code + $digits
      else "+" + $code + $digits end;

  # {kind, version, words}
  def meant: {
      PURCHASE_APPROVED: ["payment", "paid", null],
      PURCHASE_COMPLETE: ["payment", "paid", null],
      PURCHASE_BILLET_PRINTED: ["order", "waiting", say("Aguardando pagamento"; "Waiting for payment")],
      PURCHASE_WAITING_PAYMENT: ["order", "waiting", say("Aguardando pagamento"; "Waiting for payment")],
      PURCHASE_DELAYED: ["payment", "delayed", say("Pagamento atrasado"; "Payment late")],
      PURCHASE_CANCELED: ["payment", "canceled", say("Compra cancelada"; "Purchase cancelled")],
      PURCHASE_EXPIRED: ["payment", "expired", say("Expirou sem pagamento"; "Expired without payment")],
      PURCHASE_REFUNDED: ["payment", "refunded", say("Reembolso"; "Refund")],
      PURCHASE_CHARGEBACK: ["payment", "disputed", say("Cobrança contestada"; "Charge disputed")],
      PURCHASE_PROTEST: ["payment", "protest", say("Pediu reembolso"; "Asked for a refund")],
      PURCHASE_OUT_OF_SHOPPING_CART: ["order", "abandoned", say("Carrinho abandonado"; "Abandoned cart")],
      SUBSCRIPTION_CANCELLATION: ["order", "canceled", say("Assinatura cancelada"; "Subscription cancelled")],
      SWITCH_PLAN: ["order", "switched", say("Mudou de plano"; "Changed plan")]
    }[. // ""];

  def subscriber: (.subscriber | obj | .code | word) // (.subscription | obj | (.subscriber | obj | .code | word) // (.subscriber_code | word));

  def person:
    subscriber as $subscriber | (.subscriber | obj) as $cancelled | ($cancelled.phone | obj) as $dialled
    | ((.buyer | objects) // (.purchase | obj | .buyer | objects) // (.subscription | obj | .user | objects) // $cancelled)
    | {
        name: ((.name | word) // full),
        phones: [
          phone(.checkout_phone_code; .checkout_phone),
          (.phone | strings, numbers | phone(null; .)),
          phone($dialled.dddCell; $dialled.cell), phone($dialled.dddPhone; $dialled.phone)
        ],
        emails: [.email | word | strings],
        ids: [$subscriber | strings | {platform: "hotmart", id: .}]
      };

  def document: (.document // .doc | digits) as $number
    | if ($number | length) == 11 then {CPF: $number} elif ($number | length) == 14 then {CNPJ: $number} else {} end;

  def told($event; $type; $meant):
    (.purchase | obj) as $purchase | (.product | obj) as $product | ($purchase.price | obj) as $price
    | ((.subscription | obj | .plan | obj | .name | word)
        // ([.plans | each | obj | select(.current == true) | .name | word | strings][0])) as $plan
    | (($product.name | word) // (.subscription | obj | .product | obj | .name | word)) as $name
    | ($purchase.transaction | word) as $sale
    # The cancelled subscription, or the event itself, where there is no sale.
    | ($sale // (if $type == "SUBSCRIPTION_CANCELLATION" then .subscription | obj | .id | word else null end) // ($event.id | word)) as $id
    | {
        kind: $meant[0],
        at: ((if $type == "PURCHASE_APPROVED" then $purchase.approved_date else null end) // $event.creation_date // $event.creationDate),
        external_id: $id,
        version: $meant[1],
        matter: $id,
        contact: person,
        text: ([$meant[2], $name // $plan] | line),
        fields: ((.buyer | obj | document) + ({
          status: ($purchase.status | word),
          transaction: $sale,
          payment_method: ($purchase.payment | obj | .type | word // "" | ascii_downcase | gsub("_"; " ") | word),
          installments: (($purchase.payment | obj | .installments_number | numbers | select(. > 1)) // null),
          plan: $plan,
          recurrence: ($purchase.recurrence_number | word),
          offer: (($purchase.offer | obj | .code | word) // (.offer | obj | .code | word)),
          coupon: ($purchase.offer | obj | .coupon_code | word),
          boleto_url: ($purchase.payment | obj | .billet_url | word),
          reason: ($purchase.payment | obj | .refusal_reason | word),
          payment_url: ($purchase.sckPaymentLink | word),
          affiliate: ([.affiliates | each | obj | .name | word | strings][0]),
          city: (.buyer | obj | .address | obj | .city | word),
          origin: ($purchase.origin | obj | .sck | word)
        } | said))
      }
    + (($price.value // (if $type == "SUBSCRIPTION_CANCELLATION" then .actual_recurrence_value else null end) | word) as $value
        | if $value == null then {} else {amount: {decimal: $value, currency: ($price.currency_value // $price.currency_code | word)}} end);

  # Version 1.0.0
  def old:
    (.status | word // "" | ascii_downcase) as $status | (.transaction | word) as $sale
    | {
        approved: ["payment", "paid", null], completed: ["payment", "paid", null],
        billet_printed: ["order", "waiting", say("Aguardando pagamento"; "Waiting for payment")],
        waiting_payment: ["order", "waiting", say("Aguardando pagamento"; "Waiting for payment")],
        delayed: ["payment", "delayed", say("Pagamento atrasado"; "Payment late")],
        canceled: ["payment", "canceled", say("Compra cancelada"; "Purchase cancelled")],
        expired: ["payment", "expired", say("Expirou sem pagamento"; "Expired without payment")],
        refunded: ["payment", "refunded", say("Reembolso"; "Refund")],
        chargeback: ["payment", "disputed", say("Cobrança contestada"; "Charge disputed")],
        dispute: ["payment", "protest", say("Pediu reembolso"; "Asked for a refund")]
      }[$status] as $meant
    | if $meant == null then {ignored: "event"} else
        {
          kind: $meant[0], at: .purchase_date, external_id: $sale, version: $meant[1], matter: $sale,
          contact: {
            name: ((.name | word) // full),
            phones: [phone(.phone_checkout_local_code; .phone_checkout_number), phone(.phone_local_code; .phone_number)],
            emails: [.email | word | strings]
          },
          text: ([$meant[2], (.prod_name | word)] | line),
          amount: {decimal: (.price // .full_price | word), currency: (.currency | word)},
          fields: (document + ({status: $status, transaction: $sale, payment_method: (.payment_type | word), offer: (.off | word)} | said))
        } end;

  [ .body | each | obj | . as $event | (.event | word) as $type | ($type | meant) as $meant
    | if $meant != null then .data | obj | told($event; $type; $meant)
      elif $type != null then {ignored: "event"}
      elif (.transaction | word) != null and (.status | word) != null then old
      # Nothing that Hotmart sends: kept, and shown as such.
      else {kind: "payment"} end ]
