//! `/transparansi`: received, open, overdue, in time; by agency, service, month and district.

use crate::model::{Counts, Line, Period, SMALLEST, Summary, hidden};
use crate::queries::{Figures, Question};
use askama::Template;
use axum::extract::{Query, State};
use cases::doors::{DistrictMap, MapValue};
use serde::Deserialize;
use std::borrow::Borrow;
use std::sync::Arc;
use web::chart::Lines;
use web::{Answer, Error, Markup, View, Visitor};

/// What the address may ask for; anything unreadable falls back to the last twelve months, all agencies and services.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    dari: String,
    #[serde(default)]
    sampai: String,
    #[serde(default)]
    opd: String,
    #[serde(default)]
    layanan: String,
}

impl Asked {
    /// The question, or the usual one.
    pub fn question(&self, figures: &Figures) -> Question {
        let parts = &figures.0.parts;
        let usual = Period::year_to(figures.now().date(parts.zone));
        let named = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Question {
            period: Period::parse(&self.dari, &self.sampai).unwrap_or(usual),
            unit: named(&self.opd).filter(|unit| parts.agencies.agency(unit).is_some()),
            service: named(&self.layanan).filter(|id| (parts.services)().iter().any(|(known, _)| known == id)),
        }
    }
}

struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// One line of a table, ready to be read.
struct Shown {
    name: String,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "transparansi.html")]
struct Page {
    v: View,
    question: Question,
    summary: Arc<Summary>,
    units: Vec<Choice>,
    services: Vec<Choice>,
    by_unit: Vec<Shown>,
    by_local_office: Vec<Shown>,
    by_service: Vec<Shown>,
    by_district: Vec<Shown>,
    some_hidden: bool,
    trend: Option<Markup>,
    map: Option<Markup>,
    as_of: String,
    csv: String,
}

impl Page {
    // askama hands fields over by reference, results by value.
    fn count(&self, count: impl Borrow<i64>) -> String {
        self.v.words().count(*count.borrow())
    }

    fn share(&self, share: impl Borrow<Option<f64>>) -> String {
        shown_share(&self.v, *share.borrow())
    }

    fn days(&self, days: impl Borrow<Option<f64>>) -> String {
        days.borrow().map_or_else(|| "–".to_owned(), |days| self.v.words().number(rounded(days)))
    }

    /// The number as it is written, for the word behind it.
    fn spoken(&self, days: impl Borrow<Option<f64>>) -> f64 {
        days.borrow().map_or(0.0, rounded)
    }
}

fn shown_share(view: &View, share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| view.words().percent(share))
}

fn rounded(days: f64) -> f64 {
    (days * 10.0).round() / 10.0
}

pub(crate) async fn show(visitor: Visitor, State(figures): State<Figures>, Query(asked): Query<Asked>) -> Answer {
    let v = visitor.view;
    let question = asked.question(&figures);
    let summary = figures.summary(&question).await.map_err(Error::failed)?;
    let names = Names::of(&figures);
    let hide = hidden(&summary.districts);
    let page = Page {
        by_unit: table(&v, summary.units.iter().filter(|line| !is_local(&line.key)), &|key| names.unit(key, &v)),
        by_local_office: table(&v, summary.units.iter().filter(|line| is_local(&line.key)), &|key| names.unit(key, &v)),
        by_service: table(&v, summary.services.iter(), &|key| names.service(key)),
        by_district: districts(&v, &summary.districts, &hide, &|key| names.district(key, &v)),
        some_hidden: hide.contains(&true),
        trend: trend(&v, &summary)?,
        map: map(&v, &figures, &summary, &hide),
        as_of: summary.as_of.map_or_else(String::new, |at| v.words().moment(at)),
        units: choices(names.units.iter(), question.unit.as_deref()),
        services: choices(names.services.iter(), question.service.as_deref()),
        csv: super::data::address(&question),
        question,
        summary,
        v,
    };
    web::page(&page)
}

/// Whether a unit is the office of a village or district: there are hundreds of them, shown on their own.
fn is_local(unit: &str) -> bool {
    unit.starts_with("desa-") || unit.starts_with("kecamatan-")
}

/// Names for codes, as people know them.
pub(crate) struct Names {
    units: Vec<(String, String)>,
    services: Vec<(String, String)>,
    figures: Figures,
}

impl Names {
    pub fn of(figures: &Figures) -> Self {
        let parts = &figures.0.parts;
        let units = parts
            .agencies
            .all()
            .iter()
            .filter(|agency| !is_local(&agency.unit))
            .map(|agency| (agency.unit.clone(), agency.name.clone()))
            .collect();
        Self { units, services: (parts.services)(), figures: figures.clone() }
    }

    pub fn unit(&self, key: &str, v: &View) -> String {
        let known = self.figures.0.parts.agencies.agency(key).map(|agency| agency.name);
        known.unwrap_or_else(|| if key.is_empty() { v.t("angka-tak-diketahui").to_owned() } else { key.to_owned() })
    }

