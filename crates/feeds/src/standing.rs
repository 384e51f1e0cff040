//! Where feeds stand: when they were read, what came of it, who reads them now.

use crate::feeds::Feeds;
use crate::model::{Feed, Source};
use crate::refusal::Refused;
use crate::taking::Counts;
use kernel::{Id, Instant};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Commit, CommitError, Row, Statement, StoreError, values};

/// A reader that died leaves its feed alone for so long, in seconds; longer where its server may take longer.
const LEASE: i64 = 30 * 60;
/// Runs on a page.
pub const PAGE: i64 = 20;

/// How a feed stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The feed.
    pub id: String,
    /// Whether its schedule rests.
    pub paused: bool,
    /// `baru`, `baik`, `kosong`, `menunggu`, `gagal`.
    pub state: String,
    /// Why, in a sentence; empty where all is well.
    pub note: String,
    /// How often it was read.
    pub runs: i64,
    /// The number of the last change.
    pub changes: i64,
    /// When it is read next.
    pub next: Instant,
    /// When it was looked at last.
    pub looked: Option<Instant>,
    /// When it last came to a good end: what is offered stands as of then.
    pub good: Option<Instant>,
    /// Since when it is here.
    pub since: Instant,
    /// Whether it is being read right now.
    pub running: bool,
    /// Whether an officer asked for it.
    pub asked: bool,
    /// Whether the next run may pass its guards once.
    pub waived: bool,
    pub(crate) told: String,
    pub(crate) person: Option<String>,
}

/// One run of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunLine {
    /// 1, 2, 3 … of the feed.
    pub run: i64,
    /// `jadwal`, `diminta`, `baris-perintah`.
    pub trigger: String,
    /// `baik`, `menunggu`, `gagal`.
    pub outcome: String,
    /// The file; empty for a database.
    pub file: String,
    /// Sentences for the owner, one a line.
    pub note: String,
    /// When it began and ended.
    pub times: (Instant, Instant),
    /// What was counted.
    pub counts: Counts,
}

/// A kept reject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectLine {
    /// Its number at the source.
    pub row: i64,
    /// The column; empty: the whole row.
    pub column: String,
    /// The code of the reason.
    pub code: String,
    /// What stood there, masked where it is personal.
    pub shown: String,
}

/// The right to read a feed now; nobody else holds it.
pub(crate) struct Lease {
    pub feed: Arc<Feed>,
    pub standing: Standing,
    pub token: String,
}

const COLUMNS: &str = "id, paused, state, note, runs, changes, next_at, looked_at, good_at, since, lease_until, waive, told, person, asked";

fn standing(row: &Row, now: Instant) -> Result<Standing, StoreError> {
    let moment = |column| Ok::<_, StoreError>(row.int_or_null(column)?.map(Instant::from_micros));
    Ok(Standing {
        id: row.string(0)?,
        paused: row.flag(1)?,
        state: row.string(2)?,
        note: row.string(3)?,
        runs: row.int(4)?,
        changes: row.int(5)?,
        next: row.instant(6)?,
        looked: moment(7)?,
        good: moment(8)?,
        since: row.instant(9)?,
        running: row.instant(10)? > now,
        waived: row.flag(11)?,
        told: row.string(12)?,
        person: row.string_or_null(13)?,
        asked: row.flag(14)?,
    })
}

/// Until when a right that is taken now lasts.
fn until(feed: &Feed, now: Instant) -> Instant {
    let server = match &feed.source {
        Source::Sql(view) => i64::from(view.seconds) * 4,
        Source::Folder(_) | Source::Sftp(..) => 0,
    };
    now.plus_seconds(LEASE + server)
}

