//! `/dasbor/rencana/opd/{unit}`: what one agency owes, what it missed, what it has to do.

use super::decided::{Decided, tasks_of};
use super::lights::{Lamp, lamps, quarter_of};
use super::missed::{Missed, missed, worst};
use super::{ReadDraft, agency_name, tag, year};
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::refusal::Refused;
use crate::standings::Standing;
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, Markup, May, View};

/// Promises on the page; the lists go on.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "opd.html")]
struct Page {
    v: View,
    unit: String,
    name: String,
    answer: String,
    good: bool,
    year: i16,
    lamps: Vec<Lamp>,
    missed: Vec<Missed>,
    /// Lists of all that was missed, where the page does not hold them: words and address.
    more_missed: Vec<(String, String)>,
    tasks: Vec<Decided>,
    rows: Vec<Row>,
    more: bool,
}

struct Row {
    href: String,
    name: String,
    target: String,
    value: String,
    tag: Markup,
}

pub(super) async fn page(
    officer: May<ReadDraft>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
) -> Answer {
    let v = officer.view;
    let plan = programme.the_plan().await?;
    programme.deps().agencies.agency(&unit).ok_or(Refused::NotThere)?;
    let year = year(&plan, &v.asked("tahun"), &programme);
    let own = |all: Vec<Standing>| all.into_iter().filter(|one| one.owner == unit).collect::<Vec<_>>();
    let now = own(programme.standings(&plan, year).await?);
    let past = if year > plan.start { own(programme.standings(&plan, year - 1).await?) } else { Vec::new() };
    let worst = worst(&[(year, &now), (year - 1, &past)]);
    let today = programme.today();
    let mut lines = programme.quarter(today.year(), quarter_of(today)).await?;
    lines.retain(|line| line.unit == unit);
    let (ruled, tasks) = tasks_of(&v, &officer.session, &programme, &unit).await?;
    let row = |one: &Standing| Row {
        href: format!("/dasbor/rencana/janji/{}", one.id),
        name: one.name.clone(),
        target: super::target(&v, one),
        value: one.value.as_deref().map_or_else(|| "–".to_owned(), |value| super::number(&v, value)),
        tag: tag(&v, one.verdict),
    };
    let page = Page {
        name: agency_name(&programme, &unit),
        answer: answer(&v, &worst, now.len()),
        good: worst.is_empty(),
        lamps: lamps(&v, &lines),
        missed: missed(&v, &programme, worst.iter().take(SHOWN), &ruled),
        more_missed: if worst.len() > SHOWN { lists(&v, &unit, year) } else { Vec::new() },
        rows: now.iter().take(SHOWN).map(row).collect(),
        more: now.len() > SHOWN,
        tasks,
        year,
        unit,
        v,
    };
    web::page(&page)
}

/// Broken and silent promises of this year and of the one before.
fn lists(v: &View, unit: &str, year: i16) -> Vec<(String, String)> {
    let years = [year, year - 1].into_iter();
    let both = years.flat_map(|year| [Verdict::Broken, Verdict::Silent].map(|fate| (year, fate)));
    let list = |(year, fate): (i16, Verdict)| {
        let words = format!("{} ({year})", v.t(&format!("rencana-nasib-{}", fate.word())));
        (words, format!("/dasbor/rencana/janji?opd={unit}&tahun={year}&nasib={}", fate.word()))
    };
    both.map(list).collect()
}

fn answer(v: &View, worst: &[(i16, &Standing)], owed: usize) -> String {
    let count = |verdict| worst.iter().filter(|(_, one)| one.verdict == verdict).count();
    let number = |value: usize| v.words().count(i64::try_from(value).unwrap_or(0));
    let (broken, silent) = (number(count(Verdict::Broken)), number(count(Verdict::Silent)));
    v.tf("pimpin-opd-jawaban", &[("janji", &number(owed)), ("ingkar", &broken), ("diam", &silent)])
}
