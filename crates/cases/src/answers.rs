//! Answers as they stand in events: what is neither personal nor free text in clear, the rest by reference.

use definition::model::{Definition, Field, FieldKind, Rule};
use definition::value::{Answers, Point, Value};
use indexmap::IndexMap;
use kernel::TextRef;
use serde::{Deserialize, Serialize};

/// A file that the store keeps; nothing about its content or name stands in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The file field (`berkas.ID`) or the item of `bukti`; empty for a file that was just added.
    pub field: String,
    /// Id of the attachment in the store.
    pub id: String,
}

/// One version of answers, or a part of it, as it may stand in an event.
///
/// Numbers, dates and options of fields that are not `pribadi` stand in clear, and of places the village;
/// everything else is a reference to a sealed value. Erasing the person leaves the log verifiable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswersRef {
    /// Values in clear; `sources` also names the sources of sealed fields (semantics R31).
    #[serde(default, skip_serializing_if = "nothing")]
    pub clear: Answers,
    /// References to sealed values by field.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub sealed: IndexMap<String, TextRef>,
}

fn nothing(answers: &Answers) -> bool {
    answers.is_empty() && answers.sources.is_empty()
}

/// What of a value may stand in clear: all of it, its village, or nothing.
fn open_part(field: Option<&Field>, value: &Value) -> Option<Value> {
    if field.is_none_or(|field| field.personal.is_some()) {
        return None;
    }
    match value {
        Value::Number(_) | Value::Date(_) | Value::Option(_) | Value::Set(_) => Some(value.clone()),
        Value::Point(point) => {
            point.village.clone().map(|village| Value::Point(Point { village: Some(village), ..Point::default() }))
        }
        Value::Address(_) | Value::Text(_) => None,
    }
}

fn needs_seal(field: Option<&Field>, value: &Value) -> bool {
    field.is_none_or(|field| field.personal.is_some())
        || matches!(value, Value::Text(_) | Value::Address(_) | Value::Point(_))
}

impl AnswersRef {
    /// Splits answers by the definition; `seal` keeps a value that must not stand in an event and answers with
    /// its reference. A field that the definition does not know is sealed.
    pub fn split(definition: &Definition, answers: &Answers, mut seal: impl FnMut(&str, &Value) -> TextRef) -> Self {
        let mut split = Self::default();
        for (id, value) in &answers.values {
            let field = definition.fields.get(id);
            if let Some(open) = open_part(field, value) {
                split.clear.values.insert(id.clone(), open);
            }
            if needs_seal(field, value) {
                split.sealed.insert(id.clone(), seal(id, value));
            }
        }
        split.clear.sources.clone_from(&answers.sources);
        split
    }

    /// Everything in clear: for scenarios and traces, whose values are invented. Never for a resident's answers.
    pub fn invented(answers: Answers) -> Self {
        Self { clear: answers, sealed: IndexMap::new() }
    }

    /// The fields that have a value.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let clear = self.clear.values.keys();
        let sealed = self.sealed.keys();
        let only_sealed = sealed.filter(|id| !self.clear.values.contains_key(*id));
        clear.chain(only_sealed).map(String::as_str)
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.clear.is_empty() && self.sealed.is_empty()
    }

    /// A newer version over this one: each of its fields replaces the older value wholly.
    pub fn merge(&mut self, newer: &Self) {
        for id in newer.fields() {
            self.clear.remove(id);
            self.sealed.shift_remove(id);
        }
        self.clear.merge(&newer.clear);
        for (id, text) in &newer.sealed {
            self.sealed.insert(id.clone(), text.clone());
        }
    }

    /// What conditions are judged on: the values in clear, the unsealed ones the caller hands in, and for sealed
    /// values that nobody opened a stand-in, so that `ada x` and `x.sumber` are still true (semantics R31, R32).
    pub fn known(&self, definition: &Definition, opened: Option<&Answers>) -> Answers {
        let mut known = self.clear.clone();
        for id in self.sealed.keys() {
            let value = opened.and_then(|opened| opened.get(id)).cloned();
            let value = value.or_else(|| known.get(id).cloned());
            let value = value.unwrap_or_else(|| stand_in(definition.fields.get(id)));
            known.values.insert(id.clone(), value);
        }
        known
    }
}

