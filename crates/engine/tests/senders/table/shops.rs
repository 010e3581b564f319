//! Those who sell things.

use serde_json::{Value, json};

use super::row::{Row, Signs, Told, text, told};

pub(super) fn rows() -> Vec<Row> {
    vec![
        shopify(
            "a cart that becomes an order",
            [
                told(&json!({
                    "id": 71, "email": "fabio.lojas@example.com", "completed_at": null, "currency": "BRL",
                    "updated_at": "2026-03-10T10:00:00-03:00", "total_price": "80.00",
                    "abandoned_checkout_url": "https://loja.example.com/r", "customer": { "first_name": "Fábio", "last_name": "Lojas" },
                    "line_items": [{ "title": "Cinto", "quantity": 1 }],
                }))
                .with("x-shopify-topic", "checkouts/update"),
                shopify_order("paid", "2026-03-10T11:00:00-03:00", "orders/create"),
            ],
            &[("Pedido #T1 (pago): Cinto", 1)],
        ),
        shopify(
            "an order that is paid",
            [
                shopify_order("pending", "2026-03-10T10:00:00-03:00", "orders/create"),
                shopify_order("paid", "2026-03-10T11:00:00-03:00", "orders/updated"),
            ],
            &[("Pedido #T1 (pago): Cinto", 1)],
        ),
        nfe(),
        nuvemshop(),
        ifood(),
        tiny(),
        bling_without_key(),
        bling(),
    ]
}

fn shopify_order(paid: &str, at: &str, topic: &str) -> Told {
    told(&json!({
        "id": 91, "checkout_id": 71, "name": "#T1", "financial_status": paid, "created_at": at, "updated_at": at,
        "currency": "BRL", "total_price": "80.00", "email": "fabio.lojas@example.com",
        "customer": { "id": 61, "first_name": "Fábio", "last_name": "Lojas" },
        "line_items": [{ "title": "Cinto", "quantity": 1 }],
    }))
    .with("x-shopify-topic", topic)
}

