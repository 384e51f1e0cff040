//! `/dasbor/gerakan` and `/gerakan/daerah`: all regions, filtered and read on by code; the same as CSV and XLSX.

use super::{decimal, stage_tag, years};
use crate::board::{Line, Wish};
use crate::model::stage::Stage;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::{Read, ReadAll, Score, Steer, own_areas};
use crate::table::{to_csv, to_xlsx};
use askama::Template;
use axum::extract::State;
use std::collections::BTreeMap;
use web::component::Choice;
use web::{Answer, Markup, May, OrFail as _, Permission as _, Session, View, Visitor, download, media};

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "daftar.html")]
struct Page {
    v: View,
    officer: bool,
    steers: bool,
    scores: bool,
    action: &'static str,
    figures: Vec<(String, String, String)>,
    provinces: Vec<Choice>,
    cohorts: Vec<Choice>,
    stages: Vec<Choice>,
    late: bool,
    search: String,
    found: i64,
    rows: Vec<Row>,
    first: String,
    next: String,
    /// What the tables are asked with: the same filter.
    query: String,
}

struct Row {
    href: String,
    code: String,
    name: String,
    province: String,
    cohorts: String,
    stage: Markup,
    late: Option<Markup>,
    result: String,
    summarised: String,
}

fn wish(v: &View, session: Option<&Session>) -> Wish {
    let only = session.filter(|session| !ReadAll::allows(session));
    Wish {
        province: v.asked("provinsi"),
        cohort: v.asked("angkatan").parse().ok(),
        stage: Stage::parse(&v.asked("tahap")),
        late: session.is_some() && !v.asked("terlambat").is_empty(),
        known: session.is_none(),
        search: v.asked("q"),
        only: only.map(|session| own_areas(session).into_iter().map(str::to_owned).collect()),
    }
}

pub(super) async fn officers(officer: May<Read>, State(movement): State<Movement>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    drawn(v, Some(&session), &movement).await
}

pub(super) async fn public(visitor: Visitor, State(movement): State<Movement>) -> Answer {
    drawn(visitor.view, None, &movement).await
}

async fn drawn(v: View, session: Option<&Session>, movement: &Movement) -> Answer {
    movement.steering()?;
    let wish = wish(&v, session);
    let lines = movement.lines(&wish).await?;
    let after = v.asked("sesudah");
    let from = lines.iter().position(|line| line.area.code == after).map_or(0, |at| at + 1);
    let shown: Vec<&Line> = lines.iter().skip(from).take(PAGE).collect();
    let more = shown.last().filter(|_| lines.len() > from + PAGE);
    let rows = shown.iter().map(|line| row(&v, session.is_some(), line)).collect();
    let cohorts = movement.cohorts().await?;
    let page = Page {
        officer: session.is_some(),
        steers: session.is_some_and(Steer::allows),
        scores: session.is_some_and(|session| Score::allows(session) || ReadAll::allows(session)),
        action: if session.is_some() { "/dasbor/gerakan" } else { "/gerakan/daerah" },
        figures: figures(&v, movement, session, &wish).await?,
        provinces: Choice::all(provinces(movement), [wish.province.as_str()]),
        cohorts: Choice::all(
            cohorts.iter().map(|one| (one.year.to_string(), one.year.to_string())),
            [v.asked("angkatan").as_str()],
        ),
        stages: Choice::all(stages(&v, session.is_some()), [v.asked("tahap").as_str()]),
        late: wish.late,
        found: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        next: more.map(|line| v.with_query("sesudah", &line.area.code)).unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        query: filter(&v),
        search: wish.search,
        rows,
        v,
    };
    web::page(&page)
}

