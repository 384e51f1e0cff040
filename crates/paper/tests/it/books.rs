//! A book as DOCX: what its parts hold, read as another program reads them.

use kernel::Lang;
use paper::book::{BAR, Binding, Block, Book, Cell, Table, Tone};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Everything that could be markup, a formula, an order to a terminal, or a character that files cannot hold.
pub(crate) const AWKWARD: &str =
    "#panic() *x* $y$ `z` @w <b>&amp;\"' \u{0}\u{7}\u{1B}[31m =1+2 \\ {{ v }} 🏠 مرحبا \u{202E}abc\u{FFFE} ﬀ";

/// A book with every kind of block.
pub(crate) fn book(lang: Lang, binding: Binding) -> Book {
    let rows = (1..=90).map(|row| {
        let tone = [Tone::Plain, Tone::Good, Tone::Warn, Tone::Bad][row % 4];
        vec![Cell::text(format!("Baris {row}")), Cell::figure("1.250,5"), Cell::text("tercapai").toned(tone)]
    });
    let columns = vec![("Nama".to_owned(), 3), ("Angka".to_owned(), 1), ("Nasib".to_owned(), 2)];
    let long = vec![Cell::text("a".repeat(5000)), Cell::figure(AWKWARD), Cell::text(BAR).toned(Tone::Bar)];
    Book {
        title: "Buku 2: Rencana & Peta <Jalan>".into(),
        subtitle: "Versi 1".into(),
        issuer: "Pemerintah Kabupaten Contoh".into(),
        day: "1 Maret 2027".into(),
        lang,
        binding,
        landscape: false,
        blocks: vec![
            Block::Stamp("RANCANGAN".into()),
            Block::Heading(1, "Pendahuluan".into()),
            Block::Lead("Dari 42 program, 31 berjalan.".into()),
            Block::Text("Baris satu\nbaris dua".into()),
            Block::Heading(4, AWKWARD.into()),
            Block::Points(vec!["satu".into(), AWKWARD.into()]),
            Block::Lines(vec![("Pemilik".into(), "Dinas A".into()), ("Aneh".into(), AWKWARD.into())]),
            Block::NewPage,
            Block::Table(Table { caption: "Angka".into(), columns: columns.clone(), rows: rows.collect() }),
            Block::Heading(1, "Lampiran".into()),
            Block::Table(Table { caption: String::new(), columns, rows: vec![long, Vec::new()] }),
        ],
    }
}

fn part(file: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = ZipArchive::new(Cursor::new(file)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// How often each element begins, and all text; every part is read to its end.
fn elements(xml: &str) -> (Vec<String>, String) {
    let mut reader = Reader::from_str(xml);
    let (mut names, mut text, mut depth) = (Vec::new(), String::new(), 0_i32);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(start) => {
                depth += 1;
                names.push(start.name().as_ref().to_owned());
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            Event::Empty(start) => names.push(start.name().as_ref().to_owned()),
            Event::End(_) => depth -= 1,
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(part) => text.push_str(&format!("&{};", &*part)),
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    (names, text)
}

fn count(names: &[String], name: &str) -> usize {
    names.iter().filter(|one| *one == name).count()
}

#[test]
fn every_part_is_sound_xml_and_belongs_to_the_package() {
    let file = paper::docx::docx(&book(Lang::Id, Binding::Book)).unwrap();
    let mut zip = ZipArchive::new(Cursor::new(&file)).unwrap();
    assert_eq!(zip.by_index(0).unwrap().name().unwrap(), "[Content_Types].xml");
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let types = part(&file, "[Content_Types].xml");
    for name in &names {
        elements(&part(&file, name));
        assert!(name.ends_with(".rels") || name.starts_with('[') || types.contains(&format!("\"/{name}\"")), "{name}");
    }
    assert_eq!(names.len(), 13);
}

#[test]
fn headings_rows_heads_that_repeat_contents_and_page_numbers_are_there() {
    let file = paper::docx::docx(&book(Lang::Id, Binding::Book)).unwrap();
    let document = part(&file, "word/document.xml");
    let (names, text) = elements(&document);
    assert_eq!(count(&names, "w:tbl"), 2);
    // 90 rows, 2 rows, and a head each.
    assert_eq!((count(&names, "w:tr"), count(&names, "w:tblHeader")), (94, 2));
    let styled = |style: &str| document.matches(&format!("<w:pStyle w:val=\"{style}\"/>")).count();
    assert_eq!((styled("Heading1"), styled("Heading2"), styled("Title"), styled("ListBullet")), (2, 1, 1, 2));
    assert_eq!((styled("TOC1"), styled("TOC2"), styled("Caption")), (2, 1, 1));
    assert!(text.contains(" TOC \\o ") && text.contains("Daftar isi"), "{text}");
    assert!(text.contains("Pendahuluan") && text.contains("Dari 42 program"));
    // A row that fits stays together, one of 5,000 characters may be torn.
    assert_eq!(count(&names, "w:cantSplit"), 90 + 1 + 2);
    let footer = elements(&part(&file, "word/footer1.xml")).1;
    assert!(footer.contains("halaman ") && footer.contains(" PAGE ") && footer.contains(" NUMPAGES "), "{footer}");
    assert!(part(&file, "word/header1.xml").contains("RANCANGAN"));
    assert!(part(&file, "word/header2.xml").contains("RANCANGAN"), "also on the first page");
}

#[test]
fn language_and_title_are_said_to_every_reader() {
    for (lang, code) in [(Lang::Id, "id-ID"), (Lang::En, "en-US")] {
        let file = paper::docx::docx(&book(lang, Binding::Book)).unwrap();
        assert!(part(&file, "word/styles.xml").contains(&format!("<w:lang w:val=\"{code}\"")));
        let core = part(&file, "docProps/core.xml");
        assert!(core.contains("<dc:title>Buku 2: Rencana &amp; Peta &lt;Jalan&gt;</dc:title>"), "{core}");
        assert!(core.contains(&format!("<dc:language>{code}</dc:language>")));
    }
}

#[test]
fn a_brief_has_neither_title_page_nor_contents_and_a_wide_one_lies_down() {
    let file = paper::docx::docx(&Book { landscape: true, ..book(Lang::Id, Binding::Report) }).unwrap();
    let document = part(&file, "word/document.xml");
    assert!(!document.contains("Daftar isi") && !document.contains("TOC \\o"));
    assert!(document.contains("w:orient=\"landscape\"") && document.contains("<w:pgSz w:w=\"16838\" w:h=\"11906\""));
    assert!(!document.contains("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/>"), "no numbers before headings");
}

#[test]
fn an_awkward_text_is_text() {
    let file = paper::docx::docx(&book(Lang::Id, Binding::Book)).unwrap();
    let document = part(&file, "word/document.xml");
    assert!(!document.contains(['\u{0}', '\u{7}', '\u{1B}', '\u{FFFE}']));
    assert!(document.contains("#panic() *x* $y$ `z` @w &lt;b&gt;&amp;amp;"), "nothing is markup");
    assert!(document.contains("🏠") && document.contains("مرحبا"));
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let made = || paper::docx::docx(&book(Lang::Id, Binding::Book)).unwrap();
    assert_eq!(made(), made());
}

#[test]
fn an_empty_book_is_a_file() {
    let empty = Book { blocks: Vec::new(), ..book(Lang::En, Binding::Book) };
    let file = paper::docx::docx(&empty).unwrap();
    assert!(elements(&part(&file, "word/document.xml")).1.contains("Contents"));
}
