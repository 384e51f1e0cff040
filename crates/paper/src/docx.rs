//! A book as DOCX, for whoever has to go on writing: headings that the navigation knows, a table of contents that Word keeps,
//! rows of heads that repeat, page numbers, language and title. No crate writes these (docs/adr/0033).

mod body;
mod table;
mod xml;

use crate::book::{Binding, Book, Frame, pieces, plain};
use kernel::Lang;
use std::io::{Cursor, Write as _};
use xml::Xml;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The media type of a DOCX.
pub const MEDIA: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Paper and margins in twentieths of a point: A4 as in the PDF.
struct Paper {
    width: u32,
    height: u32,
    left: u32,
    right: u32,
}

const UPRIGHT: Paper = Paper { width: 11906, height: 16838, left: 1474, right: 1134 };
const WIDE: Paper = Paper { width: 16838, height: 11906, left: 1021, right: 1021 };
const SHEET: Paper = Paper { left: 907, right: 907, ..UPRIGHT };

impl Paper {
    const fn of(book: &Book) -> Self {
        match (book.landscape, book.binding) {
            (true, _) => WIDE,
            (false, Binding::Brief) => SHEET,
            (false, _) => UPRIGHT,
        }
    }

    /// Between the margins.
    const fn line(&self) -> u32 {
        self.width - self.left - self.right
    }
}

/// The book as a file: the same bytes for the same book.
///
/// # Errors
/// It is larger than a file of this kind may be (4 GB).
pub fn docx(book: &Book) -> Result<Vec<u8>, String> {
    let (pieces, stamp) = pieces(book);
    let (paper, stamp) = (Paper::of(book), stamp.as_deref());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The first part, so that programs which look at the first bytes know the kind.
    put(&mut zip, "[Content_Types].xml", include_bytes!("docx/types.xml"))?;
    put(&mut zip, "_rels/.rels", include_bytes!("docx/rels.xml"))?;
    put(&mut zip, "word/document.xml", &body::document(book, &pieces, stamp)?)?;
    put(&mut zip, "word/_rels/document.xml.rels", include_bytes!("docx/document.rels.xml"))?;
    put(&mut zip, "word/styles.xml", styles(book, &paper).as_bytes())?;
    put(&mut zip, "word/settings.xml", settings(book).as_bytes())?;
    put(&mut zip, "word/numbering.xml", include_bytes!("docx/numbering.xml"))?;
    put(&mut zip, "word/header1.xml", &header(&plain(&book.title), stamp)?)?;
    put(&mut zip, "word/header2.xml", &header("", stamp)?)?;
    put(&mut zip, "word/footer1.xml", &footer(book, true)?)?;
    put(&mut zip, "word/footer2.xml", &footer(book, book.binding != Binding::Book)?)?;
    put(&mut zip, "docProps/core.xml", &core(book))?;
    put(&mut zip, "docProps/app.xml", include_bytes!("docx/app.xml"))?;
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), String> {
    zip.start_file(name, SimpleFileOptions::default()).map_err(|error| error.to_string())?;
    zip.write_all(bytes).map_err(|error| error.to_string())
}

const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "id-ID",
        Lang::En => "en-US",
    }
}

fn styles(book: &Book, paper: &Paper) -> String {
    let bound = book.binding == Binding::Book;
    let (mut chapter, title, above) = if bound { ("40", "60", "1900") } else { ("28", "38", "60") };
    let (subtitle, issuer, issuer_above) = if bound { ("30", "26", "1000") } else { ("21", "19", "0") };
    let (rule, day_above) = if bound { ("20", "5200") } else { ("6", "0") };
    // Size of letters, and what stands between paragraphs, lines, above and below a chapter's head.
    let (mut letters, mut after, mut line, mut head) = ("21", "140", "276", ("240", "200"));
    if book.binding == Binding::Brief {
        (chapter, letters, after, line, head) = ("23", "18", "60", "240", ("140", "50"));
    }
    include_str!("docx/styles.xml")
        .replace("@bahasa@", locale(book.lang))
        .replace("@lebar@", &paper.line().to_string())
        .replace("@bab@", chapter)
        .replace("@huruf@", letters)
        .replace("@sela@", after)
        .replace("@baris@", line)
        .replace("@bab_atas@", head.0)
        .replace("@bab_bawah@", head.1)
        .replace("@judul@", title)
        .replace("@judul_atas@", above)
        .replace("@subjudul@", subtitle)
        .replace("@penerbit@", issuer)
        .replace("@penerbit_atas@", issuer_above)
        .replace("@garis@", rule)
        .replace("@hari_atas@", day_above)
}

/// A table of contents is computed when the book is opened: we do not know where Word breaks its pages.
fn settings(book: &Book) -> String {
    let update = if book.binding == Binding::Book { "<w:updateFields w:val=\"true\"/>" } else { "" };
    include_str!("docx/settings.xml").replace("@bahasa@", locale(book.lang)).replace("@perbarui@", update)
}

fn header(title: &str, stamp: Option<&str>) -> Result<Vec<u8>, String> {
    let mut xml = Xml::part("w:hdr");
    let style = if title.is_empty() && stamp.is_none() { "Normal" } else { "Header" };
    xml.paragraph(style, |xml| {
        xml.words(title);
        if let Some(stamp) = stamp {
            xml.tab();
            xml.run(stamp, |xml| {
                xml.empty("w:b", &[]);
                xml.val("w:color", "9B1C1C");
            });
        }
    });
    xml.done("w:hdr")
}

fn footer(book: &Book, numbered: bool) -> Result<Vec<u8>, String> {
    let mut xml = Xml::part("w:ftr");
    let frame = Frame::of(book.lang);
    xml.paragraph("Footer", |xml| {
        if numbered {
            xml.words(&plain(&book.issuer));
            xml.tab();
            xml.words(&format!("{} ", frame.page));
            xml.field(" PAGE ", "1");
            xml.words(&format!(" {} ", frame.of));
            xml.field(" NUMPAGES ", "1");
        }
    });
    xml.done("w:ftr")
}

fn core(book: &Book) -> Vec<u8> {
    let escaped = |text: &str| quick_xml::escape::escape(plain(text)).into_owned();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject>\
         <dc:creator>{}</dc:creator><dc:language>{}</dc:language></cp:coreProperties>",
        escaped(&book.title),
        escaped(&book.subtitle),
        escaped(&book.issuer),
        locale(book.lang),
    )
    .into_bytes()
}
