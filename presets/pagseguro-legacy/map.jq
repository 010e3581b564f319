# PagSeguro's older notifications: a form with a code and what it is of, in either order. The transaction is fetched, as
# XML in ISO-8859-1.

.lang as $lang | .fetched as $fetched | .body as $notice
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;

  # https://dev.pagseguro.uol.com.br/v1.0/docs/api-notificacao-v1, "Status da transação". When the money that was paid can
  # be drawn (4), and when a dispute is over for good (8), is news to the account alone.
  def status: {"1": "waiting", "2": "in_review", "3": "paid", "4": "paid", "5": "disputed", "6": "refunded",
      "7": "cancelled", "8": "charged_back", "9": "disputed"}[. // ""] // .;
  def state: {
      waiting: say("Aguardando pagamento"; "Waiting for payment"),
      in_review: say("Pagamento em análise"; "Payment in review"),
      disputed: say("Pagamento em disputa"; "Payment disputed"),
      refunded: say("Pagamento devolvido"; "Payment refunded"),
      cancelled: say("Pagamento cancelado"; "Payment cancelled"),
      charged_back: say("Valor devolvido ao comprador"; "Charged back")
    }[. // ""];
  def method: {"1": say("cartão de crédito"; "credit card"), "2": "boleto", "3": say("débito online"; "online debit"),
      "4": say("saldo PagSeguro"; "PagSeguro balance"), "7": say("depósito em conta"; "deposit"), "8": say("cartão de débito"; "debit card"),
      "11": "Pix"}[. // ""];

  def person: .sender | obj | {
      name: (.name | word),
      phones: [.phone | each | obj | [.areaCode, .number | word | strings] | join("") | word | strings],
      emails: [.email | word | strings]
    };
  def documents: .sender | obj | [.documents | obj | .document | each | obj
      | (.type | word) as $type | (.value | word) as $value | select($type != null and $value != null) | {($type): $value}] | add // {};
  def items: [.items | obj | .item | each | obj | .description | word | strings] | if . == [] then null else join(", ") end;

  def transaction:
    (.status | word) as $code | ($code | status) as $status
    | {
        kind: "payment",
        at: ((.lastEventDate | word) // (.date | word)),
        external_id: (.code | word),
        version: $status,
        contact: person,
        text: ([($status | state), items] | line),
        amount: {decimal: (.grossAmount | word), currency: "BRL"},
        fields: (documents + ({
          status: $status,
          reference: (.reference | word),
          payment_method: (.paymentMethod | obj | .type | word | method),
          installments: (.installmentCount | word | if . == "1" then null else . end),
          boleto: (.paymentLink | word),
          net_amount: (.netAmount | word)
        } | said))
      };

  def subscription:
    (.status | word) as $status
    | {
        kind: "order",
        at: ((.lastEventDate | word) // (.date | word)),
        external_id: (.code | word),
        version: $status,
        contact: person,
        text: ([
          {
            ACTIVE: say("Assinatura ativa"; "Subscription active"),
            PENDING: say("Assinatura aguardando"; "Subscription waiting"),
            INITIATED: say("Assinatura não concluída"; "Subscription not finished"),
            SUSPENDED: say("Assinatura suspensa"; "Subscription suspended"),
            PAYMENT_METHOD_CHANGE: say("Cartão da assinatura recusado"; "The subscription's card was declined"),
            CANCELLED: say("Assinatura cancelada"; "Subscription cancelled"),
            CANCELLED_BY_RECEIVER: say("Assinatura cancelada por você"; "Subscription cancelled by you"),
            CANCELLED_BY_SENDER: say("Assinatura cancelada pelo cliente"; "Subscription cancelled by the customer"),
            EXPIRED: say("Assinatura encerrada"; "Subscription ended")
          }[$status // ""] // $status,
          (.name | word)] | line),
        fields: ({status: $status, reference: (.reference | word), tracker: (.tracker | word)} | said)
      };

  if $fetched == null then
    [ $notice | each | obj | (.notificationCode | word) as $code | (.notificationType | word) as $type
      | if $type == "test" then {ignored: "test"}
        elif $type == "preApproval" and $code != null then {fetch: {resource: "subscription", id: $code}}
        elif ($type == null or $type == "transaction") and $code != null then {fetch: {resource: "transaction", id: $code}}
        elif $type != null and $type != "transaction" and $type != "preApproval" then {ignored: "event"}
        # Nothing that PagSeguro sends: kept, and shown as such.
        else {kind: "payment"} end ]
  else
    [ $fetched | obj
      | if (.transaction | type) == "object" then .transaction | transaction
        elif (.preApproval | type) == "object" then .preApproval | subscription
        # Errors, or a page of somebody in between.
        else {kind: "payment"} end ]
  end
