//! `/dasbor/rencana`: are we keeping our promises, where not, who acts next. Answers only; every number leads to its list.

use super::counted::{Cut, Table, counted};
use super::decided::{Standing as Ruled, ruled};
use super::lights::{Lamp, lamps, quarter_of};
use super::missed::{Missed, missed, worst};
use super::overview::{Quick, quick_wins};
use super::{ReadDraft, agency_name, pillar_name, version_words, year};
use crate::indicator::PillarIndex;
use crate::indicator::overview::indices;
use crate::indicator::typed;
use crate::model::forecast::Expected;
use crate::model::plan::{Plan, State};
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::refusal::Refused;
use crate::standings::Standing;
use askama::Template;
use axum::extract::State as Held;
use web::{Answer, Markup, May, OrFail as _, Session, View};

/// Promises and agencies that are named; the lists hold the others.
const NAMED: usize = 10;

#[derive(Template)]
#[template(path = "dasbor.html")]
struct Page {
    v: View,
    shown: Option<Shown>,
    /// What waits to be done on the plan itself; empty while it is in force and nothing is written.
    waiting: String,
}

struct Shown {
    title: String,
    words: String,
    year: i16,
    years: Vec<(i16, String)>,
    answer: String,
    figures: Vec<(String, String, String)>,
    quarter: String,
    lamps: Vec<Lamp>,
    agencies: Vec<Agency>,
    more_agencies: bool,
    missed: Vec<Missed>,
    more_missed: bool,
    ruled: Ruled,
    cuts: Vec<(String, String, bool)>,
    table: Table,
    indices: Vec<Index>,
    trust: String,
    as_of: String,
    /// Quick wins that came late or are not there.
    quick: Vec<Quick>,
}

/// An agency that missed something, or has something to do.
struct Agency {
    name: String,
    href: String,
    missed: String,
    silent: String,
    tasks: String,
}

/// The index of a pillar, and what is expected of its indicators.
struct Index {
    name: String,
    href: String,
    share: String,
    judged: String,
    /// In the order of [`Expected::ALL`].
    expected: Vec<String>,
}

impl Page {
    fn heads(&self) -> Vec<Markup> {
        Expected::ALL.map(|one| super::expected_tag(&self.v, one)).to_vec()
    }

    fn words(&self) -> Vec<&str> {
        Expected::ALL.map(|one| self.v.t(super::expected_key(one))).to_vec()
    }
}

pub(super) async fn page(officer: May<ReadDraft>, Held(programme): Held<Programme>) -> Answer {
    let v = officer.view;
    let plan = programme.plan().await?;
    let in_force = plan.as_ref().filter(|plan| plan.in_force(programme.today()).is_some());
    let shown = match in_force {
        Some(plan) => Some(shown(&v, &officer.session, &programme, plan).await?),
        None => None,
    };
    let waits = plan.as_ref().map(|plan| plan.newest()).filter(|newest| newest.state != State::Decreed);
    let waiting =
        waits.map(|newest| format!("{}. {}", version_words(&v, &newest), v.t(super::draft::next(newest.state))));
    web::page(&Page { waiting: waiting.unwrap_or_default(), shown, v })
}

async fn shown(v: &View, session: &Session, programme: &Programme, plan: &Plan) -> Result<Shown, web::Error> {
    let today = programme.today();
    let year = year(plan, &v.asked("tahun"), programme);
    let standings = programme.standings(plan, year).await?;
    // What was missed is known when its year is over: the year before belongs on this page.
    let past = if year > plan.start { programme.standings(plan, year - 1).await? } else { Vec::new() };
    let worst = worst(&[(year, &standings), (year - 1, &past)]);
    let ruled = ruled(v, session, programme).await?;
    let (number, lines) = match today.year() == year {
        true => (quarter_of(today), programme.quarter(year, quarter_of(today)).await?),
        false => (0, Vec::new()),
    };
    let overview = programme.overview().await.or_fail()?;
    let cut = Cut::parse(&v.asked("menurut"));
    let version = plan.in_force(today).ok_or(Refused::NotThere)?;
    let is_late =
        |one: &&Standing| one.quick.is_some_and(|(_, _, fate)| matches!(fate, Verdict::Broken | Verdict::Silent));
    let late: Vec<Standing> = standings.iter().filter(is_late).cloned().collect();
    let (agencies, more_agencies) = agencies(v, programme, &worst, &ruled);
    Ok(Shown {
        title: plan.title.clone(),
        words: version_words(v, version),
        years: (plan.start..=plan.end()).map(|year| (year, format!("/dasbor/rencana?tahun={year}"))).collect(),
        answer: answer(v, year, &standings, &past),
        figures: figures(v, year, &standings),
        quarter: if number > 0 { v.t1("pimpin-triwulan", "ke", i64::from(number)) } else { String::new() },
        lamps: lamps(v, &lines),
        missed: missed(v, programme, worst.iter().take(NAMED), &ruled),
        more_missed: worst.len() > NAMED,
        cuts: cut.tabs(v, year),
        table: counted(v, programme, cut, year, &standings),
        indices: indices(programme, &overview).into_iter().map(|one| index(v, one)).collect(),
        quick: quick_wins(v, programme, &late),
        trust: super::trust_words(v, overview.trust()),
        as_of: v.words().moment(overview.at()),
        agencies,
        more_agencies,
        ruled,
        year,
    })
}

