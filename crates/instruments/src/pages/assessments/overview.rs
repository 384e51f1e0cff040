//! `/dasbor/penilaian/{id}`: where an assessment stands, what it comes to, and what its reader does next.

use super::years::{Improved, Year, improved, years};
use super::{levels, review_tag, stage_tag, unit_name, unproved_words};
use crate::Assessments;
use crate::assessment::Pinned;
use crate::assessment::model::{Assessment, Item, Review, Stage};
use crate::assessment::rights::{Coordinate, ReadAssessments, Sight, fills, is_assessor};
use crate::model::published::{Figure, Published};
use crate::pages::result::{Shown, shown};
use crate::pages::simulation::labelled;
use crate::refusal::Refused;
use crate::report::report;
use crate::values::Values;
use askama::Template;
use axum::extract::{Path, State};
use indexmap::IndexMap;
use kernel::{OfficerId, Role};
use std::collections::BTreeSet;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

#[derive(Template)]
#[template(path = "assessments/overview.html")]
pub(super) struct Page {
    pub v: View,
    pub id: String,
    name: String,
    stage: Stage,
    tag: Markup,
    warnings: Vec<String>,
    whole: bool,
    coordinates: bool,
    judges: bool,
    result: Option<Shown>,
    judged: String,
    agencies: Vec<Agency>,
    rows: Vec<Row>,
    open: usize,
    disputes: Vec<Dispute>,
    years: Vec<Year>,
    improved: Option<Improved>,
    assessors: Vec<(String, String)>,
    candidates: Vec<(String, String)>,
    samples: Vec<Sample>,
    instruments: Vec<(String, String)>,
    pub error: String,
    pub typed: Submission,
}

/// How far an agency is.
struct Agency {
    name: String,
    total: usize,
    claimed: usize,
    sent: usize,
    accepted: usize,
}

/// One indicator.
struct Row {
    href: String,
    name: String,
    unit: String,
    level: String,
    review: Markup,
    evidence: usize,
    unproved: String,
    judged: String,
    drawn: bool,
}

/// An indicator of which the assessor says otherwise.
struct Dispute {
    href: String,
    name: String,
    ours: String,
    theirs: String,
    why: String,
}

/// Indicators that were drawn by lot.
struct Sample {
    when: String,
    seed: String,
    indicators: String,
}

impl Page {
    pub async fn read(v: View, session: &Session, assessments: &Assessments, id: &str) -> Result<Self, Refused> {
        let (one, pinned, sight) = assessments.seen(session, id).await?;
        let whole = sight == Sight::Whole;
        let published = assessments.published().await?;
        let value = published.iter().find(|value| (&value.instrument, value.year) == (&one.instrument, one.year));
        let samples = if whole { assessments.samples(id).await? } else { Vec::new() };
        let drawn: BTreeSet<String> = samples.first().map(|latest| indicators(&latest.details)).unwrap_or_default();
        let coordinates = Coordinate::allows(session);
        let sees = |item: &Item| whole || fills(session, item);
        let shipped = if coordinates { crate::shipped::all() } else { Vec::new() };
        let (assessors, candidates) = people(assessments, &one, coordinates).await;
        let years = if whole { years(&v, assessments, &published).await? } else { Vec::new() };
        Ok(Self {
            name: format!("{} {}", pinned.instrument.name, one.year),
            stage: one.stage,
            tag: stage_tag(&v, one.stage),
            warnings: pinned.warnings.iter().map(|say| say.lang(v.lang()).to_owned()).collect(),
            coordinates,
            judges: is_assessor(session, &one),
            result: whole.then(|| result(&v, &one, &pinned, value.and_then(|value| Figure::parse(&value.value)))),
            judged: if whole { judged(&v, &one, &pinned) } else { String::new() },
            agencies: if whole { agencies(&v, assessments, &one) } else { Vec::new() },
            rows: rows(&v, assessments, (&one, &pinned), &drawn, &sees),
            open: one.open(),
            disputes: if whole { disputes(&v, assessments, &one, &pinned).await? } else { Vec::new() },
            improved: improved(&v, &years, &pinned.instrument, one.year),
            years,
            assessors,
            candidates,
            samples: samples.iter().map(|act| sample(&v, act)).collect(),
            instruments: shipped.iter().map(|one| (one.id.clone(), super::list::named(&v, one))).collect(),
            id: id.to_owned(),
            whole,
            error: String::new(),
            typed: Submission::default(),
            v,
        })
    }

    /// Whether the stage is this one.
    fn at(&self, word: &str) -> bool {
        self.stage.word() == word
    }

    fn is_judged(&self) -> bool {
        self.stage.is_judged()
    }

    fn action(&self, end: &str) -> String {
        format!("/dasbor/penilaian/{}/{end}", self.id)
    }

    /// The name of this assessment's forms.
    fn form(&self) -> String {
        form(&self.id)
    }
}

/// The name of the forms of an assessment as a whole.
pub(super) fn form(id: &str) -> String {
    format!("penilaian {id}")
}

pub(super) async fn page(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &assessments, &id).await?)
}

/// The index of what the agencies claim, what would raise it, and the published one beside the last word: the assessor's,
/// where there is one.
fn result(v: &View, one: &Assessment, pinned: &Pinned, published: Option<Figure>) -> Shown {
    let result = |answers, what_if| {
        let published = Published { index: published, ..Published::default() };
        let values = Values { answers, published, year: Some(one.year), ..Values::default() };
        shown(v, &report(&pinned.instrument, &values, what_if))
    };
    let own = result(one.claims(), true);
    let last = one.is_judged().then(|| result(one.finals(), false));
    Shown { published: last.map_or_else(|| own.published.clone(), |last| last.published), ..own }
}

