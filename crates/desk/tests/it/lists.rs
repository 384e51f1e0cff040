//! What officers find in their lists and on the page of a case: secrets, imports, branches, samples, lost sign-ins.

use crate::import::{import, row};
use crate::office::{Office, person};
use crate::town::{REGION, Town, input, report, small_town, towns, units};
use axum::http::StatusCode;
use cases::doors::{Imported, ImportedEnd};
use desk::{Filled, OpenCase};
use kernel::{Actor, CaseNumber, Lang};

fn at(number: &CaseNumber) -> String {
    format!("/kerja/kasus/{number}")
}

async fn secret_case(town: &Town) -> CaseNumber {
    let wish = OpenCase { secret: true, form_key: "rahasia".into(), ..report() };
    town.desk.open_case(wish).await.unwrap().number
}

async fn imported(town: &Town) -> CaseNumber {
    let found = import(town, vec![row("1", ImportedEnd::Open)]).await;
    match &found[..] {
        [Imported::New(number)] => number.clone(),
        _ => panic!("nothing was imported"),
    }
}

#[tokio::test]
async fn the_text_of_a_secret_case_is_for_its_holder() {
    let town = small_town().await;
    let number = secret_case(&town).await;
    let page = Office::of(&town).get("verifikator", &at(&number)).await;
    page.says(&["depan balai desa", "Rahasia"]);
}

#[tokio::test]
async fn a_secret_case_is_not_there_for_other_agencies_and_for_leaders() {
    let town = small_town().await;
    let number = secret_case(&town).await;
    let office = Office::of(&town);
    for who in ["pengawas", "kesehatan", "bupati", "admin"] {
        let page = office.get(who, &at(&number)).await;
        assert!(!page.html.contains("balai desa"), "{who}");
        let list = office.get(who, "/kerja?daftar=kota").await;
        assert!(!list.html.contains(number.as_str()), "{who}");
    }
}

#[tokio::test]
async fn a_secret_case_is_in_no_sample() {
    let town = small_town().await;
    let (secret, open) = (secret_case(&town).await, town.open().await.number);
    let page = Office::of(&town).get("pemeriksa", "/kerja?daftar=sampel").await;
    page.says(&[open.as_str(), "Sampel acak"]);
    assert!(!page.html.contains(secret.as_str()));
}

#[tokio::test]
async fn only_auditors_draw_samples() {
    let town = small_town().await;
    town.open().await;
    let office = Office::of(&town);
    for who in ["verifikator", "admin", "bupati"] {
        let page = office.get(who, "/kerja?daftar=sampel").await;
        assert!(!page.html.contains("Sampel acak"), "{who}");
    }
}

#[tokio::test]
async fn a_sample_offers_no_export_and_no_filter() {
    let town = small_town().await;
    town.open().await;
    let page = Office::of(&town).get("pemeriksa", "/kerja?daftar=sampel").await;
    assert!(!page.has_form("/kerja/ekspor"));
    assert!(!page.html.contains("Saring daftar"));
}