impl Feeds {
    /// How every feed stands, by id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn standings(&self) -> Result<HashMap<String, Standing>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM feeds_feeds WHERE region = $1");
        let rows = self.store().rows(&sql, &values![self.region()]).await?;
        let now = self.now();
        rows.iter().map(|row| standing(row, now).map(|one| (one.id.clone(), one))).collect()
    }

    /// How one feed stands.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn standing(&self, id: &str) -> Result<Standing, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM feeds_feeds WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(standing(&row.ok_or(Refused::NotThere)?, self.now())?)
    }

    /// Takes the right to read a feed.
    ///
    /// # Errors
    /// Somebody holds it, or the store failed.
    pub(crate) async fn lease(&self, id: &str) -> Result<Lease, Refused> {
        let (feed, now) = (self.feed(id)?, self.now());
        let token = Id::new(now, self.chance()).to_string();
        let taken = Statement::new(
            "UPDATE feeds_feeds SET lease_by = $3, lease_until = $4 WHERE region = $1 AND id = $2 AND lease_until <= $5",
            values![self.region(), id, &token, until(&feed, now), now],
        );
        let commit = Commit::of_statements(self.region(), vec![taken.exactly_one()]);
        match self.store().commit_waiting(commit, now).await {
            Ok(_) => Ok(Lease { feed, standing: self.standing(id).await?, token }),
            Err(CommitError::Guard) => Err(Refused::Running),
            Err(error) => Err(error.into()),
        }
    }

    /// Holds on to the right, and notes how far the numbers of changes have come; refused where it was lost.
    pub(crate) fn renewed(&self, lease: &Lease, changes: i64, now: Instant) -> Statement {
        Statement::new(
            "UPDATE feeds_feeds SET lease_until = $4, changes = $5 WHERE region = $1 AND id = $2 AND lease_by = $3",
            values![self.region(), &lease.feed.id, &lease.token, until(&lease.feed, now), changes],
        )
        .exactly_one()
    }

    /// Gives the right back and says when the feed is read next; `None`: as before.
    pub(crate) async fn release(&self, lease: &Lease, state: Option<(&str, &str)>) -> Result<(), Refused> {
        let now = self.now();
        let next = crate::schedule::next(lease.feed.schedule, now, self.deps().zone);
        let mut statements = vec![Statement::new(
            "UPDATE feeds_feeds SET lease_by = '', lease_until = 0, asked = 0, next_at = $4, looked_at = $5 \
             WHERE region = $1 AND id = $2 AND lease_by = $3",
            values![self.region(), &lease.feed.id, &lease.token, next, now],
        )];
        if let Some((state, note)) = state {
            statements.push(Statement::new(
                "UPDATE feeds_feeds SET state = $3, note = $4 WHERE region = $1 AND id = $2",
                values![self.region(), &lease.feed.id, state, note],
            ));
        }
        self.store().commit_waiting(Commit::of_statements(self.region(), statements), now).await?;
        Ok(())
    }

    /// Runs of a feed, the newest first, before run `before`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn runs(&self, id: &str, before: i64) -> Result<Vec<RunLine>, StoreError> {
        let sql = "SELECT run, trigger_word, outcome, file, note, started_at, ended_at, rows_read, inserted, changed, vanished, \
                   unchanged, repaired, rejected FROM feeds_runs WHERE region = $1 AND feed = $2 AND run < $3 \
                   ORDER BY run DESC LIMIT $4";
        let rows = self.store().rows(sql, &values![self.region(), id, before, PAGE]).await?;
        let line = |row: &Row| {
            Ok(RunLine {
                run: row.int(0)?,
                trigger: row.string(1)?,
                outcome: row.string(2)?,
                file: row.string(3)?,
                note: row.string(4)?,
                times: (row.instant(5)?, row.instant(6)?),
                counts: Counts {
                    read: row.int(7)?,
                    inserted: row.int(8)?,
                    changed: row.int(9)?,
                    vanished: row.int(10)?,
                    unchanged: row.int(11)?,
                    repaired: row.int(12)?,
                    rejected: row.int(13)?,
                },
            })
        };
        rows.iter().map(line).collect()
    }

    /// Rejects of a run in the order of its rows, at most a thousand.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn rejects(&self, id: &str, run: i64) -> Result<Vec<RejectLine>, StoreError> {
        let sql = "SELECT source_row, column_id, code, shown FROM feeds_rejects WHERE region = $1 AND feed = $2 AND run = $3 \
                   ORDER BY place LIMIT 1000";
        let rows = self.store().rows(sql, &values![self.region(), id, run]).await?;
        let line = |row: &Row| {
            Ok(RejectLine { row: row.int(0)?, column: row.string(1)?, code: row.string(2)?, shown: row.string(3)? })
        };
        rows.iter().map(line).collect()
    }

    /// How many rows of a feed are there now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn rows_there(&self, id: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM feeds_rows WHERE region = $1 AND feed = $2 AND gone_at IS NULL";
        let rows = self.store().heavy_rows(sql, values![self.region(), id]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}
