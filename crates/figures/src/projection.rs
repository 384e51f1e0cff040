//! From facts to cells: a case's old contribution is taken out, its row is changed, its new one is put in.

use crate::model::{COLUMNS, bucket, month_of};
use kernel::{Event, Instant, Zone};
use serde::Deserialize;
use std::fmt::Write as _;
use store::{Projection, Statement, values};

/// Follows the cases of a region whose times are read in `Zone`.
#[derive(Clone, Copy, Debug)]
pub struct Cells(pub Zone);

/// What is read of the key `desk` in an event of a case.
#[derive(Deserialize)]
struct Facts {
    service: String,
    unit: String,
    district: String,
    opened_at: Instant,
    status: String,
    total_due: Option<Instant>,
    first_answer: Option<FirstAnswer>,
    finish: Option<Finish>,
}

#[derive(Deserialize)]
struct FirstAnswer {
    thousandths: Option<i64>,
    in_time: Option<bool>,
    #[serde(default)]
    before_report: bool,
}

#[derive(Deserialize)]
struct Finish {
    thousandths: Option<i64>,
    working_seconds: Option<i64>,
    paused_seconds: Option<i64>,
    seconds: Option<i64>,
    in_time: Option<bool>,
    #[serde(default)]
    time_unknown: bool,
}

/// What an event may change in a case's contribution.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// It begins.
    Begins,
    /// Another agency may hold it: cells and histograms move.
    Moves,
    /// Only counts change, where they are.
    Stays,
}

/// What events of this name may change; `None` for all that change no figure.
fn kind(name: &str) -> Option<Change> {
    match name {
        "case.opened" => Some(Change::Begins),
        "step.entered" | "case.transferred" | "case.returned" | "case.taken_over" | "case.migrated" => {
            Some(Change::Moves)
        }
        "answer.given" | "case.ended" | "case.rated" | "action.taken" | "clock.paused" | "clock.resumed"
        | "calendar.changed" => Some(Change::Stays),
        _ => None,
    }
}

/// What is heard of an event.
fn change(event: &Event) -> Option<Change> {
    match event.fact.name.as_str() {
        // The second event of every case stands in the commit that opened it, whose facts already say who holds it.
        "step.entered" if event.version == 2 => None,
        "action.taken" if event.fact.data.get("rating").is_none_or(serde_json::Value::is_null) => None,
        name => kind(name),
    }
}

impl Projection for Cells {
    fn name(&self) -> &'static str {
        NAME
    }

    fn hears(&self, name: &str) -> bool {
        kind(name).is_some()
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let change = event.stream.strip_prefix("case/").zip(change(event));
        let facts = event.fact.data.get("desk").and_then(|facts| Facts::deserialize(facts).ok());
        let (Some((case, change)), Some(facts)) = (change, facts) else {
            return Vec::new();
        };
        let (region, at) = (event.region.as_str(), event.recorded_at);
        match change {
            Change::Begins => vec![self.begin(region, case, &facts, at), cells(region, case, true)],
            Change::Moves => {
                let mut statements: Vec<Statement> = moved(region, case, false).into();
                statements.push(changed(region, case, &facts, at));
                statements.extend(moved(region, case, true));
                statements
            }
            Change::Stays => {
                let mut statements = vec![cells(region, case, false), changed(region, case, &facts, at)];
                let (told, histogram) = told(region, case, event, &facts);
                statements.extend(told);
                statements.push(cells(region, case, true));
                statements.extend(histogram);
                statements
            }
        }
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        ["figures_cases", "figures_cells", "figures_histograms"]
            .map(|table| Statement::new(format!("DELETE FROM {table} WHERE region = $1"), values![region]))
            .into()
    }
}

