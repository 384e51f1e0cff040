//! Rule by rule, where the published traces do not look.

use crate::town::{Town, calendar, context, invented, officer, opening, text, wib};
use crate::vectors::example;
use cases::events::Imported;
use cases::nearby::{Sighting, distance_m, is_offered};
use cases::views::Due;
use cases::{
    Act, AnswersRef, Case, CaseEvent, CaseRefusal, ClockRef, ClockState, Closing, Command, Evidence, EvidenceValue,
    FileRef, GivenReason, Import, Mandate, WITHDRAWN, Why, decide, import, offers, open,
};
use definition::model::Definition;
use kernel::calendar::{CalendarChange, CalendarPlan};
use kernel::{Actor, Calendar, MissingYear, Refusal, TextRef, Zone};
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

#[test]
fn a_join_of_one_cancels_the_branches_that_are_still_open() {
    let mut town = branched("satu", 80);
    town.act("2026-10-12T11:00:00", "ani", "dua.beres").unwrap();
    assert_eq!(steps(&town), ["putus"]);
    assert_eq!(town.count("step.cancelled"), 2);
    assert!(town.case.waiting.is_empty());
}

#[test]
fn a_join_of_two_out_of_three_waits_for_the_second() {
    let mut town = branched("2 dari 3", 80);
    town.act("2026-10-12T11:00:00", "ani", "dua.beres").unwrap();
    assert_eq!(steps(&town), ["satu", "tiga"]);
    town.act("2026-10-12T11:30:00", "warga", "tiga.beres").unwrap();
    assert_eq!(steps(&town), ["putus"]);
    assert_eq!(town.count("step.cancelled"), 1);
}

#[test]
fn a_skipped_branch_arrives_by_itself_and_may_satisfy_the_join() {
    let town = branched("satu", 10);
    assert_eq!(steps(&town), ["putus"]);
    assert_eq!(town.case.skipped, ["tiga"]);
    assert_eq!(town.count("step.cancelled"), 2);
    let all = branched("semua", 10);
    assert_eq!(steps(&all), ["satu", "dua"]);
    assert_eq!(all.case.waiting.len(), 1);
}

#[test]
fn a_join_makes_a_fresh_clock_even_where_the_last_branch_was_the_residents() {
    let mut town = branched("semua", 80);
    for round in ["12", "13"] {
        for (hour, by, action) in
            [("11", "ani", "satu.beres"), ("12", "ani", "dua.beres"), ("13", "warga", "tiga.beres")]
        {
            town.act(&format!("2026-10-{round}T{hour}:00:00"), by, action).unwrap();
        }
        if round == "12" {
            town.act("2026-10-12T14:00:00", "budi", "ulang").unwrap();
            town.act("2026-10-13T10:00:00", "ani", "bagi").unwrap();
        }
    }
    let clocks = town.case.clocks.iter();
    let clocks = clocks.filter(|clock| clock.name == ClockRef::Step("putus".to_owned()));
    let starts: Vec<_> = clocks.map(|clock| clock.meter.start).collect();
    assert_eq!(starts, [wib("2026-10-12T13:00:00"), wib("2026-10-13T13:00:00")]);
}

#[test]
fn what_people_do_at_the_due_instant_comes_before_what_fires_at_it() {
    let mut town = road();
    let due = town.case.next_fire_at(&town.calendar).unwrap();
    assert_eq!(due, wib("2026-10-13T16:00:00"));
    town.look("2026-10-13T16:00:00");
    assert_eq!(town.count("clock.lapsed"), 0);
    forward(&mut town, "2026-10-13T16:00:00");
    town.look("2026-10-13T16:00:01");
    assert_eq!(town.count("clock.lapsed"), 0, "in time at the due instant itself");
}

#[test]
fn at_the_same_instant_the_narrower_promise_speaks_first() {
    let text = std::fs::read_to_string("../definition/tests/data/jalan-rusak.toml").unwrap();
    let text = text.replacen("total    = \"14 hari kerja\"", "total    = \"3 hari kerja\"", 1).replacen(
        "tenggat = \"1 hari kerja\"",
        "tenggat = \"3 hari kerja\"",
        1,
    );
    let definition = definition::load(&text).unwrap();
    let mut town = Town::open(definition, &json!({}), "2026-10-12T09:00:00");
    town.look("2026-10-20T09:00:00");
    let lapsed = town.facts.iter().filter_map(|fact| match &fact.event {
        CaseEvent::Lapsed(lapsed) => Some((lapsed.clock.to_string(), fact.happened_at)),
        _ => None,
    });
    let at = wib("2026-10-15T16:00:00");
    let expected = ["langkah.verifikasi", "verifikasi", "total"].map(|name| (name.to_owned(), at));
    assert_eq!(lapsed.collect::<Vec<_>>(), expected);
}

