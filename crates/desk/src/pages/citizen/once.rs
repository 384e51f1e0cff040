//! `/t/{token}`: one step, once, for somebody without an account (semantics R47). Shows what that step needs and no more.

use super::said::Said;
use super::{Counter, access, words};
use crate::commands::{ActionForm, Filled, Once};
use crate::drafts::DraftFor;
use crate::queries::Offered;
use crate::refusal::{DeskError, DeskRefusal};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use definition::Stage;
use definition::model::{Item, Reason};
use web::form::{Drawn, Form, Mistake};
use web::{Answer, FormKey, FormToken, Markup, Purpose, Submission, View, Visitor};

/// Tokens have 130 bits; this keeps guessing and noise down.
const TRIES: Purpose = Purpose { name: "tautan-sekali", burst: 60, per_hour: 240 };

#[derive(Template)]
#[template(path = "citizen/once.html")]
struct Page<'a> {
    v: &'a View,
    secret: &'a str,
    service: &'a str,
    step: String,
    asked: &'a str,
    answers: Vec<(String, String)>,
    tabs: Vec<(String, String, bool)>,
    form: Option<ActionView>,
    notice: &'a str,
}

/// The action that is open.
struct ActionView {
    id: String,
    label: String,
    token: FormToken,
    drawn: Drawn,
    handle: String,
    codes: Vec<(String, String, bool)>,
    reason: Markup,
}

/// The link is used, its time is over, or it never existed.
#[derive(Template)]
#[template(path = "citizen/once_over.html")]
struct Over<'a> {
    v: &'a View,
    title: String,
    text: String,
    thanks: bool,
}

