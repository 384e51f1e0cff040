//! A strict CSV reader: broken quotes are an error with a line, not a guess; memory stays bounded whatever comes.

use crate::encoding::{BadText, Utf8, Written};
use crate::source::Source;
use std::io::{self, BufRead, BufReader, Read};

/// More columns than this are no table of reports.
pub const MOST_COLUMNS: usize = 500;
/// The longest field, in bytes of UTF-8.
pub const LONGEST_FIELD: usize = 1 << 20;
/// The longest row, in bytes of UTF-8.
pub const LONGEST_ROW: usize = 4 << 20;

/// Why a file is no table.
#[derive(Debug, thiserror::Error)]
pub enum BadTable {
    /// It is no text.
    #[error(transparent)]
    Text(#[from] BadText),
    /// It cannot be read.
    #[error("berkas tidak dapat dibaca: {0}")]
    Io(#[from] io::Error),
    /// A quote was opened and never closed.
    #[error("baris {line}: tanda kutip yang dibuka di sini tidak pernah ditutup")]
    OpenQuote {
        /// Where it was opened.
        line: u64,
    },
    /// Text stands between a closing quote and the delimiter.
    #[error(
        "baris {line}: sesudah tanda kutip penutup isian ke-{column} masih ada teks; tanda kutip di dalam isian ditulis dua kali"
    )]
    AfterQuote {
        /// Where.
        line: u64,
        /// Which field of the row, from 1.
        column: usize,
    },
    /// More than [`MOST_COLUMNS`].
    #[error("baris {line}: lebih dari {MOST_COLUMNS} kolom")]
    TooManyColumns {
        /// Where.
        line: u64,
    },
    /// A field longer than [`LONGEST_FIELD`] or a row longer than [`LONGEST_ROW`].
    #[error("isian yang dimulai di baris {line} terlalu panjang (lebih dari 1 MB); tanda kutip tidak ditutup?")]
    TooLong {
        /// Where it begins.
        line: u64,
    },
    /// A column has no name, or two have the same.
    #[error("judul kolom `{0}` tertulis dua kali")]
    DoubledColumn(String),
    /// The first row is not there.
    #[error("berkas tidak berisi baris judul kolom")]
    NoHeader,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its fields.
    pub fields: Vec<String>,
    /// Whether a quote stands inside an unquoted field; it was kept as it is.
    pub stray_quote: bool,
}

/// Reads rows from UTF-8 bytes.
pub struct Rows<R> {
    input: BufReader<R>,
    delimiter: u8,
    line: u64,
    after_return: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    Closed,
}

/// What one byte leads to.
enum Step {
    Put(u8, At),
    Go(At),
    EndField,
    EndRow,
}

impl<R: Read> Rows<R> {
    /// Reads `input`, whose fields are parted by `delimiter`.
    pub fn new(input: R, delimiter: u8) -> Self {
        Self { input: BufReader::new(input), delimiter, line: 1, after_return: false }
    }

    /// The next row that is not blank; `None` at the end.
    ///
    /// # Errors
    /// The structure is broken; nothing after it can be trusted.
    pub fn next_row(&mut self) -> Result<Option<Row>, BadTable> {
        loop {
            let mut row = Building::at(self.line);
            let ended = self.fill(&mut row)?;
            let blank = row.row.fields.len() == 1 && row.row.fields.iter().all(String::is_empty) && !row.quoted;
            match (blank, ended) {
                (true, true) => return Ok(None),
                (true, false) => {}
                (false, _) => return Ok(Some(row.row)),
            }
        }
    }

    /// Reads one row; true if the file ended with it.
    fn fill(&mut self, row: &mut Building) -> Result<bool, BadTable> {
        loop {
            let block = self.input.fill_buf()?;
            if block.is_empty() {
                row.end_of_file(self.line)?;
                return Ok(true);
            }
            let (mut used, mut ended) = (0, false);
            for byte in block {
                used += 1;
                let second_of_pair = std::mem::replace(&mut self.after_return, *byte == b'\r') && *byte == b'\n';
                if second_of_pair && row.at != At::Quoted {
                    continue;
                }
                let line = self.line;
                if *byte == b'\n' && !second_of_pair || *byte == b'\r' {
                    self.line += 1;
                }
                if row.take(*byte, self.delimiter, line)? {
                    ended = true;
                    break;
                }
            }
            self.input.consume(used);
            if ended {
                return Ok(false);
            }
        }
    }
}

/// A row that is being read.
struct Building {
    row: Row,
    field: Vec<u8>,
    at: At,
    quote_line: u64,
    length: usize,
    quoted: bool,
}

impl Building {
    fn at(line: u64) -> Self {
        Self {
            row: Row { line, ..Row::default() },
            field: Vec::new(),
            at: At::Start,
            quote_line: line,
            length: 0,
            quoted: false,
        }
    }