#[test]
fn an_action_that_two_steps_offer_must_name_its_step() {
    let mut town = branched("semua", 80);
    let refused = town.act("2026-10-12T11:00:00", "ani", "beres");
    assert_eq!(refused, Err(CaseRefusal::AmbiguousAction));
}

#[test]
fn total_runs_while_one_branch_is_in_the_office_and_pauses_with_the_last() {
    let mut town = branched("semua", 80);
    town.act("2026-10-12T11:00:00", "ani", "satu.beres").unwrap();
    assert_eq!(town.count("clock.paused"), 0);
    town.act("2026-10-12T12:00:00", "ani", "dua.beres").unwrap();
    assert_eq!(town.count("clock.paused"), 1);
    town.act("2026-10-14T12:00:00", "warga", "tiga.beres").unwrap();
    assert_eq!(town.count("clock.resumed"), 1);
}

#[test]
fn silence_of_the_office_grants_from_wherever_the_tokens_are() {
    let mut town = branched("semua", 80);
    town.look("2026-11-02T09:00:00");
    let ended = town.case.ended.clone().unwrap();
    assert_eq!((ended.end.as_str(), ended.by), ("terbit", Closing::Silence));
    assert_eq!(ended.at, Some(wib("2026-10-19T16:00:00")));
    assert!(town.case.tokens.is_empty());
    let tail = &town.names()[town.facts.len() - 6..];
    let cancelled = "step.cancelled";
    let expected = ["clock.lapsed", "action.taken", cancelled, cancelled, cancelled, "case.ended"];
    assert_eq!(tail, expected);
}

#[test]
fn who_closed_a_case_is_kept_apart() {
    let mut officer = road();
    officer.act("2026-10-12T10:00:00", "ani", "tolak").unwrap();
    assert_eq!(officer.case.ended.unwrap().by, Closing::Officer);
    let mut silent = road();
    silent.act("2026-10-12T10:00:00", "ani", "minta_data").unwrap();
    silent.look("2026-12-01T10:00:00");
    let ended = silent.case.ended.clone().unwrap();
    assert_eq!((ended.end.as_str(), ended.by), ("ditolak", Closing::Silence));
    let mut resident = road();
    resident.act("2026-10-12T10:00:00", "ani", "minta_data").unwrap();
    resident.act("2026-10-13T10:00:00", "warga", "tutup").unwrap();
    assert_eq!(resident.case.ended.unwrap().by, Closing::Resident);
}

#[test]
fn whoever_initialled_may_not_sign() {
    let plain = json!({ "luas": 20, "status_tempat": "milik" });
    let letter = example("surat-domisili-usaha");
    let mut town = Town::open(letter, &plain, "2026-10-12T08:00:00");
    town.act("2026-10-12T08:30:00", "ani", "lengkap").unwrap();
    town.act("2026-10-12T09:00:00", "ketua", "setuju").unwrap();
    town.act("2026-10-12T09:30:00", "budi", "paraf").unwrap();
    let refused = town.act("2026-10-12T10:00:00", "budi", "terbitkan");
    assert_eq!(refused, Err(CaseRefusal::SamePerson));
    assert_eq!(refused.unwrap_err().code(), "orang_yang_sama");
    let context = context(&town.definition, &town.calendar, true);
    let offered = offers(&context, &town.case, &officer("budi"));
    assert!(offered.iter().all(|offer| offer.blocked == Some(CaseRefusal::SamePerson)));
    town.act("2026-10-12T10:00:00", "ani", "terbitkan").unwrap();
}

#[test]
fn the_resident_takes_no_officers_action_and_no_officer_the_residents() {
    let mut town = road();
    let refused = town.act("2026-10-12T10:00:00", "warga", "tolak");
    assert_eq!(refused, Err(CaseRefusal::NoSuchAction));
    town.act("2026-10-12T10:00:00", "ani", "minta_data").unwrap();
    let refused = town.act("2026-10-12T11:00:00", "ani", "tutup");
    assert_eq!(refused, Err(CaseRefusal::NoSuchAction));
    let counter = Act { on_behalf_of: Some("@pelapor".to_owned()), ..Act::default() };
    town.act_with("2026-10-12T11:00:00", "ani", "tutup", counter).unwrap();
    assert_eq!(town.case.ended.unwrap().by, Closing::Resident);
}

