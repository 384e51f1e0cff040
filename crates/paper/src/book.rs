//! A document of headings, texts and tables. PDF and DOCX are made of the same one, so that both say the same.

mod shape;
mod values;

pub(crate) use shape::{Piece, Row, pieces, plain};
pub(crate) use values::figures;
pub use values::values;

use kernel::Lang;

/// A whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// Its title.
    pub title: String,
    /// A line below it; may be empty.
    pub subtitle: String,
    /// Who issues it, for example `Pemerintah Kabupaten Jombang`.
    pub issuer: String,
    /// Its day in words.
    pub day: String,
    /// The language of its texts.
    pub lang: Lang,
    /// How it is made up.
    pub binding: Binding,
    /// Wide pages, for wide tables.
    pub landscape: bool,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// How a document is made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// A title page, a table of contents and numbered chapters.
    Book,
    /// Begins on its first page.
    Report,
    /// The same in small print and narrow margins, for what has to stand on one sheet.
    Brief,
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; 1 begins a chapter, which in a bound book begins a page.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A short paragraph that is set off: what the reader takes away.
    Lead(String),
    /// Points.
    Points(Vec<String>),
    /// Lines of label and value.
    Lines(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// What follows begins a page.
    NewPage,
    /// A word that stands on every page, for example `RANCANGAN`; where among the blocks does not matter.
    Stamp(String),
}

/// A table with one row of heads, repeated on every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Head and relative width of each column.
    pub columns: Vec<(String, u16)>,
    /// Its rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// A figure stands right.
    pub figure: bool,
    /// How it is to be taken; said in its text too, because colour alone tells nobody.
    pub tone: Tone,
}

/// How a cell is to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// In order.
    Good,
    /// To be watched.
    Warn,
    /// Not in order.
    Bad,
    /// Drawn full: part of a bar that neighbouring cells make. Its text is [`BAR`] or a few letters.
    Bar,
}

/// The text of a cell that is part of a bar and says nothing else.
pub const BAR: &str = "■";

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), figure: false, tone: Tone::Plain }
    }

    /// A figure.
    pub fn figure(text: impl Into<String>) -> Self {
        Self { figure: true, ..Self::text(text) }
    }

    /// The same with a tone.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

/// What the book's frame says in its language.
pub(crate) struct Frame {
    pub contents: &'static str,
    pub page: &'static str,
    pub of: &'static str,
    pub table: &'static str,
}

impl Frame {
    pub(crate) const fn of(lang: Lang) -> Self {
        match lang {
            Lang::Id => Self { contents: "Daftar isi", page: "halaman", of: "dari", table: "Tabel" },
            Lang::En => Self { contents: "Contents", page: "page", of: "of", table: "Table" },
        }
    }
}
