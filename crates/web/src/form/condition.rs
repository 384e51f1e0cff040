//! Conditions as the browser judges them.

use super::Form;
use crate::markup::Markup;
use crate::qr::escape;
use definition::condition::{Expr, FieldRef, Node};
use definition::model::{Field, Rule};
use definition::{Answers, Value};
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;

/// Whether a condition names a field of this form.
pub(super) fn speaks_of_form(form: &Form<'_>, expr: &Expr) -> bool {
    speaks_of(&form.fields, expr)
}

/// Whether a condition names one of these fields.
pub(super) fn speaks_of(fields: &[(&str, Cow<'_, Field>)], expr: &Expr) -> bool {
    let mut found = false;
    each_field(expr, &mut |named| found |= fields.iter().any(|(id, _)| *id == named.id));
    found
}

fn each_field<'a>(expr: &'a Expr, hear: &mut impl FnMut(&'a FieldRef)) {
    match &expr.node {
        Node::Or(a, b) | Node::And(a, b) | Node::Compare(a, _, b) | Node::Contains(a, b) | Node::Calculate(a, _, b) => {
            each_field(a, hear);
            each_field(b, hear);
        }
        Node::Not(a) | Node::Negative(a) => each_field(a, hear),
        Node::OneOf(a, list) => {
            each_field(a, hear);
            list.iter().for_each(|item| each_field(item, hear));
        }
        Node::Between(a, low, high) => [a, low, high].into_iter().for_each(|part| each_field(part, hear)),
        Node::Known(field) | Node::Field(field) => hear(field),
        Node::Number(_) | Node::Date(_) | Node::Text(_) | Node::Option(_) => {}
    }
}

/// `data-syarat` (what is shown when, as `definition::form::browser_table` compiles it) and `data-diketahui` (what is
/// known already).
pub(super) fn attributes(form: &Form<'_>) -> Markup {
    let mut shown = Map::new();
    let ids = form.fields.iter().map(|(id, _)| ("isian", *id));
    for (part, id) in ids.chain(form.files.iter().map(|(id, _)| ("berkas", *id))) {
        let rule = form.table.get(part).and_then(|part| part.get(id)).and_then(|entry| entry.get("tampil"));
        if let Some(rule @ Json::Array(_)) = rule {
            shown.insert(id.to_owned(), rule.clone());
        }
    }
    if shown.is_empty() {
        return Markup::default();
    }
    let table = Json::Object(shown).to_string();
    let known = form.known.map_or_else(Map::new, |known| known_outside(form, known));
    let known = Json::Object(known).to_string();
    Markup::trusted(format!(" data-syarat=\"{}\" data-diketahui=\"{}\"", escape(&table), escape(&known)))
}

/// Known values that conditions of this form name but the form does not ask; nothing else goes to the browser.
fn known_outside(form: &Form<'_>, known: &Answers) -> Map<String, Json> {
    let mut outside = Map::new();
    let rules = form.fields.iter().flat_map(|(_, field)| [&field.visible, &field.required]);
    let rules = rules.chain(form.files.iter().flat_map(|(_, file)| [&file.visible, &file.required]));
    for rule in rules {
        let Rule::When(condition) = rule else {
            continue;
        };
        each_field(&condition.expr, &mut |field| {
            if form.fields.iter().all(|(id, _)| *id != field.id)
                && let Some(value) = known.get(&field.id)
            {
                outside.insert(field.id.clone(), plain(value));
            }
        });
    }
    outside
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Option(text) => json!(text),
        Value::Number(number) => json!(number.to_string()),
        Value::Date(date) => json!(date.to_string()),
        Value::Set(set) => json!(set),
        Value::Point(_) | Value::Address(_) => json!("ada"),
    }
}
