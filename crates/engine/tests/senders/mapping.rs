//! The owner says what the values of another system are.

use recado_api::Code;
use recado_api::request::{
    ApplyDeliveries, PreviewMapping, RehearseMapping, SaveMapping, ShowDelivery, ShowPayload,
};
use recado_api::view::{Mapping, MappingRule, Role, Verdict};

use crate::common::{Running, post};

fn rules(rules: &[(&str, Role)]) -> Mapping {
    Mapping {
        rules: rules
            .iter()
            .map(|(path, role)| MappingRule {
                path: (*path).to_owned(),
                role: role.clone(),
            })
            .collect(),
    }
}

fn body(n: u32) -> String {
    format!(r#"{{"a":"Beatriz {n}","b":"1198765432{n}","c":"Quero marcar","segredo":"abc","pedido":{n}}}"#)
}

#[tokio::test]
async fn what_named_nobody_is_on_a_card_once_its_values_are_named_and_only_once() {
    let running = Running::start().await;
    let source = running.add_source("Recepção").await;
    for n in 1..=3 {
        assert_eq!(post(&source, &body(n)).await.status(), 200);
    }
    // Its sender tried again at once.
    post(&source, &body(3)).await;
    let payload = running
        .client
        .ask(ShowPayload { source: source.id })
        .await
        .unwrap()
        .unwrap();
    assert_eq!(payload.tree["a"], "Beatriz 3");
    assert_eq!(payload.tree["segredo"], "[redacted]");

    let mapping = rules(&[
        ("/a", Role::Name),
        ("/b", Role::Phone),
        ("/c", Role::Message),
        ("/z", Role::Email),
    ]);
    let preview = running
        .client
        .ask(PreviewMapping {
            delivery: payload.delivery,
            mapping: mapping.clone(),
        })
        .await
        .unwrap();
    let event = preview.event.unwrap();
    assert_eq!(event.name.as_deref(), Some("Beatriz 3"));
    assert_eq!(event.phones, ["+5511987654323"]);
    assert_eq!(preview.problems.len(), 1);
    assert_eq!(preview.problems[0].0, 3);

    let rehearsal = running
        .client
        .ask(RehearseMapping {
            source: source.id,
            mapping: mapping.clone(),
        })
        .await
        .unwrap();
    assert_eq!(
        (
            rehearsal.deliveries,
            rehearsal.named_before,
            rehearsal.named_after,
            rehearsal.unmatched
        ),
        (4, 0, 4, 4)
    );
    assert!(running.contacts().await.is_empty());

    let applied = running
        .client
        .ask(SaveMapping {
            source: source.id,
            mapping,
        })
        .await
        .unwrap();
    assert_eq!((applied.deliveries, applied.recovered), (4, 3));
    use Verdict::{Accepted, Duplicate};
    let verdicts: Vec<_> = running
        .deliveries()
        .await
        .iter()
        .map(|line| line.verdict)
        .collect();
    assert_eq!(verdicts, [Accepted, Accepted, Accepted, Duplicate]);

    for again in [
        ApplyDeliveries::Unmatched(None),
        ApplyDeliveries::One(payload.delivery),
    ] {
        assert_eq!(running.client.ask(again).await.unwrap().recovered, 0);
    }
    let contacts = running.contacts().await;
    assert_eq!(
        contacts.iter().map(|contact| contact.unread).collect::<Vec<_>>(),
        [1, 1, 1]
    );
}

#[tokio::test]
async fn another_mapping_files_nothing_twice_however_late() {
    let running = Running::start().await;
    let source = running.add_source("Recepção").await;
    let named = r#"{"nome":"Ana","telefone":"11987654321","obs":"Quero marcar"}"#;
    post(&source, named).await;
    let line = running.deliveries().await.remove(0);
    let shown = running
        .client
        .ask(ShowDelivery { delivery: line.id })
        .await
        .unwrap();
    assert!(shown.can_apply);
    running.clock.forward(jiff::SignedDuration::from_hours(24));
    running
        .client
        .ask(SaveMapping {
            source: source.id,
            mapping: rules(&[("/obs", Role::ExternalId)]),
        })
        .await
        .unwrap();
    let applied = running.client.ask(ApplyDeliveries::One(line.id)).await.unwrap();
    assert_eq!((applied.deliveries, applied.recovered), (1, 0));
    assert_eq!(running.contacts().await[0].unread, 1);
}

#[tokio::test]
async fn only_another_system_is_mapped_and_what_is_gone_is_not_found() {
    let running = Running::start().await;
    let whatsapp = running.add_whatsapp("secret").await;
    let save = SaveMapping {
        source: whatsapp.id,
        mapping: Mapping::default(),
    };
    assert_eq!(running.client.ask(save).await.unwrap_err().code, Code::BadRequest);
    let source = running.add_source("Recepção").await;
    assert!(
        running
            .client
            .ask(ShowPayload { source: source.id })
            .await
            .unwrap()
            .is_none()
    );
    let nothing = "01a20d6d-5a00-77d4-9766-dc53d2e51b26".parse().unwrap();
    for code in [
        running
            .client
            .ask(ShowDelivery { delivery: nothing })
            .await
            .unwrap_err()
            .code,
        running
            .client
            .ask(ApplyDeliveries::One(nothing))
            .await
            .unwrap_err()
            .code,
    ] {
        assert_eq!(code, Code::NotFound);
    }
    let many = Mapping {
        rules: vec![
            MappingRule {
                path: "/a".to_owned(),
                role: Role::Tag
            };
            201
        ],
    };
    let save = SaveMapping {
        source: source.id,
        mapping: many,
    };
    assert_eq!(running.client.ask(save).await.unwrap_err().code, Code::BadRequest);
}
