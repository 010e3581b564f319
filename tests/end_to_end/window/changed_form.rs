//! A form whose fields were renamed while nobody looked: noticed, compared and mended in the window.

use recado_api::SourceId;
use recado_api::request::{ListSources, SaveMapping};
use recado_api::view::{Mapping, MappingRule, Role};
use recado_tests::{Office, window::Called};
use serde_json::json;

const NAMES: [&str; 8] = [
    "Ana Souza",
    "Rui Alves",
    "Eva Lima",
    "Ivo Reis",
    "Lia Melo",
    "Gil Castro",
    "Bia Nunes",
    "Edu Prado",
];

#[test]
fn a_renamed_form_is_noticed_and_its_earlier_leads_get_their_names_and_phones() {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.wait_for_receiving();
    map(&office);
    for (n, name) in NAMES.iter().enumerate() {
        office.post_json(
            &json!({ "campo_1": name, "campo_2": phone(n), "mail": mail(n), "texto": "Quero um horário" })
                .to_string(),
        );
    }
    // Rebuilt: the e-mail address alone stays where it was.
    for n in 20..26 {
        let name = format!("{} Filho", NAMES[n - 20]);
        office.post_json(
            &json!({ "pergunta_a": name, "pergunta_b": phone(n), "mail": mail(n), "texto": "Quero um horário" })
                .to_string(),
        );
    }
    window.wait_for_card_in("lead20@example.com", "Novos");

    window.button(Called::Begins("Conexões"));
    window.button("Outro sistema");
    window.button("Ver e consertar");
    window.wait_for("dialog", "O que mudou em Outro sistema");
    window.wait_for("treeitem", Called::Has("pergunta_a"));
    window.button("Salvar e corrigir 6 entregas");
    window.wait_for_text("6 contatos recuperados");
    window.wait_until_gone("button", "Ver e consertar");
    window.button("Pronto");
    window.button(Called::Begins("Quadro"));
    window.wait_for_card_that_says("Ana Souza Filho", "Quero um horário");
    window.wait_until_no_card_of("lead20@example.com");
    let contacts = office.recado.contacts();
    assert_eq!(contacts.len(), NAMES.len() + 6);
    for contact in contacts {
        assert_eq!(contact["phones"].as_array().map(Vec::len), Some(1), "{contact}");
        assert_eq!(contact["unread"], 1, "{contact}");
    }
}

/// As the owner had it mapped.
fn map(office: &Office) {
    let sources = office.recado.ask(ListSources {}).expect("sources can be listed");
    let source: SourceId = sources.first().expect("the clinic has one").id;
    let rules = [
        ("/campo_1", Role::Name),
        ("/campo_2", Role::Phone),
        ("/mail", Role::Email),
        ("/texto", Role::Message),
    ];
    let rules = rules.map(|(path, role)| MappingRule {
        path: path.to_owned(),
        role,
    });
    let mapping = Mapping {
        rules: rules.to_vec(),
    };
    office
        .recado
        .ask(SaveMapping { source, mapping })
        .expect("a mapping can be kept");
}

fn phone(n: usize) -> String {
    format!("119876500{n:02}")
}

fn mail(n: usize) -> String {
    format!("lead{n}@example.com")
}
