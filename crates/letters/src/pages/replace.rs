//! `/kerja/surat/{id}/pengganti`: a corrected letter under a new number.

use super::{WorkLetters, genuine};
use crate::letters::Letters;
use crate::queries::Letter;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "replace.html")]
struct Page {
    v: View,
    letter: Letter,
    /// Name of the form field, label, text.
    fields: Vec<(String, String, String)>,
    error: String,
}

impl Page {
    async fn read(v: View, session: &Session, letters: &Letters, id: &str) -> Result<Self, web::Error> {
        let letter = letters.to_sign(session, id).await?;
        let sheet = letters.sheet(&letter).await?;
        let fields =
            sheet.answers.into_iter().map(|line| (name(&line.field), line.label, line.text.unwrap_or_default()));
        Ok(Self { fields: fields.collect(), error: String::new(), v, letter })
    }

    fn path(&self) -> String {
        format!("/kerja/surat/{}", self.letter.id)
    }

    fn form(&self) -> String {
        form(&self.letter.id)
    }
}

fn name(field: &str) -> String {
    format!("isian.{field}")
}

fn form(id: &str) -> String {
    format!("ganti {id}")
}

pub(super) async fn page(officer: May<WorkLetters>, State(letters): State<Letters>, Path(id): Path<String>) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &letters, &id).await?)
}

pub(super) async fn send(
    officer: May<WorkLetters>,
    State(letters): State<Letters>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&id), &sent)?;
    let wished = |field: &str| sent.get(&name(field)).map(|text| text.chars().take(4000).collect());
    match letters.replace(&officer.session, &id, wished).await {
        Ok(new) => web::redirect(&format!("/kerja/surat/{new}")),
        Err(refused @ (Refused::Unchanged | Refused::Moved)) => {
            let error = officer.view.said(&refused);
            let page = Page::read(officer.view, &officer.session, &letters, &id).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
        }
        Err(refused) => Err(refused.into()),
    }
}
