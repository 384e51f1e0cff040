//! `/dasbor/rencana/naskah`: the plan itself as a text that is written, reviewed, approved and decreed. Forms stand here, so
//! that the leader's page needs none.

use super::{DecidePlan, EditPlan, ReadDraft, pillar_name, version_words};
use crate::model::plan::{DecreeKind, Plan, State};
use crate::programme::Programme;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::State as Held;
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Permission as _, Session, View};

#[derive(Template)]
#[template(path = "naskah.html")]
struct Page {
    v: View,
    error: String,
    plan: Option<Shown>,
    may_write: bool,
    /// For a plan that is begun.
    start: String,
}

struct Shown {
    title: String,
    first: String,
    words: String,
    state: State,
    next: &'static str,
    returned: String,
    promises: String,
    without_target: String,
    /// Pillars whose quick win is missing.
    no_quick: Vec<String>,
    waiting: i64,
    may_decide: bool,
    same_person: bool,
    kinds: Vec<Choice>,
}

pub(super) async fn page(officer: May<ReadDraft>, Held(programme): Held<Programme>) -> Answer {
    drawn(officer.view, &officer.session, &programme, None).await
}

/// The page, with what was refused.
pub(super) async fn drawn(v: View, session: &Session, programme: &Programme, refused: Option<&Refused>) -> Answer {
    let plan = match programme.plan().await? {
        Some(plan) => Some(shown(&v, session, programme, &plan).await?),
        None => None,
    };
    let page = Page {
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        may_write: EditPlan::allows(session),
        start: programme.today().year().to_string(),
        plan,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

async fn shown(v: &View, session: &Session, programme: &Programme, plan: &Plan) -> Result<Shown, Refused> {
    let newest = plan.newest();
    let (promises, without_target) = programme.count(plan, newest.number).await?;
    let kinds =
        DecreeKind::ALL.map(|kind| (kind.word().to_owned(), v.t(&format!("rencana-dasar-{}", kind.word())).to_owned()));
    let without = v.t1("rencana-tanpa-target-n", "jumlah", without_target);
    Ok(Shown {
        title: plan.title.clone(),
        first: plan.start.to_string(),
        words: version_words(v, &newest),
        next: next(newest.state),
        returned: programme.returned(plan).await?,
        promises: v.words().count(i64::try_from(promises).unwrap_or(0)),
        without_target: if without_target > 0 { without } else { String::new() },
        no_quick: no_quick(v, programme, plan).await?,
        waiting: programme.waiting_proposals().await?,
        may_decide: DecidePlan::allows(session),
        same_person: newest.submitted_by.as_ref() == Some(&session.officer),
        kinds: Choice::all(kinds, []),
        state: newest.state,
    })
}

/// Who acts next on the plan.
pub(super) const fn next(state: State) -> &'static str {
    match state {
        State::Draft => "rencana-giliran-perencana",
        State::Review => "rencana-giliran-kedua",
        State::Approved => "rencana-giliran-penetapan",
        State::Decreed => "rencana-giliran-opd",
    }
}

/// Pillars without a quick win in the newest version: said, not refused.
async fn no_quick(v: &View, programme: &Programme, plan: &Plan) -> Result<Vec<String>, Refused> {
    let with = programme.quick_pillars(plan, plan.newest().number).await?;
    let without = crate::reference::reference().pillars.keys().filter(|id| !with.contains(*id));
    Ok(without.map(|id| pillar_name(v, id)).collect())
}
