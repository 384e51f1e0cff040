//! What strangers, holders and officers see.

use super::bsre::{Mood, NIK, PASSPHRASE, Service};
use super::office::{PDF, signer};
use super::{Office, offices};
use axum::http::{Request, StatusCode, header};
use kernel::{Role, Token};
use letters::LOCALE;
use std::path::Path;
use std::sync::Arc;
use testkit::{Site, filled, form, officer};
use web::Session;

/// The door at which the register is taken out.
const EXPORT: &str = "/kerja/surat/ekspor";

impl Office {
    /// The pages, with these people signed in.
    fn site(&self, people: Vec<Session>) -> Site {
        Site::new(&self.ledger, letters::room(self.letters.clone()), people)
    }
}

/// Bytes on the wire, as a browser asks for them.
async fn weight(site: &Site, path: &str) -> usize {
    let reply = site.ask(None, Request::get(path).header(header::ACCEPT_ENCODING, "br"), ()).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}");
    reply.bytes.len()
}

/// The register as a spreadsheet of what the filter lets through, by its form.
async fn spreadsheet(site: &Site, who: Option<usize>, filter: &str) -> Vec<u8> {
    let html = site.get(who, &format!("/kerja/surat?{filter}")).await.1;
    let reply = site.fill(who, (&html, EXPORT), &[("bentuk", "xlsx")]).await;
    assert_eq!(reply.status, StatusCode::OK);
    reply.bytes
}

fn between<'a>(html: &'a str, before: &str, after: &str) -> &'a str {
    html.split(before).nth(1).unwrap().split(after).next().unwrap()
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), LOCALE);
}

#[tokio::test]
async fn the_public_proof_shows_its_state_and_no_personal_value() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![]);
    let letter = office.prepared("satu", 1).await;
    let path = format!("/surat/{}", letter.token);
    let (status, html) = site.get(None, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("belum terbit"));
    assert!(!html.contains("Toko Melati"), "nothing is shown of a letter that is not issued");
    office.letters.issue(&signer(), &letter.id, letters::Scan::new(PDF.to_vec()).unwrap()).await.unwrap();
    let (_, html) = site.get(None, &path).await;
    assert!(html.contains("470/001/A/2027") && html.contains("Toko Melati") && html.contains("asli dan berlaku"));
    assert!(!html.contains("Budi"), "a personal value in public");
    assert!(html.len() <= 15 * 1024, "{} bytes", html.len());
    office.letters.revoke(&signer(), &letter.id, "Pemohon menarik permohonannya").await.unwrap();
    let (_, html) = site.get(None, &path).await;
    assert!(html.contains("sudah dicabut") && !html.contains("menarik"));
}

#[tokio::test]
async fn the_public_proof_weighs_at_most_fifteen_kilobytes_with_all_that_it_loads() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![]);
    let letter = office.issued("satu", 1).await;
    for path in [format!("/surat/{}", letter.token), "/surat/periksa".to_owned()] {
        let html = site.get(None, &path).await.1;
        let parts = html.split('"').filter(|part| part.starts_with("/aset/") || part.ends_with("periksa.js"));
        let mut whole = weight(&site, &path).await;
        for part in parts {
            whole += weight(&site, part).await;
        }
        assert!((5_000..=15 * 1024).contains(&whole), "{path}: {whole} bytes");
    }
}

#[tokio::test]
async fn an_expired_and_a_replaced_letter_say_so_and_the_new_one_is_shown_the_way_to() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![]);
    let old = office.issued("satu", 1).await;
    let fix = |field: &str| (field == "usaha").then(|| "Toko Mawar".to_owned());
    let new = office.letters.replace(&signer(), &old.id, fix).await.unwrap();
    office.letters.issue(&signer(), &new, letters::Scan::new(PDF.to_vec()).unwrap()).await.unwrap();
    let new = office.letters.letter(&new).await.unwrap();
    let html = site.get(None, &format!("/surat/{}", old.token)).await.1;
    assert!(html.contains("sudah diganti") && !html.contains("asli dan berlaku"), "{html}");
    assert!(html.contains(&format!("/surat/{}", new.token)), "{html}");
    office.ledger.clock.set(kernel::Instant::parse("2028-03-02T00:00:00+07:00").unwrap());
    let html = site.get(None, &format!("/surat/{}", new.token)).await.1;
    assert!(html.contains("sudah habis") && !html.contains("asli dan berlaku"), "{html}");
}

