//! How facts of this module are committed: one event on the stream of what it is about, the texts beside the log.
//!
//! Streams: `body/ID` (`body.written|member_joined|member_left`), `meeting/ID` (`meeting.planned|changed|invited|attended|
//! minuted|closed|amended|cancelled`, `meeting.item_added|item_dropped|item_restored|items_ordered`), `decision/ID`
//! (`decision.taken|reported|extension_asked|extension_granted|extension_refused|returned|confirmed|withdrawn|published|
//! unpublished|reminded`). None holds a text or a name.

use super::refusal::Refused;
use crate::events::{actor, event};
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::{Instant, TextRef};
use serde_json::{Value, json};
use store::{ANY_VERSION, Commit, Statement};
use web::Session;

/// Characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 10..=1000;

/// One fact, with what it keeps.
pub(crate) struct Filing<'a> {
    pub session: &'a Session,
    /// The unit for which the officer acts, if it is one of the officer's.
    pub unit: Option<&'a str>,
    pub stream: String,
    pub name: &'static str,
    pub data: Value,
    pub statements: Vec<Statement>,
    pub now: Instant,
}

impl Programme {
    /// Commits a fact; what it relies on stands in its statements.
    pub(crate) async fn file(&self, filing: Filing<'_>) -> Result<(), Refused> {
        let Filing { session, unit, stream, name, data, statements, now } = filing;
        let unit = unit.filter(|unit| session.grants.iter().any(|grant| grant.unit == *unit));
        let commit = Commit {
            events: vec![event(name, now, &actor(session, unit), data)],
            statements,
            ..Commit::new(self.region(), stream, ANY_VERSION)
        };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// Keeps a text that may be empty: an empty one has no reference.
    pub(crate) fn keep_some(&self, text: &str, now: Instant, into: &mut Vec<Statement>) -> Option<TextRef> {
        (!text.is_empty()).then(|| {
            let (reference, keep) = self.keep_text(text, now);
            into.push(keep);
            reference
        })
    }

    /// The unit, if it is an agency of the region.
    pub(crate) fn known_unit(&self, unit: &str) -> Result<(), Refused> {
        self.deps().agencies.agency(unit).filter(|_| !unit.is_empty()).map(drop).ok_or(Refused::Unit)
    }
}

/// A text within so many characters, without the blanks around it.
pub(crate) fn text(given: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<&str, Refused> {
    let given = given.trim();
    if lengths.contains(&given.chars().count()) { Ok(given) } else { Err(Refused::Text) }
}

/// A reason.
pub(crate) fn reason(given: &str) -> Result<&str, Refused> {
    text(given, REASON).map_err(|_| Refused::Reason)
}

/// A day as events hold it.
pub(crate) fn day(date: Option<Date>) -> Value {
    date.map_or(Value::Null, |date| json!(date.to_string()))
}
