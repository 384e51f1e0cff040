use super::*;
use jiff::civil::date;
use std::collections::BTreeMap;

fn holiday(name: &str) -> Holiday {
    Holiday { kind: HolidayKind::LiburNasional, name: name.to_owned() }
}

fn plan() -> CalendarPlan {
    CalendarPlan {
        years: [2026].into(),
        holidays: [(date(2026, 8, 17), holiday("Kemerdekaan"))].into(),
        ..CalendarPlan::default()
    }
}

#[test]
fn a_year_that_was_not_imported_is_an_error_and_not_a_guess() {
    let calendar = Calendar::new(plan());
    assert_eq!(calendar.intervals(date(2027, 1, 4)), Err(MissingYear(2027)));
    assert_eq!(calendar.intervals(date(2025, 12, 31)), Err(MissingYear(2025)));
    assert_eq!(Calendar::default().intervals(date(1970, 1, 1)), Err(MissingYear(1970)));
}

#[test]
fn a_year_missing_between_two_imported_ones_is_an_error_too() {
    let gap = Calendar::new(CalendarPlan { years: [2026, 2028].into(), ..CalendarPlan::default() });
    assert!(gap.intervals(date(2028, 12, 29)).is_ok());
    assert_eq!(gap.intervals(date(2027, 6, 1)), Err(MissingYear(2027)));
}

#[test]
fn the_decree_gives_seven_and_a_half_hours_and_in_ramadan_six_and_a_half() {
    for (week, hours) in [(Week::perpres_21_2023(), 27_000), (Week::ramadan(), 23_400)] {
        for day in week.0.iter().take(5) {
            assert_eq!(day.iter().map(|part| part.seconds()).sum::<i64>(), hours);
        }
        assert!(week.0.iter().skip(5).all(Vec::is_empty));
    }
}

#[test]
fn a_holiday_beats_own_hours_and_own_hours_beat_a_period() {
    let half = vec![Interval::hm((7, 30), (12, 0))];
    let mut plan = plan();
    plan.periods.push(Period {
        name: "Ramadan".to_owned(),
        from: date(2026, 8, 10),
        to: date(2026, 8, 21),
        week: Week::ramadan(),
    });
    plan.special.insert(date(2026, 8, 17), half.clone());
    plan.special.insert(date(2026, 8, 18), half.clone());
    let calendar = Calendar::new(plan);
    assert!(!calendar.is_working_day(date(2026, 8, 17)).unwrap());
    assert_eq!(calendar.intervals(date(2026, 8, 18)).unwrap(), half);
    assert_eq!(calendar.seconds_of(date(2026, 8, 19)), Ok(23_400));
    assert_eq!(calendar.seconds_of(date(2026, 8, 24)), Ok(27_000));
}

#[test]
fn own_hours_make_a_saturday_a_replacement_working_day() {
    let mut plan = plan();
    plan.special.insert(date(2026, 8, 22), vec![Interval::hm((8, 0), (12, 0))]);
    let calendar = Calendar::new(plan);
    assert!(calendar.is_working_day(date(2026, 8, 22)).unwrap());
    assert_eq!(calendar.working_day_after(date(2026, 8, 21), 1), Ok(date(2026, 8, 22)));
}

#[test]
fn a_change_holds_only_for_dates_after_the_day_it_is_made() {
    let calendar = Calendar::new(plan());
    let today = date(2026, 9, 7);
    let add = |day| CalendarChange::AddHoliday(day, holiday("Tambahan"));
    let same_day = calendar.changed(&add(today), today);
    assert_eq!(same_day, calendar);
    let tomorrow = calendar.changed(&add(date(2026, 9, 8)), today);
    assert!(!tomorrow.is_working_day(date(2026, 9, 8)).unwrap());
    let removed = tomorrow.changed(&CalendarChange::RemoveHoliday(date(2026, 9, 8)), today);
    assert_eq!(removed, calendar);
    let late = calendar.changed(&CalendarChange::RemoveHoliday(date(2026, 8, 17)), today);
    assert_eq!(late, calendar);
}

