//! Action plans by the pages alone: who sees what, a month that is entered, a quarter that is locked and public.

use super::{Town, UNIT, budi, sari};
use crate::office::{ani, wali};
use axum::http::StatusCode;
use kernel::Role;
use testkit::{Site, filled, form, officer};

const SARI: Option<usize> = Some(0);
const BUDI: Option<usize> = Some(1);
const PLANNER: Option<usize> = Some(2);
const LEADER: Option<usize> = Some(3);
const AUDITOR: Option<usize> = Some(4);
const OTHER: Option<usize> = Some(5);
const FIELD: Option<usize> = Some(6);

fn site(town: &Town) -> Site {
    let people = vec![
        sari(),
        budi(),
        ani(),
        wali(),
        officer("pemeriksa", Role::Auditor, "bappeda"),
        officer("tono", Role::Liaison, "dinas-b"),
        officer("lapangan", Role::FieldOfficer, "dinas-a"),
    ];
    town.office.site_of(people)
}

#[tokio::test]
async fn an_agency_sees_and_writes_its_own_and_whoever_answers_for_the_region_sees_all() {
    let town = Town::all().await.remove(0);
    let site = site(&town);
    for path in ["/dasbor/aksi/rencana/dinas-a/2027", "/dasbor/aksi/triwulan/dinas-a/2027/1"] {
        for (who, status) in [(None, 303), (FIELD, 403), (OTHER, 403), (SARI, 200), (LEADER, 200), (AUDITOR, 200)] {
            assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
        }
    }
    for (who, status) in [(None, 303), (FIELD, 403), (OTHER, 403), (PLANNER, 403), (SARI, 200), (BUDI, 200)] {
        assert_eq!(site.get(who, "/dasbor/aksi/isi/dinas-a/2027/1").await.0.as_u16(), status, "{who:?}");
    }
    let (_, board) = site.get(OTHER, "/dasbor/aksi?tahun=2027&triwulan=1").await;
    assert!(!board.contains("Dinas A"), "another agency's lights are not listed");
    for path in ["/dasbor/aksi", "/dasbor/aksi/pengingat", "/dasbor/aksi/data", "/dasbor/aksi/aturan"] {
        for who in [SARI, PLANNER, LEADER, AUDITOR] {
            assert_eq!(site.get(who, path).await.0, StatusCode::OK, "{path}");
        }
    }
    for (who, path) in [
        (LEADER, "/dasbor/aksi/isi/dinas-a/2027/1"),
        (AUDITOR, "/dasbor/aksi/rencana/dinas-a/2027/pengajuan"),
        (SARI, "/dasbor/aksi/triwulan/dinas-a/2027/1/pengiriman"),
        (BUDI, "/dasbor/aksi/triwulan/dinas-a/2027/1/penguncian"),
        (BUDI, "/dasbor/aksi/aturan"),
    ] {
        assert_eq!(site.post(who, path, "").await.0, StatusCode::FORBIDDEN, "{path}");
    }
    let forged = site.post(SARI, "/dasbor/aksi/isi/dinas-a/2027/1", "_tanda=x").await;
    assert_eq!(forged.0, StatusCode::FORBIDDEN, "without the token of the form");
}

