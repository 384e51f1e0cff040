//! `/dasbor/rencana/janji/{id}`: one promise for who leads: kept or not, what was decided, what is to be expected.

use super::decided::{Decided, about};
use super::lights::{quarter_of, tag as light};
use super::promise::{Showing, Year};
use super::{ReadDraft, agency_name, pillar_name, trust_words, version_words};
use crate::indicator::Indicator;
use crate::indicator::overview::{Ahead, Overview};
use crate::indicator::pages::{figure, measured, shown_range, spoken};
use crate::indicator::period::{Period, Span};
use crate::indicator::typed;
use crate::model::forecast::{self, Wanted};
use crate::model::number::exact;
use crate::model::promise::Direction;
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::promises::Promise;
use crate::refusal::Refused;
use crate::results::Reported;
use askama::Template;
use axum::extract::{Path, State};
use web::{Answer, Markup, May, OrFail as _, View};

/// Quarters that are looked back through.
const QUARTERS: i64 = 8;

#[derive(Template)]
#[template(path = "nasib.html")]
struct Page {
    v: View,
    id: String,
    name: String,
    about: String,
    owner: String,
    owner_href: String,
    pillar: String,
    measure: String,
    years: Vec<Year>,
    /// Whether a year was missed and nothing was decided about it.
    undecided: bool,
    /// Whether this officer may not read what was decided.
    closed: bool,
    decided: Vec<Decided>,
    quarter: Option<Quarter>,
    outlooks: Vec<(String, Outlook)>,
    indicators: Vec<Linked>,
    unknown: Vec<String>,
}

/// How it stands in the quarter that runs.
struct Quarter {
    tag: Markup,
    words: String,
    obstacle: String,
    follow_up: String,
}

/// An indicator that measures the promise.
pub(super) struct Linked {
    pub id: String,
    pub name: String,
    pub value: String,
    pub period: String,
    pub outlook: Option<Outlook>,
}

/// What is to be expected of an indicator.
pub(crate) struct Outlook {
    pub tag: Markup,
    pub period: String,
    pub target: String,
    pub range: String,
    pub trust: String,
}

impl Page {
    fn has_outlook(&self) -> bool {
        !self.outlooks.is_empty() || self.indicators.iter().any(|one| one.outlook.is_some())
    }
}

pub(super) async fn page(
    officer: May<ReadDraft>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let v = officer.view;
    let plan = programme.the_plan().await?;
    let version = plan.in_force(programme.today()).ok_or(Refused::NotThere)?;
    let promise = programme.promise(&plan, version.number, &id).await?;
    let results = programme.results(&id).await?;
    let history = programme.targets_then(&plan, &id).await?;
    let shown = Showing { v: &v, programme: &programme, plan: &plan, promise: &promise, results: &results };
    let years = shown.years(&history);
    let decided = about(&v, &officer.session, &programme, (&id, &promise.facts.owner)).await?;
    let missed = years.iter().any(|year| matches!(year.verdict, Verdict::Broken | Verdict::Silent));
    let overview = programme.overview().await.or_fail()?;
    let (indicators, unknown) = linked(&v, &programme, &overview, &promise);
    let outlooks = outlooks(&v, &programme, &promise, &results).await?;
    let page = Page {
        name: promise.sheet.name.clone(),
        about: version_words(&v, version),
        owner: agency_name(&programme, &promise.facts.owner),
        owner_href: format!("/dasbor/rencana/opd/{}", promise.facts.owner),
        pillar: pillar_name(&v, promise.pillar()),
        measure: shown.measure(),
        closed: decided.is_none(),
        undecided: missed && decided.as_ref().is_some_and(Vec::is_empty),
        decided: decided.unwrap_or_default(),
        quarter: quarter(&v, &programme, &promise).await?,
        years,
        outlooks,
        indicators,
        unknown,
        id,
        v,
    };
    web::page(&page)
}

async fn quarter(v: &View, programme: &Programme, promise: &Promise) -> Result<Option<Quarter>, Refused> {
    let today = programme.today();
    let number = quarter_of(today);
    let lines = programme.quarter(today.year(), number).await?;
    let percent = |thousandths: i64| format!("{}\u{a0}%", v.words().count(thousandths / 10));
    let one = lines.into_iter().find(|line| line.promise == promise.id && line.unit == promise.facts.owner);
    Ok(one.map(|line| Quarter {
        tag: light(v, line.light),
        words: v.tf(
            "pimpin-triwulan-kerja",
            &[
                ("ke", &i64::from(number)),
                ("rencana", &percent(line.planned)),
                ("hasil", &line.done.map_or_else(|| "–".to_owned(), percent)),
            ],
        ),
        obstacle: line.obstacle,
        follow_up: line.follow_up,
    }))
}

