//! What was done in a month: entered step by step, corrected with the old value kept, never over somebody else's word.

use super::Refused;
use super::lines::Kept;
use super::model::course::quarter_of;
use super::model::step::WHOLE;
use super::plans::Action;
use super::rights::works_for;
use crate::events::{actor, event};
use crate::programme::Programme;
use kernel::{Instant, NewEvent, OfficerId};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Characters of evidence and obstacle.
const TEXT: usize = 1000;
/// Fewest characters of evidence.
const EVIDENCE: usize = 5;
/// So often a commit is decided anew when others write beside it.
const TRIES: usize = 3;

/// What is said of a step in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEntry {
    /// The step.
    pub step: String,
    /// The version that the form showed; 0: nothing was there.
    pub seen: i64,
    /// How much of the step is done by the end of the month, in thousandths.
    pub done: i64,
    /// Rupiah spent in the month.
    pub spent: i64,
    /// An address or words.
    pub evidence: String,
    /// What stands in the way; may be empty.
    pub obstacle: String,
}

/// What stands of a step in a month, in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The step.
    pub step: String,
    /// The month.
    pub month: u8,
    /// 1, 2, 3 …; the last one counts, the others stay readable.
    pub version: i64,
    /// In thousandths, since the step began.
    pub done: i64,
    /// Rupiah of the month.
    pub spent: i64,
    /// What proves it.
    pub evidence: String,
    /// What stands in the way.
    pub obstacle: String,
    /// Who wrote it.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

impl Entry {
    fn says(&self, new: &NewEntry) -> bool {
        (self.done, self.spent) == (new.done, new.spent)
            && self.evidence == new.evidence
            && self.obstacle == new.obstacle
    }
}

/// Why a step's entry is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The step.
    pub step: String,
    /// `persen`, `uang`, `bukti`, `mundur`, `panjang`, `didahului`.
    pub code: &'static str,
}

const ENTRY: &str = "step, month, version, done, spent, evidence, obstacle, written_by, written_at";

fn entry(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        step: row.string(0)?,
        month: u8::try_from(row.int(1)?).unwrap_or(0),
        version: row.int(2)?,
        done: row.int(3)?,
        spent: row.int(4)?,
        evidence: row.string(5)?,
        obstacle: row.string(6)?,
        by: OfficerId(row.string(7)?),
        at: row.instant(8)?,
    })
}

