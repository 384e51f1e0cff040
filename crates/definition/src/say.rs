//! A sentence in both built-in languages.

use kernel::lang::Lang;

/// A sentence, Indonesian first.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Say {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Say {
    /// The sentence in both languages.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The same words in both languages, such as names from the file.
    pub fn same(text: impl Into<String>) -> Self {
        let id = text.into();
        Self { en: id.clone(), id }
    }

    /// The sentence in `lang`.
    pub fn lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}
