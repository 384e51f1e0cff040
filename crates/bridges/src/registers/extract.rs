//! An extract of a register as a CSV file in the data folder. It is read when it is first asked and again once it changed;
//! only the columns that are taken stay in memory.

use super::settings::Settings;
use super::{Failure, plain_key};
use cases::doors::Record;
use sheet::table::{BadTable, Sound};
use sheet::{Source, is_mangled};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Largest file that is read.
const LARGEST: u64 = 256 * 1024 * 1024;
/// Between the fields of a row in memory; no field holds it.
const PART: char = '\u{1f}';

/// The file, and what it held when it was last read.
pub(super) struct Extract {
    path: PathBuf,
    key: String,
    take: Vec<(String, String)>,
    held: Mutex<Option<(Stamp, Reading)>>,
}

/// What reading gave: the rows, or why there are none, so that a broken file is read once.
type Reading = Result<Arc<Held>, Failure>;

/// A file that has the same is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    changed: Option<SystemTime>,
    bytes: u64,
}

/// The rows, one behind the other, and where each key stands.
struct Held {
    text: String,
    /// Hash of a key and where its row begins and ends, by hash.
    rows: Vec<(u64, usize, usize)>,
    hasher: RandomState,
}

impl Extract {
    pub fn new(path: &Path, settings: &Settings) -> Self {
        Self {
            path: path.to_owned(),
            key: settings.key.clone().unwrap_or_default(),
            take: settings.take.clone().into_iter().collect(),
            held: Mutex::default(),
        }
    }

    /// The row of a key as [`plain_key`] writes it; none where no row has it, or several.
    pub fn find(&self, key: &str) -> Result<Option<Record>, Failure> {
        let held = self.held()?;
        let Some(row) = held.only(key) else {
            return Ok(None);
        };
        let fields = row.split(PART).skip(1);
        let named = self.take.iter().zip(fields).filter(|(_, text)| !text.is_empty());
        Ok(Some(named.map(|((field, _), text)| (field.clone(), text.to_owned())).collect()))
    }

    /// Whether it can be read and holds anything.
    pub fn look(&self) -> Result<(), Failure> {
        let held = self.held()?;
        if held.rows.is_empty() { Err(self.failure("tidak berisi satu baris pun")) } else { Ok(()) }
    }

    fn held(&self) -> Reading {
        let stamp = self.stamp()?;
        let mut known = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some((before, held)) if *before == stamp => held.clone(),
            _ => {
                let held = self.read(stamp.bytes).map(Arc::new);
                *known = Some((stamp, held.clone()));
                held
            }
        }
    }

    fn stamp(&self) -> Result<Stamp, Failure> {
        let about = std::fs::metadata(&self.path).map_err(|error| self.failure(&error))?;
        Ok(Stamp { changed: about.modified().ok(), bytes: about.len() })
    }

    fn read(&self, bytes: u64) -> Result<Held, Failure> {
        if bytes > LARGEST {
            return Err(self.failure("lebih besar dari 256 MB"));
        }
        let wrong = |error: BadTable| self.failure(&error);
        let sound = Sound::check(&Source::Path(self.path.clone())).map_err(wrong)?;
        let column = |name: &String| {
            let at = sound.header.iter().position(|known| known == name);
            at.ok_or_else(|| self.failure(format!("tidak ada kolom `{name}`")))
        };
        let key = column(&self.key)?;
        let take = self.take.iter().map(|(_, name)| column(name)).collect::<Result<Vec<_>, _>>()?;
        let mut held = Held { text: String::new(), rows: Vec::new(), hasher: RandomState::new() };
        let mut rows = sound.rows().map_err(wrong)?;
        while let Some(row) = rows.next_row().map_err(wrong)? {
            let text = row.fields.get(key).map_or("", String::as_str);
            if is_mangled(text) {
                let why = format!("baris {}: nomor di kolom `{}` sudah dibulatkan lembar kerja", row.line, self.key);
                return Err(self.failure(why));
            }
            if let Some(key) = plain_key(text) {
                held.put(&key, take.iter().map(|at| row.fields.get(*at).map_or("", String::as_str)));
            }
        }
        held.rows.sort_unstable();
        Ok(held)
    }

    fn failure(&self, why: impl std::fmt::Display) -> Failure {
        Failure(format!("{}: {why}", self.path.display()))
    }
}