pub(super) async fn page(visitor: Visitor, State(counter): State<Counter>, Path(secret): Path<String>) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(TRIES, &v.address())?;
    match counter.desk.once(&secret).await {
        Ok(once) if once.open => {
            let chosen = pick(&once, v.query().strip_prefix("aksi=").unwrap_or(""));
            shown(&v.about(once.definition.kind), &counter, &once, &secret, (chosen, &Said::default(), None))
        }
        Ok(_) => over(v, StatusCode::GONE, &DeskRefusal::LinkOver, v.query() == "hasil=terima"),
        Err(DeskError::Refused(refusal @ DeskRefusal::NoSuchLink)) => over(v, StatusCode::NOT_FOUND, &refusal, false),
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /t/{token}`: the step is taken.
pub(super) async fn take(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(secret): Path<String>,
    form: Submission,
) -> Answer {
    let v = &visitor.view;
    v.frame().throttle().check(TRIES, &v.address())?;
    let (key, expired) = v.stamped("tautan sekali", form.text("_tanda"))?;
    let once = match counter.desk.once(&secret).await {
        Err(DeskError::Refused(refusal @ DeskRefusal::NoSuchLink)) => {
            return over(v, StatusCode::NOT_FOUND, &refusal, false);
        }
        found => found?,
    };
    let v = &v.about(once.definition.kind);
    let chosen = pick(&once, form.text("_aksi"));
    let takes =
        |field: &str| chosen.and_then(|one| items(&once, one).find(|item| item.id == field)).map(|_| field.to_owned());
    let mut said = Said::read(&counter, DraftFor::Case(&once.number), v, &form, takes).await?;
    if expired {
        said.notice = Some("warga-formulir-lama");
    }
    if once.open && (expired || !said.mistakes.is_empty()) {
        return shown(v, &counter, &once, &secret, (chosen, &said, Some(key)));
    }
    match counter.desk.act_by_link(&secret, &key.to_string(), wish(&said)).await {
        Ok(()) => access::unkept(web::redirect(&format!("/t/{secret}?hasil=terima"))?),
        Err(DeskError::Refused(DeskRefusal::LinkOver)) => over(v, StatusCode::GONE, &DeskRefusal::LinkOver, false),
        Err(DeskError::Refused(DeskRefusal::Answers(errors))) => {
            said.mistakes = Mistake::all(&errors, v.lang());
            shown(v, &counter, &once, &secret, (chosen, &said, Some(key)))
        }
        Err(DeskError::Refused(refusal)) => {
            said.mistakes = vec![Mistake::new("_alasan", words::refusal(v, &refusal))];
            shown(v, &counter, &once, &secret, (chosen, &said, Some(key)))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn wish(said: &Said) -> ActionForm {
    let sent = &said.sent;
    let filled = Filled {
        input: web::form::input(sent),
        draft: said.draft().to_owned(),
        reason_code: sent.text("_kode").to_owned(),
        reason: sent.text("_alasan").to_owned(),
        ..Filled::default()
    };
    ActionForm { step: None, action: sent.text("_aksi").to_owned(), filled }
}

/// The action that is asked for, else the first that can be taken.
fn pick<'a>(once: &'a Once, asked: &str) -> Option<&'a Offered> {
    let free = |one: &&Offered| one.blocked.is_none();
    once.offered.iter().filter(free).find(|one| one.id == asked).or_else(|| once.offered.iter().find(free))
}

/// Checklist of the step and evidence of the action.
fn items<'a>(once: &'a Once, action: &'a Offered) -> impl Iterator<Item = &'a Item> {
    let checklist = once.definition.steps.get(&once.step).map_or(&[][..], |step| &step.checklist);
    checklist.iter().chain(&action.action.evidence)
}

fn shown(
    v: &View,
    counter: &Counter,
    once: &Once,
    secret: &str,
    (chosen, said, key): (Option<&Offered>, &Said, Option<FormKey>),
) -> Answer {
    let definition = &once.definition;
    let fields = definition.fields.iter().filter(|(_, field)| field.filled_at.is_none());
    let answers = fields.filter_map(|(id, field)| {
        let value = once.answers.get(id)?;
        Some((field.label.clone(), words::answer(v, &counter.desk, &field.kind, value)))
    });
    let free = once.offered.iter().filter(|one| one.blocked.is_none());
    let here = |one: &Offered| chosen.is_some_and(|chosen| chosen.id == one.id);
    let page = Page {
        v,
        secret,
        service: &definition.name,
        step: definition.steps.get(&once.step).map(|step| step.name.clone()).unwrap_or_default(),
        asked: &once.asked,
        answers: answers.collect(),
        tabs: free.map(|one| (format!("/t/{secret}?aksi={}", one.id), one.label.clone(), here(one))).collect(),
        form: chosen.map(|one| action(v, counter, once, one, (said, key))).transpose()?,
        notice: said.notice(v),
    };
    access::unkept(web::page_with(said.status(), &page)?)
}

fn action(
    v: &View,
    counter: &Counter,
    once: &Once,
    offered: &Offered,
    (said, key): (&Said, Option<FormKey>),
) -> Result<ActionView, web::Error> {
    let kept = said.kept(v);
    let checklist = once.definition.steps.get(&once.step).map_or(&[][..], |step| &step.checklist);
    let drawn = Form::new(v, counter.desk.lists(), &counter.villages)
        .of(&once.definition, &Stage::Step(once.step.clone()))
        .items(checklist, offered.binding)
        .items(&offered.action.evidence, offered.binding)
        .values(&said.sent)
        .known(&once.answers)
        .mistakes(&said.mistakes)
        .kept(&kept)
        .draw()?;
    let list = match &offered.action.reason {
        Reason::List(list) => counter.desk.lists().get(list),
        _ => None,
    };
    let chosen = said.sent.text("_kode");
    let codes = list.into_iter().flatten().map(|(code, label)| (code.clone(), label.clone(), code == chosen));
    let reason = match offered.action.reason {
        Reason::None => Markup::default(),
        _ => {
            let (label, error) = (v.t("warga-alasan"), said.mistake("_alasan"));
            web::component::text_field("_alasan", label, said.sent.text("_alasan"), "paragraf", "", error)
        }
    };
    Ok(ActionView {
        id: offered.id.clone(),
        label: offered.label.clone(),
        token: key.map_or_else(|| v.token("tautan sekali"), |key| v.token_for("tautan sekali", key)),
        drawn,
        handle: said.draft().to_owned(),
        codes: codes.collect(),
        reason,
    })
}

fn over(v: &View, status: StatusCode, refusal: &DeskRefusal, thanks: bool) -> Answer {
    use kernel::Refusal as _;
    let key = format!("tolak-{}", refusal.code());
    let (title, text) = match thanks {
        true => (v.t("warga-tautan-terima").to_owned(), v.t("warga-tautan-terima-kata").to_owned()),
        false => (v.t(&key).to_owned(), v.t(&format!("{key}.saran")).to_owned()),
    };
    let status = if thanks { StatusCode::OK } else { status };
    access::unkept(web::page_with(status, &Over { v, title, text, thanks })?)
}
