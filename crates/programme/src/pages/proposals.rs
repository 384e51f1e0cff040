//! `/rencana/usul` and `/rencana/usulan`: what residents propose, and what was answered; `/dasbor/rencana/usulan`: looked at
//! before anything is shown.

use super::{EditPlan, district_name, districts, genuine, mendable, pillar_name, pillars};
use crate::programme::Programme;
use crate::proposals::{Decision, NewProposal, Proposal, State};
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use kernel::Instant;
use web::component::Choice;
use web::{Answer, FormToken, May, Purpose, Submission, TokenError, View, Visitor};

const PAGE: usize = 20;
/// Proposals from one address: a family or a computer room, no machine.
const SENDING: Purpose = Purpose { name: "usulan", burst: 5, per_hour: 20 };

#[derive(Template)]
#[template(path = "usul.html")]
struct Form {
    v: View,
    token: FormToken,
    error: String,
    pillars: Vec<Choice>,
    districts: Vec<Choice>,
    typed: Submission,
}

#[derive(Template)]
#[template(path = "usulan.html")]
struct List {
    v: View,
    /// Officers decide here.
    officer: bool,
    sent: bool,
    error: String,
    states: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    one: Proposal,
    pillar: String,
    district: String,
    sent: String,
    decided: String,
}

pub(super) async fn form(visitor: Visitor, Held(programme): Held<Programme>) -> Answer {
    let v = visitor.view;
    let token = v.token("usulan");
    web::page(&drawn(v, &programme, token, None, Submission::default()))
}

fn drawn(v: View, programme: &Programme, token: FormToken, refused: Option<&Refused>, typed: Submission) -> Form {
    Form {
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        pillars: Choice::all(pillars(&v), [typed.text("pilar")]),
        districts: Choice::all(districts(programme), [typed.text("kecamatan")]),
        token,
        typed,
        v,
    }
}

pub(super) async fn send(visitor: Visitor, Held(programme): Held<Programme>, form: Submission) -> Answer {
    let v = visitor.view;
    // A form that lay open for long is sent all the same: its key still makes it one proposal.
    let key = match v.check_token("usulan", form.text("_tanda")) {
        Ok(key) | Err(TokenError::Expired(key)) => key,
        Err(TokenError::Forged) => return Err(web::Error::forged()),
    };
    v.frame().throttle().check(SENDING, &v.address())?;
    let new = NewProposal {
        key: key.to_string(),
        pillar: form.text("pilar"),
        district: form.text("kecamatan"),
        text: form.text("usulan"),
        name: form.text("nama"),
        contact: form.text("kontak"),
    };
    match programme.propose(new).await {
        Ok(()) => web::redirect("/rencana/usulan?terkirim=ya"),
        Err(refused) if mendable(&refused) => {
            let token = v.token_for("usulan", key);
            let page = drawn(v, &programme, token, Some(&refused), form);
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn shown(visitor: Visitor, Held(programme): Held<Programme>) -> Answer {
    let v = visitor.view;
    let list = listed(v, &programme, State::Answered, false, None).await?;
    web::page(&list)
}

pub(super) async fn inbox(officer: May<EditPlan>, Held(programme): Held<Programme>) -> Answer {
    let v = officer.view;
    let state = State::parse(&v.asked("keadaan")).unwrap_or(State::New);
    let list = listed(v, &programme, state, true, None).await?;
    web::page(&list)
}

async fn listed(
    v: View,
    programme: &Programme,
    state: State,
    officer: bool,
    refused: Option<&Refused>,
) -> Result<List, Refused> {
    let after = v.asked("sesudah");
    let before =
        after.split_once('.').and_then(|(at, id)| Some((Instant::from_micros(at.parse().ok()?), id.to_owned())));
    let found = programme.proposals(state, before, officer, PAGE as i64 + 1).await?;
    let last = found.get(PAGE - 1).filter(|_| found.len() > PAGE);
    let next = last.map(|one| v.with_query("sesudah", &format!("{}.{}", one.sent_at.micros(), one.id)));
    let rows = found.into_iter().take(PAGE).map(|one| row(&v, programme, one));
    let states = State::ALL.map(|one| {
        let href = format!("/dasbor/rencana/usulan?keadaan={}", one.word());
        (href, v.t(&format!("rencana-usulan-{}", one.word())).to_owned(), one == state)
    });
    Ok(List {
        rows: rows.collect(),
        states: if officer { states.to_vec() } else { Vec::new() },
        sent: !v.asked("terkirim").is_empty(),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        next: next.unwrap_or_default(),
        officer,
        v,
    })
}

fn row(v: &View, programme: &Programme, one: Proposal) -> Row {
    Row {
        pillar: if one.pillar.is_empty() { String::new() } else { pillar_name(v, &one.pillar) },
        district: district_name(programme, &one.district).unwrap_or_default(),
        sent: v.words().date_of(one.sent_at),
        decided: one.decided_at.map(|at| v.words().date_of(at)).unwrap_or_default(),
        one,
    }
}

pub(super) async fn decide(
    officer: May<EditPlan>,
    Held(programme): Held<Programme>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let v = officer.view;
    genuine(&v, &format!("usulan {id}"), &form)?;
    let seen = form.text("dilihat").parse().unwrap_or(0);
    let text = form.text("jawaban");
    let decision = match form.text("putusan") {
        "sembunyikan" => Decision::Hide { reason: text },
        _ => Decision::Answer { text, promise: form.text("program").trim() },
    };
    match programme.decide(&officer.session, &id, seen, decision).await {
        Ok(()) => web::redirect("/dasbor/rencana/usulan"),
        Err(refused) if mendable(&refused) => {
            let list = listed(v, &programme, State::New, true, Some(&refused)).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &list)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl List {
    #[expect(clippy::unused_self, reason = "called from the template")]
    fn form(&self, id: &str) -> String {
        format!("usulan {id}")
    }
}
