//! Rule by rule, where the published traces do not look.

mod branches;
mod clocks;
mod ends;
mod events;
mod fields;
mod imports;
mod nearby;
mod people;

use crate::town::{Town, invented};
use crate::vectors::example;
use cases::Act;
use definition::model::Definition;
use serde_json::json;

fn road() -> Town {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    Town::open(example("jalan-rusak"), &plain, "2026-10-12T09:00:00")
}

fn filled(plain: &serde_json::Value) -> Act {
    Act { answers: invented(&example("jalan-rusak"), plain), ..Act::default() }
}

fn forward(town: &mut Town, at: &str) {
    let act = filled(&json!({ "status_jalan": "kabupaten" }));
    town.act_with(at, "ani", "verifikasi.teruskan", act).unwrap();
}

/// A letter with three branches, a join of the kind `join`, and silence that grants.
fn branches(join: &str) -> Definition {
    let text = format!(
        r#"#: format layanan 1
[layanan]
id = "uji-cabang"
jenis = "permohonan"
nama = "Uji cabang"
versi = 1
berlaku = 2026-01-05
pemilik = "dinas-pupr"
saluran = ["web"]
[standar]
dasar_hukum = ["Perbup contoh"]
produk = "Surat"
pengaduan = {{ lapor = true }}
[isian.luas]
label = "Luas"
tipe = "angka"
[tenggat]
total = "5 hari kerja"
lewat = {{ aksi = "putus.terbitkan", dasar = "UU contoh" }}
[langkah.terima]
nama = "Terima"
oleh = "pelayanan@pemilik"
mulai = true
aksi.bagi = {{ ke = ["satu", "dua", "tiga"] }}
[langkah.satu]
nama = "Satu"
oleh = "seksi@pemilik"
aksi.beres = {{ ke = "gabung:putus" }}
[langkah.dua]
nama = "Dua"
oleh = "seksi@pemilik"
aksi.beres = {{ ke = "gabung:putus" }}
[langkah.tiga]
nama = "Tiga"
oleh = "@pemohon"
lewati = 'luas <= 10'
aksi.beres = {{ ke = "gabung:putus" }}
[langkah.putus]
nama = "Putus"
oleh = "kepala@pemilik"
gabung = "{join}"
tenggat = "1 hari kerja"
aksi.terbitkan = {{ ke = "terbit" }}
aksi.ulang = {{ ke = "terima", maks = 1 }}
[akhir]
terbit = {{ nama = "Terbit", hasil = "berhasil" }}
[simpan]
data_pribadi = "1 tahun"
"#
    );
    definition::load(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn branched(join: &str, area: u32) -> Town {
    let plain = json!({ "luas": area });
    let mut town = Town::open(branches(join), &plain, "2026-10-12T09:00:00");
    town.act("2026-10-12T10:00:00", "ani", "bagi").unwrap();
    town
}

fn steps(town: &Town) -> Vec<&str> {
    town.case.tokens.iter().map(|token| token.step.as_str()).collect()
}
