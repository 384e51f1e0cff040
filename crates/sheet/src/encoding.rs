//! In which encoding a file is written, found before the first row is read; and reading it as UTF-8.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, Read};

const BLOCK: usize = 64 * 1024;

/// How the bytes of a file become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, either order, with or without a mark.
    Utf16 {
        /// Whether the low byte comes first.
        little: bool,
    },
    /// Windows-1252, because it is no UTF-8 and nothing speaks for another.
    Windows1252,
}

/// Why a file cannot be read as text at all.
#[derive(Debug, thiserror::Error)]
pub enum BadText {
    /// It cannot be read.
    #[error("berkas tidak dapat dibaca: {0}")]
    Io(#[from] io::Error),
    /// There is nothing in it.
    #[error("berkas kosong")]
    Empty,
    /// It is another kind of file.
    #[error("ini {0}, bukan CSV; simpan dahulu sebagai CSV UTF-8")]
    OtherKind(&'static str),
    /// Mostly UTF-8, with bytes that are not: guessing would spoil the rest.
    #[error(
        "baris {line}: byte 0x{byte:02X} bukan UTF-8, padahal bagian lain berkas UTF-8; simpan ulang sebagai CSV UTF-8"
    )]
    Mixed {
        /// Where the first such byte stands.
        line: u64,
        /// Which.
        byte: u8,
    },
}

impl Written {
    /// What people call it, where it had to be converted.
    pub fn converted_from(self) -> Option<&'static str> {
        match self {
            Self::Utf8 => None,
            Self::Utf16 { .. } => Some("UTF-16"),
            Self::Windows1252 => Some("Windows-1252"),
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16 { little: true } => UTF_16LE,
            Self::Utf16 { little: false } => UTF_16BE,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// Finds out by reading everything once, in blocks.
    ///
    /// # Errors
    /// The file is empty, of another kind, or of mixed encoding.
    pub fn find(mut reader: impl Read) -> Result<Self, BadText> {
        let mut block = vec![0; BLOCK];
        let mut seen = Seen::default();
        let mut kept = 0;
        let mut first = true;
        loop {
            let read = read_some(&mut reader, &mut block[kept..])?;
            let bytes = &block[..kept + read];
            if first {
                if bytes.iter().all(u8::is_ascii_whitespace) && read < BLOCK {
                    return Err(BadText::Empty);
                }
                if let Some(kind) = other_kind(bytes) {
                    return Err(BadText::OtherKind(kind));
                }
                if let Some(little) = utf16(bytes) {
                    return Ok(Self::Utf16 { little });
                }
                first = false;
            }
            let used = seen.take(bytes, read == 0)?;
            if read == 0 {
                return seen.verdict();
            }
            let rest = kept + read - used;
            block.copy_within(used..kept + read, 0);
            kept = rest;
        }
    }
}

/// What the bytes so far say about UTF-8.
#[derive(Default)]
struct Seen {
    lines: u64,
    letters: u64,
    wrong: Option<(u64, u8)>,
}

impl Seen {
    /// Looks at these bytes and says how many of them are done; an unfinished character at the end waits for more.
    fn take(&mut self, bytes: &[u8], last: bool) -> Result<usize, BadText> {
        if bytes.contains(&0) {
            return Err(BadText::OtherKind("berkas biner"));
        }
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let (good, wrong) = match std::str::from_utf8(rest) {
                Ok(text) => (text, None),
                Err(error) => {
                    let good = rest.get(..error.valid_up_to()).unwrap_or_default();
                    let good = std::str::from_utf8(good).unwrap_or_default();
                    (good, Some(error.error_len()))
                }
            };
            self.lines += good.bytes().filter(|byte| *byte == b'\n').count() as u64;
            self.letters += good.chars().filter(|letter| *letter >= '\u{80}' && *letter != '\u{feff}').count() as u64;
            at += good.len();
            match wrong {
                None => break,
                Some(None) if !last => return Ok(at),
                Some(length) => {
                    let byte = bytes.get(at).copied().unwrap_or_default();
                    self.wrong = self.wrong.or(Some((self.lines + 1, byte)));
                    at += length.unwrap_or(rest.len());
                }
            }
        }
        Ok(at.min(bytes.len()))
    }

    fn verdict(&self) -> Result<Written, BadText> {
        match self.wrong {
            None => Ok(Written::Utf8),
            Some(_) if self.letters == 0 => Ok(Written::Windows1252),
            Some((line, byte)) => Err(BadText::Mixed { line, byte }),
        }
    }
}

