//! `/kerja/surat/{id}`: one letter of the register, and what its signer does with it.

use super::{ReadRegister, WorkLetters, genuine, sent, tag};
use crate::issue::Scan;
use crate::letters::Letters;
use crate::model::may_sign;
use crate::queries::{Letter, file_name};
use crate::refusal::Refused;
use crate::sheet::{INK, Sheet};
use crate::sign::Way;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::doors::{LetterFile, LetterState};
use definition::model::Signature;
use kernel::{Refusal, RefusalKind};
use web::{Answer, Markup, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "letter.html")]
pub(super) struct Page {
    v: View,
    letter: Letter,
    state: LetterState,
    answers: Vec<(String, String)>,
    /// The officer may sign, withdraw and replace it.
    signs: bool,
    /// This program holds the typesetter.
    press: bool,
    signer: String,
    /// Whether the sign service can sign it.
    way: Way,
    error: String,
    /// What the sign service knows of a signer: kind of notice and sentence.
    told: Option<(&'static str, String)>,
    typed: Typed,
}

impl Page {
    pub async fn read(v: View, session: &Session, letters: &Letters, id: &str) -> Result<Self, web::Error> {
        let letter = letters.readable(session, id).await?;
        let sheet = match letters.sheet(&letter).await {
            Ok(sheet) => sheet,
            Err(Refused::Erased) => Sheet::default(),
            Err(error) => return Err(error.into()),
        };
        let name = [sheet.signer.as_str(), sheet.title.as_str()];
        let mut signer = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        if let Some(replaced) = &sheet.on_behalf {
            signer = v.t2("terbitan-penanda-pengganti", "nama", signer.as_str(), "diganti", replaced.as_str());
        }
        Ok(Self {
            state: letter.state(letters.today()),
            answers: sheet.answers.into_iter().filter_map(|line| Some((line.label, line.text?))).collect(),
            signs: may_sign(session, &letters.signer(&letter)),
            press: letters.deps().press.is_some(),
            signer,
            way: letters.way(&letter),
            error: String::new(),
            told: None,
            typed: Typed::default(),
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

    /// The page with what the sign service knows of a signer.
    pub fn telling(self, told: (&'static str, String), typed: Typed) -> Self {
        Self { told: Some(told), typed, ..self }
    }

    fn told_kind(&self) -> &'static str {
        self.told.as_ref().map_or("info", |(kind, _)| kind)
    }

    /// How it was signed, in words.
    fn manner(&self, way: &str) -> &str {
        super::manner(&self.v, way)
    }

    /// The definition asks for an electronic signature that cannot be made here.
    fn misses(&self) -> bool {
        self.way == Way::Closed && self.letter.signature == Some(Signature::Electronic)
    }

    /// The form's name, bound to this letter.
    fn form(&self) -> String {
        form(&self.letter.id)
    }
}

pub(super) fn form(id: &str) -> String {
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
    let bytes = letters.typeset(&letter, INK).await?;
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
    genuine(&officer.view, &form(&id), &sent)?;
    let file = sent.files_of("pindaian").next().map(|file| file.bytes.to_vec()).unwrap_or_default();
    let done = match Scan::new(file) {
        Ok(scan) => letters.issue(&officer.session, &id, scan).await,
        Err(refused) => Err(refused),
    };
    answered(officer, &letters, &id, (done, Typed::default())).await
}

pub(super) async fn revoke(
    officer: May<WorkLetters>,
    State(letters): State<Letters>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&id), &sent)?;
    let reason = sent.text("alasan").to_owned();
    let done = letters.revoke(&officer.session, &id, &reason).await;
    answered(officer, &letters, &id, (done, Typed { reason, ..Typed::default() })).await
}

/// What was typed and comes back where it has to be mended.
#[derive(Default)]
pub(super) struct Typed {
    pub reason: String,
    pub nik: String,
}

/// Back to the letter; with what was typed where it has to be mended.
pub(super) async fn answered(
    officer: May<WorkLetters>,
    letters: &Letters,
    id: &str,
    (done, typed): (Result<(), Refused>, Typed),
) -> Answer {
    let refused = match done {
        Ok(()) => return web::redirect(&format!("/kerja/surat/{id}")),
        Err(refused) => refused,
    };
    let status = match &refused {
        Refused::Scan | Refused::Reason | Refused::Moved | Refused::Erased | Refused::Nik => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refused::NotSigned(_) if refused.kind() == RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Refused::NotSigned(_) | Refused::NoService => StatusCode::SERVICE_UNAVAILABLE,
        _ => return Err(refused.into()),
    };
    let error = officer.view.said(&refused);
    let page = Page::read(officer.view, &officer.session, letters, id).await?;
    web::page_with(status, &Page { error, typed, ..page })
}