#[tokio::test]
async fn what_was_typed_is_kept_where_something_is_wrong_and_the_second_is_shown_the_first() {
    let town = Town::all().await.remove(0);
    let site = site(&town);
    let page = "/dasbor/aksi/isi/dinas-a/2027/2";
    let name = |field: &str, step: usize| format!("{field}-{}", town.steps[step]);
    let (share, spent, proof, seen) = (name("selesai", 0), name("belanja", 0), name("bukti", 0), name("versi", 0));
    let step = town.steps[0].as_str();
    let form = |done: &'static str, money: &'static str| {
        vec![
            ("langkah", step),
            (share.as_str(), done),
            (spent.as_str(), money),
            (proof.as_str(), "Foto lapangan"),
            (seen.as_str(), "0"),
        ]
    };
    let (status, html) = site.send(SARI, (page, page), &form("50", "1.250")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("value=\"1.250\"") && html.contains("Foto lapangan"), "nothing typed is lost");
    let (status, to) = site.send(SARI, (page, page), &form("50", "1250000")).await;
    assert_eq!((status, to.contains("tersimpan=1")), (StatusCode::SEE_OTHER, true));
    let (status, html) = site.send(BUDI, (page, page), &form("75", "0")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(html.contains("Orang lain sudah mengisi langkah ini") && html.contains("Nama sari"), "{html}");
    assert!(html.contains("value=\"75\""), "the second one's words are kept");
    let (_, history) = site.get(BUDI, &format!("/dasbor/aksi/riwayat/{UNIT}/2027/{step}")).await;
    assert!(history.contains("50,0\u{a0}%") && !history.contains("75,0"));
}

#[tokio::test]
async fn a_quarter_goes_from_its_months_to_the_public_page_and_not_before_it_is_locked() {
    let town = Town::all().await.remove(0);
    let site = site(&town);
    town.enter(1, &[town.said(0, 500, 0)]).await.unwrap();
    town.office.at("2027-04-05T09:00:00+07:00");
    town.enter(3, &[town.said(0, 1000, 0), town.said(1, 600, 0)]).await.unwrap();
    let page = "/dasbor/aksi/triwulan/dinas-a/2027/1";
    let public = format!("/rencana/{}", town.promise);
    let field = format!("tindak-{}", town.promise);
    let sent = site.send(BUDI, (page, page), &[(&field, "Kontrak dipercepat")]).await;
    assert_eq!(sent.0, StatusCode::SEE_OTHER);
    let body = filled(&site.get(BUDI, page).await.1, page, &[(&field, "Kontrak dipercepat")]);
    let sent = site.post(BUDI, &format!("{page}/pengiriman"), &form(&body)).await;
    assert_eq!(sent.0, StatusCode::SEE_OTHER);
    assert!(!site.get(None, &public).await.1.contains("Kontrak dipercepat"));
    let (status, _) = site.send(PLANNER, (page, &format!("{page}/penguncian")), &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, html) = site.get(None, &public).await;
    for text in ["Triwulan 1 2027", "Kontrak dipercepat", "Hijau", "B. Pelatihan: rencana 66,6", "selesai 60,0"] {
        assert!(html.contains(text), "{text}: {html}");
    }
    let (_, html) = site.get(LEADER, "/dasbor/aksi?tahun=2027&triwulan=1").await;
    assert!(html.contains("Ditinjau dan terkunci") && html.contains("Hijau"));
    let xlsx = site.get(LEADER, "/dasbor/aksi/laporan.xlsx?tahun=2027&triwulan=1").await;
    assert!(xlsx.0 == StatusCode::OK && xlsx.1.starts_with("PK"));
    let own = site.get(BUDI, "/dasbor/aksi/laporan.xlsx?tahun=2027&triwulan=1&opd=dinas-a").await;
    assert_eq!(own.0, StatusCode::OK);
    for path in ["?tahun=2027&triwulan=1", "?tahun=2027&triwulan=1&opd=dinas-a"] {
        let asked = site.get(OTHER, &format!("/dasbor/aksi/laporan.xlsx{path}")).await;
        assert_eq!(asked.0, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_table_is_answered_with_the_names_of_its_cells() {
    let town = Town::all().await.remove(0);
    let site = site(&town);
    let page = "/dasbor/aksi/impor";
    let table =
        "opd,program,langkah,mulai,selesai,penanggung_jawab,bukti\ndinas-a,Jawaban lain,Survei,13,2,Kepala,Foto\n";
    let files = [("berkas", "a.csv", table.as_bytes())];
    let (status, html) = site.upload(SARI, (page, page), &[("tahun", "2028")], &files).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["B2 (", "Program ini tidak ada", "D2 (", "Bukan bulan", "Tidak ada yang dimasukkan"] {
        assert!(html.contains(text), "{text}: {html}");
    }
}

#[tokio::test]
async fn planners_set_thresholds_and_what_was_set_before_stays_readable() {
    let town = Town::all().await.remove(0);
    let site = site(&town);
    let page = "/dasbor/aksi/aturan";
    let set = |green: &'static str| {
        vec![
            ("hijau", green),
            ("kuning", "70"),
            ("bulanan", "7"),
            ("triwulan", "10"),
            ("kepala", "3"),
            ("pimpinan", "3"),
            ("alasan", "Kesepakatan forum OPD"),
        ]
    };
    let (status, html) = site.send(PLANNER, (page, page), &set("60")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("Kesepakatan forum OPD"));
    assert_eq!(site.send(PLANNER, (page, page), &set("85")).await.0, StatusCode::SEE_OTHER);
    let (_, html) = site.get(AUDITOR, page).await;
    assert!(html.contains("Kesepakatan forum OPD") && html.contains("Nama ani") && !html.contains("id=\"aturan\""));
}
