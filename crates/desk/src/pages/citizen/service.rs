//! `/layanan/{id}`: what the service is, its form, its standard.

use super::said::Said;
use super::{Counter, fee, standing, words};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use definition::Stage;
use definition::model::{Channel, Definition, FieldKind};
use web::form::{Drawn, Form};
use web::{Answer, FormKey, FormToken, Markup, View, Visitor};

/// The name under which a service's form is signed.
pub(super) fn form_name(service: &str) -> String {
    format!("lapor {service}")
}

#[derive(Template)]
#[template(path = "citizen/service.html")]
struct Page<'a> {
    v: &'a View,
    definition: &'a Definition,
    owner: String,
    time: String,
    answer_time: String,
    steps: Vec<(String, String)>,
    online: bool,
    form: Drawn,
    said: &'a Said,
    removable: Vec<(String, String)>,
    position: Option<String>,
    token: FormToken,
    standard: Markup,
    errors: Errors<'a>,
    /// What it costs, line by line; none where it is free.
    fees: Vec<(String, String)>,
    /// The form says that people fill in themselves what a source would give.
    by_hand: bool,
}

/// What is wrong with the fields that every service has.
struct Errors<'a> {
    phone: &'a str,
    email: &'a str,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Path(id): Path<String>) -> Answer {
    let definition = counter.service(&id)?;
    drawn(&visitor.view, &counter, &definition, &Said::default(), None)
}

/// The page with whatever was filled in; 422 where something must be mended.
pub(super) fn drawn(v: &View, counter: &Counter, definition: &Definition, said: &Said, key: Option<FormKey>) -> Answer {
    let v = &v.about(definition.kind);
    let kept = said.kept(v);
    let form = Form::new(v, counter.desk.lists(), &counter.villages)
        .of(definition, &Stage::Opening)
        .values(&said.sent)
        .mistakes(&said.mistakes)
        .kept(&kept)
        .draw()?;
    let name = form_name(&definition.id);
    let page = Page {
        v,
        definition,
        owner: standing::owner(&counter.desk, definition),
        time: words::promise(v, definition),
        answer_time: definition.deadline.first_answer.map(|time| v.words().duration(time)).unwrap_or_default(),
        steps: steps(v, definition),
        online: definition.channels.contains(&Channel::Web),
        form,
        said,
        removable: said.removable(v),
        position: suggested(definition, said),
        token: key.map_or_else(|| v.token(&name), |key| v.token_for(&name, key)),
        standard: web::component::standard(v, &standing::standard(&counter.desk, definition))?,
        errors: Errors { phone: said.mistake("_hp"), email: said.mistake("_surel") },
        fees: fee::rules(v, definition),
        by_hand: definition.fields.values().any(|field| field.prefill.is_some()),
    };
    let wrong = !said.mistakes.is_empty() || said.notice.is_some();
    web::page_with(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// Name and longest time of every step that an office works on.
fn steps(v: &View, definition: &Definition) -> Vec<(String, String)> {
    let working = definition.steps.values().filter(|step| step.is_working());
    let time = |step: &definition::model::Step| {
        let longest = step.deadlines.last().map(|entry| v.words().duration(entry.duration));
        longest.map(|time| v.t1("warga-paling-lama", "waktu", time)).unwrap_or_default()
    };
    working.map(|step| (step.name.clone(), time(step))).collect()
}

/// The first place that the form asks for.
pub(super) fn point(definition: &Definition) -> Option<&str> {
    let mut own = definition.fields.iter().filter(|(_, field)| field.filled_at.is_none());
    own.find(|(_, field)| matches!(field.kind, FieldKind::Point { .. })).map(|(id, _)| id.as_str())
}

/// Where a photo says it was taken, while the form has no coordinate of its own; only ever suggested (semantics R6).
pub(super) fn suggested(definition: &Definition, said: &Said) -> Option<String> {
    let field = format!("{}.koordinat", point(definition)?);
    let given = !said.sent.text(&field).trim().is_empty();
    let (lat, lon) = said.files.iter().find_map(|file| file.position).filter(|_| !given)?;
    Some(format!("{lat:.5}, {lon:.5}"))
}
