//! `/umpan`: the feeds that this officer sees, how they stand, and mapping files that cannot be used.

use super::state_tag;
use crate::feeds::Feeds;
use crate::model::{Feed, Source};
use crate::refusal::Refused;
use crate::rights::{Read, Work, sees};
use crate::standing::Standing;
use askama::Template;
use axum::extract::State;
use std::collections::HashMap;
use std::sync::Arc;
use web::{Answer, Markup, May, Permission as _, Session, View, csv_file};

/// Feeds of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "daftar_umpan.html")]
struct Page {
    v: View,
    search: String,
    rows: Vec<Row>,
    found: u64,
    first: String,
    next: String,
    broken: Vec<Broken>,
}

struct Row {
    id: String,
    name: String,
    application: String,
    agency: String,
    source: String,
    state: Markup,
    paused: Option<Markup>,
    good: String,
    next: String,
}

struct Broken {
    file: String,
    line: String,
    say: String,
    more: usize,
}

pub(super) async fn page(officer: May<Read>, State(feeds): State<Feeds>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let standings = feeds.standings().await.map_err(Refused::from)?;
    let search = v.asked("q");
    let all = matching(&feeds, &session, &search);
    let after = v.asked("sesudah");
    let from = all.iter().position(|feed| feed.id == after).map_or(0, |at| at + 1);
    let shown: Vec<&Arc<Feed>> = all.iter().skip(from).take(PAGE).collect();
    let more = shown.last().filter(|_| all.len() > from + PAGE);
    let page = Page {
        found: all.len() as u64,
        rows: shown.iter().map(|feed| row(&v, &feeds, feed, &standings)).collect(),
        next: more.map(|feed| v.with_query("sesudah", &feed.id)).unwrap_or_default(),
        first: if after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        broken: if Work::allows(&session) { broken(&v, &feeds) } else { Vec::new() },
        search,
        v,
    };
    web::page(&page)
}

fn matching(feeds: &Feeds, session: &Session, search: &str) -> Vec<Arc<Feed>> {
    let wanted = search.trim().to_lowercase();
    let fits = |feed: &Feed| {
        sees(session, &feed.unit)
            && (wanted.is_empty()
                || [&feed.id, &feed.name, &feed.application].iter().any(|text| text.to_lowercase().contains(&wanted)))
    };
    feeds.feeds().values().filter(|feed| fits(feed)).cloned().collect()
}

/// What kind of source it is, in a word.
pub(super) fn source_word(v: &View, feed: &Feed) -> String {
    let key = match feed.source {
        Source::Folder(_) => "umpan-sumber-folder",
        Source::Sftp(..) => "umpan-sumber-sftp",
        Source::Sql(_) => "umpan-sumber-sql",
    };
    v.t(key).to_owned()
}

pub(super) fn agency(feeds: &Feeds, unit: &str) -> String {
    feeds.deps().agencies.agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.short)
}

fn row(v: &View, feeds: &Feeds, feed: &Feed, standings: &HashMap<String, Standing>) -> Row {
    let standing = standings.get(&feed.id);
    let moment = |at: Option<kernel::Instant>| at.map_or_else(|| "–".to_owned(), |at| v.words().moment(at));
    let paused = standing.is_some_and(|one| one.paused);
    Row {
        id: feed.id.clone(),
        name: feed.name.clone(),
        application: feed.application.clone(),
        agency: agency(feeds, &feed.unit),
        source: source_word(v, feed),
        state: state_tag(v, standing.map_or("baru", |one| one.state.as_str())),
        paused: paused.then(|| web::component::tag("wait", v.t("umpan-jeda"))),
        good: moment(standing.and_then(|one| one.good)),
        next: moment(standing.filter(|_| !paused).map(|one| one.next)),
    }
}

fn broken(v: &View, feeds: &Feeds) -> Vec<Broken> {
    let one = |one: &crate::feeds::Broken| {
        let first = one.findings.first();
        let line = first.and_then(|first| first.position(&one.file.text)).map(|(line, _)| line.to_string());
        let say = first.map(|first| format!("{} {}", first.code, first.say.lang(v.lang())));
        Broken {
            file: one.file.name.clone(),
            line: line.unwrap_or_default(),
            say: say.unwrap_or_else(|| v.t("umpan-id-terpakai").to_owned()),
            more: one.findings.len().saturating_sub(1),
        }
    };
    feeds.broken().iter().map(one).collect()
}

pub(super) async fn csv(officer: May<Read>, State(feeds): State<Feeds>) -> Answer {
    let standings = feeds.standings().await.map_err(Refused::from)?;
    let head = ["id", "nama", "aplikasi", "unit", "keadaan", "jalan", "terakhir_baik", "berikutnya"];
    let mut rows = Vec::new();
    let zone = feeds.deps().zone;
    for feed in matching(&feeds, &officer.session, &officer.view.asked("q")) {
        let Some(one) = standings.get(&feed.id) else { continue };
        rows.push([
            feed.id.clone(),
            feed.name.clone(),
            feed.application.clone(),
            feed.unit.clone(),
            one.state.clone(),
            one.runs.to_string(),
            one.good.map(|at| at.rfc3339(zone)).unwrap_or_default(),
            one.next.rfc3339(zone),
        ]);
    }
    csv_file("umpan.csv", head, rows)
}
