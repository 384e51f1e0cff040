//! The code that proves a contact before an application is sent (`masuk.minimal`, ADR 0029): who is asked, what holds,
//! how often, and what strangers get out of it.

use crate::citizen_site::{Guest, Page, Site, number_of, of};
use crate::fees::{FORM, fields};
use crate::office::{Office, person};
use crate::request::{PHONE, attached, code, office, offices, proving, publish, wish};
use crate::town::{DOMICILE, NoDeliveries, REGION, Town, VILLAGE, made_of, parts, small_town};
use axum::http::StatusCode;
use cases::doors::{MessageTo, Ways};
use desk::{Begun, CodeOrder, ContactProof, DraftFor, NewFile, OpenCase, Viewer};
use kernel::{Actor, Lang};
use std::sync::Arc;

const SERVICE: &str = "surat-domisili-usaha";

/// A code that is not this one.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

/// The form on the page that asks for the code, with what was typed.
async fn with_code(guest: &mut Guest<'_>, page: &Page, typed: &str) -> Page {
    let form = page.html.split("<form").find(|form| form.contains("id=\"kode\"")).unwrap();
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (name, rest.split('"').next().unwrap())
    });
    let mut fields: Vec<(&str, &str)> = hidden.collect();
    fields.push(("_kode", typed));
    guest.post(FORM, &fields).await
}

/// Reads the code on the phone and types it into the page at this address.
pub async fn typed_in(guest: &mut Guest<'_>, to: &str) -> Page {
    let page = guest.get(to).await;
    let code = guest.site().town.code(&page.hidden(FORM, "_draf")).await;
    with_code(guest, &page, &code).await
}

/// The whole form for this number, sent.
async fn sent(guest: &mut Guest<'_>, phone: &str) -> Page {
    let token = guest.get(&format!("{FORM}?hemat=ya")).await.hidden(FORM, "_tanda");
    let handle = attached(&guest.site().town, &["ktp", "pengantar"]).await;
    let mut all = fields(&token, &handle, "20", "milik");
    all.push(("_hp", phone));
    guest.post(FORM, &all).await
}

/// A form under way with this number.
async fn begun(town: &Town, phone: &str) -> Begun {
    let texts = vec![("_hp".to_owned(), phone.to_owned())];
    town.desk.keep_answers(SERVICE, "", texts).await.unwrap()
}

async fn site() -> Site {
    of(office().await)
}

#[tokio::test]
async fn a_form_is_sent_once_the_code_from_the_phone_was_typed_in() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let before = site.town.recorded().await;
    let asked = sent(&mut guest, PHONE).await;
    assert_eq!(
        (asked.status, asked.to.as_str()),
        (StatusCode::SEE_OTHER, "/layanan/surat-domisili-usaha/kode?keadaan=terkirim")
    );
    assert_eq!(site.town.recorded().await, before, "nothing is opened yet");
    let page = guest.get(&asked.to).await;
    for words in ["0812••••890", "autocomplete=\"one-time-code\"", "inputmode=\"numeric\"", "09.10 WIB"] {
        page.has(words);
    }
    assert_eq!(page.headers[axum::http::header::CACHE_CONTROL], "no-store");
    let draft = page.hidden(FORM, "_draf");
    let (order, text) = site.town.coded(&draft).await.unwrap();
    let MessageTo::Person { hidden: true, name: None, phone: Some(_), email: None } = &order.to else {
        panic!("{order:?}")
    };
    assert_eq!(order.until, Some(site.town.desk.now().plus_seconds(600)));
    let code = site.town.code(&draft).await;
    assert!(text.ends_with(&format!("\n@lapor.contoh.go.id #{code}")) && !text.contains("Budi"), "{text}");
    let written = serde_json::to_string(&order).unwrap();
    assert!(!written.contains(&code) && !written.contains("81234567890") && !written.contains(&draft), "{written}");
    let row = site.town.ledger.store.row("SELECT contact || code FROM desk_codes", &[]).await.unwrap().unwrap();
    assert!(!row.text(0).unwrap().contains(&code) && !row.text(0).unwrap().contains("812345"));
    let done = with_code(&mut guest, &page, &code).await;
    let number = number_of(&done);
    let again = with_code(&mut guest, &page, &code).await;
    assert_eq!(again.to, done.to, "pressed twice it is one case");
    let id = site.town.head(&number).await.id;
    let events = site.town.ledger.store.stream(REGION, &format!("case/{id}")).await.unwrap();
    let opening = events[0].fact.data.to_string();
    assert!(opening.contains("\"proof\":\"hp\"") && !opening.contains("81234567890"), "{opening}");
    guest.get(&format!("/lacak/{number}")).await.has("Nomor HP terverifikasi dengan kode.");
    let case = Office::of(&site.town).get("pelayanan", &format!("/kerja/kasus/{number}")).await;
    case.says(&["Bukti kontak", "Nomor terverifikasi dengan kode"]);
    Guest::new(&site).get(&format!("/lacak/{number}")).await.lacks("terverifikasi");
}

