//! `/dasbor/aksi`: what the own agency has to say about this month, and how the quarter stands by agency.

use super::{Tabs, agency_name, lamp, month_name, year};
use crate::monev::model::course::{owes, quarter_of};
use crate::monev::report::{percent, title};
use crate::monev::rights::{own, sees_all};
use crate::monev::{ActionPlan, Light, Quarter, QuarterLine, QuarterState, ReadActions, Refused};
use crate::programme::Programme;
use askama::Template;
use axum::extract::State;
use std::collections::BTreeSet;
use web::{Answer, Markup, May, Session, View};

#[derive(Template)]
#[template(path = "monev/papan.html")]
struct Page {
    v: View,
    tabs: Tabs,
    year: i16,
    quarter: u8,
    title: String,
    own: Vec<Own>,
    rows: Vec<Row>,
    quarters: Vec<(String, String, bool)>,
    /// Agencies that owe a promise of this year and began no action plan: only for those who see all.
    without: Vec<(String, String)>,
    /// Whether all agencies are shown.
    all: bool,
    /// Whether this program can make a PDF.
    prints: bool,
}

impl Page {
    fn report(&self, form: &str) -> String {
        format!("/dasbor/aksi/laporan.{form}?tahun={}&triwulan={}", self.year, self.quarter)
    }
}

/// An agency of this officer.
struct Own {
    /// Address of its plan of this year and, with its year, of the next.
    plan: String,
    coming: (String, String),
    name: String,
    state: String,
    turn: String,
    /// The month that is to be reported, and the address where.
    month: Option<(String, String)>,
    steps: Vec<Step>,
    silent: usize,
}

struct Step {
    href: String,
    name: String,
    promise: String,
    planned: String,
    done: String,
    told: bool,
}

/// An agency in the quarter.
struct Row {
    href: String,
    name: String,
    state: String,
    lights: Vec<(Markup, usize)>,
    plan: Option<String>,
}

pub(super) async fn page(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (usual_year, usual) = programme.usual_quarter();
    let wanted = v.asked("tahun");
    let year = if wanted.is_empty() { usual_year } else { year(&programme, &wanted) };
    let quarter = v.asked("triwulan").parse().ok().filter(|one| (1..=4).contains(one)).unwrap_or(usual);
    let mut mine = Vec::new();
    for unit in own(&session) {
        mine.push(of_own(&v, &programme, &unit).await?);
    }
    let page = Page {
        tabs: Tabs::new(&v, &programme, &session).await?,
        title: title(&v, year, quarter),
        own: mine,
        rows: rows(&v, &programme, &session, (year, quarter)).await?,
        quarters: quarters(&v, (year, quarter)),
        without: if sees_all(&session) { without(&programme, year).await? } else { Vec::new() },
        all: sees_all(&session),
        prints: programme.prints(),
        year,
        quarter,
        v,
    };
    web::page(&page)
}

/// Other quarters to look at: from the year before up to the next.
fn quarters(v: &View, (year, quarter): (i16, u8)) -> Vec<(String, String, bool)> {
    let one = |year: i16, number: u8, here: bool| {
        (format!("/dasbor/aksi?tahun={year}&triwulan={number}"), title(v, year, number), here)
    };
    let before = if quarter == 1 { (year - 1, 4) } else { (year, quarter - 1) };
    let after = if quarter == 4 { (year + 1, 1) } else { (year, quarter + 1) };
    vec![one(before.0, before.1, false), one(year, quarter, true), one(after.0, after.1, false)]
}

/// The own agency; in the first quarter of a year what is still owed of the year before comes first.
async fn of_own(v: &View, programme: &Programme, unit: &str) -> Result<Own, Refused> {
    let today = programme.today();
    let (year, this) = (today.year(), today.month().unsigned_abs());
    if quarter_of(this) == 1 {
        let before = of_year(v, programme, unit, (year - 1, 12), true).await?;
        if before.silent > 0 {
            return Ok(before);
        }
    }
    of_year(v, programme, unit, (year, this), false).await
}

