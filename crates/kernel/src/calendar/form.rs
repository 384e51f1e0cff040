//! How a calendar is written down: JSON for the ledger, CSV for holiday lists.

use super::Calendar;
use super::plan::{CalendarPlan, Holiday, HolidayKind, Interval, Period, Week, WeekFrom};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A calendar that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCalendar {
    /// Not `YYYY-MM-DD`.
    #[error("`{0}` bukan tanggal; tulis TTTT-BB-HH, misalnya 2027-03-01")]
    Date(String),
    /// Not `HH:MM`, or hours that end before they begin or overlap.
    #[error("`{0}` bukan jam kerja; tulis misalnya 07:30 sampai 12:00, berurutan")]
    Hours(String),
    /// A column is missing in a holiday list.
    #[error("daftar hari libur tidak mempunyai kolom `{0}`")]
    Column(&'static str),
    /// A kind of holiday that is not known.
    #[error("baris {line}: jenis libur `{kind}` tidak dikenal")]
    Kind {
        /// Line in the file, from 1.
        line: usize,
        /// What stands there.
        kind: String,
    },
}

/// [`CalendarPlan`] in words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PlanForm {
    years: BTreeSet<i16>,
    holidays: BTreeMap<String, Holiday>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    special: BTreeMap<String, Vec<Interval>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    periods: Vec<PeriodForm>,
    weeks: Vec<WeekForm>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct PeriodForm {
    name: String,
    from: String,
    to: String,
    week: Week,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WeekForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    week: Week,
}

fn date(text: &str) -> Result<Date, BadCalendar> {
    text.parse().map_err(|_| BadCalendar::Date(text.to_owned()))
}

fn second(text: &str) -> Result<u32, BadCalendar> {
    let bad = || BadCalendar::Hours(text.to_owned());
    let (hour, minute) = text.split_once(':').ok_or_else(bad)?;
    let part = |part: &str| part.parse::<u32>().map_err(|_| bad());
    let (hour, minute) = (part(hour)?, part(minute)?);
    if text.len() == 5 && minute < 60 && hour * 60 + minute <= 1440 {
        Ok((hour * 60 + minute) * 60)
    } else {
        Err(bad())
    }
}

impl TryFrom<[String; 2]> for Interval {
    type Error = BadCalendar;
    fn try_from([from, to]: [String; 2]) -> Result<Self, BadCalendar> {
        let interval = Self { from: second(&from)?, to: second(&to)? };
        if interval.from < interval.to { Ok(interval) } else { Err(BadCalendar::Hours(format!("{from}–{to}"))) }
    }
}

impl From<Interval> for [String; 2] {
    fn from(interval: Interval) -> Self {
        let text = |second: u32| format!("{:02}:{:02}", second / 3600, second / 60 % 60);
        [text(interval.from), text(interval.to)]
    }
}

fn ordered(hours: &[Interval]) -> Result<(), BadCalendar> {
    let clash = hours.windows(2).find(|pair| match pair {
        [before, after] => before.to > after.from,
        _ => false,
    });
    clash.map_or(Ok(()), |pair| Err(BadCalendar::Hours(format!("{pair:?}"))))
}

impl TryFrom<PlanForm> for Calendar {
    type Error = BadCalendar;
    fn try_from(form: PlanForm) -> Result<Self, BadCalendar> {
        let mut plan = CalendarPlan { years: form.years, weeks: Vec::new(), ..CalendarPlan::default() };
        for (day, holiday) in form.holidays {
            plan.holidays.insert(date(&day)?, holiday);
        }
        for (day, hours) in form.special {
            ordered(&hours)?;
            plan.special.insert(date(&day)?, hours);
        }
        for period in form.periods {
            plan.periods.push(Period {
                name: period.name,
                from: date(&period.from)?,
                to: date(&period.to)?,
                week: period.week,
            });
        }
        for week in form.weeks {
            plan.weeks.push(WeekFrom { from: week.from.as_deref().map(date).transpose()?, week: week.week });
        }
        let weeks = plan.weeks.iter().map(|from| &from.week);
        let weeks = weeks.chain(plan.periods.iter().map(|period| &period.week));
        weeks.flat_map(|week| &week.0).try_for_each(|day| ordered(day))?;
        Ok(Self::new(plan))
    }
}

impl From<Calendar> for PlanForm {
    fn from(calendar: Calendar) -> Self {
        let plan = calendar.plan;
        let holidays = plan.holidays.into_iter();
        let special = plan.special.into_iter();
        let periods = plan.periods.into_iter().map(|period| PeriodForm {
            name: period.name,
            from: period.from.to_string(),
            to: period.to.to_string(),
            week: period.week,
        });
        let weeks = plan
            .weeks
            .into_iter()
            .map(|week| WeekForm { from: week.from.map(|date| date.to_string()), week: week.week });
        Self {
            years: plan.years,
            holidays: holidays.map(|(day, why)| (day.to_string(), why)).collect(),
            special: special.map(|(day, own)| (day.to_string(), own)).collect(),
            periods: periods.collect(),
            weeks: weeks.collect(),
        }
    }
}

/// Reads a holiday list: CSV with a header and at least the columns `date`, `kind` and `name_id`.
///
/// # Errors
/// A column is missing, a date is no date or a kind is unknown.
pub fn holidays_from_csv(text: &str) -> Result<Vec<(Date, Holiday)>, BadCalendar> {
    let mut lines = text.lines().enumerate();
    let header = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let column = |name: &'static str| {
        let found = header.iter().position(|cell| cell == name);
        found.ok_or(BadCalendar::Column(name))
    };
    let (day, kind, name) = (column("date")?, column("kind")?, column("name_id")?);
    let mut list = Vec::new();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let row = cells(line);
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let found = match cell(kind) {
            "libur_nasional" => HolidayKind::LiburNasional,
            "cuti_bersama" => HolidayKind::CutiBersama,
            "libur_pemilu" => HolidayKind::LiburPemilu,
            "libur_daerah" => HolidayKind::LiburDaerah,
            other => {
                return Err(BadCalendar::Kind { line: index + 1, kind: other.to_owned() });
            }
        };
        let holiday = Holiday { kind: found, name: cell(name).to_owned() };
        list.push((date(cell(day))?, holiday));
    }
    Ok(list)
}

/// The cells of one CSV line (quotes as in RFC 4180; no line breaks inside a cell).
fn cells(line: &str) -> Vec<String> {
    let mut row = vec![String::new()];
    let mut quoted = false;
    for part in line.trim_start_matches('\u{feff}').chars() {
        match (part, row.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => row.push(String::new()),
            (other, Some(cell)) => cell.push(other),
            _ => {}
        }
    }
    row
}
