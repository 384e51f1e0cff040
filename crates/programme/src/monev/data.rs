//! The data duty of each body: months, quarters and values of indicators that it owes, given in time, late or missing.

use super::Refused;
use super::model::due::{Deadlines, Period as Owed, due};
use crate::indicator::{Period, Span};
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::time::day_number;
use std::collections::BTreeMap;
use store::values;

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The words about a month, or a quarter that was not sent.
    Duty(Owed),
    /// The value of an indicator in a period.
    Value(&'static str, Period),
}

/// What a body owes until today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Its unit.
    pub unit: String,
    /// All that is owed.
    pub owed: i64,
    /// Given by the last day.
    pub in_time: i64,
    /// Given after it.
    pub late: i64,
    /// Given, and nobody can say whether in time: the calendar was missing.
    pub unknown: i64,
    /// Not given.
    pub missing: Vec<Missing>,
    /// How far the longest silence went: 0 to 3.
    pub level: i64,
}

impl Body {
    /// What was given of what is owed, in whole percent, rounded down; none where nothing is owed.
    pub fn complete(&self) -> Option<i64> {
        let given = self.in_time + self.late + self.unknown;
        (self.owed > 0).then(|| given * 100 / self.owed)
    }

    fn given(&mut self, day: i64, due: Option<i64>) {
        match due {
            Some(due) if day <= due => self.in_time += 1,
            Some(_) => self.late += 1,
            None => self.unknown += 1,
        }
    }
}

impl Programme {
    /// What every body owes of a year until today, the least complete first. Three queries, however many bodies.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn data_duty(&self, year: i16) -> Result<Vec<Body>, Refused> {
        let today = day_number(self.today());
        let mut bodies: BTreeMap<String, Body> = BTreeMap::new();
        let sql = "SELECT unit, period, owed, due_day, closed_day, level FROM programme_monev_duties \
                   WHERE region = $1 AND year = $2 AND owed > 0 ORDER BY unit, period";
        for row in self.store().heavy_rows(sql, values![self.region(), i64::from(year)]).await? {
            let Some(period) = Owed::parse(row.text(1)?) else { continue };
            let (last, closed) = (row.int_or_null(3)?, row.int_or_null(4)?);
            let over = last.unwrap_or_else(|| day_number(period.last_day(year))) < today;
            if !over && closed.is_none() {
                continue;
            }
            let body = bodies.entry(row.string(0)?).or_default();
            body.owed += 1;
            body.level = body.level.max(if closed.is_none() { row.int(5)? } else { 0 });
            match closed {
                Some(day) => body.given(day, last),
                None => body.missing.push(Missing::Duty(period)),
            }
        }
        self.owed_values(year, today, &mut bodies).await?;
        let named = bodies.into_iter().map(|(unit, body)| Body { unit, ..body });
        let mut bodies: Vec<Body> = named.filter(|body| body.owed > 0).collect();
        bodies.sort_by(|one, other| (one.complete(), &one.unit).cmp(&(other.complete(), &other.unit)));
        Ok(bodies)
    }

    /// Values of entered indicators, of every period of the year that is past its last day.
    async fn owed_values(&self, year: i16, today: i64, bodies: &mut BTreeMap<String, Body>) -> Result<(), Refused> {
        let sql = "SELECT indicator, period, MIN(recorded_at) FROM programme_indicator_values \
                   WHERE region = $1 AND period >= $2 AND period < $3 GROUP BY indicator, period";
        let asked = values![self.region(), format!("{year:04}"), format!("{:04}", year + 1)];
        let mut given = BTreeMap::new();
        for row in self.store().heavy_rows(sql, asked).await? {
            let day = day_number(row.instant(2)?.date(self.deps().zone));
            given.insert((row.string(0)?, row.string(1)?), day);
        }
        let days = self.monev_rules().await?.days;
        for one in self.library().iter().filter(|one| one.source.merge().is_some()) {
            for period in periods(year, one.span) {
                let (last, end) = self.last_day(period, days);
                let value = given.get(&(one.id.clone(), period.to_string()));
                if last.unwrap_or(end) >= today && value.is_none() {
                    continue;
                }
                let body = bodies.entry(one.owner.clone()).or_default();
                body.owed += 1;
                match value {
                    Some(day) => body.given(*day, last),
                    None => body.missing.push(Missing::Value(&one.id, period)),
                }
            }
        }
        Ok(())
    }

    /// The last day on which a value is in time, if the calendar knows it, and the end of its period.
    fn last_day(&self, period: Period, days: Deadlines) -> (Option<i64>, i64) {
        let month = match period.span() {
            Span::Month => period.part(),
            Span::Quarter => period.part() * 3,
            Span::Year => 12,
        };
        let month = u8::try_from(month).unwrap_or(12);
        let owed = if period.span() == Span::Month { Owed::Month(month) } else { Owed::Quarter(month / 3) };
        let last: Option<Date> = due(owed, period.year(), days, &self.calendar()).ok();
        (last.map(day_number), day_number(owed.last_day(period.year())))
    }
}

/// The periods of a year.
fn periods(year: i16, span: Span) -> Vec<Period> {
    let first = Date::new(year, 1, 1).map(|day| Period::of(day, span));
    let count = match span {
        Span::Month => 12,
        Span::Quarter => 4,
        Span::Year => 1,
    };
    first.map_or_else(|_| Vec::new(), |first| (0..count).map(|by| first.moved(by)).collect())
}
