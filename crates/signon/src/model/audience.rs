//! Who may sign on to an application: nobody until its agency says otherwise.

use kernel::Role;
use serde::{Deserialize, Serialize};

/// Officers who may sign on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Audience {
    /// None.
    #[default]
    Nobody,
    /// Those of the application's own agency.
    OwnUnit,
    /// Those who hold one of these roles, in any unit.
    Roles {
        /// The roles.
        roles: Vec<Role>,
    },
    /// All.
    Everybody,
}

/// A role that an officer holds, with its unit: `kepala`, `dinas-kesehatan`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: String,
}

impl Audience {
    /// The word in forms and lists.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Nobody => "tidak",
            Self::OwnUnit => "unit",
            Self::Roles { .. } => "peran",
            Self::Everybody => "semua",
        }
    }

    /// Reads the word with the roles that were ticked.
    pub fn read(word: &str, roles: Vec<Role>) -> Option<Self> {
        match word {
            "" | "tidak" => Some(Self::Nobody),
            "unit" => Some(Self::OwnUnit),
            "peran" => Some(Self::Roles { roles }),
            "semua" => Some(Self::Everybody),
            _ => None,
        }
    }

    /// Whether it reaches beyond the application's own agency.
    pub const fn is_wide(&self) -> bool {
        matches!(self, Self::Roles { .. } | Self::Everybody)
    }

    /// Whether an officer who holds these may sign on to an application of this unit.
    pub fn allows(&self, unit: &str, held: &[Held]) -> bool {
        match self {
            Self::Nobody => false,
            Self::OwnUnit => held.iter().any(|one| one.unit == unit),
            Self::Roles { roles } => held.iter().any(|one| roles.contains(&one.role)),
            Self::Everybody => !held.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(role: Role, unit: &str) -> Vec<Held> {
        vec![Held { role, unit: unit.to_owned() }]
    }

    #[test]
    fn nobody_signs_on_until_somebody_says_who() {
        let head = held(Role::Head, "dinas-kesehatan");
        assert!(!Audience::default().allows("dinas-kesehatan", &head));
        assert!(Audience::OwnUnit.allows("dinas-kesehatan", &head) && !Audience::OwnUnit.allows("dinas-pupr", &head));
        let heads = Audience::Roles { roles: vec![Role::Head] };
        assert!(heads.allows("dinas-pupr", &head));
        assert!(!heads.allows("dinas-pupr", &held(Role::Verifier, "dinas-pupr")));
    }

    #[test]
    fn an_account_without_any_role_signs_on_nowhere() {
        assert!(!Audience::Everybody.allows("x", &[]));
        assert!(Audience::Everybody.allows("x", &held(Role::Auditor, "inspektorat")));
    }
}
