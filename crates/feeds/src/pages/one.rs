//! `/umpan/{id}`: one feed, its columns, its runs, the rejects of the last, and what can be done.

use super::list::{agency, source_word};
use super::state_tag;
use crate::feeds::Feeds;
use crate::model::{Feed, Kind, Personal};
use crate::refusal::Refused;
use crate::rights::{Read, works};
use crate::standing::{PAGE, RejectLine, RunLine, Standing};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Instant;
use web::{Answer, Markup, May, Session, View, csv_file};

/// Rejects on the page; the file holds all that are kept.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "satu_umpan.html")]
struct Page {
    v: View,
    feed: std::sync::Arc<Feed>,
    agency: String,
    source: String,
    state: Markup,
    notes: Vec<String>,
    standing: Standing,
    good: String,
    next_at: String,
    rows_there: i64,
    works: bool,
    /// What the officer's form came to, where it changed nothing.
    failed: String,
    columns: Vec<Column>,
    runs: Vec<Run>,
    first: String,
    next: String,
    rejects_of: i64,
    rejects: Vec<RejectLine>,
    rejects_more: bool,
}

struct Column {
    name: String,
    id: String,
    kind: &'static str,
    marks: String,
}

struct Run {
    run: i64,
    state: Markup,
    ended: String,
    trigger: String,
    file: String,
    notes: Vec<String>,
    counts: crate::taking::Counts,
}

pub(super) async fn page(officer: May<Read>, State(feeds): State<Feeds>, Path(id): Path<String>) -> Answer {
    drawn(officer.view, &officer.session, &feeds, &id, None).await
}

/// The page, with what a form came to that changed nothing.
pub(super) async fn drawn(
    v: View,
    session: &Session,
    feeds: &Feeds,
    id: &str,
    failed: Option<(StatusCode, String)>,
) -> Answer {
    let feed = feeds.seen_by(session, id)?;
    let standing = feeds.standing(id).await?;
    let before = v.asked("sebelum").parse().unwrap_or(i64::MAX);
    let runs = feeds.runs(id, before).await.map_err(Refused::from)?;
    let rejects_of = runs.first().map_or(0, |run| run.run);
    let mut rejects = feeds.rejects(id, rejects_of).await.map_err(Refused::from)?;
    let rejects_more = rejects.len() > SHOWN;
    rejects.truncate(SHOWN);
    let more = runs.last().filter(|_| runs.len() as i64 == PAGE);
    let (status, failed) = failed.unwrap_or((StatusCode::OK, String::new()));
    let moment = |at: Option<Instant>| at.map_or_else(|| "–".to_owned(), |at| v.words().moment(at));
    let page = Page {
        good: moment(standing.good),
        next_at: moment(Some(standing.next).filter(|_| !standing.paused)),
        agency: agency(feeds, &feed.unit),
        source: source_word(&v, &feed),
        state: state_tag(&v, &standing.state),
        notes: standing.note.lines().map(str::to_owned).collect(),
        rows_there: feeds.rows_there(id).await.map_err(Refused::from)?,
        works: works(session, &feed.unit),
        columns: columns(&v, &feed),
        next: more.map(|run| v.with_query("sebelum", &run.run.to_string())).unwrap_or_default(),
        first: if before == i64::MAX { String::new() } else { v.with_query("sebelum", "") },
        runs: runs.iter().map(|one| run(&v, one)).collect(),
        failed,
        standing,
        feed,
        rejects_of,
        rejects,
        rejects_more,
        v,
    };
    web::page_with(status, &page)
}

fn columns(v: &View, feed: &Feed) -> Vec<Column> {
    let one = |(id, column): (&String, &crate::model::Column)| {
        let kind = Kind::WORDS.iter().find(|(_, kind)| *kind == column.kind).map_or("", |(word, _)| word);
        let marks = [
            (feed.key.contains(id), "umpan-kolom-kunci"),
            (column.required, "umpan-kolom-wajib"),
            (column.searchable, "umpan-kolom-cari"),
            (column.personal == Some(Personal::General), "umpan-kolom-pribadi"),
            (column.personal == Some(Personal::Specific), "umpan-kolom-spesifik"),
        ];
        let marks: Vec<&str> = marks.iter().filter(|(holds, _)| *holds).map(|(_, key)| v.t(key)).collect();
        Column { name: column.name.clone(), id: id.clone(), kind, marks: marks.join(", ") }
    };
    feed.columns.iter().map(one).collect()
}

fn run(v: &View, one: &RunLine) -> Run {
    Run {
        run: one.run,
        state: state_tag(v, &one.outcome),
        ended: v.words().moment(one.times.1),
        trigger: v.t(&format!("umpan-pemicu-{}", one.trigger)).to_owned(),
        file: one.file.clone(),
        notes: one.note.lines().map(str::to_owned).collect(),
        counts: one.counts,
    }
}

pub(super) async fn rejects(officer: May<Read>, State(feeds): State<Feeds>, Path(id): Path<String>) -> Answer {
    let feed = feeds.seen_by(&officer.session, &id)?;
    let run: i64 = officer.view.asked("jalan").parse().unwrap_or(0);
    let head = ["baris", "kolom", "alasan", "keterangan", "isi"];
    let rejects = feeds.rejects(&feed.id, run).await.map_err(Refused::from)?;
    let rows = rejects.into_iter().map(|one| {
        let said = officer.view.t(&format!("umpan-tolakan-{}", one.code)).to_owned();
        [one.row.to_string(), one.column, one.code, said, one.shown]
    });
    csv_file(&format!("tolakan-{}-{run}.csv", feed.id), head, rows)
}
