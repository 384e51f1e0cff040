//! The three books: who gets them, what they hold, and what happens when many ask at once.

use super::office::{ani, offices_with};
use super::pages::{FIELD, HEAD, PLANNER};
use super::{Office, offices, written};
use axum::http::{Request, StatusCode};
use jiff::civil::date;
use paper::Press;
use programme::entries::{Kind, NewEntry, Origin};
use programme::model::cells::Cells;
use std::io::{Cursor, Read as _};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use testkit::Site;
use zip::ZipArchive;

const STRANGER: Option<usize> = None;

/// A file: its headers as `name: value` lines, and its bytes.
async fn file(site: &Site, who: Option<usize>, path: &str) -> (String, Vec<u8>) {
    let reply = site.ask(who, Request::get(path), ()).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}");
    let headers = reply.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
    (headers.collect::<Vec<_>>().join("\n"), reply.bytes)
}

/// The text of a DOCX; `part` is one of its files.
async fn docx(site: &Site, who: Option<usize>, path: &str, part: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(file(site, who, path).await.1)).unwrap();
    let mut text = String::new();
    zip.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

const DOCUMENT: &str = "word/document.xml";

/// A press that keeps what it was given and answers a PDF of one line.
fn press() -> (Press, Arc<Mutex<Vec<serde_json::Value>>>) {
    let given = Arc::new(Mutex::new(Vec::new()));
    let kept = given.clone();
    let press: Press = Arc::new(move |template, values, _| {
        assert_eq!(template, paper::BOOK);
        kept.lock().unwrap().push(values.clone());
        Ok(b"%PDF-1.7\n%%EOF\n".to_vec())
    });
    (press, given)
}

