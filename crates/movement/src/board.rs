//! All regions at once: where each stands, what is late. Three queries whatever the history; names come from the carried table.

use crate::model::cohort::Cohort;
use crate::model::selection::State;
use crate::model::stage::{Stage, Way};
use crate::movement::{Area, Movement};
use crate::refusal::Refused;
use crate::texts::day;
use definition::Number;
use jiff::civil::Date;
use kernel::Instant;
use kernel::time::date_of_day;
use std::collections::HashMap;
use store::{Row, StoreError, values};

/// One region in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The region.
    pub area: Area,
    /// How far it has come.
    pub way: Way,
    /// Milestones that are late today.
    pub late: i64,
    /// The day of the first late one.
    pub oldest: Option<Date>,
    /// What counted in the newest evaluated year.
    pub result: Option<Number>,
    /// When its newest summary was made.
    pub summarised: Option<Instant>,
}

/// Which regions are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// First two digits; empty: all provinces.
    pub province: String,
    /// Only those of this cohort.
    pub cohort: Option<i64>,
    /// Only those at this stage.
    pub stage: Option<Stage>,
    /// Only those with a late milestone.
    pub late: bool,
    /// Only those that stand anywhere on the way.
    pub known: bool,
    /// A part of name or code.
    pub search: String,
    /// Only these codes, where a login sees no others.
    pub only: Option<Vec<String>>,
}

impl Wish {
    fn fits(&self, line: &Line) -> bool {
        let search = self.search.trim().to_lowercase();
        let words =
            search.is_empty() || line.area.name.to_lowercase().contains(&search) || line.area.code.starts_with(&search);
        words
            && (self.province.is_empty() || line.area.code.split('.').next() == Some(self.province.as_str()))
            && self.cohort.is_none_or(|year| line.way.cohorts.contains(&year))
            && self.stage.is_none_or(|stage| line.way.stage() == stage)
            && (!self.late || line.late > 0)
            && (!self.known || line.way.stage() != Stage::Outside)
            && self.only.as_ref().is_none_or(|only| only.contains(&line.area.code))
    }
}

impl Movement {
    /// The regions that fit: those with the oldest late milestone first where late ones are asked for, else those that take part
    /// first, each by code.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn lines(&self, wish: &Wish) -> Result<Vec<Line>, Refused> {
        let cohorts = self.cohorts().await?;
        let rows = self.standing_rows().await?;
        let late = self.late_rows().await?;
        let areas = self.deps().areas.iter();
        let mut lines: Vec<Line> = areas
            .map(|area| line(area, rows.get(&area.code), late.get(&area.code), &cohorts))
            .filter(|line| wish.fits(line))
            .collect();
        if wish.late {
            lines.sort_by_key(|line| (line.oldest, line.area.code.clone()));
        } else {
            lines.sort_by_key(|line| (line.way.stage() == Stage::Outside, line.area.code.clone()));
        }
        Ok(lines)
    }

    /// One region.
    ///
    /// # Errors
    /// It is not steered from here, or the store cannot be read.
    pub async fn line(&self, code: &str) -> Result<Line, Refused> {
        let only = Some(vec![code.to_owned()]);
        self.lines(&Wish { only, ..Wish::default() }).await?.pop().ok_or(Refused::NotThere)
    }

    async fn standing_rows(&self) -> Result<HashMap<String, Row>, Refused> {
        let sql = "SELECT area, selection, memorandum, mentored, planned, evaluated, result, summarised \
                   FROM movement_regions WHERE region = $1";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let named = |row: Row| Ok::<_, StoreError>((row.string(0)?, row));
        Ok(rows.into_iter().map(named).collect::<Result<_, _>>()?)
    }

    async fn late_rows(&self) -> Result<HashMap<String, (i64, Date)>, Refused> {
        let sql = "SELECT area, COUNT(*), MIN(day) FROM movement_records \
                   WHERE region = $1 AND kind = 'tonggak' AND done IS NULL AND day < $2 GROUP BY area";
        let rows = self.store().rows(sql, &values![self.region(), day(self.today())]).await?;
        let read = |row: &Row| Ok::<_, StoreError>((row.string(0)?, (row.int(1)?, date_of_day(row.int(2)?))));
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn line(area: &Area, row: Option<&Row>, late: Option<&(i64, Date)>, cohorts: &[Cohort]) -> Line {
    let whole = |column: usize| row.and_then(|row| row.int_or_null(column).ok().flatten());
    let text = |column: usize| row.and_then(|row| row.text_or_null(column).ok().flatten());
    let stands = cohorts.iter().filter(|cohort| cohort.members.contains(&area.code));
    Line {
        way: Way {
            selection: text(1).and_then(State::parse),
            cohorts: stands.map(|cohort| cohort.year).collect(),
            memorandum: whole(2).map(date_of_day),
            mentored: whole(3).map(date_of_day),
            planned: whole(4).map(date_of_day),
            evaluated: whole(5),
        },
        late: late.map_or(0, |(count, _)| *count),
        oldest: late.map(|(_, oldest)| *oldest),
        result: text(6).and_then(|text| text.parse().ok()),
        summarised: whole(7).map(Instant::from_micros),
        area: area.clone(),
    }
}
