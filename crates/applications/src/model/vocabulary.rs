//! The two small vocabularies of the inventory: kinds of data, and affairs of government (urusan).

use kernel::Lang;
use std::sync::LazyLock;

/// A word with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What stands in a record: `pegawai`, `1.02`.
    pub id: String,
    /// Its Indonesian name.
    pub id_name: String,
    /// Its English name.
    pub en_name: String,
    /// Whether it is about persons (UU 27/2022); always `false` for affairs.
    pub personal: bool,
}

impl Word {
    /// Its name in this language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id_name,
            Lang::En => &self.en_name,
        }
    }
}

static DATA: LazyLock<Vec<Word>> = LazyLock::new(|| read(include_str!("../data/golongan-data.csv")));
static AFFAIRS: LazyLock<Vec<Word>> = LazyLock::new(|| read(include_str!("../data/urusan.csv")));

/// Kinds of data that an application holds.
pub fn data() -> &'static [Word] {
    &DATA
}

/// Affairs of government by code (UU 23/2014, appendix; supporting functions by the codes of Permendagri 90/2019).
pub fn affairs() -> &'static [Word] {
    &AFFAIRS
}

/// The word with this id, or with this name in either language.
pub fn find<'a>(words: &'a [Word], typed: &str) -> Option<&'a Word> {
    let typed = typed.trim();
    let same = |one: &&Word| {
        [&one.id, &one.id_name, &one.en_name].into_iter().any(|name| name.to_lowercase() == typed.to_lowercase())
    };
    words.iter().find(same)
}

fn read(table: &str) -> Vec<Word> {
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let rows = rows.records().filter_map(Result::ok);
    let word = |row: csv::StringRecord| {
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        Word { id: cell(0), id_name: cell(1), en_name: cell(2), personal: cell(3) == "ya" }
    };
    rows.map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_vocabularies_are_whole_and_no_word_stands_twice() {
        for (words, count) in [(data(), 33), (affairs(), 42)] {
            assert_eq!(words.len(), count);
            let mut ids: Vec<&str> = words.iter().map(|word| word.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count);
            assert!(words.iter().all(|word| !word.id_name.is_empty() && !word.en_name.is_empty()));
        }
        assert!(data().iter().any(|word| word.personal) && affairs().iter().all(|word| !word.personal));
    }

    #[test]
    fn a_word_is_found_by_its_id_and_by_its_name() {
        assert_eq!(find(affairs(), "1.02").map(|word| word.id_name.as_str()), Some("Kesehatan"));
        assert_eq!(find(affairs(), " kesehatan ").map(|word| word.id.as_str()), Some("1.02"));
        assert_eq!(find(data(), "Staff").map(|word| word.id.as_str()), Some("pegawai"));
        assert_eq!(find(data(), "rahasia"), None);
    }
}
