//! Placeholders, messages and letters (E060–E064).

use super::broken;
use crate::examples::{DOMICILE, ROADS};

#[test]
fn an_unknown_placeholder_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"{isian.rencana}: {alasan}"#, r#"{isian.rencna}: {alasan}"#);
    insta::assert_snapshot!(said, @r#"
    galat[E062]: kabar.akhir:dijadwalkan: pengisi `{isian.rencna}` tidak dikenal
       --> layanan.toml:143:59
        |
    143 | "akhir:dijadwalkan" = "Laporan {nomor} dijanjikan selesai {isian.rencna}: {alasan}. Janji ini terbuka untuk umum."
        |                                                           ^^^^^^^^^^^^^^ maksud Anda `isian.rencana`?
    "#);
}

#[test]
fn an_unknown_message_is_refused() {
    let said = broken(ROADS, r#""masuk:survei""#, r#""masuk:survey""#);
    insta::assert_snapshot!(said, @r#"
    galat[E061]: kabar.masuk:survey: langkah `survey` tidak ada
       --> layanan.toml:142:1
        |
    142 | "masuk:survey"   = "Laporan {nomor} sedang disurvei {langkah.survei.oleh}."
        | ^^^^^^^^^^^^^^ maksud Anda `survei`?
    "#);
}

#[test]
fn personal_data_never_stand_in_a_message() {
    let said = broken(DOMICILE, r#"Permohonan {nomor} diterima"#, r#"Permohonan {isian.nama} diterima"#);
    insta::assert_snapshot!(said, @r#"
    galat[E063]: kabar.diterima: `{isian.nama}` adalah data pribadi; kabar tidak memuatnya
       --> layanan.toml:185:31
        |
    185 | diterima        = "Permohonan {isian.nama} diterima, selesai paling lambat {tenggat.total}. {tautan}"
        |                               ^^^^^^^^^^^^ hapus; isinya dibaca di {tautan}
    "#);
}

#[test]
fn a_letter_needs_its_end() {
    let said = broken(DOMICILE, r#"pada    = "terbit""#, r#"pada    = "terbitt""#);
    insta::assert_snapshot!(said, @r#"
    galat[E064]: surat.keterangan: akhir `terbitt` tidak ada
       --> layanan.toml:176:11
        |
    176 | pada    = "terbitt"
        |           ^^^^^^^^^ maksud Anda `terbit`?
    "#);
}

#[test]
fn a_brace_needs_its_partner() {
    let said = broken(ROADS, r#"{tautan}""#, r#"{tautan""#);
    insta::assert_snapshot!(said, @r#"
    galat[E060]: kabar.diterima: kurung kurawal tidak berpasangan; untuk kurung sungguhan tulis `{{`
       --> layanan.toml:141:88
        |
    141 | diterima         = "Laporan {nomor} diterima. Batas penanganan {tenggat.total}. Lacak: {tautan"
        |                                                                                        ^
    "#);
}

#[test]
fn a_register_number_counts() {
    let said = broken(DOMICILE, r#"{urut:04}/"#, r#"{urt:04}/"#);
    insta::assert_snapshot!(said, @r#"
    galat[E062]: surat.keterangan.nomor: pengisi `{urt:04}` tidak dikenal
       --> layanan.toml:177:12
        |
    177 | nomor   = "{urt:04}/{kode_wilayah}/SKDU/{bulan_romawi}/{tahun}"
        |            ^^^^^^^^
    "#);
}