#[test]
fn a_corrected_place_moves_the_case_to_its_village() {
    let mut town = road();
    assert_eq!(town.case.village, None);
    let marks = Act { marks: vec!["lokasi".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "minta_data", marks).unwrap();
    let mut answers = definition::Answers::new();
    let point = definition::Point { village: Some("35.17.01.2001".to_owned()), ..definition::Point::default() };
    answers.insert("lokasi", definition::Value::Point(point));
    let act = Act { answers: AnswersRef::invented(answers), ..Act::default() };
    town.act_with("2026-10-12T11:00:00", "warga", "kirim", act).unwrap();
    assert_eq!(town.case.village.as_deref(), Some("35.17.01.2001"));
}

#[test]
fn only_marked_fields_and_what_they_bring_to_light_may_change() {
    let mut town = road();
    let marks = Act { marks: vec!["bahaya".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "minta_data", marks).unwrap();
    let locked = filled(&json!({ "jenis_rusak": "retak" }));
    let refused = town.act_with("2026-10-12T11:00:00", "warga", "kirim", locked);
    assert_eq!(refused, Err(CaseRefusal::FieldLocked("jenis_rusak".to_owned())));
    let open = filled(&json!({ "bahaya": "ya", "rincian_bahaya": "jalan putus" }));
    town.act_with("2026-10-12T11:00:00", "warga", "kirim", open).unwrap();
    assert_eq!(town.case.versions, 2);
    assert!(town.case.tokens.iter().all(|token| token.marks.is_empty()));
}

#[test]
fn a_waiting_step_without_marks_takes_additions_only() {
    let mut town = road();
    town.act("2026-10-12T10:00:00", "ani", "minta_data").unwrap();
    let change = filled(&json!({ "bahaya": "ya" }));
    let refused = town.act_with("2026-10-12T11:00:00", "warga", "kirim", change);
    assert_eq!(refused, Err(CaseRefusal::FieldLocked("bahaya".to_owned())));
    let more =
        Command::AddInfo { text: text(), files: vec![FileRef { field: String::new(), id: "lampiran/1".to_owned() }] };
    town.command(wib("2026-10-12T11:00:00"), &Actor::Reporter, &more).unwrap();
    assert_eq!(town.case.files.len(), 1);
}

#[test]
fn fields_of_another_step_are_locked_for_an_officer_too() {
    let mut town = road();
    let wrong = filled(&json!({ "rencana": "2026-12-01" }));
    let refused = town.act_with("2026-10-12T10:00:00", "ani", "tolak", wrong);
    assert_eq!(refused, Err(CaseRefusal::FieldLocked("rencana".to_owned())));
}

#[test]
fn reason_marks_and_evidence_are_asked_for_outside_rehearsals() {
    let mut town = road();
    town.rehearsal = false;
    let given = Some(GivenReason { code: Some("bukan_jalan".to_owned()), text: text() });
    let at = "2026-10-12T10:00:00";
    assert_eq!(town.act(at, "ani", "tolak"), Err(CaseRefusal::ReasonMissing));
    let asks = |marks: &[&str]| Act {
        reason: given.clone(),
        marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
        ..Act::default()
    };
    let refused = |town: &mut Town, marks: &[&str]| town.act_with(at, "ani", "minta_data", asks(marks));
    assert_eq!(refused(&mut town, &[]), Err(CaseRefusal::MarksMissing));
    let officers = Err(CaseRefusal::BadMark("status_jalan".to_owned()));
    assert_eq!(refused(&mut town, &["status_jalan"]), officers);
    assert_eq!(refused(&mut town, &["foto", "bahaya"]), Ok(()));
}

#[test]
fn required_items_bind_an_action_unless_it_leads_out_of_the_office() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    town.rehearsal = false;
    let missing = town.act("2026-10-12T11:00:00", "budi", "jadwalkan");
    assert_eq!(missing, Err(CaseRefusal::EvidenceMissing("foto_survei".to_owned())));
    let reason = Some(GivenReason { code: Some("bukan_jalan".to_owned()), text: text() });
    let no_road = Act { reason, ..Act::default() };
    let mut other = Town {
        definition: town.definition.clone(),
        calendar: town.calendar.clone(),
        case: town.case.clone(),
        facts: Vec::new(),
        rehearsal: false,
    };
    other.act_with("2026-10-12T11:00:00", "budi", "tolak", no_road).unwrap();
    let photo = Act {
        evidence: vec![Evidence {
            item: "foto_survei".to_owned(),
            value: EvidenceValue::Photos(vec!["lampiran/1".to_owned()]),
        }],
        ..Act::default()
    };
    town.act_with("2026-10-12T11:00:00", "budi", "jadwalkan", photo).unwrap();
}

#[test]
fn a_transfer_moves_the_holder_and_no_clock_and_returns_to_the_sender() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    let before = town.case.clock_views(&town.calendar, wib("2026-10-13T10:00:00"));
    let transfer =
        Command::Transfer { step: "survei".to_owned(), unit: "dinas-perhubungan".to_owned(), reason: text() };
    let at = wib("2026-10-13T10:00:00");
    town.command(at, &officer("budi"), &transfer).unwrap();
    assert_eq!(town.case.clock_views(&town.calendar, at), before);
    assert_eq!(town.case.tokens[0].unit, "dinas-perhubungan");
    assert_eq!(town.case.tokens[0].since, wib("2026-10-12T10:00:00"));
    let give_back = Command::Return { step: "survei".to_owned(), reason: text() };
    town.command(at, &officer("citra"), &give_back).unwrap();
    assert_eq!(town.case.tokens[0].unit, "dinas-pupr");
    let again = town.command(at, &officer("budi"), &give_back);
    assert_eq!(again, Err(CaseRefusal::NotTransferred));
    let units = town.case.stays.iter().map(|stay| stay.unit.as_str());
    let units: Vec<&str> = units.collect();
    assert_eq!(units, ["dinas-kominfo", "dinas-pupr", "dinas-perhubungan", "dinas-pupr"]);
}

