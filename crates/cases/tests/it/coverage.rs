//! What scenarios run through, scenarios for the rest, and running cases under a new version.

use crate::vectors::example;
use cases::coverage::{Part, complete};
use cases::{Act, AnswersRef, Case, Command, Context, Fate, Open, coverage, decide, open, rehearse, run_scenarios};
use definition::Definition;
use definition::plain::answers;
use kernel::{Actor, Instant, OfficerId, Zone};

const ROADS: &str = include_str!("../../../definition/tests/data/jalan-rusak.toml");

fn roads(replace: &[(&str, &str)]) -> Definition {
    let mut text = ROADS.to_owned();
    for (from, to) in replace {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    definition::load(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn missing(definition: &Definition) -> Vec<String> {
    let results = run_scenarios(definition, &crate::town::calendar());
    coverage(definition, &results).missing().map(ToString::to_string).collect()
}

#[test]
fn coverage_names_what_no_scenario_runs_through() {
    let definition = example("jalan-rusak");
    let missing = missing(&definition);
    assert!(missing.contains(&"langkah.verifikasi.aksi.tolak".to_owned()), "{missing:?}");
    assert!(!missing.contains(&"langkah.verifikasi".to_owned()), "{missing:?}");
    assert!(!missing.contains(&"akhir.selesai".to_owned()), "{missing:?}");
}

#[test]
fn silence_counts_as_an_action_that_ran() {
    let missing = missing(&example("jalan-rusak"));
    assert!(!missing.contains(&"langkah.konfirmasi.aksi.puas".to_owned()), "{missing:?}");
}

#[test]
fn the_scenarios_that_are_found_pass_and_leave_nothing_out() {
    for id in ["jalan-rusak", "surat-domisili-usaha"] {
        let definition = example(id);
        let calendar = crate::town::calendar();
        let before = coverage(&definition, &run_scenarios(&definition, &calendar));
        let found = complete(&definition, &calendar, &before);
        assert!(!found.scenarios.is_empty(), "{id}");
        assert_eq!(found.unreached, Vec::<Part>::new(), "{id}");
        let path = format!("../definition/tests/data/{id}.toml");
        let text = format!("{}\n{}", std::fs::read_to_string(path).unwrap(), found.toml);
        let longer = definition::load(&text).unwrap_or_else(|faults| panic!("{faults:?}\n{}", found.toml));
        let results = run_scenarios(&longer, &calendar);
        let failed: Vec<_> = results.iter().filter(|one| !one.passed()).map(|one| &one.differences).collect();
        assert!(failed.is_empty(), "{failed:?}\n{}", found.toml);
        assert_eq!(coverage(&longer, &results).missing().count(), 0, "{id}");
    }
}

#[test]
fn a_part_behind_an_impossible_condition_is_said_to_be_unreached() {
    let definition = roads(&[("jika = 'ada rencana'", "jika = 'ada rencana dan bukan ada rencana'")]);
    let calendar = crate::town::calendar();
    let before = coverage(&definition, &run_scenarios(&definition, &calendar));
    let found = complete(&definition, &calendar, &before);
    let left: Vec<String> = found.unreached.iter().map(ToString::to_string).collect();
    assert_eq!(left, ["langkah.survei.aksi.anggarkan", "akhir.dijadwalkan"]);
}

/// A case of the roads that waits for its survey.
fn surveyed(definition: &Definition) -> Case {
    let calendar = crate::town::calendar();
    let context = Context { definition, calendar: &calendar, units: &cases::AsWritten, opened: None, rehearsal: true };
    let plain = serde_json::json!({ "jenis_rusak": "jembatan", "bahaya": "ya", "rincian_bahaya": "putus" });
    let command = Open {
        zone: Zone::Wib,
        channel: "web".into(),
        anonymous: false,
        secret: false,
        answers: AnswersRef::invented(answers(definition, plain.as_object().unwrap()).unwrap()),
        files: Vec::new(),
        device_at: None,
        renewal: false,
    };
    let now = Instant::parse("2026-10-12T09:00:00+07:00").unwrap();
    let case = open(&context, command, now, &Actor::Reporter).case;
    let plain = serde_json::json!({ "status_jalan": "kabupaten" });
    let act = Act {
        action: "teruskan".into(),
        answers: AnswersRef::invented(answers(definition, plain.as_object().unwrap()).unwrap()),
        ..Act::default()
    };
    let officer = Actor::Officer { id: OfficerId("v".into()), unit: String::new(), title: String::new() };
    let decision = decide(&context, &case, &Command::Act(Box::new(act)), now, &officer);
    decision.outcome.unwrap();
    decision.case
}

fn said(new: &Definition) -> (Fate, Vec<String>, bool) {
    let old = roads(&[]);
    let rehearsal = rehearse(&old, new, &surveyed(&old));
    let misfits = rehearsal.misfits.iter().map(|one| format!("{}: {}", one.path, one.say.id)).collect();
    (rehearsal.fate, misfits, rehearsal.breaks())
}

#[test]
fn the_same_text_means_nothing_for_a_running_case() {
    assert_eq!(said(&roads(&[])), (Fate::Same, Vec::new(), false));
}

#[test]
fn a_case_that_stays_never_breaks_but_says_what_would_not_fit() {
    let new = roads(&[
        ("[langkah.survei]", "[langkah.tinjauan]"),
        ("ke = \"survei\"", "ke = \"tinjauan\""),
        ("diisi = \"survei\"", "diisi = \"tinjauan\""),
        ("\"masuk:survei\"   = \"Laporan {nomor} sedang disurvei {langkah.survei.oleh}.\"\n", ""),
        ("harap = { langkah = \"survei\"", "harap = { langkah = \"tinjauan\""),
    ]);
    let (fate, misfits, breaks) = said(&new);
    assert_eq!((fate, breaks), (Fate::Stays, false));
    assert_eq!(
        misfits,
        ["langkah.survei: kasus berdiri pada \"Survei lapangan\" (`survei`), yang tidak ada pada versi baru"]
    );
}

#[test]
fn a_case_that_moves_breaks_where_an_answer_has_no_place() {
    let new = roads(&[
        ("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { survei = \"survei\" } }"),
        (", jembatan = \"Jembatan rusak\"", ""),
        ("label  = \"Ceritakan singkat\"", "label  = \"Ceritakan\""),
        ("jenis_rusak = \"jembatan\", ", "jenis_rusak = \"lubang\", "),
        (
            "[berkas.foto]",
            "[isian.sejak]\nlabel = \"Sejak kapan?\"\ntipe  = \"tanggal\"\nwajib = true\n\n[berkas.foto]",
        ),
    ]);
    let (fate, misfits, breaks) = said(&new);
    assert_eq!((fate, breaks), (Fate::Moves, true));
    assert_eq!(
        misfits,
        [
            "isian.jenis_rusak: pilihan `jembatan` pada \"Kerusakan apa?\" tidak ada lagi",
            "isian.sejak: isian wajib \"Sejak kapan?\" belum pernah dijawab",
        ]
    );
}

#[test]
fn a_mapping_gives_a_removed_step_a_place() {
    let moved = [("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { survei = \"perbaikan\" } }")];
    let (fate, misfits, breaks) = said(&roads(&moved));
    assert_eq!((fate, misfits, breaks), (Fate::Moves, Vec::new(), false));
}
