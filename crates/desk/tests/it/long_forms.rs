//! Long forms page by page, and forms that are gone on with on another device.

use crate::citizen_site::{Guest, Page, Site, of};
use crate::request::office;
use crate::town::{REGION, VILLAGE, picture};
use axum::http::{StatusCode, header};
use cases::doors::{MessageOrder, MessageTo};
use desk::Viewer;
use kernel::CaseNumber;

const SERVICE: &str = "/layanan/surat-domisili-usaha";
const PAGES: &str = "/layanan/surat-domisili-usaha/isi";

async fn site() -> Site {
    of(office().await)
}

/// Every answer; those of other pages are not sent with a page.
const ANSWERS: [(&str, &str); 12] = [
    ("nik", "3517010101900001"),
    ("nama", "Budi Santoso"),
    ("alamat_ktp.desa", VILLAGE),
    ("alamat_ktp", "Jalan Melati 3"),
    ("nib", ""),
    ("nama_usaha", "Toko Berkah"),
    ("kbli", "47111"),
    ("lokasi_usaha.desa", VILLAGE),
    ("lokasi_usaha.patokan", "depan pasar"),
    ("luas", "30"),
    ("status_tempat", "milik"),
    ("_hp", "0812 3456 7890"),
];

/// Fills in the page as a person does: what it asks for, and nothing else.
async fn filled(guest: &mut Guest<'_>, page: &Page, changed: &[(&str, &str)]) -> Page {
    let asked = |name: &str| page.html.contains(&format!("name=\"{name}\""));
    let (token, draft, part) =
        (page.hidden(PAGES, "_tanda"), page.hidden(PAGES, "_draf"), page.hidden(PAGES, "_bagian"));
    let mut fields = vec![("_tanda", token.as_str()), ("_draf", &draft), ("_bagian", &part)];
    let back = page.hidden(PAGES, "_ke");
    if !back.is_empty() {
        fields.push(("_ke", &back));
    }
    for (name, value) in ANSWERS {
        let own = changed.iter().find(|(other, _)| *other == name).map_or(value, |(_, own)| own);
        if asked(name) {
            fields.push((name, own));
        }
    }
    fields.extend(changed.iter().filter(|(name, _)| name.starts_with("_s")));
    let photo = picture();
    let files: Vec<(&str, &[u8])> = ["ktp", "pengantar"]
        .into_iter()
        .filter(|name| page.html.contains(&format!("name=\"{name}\" type=\"file\"")))
        .map(|name| (name, photo.as_slice()))
        .collect();
    guest.upload(PAGES, &fields, &files).await
}

/// Goes through all pages up to the check.
async fn walked(guest: &mut Guest<'_>) -> Page {
    let mut to = guest.get(PAGES).await.to;
    for _ in 0..12 {
        let page = guest.get(&to).await;
        assert_eq!(page.status, StatusCode::OK, "{to}");
        if to.ends_with("periksa") {
            return page;
        }
        let next = filled(guest, &page, &[]).await;
        assert_eq!(next.status, StatusCode::SEE_OTHER, "{to}: {}", next.html);
        to = next.to;
        assert!(!to.contains("Budi") && !to.contains("3517010101900001"), "{to}");
    }
    panic!("the form has no end");
}

fn number_of(page: &Page) -> CaseNumber {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    CaseNumber::parse(page.to.trim_start_matches("/lacak/").trim_end_matches("/tanda-terima")).unwrap()
}

async fn sent(guest: &mut Guest<'_>, check: &Page) -> Page {
    let form = check.html.split("<form").find(|form| form.contains(&format!("action=\"{SERVICE}\""))).unwrap();
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (name, rest.split('"').next().unwrap())
    });
    let mut fields: Vec<(&str, &str)> = hidden.collect();
    let mut done = guest.post(SERVICE, &fields).await;
    if done.status == StatusCode::OK {
        // A report nearby or a fee is shown first.
        fields.push(("_tetap", "1"));
        done = guest.post(SERVICE, &fields).await;
    }
    if done.to.starts_with(&format!("{SERVICE}/kode")) {
        return crate::codes::typed_in(guest, &done.to).await;
    }
    done
}

