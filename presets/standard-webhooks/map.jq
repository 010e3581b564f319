# Standard Webhooks: {type, timestamp, data}. What `data` holds is each sender's own, so it is read by its keys' names.

.headers as $headers
| def header($name): $headers | obj | (.["webhook-" + $name] // .["svix-" + $name]) | word;

  # What a type says that keys do not: `invoice.paid`, `order.created`.
  def kind: word // "" | ascii_downcase
    | if test("^(payment|pagamento|invoice|fatura|charge|cobranca|transaction|pix)s?\\b") then "payment"
      elif test("^(order|pedido|checkout|purchase|compra)s?\\b") then "order"
      else null end;

  # `order.created`, `payment.succeeded` and `booking.cancelled` name what they tell of.
  def matter($data): word // "" | ascii_downcase
    | if test("^(order|pedido|purchase|compra)s?\\b") then $data.order_id // $data.id | word | strings | "order \(.)"
      elif test("^(payment|pagamento|charge|cobranca|transaction|pix)s?\\b") then
        ($data.order_id // ($data.order | obj | .id) | word | strings | "order \(.)") // ($data.id | word | strings | "payment \(.)")
      elif test("^(appointment|booking|agendamento|consulta|reserva)s?\\b") then $data.uid // $data.id | word | strings | "booking \(.)"
      else empty end;

  # One id for each delivery: it tells one thing apart from another only where the delivery holds one thing.
  def said($event; $data; $id):
    {
      guess: $data,
      at: ($event.timestamp // header("timestamp")),
      external_id: $id,
      fields: {type: ($event.type | word)},
      matter: ([$event.type | matter($data)][0])
    }
    + ({kind: ($event.type | kind)} | with_entries(select(.value != null)));

  [ .body | obj as $event | ($event.type | word // "" | ascii_downcase) as $type
    | if $type == "ping" then {ignored: "ping"}
      elif $type | test("[._-](deleted|removed|archived)$") then {ignored: "deleted"}
      elif ($event.data | type) == "array" then $event.data[] | said($event; obj; null)
      elif ($event.data | type) == "object" then said($event; $event.data; header("id"))
      else said($event; $event | del(.type, .timestamp); header("id")) end ]
