//! Tables of a DOCX: heads that repeat, rows that stay together, cells with their colours.

use super::body::Body;
use super::xml::Xml;
use crate::book::{BAR, Binding, Cell, Frame, Row, Table, Tone, figures, plain};

impl Body<'_> {
    pub fn table(&mut self, (caption, whole): (&str, bool), table: &Table, rows: &[Row<'_>]) {
        if !caption.is_empty() {
            self.tables += 1;
            let (bound, number) = (self.book.binding == Binding::Book, self.tables.to_string());
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
        for (at, row) in rows.iter().enumerate() {
            self.row(row, &widths, whole && at + 1 < rows.len());
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
            let look = (Some("E6EDF4"), figures(rows, at).then_some("right"));
            cell(&mut self.xml, (width, true), look, |xml| {
                xml.run(&plain(head), |xml| xml.empty("w:b", &[]));
            });
        }
        self.xml.close("w:tr");
    }

    fn row(&mut self, row: &Row<'_>, widths: &[String], kept: bool) {
        self.xml.open("w:tr", &[]);
        if row.together {
            self.xml.around("w:trPr", |xml| xml.empty("w:cantSplit", &[]));
        }
        for ((text, one), width) in row.cells.iter().zip(widths) {
            cell(&mut self.xml, (width, kept), (fill(one.tone), side(one)), |xml| match one.tone {
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

/// A cell of a width, held on the page of the next row or not, with its colour and side.
fn cell(
    xml: &mut Xml,
    (width, kept): (&str, bool),
    (fill, side): (Option<&str>, Option<&str>),
    within: impl FnOnce(&mut Xml),
) {
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
                if kept {
                    xml.empty("w:keepNext", &[]);
                }
                if let Some(side) = side {
                    xml.val("w:jc", side);
                }
            });
            within(xml);
        });
    });
}
