use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::*;
use crate::event::{AppointmentState, Direction, Event, Kind};

fn business() -> Business {
    let zone = TimeZone::get("America/Sao_Paulo").expect("the zone is known");
    Business::new("BR", zone)
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

fn preview(tree: &Value, rules: &[(&str, Role)]) -> Preview {
    mapping(rules).preview(tree, &business())
}

/// A payload whose keys say nothing.
fn unknown() -> Value {
    json!({
        "k1": "Ana Souza",
        "k2": { "a": "98765-4321", "ddd": "11" },
        "k3": "ana@example.com",
        "k4": "Quero um orçamento",
        "k5": "24/11/2026",
        "k6": "14h30",
        "k7": { "v": "1.234,56", "moeda": "USD" },
        "k8": 123_456,
        "k9": "vip, novo",
        "k/10~": "Unimed",
        "lista": [1, 2],
    })
}

#[test]
fn what_the_owner_says_is_what_it_is() {
    let rules = [
        ("/k1", Role::Name),
        ("/k2/a", Role::Phone),
        ("/k3", Role::Email),
        ("/k4", Role::Message),
        ("/k5", Role::AppointmentTime),
        ("/k6", Role::AppointmentTime),
        ("/k7/v", Role::Amount),
        ("/k8", Role::ExternalId),
        ("/k9", Role::Tag),
        ("/k~110~0", Role::Field("Convênio".to_owned())),
    ];
    let preview = preview(&unknown(), &rules);
    assert_eq!(preview.problems, []);
    assert!(preview.names_somebody);
    let event = preview.event;
    assert_eq!(event.kind, Kind::Appointment);
    assert_eq!(event.contact.name.as_deref(), Some("Ana Souza"));
    assert_eq!(event.contact.phones[0].number, "+5511987654321");
    assert_eq!(event.contact.emails, ["ana@example.com"]);
    assert_eq!(event.text.as_deref(), Some("Quero um orçamento"));
    let appointment = event.appointment.expect("there is one");
    assert_eq!(appointment.starts_at.to_string(), "2026-11-24T17:30:00Z");
    let amount = event.amount.expect("there is one");
    assert_eq!((amount.minor, amount.currency.as_str()), (123_456, "USD"));
    assert_eq!(event.external_id.as_deref(), Some("123456"));
    assert!(event.version.is_some());
    assert_eq!(event.tags, ["vip", "novo"]);
    assert_eq!(event.fields["Convênio"], "Unimed");
    assert!(!event.fields.contains_key("k/10~"), "{:?}", event.fields);
}

#[test]
fn what_can_not_be_is_told_rule_by_rule() {
    let rules = [
        ("/k3", Role::Phone),
        ("/k1", Role::Email),
        ("/k4", Role::AppointmentTime),
        ("/k5", Role::AppointmentTime),
        ("/k1", Role::Amount),
        ("/lista", Role::Name),
        ("/nada", Role::Name),
        ("/k8", Role::Name),
        ("/k1", Role::Field(" ".to_owned())),
    ];
    let mut problems = preview(&unknown(), &rules).problems;
    problems.sort_by_key(|(place, _)| *place);
    assert_eq!(
        problems,
        [
            (0, Problem::NoPhone),
            (1, Problem::NoEmail),
            (2, Problem::NoTime),
            (3, Problem::NoHour),
            (4, Problem::NoAmount),
            (5, Problem::NotOneValue),
            (6, Problem::Missing),
            (7, Problem::NoName),
            (8, Problem::NoFieldName),
        ]
    );
    assert_eq!(
        preview(&unknown(), &[("/k6", Role::AppointmentTime)]).problems,
        [(0, Problem::NoDay)]
    );
}

#[test]
fn a_rule_goes_before_a_guess_and_a_guess_stands_in_for_a_rule_without_a_value() {
    let tree = json!({ "telefone": "11987654321", "whats_da_loja": "1133334444", "nome": "Ana", "mensagem": "oi", "obs": "tarde" });
    let event = preview(&tree, &[("/whats_da_loja", Role::Phone), ("/obs", Role::Message)]).event;
    assert_eq!(event.contact.phones.len(), 1);
    assert_eq!(event.contact.phones[0].number, "+551133334444");
    assert_eq!(event.text.as_deref(), Some("tarde"));
    let event = preview(&tree, &[("/celular", Role::Phone)]).event;
    assert_eq!(event.contact.phones[0].number, "+5511987654321");
    assert_eq!(event.contact.name.as_deref(), Some("Ana"));
}

#[test]
fn a_value_named_as_a_field_is_nothing_else() {
    let tree = json!({ "nome": "Ana", "telefone": "11987654321", "mensagem": "Unimed" });
    let event = preview(&tree, &[("/mensagem", Role::Field("Convênio".to_owned()))]).event;
    assert_eq!(event.text, None);
    assert_eq!(event.kind, Kind::Lead);
    assert_eq!(event.fields["Convênio"], "Unimed");
}

#[test]
fn what_opens_a_door_is_no_field() {
    let tree = json!({ "telefone": "11987654321", "token": "s3cret" });
    let event = preview(&tree, &[("/token", Role::Field("Código".to_owned()))]).event;
    assert_eq!(event.fields["Código"], crate::redact::REDACTED);
}

#[test]
fn a_cancelled_appointment_stays_cancelled_when_its_time_is_named() {
    let tree =
        json!({ "status": "cancelado", "telefone": "11987654321", "x": "2026-11-24 14:30", "fim": "15:00" });
    let appointment = preview(&tree, &[("/x", Role::AppointmentTime)]).event.appointment;
    let appointment = appointment.expect("there is one");
    assert_eq!(appointment.state, AppointmentState::Cancelled);
    assert_eq!(
        appointment.ends_at.map(|end| end.to_string()).as_deref(),
        Some("2026-11-24T18:00:00Z")
    );
}

#[test]
fn a_rule_for_one_of_several_people_is_for_each() {
    let tree = json!({ "itens": [
        { "a": "Ana", "b": "11987654321" },
        { "a": "Rui", "b": "11987654322" },
    ] });
    let rules = mapping(&[("/itens/1/a", Role::Name), ("/itens/1/b", Role::Phone)]);
    let another::Reading::Events(events) = another::read_mapped(&tree, &rules, &business()) else {
        panic!("nobody was found");
    };
    let names: Vec<_> = events
        .iter()
        .map(|event| event.contact.name.clone().unwrap_or_default())
        .collect();
    assert_eq!(names, ["Ana", "Rui"]);
    // And for the only one of another day.
    let alone = json!({ "itens": [{ "a": "Eva", "b": "11987654323" }] });
    let event = rules.preview(&alone, &business()).event;
    assert_eq!(event.contact.name.as_deref(), Some("Eva"));
}

#[test]
fn the_business_s_own_name_is_not_the_contacts() {
    let tree = json!({ "fromMe": true, "nome": "Clínica", "telefone": "11987654321", "mensagem": "oi" });
    let event = preview(&tree, &[("/telefone", Role::Phone)]).event;
    assert_eq!(event.direction, Direction::Out);
    assert_eq!(event.contact.name, None);
}

#[test]
fn guesses_are_rules_that_say_the_same() {
    let tree = json!({
        "id": "abc",
        "cliente": { "nome": "Ana", "sobrenome": "Souza", "telefone": "11987654321", "e-mail": "ana@example.com" },
        "respostas": [{ "pergunta": "Mensagem", "resposta": "Quero um orçamento" }],
        "agendamento/hora": "2026-11-24 14:30",
        "valor": "R$ 100,00",
        "tags": ["vip"],
        "outro": "x",
    });
    let guessed = Mapping::guessed(&tree, &business());
    let rule = |path: &str, role| Rule {
        path: path.to_owned(),
        role,
    };
    assert_eq!(
        guessed.rules,
        [
            rule("/id", Role::ExternalId),
            rule("/cliente/nome", Role::Name),
            rule("/cliente/sobrenome", Role::Name),
            rule("/cliente/telefone", Role::Phone),
            rule("/cliente/e-mail", Role::Email),
            rule("/respostas/0/resposta", Role::Message),
            rule("/agendamento~1hora", Role::AppointmentTime),
            rule("/valor", Role::Amount),
            rule("/tags/0", Role::Tag),
        ]
    );
    let by_guess = another::read_one(&tree, &business());
    let by_rules = guessed.preview(&tree, &business());
    assert_eq!(by_rules.problems, []);
    // What the owner says to be the id is one.
    assert_eq!(by_rules.event.matter.as_deref(), Some("appointment abc"));
    assert_eq!(
        Event {
            matter: None,
            ..by_rules.event
        },
        by_guess
    );
}
