//! Who ends a case, how, and what is taken afterwards.

use super::{branches, road};
use crate::town::{Town, officer, text, wib};
use cases::{Case, CaseRefusal, Closing, Command, WITHDRAWN};
use kernel::Actor;
use serde_json::json;

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
