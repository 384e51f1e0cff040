//! The body of a DOCX: title page, contents, blocks, and the paper they stand on.

use super::Paper;
use super::xml::Xml;
use crate::book::{Binding, Book, Frame, Piece, plain};

/// Headings that are numbered and stand in the contents.
const DEPTH: u8 = 2;
/// The list of `numbering.xml` that numbers headings.
const HEADINGS: &str = "2";

/// `word/document.xml`.
pub(super) fn document(book: &Book, pieces: &[Piece<'_>], stamp: Option<&str>) -> Result<Vec<u8>, String> {
    let paper = Paper::of(book);
    let mut body = Body { xml: Xml::part("w:document"), book, line: paper.line(), turn: false, heads: 0, tables: 0 };
    body.xml.open("w:body", &[]);
    if book.binding == Binding::Book {
        body.title_page(stamp, pieces)
    } else {
        body.letterhead()
    }
    for piece in pieces {
        body.piece(piece);
    }
    let mut xml = body.xml;
    section(&mut xml, book, &paper);
    xml.close("w:body");
    xml.done("w:document")
}

pub(super) struct Body<'a> {
    pub xml: Xml,
    pub book: &'a Book,
    /// Width of a line in twentieths of a point.
    pub line: u32,
    /// What comes next begins a page.
    pub turn: bool,
    /// Headings and tables so far.
    heads: usize,
    pub tables: usize,
}

impl Body<'_> {
    fn title_page(&mut self, stamp: Option<&str>, pieces: &[Piece<'_>]) {
        let (book, xml) = (self.book, &mut self.xml);
        xml.paragraph("Issuer", |xml| xml.words(&plain(&book.issuer).to_uppercase()));
        xml.paragraph("Title", |xml| xml.words(&plain(&book.title)));
        xml.paragraph("Subtitle", |xml| xml.words(&plain(&book.subtitle)));
        if let Some(stamp) = stamp {
            xml.paragraph("Stamp", |xml| xml.words(stamp));
        }
        xml.paragraph("Day", |xml| xml.words(&plain(&book.day)));
        self.turn = true;
        self.paragraph("TOCHeading", |xml| xml.words(Frame::of(book.lang).contents));
        self.contents(pieces);
        self.turn = true;
    }

    fn letterhead(&mut self) {
        let (book, xml) = (self.book, &mut self.xml);
        xml.paragraph("Issuer", |xml| xml.words(&plain(&book.issuer)));
        xml.paragraph("Title", |xml| xml.words(&plain(&book.title)));
        let second = [plain(&book.subtitle), plain(&book.day)];
        let second: Vec<String> = second.into_iter().filter(|text| !text.is_empty()).collect();
        if !second.is_empty() {
            xml.paragraph("Subtitle", |xml| xml.words(&second.join(" · ")));
        }
    }

    /// The contents as a field: its entries are there and lead to their headings, Word puts the pages in.
    fn contents(&mut self, pieces: &[Piece<'_>]) {
        let heads = numbered(pieces);
        let xml = &mut self.xml;
        let last = heads.len().saturating_sub(1);
        for (at, (level, mark, text)) in heads.iter().enumerate() {
            xml.paragraph(&format!("TOC{level}"), |xml| {
                if at == 0 {
                    xml.begin_field(" TOC \\o \"1-2\" \\h \\z \\u ", true);
                }
                xml.open("w:hyperlink", &[("w:anchor", &anchor(*mark)), ("w:history", "1")]);
                xml.words(text);
                xml.close("w:hyperlink");
                if at == last {
                    xml.end_field();
                }
            });
        }
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Heading(level, text) => self.heading(*level, text),
            Piece::Text(text, stays) => self.paragraph_kept("Normal", *stays, |xml| xml.words(text)),
            Piece::Lead(text) => self.paragraph("Lead", |xml| xml.words(text)),
            Piece::Points(points) => {
                for point in points {
                    self.paragraph("ListBullet", |xml| xml.words(point));
                }
            }
            Piece::Lines(lines, whole) => {
                for (at, (label, text)) in lines.iter().enumerate() {
                    self.paragraph_kept("LabelLine", *whole && at + 1 < lines.len(), |xml| {
                        xml.run(label, |xml| xml.val("w:rStyle", "LabelText"));
                        xml.tab();
                        xml.words(text);
                    });
                }
            }
            Piece::Table { caption, table, rows, whole } => self.table((caption, *whole), table, rows),
            Piece::NewPage => self.turn = true,
        }
    }

    /// A paragraph that begins a page where one was asked for.
    pub fn paragraph(&mut self, style: &str, within: impl FnOnce(&mut Xml)) {
        self.paragraph_kept(style, false, within);
    }

    /// The same; `kept` holds it on the page of what follows.
    fn paragraph_kept(&mut self, style: &str, kept: bool, within: impl FnOnce(&mut Xml)) {
        let turn = std::mem::take(&mut self.turn);
        self.xml.around("w:p", |xml| {
            xml.around("w:pPr", |xml| {
                xml.val("w:pStyle", style);
                if kept {
                    xml.empty("w:keepNext", &[]);
                }
                if turn {
                    xml.empty("w:pageBreakBefore", &[]);
                }
            });
            within(xml);
        });
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.heads += 1;
        let (bound, mark) = (self.book.binding == Binding::Book, self.heads.to_string());
        let turn = std::mem::take(&mut self.turn) || (bound && level == 1);
        let anchor = anchor(self.heads);
        self.xml.around("w:p", |xml| {
            xml.around("w:pPr", |xml| {
                xml.val("w:pStyle", &format!("Heading{level}"));
                if turn {
                    xml.empty("w:pageBreakBefore", &[]);
                }
                if bound && level <= DEPTH {
                    xml.around("w:numPr", |xml| {
                        xml.val("w:ilvl", &(level - 1).to_string());
                        xml.val("w:numId", HEADINGS);
                    });
                }
            });
            xml.empty("w:bookmarkStart", &[("w:id", &mark), ("w:name", &anchor)]);
            xml.words(text);
            xml.empty("w:bookmarkEnd", &[("w:id", &mark)]);
        });
    }
}

