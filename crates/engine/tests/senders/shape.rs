//! A form that was rebuilt: noticed, compared, mended.

use jiff::SignedDuration;
use recado_api::client::Changes;
use recado_api::request::{
    DismissAlert, EditContact, ListAlerts, ListToasts, MarkRead, RehearseMapping, SaveMapping, Search,
    ShowContact, ShowShapeChange,
};
use recado_api::view::{
    Alert, AlertKind, AlertWhat, Contact, Mapping, MappingRule, Role, ShapeChanged, ShapeComparison, Source,
    TimelineEntry, Verdict, What,
};
use recado_api::{Change, Ending};

use crate::common::{Running, post, until};

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

/// Names, phones and e-mail addresses of people who do not repeat.
fn person(n: u32) -> (String, String, String) {
    const NAMES: [&str; 5] = ["Ana Souza", "Rui Alves", "Eva Lima", "Ivo Reis", "Lia Melo"];
    let name = NAMES[n as usize % NAMES.len()].to_owned();
    (name, format!("119876543{n:02}"), format!("p{n}@example.com"))
}

/// As the form was when the owner mapped it. Its keys say nothing.
fn old(n: u32) -> String {
    let (name, phone, email) = person(n);
    format!(
        r#"{{"campo_1":"{name}","campo_2":"{phone}","campo_3":"{email}","campo_4":"Quero marcar uma hora"}}"#
    )
}

fn old_mapping() -> Mapping {
    rules(&[
        ("/campo_1", Role::Name),
        ("/campo_2", Role::Phone),
        ("/campo_3", Role::Email),
        ("/campo_4", Role::Message),
    ])
}

/// Rebuilt: everything but the e-mail address has another key.
fn half_new(n: u32) -> String {
    let (name, phone, email) = person(n);
    format!(
        r#"{{"campo_a":"{name}","campo_b":"{phone}","campo_3":"{email}","campo_4":"Quero marcar uma hora"}}"#
    )
}

/// Rebuilt altogether.
fn new(n: u32) -> String {
    let (name, phone, email) = person(n);
    format!(
        r#"{{"campo_a":"{name}","campo_b":"{phone}","campo_c":"{email}","campo_d":"Quero marcar uma hora"}}"#
    )
}

struct Form {
    running: Running,
    source: Source,
    changes: Changes,
}

impl Form {
    /// A form that has sent so many, mapped.
    async fn mapped(sent: u32) -> Self {
        let form = Self::unmapped().await;
        form.save(old_mapping()).await;
        for n in 0..sent {
            form.post(&old(n)).await;
        }
        form
    }

    async fn unmapped() -> Self {
        let running = Running::start().await;
        let source = running.add_source("Formulário do site").await;
        let changes = running.client.changes(None).await.unwrap();
        Self {
            running,
            source,
            changes,
        }
    }

    async fn post(&self, body: &str) {
        self.running.clock.forward(SignedDuration::from_mins(30));
        assert_eq!(post(&self.source, body).await.status(), 200);
    }

    async fn save(&self, mapping: Mapping) -> (u32, u32) {
        let source = self.source.id;
        let applied = self
            .running
            .client
            .ask(SaveMapping { source, mapping })
            .await
            .unwrap();
        (applied.recovered, applied.completed)
    }

    /// Waits for an alert that fits.
    async fn told(&mut self, fits: impl Fn(&ShapeChanged) -> bool) -> ShapeChanged {
        until(&mut self.changes, |change| {
            let Change::Alerts(alerts) = change else {
                return None;
            };
            alerts.into_iter().find_map(|alert| {
                let AlertWhat::ShapeChanged(changed) = alert.what else {
                    return None;
                };
                Some(changed).filter(&fits)
            })
        })
        .await
    }

    async fn told_no_more(&mut self) {
        until(&mut self.changes, |change| {
            let Change::Alerts(alerts) = change else {
                return None;
            };
            alerts.is_empty().then_some(())
        })
        .await;
    }

