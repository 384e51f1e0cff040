//! Scenarios (E090–E093, and what they share with the rest of the file).

use super::broken;
use crate::examples::{DOMICILE, ROADS};

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
