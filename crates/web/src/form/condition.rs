//! Conditions as the browser judges them (a table) and as people read them (words).

use super::Form;
use crate::markup::Markup;
use crate::qr::escape;
use definition::condition::{Expr, FieldRef, Node, Op};
use definition::model::{Field, FieldKind, Rule};
use definition::{Answers, Value};
use kernel::Lang;
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;

/// Whether a condition names a field of this form.
pub(super) fn speaks_of_form(form: &Form<'_>, expr: &Expr) -> bool {
    speaks_of(&form.fields, expr)
}

/// Whether a condition names one of these fields.
pub(super) fn speaks_of(fields: &[(&str, Cow<'_, Field>)], expr: &Expr) -> bool {
    let mut found = false;
    each_field(expr, &mut |named| {
        found |= fields.iter().any(|(id, _)| *id == named.id)
    });
    found
}

fn each_field<'a>(expr: &'a Expr, hear: &mut impl FnMut(&'a FieldRef)) {
    match &expr.node {
        Node::Or(a, b)
        | Node::And(a, b)
        | Node::Compare(a, _, b)
        | Node::Contains(a, b)
        | Node::Calculate(a, _, b) => {
            each_field(a, hear);
            each_field(b, hear);
        }
        Node::Not(a) | Node::Negative(a) => each_field(a, hear),
        Node::OneOf(a, list) => {
            each_field(a, hear);
            list.iter().for_each(|item| each_field(item, hear));
        }
        Node::Between(a, low, high) => [a, low, high]
            .into_iter()
            .for_each(|part| each_field(part, hear)),
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
        let rule = form
            .table
            .get(part)
            .and_then(|part| part.get(id))
            .and_then(|entry| entry.get("tampil"));
        if let Some(rule @ Json::Array(_)) = rule {
            shown.insert(id.to_owned(), rule.clone());
        }
    }
    if shown.is_empty() {
        return Markup::default();
    }
    let table = Json::Object(shown).to_string();
    let known = form
        .known
        .map_or_else(Map::new, |known| known_outside(form, known));
    let known = Json::Object(known).to_string();
    Markup::trusted(format!(
        " data-syarat=\"{}\" data-diketahui=\"{}\"",
        escape(&table),
        escape(&known)
    ))
}

/// Known values that conditions of this form name but the form does not ask; nothing else goes to the browser.
fn known_outside(form: &Form<'_>, known: &Answers) -> Map<String, Json> {
    let mut outside = Map::new();
    let rules = form
        .fields
        .iter()
        .flat_map(|(_, field)| [&field.visible, &field.required]);
    let rules = rules.chain(
        form.files
            .iter()
            .flat_map(|(_, file)| [&file.visible, &file.required]),
    );
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

/// The condition in words: `“Sudah ada korban?” dijawab “Ya”`. What cannot be put simply stays as it was written.
pub(super) fn words(form: &Form<'_>, expr: &Expr, source: &str) -> String {
    say(form, expr).unwrap_or_else(|| source.to_owned())
}

fn say(form: &Form<'_>, expr: &Expr) -> Option<String> {
    let id = form.view.lang() == Lang::Id;
    let pick = |indonesian: &str, english: &str| {
        if id {
            indonesian.to_owned()
        } else {
            english.to_owned()
        }
    };
    match &expr.node {
        Node::And(a, b) => Some(format!(
            "{} {} {}",
            say(form, a)?,
            pick("dan", "and"),
            say(form, b)?
        )),
        Node::Or(a, b) => Some(format!(
            "{} {} {}",
            say(form, a)?,
            pick("atau", "or"),
            say(form, b)?
        )),
        Node::Known(field) => Some(format!(
            "“{}” {}",
            label(form, field)?,
            pick("diisi", "is filled in")
        )),
        Node::Compare(a, op, b) => {
            let verb = match op {
                Op::Equal => pick("dijawab", "is answered"),
                Op::NotEqual => pick("tidak dijawab", "is not answered"),
                Op::Less => pick("kurang dari", "is less than"),
                Op::LessOrEqual => pick("paling banyak", "is at most"),
                Op::Greater => pick("lebih dari", "is more than"),
                Op::GreaterOrEqual => pick("paling sedikit", "is at least"),
            };
            answered(form, a, &verb, std::slice::from_ref(b.as_ref()))
        }
        Node::Contains(a, b) => answered(
            form,
            a,
            &pick("memuat", "includes"),
            std::slice::from_ref(b.as_ref()),
        ),
        Node::OneOf(a, list) => answered(form, a, &pick("dijawab", "is answered"), list),
        Node::Between(a, low, high) => {
            let (low, high) = (literal(form, low, None)?, literal(form, high, None)?);
            let Node::Field(field) = &a.node else {
                return None;
            };
            Some(format!(
                "“{}” {} {low} {} {high}",
                label(form, field)?,
                pick("antara", "is between"),
                pick("dan", "and")
            ))
        }
        _ => None,
    }
}

fn answered(form: &Form<'_>, field: &Expr, verb: &str, answers: &[Expr]) -> Option<String> {
    let Node::Field(field) = &field.node else {
        return None;
    };
    let kind = form
        .fields
        .iter()
        .find(|(id, _)| *id == field.id)
        .map(|(_, field)| field.as_ref());
    let or = if form.view.lang() == Lang::Id {
        " atau "
    } else {
        " or "
    };
    let answers: Option<Vec<String>> = answers
        .iter()
        .map(|answer| literal(form, answer, kind))
        .collect();
    Some(format!(
        "“{}” {verb} {}",
        label(form, field)?,
        answers?.join(or)
    ))
}

fn label<'a>(form: &'a Form<'_>, field: &FieldRef) -> Option<&'a str> {
    if field.source {
        return None;
    }
    form.fields
        .iter()
        .find(|(id, _)| *id == field.id)
        .map(|(_, field)| field.label.as_str())
}

fn literal(form: &Form<'_>, expr: &Expr, of: Option<&Field>) -> Option<String> {
    match &expr.node {
        Node::Number(number) => Some(number.to_string()),
        Node::Date(date) => Some(form.view.words().date(*date)),
        Node::Option(code) | Node::Text(code) => {
            let label = of.and_then(|field| option_label(form, &field.kind, code));
            Some(format!("“{}”", label.unwrap_or_else(|| code.clone())))
        }
        _ => None,
    }
}

/// What an option is called.
pub(super) fn option_label(form: &Form<'_>, kind: &FieldKind, code: &str) -> Option<String> {
    match kind {
        FieldKind::YesNo => Some(
            form.view
                .t(if code == "ya" {
                    "form-ya"
                } else {
                    "form-tidak"
                })
                .to_owned(),
        ),
        FieldKind::Choice(options) | FieldKind::Many(options) => {
            super::draw::options(form, options)
                .into_iter()
                .find(|(id, _)| id == code)
                .map(|(_, label)| label)
        }
        _ => None,
    }
}
