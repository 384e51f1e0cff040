//! A running case follows a new version that names where it stands (semantics R61).

use crate::town::{Town, invented, officer, wib};
use cases::{Act, Case, CaseClock, CaseEvent, CaseRefusal, ClockRef, Closing, Command, Fact};
use definition::model::Definition;
use kernel::clock::Stretch;
use kernel::{Actor, Duration, Instant, OfficerId};
use serde_json::json;

const ROAD: &str = include_str!("../../../definition/tests/data/jalan-rusak.toml");
const LETTER: &str = include_str!("../../../definition/tests/data/surat-domisili-usaha.toml");

/// A definition with some texts replaced, each wherever it stands.
fn written(text: &str, replace: &[(&str, &str)]) -> Definition {
    let mut text = text.to_owned();
    for (from, to) in replace {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    definition::load(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The roads under a higher number, in which the survey is called an inspection.
fn renamed(moves: &str) -> Definition {
    let head = format!("versi   = 4\nkasus_lama = {{ pindah = {{ {moves} }} }}");
    written(
        ROAD,
        &[
            ("versi   = 3", &head),
            ("[langkah.survei]", "[langkah.tinjauan]"),
            ("ke = \"survei\"", "ke = \"tinjauan\""),
            ("diisi = \"survei\"", "diisi = \"tinjauan\""),
            ("\"masuk:survei\"   = \"Laporan {nomor} sedang disurvei {langkah.survei.oleh}.\"\n", ""),
            ("harap = { langkah = \"survei\"", "harap = { langkah = \"tinjauan\""),
        ],
    )
}

/// A road that waits for its survey, after the resident was asked once.
fn surveyed() -> Town {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let mut town = Town::open(written(ROAD, &[]), &plain, "2026-10-12T09:00:00");
    let marks = Act { marks: vec!["bahaya".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "verifikasi.minta_data", marks).unwrap();
    town.act("2026-10-13T10:00:00", "warga", "pelapor.kirim").unwrap();
    let answers = invented(&town.definition, &json!({ "status_jalan": "kabupaten" }));
    town.act_with("2026-10-13T11:00:00", "ani", "verifikasi.teruskan", Act { answers, ..Act::default() }).unwrap();
    town
}

fn admin() -> Actor {
    Actor::Officer { id: OfficerId("a2".into()), unit: "dinas-kominfo".into(), title: "admin-kota".into() }
}

fn migrate(town: &mut Town, to: &Definition, at: &str) -> Result<(), CaseRefusal> {
    let outcome = town.command(wib(at), &admin(), &Command::Migrate { to });
    if outcome.is_ok() {
        town.definition = to.clone();
    }
    outcome
}

/// What a new version must not touch.
fn time(clock: &CaseClock) -> (Instant, Vec<Stretch>, Duration, Option<Instant>) {
    (clock.meter.start, clock.stretches.clone(), clock.budget(), clock.lapsed)
}

#[test]
fn a_token_moves_and_every_clock_keeps_start_stretches_and_budget() {
    let mut town = surveyed();
    let before: Vec<_> = town.case.clocks.iter().map(time).collect();
    let new = renamed("survei = \"tinjauan\", verifikasi = \"verifikasi\"");
    migrate(&mut town, &new, "2026-10-14T09:00:00").unwrap();
    assert_eq!((town.case.tokens[0].step.as_str(), town.case.definition.as_str()), ("tinjauan", new.hash.as_str()));
    assert_eq!(town.case.clocks.iter().map(time).collect::<Vec<_>>(), before);
    let names: Vec<String> = town.case.clocks.iter().map(|clock| clock.name.to_string()).collect();
    assert!(
        names.contains(&"langkah.tinjauan".to_owned()) && !names.contains(&"langkah.survei".to_owned()),
        "{names:?}"
    );
    let CaseEvent::Migrated(fact) = &town.facts.last().unwrap().event else { panic!("{:?}", town.facts.last()) };
    assert_eq!((fact.version, fact.tokens.len(), &town.facts.last().unwrap().actor), (4, 1, &admin()));
    assert_eq!(Case::replay(&town.facts).unwrap(), town.case);
    let recorded =
        serde_json::from_str(&serde_json::to_string(&town.facts.last().unwrap().envelope()).unwrap()).unwrap();
    assert_eq!(&Fact::read(&recorded).unwrap(), town.facts.last().unwrap());
}

#[test]
fn the_moved_case_is_late_when_it_would_have_been_and_by_the_rules_of_the_new_version() {
    let mut town = surveyed();
    let due = town.case.clock(&ClockRef::Step("survei".into())).unwrap().due(&town.calendar).unwrap();
    let mut new = renamed("survei = \"tinjauan\"");
    migrate(&mut town, &new, "2026-10-14T09:00:00").unwrap();
    assert_eq!(town.case.clock(&ClockRef::Step("tinjauan".into())).unwrap().due(&town.calendar).unwrap(), due);
    town.look("2026-10-20T09:00:00");
    assert_eq!(town.case.escalations[0].title, "kabid-bina-marga");
    assert_eq!(town.count("clock.lapsed"), 1);
    new.hash = "lain".into();
    assert_eq!(
        migrate(&mut town, &new, "2026-10-20T10:00:00"),
        Err(CaseRefusal::StaysOnItsVersion),
        "no step is named"
    );
}

#[test]
fn what_was_used_up_and_who_acted_counts_for_the_step_that_takes_the_place() {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let mut town = Town::open(written(ROAD, &[]), &plain, "2026-10-12T09:00:00");
    let marks = || Act { marks: vec!["bahaya".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "verifikasi.minta_data", marks()).unwrap();
    town.act("2026-10-13T10:00:00", "warga", "pelapor.kirim").unwrap();
    let new = written(
        ROAD,
        &[
            ("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { verifikasi = \"telaah\" } }"),
            ("[langkah.verifikasi]", "[langkah.telaah]"),
            ("ke = \"verifikasi\"", "ke = \"telaah\""),
            ("diisi   = \"verifikasi\"", "diisi   = \"telaah\""),
        ],
    );
    migrate(&mut town, &new, "2026-10-13T11:00:00").unwrap();
    assert_eq!(
        town.act_with("2026-10-13T12:00:00", "ani", "telaah.minta_data", marks()),
        Err(CaseRefusal::ActionUsedUp)
    );
    assert!(town.case.acted_at("ani", "telaah") && !town.case.acted_at("ani", "verifikasi"));
}

#[test]
fn a_step_that_the_new_version_does_not_name_keeps_its_case() {
    let mut town = surveyed();
    let before = town.case.clone();
    let new = renamed("verifikasi = \"verifikasi\"");
    assert_eq!(migrate(&mut town, &new, "2026-10-14T09:00:00"), Err(CaseRefusal::StaysOnItsVersion));
    assert_eq!(town.case, before);
}

#[test]
fn another_office_holds_the_step_where_the_new_version_says_so_and_a_transfer_stays_where_it_does_not() {
    let mut town = surveyed();
    let step = "survei".to_owned();
    let away = Command::Transfer { step, unit: "dinas-perkim".into(), reason: None };
    town.command(wib("2026-10-13T12:00:00"), &officer("ani"), &away).unwrap();
    let mut other = surveyed();
    let new = renamed("survei = \"tinjauan\"");
    migrate(&mut town, &new, "2026-10-14T09:00:00").unwrap();
    assert_eq!(town.case.tokens[0].unit, "dinas-perkim");
    let head = "versi   = 4\nkasus_lama = { pindah = { survei = \"survei\" } }";
    let given = written(ROAD, &[("versi   = 3", head), ("pengawas-jalan@dinas-pupr", "pengawas-jalan@dinas-perkim")]);
    migrate(&mut other, &given, "2026-10-14T09:00:00").unwrap();
    let (token, held) = (&other.case.tokens[0], other.case.stays.iter().rev().take(2).collect::<Vec<_>>());
    assert_eq!((token.unit.as_str(), token.since), ("dinas-perkim", wib("2026-10-13T11:00:00")));
    assert_eq!(held[0].to, None);
    assert_eq!((held[1].unit.as_str(), held[1].to), ("dinas-pupr", Some(wib("2026-10-14T09:00:00"))));
}

/// A letter whose survey and neighbour run side by side.
fn forked() -> Town {
    let plain = json!({ "luas": 80, "status_tempat": "sewa" });
    let mut town = Town::open(written(LETTER, &[]), &plain, "2027-03-01T09:00:00");
    town.act("2027-03-01T10:00:00", "ani", "periksa.lengkap").unwrap();
    town
}

#[test]
fn branches_are_left_until_they_met() {
    let moves = "{ pindah = { survei = \"survei\", konfirmasi_rt = \"konfirmasi_rt\", paraf = \"paraf\" } }";
    let new = written(LETTER, &[("kasus_lama = \"tetap\" ", &format!("kasus_lama = {moves} "))]);
    let mut town = forked();
    let old = town.definition.clone();
    let rehearsed = cases::rehearse(&old, &new, &town.case);
    assert!(rehearsed.breaks() && rehearsed.misfits[0].say.id.contains("bercabang"), "{:?}", rehearsed.misfits);
    assert_eq!(migrate(&mut town, &new, "2027-03-01T11:00:00"), Err(CaseRefusal::StaysOnItsVersion));
    town.act("2027-03-01T12:00:00", "budi", "survei.sesuai").unwrap();
    assert!(cases::rehearse(&old, &new, &town.case).breaks(), "one waits at the join");
    town.act("2027-03-01T13:00:00", "citra", "konfirmasi_rt.setuju").unwrap();
    migrate(&mut town, &new, "2027-03-01T14:00:00").unwrap();
    town.act("2027-03-01T15:00:00", "dewi", "paraf.paraf").unwrap();
    town.act("2027-03-01T16:00:00", "lurah", "tanda_tangan.terbitkan").unwrap();
    assert_eq!(town.case.ended.unwrap().by, Closing::Officer);
}

#[test]
fn steps_that_a_case_went_through_do_not_become_one() {
    let town = surveyed();
    let new = written(
        ROAD,
        &[(
            "versi   = 3",
            "versi   = 4\nkasus_lama = { pindah = { survei = \"perbaikan\", pelapor = \"perbaikan\" } }",
        )],
    );
    let said: Vec<String> =
        cases::rehearse(&town.definition, &new, &town.case).misfits.into_iter().map(|one| one.say.id).collect();
    assert_eq!(said, ["kasus pernah berada pada `pelapor` dan `survei`, yang menjadi satu langkah"]);
}

#[test]
fn files_marks_and_the_first_step_need_their_place() {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let mut town = Town::open(written(ROAD, &[]), &plain, "2026-10-12T09:00:00");
    let marks = Act { marks: vec!["foto".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "verifikasi.minta_data", marks).unwrap();
    town.case.files.push(cases::FileRef { field: "foto".into(), id: "1".into() });
    let new = written(
        ROAD,
        &[
            ("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { pelapor = \"pelapor\" } }"),
            ("[berkas.foto]", "[berkas.gambar]"),
        ],
    );
    let paths: Vec<String> =
        cases::rehearse(&town.definition, &new, &town.case).misfits.into_iter().map(|one| one.path).collect();
    assert_eq!(paths, ["berkas.foto", "isian.foto"]);
    let first = written(ROAD, &[("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { verifikasi = \"survei\" } }")]);
    let fresh = Town::open(written(ROAD, &[]), &plain, "2026-10-12T09:00:00");
    let rehearsed = cases::rehearse(&fresh.definition, &first, &fresh.case);
    assert!(rehearsed.misfits[0].say.id.contains("langkah pertama"), "{:?}", rehearsed.misfits);
}
