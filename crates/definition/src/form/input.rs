//! What a form sends, and what is wrong with it.

use crate::say::Say;
use indexmap::IndexMap;

/// Names and texts as a form sends them; a name may come several times.
///
/// A `titik` sends `ID.desa`, `ID.patokan`, `ID.lintang`, `ID.bujur`; an `alamat` sends `ID.desa` and `ID`;
/// a `banyak` sends `ID` once for each chosen option; all others send `ID`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    pairs: Vec<(String, String)>,
    sources: IndexMap<String, String>,
}

impl Input {
    /// The first text of this name, trimmed and in NFC; nothing for an empty one.
    pub fn get(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    /// Every text of this name that is not empty.
    pub fn all(&self, name: &str) -> Vec<String> {
        let texts = self.pairs.iter().filter(|(known, _)| known == name);
        let texts = texts.map(|(_, text)| kernel::text::normal(&text.replace("\r\n", "\n")));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Says that a source of the region vouches for what stands in this field (semantics R31). Nothing that was sent does
    /// so by itself: whoever calls this has verified it.
    pub fn vouch(&mut self, field: impl Into<String>, source: impl Into<String>) {
        self.sources.insert(field.into(), source.into());
    }

    /// Fields with the source that vouches for them.
    pub(super) fn vouched(&self) -> impl Iterator<Item = (&String, &String)> {
        self.sources.iter()
    }

    /// Adds a text.
    pub fn push(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.pairs.push((name.into(), text.into()));
    }
}

impl<N: Into<String>, T: Into<String>> FromIterator<(N, T)> for Input {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self { pairs: pairs.map(|(name, text)| (name.into(), text.into())).collect(), sources: IndexMap::new() }
    }
}

/// A field or file that is wrong or missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field or file.
    pub field: String,
    /// Stable code, for example `wajib`, `terlalu_panjang`, `nik`.
    pub code: &'static str,
    /// What the person should do.
    pub say: Say,
}

impl FieldError {
    pub(super) fn new(field: &str, code: &'static str, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.to_owned(), code, say: Say::new(id, en) }
    }

    pub(super) fn required(field: &str) -> Self {
        Self::new(field, "wajib", "Bagian ini harus diisi.", "This has to be filled in.")
    }
}