fn anchor(mark: usize) -> String {
    format!("_Toc{mark:08}")
}

/// Level, bookmark and text with its number of every heading of the contents.
fn numbered(pieces: &[Piece<'_>]) -> Vec<(u8, usize, String)> {
    let (mut found, mut mark, mut chapter, mut part) = (Vec::new(), 0, 0, 0);
    for piece in pieces {
        let Piece::Heading(level, text) = piece else { continue };
        mark += 1;
        let number = match level {
            1 => {
                (chapter, part) = (chapter + 1, 0);
                chapter.to_string()
            }
            2 => {
                part += 1;
                format!("{chapter}.{part}")
            }
            _ => continue,
        };
        found.push((*level, mark, format!("{number}  {text}")));
    }
    found
}

fn section(xml: &mut Xml, book: &Book, paper: &Paper) {
    xml.around("w:sectPr", |xml| {
        for (kind, place, part) in [
            ("w:headerReference", "default", "rId4"),
            ("w:headerReference", "first", "rId5"),
            ("w:footerReference", "default", "rId6"),
            ("w:footerReference", "first", "rId7"),
        ] {
            xml.empty(kind, &[("w:type", place), ("r:id", part)]);
        }
        let (width, height) = (paper.width.to_string(), paper.height.to_string());
        let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
        if book.landscape {
            size.push(("w:orient", "landscape"));
        }
        xml.empty("w:pgSz", &size);
        let (left, right) = (paper.left.to_string(), paper.right.to_string());
        let (top, bottom) = if book.binding == Binding::Brief { ("794", "850") } else { ("1417", "1247") };
        let margins = [("w:top", top), ("w:right", &right), ("w:bottom", bottom), ("w:left", &left)];
        let rest = [("w:header", "680"), ("w:footer", "567"), ("w:gutter", "0")];
        xml.empty("w:pgMar", &margins.into_iter().chain(rest).collect::<Vec<_>>());
        xml.empty("w:titlePg", &[]);
    });
}
