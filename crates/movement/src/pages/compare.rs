//! Regions beside each other in one year: published and computed, dimension by dimension, and what became better.

use super::decimal;
use crate::model::evaluation::Evaluation;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::Steer;
use askama::Template;
use axum::extract::State;
use definition::Number;
use std::cmp::Ordering;
use web::component::Choice;
use web::{Answer, May, View, Visitor};

const PAGE: usize = 60;

#[derive(Template)]
#[template(path = "banding.html")]
struct Page {
    v: View,
    officer: bool,
    years: Vec<Choice>,
    year: i64,
    heads: Vec<String>,
    rows: Vec<Row>,
    first: String,
    next: String,
}

struct Row {
    href: String,
    name: String,
    published: String,
    computed: String,
    improvement: String,
    levels: Vec<String>,
    agreement: String,
    source: String,
}

pub(super) async fn public(visitor: Visitor, State(movement): State<Movement>) -> Answer {
    drawn(visitor.view, &movement, false).await
}

pub(super) async fn officers(officer: May<Steer>, State(movement): State<Movement>) -> Answer {
    drawn(officer.view, &movement, true).await
}

async fn drawn(v: View, movement: &Movement, officer: bool) -> Answer {
    movement.steering()?;
    let years = movement.evaluated_years().await?;
    let year = v.asked("tahun").parse().ok().or(years.first().copied()).unwrap_or(0);
    let all = movement.evaluations_of(year).await?;
    let shown = |one: &&Evaluation| one.year == year && (officer || one.published.is_some());
    let mut of_year: Vec<&Evaluation> = all.iter().filter(shown).collect();
    of_year.sort_by(|one, other| order(movement, one, other));
    let after = v.asked("sesudah");
    let from = of_year.iter().position(|one| one.area == after).map_or(0, |at| at + 1);
    let last = |one: &Evaluation| all.iter().find(|other| other.area == one.area && other.year == year - 1);
    let page_of: Vec<&&Evaluation> = of_year.iter().skip(from).take(PAGE).collect();
    let more = page_of.last().filter(|_| of_year.len() > from + PAGE).map(|last| last.area.clone());
    let rows = page_of
        .into_iter()
        .map(|one| row(&v, movement, one, (officer, last(one).and_then(|last| movement.counting(last)))))
        .collect::<Result<Vec<_>, _>>()?;
    let yardstick = of_year.first().and_then(|one| movement.yardstick(&one.instrument).ok());
    let heads = yardstick.map(|one| one.criteria.iter().map(|one| short(&one.name)).collect()).unwrap_or_default();
    let page = Page {
        years: Choice::all(years.iter().map(|year| (year.to_string(), year.to_string())), [year.to_string().as_str()]),
        next: more.map(|area| v.with_query("sesudah", &area)).unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        officer,
        heads,
        rows,
        year,
        v,
    };
    web::page(&page)
}

/// `Dasar` of `Dasar (baseline): perbaikan …`.
fn short(name: &str) -> String {
    name.split(['(', ':']).next().unwrap_or(name).trim().to_owned()
}

/// The highest first; those without any figure last, by code.
fn order(movement: &Movement, one: &Evaluation, other: &Evaluation) -> Ordering {
    let figures = (movement.counting(one), movement.counting(other));
    let by_figure = match figures {
        (Some(a), Some(b)) => b.compare(a).unwrap_or(Ordering::Equal),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    by_figure.then_with(|| one.area.cmp(&other.area))
}

fn row(
    v: &View,
    movement: &Movement,
    one: &Evaluation,
    (officer, last): (bool, Option<Number>),
) -> Result<Row, Refused> {
    let yardstick = movement.yardstick(&one.instrument)?;
    let beside = one.beside(yardstick, last);
    let base = if officer { "/dasbor/gerakan/daerah" } else { "/gerakan/daerah" };
    let level = |criterion: &crate::model::yardstick::Criterion| decimal(v, one.levels.get(&criterion.id).copied(), 2);
    Ok(Row {
        href: format!("{base}/{}#evaluasi", one.area),
        name: movement.area_name(&one.area),
        published: decimal(v, one.published, 3),
        computed: decimal(v, beside.computed.index, 3),
        improvement: decimal(v, beside.improvement, 3),
        levels: yardstick.criteria.iter().map(level).collect(),
        agreement: v.t(&format!("gerakan-cocok-{}", beside.agreement.word())).to_owned(),
        source: one.texts.source.clone(),
    })
}
