//! One turn of one subscription: what waits for it goes out in the order of the log, one request after another; then where
//! it stands becomes durable in one commit. Whoever dies in between sends the same events again under the same ids.

use crate::attempts::Carried;
use crate::line::{Post, Reply};
use crate::model::envelope::{BATCH, DATA, Outbound, STRUCTURED};
use crate::model::schedule::{self, Outcome};
use crate::model::signature::Keys;
use crate::model::wish::Leaving;
use crate::refusal::Refused;
use crate::room::Events;
use crate::subscription::{Format, State, Subscription};
use crate::told::event;
use bytes::Bytes;
use kernel::{Actor, Id, Instant};
use std::time::Duration;
use store::{CommitError, Statement, values};

/// Facts that one turn looks at.
const LOOKED: i64 = 500;
/// Events in one batch.
const BATCHED: usize = 250;
/// A turn sends nothing new after so long, so that it ends well within its lease.
const TURN: Duration = Duration::from_secs(10);
/// Seconds for which no other node takes the subscription.
const LEASE: i64 = 60;
/// A position that moved by so many facts that were not asked for is written down.
const LAZY: i64 = 1000;

/// What a turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turned {
    /// Events that were taken.
    pub sent: u64,
    /// Up to where the log holds nothing more for it.
    pub looked: i64,
}

/// What waits for a subscription.
struct Waiting {
    /// The events, in the order in which they go.
    events: Vec<Outbound>,
    /// They were set aside before, or are asked for again.
    again: bool,
    /// Up to where the log was looked at.
    looked: i64,
}

/// A turn under way: the subscription as it will stand, and what is to be written.
struct Run<'a> {
    events: &'a Events,
    one: Subscription,
    now: Instant,
    taken: u64,
    made: i64,
    why_stopped: Option<(State, &'static str)>,
    statements: Vec<Statement>,
}

impl Events {
    /// Sends what waits for a subscription after `passed`, up to which nothing does.
    pub(crate) async fn turn(&self, id: &str, passed: i64) -> Result<Turned, Refused> {
        let (one, now) = (self.subscription(id).await?, self.now());
        if one.state != State::Active || one.next_at > now || one.leased_until > now {
            return Ok(Turned { sent: 0, looked: passed });
        }
        let waiting = self.waiting_for(&one, passed).await?;
        if waiting.events.is_empty() {
            self.pass(&one, waiting.looked, now).await?;
            return Ok(Turned { sent: 0, looked: waiting.looked });
        }
        let lane = self.lane(one.failures > 0);
        let _place = lane.acquire_owned().await.map_err(|error| Refused::Failed(error.to_string()))?;
        let lease = Id::new(now, self.chance()).to_string();
        if !self.claim(&one, &lease, now).await? {
            return Ok(Turned { sent: 0, looked: passed });
        }
        let keys = self.signing_keys(&one, now).await?;
        let mut run = Run { events: self, one, now, taken: 0, made: 0, why_stopped: None, statements: Vec::new() };
        let whole = run.send_all(&waiting, &keys).await;
        let looked = if whole && !waiting.again { waiting.looked } else { run.one.position };
        let sent = run.taken;
        run.settle(&lease).await?;
        Ok(Turned { sent, looked })
    }

    async fn waiting_for(&self, one: &Subscription, passed: i64) -> Result<Waiting, Refused> {
        let reader = one.reader();
        let select = |facts: &[Leaving]| -> Vec<Outbound> {
            facts.iter().filter_map(|fact| one.wish.select(self.registry(), &reader, fact)).collect()
        };
        if one.again > 0 {
            let facts = self.facts_again(&one.id, LOOKED).await?;
            let events = select(&facts);
            if !events.is_empty() {
                return Ok(Waiting { events, again: true, looked: one.position });
            }
        }
        let after = one.position.max(passed);
        let known = self.known().await?;
        let facts = self.facts_after(after, LOOKED).await?;
        let more = i64::try_from(facts.len()).is_ok_and(|count| count == LOOKED);
        let last = facts.last().map_or(after, |fact| fact.index);
        let looked = if more { last } else { last.max(known) };
        Ok(Waiting { events: select(&facts), again: false, looked })
    }

    /// Moves the position over facts that were not asked for, once in a while: a flush for each would be one for nothing.
    async fn pass(&self, one: &Subscription, to: i64, now: Instant) -> Result<(), Refused> {
        if to - one.position < LAZY {
            return Ok(());
        }
        let row = Statement::new(
            "UPDATE events_subscriptions SET position = $3 WHERE region = $1 AND id = $2 AND position = $4 AND leased_until <= $5",
            values![self.region(), &one.id, to, one.position, now],
        );
        self.store().commit_waiting(store::Commit::of_statements(self.region(), vec![row]), now).await?;
        Ok(())
    }

