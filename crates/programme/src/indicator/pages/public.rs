//! `/rencana/indikator`: what everybody may read of indicators, each at an address that stays.

use super::detail::{about, baseline, chart, owner, read as read_one, remark, shown_periods};
use super::list::{PAGE, Shown, pillars, rows};
use super::{asked, figure, measured, spoken, tag};
use crate::indicator::compute::Computer;
use crate::indicator::judge::judge;
use crate::indicator::model::{Indicator, pillar_name};
use crate::programme::Programme;
use crate::reference::reference;
use askama::Template;
use axum::extract::{Path, State};
use web::component::Choice;
use web::{Answer, Markup, OrFail, View, Visitor};

#[derive(Template)]
#[template(path = "indikator/public_list.html")]
struct List {
    v: View,
    pillar: &'static str,
    pillars: Vec<Choice>,
    rows: Vec<Shown>,
    fresh: String,
    first: String,
    next: String,
}

impl List {
    fn href(&self, pillar: &str) -> String {
        format!("/rencana/indikator?pilar={pillar}")
    }
}

/// One pillar at a time, so that the page stays light.
pub(super) async fn list(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let v = visitor.view;
    let wished = v.asked("pilar");
    let known = reference().pillars.keys();
    let pillar = known.clone().find(|id| **id == wished).or(known.clone().next()).map_or("", String::as_str);
    let (overview, after) = (programme.overview().await.or_fail()?, v.asked("sesudah"));
    let of_pillar = programme.library().iter().filter(|one| one.pillar == pillar);
    let found: Vec<_> = of_pillar.filter_map(|one| Some((one, overview.of(&one.id)?))).collect();
    let from = found.iter().position(|(one, _)| one.id == after).map_or(0, |at| at + 1);
    let page = found.get(from..found.len().min(from + PAGE)).unwrap_or_default();
    let last = page.last().filter(|_| found.len() > from + PAGE).map(|(one, _)| one.id.as_str());
    let rows = rows(&v, &programme, page, programme.today()).await.or_fail()?;
    let fresh = programme.freshness().await.or_fail()?;
    let page = List {
        pillars: pillars(pillar),
        pillar: pillar_name(pillar),
        fresh: fresh.as_of.map_or_else(String::new, |at| v.words().moment(at)),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        first: if from > 0 { v.with_query("sesudah", "") } else { String::new() },
        next: last.map_or_else(String::new, |id| v.with_query("sesudah", id)),
        v,
    };
    web::page(&page)
}

#[derive(Template)]
#[template(path = "indikator/public.html")]
struct Page {
    v: View,
    one: &'static Indicator,
    about: Vec<(String, String)>,
    owner: String,
    baseline: String,
    chart: Option<Markup>,
    rows: Vec<(String, String)>,
    promises: Vec<Kept>,
}

struct Kept {
    period: String,
    target: String,
    value: String,
    tag: Markup,
    remark: String,
}

pub(super) async fn page(visitor: Visitor, State(programme): State<Programme>, Path(id): Path<String>) -> Answer {
    let v = visitor.view;
    let one = asked(&programme, &id)?;
    let today = programme.today();
    let (board, targets) = read_one(&programme, one, "", today).await.or_fail()?;
    let mut computer = Computer::new(board.library, &board);
    let periods = shown_periods(one, today);
    let rows = periods.iter().rev().map(|period| (spoken(&v, *period), figure(&v, one, computer.figure(one, *period))));
    let rows = rows.collect();
    let mut aimed = targets.periods(&one.id);
    aimed.sort_by_key(|period| (period.first_day(), period.last_day()));
    let promises = aimed.iter().rev().filter_map(|period| {
        let judged = judge(one, &mut computer, &targets, *period, today)?;
        Some(Kept {
            period: spoken(&v, *period),
            target: measured(&v, judged.aim.value, &one.unit, one.decimals),
            value: figure(&v, one, judged.figure),
            tag: tag(&v, judged.standing),
            remark: remark(&v, one, &judged.aim),
        })
    });
    let promises = promises.collect();
    let page = Page {
        about: about(&v, one),
        owner: owner(&programme, one),
        baseline: baseline(&v, one, &targets),
        chart: chart(&v, one, &mut computer, &targets, &periods)?,
        rows,
        promises,
        one,
        v,
    };
    web::page(&page)
}
