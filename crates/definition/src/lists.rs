//! Code lists: CSV `kode,label` beside the definitions or in the region (semantics R70).

use indexmap::IndexMap;

/// The lists that definitions may name in `daftar` and `alasan`, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    lists: IndexMap<String, CodeList>,
    /// Outlines that `dalam` may name, besides `wilayah-kabupaten`.
    outlines: Vec<String>,
    /// Calendars that `kalender` may name, besides `hari-kerja-pemda`.
    calendars: Vec<String>,
    /// Sources that `isi_dari` may ask.
    sources: Vec<String>,
}

/// Code to label, in the order of the file.
pub type CodeList = IndexMap<String, String>;

/// A list with more codes than this is searched by typing; nobody scrolls through it on a phone.
pub const SEARCHED_ABOVE: usize = 60;
/// Between code and label where both are shown.
pub const DASH: &str = " – ";

/// The outline of the region itself.
pub const REGION_OUTLINE: &str = "wilayah-kabupaten";
/// The list of the region's units, by which a form lets people choose one; no file holds it, the program adds it.
pub const UNITS: &str = "unit";
/// The region's working calendar.
pub const REGION_CALENDAR: &str = "hari-kerja-pemda";

/// A code list that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadList {
    /// The first line is not `kode,label`.
    #[error("baris pertama daftar harus `kode,label`")]
    Heading,
    /// A row that is no code and label.
    #[error("baris {0}: harus kode dan label, keduanya tidak kosong")]
    Row(u64),
    /// A code that was there before.
    #[error("baris {0}: kode `{1}` sudah ada")]
    Twice(u64, String),
}

impl Lists {
    /// No lists.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a list read from CSV; `name` is the file's name without `.csv`.
    ///
    /// # Errors
    /// A heading other than `kode,label`, an empty cell, a code twice, broken quotes.
    pub fn add(&mut self, name: impl Into<String>, csv: &str) -> Result<(), BadList> {
        self.lists.insert(name.into(), read(csv)?);
        Ok(())
    }

    /// Adds the list [`UNITS`] out of the region's units and their names.
    pub fn add_units(&mut self, units: impl IntoIterator<Item = (String, String)>) {
        self.lists.insert(UNITS.to_owned(), units.into_iter().collect());
    }

    /// Adds the name of an outline that the region has.
    pub fn add_outline(&mut self, name: impl Into<String>) {
        self.outlines.push(name.into());
    }

    /// Adds the name of a calendar that the region has.
    pub fn add_calendar(&mut self, name: impl Into<String>) {
        self.calendars.push(name.into());
    }

    /// Adds the name of a source that the region has (`isi_dari.sumber`).
    pub fn add_source(&mut self, name: impl Into<String>) {
        self.sources.push(name.into());
    }

    /// A list.
    pub fn get(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// The list, if it is so long that people search in it.
    pub fn searched(&self, name: &str) -> Option<&CodeList> {
        self.get(name).filter(|list| list.len() > SEARCHED_ABOVE)
    }

    /// The names of all lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    pub(crate) fn outlines(&self) -> Vec<&str> {
        std::iter::once(REGION_OUTLINE).chain(self.outlines.iter().map(String::as_str)).collect()
    }

    pub(crate) fn has_source(&self, name: &str) -> bool {
        self.sources.iter().any(|known| known == name)
    }

    pub(crate) fn calendars(&self) -> Vec<&str> {
        std::iter::once(REGION_CALENDAR).chain(self.calendars.iter().map(String::as_str)).collect()
    }
}

/// The code that somebody wrote out: alone, before its label, or as the label alone.
pub fn spelled<'a>(list: &'a CodeList, typed: &str) -> Option<&'a str> {
    let typed = typed.trim();
    let before = typed.split_once(DASH).map_or(typed, |(code, _)| code.trim());
    let code = list.get_key_value(before).map(|(code, _)| code.as_str());
    code.or_else(|| {
        let lower = typed.to_lowercase();
        list.iter().find(|(_, label)| label.to_lowercase() == lower).map(|(code, _)| code.as_str())
    })
}

