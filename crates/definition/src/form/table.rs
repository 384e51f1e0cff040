//! The table from which the browser hides and asks (semantics R35). The server decides.

use crate::condition::{Expr, Node};
use crate::model::{Definition, FieldKind, Rule};
use serde_json::{Map, Value as Json, json};

/// Conditions of fields and files as JSON. `{"isian": {ID: {"tampil": RULE, "wajib": RULE}}, "berkas": …}`; a RULE is
/// `true`, `false` or an expression: `["dan", a, b]`, `["atau", a, b]`, `["bukan", a]`, `["ada", ID]`,
/// `["==", a, b]` and the other comparisons, `["dalam", a, [b…]]`, `["antara", a, low, high]`, `["memuat", a, b]`,
/// `["+", a, b]` and the other calculations, `["neg", a]`, `["angka", top, bottom]` as texts, `["tanggal", ISO]`,
/// `["kata", TEXT]`, `["isian", ID]`, `["bilangan", ID]` for a field that holds a number, `["sumber", ID]`. Fields with `diisi` are left out: nobody fills them here.
pub fn browser_table(definition: &Definition) -> Json {
    let mut fields = Map::new();
    for (id, field) in &definition.fields {
        if field.filled_at.is_none() {
            fields.insert(id.clone(), entry(definition, &field.visible, &field.required));
        }
    }
    let mut files = Map::new();
    for (id, file) in &definition.files {
        files.insert(id.clone(), entry(definition, &file.visible, &file.required));
    }
    json!({ "isian": fields, "berkas": files })
}

fn entry(definition: &Definition, visible: &Rule, required: &Rule) -> Json {
    json!({ "tampil": rule(definition, visible), "wajib": rule(definition, required) })
}

fn rule(definition: &Definition, rule: &Rule) -> Json {
    match rule {
        Rule::Always => Json::Bool(true),
        Rule::Never => Json::Bool(false),
        Rule::When(condition) => expr(definition, &condition.expr),
    }
}

fn expr(definition: &Definition, part: &Expr) -> Json {
    let expr = |part: &Expr| expr(definition, part);
    let is_number =
        |id: &str| definition.fields.get(id).is_some_and(|field| matches!(field.kind, FieldKind::Number { .. }));
    match &part.node {
        Node::Or(a, b) => json!(["atau", expr(a), expr(b)]),
        Node::And(a, b) => json!(["dan", expr(a), expr(b)]),
        Node::Not(a) => json!(["bukan", expr(a)]),
        Node::Known(field) => json!(["ada", field.id]),
        Node::Compare(a, op, b) => json!([op.sign(), expr(a), expr(b)]),
        Node::OneOf(a, entries) => {
            let entries: Vec<Json> = entries.iter().map(expr).collect();
            json!(["dalam", expr(a), entries])
        }
        Node::Between(a, low, high) => json!(["antara", expr(a), expr(low), expr(high)]),
        Node::Contains(a, b) => json!(["memuat", expr(a), expr(b)]),
        Node::Calculate(a, sign, b) => json!([sign.sign(), expr(a), expr(b)]),
        Node::Negative(a) => json!(["neg", expr(a)]),
        Node::Number(number) => {
            let (top, bottom) = number.parts();
            json!(["angka", top.to_string(), bottom.to_string()])
        }
        Node::Date(date) => json!(["tanggal", date.to_string()]),
        Node::Text(word) | Node::Option(word) => json!(["kata", word]),
        Node::Field(field) if field.source => json!(["sumber", field.id]),
        Node::Field(field) if is_number(&field.id) => json!(["bilangan", field.id]),
        Node::Field(field) => json!(["isian", field.id]),
    }
}
