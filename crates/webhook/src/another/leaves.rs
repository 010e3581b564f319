//! The tree as a list of leaves, each with what its place in the tree says about it.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::context::Context;
use super::pairs::Pair;
use super::roles::{is_handle_or_name, is_known};
use super::words::Words;

/// Leaves beyond these are bulk data and say nothing about who wrote.
const MOST: usize = 2_000;

/// How far to either side of a leaf its neighbours reach. What belongs together stands together, and a hostile object
/// of thousands of names must not be searched once for each of them.
const NEIGHBOURS: usize = 32;

/// In characters: of one key within a path, and of a whole path.
const LONGEST_KEY: usize = 60;
const LONGEST_PATH: usize = 240;

/// One value that is no container, or a file.
#[derive(Debug)]
pub(super) struct Leaf<'t> {
    /// Its number among all leaves.
    at: usize,
    /// The keys that lead there, with dots between them.
    pub(super) path: String,
    pub(super) value: &'t Value,
    /// The words of its key; in a list and under a wrapper such as `value`, of the key above.
    pub(super) key: Rc<Words>,
    /// The words of the key above that.
    pub(super) above: Rc<Words>,
    pub(super) context: Context,
    /// How many keys lead there.
    pub(super) depth: usize,
    /// Leaves with the same number stand beside each other.
    pub(super) object: usize,
    /// Its place in the lists of objects above it, as (list, position).
    pub(super) lists: Rc<[(usize, usize)]>,
}

impl Leaf<'_> {
    /// A text or an integer, as it is written.
    pub(super) fn text(&self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) if !number.is_f64() => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        match self.value {
            Value::Bool(value) => *value,
            Value::String(text) => matches!(
                text.to_lowercase().as_str(),
                "true" | "1" | "sim" | "yes" | "si" | "sí"
            ),
            Value::Number(number) => number.as_i64() == Some(1),
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        }
    }

    pub(super) fn in_list(&self) -> bool {
        !self.lists.is_empty()
    }
}

/// All leaves of a payload, and which of them were understood.
pub(super) struct Leaves<'t> {
    list: Vec<Leaf<'t>>,
    by_object: BTreeMap<usize, Vec<usize>>,
    used: Vec<Option<Used>>,
}

/// What a leaf was understood as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Used {
    Name,
    Phone,
    Email,
    Message,
    AppointmentTime,
    Amount,
    ExternalId,
    Tag,
    /// What a person would not point at: a time of sending, a status, a file.
    Otherwise,
}

impl<'t> Leaves<'t> {
    pub(super) fn of(tree: &'t Value) -> Self {
        let mut walk = Walk {
            list: Vec::new(),
            words: HashMap::new(),
            objects: 0,
        };
        walk.value(tree, &Spot::root());
        let mut by_object = BTreeMap::<usize, Vec<usize>>::new();
        for (at, leaf) in walk.list.iter().enumerate() {
            by_object.entry(leaf.object).or_default().push(at);
        }
        Self {
            used: vec![None; walk.list.len()],
            list: walk.list,
            by_object,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Leaf<'t>)> {
        self.list.iter().enumerate()
    }

    /// The leaves near it in the same object, itself included.
    pub(super) fn beside(&self, leaf: &Leaf<'t>) -> impl Iterator<Item = (usize, &Leaf<'t>)> {
        let members = self
            .by_object
            .get(&leaf.object)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let own = members.partition_point(|at| *at < leaf.at);
        let near = members.get(own.saturating_sub(NEIGHBOURS)..).unwrap_or_default();
        near.iter()
            .take(2 * NEIGHBOURS + 1)
            .filter_map(|at| Some((*at, self.list.get(*at)?)))
    }

    /// Whether two leaves stand under the same key in members of one list.
    pub(super) fn are_in_one_list(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.list.get(one), self.list.get(other)) else {
            return false;
        };
        let list = |leaf: &Leaf<'_>| leaf.lists.last().map(|(list, _)| *list);
        list(one).is_some() && list(one) == list(other) && one.key == other.key && one.depth == other.depth
    }

    /// Marks a leaf as told elsewhere in the event.
    pub(super) fn mark_used(&mut self, at: usize, as_what: Used) {
        if let Some(used) = self.used.get_mut(at) {
            *used = Some(as_what);
        }
    }

    pub(super) fn is_used(&self, at: usize) -> bool {
        self.used.get(at).is_some_and(Option::is_some)
    }

    /// What was understood, as what.
    pub(super) fn understood(&self) -> impl Iterator<Item = (&'t Value, Used)> {
        let leaves = self.list.iter().zip(&self.used);
        leaves.filter_map(|(leaf, used)| Some((leaf.value, (*used)?)))
    }

