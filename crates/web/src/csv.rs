//! Tables as CSV: cells that spreadsheets cannot mistake for formulas, in files that they open rightly.

use crate::download::download;
use crate::error::Answer;
use crate::media;
use std::borrow::Cow;

/// Without it spreadsheets take the file for Latin.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A cell that no spreadsheet runs (ASVS 1.2.10): texts that begin with `= + - @`, tab or carriage return get an
/// apostrophe before them, unless they are plain numbers. Quoting is left to the CSV writer.
pub fn csv_safe(cell: &str) -> Cow<'_, str> {
    let risky = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r', '\n']);
    if risky && !is_number(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// A table as CSV with a byte order mark, each cell safe in a spreadsheet. Writing in memory cannot fail.
pub fn csv_table(
    head: impl IntoIterator<Item = impl AsRef<str>>,
    rows: impl IntoIterator<Item = impl IntoIterator<Item = impl AsRef<str>>>,
) -> Vec<u8> {
    let mut out = BYTE_ORDER_MARK.to_owned();
    line(&mut out, head);
    for row in rows {
        line(&mut out, row);
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        quote(out, &csv_safe(cell.as_ref()));
    }
    out.push('\n');
}

/// RFC 4180: what holds a separator stands in quotes, and quotes in it stand twice.
fn quote(out: &mut String, cell: &str) {
    if cell.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

/// The table of [`csv_table`] as a file to keep.
///
/// # Errors
/// As [`download`].
pub fn csv_file(
    name: &str,
    head: impl IntoIterator<Item = impl AsRef<str>>,
    rows: impl IntoIterator<Item = impl IntoIterator<Item = impl AsRef<str>>>,
) -> Answer {
    download(name, media::CSV, csv_table(head, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for cell in ["=1+1", "+62812", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(\"x\")", "-", "-1-1"] {
            assert_eq!(csv_safe(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn plain_texts_and_numbers_stay_as_they_are() {
        for cell in ["", "Jalan Merdeka 5", "-7.5461", "-1.284,5", "a=b", "12"] {
            assert_eq!(csv_safe(cell), cell);
        }
    }

    #[test]
    fn a_table_holds_its_cells_safe_and_quoted() {
        let rows = [["=1+1", "Ploso, Jombang"], ["kata \"baru\"", "dua\nbaris"], ["", "-7.5"]];
        let table = String::from_utf8(csv_table(["nama", "isi"], rows)).unwrap();
        let lines = "nama,isi\n'=1+1,\"Ploso, Jombang\"\n\"kata \"\"baru\"\"\",\"dua\nbaris\"\n,-7.5\n";
        assert_eq!(table, format!("{BYTE_ORDER_MARK}{lines}"));
    }

    #[test]
    fn a_table_without_rows_has_its_head() {
        let none: [Vec<String>; 0] = [];
        assert_eq!(csv_table(["nama"], none), format!("{BYTE_ORDER_MARK}nama\n").into_bytes());
    }
}
