//! The calendar in the ledger (semantics R14, R22).

use crate::town::{HOLIDAYS, Town, parts, small_town, towns};
use desk::{CalendarWish, Desk, DeskError, DeskRefusal, Due, Finding, Viewer, due_at};
use jiff::civil::date;
use kernel::calendar::{Holiday, HolidayKind, Week};
use kernel::{Actor, Instant};

fn local_holiday() -> Holiday {
    Holiday { kind: HolidayKind::LiburDaerah, name: "Hari jadi".into() }
}

async fn add(town: &Town, day: jiff::civil::Date) -> bool {
    let wish = CalendarWish::AddHoliday { date: day, holiday: local_holiday() };
    town.desk.change_calendar(wish, &Actor::Operator).await.unwrap()
}

#[tokio::test]
async fn the_same_list_again_changes_nothing() {
    for town in towns().await {
        let report = town.desk.import_holidays(HOLIDAYS, &Actor::Operator).await.unwrap();
        assert!(report.years.is_empty() && report.unchanged.contains(&2027));
        assert!(add(&town, date(2027, 6, 3)).await);
        assert!(!add(&town, date(2027, 6, 3)).await);
        let report = town.desk.import_holidays(HOLIDAYS, &Actor::Operator).await.unwrap();
        assert!(report.years.is_empty(), "the city's own holiday stays: {report:?}");
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn a_new_holiday_moves_due_instants_of_open_cases_with_its_cause() {
    for town in towns().await {
        let number = town.open().await.number;
        let before = town.head(&number).await;
        assert!(add(&town, date(2027, 3, 4)).await);
        town.work().await;
        let after = town.head(&number).await;
        let (early, late) = (due_at(before.total_due).unwrap(), due_at(after.total_due).unwrap());
        assert!(late > early, "{early:?} {late:?}");
        let view = town.view(&number, &Viewer::Reporter).await;
        assert!(view.history.iter().any(|entry| entry.what.key == "riwayat-kalender"));
        town.desk
            .change_calendar(CalendarWish::RemoveHoliday { date: date(2027, 3, 4) }, &Actor::Operator)
            .await
            .unwrap();
        town.work().await;
        assert_eq!(town.head(&number).await.total_due, before.total_due);
        town.ledger.store.close().await;
    }
}

#[tokio::test]
async fn the_past_is_not_changed() {
    let town = small_town().await;
    let wish = CalendarWish::AddHoliday { date: date(2027, 3, 1), holiday: local_holiday() };
    let refused = town.desk.change_calendar(wish, &Actor::Operator).await.unwrap_err();
    assert!(matches!(refused, DeskError::Refused(DeskRefusal::Calendar(_))));
    let broken = town.desk.import_holidays("date,kind\n2027-01-01,libur_nasional\n", &Actor::Operator).await;
    assert!(matches!(broken, Err(DeskError::Refused(DeskRefusal::Calendar(_)))));
}

#[tokio::test]
async fn ramadan_hours_hold_in_their_period() {
    let town = small_town().await;
    let wish = CalendarWish::AddPeriod {
        name: "Ramadan 1449".into(),
        from: date(2028, 1, 28),
        to: date(2028, 2, 25),
        week: Week::ramadan(),
    };
    assert!(town.desk.change_calendar(wish, &Actor::Operator).await.unwrap());
    let again = Desk::open(parts(&town.ledger)).await.unwrap();
    assert_eq!(again.calendar().plan().periods[0].name, "Ramadan 1449");
}

#[tokio::test]
async fn without_the_years_list_the_door_stays_open_and_the_operator_is_alarmed() {
    let town = small_town().await;
    town.clock.set(Instant::parse("2027-12-27T09:00:00+07:00").unwrap());
    let receipt = town.open().await;
    assert_eq!(receipt.total_due, Due::Missing(kernel::MissingYear(2028)));
    let head = town.head(&receipt.number).await;
    assert_eq!(head.total_due, Due::Missing(kernel::MissingYear(2028)));
    let findings = town.desk.findings().await.unwrap();
    assert!(findings.contains(&Finding::CasesWaitForYear { year: 2028, cases: 1 }), "{findings:?}");
    assert!(findings.contains(&Finding::YearMissing { year: 2028 }));
    let list = "date,kind,name_id\n2028-01-01,libur_nasional,Tahun Baru\n";
    town.desk.import_holidays(list, &Actor::Operator).await.unwrap();
    town.work().await;
    assert!(due_at(town.head(&receipt.number).await.total_due).is_some());
    assert!(town.desk.findings().await.unwrap().is_empty());
}
