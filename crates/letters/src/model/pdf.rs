//! Whether a file that came back is a signed PDF at all. Who signed it, readers of PDF check; this keeps out what a broken
//! service sends instead.

/// Whether this is a PDF with a signature over everything before it: `/ByteRange [0 b c d]` with a gap between b and c that
/// holds a hexadecimal string, and d bytes behind it, all within the file (ISO 32000-1, 12.8.1).
pub fn is_signed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
        && ranges(bytes).any(|[first, before, gap, behind]| {
            let whole = gap.checked_add(behind).is_some_and(|end| end <= bytes.len());
            let hex = bytes
                .get(before..gap)
                .is_some_and(|hole| hole.starts_with(b"<") && hole.ends_with(b">") && hole.len() > 2);
            first == 0 && before > 0 && before < gap && behind > 0 && whole && hex
        })
}

fn ranges(bytes: &[u8]) -> impl Iterator<Item = [usize; 4]> {
    const KEY: &[u8] = b"/ByteRange";
    let at = bytes.windows(KEY.len()).enumerate().filter(|(_, word)| *word == KEY).map(|(at, _)| at + KEY.len());
    at.filter_map(|at| {
        let rest = bytes.get(at..bytes.len().min(at + 120))?;
        let text = String::from_utf8_lossy(rest);
        let inner = text.trim_start().strip_prefix('[')?.split(']').next()?;
        let numbers: Vec<usize> = inner.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
        numbers.try_into().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> Vec<u8> {
        let head = "%PDF-1.7\n/ByteRange [0 41 51 5] /Contents";
        assert_eq!(head.len(), 41);
        format!("{head}<0123abcd>%%EOF").into_bytes()
    }

    #[test]
    fn a_pdf_with_a_signature_is_known() {
        assert!(is_signed(&signed()));
    }

    #[test]
    fn what_a_broken_service_sends_is_no_signed_pdf() {
        let cut = signed()[..signed().len() - 1].to_vec();
        let text = String::from_utf8(signed()).unwrap();
        let no_gap = text.replace("<0123abcd>", " 0123abcd ").into_bytes();
        for wrong in [b"".to_vec(), b"<html>".to_vec(), b"%PDF-1.7 tanpa tanda tangan".to_vec(), cut, no_gap] {
            assert!(!is_signed(&wrong), "{}", String::from_utf8_lossy(&wrong));
        }
        for range in
            ["[0 0 51 5]", "[0 41 51]", "[1 41 51 5]", "[0 51 41 5]", "[0 41 51 -5]", "[0 41 99999999999999999999 5]"]
        {
            assert!(!is_signed(text.replace("[0 41 51 5]", range).as_bytes()), "{range}");
        }
    }
}
