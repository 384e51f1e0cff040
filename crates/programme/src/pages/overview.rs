//! `/rencana`: is the region keeping its promises? By pillar, with the quick wins and the decrees behind them.

use super::{agency_name, district_name, money, pillar_name, pillars, tag, version_words, year};
use crate::entries::Kind;
use crate::model::plan::Plan;
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::refusal::Refused;
use crate::standings::{Standing, Tally};
use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use std::collections::BTreeMap;
use web::{Answer, Markup, View, Visitor};

#[derive(Template)]
#[template(path = "rencana.html")]
struct Page {
    v: View,
    shown: Option<Shown>,
}

/// A plan that is in force.
struct Shown {
    title: String,
    summary: Summary,
    vision: Vec<(String, String)>,
    decree: String,
    versions: Vec<(String, String)>,
    quick: Vec<Quick>,
}

/// One year's promises, counted.
pub(super) struct Summary {
    pub year: i16,
    pub years: Vec<(i16, String)>,
    pub figures: Vec<(String, String, String)>,
    pub pillars: Vec<Counted>,
    pub agencies: Vec<Counted>,
    /// Only promises that name their districts; one that names two counts in both.
    pub districts: Vec<Counted>,
    pub heads: Vec<String>,
}

/// Promises of one pillar or agency.
pub(super) struct Counted {
    pub name: String,
    pub href: String,
    /// In the order of `Summary::heads`.
    pub cells: Vec<String>,
}

/// A quick win.
pub(super) struct Quick {
    pub id: String,
    pub name: String,
    pub pillar: String,
    pub owner: String,
    pub deadline: String,
    pub there: String,
    pub tag: Markup,
}

pub(super) async fn page(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let v = visitor.view;
    let plan = programme.plan().await?;
    let shown = match plan {
        Some(plan) if plan.in_force(programme.today()).is_some() => Some(shown(&v, &programme, &plan).await?),
        _ => None,
    };
    web::page(&Page { v, shown })
}

async fn shown(v: &View, programme: &Programme, plan: &Plan) -> Result<Shown, Refused> {
    let year = year(plan, &v.asked("tahun"), programme);
    let standings = programme.standings(plan, year).await?;
    let version = plan.in_force(programme.today()).ok_or(Refused::NotThere)?;
    let vision = programme.entries(plan, version.number, Kind::Vision, "").await?;
    let decreed = plan.versions.iter().rev().filter(|version| version.decree.is_some());
    Ok(Shown {
        title: plan.title.clone(),
        summary: summary(v, programme, plan, year, &standings, "/rencana"),
        vision: vision.into_iter().map(|entry| (entry.title, entry.body)).collect(),
        decree: version_words(v, version),
        versions: decreed
            .map(|version| (format!("/rencana/program?versi={}", version.number), version_words(v, version)))
            .collect(),
        quick: quick_wins(v, programme, &standings),
    })
}

type Tallies<'a> = BTreeMap<&'a str, Tally>;

/// Counts one year's promises; `base` is the address below which lists are found.
pub(super) fn summary(
    v: &View,
    programme: &Programme,
    plan: &Plan,
    year: i16,
    standings: &[Standing],
    base: &str,
) -> Summary {
    let (mut all, mut by_pillar) = (Tally::default(), Tallies::new());
    let (mut by_agency, mut by_district) = (Tallies::new(), Tallies::new());
    for standing in standings {
        all.add(standing);
        by_pillar.entry(&standing.pillar).or_default().add(standing);
        by_agency.entry(&standing.owner).or_default().add(standing);
        for district in &standing.districts {
            by_district.entry(district).or_default().add(standing);
        }
    }
    let list = |what: &str, id: &str| format!("{base}/program?{what}={id}&tahun={year}");
    let none = Tally::default();
    // A verdict that nobody has needs no column.
    let verdicts: Vec<Verdict> = Verdict::ALL.into_iter().filter(|verdict| all.of(*verdict) > 0).collect();
    let counted = |name: String, href: String, tally: &Tally| Counted { name, href, cells: cells(v, tally, &verdicts) };
    let pillars = pillars(v).into_iter().map(|(id, name)| {
        let tally = by_pillar.get(id.as_str()).unwrap_or(&none);
        counted(name, list("pilar", &id), tally)
    });
    let mut agencies: Vec<(i64, Counted)> = by_agency
        .iter()
        .map(|(unit, tally)| {
            let missed = tally.of(Verdict::Broken) + tally.of(Verdict::Silent);
            (missed, counted(agency_name(programme, unit), list("opd", unit), tally))
        })
        .collect();
    agencies.sort_by(|(one, first), (other, second)| other.cmp(one).then_with(|| first.name.cmp(&second.name)));
    let districts = by_district.iter().map(|(code, tally)| {
        let name = district_name(programme, code).unwrap_or_else(|| (*code).to_owned());
        counted(name, list("kecamatan", code), tally)
    });
    Summary {
        districts: districts.collect(),
        year,
        years: (plan.start..=plan.end()).map(|year| (year, format!("{base}?tahun={year}"))).collect(),
        figures: figures(v, &all, &format!("{base}/program?tahun={year}")),
        pillars: pillars.collect(),
        agencies: agencies.into_iter().map(|(_, counted)| counted).collect(),
        heads: heads(v, &verdicts),
    }
}

fn heads(v: &View, verdicts: &[Verdict]) -> Vec<String> {
    let words = verdicts.iter().map(|verdict| v.t(&format!("rencana-nasib-{}", verdict.word())).to_owned());
    let first = [v.t("rencana-jumlah-program").to_owned()];
    first.into_iter().chain(words).chain([v.t("rencana-anggaran").to_owned()]).collect()
}

fn cells(v: &View, tally: &Tally, verdicts: &[Verdict]) -> Vec<String> {
    let counts = verdicts.iter().map(|verdict| v.words().count(tally.of(*verdict)));
    [v.words().count(tally.all)].into_iter().chain(counts).chain([money(v, tally.budget)]).collect()
}

/// Label, value and address of each verdict that somebody has; whether promises are kept is said in any case.
fn figures(v: &View, all: &Tally, list: &str) -> Vec<(String, String, String)> {
    let one = |verdict: &Verdict| {
        let label = v.t(&format!("rencana-nasib-{}", verdict.word())).to_owned();
        (label, v.words().count(all.of(*verdict)), format!("{list}&nasib={}", verdict.word()))
    };
    let always = [Verdict::Broken, Verdict::Kept];
    let shown = Verdict::ALL.iter().filter(|verdict| always.contains(verdict) || all.of(**verdict) > 0);
    shown.map(one).collect()
}

/// Quick wins, the late ones first.
pub(super) fn quick_wins(v: &View, programme: &Programme, standings: &[Standing]) -> Vec<Quick> {
    let mut found: Vec<_> = standings.iter().filter_map(|one| one.quick.map(|quick| (quick, one))).collect();
    found.sort_by_key(|((deadline, _, verdict), _)| (*verdict, *deadline));
    let one = |((deadline, there, verdict), standing): ((Date, Option<Date>, Verdict), &Standing)| Quick {
        id: standing.id.clone(),
        name: standing.name.clone(),
        pillar: pillar_name(v, &standing.pillar),
        owner: agency_name(programme, &standing.owner),
        deadline: v.words().date(deadline),
        there: there.map_or_else(|| "–".to_owned(), |day| v.words().date(day)),
        tag: tag(v, verdict),
    };
    found.into_iter().map(one).collect()
}
