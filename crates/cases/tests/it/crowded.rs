//! Two tokens at one step, which the checker refuses (E025) but a definition that was published earlier may still bring
//! about: each entry has a clock of its own, each fires once, and none outlives the last token.

use crate::town::{Town, wib};
use cases::{CaseClock, ClockRef};
use definition::model::Definition;
use serde_json::json;

/// A fork whose first branch leads into the second.
fn crowding() -> Definition {
    let text = r#"#: format layanan 1
[layanan]
id = "dua-token"
jenis = "permohonan"
nama = "Dua token"
versi = 1
berlaku = 2026-01-05
pemilik = "dinas-pupr"
saluran = ["web"]
[tenggat]
total = "60 hari kerja"
[langkah.terima]
nama = "Terima"
oleh = "kepala@pemilik"
mulai = true
aksi.bagi = { ke = ["cek", "putus"] }
[langkah.cek]
nama = "Cek"
oleh = "kepala@pemilik"
aksi.terus = { ke = "putus" }
[langkah.putus]
nama = "Putus"
oleh = "kepala@pemilik"
tenggat = "1 hari kerja"
aksi.simpan = { ke = "arsip" }
[langkah.arsip]
nama = "Arsip"
oleh = "kepala@pemilik"
aksi.tutup = { ke = "selesai" }
[akhir]
selesai = { nama = "Selesai", hasil = "berhasil" }
"#;
    definition::load(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Both tokens at `putus`; the second comes there at `second`.
fn crowded(second: &str) -> Town {
    let mut town = Town::open(crowding(), &json!({}), "2026-10-12T09:00:00");
    town.act("2026-10-12T10:00:00", "ani", "bagi").unwrap();
    town.act(second, "ani", "cek.terus").unwrap();
    town
}

fn clocks(town: &Town) -> Vec<&CaseClock> {
    let name = ClockRef::Step("putus".to_owned());
    town.case.clocks.iter().filter(|clock| clock.name == name).collect()
}

#[test]
fn of_two_clocks_at_one_step_each_fires_once() {
    let mut town = crowded("2026-10-13T08:00:00");
    town.look("2026-10-20T09:00:00");
    assert_eq!(town.count("clock.lapsed"), 2);
    assert!(clocks(&town).iter().all(|clock| clock.lapsed.is_some()));
}

#[test]
fn of_two_clocks_that_began_at_one_instant_both_have_fired_when_one_has() {
    let mut town = crowded("2026-10-12T10:00:00");
    town.look("2026-10-20T09:00:00");
    assert_eq!(town.count("clock.lapsed"), 1);
    assert!(clocks(&town).iter().all(|clock| clock.lapsed.is_some()));
}

#[test]
fn no_clock_runs_at_a_step_that_the_last_token_left() {
    let mut town = crowded("2026-10-13T08:00:00");
    town.act("2026-10-13T09:00:00", "ani", "putus.simpan").unwrap();
    assert!(clocks(&town).iter().all(|clock| clock.is_running()));
    town.act("2026-10-13T10:00:00", "ani", "putus.simpan").unwrap();
    assert!(clocks(&town).iter().all(|clock| !clock.is_running() && clock.stopped == Some(wib("2026-10-13T10:00:00"))));
}