#[tokio::test]
async fn a_long_form_is_answered_page_by_page_checked_and_sent() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let front = guest.get(SERVICE).await;
    front.has("Mulai mengisi");
    front.lacks("name=\"nik\"");
    let check = walked(&mut guest).await;
    for said in ["Budi Santoso", "Perdagangan eceran berbag", "depan pasar", "Foto 1", "+62"] {
        if said != "+62" {
            check.has(said);
        }
    }
    assert_eq!(check.headers[header::CACHE_CONTROL], "no-store");
    let number = number_of(&sent(&mut guest, &check).await);
    let view = site.town.view(&number, &Viewer::Reporter).await;
    assert_eq!(view.files.len(), 2);
    assert_eq!(view.answers.get("nama"), Some(&definition::Value::Text("Budi Santoso".into())));
    guest.get(SERVICE).await.has("Mulai mengisi");
    let left = site.town.ledger.store.row("SELECT COUNT(*) FROM desk_draft_answers", &[]).await.unwrap().unwrap();
    assert_eq!(left.int(0).unwrap(), 0, "what was sent waits no longer");
}

#[tokio::test]
async fn mistakes_stand_on_their_page_and_what_is_missing_on_the_check_leads_to_it() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = guest.get(PAGES).await.to;
    let page = guest.get(&first).await;
    let wrong = filled(&mut guest, &page, &[("nik", "123")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("href=\"#f-nik\"");
    wrong.has("value=\"Budi Santoso\"");
    wrong.lacks("href=\"#f-kbli\"");
    let check = guest.get(&format!("{PAGES}?bagian=periksa")).await;
    check.has("NIK pemilik");
    check.has("bagian=1&#38;ke=periksa");
    check.lacks(&format!("action=\"{SERVICE}\""));
    // Whoever changes one page from the check comes back to it.
    let page = guest.get(&format!("{PAGES}?bagian=1&ke=periksa")).await;
    let mended = filled(&mut guest, &page, &[]).await;
    assert_eq!(mended.to, format!("{PAGES}?bagian=periksa"));
}

#[tokio::test]
async fn going_back_finds_what_was_typed_and_a_changed_answer_replaces_it() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    walked(&mut guest).await;
    let first = guest.get(&format!("{PAGES}?bagian=1")).await;
    first.has("value=\"Budi Santoso\"");
    let changed = filled(&mut guest, &first, &[("nama", "Siti Aminah")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    let check = guest.get(&format!("{PAGES}?bagian=periksa")).await;
    check.has("Siti Aminah");
    check.lacks("Budi Santoso");
    check.has("Perdagangan eceran berbag");
}

#[tokio::test]
async fn saving_data_asks_everything_on_one_page() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let page = guest.get(&format!("{SERVICE}?hemat=ya")).await;
    page.has("name=\"nik\"");
    page.has("name=\"status_tempat\"");
    guest.get(SERVICE).await.has("name=\"nik\"");
    guest.get(&format!("{SERVICE}?hemat=tidak")).await.lacks("name=\"nik\"");
    guest.get("/layanan/jalan-rusak").await.has("name=\"jenis_rusak\"");
}

#[tokio::test]
async fn a_saved_form_is_gone_on_with_on_another_device() {
    let site = site().await;
    let mut phone = Guest::new(&site);
    let first = phone.get(PAGES).await.to;
    let page = phone.get(&first).await;
    let saved = filled(&mut phone, &page, &[("_simpan", "1")]).await;
    assert_eq!(saved.to, format!("{SERVICE}/simpanan"));
    let paper = phone.get(&saved.to).await;
    paper.has("Isian Anda tersimpan");
    assert_eq!(paper.headers[header::CACHE_CONTROL], "no-store");
    let code = paper.html.split("Kode lanjutan</dt><dd>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let link = paper.html.split("/lanjut/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!link.contains("Budi"));
    let events = site.town.recorded().await;
    for by_link in [false, true] {
        let mut computer = Guest::new(&site);
        let led = match by_link {
            true => computer.get(&format!("/lanjut/{link}")).await,
            false => computer.post("/lanjut", &[("kode", &code.to_lowercase())]).await,
        };
        assert_eq!(led.to, PAGES);
        assert_eq!(led.headers[header::REFERRER_POLICY], "no-referrer");
        computer.get(&format!("{PAGES}?bagian=1")).await.has("value=\"Budi Santoso\"");
        let next = computer.get(PAGES).await;
        assert_eq!(next.to, format!("{PAGES}?bagian=2"), "it goes on where it stopped");
    }
    assert_eq!(site.town.recorded().await, events, "a draft is no case: nothing is recorded");
    // Thirty days later it is gone, with the key that sealed it.
    site.town.clock.advance(31 * 86_400);
    assert_eq!(Guest::new(&site).get(&format!("/lanjut/{link}")).await.status, StatusCode::NOT_FOUND);
    for job in desk::jobs(&site.town.desk) {
        job.run(site.town.desk.now()).await.unwrap();
    }
    for sql in
        ["SELECT COUNT(*) FROM desk_draft_answers", "SELECT COUNT(*) FROM store_people WHERE wrapped IS NOT NULL"]
    {
        let left = site.town.ledger.store.row(sql, &[]).await.unwrap().unwrap();
        assert_eq!(left.int(0).unwrap(), 0, "{sql}");
    }
}

#[tokio::test]
async fn whoever_saved_a_form_can_delete_it() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = guest.get(PAGES).await.to;
    let page = guest.get(&first).await;
    filled(&mut guest, &page, &[("_simpan", "1")]).await;
    let to = format!("{SERVICE}/simpanan");
    let paper = guest.get(&to).await;
    let link = paper.html.split("/lanjut/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (token, draft) = (paper.hidden(&to, "_tanda"), paper.hidden(&to, "_draf"));
    let forged = guest.post(&to, &[("_tanda", "x"), ("_draf", &draft)]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(guest.post(&to, &[("_tanda", &token), ("_draf", &draft)]).await.to, SERVICE);
    assert_eq!(Guest::new(&site).get(&format!("/lanjut/{link}")).await.status, StatusCode::NOT_FOUND);
    guest.get(SERVICE).await.has("Mulai mengisi");
}

/// What is ordered for the messages room, in order.
async fn orders(site: &Site) -> Vec<MessageOrder> {
    let sql = "SELECT payload FROM store_outbox WHERE topic = 'message' ORDER BY created_at, once_key";
    let rows = site.town.ledger.store.rows(sql, &[]).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(row.text(0).unwrap()).unwrap()).collect()
}

/// A guest on the page of a form that was saved with this phone number.
async fn with_saved<'s>(site: &'s Site, phone: &str) -> (Guest<'s>, Page) {
    let texts = [("nama", "Budi Santoso"), ("_hp", phone)].map(|(name, text)| (name.to_owned(), text.to_owned()));
    let begun = site.town.desk.save_answers("surat-domisili-usaha", "", texts.to_vec()).await.unwrap();
    let mut guest = Guest::new(site);
    guest.get(&format!("/lanjut/{}", begun.handle.secret())).await;
    let page = guest.get(&format!("{SERVICE}/simpanan")).await;
    (guest, page)
}

