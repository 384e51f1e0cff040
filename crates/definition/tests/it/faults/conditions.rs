//! Conditions (E010–E014).

use super::broken;
use crate::examples::ROADS;

#[test]
fn an_unreadable_condition_is_underlined_inside_its_quotes() {
    let said = broken(ROADS, r#"jika = 'status_jalan == desa'"#, r#"jika = 'status_jalan = desa'"#);
    insta::assert_snapshot!(said, @r#"
    galat[E010]: langkah.verifikasi.aksi.ke_desa.jika: `=` bukan pembanding; tulis `==`
      --> layanan.toml:79:60
       |
    79 | aksi.ke_desa    = { ke = "desa",      jika = 'status_jalan = desa' }
       |                                                            ^
    "#);
}

#[test]
fn an_unknown_field_in_a_condition_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"jika = 'ada rencana'"#, r#"jika = 'ada rencna'"#);
    insta::assert_snapshot!(said, @r#"
    galat[E011]: langkah.survei.aksi.anggarkan.jika: isian `rencna` tidak ada
      --> layanan.toml:92:52
       |
    92 | aksi.anggarkan = { ke = "dijadwalkan", jika = 'ada rencna', alasan = true }
       |                                                    ^^^^^^ maksud Anda `rencana`?
    "#);
}

#[test]
fn an_unknown_option_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"dalam [provinsi, nasional]"#, r#"dalam [propinsi, nasional]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E012]: langkah.verifikasi.aksi.limpahkan.jika: pilihan `propinsi` tidak ada
      --> layanan.toml:80:69
       |
    80 | aksi.limpahkan  = { ke = "dilimpahkan", jika = 'status_jalan dalam [propinsi, nasional]', alasan = true }
       |                                                                     ^^^^^^^^ maksud Anda `provinsi`?
    "#);
}

#[test]
fn a_bare_field_is_no_condition() {
    let said = broken(ROADS, r#"tampil = 'bahaya == ya'"#, r#"tampil = 'bahaya'"#);
    insta::assert_snapshot!(said, @r#"
    galat[E013]: isian.rincian_bahaya.tampil: isian saja bukan syarat; tulis `bahaya == ya`
      --> layanan.toml:39:11
       |
    39 | tampil = 'bahaya'
       |           ^^^^^^
    "#);
}

#[test]
fn a_circle_of_tampil_is_refused() {
    let said = broken(
        ROADS,
        r#"label = "Apakah sudah ada korban atau jalan putus?""#,
        r#"label = "Apakah?"
tampil = 'ada rincian_bahaya'"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E014]: isian.bahaya: `tampil` melingkar: bahaya → rincian_bahaya → bahaya
      --> layanan.toml:32:10
       |
    32 | tampil = 'ada rincian_bahaya'
       |          ^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn mixed_types_in_a_condition_are_refused() {
    let said = broken(ROADS, r#"tampil = 'bahaya == ya'"#, r#"tampil = 'bahaya == 1'"#);
    insta::assert_snapshot!(said, @r#"
    galat[E013]: isian.rincian_bahaya.tampil: di sini harus pilihan, tanpa tanda kutip
      --> layanan.toml:39:21
       |
    39 | tampil = 'bahaya == 1'
       |                     ^
    "#);
}

#[test]
fn two_option_fields_are_not_compared() {
    let said = broken(ROADS, r#"tampil = 'bahaya == ya'"#, r#"tampil = 'bahaya == jenis_rusak'"#);
    insta::assert_snapshot!(said, @r#"
    galat[E013]: isian.rincian_bahaya.tampil: `jenis_rusak` adalah isian; di sini harus pilihan
      --> layanan.toml:39:21
       |
    39 | tampil = 'bahaya == jenis_rusak'
       |                     ^^^^^^^^^^^
    "#);
}

#[test]
fn doubles_are_compared_by_fields_that_exist() {
    let said = broken(ROADS, r#"sama   = ["jenis_rusak"]"#, r#"sama   = ["jenis_rusk"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E011]: gabung: isian `jenis_rusk` tidak ada
      --> layanan.toml:64:11
       |
    64 | sama   = ["jenis_rusk"]
       |           ^^^^^^^^^^^^ maksud Anda `jenis_rusak`?
    "#);
}
