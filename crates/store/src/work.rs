//! What waits for the writer.

use crate::commit::{ANY_VERSION, Commit, CommitError, DRAWN, Draw, Receipt, SendKey};
use crate::{Row, Statement, StoreError};
use kernel::Instant;
use std::borrow::Cow;
use tokio::sync::oneshot;

/// How many waiting commits one transaction takes.
pub(crate) const BATCH: usize = 256;

/// One thing that the writer does, and who waits for it. The writer owns it: a waiter that leaves cancels nothing.
pub(crate) enum Work {
    Commit(Box<Prepared>, oneshot::Sender<Result<Receipt, CommitError>>),
    /// A statement whose rows are wanted, for example a claim.
    Returning(Statement, oneshot::Sender<Result<Vec<Row>, CommitError>>),
    /// Finish what waits and stop.
    Close(oneshot::Sender<()>),
}

impl Work {
    pub fn refuse(self, error: CommitError) {
        match self {
            Self::Commit(_, answer) => drop(answer.send(Err(error))),
            Self::Returning(_, answer) => drop(answer.send(Err(error))),
            Self::Close(answer) => {
                let _ = answer.send(());
            }
        }
    }

    pub fn answer(self, outcome: Result<Done, CommitError>) {
        match (self, outcome) {
            (Self::Commit(_, answer), Ok(Done::Receipt(receipt))) => {
                drop(answer.send(Ok(receipt)));
            }
            (Self::Returning(_, answer), Ok(Done::Rows(rows))) => drop(answer.send(Ok(rows))),
            (work, Err(error)) => work.refuse(error),
            (work, Ok(_)) => work.refuse(CommitError::Store(StoreError::Unknown)),
        }
    }
}

/// What was done for one piece of work.
#[derive(Debug)]
pub(crate) enum Done {
    Receipt(Receipt),
    Rows(Vec<Row>),
}

/// A commit with everything serialised, so that the writer only binds and steps.
pub(crate) struct Prepared {
    pub region: String,
    pub stream: String,
    pub expected: i64,
    pub send: Option<SendKey>,
    pub events: Vec<PreparedEvent>,
    pub statements: Vec<Statement>,
    pub outbox: Vec<PreparedOutgoing>,
    pub draw: Option<Draw>,
    pub reply: String,
    pub now: i64,
}

pub(crate) struct PreparedEvent {
    pub name: String,
    pub happened_at: i64,
    pub actor: String,
    pub data: String,
}

pub(crate) struct PreparedOutgoing {
    pub topic: String,
    pub once_key: String,
    pub payload: String,
    pub due_at: i64,
}

impl Prepared {
    pub fn new(commit: Commit, now: Instant) -> Result<Self, CommitError> {
        let refused = |why: &str| CommitError::Store(StoreError::Sql(why.to_owned()));
        if commit.region.is_empty() {
            return Err(refused("a commit names its region"));
        }
        if commit.stream.is_empty() && !commit.events.is_empty() {
            return Err(refused("events need a stream"));
        }
        let events = commit
            .events
            .into_iter()
            .map(|event| {
                Ok(PreparedEvent {
                    actor: serde_json::to_string(&event.actor)?,
                    data: serde_json::to_string(&event.data)?,
                    happened_at: event.happened_at.micros(),
                    name: event.name,
                })
            })
            .collect::<Result<_, serde_json::Error>>()
            .map_err(|error| refused(&error.to_string()))?;
        let outbox = commit.outbox.into_iter().map(|outgoing| PreparedOutgoing {
            payload: outgoing.payload.to_string(),
            due_at: outgoing.due_at.micros(),
            topic: outgoing.topic,
            once_key: outgoing.once_key,
        });
        Ok(Self {
            outbox: outbox.collect(),
            events,
            region: commit.region,
            stream: commit.stream,
            expected: commit.expected,
            send: commit.send,
            statements: commit.statements,
            draw: commit.draw,
            reply: commit.reply,
            now: now.micros(),
        })
    }

    /// Whether the stream's version fits the decision.
    pub fn fits(&self, actual: i64) -> Result<(), CommitError> {
        if self.stream.is_empty() || self.expected == ANY_VERSION || self.expected == actual {
            Ok(())
        } else {
            Err(CommitError::Conflict { actual })
        }
    }

    pub fn version_after(&self, actual: i64) -> i64 {
        if self.stream.is_empty() {
            return 0;
        }
        actual + i64::try_from(self.events.len()).unwrap_or(0)
    }

    pub fn number(&self, count: i64) -> Option<String> {
        let draw = self.draw.as_ref()?;
        Some((draw.format)(u64::try_from(count).unwrap_or(0)))
    }

    pub fn receipt(&self, version: i64, drawn: Option<String>) -> Receipt {
        Receipt { version, reply: numbered(&self.reply, drawn.as_deref()).into_owned(), drawn, repeated: false }
    }

    /// The receipt of the first send with this key, or a refusal if its answers were others.
    pub fn repetition(&self, first: &First) -> Result<Receipt, CommitError> {
        match &self.send {
            Some(send) if send.digest == first.digest => Ok(Receipt {
                version: first.version,
                drawn: first.drawn.clone(),
                reply: first.reply.clone(),
                repeated: true,
            }),
            _ => Err(CommitError::OtherAnswers),
        }
    }
}

/// What is kept of a first send.
#[derive(Clone, Debug)]
pub(crate) struct First {
    pub digest: String,
    pub version: i64,
    pub drawn: Option<String>,
    pub reply: String,
}

impl First {
    pub fn of(digest: &str, receipt: &Receipt) -> Self {
        Self {
            digest: digest.to_owned(),
            version: receipt.version,
            drawn: receipt.drawn.clone(),
            reply: receipt.reply.clone(),
        }
    }
}

/// `text` with the drawn number in the place of [`DRAWN`].
pub(crate) fn numbered<'a>(text: &'a str, number: Option<&str>) -> Cow<'a, str> {
    match number {
        Some(number) if text.contains(DRAWN) => Cow::Owned(text.replace(DRAWN, number)),
        _ => Cow::Borrowed(text),
    }
}

/// The same inside JSON text, where the number is escaped.
pub(crate) fn numbered_json<'a>(json: &'a str, number: Option<&str>) -> Cow<'a, str> {
    match number {
        Some(number) if json.contains(DRAWN) => {
            let quoted = serde_json::Value::from(number).to_string();
            let escaped = quoted.get(1..quoted.len() - 1).unwrap_or_default();
            Cow::Owned(json.replace(DRAWN, escaped))
        }
        _ => Cow::Borrowed(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_inside_json_is_escaped() {
        let json = serde_json::json!({ "number": DRAWN }).to_string();
        let done = numbered_json(&json, Some("A\"1"));
        assert_eq!(&*done, r#"{"number":"A\"1"}"#);
        assert_eq!(&*numbered_json(&json, None), json);
    }
}
