use jiff::SignedDuration;
use recado_webhook::mapping::Rule;
use recado_webhook::shape::SeenValue;

use super::*;

/// A source and what it has sent so far.
struct Sender {
    learned: Learned,
    sent: i64,
    now: Timestamp,
}

impl Sender {
    /// Of payloads that are read with rules for these places.
    fn mapped(rules: &[(&str, Role)]) -> Self {
        let rules = rules.iter().map(|(path, role)| Rule {
            path: (*path).to_owned(),
            role: role.clone(),
        });
        Self::new(Some(Mapping {
            rules: rules.collect(),
        }))
    }

    fn new(mapping: Option<Mapping>) -> Self {
        Self {
            learned: Learned::of(mapping),
            sent: 0,
            now: Timestamp::from_second(1_764_000_000).expect("it is a time"),
        }
    }

    /// One delivery with values that look so. Of these, those of the mapping hold.
    fn sends(&mut self, fields: &[(&str, Look)]) -> &mut Self {
        self.sends_worth(fields, &[])
    }

    fn sends_worth(&mut self, fields: &[(&str, Look)], worth: &[(&str, Role)]) -> &mut Self {
        let fields: Vec<_> = fields
            .iter()
            .map(|(label, look)| SeenField {
                path: format!("/{label}"),
                label: (*label).to_owned(),
                look: *look,
            })
            .collect();
        let rules = self.learned.mapping.clone().unwrap_or_default().rules;
        let read: Vec<_> = rules
            .into_iter()
            .map(|rule| {
                let field = fields.iter().find(|field| field.path == rule.path);
                SeenValue {
                    path: rule.path,
                    role: rule.role,
                    label: field.map(|field| field.label.clone()),
                    look: field.map(|field| field.look),
                    holds: field.is_some(),
                }
            })
            .collect();
        let names_somebody = read
            .iter()
            .any(|value| value.holds && matches!(value.role, Role::Phone | Role::Email));
        self.sent += 1;
        self.now += SignedDuration::from_mins(90);
        self.learned.learn(&Delivered {
            seq: self.sent,
            id: DeliveryId::from_bytes([u8::try_from(self.sent % 200).unwrap_or(0); 16]),
            at: self.now,
            seen: Seen {
                fields,
                read,
                names_somebody,
            },
            worth: worth
                .iter()
                .map(|(label, role)| ((*label).to_owned(), role.clone()))
                .collect(),
        });
        self
    }

    fn gone(&self) -> Vec<String> {
        self.learned.gone().map(|gone| gone.label.to_owned()).collect()
    }

    fn broken(&self) -> u32 {
        self.learned
            .changed
            .as_ref()
            .map_or(0, |changed| changed.deliveries)
    }
}

const NAME: (&str, Look) = ("nome", Look::Name);
const PHONE: (&str, Look) = ("fone", Look::Phone);
const MAIL: (&str, Look) = ("mail", Look::Email);
const NEW: (&str, Look) = ("novo", Look::Text);

fn form() -> Sender {
    Sender::mapped(&[
        ("/nome", Role::Name),
        ("/fone", Role::Phone),
        ("/mail", Role::Email),
    ])
}

#[test]
fn a_value_that_was_always_there_is_gone_when_it_stays_away() {
    let mut form = form();
    for _ in 0..30 {
        form.sends(&[NAME, PHONE, MAIL]);
    }
    form.sends(&[NEW, PHONE, MAIL]);
    assert_eq!(form.gone(), [""; 0]);
    form.sends(&[NEW, PHONE, MAIL]);
    assert_eq!(form.gone(), [""; 0]);
    form.sends(&[NEW, PHONE, MAIL]);
    assert_eq!(form.gone(), ["nome"]);
    let changed = form.learned.changed.clone().expect("it has changed");
    assert_eq!((changed.from, changed.deliveries), (31, 3));
    form.sends(&[NEW, PHONE, MAIL]);
    assert_eq!(form.broken(), 4);
}

#[test]
fn where_nothing_comes_instead_it_takes_longer() {
    let mut form = form();
    for _ in 0..64 {
        form.sends(&[NAME, PHONE, MAIL]);
    }
    for _ in 0..4 {
        form.sends(&[PHONE, MAIL]);
        assert_eq!(form.gone(), [""; 0]);
    }
    form.sends(&[PHONE, MAIL]);
    assert_eq!(form.gone(), ["nome"]);
}

