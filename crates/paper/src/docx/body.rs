//! The body of a DOCX: title page, contents, blocks, and the paper they stand on.

use super::Paper;
use super::xml::Xml;
use crate::book::{BAR, Book, Cell, Frame, Piece, Row, Table, Tone, figures, plain};

/// Headings that are numbered and stand in the contents.
const DEPTH: u8 = 2;
/// The list of `numbering.xml` that numbers headings.
const HEADINGS: &str = "2";

/// `word/document.xml`.
pub(super) fn document(book: &Book, pieces: &[Piece<'_>], stamp: Option<&str>) -> Result<Vec<u8>, String> {
    let paper = Paper::of(book);
    let mut body = Body { xml: Xml::part("w:document"), book, line: paper.line(), turn: false, heads: 0, tables: 0 };
    body.xml.open("w:body", &[]);
    if book.bound {
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

struct Body<'a> {
    xml: Xml,
    book: &'a Book,
    /// Width of a line in twentieths of a point.
    line: u32,
    /// What comes next begins a page.
    turn: bool,
    /// Headings and tables so far.
    heads: usize,
    tables: usize,
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

    /// The contents as a field: its entries are there, Word puts the pages in.
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
                xml.tab();
                xml.field(&format!(" PAGEREF {} \\h ", anchor(*mark)), "");
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
            Piece::Text(text) => self.paragraph("Normal", |xml| xml.words(text)),
            Piece::Lead(text) => self.paragraph("Lead", |xml| xml.words(text)),
            Piece::Points(points) => {
                for point in points {
                    self.paragraph("ListBullet", |xml| xml.words(point));
                }
            }
            Piece::Lines(lines) => {
                for (label, text) in lines {
                    self.paragraph("LabelLine", |xml| {
                        xml.run(label, |xml| xml.val("w:rStyle", "LabelText"));
                        xml.tab();
                        xml.words(text);
                    });
                }
            }
            Piece::Table { caption, table, rows } => self.table(caption, table, rows),
            Piece::NewPage => self.turn = true,
        }
    }

    /// A paragraph that begins a page where one was asked for.
    fn paragraph(&mut self, style: &str, within: impl FnOnce(&mut Xml)) {
        let turn = std::mem::take(&mut self.turn);
        self.xml.around("w:p", |xml| {
            xml.around("w:pPr", |xml| {
                xml.val("w:pStyle", style);
                if turn {
                    xml.empty("w:pageBreakBefore", &[]);
                }
            });
            within(xml);
        });
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.heads += 1;
        let (bound, mark) = (self.book.bound, self.heads.to_string());
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

    fn table(&mut self, caption: &str, table: &Table, rows: &[Row<'_>]) {
        if !caption.is_empty() {
            self.tables += 1;
            let (bound, number) = (self.book.bound, self.tables.to_string());
            let word = Frame::of(self.book.lang).table;
            self.paragraph("Caption", |xml| {
                if bound {
                    xml.words(&format!("{word} "));
                    xml.field(&format!(" SEQ {word} \\* ARABIC "), &number);
                    xml.words(": ");
                }
                xml.words(caption);
            });
        } else if self.turn {
            self.paragraph("TableEnd", |_| {});
        }
        let widths = self.widths(table);
        self.xml.open("w:tbl", &[]);
        frame(&mut self.xml, caption, &widths);
        self.head(table, rows, &widths);
        for row in rows {
            self.row(row, &widths);
        }
        self.xml.close("w:tbl");
        // Two tables that touch would be one; and what follows needs some air.
        self.xml.paragraph("TableEnd", |_| {});
    }

    /// Widths of the columns in twentieths of a point.
    fn widths(&self, table: &Table) -> Vec<String> {
        let all: u32 = table.columns.iter().map(|(_, width)| u32::from((*width).max(1))).sum();
        let one = |width: u16| self.line * u32::from(width.max(1)) / all.max(1);
        table.columns.iter().map(|(_, width)| one(*width).to_string()).collect()
    }

    fn head(&mut self, table: &Table, rows: &[Row<'_>], widths: &[String]) {
        self.xml.open("w:tr", &[]);
        self.xml.around("w:trPr", |xml| {
            xml.empty("w:cantSplit", &[]);
            xml.empty("w:tblHeader", &[]);
        });
        for (at, ((head, _), width)) in table.columns.iter().zip(widths).enumerate() {
            cell(&mut self.xml, width, Some("E6EDF4"), figures(rows, at).then_some("right"), |xml| {
                xml.run(&plain(head), |xml| xml.empty("w:b", &[]));
            });
        }
        self.xml.close("w:tr");
    }

    fn row(&mut self, row: &Row<'_>, widths: &[String]) {
        self.xml.open("w:tr", &[]);
        if row.together {
            self.xml.around("w:trPr", |xml| xml.empty("w:cantSplit", &[]));
        }
        for ((text, one), width) in row.cells.iter().zip(widths) {
            cell(&mut self.xml, width, fill(one.tone), side(one), |xml| match one.tone {
                Tone::Bar => xml.run(text, |xml| xml.val("w:color", if text == BAR { BLUE } else { "FFFFFF" })),
                _ => xml.words(text),
            });
        }
        self.xml.close("w:tr");
    }
}

const BLUE: &str = "1D4E79";

const fn fill(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("DFF0E2"),
        Tone::Warn => Some("FDEECB"),
        Tone::Bad => Some("F9DCD8"),
        Tone::Bar => Some(BLUE),
    }
}

const fn side(cell: &Cell) -> Option<&'static str> {
    match (cell.figure, cell.tone) {
        (true, _) => Some("right"),
        (false, Tone::Bar) => Some("center"),
        _ => None,
    }
}

fn frame(xml: &mut Xml, caption: &str, widths: &[String]) {
    xml.around("w:tblPr", |xml| {
        xml.val("w:tblStyle", "PlainTable");
        xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.empty("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1"), ("w:lastRow", "0"), ("w:noHBand", "1")]);
        if !caption.is_empty() {
            xml.val("w:tblCaption", caption);
        }
    });
    xml.around("w:tblGrid", |xml| widths.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", width)])));
}

fn cell(xml: &mut Xml, width: &str, fill: Option<&str>, side: Option<&str>, within: impl FnOnce(&mut Xml)) {
    xml.around("w:tc", |xml| {
        xml.around("w:tcPr", |xml| {
            xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
            if let Some(fill) = fill {
                xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)]);
            }
        });
        xml.around("w:p", |xml| {
            xml.around("w:pPr", |xml| {
                xml.val("w:pStyle", "TableText");
                if let Some(side) = side {
                    xml.val("w:jc", side);
                }
            });
            within(xml);
        });
    });
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
        let margins = [("w:top", "1417"), ("w:right", &right), ("w:bottom", "1247"), ("w:left", &left)];
        let rest = [("w:header", "680"), ("w:footer", "567"), ("w:gutter", "0")];
        xml.empty("w:pgMar", &margins.into_iter().chain(rest).collect::<Vec<_>>());
        xml.empty("w:titlePg", &[]);
    });
}
