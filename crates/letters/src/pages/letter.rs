//! `/kerja/surat/{id}`: one letter of the register, and what its signer does with it.

use super::{ReadRegister, WorkLetters, said, sent, tag};
use crate::issue::Scan;
use crate::letters::Letters;
use crate::model::may_sign;
use crate::queries::{Letter, file_name};
use crate::refusal::Refused;
use crate::sheet::Sheet;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::doors::{LetterFile, LetterState};
use web::{Answer, Markup, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    v: View,
    letter: Letter,
    state: LetterState,
    answers: Vec<(String, String)>,
    /// The officer may sign, withdraw and replace it.
    signs: bool,
    /// This program holds the typesetter.
    press: bool,
    signer: String,
    error: String,
    reason: String,
}

impl Page {
    async fn read(v: View, session: &Session, letters: &Letters, id: &str) -> Result<Self, web::Error> {
        let letter = letters.readable(session, id).await?;
        let sheet = match letters.sheet(&letter).await {
            Ok(sheet) => sheet,
            Err(Refused::Erased) => Sheet { answers: Vec::new(), signer: String::new(), title: String::new() },
            Err(error) => return Err(error.into()),
        };
        let name = [sheet.signer.as_str(), sheet.title.as_str()];
        let signer = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Ok(Self {
            state: letter.state(letters.today()),
            answers: sheet.answers.into_iter().filter_map(|line| Some((line.label, line.text?))).collect(),
            signs: may_sign(session, &letters.signer(&letter)),
            press: letters.deps().press.is_some(),
            signer,
            error: String::new(),
            reason: String::new(),
            v,
            letter,
        })
    }

    fn tag(&self) -> Markup {
        tag(&self.v, self.state)
    }

    fn path(&self, end: &str) -> String {
        format!("/kerja/surat/{}/{end}", self.letter.id)
    }

    /// The form's name, bound to this letter.
    fn form(&self) -> String {
        form(&self.letter.id)
    }
}

fn form(id: &str) -> String {
    format!("surat {id}")
}

#[derive(Template)]
#[template(path = "print.html")]
struct Print {
    v: View,
    letter: Letter,
    sheet: Sheet,
    place: String,
    address: String,
    code: Markup,
    proof: String,
}

pub(super) async fn page(officer: May<ReadRegister>, State(letters): State<Letters>, Path(id): Path<String>) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &letters, &id).await?)
}

/// The letter for the printer, in words of the browser: for installations without the typesetter.
pub(super) async fn print(officer: May<WorkLetters>, State(letters): State<Letters>, Path(id): Path<String>) -> Answer {
    let letter = letters.to_sign(&officer.session, &id).await?;
    let (code, sheet) = (letters.code(&letter), letters.sheet(&letter).await?);
    let deps = letters.deps();
    let page = Print {
        code: web::qr_svg(&code, officer.view.t("terbitan-qr")).unwrap_or_default(),
        proof: code.split('#').next().unwrap_or_default().to_owned(),
        place: deps.place.clone(),
        address: deps.address.clone(),
        v: officer.view,
        letter,
        sheet,
    };
    web::page(&page)
}

/// The letter for the printer, typeset from its template.
pub(super) async fn pdf(officer: May<WorkLetters>, State(letters): State<Letters>, Path(id): Path<String>) -> Answer {
    let letter = letters.to_sign(&officer.session, &id).await?;
    let bytes = letters.typeset(&letter).await?;
    let media = "application/pdf".to_owned();
    sent(LetterFile { name: file_name(&letter.number, &media), media, bytes }, true)
}

pub(super) async fn file(officer: May<ReadRegister>, State(letters): State<Letters>, Path(id): Path<String>) -> Answer {
    let letter = letters.readable(&officer.session, &id).await?;
    sent(letters.signed_file(&letter).await?, false)
}

pub(super) async fn issue(
    officer: May<WorkLetters>,
    State(letters): State<Letters>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    if officer.view.check_token(&form(&id), sent.text("_tanda")).is_err() {
        return Err(web::Error::forged());
    }
    let file = sent.files_of("pindaian").next().map(|file| file.bytes.to_vec()).unwrap_or_default();
    let done = match Scan::new(file) {
        Ok(scan) => letters.issue(&officer.session, &id, scan).await,
        Err(refused) => Err(refused),
    };
    answered(officer, &letters, &id, (done, String::new())).await
}

pub(super) async fn revoke(
    officer: May<WorkLetters>,
    State(letters): State<Letters>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    if officer.view.check_token(&form(&id), sent.text("_tanda")).is_err() {
        return Err(web::Error::forged());
    }
    let reason = sent.text("alasan").to_owned();
    let done = letters.revoke(&officer.session, &id, &reason).await;
    answered(officer, &letters, &id, (done, reason)).await
}

/// Back to the letter; with what was typed where it has to be mended.
async fn answered(
    officer: May<WorkLetters>,
    letters: &Letters,
    id: &str,
    (done, reason): (Result<(), Refused>, String),
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/kerja/surat/{id}")),
        Err(refused @ (Refused::Scan | Refused::Reason | Refused::Moved | Refused::Erased)) => {
            let error = said(&officer.view, &refused);
            let page = Page::read(officer.view, &officer.session, letters, id).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, reason, ..page })
        }
        Err(refused) => Err(refused.into()),
    }
}
