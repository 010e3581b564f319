//! Those who take money.

use serde_json::{Value, json};

use super::row::{Row, Signs, Told, text, told};

pub(super) fn rows() -> Vec<Row> {
    vec![
        asaas(
            "a boleto that is paid",
            [
                charge(
                    "PAYMENT_CREATED",
                    "2026-03-08 09:00:00",
                    json!({ "billingType": "BOLETO" }),
                ),
                charge(
                    "PAYMENT_RECEIVED",
                    "2026-03-10 11:00:00",
                    json!({ "billingType": "BOLETO" }),
                ),
            ],
            &[("Aula avulsa", 1)],
        ),
        asaas(
            "a card, confirmed and received",
            [
                charge(
                    "PAYMENT_CONFIRMED",
                    "2026-03-08 09:00:00",
                    json!({ "billingType": "CREDIT_CARD" }),
                ),
                charge(
                    "PAYMENT_RECEIVED",
                    "2026-03-10 11:00:00",
                    json!({ "billingType": "CREDIT_CARD" }),
                ),
            ],
            &[("Aula avulsa", 0)],
        ),
        pagarme(
            "an order that is paid",
            [
                pagarme_told("order.created", "2026-03-10T14:00:00", &pagarme_order("pending")),
                pagarme_told("order.paid", "2026-03-10T14:05:00", &pagarme_order("paid")),
            ],
            &[("2× Creme", 1)],
        ),
        pagarme(
            "an order and the refund of its charge",
            [
                pagarme_told("order.paid", "2026-03-10T14:05:00", &pagarme_order("paid")),
                pagarme_told(
                    "charge.refunded",
                    "2026-03-10T15:05:00",
                    &json!({ "id": "ch_t1", "amount": 9900, "canceled_amount": 9900, "currency": "BRL",
                             "status": "canceled", "customer": pagarme_customer(), "order": { "id": "or_t1" } }),
                ),
            ],
            &[("Estorno", 1)],
        ),
        hotmart(
            "a boleto that is paid",
            [
                hotmart_told("PURCHASE_BILLET_PRINTED", 1_773_150_000_000_i64, "11900000701"),
                hotmart_told("PURCHASE_APPROVED", 1_773_153_600_000_i64, "11900000701"),
            ],
            &[("Oficina de pães", 1)],
        ),
        hotmart(
            "approved and complete",
            [
                hotmart_told("PURCHASE_APPROVED", 1_773_150_000_000_i64, "11900000701"),
                hotmart_told("PURCHASE_COMPLETE", 1_773_153_600_000_i64, "11900000701"),
            ],
            &[("Oficina de pães", 0)],
        ),
        pagbank(),
        pagseguro(),
    ]
}

fn charge(event: &str, at: &str, more: Value) -> Told {
    let mut payment = json!({
        "object": "payment", "id": "pay_t1", "customer": "cus_t1", "value": 120.0, "description": "Aula avulsa",
        "status": "PENDING", "dueDate": "2026-03-12", "invoiceUrl": "https://www.asaas.com/i/t1",
    });
    let members = payment.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    told(&json!({ "id": format!("evt_{event}"), "event": event, "dateCreated": at, "payment": payment }))
}