#[test]
fn a_scan_that_is_something_else_is_refused_by_its_content() {
    let disguised: [(&str, &[u8]); 7] = [
        ("a program", b"MZ\x90\x00\x03"),
        ("a program of Linux", b"\x7fELF\x02"),
        ("an archive", b"PK\x03\x04"),
        ("a page with script", b"<!doctype html><script>alert(1)</script>"),
        ("a drawing with script", b"<svg onload=alert(1)>"),
        ("a document behind something else", b"GIF89a%PDF-1.7"),
        ("nothing", b""),
    ];
    for (name, bytes) in disguised {
        assert!(letters::Scan::new(bytes.to_vec()).is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_token_that_nobody_made_leads_nowhere() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![]);
    for path in ["/surat/ABC".to_owned(), format!("/surat/{}", Token::new(&office.ledger.chance).secret())] {
        assert_eq!(site.get(None, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_file_is_told_from_an_altered_one() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![]);
    let letter = office.issued("satu", 1).await;
    let page = format!("/surat/{}", letter.token);
    let path = format!("{page}/berkas");
    let held = async |bytes: &[u8]| site.upload(None, (&page, &path), &[], &[("berkas", "surat.pdf", bytes)]).await;
    assert!(held(PDF).await.1.contains("sama dengan yang kami terbitkan"));
    assert!(held(&[PDF, b" "].concat()).await.1.contains("tidak sama"));
    let (status, nothing) = held(b"").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.contains("Pilih dahulu"));
}

#[tokio::test]
async fn a_code_is_checked_without_a_script_and_a_forged_one_is_refused() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![officer("siti", Role::Head, "dinas-a")]);
    let letter = office.prepared("satu", 1).await;
    let print = site.get(Some(0), &format!("/kerja/surat/{}/cetak", letter.id)).await;
    assert_eq!(print.0, StatusCode::OK);
    assert!(print.1.contains("<svg class=\"qr\"") && print.1.contains("Budi Santoso"));
    let code = format!("https://layanan.contoh.go.id/surat/{}", letter.token);
    let ask = async |code: &str| {
        let html = site.post(None, "/surat/periksa", &form(&[("kode", code)])).await.1;
        between(&html, "<div id=\"hasil\"", "<form").to_owned()
    };
    let known = ask(&code).await;
    let proof = format!("href=\"/surat/{}\"", letter.token);
    assert!(known.contains(&proof) && !known.contains("tidak dikenal"));
    assert!(known.contains("belum terbit"), "the register knows where the letter stands");
    let altered = ask(&format!("{code}#e30.AAAA")).await;
    assert!(altered.contains(&proof) && altered.contains("tidak dikenal"));
    let forged = ask(&format!("{code}X#e30.AAAA")).await;
    assert!(forged.contains("tidak dikenal"));
    assert!(site.get(None, "/surat/periksa").await.1.contains("data-kunci=\""));
    assert!(site.get(None, "/surat/periksa.js").await.1.contains("gapura-surat-1"));
}

#[tokio::test]
async fn an_officer_brings_the_scan_back_and_withdraws_with_the_browser_alone() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![signer()]);
    let letter = office.prepared("satu", 1).await;
    let path = format!("/kerja/surat/{}", letter.id);
    assert!(site.get(Some(0), "/kerja/surat").await.1.contains("470/001/A/2027"));
    let scan = format!("{path}/pindaian");
    let bring =
        async |bytes: &[u8]| site.upload(Some(0), (&path, &scan), &[], &[("pindaian", "surat.pdf", bytes)]).await;
    let (status, wrong) = bring(b"<html>").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("PDF, JPEG atau PNG"));
    assert_eq!(bring(PDF).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(Some(0), &path).await.1.contains("Unduh surat yang ditandatangani"));
    let end = format!("{path}/pencabutan");
    let (status, wrong) = site.send(Some(0), (&path, &end), &[("alasan", "pendek")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("pendek"), "what was typed is not lost");
    let sound = [("alasan", "Pemohon menarik permohonannya")];
    assert_eq!(site.send(Some(0), (&path, &end), &sound).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(Some(0), &path).await.1.contains("Dicabut"));
}

#[tokio::test]
async fn other_agencies_and_strangers_reach_no_letter() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![officer("budi", Role::Head, "dinas-b"), officer("wali", Role::Leader, "setda")]);
    let letter = office.issued("satu", 1).await;
    for end in ["", "/cetak", "/berkas", "/pdf", "/pengganti"] {
        let path = format!("/kerja/surat/{}{end}", letter.id);
        assert_eq!(site.get(Some(0), &path).await.0, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(site.get(Some(1), &path).await.0, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(site.get(None, &path).await.0, StatusCode::SEE_OTHER, "{path}");
    }
}

#[tokio::test]
async fn the_register_goes_out_as_a_table_and_leaves_a_fact() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![signer()]);
    office.issued("satu", 1).await;
    let (status, csv) = site.send(Some(0), ("/kerja/surat", EXPORT), &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(csv.contains(
        "470/001/A/2027,keterangan,Surat keterangan domisili,dinas-a,2027-03-01,2027-03-01,2028-03-01,berlaku"
    ));
    assert!(!csv.contains("Budi"));
    let facts = office.ledger.store.stream(super::office::REGION, "letters/exports").await.unwrap();
    assert_eq!(facts[0].fact.data["rows"], 1);
}

/// The parts of a spreadsheet that hold its texts and its cells.
fn opened(bytes: &[u8]) -> (String, String) {
    let mut file = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(file.by_name(name).unwrap()).unwrap();
    (part("xl/sharedStrings.xml"), part("xl/worksheets/sheet1.xml"))
}