#[test]
fn a_change_says_what_it_is_without_the_name_that_somebody_typed() {
    let add = CalendarChange::AddHoliday(date(2026, 9, 8), holiday("Nama yang diketik"));
    assert_eq!(add.to_string(), "libur 2026-09-08");
    let week = CalendarChange::Week(Week::ramadan());
    assert_eq!(week.to_string(), "jam kerja mingguan");
}

#[test]
fn new_weekday_hours_begin_on_the_next_date() {
    let short = Week::ramadan();
    let calendar = Calendar::new(plan()).changed(&CalendarChange::Week(short), date(2026, 9, 7));
    assert_eq!(calendar.seconds_of(date(2026, 9, 7)), Ok(27_000));
    assert_eq!(calendar.seconds_of(date(2026, 9, 8)), Ok(23_400));
}

#[test]
fn replaced_periods_leave_the_days_already_lived_alone() {
    let period = |from, to| Period { name: "Ramadan".to_owned(), from, to, week: Week::ramadan() };
    let mut plan = plan();
    plan.periods.push(period(date(2026, 9, 1), date(2026, 9, 30)));
    let moved = CalendarChange::Periods(vec![period(date(2026, 9, 3), date(2026, 9, 15))]);
    let calendar = Calendar::new(plan).changed(&moved, date(2026, 9, 7));
    for (day, seconds) in [(1, 23_400), (7, 23_400), (15, 23_400), (16, 27_000)] {
        assert_eq!(calendar.seconds_of(date(2026, 9, day)), Ok(seconds), "{day}");
    }
}

#[test]
fn a_year_imported_late_holds_wholly_and_imported_again_only_from_tomorrow() {
    let list = |day| BTreeMap::from([(day, holiday("Tahun Baru"))]);
    let year = |holidays| CalendarChange::Year { year: 2027, holidays };
    let today = date(2027, 1, 20);
    let first = Calendar::new(plan()).changed(&year(list(date(2027, 1, 1))), today);
    assert!(!first.is_working_day(date(2027, 1, 1)).unwrap());
    let again = first.changed(&year(list(date(2027, 3, 1))), today);
    assert!(!again.is_working_day(date(2027, 1, 1)).unwrap());
    assert!(!again.is_working_day(date(2027, 3, 1)).unwrap());
}

#[test]
fn a_calendar_is_written_and_read_back_unchanged() {
    let mut plan = plan();
    plan.special.insert(date(2026, 12, 31), vec![Interval::hm((7, 30), (12, 0))]);
    plan.periods.push(Period {
        name: "Ramadan".to_owned(),
        from: date(2026, 2, 19),
        to: date(2026, 3, 17),
        week: Week::ramadan(),
    });
    let calendar = Calendar::new(plan).changed(&CalendarChange::Week(Week::perpres_21_2023()), date(2026, 5, 4));
    let text = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
}

#[test]
fn hours_that_end_before_they_begin_or_overlap_are_refused() {
    let text = serde_json::to_string(&Calendar::new(plan())).unwrap();
    for wrong in [r#"["12:00","07:30"]"#, r#"["07:30","14:00"]"#, r#"["7.30","12:00"]"#] {
        let text = text.replace(r#"["07:30","12:00"]"#, wrong);
        assert!(serde_json::from_str::<Calendar>(&text).is_err(), "{wrong}");
    }
}

#[test]
fn a_holiday_list_is_read_by_its_column_names() {
    let text = "\u{feff}date,weekday,kind,name_id\n2026-05-01,Jumat,libur_nasional,\"Hari Buruh, sedunia\"\n2026-12-24,Kamis,cuti_bersama,Natal\n";
    let list = holidays_from_csv(text).unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0].1.name, "Hari Buruh, sedunia");
    assert_eq!(list[1].1.kind, HolidayKind::CutiBersama);
    assert_eq!(holidays_from_csv("date,kind\n"), Err(BadCalendar::Column("name_id")));
    let wrong = "date,kind,name_id\n2026-13-01,libur_nasional,X\n";
    assert_eq!(holidays_from_csv(wrong), Err(BadCalendar::Date("2026-13-01".to_owned())));
    let unknown = "date,kind,name_id\n2026-12-01,bolos,X\n";
    assert!(matches!(holidays_from_csv(unknown), Err(BadCalendar::Kind { line: 2, .. })));
}