#[test]
fn nothing_is_transferred_from_a_step_of_the_resident_or_one_that_is_not_active() {
    let mut town = road();
    town.act("2026-10-12T10:00:00", "ani", "minta_data").unwrap();
    let transfer =
        |step: &str| Command::Transfer { step: step.to_owned(), unit: "dinas-perhubungan".to_owned(), reason: text() };
    let at = wib("2026-10-12T11:00:00");
    let waiting = town.command(at, &officer("ani"), &transfer("pelapor"));
    assert_eq!(waiting, Err(CaseRefusal::NotAnOfficersStep));
    let idle = town.command(at, &officer("ani"), &transfer("survei"));
    assert_eq!(idle, Err(CaseRefusal::StepNotActive));
}

#[test]
fn asking_the_resident_does_not_refresh_the_officers_time() {
    let mut town = road();
    town.act("2026-10-13T11:30:00", "ani", "minta_data").unwrap();
    town.act("2026-10-20T13:00:00", "warga", "kirim").unwrap();
    let holder = &town.case.holders(&town.calendar)[0];
    // 533 thousandths on the 13th and 400 on the 20th; the 67 that are left are 1,809 seconds of the 21st.
    assert_eq!(holder.until, Due::At(wib("2026-10-21T08:00:09")));
    let step = ClockRef::Step("verifikasi".to_owned());
    let why: Vec<Why> = town.case.explain(&step, &town.calendar).into_iter().map(|line| line.entry.why).collect();
    assert!(matches!(why.as_slice(), [Why::Entered { .. }, Why::ActionTaken { .. }, Why::CameBack { .. }]));
}

#[test]
fn every_line_of_a_clock_says_what_was_consumed_by_whom_and_why() {
    let mut town = road();
    town.act("2026-10-13T12:00:00", "ani", "minta_data").unwrap();
    town.act("2026-10-20T13:00:00", "warga", "kirim").unwrap();
    let lines = town.case.explain(&ClockRef::Total, &town.calendar);
    let consumed: Vec<_> = lines.iter().map(|line| line.consumed).collect();
    assert_eq!(consumed, [Some(0), Some(600), Some(600)]);
    assert_eq!(lines[1].entry.actor, officer("ani"));
    assert_eq!(lines[2].entry.actor, Actor::Reporter);
    assert!(matches!(&lines[1].entry.why, Why::WaitsForResident { steps } if steps == &["pelapor"]));
}

#[test]
fn the_residents_days_and_the_holders_working_time_are_kept_apart() {
    let mut town = road();
    town.act("2026-10-13T12:00:00", "ani", "minta_data").unwrap();
    town.act("2026-10-20T13:00:00", "warga", "kirim").unwrap();
    let at = wib("2026-10-20T16:00:00");
    assert_eq!(town.case.days_lived(at), 8);
    let shares = town.case.shares(&town.calendar, at);
    let working: Vec<_> = shares.iter().map(|share| share.working_seconds.unwrap()).collect();
    // Mon 09:00–16:00 without the break and Tue to 12:00; then the resident; then 13:00–16:00.
    assert_eq!(working, [21_600 + 16_200, 10_800 + 4 * 27_000 + 16_200, 10_800]);
    assert!(!shares[1].stay.working);
}

