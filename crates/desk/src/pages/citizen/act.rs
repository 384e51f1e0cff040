//! What residents do with a case: add, act at a waiting step, rate, support.

use super::case::{Outside, opened, said_again, shown_to_stranger};
use super::contacts::Contacts;
use super::said::Said;
use super::{Counter, access, track, words};
use crate::commands::{ActionForm, Filled, Objection, Said as Addition, Supporting};
use crate::drafts::DraftFor;
use crate::queries::CaseView;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rights::Viewer;
use crate::sources::Asking;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use cases::CaseRefusal;
use definition::Stage;
use kernel::CaseNumber;
use web::form::Mistake;
use web::{Answer, FormKey, Submission, TokenError, View, Visitor};

/// One form of the resident on the case's page.
pub(super) struct Act<'a> {
    v: &'a View,
    counter: &'a Counter,
    pub number: CaseNumber,
    /// Name under which the page shows it again.
    form: String,
    pub key: FormKey,
    pub said: Said,
}

#[derive(Template)]
#[template(path = "citizen/code.html")]
struct CodePage<'a> {
    v: &'a View,
    number: &'a str,
    path: &'a str,
    typed: Vec<(String, String)>,
    token: &'a str,
    code_error: String,
}

/// Lets whoever opened the case in; others may type the code here, and lose nothing of what they wrote.
pub(super) async fn enter(
    v: &View,
    counter: &Counter,
    number: &str,
    headers: &HeaderMap,
    form: &Submission,
) -> Result<CaseNumber, Answer> {
    let number = track::numbered(v, number).map_err(|answer| *answer)?;
    counter.counted(v).map_err(|too_many| Err(too_many.into()))?;
    if access::is_open(v, headers, &number) {
        return Ok(number);
    }
    let code = form.text("_kode_lacak");
    let mut code_error = String::new();
    if !code.is_empty() {
        match track::tried(counter, v, &number, code).await {
            Ok(true) => return Ok(number),
            Ok(false) => code_error = words::refusal(v, &DeskRefusal::WrongCode),
            Err(error) => return Err(Err(error)),
        }
    }
    let said = Said { sent: Submission::of(form.texts().iter().cloned()), ..Said::default() };
    let typed = said.typed().into_iter().filter(|(name, _)| name != "_kode_lacak").collect();
    let page = CodePage { v, number: number.as_str(), path: v.path(), typed, token: form.text("_tanda"), code_error };
    Err(web::page_with(StatusCode::FORBIDDEN, &page).and_then(access::unkept))
}

impl<'a> Act<'a> {
    /// A form without files, of somebody who was let in; the answer instead where nobody was, or where it is forged.
    pub async fn entered(
        v: &'a View,
        counter: &'a Counter,
        number: &str,
        headers: &HeaderMap,
        form: &Submission,
        name: &str,
    ) -> Result<Self, Answer> {
        let number = enter(v, counter, number, headers, form).await?;
        let signed = format!("{name} {number}");
        Self::begun(v, counter, number, form, (&signed, name.to_owned()), |_| None).await.map_err(Err)
    }

    /// The same, ready to be done: one that stood open too long is shown again on the page of the case.
    async fn ready(
        v: &'a View,
        counter: &'a Counter,
        number: &str,
        headers: &HeaderMap,
        form: &Submission,
        name: &str,
    ) -> Result<Self, Answer> {
        let act = Self::entered(v, counter, number, headers, form, name).await?;
        if act.must_be_mended() { Err(act.again().await) } else { Ok(act) }
    }