/// What is to be said of the first month that is over (`over`: the last one too), not told whole and not closed, else of the
/// last one.
async fn of_year(
    v: &View,
    programme: &Programme,
    unit: &str,
    (year, last): (i16, u8),
    over: bool,
) -> Result<Own, Refused> {
    let plan = programme.action_plan(unit, year).await?;
    let actions = match &plan {
        Some(plan) if plan.locked > 0 => programme.actions(unit, year, plan.locked).await?,
        _ => Vec::new(),
    };
    let closed = programme.closed_quarters(unit, year).await?;
    let is_open = |month: &u8| !closed.get(usize::from(quarter_of(*month)) - 1).copied().unwrap_or(false);
    let silent = |month: u8| {
        actions.iter().filter(|(_, one)| owes(&one.step, &one.told, month) && one.told.of(month).is_none()).count()
    };
    let owed = (1..last + u8::from(over)).filter(is_open).find(|month| silent(*month) > 0);
    let month = owed.unwrap_or(last);
    let due = actions.iter().filter(|(_, one)| owes(&one.step, &one.told, month));
    let steps: Vec<Step> = due
        .map(|(_, one)| Step {
            href: format!("/dasbor/aksi/riwayat/{unit}/{year}/{}", one.id),
            name: one.step.name.clone(),
            promise: one.promise.clone(),
            planned: percent(v, Some(one.step.planned(month))),
            done: percent(v, one.told.of(month).map(|told| told.0)),
            told: one.told.of(month).is_some(),
        })
        .collect();
    let href = format!("/dasbor/aksi/isi/{unit}/{year}/{month}");
    Ok(Own {
        name: agency_name(programme, unit),
        state: state(v, plan.as_ref()),
        turn: v.t(turn(plan.as_ref())).to_owned(),
        month: (!steps.is_empty()).then(|| (month_name(v, year, month), href)),
        silent: if owed.is_some() || !over { silent(month) } else { 0 },
        steps,
        plan: format!("/dasbor/aksi/rencana/{unit}/{year}"),
        coming: (format!("/dasbor/aksi/rencana/{unit}/{}", year + 1), (year + 1).to_string()),
    })
}

fn state(v: &View, plan: Option<&ActionPlan>) -> String {
    let word = plan.map_or("belum", |plan| plan.state.word());
    v.t(&format!("aksi-keadaan-{word}")).to_owned()
}

/// Who acts next on an action plan.
pub(super) const fn turn(plan: Option<&ActionPlan>) -> &'static str {
    use crate::monev::model::plan::State::{Approved, Draft, Locked, Submitted};
    match plan {
        None => "aksi-giliran-mulai",
        Some(plan) => match plan.state {
            Draft => "aksi-giliran-dinas",
            Submitted => "aksi-giliran-kedua",
            Approved => "aksi-giliran-perencana",
            Locked => "aksi-giliran-isi",
        },
    }
}

/// Every agency that this officer may see, with the lights of its promises: the worst first, then by name.
async fn rows(v: &View, programme: &Programme, session: &Session, at: (i16, u8)) -> Result<Vec<Row>, Refused> {
    let (year, number) = at;
    let mine = own(session);
    let seen = |unit: &String| sees_all(session) || mine.contains(unit);
    let plans = programme.action_plans(year).await?;
    let lines = programme.quarter_of(year, number, "").await?;
    let states = programme.quarter_states(year, number).await?;
    let one = |plan: &ActionPlan| Row {
        href: format!("/dasbor/aksi/triwulan/{}/{year}/{number}", plan.unit),
        name: agency_name(programme, &plan.unit),
        state: quarter_state(v, states.iter().find(|state| state.unit == plan.unit)),
        lights: lights(v, lines.iter().filter(|line| line.unit == plan.unit)),
        plan: (plan.locked == 0).then(|| state(v, Some(plan))),
    };
    // An agency without a light has nothing to show yet.
    let worst = |unit: &str| lines.iter().filter(|line| line.unit == unit).map(|line| line.light).min();
    let mut rows: Vec<(Option<Light>, Row)> =
        plans.iter().filter(|plan| seen(&plan.unit)).map(|plan| (worst(&plan.unit), one(plan))).collect();
    rows.sort_by(|(light, row), (other, next)| {
        (light.is_none(), light, &row.name).cmp(&(other.is_none(), other, &next.name))
    });
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Address of the plan and name of each agency that owes a promise of the year and began none.
async fn without(programme: &Programme, year: i16) -> Result<Vec<(String, String)>, Refused> {
    let begun = programme.action_plans(year).await?;
    let promises = programme.decreed_promises().await?;
    let owing = promises.iter().filter(|one| (one.facts.start..=one.facts.end).contains(&year));
    let units: BTreeSet<&str> = owing.map(|one| one.facts.owner.as_str()).collect();
    let silent = units.into_iter().filter(|unit| !begun.iter().any(|plan| plan.unit == *unit));
    Ok(silent.map(|unit| (format!("/dasbor/aksi/rencana/{unit}/{year}"), agency_name(programme, unit))).collect())
}

pub(super) fn quarter_state(v: &View, quarter: Option<&Quarter>) -> String {
    let state = quarter.map_or(QuarterState::Open, |quarter| quarter.state);
    v.t(&format!("aksi-triwulan-{}", state.word())).to_owned()
}

/// How many promises have which light, the worst first.
fn lights<'a>(v: &View, lines: impl Iterator<Item = &'a QuarterLine> + Clone) -> Vec<(Markup, usize)> {
    let count = |light: Light| lines.clone().filter(|line| line.light == light).count();
    let all = [Light::Red, Light::Grey, Light::Yellow, Light::Green].map(|light| (light, count(light)));
    all.into_iter().filter(|(_, count)| *count > 0).map(|(light, count)| (lamp(v, light), count)).collect()
}
