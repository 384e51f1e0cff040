//! Facts that the system knows of itself: a figure with a name, a period and a sentence on how it comes about. The room
//! that holds the figures answers, another keeps or shows them (evidence of an assessment, an indicator that computes);
//! `gapura` wires the two, and neither knows the other.

use crate::{Instant, Lang};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Both {
    /// Indonesian.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
}

impl Both {
    /// The text in this language.
    pub const fn lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

/// A fact on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactKind {
    /// Stable for life, `noun.word`, for example `kasus.tepat-waktu`.
    pub id: &'static str,
    /// What it is called.
    pub name: Both,
    /// How it comes about, in one sentence.
    pub how: Both,
    /// Whether it can be asked for one agency.
    pub by_unit: bool,
    /// Whether it counts over a period; else it tells how things stand now.
    pub over_time: bool,
}

/// The value of a fact, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FactValue {
    /// So many.
    Count {
        /// The number.
        count: i64,
    },
    /// A part of a whole, shown in percent.
    Share {
        /// How many of them.
        part: i64,
        /// Of how many; never 0.
        of: i64,
    },
    /// A mean of points, for example of ratings from 1 to 5.
    Mean {
        /// The sum of all points.
        sum: i64,
        /// Of how many; never 0.
        of: i64,
    },
    /// Working days.
    WorkingDays {
        /// In thousandths.
        thousandths: i64,
    },
}

impl FactValue {
    /// The value as a fraction: a share of 3 of 4 is 3/4. The lower number is never 0.
    pub const fn fraction(self) -> (i64, i64) {
        match self {
            Self::Count { count } => (count, 1),
            Self::Share { part, of } => (part, if of == 0 { 1 } else { of }),
            Self::Mean { sum, of } => (sum, if of == 0 { 1 } else { of }),
            Self::WorkingDays { thousandths } => (thousandths, 1000),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FactAsked {
    /// [`FactKind::id`].
    pub fact: String,
    /// First day, included. Whoever keeps months takes the whole month.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// One agency only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The value.
    pub value: FactValue,
    /// Up to which moment everything is counted.
    pub as_of: Instant,
}

/// An answer that is still being looked up. `None`: there is no such fact, or nothing to count it from; an error says why
/// it could not be read, for the log.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<Option<Fact>, String>> + Send + 'a>>;

/// Answers facts.
pub trait Facts: Send + Sync {
    /// What is on offer, in the order in which people are shown it.
    fn kinds(&self) -> Vec<FactKind>;
    /// The value of one fact; `now` is the moment at which it is asked.
    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a>;
}

/// The facts of several rooms as one.
#[derive(Clone, Default)]
pub struct AllFacts(Vec<Arc<dyn Facts>>);

impl std::fmt::Debug for AllFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AllFacts({})", self.0.len())
    }
}

impl AllFacts {
    /// These rooms, in this order. Where two offer the same id the first one answers.
    pub fn new(rooms: Vec<Arc<dyn Facts>>) -> Self {
        Self(rooms)
    }
}

impl Facts for AllFacts {
    fn kinds(&self) -> Vec<FactKind> {
        self.0.iter().flat_map(|room| room.kinds()).collect()
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        let knows = |room: &&Arc<dyn Facts>| room.kinds().iter().any(|kind| kind.id == asked.fact);
        match self.0.iter().find(knows) {
            Some(room) => room.tell(asked, now),
            None => Box::pin(async { Ok(None) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_by_its_kind_and_read_back() {
        let share = FactValue::Share { part: 3, of: 4 };
        let written = serde_json::to_string(&share).unwrap();
        assert_eq!(written, r#"{"kind":"share","part":3,"of":4}"#);
        assert_eq!(serde_json::from_str::<FactValue>(&written).unwrap(), share);
        assert_eq!(share.fraction(), (3, 4));
        assert_eq!(FactValue::WorkingDays { thousandths: 2500 }.fraction(), (2500, 1000));
        assert_eq!(FactValue::Share { part: 0, of: 0 }.fraction(), (0, 1), "nothing is divided by nothing");
    }
}