    /// Takes a form in; one that stood open too long is shown again by [`Act::again`] with everything in it.
    pub async fn begun(
        v: &'a View,
        counter: &'a Counter,
        number: CaseNumber,
        form: &Submission,
        names: (&str, String),
        takes: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, web::Error> {
        let (signed, shown) = names;
        let (key, expired) = v.stamped(signed, form.text("_tanda"))?;
        let mut said = Said::read(counter, DraftFor::Case(&number), v, form, takes).await?;
        if expired {
            said.notice = Some("warga-formulir-lama");
        }
        Ok(Self { v, counter, number, form: shown, key, said })
    }

    pub fn must_be_mended(&self) -> bool {
        self.said.notice.is_some() || !self.said.mistakes.is_empty()
    }

    async fn again(self) -> Answer {
        let shown = said_again(self.form, self.said, self.key);
        opened(self.v, self.counter, &self.number, shown).await
    }

    /// Where a refusal is shown: beside its field where it has one.
    async fn done(mut self, done: Desked<()>, thanks: &str, field: String) -> Result<Response, web::Error> {
        let words = match done {
            Ok(()) => return web::redirect(&format!("/lacak/{}?terima={thanks}", self.number)),
            Err(DeskError::Refused(DeskRefusal::Answers(errors))) => {
                self.said.mistakes = Mistake::all(&errors, self.v.lang());
                return self.again().await;
            }
            Err(DeskError::Refused(refusal)) if is_mendable(&refusal) => words::refusal(self.v, &refusal),
            Err(failure) => return Err(failure.into()),
        };
        self.said.mistakes.push(Mistake::new(field, words));
        self.again().await
    }
}

/// Refusals that the resident can mend on the same page; all others have their own.
fn is_mendable(refusal: &DeskRefusal) -> bool {
    matches!(
        refusal,
        DeskRefusal::BadText
            | DeskRefusal::NoSuchReason
            | DeskRefusal::DraftGone
            | DeskRefusal::Engine(
                CaseRefusal::ReasonMissing
                    | CaseRefusal::EvidenceMissing(_)
                    | CaseRefusal::FieldMissing(_)
                    | CaseRefusal::BadRating
            )
    )
}

/// `POST /lacak/{number}/tambahan`: words and photos, at any time before the end (semantics R48).
pub(super) async fn add(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = match enter(v, &counter, &number, &headers, &form).await {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let signed = format!("tambahan {number}");
    let takes = |field: &str| (field == "foto-tambahan").then(String::new);
    let act = Act::begun(v, &counter, number, &form, (&signed, "tambahan".to_owned()), takes).await?;
    if act.must_be_mended() {
        return act.again().await;
    }
    let said = Addition {
        text: form.text("teks").to_owned(),
        draft: act.said.draft().to_owned(),
        form_key: act.key.to_string(),
    };
    let done = counter.desk.add_info(&act.number, said).await;
    act.done(done, "tambahan", "teks".to_owned()).await
}

/// `POST /lacak/{number}/tindakan/{action}`: an action of the step that waits for the resident.
pub(super) async fn take(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path((number, action)): Path<(String, String)>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = match enter(v, &counter, &number, &headers, &form).await {
        Ok(number) => number,
        Err(answer) => return answer,
    };
    let view = counter.desk.view(&number, &Viewer::Reporter).await?;
    let step = form.text("_langkah").to_owned();
    let name = format!("tindakan {step} {action}");
    let takes = |field: &str| takes_file(&view, &step, &action, field);
    let mut act = Act::begun(v, &counter, number, &form, (&name, name.clone()), takes).await?;
    let stage = Stage::Correction(view.marks.clone());
    let asking = Asking::of_case(&view.definition, &stage, &view.answers);
    let asked = super::sources::asked_by(v, &counter.desk, &asking, &form, &mut act.said).await;
    if asked || act.must_be_mended() {
        return act.again().await;
    }
    let wish = wish(&view, &act.said, step, &action);
    let done = counter.desk.act_as_reporter(&act.number, &act.key.to_string(), wish).await;
    act.done(done, "tindakan", format!("_alasan-{action}")).await
}

/// Files that this action may bring: those that were marked, and its evidence.
pub(super) fn takes_file(view: &CaseView, step: &str, action: &str, field: &str) -> Option<String> {
    let marked = view.marks.iter().any(|mark| mark == field) && view.definition.files.contains_key(field);
    let offered = view.offered.iter().find(|offered| offered.step == step && offered.id == action)?;
    let evidence = offered.action.evidence.iter().any(|item| item.id == field);
    (marked || evidence).then(|| field.to_owned())
}

/// What was filled in. Without corrections the marked answers stay as they are: closing a case changes none.
fn wish(view: &CaseView, said: &Said, step: String, action: &str) -> ActionForm {
    let sent = &said.sent;
    let mut input = web::form::input(sent);
    if sent.text("_koreksi").is_empty() && !view.marks.is_empty() {
        input = web::form::input(&web::form::texts(&view.answers));
    }
    let rating = sent.text(&format!("_nilai-{action}"));
    let filled = Filled {
        input,
        draft: said.draft().to_owned(),
        marks: Vec::new(),
        reason_code: sent.text(&format!("_kode-{action}")).to_owned(),
        reason: sent.text(&format!("_alasan-{action}")).to_owned(),
        rating: if rating.is_empty() { None } else { Some(rating.parse().unwrap_or(0)) },
        device_at: None,
    };
    ActionForm { step: Some(step).filter(|step| !step.is_empty()), action: action.to_owned(), filled }
}

/// `POST /lacak/{number}/nilai`: one to five, once, after the end.
pub(super) async fn rate(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let act = match Act::ready(v, &counter, &number, &headers, &form, "nilai").await {
        Ok(act) => act,
        Err(answer) => return answer,
    };
    let rating = form.text("nilai").parse().unwrap_or(0);
    let done = counter.desk.rate(&act.number, rating, &act.key.to_string()).await;
    act.done(done, "nilai", "nilai".to_owned()).await
}

/// `POST /lacak/{number}/banding`: an objection to the end, with its reason (semantics R56).
pub(super) async fn appeal(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let act = match Act::ready(v, &counter, &number, &headers, &form, "banding").await {
        Ok(act) => act,
        Err(answer) => return answer,
    };
    let objection = Objection { reason: form.text("alasan").to_owned(), form_key: act.key.to_string() };
    match counter.desk.appeal(&act.number, objection).await {
        Ok(receipt) => {
            let to = web::redirect(&format!("/lacak/{}/tanda-terima", receipt.number))?;
            access::opened(v, &headers, &receipt.number, to)
        }
        Err(error) => act.done(Err(error), "", "alasan".to_owned()).await,
    }
}

/// `POST /lacak/{number}/dukungan`: "saya juga mengalami", from anyone (semantics R60).
pub(super) async fn support(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(number): Path<String>,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    let number = match track::numbered(v, &number) {
        Ok(number) => number,
        Err(answer) => return *answer,
    };
    counter.counted(v)?;
    let key = match v.check_token(&format!("dukungan {number}"), form.text("_tanda")) {
        Ok(key) | Err(TokenError::Expired(key)) => key,
        Err(TokenError::Forged) => return Err(web::Error::forged()),
    };
    let wish = Supporting {
        text: form.text("teks").to_owned(),
        phone: form.text("_hp").to_owned(),
        email: form.text("_surel").to_owned(),
        lang: v.lang(),
        form_key: key.to_string(),
    };
    let mistakes = Contacts::default().mistakes(v, &form);
    if !mistakes.is_empty() {
        let sent = Submission::of(form.texts().iter().cloned());
        let said = Said { sent, mistakes, ..Said::default() };
        return shown_to_stranger(v, &counter, &number, Outside::supporting(said, key)).await;
    }
    counter.desk.support(&number, wish).await?;
    web::redirect(&format!("/lacak/{number}?terima=dukungan"))
}
