//! Who does something.

use serde::{Deserialize, Serialize};

/// An officer's id, stable for life; never a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficerId(pub String);

/// Who acts. Stands in every event; holds no personal value, only ids.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// The clock job or another part of the program.
    System,
    /// Whoever opened the case (`@pelapor`), proved by token or code.
    Reporter,
    /// Another resident ("saya juga mengalami").
    Resident,
    /// An officer signed in, acting for an agency unit.
    Officer {
        /// The person.
        id: OfficerId,
        /// The agency unit for which the person acts, for example `dinas-pupr`.
        unit: String,
        /// The title under which the person acts, for example `verifikator`.
        title: String,
    },
    /// An import run by an operator.
    Import {
        /// What was imported, for example `lapor`.
        source: String,
    },
    /// The operator at the command line.
    Operator,
}

impl Actor {
    /// Whether it is a person in the sense of four eyes (semantics R45: the system is no person), and which one.
    pub fn person(&self) -> Option<&str> {
        match self {
            Self::Officer { id, .. } => Some(&id.0),
            Self::Reporter => Some("@pelapor"),
            _ => None,
        }
    }
}
