//! Events that were set aside, and sending events again: one, or a range by index or time. They go out of order, under the
//! ids that they had.

use crate::refusal::Refused;
use crate::rights::Scope;
use crate::room::Events;
use crate::subscription::{State, Subscription};
use crate::told::event;
use kernel::{Actor, Instant};
use store::{Row, Statement, StoreError, values};

/// Facts that one range may span.
const SPAN: i64 = 20_000;
/// Events that one range sends again at most.
const MOST: usize = 5000;
/// Facts that are read at once.
const PAGE: i64 = 1000;

/// One event that was set aside or waits to be sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its index.
    pub index: i64,
    /// Its public type; empty where it is not known any more.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// Whether it waits to be sent again.
    pub again: bool,
    /// The last HTTP status.
    pub status: Option<i64>,
    /// Since when.
    pub at: Instant,
}

/// Which events are to be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// From this index to that one, both included.
    Indices(i64, i64),
    /// Recorded from this moment to before that one.
    Times(Instant, Instant),
}

impl Events {
    /// What was set aside of a subscription after an index.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn aside(&self, one: &Subscription, after: i64, limit: i64) -> Result<Vec<Aside>, Refused> {
        let sql = "SELECT a.log_index, f.fact, f.subject, a.state, a.status, a.at FROM events_aside a \
                   LEFT JOIN events_facts f ON f.region = a.region AND f.log_index = a.log_index \
                   WHERE a.region = $1 AND a.subscription = $2 AND a.log_index > $3 ORDER BY a.log_index LIMIT $4";
        let rows = self.store().rows(sql, &values![self.region(), &one.id, after, limit]).await?;
        let read = |row: &Row| {
            let kind = row.text_or_null(1)?.and_then(|fact| self.registry().of_fact(fact));
            Ok::<_, StoreError>(Aside {
                index: row.int(0)?,
                kind: kind.map(crate::model::registry::Kind::name).unwrap_or_default(),
                subject: row.string_or_null(2)?.unwrap_or_default(),
                again: row.text(3)? == "ulang",
                status: row.int_or_null(4)?,
                at: row.instant(5)?,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Sends a range again. Answers how many events wait for it; they go with the next turn.
    ///
    /// # Errors
    /// Not theirs, never tested, an empty, backward or too long range, or the store failed.
    pub async fn send_again(&self, scope: &Scope, id: &str, range: Range, by: &Actor) -> Result<usize, Refused> {
        let (one, now) = (self.own(scope, id).await?, self.now());
        if one.tested_at.is_none() || one.state == State::Untested {
            return Err(Refused::State);
        }
        let (from, to) = match range {
            Range::Indices(from, to) => (from, to),
            Range::Times(from, to) => (self.index_at(from).await?, self.index_at(to).await? - 1),
        };
        // What lies ahead of its position goes by itself.
        let to = to.min(one.position);
        if from < 1 || from > to || to - from >= SPAN {
            return Err(Refused::Range);
        }
        let indices = self.asked_between(&one, from, to).await?;
        if indices.is_empty() || indices.len() > MOST {
            return Err(Refused::Range);
        }
        let wait = |index: &i64| {
            Statement::new(
                "INSERT INTO events_aside (region, subscription, log_index, state, status, why, at) \
                 VALUES ($1, $2, $3, 'ulang', NULL, '', $4) ON CONFLICT (region, subscription, log_index) \
                 DO UPDATE SET state = 'ulang', at = excluded.at",
                values![self.region(), &one.id, *index, now],
            )
        };
        let mut statements: Vec<Statement> = indices.iter().map(wait).collect();
        statements.push(
            Statement::new(
                "UPDATE events_subscriptions SET again = (SELECT COUNT(*) FROM events_aside a WHERE a.region = $1 \
                 AND a.subscription = $2 AND a.state = 'ulang') WHERE region = $1 AND id = $2",
                values![self.region(), &one.id],
            )
            .exactly_one(),
        );
        let mut told = one.told();
        if let Some(told) = told.as_object_mut() {
            told.insert("from".to_owned(), from.into());
            told.insert("to".to_owned(), to.into());
        }
        let events = vec![event("subscription.replayed", now, by, told)];
        self.store().commit(self.on_subscription(&one.id, events, statements), now).await?;
        Ok(indices.len())
    }

    /// Indices of what a subscription asks for, from one to another.
    async fn asked_between(&self, one: &Subscription, from: i64, to: i64) -> Result<Vec<i64>, Refused> {
        let (reader, mut indices, mut after) = (one.reader(), Vec::new(), from - 1);
        loop {
            let facts = self.facts_after(after, PAGE).await?;
            let inside = facts.iter().take_while(|fact| fact.index <= to);
            let asked = inside.filter(|fact| one.wish.select(self.registry(), &reader, fact).is_some());
            indices.extend(asked.map(|fact| fact.index));
            match facts.last() {
                Some(last) if last.index < to && indices.len() <= MOST => after = last.index,
                _ => return Ok(indices),
            }
        }
    }
}
