//! Values from tables: by cell, all or nothing, and the second time nothing.

use super::site::{BUDI, RINI, SARI, Site};
use axum::http::StatusCode;

const PATH: &str = "/dasbor/impor-indikator";

async fn import(site: &Site, who: usize, table: &str, more: &[(&str, &str)]) -> (StatusCode, String) {
    let fields: Vec<(&str, &str)> = more.iter().copied().chain([("tabel", table)]).collect();
    site.send(who, PATH, PATH, &fields).await
}

#[tokio::test]
async fn a_sound_table_is_stored_once_and_the_same_table_again_changes_nothing() {
    let table = "indikator;periode;nilai;catatan;tautan\r\nkunjungan_wisata;2027-01;1.284;;\r\nkunjungan_wisata;2027/02;900,5;perkiraan;https://a.id/x\r\n";
    for site in Site::all().await {
        let (status, page) = import(&site, RINI, table, &[("simpan", "tidak")]).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Belum ada yang tersimpan") && page.contains("C2: dibaca sebagai 1284"), "{page}");
        assert!(page.contains("B3: dibaca sebagai 2027-02"));
        assert_eq!(site.value("kunjungan_wisata", "2027-01", "").await, "-");
        let (_, page) = import(&site, RINI, table, &[("simpan", "ya")]).await;
        assert!(page.contains("2 nilai tersimpan"), "{page}");
        assert_eq!(site.value("kunjungan_wisata", "2027-T1", "").await, "2184.5");
        let before = site.head().await;
        let (_, page) = import(&site, RINI, table, &[("simpan", "ya")]).await;
        assert!(!page.contains("nilai tersimpan") && page.contains("Tidak berubah"), "{page}");
        assert_eq!(site.head().await, before, "no further fact");
    }
}

#[tokio::test]
async fn wrong_cells_are_named_and_nothing_is_stored_unless_the_sound_rows_are_asked_for() {
    let table = "indikator,periode,nilai\n\
                 kunjungan_wisat,2027-01,5\n\
                 kunjungan_wisata,2027-13,5\n\
                 kunjungan_wisata,2027-01,banyak\n\
                 laporan_warga,2027-01,5\n\
                 kunjungan_wisata,2027-T1,5\n\
                 retribusi_nontunai,2027-01,140\n\
                 peserta_jkn,2027-01,80\n\
                 peserta_jkn,2027-01,81\n\
                 peserta_jkn,2027-04,81\n";
    for site in Site::all().await {
        let (status, page) = import(&site, RINI, table, &[("simpan", "ya")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for cell in ["A2: kode", "kunjungan_wisata?", "B3: ", "C4: ", "A5: ", "B6: ", "C7: persen", "B9: ", "B10: "] {
            assert!(page.contains(cell), "{cell}: {page}");
        }
        assert_eq!(site.value("peserta_jkn", "2027-01", "").await, "-", "nothing half stored");
        let (_, page) = import(&site, RINI, table, &[("simpan", "ya"), ("sebagian", "ya")]).await;
        assert!(page.contains("1 nilai tersimpan"), "{page}");
        assert_eq!(site.value("peserta_jkn", "2027-01", "").await, "80");
    }
}

#[tokio::test]
async fn a_table_with_wrong_columns_or_of_another_unit_is_refused_with_its_place() {
    for site in Site::all().await.into_iter().take(1) {
        for (table, told) in [
            ("", "Pilih berkas tabelnya dulu"),
            ("indikator,bulan,nilai\n", "B1: kolom `bulan`"),
            ("indikator,periode\n", "C1: kolom `nilai` tidak ada"),
            ("indikator,nilai,periode,nilai\n", "D1: kolom `nilai` ditulis dua kali"),
            ("\n\n", "A1: tabel ini kosong"),
        ] {
            let (_, page) = import(&site, RINI, table, &[("simpan", "ya")]).await;
            assert!(page.contains(told), "{told}: {page}");
        }
        let (_, page) =
            import(&site, SARI, "indikator,periode,nilai\njalan_mantap,2026,80\n", &[("simpan", "ya")]).await;
        assert!(page.contains("A2: indikator ini diisi oleh dinas-pupr"), "{page}");
        let (_, page) =
            import(&site, BUDI, "indikator,periode,nilai\njalan_mantap,2026,80\n", &[("simpan", "ya")]).await;
        assert!(page.contains("1 nilai tersimpan"), "{page}");
        let (_, sheet) = site.get(Some(BUDI), "/dasbor/impor-indikator/lembar").await;
        assert!(sheet.contains("jalan_mantap,2026,") && !sheet.contains("kunjungan_wisata"), "{sheet}");
    }
}