/// The index with the assessor's levels, with its band; empty where no assessor set any.
fn judged(v: &View, one: &Assessment, pinned: &Pinned) -> String {
    if !one.is_judged() {
        return String::new();
    }
    let simulation = crate::simulate(&pinned.instrument, &one.finals());
    let band = simulation.band.and_then(|id| pinned.instrument.bands.get(&id).map(|band| band.name.clone()));
    let index = levels::index(v, &pinned.instrument, simulation.index);
    band.map_or_else(|| index.clone(), |band| format!("{index} {band}"))
}

fn agencies(v: &View, assessments: &Assessments, one: &Assessment) -> Vec<Agency> {
    let mut all: IndexMap<Option<&String>, Agency> = IndexMap::new();
    for item in one.items.values() {
        let name = || item.unit.as_ref().map(|unit| unit_name(assessments, unit));
        let agency = all.entry(item.unit.as_ref()).or_insert_with(|| Agency {
            name: name().unwrap_or_else(|| v.t("penilaian-belum-dibagi").to_owned()),
            total: 0,
            claimed: 0,
            sent: 0,
            accepted: 0,
        });
        agency.total += 1;
        agency.claimed += usize::from(item.claim.is_some());
        agency.sent += usize::from(item.review == Review::Sent);
        agency.accepted += usize::from(item.review == Review::Accepted);
    }
    all.into_values().collect()
}

fn rows(
    v: &View,
    assessments: &Assessments,
    (one, pinned): (&Assessment, &Pinned),
    drawn: &BTreeSet<String>,
    sees: &dyn Fn(&Item) -> bool,
) -> Vec<Row> {
    let instrument = &pinned.instrument;
    let row = |(id, item): (&String, &Item)| {
        let scale = levels::scale_of(instrument, id);
        Row {
            href: format!("/dasbor/penilaian/{}/indikator/{id}", one.id),
            name: instrument.indicators.get(id).map_or_else(|| id.clone(), |about| labelled(id, about)),
            unit: item.unit.as_ref().map_or_else(|| "–".to_owned(), |unit| unit_name(assessments, unit)),
            level: levels::words(v, scale, item.claim.as_ref()),
            review: review_tag(v, item.review),
            evidence: item.standing().count(),
            unproved: unproved_words(v, instrument, id, item),
            judged: item.judged.as_ref().map(|claim| levels::words(v, scale, Some(claim))).unwrap_or_default(),
            drawn: drawn.contains(id),
        }
    };
    one.items.iter().filter(|(_, item)| sees(item)).map(row).collect()
}

async fn disputes(
    v: &View,
    assessments: &Assessments,
    one: &Assessment,
    pinned: &Pinned,
) -> Result<Vec<Dispute>, Refused> {
    let disputed: Vec<(&String, &Item)> = one.items.iter().filter(|(_, item)| item.disputed()).collect();
    let references = disputed.iter().filter_map(|(_, item)| item.judged_text.as_ref()).map(|text| text.id.as_str());
    let texts = assessments.opened(references).await?;
    let dispute = |(id, item): (&String, &Item)| {
        let scale = levels::scale_of(&pinned.instrument, id);
        Dispute {
            href: format!("/dasbor/penilaian/{}/indikator/{id}", one.id),
            name: pinned.instrument.indicators.get(id).map_or_else(|| id.clone(), |about| labelled(id, about)),
            ours: levels::words(v, scale, item.claim.as_ref()),
            theirs: levels::words(v, scale, item.judged.as_ref()),
            why: item.judged_text.as_ref().and_then(|text| texts.get(&text.id)).cloned().unwrap_or_default(),
        }
    };
    Ok(disputed.into_iter().map(dispute).collect())
}

/// Those who may judge it, and those who could: id and name.
async fn people(
    assessments: &Assessments,
    one: &Assessment,
    coordinates: bool,
) -> (Vec<(String, String)>, Vec<(String, String)>) {
    let staff = &assessments.deps().staff;
    let mut named = Vec::new();
    for officer in &one.assessors {
        named.push((officer.0.clone(), staff.name(officer).await.unwrap_or_else(|| officer.0.clone())));
    }
    let known = if coordinates { staff.all_holding(Role::Assessor).await } else { Vec::new() };
    let free = |(officer, _): &(OfficerId, String)| !one.assessors.contains(officer);
    (named, known.into_iter().filter(free).map(|(officer, name)| (officer.0, name)).collect())
}

fn indicators(details: &serde_json::Value) -> BTreeSet<String> {
    let list = details.get("indicators").and_then(|list| list.as_array());
    list.into_iter().flatten().filter_map(|id| id.as_str()).map(str::to_owned).collect()
}

fn sample(v: &View, act: &crate::assessment::Act) -> Sample {
    let list = act.details.get("indicators").and_then(|list| list.as_array());
    let drawn: Vec<&str> = list.into_iter().flatten().filter_map(|id| id.as_str()).collect();
    Sample {
        when: v.words().moment(act.at),
        seed: act.details.get("seed").and_then(|seed| seed.as_str()).unwrap_or_default().to_owned(),
        indicators: drawn.join(", "),
    }
}