    pub fn service(&self, key: &str) -> String {
        let known = self.services.iter().find(|(id, _)| id == key);
        known.map_or_else(|| key.to_owned(), |(_, name)| name.clone())
    }

    pub fn district(&self, key: &str, v: &View) -> String {
        let all = self.figures.0.parts.gazetteer.districts();
        let known = all.iter().find(|district| district.code == key);
        known.map_or_else(|| v.t("angka-tak-diketahui").to_owned(), |district| district.name.clone())
    }
}

fn choices<'a>(all: impl Iterator<Item = &'a (String, String)>, chosen: Option<&str>) -> Vec<Choice> {
    all.map(|(value, label)| Choice { value: value.clone(), label: label.clone(), chosen: chosen == Some(value) })
        .collect()
}

/// Most reports first; the order of equals is that of their names.
fn table<'a>(v: &View, lines: impl Iterator<Item = &'a Line>, name: &dyn Fn(&str) -> String) -> Vec<Shown> {
    let mut lines: Vec<&Line> = lines.collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.counts.received));
    lines.into_iter().map(|line| Shown { name: name(&line.key), cells: cells(v, line) }).collect()
}

fn cells(v: &View, line: &Line) -> Vec<String> {
    let (words, counts) = (v.words(), &line.counts);
    let days = |days: Option<f64>| days.map_or_else(|| "–".to_owned(), |days| words.number(rounded(days)));
    vec![
        words.count(counts.received),
        words.count(counts.open),
        words.count(counts.overdue),
        shown_share(v, counts.answered_share()),
        shown_share(v, counts.finished_share()),
        words.count(counts.time_unknown),
        days(line.answer_days),
        days(line.finish_days),
        days(counts.lived_days()),
        shown_share(v, counts.paused_share()),
    ]
}

fn districts(v: &View, lines: &[Line], hide: &[bool], name: &dyn Fn(&str) -> String) -> Vec<Shown> {
    let mut shown: Vec<(i64, Shown)> = lines
        .iter()
        .zip(hide)
        .map(|(line, hide)| {
            if !*hide {
                return (line.counts.received, Shown { name: name(&line.key), cells: cells(v, line) });
            }
            let first = if line.counts.received < SMALLEST { format!("< {SMALLEST}") } else { "–".to_owned() };
            let rest = std::iter::repeat_n("–".to_owned(), 9);
            (0, Shown { name: name(&line.key), cells: std::iter::once(first).chain(rest).collect() })
        })
        .collect();
    shown.sort_by_key(|(received, _)| std::cmp::Reverse(*received));
    shown.into_iter().map(|(_, line)| line).collect()
}

fn trend(v: &View, summary: &Summary) -> Result<Option<Markup>, Error> {
    if summary.months.len() < 2 {
        return Ok(None);
    }
    let series = |of: fn(&Counts) -> i64| summary.months.iter().map(|line| Some(of(&line.counts) as f64)).collect();
    let lines = Lines {
        title: v.t("angka-tren"),
        of: v.t("angka-bulan"),
        points: summary.months.iter().map(|line| line.key.clone()).collect(),
        lines: vec![
            (v.t("angka-masuk").to_owned(), series(|counts| counts.received)),
            (v.t("angka-selesai").to_owned(), series(|counts| counts.ended)),
            (v.t("angka-terbuka").to_owned(), series(|counts| counts.open)),
        ],
    };
    lines.draw(v).map(Some)
}

/// Four classes by quartiles of what is shown.
fn map(v: &View, figures: &Figures, summary: &Summary, hide: &[bool]) -> Option<Markup> {
    let mut known: Vec<i64> = summary
        .districts
        .iter()
        .zip(hide)
        .filter(|(line, hide)| !**hide && !line.key.is_empty())
        .map(|(line, _)| line.counts.received)
        .collect();
    known.sort_unstable();
    let bounds: Vec<i64> = (1..4).filter_map(|quarter| known.get(known.len() * quarter / 4).copied()).collect();
    let class = |received: i64| bounds.iter().filter(|bound| received >= **bound).count();
    let most = known.last().copied()?;
    let edges: Vec<i64> = std::iter::once(known.first().copied()?).chain(bounds.iter().copied()).collect();
    let classes = edges.iter().enumerate().map(|(place, from)| {
        let to = edges.get(place + 1).map_or(most, |next| (next - 1).max(*from));
        format!("{}–{}", v.words().count(*from), v.words().count(to))
    });
    let values =
        summary.districts.iter().zip(hide).filter(|(line, _)| !line.key.is_empty()).map(|(line, hide)| MapValue {
            code: line.key.clone(),
            value: if *hide { format!("< {SMALLEST}") } else { v.words().count(line.counts.received) },
            class: (!*hide).then(|| class(line.counts.received)),
        });
    let drawn = figures.0.parts.atlas.district_map(&DistrictMap {
        title: v.t("angka-peta").to_owned(),
        description: v.t("angka-peta-uraian").to_owned(),
        classes: classes.collect(),
        without: v.t("angka-peta-tanpa").to_owned(),
        values: values.collect(),
    })?;
    Markup::drawing(drawn)
}
