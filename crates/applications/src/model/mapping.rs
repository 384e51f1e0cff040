//! Which column of a table is which field, and what its words mean: guessed from the titles, edited on a page or written as
//! a TOML file for the command line.

use super::field::{FIELDS, named};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Field by the title of its column; an empty field leaves the column out.
    pub kolom: BTreeMap<String, String>,
    /// Unit by the name of an agency as it is written.
    pub dinas: BTreeMap<String, String>,
    /// Our word by the written one, by field.
    pub nilai: BTreeMap<String, BTreeMap<String, String>>,
}

/// Why a file is no mapping.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMapping {
    /// It is no TOML of this form; place and words of the reader.
    #[error("peta: {0}")]
    Toml(String),
    /// A column leads to a field that there is not; the nearest name.
    #[error("peta: kolom `{column}` menuju isian `{field}` yang tidak ada; yang ada: {known}")]
    Field {
        /// The column.
        column: String,
        /// What was written.
        field: String,
        /// All fields.
        known: String,
    },
    /// Two columns lead to one field.
    #[error("peta: dua kolom menuju isian `{0}`; pilih satu")]
    Twice(String),
}

static SYNONYMS: LazyLock<Mapping> =
    LazyLock::new(|| toml::from_str(include_str!("../data/padanan.toml")).unwrap_or_default());

/// A title, a name or a word without differences of case, spaces and marks.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

impl Mapping {
    /// What the titles of a table say by themselves; each field at most once, the first title that fits.
    pub fn guessed(head: &[String]) -> Self {
        let mut kolom = BTreeMap::new();
        let mut used = Vec::new();
        for title in head {
            let field = SYNONYMS.kolom.get(&plain(title)).filter(|field| !used.contains(*field));
            used.extend(field.cloned());
            kolom.insert(plain(title), field.cloned().unwrap_or_default());
        }
        Self { kolom, ..Self::default() }
    }

    /// Reads a mapping of the command line. What it does not name is guessed.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, BadMapping> {
        let read: Self = toml::from_str(text).map_err(|error| BadMapping::Toml(error.to_string()))?;
        for (column, field) in &read.kolom {
            if !field.is_empty() && named(field).is_none() {
                let known = FIELDS.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
                return Err(BadMapping::Field { column: column.clone(), field: field.clone(), known });
            }
        }
        let mapping = Self {
            kolom: read.kolom.iter().map(|(title, field)| (plain(title), field.clone())).collect(),
            dinas: read.dinas.iter().map(|(name, unit)| (plain(name), unit.clone())).collect(),
            nilai: read
                .nilai
                .into_iter()
                .map(|(field, words)| (field, words.into_iter().map(|(word, ours)| (plain(&word), ours)).collect()))
                .collect(),
        };
        mapping.once()?;
        Ok(mapping)
    }

    /// # Errors
    /// Two columns lead to one field.
    pub fn once(&self) -> Result<(), BadMapping> {
        let mut used: Vec<&String> = self.kolom.values().filter(|field| !field.is_empty()).collect();
        used.sort();
        match used.windows(2).find(|two| two.first() == two.last()) {
            Some(two) => Err(BadMapping::Twice(two.first().map(|field| (*field).clone()).unwrap_or_default())),
            None => Ok(()),
        }
    }

    /// The same, where it says nothing of a column filled up by what its title says.
    #[must_use]
    pub fn completed(mut self, head: &[String]) -> Self {
        let guessed = Self::guessed(head);
        for (title, field) in guessed.kolom {
            let free = field.is_empty() || !self.kolom.values().any(|used| *used == field);
            self.kolom.entry(title).or_insert(if free { field } else { String::new() });
        }
        self
    }

    /// The field of a column; none where it is left out.
    pub fn field(&self, title: &str) -> Option<&'static super::field::Field> {
        self.kolom.get(&plain(title)).and_then(|field| named(field))
    }

    /// The unit that an agency's name was mapped to.
    pub fn unit(&self, name: &str) -> Option<&str> {
        self.dinas.get(&plain(name)).map(String::as_str).filter(|unit| !unit.is_empty())
    }

    /// Our word for a written one.
    pub fn word<'a>(&'a self, field: &str, written: &'a str) -> &'a str {
        let written_plain = plain(written);
        let own = self.nilai.get(field).and_then(|words| words.get(&written_plain));
        let known = SYNONYMS.nilai.get(field).and_then(|words| words.get(&written_plain));
        own.or(known).map_or(written, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(titles: &[&str]) -> Vec<String> {
        titles.iter().map(|title| (*title).to_owned()).collect()
    }

    #[test]
    fn the_synonyms_can_be_read_and_lead_to_fields_that_there_are() {
        assert!(SYNONYMS.kolom.len() > 60);
        for (title, field) in &SYNONYMS.kolom {
            assert!(named(field).is_some(), "{title}");
            assert_eq!(plain(title), *title);
        }
        for field in &FIELDS {
            assert!(SYNONYMS.kolom.contains_key(&plain(field.name)), "our own export comes in again: {}", field.name);
        }
        for (field, words) in &SYNONYMS.nilai {
            let field = named(field).unwrap();
            for ours in words.values() {
                assert!(super::super::field::value(field, ours, &|_| None).is_ok(), "{ours}");
            }
        }
    }

    #[test]
    fn titles_are_guessed_and_no_field_is_taken_twice() {
        let mapping =
            Mapping::guessed(&head(&["No", "OPD", "URL", "posisi_server", "Jenis", "Keterangan", "Deskripsi"]));
        assert_eq!(mapping.field("opd").map(|field| field.name), Some("pemilik"));
        assert_eq!(mapping.field("Posisi Server").map(|field| field.name), Some("letak"));
        assert_eq!(mapping.field("keterangan").map(|field| field.name), Some("fungsi"));
        assert_eq!(mapping.field("deskripsi"), None, "taken already");
        assert_eq!(mapping.field("no"), None);
        assert_eq!(mapping.word("letak", "Diluar Kominfo"), "dinas");
        assert_eq!(mapping.word("letak", "bulan"), "bulan");
    }

    #[test]
    fn a_mapping_file_wins_over_what_is_guessed_and_its_mistakes_are_named() {
        let mapping =
            Mapping::parse("[kolom]\nDeskripsi = \"fungsi\"\nKeterangan = \"\"\n[dinas]\n\"Biro Umum\" = \"setda\"\n")
                .unwrap();
        let mapping = mapping.completed(&head(&["OPD", "Keterangan", "Deskripsi"]));
        assert_eq!(mapping.field("Deskripsi").map(|field| field.name), Some("fungsi"));
        assert_eq!(mapping.field("Keterangan"), None);
        assert_eq!(mapping.unit("BIRO  umum"), Some("setda"));
        assert!(
            matches!(Mapping::parse("[kolom]\na = \"warna\"\n"), Err(BadMapping::Field { column, .. }) if column == "a")
        );
        assert!(
            matches!(Mapping::parse("[kolom]\na = \"nama\"\nb = \"nama\"\n"), Err(BadMapping::Twice(field)) if field == "nama")
        );
        assert!(matches!(Mapping::parse("[lain]\n"), Err(BadMapping::Toml(_))));
    }
}
