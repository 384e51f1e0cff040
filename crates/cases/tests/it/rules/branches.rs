//! Branches, joins, and steps that are active side by side.

use super::{branched, steps};
use crate::town::wib;
use cases::{CaseRefusal, ClockRef, Closing};

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