#[tokio::test]
async fn an_imported_case_stands_in_its_own_list_and_in_nobodys_turn() {
    for town in towns().await {
        let number = imported(&town).await;
        let office = Office::of(&town);
        let page = office.get("penghubung", "/kerja?daftar=impor").await;
        page.says(&[number.as_str(), "Impor, belum diambil alih (1)"]);
        for (list, there) in [("giliran", false), ("menunggu", false), ("terbuka", true)] {
            let page = office.get("penghubung", &format!("/kerja?daftar={list}")).await;
            assert_eq!(page.html.contains(number.as_str()), there, "{list}");
        }
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn the_imported_tab_is_not_there_where_nothing_was_imported() {
    let town = small_town().await;
    town.open().await;
    let page = Office::of(&town).get("penghubung", "/kerja").await;
    assert!(!page.html.contains("daftar=impor"));
}

#[tokio::test]
async fn an_imported_case_is_taken_over_from_its_page() {
    let town = small_town().await;
    let number = imported(&town).await;
    let office = Office::of(&town);
    let page = office.get("penghubung", &at(&number)).await;
    page.says(&["Jalan berlubang di depan pasar."]);
    let form = format!("{}/ambil-alih", at(&number));
    let done = office.fill("penghubung", &page, &form, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert!(!town.head(&number).await.dormant);
    let page = office.get("penghubung", &at(&number)).await;
    assert!(!page.has_form(&form), "it is taken over once");
    let list = office.get("penghubung", "/kerja?daftar=impor").await;
    assert!(!list.html.contains(number.as_str()));
}

#[tokio::test]
async fn another_agency_cannot_take_an_imported_case_over() {
    let town = small_town().await;
    let number = imported(&town).await;
    let office = Office::of(&town);
    let page = office.get("penghubung", &at(&number)).await;
    let form = format!("{}/ambil-alih", at(&number));
    let token = page.hidden(&form, "_tanda");
    let sent = office.post("kesehatan", &form, &[("_tanda", &token), ("_versi", "1")]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert!(town.head(&number).await.dormant);
}

#[tokio::test]
async fn a_sign_in_that_was_lost_leads_back_to_the_page_of_the_case() {
    let town = small_town().await;
    let number = town.open().await.number;
    let office = Office::of(&town);
    for form in ["jawaban", "catatan", "pindah", "kembali", "ambil-alih", "tindakan/verifikasi.tolak"] {
        let sent = office.post("", &format!("{}/{form}", at(&number)), &[("teks", "x")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let back = format!("/masuk?ke={}", at(&number).replace('/', "%2F").replace('-', "%2D"));
        assert_eq!(sent.location(), back, "{form}");
    }
}

#[tokio::test]
async fn whoever_may_not_work_on_cases_is_not_sent_to_sign_in_again() {
    let town = small_town().await;
    let number = town.open().await.number;
    let sent = Office::of(&town).post("bupati", &format!("{}/catatan", at(&number)), &[("teks", "x")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_case_that_waits_for_the_reporter_leaves_the_turn_of_its_unit() {
    for town in towns().await {
        let number = town.open().await.number;
        let ask = Filled { reason: "Di mana?".into(), marks: vec!["lokasi".into()], ..Filled::default() };
        town.act(&person("verifikator"), &number, "minta_data", ask).await.unwrap();
        let office = Office::of(&town);
        for (list, there) in [("giliran", false), ("menunggu", true), ("berakhir", false)] {
            let path = format!("/kerja?daftar={list}");
            let page = office.get("verifikator", &path).await;
            assert_eq!(page.html.contains(number.as_str()), there, "{list}");
        }
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_case_that_went_on_to_another_agency_is_in_no_list_of_the_first_until_it_ends() {
    let town = small_town().await;
    let number = town.open().await.number;
    let forward = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&person("verifikator"), &number, "teruskan", forward).await.unwrap();
    let office = Office::of(&town);
    for list in ["giliran", "terbuka", "menunggu", "impor", "berakhir"] {
        let path = format!("/kerja?daftar={list}");
        let page = office.get("verifikator", &path).await;
        assert!(!page.html.contains(number.as_str()), "{list}");
    }
    assert_eq!(in_lists(&town).await, [("dinas-kominfo".into(), 4), ("dinas-pupr".into(), 1)]);
}

async fn in_lists(town: &Town) -> Vec<(String, i64)> {
    let sql = "SELECT unit, list FROM desk_holders WHERE region = $1 ORDER BY unit";
    let values = store::values![REGION];
    let rows = town.ledger.store.rows(sql, &values).await.unwrap();
    let lists = rows.iter().map(|row| (row.string(0).unwrap(), row.int(1).unwrap()));
    lists.collect()
}

const BRANCHES: &str = r#"#: format layanan 1
[layanan]
id = "uji-cabang"
jenis = "permohonan"
nama = "Uji cabang"
versi = 1
berlaku = 2026-01-05
pemilik = "dinas-pupr"
saluran = ["web"]
[standar]
dasar_hukum = ["Perbup contoh"]
produk = "Surat"
pengaduan = { lapor = true }
[isian.luas]
label = "Luas"
tipe = "angka"
[tenggat]
total = "5 hari kerja"
lewat = { aksi = "putus.terbitkan", dasar = "UU contoh" }
[langkah.terima]
nama = "Terima"
oleh = "verifikator@dinas-kominfo"
mulai = true
aksi.bagi = { ke = ["satu", "dua"] }
[langkah.satu]
nama = "Periksa jalan"
oleh = "pengawas-jalan@dinas-pupr"
aksi.beres = { ke = "gabung:putus" }
[langkah.dua]
nama = "Periksa berkas"
oleh = "verifikator@dinas-kominfo"
aksi.beres = { ke = "gabung:putus" }
[langkah.putus]
nama = "Putus"
oleh = "verifikator@dinas-kominfo"
gabung = "semua"
tenggat = "1 hari kerja"
aksi.terbitkan = { ke = "terbit" }
[akhir]
terbit = { nama = "Terbit", hasil = "berhasil" }
[simpan]
data_pribadi = "1 tahun"
"#;

async fn branched(town: &Town) -> CaseNumber {
    town.desk.publish("uji.toml", BRANCHES, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    let wish = OpenCase { service: "uji-cabang".into(), input: input(&[("luas", "80")]), ..report() };
    let number = town.desk.open_case(wish).await.unwrap().number;
    town.act(&person("verifikator"), &number, "bagi", Filled::default()).await.unwrap();
    number
}

#[tokio::test]
async fn two_branches_at_once_stand_with_both_their_holders() {
    let town = small_town().await;
    let number = branched(&town).await;
    let office = Office::of(&town);
    for who in ["verifikator", "pengawas"] {
        let page = office.get(who, &at(&number)).await;
        page.says(&["Periksa jalan", "Periksa berkas"]);
        let turn = office.get(who, "/kerja?daftar=giliran").await;
        turn.says(&[number.as_str()]);
    }
}

#[tokio::test]
async fn of_two_branches_an_officer_acts_on_the_own_one_only() {
    let town = small_town().await;
    let number = branched(&town).await;
    let office = Office::of(&town);
    let page = office.get("pengawas", &at(&number)).await;
    let own = format!("{}/tindakan/satu.beres", at(&number));
    let other = format!("{}/tindakan/dua.beres", at(&number));
    assert!(page.has_form(&own) && !page.has_form(&other));
    let done = office.fill("pengawas", &page, &own, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let left = town.head(&number).await;
    assert!(left.holders.iter().any(|holder| holder.step == "dua"));
    let page = office.get("verifikator", &at(&number)).await;
    let done = office.fill("verifikator", &page, &other, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(town.head(&number).await.holders[0].step, "putus");
}
