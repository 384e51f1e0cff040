//! Tables taken out and brought in: all rows or none, each wrong cell named, twice the same changes nothing.

use super::office::{REGION, ani};
use super::{Office, offices, written};
use programme::model::cells::COLUMNS;
use programme::sheet::{Brought, Fault, NotBrought, to_csv, to_xlsx};
use programme::{Filter, Refused};
use std::io::{Cursor, Read as _};

async fn csv(office: &Office) -> String {
    let plan = office.plan().await;
    let all = office.programme.promises(&plan, plan.newest().number, &Filter::default(), 100).await.unwrap();
    String::from_utf8(to_csv(&all)).unwrap()
}

async fn begun() -> Vec<Office> {
    let offices = offices().await;
    for office in &offices {
        office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    }
    offices
}

fn faults(found: Result<Brought, NotBrought>) -> Vec<Fault> {
    match found {
        Err(NotBrought::Faulty(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_table_taken_out_and_brought_in_twice_changes_nothing() {
    for office in begun().await {
        office.promise(&written("Jawaban cepat")).await;
        office.promise(&written("=Rumus, bukan; \"nama\"")).await;
        let table = csv(&office).await;
        assert!(table.contains("'=Rumus"), "no text becomes a formula");
        let facts = async || {
            office.ledger.store.sequence(REGION).await.unwrap();
            office.ledger.store.head(REGION).await.unwrap()
        };
        let before = facts().await;
        for _ in 0..2 {
            let brought = office.programme.bring_in(&ani(), table.as_bytes()).await.unwrap();
            assert_eq!(brought, Brought { new: 0, changed: 0, same: 2 });
        }
        assert_eq!(facts().await, before, "no fact was made");
    }
}

#[tokio::test]
async fn new_rows_come_in_once_also_when_their_ids_are_not_known() {
    for office in begun().await {
        let table = "nama;sub;opd;mulai;selesai\nAir bersih;kesehatan;Dinas A;2027;2030\nPohon rindang;proteksi;dinas-b;2027;2036\n";
        let brought = office.programme.bring_in(&ani(), table.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 2, changed: 0, same: 0 });
        let brought = office.programme.bring_in(&ani(), table.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 0, changed: 0, same: 2 });
        let changed = table.replace("2030", "2031");
        let brought = office.programme.bring_in(&ani(), changed.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 0, changed: 1, same: 1 });
    }
}

#[tokio::test]
async fn one_wrong_cell_keeps_the_whole_table_out_and_is_named_by_row_and_column() {
    for office in begun().await {
        let table = "nama,sub,opd,mulai,selesai,target\nAir bersih,kesehatan,dinas-a,2027,2030,\n,,,,,\nPohon,kayu,dinas-a,2027,2030,2027=1.250\n";
        let found = faults(office.programme.bring_in(&ani(), table.as_bytes()).await);
        let cells: Vec<_> = found
            .iter()
            .map(|fault| match fault {
                Fault::Cell { row, mistake } => (*row, mistake.column, mistake.code),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(cells, [(4, "sub", "tak-dikenal"), (4, "target", "mendua")], "an empty row is a row too");
        assert!(office.programme.promises(&office.plan().await, 1, &Filter::default(), 10).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn files_that_are_no_table_say_what_is_wrong_with_them() {
    for office in begun().await {
        let tried = async |bytes: &[u8]| faults(office.programme.bring_in(&ani(), bytes).await);
        assert_eq!(tried(b"PK\x03\x04buku.xlsx").await, [Fault::Unreadable]);
        assert_eq!(tried(b"").await, [Fault::Unreadable]);
        assert_eq!(tried(b"nama,sub,opd,mulai,selesai\n").await, [Fault::Rows(0)]);
        assert_eq!(
            tried(b"nama,sub,opd,mulai,warna\nA,B,C,D,E\n").await,
            [Fault::Column("warna".into()), Fault::Missing("selesai")]
        );
        assert_eq!(tried(b"nama,nama,sub,opd,mulai,selesai\nA,A,B,C,D,E\n").await, [Fault::Column("nama".into())]);
        let merged = b"nama,sub,opd,mulai,selesai\nAir bersih,kesehatan,dinas-a,2027,2030,gabungan\n";
        assert_eq!(tried(merged).await, [Fault::Wide { row: 2 }]);
        let unknown = b"id,nama,sub,opd,mulai,selesai\nxyz,Air bersih,kesehatan,dinas-a,2027,2030\n";
        assert_eq!(tried(unknown).await, [Fault::Id { row: 2, id: "xyz".into() }]);
        let twice = b"nama,sub,opd,mulai,selesai\nAir bersih,kesehatan,dinas-a,2027,2030\nAir bersih,kesehatan,dinas-a,2027,2030\n";
        assert_eq!(tried(twice).await, [Fault::Id { row: 3, id: "Air bersih".into() }]);
    }
}

#[tokio::test]
async fn a_decreed_target_that_a_table_changes_needs_its_reason_in_the_row() {
    for (office, _) in Office::decreed().await {
        let table = csv(&office).await.replace("2027 = 60", "2027 = 55");
        let refused = office.programme.bring_in(&ani(), table.as_bytes()).await;
        assert!(matches!(refused, Err(NotBrought::Refused(Refused::Moved))), "no draft: {refused:?}");
        office.programme.revise(&ani()).await.unwrap();
        assert_eq!(faults(office.programme.bring_in(&ani(), table.as_bytes()).await), [Fault::Reason { row: 2 }]);
        let (head, row) = table.trim_end().split_once('\n').unwrap();
        assert!(head.trim_end().ends_with("alasan"), "{head}");
        let with = format!("{head}\n{}Pagu dipotong oleh DPRD\n", row.trim_end());
        let brought = office.programme.bring_in(&ani(), with.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 0, changed: 1, same: 0 });
    }
}

#[tokio::test]
async fn a_spreadsheet_holds_every_column_and_no_formula() {
    for office in begun().await {
        office.promise(&written("=SUM(A1)")).await;
        let plan = office.plan().await;
        let all = office.programme.promises(&plan, 1, &Filter::default(), 10).await.unwrap();
        let mut book = zip::ZipArchive::new(Cursor::new(to_xlsx(&all).unwrap())).unwrap();
        let mut texts = String::new();
        book.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut texts).unwrap();
        for column in COLUMNS {
            assert!(texts.contains(&format!("<t>{column}</t>")), "{column}");
        }
        let mut sheet = String::new();
        book.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
        assert!(texts.contains("=SUM(A1)") && !sheet.contains("<f>"));
    }
}