fn read_some(reader: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match reader.read(&mut block[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "berkas Excel (.xlsx) atau ZIP"),
        (b"\xD0\xCF\x11\xE0", "berkas Excel lama (.xls)"),
        (b"%PDF", "berkas PDF"),
        (b"\x89PNG", "gambar"),
        (b"\xFF\xD8\xFF", "gambar"),
        (b"SQLite format 3", "basis data"),
    ];
    if let Some((_, kind)) = known.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(kind);
    }
    let start: Vec<u8> =
        bytes.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(14).map(u8::to_ascii_lowercase).collect();
    let page = start.starts_with(b"<!doctype html") || start.starts_with(b"<html");
    page.then_some("halaman web")
}

/// Whether it is UTF-16, and if so whether the low byte comes first: by its mark, or because every other byte is zero.
fn utf16(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(true),
        [0xFE, 0xFF, ..] => return Some(false),
        _ => {}
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = start.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, odd) if half > 3 && odd * 10 > half * 7 => Some(true),
        (even, 0) if half > 3 && even * 10 > half * 7 => Some(false),
        _ => None,
    }
}

/// Gives the text of a file as UTF-8 bytes, without a byte-order mark.
pub struct Utf8<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    /// Reads `inner` as `written`.
    pub fn new(inner: R, written: Written) -> Self {
        Self {
            inner,
            decoder: written.encoding().new_decoder_with_bom_removal(),
            raw: vec![0; BLOCK / 4],
            text: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = read_some(&mut self.inner, &mut self.raw)?;
        self.ended = read == 0;
        let need = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * BLOCK);
        self.text.resize(need, 0);
        let (result, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer has room for the worst case");
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.refill()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let length = rest.len().min(out.len());
        out[..length].copy_from_slice(&rest[..length]);
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<(Written, String), BadText> {
        let written = Written::find(bytes)?;
        let mut text = String::new();
        Utf8::new(bytes, written).read_to_string(&mut text)?;
        Ok((written, text))
    }

    #[test]
    fn utf_8_is_read_with_and_without_a_mark() {
        assert_eq!(read("isi\nrésumé\n".as_bytes()).unwrap(), (Written::Utf8, "isi\nrésumé\n".to_owned()));
        assert_eq!(read("\u{feff}isi\n".as_bytes()).unwrap(), (Written::Utf8, "isi\n".to_owned()));
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_a_mark_in_both_orders() {
        let text = "nomor;isi\n1;jalan – rusak\n";
        for (little, mark) in [(true, true), (false, true), (true, false), (false, false)] {
            let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            let bytes: Vec<u8> =
                units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
            assert_eq!(read(&bytes).unwrap(), (Written::Utf16 { little }, text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_utf_8_is_taken_for_windows_1252_and_says_so() {
        let (written, text) = read(b"isi\n\x93jalan\x94 rusak \x96 r\xE9sum\xE9\n").unwrap();
        assert_eq!(written.converted_from(), Some("Windows-1252"));
        assert_eq!(text, "isi\n“jalan” rusak – résumé\n");
    }

    #[test]
    fn utf_8_with_some_other_bytes_is_refused_with_the_line() {
        let mut bytes = "isi\nrésumé\nx".as_bytes().to_vec();
        bytes.push(0xE9);
        assert!(matches!(read(&bytes), Err(BadText::Mixed { line: 3, byte: 0xE9 })));
    }

    #[test]
    fn other_kinds_of_files_are_named() {
        for (bytes, kind) in [
            (&b"PK\x03\x04xxxx"[..], "Excel"),
            (b"%PDF-1.7", "PDF"),
            (b"\n <!DOCTYPE HTML><p>", "halaman web"),
            (b"nomor\x00\x01\x02\x03\n", "biner"),
        ] {
            let error = read(bytes).unwrap_err().to_string();
            assert!(error.contains(kind), "{error}");
        }
    }

    #[test]
    fn an_empty_file_is_refused() {
        for bytes in [&b""[..], b" \r\n\n"] {
            assert!(matches!(read(bytes), Err(BadText::Empty)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn a_character_cut_by_a_block_is_still_whole(shift in 0usize..4, letter in "[é–😀]") {
            let text = format!("{}{}", "a".repeat(BLOCK / 4 - shift), letter.repeat(BLOCK / 3));
            let (written, read) = read(text.as_bytes()).unwrap();
            prop_assert_eq!(written, Written::Utf8);
            prop_assert_eq!(read, text);
        }
    }
}
