//! Tables that people bring: mapped, mended, refused, the same twice.

use crate::office::{author, kominfo, offices};
use applications::Refused;
use applications::model::intake::BadFile;
use applications::model::mapping::Mapping;
use kernel::Role;
use testkit::officer;

const TABLE: &str = "No,Nama OPD,URL,Posisi Server,Keterangan\n\
    1,Dinas Kesehatan,simpus.contoh.go.id,Diluar Kominfo,Pelayanan pasien\n\
    2,Biro Umum,surat.contoh.go.id,Kominfo,Surat masuk\n\
    3,RSUD,,Kominfo,Tanpa alamat\n";

#[tokio::test]
async fn a_table_is_mapped_taken_in_and_the_second_time_nothing_changes() {
    for office in offices().await {
        let by = author(&kominfo());
        let id = office.room.bring(&by, "daftar.csv", TABLE.as_bytes()).await.unwrap();
        let import = office.room.import(&by, &id).await.unwrap();
        let seen = office.room.preview(&import.grid, &import.mapping).await.unwrap();
        assert_eq!((seen.taken.len(), seen.rejected.len()), (1, 2));
        let mut mapping = import.mapping.clone();
        mapping.dinas.insert("biro umum".into(), "setda".into());
        office.room.remap(&by, &id, &mapping).await.unwrap();
        let report = office.room.finish(&by, &id).await.unwrap();
        assert_eq!((report.rows, report.recorded, report.rejected.len()), (3, 2, 1));
        assert_eq!((report.rejected[0].row, report.rejected[0].why.as_str()), (4, "nama"));
        assert_eq!(office.room.finish(&by, &id).await, Err(Refused::Done));
        let again = office.room.take_file(&by, TABLE.as_bytes(), Mapping::default()).await.unwrap();
        assert_eq!((again.recorded, again.changed, again.same), (0, 0, 2), "the name of the agency is remembered");
        let changed = TABLE.replace("Pelayanan pasien", "Pelayanan pasien puskesmas");
        let again = office.room.take_file(&by, changed.as_bytes(), Mapping::default()).await.unwrap();
        assert_eq!((again.recorded, again.changed, again.same), (0, 1, 1));
        let inventory = office.room.inventory().await.unwrap();
        let app = inventory.apps.iter().find(|app| app.cell("fungsi").contains("puskesmas")).unwrap();
        assert_eq!((app.revision, app.cell("letak")), (2, "dinas"));
    }
}

#[tokio::test]
async fn what_a_table_does_not_say_stays_and_a_row_without_address_meets_its_name() {
    let office = offices().await.remove(0);
    let by = author(&kominfo());
    office.record("SIMPUS", "dinas-kesehatan", &[("alamat", "simpus.contoh.go.id"), ("narahubung", "Siti")]).await;
    let table = "nama,opd,biaya\nSimpus,Dinkes,48000000\n";
    let report = office.room.take_file(&by, table.as_bytes(), Mapping::default()).await.unwrap();
    assert_eq!((report.recorded, report.changed), (0, 1));
    let inventory = office.room.inventory().await.unwrap();
    let app = inventory.app("simpus").unwrap();
    assert_eq!(
        (app.cell("narahubung"), app.cell("biaya"), app.cell("alamat")),
        ("Siti", "48000000", "https://simpus.contoh.go.id/")
    );
}

#[tokio::test]
async fn an_agency_brings_its_own_rows_and_cannot_touch_those_of_others() {
    let office = offices().await.remove(0);
    office.record("SIMPEG", "bkpsdm", &[("alamat", "simpeg.contoh.go.id")]).await;
    let rsud = author(&officer("rsud", Role::Liaison, "rsud"));
    let table = "nama,opd,alamat\nSIMRS,RSUD,simrs.contoh.go.id\nPalsu,RSUD,simpeg.contoh.go.id\nLain,BKPSDM,lain.contoh.go.id\n";
    let report = office.room.take_file(&rsud, table.as_bytes(), Mapping::default()).await.unwrap();
    let refused: Vec<(usize, &str)> = report.rejected.iter().map(|one| (one.row, one.why.as_str())).collect();
    assert_eq!((report.recorded, refused), (1, vec![(3, "milik-lain"), (4, "milik-lain")]));
    assert_eq!(office.room.inventory().await.unwrap().app("simpeg").unwrap().name(), "SIMPEG");
    let id = office.room.bring(&author(&kominfo()), "x.csv", TABLE.as_bytes()).await.unwrap();
    let theirs = office.room.import(&rsud, &id).await;
    assert!(matches!(theirs, Err(Refused::NotThere)), "a table of somebody else is not there");
}

#[tokio::test]
async fn bombs_and_formulas_are_refused() {
    let office = offices().await.remove(0);
    let by = author(&kominfo());
    let wide = format!("{}\n1\n", vec!["x"; 1_000_000].join(","));
    let bring = async |bytes: &[u8]| office.room.bring(&by, "x", bytes).await;
    assert_eq!(bring(wide.as_bytes()).await, Err(Refused::File(BadFile::Wide)));
    assert_eq!(bring(b"PK\x03\x04palsu").await, Err(Refused::File(BadFile::Unreadable)));
    assert_eq!(bring(b"nama\0opd\n1\n").await, Err(Refused::File(BadFile::Unreadable)));
    let formula = "nama,opd\n=cmd|' /C calc'!A0,RSUD\n";
    let report = office.room.take_file(&by, formula.as_bytes(), Mapping::default()).await.unwrap();
    assert_eq!((report.recorded, report.rejected[0].why.as_str()), (0, "rumus"));
}
