//! `/dasbor/rencana`: are we keeping our promises, where not, who acts next; and where the plan itself stands.

use super::overview::{Quick, Summary, quick_wins, summary};
use super::{Choice, DecidePlan, EditPlan, ReadDraft, agency_name, asked, pillar_name, tag, version_words, year};
use crate::model::plan::{DecreeKind, Plan, State};
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::refusal::Refused;
use crate::standings::Standing;
use askama::Template;
use axum::extract::State as Held;
use axum::http::StatusCode;
use web::{Answer, Markup, May, Permission as _, Session, View};

/// Promises that are named as missed; the list holds the others.
const MISSED: usize = 10;

#[derive(Template)]
#[template(path = "dasbor.html")]
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
    summary: Option<Summary>,
    missed: Vec<Missed>,
    more_missed: bool,
    quick: Vec<Quick>,
    year: String,
}

/// A promise that is broken or of which nobody reported.
struct Missed {
    id: String,
    year: String,
    name: String,
    owner: String,
    target: String,
    value: String,
    tag: Markup,
}

pub(super) async fn page(officer: May<ReadDraft>, Held(programme): Held<Programme>) -> Answer {
    drawn(officer.view, &officer.session, &programme, None).await
}

/// The page, with what was refused.
pub(super) async fn drawn(v: View, session: &Session, programme: &Programme, refused: Option<&Refused>) -> Answer {
    let plan = programme.plan().await?;
    let shown = match plan {
        Some(plan) => Some(shown(&v, session, programme, &plan).await?),
        None => None,
    };
    let page = Page {
        error: refused.map(|refused| super::said(&v, refused)).unwrap_or_default(),
        may_write: EditPlan::allows(session),
        start: programme.today().year().to_string(),
        plan: shown,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

async fn shown(v: &View, session: &Session, programme: &Programme, plan: &Plan) -> Result<Shown, Refused> {
    let newest = plan.newest();
    let (promises, without_target) = programme.count(plan, newest.number).await?;
    let year = year(plan, &asked(v, "tahun"), programme);
    let standings = programme.standings(plan, year).await?;
    let in_force = plan.in_force(programme.today()).is_some();
    // What was missed is known when its year is over: the year before belongs on this page.
    let past = if year > plan.start { programme.standings(plan, year - 1).await? } else { Vec::new() };
    let dated = standings.iter().map(|one| (year, one)).chain(past.iter().map(|one| (year - 1, one)));
    let missed: Vec<(i16, &Standing)> =
        dated.filter(|(_, one)| matches!(one.verdict, Verdict::Broken | Verdict::Silent)).collect();
    let kinds =
        DecreeKind::ALL.map(|kind| (kind.word().to_owned(), v.t(&format!("rencana-dasar-{}", kind.word())).to_owned()));
    Ok(Shown {
        title: plan.title.clone(),
        first: plan.start.to_string(),
        words: version_words(v, &newest),
        next: next(newest.state),
        returned: programme.returned(plan).await?,
        promises: v.words().count(i64::try_from(promises).unwrap_or(0)),
        without_target: if without_target > 0 {
            v.t1("rencana-tanpa-target-n", "jumlah", without_target)
        } else {
            String::new()
        },
        no_quick: no_quick(v, programme, plan).await?,
        waiting: programme.waiting_proposals().await?,
        may_decide: DecidePlan::allows(session),
        same_person: newest.submitted_by.as_ref() == Some(&session.officer),
        kinds: Choice::all(kinds, []),
        summary: in_force.then(|| summary(v, programme, plan, year, &standings, "/dasbor/rencana")).map(public_lists),
        more_missed: missed.len() > MISSED,
        missed: missed.iter().take(MISSED).map(|(year, one)| missed_one(v, programme, *year, one)).collect(),
        quick: quick_wins(v, programme, &standings),
        year: year.to_string(),
        state: newest.state,
    })
}

/// The leader's figures lead into the public lists, which know what became of each promise.
fn public_lists(mut summary: Summary) -> Summary {
    let public = |href: &mut String| *href = href.replace("/dasbor/rencana/program", "/rencana/program");
    summary.figures.iter_mut().for_each(|(_, _, href)| public(href));
    summary
        .pillars
        .iter_mut()
        .chain(&mut summary.agencies)
        .chain(&mut summary.districts)
        .for_each(|one| public(&mut one.href));
    summary
}

/// Who acts next on the plan.
const fn next(state: State) -> &'static str {
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

fn missed_one(v: &View, programme: &Programme, year: i16, one: &Standing) -> Missed {
    Missed {
        id: one.id.clone(),
        year: year.to_string(),
        name: one.name.clone(),
        owner: agency_name(programme, &one.owner),
        target: super::target(v, one),
        value: one.value.as_deref().map_or_else(|| "–".to_owned(), |value| super::number(v, value)),
        tag: tag(v, one.verdict),
    }
}
