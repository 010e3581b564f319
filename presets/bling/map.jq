# Bling: {eventId, date, event, companyId, data}. An order comes with its amount and the number of its customer; who that
# is, is fetched. Where it can not be, what came is filed.

.lang as $lang | .fetched as $fetched | .resource as $resource | .body as $notice
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def action: word // "" | split(".") | last // "";
  def thing: word // "" | split(".") | if length > 1 then .[:-1] | join(".") else null end;
  def is_order: thing as $thing | any("order", "pedido_venda", "pedidos.vendas"; . == $thing);
  def is_contact: thing as $thing | any("contact", "contato", "contatos"; . == $thing);
  def known($house; $id): [$id | word | strings | select(. != "0") | {platform: "bling", id: "\($house)#\(.)"}];

  # Those that every account has; an account's own are told by their numbers.
  def state: {"6": say("em aberto"; "open"), "9": say("atendido"; "fulfilled"), "12": say("cancelado"; "cancelled"),
      "15": say("em andamento"; "in progress"), "18": say("venda agenciada"; "brokered sale"),
      "21": say("em digitação"; "being entered"), "24": say("verificado"; "checked")}[. // ""];

  def items: [.itens | each | obj | (.descricao | word) as $name | select($name != null)
      | (.quantidade | word // "" | sub("[.]0+$"; "")) as $count
      | if $count != "" and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  def document: (.numeroDocumento | word) as $number
    | if $number == null then {} elif (.tipo // .tipoPessoa) == "J" then {CNPJ: $number} else {CPF: $number} end;

  def person($house; $named; $contact): {
      name: (($contact.nome | word) // ($named.nome | word)),
      phones: [$contact.celular, $contact.telefone | word | strings],
      emails: [$contact.email | word | strings],
      ids: known($house; $named.id // $contact.id)
    };

  def order($told; $contact):
    ($told.companyId | word // "") as $house
    | ([.contato, ($told.data | obj | .contato) | obj | select((.id | word) != null)][0] // {}) as $named
    | (.situacao | obj | .id | word) as $state | (.total | word) as $total
    | (.numero // .id | word) as $number
    | {
        kind: "order",
        at: ($told.date | word),
        external_id: (.id | word),
        version: "\($state) \($total)",
        contact: person($house; $named; $contact),
        text: ([
          ([say("Pedido"; "Order"), $number | strings] | join(" ")) + ($state | state | if . == null then "" else " (\(.))" end),
          items | strings] | join(": ")),
        amount: {decimal: $total, currency: "BRL"},
        fields: (($contact | document) + (if ($contact.numeroDocumento | word) == null then $named | document else {} end) + ({
          status: (($state | state) // $state),
          order_number: $number,
          shop_order_number: (.numeroLoja | word),
          customer_note: (.observacoes | word),
          city: ($contact.endereco | obj | .geral | obj | .municipio | word)
        } | said))
      };

  [ $notice | each | obj | . as $told | (.data | obj) as $data | ($data.id | word) as $id
    | if (.event | word) == "test.ping" then {ignored: "test"}
      elif (.event | action) == "deleted" then {ignored: "deleted"}
      elif .event | is_order then
        if $fetched == null and $id != null then {fetch: {resource: "order", id: $id}}
        elif $fetched == null then {kind: "order"}
        else
          ($fetched | obj | .data | obj) as $full
          # Nothing was to be had: what came is all there is.
          | if $full == {} then $data | order($told; {})
            elif ($full.id | word) == $id or $id == null then
              $full | order($told; ($fetched | obj | .contact | obj | .data | obj))
            else {ignored: "event"} end
        end
      elif .event | is_contact then
        if $fetched == null and $id != null and (.event | action) == "created" then {fetch: {resource: "contact", id: $id}}
        elif $fetched == null then {ignored: "event"}
        else
          ($fetched | obj | .data | obj) as $full
          | if ($full.id | word) != $id then {ignored: "event"} else
              {
                kind: "lead",
                at: ($told.date | word),
                external_id: $id,
                contact: person($told.companyId | word // ""; {}; $full),
                fields: ($full | document)
              } end
        end
      # Products, stock, invoices.
      elif (.event | word) != null then {ignored: "event"}
      # Nothing that Bling sends: kept, and shown as such.
      else {kind: "order"} end ]
