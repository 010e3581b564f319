//! Those through whom people write. Two messages of one person are two lines.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::row::{Row, Signs, Told, text, told};

pub(super) fn rows() -> Vec<Row> {
    vec![
        chatwoot(),
        github(),
        meta("instagram"),
        meta("messenger"),
        kommo_messages(),
        kommo_lead(),
    ]
}

fn chatwoot() -> Row {
    let customer = json!({
        "id": 9, "name": "Tadeu Chat", "phone_number": "+5511900000616", "email": null, "type": "contact",
    });
    let message = |id: u32, at: &str, text: &str, kind: &str, private: bool, sender: &Value| {
        told(&json!({
            "event": "message_created", "id": id, "content": text, "created_at": at, "message_type": kind,
            "private": private, "account": { "id": 1 }, "inbox": { "id": 1, "name": "Site" }, "sender": sender,
            "conversation": { "id": 4, "channel": "Channel::WebWidget", "meta": { "sender": customer }, "labels": [] },
        }))
    };
    let agent = json!({ "id": 1, "name": "Recepção", "type": "user" });
    let from = |id: u32, at: &str, text: &str| message(id, at, text, "incoming", false, &customer);
    Row {
        name: "Tadeu Chat",
        lines: &[("Oi, tudo bem?", 0), ("Vocês abrem às 8?", 0)],
        nobodys: vec![
            message(
                3,
                "2026-03-10T13:00:00Z",
                "nota interna",
                "outgoing",
                true,
                &agent,
            ),
            told(&json!({ "event": "webwidget_triggered", "id": 1 })),
        ],
        ..Row::json(
            "chatwoot",
            "two messages",
            Signs::Timed {
                header: "x-chatwoot-signature",
                time: "x-chatwoot-timestamp",
            },
            [
                from(1, "2026-03-10T13:00:00Z", "Oi, tudo bem?"),
                from(2, "2026-03-10T14:00:00Z", "Vocês abrem às 8?"),
            ],
        )
    }
}

fn github() -> Row {
    let user = json!({ "login": "ursula-dev", "id": 8, "type": "User" });
    let issue = json!({
        "id": 1, "node_id": "I_t1", "number": 5, "title": "Não abre", "body": "A página fica branca.", "user": user,
        "author_association": "NONE", "created_at": "2026-03-10T13:00:00Z", "labels": [],
    });
    let comment = json!({
        "id": 2, "node_id": "IC_t1", "body": "Agora abriu.", "user": user, "author_association": "NONE",
        "created_at": "2026-03-10T14:00:00Z",
    });
    let repository = json!({ "full_name": "loja/site" });
    Row {
        name: "ursula-dev",
        lines: &[("Não abre\n\nA página fica branca.", 0), ("Agora abriu.", 0)],
        nobodys: vec![
            told(&json!({ "zen": "z", "hook_id": 1 })).with("x-github-event", "ping"),
            told(&json!({ "ref": "refs/heads/main", "pusher": { "name": "x", "email": "x@example.com" } }))
                .with("x-github-event", "push"),
        ],
        ..Row::json(
            "github",
            "an issue and a comment",
            Signs::Hex {
                header: "x-hub-signature-256",
                prefix: "sha256=",
            },
            [
                told(&json!({ "action": "opened", "issue": issue, "repository": repository }))
                    .with("x-github-event", "issues"),
                told(&json!({ "action": "created", "issue": issue, "comment": comment, "repository": repository }))
                    .with("x-github-event", "issue_comment"),
            ],
        )
    }
}

