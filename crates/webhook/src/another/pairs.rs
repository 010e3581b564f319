//! Objects that describe one value: `{"name": "telefone", "value": "…"}`, `{"campo": …, "valor": …}`,
//! `{"title": "Nome", "type": "text", "value": "…"}`.
//!
//! Form builders and CRMs send their fields like this. Such an object counts as the one value under the one name.

use serde_json::{Map, Value};

use super::roles::is_known;
use super::words::Words;

/// One value with the name that it has.
pub(super) struct Pair<'t> {
    /// `None` where the key of the object itself is the better name.
    pub(super) name: Option<&'t str>,
    pub(super) value: &'t Value,
}

/// Labels, which hold nothing but a name, before names, which may be a person's.
const NAME_HALVES: &[&str] = words![
    label title titulo question pergunta pregunta campo field key chave clave columnname fieldname name
    nome nombre columnid fieldcode slug id ref
];

const VALUE_HALVES: &[&str] = words![
    value values stringvalue answer answers resposta respostas respuesta valor valores rawvalue
];

/// What else such an object may hold.
const BESIDE: &[&str] = words![
    type tipo required obrigatorio order ordem enum enumid enumcode code position fieldid fieldtype
    visible hidden
];

impl<'t> Pair<'t> {
    /// Reads a member of a list.
    pub(super) fn listed(object: &'t Map<String, Value>) -> Option<Self> {
        let halves = Halves::of(object)?;
        // `{"nome": "Xampu", "valor": 30}` is a thing and its price, unless the name is one that we know.
        let unknown = if halves.by_valor {
            halves.label
        } else {
            halves.names.first().copied()
        };
        let name = halves.known_name().or(unknown)?;
        Some(Self {
            name: Some(name),
            value: halves.value,
        })
    }

    /// Reads an object that has a key of its own.
    pub(super) fn named(object: &'t Map<String, Value>, key: &Words) -> Option<Self> {
        let halves = Halves::of(object)?;
        // `{"nome": "Ana", "valor": 100}` is somebody and a price: only what describes a field is a field.
        let describes = object
            .keys()
            .any(|key| Words::of(key).is(words![type tipo label title titulo question required rawvalue]));
        if halves.by_valor || !describes || key.is_empty() {
            return None;
        }
        Some(Self {
            name: if is_known(key) { None } else { halves.known_name() },
            value: halves.value,
        })
    }
}

/// Whether a member of a list is a value with its name, and nothing of its own.
pub(super) fn is_pair(object: &Map<String, Value>) -> bool {
    Pair::listed(object).is_some()
}

struct Halves<'t> {
    /// The best first.
    names: Vec<&'t str>,
    value: &'t Value,
    /// A name under a key that can only mean a field's.
    label: Option<&'t str>,
    /// Whether the value is under `valor`, which is also an amount.
    by_valor: bool,
}

impl<'t> Halves<'t> {
    fn of(object: &'t Map<String, Value>) -> Option<Self> {
        if object.len() < 2 || object.len() > 10 {
            return None;
        }
        let mut names = Vec::new();
        let mut values = Vec::new();
        for (key, value) in object {
            let words = Words::of(key);
            let rank = |halves: &[&str]| halves.iter().position(|half| words.is(&[half]));
            if let (Some(rank), Some(name)) = (
                rank(NAME_HALVES),
                value.as_str().filter(|name| !name.trim().is_empty()),
            ) {
                names.push((rank, name));
            } else if let Some(rank) = rank(VALUE_HALVES) {
                values.push((rank, words.is(&["valor", "valores"]), value));
            } else if !words.is(BESIDE) && rank(NAME_HALVES).is_none() {
                return None;
            }
        }
        names.sort_by_key(|(rank, _)| *rank);
        let (_, by_valor, value) = values.into_iter().min_by_key(|(rank, ..)| *rank)?;
        let first_name = NAME_HALVES.iter().position(|half| *half == "name");
        let label = names
            .first()
            .filter(|(rank, _)| Some(*rank) < first_name)
            .map(|(_, name)| *name);
        let names: Vec<_> = names.into_iter().map(|(_, name)| name).collect();
        (!names.is_empty()).then_some(Self {
            names,
            value,
            label,
            by_valor,
        })
    }

    fn known_name(&self) -> Option<&'t str> {
        self.names.iter().copied().find(|name| is_known(&Words::of(name)))
    }
}
