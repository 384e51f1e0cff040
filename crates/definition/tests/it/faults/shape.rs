//! Keys, words and values (E001–E009).

use super::broken;
use crate::examples::{DOMICILE, ROADS};

#[test]
fn a_file_that_is_no_toml_is_refused_where_it_breaks() {
    let said = broken(ROADS, r#"versi   = 3"#, r#"versi   = "#);
    insta::assert_snapshot!(said, @r#"
    galat[E001]: bukan TOML yang benar: teks harus di dalam tanda kutip
     --> layanan.toml:6:11
      |
    6 | versi   = 
      |           ^
    "#);
}

#[test]
fn a_missing_first_line_is_named() {
    let said = broken(ROADS, r#"#: format layanan 1"#, r#"# format layanan 1"#);
    insta::assert_snapshot!(said, @r#"
    galat[E008]: baris pertama harus `#: format layanan 1`
     --> layanan.toml:1:1
      |
    1 | # format layanan 1                      # versi tata bahasa berkas ini
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_name() {
    let said = broken(
        ROADS,
        r#"tenggat = "7 hari kerja"
lewat   = { naik = "kepala"#,
        r#"tengat  = "7 hari kerja"
lewat   = { naik = "kepala"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E002]: langkah.perbaikan: kunci `tengat` tidak dikenal
      --> layanan.toml:98:1
       |
    98 | tengat  = "7 hari kerja"
       | ^^^^^^ maksud Anda `tenggat`?
    "#);
}

#[test]
fn a_missing_key_is_named() {
    let said = broken(
        ROADS,
        r#"label   = "Kewenangan jalan"
"#,
        r#""#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E003]: isian.status_jalan: kunci `label` harus ada
      --> layanan.toml:42:8
       |
    42 | [isian.status_jalan]
       |        ^^^^^^^^^^^^
    "#);
}

#[test]
fn a_key_written_twice_is_refused() {
    let said = broken(
        ROADS,
        r#"versi   = 3"#,
        r#"versi   = 3
versi   = 4"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E009]: kunci ini ditulis dua kali
     --> layanan.toml:7:1
      |
    7 | versi   = 4
      | ^^^^^
    "#);
}

#[test]
fn a_bad_id_is_refused() {
    let said = broken(ROADS, r#"[isian.rencana]"#, r#"[isian.Rencana]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E004]: isian: `Rencana` bukan nama yang sah; pakai huruf kecil, angka dan `_`
      --> layanan.toml:48:8
       |
    48 | [isian.Rencana]
       |        ^^^^^^^
    "#);
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    let said = broken(ROADS, r#"versi   = 3"#, r#"versi   = "tiga""#);
    insta::assert_snapshot!(said, @r#"
    galat[E005]: layanan.versi: di sini harus bilangan bulat
     --> layanan.toml:6:11
      |
    6 | versi   = "tiga"
      |           ^^^^^^
    "#);
}

#[test]
fn an_unknown_word_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"tipe  = "titik""#, r#"tipe  = "titk""#);
    insta::assert_snapshot!(said, @r#"
    galat[E006]: isian.lokasi.tipe: `titk` tidak dikenal; pilihannya: teks, paragraf, angka, angka_tetap, tanggal, pilih, banyak, ya_tidak, titik, alamat, nik, hp, surel
      --> layanan.toml:20:9
       |
    20 | tipe  = "titk"                          # titik peta; jatuh ke alamat bila tanpa GPS
       |         ^^^^^^ maksud Anda `titik`?
    "#);
}

#[test]
fn a_size_is_refused() {
    let said = broken(ROADS, r#"maks     = "4 MB""#, r#"maks     = "4MB""#);
    insta::assert_snapshot!(said, @r#"
    galat[E007]: berkas.foto.maks: `4MB` bukan ukuran; tulis angka, satu spasi, lalu KB, MB
      --> layanan.toml:57:12
       |
    57 | maks     = "4MB"
       |            ^^^^^
    "#);
}

#[test]
fn a_range_that_runs_backwards_is_refused() {
    let said = broken(ROADS, r#"jumlah   = "1..4""#, r#"jumlah   = "4..1""#);
    insta::assert_snapshot!(said, @r#"
    galat[E007]: berkas.foto.jumlah: `4..1` bukan rentang; tulis misalnya "1..4"
      --> layanan.toml:56:12
       |
    56 | jumlah   = "4..1"                        # bila dilampirkan; tidak wajib, sebab `wajib` tidak ditulis
       |            ^^^^^^
    "#);
}

#[test]
fn an_empty_text_is_refused() {
    let said = broken(ROADS, r#"nama    = "Survei lapangan""#, r#"nama    = """#);
    insta::assert_snapshot!(said, @r#"
    galat[E006]: langkah.survei.nama: teks ini kosong
      --> layanan.toml:85:11
       |
    85 | nama    = ""
       |           ^^
    "#);
}

#[test]
fn a_switch_is_true_or_false() {
    let said = broken(ROADS, r#"mulai   = true"#, r#"mulai   = "ya""#);
    insta::assert_snapshot!(said, @r#"
    galat[E005]: langkah.verifikasi.mulai: di sini harus true atau false
      --> layanan.toml:77:11
       |
    77 | mulai   = "ya"
       |           ^^^^
    "#);
}

#[test]
fn a_bound_is_at_least_one() {
    let said = broken(ROADS, r#"maks = 1, tandai_isian"#, r#"maks = 0, tandai_isian"#);
    insta::assert_snapshot!(said, @r#"
    galat[E007]: langkah.verifikasi.aksi.minta_data.maks: harus dari 1 sampai 99
      --> layanan.toml:81:61
       |
    81 | aksi.minta_data = { ke = "pelapor",   alasan = true, maks = 0, tandai_isian = true }
       |                                                             ^
    "#);
}

#[test]
fn a_pixel_size_has_its_unit() {
    let said = broken(ROADS, r#"perkecil = "1600 px""#, r#"perkecil = "1600""#);
    insta::assert_snapshot!(said, @r#"
    galat[E007]: berkas.foto.perkecil: `1600` bukan ukuran; tulis angka, satu spasi, lalu px
      --> layanan.toml:58:12
       |
    58 | perkecil = "1600"                     # diperkecil di gawai sebelum dikirim
       |            ^^^^^^
    "#);
}

#[test]
fn a_radius_has_its_unit() {
    let said = broken(ROADS, r#"radius = "30 m""#, r#"radius = "30 meter""#);
    insta::assert_snapshot!(said, @r#"
    galat[E007]: gabung.radius: `30 meter` bukan ukuran; tulis angka, satu spasi, lalu m, km
      --> layanan.toml:62:10
       |
    62 | radius = "30 meter"
       |          ^^^^^^^^^^
    "#);
}

#[test]
fn an_unknown_file_kind_is_refused() {
    let said = broken(ROADS, r#""png", "webp"]"#, r#""png", "gif"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E006]: berkas.foto.jenis[2]: `gif` tidak dikenal; pilihannya: jpg, png, webp, heic, pdf
      --> layanan.toml:55:27
       |
    55 | jenis    = ["jpg", "png", "gif"]
       |                           ^^^^^
    "#);
}

#[test]
fn an_unknown_table_is_refused_with_the_nearest() {
    let said = broken(ROADS, r#"[kabar]"#, r#"[kabbar]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E002]: kunci `kabbar` tidak dikenal
       --> layanan.toml:140:2
        |
    140 | [kabbar]
        |  ^^^^^^ maksud Anda `kabar`?
    "#);
}

#[test]
fn an_unknown_channel_is_refused() {
    let said = broken(ROADS, r#""wa", "luring"]"#, r#""wa", "fax"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E006]: layanan.saluran[3]: `fax` tidak dikenal; pilihannya: web, loket, wa, luring, dinas
     --> layanan.toml:9:34
      |
    9 | saluran = ["web", "loket", "wa", "fax"]
      |                                  ^^^^^
    "#);
}

#[test]
fn a_legal_basis_names_who_checked_and_when() {
    let said =
        broken(ROADS, r#""Perpres 76/2013"]"#, r#"{ nama = "Perpres 76/2013", diperiksa_oleh = "Bagian Hukum" }]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E003]: standar.dasar_hukum[1]: `diperiksa_oleh` dan `pada` ditulis bersama
      --> layanan.toml:13:30
       |
    13 | dasar_hukum = ["UU 25/2009", { nama = "Perpres 76/2013", diperiksa_oleh = "Bagian Hukum" }]   # biaya) DITURUNKAN dari berkas ini
       |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_checklist_item_has_a_known_type() {
    let said = broken(ROADS, r#""panjang_m:angka""#, r#""panjang_m:angkaa""#);
    insta::assert_snapshot!(said, @r#"
    galat[E006]: langkah.survei.daftar_periksa[0]: `panjang_m:angkaa` bukan `id:tipe`; tipe: angka, ya_tidak, teks, foto; `!` = wajib
      --> layanan.toml:90:19
       |
    90 | daftar_periksa = ["panjang_m:angkaa", "lebar_m:angka", "kedalaman_cm:angka", "foto_survei:foto!"]
       |                   ^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_free_service_has_no_fees() {
    let said = broken(
        DOMICILE,
        r#"gratis = true
"#,
        r#"gratis = true
[biaya.retribusi]
nama = "Retribusi"
rumus = 'luas * 1500'
"#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E006]: biaya.retribusi: layanan ini `gratis`; hapus `gratis` atau baris biaya ini
       --> layanan.toml:100:1
        |
    100 | [biaya.retribusi]
        | ^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn options_come_from_one_place() {
    let said = broken(
        ROADS,
        r#"diisi   = "verifikasi""#,
        r#"daftar  = "alasan-tolak"
diisi   = "verifikasi""#,
    );
    insta::assert_snapshot!(said, @r#"
    galat[E006]: isian.status_jalan.daftar: pakai `pilihan` atau `daftar`, tidak keduanya
      --> layanan.toml:45:11
       |
    45 | daftar  = "alasan-tolak"
       |           ^^^^^^^^^^^^^^
    "#);
}
