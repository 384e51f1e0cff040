use super::*;
use crate::calendar::{CalendarPlan, Holiday, HolidayKind, holidays_from_csv};
use jiff::civil::date;
use proptest::prelude::*;

fn calendar() -> Calendar {
    let holiday = |name: &str| Holiday { kind: HolidayKind::LiburNasional, name: name.to_owned() };
    Calendar::new(CalendarPlan {
        years: [2026, 2027].into(),
        holidays: [
            (date(2026, 8, 17), holiday("Kemerdekaan")),
            (date(2026, 12, 25), holiday("Natal")),
            (date(2027, 1, 1), holiday("Tahun Baru")),
        ]
        .into(),
        ..CalendarPlan::default()
    })
}

fn wib(text: &str) -> Instant {
    Instant::parse(&format!("{text}+07:00")).unwrap()
}

fn meter(budget: &str, start: &str) -> Meter {
    Meter::new(Duration::parse(budget).unwrap(), wib(start), Zone::Wib)
}

fn due(budget: &str, start: &str) -> Instant {
    let meter = meter(budget, start);
    let running = [Stretch::since(meter.start)];
    meter.due(&calendar(), &running).unwrap().unwrap()
}

#[test]
fn working_days_end_at_the_close_of_the_nth_day_after_receipt() {
    assert_eq!(due("1 hari kerja", "2026-10-15T23:59:59"), wib("2026-10-16T16:30:00"));
    assert_eq!(due("3 hari kerja", "2026-10-15T07:00:00"), wib("2026-10-20T16:00:00"));
    assert_eq!(due("1 hari kerja", "2026-08-14T09:00:00"), wib("2026-08-18T16:00:00"));
}

#[test]
fn working_hours_follow_the_sentences_of_the_rule() {
    assert_eq!(due("4 jam kerja", "2026-10-16T15:30:00"), wib("2026-10-19T10:30:00"));
    assert_eq!(due("1 jam kerja", "2026-10-15T12:10:00"), wib("2026-10-15T14:00:00"));
    assert_eq!(due("1 jam kerja", "2026-10-15T16:00:00"), wib("2026-10-16T08:30:00"));
    assert_eq!(due("1 menit kerja", "2026-10-15T15:59:59"), wib("2026-10-16T07:30:59"));
    assert_eq!(due("1 jam kerja", "2026-10-15T15:00:00"), wib("2026-10-15T16:00:00"));
}

#[test]
fn a_wall_clock_day_ends_one_second_before_midnight() {
    assert_eq!(due("10 hari", "2026-12-24T00:00:00"), wib("2027-01-03T23:59:59"));
    assert_eq!(due("90 menit", "2026-12-31T23:00:00"), wib("2027-01-01T00:30:00"));
}

#[test]
fn a_weekend_day_consumes_nothing() {
    let meter = meter("3 hari kerja", "2026-10-16T09:00:00");
    let running = [Stretch::since(meter.start)];
    let consumed = |at| meter.consumed(&calendar(), &running, wib(at)).unwrap();
    assert_eq!(consumed("2026-10-18T23:59:59"), 0);
    assert_eq!(consumed("2026-10-19T07:30:00"), 0);
    assert_eq!(consumed("2026-10-19T12:00:00"), 600);
    assert_eq!(consumed("2026-10-19T16:00:00"), 1000);
}

#[test]
fn a_pause_gives_exactly_what_it_lasted() {
    let meter = meter("2 hari kerja", "2026-10-12T09:00:00");
    let stretches =
        [Stretch::between(meter.start, wib("2026-10-13T12:00:00")), Stretch::since(wib("2026-10-19T13:00:00"))];
    let calendar = calendar();
    let at = wib("2026-10-19T16:00:00");
    assert_eq!(meter.consumed(&calendar, &stretches, at), Ok(1000));
    assert_eq!(meter.elapsed(&calendar, at), Ok(5000));
    assert_eq!(meter.due(&calendar, &stretches), Ok(Some(wib("2026-10-20T16:00:00"))));
    assert_eq!(meter.due(&calendar, &stretches[..1]), Ok(None));
}

