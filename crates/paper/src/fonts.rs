//! The fonts that a crate of crates.io carries: nothing is searched on the machine, so a letter looks the same everywhere.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The family of every sheet; others of the same crate are for mathematics.
const FAMILY: &str = "Libertinus Serif";

/// Fonts and their index.
pub(crate) struct Fonts {
    pub book: LazyHash<FontBook>,
    pub all: Vec<Font>,
}

impl Fonts {
    pub fn embedded() -> Self {
        let all: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .filter(|font| font.info().family == FAMILY)
            .collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&all)), all }
    }

    /// Whether some font can show this character.
    pub fn show(&self, character: char) -> bool {
        self.all.iter().any(|font| font.info().coverage.contains(u32::from(character)))
    }
}
