//! The region's working calendar in the ledger (semantics R10–R14, R22).

use crate::Desk;
use crate::catalogue::event;
use crate::desk::bump;
use crate::refusal::{DeskRefusal, Desked};
use jiff::civil::Date;
use kernel::calendar::{CalendarChange, Holiday, Period, Week, holidays_from_csv};
use kernel::{Actor, Calendar, Id, Instant, NewEvent};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Commit, Statement, Store, StoreError, values};

/// Stream of calendar changes.
pub(crate) const STREAM: &str = "desk/calendar";

/// A change to the calendar that an operator or administrator wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarWish {
    /// `holiday.added`.
    AddHoliday {
        /// Which date.
        date: Date,
        /// Its list and name.
        holiday: Holiday,
    },
    /// `holiday.removed`: worked after all.
    RemoveHoliday {
        /// Which date.
        date: Date,
    },
    /// `period.added`: dates with their own weekday hours, for example Ramadan.
    AddPeriod {
        /// For people: "Ramadan 1448".
        name: String,
        /// First date.
        from: Date,
        /// Last date, inclusive.
        to: Date,
        /// The hours; [`Week::ramadan`] for Ramadan.
        week: Week,
    },
}

/// What an import of holidays did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CalendarReport {
    /// Years whose list is new or changed.
    pub years: Vec<i16>,
    /// Years whose list was there already, just so.
    pub unchanged: Vec<i16>,
    /// Holidays in the file.
    pub holidays: usize,
}

/// The calendar as it stands; without any list it refuses every date (semantics R10).
pub(crate) async fn load(store: &Store, region: &str) -> Result<Calendar, StoreError> {
    let sql = "SELECT plan FROM desk_calendars WHERE region = $1";
    let Some(row) = store.row(sql, &values![region]).await? else {
        return Ok(Calendar::default());
    };
    serde_json::from_str(row.text(0)?).map_err(|error| StoreError::Damaged(format!("calendar: {error}")))
}

impl Desk {
    /// Imports a holiday list (CSV with `date`, `kind`, `name_id`): each year in it becomes known or is replaced from
    /// tomorrow on; local holidays that the city added itself stay. The same list again changes nothing.
    ///
    /// # Errors
    /// The list cannot be read, or the store failed.
    pub async fn import_holidays(&self, csv: &str, actor: &Actor) -> Desked<CalendarReport> {
        let list = holidays_from_csv(csv).map_err(|bad| DeskRefusal::Calendar(bad.to_string()))?;
        let mut years: BTreeMap<i16, BTreeMap<Date, Holiday>> = BTreeMap::new();
        let holidays = list.len();
        for (date, holiday) in list {
            years.entry(date.year()).or_default().insert(date, holiday);
        }
        let mut report = CalendarReport { holidays, ..CalendarReport::default() };
        let mut changes = Vec::new();
        for (year, listed) in years {
            let change = CalendarChange::Year { year, holidays: self.with_own(year, listed) };
            if self.changes_anything(&change) {
                report.years.push(year);
                changes.push(change);
            } else {
                report.unchanged.push(year);
            }
        }
        self.change(changes, "", actor).await?;
        Ok(report)
    }

    /// Changes the calendar for dates after today and projects the due instants of open cases anew (semantics R22).
    /// Answers whether it changed anything.
    ///
    /// # Errors
    /// A date that is past, a period that ends before it begins; or the store failed.
    pub async fn change_calendar(&self, wish: CalendarWish, actor: &Actor) -> Desked<bool> {
        self.change_calendar_because(wish, "", actor).await
    }

    /// The same with a reason, which stands in the fact and in the history of the cases that it moves.
    ///
    /// # Errors
    /// As [`Desk::change_calendar`].
    pub async fn change_calendar_because(&self, wish: CalendarWish, reason: &str, actor: &Actor) -> Desked<bool> {
        let today = self.now().date(self.zone());
        let change = match wish {
            CalendarWish::AddHoliday { date, .. } | CalendarWish::RemoveHoliday { date } if date <= today => {
                return Err(DeskRefusal::Calendar(format!("{date} sudah lewat")).into());
            }
            CalendarWish::AddPeriod { from, to, .. } if to < from || to <= today => {
                return Err(DeskRefusal::Calendar(format!("{from} – {to}")).into());
            }
            CalendarWish::AddHoliday { date, holiday } => CalendarChange::AddHoliday(date, holiday),
            CalendarWish::RemoveHoliday { date } => CalendarChange::RemoveHoliday(date),
            CalendarWish::AddPeriod { name, from, to, week } => {
                let mut periods = self.calendar().plan().periods.clone();
                periods.push(Period { name, from, to, week });
                CalendarChange::Periods(periods)
            }
        };
        let changed = self.changes_anything(&change);
        if changed {
            self.change(vec![change], reason, actor).await?;
        }
        Ok(changed)
    }

