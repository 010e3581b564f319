# Brazilian invoices, layout 4.00 of NF-e and NFC-e, ABRASF and the national layout of NFS-e. `emit`, `prest` and
# `PrestadorServico` are the business itself.

.lang as $lang
| def say($pt; $en): if $lang == "en" then $en else $pt end;
  def digits: word // "" | gsub("[^0-9]"; "") | word;
  # `<xNome xml:lang="…">Ana</xNome>` is an object.
  def t: if type == "object" then .["#text"] else . end | word;
  # Of several the first: the others are often an accountant's, who is many customers'.
  def mails: [t | strings | split(";") | .[] | split(",") | .[] | word | strings][:1];
  def money($value): ($value | t) as $decimal | if $decimal == null then {} else {amount: {decimal: $decimal, currency: "BRL"}} end;
  def line: [.[] | strings] | if . == [] then null else join(": ") end;
  def listed: if . == [] then null else join(", ") end;

  def way: {
      "01": say("dinheiro"; "cash"), "02": say("cheque"; "cheque"), "03": say("cartão de crédito"; "credit card"),
      "04": say("cartão de débito"; "debit card"), "05": say("crediário"; "store credit"), "15": "boleto",
      "16": say("depósito"; "deposit"), "17": "Pix", "18": say("transferência"; "transfer"), "20": "Pix"
    }[. // ""];

  # Of the test environment the name says that it is one.
  def name: t | if . != null and test("HOMOLOGA[CÇ][AÃ]O"; "i") then null else . end;

  def items: [.det | each | obj | .prod | obj | (.xProd | t) as $name | select($name != null)
      | ((.qCom | t | tonumber?) // 1) as $count
      | if $count > 1 and $count == ($count | floor) then "\($count | floor)× \($name)" else $name end] | listed;

  def nfe($status; $why):
    (.ide | obj) as $ide | (.dest | obj) as $dest | ($dest.enderDest | obj) as $place
    | ((.["@Id"] | t // "" | gsub("[^0-9]"; "") | word) // ($ide.nNF | t)) as $key
    | ($status == null or any("100", "150"; . == $status)) as $good
    | if ($dest | length) == 0 then {ignored: "nobody"} else
        {
          kind: "order",
          at: ($ide.dhEmi // $ide.dEmi | t),
          external_id: $key,
          version: (if $good then "authorized" else "status \($status)" end),
          matter: $key,
          contact: {
            name: ($dest.xNome | name),
            phones: [$place.fone, $dest.fone | digits | strings],
            emails: ($dest.email | mails)
          },
          text: ([
            ([(if $good | not then say("Nota fiscal não autorizada"; "Invoice not authorised")
                elif ($ide.tpNF | t) == "0" then say("Nota fiscal de entrada"; "Incoming invoice")
                elif ($ide.finNFe | t) == "4" then say("Nota fiscal de devolução"; "Invoice of a return")
                else say("Nota fiscal"; "Invoice") end), ($ide.nNF | t | strings)] | join(" ")),
            (if $good then items else $why end)] | line),
          fields: ({
            CPF: ($dest.CPF | t), CNPJ: ($dest.CNPJ | t),
            invoice_number: ($ide.nNF | t), series: ($ide.serie | t),
            NFe: ($key | strings | select(length == 44)) // null,
            operation: ($ide.natOp | t),
            payment_method: ([.pag | obj | .detPag | each | obj | .tPag | t | way | strings] | listed),
            note: (.infAdic | obj | .infCpl | t),
            city: ($place.xMun | t), state: ($place.UF | t),
            test_mode: (if ($ide.tpAmb | t) == "2" then true else null end)
          } | said)
        }
        + money(.total | obj | .ICMSTot | obj | .vNF)
      end;

  # `nfeProc` holds one invoice and what the tax office said of it.
  def proc: (.protNFe | obj | .infProt | obj) as $said | .NFe | each | obj | .infNFe | objects | nfe($said.cStat | t; $said.xMotivo | t);

  def service($id; $number; $at; $who; $text; $value; $fields):
    {
      kind: "order", at: ($at | t), external_id: $id, version: "authorized", matter: $id, contact: $who,
      text: ([([say("Nota de serviço"; "Service invoice"), $number | strings] | join(" ")), $text] | line),
      fields: ({invoice_number: $number} + $fields | said)
    }
    + money($value);

  def abrasf:
    . as $all | (.DeclaracaoPrestacaoServico | obj | (.InfDeclaracaoPrestacaoServico | objects) // .) as $declared
    | ((.TomadorServico | objects) // ($declared.TomadorServico | objects) // ($declared.Tomador | obj)) as $who
    | ((.Servico | objects) // ($declared.Servico | obj)) as $service
    | ($who.Contato | obj) as $contact | ($who.IdentificacaoTomador | obj | .CpfCnpj | obj) as $document
    | (.Numero | t) as $number
    | if ($who | length) == 0 then {ignored: "nobody"} else
        service((if $number != null then "nfse \([$number, (.CodigoVerificacao | t | strings)] | join(" "))" else null end); $number; .DataEmissao;
          {name: ($who.RazaoSocial | name), phones: [$contact.Telefone | digits | strings], emails: ($contact.Email | mails)};
          $service.Discriminacao | t;
          ($service.Valores | obj | .ValorServicos) // ($all.ValoresNfse | obj | .ValorLiquidoNfse);
          {CPF: ($document.Cpf | t), CNPJ: ($document.Cnpj | t), city: ($who.Endereco | obj | .xMun | t)})
      end;

  def national:
    (.DPS | obj | (.infDPS | objects) // .) as $declared | ($declared.toma | obj) as $who | (.nNFSe | t) as $number
    | if ($who | length) == 0 then {ignored: "nobody"} else
        service((.["@Id"] | t) // $number; $number; .dhProc // $declared.dhEmi;
          {name: ($who.xNome | name), phones: [$who.fone | digits | strings], emails: ($who.email | mails)};
          $declared.serv | obj | .cServ | obj | .xDescServ | t;
          ($declared.valores | obj | .vServPrest | obj | .vServ) // (.valores | obj | .vLiq);
          {CPF: ($who.CPF | t), CNPJ: ($who.CNPJ | t), test_mode: (if ($declared.tpAmb | t) == "2" then true else null end)})
      end;

  [ .body | each | obj
    | if has("nfeProc") then .nfeProc | each | obj | proc
      elif has("NFe") or has("enviNFe") then (.enviNFe | objects) // . | proc
      # A cancellation names the key and no customer.
      elif has("procEventoNFe") or has("evento") or has("envEvento") or has("retEnviNFe") then {ignored: "nobody"}
      elif has("NFSe") then .NFSe | each | obj | (.infNFSe | objects) // . | national
      elif has("CompNfse") or has("Nfse") or has("ListaNfse") or has("ConsultarNfseResposta") or has("GerarNfseResposta") then
        ((.ConsultarNfseResposta | objects) // (.GerarNfseResposta | objects) // .) | ((.ListaNfse | objects) // .)
        | ((.CompNfse | select(type == "object" or type == "array")) // .) | each | obj | (.Nfse | objects) // .
        | (.InfNfse | objects) // . | abrasf
      else {guess: .} end ]
