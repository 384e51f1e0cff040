//! What the one-page brief says, before it is put into words: the last decisions first.

use super::decisions::{COLUMNS, Decision, TaskFilter};
use super::model::agenda::Item;
use super::model::quarter_before;
use super::model::task::TaskState;
use super::refusal::Refused;
use crate::indicator::compute::Computer;
use crate::indicator::judge::{Targets, glance};
use crate::indicator::model::{Direction, Indicator};
use crate::indicator::{Period, typed};
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::standings::Tally;
use definition::Number;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::time::day_number;
use std::cmp::Ordering;
use store::values;

/// Decisions that are named; more are counted.
const NAMED: usize = 6;
/// Promises, quick wins and indicators that are named.
const WORST: usize = 5;
const QUICK: usize = 3;
const MOVED: usize = 4;
/// Tasks that are counted.
const COUNTED: i64 = 1000;

/// What the brief says.
pub(super) struct Brief {
    /// Decisions since the first day of last month, the ones that need somebody first.
    pub decided: Vec<Decision>,
    /// How many more there are.
    pub more: usize,
    /// Year and promises of the year that is over, and of the one that runs.
    pub years: Vec<(i16, Tally)>,
    /// The five promises that most need somebody.
    pub worst: Vec<Item>,
    /// Quick wins that are there, late, and still to come.
    pub quick: [i64; 3],
    /// Name and day of those that are late.
    pub quick_late: Vec<(String, String, Date)>,
    /// Year, quarter, money planned and spent; none where no agency reported.
    pub money: Option<(i16, u8, i64, i64)>,
    /// Indicators that moved most.
    pub moved: Vec<Moved>,
    /// Tasks that are overdue, that wait for a confirmation, and that ask for time.
    pub waiting: [usize; 3],
    /// The next meeting.
    pub next: Option<(Date, String)>,
}

/// An indicator between two periods.
pub(super) struct Moved {
    pub one: &'static Indicator,
    pub period: Period,
    pub from: Number,
    pub to: Number,
    /// Whether that is better; none where neither way is.
    pub better: Option<bool>,
}

impl Programme {
    /// Everything that the brief of a day says.
    pub(super) async fn brief(&self, today: Date) -> Result<Brief, Refused> {
        let (mut decided, tasks) = (self.decided_lately(today).await?, self.open_all().await?);
        let more = decided.len().saturating_sub(NAMED);
        decided.truncate(NAMED);
        let mut brief = Brief {
            decided,
            more,
            years: Vec::new(),
            worst: self.promises_missed(today).await?.into_iter().take(WORST).collect(),
            quick: [0; 3],
            quick_late: Vec::new(),
            money: self.money(today).await?,
            moved: self.moved_most(today).await?,
            waiting: [
                tasks.iter().filter(|task| task.due < today).count(),
                tasks.iter().filter(|task| task.state == TaskState::Reported).count(),
                tasks.iter().filter(|task| task.asked.is_some()).count(),
            ],
            next: self.bodies().await?.into_iter().filter_map(|body| Some((body.next?, body.name))).min(),
        };
        self.promises_of(&mut brief, today).await?;
        Ok(brief)
    }

    /// Decisions since the first day of last month, and whatever older one is still open.
    async fn decided_lately(&self, today: Date) -> Result<Vec<Decision>, Refused> {
        let since = today.first_of_month().saturating_sub(1.month());
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND (held >= $2 OR open = 1) \
             ORDER BY open DESC, due, id LIMIT $3"
        );
        self.decisions(&sql, values![self.region(), day_number(since), COUNTED]).await
    }

    async fn open_all(&self) -> Result<Vec<Decision>, Refused> {
        self.listed(&TaskFilter { limit: COUNTED, ..TaskFilter::default() }, true).await
    }

    async fn promises_of(&self, brief: &mut Brief, today: Date) -> Result<(), Refused> {
        let Some(plan) = self.plan().await? else { return Ok(()) };
        for year in [today.year() - 1, today.year()] {
            let standings = self.standings(&plan, year).await?;
            let mut tally = Tally::default();
            standings.iter().for_each(|one| tally.add(one));
            if tally.all > 0 {
                brief.years.push((year, tally));
            }
            if year < today.year() {
                continue;
            }
            for one in standings.iter() {
                match one.quick {
                    Some((_, _, Verdict::Kept)) => brief.quick[0] += 1,
                    Some((_, _, Verdict::Running)) => brief.quick[2] += 1,
                    Some((deadline, there, _)) => {
                        brief.quick[1] += 1;
                        if there.is_none() && brief.quick_late.len() < QUICK {
                            brief.quick_late.push((one.name.clone(), one.owner.clone(), deadline));
                        }
                    }
                    None => {}
                }
            }
        }
        Ok(())
    }

    async fn money(&self, today: Date) -> Result<Option<(i16, u8, i64, i64)>, Refused> {
        let (year, quarter) = quarter_before(today);
        let lines = self.quarter(year, quarter).await?;
        let sum = |of: fn(&crate::monev::QuarterLine) -> i64| lines.iter().map(of).fold(0, i64::saturating_add);
        Ok((!lines.is_empty()).then(|| (year, quarter, sum(|line| line.budget), sum(|line| line.spent))))
    }

    /// Indicators whose last known value differs most from the one before, as a share of that.
    async fn moved_most(&self, today: Date) -> Result<Vec<Moved>, Refused> {
        let (from, to) = (today.year() - 3, today.year());
        let board = self.board("", from, to).await?;
        let targets = Targets::new(self.targets("", from, to).await?, self.deps().zone);
        let mut computer = Computer::new(board.library, &board);
        let mut found = Vec::new();
        for one in board.library.iter() {
            let seen = glance(one, &mut computer, &targets, today);
            let before = computer.figure(one, seen.period.moved(-1));
            let (Some(now), Some(before)) = (seen.figure, before) else { continue };
            if !now.whole || !before.whole {
                continue;
            }
            let share = share(before.value, now.value);
            if share > 0.0 {
                let better = better(one.direction, before.value, now.value);
                found.push((share, Moved { one, period: seen.period, from: before.value, to: now.value, better }));
            }
        }
        found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        Ok(found.into_iter().map(|(_, moved)| moved).take(MOVED).collect())
    }
}

/// By which share a value moved; 0 where it did not, or began at nothing.
fn share(before: Number, now: Number) -> f64 {
    let (before, now) = (typed::drawn(before), typed::drawn(now));
    if before == 0.0 { 0.0 } else { ((now - before) / before).abs() }
}

fn better(direction: Direction, before: Number, now: Number) -> Option<bool> {
    let order = now.compare(before)?;
    match direction {
        Direction::Up => Some(order == Ordering::Greater),
        Direction::Down => Some(order == Ordering::Less),
        Direction::Level => None,
    }
}
