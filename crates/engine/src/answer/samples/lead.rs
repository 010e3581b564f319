//! The lead that another system sends, as its owner has mapped that system, or as any form would say it.

use jiff::{SignedDuration, Timestamp};
use recado_api::Lang;
use recado_webhook::mapping::{Mapping, Role};
use recado_webhook::request::{Method, Unverified};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::written::EMAIL;

/// Nobody's: no country has this prefix. Samples of senders that know a phone have the same.
const PHONE: &str = "+55900000001";

/// Longer lists than this are not made to reach an element of one.
const LONGEST_LIST: usize = 100;

pub(super) fn request(mapping: Option<&Mapping>, lang: Lang, now: Timestamp) -> Unverified {
    let body = match mapping.filter(|mapping| !mapping.rules.is_empty()) {
        Some(mapping) => mapped(mapping, lang, now),
        None => plain(lang),
    };
    Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into(),
    }
}

/// Its id makes it another one each time.
fn plain(lang: Lang) -> Value {
    let (name, message) = (lang.text("test-name", &[]), lang.text("test-message", &[]));
    let id = Uuid::now_v7();
    match lang {
        Lang::PtBr => json!({ "id": id, "nome": name, "email": EMAIL, "mensagem": message }),
        Lang::En => json!({ "id": id, "name": name, "email": EMAIL, "message": message }),
    }
}

/// With a value wherever the owner said there is one.
fn mapped(mapping: &Mapping, lang: Lang, now: Timestamp) -> Value {
    let tomorrow = now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now);
    let id = Uuid::now_v7().simple().to_string();
    let mut tree = Value::Null;
    for rule in &mapping.rules {
        let value = match &rule.role {
            Role::Name => lang.text("test-name", &[]),
            Role::Phone => PHONE.to_owned(),
            Role::Email => EMAIL.to_owned(),
            Role::Message | Role::Field(_) => lang.text("test-message", &[]),
            Role::AppointmentTime => tomorrow.to_string(),
            Role::Amount => "1.00".to_owned(),
            Role::ExternalId => id.clone(),
            Role::Tag => lang.text("test-tag", &[]),
        };
        put(&mut tree, &rule.path, value);
    }
    if let Value::Object(object) = &mut tree
        && !mapping.names_id()
    {
        object.entry("id").or_insert(id.into());
    }
    tree
}

/// Puts a value where a JSON Pointer leads, making what is on the way. What is in its way stays.
fn put(tree: &mut Value, pointer: &str, value: String) {
    let mut at = tree;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let place = step.parse().ok().filter(|place| *place < LONGEST_LIST);
        if at.is_null() {
            *at = match place {
                Some(_) => Value::Array(Vec::new()),
                None => Value::Object(Map::new()),
            };
        }
        at = match (at, place) {
            (Value::Object(object), _) => object.entry(step).or_insert(Value::Null),
            (Value::Array(list), Some(place)) => {
                if list.len() <= place {
                    list.resize(place + 1, Value::Null);
                }
                match list.get_mut(place) {
                    Some(element) => element,
                    None => return,
                }
            }
            _ => return,
        };
    }
    if at.is_null() {
        *at = value.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_put_where_a_pointer_leads() {
        let mut tree = Value::Null;
        for (pointer, value) in [
            ("/lead/nome", "a"),
            ("/lead/fones/1", "b"),
            ("/lead/nome/first", "in the way"),
            ("/a~1b/~0", "c"),
            ("/lead/fones/x", "no list has that"),
        ] {
            put(&mut tree, pointer, value.to_owned());
        }
        let expected = json!({ "lead": { "nome": "a", "fones": [null, "b"] }, "a/b": { "~": "c" } });
        assert_eq!(tree, expected);
        let mut whole = Value::Null;
        put(&mut whole, "", "text".to_owned());
        assert_eq!(whole, json!("text"));
    }
}