#[test]
fn an_answer_before_its_clock_starts_does_not_stop_it() {
    let mut town = road();
    let answer = Command::Answer { text: text() };
    town.command(wib("2026-10-12T09:30:00"), &officer("ani"), &answer).unwrap();
    assert_eq!(town.count("clock.stopped"), 0);
    forward(&mut town, "2026-10-12T10:00:00");
    town.command(wib("2026-10-12T11:00:00"), &officer("budi"), &answer).unwrap();
    let first = town.case.clock(&ClockRef::FirstAnswer).unwrap();
    assert_eq!(first.stopped, Some(wib("2026-10-12T11:00:00")));
    assert_eq!(first.meter.start, wib("2026-10-12T10:00:00"));
}

#[test]
fn a_missing_year_closes_no_door_fires_nothing_and_is_named() {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let at = wib("2027-12-30T09:00:00");
    let definition = example("jalan-rusak");
    let mut town = Town::open_with(definition, calendar(), &plain, at);
    let views = town.case.clock_views(&town.calendar, at);
    let due = |name: ClockRef| views.iter().find(|view| view.name == name).unwrap().due;
    assert_eq!(due(ClockRef::Total), Due::Missing(MissingYear(2028)));
    assert_eq!(due(ClockRef::Step("verifikasi".to_owned())), Due::At(wib("2027-12-31T16:30:00")));
    assert_eq!(town.case.missing_year(&town.calendar), Some(MissingYear(2028)));
    town.look("2028-03-01T09:00:00");
    assert_eq!(town.count("clock.lapsed"), 1);
    assert_eq!(town.case.next_fire_at(&town.calendar), None);
}

#[test]
fn what_a_late_holiday_list_moves_into_the_past_fires_at_the_change() {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let definition = example("jalan-rusak");
    let mut town = Town::open_with(definition, calendar(), &plain, wib("2027-12-30T09:00:00"));
    town.look("2028-03-01T09:00:00");
    let before = town.calendar.clone();
    let year = CalendarChange::Year { year: 2028, holidays: [].into() };
    let changed = wib("2028-03-02T10:00:00");
    town.calendar = before.changed(&year, changed.date(Zone::Wib));
    let command = Command::CalendarChanged { before: &before, cause: "SKB 2028".to_owned() };
    town.command(changed, &Actor::Operator, &command).unwrap();
    assert_eq!(town.case.next_fire_at(&town.calendar), Some(changed));
    town.look("2028-03-03T09:00:00");
    let late = town.facts.iter().filter(|fact| fact.event.name() == "clock.lapsed" && fact.happened_at == changed);
    assert_eq!(late.count(), 2, "verifikasi and total");
}

#[test]
fn a_holiday_decided_tomorrow_moves_the_due_instant_and_says_why() {
    let mut town = road();
    let before = town.calendar.clone();
    let holiday = before.plan().holidays.values().next().unwrap().clone();
    let add = CalendarChange::AddHoliday("2026-10-13".parse().unwrap(), holiday);
    let at = wib("2026-10-12T15:00:00");
    town.calendar = before.changed(&add, at.date(Zone::Wib));
    let command = Command::CalendarChanged { before: &before, cause: "Pilkades".to_owned() };
    town.command(at, &Actor::Operator, &command).unwrap();
    let step = ClockRef::Step("verifikasi".to_owned());
    let last = town.case.explain(&step, &town.calendar).pop().unwrap();
    assert_eq!(
        last.entry.why,
        Why::CalendarChanged {
            cause: "Pilkades".to_owned(),
            before: Some(wib("2026-10-13T16:00:00")),
            after: Some(wib("2026-10-14T16:00:00")),
        }
    );
}

fn imported(town: &Town, ended: Option<(&str, Option<&str>)>, answered: Option<&str>) -> cases::Decision {
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let command = Import {
        open: opening(&town.definition, &plain),
        imported: Imported { source: "lapor".to_owned(), outside: "123".to_owned(), flags: Vec::new() },
        opened_at: wib("2026-03-02T09:00:00"),
        forwarded_at: None,
        step: None,
        village: Some("35.17.09.2003".to_owned()),
        unit: Some("dinas-pupr".to_owned()),
        answered: answered.map(|at| (wib(at), text())),
        ended: ended.map(|(end, at)| (end.to_owned(), at.map(wib))),
    };
    let actor = Actor::Import { source: "lapor".to_owned() };
    import(&context(&town.definition, &town.calendar, false), command, &actor)
}

