//! The form of a record: drawn from its fields, the same for a new one and for a change.

use super::said;
use crate::applications::Applications;
use crate::model::app::App;
use crate::model::field::{FIELDS, Field, Mistake, Shape, entries};
use crate::model::vocabulary::{Word, affairs, data};
use crate::refusal::Refused;
use crate::rights::{Author, Scope, Write, writes};
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
    back: String,
    action: String,
    error: String,
    /// Name and words of every wrong field, which lead there.
    wrong: Vec<(String, String)>,
    fields: Vec<Drawn>,
    revision: i64,
}

struct Drawn {
    name: &'static str,
    label: String,
    value: String,
    kind: &'static str,
    hint: String,
    error: String,
    choices: Vec<Choice>,
    /// Several of the choices may hold at once.
    several: bool,
}

pub(super) const FORM: &str = "aplikasi isian";

/// What a form shows.
struct Form<'a> {
    app: Option<&'a App>,
    value: &'a (dyn Fn(&str) -> String + Send + Sync),
    refused: Option<&'a Refused>,
    error: String,
}

pub(super) async fn new(officer: May<Write>, State(room): State<Applications>) -> Answer {
    let form = Form { app: None, value: &|_| String::new(), refused: None, error: String::new() };
    drawn(officer.view, &officer.session, &room, (StatusCode::OK, form))
}

/// What was typed for a field; ticked boxes come as several.
fn typed(sent: &Submission, name: &str) -> String {
    if name == "data" { sent.all(name).collect::<Vec<_>>().join(",") } else { sent.text(name).to_owned() }
}

pub(super) async fn create(officer: May<Write>, State(room): State<Applications>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let value = |name: &str| typed(&sent, name);
    let author = Author::of(&session);
    match in_time(&v, FORM, &sent, room.write(&author, None, &value)).await? {
        Ok(slug) => web::redirect(&format!("/aplikasi/{slug}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused.clone(), |one| said(&v, one))?;
            let form = Form { app: None, value: &value, refused: refused.as_ref(), error };
            drawn(v, &session, &room, (status, form))
        }
    }
}

pub(super) async fn edit(officer: May<Write>, State(room): State<Applications>, Path(slug): Path<String>) -> Answer {
    let inventory = room.inventory().await?;
    let app = own(&inventory, &officer.session, &slug)?;
    let form = Form { app: Some(app), value: &|name| app.cell(name).to_owned(), refused: None, error: String::new() };
    drawn(officer.view, &officer.session, &room, (StatusCode::OK, form))
}

/// An application that this officer writes; one that is not theirs is not there for them.
fn own<'a>(inventory: &'a crate::Inventory, session: &Session, slug: &str) -> Result<&'a App, Refused> {
    inventory.app(slug).filter(|app| writes(session).covers(app.unit())).ok_or(Refused::NotThere)
}

pub(super) async fn change(
    officer: May<Write>,
    State(room): State<Applications>,
    Path(slug): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let inventory = room.inventory().await?;
    let app = own(&inventory, &session, &slug)?;
    let value = |name: &str| typed(&sent, name);
    let seen = sent.text("revisi").parse().unwrap_or(-1);
    let author = Author::of(&session);
    match in_time(&v, FORM, &sent, room.write(&author, Some((&slug, seen)), &value)).await? {
        Ok(slug) => web::redirect(&format!("/aplikasi/{slug}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused.clone(), |one| said(&v, one))?;
            let form = Form { app: Some(app), value: &value, refused: refused.as_ref(), error };
            drawn(v, &session, &room, (status, form))
        }
    }
}

fn drawn(v: View, session: &Session, room: &Applications, (status, form): (StatusCode, Form<'_>)) -> Answer {
    let mistakes: &[Mistake] = match form.refused {
        Some(Refused::Fields(mistakes)) => mistakes,
        _ => &[],
    };
    let wrong = |one: &Mistake| {
        let why = v.t(&format!("aplikasi-salah-{}", one.why.word())).to_owned();
        (one.field.to_owned(), format!("{}: {why}", v.t(&format!("aplikasi-isi-{}", one.field))))
    };
    let (title, back) = match form.app {
        Some(app) => (v.t1("aplikasi-ubah-n", "nama", app.name()), format!("/aplikasi/{}", app.slug)),
        None => (v.t("aplikasi-baru").to_owned(), "/aplikasi".to_owned()),
    };
    let page = Page {
        title,
        action: form.app.map_or_else(|| "/aplikasi".to_owned(), |app| format!("/aplikasi/{}", app.slug)),
        back,
        wrong: mistakes.iter().map(wrong).collect(),
        fields: FIELDS.iter().map(|field| field_drawn(&v, (room, session), &form, (field, mistakes))).collect(),
        revision: form.app.map_or(0, |app| app.revision),
        error: form.error,
        v,
    };
    web::page_with(status, &page)
}

fn field_drawn(
    v: &View,
    (room, session): (&Applications, &Session),
    form: &Form<'_>,
    (field, mistakes): (&Field, &[Mistake]),
) -> Drawn {
    let value = (form.value)(field.name);
    let key = format!("aplikasi-isi-{}", field.name);
    let hint = format!("{key}.kata");
    let error = mistakes.iter().find(|one| one.field == field.name);
    let label = v.t(&key).to_owned();
    let needed = matches!(field.name, "nama" | "pemilik");
    Drawn {
        name: field.name,
        label: if needed { label } else { v.t1("aplikasi-boleh-kosong", "isian", label) },
        kind: match field.shape {
            Shape::Text | Shape::List => "paragraf",
            Shape::Day => "date",
            Shape::Link => "url",
            _ => "text",
        },
        hint: if v.has(&hint) { v.t(&hint).to_owned() } else { String::new() },
        error: error.map(|one| v.t(&format!("aplikasi-salah-{}", one.why.word())).to_owned()).unwrap_or_default(),
        choices: choices(v, (room, session), field, &value),
        several: field.shape == Shape::Data,
        value,
    }
}

fn choices(v: &View, (room, session): (&Applications, &Session), field: &Field, value: &str) -> Vec<Choice> {
    let named = |words: &[Word]| words.iter().map(|one| (one.id.clone(), one.name(v.lang()).to_owned())).collect();
    let mut all: Vec<(String, String)> = match field.shape {
        Shape::OneOf(words) => {
            let word = |word: &&str| ((*word).to_owned(), v.t(&format!("aplikasi-pilihan-{word}")).to_owned());
            words.iter().map(word).collect()
        }
        Shape::Affair => named(affairs()),
        Shape::Data => return Choice::all(named(data()), entries(value, &[','])),
        Shape::Unit => units(room, session),
        _ => return Vec::new(),
    };
    all.insert(0, (String::new(), v.t("aplikasi-pilih").to_owned()));
    Choice::all(all, [value])
}

/// Agencies for which this officer writes.
fn units(room: &Applications, session: &Session) -> Vec<(String, String)> {
    let scope: Scope = writes(session);
    let agencies = room.deps().agencies.all();
    let own = agencies.iter().filter(|one| scope.covers(&one.unit));
    own.map(|one| (one.unit.clone(), one.name.clone())).collect()
}
