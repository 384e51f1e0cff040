//! `/dasbor/aksi/pengingat`: what was not said in time, and how far the silence went.

use super::{Tabs, agency_name, period_name};
use crate::monev::model::due::Period;
use crate::monev::{ReadActions, Reminder};
use crate::programme::Programme;
use askama::Template;
use axum::extract::State;
use web::{Answer, Markup, May, View};

/// Rows on the page; the rest is counted.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "monev/pengingat.html")]
struct Page {
    v: View,
    tabs: Tabs,
    rows: Vec<Row>,
    more: usize,
    /// Years without a calendar.
    years: Vec<i16>,
}

struct Row {
    href: String,
    unit: String,
    period: String,
    due: String,
    given: String,
    level: Markup,
}

pub(super) async fn page(officer: May<ReadActions>, State(programme): State<Programme>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let all = programme.reminders(&session).await?;
    let page = Page {
        tabs: Tabs::new(&v, &programme, &session).await?,
        rows: all.iter().take(SHOWN).map(|one| row(&v, &programme, one)).collect(),
        more: all.len().saturating_sub(SHOWN),
        years: programme.years_without_days().await?,
        v,
    };
    web::page(&page)
}

fn row(v: &View, programme: &Programme, one: &Reminder) -> Row {
    let (unit, year) = (&one.unit, one.year);
    let quarter = one.period.last_month().div_ceil(3);
    let (owed, given) = one.steps;
    Row {
        href: format!("/dasbor/aksi/triwulan/{unit}/{year}/{quarter}"),
        unit: agency_name(programme, unit),
        period: period_name(v, year, one.period),
        due: one.due.map_or_else(|| "–".to_owned(), |day| v.words().date(day)),
        given: match one.period {
            Period::Month(_) => v.t2("aksi-terisi", "isi", given, "semua", owed),
            Period::Quarter(_) => v.t("aksi-belum-dikirim").to_owned(),
        },
        level: level(v, one.level),
    }
}

/// How far silence went, as a coloured word.
pub(super) fn level(v: &View, level: i64) -> Markup {
    let kind = if level >= 3 {
        "stop"
    } else if level == 2 {
        "late"
    } else {
        "wait"
    };
    web::component::tag(kind, v.t(&format!("aksi-naik-{level}")))
}
