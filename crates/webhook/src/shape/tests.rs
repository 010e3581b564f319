use bytes::Bytes;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::*;
use crate::body;
use crate::mapping::Rule;
use crate::request::{Method, Unverified};

fn business() -> Business {
    let zone = TimeZone::get("America/Sao_Paulo").expect("the zone is known");
    Business::new("BR", zone)
}

fn parsed(tree: &Value) -> Parsed {
    let request = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Bytes::from(serde_json::to_vec(tree).expect("it is JSON")),
    };
    body::read_body(&request.known_genuine()).expect("it is well-formed")
}

fn mapping(rules: &[(&str, Role)]) -> Mapping {
    let rules = rules.iter().map(|(path, role)| Rule {
        path: (*path).to_owned(),
        role: role.clone(),
    });
    Mapping {
        rules: rules.collect(),
    }
}

/// What is proposed for the rules that no longer hold, with the whole old payload known.
fn proposed(before: &Value, rules: &[(&str, Role)], after: &Value) -> Vec<Option<String>> {
    proposed_with(before, rules, after, &[])
}

fn proposed_with(
    before: &Value,
    rules: &[(&str, Role)],
    after: &Value,
    others: &[Value],
) -> Vec<Option<String>> {
    let (mapping, business) = (mapping(rules), business());
    let old = see(&parsed(before), Some(&mapping), &business);
    assert!(old.read.iter().all(|value| value.holds), "{:?}", old.read);
    let new = see(&parsed(after), Some(&mapping), &business);
    let gone: Vec<_> = old
        .read
        .iter()
        .zip(&new.read)
        .filter(|(_, now)| !now.holds)
        .map(|(value, _)| Gone {
            rule: Rule {
                path: value.path.clone(),
                role: value.role.clone(),
            },
            label: value.label.clone().unwrap_or_default(),
            look: value.look,
            earlier: before
                .pointer(&value.path)
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                .into_iter()
                .collect(),
        })
        .collect();
    let read: Vec<_> = new
        .read
        .iter()
        .filter(|value| value.holds)
        .map(|value| Rule {
            path: value.path.clone(),
            role: value.role.clone(),
        })
        .collect();
    let after = After {
        tree: after,
        others,
        read: &read,
    };
    let proposals = propose(&gone, &old.fields, after, &business);
    proposals
        .into_iter()
        .map(|proposal| proposal.map(|proposal| proposal.path))
        .collect()
}

fn some(paths: &[&str]) -> Vec<Option<String>> {
    paths.iter().map(|path| Some((*path).to_owned())).collect()
}

#[test]
fn renamed_values_are_found() {
    let ana = json!({ "nome": "Ana Souza", "telefone": "11987654321", "email": "ana@example.com", "mensagem": "oi" });
    let all = [
        ("/nome", Role::Name),
        ("/telefone", Role::Phone),
        ("/email", Role::Email),
        ("/mensagem", Role::Message),
    ];
    let rui = ["Rui Alves", "(21) 99876-5432", "rui@example.com", "bom dia"];
    let [name, phone, email, message] = rui;
    for (what, after, expected) in [
        (
            "in English",
            json!({ "name": name, "phone": phone, "email": email, "message": message }),
            some(&["/name", "/phone", "/message"]),
        ),
        (
            "another word",
            json!({ "nome_completo": name, "celular": phone, "email": email, "mensagem": message }),
            some(&["/nome_completo", "/celular"]),
        ),
        (
            "in Spanish",
            json!({ "nombre": name, "movil": phone, "correo": email, "mensaje": message }),
            some(&["/nombre", "/movil", "/correo", "/mensaje"]),
        ),
        (
            "nested",
            json!({ "contact": { "nome": name, "telefone": phone, "email": email }, "mensagem": message }),
            some(&["/contact/nome", "/contact/telefone", "/contact/email"]),
        ),
        (
            "a prefix",
            json!({ "lead_nome": name, "lead_telefone": phone, "lead_email": email, "lead_mensagem": message }),
            some(&["/lead_nome", "/lead_telefone", "/lead_email", "/lead_mensagem"]),
        ),
        (
            "another case",
            json!({ "Nome": name, "TELEFONE": phone, "E-mail": email, "Mensagem": message }),
            some(&["/Nome", "/TELEFONE", "/E-mail", "/Mensagem"]),
        ),
        (
            "reordered",
            json!({ "message": message, "e_mail": email, "fone": phone, "name": name }),
            some(&["/name", "/fone", "/e_mail", "/message"]),
        ),
        (
            "names that say nothing",
            json!({ "field_1a2b3c4": name, "field_6f8642e": phone, "field_77aa001": email, "field_0d0d0d0": message }),
            some(&[
                "/field_1a2b3c4",
                "/field_6f8642e",
                "/field_77aa001",
                "/field_0d0d0d0",
            ]),
        ),
        (
            "answers of named questions",
            json!({ "fields": [
                { "label": "Seu nome", "value": name }, { "label": "WhatsApp", "value": phone },
                { "label": "E-mail", "value": email }, { "label": "Mensagem", "value": message },
            ] }),
            some(&[
                "/fields/0/value",
                "/fields/1/value",
                "/fields/2/value",
                "/fields/3/value",
            ]),
        ),
    ] {
        assert_eq!(proposed(&ana, &all, &after), expected, "{what}");
    }
}

