//! From a template and values to a PDF.

use crate::fault::{Fault, faults};
use crate::values;
use crate::world::{Room, Shelf};
use kernel::{Instant, Zone};
use serde_json::Value;
use std::time::Duration;
use typst::World as _;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Longest template, in bytes. The longest that the program carries has 2 KB.
const TEMPLATE: usize = 64 * 1024;
/// What a city's template may ask for.
const LETTER: Bounds = Bounds {
    values: 1024 * 1024,
    pages: 20,
    bytes: 4 * 1024 * 1024,
    time: Duration::from_secs(10),
    memory: 512 * 1024 * 1024,
};
/// What a book may. 160 pages take a second and 4 MB; this leaves room for a machine that does something else.
const BOOK: Bounds = Bounds {
    values: 16 * 1024 * 1024,
    pages: 400,
    bytes: 20 * 1024 * 1024,
    time: Duration::from_secs(60),
    memory: 2 * 1024 * 1024 * 1024,
};
/// What was memoized and not used in so many sheets is given back.
const KEPT: usize = 5;

/// How much one sheet may take. Pages, bytes and values are held here, time and memory by who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Most values, in bytes of JSON.
    pub values: usize,
    /// Most pages.
    pub pages: usize,
    /// Largest PDF, in bytes.
    pub bytes: usize,
    /// Longest time; a letter takes 10 ms.
    pub time: Duration,
    /// Most memory, in bytes; a letter takes 60 MB with all fonts.
    pub memory: u64,
}

impl Bounds {
    /// Of what this template makes: the book of the library is not written by a city and may take more.
    pub fn of(template: &str) -> Self {
        if template == crate::BOOK { BOOK } else { LETTER }
    }
}

/// Typesets; one per process is enough. Cheap to call from many threads.
pub struct Paper {
    shelf: Shelf,
    standards: PdfStandards,
}

impl std::fmt::Debug for Paper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Paper")
    }
}

/// What is to be typeset.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The template's text.
    pub template: &'a str,
    /// `data`, `isian` and the drawings, as the README tells; `zona` (`WIB`, `WITA`, `WIT`) says whose day `at` is.
    pub values: &'a Value,
    /// The sheet's own moment: what `datetime.today()` answers and the PDF says of its making.
    pub at: Instant,
}

/// A typeset sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What its author should look at.
    pub warnings: Vec<Fault>,
}

impl Paper {
    /// Reads the embedded fonts; takes some milliseconds.
    ///
    /// # Errors
    /// The typesetter knows no PDF/A-2a with PDF/UA-1; a test keeps that from happening.
    pub fn new() -> Result<Self, String> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
        Ok(Self { shelf: Shelf::new()?, standards: standards.map_err(|error| error.message().to_string())? })
    }

    /// The sheet as a PDF: the same bytes for the same order.
    ///
    /// # Errors
    /// What is wrong with the template, with its lines.
    pub fn typeset(&self, order: &Order<'_>) -> Result<Sheet, Vec<Fault>> {
        let sheet = self.pressed(order);
        // On the error path too: what a broken template memoized is kept otherwise.
        comemo::evict(KEPT);
        sheet
    }

    fn pressed(&self, order: &Order<'_>) -> Result<Sheet, Vec<Fault>> {
        let bounds = Bounds::of(order.template);
        let text = values::text(order.values, &self.shelf.fonts);
        if order.template.len() > TEMPLATE || text.len() > bounds.values {
            return Err(vec![Fault::whole("template too long")]);
        }
        let zone = order.values.get("zona").and_then(Value::as_str).and_then(Zone::parse).unwrap_or(Zone::Wib);
        let room = Room {
            shelf: &self.shelf,
            template: Source::new(self.shelf.template, order.template.to_owned()),
            values: Bytes::from_string(text),
            now: order.at.local(zone),
        };
        let told = |found: &[typst::diag::SourceDiagnostic]| faults(found, &room, order.values);
        let made = typst::compile::<PagedDocument>(&room);
        let warnings = told(&made.warnings);
        let document = made.output.map_err(|found| told(&found))?;
        let pages = document.pages().len();
        if pages > bounds.pages {
            return Err(vec![Fault::whole("too many pages")]);
        }
        let pdf = typst_pdf::pdf(&document, &self.options(order, &room, zone)).map_err(|found| told(&found))?;
        if pdf.len() > bounds.bytes {
            return Err(vec![Fault::whole("PDF too large")]);
        }
        Ok(Sheet { pdf, pages, warnings })
    }

    fn options(&self, order: &Order<'_>, room: &Room<'_>, zone: Zone) -> PdfOptions {
        PdfOptions {
            ident: Smart::Custom(format!(
                "{} {}",
                order.at.micros(),
                ["/data/nomor", "/buku/judul"].iter().find_map(|at| order.values.pointer(at)).unwrap_or(&Value::Null)
            )),
            creator: Smart::Custom(Some("Gapura".to_owned())),
            timestamp: stamp(room, zone),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        }
    }
}

fn stamp(room: &Room<'_>, zone: Zone) -> Option<Timestamp> {
    let (now, part) = (room.now, |number: i8| u8::try_from(number).ok());
    let moment = Datetime::from_ymd_hms(
        now.year().into(),
        part(now.month())?,
        part(now.day())?,
        part(now.hour())?,
        part(now.minute())?,
        part(now.second())?,
    )?;
    Timestamp::new_local(moment, zone.offset_seconds() / 60)
}

impl Room<'_> {
    /// The text of a file that may be shown to an author.
    pub(crate) fn lines(&self, id: typst::syntax::FileId) -> Option<Source> {
        self.source(id).ok()
    }
}
