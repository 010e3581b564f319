# Asaas: {id, event, dateCreated, payment}. Who pays is an id alone; the customer is fetched. A card's charge is
# confirmed when it is paid and received when the money is there: both are `paid`, so that the sale is filed once.

.lang as $lang | .fetched as $fetched | (.headers | obj | .["user-agent"] | word // "") as $agent
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;

  # What a charge's event says: [kind, version, words for a card].
  def meant: {
      PAYMENT_CREATED: ["order", "created", say("Cobrança criada"; "Charge made")],
      PAYMENT_AWAITING_RISK_ANALYSIS: ["order", "analysis", say("Cartão em análise"; "Card under review")],
      PAYMENT_AUTHORIZED: ["order", "authorized", say("Cartão autorizado, falta capturar"; "Card authorised, to be captured")],
      PAYMENT_RESTORED: ["order", "restored", say("Cobrança restaurada"; "Charge restored")],
      PAYMENT_CONFIRMED: ["payment", "paid", null],
      PAYMENT_RECEIVED: ["payment", "paid", null],
      PAYMENT_OVERDUE: ["payment", "overdue", say("Cobrança vencida"; "Charge overdue")],
      PAYMENT_DELETED: ["payment", "deleted", say("Cobrança removida"; "Charge removed")],
      PAYMENT_REPROVED_BY_RISK_ANALYSIS: ["payment", "failed", say("Pagamento recusado"; "Payment declined")],
      PAYMENT_CREDIT_CARD_CAPTURE_REFUSED: ["payment", "failed", say("Pagamento recusado"; "Payment declined")],
      PAYMENT_REFUND_IN_PROGRESS: ["payment", "refunding", say("Estorno em andamento"; "Refund under way")],
      PAYMENT_REFUNDED: ["payment", "refunded", say("Estorno"; "Refund")],
      PAYMENT_PARTIALLY_REFUNDED: ["payment", "refunded in part", say("Estorno parcial"; "Partial refund")],
      PAYMENT_RECEIVED_IN_CASH_UNDONE: ["payment", "undone", say("Recebimento em dinheiro desfeito"; "Receipt in cash undone")],
      PAYMENT_CHARGEBACK_REQUESTED: ["payment", "disputed", say("Cobrança contestada"; "Charge disputed")],
      PAYMENT_CHARGEBACK_DISPUTE: ["payment", "disputed", say("Cobrança contestada"; "Charge disputed")],
      PAYMENT_AWAITING_CHARGEBACK_REVERSAL: ["payment", "dispute won", say("Contestação ganha"; "Dispute won")],
      SUBSCRIPTION_CREATED: ["order", "created", say("Nova assinatura"; "New subscription")],
      SUBSCRIPTION_INACTIVATED: ["order", "cancelled", say("Assinatura cancelada"; "Subscription cancelled")],
      SUBSCRIPTION_DELETED: ["order", "cancelled", say("Assinatura cancelada"; "Subscription cancelled")]
    }[. // ""];

  def document: (.cpfCnpj | word // "" | gsub("[^0-9A-Za-z]"; "")) as $number
    | if ($number | length) == 11 then {CPF: $number} elif ($number | length) == 14 then {CNPJ: $number} else {} end;

  # Nobody is made of an id alone.
  def person($id):
    {
      name: (.name | word),
      phones: [.mobilePhone, .phone | word | strings],
      emails: [.email | word | strings]
    }
    | . + {ids: [select(.name != null or .phones != [] or .emails != []) | $id | strings | {platform: "asaas", id: .}]};

  def refunded: ([.refunds | each | obj | .value | numbers] | add // null);

  def is_sandbox: ($agent | test("hmlg|sandbox"; "i")) or (.invoiceUrl | word // "" | startswith("https://sandbox.asaas.com/"));
  # A card pays all parts of a sale at once: the first tells of it.
  def is_later_part($version): .billingType == "CREDIT_CARD" and (.installment | word) != null
    and (.installmentNumber | word // "1") != "1" and any("created", "paid"; . == $version);

  def told($at; $meant; $customer):
    (.id | word) as $id | (.customer | word) as $customer_id | refunded as $refunded
    | {
        kind: $meant[0],
        at: $at,
        external_id: $id,
        version: (if $meant[1] == "refunded in part" then "\($meant[1]) \($refunded // "")" else $meant[1] end),
        matter: $id,
        contact: ($customer | person($customer_id // (.id | word))),
        text: ([$meant[2], (.description | word)] | line),
        amount: {
          decimal: ((if $meant[1] == "refunded in part" then $refunded else null end) // .value | word),
          currency: "BRL"
        },
        fields: (($customer | document) + ({
          status: (.status | word),
          payment_method: (.billingType | word // "" | ascii_downcase | gsub("_"; " ") | word),
          external_reference: (.externalReference | word),
          due_date: (.dueDate // .nextDueDate | word),
          installment: (.installmentNumber | word),
          cycle: (.cycle | word),
          invoice_number: (.invoiceNumber | word),
          invoice_url: ((.invoiceUrl // .bankSlipUrl) | word),
          test_mode: (if is_sandbox then true else null end)
        } | said))
      };

  [ .body | each | obj | .dateCreated as $at | (.event | word) as $type | ($type | meant) as $meant
    | if $type // "" | startswith("SUBSCRIPTION_") then .subscription else .payment end | obj
    | if $type == "PAYMENT_BANK_SLIP_VIEWED" or $type == "PAYMENT_CHECKOUT_VIEWED" then {ignored: "opened"}
      elif $meant == null and $type != null then {ignored: "event"}
      # Nothing that Asaas sends: kept, and shown as such.
      elif $meant == null then {kind: "payment"}
      elif is_later_part($meant[1]) then {ignored: "moved"}
      elif $fetched != null then told($at; $meant; $fetched | obj)
      elif (.customer | word) != null then
        {fetch: {resource: (if is_sandbox then "sandbox-customer" else "customer" end), id: .customer}}
      else told($at; $meant; {}) end ]