    /// The list of a year with the local holidays that stand in the calendar already.
    fn with_own(&self, year: i16, listed: BTreeMap<Date, Holiday>) -> BTreeMap<Date, Holiday> {
        let calendar = self.calendar();
        let own = calendar.plan().holidays.iter().filter(|(date, holiday)| {
            date.year() == year && holiday.kind == kernel::calendar::HolidayKind::LiburDaerah
        });
        let mut holidays: BTreeMap<Date, Holiday> = own.map(|(date, own)| (*date, own.clone())).collect();
        holidays.extend(listed);
        holidays
    }

    fn changes_anything(&self, change: &CalendarChange) -> bool {
        let calendar = self.calendar();
        calendar.plan().changed(change, self.now().date(self.zone())) != *calendar.plan()
    }

    async fn change(&self, changes: Vec<CalendarChange>, reason: &str, actor: &Actor) -> Desked<()> {
        let Some(cause) = changes.iter().map(cause).reduce(|all, one| format!("{all}; {one}")) else {
            return Ok(());
        };
        let cause = if reason.is_empty() { cause } else { format!("{cause} ({reason})") };
        let (region, now) = (self.region(), self.now());
        let made_on = now.date(self.zone());
        let before = self.calendar();
        let expected = self.store().version(region, STREAM).await?;
        let events = changes
            .iter()
            .map(|change| {
                let mut fact = recorded(change, made_on, now, actor);
                if !reason.is_empty() {
                    fact.data["reason"] = reason.into();
                }
                fact
            })
            .collect();
        let after = changes.iter().fold((*before).clone(), |calendar, change| calendar.changed(change, made_on));
        let id = Id::new(now, self.chance()).to_string();
        let statements = vec![
            Statement::new(
                "INSERT INTO desk_calendars (region, plan) VALUES ($1, $2) \
                 ON CONFLICT (region) DO UPDATE SET plan = EXCLUDED.plan",
                values![region, plan(&after)?],
            ),
            Statement::new(
                "INSERT INTO desk_reprojections (region, id, changed_at, change, before_plan, after_case) \
                 VALUES ($1, $2, $3, $4, $5, '')",
                values![region, id, now, cause, plan(&before)?],
            ),
            bump(region, "calendar"),
        ];
        let commit = Commit { events, statements, ..Commit::new(region, STREAM, expected) };
        self.store().commit_waiting(commit, now).await?;
        Ok(self.reload().await?)
    }
}

fn plan(calendar: &Calendar) -> Result<String, StoreError> {
    serde_json::to_string(calendar).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// What was changed, in words for the history of the cases that it touches.
fn cause(change: &CalendarChange) -> String {
    match change {
        CalendarChange::Year { year, .. } => format!("daftar hari libur {year} diimpor"),
        CalendarChange::AddHoliday(date, holiday) => {
            format!("{date} menjadi hari libur: {}", holiday.name)
        }
        CalendarChange::RemoveHoliday(date) => format!("{date} menjadi hari kerja"),
        CalendarChange::Special(date, _) => format!("jam kerja {date} diubah"),
        CalendarChange::Periods(periods) => periods
            .last()
            .map(|period| format!("jam kerja {} sampai {}: {}", period.from, period.to, period.name))
            .unwrap_or_default(),
        CalendarChange::Week(_) => "jam kerja mingguan diubah".to_owned(),
    }
}

fn recorded(change: &CalendarChange, made_on: Date, now: Instant, actor: &Actor) -> NewEvent {
    let made = made_on.to_string();
    let (name, data) = match change {
        CalendarChange::Year { year, holidays } => {
            let listed: BTreeMap<String, &Holiday> =
                holidays.iter().map(|(date, holiday)| (date.to_string(), holiday)).collect();
            ("calendar.year_imported", json!({ "year": year, "holidays": listed, "made_on": made }))
        }
        CalendarChange::AddHoliday(date, holiday) => (
            "holiday.added",
            json!({ "date": date.to_string(), "kind": holiday.kind, "name": holiday.name, "made_on": made }),
        ),
        CalendarChange::RemoveHoliday(date) => {
            ("holiday.removed", json!({ "date": date.to_string(), "made_on": made }))
        }
        CalendarChange::Periods(periods) => {
            let latest = periods.last().map(|period| {
                json!({ "name": period.name, "from": period.from.to_string(), "to": period.to.to_string(),
                        "week": period.week, "made_on": made })
            });
            ("period.added", latest.unwrap_or_default())
        }
        CalendarChange::Special(date, hours) => {
            ("hours.changed", json!({ "date": date.to_string(), "hours": hours, "made_on": made }))
        }
        CalendarChange::Week(week) => ("hours.changed", json!({ "week": week, "made_on": made })),
    };
    event(name, now, actor, data)
}
