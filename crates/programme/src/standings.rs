//! Where the promises stand in a year: one query over one version of the plan, however long its history.

use crate::model::plan::Plan;
use crate::model::promise::Direction;
use crate::model::verdict::{Verdict, of_quick_win, of_year};
use crate::plans::date;
use crate::programme::Programme;
use crate::refusal::Refused;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::{Row, StoreError, values};

/// One promise in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Id of its pillar.
    pub pillar: String,
    /// Id of its sub-dimension.
    pub sub: String,
    /// Ids of its sectors of digital transformation.
    pub sectors: Vec<String>,
    /// Unit of the agency that owes it.
    pub owner: String,
    /// Codes of the districts in which it happens; none: the whole region.
    pub districts: Vec<String>,
    /// First and last year.
    pub years: (i16, i16),
    /// All its money, in whole rupiah.
    pub budget: i64,
    /// Which way its figure is to go.
    pub direction: Direction,
    /// The target of the year, as it stood then.
    pub target: Option<String>,
    /// What was reported last for the year.
    pub value: Option<String>,
    /// What became of it in the year.
    pub verdict: Verdict,
    /// Day by which a quick win is there, the day on which it was, and what became of it.
    pub quick: Option<(Date, Option<Date>, Verdict)>,
}

/// How many promises stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<Verdict, i64>,
    /// All of them.
    pub all: i64,
    /// Their money, in whole rupiah.
    pub budget: i64,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, standing: &Standing) {
        *self.counts.entry(standing.verdict).or_default() += 1;
        self.all += 1;
        self.budget = self.budget.saturating_add(standing.budget);
    }

    /// Promises with this verdict.
    pub fn of(&self, verdict: Verdict) -> i64 {
        self.counts.get(&verdict).copied().unwrap_or(0)
    }
}

/// The day by which the version in force counts for a year: its last, or today while it runs.
pub fn counting_day(year: i16, today: Date) -> Date {
    if today.year() > year { Date::new(year, 12, 31).unwrap_or(today) } else { today }
}

impl Programme {
    /// Where every promise of the plan stands in a year, by name. Empty where no version was in force then.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn standings(&self, plan: &Plan, year: i16) -> Result<Vec<Standing>, Refused> {
        let today = self.today();
        let Some(version) = plan.in_force(counting_day(year, today)) else { return Ok(Vec::new()) };
        let sql = "SELECT p.id, p.name, p.pillar, p.owner, p.start, p.ends, p.budget, p.direction, p.quick, t.value, r.value, q.day, p.districts, \
                   p.sub, p.sectors \
                   FROM programme_promises p \
                   LEFT JOIN programme_targets t ON t.region = p.region AND t.plan = p.plan AND t.version = p.version \
                   AND t.promise = p.id AND t.year = $4 \
                   LEFT JOIN programme_results r ON r.region = p.region AND r.promise = p.id AND r.year = $4 AND r.latest = 1 \
                   LEFT JOIN programme_results q ON q.region = p.region AND q.promise = p.id AND q.year = 0 AND q.latest = 1 \
                   WHERE p.region = $1 AND p.plan = $2 AND p.version = $3 ORDER BY p.name, p.id";
        let asked = values![self.region(), &plan.id, version.number, i64::from(year)];
        let rows = self.store().heavy_rows(sql, asked).await?;
        Ok(rows.iter().map(|row| standing(row, year, today)).collect::<Result<_, _>>()?)
    }
}

/// What stands between semicolons.
fn parts(text: &str) -> Vec<String> {
    text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn standing(row: &Row, year: i16, today: Date) -> Result<Standing, StoreError> {
    let (target, value) = (row.string_or_null(9)?, row.string_or_null(10)?);
    let direction = Direction::parse(row.text(7)?).unwrap_or_default();
    let deadline = row.int_or_null(8)?.map(date);
    let there = row.int_or_null(11)?.map(date);
    Ok(Standing {
        id: row.string(0)?,
        name: row.string(1)?,
        pillar: row.string(2)?,
        owner: row.string(3)?,
        districts: parts(row.text(12)?),
        sub: row.string(13)?,
        sectors: parts(row.text(14)?),
        years: (crate::results::narrow(row.int(4)?), crate::results::narrow(row.int(5)?)),
        budget: row.int(6)?,
        verdict: of_year(target.as_deref(), value.as_deref(), direction, year, today),
        quick: deadline.map(|deadline| (deadline, there, of_quick_win(deadline, there, today))),
        direction,
        target,
        value,
    })
}
