//! Action plans from tables: all or nothing, every wrong cell by its name, the second time nothing.

use super::{Town, UNIT, YEAR, line, sari, step};
use crate::Office;
use crate::office::{REGION, ani};
use programme::monev::model::plan::Act;
use programme::monev::sheet::{to_csv, to_xlsx};
use programme::monev::{Brought, Fault, NotBrought};
use rust_xlsxwriter::{Format, Workbook};

const HEAD: &str = "opd,program,langkah,mulai,selesai,bobot,penanggung_jawab,bukti,sumber,tw1,b04";

async fn bring(office: &Office, who: &web::Session, table: &[u8]) -> Result<Brought, Vec<Fault>> {
    match office.programme.bring_in_actions(who, YEAR, table).await {
        Ok(brought) => Ok(brought),
        Err(NotBrought::Faulty(faults)) => Err(faults),
        Err(other) => panic!("{other:?}"),
    }
}

fn named(faults: &[Fault]) -> Vec<(&str, &str)> {
    let one = |fault: &'_ Fault| match fault {
        Fault::Cell(cell, mistake) => (cell.clone(), mistake.code),
        other => panic!("{other:?}"),
    };
    faults.iter().map(one).map(|(cell, code)| (&*cell.leak(), code)).collect()
}

#[tokio::test]
async fn a_table_comes_in_once_and_a_second_time_changes_nothing() {
    for (office, _) in Office::decreed().await {
        let table = format!(
            "{HEAD}\ndinas-a,Jawaban cepat,Survei,Januari,3,2,Kepala Bidang,Berita acara,apbd,Rp 1.500.000,\n\
             Dinas A,jawaban cepat,Pelatihan,4,Jun,1,Kepala Seksi,Daftar hadir,apbd,,250000\n"
        );
        let brought = bring(&office, &sari(), table.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 2, changed: 0, same: 0 });
        office.ledger.store.sequence(REGION).await.unwrap();
        let before = office.ledger.store.head(REGION).await.unwrap();
        let brought = bring(&office, &sari(), table.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 0, changed: 0, same: 2 });
        let actions = office.programme.actions(UNIT, YEAR, 1).await.unwrap();
        assert_eq!(actions.len(), 2);
        for taken_out in [to_csv(&actions), to_xlsx(&actions).unwrap()] {
            let brought = bring(&office, &sari(), &taken_out).await.unwrap();
            assert_eq!(brought, Brought { new: 0, changed: 0, same: 2 }, "what is taken out is read as the same");
        }
        office.ledger.store.sequence(REGION).await.unwrap();
        assert_eq!(office.ledger.store.head(REGION).await.unwrap(), before, "no fact was made");
        let changed = table.replace("Kepala Seksi", "Sekretaris");
        let brought = bring(&office, &ani(), changed.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 0, changed: 1, same: 1 });
    }
}

#[tokio::test]
async fn every_wrong_cell_is_named_as_the_spreadsheet_names_it_and_nothing_comes_in() {
    for (office, _) in Office::decreed().await {
        let table = format!(
            "{HEAD}\ndinas-a,Jawaban cepat,Survei,1,3,2,Kepala Bidang,Berita acara,apbd,,\n\
             dinas-x,Jawaban cepat,Survei,1,3,2,Kepala,Foto,apbd,,\n\
             dinas-a,Jawaban lambat,Survei,1,3,2,Kepala,Foto,apbd,,\n\
             ,,,,,,,,,,\n\
             dinas-b,Jawaban cepat,Survei,1,3,2,Kepala,Foto,apbd,,\n\
             dinas-a,Jawaban cepat,Lain,13,2,0,Kepala,Foto,kas,1.250,satu juta\n\
             dinas-a,Jawaban cepat,Survei,1,3,2,Kepala,Foto,apbd,,\n"
        );
        let faults = bring(&office, &ani(), table.as_bytes()).await.unwrap_err();
        assert_eq!(
            named(&faults),
            [
                ("A3", "opd"),
                ("B4", "program"),
                ("B6", "bukan-program"),
                ("D7", "bulan"),
                ("F7", "bobot"),
                ("J7", "mendua"),
                ("K7", "uang"),
                ("I7", "sumber"),
                ("C8", "dua-baris"),
            ]
        );
        assert_eq!(named(&bring(&office, &sari(), table.as_bytes()).await.unwrap_err())[2], ("A6", "bukan-opd"));
        assert_eq!(office.programme.action_plan(UNIT, YEAR).await.unwrap(), None, "nothing half stored");
    }
}

#[tokio::test]
async fn merged_cells_unknown_columns_and_files_that_are_no_tables_are_said() {
    for (office, _) in Office::decreed().await.into_iter().take(1) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (at, name) in (0..).zip(HEAD.split(',')) {
            sheet.write_string(0, at, name).unwrap();
        }
        sheet.merge_range(1, 0, 3, 0, "dinas-a", &Format::new()).unwrap();
        let file = book.save_to_buffer().unwrap();
        assert_eq!(bring(&office, &ani(), &file).await.unwrap_err(), [Fault::Merged("A2:A4".into())]);
        let tried = async |bytes: &[u8]| bring(&office, &ani(), bytes).await.unwrap_err();
        assert_eq!(tried(b"PK\x03\x04rusak").await, [Fault::Unreadable]);
        assert_eq!(tried(format!("{HEAD}\n").as_bytes()).await, [Fault::Rows(0)]);
        let columns = tried(b"opd,program,langkah,mulai,warna,bukti,penanggung_jawab\nA,B,C,1,merah,D,E\n").await;
        assert_eq!(columns, [Fault::Column("E1".into(), "warna".into()), Fault::Missing("selesai")]);
        let wide = format!("{HEAD}\ndinas-a,Jawaban cepat,Survei,1,3,2,Kepala,Foto,apbd,,,gabungan\n");
        assert_eq!(tried(wide.as_bytes()).await, [Fault::Wide("L2".into())]);
    }
}

#[tokio::test]
async fn a_locked_plan_is_not_changed_by_a_table() {
    for town in Town::all().await {
        let table = format!("{HEAD}\ndinas-a,Jawaban cepat,Baru,1,3,2,Kepala,Foto,,,\n");
        let faults = bring(&town.office, &sari(), table.as_bytes()).await.unwrap_err();
        assert_eq!(named(&faults), [("A2", "terkunci")]);
        town.act(&sari(), Act::Revise("Langkah baru diperlukan")).await.unwrap();
        let brought = bring(&town.office, &sari(), table.as_bytes()).await.unwrap();
        assert_eq!(brought, Brought { new: 1, changed: 0, same: 0 });
        let again = line(step(&town.promise, "Lain", (1, 2), 1));
        town.office.programme.write_actions(&sari(), YEAR, &[again]).await.unwrap();
    }
}
