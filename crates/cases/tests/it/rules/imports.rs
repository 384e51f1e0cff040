//! Cases that come from outside with their own times.

use super::{forward, road};
use crate::town::{Town, context, officer, opening, text, wib};
use cases::events::Imported;
use cases::{Case, CaseRefusal, ClockRef, ClockState, Closing, Command, Import, import};
use kernel::Actor;
use serde_json::json;

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
