//! Skills as data, and the gap between those needed and those held: pure.

use crate::reference::Named;
use indexmap::IndexMap;
use serde::Deserialize;
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../../rencana/baku/keahlian.toml");

/// The skills that regions speak of, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skills {
    /// Each with its name in both languages and where it comes from.
    pub all: IndexMap<String, Named>,
    /// The unit whose planners may read the names of every agency: it runs the region's applications.
    pub keeper: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SkillFile {
    pengelola: String,
    keahlian: IndexMap<String, Named>,
}

impl Skills {
    fn read(text: &str) -> Result<Self, toml::de::Error> {
        let file: SkillFile = toml::from_str(text)?;
        Ok(Self { all: file.keahlian, keeper: file.pengelola })
    }
}

// A test reads the carried file; without skills every form is refused.
static SKILLS: LazyLock<Skills> = LazyLock::new(|| Skills::read(FILE).unwrap_or_default());

/// The carried skills.
pub fn skills() -> &'static Skills {
    &SKILLS
}

/// What is known of one skill in one agency, in people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Needed for the agency itself and all its promises together.
    pub needed: i64,
    /// Held, as the agency says; `None`: it said nothing yet.
    pub said: Option<i64>,
    /// Officers who entered it and whose head agreed. They are among those whom the agency counts.
    pub agreed: i64,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// So many people are missing.
    Missing(i64),
    /// Needed, and nobody said how many there are: silence is no proof that they are there.
    Unsaid,
    /// Enough.
    None,
}

impl Numbers {
    /// People who hold it: what the agency says, and at least those whose names its head agreed to.
    pub const fn held(self) -> Option<i64> {
        match (self.said, self.agreed) {
            (Some(said), agreed) => Some(if said > agreed { said } else { agreed }),
            (None, 0) => None,
            (None, agreed) => Some(agreed),
        }
    }

    /// What is missing of what is needed.
    pub const fn gap(self) -> Gap {
        match self.held() {
            _ if self.needed == 0 => Gap::None,
            None => Gap::Unsaid,
            Some(held) if held < self.needed => Gap::Missing(self.needed - held),
            Some(_) => Gap::None,
        }
    }

    /// Both agencies together; what one did not say stays unsaid in the sum only if nobody said anything.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let said = match (self.said, other.said) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0) + other.unwrap_or(0)),
        };
        Self { needed: self.needed + other.needed, said, agreed: self.agreed + other.agreed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_carried_skill_has_a_name_and_a_source() {
        let read = Skills::read(FILE).unwrap();
        assert!(read.all.len() >= 12 && !read.keeper.is_empty());
        assert!(read.all.values().all(|one| !one.source.is_empty() && !one.name(kernel::Lang::En).is_empty()));
    }

    #[test]
    fn silence_about_a_needed_skill_is_a_gap_and_a_named_officer_counts() {
        assert_eq!(Numbers { needed: 2, said: None, agreed: 0 }.gap(), Gap::Unsaid);
        assert_eq!(Numbers { needed: 2, said: None, agreed: 1 }.gap(), Gap::Missing(1));
        assert_eq!(Numbers { needed: 2, said: Some(0), agreed: 2 }.gap(), Gap::None);
        assert_eq!(Numbers { needed: 0, said: None, agreed: 0 }.gap(), Gap::None);
    }

    proptest! {
        #[test]
        fn one_more_person_never_widens_a_gap(needed in 0_i64..20, said in 0_i64..20, agreed in 0_i64..20) {
            let missing = |said| match (Numbers { needed, said: Some(said), agreed }).gap() {
                Gap::Missing(people) => people,
                _ => 0,
            };
            prop_assert!(missing(said + 1) <= missing(said));
            prop_assert_eq!(missing(said), (needed - said.max(agreed)).max(0));
        }
    }
}