#[test]
fn a_budget_used_up_before_the_pause_is_due_at_the_resumption() {
    let meter = meter("1 hari kerja", "2026-10-12T09:00:00");
    let resumed = wib("2026-10-20T20:00:00");
    let stretches = [Stretch::between(meter.start, wib("2026-10-13T16:00:00")), Stretch::since(resumed)];
    assert_eq!(meter.due(&calendar(), &stretches), Ok(Some(resumed)));
}

#[test]
fn a_missing_year_is_an_error_only_when_one_of_its_dates_must_be_looked_at() {
    let missing = |budget, start| {
        let meter = meter(budget, start);
        meter.due(&calendar(), &[Stretch::since(meter.start)])
    };
    assert_eq!(missing("1 hari kerja", "2027-12-31T09:00:00"), Err(MissingYear(2028)));
    assert!(missing("1 hari kerja", "2025-12-31T09:00:00").is_ok());
    assert_eq!(missing("1 jam kerja", "2025-12-31T09:00:00"), Err(MissingYear(2025)));
    assert!(missing("7 jam kerja", "2027-12-31T07:30:00").is_ok());
    assert!(missing("10 hari", "2027-12-31T09:00:00").is_ok());
    assert!(missing("10 jam", "2031-12-31T09:00:00").is_ok());
}

#[test]
fn the_zone_decides_which_date_it_is() {
    let start = Instant::parse("2026-10-15T16:30:00Z").unwrap();
    let due = |zone| {
        let meter = Meter::new(Duration::new(1, Unit::WorkingDay), start, zone);
        meter.due(&calendar(), &[Stretch::since(start)]).unwrap().unwrap()
    };
    assert_eq!(due(Zone::Wib), wib("2026-10-16T16:30:00"));
    let wit = Instant::parse("2026-10-19T16:00:00+09:00").unwrap();
    assert_eq!(due(Zone::Wit), wit);
}

#[test]
fn a_month_is_as_many_dates_as_the_calendar_page_has() {
    assert_eq!(meter("1 bulan", "2027-01-31T09:00:00").limit(), 28_000);
    assert_eq!(due("1 bulan", "2027-01-31T09:00:00"), wib("2027-02-28T23:59:59"));
}

#[test]
fn every_published_working_day_vector_is_met() {
    let shared = std::env::var("GAPURA_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let read = |path: &str| std::fs::read_to_string(format!("{shared}/data/{path}"));
    let (Ok(holidays), Ok(vectors)) = (read("holidays_2022_2027.csv"), read("working_day_vectors.json")) else {
        println!("absent: {shared}/data");
        return;
    };
    let holidays = holidays_from_csv(&holidays).unwrap();
    let calendar = Calendar::new(CalendarPlan::with_holidays(holidays));
    let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
    for (year, days) in vectors["working_days_per_year"].as_object().unwrap() {
        let first = date(year.parse().unwrap(), 1, 1);
        let all = first.series(jiff::Span::new().days(1));
        let working =
            all.take_while(|day| day.year() == first.year()).filter(|day| calendar.is_working_day(*day).unwrap());
        assert_eq!(working.count() as u64, days.as_u64().unwrap(), "{year}");
    }
    for vector in vectors["vectors"].as_array().unwrap() {
        let received: jiff::civil::Date = vector["received"].as_str().unwrap().parse().unwrap();
        for (days, due) in vector["due"].as_object().unwrap() {
            let start = Instant::at(received, 36_000, Zone::Wita);
            let budget = Duration::new(days.parse().unwrap(), Unit::WorkingDay);
            let meter = Meter::new(budget, start, Zone::Wita);
            let computed = meter.due(&calendar, &[Stretch::since(start)]).unwrap().unwrap();
            assert_eq!(computed.date(Zone::Wita).to_string(), due.as_str().unwrap());
        }
    }
}

fn units() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![
        Unit::Minute,
        Unit::Hour,
        Unit::Day,
        Unit::WorkingMinute,
        Unit::WorkingHour,
        Unit::WorkingDay,
    ])
}