#[test]
fn a_value_that_people_leave_out_now_and_then_is_not_missed_before_chance_is_ruled_out() {
    let mut form = form();
    for turn in 0..60 {
        if turn % 12 == 5 {
            form.sends(&[PHONE, MAIL]);
        } else {
            form.sends(&[NAME, PHONE, MAIL]);
        }
        assert_eq!(form.gone(), [""; 0]);
    }
    for _ in 0..3 {
        form.sends(&[NEW, PHONE, MAIL]);
    }
    assert_eq!(form.gone(), [""; 0]);
    for _ in 0..2 {
        form.sends(&[NEW, PHONE, MAIL]);
    }
    assert_eq!(form.gone(), ["nome"]);
}

#[test]
fn what_was_optional_is_never_missed() {
    let mut form = form();
    for turn in 0..200 {
        if turn % 3 == 0 {
            form.sends(&[PHONE, MAIL]);
        } else {
            form.sends(&[NAME, PHONE, MAIL]);
        }
        assert_eq!(form.gone(), [""; 0]);
    }
    for _ in 0..100 {
        form.sends(&[PHONE, MAIL]);
    }
    assert_eq!(form.gone(), [""; 0]);
}

#[test]
fn nothing_is_usual_after_a_few_deliveries() {
    let mut form = form();
    for _ in 0..4 {
        form.sends(&[NAME, PHONE]);
    }
    for _ in 0..50 {
        form.sends(&[("tel", Look::Phone)]);
    }
    assert_eq!(form.gone(), [""; 0]);
}

#[test]
fn the_only_handle_is_missed_at_once_where_one_comes_instead_and_what_went_with_it_too() {
    let mut form = form();
    for _ in 0..6 {
        form.sends(&[NAME, PHONE]);
    }
    form.sends(&[("k1", Look::Name), ("k2", Look::Phone)]);
    assert_eq!(form.gone(), ["nome", "fone"]);
    assert_eq!(form.broken(), 1);
    assert_eq!(form.learned.changed.as_ref().expect("it has").new, ["k1", "k2"]);
}

#[test]
fn a_ping_that_names_nobody_is_no_change() {
    let mut form = form();
    for _ in 0..30 {
        form.sends(&[NAME, PHONE]);
    }
    form.sends(&[("hello", Look::Text)]);
    form.sends(&[NAME, PHONE]);
    form.sends(&[("hello", Look::Text)]);
    assert_eq!(form.gone(), [""; 0]);
    assert_eq!(form.learned.changed, None);
}

#[test]
fn it_ends_when_the_old_shape_comes_again_and_stays_gone_for_as_long_as_it_does_not() {
    let mut form = form();
    for _ in 0..10 {
        form.sends(&[NAME, PHONE]);
    }
    for _ in 0..300 {
        form.sends(&[NAME, ("tel", Look::Phone)]);
    }
    assert_eq!(form.gone(), ["fone"]);
    assert_eq!(form.broken(), 300);
    form.sends(&[NAME, PHONE]);
    assert_eq!(form.gone(), ["fone"]);
    form.sends(&[NAME, PHONE]);
    assert_eq!(form.gone(), [""; 0]);
    assert_eq!(form.learned.changed, None);
}

#[test]
fn what_the_owner_put_aside_is_known_and_another_change_is_told() {
    let mut form = form();
    for _ in 0..30 {
        form.sends(&[NAME, PHONE, MAIL]);
    }
    for _ in 0..3 {
        form.sends(&[NAME, PHONE, NEW]);
    }
    assert_eq!(form.gone(), ["mail"]);
    form.learned.accept();
    for _ in 0..30 {
        form.sends(&[NAME, PHONE]);
    }
    assert_eq!(form.learned.changed, None);
    for _ in 0..3 {
        form.sends(&[PHONE, ("quem", Look::Name)]);
    }
    assert_eq!(form.gone(), ["nome"]);
}