#[tokio::test]
async fn the_register_goes_out_as_a_spreadsheet_in_which_no_text_is_a_formula() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![signer()]);
    let tricky = cases::doors::EndedCase { service_name: "=HYPERLINK(\"http://x\")".into(), ..office.case("satu", 1) };
    office.end(tricky).await;
    office.issued("dua", 2).await;
    let (texts, cells) = opened(&spreadsheet(&site, Some(0), "").await);
    assert!(
        texts.contains("470/001/A/2027") && texts.contains("=HYPERLINK(&quot;http://x&quot;)")
            || texts.contains("=HYPERLINK(\"http://x\")"),
        "{texts}"
    );
    assert!(!cells.contains("<f>"), "a formula");
    assert!(cells.contains("<c r=\"E2\" s=\"") && !cells.contains("<c r=\"E2\" t=\"s\""), "days are days: {cells}");
    let facts = office.ledger.store.stream(super::office::REGION, "letters/exports").await.unwrap();
    assert_eq!((facts[0].fact.data["format"].as_str(), facts[0].fact.data["rows"].as_i64()), (Some("xlsx"), Some(2)));
}

#[tokio::test]
async fn a_spreadsheet_holds_what_was_filtered_and_other_agencies_get_their_own() {
    let office = offices(None).await.remove(0);
    let people = vec![signer(), officer("budi", Role::Head, "dinas-b"), officer("wali", Role::Leader, "setda")];
    let site = office.site(people);
    office.issued("satu", 1).await;
    office.prepared("dua", 2).await;
    office.end(cases::doors::EndedCase { unit: "dinas-b".into(), ..office.case("tiga", 3) }).await;
    office.work().await;
    for (who, filter, there) in [(0, "status=berlaku", 1), (0, "", 2), (1, "", 1)] {
        let file = spreadsheet(&site, Some(who), filter).await;
        assert_eq!(opened(&file).1.matches("<row ").count(), there + 1, "{who} {filter}");
    }
    assert_eq!(site.post(Some(2), EXPORT, "").await.0, StatusCode::FORBIDDEN);
}

/// A site whose region has a sign service.
async fn signing() -> (Office, Site, Service) {
    let service = Service::start().await;
    let press: letters::Press = Arc::new(|_, _, _| Ok(b"%PDF-1.7\n%%EOF\n".to_vec()));
    let ledger = testkit::ledgers(letters::MIGRATIONS).await.remove(0);
    let office = Office::with(ledger, Some(press), Some(service.adapter("sandi"))).await;
    let site = office.site(vec![signer()]);
    (office, site, service)
}

#[tokio::test]
async fn a_letter_is_signed_from_its_page_and_no_answer_repeats_the_passphrase() {
    let (office, site, service) = signing().await;
    let letter = office.prepared("satu", 1).await;
    let path = format!("/kerja/surat/{}", letter.id);
    let html = site.get(Some(0), &path).await.1;
    assert!(html.contains("Tanda tangani secara elektronik") && html.contains("Cara lain: cetak"));
    let sign = format!("{path}/tanda-tangan");
    let send = async |end: &str, nik: &str, passphrase: &str| {
        let fields = filled(&html, &sign, &[("nik", nik), ("sandi", passphrase)]);
        site.post(Some(0), &format!("{path}/{end}"), &form(&fields)).await
    };
    let (status, wrong) = send("tanda-tangan", NIK, "keliru-sekali").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("Passphrase salah") && !wrong.contains("keliru-sekali"));
    assert!(wrong.contains(NIK), "the NIK need not be typed again");
    let (status, short) = send("tanda-tangan", "123", PASSPHRASE).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.contains("16 angka"));
    let (status, known) = send("sertifikat", NIK, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(known.contains("sertifikatnya berlaku"));
    service.becomes(Mood::Errs);
    let (status, broken) = send("tanda-tangan", NIK, PASSPHRASE).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(broken.contains("nomornya tetap"));
    service.becomes(Mood::Signs);
    assert_eq!(send("tanda-tangan", NIK, PASSPHRASE).await.0, StatusCode::SEE_OTHER);
    let html = site.get(Some(0), &path).await.1;
    assert!(html.contains("elektronik, dengan sertifikat BSrE") && !html.contains("name=\"sandi\""));
    let public = site.get(None, &format!("/surat/{}", letter.token)).await.1;
    assert!(public.contains("sertifikat BSrE") && !public.contains(NIK));
    assert_eq!(send("tanda-tangan", NIK, PASSPHRASE).await.0, StatusCode::UNPROCESSABLE_ENTITY, "only once");
}

#[tokio::test]
async fn a_letter_that_asks_for_an_electronic_signature_says_what_to_do_without_a_service() {
    let office = offices(None).await.remove(0);
    let site = office.site(vec![signer()]);
    let signature = Some(definition::model::Signature::Electronic);
    office.end(cases::doors::EndedCase { signature, ..office.case("satu", 1) }).await;
    office.work().await;
    let letter = office.of_case("satu").await;
    let html = site.get(Some(0), &format!("/kerja/surat/{}", letter.id)).await.1;
    assert!(html.contains("Layanan BSrE belum diatur di sini") && html.contains("name=\"pindaian\""));
    assert!(!html.contains("name=\"sandi\""));
}
