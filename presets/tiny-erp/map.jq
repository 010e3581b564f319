# Tiny tells the number of an order and little else: {versao, cnpj, tipo, dados: {id, numero, …}}. The order is fetched.

.lang as $lang | .fetched as $fetched | .body as $notice
| def say($pt; $en): if $lang == "en" then $en else $pt end;

  def items: [.itens | each | obj | (.item | obj) as $item | ($item.descricao | word) as $name | select($name != null)
      | ($item.quantidade | word // "" | sub("[.,]0+$"; "")) as $count
      | if $count != "" and $count != "1" then "\($count)× \($name)" else $name end]
    | if . == [] then null else join(", ") end;

  # The day of an order has no hour: when it was told is nearer.
  def order:
    (.cliente | obj) as $customer | (.situacao | word) as $state | (.ecommerce | obj) as $shop
    | (.numero // .id | word) as $number
    | {
        kind: "order",
        external_id: (.id | word),
        version: "\($state) \(.total_pedido | word)",
        contact: {
          name: (($customer.nome | word) // ($customer.nome_fantasia | word)),
          phones: [$customer.celular, $customer.fone | word | strings],
          emails: [$customer.email | word | strings]
        },
        text: ([
          ([say("Pedido"; "Order"), $number | strings] | join(" ")) + (if $state == null then "" else " (\($state | ascii_downcase))" end),
          items | strings] | join(": ")),
        amount: {decimal: (.total_pedido | word), currency: "BRL"},
        fields: (
          (($customer.cpf_cnpj | word) as $document | if $document == null then {}
            elif $customer.tipo_pessoa == "J" then {CNPJ: $document} else {CPF: $document} end)
          + ({
              status: $state,
              order_number: $number,
              shop_order_number: (.numero_ecommerce | word),
              channel: (($shop.nomeEcommerce | word) // ($shop.canalVenda | word)),
              payment_method: ((.forma_pagamento | word) // (.meio_pagamento | word)),
              tracking: ((.url_rastreamento | word) // (.codigo_rastreamento | word)),
              customer_note: (.obs | word),
              city: ($customer.cidade | word)
            } | said))
      };

  if $fetched == null then
    [ $notice | each | obj | (.tipo | word) as $type | (.dados | obj | .id | word) as $id
      | if $type == "teste" then {ignored: "test"}
        elif any("inclusao_pedido", "atualizacao_pedido", "pedido"; . == $type) and $id != null and $id != "0" then
          {fetch: {resource: "order", id: $id}}
        elif $type == "inclusao_pedido" or $type == "atualizacao_pedido" then {kind: "order"}
        # Invoices, stock, prices, tracking.
        elif $type != null then {ignored: "event"}
        # Nothing that Tiny sends: kept, and shown as such.
        else {kind: "order"} end ]
  else
    [ $fetched | obj | .retorno | obj | .pedido | obj | order ]
  end
