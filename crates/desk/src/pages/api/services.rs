//! `/api/v1/layanan`: the running services, their forms and their standards.

use crate::Desk;
use crate::pages::citizen::standing;
use crate::refusal::DeskRefusal;
use axum::extract::{Path, State};
use definition::model::{Definition, Field, FieldKind, FileField, Options, Rule, TextLimits};
use serde_json::{Map, Value as Json, json};
use web::{Answer, Visitor};

pub(super) async fn list(visitor: Visitor, State(desk): State<Desk>) -> Answer {
    let catalogue = desk.catalogue();
    let all = catalogue.offered().map(|definition| head(&visitor, &desk, definition));
    web::json(&json!({ "services": all.collect::<Vec<_>>() }))
}

pub(super) async fn one(visitor: Visitor, State(desk): State<Desk>, Path(id): Path<String>) -> Answer {
    let definition = desk.catalogue().offered_service(&id).ok_or(DeskRefusal::NoSuchService)?;
    let mut body = head(&visitor, &desk, &definition);
    let asked = definition.fields.iter().filter(|(_, field)| field.filled_at.is_none());
    let lang = visitor.lang();
    let standard = standing::standard(&desk, &definition);
    let components = standard.components.iter().map(|component| {
        let lines: Vec<&str> = component.lines.iter().map(|line| line.lang(lang)).collect();
        json!({ "number": component.number, "title": component.title.lang(lang), "lines": lines })
    });
    let more = json!({
        "definition_hash": definition.hash,
        "reporter": {
            "anonymous": definition.reporter.anonymous,
            "secret": definition.reporter.secret,
            "contact_required": definition.reporter.contact_required,
            "least_sign_in": definition.least_sign_in.key(),
        },
        "fields": asked.map(|(id, one)| field(id, one, desk.lists())).collect::<Vec<_>>(),
        "files": definition.files.iter().map(|(id, one)| file(id, one)).collect::<Vec<_>>(),
        "standard": {
            "draft": standard.is_draft(),
            "decree": standard.decree.as_ref().map(|(number, date)| json!({ "number": number, "date": date })),
            "components": components.collect::<Vec<_>>(),
        },
    });
    if let (Some(body), Json::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    web::json(&body)
}

fn head(visitor: &Visitor, desk: &Desk, definition: &Definition) -> Json {
    let unit = desk.units().unit(definition, &definition.owner, None);
    json!({
        "id": definition.id,
        "name": definition.name,
        "kind": definition.kind.key(),
        "version": definition.version,
        "unit": unit,
        "agency": standing::owner(desk, definition),
        "total": definition.deadline.total.map(|total| total.to_string()),
        "channels": definition.channels.iter().map(|channel| channel.key()).collect::<Vec<_>>(),
        "page": format!("{}/layanan/{}", visitor.frame().public_url(), definition.id),
    })
}

/// What must be known to ask for one answer; conditions stand as the definition writes them.
fn field(id: &str, field: &Field, lists: &definition::Lists) -> Json {
    let mut described = Map::new();
    described.insert("id".into(), json!(id));
    described.insert("label".into(), json!(field.label));
    described.insert("help".into(), json!(field.help));
    described.insert("type".into(), json!(field.kind.key()));
    described.insert("required".into(), rule(&field.required));
    described.insert("visible".into(), rule(&field.visible));
    match &field.kind {
        FieldKind::Text(limits) | FieldKind::Paragraph(limits) | FieldKind::Digits(limits) => {
            let TextLimits { max, digits, .. } = limits;
            described.insert("max_length".into(), json!(max));
            described.insert("digits".into(), json!(digits));
        }
        FieldKind::Number { range, unit } => {
            let range = range.as_ref().map(|(low, high)| json!([low.to_string(), high.to_string()]));
            described.insert("range".into(), json!(range));
            described.insert("unit".into(), json!(unit));
        }
        FieldKind::Choice(options) | FieldKind::Many(options) => {
            described.insert("options".into(), self::options(options, lists));
        }
        _ => {}
    }
    Json::Object(described)
}

fn options(options: &Options, lists: &definition::Lists) -> Json {
    let list = match options {
        Options::Inline(list) => Some(list),
        Options::List(name) => lists.get(name),
    };
    let all = list.into_iter().flatten().map(|(code, label)| json!({ "code": code, "label": label }));
    Json::Array(all.collect())
}

fn rule(rule: &Rule) -> Json {
    match rule {
        Rule::Always => json!(true),
        Rule::Never => json!(false),
        Rule::When(condition) => json!(condition.source),
    }
}

fn file(id: &str, file: &FileField) -> Json {
    json!({
        "id": id,
        "label": file.label,
        "types": file.kinds.iter().map(|kind| kind.media_type()).collect::<Vec<_>>(),
        "max_bytes": file.max_bytes,
        "count": [file.count.0, file.count.1],
        "required": rule(&file.required),
    })
}
