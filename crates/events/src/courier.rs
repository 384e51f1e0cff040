//! Follows the log and lets every subscription have its turn, many at once: as soon as this node commits something, and
//! once a second for what other nodes commit.

use crate::leaving::Leaves;
use crate::refusal::Refused;
use crate::room::Events;
use crate::round::Turned;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use store::values;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Facts that are taken from the log in one transaction.
const TAKEN: i64 = 500;
/// Subscriptions that may have their turn after one look.
const DUE: i64 = 5000;
/// Between two looks where nothing is heard.
const REST: Duration = Duration::from_secs(1);
/// Commits of this time are looked at together.
const GATHER: Duration = Duration::from_millis(10);
/// A turn under way may end in this time when the house closes.
const GRACE: Duration = Duration::from_secs(12);
/// After a failure of the store.
const PAUSE: Duration = Duration::from_secs(5);

/// What is known in memory of subscriptions between their turns.
#[derive(Default)]
struct Rounds {
    /// Those whose turn is under way.
    busy: HashSet<String>,
    /// Up to where the log holds nothing for them.
    passed: HashMap<String, i64>,
    running: JoinSet<(String, Result<Turned, Refused>)>,
}

impl Events {
    /// Takes what is new from the log, until nothing is: only then every committed event has its index, also where another
    /// process gives it. How many facts were looked at.
    ///
    /// # Errors
    /// The store failed.
    pub async fn carry_on(&self) -> Result<u64, Refused> {
        let leaves = Leaves(Arc::clone(self.registry()));
        let mut taken = 0;
        loop {
            match self.store().run_projection(&leaves, self.region(), TAKEN, self.now()).await? {
                0 => return Ok(taken),
                some => taken += some,
            }
        }
    }

    /// Delivers everything that is due now, to its end: for tests, and for commands that wait for it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn deliver(&self) -> Result<u64, Refused> {
        self.carry_on().await?;
        let (mut rounds, mut sent) = (Rounds::default(), 0);
        loop {
            self.begin(&mut rounds).await?;
            let Some(done) = rounds.running.join_next().await else { return Ok(sent) };
            sent += rounds.ended(done)?.sent;
        }
    }

    /// Works until `stop` turns true.
    pub async fn follow(&self, mut stop: watch::Receiver<bool>) {
        let (mut flushed, mut rounds) = (self.store().flushed(), Rounds::default());
        while !*stop.borrow() {
            let rest = match self.look(&mut rounds).await {
                Ok(()) => REST,
                Err(error) => {
                    tracing::error!(region = self.region(), %error, "events could not be sent; tried again");
                    PAUSE
                }
            };
            tokio::select! {
                _ = stop.changed() => {}
                changed = flushed.changed(), if rest == REST => {
                    if changed.is_err() {
                        return;
                    }
                    tokio::time::sleep(GATHER).await;
                }
                Some(done) = rounds.running.join_next() => {
                    self.told(rounds.ended(done));
                    while let Some(done) = rounds.running.try_join_next() {
                        self.told(rounds.ended(done));
                    }
                }
                () = tokio::time::sleep(rest) => {}
            }
        }
        // What is cut off here is sent again under the same id.
        let _ = tokio::time::timeout(GRACE, async { while rounds.running.join_next().await.is_some() {} }).await;
        rounds.running.shutdown().await;
    }

    fn told(&self, turned: Result<Turned, Refused>) {
        if let Err(error) = turned {
            tracing::error!(region = self.region(), %error, "a subscription had no turn; tried again");
        }
    }

    async fn look(&self, rounds: &mut Rounds) -> Result<(), Refused> {
        self.carry_on().await?;
        self.begin(rounds).await
    }

    /// Begins the turns of those for whom something may wait.
    async fn begin(&self, rounds: &mut Rounds) -> Result<(), Refused> {
        let (known, now) = (self.known().await?, self.now());
        let sql = "SELECT id, position, again FROM events_subscriptions WHERE region = $1 AND state = 'aktif' AND next_at <= $2 \
                   AND leased_until <= $2 AND (position < $3 OR again > 0) ORDER BY next_at LIMIT $4";
        for row in self.store().rows(sql, &values![self.region(), now, known, DUE]).await? {
            let (id, position, again) = (row.string(0)?, row.int(1)?, row.int(2)?);
            let passed = rounds.passed.get(&id).copied().unwrap_or(0).max(position);
            if (passed >= known && again == 0) || !rounds.busy.insert(id.clone()) {
                continue;
            }
            let events = self.clone();
            rounds.running.spawn(async move {
                let turned = events.turn(&id, passed).await;
                (id, turned)
            });
        }
        Ok(())
    }
}

impl Rounds {
    /// A turn is over: what it looked at need not be looked at again.
    fn ended(
        &mut self,
        done: Result<(String, Result<Turned, Refused>), tokio::task::JoinError>,
    ) -> Result<Turned, Refused> {
        let (id, turned) = done.map_err(|error| Refused::Failed(error.to_string()))?;
        self.busy.remove(&id);
        match turned {
            Ok(turned) => {
                self.passed.insert(id, turned.looked);
                Ok(turned)
            }
            // It ended meanwhile.
            Err(Refused::NotThere) => {
                self.passed.remove(&id);
                Ok(Turned::default())
            }
            Err(error) => Err(error),
        }
    }
}