fn meters() -> impl Strategy<Value = Meter> {
    let zones = prop::sample::select(vec![Zone::Wib, Zone::Wita, Zone::Wit]);
    (units(), 1_u32..40, 0_i64..200 * DAY, zones).prop_map(|(unit, count, second, zone)| {
        let start = wib("2026-03-01T00:00:00").plus_seconds(second);
        Meter::new(Duration::new(count, unit), start, zone)
    })
}

/// Lengths of running and pausing, alternating; the last stretch is open.
fn histories() -> impl Strategy<Value = (Meter, Vec<Stretch>)> {
    let gaps = prop::collection::vec((0_i64..6 * DAY, 1_i64..6 * DAY), 0..6);
    (meters(), gaps, 0_i64..3 * DAY).prop_map(|(meter, gaps, first)| {
        let mut from = meter.start.plus_seconds(first * i64::from(first % 2 == 0));
        let mut stretches = Vec::new();
        for (runs, pauses) in gaps {
            stretches.push(Stretch::between(from, from.plus_seconds(runs)));
            from = from.plus_seconds(runs + pauses);
        }
        stretches.push(Stretch::since(from));
        (meter, stretches)
    })
}

proptest! {
    #[test]
    fn consumption_never_falls_and_never_exceeds_what_elapsed(
        (meter, stretches) in histories(), a in 0_i64..60 * DAY, b in 0_i64..60 * DAY,
    ) {
        let calendar = calendar();
        let (a, b) = (meter.start.plus_seconds(a.min(b)), meter.start.plus_seconds(a.max(b)));
        let before = meter.consumed(&calendar, &stretches, a).unwrap();
        let after = meter.consumed(&calendar, &stretches, b).unwrap();
        prop_assert!(0 <= before && before <= after);
        prop_assert!(after <= meter.elapsed(&calendar, b).unwrap());
    }

    #[test]
    fn due_is_the_first_instant_that_reaches_the_budget((meter, stretches) in histories()) {
        let calendar = calendar();
        let due = meter.due(&calendar, &stretches).unwrap().unwrap();
        let resumed = stretches.last().unwrap().from;
        prop_assert!(due >= resumed);
        prop_assert!(meter.consumed(&calendar, &stretches, due).unwrap() >= meter.limit());
        if due > resumed {
            let before = due.plus_seconds(-1);
            prop_assert!(meter.consumed(&calendar, &stretches, before).unwrap() < meter.limit());
        }
    }

    #[test]
    fn cutting_a_stretch_in_two_changes_nothing(
        (meter, stretches) in histories(), cut in 1_i64..20 * DAY, at in 0_i64..60 * DAY,
    ) {
        let calendar = calendar();
        let last = stretches.last().unwrap().from;
        let mut cut_in_two = stretches.clone();
        cut_in_two.pop();
        cut_in_two.push(Stretch::between(last, last.plus_seconds(cut)));
        cut_in_two.push(Stretch::since(last.plus_seconds(cut)));
        let at = last.plus_seconds(cut + at);
        prop_assert_eq!(
            meter.consumed(&calendar, &stretches, at),
            meter.consumed(&calendar, &cut_in_two, at)
        );
    }

    #[test]
    fn seconds_of_the_stretches_add_up_to_the_total((meter, stretches) in histories()) {
        let calendar = calendar();
        let at = stretches.last().unwrap().from.plus_seconds(5 * DAY);
        let whole = meter.consumed(&calendar, &stretches, at).unwrap();
        let each = stretches.iter().map(|one| meter.consumed(&calendar, &[*one], at).unwrap());
        let sum: i64 = each.sum();
        match meter.measure() {
            Measure::Detik => prop_assert_eq!(whole, sum),
            // Each part of a day is rounded down once (semantics R16), so parts may lose a thousandth each.
            Measure::Perseribu => prop_assert!(sum <= whole && whole - sum <= stretches.len() as i64),
        }
    }
}
