//! One happening as the rows that it changes.

use super::{Gate, Happening};
use kernel::Event;
use store::{Statement, Value, values};

/// Into its cell, its list and, where it took working time, its histogram.
pub(super) fn counted(event: &Event, month: &str, one: &Happening) -> Vec<Statement> {
    let (region, kind) = (event.region.as_str(), one.kind.word());
    let cell = "INSERT INTO programme_cells (region, kind, month, unit, marks, events, amount, paused) \
                SELECT $1, $2, $3, $4, $5, 1, $6, $7{gate} \
                ON CONFLICT (region, kind, month, unit, marks) DO UPDATE SET events = programme_cells.events + 1, \
                amount = programme_cells.amount + excluded.amount, paused = programme_cells.paused + excluded.paused";
    let list = "INSERT INTO programme_happenings (region, kind, month, unit, marks, amount, paused, log_index, \
                number, happened_at, working) \
                SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CAST($11 AS BIGINT){gate} ON CONFLICT DO NOTHING";
    let counts = values![region, kind, month, &one.unit, one.marks, one.amount, one.paused];
    let happened = event.fact.happened_at;
    let more = values![event.log_index, &one.number, happened, one.working];
    let mut statements = vec![gated(cell, counts.clone(), &one.gate), gated(list, [counts, more].concat(), &one.gate)];
    if let Some(working) = one.working {
        let sql = "INSERT INTO programme_spreads (region, kind, month, unit, bucket, events) VALUES ($1, $2, $3, $4, $5, 1) \
                   ON CONFLICT (region, kind, month, unit, bucket) DO UPDATE SET events = programme_spreads.events + 1";
        let bucket = kernel::spread::bucket(working);
        statements.push(Statement::new(sql, values![region, kind, month, &one.unit, bucket]));
    }
    statements
}

/// `{gate}` stands for the condition; without one it must still be there, or SQLite takes `ON` for a join.
fn gated(sql: &str, mut values: Vec<Value>, gate: &Gate) -> Statement {
    let (not, what) = match gate {
        Gate::Always => return Statement::new(sql.replace("{gate}", " WHERE 1 = 1"), values),
        Gate::Unseen(what) => ("NOT ", what),
        Gate::Seen(what) => ("", what),
    };
    values.push(what.into());
    let mark = values.len();
    let condition =
        format!(" WHERE {not}EXISTS (SELECT 1 FROM programme_seen AS s WHERE s.region = $1 AND s.what = ${mark})");
    Statement::new(sql.replace("{gate}", &condition), values)
}
