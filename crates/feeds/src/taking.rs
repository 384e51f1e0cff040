//! Rows on their way in: each is read by the mapping file, held against what is kept, and only what is new or changed is put
//! aside. Whatever the source, memory holds two short hashes a row; the rows themselves wait in a file without a name.

use crate::model::{Feed, Vanished};
use crate::shape::{OtherShape, Shape};
use crate::value::{Bad, Cell, Written};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, Write as _};
use std::sync::Arc;
use store::Vault;

/// So many rejects are kept of a run; the others are counted.
pub const MOST_REJECTS: usize = 1000;
/// What is shown of a rejected value, in characters.
const SHOWN: usize = 80;

/// Why a run stopped before anything was kept.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The table has another shape.
    #[error(transparent)]
    Shape(#[from] OtherShape),
    /// More rows than the mapping file allows.
    #[error("lebih dari {0} baris; naikkan `paling_banyak` bila memang sebanyak itu")]
    TooMany(u32),
    /// The rows could not be put aside.
    #[error("tempat sementara penuh atau tidak dapat ditulis")]
    Spool(#[from] io::Error),
}

/// What rows are counted as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Read.
    pub read: i64,
    /// New.
    pub inserted: i64,
    /// With other values than before.
    pub changed: i64,
    /// No longer there.
    pub vanished: i64,
    /// As they were.
    pub unchanged: i64,
    /// Taken, although some cell was written otherwise.
    pub repaired: i64,
    /// Not taken.
    pub rejected: i64,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Its number at the source.
    pub row: u64,
    /// Id of the column; empty: the whole row.
    pub column: String,
    /// Why.
    pub bad: Bad,
    /// What stood there; stars where it is personal.
    pub shown: String,
}

/// A row that is new or changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Keyed hash of its key, 32 hexadecimal digits: its public name.
    pub id: String,
    /// Its key as text; none where that is personal.
    pub key: Option<String>,
    /// Keyed hash of all its values.
    pub hash: String,
    /// Whether it was not kept before.
    pub new: bool,
    /// Values that are not personal, by column.
    pub open: Map<String, Json>,
    /// Personal values, by column.
    pub personal: Map<String, Json>,
}

/// A run that is reading.
pub struct Taking {
    feed: Arc<Feed>,
    vault: Vault,
    known: HashMap<u128, u128>,
    seen: HashSet<u128>,
    shape: Option<(Shape, Written)>,
    spool: BufWriter<File>,
    /// What was counted so far.
    pub counts: Counts,
    /// The first [`MOST_REJECTS`].
    pub rejects: Vec<Reject>,
    /// What the owner should know, in a sentence each; no personal value.
    pub notes: Vec<String>,
    purposes: (String, String),
}

/// What a run read, ready to be kept.
pub struct Taken {
    spool: BufReader<File>,
    /// Ids of kept rows that did not come again.
    pub vanished: Vec<String>,
    /// How many were kept before.
    pub before: i64,
    /// What was counted.
    pub counts: Counts,
    /// The first [`MOST_REJECTS`].
    pub rejects: Vec<Reject>,
    /// What the owner should know.
    pub notes: Vec<String>,
}

impl Taking {
    /// Begins; `known` holds ids and hashes of the rows that are kept.
    ///
    /// # Errors
    /// No temporary file can be made.
    pub fn new(feed: Arc<Feed>, vault: Vault, known: HashMap<u128, u128>) -> io::Result<Self> {
        let purposes = (format!("feed {} key", feed.id), format!("feed {} row", feed.id));
        Ok(Self {
            feed,
            vault,
            known,
            seen: HashSet::new(),
            shape: None,
            spool: BufWriter::new(tempfile::tempfile()?),
            counts: Counts::default(),
            rejects: Vec::new(),
            notes: Vec::new(),
            purposes,
        })
    }

    /// Takes the names of the columns.
    ///
    /// # Errors
    /// They are not those of the mapping file.
    pub fn header(&mut self, names: &[String], written: Written) -> Result<(), Stopped> {
        let shape = Shape::of(&self.feed, names)?;
        if !shape.extra.is_empty() {
            let shown: Vec<&str> = shape.extra.iter().take(10).map(String::as_str).collect();
            self.notes.push(format!("kolom yang tidak diambil: {}", shown.join(", ")));
        }
        self.shape = Some((shape, written));
        Ok(())
    }

    /// Where the columns of the feed stand in a row.
    pub(crate) fn places(&self) -> Vec<usize> {
        self.shape.as_ref().map(|(shape, _)| shape.places.clone()).unwrap_or_default()
    }

    /// Takes a row.
    ///
    /// # Errors
    /// There are too many, or it cannot be put aside.
    pub fn row(&mut self, number: u64, cells: &[String]) -> Result<(), Stopped> {
        if self.counts.read >= i64::from(self.feed.rules.most_rows) {
            return Err(Stopped::TooMany(self.feed.rules.most_rows));
        }
        self.counts.read += 1;
        let Some((record, repaired)) = self.record(number, cells) else {
            self.counts.rejected += 1;
            return Ok(());
        };
        let Some(change) = self.told_apart(number, record) else {
            return Ok(());
        };
        self.counts.repaired += i64::from(repaired);
        serde_json::to_writer(&mut self.spool, &change).map_err(io::Error::other)?;
        Ok(self.spool.write_all(b"\n")?)
    }