impl Cells {
    fn begin(&self, region: &str, case: &str, facts: &Facts, at: Instant) -> Statement {
        let (open, late, due) = standing(facts, at);
        let month = month_of(facts.opened_at, self.0);
        Statement::new(
            "INSERT INTO figures_cases (region, case_id, month, unit, service, district, open, overdue, due) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            values![region, case, month, &facts.unit, &facts.service, &facts.district, open, late, due],
        )
    }
}

/// Whether it is open, whether it is late already, and until when it is promised.
fn standing(facts: &Facts, at: Instant) -> (bool, bool, Option<i64>) {
    let open = !matches!(facts.status.as_str(), "berakhir" | "tidak_diketahui");
    let due = facts.total_due.filter(|_| open);
    (open, due.is_some_and(|due| due < at), due.map(Instant::micros))
}

/// Who holds it, whether it is open, and until when. A case past due stays overdue until it ends or is promised anew.
fn changed(region: &str, case: &str, facts: &Facts, at: Instant) -> Statement {
    let (open, late, due) = standing(facts, at);
    Statement::new(
        "UPDATE figures_cases SET unit = $3, service = $4, district = $5, open = $6, \
         overdue = CASE WHEN $6 = 0 THEN 0 WHEN $7 = 1 THEN 1 WHEN $8 IS NULL THEN overdue ELSE 0 END, due = $8 \
         WHERE region = $1 AND case_id = $2",
        values![region, case, &facts.unit, &facts.service, &facts.district, open, late, due],
    )
}

/// What this event says beyond that, and the histogram into which it puts the case.
fn told(region: &str, case: &str, event: &Event, facts: &Facts) -> (Option<Statement>, Option<Statement>) {
    let put = |kind, column| Some(Statement::new(put_bucket(kind, column), values![region, case]));
    match event.fact.name.as_str() {
        "answer.given" => match &facts.first_answer {
            Some(answer) => (Some(answered(region, case, answer)), put("jawaban", "answer_bucket")),
            None => (None, None),
        },
        "case.ended" => match &facts.finish {
            Some(finish) => (Some(ended(region, case, event, finish)), put("selesai", "finish_bucket")),
            None => (None, None),
        },
        _ => {
            let rating = event.fact.data.get("rating").and_then(serde_json::Value::as_i64);
            (rating.map(|rating| rated(region, case, rating)), None)
        }
    }
}

fn answered(region: &str, case: &str, answer: &FirstAnswer) -> Statement {
    let known = answer.in_time.filter(|_| !answer.before_report);
    let bucket = answer.thousandths.filter(|_| !answer.before_report).map(bucket);
    Statement::new(
        "UPDATE figures_cases SET answered = 1, answered_in_time = $3, answered_late = $4, answer_bucket = $5 WHERE region = $1 AND case_id = $2",
        values![region, case, known == Some(true), known == Some(false), bucket],
    )
}

fn ended(region: &str, case: &str, event: &Event, finish: &Finish) -> Statement {
    let said = |key: &str| event.fact.data.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let (outcome, by) = (said("outcome"), said("by"));
    let known = !finish.time_unknown;
    let unknown = finish.time_unknown && outcome != "gagal";
    // What an applicant took back was neither kept nor broken, unless it was late by then; it is in no median.
    let withdrawn = by == "withdrawn";
    let bucket = finish.thousandths.filter(|_| known && !withdrawn).map(bucket);
    let timed = known && !withdrawn && finish.seconds.is_some();
    let sum = |seconds: Option<i64>| if timed { seconds.unwrap_or(0) } else { 0 };
    Statement::new(
        "UPDATE figures_cases SET open = 0, overdue = 0, due = NULL, ended = $3, in_time = $4, late = $5, time_unknown = $6, \
         succeeded = $7, refused = $8, neutral = $9, by_officer = $10, by_resident = $11, by_silence = $12, \
         timed = $13, lived_seconds = $14, working_seconds = $15, paused_seconds = $16, finish_bucket = $17, \
         withdrawn = $18 \
         WHERE region = $1 AND case_id = $2",
        values![
            region,
            case,
            !unknown,
            known && !withdrawn && finish.in_time == Some(true),
            known && finish.in_time == Some(false),
            unknown,
            outcome == "berhasil" && !unknown,
            outcome == "gagal",
            outcome == "netral" && !unknown && !withdrawn,
            by == "officer" && !unknown,
            by == "resident" && !unknown,
            by == "silence" && !unknown,
            timed,
            sum(finish.seconds),
            sum(finish.working_seconds),
            sum(finish.paused_seconds),
            bucket,
            withdrawn,
        ],
    )
}

