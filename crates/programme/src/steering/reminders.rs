//! Reminders of tasks: so many working days before and after the day on which they are due, each once and in order, also after
//! downtime. What was missed meanwhile is not said late: only the last of it is.

use super::refusal::Refused;
use crate::events::event;
use crate::plans::date;
use crate::programme::Programme;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use kernel::time::day_number;
use kernel::{Actor, Calendar, Instant, Lang, Role};
use serde_json::json;
use store::{ANY_VERSION, Commit, CommitError, Job, Outgoing, Running, Statement, Worked, values};

/// Working days before (below zero) and after the due day on which a unit is reminded.
pub(super) const STAGES: [i64; 5] = [-5, -1, 1, 5, 10];
/// Even with a long holiday five working days lie within so many days of the calendar.
const AHEAD: i64 = 21;
/// So many are looked at in one turn.
const TURN: i64 = 50;
/// Reminders leave behind the messages of cases.
const BEHIND: i64 = 1_000_000;

/// What the worker does for tasks.
pub(crate) fn job(programme: &Programme) -> Box<dyn Job> {
    Box::new(Remind(programme.clone()))
}

/// The day from which a task with this due day is looked at, as the tables count days.
pub(super) fn first_look(due: Date) -> i64 {
    day_number(due) - AHEAD
}

struct Remind(Programme);

impl Job for Remind {
    fn name(&self) -> &'static str {
        "programme.reminders"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.0.remind_due(&self.0.calendar(), now).await?) })
    }
}

/// A task that is looked at.
struct Looked {
    id: String,
    unit: String,
    due: Date,
    /// Stages that are over.
    reminded: usize,
    late: bool,
}

impl Programme {
    async fn remind_due(&self, calendar: &Calendar, now: Instant) -> Result<Worked, Refused> {
        let today = now.date(self.deps().zone);
        let sql = "SELECT id, unit, due, reminded FROM programme_decisions WHERE region = $1 AND look <= $2 ORDER BY look, id LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), day_number(today), TURN]).await?;
        let worked = Worked { done: rows.len() as u64, more: rows.len() as i64 == TURN };
        for row in &rows {
            let due = date(row.int(2)?);
            let reminded = usize::try_from(row.int(3)?).unwrap_or(STAGES.len());
            let one = Looked { id: row.string(0)?, unit: row.string(1)?, due, reminded, late: today > due };
            self.look(calendar, &one, today, now).await?;
        }
        Ok(worked)
    }

    /// Reminds of a task if a stage is reached, and says when to look again.
    async fn look(&self, calendar: &Calendar, one: &Looked, today: Date, now: Instant) -> Result<(), Refused> {
        let reached = reached(calendar, one.due, one.reminded, today);
        let next = STAGES.get(reached).map(|stage| day_number(stage_day(calendar, one.due, *stage)));
        let settled = Statement::new(
            "UPDATE programme_decisions SET look = $4, reminded = $5 WHERE region = $1 AND id = $2 AND reminded = $3 AND look IS NOT NULL",
            // A day that the calendar moved meanwhile is looked for tomorrow, not forgotten.
            values![
                self.region(),
                &one.id,
                one.reminded as i64,
                next.map(|next| next.max(day_number(today) + 1)),
                reached as i64,
            ],
        );
        let mut commit = Commit::of_statements(self.region(), vec![settled.exactly_one()]);
        if reached > one.reminded {
            commit.stream = format!("decision/{}", one.id);
            commit.expected = ANY_VERSION;
            let stage = STAGES.get(reached - 1).copied().unwrap_or_default();
            let data = json!({ "decision": one.id, "stage": stage, "due": one.due.to_string() });
            commit.events.push(event("decision.reminded", now, &Actor::System, data));
            self.remind_unit(&mut commit, one, (reached, now)).await?;
        }
        match self.store().commit_waiting(commit, now).await {
            // Another node was faster, or somebody acted meanwhile.
            Ok(_) | Err(CommitError::Guard) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Orders the messages to head and liaison of the unit.
    async fn remind_unit(
        &self,
        commit: &mut Commit,
        one: &Looked,
        (stage, now): (usize, Instant),
    ) -> Result<(), Refused> {
        let words = web::Words { lang: Lang::Id, zone: self.deps().zone };
        let texts = web::Catalogue::new(&super::TEXTS, &[]).map_err(|error| Refused::Failed(error.to_string()))?;
        let key = if one.late { "rapat-pesan-lewat" } else { "rapat-pesan-dekat" };
        let link = format!("/dasbor/tugas/{}", one.id);
        let text = texts.filled(Lang::Id, key, &[("tanggal", &words.date(one.due)), ("tautan", &link)]);
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let (text, sealed) = self.vault().seal(&person, &text, now, self.chance())?;
        commit.statements.extend([keep, sealed]);
        for role in [Role::Head, Role::Liaison] {
            let once = format!("decision/{}/{}/{stage}/{}", one.id, day_number(one.due), role.word());
            let order = MessageOrder {
                once: once.clone(),
                case: format!("decision/{}", one.id),
                number: None,
                order: BEHIND,
                key: "tugas:ingat".to_owned(),
                to: MessageTo::Staff { unit: one.unit.clone(), role },
                lang: Lang::Id,
                person: person.id().to_owned(),
                text: text.clone(),
                unit: one.unit.clone(),
                until: None,
            };
            let payload = serde_json::to_value(&order).map_err(|error| Refused::Failed(error.to_string()))?;
            commit.outbox.push(Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: now });
        }
        Ok(())
    }
}

/// How many stages are over by a day, never fewer than were.
fn reached(calendar: &Calendar, due: Date, reminded: usize, today: Date) -> usize {
    let over = STAGES.iter().take_while(|stage| stage_day(calendar, due, **stage) <= today).count();
    over.max(reminded)
}

/// The day that lies so many working days before or after another.
fn stage_day(calendar: &Calendar, due: Date, stage: i64) -> Date {
    let (mut day, mut left) = (due, stage.abs());
    while left > 0 {
        day = day.saturating_add(stage.signum().days());
        left -= i64::from(works(calendar, day));
    }
    day
}

/// Whether people work on a day; where no holidays of its year are known, Monday to Friday: an early reminder harms nobody.
fn works(calendar: &Calendar, day: Date) -> bool {
    let weekday = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    calendar.is_working_day(day).unwrap_or(weekday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reminders_count_working_days_also_where_no_holidays_are_known() {
        let calendar = Calendar::default();
        let due = date(2027, 3, 5);
        assert_eq!(due.weekday(), Weekday::Friday);
        let days: Vec<Date> = STAGES.iter().map(|stage| stage_day(&calendar, due, *stage)).collect();
        let expected = [(2, 26), (3, 4), (3, 8), (3, 12), (3, 19)].map(|(month, day)| date(2027, month, day));
        assert_eq!(days, expected);
    }

    #[test]
    fn after_downtime_the_last_stage_that_was_reached_counts_and_none_comes_twice() {
        let (calendar, due) = (Calendar::default(), date(2027, 3, 5));
        assert_eq!(reached(&calendar, due, 0, date(2027, 2, 25)), 0);
        assert_eq!(reached(&calendar, due, 0, date(2027, 2, 26)), 1);
        assert_eq!(reached(&calendar, due, 1, date(2027, 3, 8)), 3);
        assert_eq!(reached(&calendar, due, 3, date(2027, 3, 8)), 3);
        assert_eq!(reached(&calendar, due, 3, date(2028, 1, 1)), STAGES.len());
    }
}