    /// All values of a row, or none with the first wrong cell as reason. The key of a rejected row still counts as seen: a
    /// row that is there with a fault did not vanish.
    fn record(&mut self, number: u64, cells: &[String]) -> Option<(Map<String, Json>, bool)> {
        let feed = Arc::clone(&self.feed);
        let (shape, written) = self.shape.as_ref()?;
        let (written, torn) = (*written, cells.iter().skip(shape.width).any(|cell| !cell.trim().is_empty()));
        let places = shape.places.clone();
        if torn {
            self.reject(number, "", Bad::Torn, "");
            return None;
        }
        let (mut values, mut repaired, mut wrong) = (Map::new(), false, false);
        for ((id, column), place) in feed.columns.iter().zip(places) {
            let text = cells.get(place).map_or("", String::as_str);
            let cell = Cell::of(column, text, written);
            match cell {
                Ok(cell) if cell.value.is_null() && feed.key.contains(id) => {
                    self.reject(number, id, Bad::Empty, "");
                    wrong = true;
                }
                Ok(cell) => {
                    repaired |= cell.repaired;
                    values.insert(id.clone(), cell.value);
                }
                Err(bad) => {
                    self.reject(number, id, bad, text);
                    wrong = true;
                }
            }
        }
        if wrong {
            if let Some(key) = self.key(&values) {
                self.seen.insert(self.id(&key));
            }
            return None;
        }
        Some((values, repaired))
    }

    /// The change that a row is; none where it is as it was, or where its key came before in this run.
    fn told_apart(&mut self, number: u64, values: Map<String, Json>) -> Option<Change> {
        let key = self.key(&values)?;
        let id = self.id(&key);
        if !self.seen.insert(id) {
            let column = self.feed.key.first().cloned().unwrap_or_default();
            self.reject(number, &column, Bad::Doubled, &key);
            self.counts.rejected += 1;
            return None;
        }
        let text = Json::Object(values.clone()).to_string();
        let hash = short(&self.vault.search_hash(&self.purposes.1, &text));
        let before = self.known.get(&id);
        if before == Some(&hash) {
            self.counts.unchanged += 1;
            return None;
        }
        let new = before.is_none();
        if new {
            self.counts.inserted += 1
        } else {
            self.counts.changed += 1
        }
        let personal = |id: &String| self.feed.columns.get(id).is_some_and(|column| column.personal.is_some());
        let (sealed, open) = values.into_iter().partition(|(id, _)| personal(id));
        let key = (!self.feed.personal_key()).then_some(key);
        Some(Change { id: hex(id), key, hash: hex(hash), new, open, personal: sealed })
    }

    /// The key as text: the value itself, or a list where it has several columns.
    fn key(&self, values: &Map<String, Json>) -> Option<String> {
        let parts = self.feed.key.iter().map(|id| values.get(id).filter(|value| !value.is_null()));
        let parts: Vec<&Json> = parts.collect::<Option<_>>()?;
        Some(match parts.as_slice() {
            [Json::String(text)] => text.clone(),
            [one] => one.to_string(),
            several => serde_json::to_string(several).unwrap_or_default(),
        })
    }

    fn id(&self, key: &str) -> u128 {
        short(&self.vault.search_hash(&self.purposes.0, key))
    }

    fn reject(&mut self, row: u64, column: &str, bad: Bad, text: &str) {
        if self.rejects.len() < MOST_REJECTS {
            let personal = self.feed.columns.get(column).is_some_and(|column| column.personal.is_some());
            let shown = if personal { masked(text) } else { text.chars().take(SHOWN).collect() };
            self.rejects.push(Reject { row, column: column.to_owned(), bad, shown });
        }
    }

    /// Ends reading.
    ///
    /// # Errors
    /// What was put aside cannot be read again.
    pub fn finish(mut self) -> Result<Taken, Stopped> {
        let mut file = self.spool.into_inner().map_err(|error| error.into_error())?;
        file.rewind()?;
        let gone = self.feed.rules.vanished != Vanished::Kept;
        let mut vanished: Vec<u128> =
            self.known.keys().filter(|id| gone && !self.seen.contains(*id)).copied().collect();
        vanished.sort_unstable();
        self.counts.vanished = vanished.len() as i64;
        Ok(Taken {
            spool: BufReader::new(file),
            vanished: vanished.into_iter().map(hex).collect(),
            before: self.known.len() as i64,
            counts: self.counts,
            rejects: self.rejects,
            notes: self.notes,
        })
    }
}

impl Taken {
    /// The next changes, at most so many.
    ///
    /// # Errors
    /// What was put aside cannot be read again.
    pub fn next(&mut self, most: usize) -> io::Result<Vec<Change>> {
        let (mut changes, mut line) = (Vec::new(), String::new());
        while changes.len() < most {
            line.clear();
            if self.spool.read_line(&mut line)? == 0 {
                break;
            }
            changes.push(serde_json::from_str(&line).map_err(io::Error::other)?);
        }
        Ok(changes)
    }
}

/// The first half of a hash in hexadecimal digits.
fn short(hash: &str) -> u128 {
    hash.get(..32).and_then(|half| u128::from_str_radix(half, 16).ok()).unwrap_or_default()
}

/// As it is kept.
pub(crate) fn hex(half: u128) -> String {
    format!("{half:032x}")
}

/// Reads what [`hex`] wrote.
pub(crate) fn unhex(text: &str) -> u128 {
    u128::from_str_radix(text, 16).unwrap_or_default()
}

/// How long a personal value was and how it begins and ends, enough to find it in the old system and nowhere else.
fn masked(text: &str) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [first, .., last] if letters.len() > 5 => format!("{first}{}{last}", "*".repeat((letters.len() - 2).min(20))),
        some => "*".repeat(some.len()),
    }
}
