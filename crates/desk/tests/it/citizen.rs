//! What residents meet: every page, every refusal, through the whole frame and without script.

use crate::citizen_site::{Guest, Page, Site, of, site};
use crate::town::{OTHER_VILLAGE, Town, VILLAGE, input, officer, parts, picture, report, units};
use axum::http::{StatusCode, header};
use cases::doors::{District, Gazetteer, Located, Village, VillageMatch};
use desk::{Desk, DraftFor, Filled, NewFile, OpenCase, Viewer};
use kernel::{Actor, CaseNumber, Lang, Role};
use std::sync::Arc;

const FORM: &str = "/layanan/jalan-rusak";

fn good<'a>(token: &'a str, landmark: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("_tanda", token),
        ("_draf", ""),
        ("lokasi.desa", VILLAGE),
        ("lokasi.patokan", landmark),
        ("lokasi.koordinat", ""),
        ("jenis_rusak", "lubang"),
        ("bahaya", "tidak"),
        ("_nama", ""),
        ("_hp", ""),
        ("_surel", ""),
    ]
}

async fn token(guest: &mut Guest<'_>) -> String {
    guest.get(FORM).await.hidden(FORM, "_tanda")
}

async fn sent(guest: &mut Guest<'_>, landmark: &str) -> Page {
    let token = token(guest).await;
    guest.post(FORM, &good(&token, landmark)).await
}

fn number_of(page: &Page) -> CaseNumber {
    CaseNumber::parse(page.to.trim_start_matches("/lacak/").trim_end_matches("/tanda-terima")).unwrap()
}

pub async fn opened<'a>(site: &'a Site, number: &CaseNumber) -> Guest<'a> {
    let (_, token) = site.town.desk.secrets(number).await.unwrap();
    let mut guest = Guest::new(site);
    let page = guest.get(&format!("/l/{}", token.secret())).await;
    assert_eq!(page.to, format!("/lacak/{number}"));
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    guest
}

async fn repaired(town: &Town, key: &str) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "teruskan", filled).await.unwrap();
    for (field, action) in [("foto_survei", "jadwalkan"), ("foto_sesudah", "selesai")] {
        let file = NewFile { field: field.into(), bytes: picture() };
        let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await.unwrap();
        let filled = Filled { draft: draft.handle.secret().to_owned(), ..Filled::default() };
        town.act(&officer("s", Role::FieldOfficer, "dinas-pupr"), &number, action, filled).await.unwrap();
    }
    number
}