#[tokio::test]
async fn a_wrong_code_says_how_many_tries_are_left_and_loses_nothing() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let asked = sent(&mut guest, PHONE).await;
    let mut page = guest.get(&asked.to).await;
    let code = site.town.code(&page.hidden(FORM, "_draf")).await;
    let slip = with_code(&mut guest, &page, "12 34").await;
    slip.has("Sisa percobaan: 5");
    for left in (1..5).rev() {
        page = with_code(&mut guest, &page, &other(&code)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.has(&format!("Sisa percobaan: {left}."));
        page.has("value=\"Toko Berkah\"");
    }
    let last = with_code(&mut guest, &page, &other(&code)).await;
    last.lacks("name=\"_kode\"");
    let spent = with_code(&mut guest, &page, &code).await;
    spent.has("terlalu sering dicoba");
    // A new code, a minute later, and everything that was filled in is sent with it.
    site.town.clock.advance(61);
    let to = format!("{FORM}/kode");
    let (token, draft) = (spent.hidden(&to, "_tanda"), spent.hidden(&to, "_draf"));
    let more = guest.post(&to, &[("_tanda", &token), ("_draf", &draft)]).await;
    let number = number_of(&typed_in(&mut guest, &more.to).await);
    let view = site.town.view(&number, &Viewer::Reporter).await;
    assert_eq!((view.files.len(), view.proof), (2, Some(ContactProof::Phone)));
}