#[tokio::test]
async fn the_link_of_a_saved_form_goes_to_the_phone_that_its_writer_typed_and_only_once() {
    let site = site().await;
    let (mut guest, page) = with_saved(&site, "0812 3456 7890").await;
    page.has("+6281234567890");
    let to = format!("{SERVICE}/simpanan/tautan");
    let (token, draft) = (page.hidden(&to, "_tanda"), page.hidden(&to, "_draf"));
    assert_eq!(guest.post(&to, &[("_tanda", "x"), ("_draf", &draft)]).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        let sent = guest.post(&to, &[("_tanda", &token), ("_draf", &draft)]).await;
        assert_eq!(sent.to, format!("{SERVICE}/simpanan?tautan=dikirim"));
        guest.get(&sent.to).await.has("Tautan sedang kami kirim");
    }
    let orders = orders(&site).await;
    let [order] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!((order.number.as_ref(), order.unit.as_str()), (None, ""));
    let written = serde_json::to_string(order).unwrap();
    assert!(!written.contains("81234567890") && !written.contains(&draft), "{written}");
    let MessageTo::Person { hidden: true, name: None, phone: Some(phone), email: None } = &order.to else {
        panic!("{order:?}")
    };
    let opened = site.town.ledger.store.open_sealed(REGION, &[&phone.id, &order.text.id]).await.unwrap();
    assert_eq!(opened[&phone.id], "+6281234567890");
    let text = &opened[&order.text.id];
    assert!(text.contains(&format!("/lanjut/{draft}")) && !text.contains("Budi"), "{text}");
    let third = guest.post(&to, &[("_tanda", &token), ("_draf", &draft)]).await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS, "one phone is not pestered");
}

