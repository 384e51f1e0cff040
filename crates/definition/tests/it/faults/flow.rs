//! Starts, steps, targets, forks and ends (E020–E028, E040–E042).

use super::broken;
use crate::examples::{DOMICILE, ROADS};

#[test]
fn two_starts_are_refused() {
    let said = broken(
        ROADS,
        r#"nama    = "Survei lapangan""#,
        r#"nama    = "Survei lapangan"
mulai   = true"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E020]: langkah.survei: hanya satu langkah boleh mulai; `verifikasi` sudah
      --> layanan.toml:86:11
       |
    86 | mulai   = true
       |           ^^^^ hapus baris ini
    "#);
}

#[test]
fn an_unknown_target_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"ke = "survei",    jika"#, r#"ke = "survey",    jika"#);
    insta::assert_snapshot!(said, @r#"
    galat[E023]: langkah.verifikasi.aksi.teruskan: tujuan `survey` tidak ada
      --> layanan.toml:78:26
       |
    78 | aksi.teruskan   = { ke = "survey",    jika = 'status_jalan == kabupaten' }
       |                          ^^^^^^^^ maksud Anda `survei`?
    "#);
}

#[test]
fn a_join_that_is_none_is_refused() {
    let said =
        broken(DOMICILE, r#"aksi.sesuai = { ke = "gabung:paraf" }"#, r#"aksi.sesuai = { ke = "gabung:tanda_tangan" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E024]: langkah.survei.aksi.sesuai: langkah `tanda_tangan` tidak punya `gabung`
       --> layanan.toml:130:22
        |
    130 | aksi.sesuai = { ke = "gabung:tanda_tangan" }
        |                      ^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_branch_that_leaves_its_fork_is_refused() {
    let said = broken(
        DOMICILE,
        r#"aksi.keberatan = { ke = "gabung:paraf", alasan = true }"#,
        r#"aksi.keberatan = { ke = "periksa", alasan = true }"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E025]: langkah.konfirmasi_rt.aksi.keberatan: cabang ini keluar ke langkah `periksa` tanpa lewat `gabung:`
       --> layanan.toml:140:25
        |
    140 | aksi.keberatan = { ke = "periksa", alasan = true }
        |                         ^^^^^^^^^ akhiri cabang dengan `gabung:paraf`
    "#);
}

#[test]
fn a_step_that_no_one_may_fill_is_refused() {
    let said = broken(ROADS, r#"diisi = "survei""#, r#"diisi = "konfirmasi""#);
    insta::assert_snapshot!(said, @r#"
    galat[E027]: isian.rencana: langkah `konfirmasi` dipegang pelapor; `diisi` hanya untuk langkah petugas
      --> layanan.toml:51:9
       |
    51 | diisi = "konfirmasi"                         # janji bertanggal, bila tidak dapat dikerjakan sekarang
       |         ^^^^^^^^^^^^
    "#);
}

#[test]
fn a_skipped_step_needs_a_free_first_action() {
    let said = broken(
        DOMICILE,
        r#"aksi.sesuai = { ke = "gabung:paraf" }"#,
        r#"aksi.sesuai = { ke = "gabung:paraf", maks = 1 }"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E028]: langkah.survei: langkah yang dilewati berjalan terus lewat aksi pertamanya; aksi itu tidak boleh memakai `jika` atau `maks`
       --> layanan.toml:127:11
        |
    127 | lewati  = 'luas <= 36 dan status_tempat == milik'
        |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_step_that_is_never_reached_is_refused() {
    let said = broken(
        ROADS,
        r#"aksi.ke_desa    = { ke = "desa",      jika"#,
        r#"aksi.ke_desa    = { ke = "survei",      jika"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E040]: langkah.desa: tidak ada jalan dari langkah mulai ke langkah ini
       --> layanan.toml:102:10
        |
    102 | [langkah.desa]
        |          ^^^^ arahkan sebuah aksi ke sini, atau hapus langkahnya
    "#);
}

#[test]
fn a_step_from_which_nothing_ends_is_refused() {
    let said = broken(
        ROADS,
        r#"aksi.tutup = { ke = "ditolak" }
"#,
        r#"aksi.tutup = { ke = "ditolak" }
aksi.lain  = { ke = "buntu" }

[langkah.buntu]
nama    = "Buntu"
oleh    = "kepala@dinas-pupr"
tenggat = "1 hari kerja"
aksi.lagi = { ke = "buntu", maks = 1 }
"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E042]: langkah.buntu: dari langkah ini tidak ada jalan ke akhir mana pun
       --> layanan.toml:135:10
        |
    135 | [langkah.buntu]
        |          ^^^^^ arahkan satu aksinya ke sebuah akhir
    "#);
}

#[test]
fn a_definition_needs_a_start() {
    let said = broken(
        ROADS,
        r#"mulai   = true
"#,
        r#""#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E020]: langkah: belum ada langkah dengan `mulai = true`
      --> layanan.toml:72:2
       |
    72 | [langkah.verifikasi]
       |  ^^^^^^^ tambahkan pada langkah pertama
    "#);
}

#[test]
fn a_step_needs_an_action() {
    let said = broken(
        ROADS,
        r#"lewat   = { aksi = "tutup" }
aksi.kirim = { ke = "verifikasi" }
aksi.tutup = { ke = "ditolak" }
"#,
        r#""#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E021]: langkah.pelapor: langkah ini tidak punya aksi: kasus tidak dapat keluar dari sini
       --> layanan.toml:126:10
        |
    126 | [langkah.pelapor]
        |          ^^^^^^^ tambahkan misalnya `aksi.selesai = { ke = … }`
    "#);
}

#[test]
fn a_step_and_an_end_share_one_name_space() {
    let said = broken(
        ROADS,
        r#"dilimpahkan = { nama"#,
        r#"survei = { nama = "Survei", hasil = "netral" }
dilimpahkan = { nama"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E022]: langkah.survei: `survei` adalah langkah dan akhir sekaligus; beri nama lain
      --> layanan.toml:84:10
       |
    84 | [langkah.survei]
       |          ^^^^^^
    "#);
}

#[test]
fn a_target_is_named_once() {
    let said = broken(DOMICILE, r#"ke = ["survei", "konfirmasi_rt"]"#, r#"ke = ["survei", "survei"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E023]: langkah.periksa.aksi.lengkap: tujuan `survei` ditulis dua kali
       --> layanan.toml:119:37
        |
    119 | aksi.lengkap    = { ke = ["survei", "survei"] }      # dua cabang sejajar
        |                                     ^^^^^^^^
    "#);
}

#[test]
fn a_join_of_n_of_m_counts_its_branches() {
    let said = broken(DOMICILE, r#"gabung  = "semua""#, r#"gabung  = "2 dari 3""#);
    insta::assert_snapshot!(said, @r#"
    galat[E024]: langkah.paraf: cabangnya 2, bukan 3
       --> layanan.toml:145:11
        |
    145 | gabung  = "2 dari 3"                        # semua | satu | "2 dari 3"
        |           ^^^^^^^^^^ tulis `semua`, `satu`, atau `n dari 2`
    "#);
}

#[test]
fn a_way_to_join_is_a_known_one() {
    let said = broken(DOMICILE, r#"gabung  = "semua""#, r#"gabung  = "4 dari 3""#);
    insta::assert_snapshot!(said, @r#"
    galat[E024]: langkah.paraf.gabung: `4 dari 3` bukan cara bergabung; tulis "semua", "satu" atau "2 dari 3"
       --> layanan.toml:145:11
        |
    145 | gabung  = "4 dari 3"                        # semua | satu | "2 dari 3"
        |           ^^^^^^^^^^
    "#);
}

#[test]
fn four_eyes_name_a_step() {
    let said = broken(DOMICILE, r#"bukan    = ["paraf"]"#, r#"bukan    = ["parap"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E026]: langkah.tanda_tangan: langkah `parap` tidak ada
       --> layanan.toml:155:13
        |
    155 | bukan    = ["parap"]                     # orang yang sama tidak boleh memaraf dan menandatangani
        |             ^^^^^^^ maksud Anda `paraf`?
    "#);
}

#[test]
fn the_start_is_never_skipped() {
    let said = broken(
        DOMICILE,
        r#"mulai   = true"#,
        r#"mulai   = true
lewati  = 'luas > 1'"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E028]: langkah.periksa: langkah `mulai` tidak dapat dilewati
       --> layanan.toml:118:11
        |
    118 | lewati  = 'luas > 1'
        |           ^^^^^^^^^^
    "#);
}

#[test]
fn an_end_that_is_never_reached_is_refused() {
    let said = broken(
        ROADS,
        r#"dilimpahkan = { nama"#,
        r#"hilang = { nama = "Hilang", hasil = "netral" }
dilimpahkan = { nama"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E041]: akhir.hilang: tidak ada jalan ke akhir ini
       --> layanan.toml:138:1
        |
    138 | hilang = { nama = "Hilang", hasil = "netral" }
        | ^^^^^^ arahkan sebuah aksi ke sini, atau hapus akhirnya
    "#);
}

#[test]
fn moved_cases_land_on_steps_that_exist() {
    let said = broken(
        ROADS,
        r#"versi   = 3
"#,
        r#"versi   = 3
kasus_lama = { pindah = { lama = "verifikas" } }
"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E023]: layanan.kasus_lama: langkah `verifikas` tidak ada
     --> layanan.toml:7:34
      |
    7 | kasus_lama = { pindah = { lama = "verifikas" } }
      |                                  ^^^^^^^^^^^ maksud Anda `verifikasi`?
    "#);
}
