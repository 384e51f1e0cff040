//! Personal data (E080–E083).

use super::broken;
use crate::examples::{DOMICILE, ROADS};

#[test]
fn personal_data_need_a_retention() {
    let said = broken(
        DOMICILE,
        r#"data_pribadi = "5 tahun setelah surat tidak berlaku"
"#,
        r#""#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E080]: isian.nik: data pribadi tanpa masa simpan; tulis `[simpan] data_pribadi`
      --> layanan.toml:25:11
       |
    25 | pribadi = "spesifik"                     # disandikan; hanya pemilik langkah yang melihat
       |           ^^^^^^^^^^ misalnya `data_pribadi = "1 tahun"`
    "#);
}

#[test]
fn personal_data_never_stand_in_a_qr() {
    let said = broken(
        DOMICILE,
        r#"tampil = ["nama_usaha", "lokasi_usaha", "berlaku_sampai", "status"]"#,
        r#"tampil = ["nik", "status"]"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E081]: surat.keterangan.qr: `nik` adalah data pribadi; QR terbaca siapa saja
       --> layanan.toml:179:23
        |
    179 | qr      = { tampil = ["nik", "status"] }   # publik saat dipindai
        |                       ^^^^^ hapus dari `tampil`; nomor surat sudah cukup
    "#);
}

#[test]
fn personal_data_are_never_open() {
    let said = broken(DOMICILE, r#"terbuka      = ["kbli","#, r#"terbuka      = ["nama","#);
    insta::assert_snapshot!(said, @r#"
    galat[E082]: simpan: `nama` adalah data pribadi; tidak boleh menjadi data terbuka
       --> layanan.toml:191:17
        |
    191 | terbuka      = ["nama", "lokasi_usaha~100m", "bulan_terbit"]
        |                 ^^^^^^ hapus dari `terbuka`; `desa` atau `kecamatan` sudah cukup
    "#);
}

#[test]
fn only_a_point_is_coarsened() {
    let said = broken(ROADS, r#""lokasi~100m""#, r#""jenis_rusak~100m""#);
    insta::assert_snapshot!(said, @r#"
    galat[E083]: simpan: `jenis_rusak` bukan titik; `~` hanya untuk titik
       --> layanan.toml:148:32
        |
    148 | terbuka      = ["jenis_rusak", "jenis_rusak~100m", "status", "rencana"]   # data terbuka: titik disamarkan
        |                                ^^^^^^^^^^^^^^^^^^
    "#);
}
