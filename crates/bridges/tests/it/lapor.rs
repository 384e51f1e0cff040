//! SP4N-LAPOR! in and out.

use crate::town::{Memory, bytes, import, lapor};
use bridges::lapor::{ExportOptions, export};
use cases::doors::ImportedEnd;
use kernel::Instant;
use std::sync::Arc;

const FILE: &[u8] = include_bytes!("../data/lapor_tiruan.csv");

async fn imported() -> Arc<Memory> {
    let memory = Arc::new(Memory::default());
    let (report, list) = import(&memory, lapor(), bytes(FILE)).await;
    let report = report.unwrap();
    assert_eq!((report.accepted + report.repaired, report.rejected), (8, 0), "{list}");
    memory
}

async fn exported(memory: &Memory, options: ExportOptions) -> String {
    let mut out = Vec::new();
    export(memory, options, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

#[tokio::test]
async fn the_tracking_number_is_the_outside_number_and_times_are_local() {
    let case = imported().await.case("7000001");
    assert_eq!(case.source, "lapor");
    assert_eq!(case.opened_at, Instant::parse("2024-01-05T00:36:14+08:00").unwrap());
    assert_eq!((case.unit.as_deref(), case.village.as_deref()), (Some("dinas-pupr"), Some("35.99.01.1001")));
    assert_eq!((case.service.as_str(), case.text.as_str()), ("jalan-rusak", "Judul\n\nIsi Awal"));
}

#[tokio::test]
async fn anonymous_and_secret_are_kept_apart() {
    let memory = imported().await;
    let flags = |outside: &str| {
        let case = memory.case(outside);
        (case.anonymous, case.secret)
    };
    assert_eq!(flags("7000001"), (false, false));
    assert_eq!(flags("7000002"), (true, false));
    assert_eq!(flags("7000003"), (false, true));
    assert_eq!(flags("7000004"), (true, true));
}

#[tokio::test]
async fn closed_by_resident_by_silence_and_archived_are_three_things() {
    let memory = imported().await;
    for (outside, end, flag) in [
        ("7000001", ImportedEnd::Unknown, "ditutup_sistem"),
        ("7000002", ImportedEnd::Unknown, "ditutup_pelapor"),
        ("7000003", ImportedEnd::Open, "menunggu_pelapor"),
        ("7000004", ImportedEnd::Refused, "diarsipkan_admin"),
        ("7000006", ImportedEnd::Refused, "diarsipkan_sistem"),
        ("7000007", ImportedEnd::Open, "status_tidak_dikenal"),
        ("7000008", ImportedEnd::Refused, "diarsipkan_pelapor"),
    ] {
        let case = memory.case(outside);
        assert_eq!(case.end, end, "{outside}");
        assert!(case.flags.iter().any(|one| one == flag), "{outside} {:?}", case.flags);
        assert_eq!(case.flags.contains(&"selesai_tidak_diketahui".to_owned()), end == ImportedEnd::Unknown);
    }
}

#[tokio::test]
async fn a_row_of_another_city_is_kept_flagged_and_has_no_place_here() {
    let memory = imported().await;
    let other = memory.case("7000005");
    assert!(other.flags.contains(&"kota_lain".to_owned()));
    assert_eq!((other.village, other.district), (None, None));
    assert!(!memory.case("7000006").flags.contains(&"kota_lain".to_owned()), "no city was named");
}

#[tokio::test]
async fn an_unknown_agency_falls_back_to_the_one_above_it() {
    let memory = imported().await;
    let case = memory.case("7000007");
    assert_eq!(case.unit.as_deref(), Some("dinas-lingkungan-hidup"));
    assert!(case.flags.contains(&"instansi_tidak_dikenal".to_owned()));
    let city = memory.case("7000002");
    assert_eq!(city.unit, None);
    assert!(!city.flags.contains(&"instansi_tidak_dikenal".to_owned()), "the city itself is the service's owner");
}

#[tokio::test]
async fn a_final_text_that_says_something_else_follows_the_first() {
    let memory = imported().await;
    assert!(memory.case("7000006").text.ends_with("Isi Awal\n\n[isi akhir]\nDiubah admin seluruhnya"));
    assert!(!memory.case("7000008").text.contains("[isi akhir]"), "other letters only in case");
}

#[tokio::test]
async fn the_export_gives_back_the_file_byte_for_byte() {
    let memory = imported().await;
    assert_eq!(exported(&memory, ExportOptions::default()).await, std::str::from_utf8(FILE).unwrap());
}

#[tokio::test]
async fn a_column_beside_the_layout_comes_back_too() {
    let text = std::str::from_utf8(FILE).unwrap();
    let (header, _) = text.split_once('\n').unwrap();
    let row = "7000001,5 Jan 2024,00:36:14,,,,Judul,Isi,Isi,,,,,,Ditutup oleh Sistem,,,,,,\"tambahan, baru\"";
    let wide = format!("{header},Kolom Baru\n{row}\n");
    let memory = Arc::new(Memory::default());
    import(&memory, lapor(), bytes(wide.as_bytes())).await.0.unwrap();
    assert_eq!(exported(&memory, ExportOptions::default()).await, wide);
}

#[tokio::test]
async fn secret_rows_stay_out_and_formulas_are_disarmed_only_when_asked() {
    let memory = imported().await;
    let public = exported(&memory, ExportOptions { without_secret: true, formula_safe: true, progress: false }).await;
    assert!(!public.contains("7000003") && !public.contains("7000004"));
    assert!(public.contains("\"'=SUM(1)\nbaris kedua, dengan koma\""));
    assert!(public.contains("7000001,5 Jan 2024,00:36:14"));
}

#[tokio::test]
async fn our_own_number_can_stand_beside_theirs() {
    let memory = imported().await;
    let text = exported(&memory, ExportOptions { progress: true, ..ExportOptions::default() }).await;
    let first = text.lines().nth(1).unwrap();
    assert!(text.lines().next().unwrap().ends_with("Nomor Gapura,Status Gapura,Jawaban Gapura"));
    let number = first.rsplit(',').nth(2).unwrap();
    assert!(number.parse::<u64>().is_err() && !number.is_empty(), "{first}");
}

#[tokio::test]
async fn a_file_without_the_layout_is_refused_with_the_nearest_column() {
    let text = std::str::from_utf8(FILE).unwrap().replacen("Tracking ID", "Tracking Id", 1);
    let (report, _) = import(&Arc::new(Memory::default()), lapor(), bytes(text.as_bytes())).await;
    let Err(bridges::ImportError::Columns(faults)) = report else {
        panic!("{report:?}");
    };
    assert!(faults[0].label.as_ref().unwrap().id.contains("Tracking Id"));
}
