//! `/dasbor/indikator/{id}/kejadian`: the events behind a figure, a page at a time.

use super::derivation::places;
use super::{asked, measured, spoken};
use crate::indicator::compute::Known as _;
use crate::indicator::facts::{Fact, Measure, fact_of};
use crate::indicator::happenings::{Counted, Listing, Scope};
use crate::indicator::model::Indicator;
use crate::indicator::period::Period;
use crate::indicator::rights::{may_open, scope};
use crate::programme::Programme;
use askama::Template;
use axum::extract::{Path, State};
use definition::Number;
use web::{Answer, OrFail, Session, Signed, View};

/// Events on a page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "indikator/events.html")]
struct Page {
    v: View,
    one: &'static Indicator,
    fact: &'static Fact,
    period: String,
    value: String,
    rows: Vec<Row>,
    /// Events of other agencies are in the figure and not in the list.
    narrowed: bool,
    first: String,
    next: String,
}

impl Page {
    fn back(&self) -> String {
        format!("/dasbor/indikator/{}", self.one.id)
    }
}

struct Row {
    index: i64,
    at: String,
    what: String,
    number: String,
    href: String,
    unit: String,
    carries: String,
}

pub(super) async fn page(officer: Signed, State(programme): State<Programme>, Path(id): Path<String>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let one = asked(&programme, &id)?;
    let fact = fact_of(&v.asked("fakta")).ok_or_else(web::Error::not_found)?;
    let today = programme.today();
    let period = v.asked("periode").parse().unwrap_or_else(|_| Period::of(today, one.span).moved(-1));
    let unit = v.asked("unit");
    let before = v.asked("sesudah");
    let before = before.split_once('.').and_then(|(month, at)| Some((month.to_owned(), at.parse().ok()?)));
    let scope = scope(&session);
    let from_start = before.is_none();
    let listing = Listing { fact, period, unit: &unit, before };
    let (counted, next) = programme.counted(&listing, &scope, PAGE).await.or_fail()?;
    let board = programme.board(&unit, period.year(), period.year()).await.or_fail()?;
    let value =
        board.fact(fact, period).map_or_else(|| "–".to_owned(), |value| measured(&v, value, fact.unit, places(fact)));
    let page = Page {
        rows: counted.iter().map(|one| row(&v, &programme, &session, fact, one)).collect(),
        narrowed: scope != Scope::All,
        period: spoken(&v, period),
        first: if from_start { String::new() } else { v.with_query("sesudah", "") },
        next: next.map_or_else(String::new, |(month, at)| v.with_query("sesudah", &format!("{month}.{at}"))),
        value,
        fact,
        one,
        v,
    };
    web::page(&page)
}

fn row(v: &View, programme: &Programme, session: &Session, fact: &Fact, one: &Counted) -> Row {
    let agency = programme.deps().agencies.agency(&one.unit).map(|agency| agency.name);
    let linked = fact.kind.of_case() && may_open(session, &one.unit) && !one.number.is_empty();
    Row {
        index: one.log_index,
        at: v.words().moment(one.at),
        what: v.t(&format!("indikator-kejadian-{}", fact.kind.word())).to_owned(),
        number: one.number.clone(),
        href: if linked { format!("/kerja/kasus/{}", one.number) } else { String::new() },
        unit: agency.unwrap_or_else(|| one.unit.clone()),
        carries: carries(v, fact, one),
    }
}

/// What an event adds to the figure, where that is not simply one.
fn carries(v: &View, fact: &Fact, one: &Counted) -> String {
    let amount = |amount: i64| measured(v, Number::whole(amount), fact.unit, 0);
    match fact.measure {
        Measure::Amount | Measure::Standing => amount(one.amount),
        Measure::Paused => amount(one.paused),
        Measure::Percentile(_) => {
            let days = one.working.and_then(|working| Number::fraction(i128::from(working), 1000));
            days.map_or_else(|| v.t("indikator-tak-terhitung").to_owned(), |days| measured(v, days, fact.unit, 3))
        }
        Measure::Events | Measure::Different => String::new(),
    }
}
