//! Promises: what consumes them, pauses them, moves them, and when they fire.

use super::{forward, road};
use crate::town::{Town, calendar, context, officer, opening, text, wib};
use crate::vectors::example;
use cases::views::Due;
use cases::{CaseEvent, ClockRef, Command, Why, open};
use kernel::calendar::{CalendarChange, CalendarPlan};
use kernel::{Actor, Calendar, MissingYear, Zone};
use serde_json::json;

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

#[test]
fn an_earlier_server_clock_counts_as_the_latest_instant_known() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    town.act("2026-10-12T08:00:00", "budi", "jadwalkan").unwrap();
    assert_eq!(town.case.latest, wib("2026-10-12T10:00:00"));
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
