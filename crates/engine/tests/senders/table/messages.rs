//! Those through whom people write. Two messages of one person are two lines.

use serde_json::{Value, json};

use super::row::{Row, Signs, Told, told};

pub(super) fn rows() -> Vec<Row> {
    vec![chatwoot(), github(), meta("instagram"), meta("messenger")]
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
