//! Text as people count and compare it.

use unicode_normalization::UnicodeNormalization;

/// Trimmed and in NFC, the form in which lengths are counted and texts compared (semantics R9).
pub fn normal(text: &str) -> String {
    text.trim().nfc().collect()
}

/// Unicode characters after NFC; the unit of `maks` on texts (semantics R9).
pub fn length(text: &str) -> usize {
    text.nfc().count()
}

/// Digits grouped by points, as numbers are written in Indonesian: `1.284`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decomposed_letter_counts_once() {
        assert_eq!(length("e\u{301}"), 1);
        assert_eq!(normal("  Ja\u{301}lan "), "J\u{e1}lan");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!((grouped(0), grouped(999), grouped(1284)), ("0".to_owned(), "999".to_owned(), "1.284".to_owned()));
    }
}
