//! One transaction with everything that waits: look up, decide, draw, write, commit; each step is sent in one go.

use super::decide::{Fate, decide, draw, look_up};
use super::pipeline::{Sending, pipelined};
use super::{bind, is_lost, rows};
use crate::StoreError;
use crate::commit::CommitError;
use crate::settings::Faults;
use crate::work::{Done, First, Work};
use deadpool_postgres::Object;
use futures_util::TryStreamExt as _;
use std::time::{Duration, Instant};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, Statement};

/// Why nothing was acknowledged.
pub(super) enum Failed {
    /// The server refused and everything was undone. `again`: a deadlock or a race with another node.
    Refused { error: CommitError, again: bool },
    /// The connection is gone; with the transaction's id and answers if the commit was under way.
    Lost { commit: Option<(i64, Vec<Result<Done, CommitError>>)> },
}

pub(super) async fn attempt(
    client: &Object,
    batch: &[Work],
    faults: &Faults,
) -> Result<(Vec<Result<Done, CommitError>>, Duration), Failed> {
    let statements = prepare(client, batch).await.map_err(|error| failed(client, &error))?;
    match inside(client, batch, &statements).await {
        Ok((transaction, done)) => commit(client, transaction, done, faults).await,
        Err(failed) => {
            if matches!(failed, Failed::Refused { .. }) && client.batch_execute("ROLLBACK").await.is_err() {
                return Err(Failed::Lost { commit: None });
            }
            Err(failed)
        }
    }
}

async fn commit(
    client: &Object,
    transaction: i64,
    done: Vec<Result<Done, CommitError>>,
    faults: &Faults,
) -> Result<(Vec<Result<Done, CommitError>>, Duration), Failed> {
    let started = Instant::now();
    if let Some(hook) = &faults.before_flush
        && let Err(error) = hook()
    {
        tracing::warn!(%error, "an injected fault");
        drop(client.batch_execute("ROLLBACK").await);
        return Err(Failed::Refused { error: CommitError::Store(StoreError::Sql(error.to_string())), again: false });
    }
    match client.batch_execute("COMMIT").await {
        Ok(()) => Ok((done, started.elapsed())),
        Err(error) => match failed(client, &error) {
            Failed::Lost { .. } => Err(Failed::Lost { commit: Some((transaction, done)) }),
            refused => Err(refused),
        },
    }
}

async fn inside(
    client: &Object,
    batch: &[Work],
    statements: &[Vec<Statement>],
) -> Result<(i64, Vec<Result<Done, CommitError>>), Failed> {
    let fail = |error: Error| failed(client, &error);
    let mut known = look_up(client, batch).await.map_err(fail)?;
    let mut fates = decide(batch, &mut known);
    draw(client, &mut fates).await.map_err(fail)?;
    rows::write(client, &fates).await.map_err(fail)?;
    let written = write(client, &fates, statements).await?;
    Ok((known.transaction, answers(fates, written)))
}

/// Every statement of the batch, prepared; most are from the connection's cache.
async fn prepare(client: &Object, batch: &[Work]) -> Result<Vec<Vec<Statement>>, Error> {
    let mut all = Vec::with_capacity(batch.len());
    for work in batch {
        let statements: &[crate::Statement] = match work {
            Work::Commit(commit, _) => &commit.statements,
            Work::Returning(statement, _) => std::slice::from_ref(statement),
            Work::Close(_) => &[],
        };
        let mut prepared = Vec::with_capacity(statements.len());
        for statement in statements {
            prepared.push(bind::prepare(client, &statement.sql, &statement.values).await?);
        }
        all.push(prepared);
    }
    Ok(all)
}

/// What a statement gave: rows, or how many changed.
enum Gave {
    Rows(Vec<crate::Row>),
    Changed(u64),
}

/// The read tables, each statement in its place.
async fn write(
    client: &Object,
    fates: &[Fate<'_>],
    statements: &[Vec<Statement>],
) -> Result<Vec<Option<Vec<crate::Row>>>, Failed> {
    let mut sending: Vec<Sending<'_, Gave>> = Vec::new();
    let mut expects = Vec::new();
    for (fate, prepared) in fates.iter().zip(statements) {
        match fate {
            Fate::Write { commit, number, .. } => {
                for (statement, prepared) in commit.statements.iter().zip(prepared) {
                    let params = bind::params(&statement.values, number.as_deref());
                    sending.push(Box::pin(async move {
                        let changed = client.execute_raw(prepared, params).await?;
                        Ok(Gave::Changed(changed))
                    }));
                    expects.push(statement.expects);
                }
            }
            Fate::Rows(statement) => {
                for prepared in prepared {
                    let params = bind::params(&statement.values, None);
                    sending.push(Box::pin(async move {
                        let rows: Vec<tokio_postgres::Row> =
                            client.query_raw(prepared, params).await?.try_collect().await?;
                        Ok(Gave::Rows(rows.iter().map(bind::row).collect::<Result<_, _>>()?))
                    }));
                    expects.push(None);
                }
            }
            _ => {}
        }
    }
    let gave = pipelined(sending).await.map_err(|error| failed(client, &error))?;
    let mut rows = Vec::new();
    for (gave, expected) in gave.into_iter().zip(expects) {
        match gave {
            Gave::Rows(found) => rows.push(Some(found)),
            Gave::Changed(changed) if expected.is_some_and(|expected| expected != changed) => {
                return Err(Failed::Refused { error: CommitError::Guard, again: false });
            }
            Gave::Changed(_) => {}
        }
    }
    Ok(rows)
}

fn answers(fates: Vec<Fate<'_>>, rows: Vec<Option<Vec<crate::Row>>>) -> Vec<Result<Done, CommitError>> {
    let mut rows = rows.into_iter();
    let mut answers: Vec<Result<Done, CommitError>> = Vec::with_capacity(fates.len());
    for fate in fates {
        let answer = match fate {
            Fate::Refused(error) => Err(error),
            Fate::Rows(_) => Ok(Done::Rows(rows.next().flatten().unwrap_or_default())),
            Fate::RepeatsStored(commit, first) => commit.repetition(&first).map(Done::Receipt),
            Fate::RepeatsBatch { commit, place, digest } => match answers.get(place) {
                Some(Ok(Done::Receipt(receipt))) => commit.repetition(&First::of(digest, receipt)).map(Done::Receipt),
                _ => Err(CommitError::Store(StoreError::Unknown)),
            },
            Fate::Write { commit, actual, number } => {
                Ok(Done::Receipt(commit.receipt(commit.version_after(actual), number)))
            }
        };
        answers.push(answer);
    }
    answers
}

/// Sorts an error: lost connection, full disk, race, or a refused statement.
fn failed(client: &Object, error: &Error) -> Failed {
    if is_lost(error, client) {
        return Failed::Lost { commit: None };
    }
    let server = error.as_db_error();
    let code = error.code();
    let constraint = server.and_then(tokio_postgres::error::DbError::constraint);
    let again = code == Some(&SqlState::T_R_SERIALIZATION_FAILURE)
        || code == Some(&SqlState::T_R_DEADLOCK_DETECTED)
        || matches!(constraint, Some("store_events_pkey" | "store_sends_pkey"));
    let error = match code {
        Some(code) if *code == SqlState::DISK_FULL => CommitError::Full,
        _ => CommitError::Store(StoreError::Sql(super::words(error))),
    };
    Failed::Refused { error, again }
}
