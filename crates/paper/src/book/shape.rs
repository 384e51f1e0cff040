//! A book as both files need it: headings that skip no level, texts without what neither file can hold, rows that know whether
//! they may be torn.

use super::{Block, Book, Cell, Table};

/// Deepest heading.
const DEEPEST: u8 = 4;
/// A row of so many lines, or fewer, stays on one page.
const TOGETHER: usize = 14;
/// So do lines of label and value, and a whole table, of so many.
const WHOLE: usize = 24;
/// Characters of a line beside its label.
const BESIDE: usize = 70;
/// Characters that fit into a line of a table over the whole width: upright, and on a wide page.
const LINE: (usize, usize) = (100, 150);

/// A block, put in order.
pub(crate) enum Piece<'a> {
    Heading(u8, String),
    /// `true`: it stays with the lines that follow.
    Text(String, bool),
    Lead(String),
    Points(Vec<String>),
    /// `true`: they stay on one page.
    Lines(Vec<(String, String)>, bool),
    Table {
        caption: String,
        table: &'a Table,
        rows: Vec<Row<'a>>,
        /// It stays on one page.
        whole: bool,
    },
    NewPage,
}

/// A row of a table: as many cells as there are columns.
pub(crate) struct Row<'a> {
    pub cells: Vec<(String, &'a Cell)>,
    /// It stays on one page.
    pub together: bool,
    /// Lines that its tallest cell takes, roughly.
    lines: usize,
}

static NOTHING: Cell = Cell { text: String::new(), figure: false, tone: super::Tone::Plain };

/// The blocks of a book and the word that stands on every page.
pub(crate) fn pieces(book: &Book) -> (Vec<Piece<'_>>, Option<String>) {
    let (mut pieces, mut stamp, mut level) = (Vec::with_capacity(book.blocks.len()), None, 0);
    for (at, block) in book.blocks.iter().enumerate() {
        pieces.push(match block {
            Block::Stamp(word) => {
                stamp = Some(plain(word));
                continue;
            }
            Block::Heading(wished, text) => {
                level = (*wished).clamp(1, DEEPEST).min(level + 1);
                Piece::Heading(level, plain(text).replace('\n', " "))
            }
            Block::Text(text) => Piece::Text(plain(text), matches!(book.blocks.get(at + 1), Some(Block::Lines(_)))),
            Block::Lead(text) => Piece::Lead(plain(text)),
            Block::Points(points) => Piece::Points(points.iter().map(|point| plain(point)).collect()),
            Block::Lines(lines) => {
                let lines: Vec<_> = lines.iter().map(|(label, text)| (plain(label), plain(text))).collect();
                let tall: usize = lines.iter().map(|(_, text)| height(text, BESIDE)).sum();
                Piece::Lines(lines, tall <= WHOLE)
            }
            Block::Table(table) => {
                let rows: Vec<Row<'_>> = table.rows.iter().map(|row| tidy(row, table, book.landscape)).collect();
                let tall: usize = rows.iter().map(|row| row.lines).sum();
                let caption = plain(&table.caption).replace('\n', " ");
                Piece::Table { caption, table, rows, whole: tall <= WHOLE }
            }
            Block::NewPage => Piece::NewPage,
        });
    }
    (pieces, stamp)
}

fn tidy<'a>(row: &'a [Cell], table: &Table, landscape: bool) -> Row<'a> {
    let wide: usize = table.columns.iter().map(|(_, width)| usize::from(*width)).sum::<usize>().max(1);
    let line = if landscape { LINE.1 } else { LINE.0 };
    let mut tallest = 1;
    let mut cells = Vec::with_capacity(table.columns.len());
    for (at, (_, width)) in table.columns.iter().enumerate() {
        let cell = row.get(at).unwrap_or(&NOTHING);
        let text = plain(&cell.text);
        let fits = (line * usize::from(*width) / wide).max(1);
        tallest = tallest.max(height(&text, fits));
        cells.push((text, cell));
    }
    Row { cells, together: tallest <= TOGETHER, lines: tallest }
}

/// Lines that a text takes, roughly, where so many characters fit into one.
fn height(text: &str, fits: usize) -> usize {
    text.split('\n').map(|part| part.chars().count() / fits + 1).sum()
}

/// A text without control characters and what XML 1.0 cannot hold; ends of lines are `\n`.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}' => {}
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Binding;
    use kernel::Lang;

    fn book(blocks: Vec<Block>) -> Book {
        Book {
            title: String::new(),
            subtitle: String::new(),
            issuer: String::new(),
            day: String::new(),
            lang: Lang::Id,
            binding: Binding::Book,
            landscape: false,
            blocks,
        }
    }

    #[test]
    fn a_heading_never_skips_a_level() {
        let heads = [3, 3, 1, 9, 2].map(|level| Block::Heading(level, "x".into()));
        let made = book(heads.to_vec());
        let levels: Vec<u8> = pieces(&made)
            .0
            .iter()
            .filter_map(|piece| if let Piece::Heading(level, _) = piece { Some(*level) } else { None })
            .collect();
        assert_eq!(levels, [1, 2, 1, 2, 2]);
    }

    #[test]
    fn a_row_that_would_not_fit_a_page_may_be_torn_and_a_short_one_is_filled_up() {
        let columns = vec![("A".to_owned(), 1), ("B".to_owned(), 1)];
        let rows = vec![vec![Cell::text("pendek")], vec![Cell::text("a".repeat(5000)), Cell::text("b")]];
        let made = book(vec![Block::Table(Table { caption: String::new(), columns, rows })]);
        let (pieces, _) = pieces(&made);
        let Some(Piece::Table { rows, .. }) = pieces.first() else { panic!("no table") };
        assert_eq!(rows.iter().map(|row| (row.cells.len(), row.together)).collect::<Vec<_>>(), [(2, true), (2, false)]);
    }

    #[test]
    fn what_no_file_can_hold_is_dropped_and_lines_stay() {
        assert_eq!(plain(" a\r\nb\u{0}\u{1B}c\td\u{FFFE} "), "a\nbc d");
    }
}
