//! Cells that spreadsheets cannot mistake for formulas.

use std::borrow::Cow;

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

#[cfg(test)]
mod tests {
    use super::csv_safe;

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
}