#[tokio::test]
async fn tries_are_counted_before_they_are_compared_and_the_sixth_finds_no_code() {
    for town in offices().await {
        let whole = wish(&town, "20", "milik", "k").await;
        let wrong = OpenCase { code: other(&whole.code), ..whole.clone() };
        for wanted in ["kode-salah", "kode-salah", "kode-salah", "kode-salah", "kode-habis"] {
            assert_eq!(code(&town.desk.open_case(wrong.clone()).await.unwrap_err()), wanted);
        }
        assert_eq!(code(&town.desk.open_case(whole).await.unwrap_err()), "kode-habis", "even the right one");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn many_guesses_at_once_are_no_more_than_five() {
    for town in offices().await {
        let whole = wish(&town, "20", "milik", "k").await;
        let wrong = OpenCase { code: other(&whole.code), ..whole.clone() };
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (desk, wish) = (town.desk.clone(), wrong.clone());
            tries.spawn(async move { desk.open_case(wish).await });
        }
        let mut compared = 0;
        while let Some(done) = tries.join_next().await {
            compared += usize::from(code(&done.unwrap().unwrap_err()) == "kode-salah");
        }
        let row = town.ledger.store.row("SELECT tries FROM desk_codes", &[]).await.unwrap().unwrap();
        assert!(compared <= 4 && row.int(0).unwrap() <= 5, "{compared}, {:?}", row.int(0));
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_code_holds_for_ten_minutes_for_its_number_and_its_form() {
    for town in offices().await {
        let whole = wish(&town, "20", "milik", "k").await;
        let changed = OpenCase { phone: "0813 1111 2222".into(), ..whole.clone() };
        assert_eq!(code(&town.desk.open_case(changed).await.unwrap_err()), "kode-lewat", "another number");
        let elsewhere = attached(&town, &["ktp", "pengantar"]).await;
        let moved = OpenCase { draft: elsewhere, ..whole.clone() };
        assert_eq!(code(&town.desk.open_case(moved).await.unwrap_err()), "kode-lewat", "another form");
        let bare = OpenCase { code: String::new(), ..whole.clone() };
        assert_eq!(code(&town.desk.open_case(bare).await.unwrap_err()), "kontak-belum-terbukti");
        let none = OpenCase { phone: String::new(), ..whole.clone() };
        assert_eq!(code(&town.desk.open_case(none).await.unwrap_err()), "kontak-wajib");
        town.clock.advance(600);
        assert_eq!(code(&town.desk.open_case(whole).await.unwrap_err()), "kode-lewat", "too late");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn one_number_is_sent_six_codes_a_day_whatever_form_asks() {
    for town in offices().await {
        for _ in 0..6 {
            let form = begun(&town, PHONE).await;
            assert_eq!(town.desk.order_code(&form, Lang::Id).await.unwrap(), CodeOrder::Sent);
        }
        // However it is written, it is the same number.
        let seventh = begun(&town, "+62 812-3456-7890").await;
        let tomorrow = town.desk.now().plus_seconds(86_400);
        assert_eq!(town.desk.order_code(&seventh, Lang::Id).await.unwrap(), CodeOrder::Tomorrow(tomorrow));
        assert!(town.coded(seventh.handle.secret()).await.is_none());
        let another = begun(&town, "0813 1111 2222").await;
        assert_eq!(town.desk.order_code(&another, Lang::Id).await.unwrap(), CodeOrder::Sent);
        let soon = town.desk.now().plus_seconds(60);
        assert_eq!(town.desk.order_code(&another, Lang::Id).await.unwrap(), CodeOrder::Soon(soon));
        town.clock.set(tomorrow.plus_seconds(-60));
        let waits = town.desk.keep_answers(SERVICE, seventh.handle.secret(), seventh.texts.clone()).await.unwrap();
        town.clock.set(tomorrow);
        assert_eq!(town.desk.order_code(&waits, Lang::Id).await.unwrap(), CodeOrder::Sent);
        // A day later nothing of it is kept.
        town.clock.advance(86_401);
        town.work().await;
        for table in ["desk_codes", "desk_code_counts"] {
            let row = town.ledger.store.row(&format!("SELECT COUNT(*) FROM {table}"), &[]).await.unwrap().unwrap();
            assert_eq!(row.int(0).unwrap(), 0, "{table}");
        }
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn landlines_and_numbers_abroad_are_sent_no_code() {
    let site = site().await;
    for phone in ["021 345 6789", "+1 900 555 0100", ""] {
        let mut guest = Guest::new(&site);
        let page = sent(&mut guest, phone).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{phone}");
        page.has("href=\"#f-_hp\"");
        let form = begun(&site.town, phone).await;
        assert!(site.town.desk.order_code(&form, Lang::Id).await.is_err(), "{phone}");
    }
}

#[tokio::test]
async fn the_same_browser_proves_a_number_once_an_hour_and_every_other_number_anew() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = sent(&mut guest, PHONE).await;
    number_of(&typed_in(&mut guest, &first.to).await);
    let second = sent(&mut guest, "+62 812-3456-7890").await;
    let view = site.town.view(&number_of(&second), &Viewer::Reporter).await;
    assert_eq!(view.proof, Some(ContactProof::Phone), "no second code for the same number");
    let other = sent(&mut guest, "0813 1111 2222").await;
    assert!(other.to.contains("/kode"), "the proof is worth nothing for another number: {}", other.to);
    // A proof that somebody wrote, or that is to hold for ever, is none.
    let mut forger = Guest::new(&site);
    let proof = guest.cookie.split("; ").find_map(|pair| pair.strip_prefix("bukti=")).unwrap().to_owned();
    let tag = proof.split_once('-').unwrap().1;
    forger.cookie = format!("bukti=99999999999-{tag}");
    assert!(sent(&mut forger, PHONE).await.to.contains("/kode"));
    site.town.clock.advance(3601);
    assert!(sent(&mut guest, PHONE).await.to.contains("/kode"), "an hour later it is asked for again");
}

#[tokio::test]
async fn whoever_closes_the_page_on_a_shared_phone_leaves_no_proof_behind() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let first = sent(&mut guest, PHONE).await;
    let number = number_of(&typed_in(&mut guest, &first.to).await);
    guest.post(&format!("/lacak/{number}/penutupan"), &[]).await;
    assert!(sent(&mut guest, PHONE).await.to.contains("/kode"));
}

#[tokio::test]
async fn a_changed_number_gets_a_code_of_its_own_and_the_answers_stay() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let asked = sent(&mut guest, "0812 1111 1111").await;
    let page = guest.get(&asked.to).await;
    page.has("Ganti nomor");
    page.has("href=\"/layanan/surat-domisili-usaha#f-_hp\"");
    let form = guest.get(FORM).await;
    form.has("value=\"Toko Berkah\"");
    form.has("value=\"0812 1111 1111\"");
    let (token, draft) = (form.hidden(FORM, "_tanda"), form.hidden(FORM, "_draf"));
    assert_eq!(draft, page.hidden(FORM, "_draf"));
    let mut all = fields(&token, &draft, "20", "milik");
    all.push(("_hp", PHONE));
    let changed = guest.post(FORM, &all).await;
    assert_eq!(changed.to, asked.to, "another number need not wait");
    number_of(&typed_in(&mut guest, &changed.to).await);
}

#[tokio::test]
async fn asking_again_at_once_sends_nothing_and_one_address_cannot_have_codes_sent_without_end() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    let asked = sent(&mut guest, PHONE).await;
    let page = guest.get(&asked.to).await;
    let to = format!("{FORM}/kode");
    let (token, draft) = (page.hidden(&to, "_tanda"), page.hidden(&to, "_draf"));
    let code = site.town.code(&draft).await;
    assert_eq!(guest.post(&to, &[("_tanda", "x"), ("_draf", &draft)]).await.status, StatusCode::FORBIDDEN);
    let soon = guest.post(&to, &[("_tanda", &token), ("_draf", &draft)]).await;
    assert_eq!(soon.to, format!("{to}?keadaan=sebentar"));
    guest.get(&soon.to).await.has("Tunggu satu menit");
    assert_eq!(site.town.code(&draft).await, code, "the first code holds");
    let mut last = soon;
    for _ in 0..20 {
        last = guest.post(&to, &[("_tanda", &token), ("_draf", &draft)]).await;
    }
    assert_eq!(last.to, format!("{to}?keadaan=jaringan"));
    guest.get(&last.to).await.has("dari jaringan ini");
    number_of(&typed_in(&mut guest, &last.to).await);
}

#[tokio::test]
async fn without_a_form_under_way_there_is_no_code_to_type() {
    let site = site().await;
    let mut guest = Guest::new(&site);
    assert_eq!(guest.get(&format!("{FORM}/kode")).await.to, FORM);
    assert_eq!(guest.get("/layanan/jalan-rusak/kode").await.to, "/layanan/jalan-rusak");
}

#[tokio::test]
async fn where_nothing_can_be_sent_nobody_is_held_up_and_the_officer_reads_it() {
    let ledger = testkit::sqlite_ledger(desk::MIGRATIONS).await;
    let silent = NoDeliveries(Ways { phone: false, email: true });
    let parts = desk::Parts { deliveries: Arc::new(silent), ..parts(&ledger) };
    let town = made_of(ledger, parts).await;
    publish(&town, DOMICILE).await;
    assert_eq!(town.desk.without_way(), [("Surat keterangan domisili usaha".to_owned(), desk::Way::Phone)]);
    let site = of(town);
    let mut guest = Guest::new(&site);
    guest.get(&format!("{FORM}?hemat=ya")).await.has("nomor Anda tidak diverifikasi");
    let number = number_of(&sent(&mut guest, PHONE).await);
    guest.get(&format!("/lacak/{number}")).await.has("Kontak tidak diverifikasi");
    let view = site.town.view(&number, &Viewer::Officer(person("pelayanan"))).await;
    assert_eq!(view.proof, Some(ContactProof::NoWay));
    let case = Office::of(&site.town).get("pelayanan", &format!("/kerja/kasus/{number}")).await;
    case.says(&["Tidak diverifikasi: belum ada kanal pesan"]);
}

#[tokio::test]
async fn a_code_can_go_by_e_mail_and_a_service_that_asks_nothing_records_nothing() {
    let by_mail = DOMICILE.replace("hp_terverifikasi", "surel_terverifikasi");
    let town = small_town().await;
    publish(&town, &by_mail).await;
    let texts = vec![("_surel".to_owned(), "budi@contoh.id".to_owned())];
    let draft = attached(&town, &["ktp", "pengantar"]).await;
    let form = town.desk.keep_answers(SERVICE, &draft, texts).await.unwrap();
    assert_eq!(town.desk.order_code(&form, Lang::En).await.unwrap(), CodeOrder::Sent);
    let (order, text) = town.coded(&draft).await.unwrap();
    assert!(matches!(order.to, MessageTo::Person { phone: None, email: Some(_), .. }), "{order:?}");
    assert!(text.starts_with("Your code is ") && !text.contains("@lapor"), "{text}");
    let whole = OpenCase {
        service: SERVICE.into(),
        input: crate::request::shop("20", "milik"),
        code: town.code(&draft).await,
        draft,
        email: "budi@contoh.id".into(),
        channel: "web".into(),
        form_key: "k".into(),
        ..OpenCase::default()
    };
    let number = town.desk.open_case(whole).await.unwrap().number;
    assert_eq!(town.view(&number, &Viewer::Reporter).await.proof, Some(ContactProof::Email));
    let road = town.open().await.number;
    assert_eq!(town.view(&road, &Viewer::Reporter).await.proof, None);
}

#[tokio::test]
async fn a_program_cannot_pass_by_the_code() {
    let site = site().await;
    let proof = "masuk = { minimal = \"hp_terverifikasi\" }\n";
    let road = crate::town::ROAD.replace("versi   = ", &format!("{proof}versi   = 9"));
    assert_ne!(road, crate::town::ROAD);
    site.town.desk.publish("jalan-rusak.toml", &road, &crate::town::units(), &Actor::Operator, Lang::Id).await.unwrap();
    let body = serde_json::json!({
        "service": "jalan-rusak", "phone": PHONE,
        "answers": { "lokasi": { "desa": VILLAGE, "patokan": "pasar" }, "jenis_rusak": "lubang", "bahaya": "tidak" },
    });
    let mut guest = Guest::new(&site);
    let refused = guest.send("POST", "/api/v1/laporan", "application/json", body.to_string().into_bytes()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.has("kontak-belum-terbukti");
}

#[tokio::test]
async fn a_code_that_was_sent_for_a_form_goes_with_it() {
    let town = office().await;
    let file = NewFile { field: "ktp".into(), bytes: crate::town::picture() };
    let draft = town.desk.put_file(DraftFor::Service(SERVICE), "", file).await.unwrap();
    proving(&town, draft.handle.secret()).await;
    town.desk.forget_draft(draft.handle.secret()).await.unwrap();
    let left = town.ledger.store.row("SELECT COUNT(*) FROM desk_codes", &[]).await.unwrap().unwrap();
    assert_eq!(left.int(0).unwrap(), 0);
}
