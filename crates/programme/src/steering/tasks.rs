//! What happens to a task after the meeting: each step stays, with the days before and after it.

use super::decisions::Decision;
use super::filed::{Filing, day, reason, text};
use super::model::task::{Act, TaskState, act};
use super::refusal::Refused;
use super::reminders::first_look;
use super::rights::{ConfirmTasks, DecideMeetings, oversees, owns};
use crate::plans::date;
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::time::day_number;
use kernel::{Instant, OfficerId};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::{Permission as _, Session};

const EVIDENCE: RangeInclusive<usize> = 10..=2000;
const NOTE: RangeInclusive<usize> = 5..=2000;

/// One step of a task's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// 1, 2, 3 …
    pub number: i64,
    /// Word of [`Act`].
    pub act: String,
    /// What was said.
    pub text: String,
    /// What proves it: an address or words; may be empty.
    pub evidence: String,
    /// The day on which it was due before.
    pub before: Date,
    /// The day on which it is due since.
    pub after: Date,
    /// The day that was asked for.
    pub asked: Option<Date>,
    /// Who.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

/// What somebody says with a step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// A note, or the reason.
    pub text: &'a str,
    /// What proves a report.
    pub evidence: &'a str,
}

impl Programme {
    /// A task that this officer may read.
    ///
    /// # Errors
    /// There is none for this officer, or the store failed.
    pub async fn task(&self, session: &Session, id: &str) -> Result<Decision, Refused> {
        let task = self.decision(id).await?;
        if oversees(session) || owns(session, &task.unit) { Ok(task) } else { Err(Refused::NotThere) }
    }

    /// Everything that happened to a task, oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn steps(&self, task: &str) -> Result<Vec<Step>, Refused> {
        let sql = "SELECT number, act, text, evidence, due_before, due_after, asked, written_by, written_at FROM programme_steps \
                   WHERE region = $1 AND decision = $2 ORDER BY number LIMIT 500";
        let rows = self.store().rows(sql, &values![self.region(), task]).await?;
        Ok(rows.iter().map(step).collect::<Result<_, _>>()?)
    }

    /// Does something with a task that stands at step `seen`.
    ///
    /// # Errors
    /// Not this officer's, changed meanwhile, a text is missing, the rules refuse it, or the store failed.
    pub async fn act_on_task(
        &self,
        session: &Session,
        (id, seen): (&str, i64),
        what: Act,
        words: Words<'_>,
    ) -> Result<(), Refused> {
        let task = self.task(session, id).await?;
        allowed(session, &task, what)?;
        let (said, evidence) = sound(what, words)?;
        if task.steps != seen {
            return Err(Refused::Moved);
        }
        let after = act(task.footing(), what, self.today())?;
        let now = self.now();
        let mut statements = Vec::new();
        let reference = self.keep_some([said, evidence].join("\n").trim(), now, &mut statements);
        let reported_by = match what {
            Act::Report { done: true } => session.officer.0.as_str(),
            Act::Return => "",
            _ => task.reported_by.as_str(),
        };
        // A new day is reminded of anew; who has reported is not reminded.
        let look = (after.state == TaskState::Open).then(|| first_look(after.due));
        statements.push(
            Statement::new(
                "UPDATE programme_decisions SET due = $4, asked = $5, state = $6, open = $7, reported_by = $8, steps = steps + 1, \
                 changed_at = $9, look = $10, reminded = CASE WHEN due = $4 THEN reminded ELSE 0 END \
                 WHERE region = $1 AND id = $2 AND steps = $3",
                values![
                    self.region(),
                    id,
                    seen,
                    day_number(after.due),
                    after.asked.map(day_number),
                    after.state.word(),
                    after.state.is_open(),
                    reported_by,
                    now,
                    look,
                ],
            )
            .exactly_one(),
        );
        let asked = after.asked.or(task.asked);
        statements.push(self.step_row(session, &task, (what, said, evidence), (after.due, asked), now));
        let data = json!({
            "decision": id, "step": seen + 1, "state": after.state.word(), "due": after.due.to_string(),
            "asked": day(after.asked), "text": reference,
        });
        let unit = owns(session, &task.unit).then_some(task.unit.as_str());
        let stream = format!("decision/{id}");
        self.file(Filing { session, unit, stream, name: what.event(), data, statements, now }).await
    }

    fn step_row(
        &self,
        session: &Session,
        task: &Decision,
        (what, said, evidence): (Act, &str, &str),
        (due, asked): (Date, Option<Date>),
        now: Instant,
    ) -> Statement {
        Statement::new(
            "INSERT INTO programme_steps (region, decision, number, act, text, evidence, due_before, due_after, asked, written_by, \
             written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            values![
                self.region(),
                &task.id,
                task.steps + 1,
                what.word(),
                said,
                evidence,
                day_number(task.due),
                day_number(due),
                asked.map(day_number),
                &session.officer.0,
                now,
            ],
        )
    }

    /// Says whether everybody may read a decision; nothing is public before that.
    ///
    /// # Errors
    /// There is none, it is so already, or the store failed.
    pub async fn publish(&self, session: &Session, id: &str, public: bool) -> Result<(), Refused> {
        let now = self.now();
        let row = Statement::new(
            "UPDATE programme_decisions SET public = $3, changed_at = $5 WHERE region = $1 AND id = $2 AND public = $4",
            values![self.region(), id, public, !public, now],
        );
        let name = if public { "decision.published" } else { "decision.unpublished" };
        let (stream, statements) = (format!("decision/{id}"), vec![row.exactly_one()]);
        let data = json!({ "decision": id });
        self.file(Filing { session, unit: None, stream, name, data, statements, now }).await
    }
}

/// Whether this officer may do that with the task.
fn allowed(session: &Session, task: &Decision, what: Act) -> Result<(), Refused> {
    let may = match what {
        Act::Report { .. } | Act::Ask(_) => owns(session, &task.unit),
        // Whoever sits in the chair set the day, and moves it.
        Act::Grant | Act::Refuse | Act::Withdraw => DecideMeetings::allows(session),
        Act::Confirm if task.reported_by == session.officer.0 => return Err(Refused::SamePerson),
        Act::Confirm | Act::Return => ConfirmTasks::allows(session),
    };
    if may { Ok(()) } else { Err(Refused::NotYours) }
}

/// What is said, as each act needs it.
fn sound<'a>(what: Act, words: Words<'a>) -> Result<(&'a str, &'a str), Refused> {
    let said = match what {
        Act::Report { .. } => text(words.text, NOTE)?,
        Act::Ask(_) | Act::Refuse | Act::Return | Act::Withdraw => reason(words.text)?,
        Act::Grant | Act::Confirm => text(words.text, 0..=2000)?,
    };
    let evidence = match what {
        // A progress may come without; what is said to be done is shown.
        Act::Report { done: false } if words.evidence.trim().is_empty() => "",
        Act::Report { .. } => text(words.evidence, EVIDENCE).map_err(|_| Refused::Evidence)?,
        _ => "",
    };
    Ok((said, evidence))
}

fn step(row: &Row) -> Result<Step, StoreError> {
    Ok(Step {
        number: row.int(0)?,
        act: row.string(1)?,
        text: row.string(2)?,
        evidence: row.string(3)?,
        before: date(row.int(4)?),
        after: date(row.int(5)?),
        asked: row.int_or_null(6)?.map(date),
        by: OfficerId(row.string(7)?),
        at: row.instant(8)?,
    })
}