#[test]
fn names_that_say_nothing_are_told_by_what_their_values_look_like() {
    let before = json!({ "form": "7", "field_aa11": "Ana Souza", "field_bb22": "11987654321",
                         "field_cc33": "Quero saber o preço da limpeza de pele, por favor" });
    let rules = [
        ("/field_aa11", Role::Name),
        ("/field_bb22", Role::Phone),
        ("/field_cc33", Role::Message),
    ];
    // Another order, and one more.
    let after = json!({ "form": "7", "field_x9": "21998765432", "field_y8": "São Paulo", "field_z7": "Rui Alves",
                        "field_w6": "Vocês atendem aos sábados de manhã? Trabalho a semana toda." });
    // Two look like names: neither is proposed.
    assert_eq!(
        proposed(&before, &rules, &after),
        [None, Some("/field_x9".to_owned()), None]
    );
}

#[test]
fn a_list_of_named_values_that_was_shuffled_is_followed_by_the_names() {
    let pair = |label: &str, value: &str| json!({ "name": label, "value": value });
    let before =
        json!({ "fields": [pair("Nome", "Ana Souza"), pair("Fone", "11987654321"), pair("Mail", "a@b.co")] });
    let rules = [
        ("/fields/0/value", Role::Name),
        ("/fields/1/value", Role::Phone),
        ("/fields/2/value", Role::Email),
    ];
    let after =
        json!({ "fields": [pair("Mail", "r@b.co"), pair("Nome", "Rui Alves"), pair("Fone", "21998765432")] });
    assert_eq!(
        proposed(&before, &rules, &after),
        some(&["/fields/1/value", "/fields/2/value", "/fields/0/value"])
    );
}

#[test]
fn a_list_without_names_that_was_shuffled_is_followed_by_looks() {
    let before = json!({ "answers": ["Ana Souza", "11987654321", "a@b.co"] });
    let rules = [("/answers/1", Role::Phone), ("/answers/2", Role::Email)];
    let after = json!({ "answers": ["r@b.co", "Rui Alves", "21998765432"] });
    assert_eq!(
        proposed(&before, &rules, &after),
        some(&["/answers/2", "/answers/0"])
    );
}

#[test]
fn times_amounts_and_fields_are_found_too() {
    let before = json!({ "inicio": "2026-11-24T14:30:00-03:00", "preco": "R$ 120,00", "convenio": "Unimed", "sala": "Azul" });
    let rules = [
        ("/inicio", Role::AppointmentTime),
        ("/preco", Role::Amount),
        ("/convenio", Role::Field("Convênio".to_owned())),
        ("/sala", Role::Field("Sala".to_owned())),
    ];
    let after = json!({ "starts_at": "2026-11-25T10:00:00-03:00", "valor": "R$ 90,00", "convenio_medico": "Bradesco", "sala": "Verde" });
    assert_eq!(
        proposed(&before, &rules, &after),
        some(&["/starts_at", "/valor", "/convenio_medico"])
    );
}

#[test]
fn what_the_same_person_said_before_tells_the_most() {
    let before = json!({ "a": "Ana Souza", "b": "Unimed", "c": "11987654321" });
    let rules = [("/b", Role::Field("Convênio".to_owned())), ("/c", Role::Phone)];
    let after = json!({ "a": "Ana Souza", "x": "Verde", "y": "unimed", "z": "+55 11 98765-4321", "w": "21998765432" });
    assert_eq!(proposed(&before, &rules, &after), some(&["/y", "/z"]));
}

