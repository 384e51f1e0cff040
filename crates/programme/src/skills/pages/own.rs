//! `/dasbor/rencana/sdm/saya`: what the officer can do, entered by himself.

use super::{genuine, skill_name};
use crate::pages::agency_name;
use crate::programme::Programme;
use crate::skills::claims::{Claim, ClaimKind, ClaimState};
use crate::skills::model::skills;
use crate::skills::refusal::Refused;
use crate::skills::rights::{EnterOwn, own_units};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, Markup, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "sdm/saya.html")]
struct Page {
    v: View,
    error: String,
    rows: Vec<Row>,
    units: Vec<Choice>,
    skills: Vec<Choice>,
    application: String,
}

struct Row {
    id: String,
    what: String,
    unit: String,
    tag: Markup,
}

/// Where a claim stands, as a coloured word.
pub(super) fn state_tag(v: &View, state: ClaimState) -> Markup {
    let kind = match state {
        ClaimState::Claimed => "wait",
        ClaimState::Agreed => "good",
        ClaimState::Declined => "stop",
    };
    web::component::tag(kind, v.t(&format!("sdm-keadaan-{}", state.word())))
}

/// What is claimed, in words.
pub(super) fn what(v: &View, claim: &Claim) -> String {
    match claim.kind {
        ClaimKind::Skill => skill_name(v, &claim.what),
        ClaimKind::Application => v.t1("sdm-aplikasi-n", "nama", claim.what.as_str()),
    }
}

pub(super) async fn page(officer: May<EnterOwn>, State(programme): State<Programme>) -> Answer {
    drawn(officer.view, &officer.session, &programme, None, &Submission::default()).await
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    refused: Option<&Refused>,
    sent: &Submission,
) -> Answer {
    let claims = programme.own_claims(session).await?;
    let row = |one: &Claim| Row {
        id: one.id.clone(),
        what: what(&v, one),
        unit: agency_name(programme, &one.unit),
        tag: state_tag(&v, one.state),
    };
    let units = own_units(session).into_iter().map(|unit| (unit.to_owned(), agency_name(programme, unit)));
    let all = skills().all.iter().map(|(id, named)| (id.clone(), named.name(v.lang()).to_owned()));
    let none = std::iter::once((String::new(), v.t("rencana-pilih").to_owned()));
    let page = Page {
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        rows: claims.iter().map(row).collect(),
        units: Choice::all(units, [sent.text("unit")]),
        skills: Choice::all(none.chain(all), [sent.text("keahlian")]),
        application: sent.text("aplikasi").to_owned(),
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

pub(super) async fn send(officer: May<EnterOwn>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "sdm saya", &sent)?;
    let application = sent.text("aplikasi").trim();
    let (kind, what) = match application {
        "" => (ClaimKind::Skill, sent.text("keahlian")),
        named => (ClaimKind::Application, named),
    };
    let done = programme.claim(&officer.session, sent.text("unit"), kind, what).await;
    answered(officer, &programme, done, &sent).await
}

pub(super) async fn withdraw(officer: May<EnterOwn>, State(programme): State<Programme>, sent: Submission) -> Answer {
    genuine(&officer.view, "sdm penarikan", &sent)?;
    let done = programme.withdraw_claim(&officer.session, sent.text("id")).await;
    answered(officer, &programme, done, &Submission::default()).await
}

/// Back to the list, or the page with what was refused and what was typed.
async fn answered(
    officer: May<EnterOwn>,
    programme: &Programme,
    done: Result<(), Refused>,
    sent: &Submission,
) -> Answer {
    match done {
        Ok(()) => web::redirect("/dasbor/rencana/sdm/saya"),
        Err(refused) if refused.is_of_form() => {
            drawn(officer.view, &officer.session, programme, Some(&refused), sent).await
        }
        Err(refused) => Err(refused.into()),
    }
}
