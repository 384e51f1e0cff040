//! `gapura import cases` with the dirt of real files.

use crate::town::{Memory, bytes, import, mediacenter};
use bridges::ImportError;
use bridges::table::BadTable;
use cases::doors::ImportedEnd;
use flate2::write::GzEncoder;
use kernel::Instant;
use std::io::Write;
use std::sync::Arc;

const FILE: &[u8] = include_bytes!("../data/keluhan_kotor.csv");

fn memory() -> Arc<Memory> {
    Arc::new(Memory::default())
}

#[tokio::test]
async fn every_row_is_counted_once_and_every_reason_is_given() {
    let memory = memory();
    let (report, list) = import(&memory, mediacenter(), bytes(FILE)).await;
    let report = report.unwrap();
    assert_eq!((report.accepted, report.repaired, report.rejected, report.unchanged), (3, 7, 5, 1), "{list}");
    assert_eq!(memory.count(), 10);
    let reasons: Vec<(&str, u64)> = report.reasons.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    assert_eq!(
        reasons,
        [
            ("desa_tidak_dikenal", 3),
            ("ejaan", 1),
            ("instansi_tidak_dikenal", 1),
            ("jawaban_sebelum_laporan", 1),
            ("jumlah_kolom", 1),
            ("nama_lain", 1),
            ("nomor_ganda", 1),
            ("nomor_kosong", 1),
            ("tanda_kutip", 1),
            ("waktu_masa_depan", 1),
            ("waktu_salah", 1),
        ]
    );
}

#[tokio::test]
async fn the_list_names_line_number_column_value_and_reason() {
    let (_, list) = import(&memory(), mediacenter(), bytes(FILE)).await;
    for line in [
        "9,9007,ditolak,tanggal_keluhan,2022-02-30T00:00:00,`2022-02-30T00:00:00` bukan tanggal atau jam yang ada",
        "12,9002,ditolak,,9002,nomor ini sudah dipakai baris 3 dengan isi lain",
        "16,9013,ditolak,,,\"baris berisi 2 isian, judul kolom 10\"",
        "14,'=9009,dicatat,kelurahan,Seruni,tidak ada di Kecamatan Gunungan; disimpan dengan kecamatannya saja",
    ] {
        assert!(list.lines().any(|one| one == line), "{line}\nis not in\n{list}");
    }
    assert!(!list.contains("pasar"), "no text of a report stands in the list");
}

#[tokio::test]
async fn run_again_it_changes_nothing() {
    let memory = memory();
    let (first, _) = import(&memory, mediacenter(), bytes(FILE)).await;
    let (again, _) = import(&memory, mediacenter(), bytes(FILE)).await;
    let (first, again) = (first.unwrap(), again.unwrap());
    assert_eq!((again.accepted, again.repaired, again.rejected), (0, 0, first.rejected));
    assert_eq!(again.unchanged, first.accepted + first.repaired + first.unchanged);
    assert_eq!(memory.count(), 10);
}

#[tokio::test]
async fn what_a_row_means_is_kept() {
    let memory = memory();
    import(&memory, mediacenter(), bytes(FILE)).await.0.unwrap();
    let first = memory.case("9001");
    assert_eq!(first.opened_at, Instant::parse("2022-01-21T09:36:00Z").unwrap(), "the file's times are UTC");
    assert_eq!((first.end, first.service.as_str()), (ImportedEnd::Unknown, "jalan-rusak"));
    assert_eq!(first.flags, ["selesai_tidak_diketahui"]);
    assert_eq!((first.unit.as_deref(), first.village.as_deref()), (Some("dinas-pupr"), Some("35.99.01.1001")));
    let second = memory.case("9002");
    assert_eq!((second.end, second.answered_at, second.service.as_str()), (ImportedEnd::Open, None, "sampah"));
    assert_eq!(second.text, "Sampah menumpuk,\nsudah \"seminggu\" tidak diangkut");
}

#[tokio::test]
async fn an_answer_before_its_report_is_kept_and_flagged() {
    let memory = memory();
    import(&memory, mediacenter(), bytes(FILE)).await.0.unwrap();
    let case = memory.case("9003");
    assert!(case.answered_at.unwrap() < case.opened_at);
    assert!(case.flags.contains(&"jawaban_sebelum_laporan".to_owned()));
}