#[test]
fn nothing_is_better_than_something_wrong() {
    let before = json!({ "nome": "Ana Souza", "telefone": "11987654321", "cidade": "Santos" });
    let name = [("/nome", Role::Name)];
    let phone = [("/telefone", Role::Phone)];
    for (what, rules, after) in [
        (
            "a product",
            &name,
            json!({ "produto": "Limpeza de pele", "telefone": "11987654321" }),
        ),
        (
            "a campaign",
            &name,
            json!({ "utm_campaign": "Clínica Boa Vista", "telefone": "11987654321" }),
        ),
        (
            "a city",
            &name,
            json!({ "sua_cidade": "São Paulo", "telefone": "11987654321" }),
        ),
        (
            "a tax number",
            &phone,
            json!({ "nome": "Ana Souza", "cpf": "123.456.789-09" }),
        ),
        (
            "an order's number",
            &phone,
            json!({ "nome": "Ana Souza", "pedido": "00012345" }),
        ),
        (
            "the shop's phone",
            &phone,
            json!({ "nome": "Ana Souza", "telefone_da_loja": "1133334444" }),
        ),
        (
            "the clinic's phone",
            &phone,
            json!({ "nome": "Ana Souza", "clinica": { "fone": "1133334444" } }),
        ),
        (
            "what was there before",
            &name,
            json!({ "cidade": "Boa Vista", "telefone": "11987654321" }),
        ),
        ("nothing at all", &phone, json!({ "nome": "Ana Souza" })),
        (
            "a secret",
            &phone,
            json!({ "nome": "Ana Souza", "token": "11987654321" }),
        ),
    ] {
        assert_eq!(proposed(&before, rules, &after), [None], "{what}");
    }
}

#[test]
fn what_every_delivery_says_alike_is_nobodys_phone() {
    let before = json!({ "k1": "Ana Souza", "k2": "11987654321" });
    let rules = [("/k2", Role::Phone)];
    let after = json!({ "k1": "Ana Souza", "k9": "1133334444" });
    assert_eq!(proposed(&before, &rules, &after), some(&["/k9"]));
    let others = vec![after.clone(); 3];
    assert_eq!(proposed_with(&before, &rules, &after, &others), [None]);
}

#[test]
fn a_rule_for_one_of_several_people_holds_while_one_of_them_has_it() {
    let mapping = mapping(&[("/itens/0/a", Role::Name), ("/itens/0/b", Role::Phone)]);
    let several = json!({ "itens": [
        { "a": "Ana" }, { "a": "Rui", "b": "11987654322" }, { "a": "Eva", "b": "11987654323" },
    ] });
    let seen = see(&parsed(&several), Some(&mapping), &business());
    assert!(seen.read.iter().all(|value| value.holds));
    let renamed =
        json!({ "itens": [{ "a": "Ana", "c": "11987654321" }, { "a": "Rui", "c": "11987654322" }] });
    let seen = see(&parsed(&renamed), Some(&mapping), &business());
    let hold: Vec<_> = seen.read.iter().map(|value| value.holds).collect();
    assert_eq!(hold, [true, false]);
}

#[test]
fn without_a_mapping_what_the_names_say_is_seen() {
    let tree = json!({ "nome": "Ana", "telefone": "11987654321", "x": 1 });
    let seen = see(&parsed(&tree), None, &business());
    let read: Vec<_> = seen
        .read
        .iter()
        .map(|value| (value.path.as_str(), value.role.clone()))
        .collect();
    assert_eq!(read, [("/nome", Role::Name), ("/telefone", Role::Phone)]);
    assert!(seen.names_somebody);
}

#[test]
fn looks_are_told_apart() {
    for (value, expected) in [
        (json!("11987654321"), Look::Phone),
        (json!("(11) 98765-4321"), Look::Phone),
        (json!(11_987_654_321_i64), Look::Phone),
        (json!("ana@example.com"), Look::Email),
        (json!("Ana Souza"), Look::Name),
        (json!("Ana"), Look::Text),
        (json!("R$ 1.234,56"), Look::Amount),
        (json!("120.00"), Look::Amount),
        (json!("2026-11-24T14:30:00Z"), Look::Date),
        (json!("24/11/2026"), Look::Date),
        (json!("https://example.com/a"), Look::Link),
        (json!(true), Look::Flag),
        (json!("Sim"), Look::Flag),
        (json!("cus_000171"), Look::Id),
        (json!(42), Look::Number),
        (json!("Quero saber o preço da limpeza, por favor"), Look::LongText),
    ] {
        assert_eq!(look(&value, &business()), expected, "{value}");
    }
}

#[test]
fn a_new_value_is_worth_a_role_only_where_nothing_else_is_read_as_that() {
    let business = business();
    let tree = json!({ "nome": "Ana", "canal": "11987654321", "extra": "x" });
    let seen = see(&parsed(&tree), None, &business);
    let of = |path: &str, read: &[Rule]| {
        let field = seen.fields.iter().find(|field| field.path == path);
        role_of_new(field.expect("it is there"), &tree, read, &business)
    };
    assert_eq!(of("/extra", &[]), None);
    let phone = Rule {
        path: "/y".to_owned(),
        role: Role::Phone,
    };
    assert_eq!(of("/canal", &[phone]), None);
}