#[test]
fn a_shuffled_list_is_a_change_though_every_place_is_taken() {
    let mut form = Sender::mapped(&[("/nome", Role::Message), ("/fone", Role::Phone)]);
    for _ in 0..10 {
        form.sends(&[NAME, PHONE]);
    }
    let shuffled = |form: &mut Sender| {
        let at = |path: &str, label: &str, look| SeenField {
            path: path.to_owned(),
            label: label.to_owned(),
            look,
        };
        let fields = vec![
            at("/nome", "cidade", Look::Text),
            at("/x", "nome", Look::Name),
            at("/fone", "fone", Look::Phone),
        ];
        let read = |place: usize, role| SeenValue {
            path: fields
                .get(place)
                .map(|field| field.path.clone())
                .unwrap_or_default(),
            role,
            label: fields.get(place).map(|field| field.label.clone()),
            look: fields.get(place).map(|field| field.look),
            holds: true,
        };
        let read = vec![read(0, Role::Message), read(2, Role::Phone)];
        form.sent += 1;
        form.learned.learn(&Delivered {
            seq: form.sent,
            id: DeliveryId::from_bytes([9; 16]),
            at: form.now,
            seen: Seen {
                fields,
                read,
                names_somebody: true,
            },
            worth: Vec::new(),
        });
    };
    for _ in 0..6 {
        shuffled(&mut form);
    }
    assert_eq!(form.gone(), ["nome"]);
}

#[test]
fn a_new_value_alone_is_spoken_of_only_where_it_could_be_something_and_stays() {
    let mut form = form();
    for _ in 0..25 {
        form.sends(&[NAME, MAIL]);
    }
    // It could be nothing.
    for _ in 0..10 {
        form.sends(&[NAME, MAIL, ("cor", Look::Text)]);
    }
    assert_eq!(form.learned.changed, None);
    let worth = [("canal", Role::Phone)];
    for _ in 0..4 {
        form.sends_worth(&[NAME, MAIL, ("canal", Look::Phone)], &worth);
    }
    assert_eq!(form.learned.changed, None);
    form.sends_worth(&[NAME, MAIL, ("canal", Look::Phone)], &worth);
    let changed = form.learned.changed.clone().expect("it has changed");
    assert_eq!((changed.deliveries, changed.new), (5, vec!["canal".to_owned()]));
    assert_eq!(form.gone(), [""; 0]);
    // Put aside, it is not spoken of again.
    form.learned.accept();
    for _ in 0..20 {
        form.sends(&[NAME, MAIL, ("canal", Look::Phone)]);
    }
    assert_eq!(form.learned.changed, None);
}

#[test]
fn a_sender_that_invents_names_fills_nothing_and_pushes_nothing_out() {
    let mut form = form();
    for _ in 0..10 {
        form.sends(&[NAME, PHONE, MAIL]);
    }
    for round in 0..200 {
        let invented: Vec<_> = (0..150).map(|at| format!("k{round}_{at}")).collect();
        let mut fields: Vec<_> = invented.iter().map(|name| (name.as_str(), Look::Phone)).collect();
        let worth: Vec<_> = invented.iter().map(|name| (name.as_str(), Role::Phone)).collect();
        fields.extend([NAME, PHONE, MAIL]);
        form.sends_worth(&fields, &worth);
    }
    assert!(form.learned.fields.len() <= MOST_FIELDS);
    assert!(form.learned.new.len() <= MOST_NEW);
    assert!(form.learned.knows("nome") && form.learned.knows("mail"));
    let written = serde_json::to_string(&form.learned).expect("it can be written");
    assert!(written.len() < 64 * 1024, "{}", written.len());
}

#[test]
fn what_was_learned_is_the_same_after_a_restart() {
    let mut form = form();
    for _ in 0..30 {
        form.sends(&[NAME, PHONE, MAIL]);
    }
    for _ in 0..3 {
        form.sends(&[NAME, PHONE]);
    }
    let written = serde_json::to_string(&form.learned).expect("it can be written");
    assert_eq!(
        serde_json::from_str::<Learned>(&written).expect("it can be read"),
        form.learned
    );
}

#[test]
fn months_of_fields_that_people_leave_out_raise_no_alarm() {
    // Knuth's generator: the same forms at every run.
    let mut state = 1_u64;
    let mut chance = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 54
    };
    // Of 1,024 people so many fill the field in: from nearly all to one in two.
    for filled in [1_020, 1_000, 975, 950, 925, 900, 800, 500] {
        let mut form = form();
        let mut alarms = 0;
        for _ in 0..3_000 {
            let fields = if chance() < filled {
                vec![NAME, PHONE, MAIL]
            } else {
                vec![PHONE, MAIL]
            };
            form.sends(&fields);
            alarms += u32::from(form.learned.changed.is_some());
        }
        assert_eq!(alarms, 0, "{filled} of 1,024");
    }
}
