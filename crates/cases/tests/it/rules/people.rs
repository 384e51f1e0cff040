//! Who may act, for whom, and who holds a case.

use super::{branches, forward, road};
use crate::town::{Town, context, officer, text, wib};
use crate::vectors::example;
use cases::{Act, Case, CaseRefusal, Closing, Command, Mandate, offers};
use kernel::{Actor, Refusal as _};
use serde_json::json;

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
