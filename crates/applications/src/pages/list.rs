//! `/aplikasi`: the list, filtered and read on by name.

use super::{keeps, percent, rung_tag, rungs, seen};
use crate::applications::Applications;
use crate::model::advice::Proposal;
use crate::model::app::App;
use crate::model::ladder::{Ladder, rung_word};
use crate::model::stage::Stage;
use crate::review::Review;
use crate::rights::{Read, Write};
use askama::Template;
use axum::extract::State;
use std::collections::BTreeSet;
use web::component::Choice;
use web::{Answer, Markup, May, Permission as _, Session, View};

const PAGE: usize = 50;
/// Parts of the query that are a filter.
const FILTER: [&str; 5] = ["dinas", "tahap", "sambungan", "usulan", "q"];

#[derive(Template)]
#[template(path = "daftar.html")]
struct Page {
    v: View,
    keeps: bool,
    writes: bool,
    figures: Vec<(String, String, String)>,
    units: Vec<Choice>,
    stages: Vec<Choice>,
    rungs: Vec<Choice>,
    proposals: Vec<Choice>,
    search: String,
    found: i64,
    rows: Vec<Row>,
    first: String,
    next: String,
    query: String,
}

struct Row {
    href: String,
    name: String,
    unit: String,
    stage: Markup,
    complete: String,
    rung: Markup,
    proposal: Markup,
    decided: bool,
}

/// Places of the applications that an officer reads and the filter of the address lets through, in the order of the list.
pub(super) fn chosen(v: &View, session: &Session, review: &Review) -> Vec<usize> {
    let [unit, stage, rung, proposal, search] = FILTER.map(|name| v.asked(name));
    let search = search.trim().to_lowercase();
    let fits = |at: &usize| {
        let Some(app) = review.inventory.apps.get(*at) else { return false };
        let own = |name: &str| app.cell(name).to_lowercase().contains(&search);
        (unit.is_empty() || app.unit() == unit)
            && (stage.is_empty() || app.stage.word() == stage)
            && (rung.is_empty() || review.rungs.get(*at).is_some_and(|found| rung_word(*found) == rung))
            && (proposal.is_empty() || review.advice.get(*at).is_some_and(|found| found.proposal.word() == proposal))
            && (search.is_empty()
                || app.slug.contains(&search)
                || ["nama", "fungsi", "alamat", "penyedia"].into_iter().any(own))
    };
    seen(session, &review.inventory.apps).into_iter().filter(fits).collect()
}

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let review = room.review().await?;
    let chosen = chosen(&v, &session, &review);
    let apps = &review.inventory.apps;
    let after = v.asked("sesudah");
    let slug = |at: &usize| apps.get(*at).map(|app| app.slug.as_str());
    let from = chosen.iter().position(|at| slug(at) == Some(&after)).map_or(0, |at| at + 1);
    let shown: Vec<usize> = chosen.iter().skip(from).take(PAGE).copied().collect();
    let last = shown.last().filter(|_| chosen.len() > from + PAGE).and_then(slug);
    let named = |words: &[&str], prefix: &str| -> Vec<(String, String)> {
        words.iter().map(|word| ((*word).to_owned(), v.t(&format!("{prefix}{word}")).to_owned())).collect()
    };
    let page = Page {
        keeps: keeps(&session),
        writes: Write::allows(&session),
        figures: figures(&v, &session, &review),
        units: Choice::all(units(&room, &session, &review), [v.asked("dinas").as_str()]),
        stages: Choice::all(named(&Stage::ALL.map(Stage::word), "aplikasi-tahap-"), [v.asked("tahap").as_str()]),
        rungs: Choice::all(rungs(&v), [v.asked("sambungan").as_str()]),
        proposals: Choice::all(
            named(&Proposal::ALL.map(Proposal::word), "aplikasi-usul-"),
            [v.asked("usulan").as_str()],
        ),
        search: v.asked("q"),
        found: i64::try_from(chosen.len()).unwrap_or(i64::MAX),
        rows: shown.iter().filter_map(|at| Some(row(&v, &room, &review, (*at, apps.get(*at)?)))).collect(),
        next: last.map(|slug| v.with_query("sesudah", slug)).unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        query: filter(&v),
        v,
    };
    web::page(&page)
}