#[test]
fn an_imported_case_fires_nothing_until_an_officer_takes_it_over() {
    let mut town = road();
    let decision = imported(&town, None, None);
    (town.case, town.facts) = (decision.case, decision.facts);
    town.look("2026-10-01T09:00:00");
    assert_eq!(town.count("clock.lapsed"), 0);
    assert_eq!(town.case.next_fire_at(&town.calendar), None);
    let at = wib("2026-10-12T09:00:00");
    town.command(at, &officer("ani"), &Command::TakeOver).unwrap();
    assert!(town.case.clocks.iter().all(|clock| clock.lapsed.is_some()));
    town.look("2026-12-01T09:00:00");
    assert_eq!((town.count("clock.lapsed"), town.count("case.escalated")), (0, 0));
    let again = town.command(wib("2026-12-01T10:00:00"), &officer("ani"), &Command::TakeOver);
    assert_eq!(again, Err(CaseRefusal::NothingToTakeOver));
    forward(&mut town, "2026-12-01T10:00:00");
    assert!(town.case.next_fire_at(&town.calendar).is_some(), "later clocks fire");
}

#[test]
fn an_imported_report_keeps_its_village_even_if_the_form_asked_for_no_place() {
    let town = road();
    let decision = imported(&town, None, None);
    assert_eq!(decision.case.village.as_deref(), Some("35.17.09.2003"));
    let again = Case::replay(&decision.facts).unwrap();
    assert_eq!(again.village, decision.case.village);
}

#[test]
fn an_imported_report_starts_its_answer_clock_at_the_opening() {
    let town = road();
    let case = imported(&town, None, Some("2026-03-04T16:00:00")).case;
    assert!(case.clock(&ClockRef::Verification).is_none());
    let answer = case.clock(&ClockRef::FirstAnswer).unwrap();
    let consumed = answer.consumed(&town.calendar, wib("2026-12-01T09:00:00"));
    assert_eq!(consumed, Ok(2000));
    assert_eq!(case.tokens[0].unit, "dinas-pupr");
}

#[test]
fn an_imported_end_without_a_time_sits_on_no_clock_and_says_so() {
    let town = road();
    let case = imported(&town, Some(("selesai", None)), Some("2026-03-04T16:00:00")).case;
    let ended = case.ended.clone().unwrap();
    assert_eq!((ended.by, ended.at), (Closing::Import, None));
    let views = case.clock_views(&town.calendar, wib("2026-12-01T09:00:00"));
    let state = |name: ClockRef| views.iter().find(|view| view.name == name).unwrap().state;
    assert_eq!(state(ClockRef::Total), ClockState::Unknown);
    assert_eq!(state(ClockRef::FirstAnswer), ClockState::Stopped);
}

#[test]
fn an_answer_that_lies_before_its_report_is_kept_and_its_clock_says_nothing() {
    let town = road();
    let decision = imported(&town, None, Some("2026-02-20T16:00:00"));
    let answer = decision.case.clock(&ClockRef::FirstAnswer).unwrap();
    assert!(answer.void);
    assert_eq!(decision.case.answered, [wib("2026-02-20T16:00:00")]);
    assert_eq!(decision.case.latest, wib("2026-03-02T09:00:00"));
}

#[test]
fn an_earlier_server_clock_counts_as_the_latest_instant_known() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    town.act("2026-10-12T08:00:00", "budi", "jadwalkan").unwrap();
    assert_eq!(town.case.latest, wib("2026-10-12T10:00:00"));
}

#[test]
fn after_the_end_only_a_rating_is_taken_and_only_once() {
    let mut town = road();
    town.act("2026-10-12T10:00:00", "ani", "tolak").unwrap();
    let at = wib("2026-10-12T11:00:00");
    for command in [
        Command::Note { text: text() },
        Command::Answer { text: text() },
        Command::Support { text: None, files: Vec::new() },
    ] {
        let refused = town.command(at, &officer("ani"), &command);
        assert_eq!(refused, Err(CaseRefusal::CaseEnded));
    }
    let rate = |rating| Command::Rate { rating };
    assert_eq!(town.command(at, &Actor::Reporter, &rate(6)), Err(CaseRefusal::BadRating));
    town.command(at, &Actor::Reporter, &rate(4)).unwrap();
    assert_eq!(town.command(at, &Actor::Reporter, &rate(5)), Err(CaseRefusal::AlreadyRated));
    assert_eq!(town.case.rating, Some(4));
}