    async fn alerts(&self) -> Vec<Alert> {
        self.running.client.ask(ListAlerts {}).await.unwrap()
    }

    async fn compared(&self) -> Option<ShapeComparison> {
        let source = self.source.id;
        self.running.client.ask(ShowShapeChange { source }).await.unwrap()
    }

    /// What the owner gets by taking every proposal.
    fn proposed(compared: &ShapeComparison) -> Mapping {
        let mut rules = compared.kept.clone();
        rules.extend(compared.gone.iter().filter_map(|gone| {
            Some(MappingRule {
                path: gone.proposed.as_ref()?.path.clone(),
                role: gone.role.clone(),
            })
        }));
        Mapping { rules }
    }

    async fn contact(&self, email: &str) -> Contact {
        let contacts = self.running.contacts().await;
        let found = contacts
            .into_iter()
            .find(|contact| contact.emails.contains(&email.to_owned()));
        found.unwrap()
    }

    async fn timeline(&self, contact: &Contact) -> Vec<TimelineEntry> {
        let asked = ShowContact {
            contact: contact.id,
            entries: 50,
        };
        self.running.client.ask(asked).await.unwrap().timeline.entries
    }
}

#[tokio::test]
async fn a_renamed_form_is_told_at_once_compared_and_its_lost_people_are_recovered() {
    let mut form = Form::mapped(8).await;
    assert_eq!(form.compared().await, None);
    form.post(&new(20)).await;
    let told = form.told(|changed| changed.deliveries == 1).await;
    assert_eq!(told.gone, ["campo_1", "campo_2", "campo_3", "campo_4"]);
    assert_eq!(told.new, ["campo_a", "campo_b", "campo_c", "campo_d"]);
    form.post(&new(21)).await;
    form.told(|changed| changed.deliveries == 2).await;

    let compared = form.compared().await.unwrap();
    assert_eq!(compared.deliveries, 2);
    assert_eq!(compared.mapping, Some(old_mapping()));
    assert_eq!(compared.kept, []);
    let before = compared.before.as_ref().unwrap();
    assert_eq!(
        (&before.tree["campo_1"], before.read.len()),
        (&person(7).0.into(), 4)
    );
    assert_eq!(compared.after.tree["campo_b"], person(21).1);
    let rows: Vec<_> = compared
        .gone
        .iter()
        .map(|gone| {
            (
                gone.name.as_str(),
                gone.proposed.as_ref().map(|proposed| proposed.name.as_str()),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("campo_1", Some("campo_a")),
            ("campo_2", Some("campo_b")),
            ("campo_3", Some("campo_c")),
            ("campo_4", Some("campo_d")),
        ]
    );

    let mapping = Form::proposed(&compared);
    let rehearsal = form
        .running
        .client
        .ask(RehearseMapping {
            source: form.source.id,
            mapping: mapping.clone(),
        })
        .await
        .unwrap();
    assert_eq!((rehearsal.broken, rehearsal.mended), (2, 2));
    assert_eq!(form.save(mapping).await, (2, 0));
    form.told_no_more().await;
    assert_eq!(form.alerts().await, []);
    assert_eq!(form.compared().await, None);
    let lost = form.contact("p20@example.com").await;
    assert_eq!(
        (lost.name.as_str(), lost.phones.as_slice()),
        ("Ana Souza", ["+5511987654320".to_owned()].as_slice())
    );
    // It goes on so.
    form.post(&new(22)).await;
    assert_eq!(form.contact("p22@example.com").await.name, "Eva Lima");
}

#[tokio::test]
async fn what_was_filed_without_name_and_phone_gets_them_and_nothing_comes_twice() {
    let mut form = Form::mapped(8).await;
    for n in 20..25 {
        form.post(&half_new(n)).await;
    }
    form.told(|changed| changed.gone == ["campo_1", "campo_2"] && changed.deliveries == 5)
        .await;
    let nameless = form.contact("p21@example.com").await;
    assert_eq!((nameless.name.as_str(), nameless.phones.len()), ("", 0));
    // The owner knew one of them, and had read of another.
    let named = EditContact {
        contact: form.contact("p22@example.com").await.id,
        name: Some("Dona Eva".to_owned()),
        phones: None,
        emails: None,
    };
    form.running.client.ask(named).await.unwrap();
    let read = MarkRead {
        contact: form.contact("p23@example.com").await.id,
        read: true,
    };
    form.running.client.ask(read).await.unwrap();
    // Somebody has the phone of yet another already.
    let other = r#"{"campo_1":"Lia M.","campo_2":"11987654324","campo_3":"lia@example.com","campo_4":"oi"}"#;
    form.post(other).await;
    let toasts = form.running.client.ask(ListToasts { limit: 100 }).await.unwrap();
    let contacts = form.running.contacts().await.len();

    let compared = form.compared().await.unwrap();
    assert_eq!(
        compared.kept,
        rules(&[("/campo_3", Role::Email), ("/campo_4", Role::Message)]).rules
    );
    let mapping = Form::proposed(&compared);
    assert_eq!(form.save(mapping.clone()).await, (0, 5));
    let contact = form.contact("p21@example.com").await;
    assert_eq!(
        (contact.name.as_str(), contact.phones.as_slice()),
        ("Rui Alves", ["+5511987654321".to_owned()].as_slice())
    );
    assert_eq!(contact.unread, 1);
    let timeline = form.timeline(&contact).await;
    let lines: Vec<_> = timeline
        .iter()
        .filter(|entry| matches!(entry.what, What::Event(_)))
        .collect();
    assert_eq!(lines.len(), 1);
    let What::Event(line) = &lines[0].what else {
        panic!("it is no event")
    };
    assert!(
        line.fields.iter().all(|field| !field.name.starts_with("campo")),
        "{:?}",
        line.fields
    );
    // What the owner typed stays, and what was read is not unread.
    let eva = form.contact("p22@example.com").await;
    assert_eq!((eva.name.as_str(), eva.phones.len()), ("Dona Eva", 1));
    assert_eq!(form.contact("p23@example.com").await.unread, 0);
    // Nobody is merged, and nobody is robbed.
    assert_eq!(form.contact("lia@example.com").await.phones, ["+5511987654324"]);
    let lia = form.contact("p24@example.com").await;
    assert_eq!((lia.name.as_str(), lia.phones.len()), ("Lia Melo", 0));
    assert_eq!(form.running.contacts().await.len(), contacts);
    let after = form.running.client.ask(ListToasts { limit: 100 }).await.unwrap();
    assert_eq!(after.toasts.len(), toasts.toasts.len());
    let found = Search {
        text: "rui".to_owned(),
        limit: 10,
    };
    let hits = form.running.client.ask(found).await.unwrap();
    assert!(hits.iter().any(|hit| hit.contact.id == contact.id));
    // Once more changes nothing.
    assert_eq!(form.save(mapping).await, (0, 0));
    assert_eq!(form.contact("p21@example.com").await, contact);
    let verdicts: Vec<_> = form
        .running
        .deliveries()
        .await
        .iter()
        .map(|line| line.verdict)
        .collect();
    assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Accepted));
}

