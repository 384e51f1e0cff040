//! `kalender.NAME` of a trace.

use jiff::civil::Date;
use kernel::Calendar;
use kernel::calendar::{CalendarPlan, Holiday, HolidayKind, Interval, Period, Week, WeekFrom};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt;

/// A trace, or a part of it, that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{family}: {at}: {message}")]
pub struct BadTrace {
    /// `jejak`, or `definisi` where the definition is not there.
    pub family: &'static str,
    /// The key.
    pub at: String,
    /// What is wrong.
    pub message: String,
}

impl BadTrace {
    pub(super) fn new(at: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { family: "jejak", at: at.into(), message: message.to_string() }
    }

    pub(super) fn answer(&self) -> Value {
        json!({ "keluarga": self.family, "kunci": self.at, "pesan": self.message })
    }
}

/// The named calendars of a trace; what cannot be read is left out and reported.
pub fn calendars(named: Option<&Value>) -> (HashMap<String, Calendar>, Vec<BadTrace>) {
    let mut calendars = HashMap::new();
    let mut faults = Vec::new();
    for (name, data) in named.and_then(Value::as_object).into_iter().flatten() {
        match plan(data) {
            Ok(plan) => {
                calendars.insert(name.clone(), Calendar::new(plan));
            }
            Err(mut fault) => {
                fault.at = format!("kalender.{name}.{}", fault.at);
                faults.push(fault);
            }
        }
    }
    (calendars, faults)
}

fn list<'v>(data: &'v Value, key: &str) -> &'v [Value] {
    let list = data.get(key).and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

pub(super) fn date(value: &Value) -> Result<Date, BadTrace> {
    let text = value.as_str().unwrap_or_default();
    text.parse().map_err(|_| BadTrace::new("tanggal", format!("`{value}` bukan tanggal")))
}

pub(super) fn holiday() -> Holiday {
    Holiday { kind: HolidayKind::LiburDaerah, name: "libur".to_owned() }
}

fn plan(data: &Value) -> Result<CalendarPlan, BadTrace> {
    let years = list(data, "tahun").iter().filter_map(Value::as_i64);
    let mut plan =
        CalendarPlan { years: years.filter_map(|year| i16::try_from(year).ok()).collect(), ..CalendarPlan::default() };
    for day in list(data, "libur") {
        plan.holidays.insert(date(day)?, holiday());
    }
    if let Some(week) = data.get("jam") {
        plan.weeks = vec![WeekFrom { from: None, week: hours(week)? }];
    }
    for period in list(data, "masa") {
        plan.periods.push(Period {
            name: "masa".to_owned(),
            from: date(&period["dari"])?,
            to: date(&period["sampai"])?,
            week: hours(&period["jam"])?,
        });
    }
    let special = data.get("hari_khusus").and_then(Value::as_object);
    for (day, own) in special.into_iter().flatten() {
        plan.special.insert(date(&Value::String(day.clone()))?, intervals(own)?);
    }
    Ok(plan)
}

const WEEKDAYS: [&str; 7] = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"];

fn hours(week: &Value) -> Result<Week, BadTrace> {
    let mut hours = Week::default();
    for (day, own) in WEEKDAYS.iter().zip(&mut hours.0) {
        *own = week.get(day).map_or(Ok(Vec::new()), intervals)?;
    }
    Ok(hours)
}

fn intervals(own: &Value) -> Result<Vec<Interval>, BadTrace> {
    serde_json::from_value(own.clone()).map_err(|error| BadTrace::new("jam", error))
}
