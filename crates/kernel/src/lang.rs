//! The languages of the public pages.

use serde::{Deserialize, Serialize};

/// A language built into the program; cities add others as files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian, the first language.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// The code used in `lang` attributes and file names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language with this code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Id, Self::En].into_iter().find(|lang| lang.code() == code)
    }
}