/// Fields whose sealed values conditions of the token game compare: the caller should unseal these and hand them in as
/// `Context::opened`. Few definitions have any.
pub fn fields_to_open(definition: &Definition) -> Vec<String> {
    let fields = definition.fields.values();
    let rules = fields.flat_map(|field| [&field.visible, &field.required]);
    let files = definition.files.values();
    let rules = rules.chain(files.flat_map(|file| [&file.visible, &file.required]));
    let conditions = rules.filter_map(|rule| match rule {
        Rule::When(condition) => Some(condition),
        Rule::Always | Rule::Never => None,
    });
    let steps = definition.steps.values();
    let of_steps = steps.flat_map(|step| {
        let actions = step.actions.values();
        let actions = actions.filter_map(|action| action.condition.as_ref());
        let deadlines = step.deadlines.iter();
        let deadlines = deadlines.filter_map(|deadline| deadline.condition.as_ref());
        step.skip.iter().chain(actions).chain(deadlines)
    });
    let named = conditions.chain(of_steps).flat_map(|condition| condition.expr.fields());
    let sealed = named.filter(|id| {
        let field = definition.fields.get(*id);
        field.is_some_and(|field| {
            let personal = field.personal.is_some();
            personal || matches!(field_value(&field.kind), Sealed::Whole)
        })
    });
    let ids: std::collections::BTreeSet<&str> = sealed.collect();
    ids.into_iter().map(str::to_owned).collect()
}

enum Sealed {
    Whole,
    OpenOrPlace,
}

const fn field_value(kind: &FieldKind) -> Sealed {
    match kind {
        FieldKind::Number { .. }
        | FieldKind::Date
        | FieldKind::Choice(_)
        | FieldKind::Many(_)
        | FieldKind::YesNo
        | FieldKind::Point { .. } => Sealed::OpenOrPlace,
        _ => Sealed::Whole,
    }
}

fn stand_in(field: Option<&Field>) -> Value {
    match field.map(|field| &field.kind) {
        Some(FieldKind::Point { .. }) => Value::Point(Point::default()),
        _ => Value::Text(String::new()),
    }
}

/// The village in the first visible `titik` or `alamat` that has one (semantics R7).
pub fn village<'a>(definition: &Definition, visible: &'a Answers) -> Option<&'a str> {
    let places = definition.fields.iter();
    let places = places.filter(|(_, field)| field.kind.has_place());
    places.filter_map(|(id, _)| visible.get(id)).find_map(Value::village)
}

/// Whether a `tampil` or `wajib` rule is true; unknown is not (semantics R32).
pub fn holds(rule: &Rule, answers: &Answers) -> bool {
    match rule {
        Rule::Always => true,
        Rule::Never => false,
        Rule::When(condition) => condition.holds(answers),
    }
}

/// The answers of visible fields: a hidden field has no value anywhere (semantics R33).
pub fn visible(definition: &Definition, known: &Answers) -> Answers {
    let mut seen = known.clone();
    // `tampil` conditions form no circle, so that this settles after as many rounds as they are deep.
    for _ in 0..=definition.fields.len() {
        let hidden = known.values.keys().filter(|id| {
            let field = definition.fields.get(*id);
            field.is_some_and(|field| !holds(&field.visible, &seen))
        });
        let hidden: Vec<&String> = hidden.collect();
        let same = hidden.len() == known.values.len() - seen.values.len()
            && hidden.iter().all(|id| !seen.values.contains_key(*id));
        if same {
            break;
        }
        seen = known.clone();
        for id in hidden {
            seen.remove(id);
        }
    }
    seen
}

/// The resident's fields that must have a value, by the answers as they stand (semantics R32–R34).
pub fn required_fields<'d>(definition: &'d Definition, visible: &Answers) -> Vec<&'d str> {
    let fields = definition.fields.iter();
    let fields = fields.filter(|(_, field)| {
        field.filled_at.is_none() && holds(&field.visible, visible) && holds(&field.required, visible)
    });
    fields.map(|(id, _)| id.as_str()).collect()
}

/// The files that must be given, by the answers as they stand.
pub fn required_files<'d>(definition: &'d Definition, visible: &Answers) -> Vec<&'d str> {
    let files = definition.files.iter();
    let files = files.filter(|(_, file)| holds(&file.visible, visible) && holds(&file.required, visible));
    files.map(|(id, _)| id.as_str()).collect()
}

/// Fields and files that are shown, by the answers as they stand.
pub fn shown<'d>(definition: &'d Definition, visible: &Answers) -> Vec<&'d str> {
    let fields = definition.fields.iter();
    let fields = fields.filter(|(_, field)| holds(&field.visible, visible));
    let files = definition.files.iter();
    let files = files.filter(|(_, file)| holds(&file.visible, visible));
    let ids = fields.map(|(id, _)| id).chain(files.map(|(id, _)| id));
    ids.map(String::as_str).collect()
}