impl Held {
    fn put<'a>(&mut self, key: &str, fields: impl Iterator<Item = &'a str>) {
        let begin = self.text.len();
        self.text.push_str(key);
        for field in fields {
            self.text.push(PART);
            self.text.extend(field.trim().chars().filter(|c| *c != PART));
        }
        self.rows.push((self.hasher.hash_one(key), begin, self.text.len()));
    }

    /// The row of a key that stands there once.
    fn only(&self, key: &str) -> Option<&str> {
        let hash = self.hasher.hash_one(key);
        let first = self.rows.partition_point(|(known, ..)| *known < hash);
        let near = self.rows.iter().skip(first).take_while(|(known, ..)| *known == hash);
        let rows = near.filter_map(|(_, begin, end)| self.text.get(*begin..*end));
        let mut own = rows.filter(|row| row.split(PART).next() == Some(key));
        let row = own.next();
        row.filter(|_| own.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIK: &str = "3517010101900001";

    fn extract(folder: &Path, text: &str) -> Extract {
        let path = folder.join("dukcapil.csv");
        std::fs::write(&path, text).unwrap();
        let settings =
            "berkas = \"dukcapil.csv\"\nkunci = \"NIK\"\nambil = { nama = \"NAMA\", alamat_ktp = \"ALAMAT\" }";
        Extract::new(&path, &toml::from_str(settings).unwrap())
    }

    fn name(extract: &Extract, key: &str) -> Option<String> {
        extract.find(key).unwrap().and_then(|record| record.get("nama").cloned())
    }

    #[test]
    fn a_row_is_found_by_its_key_whatever_the_delimiter_and_the_dress_of_the_number() {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("NO;NAMA;NIK;ALAMAT\n1;\"BUDI; S\";'{NIK};\n2;SARI;3517 0102 0290 0002;JL MELATI 3\n");
        let extract = extract(folder.path(), &text);
        assert_eq!(name(&extract, NIK).as_deref(), Some("BUDI; S"));
        let sari = extract.find("3517010202900002").unwrap().unwrap();
        assert_eq!(
            sari.into_iter().collect::<Vec<_>>(),
            [("alamat_ktp".to_owned(), "JL MELATI 3".to_owned()), ("nama".to_owned(), "SARI".to_owned())]
        );
        assert!(!extract.find(NIK).unwrap().unwrap().contains_key("alamat_ktp"), "an empty cell says nothing");
        assert_eq!(extract.find("3517010101900009").unwrap(), None);
        extract.look().unwrap();
    }

    #[test]
    fn a_key_that_stands_there_twice_is_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let extract = extract(folder.path(), &format!("NIK,NAMA,ALAMAT\n{NIK},BUDI,X\n{NIK},SARI,Y\n"));
        assert_eq!(extract.find(NIK).unwrap(), None);
    }

    #[test]
    fn a_changed_file_is_read_again_and_a_broken_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let first = extract(folder.path(), &format!("NIK,NAMA,ALAMAT\n{NIK},BUDI,X\n"));
        assert_eq!(name(&first, NIK).as_deref(), Some("BUDI"));
        std::fs::write(&first.path, format!("NIK,NAMA,ALAMAT\n{NIK},BUDI SANTOSO,X\n")).unwrap();
        assert_eq!(name(&first, NIK).as_deref(), Some("BUDI SANTOSO"));
        std::fs::write(&first.path, "NIK,NAMA\n1,\"x\n").unwrap();
        assert!(first.find(NIK).unwrap_err().0.contains("tanda kutip"));
        std::fs::write(&first.path, "NIK,NAMA\n1,x\n").unwrap();
        assert!(first.find(NIK).unwrap_err().0.contains("tidak ada kolom `ALAMAT`"));
        std::fs::write(&first.path, "NIK,NAMA,ALAMAT\n\"3,51701E+15\",x,y\n").unwrap();
        assert!(first.find(NIK).unwrap_err().0.contains("dibulatkan"));
        std::fs::write(&first.path, "NIK,NAMA,ALAMAT\n").unwrap();
        assert!(first.look().unwrap_err().0.contains("satu baris pun"));
        std::fs::remove_file(&first.path).unwrap();
        assert!(first.find(NIK).is_err());
    }
}
