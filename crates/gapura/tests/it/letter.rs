//! A letter through the whole house with the typesetter: looked at before it is decided, typeset, signed on paper, scanned,
//! downloaded, proved, told from an altered one.
#![cfg(feature = "surat")]

use crate::house::{Home, Page, Visitor, databases, set};
use gapura::press::Workshop;
use http::StatusCode;
use kernel::Role;
use std::path::Path;
use std::process::Command;

const SERVICE: &str = "/layanan/pinjam-balai";
const VILLAGE: &str = "35.17.09.2003";

/// The resident applies; the number of the case and the browser that holds its receipt.
async fn applied(home: &Home) -> (String, Visitor) {
    let mut resident = home.visitor();
    let mut fields = resident.get(&format!("{SERVICE}?hemat=ya")).await.fields(SERVICE);
    for (name, value) in [
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", "Balai desa"),
        ("nama", "Sulastri Wijayaningrum"),
        ("acara", "Rapat #panic() *warga*"),
        ("barang", "balai"),
        ("tanggal_mulai", "2026-12-01"),
        ("tanggal_selesai", "2026-12-02"),
        ("_hp", "081234509876"),
    ] {
        set(&mut fields, name, value);
    }
    let photo = desk::photo::sample(320, 240, 40).unwrap();
    let sent = resident.upload(SERVICE, &fields, Some(("ktp", &photo))).await;
    (sent.to().split('/').nth(2).unwrap().to_owned(), resident)
}

async fn act(home: &Home, number: &str, (who, action): (&str, &str), put: &[(&str, &str)]) {
    let mut officer = home.officer(who).await;
    let case = format!("/kerja/kasus/{number}");
    let path = format!("{case}/tindakan/{action}");
    let mut fields = officer.get(&format!("{case}?tindakan={action}")).await.fields(&path);
    put.iter().for_each(|(name, value)| set(&mut fields, name, value));
    let done = officer.upload(&path, &fields, None).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{action}: {}", done.text());
}

fn link<'a>(links: &'a [String], part: &str) -> &'a str {
    links.iter().find(|link| link.contains(part)).unwrap_or_else(|| panic!("no {part} in {links:?}"))
}

fn starting<'a>(links: &'a [String], with: &str) -> &'a str {
    links.iter().find(|link| link.starts_with(with)).unwrap_or_else(|| panic!("no {with} in {links:?}"))
}

fn assert_pdf(page: &Page) {
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "application/pdf"), "{}", page.text());
    assert!(page.body.starts_with(b"%PDF-1.7"));
    assert_eq!(page.header("cache-control"), "no-store");
}

/// What strangers' programs read from the printed page: its words and its code.
fn read(pdf: &[u8], folder: &Path) -> Option<(String, String)> {
    std::env::var_os("GAPURA_TEST_PDF")?;
    let (file, page) = (folder.join("surat.pdf"), folder.join("halaman"));
    std::fs::write(&file, pdf).unwrap();
    let said = |program: &str, arguments: &[&Path]| {
        let output = Command::new(program).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let words = said("pdftotext", &[&file, Path::new("-")]);
    said("pdftoppm", &[Path::new("-r"), Path::new("150"), Path::new("-png"), Path::new("-singlefile"), &file, &page]);
    Some((words, said("zbarimg", &[Path::new("--raw"), Path::new("--quiet"), &page.with_extension("png")])))
}

async fn staffed(folder: &Path, database: Option<String>) -> Home {
    let press = Workshop::here().unwrap().press();
    let home = Home::found_with(folder, database, "http://127.0.0.1:8017", Some(press)).await;
    let office = format!("desa-{VILLAGE}");
    for (who, role) in [("wati", Role::Verifier), ("seno", Role::FieldOfficer), ("lurah", Role::Head)] {
        home.hire(who, role, &office).await;
    }
    home
}

#[tokio::test]
async fn a_letter_is_looked_at_typeset_signed_downloaded_and_told_from_an_altered_one() {
    for database in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let home = staffed(folder.path(), database).await;
        let (number, mut resident) = applied(&home).await;
        act(&home, &number, ("wati", "periksa.lengkap"), &[("tanggal_kosong", "ya")]).await;
        act(&home, &number, ("seno", "paraf.paraf"), &[]).await;
        let mut head = home.officer("lurah").await;
        let case = format!("/kerja/kasus/{number}");
        let links = head.get(&case).await.links();
        assert_pdf(&head.get(link(&links, "/surat/pinjam")).await);
        act(&home, &number, ("lurah", "tanda_tangan.terbitkan"), &[]).await;
        home.settle().await;
        let links = head.get(&case).await.links();
        assert!(!links.iter().any(|link| link.ends_with("/surat/pinjam")), "nothing is left to be decided");
        let letter = link(&links, "/kerja/surat/").to_owned();
        let page = head.get(&letter).await;
        let pdf = head.get(&format!("{letter}/pdf")).await;
        assert_pdf(&pdf);
        let proof = starting(&page.links(), "/surat/").to_owned();
        if let Some((words, code)) = read(&pdf.body, folder.path()) {
            assert!(words.contains("Sulastri Wijayaningrum") && words.contains("Rapat #panic() *warga*"), "{words}");
            assert!(words.contains("001/PINJAM/35.17"), "{words}");
            assert!(code.starts_with(&format!("http://127.0.0.1:8017{proof}#")), "{code}");
        }
        signed(&home, &letter, &pdf.body).await;
        compared(&home, &proof, &pdf.body).await;
        let tracking = format!("/lacak/{number}");
        let mine = resident.get(&tracking).await.links();
        let file = resident.get(starting(&mine, &format!("{tracking}/surat/"))).await;
        assert_eq!(file.body, pdf.body, "the resident downloads what was signed");
        home.house.store.close().await;
    }
}

/// The scan of the signed print comes back; here it is the PDF itself.
async fn signed(home: &Home, letter: &str, pdf: &[u8]) {
    let mut head = home.officer("lurah").await;
    let path = format!("{letter}/pindaian");
    let fields = head.get(letter).await.fields(&path);
    let done = head.upload(&path, &fields, Some(("pindaian", pdf))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}

/// A file with one other byte is not what was issued.
async fn compared(home: &Home, proof: &str, pdf: &[u8]) {
    let mut bank = home.visitor();
    let path = format!("{proof}/berkas");
    let fields = bank.get(proof).await.fields(&path);
    let same = bank.upload(&path, &fields, Some(("berkas", pdf))).await;
    assert!(same.text().contains("sama dengan yang kami terbitkan"));
    let mut altered = pdf.to_vec();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let other = bank.upload(&path, &fields, Some(("berkas", &altered))).await;
    assert!(other.text().contains("tidak sama dengan yang kami terbitkan"), "{}", other.text());
}