fn shopify(of: &'static str, states: [Told; 2], lines: &'static [(&'static str, usize)]) -> Row {
    Row {
        name: "Fábio Lojas",
        lines,
        nobodys: vec![
            told(
                &json!({ "id": 92, "financial_status": "paid", "customer": { "id": 62 }, "line_items": [] }),
            )
            .with("x-shopify-topic", "orders/paid"),
            told(&json!({ "id": 91 })).with("x-shopify-topic", "orders/delete"),
        ],
        ..Row::json("shopify", of, Signs::Base64("x-shopify-hmac-sha256"), states)
    }
}

/// Two invoices of one customer.
fn nfe() -> Row {
    let invoice = |number: u32, name: &str, phone: &str, at: &str| {
        format!(
            r#"<NFe><infNFe Id="NFe{number}"><ide><nNF>{number}</nNF><dhEmi>{at}</dhEmi></ide>
               <emit><xNome>LOJA</xNome><enderEmit><fone>1130000001</fone></enderEmit></emit>
               <dest><xNome>{name}</xNome><enderDest><fone>{phone}</fone></enderDest></dest>
               <det nItem="1"><prod><xProd>Sofá</xProd><qCom>1.0000</qCom></prod></det>
               <total><ICMSTot><vNF>900.00</vNF></ICMSTot></total></infNFe></NFe>"#
        )
    };
    let one = |number, at| {
        let invoice = invoice(number, "Gina Sala", "11900000605", at);
        text(format!(r#"<nfeProc versao="4.00">{invoice}</nfeProc>"#))
    };
    let several = format!(
        "<enviNFe>{}{}</enviNFe>",
        invoice(3, "Gina Sala", "11900000605", "2026-03-10T10:00:00-03:00"),
        invoice(4, "Hugo Quarto", "11900000606", "2026-03-10T10:00:00-03:00"),
    );
    Row {
        content_type: "application/xml",
        name: "Gina Sala",
        lines: &[("Nota fiscal 1: Sofá", 0), ("Nota fiscal 2: Sofá", 0)],
        several: Some((text(several), &["Gina Sala", "Hugo Quarto"])),
        nobodys: vec![
            text("<nfeProc/>"),
            text("<nfeProc><NFe><infNFe><dest><xNome>Só o nome</xNome></dest></infNFe></NFe></nfeProc>"),
            text("<procEventoNFe><evento/></procEventoNFe>"),
        ],
        ..Row::json(
            "nfe-xml",
            "two invoices",
            Signs::Nothing,
            [
                one(1, "2026-03-09T10:00:00-03:00"),
                one(2, "2026-03-10T10:00:00-03:00"),
            ],
        )
    }
}

/// The order stands as it stands whenever it is asked for.
fn nuvemshop() -> Row {
    let order = json!({
        "id": 501, "number": 77, "status": "open", "payment_status": "paid", "total": "59.90", "currency": "BRL",
        "created_at": "2026-03-10T10:00:00-0300", "paid_at": "2026-03-10T10:05:00-0300", "contact_name": "Ingrid Nuvem",
        "contact_email": "ingrid.nuvem@example.com", "contact_phone": "+5511900000607",
        "products": [{ "name": "Caneca", "quantity": 1 }],
    });
    let notice = |event: &str| told(&json!({ "store_id": 31, "event": event, "id": 501 }));
    Row {
        name: "Ingrid Nuvem",
        lines: &[("Pedido 77 (pago): Caneca", 0)],
        nobodys: vec![told(
            &json!({ "store_id": 31, "event": "product/updated", "id": 1 }),
        )],
        token: Some("t1"),
        api: vec![("/v1/31/orders/501", order.to_string())],
        ..Row::json(
            "nuvemshop",
            "two notices of one order",
            Signs::Hex {
                header: "x-linkedstore-hmac-sha256",
                prefix: "",
            },
            [notice("order/created"), notice("order/paid")],
        )
    }
}

fn ifood() -> Row {
    let order = |id: &str, name: &str, phone: &str| -> Value {
        json!({
            "id": id, "displayId": "12", "orderType": "TAKEOUT", "createdAt": "2026-03-10T13:00:00Z",
            "customer": { "id": format!("c-{id}"), "name": name, "phone": { "number": phone } },
            "items": [{ "name": "Esfirra", "quantity": 2 }], "total": { "orderAmount": 24.0 },
        })
    };
    let event = |id: &str, code: &str, order: &str, at: &str| json!({ "id": id, "code": code, "orderId": order, "merchantId": "m", "createdAt": at });
    let one = |id: &str, code: &str, at: &str| told(&event(id, code, "o1", at));
    Row {
        name: "Jair Lanches",
        lines: &[("Pedido 12 (concluído): 2× Esfirra", 1)],
        several: Some((
            told(&json!([
                event("e-3", "PLC", "o1", "2026-03-10T13:00:00Z"),
                event("e-4", "PLC", "o2", "2026-03-10T13:00:00Z"),
            ])),
            &["Jair Lanches", "Kátia Lanches"],
        )),
        nobodys: vec![told(&json!({ "code": "KEEPALIVE" }))],
        token: Some("client:secret"),
        api: vec![
            (
                "/authentication/",
                json!({ "accessToken": "t1", "type": "bearer", "expiresIn": 21_600 }).to_string(),
            ),
            (
                "/order/v1.0/orders/o1",
                order("o1", "Jair Lanches", "11900000608").to_string(),
            ),
            (
                "/order/v1.0/orders/o2",
                order("o2", "Kátia Lanches", "11900000609").to_string(),
            ),
        ],
        ..Row::json(
            "ifood",
            "an order that is delivered",
            Signs::Hex {
                header: "x-ifood-signature",
                prefix: "",
            },
            [
                one("e-1", "PLC", "2026-03-10T13:00:00Z"),
                one("e-2", "CON", "2026-03-10T14:00:00Z"),
            ],
        )
    }
}

fn tiny() -> Row {
    let order = json!({ "retorno": { "status": "OK", "status_processamento": 3, "pedido": {
        "id": "601", "numero": "88", "situacao": "Aprovado", "total_pedido": "70.00",
        "cliente": { "nome": "Lauro Feira", "celular": "(11) 90000-0610", "email": "lauro.feira@example.com" },
        "itens": [{ "item": { "descricao": "Cesto", "quantidade": "1.00" } }],
    } } });
    let notice = |kind: &str| {
        told(&json!({ "versao": "1.0.0", "cnpj": "0", "tipo": kind, "dados": { "id": 601, "numero": "88" } }))
    };
    Row {
        name: "Lauro Feira",
        lines: &[("Pedido 88 (aprovado): Cesto", 0)],
        nobodys: vec![told(
            &json!({ "versao": "1.0.0", "tipo": "estoque", "dados": { "idProduto": 1 } }),
        )],
        token: Some("t1"),
        api: vec![("/api2/pedido.obter.php", order.to_string())],
        ..Row::json(
            "tiny-erp",
            "two notices of one order",
            Signs::Nothing,
            [notice("inclusao_pedido"), notice("atualizacao_pedido")],
        )
    }
}

fn bling_told(event: &str, at: &str, data: &Value) -> Told {
    told(&json!({
        "eventId": format!("{event} {at}"), "date": at, "version": "v1", "event": event, "companyId": "c1", "data": data,
    }))
}

fn bling_order(state: u32) -> Value {
    json!({ "id": 901, "data": "2026-03-10", "numero": 91, "total": 59.9, "contato": { "id": 911 },
            "situacao": { "id": state, "valor": 0 } })
}

/// Who ordered is not told, only the number that the customer has there.
fn bling_without_key() -> Row {
    let opened = bling_told("order.created", "2026-03-10T13:00:00Z", &bling_order(6));
    let fulfilled = bling_told("order.updated", "2026-03-10T14:00:00Z", &bling_order(9));
    Row {
        lines: &[("Pedido 91 (atendido)", 1)],
        nobodys: vec![
            bling_told("test.ping", "2026-03-10T13:00:00Z", &json!({})),
            bling_told(
                "stock.updated",
                "2026-03-10T13:00:00Z",
                &json!({ "produto": { "id": 7 } }),
            ),
            bling_told("order.deleted", "2026-03-10T13:00:00Z", &json!({ "id": 901 })),
        ],
        ..Row::json("bling", "an order that is fulfilled", BLING, [opened, fulfilled])
    }
}

/// The order stands as it stands whenever it is asked for.
fn bling() -> Row {
    let mut order = bling_order(9);
    order["contato"] = json!({ "id": 911, "nome": "Zilda Vasos", "tipoPessoa": "F" });
    order["itens"] = json!([{ "descricao": "Vaso", "quantidade": 1 }]);
    let customer = json!({ "id": 911, "nome": "Zilda Vasos", "celular": "(11) 90000-0617" });
    let granted = json!({ "access_token": "t1", "expires_in": 21_600, "refresh_token": "r1" });
    Row {
        name: "Zilda Vasos",
        lines: &[("Pedido 91 (atendido): Vaso", 0)],
        nobodys: vec![bling_told(
            "order.created",
            "2026-03-10T13:00:00Z",
            &json!({ "id": 902, "numero": 92, "total": 1, "contato": { "id": 0 } }),
        )],
        token: Some("client:secret:code"),
        api: vec![
            ("/oauth/token", granted.to_string()),
            ("/pedidos/vendas/901", json!({ "data": order }).to_string()),
            ("/contatos/911", json!({ "data": customer }).to_string()),
        ],
        ..Row::json(
            "bling",
            "two notices of one order",
            BLING,
            [
                bling_told("order.created", "2026-03-10T13:00:00Z", &bling_order(6)),
                bling_told("order.updated", "2026-03-10T14:00:00Z", &bling_order(9)),
            ],
        )
    }
}

const BLING: Signs = Signs::Hex {
    header: "x-bling-signature-256",
    prefix: "sha256=",
};
