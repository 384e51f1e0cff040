//! The form of a record: one for all kinds, drawn from their fields.

use super::said;
use crate::model::record::{Field, Kind, Mistake, Shape};
use crate::movement::Movement;
use crate::records::{EVERYBODY, Record};
use crate::refusal::Refused;
use crate::rights::{Enter, writes};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Session, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "isian.html")]
struct Page {
    v: View,
    title: String,
    about: String,
    back: (String, String),
    action: String,
    error: String,
    /// Name and words of every wrong field, which lead there.
    wrong: Vec<(String, String)>,
    fields: Vec<Drawn>,
    revision: i64,
    removable: bool,
}

struct Drawn {
    name: &'static str,
    label: String,
    value: String,
    kind: &'static str,
    hint: String,
    error: String,
    choices: Vec<Choice>,
}

const FORM: &str = "gerakan isian";

/// Where a form stands: what it writes, and what it shows.
struct Form<'a> {
    area: &'a str,
    kind: Kind,
    /// The record that is changed.
    there: Option<&'a Record>,
    value: crate::model::record::Typed<'a>,
    refused: Option<&'a Refused>,
    error: String,
}

/// Where one is led after writing.
fn home(area: &str, kind: Kind) -> String {
    match area {
        EVERYBODY => "/dasbor/gerakan/mitra".to_owned(),
        _ => format!("/dasbor/gerakan/daerah/{area}#{}", kind.word()),
    }
}

fn allowed(movement: &Movement, session: &Session, area: &str, kind: Kind) -> Result<(), Refused> {
    movement.steering()?;
    let there = if kind == Kind::Partner { area == EVERYBODY } else { movement.area(area).is_some() };
    // A region that is not theirs is not there for them.
    if there && writes(session, area, kind) { Ok(()) } else { Err(Refused::NotThere) }
}

pub(super) async fn new(
    officer: May<Enter>,
    State(movement): State<Movement>,
    Path((area, kind)): Path<(String, String)>,
) -> Answer {
    let kind = Kind::parse(&kind).ok_or_else(web::Error::not_found)?;
    allowed(&movement, &officer.session, &area, kind)?;
    let form = Form { area: &area, kind, there: None, value: &|_| String::new(), refused: None, error: String::new() };
    drawn(officer.view, &movement, StatusCode::OK, form)
}

pub(super) async fn create(
    officer: May<Enter>,
    State(movement): State<Movement>,
    Path((area, kind)): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let kind = Kind::parse(&kind).ok_or_else(web::Error::not_found)?;
    let typed = |name: &str| sent.text(name).to_owned();
    let act = async {
        allowed(&movement, &session, &area, kind)?;
        movement.write_record(&session, (&area, kind), None, &typed).await
    };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(_) => web::redirect(&home(&area, kind)),
        Err(refused) => {
            let (status, error) = unsent(&v, refused.clone(), |one| said(&v, one))?;
            let form = Form { area: &area, kind, there: None, value: &typed, refused: refused.as_ref(), error };
            drawn(v, &movement, status, form)
        }
    }
}

pub(super) async fn edit(officer: May<Enter>, State(movement): State<Movement>, Path(id): Path<String>) -> Answer {
    let record = movement.record(&id).await?;
    allowed(&movement, &officer.session, &record.area, record.kind)?;
    let value = |name: &str| record.cell(name).to_owned();
    let form = Form {
        area: &record.area,
        kind: record.kind,
        there: Some(&record),
        value: &value,
        refused: None,
        error: String::new(),
    };
    drawn(officer.view, &movement, StatusCode::OK, form)
}

pub(super) async fn change(
    officer: May<Enter>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let record = movement.record(&id).await?;
    allowed(&movement, &session, &record.area, record.kind)?;
    let typed = |name: &str| sent.text(name).to_owned();
    let seen = sent.text("revisi").parse().unwrap_or(-1);
    let act = movement.write_record(&session, (&record.area, record.kind), Some((&id, seen)), &typed);
    match in_time(&v, FORM, &sent, act).await? {
        Ok(_) => web::redirect(&home(&record.area, record.kind)),
        Err(refused) => {
            let (status, error) = unsent(&v, refused.clone(), |one| said(&v, one))?;
            let there = Some(&record);
            let (area, kind, refused) = (record.area.as_str(), record.kind, refused.as_ref());
            drawn(v, &movement, status, Form { area, kind, there, value: &typed, refused, error })
        }
    }
}