    /// The leaf that this very value is.
    pub(super) fn of_value(&self, value: &Value) -> Option<&Leaf<'t>> {
        self.list.iter().find(|leaf| std::ptr::eq(leaf.value, value))
    }

    pub(super) fn unused(&self) -> impl Iterator<Item = &Leaf<'t>> {
        self.list
            .iter()
            .zip(&self.used)
            .filter(|(_, used)| used.is_none())
            .map(|(leaf, _)| leaf)
    }
}

/// What a part of a multipart body that is a file became.
pub(super) fn is_file(object: &Map<String, Value>) -> bool {
    object.len() == 3
        && ["filename", "content_type", "size"]
            .iter()
            .all(|key| object.contains_key(*key))
}

/// Whether the key above says what a value is, rather than its own.
fn is_wrapper(key: &Words, above: &Words) -> bool {
    const WRAPPERS: &[&str] = words![
        value values rawvalue stringvalue answer answers resposta respostas respuesta formatted raw
    ];
    (key.is(WRAPPERS) && is_known(above)) || (key.is(&["text"]) && is_handle_or_name(above))
}

struct Walk<'t> {
    list: Vec<Leaf<'t>>,
    words: HashMap<&'t str, Rc<Words>>,
    objects: usize,
}

/// A place in the tree.
#[derive(Clone)]
struct Spot {
    path: String,
    key: Rc<Words>,
    above: Rc<Words>,
    context: Context,
    depth: usize,
    object: usize,
    lists: Rc<[(usize, usize)]>,
}

impl<'t> Walk<'t> {
    fn value(&mut self, value: &'t Value, spot: &Spot) {
        match value {
            _ if self.list.len() >= MOST => {}
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) => self.leaf(value, spot),
            Value::Array(members) => self.list(members, spot),
            Value::Object(members) if is_file(members) => self.leaf(value, spot),
            Value::Object(members) => match Pair::named(members, &spot.key) {
                Some(pair) => self.pair(&pair, spot),
                None => self.object(members, spot),
            },
        }
    }

    fn leaf(&mut self, value: &'t Value, spot: &Spot) {
        self.list.push(Leaf {
            at: self.list.len(),
            path: spot.path.clone(),
            value,
            key: Rc::clone(&spot.key),
            above: Rc::clone(&spot.above),
            context: spot.context,
            depth: spot.depth,
            object: spot.object,
            lists: Rc::clone(&spot.lists),
        });
    }

    fn list(&mut self, members: &'t [Value], spot: &Spot) {
        self.objects += 1;
        let list = self.objects;
        for (position, member) in members.iter().enumerate() {
            if self.list.len() >= MOST {
                return;
            }
            let mut inner = spot.clone();
            inner.extend_path(&position.to_string());
            if let Value::Object(object) = member {
                if let Some(pair) = Pair::listed(object) {
                    // All pairs of one list stand beside each other, like the keys of one object.
                    inner.path.clone_from(&spot.path);
                    inner.object = list;
                    self.pair(&pair, &inner);
                    continue;
                }
                inner.lists = spot.lists.iter().copied().chain([(list, position)]).collect();
            }
            self.value(member, &inner);
        }
    }

    fn object(&mut self, members: &'t Map<String, Value>, spot: &Spot) {
        self.objects += 1;
        let object = self.objects;
        let context = Context::of(&spot.key).unwrap_or(spot.context);
        for (name, member) in members {
            if self.list.len() >= MOST {
                return;
            }
            let key = self.words(name);
            let mut inner = spot.clone();
            inner.extend_path(name);
            // `telefone.value` is read as `telefone` is, and stands beside what that stands beside.
            let wraps = key.is_empty() || (!member.is_object() && is_wrapper(&key, &spot.key));
            if !wraps {
                inner.above = Rc::clone(&spot.key);
                inner.key = key;
                inner.context = context;
                inner.depth = spot.depth + 1;
                inner.object = object;
            }
            self.value(member, &inner);
        }
    }

    fn pair(&mut self, pair: &Pair<'t>, spot: &Spot) {
        let mut inner = spot.clone();
        if let Some(name) = pair.name {
            inner.extend_path(name);
            inner.above = Rc::clone(&spot.key);
            inner.key = self.words(name);
            inner.depth = spot.depth + 1;
        }
        self.value(pair.value, &inner);
    }

    fn words(&mut self, key: &'t str) -> Rc<Words> {
        Rc::clone(self.words.entry(key).or_insert_with(|| Rc::new(Words::of(key))))
    }
}

impl Spot {
    fn root() -> Self {
        Self {
            path: String::new(),
            key: Rc::default(),
            above: Rc::default(),
            context: Context::Neutral,
            depth: 0,
            object: 0,
            lists: Rc::from([]),
        }
    }

    fn extend_path(&mut self, key: &str) {
        if self.path.len() > LONGEST_PATH {
            return;
        }
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.extend(key.chars().take(LONGEST_KEY));
    }
}
