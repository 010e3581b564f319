use super::*;
use crate::preset::{AnswerBody, Group, OTHER, SchemeChoice, all};

pub(super) fn page() -> String {
    let mut page = String::from(
        "<!-- Made from /presets: RECADO_WRITE_DOCS=1 cargo test -p recado-webhook docs -->\n\n\
         # Senders\n\n\
         What Recado knows about each kind of sender. How to add one: [presets/README.md](../presets/README.md). A tick is\n\
         something that a sample of the sender becomes; “own ids” that all of them have one of the sender's.\n\n\
         | sender | message | lead | appointment | payment | order | receipt | own ids | handshake | only an id | how it proves that it is genuine |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for preset in sorted() {
        let kinds = kinds(preset);
        let _ = write!(page, "| [{}](#{}) |", preset.title.en, preset.id);
        for kind in KINDS {
            page.push_str(if kinds.contains(&kind) { " ✓ |" } else { " |" });
        }
        page.push_str(if has_ids(preset) { " ✓ |" } else { " |" });
        page.push_str(if preset.handshake.is_some() {
            " ✓ |"
        } else {
            " |"
        });
        page.push_str(if preset.access_token.is_some() {
            " ✓ |"
        } else {
            " |"
        });
        let schemes: Vec<_> = preset
            .schemes
            .iter()
            .map(|scheme| scheme.title.en.as_str())
            .collect();
        let _ = writeln!(page, " {} |", schemes.join("; "));
    }
    for preset in sorted() {
        section(&mut page, preset);
    }
    format!("{}\n", page.trim_end())
}

/// Whether every event of its samples has an id that the sender gives it.
fn has_ids(preset: &Preset) -> bool {
    let expected = expected(preset);
    let mut events = expected
        .iter()
        .flat_map(|(_, became)| became["events"].as_array().into_iter().flatten())
        .peekable();
    events.peek().is_some() && events.all(|event| !event["external_id"].is_null())
}

/// By group, "another system" last.
fn sorted() -> Vec<&'static Preset> {
    let mut presets: Vec<_> = all().iter().collect();
    presets.sort_by_key(|preset| {
        (
            preset.id == OTHER,
            place(preset.group),
            preset.title.en.to_lowercase(),
        )
    });
    presets
}

fn place(group: Group) -> u8 {
    match group {
        Group::Messages => 0,
        Group::Forms => 1,
        Group::Appointments => 2,
        Group::Payments => 3,
        Group::Shops => 4,
        Group::Other => 5,
    }
}

fn section(page: &mut String, preset: &Preset) {
    let _ = write!(
        page,
        "\n<a id=\"{}\"></a>\n\n## {}\n\n{}.",
        preset.id,
        preset.title.en,
        preset.about.en.trim_end_matches('.')
    );
    if let Some(docs) = &preset.docs {
        let _ = write!(page, " [Its documentation]({docs}).");
    }
    page.push_str("\n\n");
    for (number, step) in preset.steps.iter().enumerate() {
        let _ = writeln!(page, "{}. {}", number + 1, step.en);
    }
    let _ = write!(page, "\n{}\n\n", preset.first.en);
    for scheme in &preset.schemes {
        let _ = writeln!(page, "- {}", of_scheme(scheme));
    }
    if let Some(token) = &preset.access_token {
        let _ = writeln!(page, "- {}: {}", token.label.en, token.hint.en);
    }
    for resource in &preset.fetch {
        let _ = writeln!(
            page,
            "- It tells an id alone; the {} is fetched from `{}{}`.{}{}",
            resource.resource,
            resource.base,
            resource.path,
            match &resource.then {
                Some(then) => format!(" The {} that it names is fetched too.", then.resource),
                None => String::new(),
            },
            if resource.optional {
                " Without a key, what came is filed."
            } else {
                ""
            },
        );
    }
    let grant = preset
        .access_token
        .as_ref()
        .and_then(|token| token.grant.as_ref());
    if let Some(grant) = grant {
        let _ = writeln!(page, "- The key is exchanged for a token at `{}`.", grant.url);
    }
    if let Some(answer) = answer(preset) {
        let _ = writeln!(page, "- {answer}");
    }
    if let Some(patience) = &preset.patience {
        let waits = patience
            .seconds_to_answer
            .map(|seconds| format!("It waits {seconds} s for an answer. "));
        let _ = writeln!(page, "- {}{}", waits.unwrap_or_default(), patience.text.en);
        for step in &patience.recover {
            let _ = writeln!(page, "  - Afterwards: {}", step.en);
        }
    }
    samples(page, preset);
}

fn of_scheme(scheme: &SchemeChoice) -> String {
    let mut text = scheme.title.en.clone();
    if let Some(secret) = &scheme.secret {
        text += &format!(". {}: {}", secret.label.en, secret.hint.en);
        if !scheme.required {
            text += " Until it is given, the address alone is enough.";
        }
    }
    text
}

fn answer(preset: &Preset) -> Option<String> {
    let what = match &preset.answer.body {
        AnswerBody::Json if preset.answer.status == 200 => return None,
        AnswerBody::Json => "a small object".to_owned(),
        AnswerBody::Empty => "no body".to_owned(),
        AnswerBody::Text(text) => format!("`{text}` as `{}`", preset.answer.content_type),
    };
    Some(format!("It is answered {} with {what}.", preset.answer.status))
}

fn samples(page: &mut String, preset: &Preset) {
    let expected = expected(preset);
    if expected.is_empty() {
        return;
    }
    page.push_str("\n| sample | becomes |\n| --- | --- |\n");
    for (name, became) in expected {
        let verdict = became["verdict"].as_str().unwrap_or_default();
        let events = became["events"].as_array().into_iter().flatten();
        let kinds: Vec<_> = events.map(of_event).collect();
        let detail = match (verdict, kinds.is_empty()) {
            ("accepted", false) => kinds.join(", "),
            (_, false) => format!("{verdict} ({})", kinds.join(", ")),
            (_, true) => match became["detail"].as_str() {
                Some(detail) => format!("{verdict}: {detail}"),
                None => verdict.to_owned(),
            },
        };
        let _ = writeln!(page, "| {name} | {detail} |");
    }
}

fn of_event(event: &Value) -> String {
    let kind = event["kind"].as_str().unwrap_or_default();
    let mut said = kind.to_owned();
    if event["direction"] == "out" && kind != "receipt" {
        said += " of our own";
    }
    if let Some(state) = event.pointer("/appointment/state").and_then(Value::as_str) {
        said += &format!(", {state}");
    }
    said
}
