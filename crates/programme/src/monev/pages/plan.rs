//! `/dasbor/aksi/rencana/{unit}/{year}`: an agency's action plan: its steps, where it stands, what was changed since.

use super::{agency_name, board, mendable, person, placed};
use crate::monev::model::plan::{Act, State as Stands};
use crate::monev::model::step::Step;
use crate::monev::report::percent;
use crate::monev::rights::{may_decide, may_write};
use crate::monev::{Action, ActionPlan, DecideActions, ReadActions, Refused, ReviewQuarters, WriteActions};
use crate::pages::{genuine, money};
use crate::programme::Programme;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, Permission as _, Session, Submission, View};

#[derive(Template)]
#[template(path = "monev/rencana.html")]
struct Page {
    v: View,
    error: String,
    unit: String,
    year: i16,
    name: String,
    state: String,
    turn: String,
    returned: String,
    reason: String,
    groups: Vec<Group>,
    total: String,
    may: Buttons,
    editions: Vec<Edition>,
    changes: Vec<Change>,
}

impl Page {
    fn fresh(&self) -> String {
        format!("/dasbor/aksi/langkah/{}/{}/baru", self.unit, self.year)
    }

    fn table(&self, name: &str) -> String {
        format!("/dasbor/aksi/{name}?tahun={}&opd={}", self.year, self.unit)
    }
}

/// Which buttons there are.
#[derive(Default)]
struct Buttons {
    write: bool,
    submit: bool,
    approve: bool,
    same_person: bool,
    give_back: bool,
    lock: bool,
    revise: bool,
}

/// The steps under one promise.
struct Group {
    promise: String,
    id: String,
    weights: i64,
    steps: Vec<Line>,
}

struct Line {
    href: String,
    name: String,
    months: String,
    weight: String,
    person: String,
    budget: String,
    done: String,
}

struct Edition {
    title: String,
    by: String,
    reason: String,
}

/// What an edition changed of a step.
struct Change {
    edition: i64,
    name: String,
    from: String,
    to: String,
}

pub(super) async fn page(
    officer: May<ReadActions>,
    State(programme): State<Programme>,
    Path((unit, year)): Path<(String, String)>,
) -> Answer {
    let at = placed(&programme, &officer.session, &unit, &year)?;
    web::page(&drawn(officer.view, &officer.session, &programme, at).await?)
}

async fn drawn(v: View, session: &Session, programme: &Programme, at: (String, i16)) -> Result<Page, Refused> {
    let (unit, year) = at;
    let plan = programme.action_plan(&unit, year).await?;
    let actions = match &plan {
        Some(plan) => programme.actions(&unit, year, plan.edition).await?,
        None => Vec::new(),
    };
    let total = actions.iter().map(|(_, action)| action.step.budget.total()).sum();
    let draft = plan.as_ref().is_none_or(|plan| plan.state == Stands::Draft);
    let (editions, changes) = match &plan {
        Some(plan) => (editions(&v, programme, plan).await?, changes(&v, programme, plan).await?),
        None => (Vec::new(), Vec::new()),
    };
    let word = plan.as_ref().map_or("belum", |plan| plan.state.word());
    let text = |of: fn(&ActionPlan) -> &String| plan.as_ref().map(of).cloned().unwrap_or_default();
    Ok(Page {
        error: String::new(),
        name: agency_name(programme, &unit),
        state: v.t(&format!("aksi-keadaan-{word}")).to_owned(),
        turn: v.t(board::turn(plan.as_ref())).to_owned(),
        returned: text(|plan| &plan.returned),
        reason: text(|plan| &plan.reason),
        groups: groups(&v, (&unit, year), &actions, draft && may_write(session, &unit)),
        total: money(&v, total),
        may: buttons(session, &unit, plan.as_ref(), actions.len()),
        editions,
        changes,
        unit,
        year,
        v,
    })
}

fn buttons(session: &Session, unit: &str, plan: Option<&ActionPlan>, steps: usize) -> Buttons {
    let write = WriteActions::allows(session) && may_write(session, unit);
    let decide = may_decide(session, unit);
    let Some(plan) = plan else { return Buttons { write, ..Buttons::default() } };
    let same_person = plan.submitted_by.as_ref() == Some(&session.officer);
    let submitted = plan.state == Stands::Submitted;
    Buttons {
        write: write && plan.state == Stands::Draft,
        submit: write && plan.state == Stands::Draft && steps > 0,
        approve: decide && submitted && !same_person,
        same_person: decide && submitted && same_person,
        give_back: decide && matches!(plan.state, Stands::Submitted | Stands::Approved),
        lock: ReviewQuarters::allows(session) && plan.state == Stands::Approved,
        revise: write && plan.state == Stands::Locked,
    }
}