/// How many regions stand where, over everything that this reader sees.
async fn figures(
    v: &View,
    movement: &Movement,
    session: Option<&Session>,
    wish: &Wish,
) -> Result<Vec<(String, String, String)>, Refused> {
    let all = Wish { only: wish.only.clone(), known: wish.known, ..Wish::default() };
    let lines = movement.lines(&all).await?;
    let at = if session.is_some() { "/dasbor/gerakan" } else { "/gerakan/daerah" };
    let cohorts = if session.is_some_and(Steer::allows) { "/dasbor/gerakan/angkatan" } else { "/gerakan" };
    let count = |fits: &dyn Fn(&Line) -> bool| v.words().count(lines.iter().filter(|line| fits(line)).count() as u64);
    let one = |key: &str, fits: &dyn Fn(&Line) -> bool, href: &str| (v.t(key).to_owned(), count(fits), href.to_owned());
    let mut figures = vec![
        one("gerakan-angka-semua", &|_| true, at),
        one("gerakan-angka-angkatan", &|line| !line.way.cohorts.is_empty(), cohorts),
        one("gerakan-angka-dievaluasi", &|line| line.way.evaluated.is_some(), &format!("{at}?tahap=dievaluasi")),
    ];
    if session.is_some() {
        figures.push(one("gerakan-angka-terlambat", &|line| line.late > 0, &format!("{at}?terlambat=ya")));
    }
    Ok(figures)
}

/// Provinces of the steered regions.
fn provinces(movement: &Movement) -> Vec<(String, String)> {
    let code = |code: &str| code.split('.').next().unwrap_or_default().to_owned();
    let named: BTreeMap<String, String> =
        movement.deps().areas.iter().map(|area| (code(&area.code), area.province.clone())).collect();
    named.into_iter().collect()
}

fn stages(v: &View, officer: bool) -> Vec<(String, String)> {
    let shown = |stage: &Stage| officer || !matches!(stage, Stage::Outside);
    let named = |stage: Stage| (stage.word().to_owned(), v.t(&format!("gerakan-tahap-{}", stage.word())).to_owned());
    Stage::ALL.into_iter().filter(shown).map(named).collect()
}

fn row(v: &View, officer: bool, line: &Line) -> Row {
    let base = if officer { "/dasbor/gerakan/daerah" } else { "/gerakan/daerah" };
    let late = || web::component::tag("late", &v.t1("gerakan-terlambat-n", "jumlah", line.late));
    let result = line.way.evaluated.map(|year| format!("{} ({year})", decimal(v, line.result, 2)));
    Row {
        href: format!("{base}/{}", line.area.code),
        code: line.area.code.clone(),
        name: line.area.name.clone(),
        province: line.area.province.clone(),
        cohorts: years(&line.way.cohorts),
        stage: stage_tag(v, line.way.stage()),
        late: (officer && line.late > 0).then(late),
        result: result.unwrap_or_else(|| "–".to_owned()),
        summarised: line.summarised.map_or_else(|| "–".to_owned(), |at| v.words().date_of(at)),
    }
}

/// The present filter, without where the page stands.
fn filter(v: &View) -> String {
    let kept = |name: &str| ["provinsi", "angkatan", "tahap", "terlambat", "q"].contains(&name);
    let pairs =
        url::form_urlencoded::parse(v.query().as_bytes()).filter(|(name, value)| kept(name) && !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub(super) async fn csv(officer: May<Read>, State(movement): State<Movement>) -> Answer {
    let lines = asked_lines(&officer.view, &officer.session, &movement).await?;
    download("daerah.csv", media::CSV, to_csv(&lines))
}

pub(super) async fn xlsx(officer: May<Read>, State(movement): State<Movement>) -> Answer {
    let lines = asked_lines(&officer.view, &officer.session, &movement).await?;
    download("daerah.xlsx", media::XLSX, to_xlsx(&lines).or_fail()?)
}

async fn asked_lines(v: &View, session: &Session, movement: &Movement) -> Result<Vec<Line>, Refused> {
    movement.steering()?;
    movement.lines(&wish(v, Some(session))).await
}
