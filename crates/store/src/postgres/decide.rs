//! What is to become of each piece of work, and which numbers it draws.

use super::pipeline::{Sending, pipelined, query};
use crate::StoreError;
use crate::commit::CommitError;
use crate::work::{First, Prepared, Work};
use deadpool_postgres::Object;
use std::collections::{BTreeMap, HashMap};
use tokio_postgres::Error;

/// What is to become of one piece of work.
pub(super) enum Fate<'a> {
    Refused(CommitError),
    RepeatsStored(&'a Prepared, First),
    /// The first send is the work with this place in the batch, its answers had this digest.
    RepeatsBatch {
        commit: &'a Prepared,
        place: usize,
        digest: &'a str,
    },
    Write {
        commit: &'a Prepared,
        actual: i64,
        number: Option<String>,
    },
    Rows(&'a crate::Statement),
}

type Key = (String, String);

/// What the database knows about the batch.
pub(super) struct Known {
    pub transaction: i64,
    sends: HashMap<Key, First>,
    versions: HashMap<Key, i64>,
}

const FIRST_SENDS: &str = "SELECT s.region, s.key, s.digest, s.version, s.drawn, s.reply
    FROM unnest($1::text[], $2::text[]) AS k(region, key)
    JOIN store_sends s ON s.region = k.region AND s.key = k.key";

const VERSIONS: &str = "SELECT k.region, k.stream, (SELECT MAX(version) FROM store_events e
                                WHERE e.region = k.region AND e.stream = k.stream)
    FROM unnest($1::text[], $2::text[]) AS k(region, stream)";

/// Begins, and reads the first sends and the versions that the batch speaks of.
pub(super) async fn look_up(client: &Object, batch: &[Work]) -> Result<Known, Error> {
    let commits = || {
        batch.iter().filter_map(|work| match work {
            Work::Commit(commit, _) => Some(&**commit),
            _ => None,
        })
    };
    let (send_regions, send_keys): (Vec<&str>, Vec<&str>) =
        commits().filter_map(|commit| Some((&*commit.region, &*commit.send.as_ref()?.key))).unzip();
    let (regions, streams): (Vec<&str>, Vec<&str>) =
        commits().filter(|commit| !commit.stream.is_empty()).map(|commit| (&*commit.region, &*commit.stream)).unzip();
    let begin = client.prepare_cached("BEGIN").await?;
    let id = client.prepare_cached("SELECT txid_current()").await?;
    let of_sends = client.prepare_cached(FIRST_SENDS).await?;
    let of_streams = client.prepare_cached(VERSIONS).await?;
    let sending: Vec<Sending<'_, Vec<tokio_postgres::Row>>> = vec![
        Box::pin(client.query(&begin, &[])),
        Box::pin(client.query(&id, &[])),
        query(client, &of_sends, vec![&send_regions, &send_keys]),
        query(client, &of_streams, vec![&regions, &streams]),
    ];
    let mut replies = pipelined(sending).await?.into_iter().skip(1);
    let mut next = || replies.next().unwrap_or_default();
    let transaction = match next().first() {
        Some(row) => row.try_get(0)?,
        None => 0,
    };
    let mut sends = HashMap::new();
    for row in next() {
        let first =
            First { digest: row.try_get(2)?, version: row.try_get(3)?, drawn: row.try_get(4)?, reply: row.try_get(5)? };
        sends.insert((row.try_get(0)?, row.try_get(1)?), first);
    }
    let mut versions = HashMap::new();
    for row in next() {
        let version = row.try_get::<_, Option<i64>>(2)?.unwrap_or(0);
        versions.insert((row.try_get(0)?, row.try_get(1)?), version);
    }
    Ok(Known { transaction, sends, versions })
}

/// In the order of the batch, each seeing what those before it will have done.
pub(super) fn decide<'a>(batch: &'a [Work], known: &mut Known) -> Vec<Fate<'a>> {
    let Known { sends, versions, .. } = known;
    let mut sent_here: HashMap<Key, (usize, &str)> = HashMap::new();
    let mut fates = Vec::with_capacity(batch.len());
    for (place, work) in batch.iter().enumerate() {
        let commit = match work {
            Work::Commit(commit, _) => &**commit,
            Work::Returning(statement, _) => {
                fates.push(Fate::Rows(statement));
                continue;
            }
            Work::Close(_) => {
                fates.push(Fate::Refused(CommitError::Store(StoreError::Closed)));
                continue;
            }
        };
        let send = commit.send.as_ref().map(|send| (commit.region.clone(), send.key.clone()));
        if let Some(first) = send.as_ref().and_then(|send| sends.get(send)) {
            fates.push(Fate::RepeatsStored(commit, first.clone()));
            continue;
        }
        if let Some(first) = send.as_ref().and_then(|send| sent_here.get(send)) {
            let (place, digest) = *first;
            fates.push(Fate::RepeatsBatch { commit, place, digest });
            continue;
        }
        let stream = (commit.region.clone(), commit.stream.clone());
        let actual = versions.get(&stream).copied().unwrap_or(0);
        match commit.fits(actual) {
            Err(error) => fates.push(Fate::Refused(error)),
            Ok(()) => {
                versions.insert(stream, commit.version_after(actual));
                if let (Some(key), Some(send)) = (send, &commit.send) {
                    sent_here.insert(key, (place, &send.digest));
                }
                fates.push(Fate::Write { commit, actual, number: None });
            }
        }
    }
    fates
}

/// One row lock per series for the whole batch, always in the same order, so that nodes do not block each other.
pub(super) async fn draw(client: &Object, fates: &mut [Fate<'_>]) -> Result<(), Error> {
    let mut wanted: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for fate in fates.iter() {
        if let Fate::Write { commit, .. } = fate
            && let Some(draw) = &commit.draw
        {
            *wanted.entry((&commit.region, &draw.series)).or_default() += 1;
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let statement = client
        .prepare_cached(
            "INSERT INTO store_series AS s (region, series, count) VALUES ($1, $2, $3)
             ON CONFLICT (region, series) DO UPDATE SET count = s.count + EXCLUDED.count RETURNING count",
        )
        .await?;
    let sending =
        wanted.iter().map(|((region, series), count)| query(client, &statement, vec![region, series, count])).collect();
    let replies = pipelined(sending).await?;
    let mut next: HashMap<Key, i64> = HashMap::new();
    for (((region, series), count), rows) in wanted.into_iter().zip(replies) {
        let last: i64 = match rows.first() {
            Some(row) => row.try_get(0)?,
            None => count,
        };
        next.insert((region.to_owned(), series.to_owned()), last - count + 1);
    }
    for fate in fates {
        if let Fate::Write { commit, number, .. } = fate
            && let Some(draw) = &commit.draw
            && let Some(count) = next.get_mut(&(commit.region.clone(), draw.series.clone()))
        {
            *number = commit.number(*count);
            *count += 1;
        }
    }
    Ok(())
}