fn asaas(of: &'static str, states: [Told; 2], lines: &'static [(&'static str, usize)]) -> Row {
    let customer = json!({
        "object": "customer", "id": "cus_t1", "name": "Alba Aluna", "email": "alba.aluna@example.com",
        "mobilePhone": "11900000601", "cpfCnpj": "00000000191",
    });
    Row {
        name: "Alba Aluna",
        lines,
        token: Some("$aact_prod_t1"),
        api: vec![("/v3/customers/", customer.to_string())],
        nobodys: vec![told(&json!({
            "id": "evt_t2", "event": "PAYMENT_RECEIVED", "dateCreated": "2026-03-10 11:00:00",
            "payment": { "id": "pay_t2", "value": 5 },
        }))],
        ..Row::json("asaas", of, Signs::Token("asaas-access-token"), states)
    }
}

fn pagarme_customer() -> Value {
    json!({ "id": "cus_t1", "name": "Bento Cliente", "email": "bento.cliente@example.com", "document": "00000000191",
            "phones": { "mobile_phone": { "country_code": "55", "area_code": "11", "number": "900000602" } } })
}

fn pagarme_order(status: &str) -> Value {
    json!({
        "id": "or_t1", "code": "T1", "amount": 9900, "currency": "BRL", "status": status,
        "items": [{ "description": "Creme", "quantity": 2, "amount": 4950 }], "customer": pagarme_customer(),
        "charges": [{ "id": "ch_t1", "amount": 9900, "status": status, "payment_method": "pix" }],
    })
}

fn pagarme_told(event: &str, at: &str, data: &Value) -> Told {
    told(&json!({
        "id": format!("hook_{event}"), "account": { "id": "acc_t1" }, "type": event, "created_at": at, "data": data,
    }))
}

fn pagarme(of: &'static str, states: [Told; 2], lines: &'static [(&'static str, usize)]) -> Row {
    Row {
        name: "Bento Cliente",
        lines,
        nobodys: vec![pagarme_told(
            "order.paid",
            "2026-03-10T14:05:00",
            &json!({ "id": "or_t2", "amount": 1, "customer": { "id": "cus_t2", "phones": {} } }),
        )],
        ..Row::json("pagarme", of, Signs::Basic, states)
    }
}

fn hotmart_told(event: &str, at: i64, phone: &str) -> Told {
    told(&json!({
        "id": format!("00000000-{event}"), "creation_date": at, "event": event, "version": "2.0.0",
        "data": {
            "product": { "id": 7, "name": "Oficina de pães" },
            "buyer": { "name": "Célia Padeira", "email": "celia.padeira@example.com", "checkout_phone_code": "55",
                       "checkout_phone": phone },
            "purchase": { "transaction": "HPT1", "approved_date": at, "price": { "value": 89.9, "currency_value": "BRL" } },
        },
    }))
}

fn hotmart(of: &'static str, states: [Told; 2], lines: &'static [(&'static str, usize)]) -> Row {
    Row {
        name: "Célia Padeira",
        lines,
        nobodys: vec![told(&json!({
            "id": "t2", "creation_date": 1_773_150_000_000_i64, "event": "PURCHASE_APPROVED", "version": "2.0.0",
            "data": { "purchase": { "transaction": "HPT2" } },
        }))],
        ..Row::json("hotmart", of, Signs::Token("x-hotmart-hottok"), states)
    }
}

fn pagbank() -> Row {
    let order = |charges: Value| {
        told(&json!({
            "id": "ORDE_T1", "reference_id": "t1", "created_at": "2026-03-10T11:00:00-03:00",
            "items": [{ "name": "Corte", "quantity": 1, "unit_amount": 6000 }],
            "customer": { "name": "Davi Cortes", "email": "davi.cortes@example.com",
                          "phones": [{ "country": "55", "area": "11", "number": "900000603" }] },
            "qr_codes": [{ "id": "QRCO_T1", "amount": { "value": 6000 } }], "charges": charges,
        }))
    };
    let paid = json!([{
        "id": "CHAR_T1", "status": "PAID", "paid_at": "2026-03-10T11:04:00-03:00", "payment_method": { "type": "PIX" },
        "amount": { "value": 6000, "currency": "BRL", "summary": { "total": 6000, "paid": 6000, "refunded": 0 } },
    }]);
    Row {
        name: "Davi Cortes",
        lines: &[("Corte", 1)],
        nobodys: vec![told(&json!({
            "id": "CHAR_T2", "status": "PAID", "amount": { "value": 1, "currency": "BRL" },
            "payment_method": { "type": "CREDIT_CARD", "card": { "last_digits": "0000" } },
        }))],
        ..Row::json(
            "pagbank",
            "an order that is paid",
            Signs::Hash("x-authenticity-token"),
            [order(json!([])), order(paid)],
        )
    }
}

/// What it tells is a code; the transaction stands as it stands whenever it is asked for.
fn pagseguro() -> Row {
    let transaction = r#"<?xml version="1.0" encoding="UTF-8"?><transaction><date>2026-03-10T10:00:00.000-03:00</date>
        <code>T1</code><status>3</status><lastEventDate>2026-03-10T11:00:00.000-03:00</lastEventDate>
        <grossAmount>45.00</grossAmount><items><item><description>Escova</description></item></items>
        <sender><name>Elisa Antiga</name><email>elisa.antiga@example.com</email>
        <phone><areaCode>11</areaCode><number>900000604</number></phone></sender></transaction>"#;
    let notice = |code: &str| text(format!("notificationType=transaction&notificationCode={code}"));
    Row {
        content_type: "application/x-www-form-urlencoded",
        name: "Elisa Antiga",
        lines: &[("Escova", 0)],
        nobodys: vec![text("notificationType=transaction"), text("a=1")],
        token: Some("loja@example.com:t1"),
        api: vec![("/v3/transactions/notifications/", transaction.to_owned())],
        ..Row::json(
            "pagseguro-legacy",
            "two notices of one transaction",
            Signs::Nothing,
            [notice("AAA-1"), notice("AAA-2")],
        )
    }
}
