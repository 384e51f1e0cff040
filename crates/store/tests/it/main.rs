//! The ledger as rooms see it: every story runs on SQLite and, where `GAPURA_TEST_POSTGRES` is set, on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod backup;
mod blobs;
mod faults;
mod keys;
mod log;
mod outbox;
mod power;
mod proxy;
mod story;
mod subset;
mod writing;

use kernel::{Actor, Instant, NewEvent};
use serde_json::{Value as Json, json};
use store::{Commit, DRAWN, Draw, Migration, SendKey, Statement, Value, values};

/// A read table like that of a room.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration::common(
    "20261122-trial-01-cases",
    "CREATE TABLE trial_cases (
        region TEXT NOT NULL, number TEXT NOT NULL, holder TEXT, opened_at BIGINT NOT NULL, photo BYTEA,
        PRIMARY KEY (region, number)
     );
     CREATE TABLE trial_counts (region TEXT NOT NULL, name TEXT NOT NULL, count BIGINT NOT NULL, PRIMARY KEY (region, name));
     CREATE INDEX trial_cases_holder ON trial_cases (region, holder)",
)];

pub(crate) const REGION: &str = "35.17";

pub(crate) fn event(name: &str, happened_at: Instant, data: Json) -> NewEvent {
    NewEvent { name: name.into(), happened_at, actor: Actor::Reporter, data }
}

pub(crate) fn series() -> Draw {
    Draw { series: "PGD/2027".into(), format: Box::new(|count| format!("PGD-2027-{count:06}")) }
}

pub(crate) fn send(key: &str, digest: &str) -> SendKey {
    SendKey { key: key.into(), digest: digest.into() }
}

/// A case that is opened: one event, one row, a number, a reply.
pub(crate) fn opening(stream: &str, now: Instant) -> Commit {
    Commit {
        events: vec![event("case.opened", now, json!({ "number": DRAWN }))],
        statements: vec![row(Value::Drawn, now)],
        draw: Some(series()),
        reply: format!("/terima/{DRAWN}"),
        ..Commit::new(REGION, stream, 0)
    }
}

pub(crate) fn row(number: Value, now: Instant) -> Statement {
    Statement::new(
        "INSERT INTO trial_cases (region, number, opened_at) VALUES ($1, $2, $3)",
        values![REGION].into_iter().chain([number, now.into()]).collect::<Vec<_>>(),
    )
}

/// A commit that fails in the database after it has drawn a number and written an event.
pub(crate) fn broken(stream: &str, now: Instant) -> Commit {
    let mut commit = opening(stream, now);
    commit.statements.push(Statement::new(
        "INSERT INTO trial_cases (region, number, opened_at) VALUES ($1, $2, $3)",
        values![REGION, "ganda", None::<i64>],
    ));
    commit
}

pub(crate) async fn count(store: &store::Store, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE region = $1");
    let rows = store.heavy_rows(sql, values![REGION]).await.unwrap();
    rows[0].int(0).unwrap()
}
