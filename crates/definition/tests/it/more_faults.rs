//! More faults, one in each test, as their reader sees them.

use crate::examples::{DOMICILE, ROADS};
use crate::faults::broken;

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
    galat[E006]: layanan.saluran[3]: `fax` tidak dikenal; pilihannya: web, loket, wa, luring
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

#[test]
fn a_scenario_names_steps_that_exist() {
    let said = broken(DOMICILE, r#""survei.sesuai"]"#, r#""survey.sesuai"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E091]: uji[2]: langkah `survey` tidak ada
       --> layanan.toml:208:50
        |
    208 | jalan = ["lengkap", { tunggu = "2 hari kerja" }, "survey.sesuai"]
        |                                                  ^^^^^^^^^^^^^^^ maksud Anda `survei`?
    "#);
}

#[test]
fn a_scenario_names_clocks_that_exist() {
    let said = broken(ROADS, r#"terlampaui = ["langkah.konfirmasi"]"#, r#"terlampaui = ["konfirmasi"]"#);
    insta::assert_snapshot!(said, @r#"
    galat[E092]: uji[2].harap.terlampaui[0]: `konfirmasi` bukan jam; tulis total, verifikasi, jawaban atau langkah.ID
       --> layanan.toml:169:44
        |
    169 | harap = { akhir = "selesai", terlampaui = ["konfirmasi"] }
        |                                            ^^^^^^^^^^^^
    "#);
}

#[test]
fn a_scenario_begins_in_an_indonesian_zone() {
    let said = broken(ROADS, r#"mulai = 2027-02-01T10:00:00+07:00"#, r#"mulai = 2027-02-01T10:00:00+01:00"#);
    insta::assert_snapshot!(said, @r#"
    galat[E006]: uji[2].mulai: selisih zona harus +07:00, +08:00 atau +09:00
       --> layanan.toml:166:9
        |
    166 | mulai = 2027-02-01T10:00:00+01:00
        |         ^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_scenario_waits_a_duration() {
    let said = broken(ROADS, r#"{ tunggu = "4 hari kerja" }"#, r#"{ tunggu = "empat hari" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E030]: uji[1].jalan[1].tunggu: `empat hari` bukan lama waktu
       --> layanan.toml:161:35
        |
    161 | jalan = ["minta_data", { tunggu = "empat hari" }, "kirim", "teruskan"]
        |                                   ^^^^^^^^^^^^ tulis misalnya "3 hari kerja" atau "4 jam"
    "#);
}

#[test]
fn a_refusal_has_a_known_code() {
    let said = broken(ROADS, r#"harap = { akhir = "dilimpahkan" }"#, r#"harap = { tolak = "aksi_habiss" }"#);
    insta::assert_snapshot!(said, @r#"
    galat[E093]: uji[0].harap.tolak: kode penolakan `aksi_habiss` tidak ada
       --> layanan.toml:155:19
        |
    155 | harap = { tolak = "aksi_habiss" }
        |                   ^^^^^^^^^^^^^ maksud Anda `aksi_habis`?
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
