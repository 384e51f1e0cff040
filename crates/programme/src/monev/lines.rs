//! The rows from which a quarter is read: kept current by the commit that changes a step or a month.

use super::model::course::{Told, course, owes, quarter_of};
use super::model::due::Period;
use super::model::light::light;
use super::model::step::Step;
use super::plans::{Action, ActionPlan};
use super::rules::Rules;
use super::{Light, QuarterLine, Refused};
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::time::day_number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Row, Statement, StoreError, Value, values};

/// Most characters of the obstacles of a line.
const OBSTACLES: usize = 1000;

/// A step as a locked quarter shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StepThen {
    /// What is done.
    pub name: String,
    /// Planned by the end of the quarter, in thousandths.
    pub planned: i64,
    /// Done by then.
    pub done: i64,
}

/// An action plan with what was reported, as far as quarters need it.
pub(super) struct Kept {
    pub plan: ActionPlan,
    pub actions: Vec<Action>,
    /// Obstacles by step and month.
    pub obstacles: BTreeMap<(String, u8), String>,
    /// Quarters that were sent or locked: their lines stand.
    pub closed: [bool; 4],
}

impl Kept {
    /// The steps of an edition with everything reported of them.
    pub async fn load(programme: &Programme, plan: &ActionPlan, edition: i64) -> Result<Self, Refused> {
        let (region, unit, year) = (programme.region(), plan.unit.as_str(), i64::from(plan.year));
        let actions = programme.actions(unit, plan.year, edition.max(1)).await?;
        let sql = "SELECT step, month, obstacle FROM programme_action_months \
                   WHERE region = $1 AND unit = $2 AND year = $3 AND latest = 1 AND obstacle <> ''";
        let mut obstacles = BTreeMap::new();
        for row in programme.store().rows(sql, &values![region, unit, year]).await? {
            let month = u8::try_from(row.int(1)?).unwrap_or(0);
            obstacles.insert((row.string(0)?, month), row.string(2)?);
        }
        let sql = "SELECT quarter FROM programme_quarters WHERE region = $1 AND year = $2 AND unit = $3 \
                   AND state IN ('dikirim', 'terkunci')";
        let mut closed = [false; 4];
        for row in programme.store().rows(sql, &values![region, year, unit]).await? {
            let at = usize::try_from(row.int(0)? - 1).unwrap_or(usize::MAX);
            if let Some(place) = closed.get_mut(at) {
                *place = true;
            }
        }
        let actions = actions.into_iter().map(|(_, action)| action).collect();
        Ok(Self { plan: plan.clone(), actions, obstacles, closed })
    }

    /// Whether the quarter of a month was sent or locked.
    pub fn is_closed(&self, quarter: u8) -> bool {
        self.closed.get(usize::from(quarter) - 1).copied().unwrap_or(true)
    }

    /// The lines of every quarter that is open.
    pub async fn lines(&self, programme: &Programme) -> Result<Vec<Statement>, Refused> {
        let mut statements = Vec::new();
        for quarter in (1..=4).filter(|quarter| !self.is_closed(*quarter)) {
            statements.push(Statement::new(
                "DELETE FROM programme_monev_lines WHERE region = $1 AND year = $2 AND quarter = $3 AND unit = $4",
                values![programme.region(), i64::from(self.plan.year), i64::from(quarter), &self.plan.unit],
            ));
            let mut promises: BTreeMap<&str, Vec<&Action>> = BTreeMap::new();
            for action in &self.actions {
                promises.entry(&action.step.promise).or_default().push(action);
            }
            for actions in promises.values() {
                statements.extend(self.line(programme.region(), quarter, actions)?);
            }
        }
        Ok(statements)
    }

    fn line(&self, region: &str, quarter: u8, actions: &[&Action]) -> Result<Option<Statement>, Refused> {
        let Some(first) = actions.first() else { return Ok(None) };
        let failed = |error: serde_json::Error| Refused::Failed(error.to_string());
        let steps: Vec<(&Step, Told)> = actions.iter().map(|action| (&action.step, action.told)).collect();
        let end = quarter * 3;
        let then: Vec<StepThen> = actions
            .iter()
            .map(|action| StepThen {
                name: action.step.name.clone(),
                planned: action.step.planned(end),
                done: action.told.by(end),
            })
            .collect();
        let row: Vec<Value> = values![
            region,
            i64::from(self.plan.year),
            i64::from(quarter),
            &self.plan.unit,
            &first.step.promise,
            &first.promise,
            &first.pillar,
            serde_json::to_string(&course(&steps, quarter)).map_err(failed)?,
            actions.iter().map(|action| action.step.weight).sum::<i64>(),
            actions.iter().map(|action| action.step.budget.of_quarter(quarter)).sum::<i64>(),
            actions.iter().map(|action| action.told.spent(quarter)).sum::<i64>(),
            self.said(quarter, actions),
            serde_json::to_string(&then).map_err(failed)?,
        ];
        Ok(Some(Statement::new(
            "INSERT INTO programme_monev_lines (region, year, quarter, unit, promise, name, pillar, course, weight, budget, spent, \
             obstacle, steps, light) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '')",
            row,
        )))
    }

    /// The obstacles of a quarter, each once, the newest of a step only.
    fn said(&self, quarter: u8, actions: &[&Action]) -> String {
        let mut all: Vec<&str> = Vec::new();
        for action in actions {
            let mut months = super::model::course::months(quarter).collect::<Vec<_>>();
            months.reverse();
            let newest = months.into_iter().find_map(|month| self.obstacles.get(&(action.id.clone(), month)));
            if let Some(text) = newest.filter(|text| !all.contains(&text.as_str())) {
                all.push(text);
            }
        }
        all.join("; ").chars().take(OBSTACLES).collect()
    }