fn row(v: &View, room: &Applications, review: &Review, (at, app): (usize, &App)) -> Row {
    let decided = review.inventory.decided(&app.slug).map(|asked| asked.proposal);
    let advised = review.advice.get(at).map_or(Proposal::Keep, |advice| advice.proposal);
    let proposal = decided.unwrap_or(advised);
    let word = v.t(&format!("aplikasi-usul-{}", proposal.word())).to_owned();
    Row {
        href: format!("/aplikasi/{}", app.slug),
        name: app.name().to_owned(),
        unit: room.unit_name(app.unit()),
        stage: web::component::tag(app.stage.tag(), v.t(&format!("aplikasi-tahap-{}", app.stage.word()))),
        complete: percent(review.complete.get(at).map(crate::model::completeness::Completeness::percent)),
        rung: rung_tag(v, review.rungs.get(at).copied().unwrap_or(cases::doors::Rung::None)),
        proposal: web::component::tag(proposal.tag(), &word),
        decided: decided.is_some(),
    }
}

/// What the reader sees in all, with the list behind each figure.
fn figures(v: &View, session: &Session, review: &Review) -> Vec<(String, String, String)> {
    let all = seen(session, &review.inventory.apps);
    let mut ladder = Ladder::default();
    for (at, app) in all.iter().filter_map(|at| Some((at, review.inventory.apps.get(*at)?))) {
        let decided = review.inventory.decided(&app.slug).is_some();
        ladder.count(app, review.rungs.get(*at).copied().unwrap_or(cases::doors::Rung::None), decided);
    }
    let proposed = |proposal: Proposal| {
        let is = |at: &&usize| {
            let app = review.inventory.apps.get(**at);
            app.is_some_and(|app| app.stage != Stage::Retired)
                && review.advice.get(**at).is_some_and(|advice| advice.proposal == proposal)
        };
        v.words().count(all.iter().filter(is).count())
    };
    let complete = crate::model::completeness::percent(ladder.complete.0, ladder.complete.1);
    let one = |key: &str, value: String, href: &str| (v.t(key).to_owned(), value, href.to_owned());
    vec![
        one("aplikasi-angka-hidup", v.words().count(ladder.alive()), "/aplikasi"),
        one("aplikasi-angka-lengkap", percent((!all.is_empty()).then_some(complete)), "/aplikasi/dinas"),
        one("aplikasi-angka-tersambung", percent(ladder.percent()), "/aplikasi/graf"),
        one("aplikasi-angka-ganti", proposed(Proposal::Replace), "/aplikasi?usulan=ganti"),
        one("aplikasi-angka-pensiunkan", proposed(Proposal::Retire), "/aplikasi?usulan=pensiunkan"),
    ]
}

/// Agencies that have applications which the officer reads.
pub(super) fn units(room: &Applications, session: &Session, review: &Review) -> Vec<(String, String)> {
    let apps = &review.inventory.apps;
    let units: BTreeSet<&str> = seen(session, apps).into_iter().filter_map(|at| apps.get(at)).map(App::unit).collect();
    let mut named: Vec<(String, String)> =
        units.into_iter().map(|unit| (unit.to_owned(), room.unit_name(unit))).collect();
    named.sort_by_cached_key(|one| one.1.to_lowercase());
    named
}

/// The present filter, without where the page stands.
fn filter(v: &View) -> String {
    let pairs = url::form_urlencoded::parse(v.query().as_bytes());
    let pairs = pairs.filter(|(name, value)| FILTER.contains(&name.as_ref()) && !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
