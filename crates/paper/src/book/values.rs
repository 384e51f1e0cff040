//! What the sheet `/buku.typ` reads.

use super::shape::plain;
use super::{Binding, Book, Frame, Piece, Row, Tone, pieces};
use serde_json::{Value, json};

/// Longest run of characters without a place where a line may end.
const RUN: usize = 24;
/// A run up to here is broken nowhere: `Rp1.250.000.000` is one.
const FIGURE: usize = 18;

/// The values of [`crate::BOOK`].
pub fn values(book: &Book) -> Value {
    let (pieces, stamp) = pieces(book);
    let frame = Frame::of(book.lang);
    json!({ "buku": {
        "judul": plain(&book.title), "subjudul": plain(&book.subtitle), "penerbit": plain(&book.issuer), "hari": plain(&book.day),
        "bahasa": book.lang.code(), "jilid": book.binding == Binding::Book, "padat": book.binding == Binding::Brief, "mendatar": book.landscape, "cap": stamp,
        "kata": { "isi": frame.contents, "halaman": frame.page, "dari": frame.of, "tabel": frame.table },
        "isi": pieces.iter().map(piece).collect::<Value>(),
    } })
}

fn piece(piece: &Piece<'_>) -> Value {
    match piece {
        Piece::Heading(level, text) => json!({ "jenis": "kepala", "tingkat": level, "isi": broken(text) }),
        Piece::Text(text, stays) => json!({ "jenis": "teks", "isi": broken(text), "lekat": stays }),
        Piece::Lead(text) => json!({ "jenis": "inti", "isi": broken(text) }),
        Piece::Points(points) => {
            json!({ "jenis": "butir", "isi": points.iter().map(|one| broken(one)).collect::<Vec<_>>() })
        }
        Piece::Lines(lines, whole) => {
            let lines = lines.iter().map(|(label, text)| [broken(label), broken(text)]);
            json!({ "jenis": "garis", "isi": lines.collect::<Vec<_>>(), "utuh": whole })
        }
        Piece::Table { caption, table, rows, whole } => {
            let column = |(at, (head, width)): (usize, &(String, u16))| json!({ "judul": broken(&plain(head)), "lebar": (*width).max(1), "angka": figures(rows, at) });
            json!({
                "jenis": "tabel", "judul": broken(caption), "utuh": whole,
                "kolom": table.columns.iter().enumerate().map(column).collect::<Value>(),
                "baris": rows.iter().map(row).collect::<Value>(),
            })
        }
        Piece::NewPage => json!({ "jenis": "halaman" }),
    }
}

/// Whether the head of a column stands right: over figures.
pub(crate) fn figures(rows: &[Row<'_>], at: usize) -> bool {
    rows.first().and_then(|row| row.cells.get(at)).is_some_and(|(_, cell)| cell.figure)
}

fn row(row: &Row<'_>) -> Value {
    let cell = |(text, cell): &(String, &super::Cell)| json!([broken(text), cell.figure, tone(cell.tone)]);
    json!({ "utuh": row.together, "isi": row.cells.iter().map(cell).collect::<Value>() })
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "baik",
        Tone::Warn => "awas",
        Tone::Bad => "buruk",
        Tone::Bar => "balok",
    }
}

/// The text with places where a long address or a word that never ends may be broken, so that no column runs over.
fn broken(text: &str) -> String {
    let (mut out, mut run) = (String::with_capacity(text.len()), 0);
    for character in text.chars() {
        run = if character.is_whitespace() || character == '-' { 0 } else { run + 1 };
        out.push(character);
        if run > RUN || (run > FIGURE && matches!(character, '/' | '.' | '_' | '?' | '&' | '=')) {
            out.push('\u{200B}');
            run = 0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_never_ends_can_be_broken_and_an_ordinary_one_stays_whole() {
        assert_eq!(broken("pertanggungjawaban keuangan"), "pertanggungjawaban keuangan");
        let long = "a".repeat(5000);
        assert_eq!(broken(&long).replace('\u{200B}', ""), long);
        assert!(broken(&long).split('\u{200B}').all(|part| part.chars().count() <= RUN + 1));
    }
}