/// The answer in one or two sentences: of this year, and of the year before, which is over.
fn answer(v: &View, year: i16, standings: &[Standing], past: &[Standing]) -> String {
    let count = |all: &[Standing], verdict| all.iter().filter(|one| one.verdict == verdict).count();
    let promised = |all: &[Standing]| all.len() - count(all, Verdict::Open);
    let one = |year: i16, all: &[Standing]| {
        let number = |value: usize| v.words().count(i64::try_from(value).unwrap_or(0));
        v.tf(
            "pimpin-jawaban",
            &[
                ("tahun", &year.to_string()),
                ("semua", &number(promised(all))),
                ("ingkar", &number(count(all, Verdict::Broken))),
                ("diam", &number(count(all, Verdict::Silent))),
                ("ditepati", &number(count(all, Verdict::Kept) + count(all, Verdict::OnTrack))),
            ],
        )
    };
    let now = one(year, standings);
    if past.is_empty() { now } else { format!("{now} {}", one(year - 1, past)) }
}

/// Label, value and address of each verdict that somebody has; whether promises are kept is said in any case.
fn figures(v: &View, year: i16, standings: &[Standing]) -> Vec<(String, String, String)> {
    let count = |verdict: Verdict| standings.iter().filter(|one| one.verdict == verdict).count();
    let shown =
        Verdict::ALL.into_iter().filter(|one| matches!(one, Verdict::Broken | Verdict::Kept) || count(*one) > 0);
    let one = |verdict: Verdict| {
        let label = v.t(&format!("rencana-nasib-{}", verdict.word())).to_owned();
        let value = v.words().count(i64::try_from(count(verdict)).unwrap_or(0));
        (label, value, format!("/dasbor/rencana/janji?tahun={year}&nasib={}", verdict.word()))
    };
    shown.map(one).collect()
}

/// Agencies that missed most, then those with most open tasks.
fn agencies(v: &View, programme: &Programme, worst: &[(i16, &Standing)], ruled: &Ruled) -> (Vec<Agency>, bool) {
    let mut units: Vec<&str> = worst.iter().map(|(_, one)| one.owner.as_str()).chain(ruled.units()).collect();
    units.sort_unstable();
    units.dedup();
    let of = |unit: &str, verdict| worst.iter().filter(|(_, one)| one.owner == unit && one.verdict == verdict).count();
    let mut rows: Vec<(usize, usize, usize, String, &str)> = units
        .into_iter()
        .map(|unit| {
            let name = agency_name(programme, unit);
            (of(unit, Verdict::Broken), of(unit, Verdict::Silent), ruled.open_of(unit), name, unit)
        })
        .collect();
    rows.sort_by(|one, other| {
        (other.0, other.1, other.2).cmp(&(one.0, one.1, one.2)).then_with(|| one.3.cmp(&other.3))
    });
    let more = rows.len() > NAMED;
    let number = |value: usize| v.words().count(i64::try_from(value).unwrap_or(0));
    let one = |(missed, silent, tasks, name, unit): (usize, usize, usize, String, &str)| Agency {
        name,
        href: format!("/dasbor/rencana/opd/{unit}"),
        missed: number(missed),
        silent: number(silent),
        tasks: number(tasks),
    };
    (rows.into_iter().take(NAMED).map(one).collect(), more)
}

fn index(v: &View, one: PillarIndex) -> Index {
    let number = |value: i64| v.words().count(value);
    Index {
        name: pillar_name(v, &one.pillar),
        href: format!("/dasbor/indikator?pilar={}", one.pillar),
        share: one
            .share()
            .map_or_else(|| "–".to_owned(), |share| format!("{}\u{a0}%", typed::shown(v.lang(), share, 0))),
        judged: v.tf(
            "pimpin-dinilai",
            &[("memenuhi", &number(one.met)), ("dinilai", &number(one.judged)), ("semua", &number(one.all))],
        ),
        expected: one.expected.iter().map(|count| number(*count)).collect(),
    }
}