/// Neither tells a name.
fn meta(preset: &'static str) -> Row {
    let object = if preset == "instagram" {
        "instagram"
    } else {
        "page"
    };
    let message = |from: u64, mid: &str, at: i64, text: &str| {
        json!({
            "sender": { "id": from.to_string() }, "recipient": { "id": "17" }, "timestamp": at,
            "message": { "mid": mid, "text": text },
        })
    };
    let delivery = |messages: Vec<Value>| -> Told {
        told(&json!({ "object": object, "entry": [{ "id": "17", "time": 1, "messaging": messages }] }))
    };
    Row {
        lines: &[("Oi!", 0), ("Fazem sob medida?", 0)],
        several: Some((
            delivery(vec![
                message(501, "m3", 1_773_150_000_000, "Oi"),
                message(502, "m4", 1_773_150_000_000, "Olá"),
            ]),
            &["", ""],
        )),
        ..Row::json(
            preset,
            "two messages",
            Signs::Hex {
                header: "x-hub-signature-256",
                prefix: "sha256=",
            },
            [
                delivery(vec![message(501, "m1", 1_773_150_000_000, "Oi!")]),
                delivery(vec![message(501, "m2", 1_773_153_600_000, "Fazem sob medida?")]),
            ],
        )
    }
}

/// A form of nested keys, with the account at its end.
fn kommo_told(fields: &[(&str, &str)]) -> Told {
    let account = [("account[subdomain]", "loja"), ("account[id]", "30")];
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<_> = fields
        .iter()
        .chain(&account)
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    text(pairs.join("&"))
}

fn kommo_contact(id: u32, name: &str, phone: &str) -> String {
    let phones = json!([{ "field_code": "PHONE", "values": [{ "value": phone, "enum_code": "WORK" }] }]);
    json!({ "id": id, "name": name, "custom_fields_values": phones }).to_string()
}

fn kommo(of: &'static str, states: [Told; 2]) -> Row {
    Row {
        content_type: "application/x-www-form-urlencoded",
        name: "Vera Funil",
        nobodys: vec![
            kommo_told(&[
                ("leads[add][0][name]", "Sem número"),
                ("leads[add][0][price]", "9"),
            ]),
            kommo_told(&[("talk[add][0][talk_id]", "7"), ("talk[add][0][contact_id]", "41")]),
            text("a=1"),
        ],
        token: Some("t1"),
        api: vec![
            (
                "/contacts/41",
                kommo_contact(41, "Vera Funil", "+55 11 90000-0618"),
            ),
            (
                "/contacts/42",
                kommo_contact(42, "Xisto Funil", "+55 11 90000-0619"),
            ),
        ],
        ..Row::json("kommo", of, Signs::Nothing, states)
    }
}

/// Whoever wrote is told by name; the phone is fetched.
fn kommo_messages() -> Row {
    let from = |id: &str, at: &str, text: &str| {
        kommo_told(&[
            ("message[add][0][id]", id),
            ("message[add][0][contact_id]", "41"),
            ("message[add][0][text]", text),
            ("message[add][0][created_at]", at),
            ("message[add][0][type]", "incoming"),
            ("message[add][0][author][name]", "Vera"),
        ])
    };
    let several = kommo_told(&[
        ("message[add][0][id]", "m3"),
        ("message[add][0][contact_id]", "41"),
        ("message[add][0][text]", "Oi"),
        ("message[add][1][id]", "m4"),
        ("message[add][1][contact_id]", "42"),
        ("message[add][1][text]", "Olá"),
    ]);
    Row {
        lines: &[("Ainda dá para hoje?", 0), ("E amanhã?", 0)],
        several: Some((several, &["Vera Funil", "Xisto Funil"])),
        ..kommo(
            "two messages",
            [
                from("m1", "1773150000", "Ainda dá para hoje?"),
                from("m2", "1773153600", "E amanhã?"),
            ],
        )
    }
}

/// The lead stands as it stands whenever it is asked for.
fn kommo_lead() -> Row {
    let lead = json!({
        "id": 31, "name": "Implante", "price": 2400, "status_id": 142, "created_at": 1_773_150_000, "closed_at": 1_773_153_600,
        "_embedded": { "contacts": [{ "id": 41, "is_main": true }] },
    });
    let mut row = kommo(
        "a lead that is won",
        [
            kommo_told(&[("leads[add][0][id]", "31"), ("leads[add][0][status_id]", "140")]),
            kommo_told(&[
                ("leads[status][0][id]", "31"),
                ("leads[status][0][status_id]", "142"),
            ]),
        ],
    );
    row.lines = &[("Negócio ganho: Implante", 0)];
    row.api.push(("/leads/31", lead.to_string()));
    row
}
