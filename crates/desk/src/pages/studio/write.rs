//! `/atur/layanan/tulis`: the text of a service, checked, shown as residents will see it, and proposed.

use super::super::serve::previewed;
use super::review::{Remark, remarks, review};
use super::{Counter, WriteServices, admin};
use crate::refusal::{DeskError, DeskRefusal};
use crate::studio::{Examined, LONGEST_TEXT};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use cases::coverage::complete;
use web::{Answer, FormKey, FormToken, Markup, May, Submission, TokenError, View};

const FORM: &str = "layanan-naskah";

#[derive(Template)]
#[template(path = "studio/write.html")]
struct Page {
    token: FormToken,
    source: String,
    note: String,
    notice: Option<(&'static str, String, String)>,
    checked: Option<Checked>,
    v: View,
}

/// What was found out about the text.
struct Checked {
    errors: i64,
    remarks: Vec<Remark>,
    review: Option<Markup>,
    /// Letters that can be looked at with sample data.
    letters: Vec<String>,
    more_scenarios: Option<String>,
}

/// The text of a running service, of a version, of a proposal, or the smallest one that is complete.
pub(super) async fn page(who: May<WriteServices>, State(counter): State<Counter>) -> Answer {
    let part = |name: &str| super::super::officer::query(who.view.query(), name);
    let desk = &counter.desk;
    let source = match (part("layanan"), part("versi"), part("usulan")) {
        (service, ..) if !service.is_empty() => {
            let running = desk.catalogue().service(&service).ok_or(DeskRefusal::NoSuchService)?;
            desk.definition_text(&running.hash).await?
        }
        (_, hash, _) if !hash.is_empty() => desk.definition_text(&hash).await?,
        (.., id) if !id.is_empty() => desk.proposal(&id).await?.source,
        _ => {
            let from = desk.now().date(desk.zone()).to_string();
            definition::sketch(&definition::Sketch { from, ..Default::default() })
        }
    };
    let page =
        Page { token: who.view.token(FORM), source, note: String::new(), notice: None, checked: None, v: who.view };
    web::page(&page)
}

/// "Periksa", "Lengkapi skenario" or "Ajukan", by the button that was pressed.
pub(super) async fn send(who: May<WriteServices>, State(counter): State<Counter>, form: Submission) -> Answer {
    let (source, note) = (form.text("naskah"), form.text("catatan"));
    if source.len() > LONGEST_TEXT {
        return Err(web::Error::too_large(format!("{} KB", LONGEST_TEXT / 1024)));
    }
    let key = match who.view.check_token(FORM, form.text("_tanda")) {
        Ok(key) => Some(key),
        Err(TokenError::Expired(_)) => None,
        Err(TokenError::Forged) => return Err(web::Error::forged()),
    };
    let step = form.text("_langkah");
    let (mut status, mut notice) = (StatusCode::OK, None);
    if let Some(letter) = step.strip_prefix("surat:") {
        match sample(&counter, source, letter).await {
            Ok(Some(pdf)) => return previewed(pdf),
            Ok(None) => {}
            Err(DeskError::Refused(refused)) => {
                let (what, help) = super::super::officer::refused_words(&who.view, &refused);
                (status, notice) = (StatusCode::UNPROCESSABLE_ENTITY, Some(("bad", what, help)));
            }
            Err(failed) => return Err(failed.into()),
        }
    }
    if step == "ajukan" {
        match proposed(&who, &counter, (source, note), key).await? {
            Ok(id) => return web::redirect(&format!("/atur/layanan/usulan/{id}?selesai=diajukan")),
            Err((what, help)) => (status, notice) = (StatusCode::UNPROCESSABLE_ENTITY, Some(("bad", what, help))),
        }
    }
    let v = &who.view;
    let examined = counter.desk.examine(source);
    let checked = Some(checked(v, &counter, source, &examined, step == "lengkapi").await?);
    let token = v.token(FORM);
    let (source, note) = (source.to_owned(), note.to_owned());
    web::page_with(status, &Page { token, source, note, notice, checked, v: who.view })
}

/// A letter of the text with sample data; nothing where the text cannot be read, which its findings tell.
async fn sample(counter: &Counter, source: &str, letter: &str) -> Result<Option<Vec<u8>>, DeskError> {
    match counter.desk.examine(source).definition {
        Some(definition) => counter.desk.letter_sample(&definition, letter).await.map(Some),
        None => Ok(None),
    }
}

/// The id of the proposal, or why there is none and what to do.
async fn proposed(
    who: &May<WriteServices>,
    counter: &Counter,
    (source, note): (&str, &str),
    key: Option<FormKey>,
) -> Result<Result<String, (String, String)>, web::Error> {
    let v = &who.view;
    let Some(key) = key else {
        return Ok(Err((v.t("studio-formulir-lama").to_owned(), v.t("studio-formulir-lama.saran").to_owned())));
    };
    match counter.desk.propose(source, note, &key.to_string(), &admin(&who.session), v.lang()).await {
        Ok(id) => Ok(Ok(id)),
        Err(DeskError::Refused(refused)) => Ok(Err(super::super::officer::refused_words(v, &refused))),
        Err(failed) => Err(failed.into()),
    }
}

async fn checked(
    v: &View,
    counter: &Counter,
    source: &str,
    examined: &Examined,
    more: bool,
) -> Result<Checked, web::Error> {
    let more_scenarios = examined.definition.as_ref().filter(|_| more).map(|definition| {
        let calendar = crate::catalogue::usual_calendar(&counter.desk.calendar());
        complete(definition, &calendar, &examined.coverage).toml
    });
    Ok(Checked {
        errors: i64::try_from(examined.errors()).unwrap_or(i64::MAX),
        remarks: remarks(v, source, &examined.findings),
        review: review(v, counter, examined).await?,
        letters: match &examined.definition {
            Some(definition) if counter.desk.typesets() => definition.letters.keys().cloned().collect(),
            _ => Vec::new(),
        },
        more_scenarios,
    })
}
