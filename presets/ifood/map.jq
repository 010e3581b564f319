# iFood tells what happened to which order, {code, fullCode, orderId, …}; the order is fetched. It does not hold its own
# state, which is taken from what was told.

.lang as $lang | .fetched as $fetched | .body as $notice
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def count: word // "" | sub("[.]0+$"; "");

  # What is worth a line of the states that an order goes through.
  def state: (.fullCode | word) // (.code | word)
    | {PLC: "PLACED", PLACED: "PLACED", CON: "CONCLUDED", CONCLUDED: "CONCLUDED", CAN: "CANCELLED", CANCELLED: "CANCELLED"}[. // ""];

  def items: [.items | arrays | .[] | obj | (.name | word) as $name | select($name != null)
      | (.quantity | count) as $count
      | if $count != "" and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  # What goes through iFood's own line, with a code, is everybody's number.
  def phone: obj | (.number | word) as $number
    | if $number == null or (.localizer | word) != null or ($number | test("^[^0-9]*0800")) then null else $number end;

  def order($told):
    ($told | state) as $state
    | (.customer | obj) as $customer | ($customer.phone | obj) as $phone
    | (.delivery | obj | .deliveryAddress | obj) as $address
    | [.payments | obj | .methods | arrays | .[] | obj] as $methods
    | (.displayId | word) as $number
    | {
        kind: "order",
        at: (if $state == "PLACED" then .createdAt // $told.createdAt else $told.createdAt end | word),
        external_id: ((.id | word) // ($told.orderId | word)),
        version: $state,
        contact: {
          name: ($customer.name | word),
          phones: [$phone | phone | strings],
          ids: [$customer.id | word | strings | {platform: "ifood", id: .}]
        },
        text: ([
          ([say("Pedido"; "Order"), $number | strings] | join(" "))
            + ({CONCLUDED: say(" (concluído)"; " (concluded)"), CANCELLED: say(" (cancelado)"; " (cancelled)")}[$state // ""] // ""),
          items | strings] | join(": ")),
        amount: {decimal: (.total | obj | .orderAmount | word), currency: (($methods[0] // {}).currency // "BRL" | word)},
        fields: ({
          CPF: ($customer.documentNumber | word),
          status: $state,
          order_number: $number,
          order_type: ({DELIVERY: say("entrega"; "delivery"), TAKEOUT: say("retirada"; "takeout"), DINE_IN: say("no local"; "dine in")}[.orderType | word // ""]
            // (.orderType | word)),
          payment_method: ([$methods[] | .method | word | strings] | if . == [] then null else join(", ") end),
          phone_of_ifood: (if ($phone.localizer | word) == null then null else "\($phone.number | word // "") \($phone.localizer | word)" end),
          customer_note: (.extraInfo | word),
          neighbourhood: ($address.neighborhood | word),
          city: ($address.city | word),
          test_mode: (if .isTest == true then true else null end)
        } | said)
      };

  if $fetched == null then
    [ $notice | each | obj | (.orderId | word) as $id | ((.fullCode | word) // (.code | word)) as $code
      # Whether the address is there.
      | if $code == "KEEPALIVE" then {ignored: "ping"}
        elif state != null and $id != null then {fetch: {resource: "order", id: $id}}
        elif state != null then {kind: "order"}
        elif $code != null then {ignored: "status"}
        # Nothing that iFood sends: kept, and shown as such.
        else {kind: "order"} end ]
  else
    ($fetched | obj | .id | word) as $id
    | [$notice | each | obj | select(state != null)] as $told
    | [ $fetched | obj | order([$told[] | select((.orderId | word) == $id)][0] // $told[0] // {}) ]
  end