#[tokio::test]
async fn a_stranger_gets_no_draft_and_everybody_the_decreed_books() {
    for office in offices().await {
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        office.promise(&written("Jawaban cepat")).await;
        let site = office.site();
        for path in ["/dasbor/rencana/buku", "/dasbor/rencana/buku/2.docx"] {
            for (who, status) in [(STRANGER, 303), (FIELD, 403), (HEAD, 200), (PLANNER, 200)] {
                assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
            }
        }
        for path in ["/rencana/buku", "/rencana/buku/2.docx", "/rencana/buku/2.docx?versi=1"] {
            assert_eq!(site.get(STRANGER, path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        office.sign(12, date(2027, 2, 1)).await;
        office.programme.revise(&ani()).await.unwrap();
        assert_eq!(site.get(STRANGER, "/rencana/buku").await.0, StatusCode::OK);
        assert_eq!(site.get(STRANGER, "/rencana/buku/2.docx").await.0, StatusCode::OK);
        assert_eq!(site.get(STRANGER, "/rencana/buku/2.docx?versi=2").await.0, StatusCode::NOT_FOUND, "a draft");
        assert_eq!(site.get(STRANGER, "/rencana/buku/4.docx").await.0, StatusCode::NOT_FOUND);
        assert_eq!(site.get(STRANGER, "/rencana/buku/2.exe").await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn each_book_is_a_file_with_its_name_and_its_kind() {
    let (press, given) = press();
    for office in offices_with(Some(press)).await {
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        office.promise(&written("Jawaban cepat")).await;
        office.sign(12, date(2027, 2, 1)).await;
        let site = office.site();
        let (headers, bytes) = file(&site, STRANGER, "/rencana/buku/2.pdf").await;
        assert!(bytes.starts_with(b"%PDF-1.7") && headers.contains("content-type: application/pdf"), "{headers}");
        assert!(headers.contains("filename=\"buku-2-rencana-induk-versi-1.pdf\""), "{headers}");
        let (headers, bytes) = file(&site, STRANGER, "/rencana/buku/3.docx").await;
        assert!(bytes.starts_with(b"PK") && headers.contains("wordprocessingml.document"), "{headers}");
        assert!(headers.contains("buku-3-ringkasan-eksekutif-versi-1.docx"), "{headers}");
        let values = given.lock().unwrap().pop().unwrap();
        assert_eq!(values["buku"]["penerbit"], "Pemerintah Kabupaten Contoh");
        assert_eq!((values["buku"]["cap"].is_null(), &values["zona"]), (true, &"WIB".into()));
        assert!(values.to_string().contains("Jawaban cepat"));
    }
}

#[tokio::test]
async fn a_draft_says_so_on_every_page_and_a_decree_is_named() {
    let office = offices().await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    office.promise(&written("Jawaban cepat")).await;
    let site = office.site();
    for number in [1, 2, 3] {
        let path = format!("/dasbor/rencana/buku/{number}.docx");
        for part in ["word/header1.xml", "word/header2.xml"] {
            assert!(docx(&site, PLANNER, &path, part).await.contains("RANCANGAN"), "{number} {part}");
        }
        assert!(docx(&site, PLANNER, &path, DOCUMENT).await.contains("belum mengikat siapa pun"));
    }
    office.sign(12, date(2027, 2, 1)).await;
    let path = "/rencana/buku/1.docx";
    assert!(!docx(&site, STRANGER, path, "word/header1.xml").await.contains("RANCANGAN"));
    let text = docx(&site, STRANGER, path, DOCUMENT).await;
    assert!(
        text.contains("laporan yang dijawab tepat waktu, dari 40 persen menuju 90 persen pada tahun 2029"),
        "{text}"
    );
    assert!(text.contains("Nomor 12 Tahun 2027 tanggal 1 Februari 2027"), "{text}");
}

#[tokio::test]
async fn an_empty_plan_gives_books_that_say_who_fills_them() {
    let (press, _) = press();
    let office = offices_with(Some(press)).await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let site = office.site();
    for number in [1, 2, 3] {
        assert_eq!(site.get(PLANNER, &format!("/dasbor/rencana/buku/{number}.pdf")).await.0, StatusCode::OK);
    }
    let first = docx(&site, PLANNER, "/dasbor/rencana/buku/1.docx", DOCUMENT).await;
    assert!(first.contains("Visi belum ditulis. Perencana di Bappeda mengisinya"), "{first}");
    let second = docx(&site, PLANNER, "/dasbor/rencana/buku/2.docx", DOCUMENT).await;
    assert!(second.contains("Rencana ini belum berisi program"), "{second}");
    assert_eq!(second.matches("Belum ada program di sini").count(), 18, "one for each sub-dimension");
    let third = docx(&site, PLANNER, "/dasbor/rencana/buku/3.docx?bahasa=en", DOCUMENT).await;
    assert!(third.contains("The plan promises no quick win yet"), "{third}");
}

#[tokio::test]
async fn the_second_book_holds_every_attribute_and_a_moved_target_with_its_reason() {
    for office in offices().await {
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        let mut cells: Cells = written("Jawaban cepat");
        for (column, text) in [
            ("risiko", "Listrik padam"),
            ("dpa", "2.16.03.2.02.0037"),
            ("pendukung", "dinas-b"),
            ("kecamatan", "35.17.01"),
            ("anggaran", "2027 apbd 250.000.000; 2028 csr 1.500.000.000"),
        ] {
            cells.set(column, text);
        }
        let id = office.promise(&cells).await;
        office.sign(12, date(2027, 2, 1)).await;
        office.programme.report(&ani(), &id, 2027, "55", "https://contoh.go.id/bukti").await.unwrap();
        office.at("2027-06-01T09:00:00+07:00");
        office.programme.revise(&ani()).await.unwrap();
        cells.set("target", "2027 = 50; 2028 = 80; 2029 = 90");
        office.rewrite(&id, &cells, "Anggaran dipotong separuh").await.unwrap();
        office.sign(20, date(2027, 6, 1)).await;
        let site = office.site();
        let text = docx(&site, STRANGER, "/rencana/buku/2.docx", DOCUMENT).await;
        for part in [
            "Dinas B",
            "Perak",
            "DPA 2.16.03.2.02.0037",
            "Listrik padam",
            "Rp250.000.000 (APBD)",
            "Rp1.500.000.000 (CSR)",
            "≥ 50",
            "https://contoh.go.id/bukti",
            "Laporan dijawab dalam tiga hari; tenggat 30 September 2027.",
            "diubah pada versi 2, dari 60 persen menjadi 50 persen. Alasannya: Anggaran dipotong separuh",
            "Yang melengkapinya: Dinas A",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let old = docx(&site, STRANGER, "/rencana/buku/2.docx?versi=1", DOCUMENT).await;
        assert!(old.contains("≥ 60") && !old.contains("Anggaran dipotong separuh"), "the old version stays as it was");
        assert!(old.contains("Versi ini sudah diganti"));
    }
}

#[tokio::test]
async fn the_first_book_tells_problems_of_the_desk_with_their_figures() {
    let office = offices().await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let origin = Origin {
        service: "jalan-rusak".into(),
        district: "35.17.01".into(),
        from: "2026-02".into(),
        to: "2027-01".into(),
        cases: 1248,
    };
    let problem = NewEntry {
        pillar: "living",
        title: "Jalan rusak berulang",
        body: "Lubang yang sama dilaporkan lagi.",
        origin: Some(origin),
        ..NewEntry::default()
    };
    office.programme.write_entry(&ani(), Kind::Problem, problem).await.unwrap();
    let site = office.site();
    let text = docx(&site, PLANNER, "/dasbor/rencana/buku/1.docx", DOCUMENT).await;
    assert!(text.contains("1.248 laporan &quot;Laporan jalan rusak&quot; di Perak"), "{text}");
    assert!(text.contains("Dari 1 masalah, 1 berasal dari laporan warga"), "{text}");
}

#[tokio::test]
async fn awkward_texts_of_a_promise_are_neither_markup_nor_an_error() {
    let (press, given) = press();
    let office = offices_with(Some(press)).await.remove(0);
    office.programme.begin(&ani(), "Rencana #Induk *Kota* <Cerdas> & \"lain\"", 2027).await.unwrap();
    let mut cells = written("Nama <b>tebal</b> #panic() $x$ `y`");
    cells.set("uraian", format!("=1+2\n@x \u{202E}مرحبا 🏠 {}", "a".repeat(3000)));
    office.promise(&cells).await;
    let site = office.site();
    let text = docx(&site, PLANNER, "/dasbor/rencana/buku/2.docx", DOCUMENT).await;
    assert!(text.contains("Nama &lt;b&gt;tebal&lt;/b&gt; #panic() $x$ `y`"), "{text}");
    assert_eq!(site.get(PLANNER, "/dasbor/rencana/buku/2.pdf").await.0, StatusCode::OK);
    let values = given.lock().unwrap().pop().unwrap().to_string();
    assert!(values.contains("#panic() $x$ `y`"), "{values}");
}

#[tokio::test]
async fn without_a_press_the_page_offers_the_docx_in_words() {
    let (office, _) = Office::decreed().await.remove(0);
    let site = office.site();
    let (status, html) = site.get(STRANGER, "/rencana/buku/2.pdf").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(html.contains("tidak dapat membuat PDF") && html.contains("Unduh DOCX-nya"), "{html}");
    let (_, html) = site.get(STRANGER, "/rencana/buku").await;
    assert!(html.contains("Hanya DOCX di sini") && !html.contains("2.pdf") && html.contains("2.docx"), "{html}");
}

/// A press that works only when the sender is dropped.
fn held() -> (Press, Sender<()>) {
    let (release, gate) = channel::<()>();
    let gate = Mutex::new(gate);
    let press: Press = Arc::new(move |_, _, _| {
        let _ = gate.lock().unwrap().recv();
        Ok(b"%PDF-1.7\n%%EOF\n".to_vec())
    });
    (press, release)
}

#[tokio::test]
async fn who_comes_while_many_wait_is_told_to_come_back_and_the_others_get_their_books() {
    let (press, release) = held();
    let office = offices_with(Some(press)).await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let site = Arc::new(office.site());
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let site = site.clone();
        asked.spawn(async move { site.get(PLANNER, "/dasbor/rencana/buku/3.pdf").await });
    }
    // Nothing can be printed yet, so whoever is answered first was sent away.
    for _ in 0..3 {
        let (status, html) = asked.join_next().await.unwrap().unwrap();
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(html.contains("Dokumen lain sedang dibuat"), "{html}");
    }
    drop(release);
    while let Some(answer) = asked.join_next().await {
        assert_eq!(answer.unwrap().0, StatusCode::OK);
    }
    assert_eq!(site.get(PLANNER, "/dasbor/rencana/buku/3.pdf").await.0, StatusCode::OK, "the place is free again");
}

#[tokio::test]
async fn a_press_that_fails_is_said_and_keeps_no_place() {
    let press: Press = Arc::new(|_, _, _| Err("too many pages".into()));
    let office = offices_with(Some(press)).await.remove(0);
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let site = office.site();
    for _ in 0..7 {
        let (status, html) = site.get(PLANNER, "/dasbor/rencana/buku/1.pdf").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(html.contains("tidak dapat dibuat sebagai PDF") && !html.contains("too many pages"), "{html}");
    }
}
