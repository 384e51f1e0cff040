//! Baselines that come with the beginning, and evidence that is gone.

use super::site::{REGION, RINI, SARI, Site};
use axum::http::StatusCode;
use programme::indicator::Period;
use programme::indicator::baselines::{Brought, NotBrought, read};

#[tokio::test]
async fn baselines_are_set_once_and_moved_only_with_a_reason() {
    for site in Site::all().await {
        let programme = &site.programme;
        let bring = async |table: &str| {
            let found = read(table, programme.library(), 2027).unwrap();
            programme.bring_baselines(&found).await
        };
        let all = programme.without_baseline().await.unwrap().len();
        assert_eq!(all, programme.library().len());
        let (_, html) = site.get(Some(RINI), "/dasbor/indikator").await;
        assert!(html.contains(&format!("Garis dasar belum ada pada {all} indikator")), "{html}");
        let table = "indikator,tahun,nilai\nstunting,2025,17\nair_minum,,91\n";
        assert_eq!(bring(table).await.unwrap(), Brought { set: 2, same: 0 });
        let before = site.head().await;
        assert_eq!(bring(table).await.unwrap(), Brought { set: 0, same: 2 }, "again changes nothing");
        assert_eq!(site.head().await, before);
        let Err(NotBrought::Faulty(faults)) = bring("indikator,tahun,nilai\nstunting,2025,18\n").await else {
            panic!("moved without a reason")
        };
        assert_eq!((faults[0].line, faults[0].column), (2, "alasan"));
        let moved = "indikator,tahun,nilai,alasan\nstunting,2025,18,Angka BPS diperbaiki\n";
        assert_eq!(bring(moved).await.unwrap().set, 1);
        assert_eq!(programme.without_baseline().await.unwrap().len(), all - 2);
        let (_, html) = site.get(Some(RINI), "/dasbor/indikator/stunting").await;
        assert!(html.contains("18,0") && html.contains("2025"), "{html}");
        let (_, html) = site.get(Some(RINI), "/dasbor/indikator?garis=belum").await;
        assert!(
            html.contains("Hanya indikator yang garis dasarnya belum ada")
                && !html.contains("/dasbor/indikator/stunting")
        );
        let events = site.ledger.store.stream(REGION, "indicators/imports").await.unwrap();
        assert!(events.iter().all(|event| event.fact.name == "indicator.baseline_set"), "{events:?}");
        assert!(events.iter().all(|event| !event.fact.data.to_string().contains("BPS")), "a reason is sealed");
    }
}

#[tokio::test]
async fn evidence_whose_file_vanished_is_said_to_whoever_opens_it() {
    const ENTER: &str = "/dasbor/indikator/set_data_terbuka/isi";
    for site in Site::all().await {
        let from = format!("{ENTER}?periode=2026-T4");
        let (status, _) = site.send(SARI, &from, ENTER, &[("nilai", "12"), ("berkas", "%PDF-1.7 notulen")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let file = "/dasbor/indikator/set_data_terbuka/bukti/2026-T4/1";
        assert_eq!(site.get(Some(SARI), file).await.0, StatusCode::OK);
        let blobs = site.ledger.folder.path().join("blobs");
        std::fs::remove_dir_all(&blobs).unwrap_or_else(|error| panic!("{}: {error}", blobs.display()));
        let (status, html) = site.get(Some(SARI), file).await;
        assert!(status == StatusCode::NOT_FOUND && html.contains("hilang atau rusak"), "{status} {html}");
        let period: Period = "2026-T4".parse().unwrap();
        assert_eq!(site.value("set_data_terbuka", &period.to_string(), "").await, "12", "the value stands");
    }
}
