//! Media types: of the files that rooms write, and what the bytes of a document are, whatever its name and its sender say.

/// A table as CSV.
pub const CSV: &str = "text/csv; charset=utf-8";
/// A spreadsheet (Office Open XML).
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// JSON.
pub const JSON: &str = "application/json";

/// The media type of a PDF, a JPEG or a PNG by its first bytes; `None` for everything else.
pub fn document(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        _ => None,
    }
}

/// The ending of a file name for a media type that [`document`] knows.
pub fn ending(media: &str) -> &'static str {
    match media {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "pdf",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_first_bytes() {
        assert_eq!(document(b"%PDF-1.7 ..."), Some("application/pdf"));
        assert_eq!(document(&[0xFF, 0xD8, 0xFF, 0xE0]), Some("image/jpeg"));
        for disguised in [b"MZ\x90\x00laporan.pdf".as_slice(), b"<html>", b"PK\x03\x04", b"", b"\x89PNG"] {
            assert_eq!(document(disguised), None);
        }
    }
}