pub(super) async fn remove(
    officer: May<Enter>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let record = movement.record(&id).await?;
    allowed(&movement, &session, &record.area, record.kind)?;
    let act = movement.remove_record(&session, &id, sent.text("revisi").parse().unwrap_or(-1));
    match in_time(&v, FORM, &sent, act).await? {
        Ok(_) => web::redirect(&home(&record.area, record.kind)),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            let value = |name: &str| record.cell(name).to_owned();
            let there = Some(&record);
            let (area, kind) = (record.area.as_str(), record.kind);
            drawn(v, &movement, status, Form { area, kind, there, value: &value, refused: None, error })
        }
    }
}

fn drawn(v: View, movement: &Movement, status: StatusCode, form: Form<'_>) -> Answer {
    let mistakes: &[Mistake] = match form.refused {
        Some(Refused::Fields(mistakes)) => mistakes,
        _ => &[],
    };
    let label = |name: &str| v.t(&format!("gerakan-isi-{name}")).to_owned();
    let wrong = |one: &Mistake| {
        let why = v.t(&format!("gerakan-salah-{}", one.why.word())).to_owned();
        (one.field.to_owned(), format!("{}: {why}", label(one.field)))
    };
    let title = v.t(&format!("gerakan-jenis-{}", form.kind.word())).to_owned();
    let area = if form.area == EVERYBODY { v.t("gerakan-mitra").to_owned() } else { movement.area_name(form.area) };
    let action = match form.there {
        Some(record) => format!("/dasbor/gerakan/isi/{}", record.id),
        None => format!("/dasbor/gerakan/daerah/{}/isi/{}", form.area, form.kind.word()),
    };
    let page = Page {
        about: v.t(&format!("gerakan-jenis-{}.kata", form.kind.word())).to_owned(),
        back: (home(form.area, form.kind), area),
        wrong: mistakes.iter().map(wrong).collect(),
        fields: form.kind.fields().iter().map(|field| field_drawn(&v, &form, field, mistakes)).collect(),
        revision: form.there.map_or(0, |record| record.revision),
        removable: form.there.is_some(),
        error: form.error,
        title,
        action,
        v,
    };
    web::page_with(status, &page)
}

fn field_drawn(v: &View, form: &Form<'_>, field: &Field, mistakes: &[Mistake]) -> Drawn {
    let value = (form.value)(field.name);
    // The day of a milestone is the day by which it is due.
    let key = match (form.kind, field.name) {
        (Kind::Milestone, "hari") => "gerakan-isi-tenggat".to_owned(),
        _ => format!("gerakan-isi-{}", field.name),
    };
    let choices = match field.shape {
        Shape::OneOf(words) => {
            let named =
                words.iter().map(|word| ((*word).to_owned(), v.t(&format!("gerakan-pilihan-{word}")).to_owned()));
            Choice::all(named, [value.as_str()])
        }
        _ => Vec::new(),
    };
    let hint = format!("{key}.kata");
    let error = mistakes.iter().find(|one| one.field == field.name);
    Drawn {
        name: field.name,
        label: if field.needed { v.t(&key).to_owned() } else { v.t1("gerakan-boleh-kosong", "isian", v.t(&key)) },
        kind: match field.shape {
            Shape::Text => "paragraf",
            Shape::Day => "date",
            Shape::Link => "url",
            _ => "text",
        },
        hint: if v.has(&hint) { v.t(&hint).to_owned() } else { String::new() },
        error: error.map(|one| v.t(&format!("gerakan-salah-{}", one.why.word())).to_owned()).unwrap_or_default(),
        choices,
        value,
    }
}
