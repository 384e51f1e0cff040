//! `/dasbor/indikator/{id}/target`: baseline, yearly and quarterly targets.

use super::detail::{baseline, read};
use super::{asked, genuine, measured, spoken, unit_word};
use crate::indicator::enter::NewTarget;
use crate::indicator::judge::Targets;
use crate::indicator::model::Indicator;
use crate::indicator::period::{Period, Span};
use crate::indicator::rights::{SetTargets, may_set};
use crate::indicator::stored::BASELINE;
use crate::indicator::{Refused, typed};
use crate::programme::Programme;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, Submission, View};

/// Years from now for which targets are set.
const AHEAD: i64 = 5;

#[derive(Template)]
#[template(path = "indikator/aim.html")]
struct Page {
    v: View,
    one: &'static Indicator,
    rows: Vec<Aimed>,
    baseline: String,
    typed: Submission,
    error: String,
    done: bool,
}

/// A period for which a target may be set.
struct Aimed {
    /// Period and version that was seen: `2026-T4 2`.
    choice: String,
    name: String,
    value: String,
}

impl Page {
    fn form(&self) -> String {
        form(&self.one.id)
    }

    fn label(&self) -> String {
        self.v.t1("indikator-target-nilai", "satuan", unit_word(&self.v, &self.one.unit).as_str())
    }

    fn back(&self) -> String {
        format!("/dasbor/indikator/{}", self.one.id)
    }

    fn is_chosen(&self, choice: &str) -> bool {
        self.typed.text("periode") == choice
    }
}

fn form(id: &str) -> String {
    format!("indikator target {id}")
}

pub(super) async fn page(
    officer: May<SetTargets>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let one = asked(&programme, &id)?;
    if !may_set(&officer.session, one) {
        return Err(Refused::NotYours.into());
    }
    let done = officer.view.asked("hasil") == "jadi";
    let page = draw(officer.view, &programme, one).await?;
    web::page(&Page { done, ..page })
}

async fn draw(v: View, programme: &Programme, one: &'static Indicator) -> Result<Page, Refused> {
    let today = programme.today();
    let (_, targets) = read(programme, one, "", today).await?;
    let year = Period::of(today, Span::Year);
    let years = (0..AHEAD).map(|by| year.moved(by));
    let around: Vec<Period> = years
        .flat_map(|year| {
            let quarters = if one.span < Span::Year { year.parts(Span::Quarter) } else { Vec::new() };
            std::iter::once(year).chain(quarters)
        })
        .collect();
    let first = Aimed {
        choice: format!("{BASELINE} {}", targets.baseline(&one.id).map_or(0, |baseline| baseline.version)),
        name: v.t("indikator-garis-dasar").to_owned(),
        value: baseline(&v, one, &targets),
    };
    let rows = around.into_iter().map(|period| aimed(&v, one, &targets, period));
    Ok(Page {
        rows: std::iter::once(first).chain(rows).collect(),
        baseline: baseline(&v, one, &targets),
        typed: Submission::of(Vec::<(String, String)>::new()),
        error: String::new(),
        done: false,
        one,
        v,
    })
}

fn aimed(v: &View, one: &Indicator, targets: &Targets, period: Period) -> Aimed {
    let last = targets.versions(&one.id, period).last();
    Aimed {
        choice: format!("{period} {}", last.map_or(0, |last| last.version)),
        name: spoken(v, period),
        value: last.map_or_else(String::new, |last| measured(v, last.value, &one.unit, one.decimals)),
    }
}

pub(super) async fn send(
    officer: May<SetTargets>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&id), &sent)?;
    let one = asked(&programme, &id)?;
    let done = match wished(&sent) {
        Ok(new) => programme.aim(&officer.session, one, &new).await,
        Err(refused) => Err(refused),
    };
    let refused = match done {
        Ok(()) => return web::redirect(&format!("/dasbor/indikator/{id}/target?hasil=jadi")),
        Err(refused) if refused.is_of_form() => refused,
        Err(refused) => return Err(refused.into()),
    };
    let status = if refused == Refused::Moved { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let error = officer.view.said(&refused);
    let page = draw(officer.view, &programme, one).await?;
    let typed = Submission::of(sent.texts().iter().cloned());
    web::page_with(status, &Page { error, typed, ..page })
}

/// The period stands in the choice together with the version that was on the page: `2026-T4 2`.
fn wished(sent: &Submission) -> Result<NewTarget, Refused> {
    let (period, seen) = sent.text("periode").split_once(' ').ok_or(Refused::Period)?;
    let (value, _) = typed::number(sent.text("nilai")).ok_or(Refused::Value)?;
    let period = if period == BASELINE { None } else { Some(period.parse().map_err(|_| Refused::Period)?) };
    Ok(NewTarget {
        period,
        value,
        seen: seen.parse().map_err(|_| Refused::Moved)?,
        about: if period.is_none() { sent.text("tahun").trim().to_owned() } else { String::new() },
        reason: kernel::text::normal(sent.text("alasan")),
    })
}
