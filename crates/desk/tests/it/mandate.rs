//! Whoever applies for somebody else: the mandate, its last day, and what is refused after it (docs/adr/0019).

use crate::citizen_site::{Guest, of};
use crate::office::{Office, person};
use crate::request::{applied, code, office, offices, shop_called, take};
use crate::town::{Town, picture};
use axum::http::StatusCode;
use desk::{DraftFor, Filled, Mandating, NewFile, Said, Viewer};
use kernel::{CaseNumber, Instant};

async fn mandate(town: &Town, number: &CaseNumber, until: &str, key: &str) -> Mandating {
    let file = NewFile { field: "surat_kuasa".into(), bytes: picture() };
    let draft = town.desk.put_file(DraftFor::Case(number), "", file).await.unwrap();
    Mandating {
        principal: "Ibu Sulastri".into(),
        agent: "Budi Santoso".into(),
        until: until.into(),
        draft: draft.handle.secret().to_owned(),
        form_key: key.into(),
    }
}

#[tokio::test]
async fn both_names_stand_on_the_record_and_after_the_last_day_nothing_is_done_under_it() {
    for town in offices().await {
        let number = applied(&town, "80", "sewa").await;
        let wish = mandate(&town, &number, "2027-03-05", "m1").await;
        town.desk.record_mandate(&number, wish.clone()).await.unwrap();
        town.desk.record_mandate(&number, wish).await.unwrap();
        let seen = town.view(&number, &Viewer::Officer(person("pelayanan"))).await;
        let known = seen.mandate.unwrap();
        assert_eq!((known.principal.as_deref(), known.agent.as_deref()), (Some("Ibu Sulastri"), Some("Budi Santoso")));
        assert!(!known.over && seen.files.iter().any(|file| file.field == "surat_kuasa"));
        assert_eq!(town.view(&number, &Viewer::Stranger).await.mandate, None);
        let facts = town.ledger.store.stream(crate::town::REGION, &format!("case/{}", seen.head.id)).await.unwrap();
        let facts: String = facts.iter().map(|event| event.fact.data.to_string()).collect();
        assert!(!facts.contains("Sulastri"), "no name stands in an event");
        let marks = vec!["nama_usaha".into()];
        let why = Filled { reason: "Nama tidak sama.".into(), marks, ..Filled::default() };
        town.act(&person("pelayanan"), &number, "kembalikan", why).await.unwrap();
        town.clock.set(Instant::parse("2027-03-05T23:59:59+07:00").unwrap());
        let said = |key: &str| Said { text: "Mohon dibaca.".into(), form_key: key.into(), ..Said::default() };
        town.desk.add_info(&number, said("s1")).await.unwrap();
        town.clock.set(Instant::parse("2027-03-06T00:00:00+07:00").unwrap());
        for refused in [
            town.reply(&number, "kirim", Filled::default()).await.unwrap_err(),
            town.desk.add_info(&number, said("s2")).await.unwrap_err(),
            town.desk.withdraw_application(&number, "", "t1").await.unwrap_err(),
        ] {
            assert_eq!(code(&refused), "kuasa_berakhir");
        }
        let own = town.view(&number, &Viewer::Reporter).await;
        assert!(own.mandate.unwrap().over && !own.can.add_info && !own.can.withdraw && own.can.mandate);
        assert!(own.offered.iter().all(|offered| offered.blocked.is_some()));
        let late = mandate(&town, &number, "2027-03-05", "m2").await;
        assert_eq!(code(&town.desk.record_mandate(&number, late).await.unwrap_err()), "kuasa_berakhir");
        let new = mandate(&town, &number, "2027-12-31", "m3").await;
        town.desk.record_mandate(&number, new).await.unwrap();
        let mended = Filled { input: shop_called("Toko Baru", "80", "sewa"), ..Filled::default() };
        town.reply(&number, "kirim", mended).await.unwrap();
        let history = town.view(&number, &Viewer::Reporter).await.history;
        let acted = history.iter().rev().find(|entry| entry.what.key == "riwayat-aksi-pelapor").unwrap();
        assert_eq!(acted.who.key, "siapa-kuasa");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_mandate_needs_names_day_and_document_and_no_complaint_has_one() {
    let town = office().await;
    let number = applied(&town, "20", "milik").await;
    let whole = mandate(&town, &number, "2027-03-05", "m1").await;
    let bare = Mandating { draft: String::new(), ..whole.clone() };
    assert_eq!(code(&town.desk.record_mandate(&number, bare).await.unwrap_err()), "surat-kuasa-kurang");
    for wrong in [
        Mandating { principal: " ".into(), ..whole.clone() },
        Mandating { agent: "a".repeat(121), ..whole.clone() },
        Mandating { until: "besok".into(), ..whole.clone() },
    ] {
        assert_eq!(code(&town.desk.record_mandate(&number, wrong).await.unwrap_err()), "teks-keliru");
    }
    let complaint = town.open().await.number;
    let other = mandate(&town, &complaint, "2027-03-05", "m2").await;
    assert_eq!(code(&town.desk.record_mandate(&complaint, other).await.unwrap_err()), "kuasa_tidak_bisa");
}

#[tokio::test]
async fn a_mandate_that_ended_stops_objections_too() {
    let town = office().await;
    let number = applied(&town, "20", "milik").await;
    let wish = mandate(&town, &number, "2027-03-05", "m1").await;
    town.desk.record_mandate(&number, wish).await.unwrap();
    let why = Filled { reason_code: "tidak-jelas".into(), reason: "Berkas palsu.".into(), ..Filled::default() };
    town.act(&person("pelayanan"), &number, "tolak", why).await.unwrap();
    town.clock.set(Instant::parse("2027-03-08T09:00:00+07:00").unwrap());
    let objection = desk::Objection { reason: "Tetap keberatan.".into(), form_key: "b1".into() };
    assert_eq!(code(&town.desk.appeal(&number, objection).await.unwrap_err()), "kuasa_berakhir");
}

#[tokio::test]
async fn the_mandate_is_recorded_on_a_page_of_its_own() {
    let site = of(office().await);
    let number = applied(&site.town, "20", "milik").await;
    let at = format!("/lacak/{number}/kuasa");
    let mut guest = Guest::new(&site);
    assert_eq!(guest.get(&at).await.to, format!("/lacak/{number}"), "only whoever opened the case");
    let (_, token) = site.town.desk.secrets(&number).await.unwrap();
    guest.get(&format!("/l/{}", token.secret())).await;
    guest.get(&format!("/lacak/{number}")).await.has(&at);
    let page = guest.get(&at).await;
    assert!(page.bytes < 30 * 1024, "{}", page.bytes);
    let form_token = page.hidden(&at, "_tanda");
    let bare = guest.post(&at, &[("_tanda", &form_token), ("pemberi", "Ibu Sulastri")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    bare.has("Ibu Sulastri");
    let fields =
        [("_tanda", form_token.as_str()), ("pemberi", "Ibu Sulastri"), ("penerima", "Budi"), ("sampai", "2027-03-05")];
    let sent = guest.upload(&at, &fields, &[("foto-kuasa", &picture())]).await;
    assert_eq!(sent.to, format!("/lacak/{number}?terima=kuasa"), "{}", sent.html);
    let said = "Budi mengurus untuk Ibu Sulastri, dengan kuasa sampai 5 Maret 2027.";
    guest.get(&sent.to).await.has(said);
    Office::of(&site.town).get("pelayanan", &format!("/kerja/kasus/{number}")).await.says(&[said]);
    take(&site.town, "pelayanan", &number, "lengkap").await;
    site.town.clock.set(Instant::parse("2027-03-06T09:00:00+07:00").unwrap());
    guest.get(&format!("/l/{}", token.secret())).await;
    guest.get(&format!("/lacak/{number}")).await.has("Surat kuasa sudah berakhir");
}