#[test]
fn support_is_counted_and_touches_no_clock() {
    let mut town = road();
    let at = wib("2026-10-12T11:00:00");
    let before = town.case.clock_views(&town.calendar, at);
    let support = Command::Support { text: None, files: Vec::new() };
    town.command(at, &Actor::Resident, &support).unwrap();
    assert_eq!(town.case.supporters, 1);
    assert_eq!(town.case.clock_views(&town.calendar, at), before);
}

#[test]
fn no_personal_value_and_no_free_text_stands_in_an_event() {
    let letter = example("surat-domisili-usaha");
    let plain = json!({
        "nik": { "nilai": "3517000000000001", "sumber": "dukcapil" },
        "nama": "Siti Contoh",
        "nama_usaha": "Warung Rahasia",
        "luas": 20,
        "status_tempat": "milik",
    });
    let answers = definition::plain::answers(&letter, plain.as_object().unwrap()).unwrap();
    let mut sealed = Vec::new();
    let split = AnswersRef::split(&letter, &answers, |field, _| {
        sealed.push(field.to_owned());
        TextRef { id: format!("nilai/{field}"), hash: "0".repeat(64) }
    });
    assert_eq!(sealed, ["nik", "nama", "nama_usaha"]);
    let command = cases::Open { answers: split.clone(), ..opening(&letter, &json!({})) };
    let calendar = calendar();
    let decision = open(&context(&letter, &calendar, false), command, wib("2026-10-12T09:00:00"), &Actor::Reporter);
    let log: String = decision.facts.iter().map(|fact| serde_json::to_string(&fact.envelope()).unwrap()).collect();
    for secret in ["3517000000000001", "Siti", "Warung"] {
        assert!(!log.contains(secret), "{secret}");
    }
    let known = split.known(&letter, None);
    assert_eq!(known.source("nik"), Some("dukcapil"));
    assert_eq!(split.known(&letter, Some(&answers)).get("nama"), answers.get("nama"));
}

#[test]
fn a_place_leaves_only_its_village_in_the_event() {
    let road = example("jalan-rusak");
    let mut answers = definition::Answers::new();
    let point = definition::Point {
        village: Some("35.17.01.2001".to_owned()),
        landmark: Some("depan rumah Pak Contoh".to_owned()),
        coordinate: Some((-7.5, 112.2)),
    };
    answers.insert("lokasi", definition::Value::Point(point));
    let split = AnswersRef::split(&road, &answers, |_, _| text().unwrap());
    let written = serde_json::to_string(&split).unwrap();
    assert!(written.contains("35.17.01.2001"));
    assert!(!written.contains("Contoh") && !written.contains("112.2"));
    assert!(split.sealed.contains_key("lokasi"));
}

#[test]
fn a_report_of_the_same_thing_nearby_and_lately_is_offered() {
    let rule = example("jalan-rusak").duplicates.unwrap();
    let value = |option: &str| definition::Value::Option(option.to_owned());
    let sighting = |lat: f64, option: &str| Sighting {
        service: "jalan-rusak".to_owned(),
        village: Some("35.17.01.2001".to_owned()),
        coordinate: Some((lat, 112.2)),
        values: [("jenis_rusak".to_owned(), value(option))].into_iter().collect(),
    };
    let now = (wib("2026-10-15T09:00:00"), Zone::Wib);
    let new = sighting(-7.5, "lubang");
    let offered = |old: &Sighting, opened: &str| is_offered(&rule, &new, old, wib(opened), now);
    let near = sighting(-7.500_2, "lubang");
    assert!(offered(&near, "2026-10-02T23:59:00"));
    assert!(!offered(&near, "2026-10-01T23:59:00"), "fifteen dates ago");
    assert!(!offered(&sighting(-7.500_3, "lubang"), "2026-10-14T09:00:00"), "33 m away");
    assert!(!offered(&sighting(-7.5, "retak"), "2026-10-14T09:00:00"), "another damage");
    let village = Sighting { coordinate: None, ..near.clone() };
    assert!(offered(&village, "2026-10-14T09:00:00"), "without a coordinate the same village");
    let elsewhere = Sighting { village: None, ..village };
    assert!(!offered(&elsewhere, "2026-10-14T09:00:00"));
}

#[test]
fn a_degree_along_a_meridian_is_111_kilometres() {
    let metres = distance_m((0.0, 112.0), (1.0, 112.0));
    assert!((metres - 111_195.08).abs() < 0.1, "{metres}");
}

