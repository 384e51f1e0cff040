//! `/rencana/peta-jalan`: which promise runs in which years; a chart that is a table, so that it prints and is read aloud.

use super::{agency_name, money, pillar_name, version_words};
use crate::model::plan::{MEDIUM, Plan, YEARS};
use crate::programme::Programme;
use crate::reference::reference;
use crate::refusal::Refused;
use crate::standings::Standing;
use askama::Template;
use axum::extract::State;
use web::{Answer, View, Visitor};

/// Promises on one page; most plans are shorter.
const PAGE: usize = 200;

#[derive(Template)]
#[template(path = "peta_jalan.html")]
struct Page {
    v: View,
    about: String,
    years: (i16, i16),
    /// Where the first and the fifth year end, in percent.
    ends: (String, String),
    pillars: Vec<(String, Vec<Bar>)>,
    first: String,
    next: String,
}

/// One promise: where its bar begins and how long it is, in percent.
struct Bar {
    id: String,
    name: String,
    owner: String,
    years: String,
    from: String,
    width: String,
    /// Where the deadline of its quick win stands.
    quick: Option<String>,
    budget: String,
}

pub(super) async fn page(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let v = visitor.view;
    let plan = programme.the_plan().await?;
    let version = plan.in_force(programme.today()).ok_or(Refused::NotThere)?;
    let year = programme.today().year().clamp(plan.start, plan.end());
    let standings = programme.standings(&plan, year).await?;
    let pillars = &reference().pillars;
    let mut ordered: Vec<&Standing> = standings.iter().collect();
    ordered.sort_by_key(|one| pillars.get_index_of(&one.pillar));
    let after = v.asked("sesudah");
    let from = ordered.iter().position(|one| one.id == after).map_or(0, |at| at + 1);
    let shown: Vec<&Standing> = ordered.iter().skip(from).take(PAGE).copied().collect();
    let last = shown.last().filter(|_| ordered.len() > from + PAGE);
    let pillars = pillars.keys().filter_map(|id| {
        let bars: Vec<Bar> =
            shown.iter().filter(|one| one.pillar == *id).map(|one| bar(&v, &programme, &plan, one)).collect();
        (!bars.is_empty()).then(|| (pillar_name(&v, id), bars))
    });
    let page = Page {
        about: version_words(&v, version),
        years: (plan.start, plan.end()),
        ends: (percent(1.0), percent(f64::from(MEDIUM))),
        pillars: pillars.collect(),
        first: if from > 0 { v.with_query("sesudah", "") } else { String::new() },
        next: last.map(|one| v.with_query("sesudah", &one.id)).unwrap_or_default(),
        v,
    };
    web::page(&page)
}

/// Years of the plan in percent of its length.
fn percent(years: f64) -> String {
    format!("{:.1}", years * 100.0 / f64::from(YEARS))
}

fn bar(v: &View, programme: &Programme, plan: &Plan, one: &Standing) -> Bar {
    let (start, end) = one.years;
    let quick = one
        .quick
        .map(|(deadline, _, _)| f64::from(deadline.year() - plan.start) + f64::from(deadline.day_of_year()) / 366.0);
    Bar {
        id: one.id.clone(),
        name: one.name.clone(),
        owner: agency_name(programme, &one.owner),
        years: if start == end { start.to_string() } else { format!("{start}–{end}") },
        from: percent(f64::from(start - plan.start)),
        width: percent(f64::from(end - start + 1)),
        quick: quick.map(|years| percent((years - 0.05).max(0.0))),
        budget: money(v, one.budget),
    }
}
