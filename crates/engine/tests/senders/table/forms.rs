//! Those whose forms people fill in. Two answers of one person are two lines.

use serde_json::{Value, json};

use super::row::{KEY, Row, Signs, Told, text, told};

pub(super) fn rows() -> Vec<Row> {
    vec![
        jotform(),
        google_ads(),
        contact_form_7(),
        wpforms(),
        rd_station(),
        rd_station_of_old(),
    ]
}

const BOUNDARY: &str = "recado-table";

fn jotform() -> Row {
    let submission = |id: &str, answers: &Value| {
        let parts = [
            ("formID", "1"),
            ("submissionID", id),
            ("formTitle", "Contato"),
            ("rawRequest", &answers.to_string()),
        ]
        .map(|(name, value)| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        });
        text(format!("{}--{BOUNDARY}--\r\n", parts.concat()))
    };
    let answered = |id: &str, message: &str| {
        let answers = json!({
            "q1_nome": { "first": "Mara", "last": "Forte" }, "q2_telefone": { "full": "(11) 90000-0611" },
            "q3_mensagem": message,
        });
        submission(id, &answers)
    };
    Row {
        content_type: "multipart/form-data; boundary=recado-table",
        timed: false,
        name: "Mara Forte",
        lines: &[("Tem vaga?", 0), ("E à noite?", 0)],
        nobodys: vec![
            submission("3", &json!({ "q1_nota": "10" })),
            submission("4", &json!([1, "x", null])),
        ],
        ..Row::json(
            "jotform",
            "two answers",
            Signs::Nothing,
            [answered("1", "Tem vaga?"), answered("2", "E à noite?")],
        )
    }
}

fn google_ads() -> Row {
    let lead = |id: &str, at: &str, question: &str| {
        told(&json!({
            "lead_id": id, "form_id": 1, "campaign_id": 2, "google_key": KEY, "is_test": false, "lead_submit_time": at,
            "user_column_data": [
                { "column_id": "FULL_NAME", "string_value": "Nair Busca" },
                { "column_id": "PHONE_NUMBER", "string_value": "+5511900000612" },
                { "column_id": "mensagem", "column_name": "Mensagem", "string_value": question },
            ],
        }))
    };
    Row {
        name: "Nair Busca",
        lines: &[("Quanto custa?", 0), ("Fazem entrega?", 0)],
        nobodys: vec![told(
            &json!({ "lead_id": "L3", "google_key": KEY, "user_column_data": [] }),
        )],
        ..Row::json(
            "google-ads-lead-form",
            "two leads",
            Signs::Key,
            [
                lead("L1", "2026-03-10T13:00:00Z", "Quanto custa?"),
                lead("L2", "2026-03-10T14:00:00Z", "Fazem entrega?"),
            ],
        )
    }
}

/// Neither ids nor times.
fn contact_form_7() -> Row {
    let sent = |message: &str| {
        told(&json!({ "your-name": "Olavo Site", "tel-1": "11 90000-0613", "your-message": message }))
    };
    Row {
        timed: false,
        has_ids: false,
        name: "Olavo Site",
        lines: &[("Abrem aos sábados?", 0), ("E aos domingos?", 0)],
        nobodys: vec![told(&json!({ "your-subject": "Oi" }))],
        ..Row::json(
            "contact-form-7",
            "two messages",
            Signs::Nothing,
            [sent("Abrem aos sábados?"), sent("E aos domingos?")],
        )
    }
}

fn wpforms() -> Row {
    let sent = |id: &str, message: &str| {
        told(&json!({
            "nome": "Paula Forma", "telefone": "11 90000-0614", "mensagem": message, "entry_id": id,
        }))
    };
    Row {
        timed: false,
        name: "Paula Forma",
        lines: &[("Aceitam cartão?", 0), ("E Pix?", 0)],
        nobodys: vec![told(&json!({ "assunto": "Oi", "entry_id": "3" }))],
        ..Row::json(
            "wpforms",
            "two messages",
            Signs::Pairs("x-wpforms-webhook-signature"),
            [sent("1", "Aceitam cartão?"), sent("2", "E Pix?")],
        )
    }
}

fn rd_station() -> Row {
    let converted = |what: &str, at: &str| -> Told {
        told(&json!({
            "event_type": "WEBHOOK.CONVERTED", "entity_type": "CONTACT", "event_identifier": what, "event_timestamp": at,
            "contact": { "uuid": "u-1", "name": "Quirino Lead", "email": "quirino.lead@example.com",
                         "mobile_phone": "11 90000-0615" },
        }))
    };
    Row {
        name: "Quirino Lead",
        lines: &[("ebook", 0), ("orcamento", 0)],
        nobodys: vec![told(
            &json!({ "event_type": "WEBHOOK.CONVERTED", "contact": { "uuid": null } }),
        )],
        ..Row::json(
            "rd-station",
            "two conversions",
            Signs::Nothing,
            [
                converted("ebook", "2026-03-10T10:00:00-03:00"),
                converted("orcamento", "2026-03-10T11:00:00-03:00"),
            ],
        )
    }
}

fn rd_station_of_old() -> Row {
    let lead = |id: &str, name: &str, what: &str, at: &str| {
        json!({
            "id": id, "name": name, "email": format!("{id}@example.com"), "created_at": "2026-03-01T10:00:00-03:00",
            "last_conversion": { "content": { "identificador": what }, "created_at": at },
        })
    };
    let one = |what: &str, at: &str| told(&json!({ "leads": [lead("l1", "Rosa Antiga", what, at)] }));
    let at = "2026-03-10T10:00:00-03:00";
    Row {
        name: "Rosa Antiga",
        lines: &[("guia", 0), ("contato", 0)],
        several: Some((
            told(
                &json!({ "leads": [lead("l1", "Rosa Antiga", "a", at), lead("l2", "Saul Antigo", "a", at)] }),
            ),
            &["Rosa Antiga", "Saul Antigo"],
        )),
        ..Row::json(
            "rd-station",
            "two conversions, as of old",
            Signs::Nothing,
            [one("guia", at), one("contato", "2026-03-10T11:00:00-03:00")],
        )
    }
}
