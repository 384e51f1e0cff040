//! What strangers, holders and officers see.

use super::bsre::{Mood, NIK, PASSPHRASE, Service};
use super::office::{PDF, signer};
use super::{Office, acted, offices};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use kernel::{Role, Token};
use letters::LOCALE;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt as _;
use web::Session;

struct Site {
    router: axum::Router,
    tokens: Vec<Token>,
}

impl Site {
    fn new(office: &Office, sessions: Vec<Session>) -> Self {
        let ledger = &office.ledger;
        let tokens: Vec<Token> = sessions.iter().map(|_| Token::new(&ledger.chance)).collect();
        let known = tokens
            .iter()
            .zip(sessions)
            .fold(web::testing::Sessions::default(), |known, (token, session)| known.with(token, session));
        let settings = web::Settings {
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(ledger.now(), known)
        };
        let rooms = vec![letters::room(office.letters.clone())];
        Self { router: web::assemble(web::Frame::new(settings).unwrap(), rooms).unwrap(), tokens }
    }

    async fn ask(
        &self,
        who: Option<usize>,
        method: &str,
        path: &str,
        (kind, body): (&str, Vec<u8>),
    ) -> (StatusCode, String) {
        let (status, body) = self.raw(who, method, path, (kind, body)).await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    async fn raw(
        &self,
        who: Option<usize>,
        method: &str,
        path: &str,
        (kind, body): (&str, Vec<u8>),
    ) -> (StatusCode, Vec<u8>) {
        let cookie = who.map(|who| format!("gapura={}", self.tokens[who].secret())).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, body.collect().await.unwrap().to_bytes().to_vec())
    }

    /// Bytes on the wire, as a browser asks for them.
    async fn weight(&self, path: &str) -> usize {
        let request = Request::builder().uri(path).header(header::HOST, "127.0.0.1:8080");
        let request = request.header(header::ACCEPT_ENCODING, "br").body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.into_body().collect().await.unwrap().to_bytes().len()
    }

    async fn get(&self, who: Option<usize>, path: &str) -> (StatusCode, String) {
        self.ask(who, "GET", path, ("text/plain", Vec::new())).await
    }

    async fn post(&self, who: Option<usize>, path: &str, body: String) -> (StatusCode, String) {
        self.ask(who, "POST", path, ("application/x-www-form-urlencoded", body.into_bytes())).await
    }

    /// A form whose answer is a file.
    async fn bytes(&self, who: Option<usize>, path: &str, body: String) -> (StatusCode, Vec<u8>) {
        self.raw(who, "POST", path, ("application/x-www-form-urlencoded", body.into_bytes())).await
    }

    async fn upload(
        &self,
        who: Option<usize>,
        path: &str,
        (field, bytes, token): (&str, &[u8], &str),
    ) -> (StatusCode, String) {
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"_tanda\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; \
             name=\"{field}\"; filename=\"surat.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--x--\r\n");
        self.ask(who, "POST", path, ("multipart/form-data; boundary=x", body)).await
    }
}

fn between<'a>(html: &'a str, before: &str, after: &str) -> &'a str {
    html.split(before).nth(1).unwrap().split(after).next().unwrap()
}

fn token(html: &str) -> &str {
    between(html, "name=\"_tanda\" value=\"", "\"")
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), LOCALE);
}

#[tokio::test]
async fn the_public_proof_shows_its_state_and_no_personal_value() {
    let office = offices(None).await.remove(0);
    let site = Site::new(&office, vec![]);
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
    let site = Site::new(&office, vec![]);
    let letter = office.issued("satu", 1).await;
    for path in [format!("/surat/{}", letter.token), "/surat/periksa".to_owned()] {
        let html = site.get(None, &path).await.1;
        let parts = html.split('"').filter(|part| part.starts_with("/aset/") || part.ends_with("periksa.js"));
        let mut whole = site.weight(&path).await;
        for part in parts {
            whole += site.weight(part).await;
        }
        assert!((5_000..=15 * 1024).contains(&whole), "{path}: {whole} bytes");
    }
}