#[tokio::test]
async fn without_a_contact_that_can_be_reached_no_link_is_offered() {
    let site = site().await;
    for phone in ["", "0812"] {
        let (mut guest, page) = with_saved(&site, phone).await;
        page.lacks("Kirim tautan kepada saya");
        let to = format!("{SERVICE}/simpanan");
        // The form that forgets is signed under another name.
        let (token, draft) = (page.hidden(&to, "_tanda"), page.hidden(&to, "_draf"));
        let sent = guest.post(&format!("{to}/tautan"), &[("_tanda", &token), ("_draf", &draft)]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
    }
    assert!(orders(&site).await.is_empty());
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = guest.post("/lanjut", &[("kode", "ABC-DEF-GHJ")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn what_was_typed_lies_sealed_on_both_databases() {
    for town in crate::request::offices().await {
        let texts = vec![("nama".to_owned(), "Budi Santoso".to_owned())];
        let begun = town.desk.save_answers("surat-domisili-usaha", "", texts.clone()).await.unwrap();
        assert_eq!(town.desk.begun(begun.handle.secret()).await.unwrap().unwrap().texts, texts);
        let more = vec![("nama".to_owned(), "Budi S.".to_owned())];
        let kept = town.desk.keep_answers("surat-domisili-usaha", begun.handle.secret(), more.clone()).await.unwrap();
        assert_eq!((kept.code.clone(), kept.until), (begun.code, begun.until), "code and time stay");
        let code = kept.code.unwrap();
        assert_eq!(town.desk.begun_by_code(&code.printed()).await.unwrap().unwrap().texts, more);
        let sealed = town.ledger.store.row("SELECT COUNT(*) FROM store_sealed", &[]).await.unwrap().unwrap();
        assert_eq!(sealed.int(0).unwrap(), 1, "the older text is gone");
        let row = town.ledger.store.row("SELECT sealed, code FROM desk_draft_answers", &[]).await.unwrap().unwrap();
        assert!(!row.text(1).unwrap().contains(code.secret()), "only a keyed hash of the code is kept");
        assert!(town.desk.keep_answers("lainnya", begun.handle.secret(), more).await.is_err());
    }
}

#[tokio::test]
async fn whoever_applies_learns_what_to_bring_and_how_long_it_really_took() {
    let site = site().await;
    let page = Guest::new(&site).get(SERVICE).await;
    page.has("Siapkan");
    page.has("(bila ");
    page.has("triwulan 4 tahun 2026");
    page.has("separuhnya selesai dalam 3,2 hari kerja atau kurang");
    page.has("75,0");
    page.has("selesai tepat waktu.");
    let report = Guest::new(&site).get("/layanan/jalan-rusak").await;
    report.has("terlalu sedikit untuk dihitung");
    Guest::new(&site).get("/layanan/lainnya").await.lacks("Lamanya selama ini");
}
