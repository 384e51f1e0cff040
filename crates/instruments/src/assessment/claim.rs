//! What somebody says the level of an indicator is: as it stands in an event, a row and a form.

use crate::model::Answer;
use crate::model::published::Figure;
use definition::Number;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A level, the levels that are met on a cumulative scale, or that the indicator does not apply. Exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Claim {
    /// One level.
    Level(Number),
    /// The levels whose criteria are met, ascending, each once.
    Met(Vec<u32>),
    /// The indicator has no meaning here.
    NotApplicable,
}

/// The word for [`Claim::NotApplicable`].
pub const NOT_APPLICABLE: &str = "tidak-berlaku";
/// What stands before the levels that are met.
const MET: &str = "terpenuhi:";

impl Claim {
    /// Reads what [`fmt::Display`] wrote, or a level as people type it (`3`, `3,31`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == NOT_APPLICABLE {
            return Some(Self::NotApplicable);
        }
        if let Some(list) = text.strip_prefix(MET) {
            let levels = list.split(',').filter(|part| !part.is_empty()).map(|part| part.parse().ok());
            return levels.collect::<Option<Vec<u32>>>().map(Self::met);
        }
        Figure::parse(text).map(|figure| Self::Level(figure.value))
    }

    /// Levels that are met, in order and each once.
    pub fn met(mut levels: Vec<u32>) -> Self {
        levels.sort_unstable();
        levels.dedup();
        Self::Met(levels)
    }

    /// As the index computes with it.
    pub fn answer(&self) -> Answer {
        match self {
            Self::Level(level) => Answer::Level(*level),
            Self::Met(levels) => Answer::Met(levels.clone()),
            Self::NotApplicable => Answer::NotApplicable,
        }
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(level) => write!(f, "{level}"),
            Self::Met(levels) => {
                let levels: Vec<String> = levels.iter().map(u32::to_string).collect();
                write!(f, "{MET}{}", levels.join(","))
            }
            Self::NotApplicable => f.write_str(NOT_APPLICABLE),
        }
    }
}

impl From<Claim> for String {
    fn from(claim: Claim) -> Self {
        claim.to_string()
    }
}

impl TryFrom<String> for Claim {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("no level: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        for text in ["3", "331/100", "terpenuhi:1,2,4", "terpenuhi:", NOT_APPLICABLE] {
            let claim = Claim::parse(text).unwrap();
            assert_eq!(Claim::parse(&claim.to_string()), Some(claim), "{text}");
        }
        assert_eq!(Claim::parse("3,5").unwrap().to_string(), Claim::parse("3.5").unwrap().to_string());
        for wrong in ["tinggi", "", "terpenuhi:satu"] {
            assert_eq!(Claim::parse(wrong), None, "{wrong}");
        }
    }
}
