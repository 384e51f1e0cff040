//! `/atur/layanan/usulan/{id}`: what is proposed, and the decision of another administrator about it.

use super::list::state;
use super::review::{Remark, remarks, review};
use super::{Counter, SeeSetup, WriteServices, admin, short, who};
use crate::refusal::{DeskError, DeskRefusal};
use crate::studio::{Proposal, ProposalState};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, FormToken, Markup, May, Permission, Session, Submission, TokenError, View};

const FORM: &str = "layanan-usulan";

#[derive(Template)]
#[template(path = "studio/proposal.html")]
struct Page {
    one: Proposal,
    state: (&'static str, String),
    hash: String,
    by: String,
    when: String,
    decided: Option<(String, String)>,
    own: bool,
    may_decide: bool,
    sound: bool,
    remarks: Vec<Remark>,
    review: Option<Markup>,
    typed: String,
    rewrite: String,
    notice: Option<(&'static str, String, String)>,
    token: FormToken,
    v: View,
}

pub(super) async fn page(who: May<SeeSetup>, State(counter): State<Counter>, Path(id): Path<String>) -> Answer {
    let proposal = counter.desk.proposal(&id).await?;
    let just = super::super::officer::query(who.view.query(), "selesai") == "diajukan";
    let notice = just
        .then(|| ("good", who.view.t("studio-diajukan").to_owned(), who.view.t("studio-diajukan.saran").to_owned()));
    drawn(StatusCode::OK, who.view, &who.session, &counter, (proposal, String::new(), notice)).await
}

type Drawing = (Proposal, String, Option<(&'static str, String, String)>);

async fn drawn(
    status: StatusCode,
    v: View,
    session: &Session,
    counter: &Counter,
    (one, typed, notice): Drawing,
) -> Answer {
    let desk = &counter.desk;
    let waits = one.state == ProposalState::Waiting;
    let examined = desk.examine(&one.source);
    let own = one.is_of(&admin(session));
    let page = Page {
        state: state(&v, one.state),
        hash: short(&one.hash),
        by: who(&v, desk, &one.proposer),
        when: v.words().moment(one.proposed_at),
        decided: one
            .decider
            .as_ref()
            .map(|decider| (who(&v, desk, decider), one.decided_at.map(|at| v.words().moment(at)).unwrap_or_default())),
        own,
        may_decide: waits && WriteServices::allows(session),
        sound: examined.is_sound(),
        remarks: remarks(&v, &one.source, &examined.findings),
        review: if waits { review(&v, counter, &examined).await? } else { None },
        typed,
        rewrite: format!("/atur/layanan/tulis?usulan={}", one.id),
        notice,
        token: v.token(FORM),
        one,
        v,
    };
    web::page_with(status, &page)
}

/// Publishes: by another person than the proposer.
pub(super) async fn approve(
    who: May<WriteServices>,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    let lang = who.view.lang();
    if let Some(answer) = stale(&who, &counter, &id, &form).await? {
        return Ok(answer);
    }
    let done = counter.desk.approve(&id, &admin(&who.session), lang).await;
    answered(who, &counter, &id, form.text("alasan"), done).await
}

/// Rejects; by its proposer it is taken back.
pub(super) async fn reject(
    who: May<WriteServices>,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    if let Some(answer) = stale(&who, &counter, &id, &form).await? {
        return Ok(answer);
    }
    let done = counter.desk.reject(&id, &admin(&who.session), form.text("alasan")).await;
    answered(who, &counter, &id, form.text("alasan"), done).await
}

/// The page again where the form is too old.
async fn stale(
    who: &May<WriteServices>,
    counter: &Counter,
    id: &str,
    form: &Submission,
) -> Result<Option<axum::response::Response>, web::Error> {
    let v = &who.view;
    match v.check_token(FORM, form.text("_tanda")) {
        Ok(_) => Ok(None),
        Err(TokenError::Forged) => Err(web::Error::forged()),
        Err(TokenError::Expired(_)) => {
            let said = ("bad", v.t("studio-formulir-lama").to_owned(), v.t("studio-formulir-lama.saran").to_owned());
            let proposal = counter.desk.proposal(id).await?;
            let drawing = (proposal, form.text("alasan").to_owned(), Some(said));
            drawn(StatusCode::CONFLICT, v.clone(), &who.session, counter, drawing).await.map(Some)
        }
    }
}

async fn answered(
    who: May<WriteServices>,
    counter: &Counter,
    id: &str,
    typed: &str,
    done: Result<Proposal, DeskError>,
) -> Answer {
    let refused = match done {
        Ok(proposal) => return web::redirect(&format!("/atur/layanan?selesai={}", proposal.state.word())),
        Err(DeskError::Refused(DeskRefusal::NoSuchProposal)) => return Err(DeskRefusal::NoSuchProposal.into()),
        Err(DeskError::Refused(refused)) => refused,
        Err(failed) => return Err(failed.into()),
    };
    let (what, help) = super::super::officer::refused_words(&who.view, &refused);
    let proposal = counter.desk.proposal(id).await?;
    let drawing = (proposal, typed.to_owned(), Some(("bad", what, help)));
    drawn(StatusCode::UNPROCESSABLE_ENTITY, who.view, &who.session, counter, drawing).await
}