impl Programme {
    /// What stands for a month, by step.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn entries_of(&self, unit: &str, year: i16, month: u8) -> Result<BTreeMap<String, Entry>, Refused> {
        let sql = format!(
            "SELECT {ENTRY} FROM programme_action_months WHERE region = $1 AND unit = $2 AND year = $3 AND month = $4 AND latest = 1"
        );
        let rows = self.store().rows(&sql, &values![self.region(), unit, i64::from(year), i64::from(month)]).await?;
        let entries = rows.iter().map(|row| Ok((row.string(0)?, entry(row)?)));
        Ok(entries.collect::<Result<_, StoreError>>()?)
    }

    /// Every version of every month of a step, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn entry_versions(&self, unit: &str, year: i16, step: &str) -> Result<Vec<Entry>, Refused> {
        let sql = format!(
            "SELECT {ENTRY} FROM programme_action_months WHERE region = $1 AND unit = $2 AND year = $3 AND step = $4 \
             ORDER BY month DESC, version DESC LIMIT 200"
        );
        let rows = self.store().rows(&sql, &values![self.region(), unit, i64::from(year), step]).await?;
        Ok(rows.iter().map(entry).collect::<Result<_, _>>()?)
    }

    /// Enters some steps of a month: all of them or none. What stands there already just so is left alone. Answers how many
    /// were written.
    ///
    /// # Errors
    /// Another agency's, no plan in force, the month has not begun, its quarter was sent or locked, an entry is wrong or was
    /// overtaken by somebody else's, or the store failed.
    pub async fn enter_month(
        &self,
        session: &Session,
        (unit, year, month): (&str, i16, u8),
        new: &[NewEntry],
    ) -> Result<usize, Refused> {
        if !works_for(session, unit) {
            return Err(Refused::NotYours);
        }
        if !self.begun(year, month) {
            return Err(Refused::Month);
        }
        let mut tries = 0;
        loop {
            tries += 1;
            match self.try_month(session, (unit, year, month), new).await {
                Err(Refused::Moved) if tries < TRIES => {}
                other => return other,
            }
        }
    }

    async fn try_month(
        &self,
        session: &Session,
        (unit, year, month): (&str, i16, u8),
        new: &[NewEntry],
    ) -> Result<usize, Refused> {
        let plan = self.action_plan(unit, year).await?.filter(|plan| plan.locked > 0).ok_or(Refused::NotThere)?;
        let mut kept = Kept::load(self, &plan, plan.locked).await?;
        if kept.is_closed(quarter_of(month)) {
            return Err(Refused::Closed);
        }
        let standing = self.entries_of(unit, year, month).await?;
        let changed: Vec<&NewEntry> =
            new.iter().filter(|one| standing.get(&one.step).is_none_or(|entry| !entry.says(one))).collect();
        let wrong: Vec<Wrong> = changed
            .iter()
            .filter_map(|one| {
                let code = check(&kept.actions, standing.get(&one.step), one, month)?;
                Some(Wrong { step: one.step.clone(), code })
            })
            .collect();
        if !wrong.is_empty() {
            return Err(Refused::Entries(wrong));
        }
        let now = self.now();
        let (mut events, mut statements) = (Vec::new(), vec![self.edited(&plan)]);
        for one in &changed {
            let (event, rows) = self.month_rows(session, (unit, year, month), one, now);
            events.push(event);
            statements.extend(rows);
            kept.obstacles.insert((one.step.clone(), month), one.obstacle.clone());
            kept.obstacles.retain(|_, text| !text.is_empty());
            for action in kept.actions.iter_mut().filter(|action| action.id == one.step) {
                action.told = action.told.with(month, one.done, one.spent);
                statements.push(self.course_row((unit, year), action));
            }
        }
        statements.extend(kept.lines(self).await?);
        statements.extend(kept.duties(self).await?);
        self.keep(events, statements, now).await?;
        Ok(changed.len())
    }

    fn month_rows(
        &self,
        session: &Session,
        (unit, year, month): (&str, i16, u8),
        one: &NewEntry,
        now: Instant,
    ) -> (NewEvent, [Statement; 3]) {
        let texts = json!({ "evidence": one.evidence, "obstacle": one.obstacle });
        let (text, keep) = self.keep_text(&texts.to_string(), now);
        let (region, year_, month_) = (self.region(), i64::from(year), i64::from(month));
        let back = Statement::new(
            "UPDATE programme_action_months SET latest = 0 WHERE region = $1 AND unit = $2 AND year = $3 AND step = $4 \
             AND month = $5 AND latest = 1",
            values![region, unit, year_, &one.step, month_],
        );
        // Two who enter the same step at the same moment: the second meets the first one's version and is told.
        let row = Statement::new(
            "INSERT INTO programme_action_months (region, unit, year, step, month, version, done, spent, evidence, obstacle, \
             written_by, written_at, latest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) ON CONFLICT DO NOTHING",
            values![
                region,
                unit,
                year_,
                &one.step,
                month_,
                one.seen + 1,
                one.done,
                one.spent,
                &one.evidence,
                &one.obstacle,
                &session.officer.0,
                now,
            ],
        );
        let data = json!({
            "unit": unit, "year": year, "month": month, "action": one.step, "version": one.seen + 1, "done": one.done,
            "spent": one.spent, "texts": text,
        });
        let event = event("month.reported", now, &actor(session, Some(unit)), data);
        (event, [keep, back, row.exactly_one()])
    }

    fn course_row(&self, (unit, year): (&str, i16), action: &Action) -> Statement {
        let (done, spent) = action.told.written();
        Statement::new(
            "INSERT INTO programme_action_courses (region, unit, year, step, done, spent) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (region, unit, year, step) DO UPDATE SET done = $5, spent = $6",
            values![self.region(), unit, i64::from(year), &action.id, done, spent],
        )
    }
}

/// What is wrong with an entry.
fn check(actions: &[Action], standing: Option<&Entry>, new: &NewEntry, month: u8) -> Option<&'static str> {
    let action = actions.iter().find(|action| action.id == new.step);
    let Some(action) = action.filter(|_| standing.map_or(0, |entry| entry.version) == new.seen) else {
        return Some("didahului");
    };
    let before = action.told.by(month.saturating_sub(1));
    let (evidence, obstacle) = (new.evidence.chars().count(), new.obstacle.chars().count());
    if !(0..=WHOLE).contains(&new.done) {
        Some("persen")
    } else if new.spent < 0 {
        Some("uang")
    } else if evidence > TEXT || obstacle > TEXT {
        Some("panjang")
    } else if new.done > before && evidence < EVIDENCE {
        Some("bukti")
    } else if new.done < before && obstacle == 0 {
        Some("mundur")
    } else {
        None
    }
}
