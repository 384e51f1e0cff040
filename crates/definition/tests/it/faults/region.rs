//! Units, titles, lists, calendars and outlines of a region (E070–E075).

use super::broken;
use crate::examples::ROADS;

#[test]
fn an_unknown_unit_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"oleh    = "pelaksana@dinas-pupr""#, r#"oleh    = "pelaksana@dinas-pupt""#);
    insta::assert_snapshot!(said, @r#"
    galat[E070]: langkah.perbaikan: unit `dinas-pupt` tidak ada
      --> layanan.toml:97:11
       |
    97 | oleh    = "pelaksana@dinas-pupt"
       |           ^^^^^^^^^^^^^^^^^^^^^^ maksud Anda `dinas-pupr`?
    "#);
}

#[test]
fn an_unknown_title_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"oleh    = "pengawas-jalan@dinas-pupr""#, r#"oleh    = "pengawas-jln@dinas-pupr""#);
    insta::assert_snapshot!(said, @r#"
    galat[E071]: langkah.survei: jabatan `pengawas-jln` tidak ada pada `dinas-pupr`
      --> layanan.toml:86:11
       |
    86 | oleh    = "pengawas-jln@dinas-pupr"
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^ maksud Anda `pengawas-jalan`?
    "#);
}

#[test]
fn an_unknown_list_is_refused_with_the_nearest() {
    let said = broken(
        ROADS,
        r#"aksi.tolak      = { ke = "ditolak",   alasan = "alasan-tolak" }"#,
        r#"aksi.tolak      = { ke = "ditolak",   alasan = "alasan-tolk" }"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E072]: langkah.verifikasi.aksi.tolak: daftar `alasan-tolk` tidak ada
      --> layanan.toml:82:48
       |
    82 | aksi.tolak      = { ke = "ditolak",   alasan = "alasan-tolk" }
       |                                                ^^^^^^^^^^^^^ maksud Anda `alasan-tolak`?
    "#);
}

#[test]
fn an_unknown_calendar_is_refused() {
    let said = broken(ROADS, r#"kalender = "hari-kerja-pemda""#, r#"kalender = "hari-kerja-pemkab""#);
    insta::assert_snapshot!(said, @r#"
    galat[E073]: tenggat: kalender `hari-kerja-pemkab` tidak ada
      --> layanan.toml:69:12
       |
    69 | kalender = "hari-kerja-pemkab"
       |            ^^^^^^^^^^^^^^^^^^^ maksud Anda `hari-kerja-pemda`?
    "#);
}

#[test]
fn an_unknown_outline_is_refused() {
    let said = broken(ROADS, r#"dalam = "wilayah-kabupaten""#, r#"dalam = "wilayah-kabupatn""#);
    insta::assert_snapshot!(said, @r#"
    galat[E074]: isian.lokasi: garis wilayah `wilayah-kabupatn` tidak ada
      --> layanan.toml:22:9
       |
    22 | dalam = "wilayah-kabupatn"
       |         ^^^^^^^^^^^^^^^^^^ maksud Anda `wilayah-kabupaten`?
    "#);
}

#[test]
fn an_unknown_owner_is_refused() {
    let said = broken(ROADS, r#"pemilik = "dinas-pupr""#, r#"pemilik = "dinas-pu""#);
    insta::assert_snapshot!(said, @r#"
    galat[E070]: layanan: unit `dinas-pu` tidak ada
     --> layanan.toml:8:11
      |
    8 | pemilik = "dinas-pu"
      |           ^^^^^^^^^^ maksud Anda `dinas-pupr`?
    "#);
}

/// A field over the units of the region, and the repair held by the unit that it names.
fn with_a_choice(field: &str, office: &str) -> Vec<String> {
    let text = ROADS
        .replace("[isian.status_jalan]\n", &format!("{field}\n[isian.status_jalan]\n"))
        .replace(r#"oleh    = "pelaksana@dinas-pupr""#, &format!("oleh    = \"{office}\""));
    let found = crate::check(&text).findings.into_iter();
    let errors = found.filter(|one| one.severity() == definition::Severity::Error);
    errors.map(|one| format!("{} {}", one.code, one.path)).collect()
}

const CHOICE: &str = "[isian.kantor]\nlabel = \"Kantor mana?\"\ntipe = \"pilih\"\ndaftar = \"unit\"\n";

#[test]
fn an_answer_may_name_the_unit_of_a_step_if_it_always_can() {
    assert_eq!(with_a_choice(CHOICE, "penghubung@isian.kantor"), [""; 0]);
    for hidden in ["tampil = 'bahaya == ya'\n", "pribadi = \"umum\"\n"] {
        let found = with_a_choice(&format!("{CHOICE}{hidden}"), "penghubung@isian.kantor");
        assert_eq!(found, ["E075 langkah.perbaikan"], "{hidden}");
    }
}

#[test]
fn a_title_that_no_unit_has_is_refused_also_where_an_answer_names_the_unit() {
    assert_eq!(with_a_choice(CHOICE, "pengubung@isian.kantor"), ["E071 langkah.perbaikan"]);
}