    /// Takes a subscription for this turn, if it still stands as it was read; another node may have been faster.
    async fn claim(&self, one: &Subscription, lease: &str, now: Instant) -> Result<bool, Refused> {
        let row = Statement::new(
            "UPDATE events_subscriptions SET lease = $3, leased_until = $4 \
             WHERE region = $1 AND id = $2 AND state = 'aktif' AND leased_until <= $5 AND attempts = $6",
            values![self.region(), &one.id, lease, now.plus_seconds(LEASE), now, one.attempts],
        );
        let commit = store::Commit::of_statements(self.region(), vec![row.exactly_one()]);
        match self.store().commit_waiting(commit, now).await {
            Ok(_) => Ok(true),
            Err(CommitError::Guard) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The request that carries some events.
    pub(crate) fn parcel(&self, one: &Subscription, events: &[Outbound], keys: &Keys, now: Instant) -> Option<Post> {
        let (first, last) = (events.first()?, events.last()?);
        let (mut headers, kind, body) = match one.format {
            Format::Structured => (Vec::new(), STRUCTURED, self.origin().object(first)),
            Format::Binary => (self.origin().headers(first), DATA, serde_json::Value::Object(first.data.clone())),
            Format::Batch => (Vec::new(), BATCH, self.origin().batch(events)),
        };
        let id = match one.format {
            Format::Batch => format!("{}-{}", self.origin().id(first.index), last.index),
            Format::Structured | Format::Binary => self.origin().id(first.index),
        };
        let body = body.to_string().into_bytes();
        headers.extend(keys.headers(&id, now, &body));
        headers.push(("content-type".to_owned(), kind.to_owned()));
        Some(Post { method: "POST", target: one.target.clone(), headers, body: Bytes::from(body) })
    }
}

impl Run<'_> {
    /// One request after another, until something fails or the turn is over; whether everything went.
    async fn send_all(&mut self, waiting: &Waiting, keys: &Keys) -> bool {
        let (began, mut rest) = (std::time::Instant::now(), waiting.events.as_slice());
        while !rest.is_empty() {
            if began.elapsed() > TURN {
                return false;
            }
            // After a refusal the first event goes alone: it may be the one that spoils a batch.
            let size = if self.one.format == Format::Batch && self.one.failures == 0 { BATCHED } else { 1 };
            let (now, later) = rest.split_at(size.min(rest.len()));
            if !self.send(now, waiting.again, keys).await {
                return false;
            }
            rest = later;
        }
        true
    }

    /// One request; whether the next one may follow.
    async fn send(&mut self, parcel: &[Outbound], again: bool, keys: &Keys) -> bool {
        let (Some(first), Some(last)) = (parcel.first(), parcel.last()) else { return false };
        let Some(post) = self.events.parcel(&self.one, parcel, keys, self.events.now()) else { return false };
        let reply = self.events.lines().send(&self.one.id, &post).await;
        let outcome = Outcome::of(reply.status);
        let carried =
            Carried { first: first.index, last: last.index, count: i64::try_from(parcel.len()).unwrap_or(i64::MAX) };
        let after = (self.one.id.as_str(), self.made);
        self.statements.push(self.events.attempted(after, carried, (&reply, outcome), self.now));
        self.made += 1;
        match outcome {
            Outcome::Taken => self.taken(parcel, again, carried),
            Outcome::Gone => {
                self.why_stopped = Some((State::Gone, "dicabut"));
                false
            }
            Outcome::Refused if again => {
                self.statements.push(self.set_aside(first.index, &reply));
                true
            }
            Outcome::Refused => self.refused(parcel, &reply),
            Outcome::Trouble => self.trouble(&reply),
        }
    }

    fn taken(&mut self, parcel: &[Outbound], again: bool, carried: Carried) -> bool {
        self.taken += parcel.len() as u64;
        self.one.delivered += carried.count;
        self.one.last_at = Some(self.now);
        self.one.failures = 0;
        self.one.failing_since = None;
        self.one.reason.clear();
        if again {
            let gone: Vec<Statement> = parcel.iter().map(|event| self.no_longer_aside(event.index)).collect();
            self.statements.extend(gone);
        } else {
            self.one.position = carried.last;
            self.one.aside = 0;
        }
        true
    }

    /// The receiver refuses this event: it is offered some times, then set aside so that the others go on.
    fn refused(&mut self, parcel: &[Outbound], reply: &Reply) -> bool {
        self.one.failures += 1;
        self.one.reason = reply.status.map(|status| status.to_string()).unwrap_or_default();
        match parcel {
            [only] if self.one.failures >= schedule::REFUSALS => {
                self.statements.push(self.set_aside(only.index, reply));
                self.one.position = only.index;
                self.one.failures = 0;
                self.one.failing_since = None;
                self.one.aside += 1;
                if self.one.aside >= schedule::ASIDE {
                    self.why_stopped = Some((State::Stopped, "ditolak"));
                }
                self.why_stopped.is_none()
            }
            _ => {
                self.later(reply);
                false
            }
        }
    }

    /// The receiver is out of order: everything waits, for a week at most.
    fn trouble(&mut self, reply: &Reply) -> bool {
        self.one.failures += 1;
        self.one.reason = reply.status.map_or_else(|| reply.why.to_owned(), |status| status.to_string());
        let since = *self.one.failing_since.get_or_insert(self.now);
        if schedule::is_over(since, self.now) {
            self.why_stopped = Some((State::Stopped, "tak_terjangkau"));
        } else {
            self.later(reply);
        }
        false
    }

    fn later(&mut self, reply: &Reply) {
        let mut chance = [128];
        self.events.chance().fill(&mut chance);
        let chance = chance.first().copied().unwrap_or(128);
        self.one.next_at = schedule::next(self.one.failures, self.now, chance, reply.retry_after);
    }

    fn set_aside(&self, index: i64, reply: &Reply) -> Statement {
        Statement::new(
            "INSERT INTO events_aside (region, subscription, log_index, state, status, why, at) \
             VALUES ($1, $2, $3, 'mati', $4, $5, $6) ON CONFLICT (region, subscription, log_index) \
             DO UPDATE SET state = 'mati', status = excluded.status, why = excluded.why, at = excluded.at",
            values![self.events.region(), &self.one.id, index, reply.status.map(i64::from), reply.why, self.now],
        )
    }

    fn no_longer_aside(&self, index: i64) -> Statement {
        Statement::new(
            "DELETE FROM events_aside WHERE region = $1 AND subscription = $2 AND log_index = $3",
            values![self.events.region(), &self.one.id, index],
        )
    }

    /// Writes down where the subscription stands, guarded by its lease: a turn that lost it changes nothing.
    async fn settle(mut self, lease: &str) -> Result<(), Refused> {
        let (state, reason) = match self.why_stopped {
            Some((state, reason)) => (state, reason.to_owned()),
            None => (State::Active, self.one.reason.clone()),
        };
        let mut statements = std::mem::take(&mut self.statements);
        statements.push(self.stands(state, &reason, lease).exactly_one());
        if self.taken > 0 {
            statements.push(self.events.counted(&self.one.application, self.taken, self.now));
        }
        let (mut facts, mut outbox) = (Vec::new(), Vec::new());
        if let Some((state, why)) = self.why_stopped {
            let name = if state == State::Gone { "subscription.gone" } else { "subscription.stopped" };
            facts.push(event(name, self.now, &Actor::System, self.one.told_why(why)));
            outbox = self.events.stopped(&self.one, why, self.now, &mut statements)?;
        }
        let commit = store::Commit { outbox, ..self.events.on_subscription(&self.one.id, facts, statements) };
        match self.events.store().commit_waiting(commit, self.now).await {
            Ok(_) | Err(CommitError::Guard) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Its row; whoever paused it meanwhile keeps it paused.
    fn stands(&self, state: State, reason: &str, lease: &str) -> Statement {
        Statement::new(
            "UPDATE events_subscriptions SET state = CASE WHEN state = 'aktif' THEN $3 ELSE state END, reason = $4, position = $5, \
             failures = $6, failing_since = $7, next_at = $8, aside = $9, attempts = attempts + $10, delivered = $11, last_at = $12, \
             again = (SELECT COUNT(*) FROM events_aside a WHERE a.region = $1 AND a.subscription = $2 AND a.state = 'ulang'), \
             lease = '', leased_until = 0 WHERE region = $1 AND id = $2 AND lease = $13",
            values![
                self.events.region(),
                &self.one.id,
                state.word(),
                reason,
                self.one.position,
                self.one.failures,
                self.one.failing_since,
                self.one.next_at,
                self.one.aside,
                self.made,
                self.one.delivered,
                self.one.last_at,
                lease
            ],
        )
    }
}