fn rated(region: &str, case: &str, rating: i64) -> Statement {
    Statement::new(
        "UPDATE figures_cases SET ratings = 1, rating_sum = $3 WHERE region = $1 AND case_id = $2",
        values![region, case, rating.clamp(1, 5)],
    )
}

/// Name of the projection and of its cursor.
pub(crate) const NAME: &str = "figures.cells";

/// Puts a case's counts into its cell, or takes them out.
fn cells(region: &str, case: &str, into: bool) -> Statement {
    Statement::new(if into { put_cells() } else { take_cells() }, values![region, case])
}

/// Puts a case's contribution into its cell and histograms, or takes it out.
pub(crate) fn moved(region: &str, case: &str, into: bool) -> [Statement; 3] {
    let cells = if into { put_cells() } else { take_cells() };
    let histogram = |kind: &str, column: &str| {
        if into { put_bucket(kind, column) } else { take_bucket(kind, column) }
    };
    [cells, histogram("jawaban", "answer_bucket"), histogram("selesai", "finish_bucket")]
        .map(|sql| Statement::new(sql, values![region, case]))
}

fn put_cells() -> String {
    let columns = COLUMNS.join(", ");
    let mut sql = format!(
        "INSERT INTO figures_cells (region, month, unit, service, district, {columns}) \
         SELECT region, month, unit, service, district, {columns} FROM figures_cases WHERE region = $1 AND case_id = $2 \
         ON CONFLICT (region, month, unit, service, district) DO UPDATE SET "
    );
    for (place, column) in COLUMNS.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        let _ = write!(sql, "{comma}{column} = figures_cells.{column} + excluded.{column}");
    }
    sql
}

fn take_cells() -> String {
    let mut sql = "UPDATE figures_cells SET ".to_owned();
    for (place, column) in COLUMNS.iter().enumerate() {
        let comma = if place == 0 { "" } else { ", " };
        let _ = write!(sql, "{comma}{column} = figures_cells.{column} - c.{column}");
    }
    sql.push_str(
        " FROM figures_cases AS c WHERE c.region = $1 AND c.case_id = $2 AND figures_cells.region = c.region AND figures_cells.month = c.month \
         AND figures_cells.unit = c.unit AND figures_cells.service = c.service AND figures_cells.district = c.district",
    );
    sql
}

fn put_bucket(kind: &str, column: &str) -> String {
    format!(
        "INSERT INTO figures_histograms (region, month, unit, service, district, kind, bucket, cases) \
         SELECT region, month, unit, service, district, '{kind}', {column}, 1 FROM figures_cases \
         WHERE region = $1 AND case_id = $2 AND {column} IS NOT NULL \
         ON CONFLICT (region, month, unit, service, district, kind, bucket) DO UPDATE SET cases = figures_histograms.cases + 1"
    )
}

fn take_bucket(kind: &str, column: &str) -> String {
    format!(
        "UPDATE figures_histograms SET cases = figures_histograms.cases - 1 FROM figures_cases AS c \
         WHERE c.region = $1 AND c.case_id = $2 AND figures_histograms.region = c.region AND figures_histograms.month = c.month \
         AND figures_histograms.unit = c.unit AND figures_histograms.service = c.service AND figures_histograms.district = c.district \
         AND figures_histograms.kind = '{kind}' AND figures_histograms.bucket = c.{column}"
    )
}
