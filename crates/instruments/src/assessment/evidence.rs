//! Evidence of an indicator and its number `I{indicator}-L{level}-{nn}`, as the ministry numbers it. A number is given once:
//! what was withdrawn keeps its own, and nothing moves up.

use kernel::{Fact, FactAsked, Instant, TextRef};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most pieces of evidence for one indicator, withdrawn ones among them.
pub const MOST: usize = 60;

/// The number of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Number {
    /// The indicator.
    pub indicator: String,
    /// The level that it is to prove; `None` on a scale that has no whole levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u32>,
    /// 1, 2, 3 … within indicator and level.
    pub count: u32,
}

impl Number {
    /// Reads `I7-L3-02` or `Iwaktu-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, count) = text.strip_prefix('I')?.rsplit_once('-')?;
        let count = count.parse().ok().filter(|count| *count > 0)?;
        let level = head.rsplit_once("-L").and_then(|(indicator, level)| Some((indicator, level.parse().ok()?)));
        let number = match level {
            Some((indicator, level)) => Self { indicator: indicator.to_owned(), level: Some(level), count },
            None => Self { indicator: head.to_owned(), level: None, count },
        };
        (number.to_string() == text).then_some(number)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "I{}", self.indicator)?;
        if let Some(level) = self.level {
            write!(f, "-L{level}")?;
        }
        write!(f, "-{:02}", self.count)
    }
}

/// What proves something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// A file that is kept here.
    File {
        /// Where it is kept, sealed with the key of the assessment.
        blob: String,
        /// What its bytes say that it is.
        media: String,
        /// Its length in bytes.
        bytes: u64,
        /// SHA-256 of its bytes, 64 hexadecimal digits.
        sha256: String,
    },
    /// An address elsewhere; it stands in the sealed words. Nothing is fetched: what it showed, whoever adds it saw.
    Link,
    /// A fact of this system with the value that it had.
    Fact {
        /// What was asked.
        asked: FactAsked,
        /// What the answer was.
        told: Fact,
    },
}

/// The sealed words of a piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What it is and what it proves.
    pub title: String,
    /// The address of a link.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// The name that a file had.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number, for life.
    pub number: Number,
    /// What it is.
    pub proof: Proof,
    /// [`Words`] as JSON, sealed.
    pub words: TextRef,
    /// When it was added; of a link also the day on which it was seen.
    pub added_at: Instant,
    /// Why it was withdrawn, sealed; it stays visible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<TextRef>,
}

/// The next free number of an indicator at a level.
pub fn next(of: &[Evidence], indicator: &str, level: Option<u32>) -> Number {
    let taken = of.iter().filter(|one| one.number.level == level).map(|one| one.number.count);
    Number { indicator: indicator.to_owned(), level, count: taken.max().unwrap_or(0) + 1 }
}

/// An https address of another host without a name or password in it, as it is kept; anything else is refused.
pub fn link(typed: &str) -> Option<String> {
    let address = url::Url::parse(typed.trim()).ok()?;
    let plain = address.scheme() == "https" && address.username().is_empty() && address.password().is_none();
    let named = address.host_str().is_some_and(|host| host.contains('.'));
    (plain && named && address.as_str().len() <= 2000).then(|| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written() {
        for text in ["I7-L3-02", "I47-L5-12", "Iquick-win-L1-01", "Iwaktu-01", "I7-L3-123"] {
            assert_eq!(Number::parse(text).unwrap().to_string(), text);
        }
        for wrong in ["", "I7", "7-L3-02", "I7-L3-2", "I7-L3-00", "I7-L03-02", "I7-L3-02 "] {
            assert_eq!(Number::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_link_is_https_and_carries_nobodys_password() {
        assert_eq!(link(" https://jdih.go.id/a b "), Some("https://jdih.go.id/a%20b".to_owned()));
        for wrong in
            ["http://jdih.go.id", "jdih.go.id", "https://a:b@jdih.go.id", "javascript:alert(1)", "https://x", ""]
        {
            assert_eq!(link(wrong), None, "{wrong}");
        }
    }
}