#[tokio::test]
async fn the_old_mapping_can_be_put_back_and_then_it_is_told_again() {
    let mut form = Form::mapped(8).await;
    form.post(&new(20)).await;
    form.told(|changed| changed.deliveries == 1).await;
    let compared = form.compared().await.unwrap();
    form.save(Form::proposed(&compared)).await;
    assert_eq!(form.alerts().await, []);
    form.save(compared.mapping.unwrap()).await;
    assert_eq!(form.alerts().await.len(), 1);
    assert_eq!(form.contact("p20@example.com").await.name, "Ana Souza");
}

#[tokio::test]
async fn a_form_without_a_mapping_whose_names_said_enough_gets_its_first_one() {
    let mut form = Form::unmapped().await;
    for n in 0..8 {
        let (name, phone, _) = person(n);
        form.post(&format!(r#"{{"nome":"{name}","telefone":"{phone}"}}"#))
            .await;
    }
    // Other words that say the same are no change.
    for n in 8..14 {
        let (name, phone, _) = person(n);
        form.post(&format!(r#"{{"full_name":"{name}","celular":"{phone}"}}"#))
            .await;
    }
    assert_eq!(form.compared().await, None);
    let (name, phone, _) = person(20);
    form.post(&format!(r#"{{"q1":"{name}","q2":"{phone}"}}"#)).await;
    let told = form.told(|changed| changed.deliveries == 1).await;
    assert_eq!(told.gone, ["full_name", "celular"]);
    let compared = form.compared().await.unwrap();
    assert_eq!((compared.mapping.as_ref(), compared.kept.len()), (None, 0));
    let mapping = Form::proposed(&compared);
    assert_eq!(mapping, rules(&[("/q1", Role::Name), ("/q2", Role::Phone)]));
    assert_eq!(form.save(mapping).await, (1, 0));
    assert_eq!(form.alerts().await, []);
}

#[tokio::test]
async fn it_ends_when_the_old_shape_comes_again_and_what_was_put_aside_is_known() {
    let mut form = Form::mapped(8).await;
    for n in 20..25 {
        form.post(&half_new(n)).await;
    }
    form.told(|changed| changed.deliveries == 5).await;
    form.post(&old(30)).await;
    form.post(&old(31)).await;
    form.told_no_more().await;
    assert_eq!(form.compared().await, None);

    for n in 32..50 {
        form.post(&old(n)).await;
    }
    form.post(&new(60)).await;
    form.told(|_| true).await;
    let dismiss = DismissAlert {
        source: form.source.id,
        kind: AlertKind::ShapeChanged,
    };
    assert_eq!(form.running.client.ask(dismiss).await.unwrap(), []);
    assert_eq!(form.compared().await, None);
    // The new shape is what is known now.
    form.post(&new(61)).await;
    let mapping = rules(&[("/campo_b", Role::Phone)]);
    form.save(mapping).await;
    assert_eq!(form.alerts().await, []);
}

#[tokio::test]
async fn mending_that_was_broken_off_is_finished_after_the_next_start() {
    let mut form = Form::mapped(8).await;
    for n in 20..40 {
        form.post(&half_new(n)).await;
    }
    form.told(|changed| changed.deliveries == 20).await;
    let mapping = Form::proposed(&form.compared().await.unwrap());
    let Form { running, source, .. } = form;
    running.engine.shutdown(Ending::Quit).await;
    // Right after the mapping was kept, and some of it was done, it died.
    let db = rusqlite::Connection::open(running.folder.path().join("recado.db")).unwrap();
    db.execute(
        "UPDATE source SET mapping = ?1 WHERE id = ?2",
        (serde_json::to_string(&mapping).unwrap(), source.id.as_bytes()),
    )
    .unwrap();
    db.execute(
        "INSERT INTO mending (source_id, from_seq, until_seq)
         SELECT source_id, max(seq) - 19, max(seq) FROM delivery WHERE source_id = ?1",
        [source.id.as_bytes()],
    )
    .unwrap();
    drop(db);
    let folder = running.folder;
    let running = Running::start_in(folder, Default::default()).await;
    let mut changes = running.client.changes(None).await.unwrap();
    let mut named: Vec<_> = running.contacts().await;
    named.retain(|contact| !contact.name.is_empty());
    let mut ids: std::collections::HashSet<_> = named.iter().map(|contact| contact.id.to_string()).collect();
    while ids.len() < 28 {
        let contact = until(&mut changes, |change| {
            let Change::Contact(contact) = change else {
                return None;
            };
            Some(contact)
        })
        .await;
        ids.extend((!contact.name.is_empty()).then(|| contact.id.to_string()));
    }
    let contacts = running.contacts().await;
    assert_eq!(contacts.len(), 28);
    assert!(
        contacts
            .iter()
            .all(|contact| contact.phones.len() == 1 && contact.unread == 1)
    );
}
