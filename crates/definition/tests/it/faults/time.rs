//! Durations, silence, deadlines and circles (E030–E035, E050, W101, W110).

use super::broken;
use crate::examples::{DOMICILE, ROADS};

#[test]
fn a_duration_has_one_spelling() {
    let said = broken(ROADS, r#"total    = "14 hari kerja""#, r#"total    = "2 minggu""#);
    insta::assert_snapshot!(said, @r#"
    galat[E030]: tenggat.total: `2 minggu` bukan lama waktu
      --> layanan.toml:68:12
       |
    68 | total    = "2 minggu"
       |            ^^^^^^^^^^ tulis misalnya "3 hari kerja" atau "4 jam"
    "#);
}

#[test]
fn silence_must_name_an_action_of_its_step() {
    let said = broken(ROADS, r#"lewat   = { aksi = "tutup" }"#, r#"lewat   = { aksi = "tutp" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E031]: langkah.pelapor.lewat: pada langkah ini aksi `tutp` tidak ada
       --> layanan.toml:130:20
        |
    130 | lewat   = { aksi = "tutp" }
        |                    ^^^^^^ maksud Anda `tutup`?
    "#);
}

#[test]
fn silence_must_always_have_its_effect() {
    let said = broken(
        ROADS,
        r#"lewat   = { aksi = "tutup" }
aksi.kirim = { ke = "verifikasi" }"#,
        r#"lewat   = { aksi = "kirim" }
aksi.kirim = { ke = "verifikasi", maks = 1 }"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E032]: langkah.pelapor.lewat: aksi `kirim` memakai `jika` atau `maks`; diamnya pemegang langkah harus selalu berakibat
       --> layanan.toml:130:20
        |
    130 | lewat   = { aksi = "kirim" }
        |                    ^^^^^^^
    "#);
}

#[test]
fn an_offices_silence_needs_a_legal_basis() {
    let said = broken(DOMICILE, r#"lewat    = { umumkan = true }"#, r#"lewat    = { aksi = "terbitkan" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E034]: tenggat.lewat: diamnya kantor hanya memutus dengan dasar hukum; tulis `dasar`
       --> layanan.toml:112:21
        |
    112 | lewat    = { aksi = "terbitkan" }            # fiktif positif hanya bila dasar hukum menyebut: lewat = { aksi = "terbitkan", dasar ...
        |                     ^^^^^^^^^^^ atau beri tahu atasan: `naik = "jabatan@unit"`
    "#);
}

#[test]
fn a_conditional_deadline_needs_a_last_entry() {
    let said =
        broken(ROADS, r#"{ waktu = "3 hari kerja" } ]"#, r#"{ jika = 'bahaya == tidak', waktu = "3 hari kerja" } ]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E035]: langkah.survei.tenggat[1]: entri terakhir tidak boleh memakai `jika`: tenggat harus selalu ada
      --> layanan.toml:87:64
       |
    87 | tenggat = [ { jika = 'bahaya == ya', waktu = "1 hari kerja" }, { jika = 'bahaya == tidak', waktu = "3 hari kerja" } ]
       |                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn steps_that_do_not_fit_the_total_are_refused() {
    let said = broken(ROADS, r#"total    = "14 hari kerja""#, r#"total    = "10 hari kerja""#);
    insta::assert_snapshot!(said, @r#"
    galat[E050]: tenggat.total: tenggat langkah tidak muat: paling lambat hari kerja ke-11, janji 10 hari kerja (verifikasi → survei → perbaikan → konfirmasi)
      --> layanan.toml:68:12
       |
    68 | total    = "10 hari kerja"
       |            ^^^^^^^^^^^^^^^ perpanjang janji, atau perpendek satu langkahnya
    "#);
}

#[test]
fn a_step_without_a_deadline_is_warned_of() {
    let said = broken(
        ROADS,
        r#"tenggat = "10 hari"
lewat   = { aksi = "tutup" }
"#,
        r#""#,
    );
    insta::assert_snapshot!(said, @r#"
    peringatan[W101]: langkah.pelapor: langkah ini tidak punya tenggat
       --> layanan.toml:126:10
        |
    126 | [langkah.pelapor]
        |          ^^^^^^^
    "#);
}

#[test]
fn a_circle_without_a_bound_is_warned_of() {
    let said = broken(
        ROADS,
        r#"aksi.minta_data = { ke = "pelapor",   alasan = true, maks = 1,"#,
        r#"aksi.minta_data = { ke = "pelapor",   alasan = true,"#,
    );
    insta::assert_snapshot!(said, @r#"
    peringatan[W110]: langkah.verifikasi: lingkaran tanpa batas: verifikasi → pelapor → verifikasi; beri `maks` pada salah satu aksinya
      --> layanan.toml:72:10
       |
    72 | [langkah.verifikasi]
       |          ^^^^^^^^^^
    "#);
}

#[test]
fn working_days_are_no_retention() {
    let said = broken(ROADS, r#"data_pribadi = "2 tahun""#, r#"data_pribadi = "2 hari kerja""#);
    insta::assert_snapshot!(said, @r#"
    galat[E030]: simpan.data_pribadi: `2 hari kerja` bukan masa simpan; tulis "2 tahun" atau "5 tahun setelah surat tidak berlaku"
       --> layanan.toml:147:16
        |
    147 | data_pribadi = "2 hari kerja"
        |                ^^^^^^^^^^^^^^
    "#);
}

#[test]
fn months_are_no_deadline() {
    let said = broken(ROADS, r#"tenggat = "10 hari""#, r#"tenggat = "1 bulan""#);
    insta::assert_snapshot!(said, @r#"
    galat[E030]: langkah.pelapor.tenggat: satuan `bulan` tidak berlaku di sini; pakai menit, jam, hari, menit kerja, jam kerja, hari kerja
       --> layanan.toml:129:11
        |
    129 | tenggat = "1 bulan"
        |           ^^^^^^^^^
    "#);
}

#[test]
fn silence_needs_a_clock() {
    let said = broken(
        ROADS,
        r#"tenggat = "7 hari kerja"
"#,
        r#""#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E033]: langkah.perbaikan.lewat: `lewat` tanpa `tenggat`: jam langkah ini tidak ada
      --> layanan.toml:98:11
       |
    98 | lewat   = { naik = "kepala@dinas-pupr", umumkan = true }
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_entry_without_a_condition_is_the_last() {
    let said = broken(ROADS, r#"{ jika = 'bahaya == ya', waktu = "1 hari kerja" }"#, r#"{ waktu = "1 hari kerja" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E035]: langkah.survei.tenggat[0]: entri tanpa `jika` harus yang terakhir: yang sesudahnya tidak pernah dipakai
      --> layanan.toml:87:13
       |
    87 | tenggat = [ { waktu = "1 hari kerja" }, { waktu = "3 hari kerja" } ]
       |             ^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}
