//! The inbox and its lists, as officers meet them.

use crate::office::{Office, Page, at, person};
use crate::town::{REGION, small_town, towns};
use axum::http::{StatusCode, header};
use desk::Filled;
use kernel::CaseNumber;

#[tokio::test]
async fn the_inbox_shows_what_waits_for_the_officer_and_nothing_of_another_agency() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", "/kerja").await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&[
        number.as_str(),
        "Giliran Anda (1)",
        "Besok",
        "Laporan jalan rusak",
        "data-baris",
        "Tidak ada yang lewat tenggat",
    ]);
    for other in ["pengawas", "kesehatan", "pju"] {
        let page = office.get(other, "/kerja?daftar=terbuka").await;
        assert!(!page.html.contains(number.as_str()), "{other}");
        page.says(&["Tidak ada kasus terbuka"]);
    }
}

#[tokio::test]
async fn what_is_overdue_stands_first_and_is_said_in_words() {
    let town = small_town().await;
    let office = Office::of(&town);
    let late = town.open_with("a").await.number;
    town.at("2027-03-08T09:00:00+07:00").await;
    let fresh = town.open_with("b").await.number;
    let page = office.get("verifikator", "/kerja").await;
    page.says(&["1 lewat tenggat", "Lewat 6 hari", "tag-late", "2 Maret 2027"]);
    let place = |number: &CaseNumber| page.html.find(number.as_str()).unwrap();
    assert!(place(&late) < place(&fresh));
}

#[tokio::test]
async fn an_empty_turn_is_said_soberly() {
    let town = small_town().await;
    let office = Office::of(&town);
    office.get("verifikator", "/kerja").await.says(&["Giliran Anda sudah kosong", "Kerja bagus"]);
    let none = office.get("verifikator", "/kerja?layanan=lainnya").await;
    none.says(&["Tidak ada yang cocok", "Hapus saringan"]);
}

/// The address of the page after this one; empty on the last.
fn next_of(page: &Page) -> String {
    let before = page.html.split("rel=\"next\"").next().unwrap();
    if before.len() == page.html.len() {
        return String::new();
    }
    let next = before.rsplit("href=\"").next().unwrap();
    let next = next.split('"').next().unwrap();
    next.replace("&#38;", "&").replace("&amp;", "&")
}

#[tokio::test]
async fn every_list_pages_without_gap_or_double_on_both_databases() {
    for town in towns().await {
        let office = Office::of(&town);
        let mut all = Vec::new();
        for at in 0..33 {
            all.push(town.open_with(&format!("k{at}")).await.number);
            town.clock.advance(60);
        }
        for number in all.iter().take(3) {
            let refuse =
                Filled { reason_code: "tidak-jelas".into(), reason: "Kurang jelas.".into(), ..Filled::default() };
            let verifier = person("verifikator");
            town.act(&verifier, number, "tolak", refuse).await.unwrap();
        }
        for (who, list, expected) in [
            ("verifikator", "giliran", 30),
            ("verifikator", "terbuka", 30),
            ("verifikator", "berakhir", 3),
            ("admin", "kota", 33),
        ] {
            let first = office.get(who, &format!("/kerja?daftar={list}")).await;
            let next = next_of(&first);
            let mut pages = vec![first];
            if !next.is_empty() {
                pages.push(office.get(who, &next).await);
                pages[1].says(&["rel=\"first\""]);
            }
            let shown = |number: &CaseNumber| {
                let on = |page: &&Page| page.html.contains(&format!("kasus/{number}\""));
                pages.iter().filter(on).count()
            };
            assert!(all.iter().all(|number| shown(number) <= 1), "{list}");
            assert_eq!(all.iter().map(shown).sum::<usize>(), expected, "{list}");
        }
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn filters_narrow_the_list_and_stay_in_its_export() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let path = "/kerja?daftar=terbuka&layanan=jalan-rusak&kecamatan=35.17.01&status=baru";
    let page = office.get("verifikator", path).await;
    page.says(&[number.as_str(), "layanan=jalan%2Drusak", "<option value=\"35.17.01\" selected>"]);
    let other = office.get("verifikator", "/kerja?daftar=terbuka&kecamatan=35.17.02").await;
    assert!(!other.html.contains(number.as_str()));
}

#[tokio::test]
async fn a_whole_number_leads_straight_to_the_case_and_a_part_of_it_searches() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let typed = number.as_str().to_lowercase().replace('-', "%20");
    let page = office.get("verifikator", &format!("/kerja?q={typed}")).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, at(&number).as_str()));
    let other = office.get("kesehatan", &format!("/kerja?q={typed}")).await;
    assert_eq!(other.status, StatusCode::OK, "nothing tells that this number exists");
    assert!(!other.html.contains("href=\"/kerja/kasus/"));
    office.get("verifikator", "/kerja?q=000001").await.says(&[number.as_str()]);
}

#[tokio::test]
async fn ended_and_waiting_cases_have_lists_of_their_own() {
    let town = small_town().await;
    let office = Office::of(&town);
    let waiting = town.open_with("a").await.number;
    let marks = vec!["jenis_rusak".to_owned()];
    let ask = Filled { reason: "Lubang atau retak?".into(), marks, ..Filled::default() };
    town.act(&person("verifikator"), &waiting, "minta_data", ask).await.unwrap();
    let ended = town.open_with("b").await.number;
    let refuse = Filled { reason_code: "tidak-jelas".into(), reason: "Kurang jelas.".into(), ..Filled::default() };
    town.act(&person("verifikator"), &ended, "tolak", refuse).await.unwrap();
    let page = office.get("verifikator", "/kerja?daftar=menunggu").await;
    page.says(&[waiting.as_str(), "Menunggu pelapor (1)"]);
    assert!(!page.html.contains(ended.as_str()));
    let page = office.get("verifikator", "/kerja?daftar=berakhir").await;
    page.says(&[ended.as_str(), "Tidak dapat ditindaklanjuti, ditutup petugas"]);
    assert!(!page.html.contains(waiting.as_str()));
    assert!(!office.get("verifikator", "/kerja").await.html.contains(waiting.as_str()));
}

#[tokio::test]
async fn an_export_holds_the_filtered_list_without_persons_and_is_a_fact() {
    let town = small_town().await;
    let office = Office::of(&town);
    let number = town.open().await.number;
    let page = office.get("verifikator", "/kerja?daftar=terbuka&layanan=jalan-rusak").await;
    let query = page.hidden("/kerja/ekspor", "saringan").replace("&#38;", "&").replace("&amp;", "&");
    let file = office.fill("verifikator", &page, "/kerja/ekspor", &[("saringan", &query)]).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.html);
    assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("kasus-2027-03-01.csv"));
    file.says(&[
        "nomor,nomor_luar,layanan",
        number.as_str(),
        "jalan-rusak,baru,verifikasi",
        "2027-03-02T16:00:00+07:00",
    ]);
    assert!(!file.html.contains("Budi") && !file.html.contains("balai desa"));
    let facts = town.ledger.store.stream(REGION, "desk/exports").await.unwrap();
    let data = &facts.last().unwrap().fact.data;
    assert_eq!((facts.len(), data["rows"].as_i64(), data["complete"].as_bool()), (1, Some(1), Some(true)));
    let refused = office.post("pengawas", "/kerja/ekspor", &[("saringan", "")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let forged = office.post("verifikator", "/kerja/ekspor", &[("_tanda", "x")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}
