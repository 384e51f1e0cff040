//! Every family of faults, as its reader sees it. Each test breaks one thing in an example.

use crate::examples::{DOMICILE, ROADS};
use definition::Severity;
use definition::diagnostic::render_all;
use kernel::lang::Lang;

/// What is said after `old` was replaced by `new`; notes and the example's own W111 left out.
pub fn broken(example: &str, old: &str, new: &str) -> String {
    said(example, old, new, Lang::Id)
}

fn said(example: &str, old: &str, new: &str, lang: Lang) -> String {
    assert!(example.contains(old), "the example no longer holds {old}");
    let text = example.replacen(old, new, 1);
    let mut findings = crate::check(&text).findings;
    findings.retain(|one| one.severity() != Severity::Note && one.code != "W111");
    render_all(&findings, "layanan.toml", &text, lang)
}

#[test]
fn the_same_fault_is_told_in_english() {
    let said = said(ROADS, "ke = \"survei\",    jika", "ke = \"survey\",    jika", Lang::En);
    insta::assert_snapshot!(said, @r#"
    error[E023]: langkah.verifikasi.aksi.teruskan: there is no target `survey`
      --> layanan.toml:78:26
       |
    78 | aksi.teruskan   = { ke = "survey",    jika = 'status_jalan == kabupaten' }
       |                          ^^^^^^^^ did you mean `survei`?
    "#);
}

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
fn a_scenario_names_actions_that_exist() {
    let said = broken(ROADS, r#"jalan = ["teruskan", "anggarkan"]"#, r#"jalan = ["teruskan", "anggaran"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E091]: uji[4]: aksi `anggaran` tidak ada
       --> layanan.toml:180:22
        |
    180 | jalan = ["teruskan", "anggaran"]
        |                      ^^^^^^^^^^ maksud Anda `anggarkan`?
    "#);
}

#[test]
fn a_scenario_gives_answers_of_the_right_type() {
    let said = broken(ROADS, r#"isi   = { jenis_rusak = "retak","#, r#"isi   = { jenis_rusak = "retk","#);
    insta::assert_snapshot!(said, @r#"
    galat[E090]: uji[2].isi: pilihan `retk` tidak ada
       --> layanan.toml:167:25
        |
    167 | isi   = { jenis_rusak = "retk", bahaya = "tidak", status_jalan = "kabupaten" }
        |                         ^^^^^^ maksud Anda `retak`?
    "#);
}

#[test]
fn a_scenario_expects_ends_that_exist() {
    let said = broken(ROADS, r#"harap = { akhir = "dijadwalkan" }"#, r#"harap = { akhir = "terjadwal" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E092]: uji[4]: akhir `terjadwal` tidak ada
       --> layanan.toml:181:19
        |
    181 | harap = { akhir = "terjadwal" }
        |                   ^^^^^^^^^^^
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
fn a_huge_file_is_refused_before_it_is_read() {
    let text = format!("{ROADS}{}", "#".repeat(10 * 1024 * 1024));
    let found = crate::check(&text);
    assert_eq!(found.findings[0].code, "E001");
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn deep_nesting_is_refused() {
    let text = format!("{ROADS}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    let found = crate::check(&text);
    assert!(found.findings.iter().all(|one| one.code == "E001"), "{:?}", found.findings);
}

#[test]
fn many_ways_are_not_followed_for_ever() {
    use std::fmt::Write;
    let mut steps = String::new();
    for step in 0..24 {
        write!(steps, "\n[langkah.s{step}]\nnama = \"S\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"1 jam kerja\"\n")
            .unwrap();
        for to in (0..24).filter(|to| *to != step) {
            writeln!(steps, "aksi.a{to} = {{ ke = \"s{to}\", maks = 2 }}").unwrap();
        }
        writeln!(steps, "aksi.tutup = {{ ke = \"ditolak\" }}").unwrap();
    }
    let first = "aksi.tutup = { ke = \"ditolak\" }\n";
    let text = ROADS.replacen(first, &format!("{first}aksi.lain = {{ ke = \"s0\", maks = 1 }}\n{steps}"), 1);
    let found = crate::check(&text);
    let codes: Vec<&str> = found.findings.iter().map(|one| one.code).filter(|code| !code.starts_with('N')).collect();
    assert!(codes == ["W112"] || codes == ["E050"], "{codes:?}");
}

/// Fifty steps with thirty bounded actions each, some of them to a join.
fn thicket() -> String {
    use std::fmt::Write;
    let mut steps = String::new();
    for step in 0..50 {
        write!(steps, "\n[langkah.s{step}]\nnama = \"S\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"1 jam kerja\"\n")
            .unwrap();
        for to in 0..15 {
            writeln!(steps, "aksi.a{to} = {{ ke = \"s{}\", maks = 9 }}", (step + to + 1) % 50).unwrap();
            writeln!(steps, "aksi.g{to} = {{ ke = \"gabung:temu\", maks = 9 }}").unwrap();
        }
    }
    let first = "aksi.tutup = { ke = \"ditolak\" }\n";
    let meet = "\n[langkah.temu]\nnama = \"S\"\noleh = \"kepala@dinas-pupr\"\ntenggat = \"1 jam kerja\"\n\
                gabung = \"satu\"\naksi.tutup = { ke = \"ditolak\" }\n";
    ROADS.replacen(first, &format!("{first}aksi.lain = {{ ke = \"s0\", maks = 1 }}\n{steps}{meet}"), 1)
}

#[test]
fn a_thicket_of_returns_costs_no_more_than_its_budget() {
    let text = thicket();
    let begun = std::time::Instant::now();
    let found = crate::check(&text);
    let codes: Vec<&str> = found.findings.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"W112"), "{codes:?}");
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn several_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = ROADS
        .replace("ke = \"survei\",    jika", "ke = \"survey\",    jika")
        .replace("jenis   = \"pengaduan\"", "jenis   = \"pengaduanx\"")
        .replace("{isian.rencana}", "{isian.rencna}");
    let found = crate::check(&text);
    let codes: Vec<&str> = found.findings.iter().map(|one| one.code).filter(|code| code.starts_with('E')).collect();
    assert_eq!(codes, ["E006", "E023", "E062"]);
}

#[test]
fn what_does_not_run_yet_is_a_note() {
    let found = crate::check(ROADS);
    let note = found.findings.iter().find(|one| one.code == "N303").unwrap();
    let said = note.render("layanan.toml", ROADS, Lang::Id);
    assert!(said.starts_with("catatan[N303]: ") && said.contains("saluran `wa` belum berjalan"), "{said}");
    assert!(said.contains("--> layanan.toml:"), "{said}");
}