#[tokio::test]
async fn every_page_opens_in_both_languages_and_names_no_key() {
    let site = site().await;
    let number = site.town.open().await.number;
    let mut paths: Vec<String> = [
        "/",
        "/layanan",
        "/layanan?q=lubang",
        "/layanan?q=xyzzy",
        FORM,
        "/layanan/lainnya",
        "/lacak",
        "/terlambat",
        "/bantuan",
        "/privasi",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/lacak/{number}"));
    paths.push(format!("/lacak/{number}/tanda-terima"));
    paths.push(format!("/lacak/{number}/tanda-terima?kertas=58"));
    for language in ["id", "en"] {
        let mut guest = opened(&site, &number).await;
        guest.language = language;
        for path in &paths {
            let page = guest.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            page.has(&format!("<html lang=\"{language}\""));
            for key in ["warga-", "form-pilih", "tolak-", "standar-j"] {
                let shown = page.html.replace("class=\"", "");
                assert!(!shown.contains(&format!(">{key}")), "{path}: {key}");
            }
        }
    }
    let empty = Guest::new(&site).get("/layanan?q=xyzzy").await;
    empty.has("Tidak ada layanan yang cocok");
}

#[tokio::test]
async fn a_report_without_script_gets_its_number_code_and_qr_at_once() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let photo = picture();
    let page = guest.upload(FORM, &good(&token, "depan SDN 2"), &[("foto", &photo)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let number = number_of(&page);
    let (code, link) = site.town.desk.secrets(&number).await.unwrap();
    assert!(!page.to.contains(link.secret()) && !page.to.contains(code.secret()));
    let receipt = guest.get(&page.to).await;
    assert_eq!(receipt.headers[header::CACHE_CONTROL], "no-store");
    receipt.has(number.as_str());
    receipt.has(&code.printed());
    receipt.has("<svg");
    receipt.has("Dinas Komunikasi dan Informatika");
    receipt.has("hari kerja");
    receipt.has("data-draf-selesai=\"lapor-jalan-rusak\"");
    let case = guest.get(&format!("/lacak/{number}")).await;
    case.has("depan SDN 2");
    let files = site.town.view(&number, &Viewer::Reporter).await.files;
    assert_eq!(files.len(), 1);
    let address = format!("/lacak/{number}/berkas/{}", files[0].id);
    case.has(&address);
    let file = guest.get(&address).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(file.headers[header::CONTENT_SECURITY_POLICY], "default-src 'none'; sandbox");
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(Guest::new(&site).get(&address).await.status, StatusCode::NOT_FOUND);
    let stranger = Guest::new(&site).get(&page.to).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    stranger.lacks(&code.printed());
}

#[tokio::test]
async fn what_is_missing_is_said_and_answers_and_photos_are_kept() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = token(&mut guest).await;
    let photo = picture();
    let mut fields = good(&first, "");
    fields[5] = ("jenis_rusak", "jembatan");
    let page = guest.upload(FORM, &fields, &[("foto", &photo), ("foto", b"bukan foto sama sekali")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("id=\"kesalahan\"");
    page.has("href=\"#f-lokasi");
    page.has("value=\"jembatan\" checked");
    page.has("Foto 1");
    page.has("bukan foto");
    let (token, draft) = (page.hidden(FORM, "_tanda"), page.hidden(FORM, "_draf"));
    let mut again = good(&token, "dekat pasar");
    again[1] = ("_draf", &draft);
    let done = guest.post(FORM, &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let view = site.town.view(&number_of(&done), &Viewer::Reporter).await;
    assert_eq!(view.files.len(), 1, "the photo came along without being chosen again");
}

#[tokio::test]
async fn a_kept_photo_can_be_taken_out_again() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = token(&mut guest).await;
    let photo = picture();
    let page = guest.upload(FORM, &good(&first, ""), &[("foto", &photo)]).await;
    let (token, draft) = (page.hidden(FORM, "_tanda"), page.hidden(FORM, "_draf"));
    let id = page.html.split("name=\"_buang\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut fields = good(&token, "dekat pasar");
    fields[1] = ("_draf", &draft);
    fields.push(("_buang", &id));
    let shown = guest.post(FORM, &fields).await;
    shown.lacks("name=\"_buang\"");
    shown.has("dekat pasar");
}

#[tokio::test]
async fn script_in_a_name_or_landmark_is_text() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let mut fields = good(&token, evil);
    fields[7] = ("_nama", evil);
    let page = guest.post(FORM, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    let case = guest.get(&format!("/lacak/{}", number_of(&page))).await;
    case.lacks("<script>alert");
    case.lacks("<img src=x");
    case.has("&#60;script&#62;");
    let mut wrong = good(&token, evil);
    wrong[2] = ("lokasi.desa", "");
    wrong[8] = ("_hp", evil);
    let shown = guest.post(FORM, &wrong).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    shown.lacks("<script>alert");
}

#[tokio::test]
async fn a_forged_token_is_refused_with_advice_and_stores_nothing() {
    let site = site().await;
    let before = site.town.recorded().await;
    let mut guest = Guest::new(&site);
    for token in ["", "abc", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let page = guest.post(FORM, &good(token, "x")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.has("Buka formulirnya dari situs ini");
    }
    let other = guest.get("/layanan/lainnya").await.hidden("/layanan/lainnya", "_tanda");
    assert_eq!(guest.post(FORM, &good(&other, "x")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.town.recorded().await, before);
}

#[tokio::test]
async fn an_expired_form_is_shown_again_with_everything_in_it() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let old = token(&mut guest).await;
    site.town.clock.advance(25 * 3600);
    let page = guest.post(FORM, &good(&old, "dekat jembatan gantung")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.has("terbuka terlalu lama");
    page.has("dekat jembatan gantung");
    page.has("value=\"lubang\" checked");
    let fresh = page.hidden(FORM, "_tanda");
    assert_eq!(guest.post(FORM, &good(&fresh, "dekat jembatan gantung")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_same_form_gives_the_same_receipt_and_other_answers_are_asked_about() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let first = guest.post(FORM, &good(&token, "satu")).await;
    let second = guest.post(FORM, &good(&token, "satu")).await;
    assert_eq!((second.status, &second.to), (StatusCode::SEE_OTHER, &first.to));
    let asked = guest.post(FORM, &good(&token, "dua")).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    asked.has("Apakah ini laporan baru?");
    asked.has("value=\"dua\"");
    let fresh = asked.hidden(FORM, "_tanda");
    let mut fields = good(&fresh, "dua");
    fields.push(("_tetap", "1"));
    let third = guest.post(FORM, &fields).await;
    assert_eq!(third.status, StatusCode::SEE_OTHER);
    assert_ne!(third.to, first.to);
}

#[tokio::test]
async fn fifty_megabytes_are_refused_and_nothing_is_stored() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let before = site.town.recorded().await;
    let huge = vec![0xFF; 50 * 1024 * 1024];
    let page = guest.upload(FORM, &good(&token, "x"), &[("foto", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    page.has("foto boleh menyusul");
    assert_eq!(site.town.recorded().await, before);
    let drafts = site.town.ledger.store.row("SELECT COUNT(*) FROM desk_drafts", &[]).await.unwrap().unwrap();
    assert_eq!(drafts.int(0).unwrap(), 0);
}

#[tokio::test]
async fn a_report_nearby_is_offered_and_joining_it_opens_no_second_case() {
    let site = site().await;
    let there = number_of(&sent(&mut Guest::new(&site), "depan balai desa").await);
    let mut guest = Guest::new(&site);
    let token = token(&mut guest).await;
    let offered = guest.post(FORM, &good(&token, "di muka balai desa")).await;
    assert_eq!(offered.status, StatusCode::OK);
    offered.has(there.as_str());
    offered.has("Bukan, kirim laporan baru");
    offered.has("di muka balai desa");
    let mut joined = good(&token, "di muka balai desa");
    joined.push(("_tetap", "1"));
    joined.push(("_dukung", there.as_str()));
    let page = guest.post(FORM, &joined).await;
    assert_eq!(page.to, format!("/lacak/{there}?terima=dukungan"));
    guest.get(&page.to).await.has("didukung 1 warga");
    let mut fresh = Guest::new(&site);
    let token = self::token(&mut fresh).await;
    let mut own = good(&token, "di muka balai desa");
    own.push(("_tetap", "1"));
    assert_ne!(number_of(&fresh.post(FORM, &own).await), there);
    let mut elsewhere = good(&token, "y");
    elsewhere[2] = ("lokasi.desa", OTHER_VILLAGE);
    assert_ne!(fresh.post(FORM, &elsewhere).await.status, StatusCode::OK, "other village, nothing near");
}

#[tokio::test]
async fn an_unknown_number_helps_and_a_wrong_check_digit_is_named() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let unknown = CaseNumber::new("PGD", 2027, 999);
    let page = guest.get(&format!("/lacak/{unknown}")).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.has("Laporan tidak ditemukan");
    page.has("Punya kode pelacakan?");
    let digit = unknown.as_str().chars().last().and_then(|last| last.to_digit(10)).unwrap();
    let wrong = format!("PGD-2027-000999-{}", (digit + 1) % 10);
    for path in [format!("/lacak/{wrong}"), format!("/lacak?nomor={wrong}")] {
        let page = guest.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.has("keliru atau tertukar");
    }
    guest.get("/lacak?nomor=halo").await.has("berbentuk PGD-");
    let typed = unknown.as_str().to_lowercase().replace('-', "%20");
    assert_eq!(guest.get(&format!("/lacak?nomor={typed}")).await.to, format!("/lacak/{unknown}"));
    assert_eq!(guest.get("/l/AAAAAAAAAAAAAAAAAAAAAAAAAA").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_secret_case_looks_like_a_number_that_was_never_given() {
    let site = site().await;
    let wish = OpenCase { secret: true, ..report() };
    let secret = site.town.desk.open_case(wish).await.unwrap();
    let never = CaseNumber::new("PGD", 2027, 555);
    let seen = |page: Page, number: &CaseNumber| (page.status, page.html.replace(number.as_str(), "N"));
    let mut guest = Guest::new(&site);
    let one = seen(guest.get(&format!("/lacak/{}", secret.number)).await, &secret.number);
    let other = seen(guest.get(&format!("/lacak/{never}")).await, &never);
    assert_eq!(one, other);
    let api = guest.get(&format!("/api/v1/laporan/{}", secret.number)).await;
    assert_eq!(api.status, StatusCode::NOT_FOUND);
    let code = secret.code.printed().to_lowercase();
    let path = format!("/lacak/{}", secret.number);
    assert_eq!(guest.post(&path, &[("kode", &code)]).await.to, path);
    guest.get(&path).await.has("Rahasia: tidak tampil di daftar umum");
    guest.post(&format!("{path}/penutupan"), &[]).await;
    assert_eq!(guest.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_with_words() {
    let site = site().await;
    let number = site.town.open().await.number;
    let path = format!("/lacak/{number}");
    let mut guest = Guest::new(&site);
    let mut last = guest.post(&path, &[("kode", "ABC-DEF-GHJ")]).await;
    assert_eq!(last.status, StatusCode::FORBIDDEN);
    last.has("Nomor atau kode tidak cocok");
    for _ in 0..6 {
        last = guest.post(&path, &[("kode", "ABC-DEF-GHK")]).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers.contains_key(header::RETRY_AFTER));
    last.has("Terlalu banyak percobaan");
}

#[tokio::test]
async fn strangers_see_where_it_stands_and_nothing_that_was_written() {
    let site = site().await;
    let number = site.town.open().await.number;
    let page = Guest::new(&site).get(&format!("/lacak/{number}")).await;
    page.has("Dinas Komunikasi dan Informatika");
    for hidden in ["Sulastri", "Budi Santoso", "81234567890", "-7.546"] {
        page.lacks(hidden);
    }
}

#[tokio::test]
async fn the_resident_adds_words_and_photos_and_expired_access_loses_no_words() {
    let site = site().await;
    let number = site.town.open().await.number;
    let mut guest = opened(&site, &number).await;
    let path = format!("/lacak/{number}/tambahan");
    let token = guest.get(&format!("/lacak/{number}")).await.hidden(&path, "_tanda");
    let photo = picture();
    let page = guest.upload(&path, &[("_tanda", &token), ("teks", "Makin dalam.")], &[("foto-tambahan", &photo)]).await;
    assert_eq!(page.to, format!("/lacak/{number}?terima=tambahan"), "{}", page.html);
    guest.get(&page.to).await.has("Makin dalam.");
    let empty = guest.post(&path, &[("_tanda", &token), ("teks", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut other = Guest::new(&site);
    let locked = other.post(&path, &[("_tanda", &token), ("teks", "Jangan hilang")]).await;
    assert_eq!(locked.status, StatusCode::FORBIDDEN);
    locked.has("value=\"Jangan hilang\"");
    let code = site.town.desk.secrets(&number).await.unwrap().0.printed();
    let fresh = guest.get(&format!("/lacak/{number}")).await.hidden(&path, "_tanda");
    let done = other.post(&path, &[("_tanda", &fresh), ("teks", "Jangan hilang"), ("_kode_lacak", &code)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
}

#[tokio::test]
async fn only_what_was_marked_can_be_corrected_and_closing_corrects_nothing() {
    let site = site().await;
    for (key, action) in [("a", "kirim"), ("b", "tutup")] {
        let number = site.town.open_with(key).await.number;
        let asked = Filled { reason: "Mana?".into(), marks: vec!["lokasi".into()], ..Filled::default() };
        site.town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "minta_data", asked).await.unwrap();
        let mut guest = opened(&site, &number).await;
        let page = guest.get(&format!("/lacak/{number}")).await;
        let path = format!("/lacak/{number}/tindakan/{action}");
        page.has("name=\"lokasi.patokan\"");
        page.lacks("name=\"jenis_rusak\"");
        let token = page.hidden(&path, "_tanda");
        let mut fields = vec![("_tanda", token.as_str()), ("_langkah", "pelapor"), ("jenis_rusak", "jembatan")];
        if action == "kirim" {
            fields.extend([("_koreksi", "1"), ("lokasi.desa", VILLAGE), ("lokasi.patokan", "dekat masjid")]);
        }
        let done = guest.post(&path, &fields).await;
        assert_eq!(done.to, format!("/lacak/{number}?terima=tindakan"), "{}", done.html);
        let after = guest.get(&format!("/lacak/{number}")).await;
        after.has(if action == "kirim" { "dekat masjid" } else { "Anda menutup laporan ini" });
        after.lacks("Jembatan rusak");
    }
}

#[tokio::test]
async fn a_result_is_rejected_with_a_reason_and_confirmed_with_a_rating() {
    let site = site().await;
    let number = repaired(&site.town, "k").await;
    let mut guest = opened(&site, &number).await;
    let home = format!("/lacak/{number}");
    let page = guest.get(&home).await;
    page.has("Sekarang giliran Anda");
    let (no, yes) = (format!("{home}/tindakan/belum"), format!("{home}/tindakan/puas"));
    let token = page.hidden(&no, "_tanda");
    let silent = guest.post(&no, &[("_tanda", &token), ("_langkah", "konfirmasi"), ("_alasan-belum", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.has("Alasan wajib diisi");
    let token = page.hidden(&yes, "_tanda");
    let done = guest.post(&yes, &[("_tanda", &token), ("_langkah", "konfirmasi"), ("_nilai-puas", "5")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = guest.get(&home).await;
    page.has("Anda menutup laporan ini");
    page.has("Anda memberi nilai 5 dari 5");
}

#[tokio::test]
async fn closed_by_the_resident_by_silence_and_refused_read_differently() {
    let site = site().await;
    let town = &site.town;
    let (own, silent) = (repaired(town, "a").await, repaired(town, "b").await);
    town.reply(&own, "puas", Filled::default()).await.unwrap();
    let refused = town.open_with("c").await.number;
    let why = Filled { reason_code: "lahan-pribadi".into(), reason: "Milik pribadi.".into(), ..Filled::default() };
    town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &refused, "tolak", why).await.unwrap();
    town.at("2027-03-29T09:00:00+07:00").await;
    let sentences = ["Pelapor menutup laporan ini", "tidak dihitung sebagai persetujuan", "tanpa pengerjaan"];
    for (at, number) in [&own, &silent, &refused].into_iter().enumerate() {
        let page = Guest::new(&site).get(&format!("/lacak/{number}")).await;
        for (other, sentence) in sentences.iter().enumerate() {
            assert_eq!(page.html.contains(sentence), at == other, "{number}: {sentence}");
        }
    }
}

#[tokio::test]
async fn what_is_late_and_may_be_named_is_listed_with_its_holder() {
    let site = site().await;
    let number = site.town.open().await.number;
    let to_village = Filled { input: input(&[("status_jalan", "desa")]), ..Filled::default() };
    site.town.act(&officer("v", Role::Verifier, "dinas-kominfo"), &number, "ke_desa", to_village).await.unwrap();
    let before = Guest::new(&site).get("/terlambat").await;
    before.has("Tidak ada laporan terlambat yang diumumkan");
    site.town.at("2027-03-29T09:00:00+07:00").await;
    let page = Guest::new(&site).get("/terlambat").await;
    page.has(number.as_str());
    page.has("Kantor desa");
}

#[tokio::test]
async fn the_public_json_takes_a_report_once_and_refuses_in_problem_json() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let list: serde_json::Value = serde_json::from_str(&guest.get("/api/v1/layanan").await.html).unwrap();
    assert_eq!(list["services"][0]["id"], "jalan-rusak");
    let one: serde_json::Value = serde_json::from_str(&guest.get("/api/v1/layanan/jalan-rusak").await.html).unwrap();
    assert_eq!((&one["standard"]["draft"], &one["fields"][0]["type"]), (&true.into(), &"titik".into()));
    assert_eq!(one["standard"]["components"].as_array().unwrap().len(), 14);
    let body = serde_json::json!({
        "service": "jalan-rusak",
        "answers": { "lokasi": { "desa": VILLAGE, "patokan": "pasar" }, "jenis_rusak": "lubang", "bahaya": "tidak" },
    });
    let json = "application/json";
    let first = guest.send("POST", "/api/v1/laporan", json, body.to_string().into_bytes()).await;
    let second = guest.send("POST", "/api/v1/laporan", json, body.to_string().into_bytes()).await;
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK), "{}", first.html);
    let receipt: serde_json::Value = serde_json::from_str(&second.html).unwrap();
    assert_eq!(receipt["repeated"], true);
    let public = guest.get(&format!("/api/v1/laporan/{}", receipt["number"].as_str().unwrap())).await;
    public.has("\"status\":\"baru\"");
    public.lacks("pasar");
    for (body, status) in [
        (r#"{"service":"jalan-rusak","answers":{"jenis_rusak":"meteor"}}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"service":"khayal","answers":{}}"#, StatusCode::NOT_FOUND),
        (r#"{"service":"jalan-rusak","answers":{},"role":"admin"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        ("bukan json", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let wrong = guest.send("POST", "/api/v1/laporan", json, body.into()).await;
        assert_eq!(wrong.status, status, "{body}");
        assert_eq!(wrong.headers[header::CONTENT_TYPE], "application/problem+json");
    }
}

#[tokio::test]
async fn every_door_of_the_public_json_is_described() {
    let site = site().await;
    let document = Guest::new(&site).get("/api/v1/openapi.json").await;
    let document: serde_json::Value = serde_json::from_str(&document.html).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let doors = desk::room(site.town.desk.clone()).routes;
    for door in doors.doors().iter().filter(|door| door.path.starts_with("/api/")) {
        let method = door.method.to_lowercase();
        assert!(document["paths"][door.path][&method].is_object(), "{method} {}", door.path);
    }
}

/// As many villages as a large regency has.
struct Many;

impl Gazetteer for Many {
    fn districts(&self) -> Arc<[District]> {
        let all =
            (1..=21).map(|at| District { code: format!("35.17.{at:02}"), name: format!("Kecamatan Contoh {at}") });
        all.collect()
    }

    fn villages(&self) -> Arc<[Village]> {
        let all = (1..=21).flat_map(|district| (1..=15).map(move |at| (district, at)));
        let village = |(district, at): (i32, i32)| Village {
            code: format!("35.17.{district:02}.{}", 2000 + at),
            name: format!("Sumberwringin {district}-{at}"),
            district: format!("35.17.{district:02}"),
            kelurahan: false,
        };
        all.map(village).collect()
    }

    fn village(&self, code: &str) -> Option<Village> {
        self.villages().iter().find(|village| village.code == code).cloned()
    }

    fn find(&self, _: &str, _: &str) -> VillageMatch {
        VillageMatch::Unknown
    }

    fn locate(&self, _: f64, _: f64) -> Located {
        Located { village: None, inside: None }
    }
}

#[tokio::test]
async fn a_first_visit_weighs_at_most_thirty_kilobytes_on_the_wire() {
    let Site { town, .. } = site().await;
    let desk = Desk::open(desk::Parts { gazetteer: Arc::new(Many), ..parts(&town.ledger) }).await.unwrap();
    desk.publish("jalan-rusak.toml", crate::town::ROAD, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    let town = Town { desk, ..town };
    crate::request::publish(&town, crate::town::DOMICILE).await;
    let site = of(town);
    let mut guest = Guest::new(&site);
    guest.encoding = "br";
    let mut assets = 0;
    let plain = Guest::new(&site).get("/").await;
    for address in plain.html.split('"').filter(|part| part.starts_with("/aset/") || part.starts_with("/a/")) {
        assets += guest.get(address).await.bytes;
    }
    assert!(assets > 5_000, "the stylesheet was found");
    for path in ["/", "/layanan", FORM, "/layanan/surat-domisili-usaha", "/lacak", "/bantuan", "/privasi"] {
        let page = guest.get(path).await;
        assert!(page.bytes + assets <= 30 * 1024, "{path}: {} + {assets}", page.bytes);
    }
}