#[tokio::test]
async fn agencies_are_found_by_name_and_offices_by_their_place() {
    let memory = memory();
    import(&memory, mediacenter(), bytes(FILE)).await.0.unwrap();
    assert_eq!(memory.case("9004").unit.as_deref(), Some("desa-35.99.01.1002"));
    assert_eq!(memory.case("9010").unit.as_deref(), Some("kecamatan-35.99.01"));
    let unknown = memory.case("9003");
    assert_eq!(unknown.unit, None, "whoever owns the service");
    assert!(unknown.flags.contains(&"instansi_tidak_dikenal".to_owned()));
    assert!(!memory.case("9005").flags.contains(&"instansi_tidak_dikenal".to_owned()), "none was named");
}

#[tokio::test]
async fn a_village_that_is_not_there_leaves_the_district_and_a_village_of_another_district_is_not_taken() {
    let memory = memory();
    import(&memory, mediacenter(), bytes(FILE)).await.0.unwrap();
    let place = |outside: &str| {
        let case = memory.case(outside);
        (case.village, case.district)
    };
    assert_eq!(place("9006"), (None, Some("35.99.01".to_owned())));
    assert_eq!(place("9011"), (None, Some("35.99.02".to_owned())));
    assert_eq!(place("9010"), (None, Some("35.99.01".to_owned())));
    assert_eq!(place("9004"), (Some("35.99.01.1001".to_owned()), None));
    assert_eq!(place("9005"), (Some("35.99.01.1002".to_owned()), None));
}

#[tokio::test]
async fn a_mapping_may_refuse_unknown_villages() {
    let mut mapping = mediacenter();
    mapping.refuse_unknown_village = true;
    let (report, list) = import(&memory(), mapping, bytes(FILE)).await;
    assert_eq!(report.unwrap().rejected, 8);
    assert!(list.contains("ditolak,kelurahan,Anggrek"), "{list}");
}

#[tokio::test]
async fn other_encodings_delimiters_and_packing_give_the_same_reports() {
    let plain = memory();
    import(&plain, mediacenter(), bytes(FILE)).await.0.unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(FILE);
    let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
    for row in reader.records() {
        writer.write_record(&row.unwrap()).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let (windows, _, failed) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!failed);
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(format!("\u{feff}{text}").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for (encoded, note) in [(windows.as_ref(), "Windows-1252"), (&utf16, "UTF-16"), (&packed, "titik koma")] {
        let other = memory();
        let (report, _) = import(&other, mediacenter(), bytes(encoded)).await;
        assert!(report.unwrap().notes.iter().any(|one| one.contains(note)), "{note}");
        let texts = |memory: &Memory| -> Vec<String> {
            memory.cases.lock().unwrap().iter().map(|case| case.text.clone()).collect()
        };
        assert_eq!(texts(&other), texts(&plain), "{note}");
    }
}

#[tokio::test]
async fn a_broken_quote_refuses_the_file_and_keeps_nothing() {
    let mut text = FILE.to_vec();
    text.extend(b"9100,\"tidak ditutup\n9101,x,,2022-01-01T00:00:00,,,,,,\n");
    let memory = memory();
    let (report, _) = import(&memory, mediacenter(), bytes(&text)).await;
    assert!(matches!(report, Err(ImportError::Table(BadTable::OpenQuote { line: 20 }))), "{report:?}");
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_mapping_for_another_file_refuses_it_and_keeps_nothing() {
    let memory = memory();
    let (report, _) = import(&memory, mediacenter(), bytes(b"id,keluhan\n1,x\n")).await;
    let Err(ImportError::Columns(faults)) = report else {
        panic!("{report:?}");
    };
    assert_eq!(faults.len(), 7);
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_failing_store_stops_the_import_and_says_where() {
    let memory = Arc::new(Memory { breaks_at: Some(4), ..Memory::default() });
    let (report, _) = import(&memory, mediacenter(), bytes(FILE)).await;
    let Err(ImportError::Store { line, message, report }) = report else {
        panic!("{report:?}");
    };
    assert_eq!((line, message.as_str()), (7, "cakram penuh"));
    assert_eq!(report.accepted + report.repaired, 4);
}

#[tokio::test]
async fn many_rows_go_in_batches() {
    let mut text = String::from(
        "id,keluhan,alamat,tanggal_keluhan,tanggal_ditanggapi,group_hari_respon_keluhan,topik,instansi,kecamatan,kelurahan\n",
    );
    for at in 0..450 {
        text.push_str(&format!("{at},isi,,2022-01-01T00:00:00,,,,,Gunungan,Melati\n"));
    }
    let memory = memory();
    let (report, _) = import(&memory, mediacenter(), bytes(text.as_bytes())).await;
    assert_eq!(report.unwrap().accepted, 450);
    assert_eq!(*memory.batches.lock().unwrap(), [200, 200, 50]);
}
