//! `/layanan/{id}`: what the service is, its form, its standard.

use super::filling::{Filling, Place};
use super::said::Said;
use super::{Counter, fee, groups, handles, saved, standing, took, words};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use definition::model::{Channel, Definition, FieldKind, Rule};
use definition::standard::condition_in_words;
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
    /// The form; none where it is answered page by page.
    filling: Option<Filling>,
    summary: Markup,
    /// How long it really took last quarter.
    took: Vec<String>,
    /// What must be brought along: name, and when, where it is not always asked for.
    needed: Vec<(String, String)>,
    /// How many pages the form has.
    pages: usize,
    forget: FormToken,
    said: &'a Said,
    standard: Markup,
    /// Whether the standard can be had as a PDF.
    sheet: bool,
    /// What it costs, line by line; none where it is free.
    fees: Vec<(String, String)>,
}

pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let definition = counter.service(&id)?;
    let said = Said::resumed(&counter, handles::of(&visitor.view, &headers, &id)).await?;
    drawn(&visitor.view, &counter, &definition, &said, None).await
}

/// The page with whatever was filled in; 422 where something must be mended.
pub(super) async fn drawn(
    v: &View,
    counter: &Counter,
    definition: &Definition,
    said: &Said,
    key: Option<FormKey>,
) -> Answer {
    let v = &v.about(definition.kind);
    let position = suggested(definition, said);
    let place = Place {
        action: format!("/layanan/{}", definition.id),
        form: form_name(&definition.id),
        at_counter: false,
        position: position.as_deref(),
    };
    let paged = key.is_none() && groups::is_long(definition) && !v.save_data();
    let mut filling = if paged { None } else { Some(Filling::of(v, counter, definition, said, &place, key)?) };
    let page = Page {
        v,
        definition,
        owner: standing::owner(&counter.desk, definition),
        time: words::promise(v, definition),
        answer_time: definition.deadline.first_answer.map(|time| v.words().duration(time)).unwrap_or_default(),
        steps: steps(v, definition),
        online: definition.channels.contains(&Channel::Web),
        summary: filling.as_mut().map(|filling| std::mem::take(&mut filling.summary)).unwrap_or_default(),
        filling,
        took: took::sentences(v, &counter.desk, definition).await,
        needed: needed(v, definition),
        pages: groups::groups(definition).len() + 1,
        forget: v.token(&saved::forget_name(&definition.id)),
        said,
        standard: web::component::standard(v, &standing::standard(&counter.desk, definition))?,
        sheet: counter.desk.typesets(),
        fees: fee::rules(v, definition),
    };
    web::page_with(said.status(), &page)
}

/// Documents that an applicant should have at hand.
fn needed(v: &View, definition: &Definition) -> Vec<(String, String)> {
    let asked = definition.files.values().map(|file| {
        let when = match (&file.required, &file.visible) {
            (Rule::Never, _) => v.t("perlu-bila-ada").to_owned(),
            (Rule::When(condition), _) | (Rule::Always, Rule::When(condition)) => {
                let words = condition_in_words(definition, condition);
                v.t1("perlu-bila", "syarat", words.lang(v.lang()))
            }
            (Rule::Always, _) => String::new(),
        };
        (file.label.clone(), when)
    });
    asked.collect()
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
