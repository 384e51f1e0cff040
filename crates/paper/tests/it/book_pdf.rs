//! The same book as PDF, as strangers' programs read it.

use crate::books::book;
use crate::letter::PAPER;
use crate::tools::{said, wanted};
use crate::{at, typeset};
use kernel::Lang;
use paper::book::{Binding, Block, Book, values};
use paper::{BOOK, Order, Sheet};
use std::path::Path;

fn pressed(book: &Book) -> Sheet {
    let values = values(book);
    PAPER.typeset(&Order { template: BOOK, values: &values, at: at() }).unwrap()
}

fn kept(folder: &Path, book: &Book) -> String {
    let path = folder.join("buku.pdf");
    std::fs::write(&path, pressed(book).pdf).unwrap();
    path.display().to_string()
}

#[test]
fn every_kind_of_block_is_typeset_without_a_warning_bound_or_not_upright_or_wide() {
    for (binding, landscape) in [(Binding::Book, false), (Binding::Report, true), (Binding::Brief, false)] {
        let sheet = pressed(&Book { landscape, ..book(Lang::Id, binding) });
        assert!(sheet.warnings.is_empty(), "{:?}", sheet.warnings);
        assert!(sheet.pages > 2, "{}", sheet.pages);
    }
}

#[test]
fn an_empty_book_is_typeset() {
    let empty = Book { blocks: Vec::new(), ..book(Lang::En, Binding::Book) };
    assert_eq!(pressed(&empty).pages, 2);
}

#[test]
fn a_book_may_have_more_pages_than_a_letter_and_not_endlessly_many() {
    let pages = |count: usize| {
        let blocks = (0..count).flat_map(|page| [Block::NewPage, Block::Text(format!("Halaman {page}"))]);
        Book { blocks: blocks.collect(), ..book(Lang::Id, Binding::Report) }
    };
    // A brief begins below its letterhead; each page after it was asked for.
    assert_eq!(pressed(&pages(30)).pages, 31);
    let values = values(&pages(420));
    let faults = PAPER.typeset(&Order { template: BOOK, values: &values, at: at() }).unwrap_err();
    assert!(faults[0].sentence(Lang::Id).contains("buku 400 halaman"), "{faults:?}");
}

#[test]
fn a_template_of_a_city_that_borrows_the_sheet_keeps_the_bounds_of_a_letter() {
    let blocks = (0..30).flat_map(|_| [Block::NewPage, Block::Text("x".into())]).collect();
    let long = Book { blocks, ..book(Lang::Id, Binding::Report) };
    let faults = typeset(&format!("{BOOK}\n"), &values(&long)).unwrap_err();
    assert!(faults[0].sentence(Lang::Id).contains("surat paling banyak 20 halaman"), "{faults:?}");
}

#[test]
fn the_pdf_is_sound_tagged_and_says_what_it_is() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = kept(folder.path(), &book(Lang::Id, Binding::Book));
    said("qpdf", &["--check", &path]);
    let about = said("pdfinfo", &["-meta", &path]);
    for word in
        ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1", "<rdf:li>id", "Rencana &amp; Peta &lt;Jalan&gt;"]
    {
        assert!(about.contains(word), "{word}\n{about}");
    }
    assert!(said("pdfinfo", &[&path]).contains("Tagged:          yes"));
}

#[test]
fn pages_are_numbered_heads_repeat_and_the_stamp_stands_on_every_page() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let made = book(Lang::Id, Binding::Book);
    let count = pressed(&made).pages;
    let text = said("pdftotext", &["-layout", &kept(folder.path(), &made), "-"]);
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), count);
    assert!(pages.iter().all(|page| page.contains("RANCANGAN")), "{text}");
    assert!(pages[1].contains("Daftar isi") && pages[1].contains("Lampiran"), "{}", pages[1]);
    for (at, page) in pages.iter().enumerate().skip(1) {
        assert!(page.contains(&format!("halaman {} dari {count}", at + 1)), "{page}");
    }
    let torn: Vec<&&str> = pages.iter().filter(|page| page.contains("tercapai")).collect();
    assert!(torn.len() > 1 && torn.iter().all(|page| page.contains("Nama")), "the head of a table repeats");
}

#[test]
fn an_awkward_text_is_printed_and_never_run() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let text = said("pdftotext", &["-layout", &kept(folder.path(), &book(Lang::Id, Binding::Book)), "-"]);
    assert!(text.contains("#panic() *x* $y$ `z` @w <b>&amp;"), "{text}");
}