#[tokio::test]
async fn an_expired_and_a_replaced_letter_say_so_and_the_new_one_is_shown_the_way_to() {
    let office = offices(None).await.remove(0);
    let site = Site::new(&office, vec![]);
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
    let site = Site::new(&office, vec![]);
    for path in ["/surat/ABC".to_owned(), format!("/surat/{}", Token::new(&office.ledger.chance).secret())] {
        assert_eq!(site.get(None, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_file_is_told_from_an_altered_one() {
    let office = offices(None).await.remove(0);
    let site = Site::new(&office, vec![]);
    let letter = office.issued("satu", 1).await;
    let path = format!("/surat/{}/berkas", letter.token);
    let same = site.upload(None, &path, ("berkas", PDF, "")).await.1;
    assert!(same.contains("sama dengan yang kami terbitkan"));
    let altered = site.upload(None, &path, ("berkas", &[PDF, b" "].concat(), "")).await.1;
    assert!(altered.contains("tidak sama"));
    let (status, nothing) = site.upload(None, &path, ("berkas", b"", "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.contains("Pilih dahulu"));
}

#[tokio::test]
async fn a_code_is_checked_without_a_script_and_a_forged_one_is_refused() {
    let office = offices(None).await.remove(0);
    let site = Site::new(&office, vec![acted("siti", Role::Head, "dinas-a")]);
    let letter = office.prepared("satu", 1).await;
    let print = site.get(Some(0), &format!("/kerja/surat/{}/cetak", letter.id)).await;
    assert_eq!(print.0, StatusCode::OK);
    assert!(print.1.contains("<svg class=\"qr\"") && print.1.contains("Budi Santoso"));
    let code = format!("https://layanan.contoh.go.id/surat/{}", letter.token);
    let ask = async |code: &str| {
        let html = site.post(None, "/surat/periksa", format!("kode={}", encoded(code))).await.1;
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
    let site = Site::new(&office, vec![signer()]);
    let letter = office.prepared("satu", 1).await;
    let path = format!("/kerja/surat/{}", letter.id);
    assert!(site.get(Some(0), "/kerja/surat").await.1.contains("470/001/A/2027"));
    let html = site.get(Some(0), &path).await.1;
    let (status, wrong) =
        site.upload(Some(0), &format!("{path}/pindaian"), ("pindaian", b"<html>", token(&html))).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("PDF, JPEG atau PNG"));
    let (status, _) = site.upload(Some(0), &format!("{path}/pindaian"), ("pindaian", PDF, token(&html))).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let html = site.get(Some(0), &path).await.1;
    assert!(html.contains("Unduh surat yang ditandatangani"));
    let body = format!("_tanda={}&alasan=pendek", encoded(token(&html)));
    let (status, wrong) = site.post(Some(0), &format!("{path}/pencabutan"), body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("pendek"), "what was typed is not lost");
    let body = format!("_tanda={}&alasan={}", encoded(token(&html)), encoded("Pemohon menarik permohonannya"));
    assert_eq!(site.post(Some(0), &format!("{path}/pencabutan"), body).await.0, StatusCode::SEE_OTHER);
    assert!(site.get(Some(0), &path).await.1.contains("Dicabut"));
}

#[tokio::test]
async fn other_agencies_and_strangers_reach_no_letter() {
    let office = offices(None).await.remove(0);
    let site = Site::new(&office, vec![acted("budi", Role::Head, "dinas-b"), acted("wali", Role::Leader, "setda")]);
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
    let site = Site::new(&office, vec![signer()]);
    office.issued("satu", 1).await;
    let html = site.get(Some(0), "/kerja/surat").await.1;
    let body = format!("_tanda={}&saringan=", encoded(token(&html)));
    let (status, csv) = site.post(Some(0), "/kerja/surat/ekspor", body).await;
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
    let site = Site::new(&office, vec![signer()]);
    let tricky = cases::doors::EndedCase { service_name: "=HYPERLINK(\"http://x\")".into(), ..office.case("satu", 1) };
    office.end(tricky).await;
    office.issued("dua", 2).await;
    let html = site.get(Some(0), "/kerja/surat").await.1;
    let body = format!("_tanda={}&saringan=&bentuk=xlsx", encoded(token(&html)));
    let (status, file) = site.bytes(Some(0), "/kerja/surat/ekspor", body).await;
    assert_eq!(status, StatusCode::OK);
    let (texts, cells) = opened(&file);
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
    let site =
        Site::new(&office, vec![signer(), acted("budi", Role::Head, "dinas-b"), acted("wali", Role::Leader, "setda")]);
    office.issued("satu", 1).await;
    office.prepared("dua", 2).await;
    office.end(cases::doors::EndedCase { unit: "dinas-b".into(), ..office.case("tiga", 3) }).await;
    office.work().await;
    for (who, filter, there) in [(0, "status=berlaku", 1), (0, "", 2), (1, "", 1)] {
        let html = site.get(Some(who), "/kerja/surat").await.1;
        let body = format!("_tanda={}&saringan={}&bentuk=xlsx", encoded(token(&html)), encoded(filter));
        let (status, file) = site.bytes(Some(who), "/kerja/surat/ekspor", body).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(opened(&file).1.matches("<row ").count(), there + 1, "{who} {filter}");
    }
    assert_eq!(site.bytes(Some(2), "/kerja/surat/ekspor", String::new()).await.0, StatusCode::FORBIDDEN);
}

/// A site whose region has a sign service.
async fn signing() -> (Office, Site, Service) {
    let service = Service::start().await;
    let press: letters::Press = Arc::new(|_, _, _| Ok(b"%PDF-1.7\n%%EOF\n".to_vec()));
    let ledger = testkit::ledgers(letters::MIGRATIONS).await.remove(0);
    let office = Office::with(ledger, Some(press), Some(service.adapter("sandi"))).await;
    let site = Site::new(&office, vec![signer()]);
    (office, site, service)
}

#[tokio::test]
async fn a_letter_is_signed_from_its_page_and_no_answer_repeats_the_passphrase() {
    let (office, site, service) = signing().await;
    let letter = office.prepared("satu", 1).await;
    let path = format!("/kerja/surat/{}", letter.id);
    let html = site.get(Some(0), &path).await.1;
    assert!(html.contains("Tanda tangani secara elektronik") && html.contains("Cara lain: cetak"));
    let stamp = encoded(token(&html));
    let sign = |nik: &str, passphrase: &str| format!("_tanda={stamp}&nik={nik}&sandi={}", encoded(passphrase));
    let send = async |end: &str, body: String| site.post(Some(0), &format!("{path}/{end}"), body).await;
    let (status, wrong) = send("tanda-tangan", sign(NIK, "keliru-sekali")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("Passphrase salah") && !wrong.contains("keliru-sekali"));
    assert!(wrong.contains(NIK), "the NIK need not be typed again");
    let (status, short) = send("tanda-tangan", sign("123", PASSPHRASE)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.contains("16 angka"));
    let (status, known) = send("sertifikat", sign(NIK, "")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(known.contains("sertifikatnya berlaku"));
    service.becomes(Mood::Errs);
    let (status, broken) = send("tanda-tangan", sign(NIK, PASSPHRASE)).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(broken.contains("nomornya tetap"));
    service.becomes(Mood::Signs);
    assert_eq!(send("tanda-tangan", sign(NIK, PASSPHRASE)).await.0, StatusCode::SEE_OTHER);
    let html = site.get(Some(0), &path).await.1;
    assert!(html.contains("elektronik, dengan sertifikat BSrE") && !html.contains("name=\"sandi\""));
    let public = site.get(None, &format!("/surat/{}", letter.token)).await.1;
    assert!(public.contains("sertifikat BSrE") && !public.contains(NIK));
    assert_eq!(send("tanda-tangan", sign(NIK, PASSPHRASE)).await.0, StatusCode::UNPROCESSABLE_ENTITY, "only once");
}

#[tokio::test]
async fn a_letter_that_asks_for_an_electronic_signature_says_what_to_do_without_a_service() {
    let office = offices(None).await.remove(0);
    let site = Site::new(&office, vec![signer()]);
    let signature = Some(definition::model::Signature::Electronic);
    office.end(cases::doors::EndedCase { signature, ..office.case("satu", 1) }).await;
    office.work().await;
    let letter = office.of_case("satu").await;
    let html = site.get(Some(0), &format!("/kerja/surat/{}", letter.id)).await.1;
    assert!(html.contains("Layanan BSrE belum diatur di sini") && html.contains("name=\"pindaian\""));
    assert!(!html.contains("name=\"sandi\""));
}