    /// Takes one byte; true at the end of the row.
    fn take(&mut self, byte: u8, delimiter: u8, line: u64) -> Result<bool, BadTable> {
        let step = match (self.at, byte) {
            (At::Start, b'"') => {
                self.quote_line = line;
                self.quoted = true;
                Step::Go(At::Quoted)
            }
            (At::Quoted, b'"') => Step::Go(At::Closed),
            (At::Quoted, other) => Step::Put(other, At::Quoted),
            (At::Closed, b'"') => Step::Put(b'"', At::Quoted),
            (_, other) if other == delimiter => Step::EndField,
            (_, b'\n' | b'\r') => Step::EndRow,
            (At::Closed, _) => {
                let column = self.row.fields.len() + 1;
                return Err(BadTable::AfterQuote { line, column });
            }
            (At::Plain, b'"') => {
                self.row.stray_quote = true;
                Step::Put(b'"', At::Plain)
            }
            (At::Start | At::Plain, other) => Step::Put(other, At::Plain),
        };
        match step {
            Step::Put(byte, at) => {
                self.at = at;
                self.field.push(byte);
                self.length += 1;
                if self.field.len() > LONGEST_FIELD || self.length > LONGEST_ROW {
                    let line = if self.at == At::Quoted { self.quote_line } else { self.row.line };
                    return Err(BadTable::TooLong { line });
                }
            }
            Step::Go(at) => self.at = at,
            Step::EndField => self.end_field(line)?,
            Step::EndRow => {
                self.end_field(line)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn end_field(&mut self, line: u64) -> Result<(), BadTable> {
        if self.row.fields.len() == MOST_COLUMNS {
            return Err(BadTable::TooManyColumns { line });
        }
        let field = String::from_utf8_lossy(&self.field).into_owned();
        self.row.fields.push(field);
        self.field.clear();
        self.at = At::Start;
        Ok(())
    }

    fn end_of_file(&mut self, line: u64) -> Result<(), BadTable> {
        match self.at {
            At::Quoted => Err(BadTable::OpenQuote { line: self.quote_line }),
            _ => self.end_field(line),
        }
    }
}

/// A file whose structure was read through once and is sound.
#[derive(Clone, Debug)]
pub struct Sound {
    source: Source,
    written: Written,
    delimiter: u8,
    /// Names of its columns, without spaces around them.
    pub header: Vec<String>,
    /// How many rows follow the header.
    pub rows: u64,
}

impl Sound {
    /// Reads the whole file once for its encoding and once for its structure.
    ///
    /// # Errors
    /// It is no text, no table, or its quotes are broken; the first fault with its line.
    pub fn check(source: &Source) -> Result<Self, BadTable> {
        let written = Written::find(source.open().map_err(BadText::Io)?)?;
        let delimiter = delimiter(Utf8::new(source.open()?, written))?;
        let mut sound = Self { source: source.clone(), written, delimiter, header: Vec::new(), rows: 0 };
        let mut rows = sound.open()?;
        let header = rows.next_row()?.ok_or(BadTable::NoHeader)?;
        sound.header = header.fields.iter().map(|name| name.trim().to_owned()).collect();
        while sound.header.len() > 1 && sound.header.last().is_some_and(String::is_empty) {
            sound.header.pop();
        }
        for (at, name) in sound.header.iter().enumerate() {
            if sound.header.iter().take(at).any(|before| before == name) {
                return Err(BadTable::DoubledColumn(name.clone()));
            }
        }
        while rows.next_row()?.is_some() {
            sound.rows += 1;
        }
        Ok(sound)
    }

    fn open(&self) -> Result<Rows<Utf8<Box<dyn Read + Send>>>, BadTable> {
        let text = Utf8::new(self.source.open()?, self.written);
        Ok(Rows::new(text, self.delimiter))
    }

    /// The rows after the header.
    ///
    /// # Errors
    /// The file can no longer be read.
    pub fn rows(&self) -> Result<Rows<Utf8<Box<dyn Read + Send>>>, BadTable> {
        let mut rows = self.open()?;
        rows.next_row()?;
        Ok(rows)
    }

    /// What had to be assumed to read the file, in a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(encoding) = self.written.converted_from() {
            notes.push(format!("diperbaiki: berkas ditulis dalam {encoding}, dibaca sebagai UTF-8"));
        }
        if self.delimiter != b',' {
            let name = if self.delimiter == b';' { "titik koma" } else { "tab" };
            notes.push(format!("pemisah kolom: {name}"));
        }
        notes
    }
}

/// The delimiter that the first line uses most; a comma if it uses none.
fn delimiter(text: impl Read) -> Result<u8, BadTable> {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let mut begun = false;
    for byte in BufReader::new(text).take(1 << 20).bytes() {
        let byte = byte?;
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && begun => break,
            _ => {}
        }
        begun |= !byte.is_ascii_whitespace();
        for (delimiter, count) in &mut counts {
            *count += i32::from(*delimiter == byte && !quoted);
        }
    }
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    Ok(best.map_or(b',', |(delimiter, count)| if *count > 0 { *delimiter } else { b',' }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn source(bytes: &[u8]) -> Source {
        Source::Bytes("uji.csv".to_owned(), Arc::from(bytes))
    }

    fn all(bytes: &[u8]) -> Result<Vec<Row>, BadTable> {
        let sound = Sound::check(&source(bytes))?;
        let mut rows = sound.rows()?;
        std::iter::from_fn(|| rows.next_row().transpose()).collect()
    }

    fn fields(bytes: &[u8]) -> Vec<Vec<String>> {
        all(bytes).unwrap().into_iter().map(|row| row.fields).collect()
    }

    #[test]
    fn quotes_commas_and_line_breaks_inside_a_field_are_kept() {
        let rows = all(b"a,b\n1,\"x, \"\"y\"\"\r\nz\"\n2,w\n").unwrap();
        assert_eq!(rows[0].fields, ["1", "x, \"y\"\r\nz"]);
        assert_eq!((rows[0].line, rows[1].line), (2, 4));
    }

    #[test]
    fn all_three_line_ends_and_a_missing_last_one_are_read() {
        for text in ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r"] {
            assert_eq!(fields(text.as_bytes()), [["1", "2"], ["3", "4"]], "{text:?}");
        }
    }

    #[test]
    fn the_delimiter_is_found_in_the_first_line() {
        assert_eq!(fields(b"a;b\n1,5;2\n"), [["1,5", "2"]]);
        assert_eq!(fields(b"a\tb\n1;5\t2\n"), [["1;5", "2"]]);
        assert_eq!(fields(b"\"a;x\",b\n1,2\n"), [["1", "2"]]);
        assert_eq!(fields(b"a\n1\n"), [["1"]]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error_with_its_line() {
        let error = all(b"a,b\n1,2\n3,\"four\n5,6\n").unwrap_err();
        assert!(matches!(error, BadTable::OpenQuote { line: 3 }), "{error}");
    }

    #[test]
    fn text_after_a_closing_quote_is_an_error_with_line_and_column() {
        let error = all(b"a,b\n1,\"two\" inch\n").unwrap_err();
        assert!(matches!(error, BadTable::AfterQuote { line: 2, column: 2 }), "{error}");
    }

    #[test]
    fn a_quote_inside_a_plain_field_is_kept_and_noted() {
        let rows = all(b"a,b\n1,pipa 5\" bocor\n").unwrap();
        assert!(rows[0].stray_quote);
        assert_eq!(rows[0].fields[1], "pipa 5\" bocor");
    }

    #[test]
    fn a_million_columns_or_a_field_without_end_stop_early() {
        let wide = vec![b','; 1_000_000];
        assert!(matches!(all(&wide), Err(BadTable::TooManyColumns { line: 1 })));
        let mut long = b"a,b\n1,\"".to_vec();
        long.extend(vec![b'x'; LONGEST_FIELD + 1]);
        assert!(matches!(all(&long), Err(BadTable::TooLong { line: 2 })));
        let mut row = b"a\n".to_vec();
        row.extend([vec![b'x'; 999_999], vec![b',']].concat().repeat(5));
        assert!(matches!(all(&row), Err(BadTable::TooLong { line: 2 })));
    }

    #[test]
    fn a_header_with_a_doubled_name_is_refused_and_empty_last_columns_are_dropped() {
        assert!(matches!(all(b"a, a\n1,2\n"), Err(BadTable::DoubledColumn(name)) if name == "a"));
        let sound = Sound::check(&source(b"a,b,,\n1,2,,\n")).unwrap();
        assert_eq!(sound.header, ["a", "b"]);
    }

    #[test]
    fn an_empty_file_is_no_table() {
        assert!(matches!(all(b""), Err(BadTable::Text(BadText::Empty))));
    }

    #[test]
    fn blank_lines_are_no_rows_but_a_quoted_empty_field_is() {
        let read = fields(b"\na\n\n1\n\n\"\"\n");
        assert_eq!(read, [["1"], [""]]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn whatever_a_writer_writes_is_read_back(
            table in prop::collection::vec(prop::collection::vec("[a-z\",;\t\r\né😀 ]{0,6}", 3), 1..8),
            delimiter in prop::sample::select(vec![b',', b';', b'\t']),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let mut rows = Rows::new(bytes.as_slice(), delimiter);
            let mut read = Vec::new();
            while let Some(row) = rows.next_row().unwrap() {
                read.push(row.fields);
            }
            prop_assert_eq!(read, table);
        }

        #[test]
        fn no_bytes_whatever_make_it_panic_or_run_on(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut rows = Rows::new(bytes.as_slice(), b',');
            for _ in 0..=bytes.len() {
                match rows.next_row() {
                    Ok(Some(_)) => {}
                    Ok(None) | Err(_) => return Ok(()),
                }
            }
            prop_assert!(false, "more rows than bytes");
        }

        #[test]
        fn a_lenient_reader_agrees_on_what_is_accepted(text in "[ab\",\n]{0,40}") {
            let mut rows = Rows::new(text.as_bytes(), b',');
            let mut ours = Vec::new();
            loop {
                match rows.next_row() {
                    Ok(Some(row)) => ours.push(row.fields),
                    Ok(None) => break,
                    Err(_) => return Ok(()),
                }
            }
            let mut theirs = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = theirs.records()
                .map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