/// Codes and labels that hold the most of the typed words, those with whole words first, else in the order of the file.
pub fn fitting<'a>(list: &'a CodeList, typed: &str) -> Vec<(&'a str, &'a str)> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect();
    let mut found: Vec<((usize, usize), &str, &str)> = Vec::new();
    for (code, label) in list {
        let lower = label.to_lowercase();
        let whole = |word: &&&str| lower.split(|c: char| !c.is_alphanumeric()).any(|known| known == **word);
        let held = words.iter().filter(|word| lower.contains(**word) || code.starts_with(**word)).count();
        if held > 0 {
            found.push(((held, words.iter().filter(whole).count()), code, label));
        }
    }
    let most = found.iter().map(|((held, _), ..)| *held).max().unwrap_or(0);
    found.retain(|((held, _), ..)| *held == most);
    found.sort_by_key(|((_, whole), ..)| std::cmp::Reverse(*whole));
    found.into_iter().map(|(_, code, label)| (code, label)).collect()
}

fn read(text: &str) -> Result<CodeList, BadList> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut list = CodeList::new();
    for (index, record) in reader.records().enumerate() {
        let line = index as u64 + 1;
        let record = record.map_err(|_| BadList::Row(line))?;
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        if index == 0 {
            if cells != ["kode", "label"] {
                return Err(BadList::Heading);
            }
            continue;
        }
        match cells.as_slice() {
            [code, label] if !code.is_empty() && !label.is_empty() => {
                let before = list.insert((*code).to_owned(), kernel::text::normal(label));
                if before.is_some() {
                    return Err(BadList::Twice(line, (*code).to_owned()));
                }
            }
            _ => return Err(BadList::Row(line)),
        }
    }
    if list.is_empty() { Err(BadList::Heading) } else { Ok(list) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_the_order_of_its_file() {
        let mut lists = Lists::new();
        lists.add("alasan-tolak", "kode,label\nz,Zeta\na,\"Alfa, beta\"\n").unwrap();
        let codes: Vec<&String> = lists.get("alasan-tolak").unwrap().keys().collect();
        assert_eq!(codes, ["z", "a"]);
    }

    fn trades() -> CodeList {
        read(
            "kode,label\n47112,Perdagangan eceran bukan di minimarket\n56102,Rumah/warung makan\n56103,Kedai makanan\n",
        )
        .unwrap()
    }

    #[test]
    fn a_code_is_known_alone_before_its_label_and_by_its_label() {
        let list = trades();
        assert_eq!(spelled(&list, " 56102 "), Some("56102"));
        assert_eq!(spelled(&list, "56102 – Rumah/warung makan"), Some("56102"));
        assert_eq!(spelled(&list, "KEDAI MAKANAN"), Some("56103"));
        assert_eq!(spelled(&list, "makan"), None);
    }

    #[test]
    fn what_holds_most_of_the_words_fits_and_whole_words_come_first() {
        let list = trades();
        let codes = |typed: &str| fitting(&list, typed).iter().map(|(code, _)| (*code).to_owned()).collect::<Vec<_>>();
        assert_eq!(codes("makan"), ["56102", "56103"]);
        assert_eq!(codes("warung makan"), ["56102"]);
        assert_eq!(codes("toko eceran"), ["47112"]);
        assert_eq!(codes("561"), ["56102", "56103"]);
        assert!(codes("bengkel").is_empty());
        assert!(codes(" ").is_empty());
    }

    #[test]
    fn a_list_with_a_code_twice_or_an_empty_label_is_refused() {
        let mut lists = Lists::new();
        assert_eq!(lists.add("x", "kode,label\na,1\na,2\n"), Err(BadList::Twice(3, "a".into())));
        assert_eq!(lists.add("x", "kode,label\na,\n"), Err(BadList::Row(2)));
        assert_eq!(lists.add("x", "code,name\na,b\n"), Err(BadList::Heading));
        assert_eq!(lists.add("x", ""), Err(BadList::Heading));
    }
}