fn groups(v: &View, (unit, year): (&str, i16), actions: &[(String, Action)], draft: bool) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let part = if draft { "langkah" } else { "riwayat" };
    for (_, action) in actions {
        let step = &action.step;
        let line = Line {
            href: format!("/dasbor/aksi/{part}/{unit}/{year}/{}", action.id),
            name: step.name.clone(),
            months: months(v, step),
            weight: step.weight.to_string(),
            person: step.person.clone(),
            budget: if step.budget.total() == 0 { "–".to_owned() } else { money(v, step.budget.total()) },
            done: percent(v, action.told.months.iter().rev().flatten().next().map(|told| told.0)),
        };
        match groups.iter_mut().find(|group| group.id == step.promise) {
            Some(group) => {
                group.weights += step.weight;
                group.steps.push(line);
            }
            None => groups.push(Group {
                promise: action.promise.clone(),
                id: step.promise.clone(),
                weights: step.weight,
                steps: vec![line],
            }),
        }
    }
    groups
}

/// `Februari–April`.
fn months(v: &View, step: &Step) -> String {
    let name = |month: u8| v.t(&format!("aksi-bulan-{month}")).to_owned();
    if step.first == step.last { name(step.first) } else { format!("{}–{}", name(step.first), name(step.last)) }
}

async fn editions(v: &View, programme: &Programme, plan: &ActionPlan) -> Result<Vec<Edition>, Refused> {
    let mut editions = Vec::new();
    for one in programme.action_editions(&plan.unit, plan.year).await? {
        editions.push(Edition {
            title: v.t1("aksi-edisi", "nomor", one.number),
            by: format!("{}, {}", person(programme, &one.by).await, v.words().date_of(one.at)),
            reason: one.reason,
        });
    }
    Ok(editions)
}

async fn changes(v: &View, programme: &Programme, plan: &ActionPlan) -> Result<Vec<Change>, Refused> {
    let told = |step: Option<&Step>| {
        let Some(step) = step else { return "–".to_owned() };
        let budget = money(v, step.budget.total());
        format!("{}; {} {}; {budget}", months(v, step), v.t("aksi-bobot"), step.weight)
    };
    let one = |changed: &crate::monev::Changed| Change {
        edition: changed.edition,
        name: changed.after.as_ref().or(changed.before.as_ref()).map_or_else(String::new, |step| step.name.clone()),
        from: told(changed.before.as_ref()),
        to: told(changed.after.as_ref()),
    };
    Ok(programme.action_changes(plan).await?.iter().map(one).collect())
}

/// Back to the plan, or the plan with what was refused.
async fn moved(
    (v, session): (View, Session),
    programme: &Programme,
    path: (String, String),
    act: Act<'_>,
    sent: &Submission,
) -> Answer {
    genuine(&v, &format!("aksi {}", act.event()), sent)?;
    let (unit, year) = placed(programme, &session, &path.0, &path.1)?;
    match programme.move_action_plan(&session, &unit, year, act).await {
        Ok(()) => web::redirect(&format!("/dasbor/aksi/rencana/{unit}/{year}")),
        Err(refused) if mendable(&refused) => {
            let error = v.said(&refused);
            let page = drawn(v, &session, programme, (unit, year)).await?;
            web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, ..page })
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn submit(
    officer: May<WriteActions>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    moved((officer.view, officer.session), &programme, path, Act::Submit(0), &sent).await
}

pub(super) async fn give_back(
    officer: May<DecideActions>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    moved((officer.view, officer.session), &programme, path, Act::Return(sent.text("alasan")), &sent).await
}

pub(super) async fn approve(
    officer: May<DecideActions>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    moved((officer.view, officer.session), &programme, path, Act::Approve, &sent).await
}

pub(super) async fn lock(
    officer: May<ReviewQuarters>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    moved((officer.view, officer.session), &programme, path, Act::Lock, &sent).await
}

pub(super) async fn revise(
    officer: May<WriteActions>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String)>,
    sent: Submission,
) -> Answer {
    moved((officer.view, officer.session), &programme, path, Act::Revise(sent.text("alasan")), &sent).await
}
