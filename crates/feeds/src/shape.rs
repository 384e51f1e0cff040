//! Whether what came has the columns that the mapping file names, and where they stand.

use crate::model::Feed;
use definition::names;

/// Where the columns of a feed stand in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// For each column of the feed, in its order, the place in the row.
    pub places: Vec<usize>,
    /// How many names the header has.
    pub width: usize,
    /// Names that the mapping file does not take.
    pub extra: Vec<String>,
}

/// Why the run stops: the table has another shape than the mapping file says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtherShape {
    /// These columns are not there, each with the name that is most like it.
    #[error("kolom tidak ada: {}", .0.iter().map(Missing::to_string).collect::<Vec<_>>().join("; "))]
    Missing(Vec<Missing>),
    /// This column is there twice.
    #[error("judul kolom `{0}` tertulis dua kali")]
    Doubled(String),
}

/// A column that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its name at the source.
    pub name: String,
    /// The name that is there and most like it.
    pub near: Option<String>,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.near {
            Some(near) => write!(f, "`{}` (mungkin sekarang `{near}`)", self.name),
            None => write!(f, "`{}`", self.name),
        }
    }
}

impl Shape {
    /// Finds each column by its name, whatever its capitals and blanks.
    ///
    /// # Errors
    /// A column is not there, or there twice.
    pub fn of(feed: &Feed, header: &[String]) -> Result<Self, OtherShape> {
        let plain: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let wanted: Vec<String> = feed.columns.values().map(|column| self::plain(&column.from)).collect();
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        for (column, wanted) in feed.columns.values().zip(&wanted) {
            let mut found = plain.iter().enumerate().filter(|(_, name)| *name == wanted);
            match (found.next(), found.next()) {
                (Some((at, _)), None) => places.push(at),
                (Some(_), Some(_)) => return Err(OtherShape::Doubled(column.from.clone())),
                (None, _) => {
                    let near = names::nearest(wanted, plain.iter().map(String::as_str));
                    missing.push(Missing { name: column.from.clone(), near });
                }
            }
        }
        if !missing.is_empty() {
            return Err(OtherShape::Missing(missing));
        }
        let named = header.iter().zip(&plain).filter(|(_, plain)| !plain.is_empty() && !wanted.contains(plain));
        let extra = named.map(|(name, _)| name.trim().chars().take(60).collect()).collect();
        Ok(Self { places, width: header.len(), extra })
    }
}

/// Names are told apart by their letters and digits only: `Tgl. Lahir ` is `tgl lahir`.
fn plain(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Feed {
        crate::check::load(include_str!("../tests/data/contoh.toml")).unwrap()
    }

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_found_by_their_names_wherever_they_stand() {
        let shape = Shape::of(&feed(), &header(&["No", "GOLONGAN", "nip ", "Nama_Lengkap", "Status", "TMT"])).unwrap();
        assert_eq!(shape.places, [2, 3, 1, 4, 5]);
        assert_eq!(shape.extra, ["No"]);
    }

    #[test]
    fn a_renamed_column_stops_and_names_what_is_most_like_it() {
        let wrong = Shape::of(&feed(), &header(&["NIP", "Nama lengkap", "Gol", "Status pegawai", "TMT"])).unwrap_err();
        let said = wrong.to_string();
        assert!(said.contains("`Golongan` (mungkin sekarang `gol`)"), "{said}");
        assert!(said.contains("`Status` (mungkin sekarang `status pegawai`)"), "{said}");
    }

    #[test]
    fn a_column_that_is_there_twice_stops() {
        let names = ["NIP", "nip", "Nama lengkap", "Golongan", "Status", "TMT"];
        assert_eq!(Shape::of(&feed(), &header(&names)), Err(OtherShape::Doubled("NIP".into())));
    }
}