/// What is to be expected by what was reported of the promise itself, year by year, and by the work of its action plan.
async fn outlooks(
    v: &View,
    programme: &Programme,
    promise: &Promise,
    results: &[Reported],
) -> Result<Vec<(String, Outlook)>, Refused> {
    let (facts, today) = (&promise.facts, programme.today());
    let mut found = Vec::new();
    if let Some(target) = facts.target(today.year()) {
        let value = |year: i16| results.iter().find(|one| one.year == year).and_then(|one| drawn(&one.value));
        let points: Vec<Option<f64>> = (facts.start..today.year()).map(value).collect();
        let wanted = if facts.direction == Direction::Up { Wanted::Least } else { Wanted::Most };
        let range = forecast::outlook(&points, 1);
        let one = Outlook {
            tag: super::expected_tag(v, forecast::expected(range, drawn(target).unwrap_or_default(), wanted)),
            period: today.year().to_string(),
            target: format!("{} {} {}", facts.direction.sign(), super::number(v, target), promise.sheet.unit),
            range: range.map_or_else(
                || too_little(v, points.iter().flatten().count()),
                |range| super::range_words(v, range, &promise.sheet.unit),
            ),
            trust: trust_words(v, forecast::tried(&points, 1, false)),
        };
        found.push((v.t("pimpin-perkiraan-tahunan").to_owned(), one));
    }
    if let Some(one) = work(v, programme, promise).await? {
        found.push((v.t("pimpin-perkiraan-kerja").to_owned(), one));
    }
    Ok(found)
}

/// The share of the planned work that is to be expected in the quarter that runs; `None` where no action plan names it.
async fn work(v: &View, programme: &Programme, promise: &Promise) -> Result<Option<Outlook>, Refused> {
    let now = Period::of(programme.today(), Span::Quarter);
    let mut points = Vec::new();
    for by in (1..=QUARTERS).rev() {
        let at = now.moved(-by);
        let lines = programme.quarter(at.year(), u8::try_from(at.part()).unwrap_or(1)).await?;
        let line = lines.into_iter().find(|line| line.promise == promise.id && line.unit == promise.facts.owner);
        let share = line.filter(|line| line.planned > 0).and_then(|line| Some(line.done? as f64 / line.planned as f64));
        points.push(share.map(|share| share * 100.0));
    }
    let known = points.iter().flatten().count();
    if known == 0 {
        return Ok(None);
    }
    let range = forecast::outlook(&points, 1).map(|range| range.within(Some(0.0), None));
    Ok(Some(Outlook {
        tag: super::expected_tag(v, forecast::expected(range, 100.0, Wanted::Least)),
        period: spoken(v, now),
        target: "100\u{a0}%".to_owned(),
        range: range.map_or_else(|| too_little(v, known), |range| super::range_words(v, range, "%")),
        trust: trust_words(v, forecast::tried(&points, 1, false)),
    }))
}

fn drawn(plain: &str) -> Option<f64> {
    exact(plain).map(typed::drawn)
}

fn too_little(v: &View, known: usize) -> String {
    v.t2("pimpin-data-kurang-n", "ada", known, "perlu", forecast::LEAST)
}

/// The known indicators of a promise with their figures, and what was written there before ids were checked.
pub(super) fn linked(
    v: &View,
    programme: &Programme,
    overview: &Overview,
    promise: &Promise,
) -> (Vec<Linked>, Vec<String>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for id in &promise.facts.indicators {
        match programme.library().get(id).and_then(|one| Some((one, overview.of(id)?))) {
            Some((one, seen)) => known.push(Linked {
                id: id.clone(),
                name: one.name.lang(v.lang()).to_owned(),
                value: figure(v, one, seen.glance.figure),
                period: spoken(v, seen.glance.period),
                outlook: seen.ahead.as_ref().map(|ahead| outlook(v, one, ahead)),
            }),
            None => unknown.push(id.clone()),
        }
    }
    (known, unknown)
}

/// What is to be expected, in words.
pub(crate) fn outlook(v: &View, one: &Indicator, ahead: &Ahead) -> Outlook {
    Outlook {
        tag: super::expected_tag(v, ahead.expected),
        period: spoken(v, ahead.period),
        target: measured(v, ahead.aim.value, &one.unit, one.decimals),
        range: ahead
            .range
            .map_or_else(|| v.t("pimpin-data-kurang-kata").to_owned(), |range| shown_range(v, one, range)),
        trust: trust_words(v, ahead.trust),
    }
}