    /// What the agency owes in each month and quarter, and whether it was given.
    pub async fn duties(&self, programme: &Programme) -> Result<Vec<Statement>, Refused> {
        let today = day_number(programme.today());
        let rules = programme.monev_rules().await?;
        let mut statements = Vec::new();
        for month in 1..=12_u8 {
            let owing = self.actions.iter().filter(|action| owes(&action.step, &action.told, month));
            let given = owing.clone().filter(|action| action.told.of(month).is_some()).count();
            let owed = owing.count();
            statements.push(programme.duty(&self.plan, Period::Month(month), (owed, given), (today, &rules)));
        }
        for quarter in 1..=4_u8 {
            let owed = usize::from(self.actions.iter().any(|action| action.step.first <= quarter * 3));
            let given = if self.is_closed(quarter) { owed } else { 0 };
            statements.push(programme.duty(&self.plan, Period::Quarter(quarter), (owed, given), (today, &rules)));
        }
        Ok(statements)
    }
}

impl Programme {
    /// Every promise that an action plan names, in a quarter (1 to 4), the worst first, then by agency and name. One query.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn quarter(&self, year: i16, quarter: u8) -> Result<Vec<QuarterLine>, crate::Refused> {
        self.quarter_of(year, quarter, "").await.map_err(|error| crate::Refused::Failed(error.to_string()))
    }

    /// The same of one agency; of all where `unit` is empty.
    pub(crate) async fn quarter_of(&self, year: i16, quarter: u8, unit: &str) -> Result<Vec<QuarterLine>, Refused> {
        let sql = format!("{LINE} WHERE l.region = $1 AND l.year = $2 AND l.quarter = $3 AND ($4 = '' OR l.unit = $4)");
        let asked = values![self.region(), i64::from(year), i64::from(quarter), unit];
        let rows = self.store().heavy_rows(sql, asked).await?;
        let mut lines = rows.iter().map(|row| Ok(self.read_line(row)?.0)).collect::<Result<Vec<_>, StoreError>>()?;
        lines.sort_by(|one, other| {
            (one.light, &one.unit, &one.name, &one.promise).cmp(&(
                other.light,
                &other.unit,
                &other.name,
                &other.promise,
            ))
        });
        Ok(lines)
    }

    /// One line, with the weight of the year's work behind it.
    pub(crate) fn read_line(&self, row: &Row) -> Result<(QuarterLine, i64), StoreError> {
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        let course: super::model::course::Course = serde_json::from_str(row.text(4)?).map_err(damaged)?;
        let rules = Rules::read(row, 13)?;
        let (year, quarter) = (crate::results::narrow(row.int(10)?), u8::try_from(row.int(11)?).unwrap_or(1));
        let kept = Light::parse(row.text(9)?);
        let words: i64 = course.iter().map(|stage| stage.words).sum();
        let [.., last] = course;
        let line = QuarterLine {
            unit: row.string(0)?,
            promise: row.string(1)?,
            name: row.string(2)?,
            pillar: row.string(3)?,
            planned: last.planned,
            done: (words > 0).then_some(last.done),
            budget: row.int(5)?,
            spent: row.int(6)?,
            obstacle: row.string(7)?,
            follow_up: row.string(8)?,
            light: kept.unwrap_or_else(|| light(&course, self.over(year, quarter, &rules), rules.lights)),
            locked: kept.is_some(),
        };
        Ok((line, row.int(12)?))
    }

    /// How many months of a quarter are past their time to report. Where the calendar is missing, the month's own end counts.
    pub(super) fn over(&self, year: i16, quarter: u8, rules: &Rules) -> usize {
        let (today, calendar) = (self.today(), self.calendar());
        let passed = |month: u8| {
            let period = Period::Month(month);
            let due = super::model::due::due(period, year, rules.days, &calendar);
            due.unwrap_or_else(|_| period.last_day(year)) < today
        };
        super::model::course::months(quarter).filter(|month| passed(*month)).count()
    }

    /// Whether a month has begun.
    pub(super) fn begun(&self, year: i16, month: u8) -> bool {
        let first = Date::new(year, i8::try_from(month).unwrap_or(1), 1);
        (1..=12).contains(&month) && first.is_ok_and(|first| first <= self.today())
    }

    /// The quarter in which most eyes are: the last one that is over, or the first of the year.
    pub(super) fn usual_quarter(&self) -> (i16, u8) {
        let today = self.today();
        let now = quarter_of(today.month().unsigned_abs());
        if now > 1 { (today.year(), now - 1) } else { (today.year() - 1, 4) }
    }
}

/// What a line is read from; the rules of the region stand beside each.
pub(crate) const LINE: &str = "SELECT l.unit, l.promise, l.name, l.pillar, l.course, l.budget, l.spent, l.obstacle, \
     COALESCE(n.follow_up, ''), l.light, l.year, l.quarter, l.weight, r.green, r.yellow, r.month_days, r.quarter_days, \
     r.head_days, r.top_days, l.steps FROM programme_monev_lines l \
     LEFT JOIN programme_monev_notes n ON n.region = l.region AND n.year = l.year AND n.quarter = l.quarter \
     AND n.unit = l.unit AND n.promise = l.promise \
     LEFT JOIN programme_monev_rules r ON r.region = l.region AND r.latest = 1";
