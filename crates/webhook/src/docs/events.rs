use schemars::generate::SchemaSettings;
use serde_json::json;

use super::*;
use crate::preset::{all, find};

/// By which the schemas of the kinds refer to that of all events.
const SCHEMA_ID: &str = "event.json";

/// For each kind a sample that shows it well.
const EXAMPLES: [(Kind, &str, &str); 6] = [
    (Kind::Message, "whatsapp-cloud", "message-text"),
    (Kind::Lead, "elementor", "form-advanced-data"),
    (Kind::Appointment, "calendly", "invitee-created"),
    (Kind::Payment, "stripe", "checkout-session-completed"),
    (Kind::Order, "woocommerce", "order-created"),
    (Kind::Receipt, "whatsapp-cloud", "status-delivered"),
];

pub(super) fn page() -> String {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = false;
    let schema = settings.into_generator().into_root_schema_for::<Event>();
    let mut schema = schema.to_value();
    schema["$id"] = SCHEMA_ID.into();
    let schema = schema;
    let mut page = String::from(
        "<!-- Made from crates/webhook/src/event.rs and the presets: RECADO_WRITE_DOCS=1 cargo test -p recado-webhook docs -->\n\n\
         # Events\n\n\
         Whoever sent it, a delivery becomes a list of events of six kinds, and nothing downstream knows a sender's own\n\
         format. They are kept as JSON. A field that has nothing to say is absent; fields are only ever added.\n\n",
    );
    page.push_str("| kind | what happened | who tells of it |\n| --- | --- | --- |\n");
    for (kind, ..) in EXAMPLES {
        let who: Vec<_> = all()
            .iter()
            .filter(|preset| kinds(preset).contains(&kind))
            .map(|preset| preset.title.en.as_str())
            .collect();
        let _ = writeln!(
            page,
            "| [`{0}`](#{0}) | {1} | {2} |",
            kind.as_str(),
            meaning(&schema, kind),
            who.join(", ")
        );
    }
    page.push_str("\nTimes are instants in UTC (RFC 3339). Phones are E.164 where they are verified. Amounts are in minor units.\n\n");
    for (kind, id, sample) in EXAMPLES {
        one(&mut page, &schema, kind, id, sample);
    }
    page.push_str("## Fields\n\n");
    fields(&mut page, "An event", &schema);
    let defs = schema["$defs"].as_object().expect("there are parts");
    for (name, part) in defs {
        if part.get("properties").is_some() {
            fields(&mut page, &format!("`{name}`"), part);
        } else {
            values(&mut page, name, part);
        }
    }
    page.push_str("## JSON Schema\n\nThe whole event; the schemas of the kinds above refer to it.\n\n");
    fenced(&mut page, &schema);
    format!("{}\n", page.trim_end())
}

/// The sentence beside a kind in the code.
fn meaning(schema: &Value, kind: Kind) -> String {
    let kinds = schema.pointer("/$defs/Kind/oneOf").and_then(Value::as_array);
    let of_kind = kinds
        .into_iter()
        .flatten()
        .find(|part| part["const"] == kind.as_str());
    of_kind.map(description).unwrap_or_default()
}

fn description(part: &Value) -> String {
    part["description"]
        .as_str()
        .unwrap_or_default()
        .replace('\n', " ")
}

fn one(page: &mut String, schema: &Value, kind: Kind, id: &str, sample: &str) {
    let preset = find(id).expect("the preset is there");
    let sample = preset.samples.iter().find(|known| known.name == sample);
    let event = sample
        .and_then(|sample| event_of(preset, sample))
        .expect("the sample becomes an event");
    assert_eq!(event.kind, kind, "{id} is no example of it");
    let _ = write!(
        page,
        "## `{}`\n\n{} From {}:\n\n",
        kind.as_str(),
        meaning(schema, kind),
        preset.title.en
    );
    fenced(page, &serde_json::to_value(event).expect("an event is JSON"));
    let mut of_kind = json!({
        "$schema": schema["$schema"],
        "title": kind.as_str(),
        "$ref": SCHEMA_ID,
        "properties": { "kind": { "const": kind.as_str() } },
        "required": ["kind"],
    });
    let also = match kind {
        Kind::Appointment => Some("appointment"),
        Kind::Receipt => Some("external_id"),
        Kind::Message | Kind::Lead | Kind::Payment | Kind::Order => None,
    };
    if let (Some(also), Some(required)) = (also, of_kind["required"].as_array_mut()) {
        required.push(also.into());
    }
    fenced(page, &of_kind);
}

fn fields(page: &mut String, title: &str, part: &Value) {
    let _ = write!(
        page,
        "### {title}\n\n{}\n\n| field | type | what it is |\n| --- | --- | --- |\n",
        description(part)
    );
    for (name, field) in part["properties"].as_object().into_iter().flatten() {
        let required = part["required"]
            .as_array()
            .is_some_and(|required| required.iter().any(|known| known == name));
        let always = if required { ", always" } else { "" };
        let said = description(field);
        assert!(!said.is_empty(), "{title}.{name} has no sentence");
        let _ = writeln!(page, "| `{name}` | {}{always} | {said} |", kind_of(field));
    }
    page.push('\n');
}

fn values(page: &mut String, name: &str, part: &Value) {
    let _ = write!(page, "### `{name}`\n\n{}\n\n", description(part));
    for value in part["enum"].as_array().into_iter().flatten() {
        let _ = writeln!(page, "- `{}`", value.as_str().unwrap_or_default());
    }
    for value in part["oneOf"].as_array().into_iter().flatten() {
        let _ = match value["enum"].as_array() {
            Some(plain) => plain
                .iter()
                .try_for_each(|value| writeln!(page, "- `{}`", value.as_str().unwrap_or_default())),
            None => writeln!(
                page,
                "- `{}`: {}",
                value["const"].as_str().unwrap_or_default(),
                description(value)
            ),
        };
    }
    page.push('\n');
}

/// The type of a field, in words.
fn kind_of(field: &Value) -> String {
    if let Some(part) = field["$ref"].as_str() {
        return part
            .rsplit('/')
            .next()
            .map(|name| format!("`{name}`"))
            .unwrap_or_default();
    }
    if let Some(either) = field["anyOf"].as_array() {
        return either
            .iter()
            .find(|part| part["type"] != "null")
            .map(kind_of)
            .unwrap_or_default();
    }
    let plain = match field["type"].as_array() {
        Some(types) => types.iter().find(|kind| *kind != "null").and_then(Value::as_str),
        None => field["type"].as_str(),
    };
    match plain {
        Some("array") => format!("list of {}", kind_of(&field["items"])),
        Some("string") if field["format"] == "date-time" => "time".to_owned(),
        Some("string") => "text".to_owned(),
        Some(other) => other.to_owned(),
        None => "anything".to_owned(),
    }
}