#[test]
fn opening_a_case_with_three_clocks_is_cheap() {
    let road = example("jalan-rusak");
    let plan = CalendarPlan { years: (2015..=2035).collect(), ..CalendarPlan::default() };
    let calendar = Calendar::new(plan);
    let plain = json!({ "jenis_rusak": "lubang", "bahaya": "tidak" });
    let context = context(&road, &calendar, false);
    let started = std::time::Instant::now();
    for second in 0..1000 {
        let at = wib("2026-10-12T09:00:00").plus_seconds(second);
        let decision = open(&context, opening(&road, &plain), at, &Actor::Reporter);
        assert!(decision.case.next_fire_at(&calendar).is_some());
        assert_eq!(decision.facts.len(), 2);
    }
    // A thousand in a second even unoptimised: a thousandth of what one report may cost.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    println!("1000 openings: {:?}", started.elapsed());
}

#[test]
fn the_public_names_of_the_events_are_what_is_recorded() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    let decision = decide(
        &context(&town.definition, &town.calendar, true),
        &town.case,
        &Command::Note { text: text() },
        wib("2026-10-12T11:00:00"),
        &officer("budi"),
    );
    town.facts.extend(decision.facts);
    for fact in &town.facts {
        let tagged = serde_json::to_value(&fact.event).unwrap();
        assert_eq!(tagged["name"], fact.event.name());
        assert_eq!(fact.envelope().name, fact.event.name());
    }
    assert!(matches!(town.facts[0].event, CaseEvent::Opened(_)));
}

#[test]
fn an_application_that_is_taken_back_ends_apart_from_success_and_refusal() {
    let mut town = Town::open(branches("semua"), &json!({ "luas": 20 }), "2026-10-12T09:00:00");
    town.act("2026-10-12T10:00:00", "ani", "bagi").unwrap();
    let withdraw = Command::Withdraw { text: text() };
    let at = wib("2026-10-13T10:00:00");
    let by_officer = town.command(at, &officer("ani"), &withdraw);
    assert_eq!(by_officer, Err(CaseRefusal::NotWithdrawable), "nobody takes it back for somebody else");
    town.command(at, &Actor::Reporter, &withdraw).unwrap();
    assert_eq!(town.count("step.cancelled"), 3);
    let ended = town.case.ended.clone().unwrap();
    assert_eq!((ended.by, ended.outcome.as_str(), ended.end.as_str()), (Closing::Withdrawn, "netral", WITHDRAWN));
    assert!(town.case.clocks.iter().all(|clock| !clock.is_running() && clock.stopped.is_some()));
    assert_eq!(Case::replay(&town.facts).unwrap(), town.case);
    assert_eq!(town.command(at, &Actor::Reporter, &withdraw), Err(CaseRefusal::CaseEnded));
}

#[test]
fn a_complaint_is_not_taken_back() {
    let mut town = road();
    let withdraw = Command::Withdraw { text: None };
    let refused = town.command(wib("2026-10-12T10:00:00"), &Actor::Reporter, &withdraw);
    assert_eq!(refused, Err(CaseRefusal::NotWithdrawable));
}

#[test]
fn a_mandate_that_ended_stops_whoever_acts_under_it_and_nobody_else() {
    let mut town = Town::open(branches("semua"), &json!({ "luas": 20 }), "2026-10-12T09:00:00");
    town.act("2026-10-12T10:00:00", "ani", "bagi").unwrap();
    let names = text().unwrap();
    let until = |until: &str| Mandate { names: names.clone(), until: until.parse().unwrap(), files: Vec::new() };
    let record = |until| Command::Mandate(Box::new(until));
    let at = wib("2026-10-12T11:00:00");
    let past = town.command(at, &Actor::Reporter, &record(until("2026-10-11")));
    assert_eq!(past, Err(CaseRefusal::MandateOver), "never one that is over already");
    let by_officer = town.command(at, &officer("ani"), &record(until("2026-10-14")));
    assert_eq!(by_officer, Err(CaseRefusal::NoMandate));
    town.command(at, &Actor::Reporter, &record(until("2026-10-14"))).unwrap();
    assert!(!town.case.mandate_is_over(wib("2026-10-14T23:59:59")), "its last day counts");
    assert_eq!(town.act("2026-10-15T00:00:00", "warga", "tiga.beres"), Err(CaseRefusal::MandateOver));
    town.act("2026-10-15T09:00:00", "budi", "satu.beres").unwrap();
    town.command(wib("2026-10-15T10:00:00"), &Actor::Reporter, &record(until("2026-10-15"))).unwrap();
    town.act("2026-10-15T11:00:00", "warga", "tiga.beres").unwrap();
    assert_eq!(Case::replay(&town.facts).unwrap(), town.case);
}
