//! What agencies owe in months and quarters, and what their silence does: the liaison is reminded, then the head, then
//! planners and the leader are told. Once and in order, also after downtime.

use super::model::due::{self, LEVELS, Period};
use super::rights::sees_all;
use super::rules::Rules;
use super::{ActionPlan, Refused, STREAM};
use crate::events::event;
use crate::pages::LOCALE;
use crate::programme::Programme;
use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use jiff::civil::Date;
use kernel::time::{date_of_day, day_number};
use kernel::{Actor, Calendar, Instant, Lang, Role};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use store::{ANY_VERSION, Commit, CommitError, Job, Outgoing, Row, Running, Statement, StoreError, Worked, values};
use web::{Catalogue, Session};

/// So many are told in one turn.
const TURN: usize = 50;

/// What an agency owes and has not given, and to whom that went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The agency.
    pub unit: String,
    /// The year.
    pub year: i16,
    /// What is owed.
    pub period: Period,
    /// Steps that owe a word, and the ones that gave it.
    pub steps: (i64, i64),
    /// The last day that was in time.
    pub due: Option<Date>,
    /// 1: the liaison was reminded, 2: the head, 3: planners and the leader.
    pub level: i64,
}

impl Reminder {
    /// Whether it speaks to this officer.
    pub fn concerns(&self, session: &Session) -> bool {
        let role = |role: Role| session.has_role_in(role, &self.unit);
        role(Role::Liaison) || (self.level >= 2 && role(Role::Head)) || (self.level >= LEVELS && sees_all(session))
    }
}

/// What the worker does for months and quarters.
pub(crate) fn job(programme: &Programme) -> Box<dyn Job> {
    Box::new(Silence { programme: programme.clone(), seen: Mutex::new(None) })
}

/// Turns silence into events.
struct Silence {
    programme: Programme,
    /// Calendar and rules by which the days in the table were counted.
    seen: Mutex<Option<(Arc<Calendar>, Rules)>>,
}

impl Job for Silence {
    fn name(&self) -> &'static str {
        "programme.silence"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            let failed = |error: Refused| StoreError::Sql(error.to_string());
            let rules = self.programme.monev_rules().await.map_err(failed)?;
            let calendar = self.programme.calendar();
            let known = self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if known.is_none_or(|(then, under)| !Arc::ptr_eq(&then, &calendar) || under != rules) {
                self.programme.count_anew(&rules, now).await.map_err(failed)?;
                *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((calendar, rules));
            }
            Ok(self.programme.tell_due(&rules, now).await.map_err(failed)?)
        })
    }
}

/// A duty that is due to be told.
struct Due {
    unit: String,
    year: i16,
    period: Period,
    level: i64,
    due: Date,
    told: Date,
}

impl Programme {
    /// The row of a duty: put in, or kept current; days that were counted before stay.
    pub(super) fn duty(
        &self,
        plan: &ActionPlan,
        period: Period,
        (owed, given): (usize, usize),
        (today, rules): (i64, &Rules),
    ) -> Statement {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let (day, next) = self.days_of(period, plan.year, 0, rules);
        Statement::new(
            "INSERT INTO programme_monev_duties (region, unit, year, period, owed, given, due_day, next_day, level, closed_day) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9) ON CONFLICT (region, unit, year, period) DO UPDATE SET owed = $5, \
             given = $6, closed_day = CASE WHEN CAST($10 AS BIGINT) = 1 \
             THEN COALESCE(programme_monev_duties.closed_day, CAST($11 AS BIGINT)) ELSE NULL END",
            values![
                self.region(),
                &plan.unit,
                i64::from(plan.year),
                period.word(),
                count(owed),
                count(given),
                day.map(day_number),
                next.map(day_number),
                (given >= owed).then_some(today),
                given >= owed,
                today,
            ],
        )
    }

    /// The last day in time, and the day from which the next level is told; none where the calendar is missing.
    fn days_of(&self, period: Period, year: i16, level: i64, rules: &Rules) -> (Option<Date>, Option<Date>) {
        let calendar = self.calendar();
        let day = due::due(period, year, rules.days, &calendar).ok();
        (day, day.and_then(|day| due::next(day, level, rules.days, &calendar).ok().flatten()))
    }

    /// Counts the days of what is open anew, after holidays or deadlines changed: of what could not be counted before, and of
    /// what nobody was told of yet. A quarter that came back has its own day.
    async fn count_anew(&self, rules: &Rules, now: Instant) -> Result<(), Refused> {
        let sql = "SELECT unit, year, period, due_day, next_day FROM programme_monev_duties d WHERE region = $1 \
                   AND closed_day IS NULL AND (due_day IS NULL OR (level = 0 AND NOT EXISTS (SELECT 1 FROM programme_quarters q \
                   WHERE q.region = d.region AND q.unit = d.unit AND q.year = d.year AND d.period = 't' || q.quarter)))";
        let mut statements = Vec::new();
        for row in self.store().heavy_rows(sql, values![self.region()]).await? {
            let Some(period) = Period::parse(row.text(2)?) else { continue };
            let (day, next) = self.days_of(period, crate::results::narrow(row.int(1)?), 0, rules);
            let (day, next) = (day.map(day_number), next.map(day_number));
            if (day, next) != (row.int_or_null(3)?, row.int_or_null(4)?) {
                statements.push(Statement::new(
                    "UPDATE programme_monev_duties SET due_day = $5, next_day = $6 \
                     WHERE region = $1 AND unit = $2 AND year = $3 AND period = $4 AND level = 0",
                    values![self.region(), row.text(0)?, row.int(1)?, row.text(2)?, day, next],
                ));
            }
        }
        if !statements.is_empty() {
            self.store().commit_waiting(Commit::of_statements(self.region(), statements), now).await?;
        }
        Ok(())
    }

    /// Tells what is due, the longest silence first: one level of one duty after another, because the next level of the first
    /// may be due before the second.
    async fn tell_due(&self, rules: &Rules, now: Instant) -> Result<Worked, Refused> {
        let sql = "SELECT unit, year, period, level, due_day, next_day FROM programme_monev_duties \
                   WHERE region = $1 AND closed_day IS NULL AND next_day <= $2 ORDER BY next_day, unit, year, period LIMIT 1";
        let today = day_number(now.date(self.deps().zone));
        let mut worked = Worked::default();
        for _ in 0..TURN {
            let Some(row) = self.store().row(sql, &values![self.region(), today]).await? else { return Ok(worked) };
            let one = Due {
                unit: row.string(0)?,
                year: crate::results::narrow(row.int(1)?),
                period: Period::parse(row.text(2)?).ok_or_else(|| StoreError::Damaged("period".into()))?,
                level: row.int(3)?,
                due: date_of_day(row.int(4)?),
                told: date_of_day(row.int(5)?),
            };
            match self.tell(&one, rules, now).await {
                Ok(()) => worked.done += 1,
                // Another node was faster, or the agency spoke at this moment.
                Err(Refused::Moved) => {}
                Err(error) => return Err(error),
            }
        }
        worked.more = true;
        Ok(worked)
    }

    async fn tell(&self, one: &Due, rules: &Rules, now: Instant) -> Result<(), Refused> {
        let level = one.level + 1;
        let next = due::next(one.due, level, rules.days, &self.calendar()).ok().flatten();
        let at = values![self.region(), &one.unit, i64::from(one.year), one.period.word(), one.level];
        let mut moved = at.to_vec();
        moved.push(next.map(day_number).into());
        let mut reminded = at.to_vec();
        reminded.push(day_number(one.told).into());
        let mut statements = vec![
            Statement::new(
                "UPDATE programme_monev_duties SET level = level + 1, next_day = $6 WHERE region = $1 AND unit = $2 AND year = $3 \
                 AND period = $4 AND level = $5 AND closed_day IS NULL",
                moved,
            )
            .exactly_one(),
            Statement::new(
                "INSERT INTO programme_monev_reminders (region, unit, year, period, level, day) \
                 VALUES ($1, $2, $3, $4, CAST($5 AS BIGINT) + 1, $6)",
                reminded,
            ),
        ];
        let data = json!({ "unit": one.unit, "year": one.year, "period": one.period.word(), "level": level });
        let happened = Instant::at(one.told, 0, self.deps().zone);
        let outbox = self.message(one, level, now, &mut statements)?;
        let commit = Commit {
            events: vec![event("duty.reminded", happened, &Actor::System, data)],
            statements,
            outbox,
            ..Commit::new(self.region(), STREAM, ANY_VERSION)
        };
        match self.store().commit_waiting(commit, now).await {
            Ok(_) => Ok(()),
            Err(CommitError::Guard | CommitError::Conflict { .. }) => Err(Refused::Moved),
            Err(error) => Err(error.into()),
        }
    }

    /// A notice to the liaison or the head, by e-mail too where one is known. Planners and the leader stand in no one unit
    /// that a message could name: they see it in their list.
    fn message(
        &self,
        one: &Due,
        level: i64,
        now: Instant,
        statements: &mut Vec<Statement>,
    ) -> Result<Vec<Outgoing>, Refused> {
        let role = match level {
            1 => Role::Liaison,
            2 => Role::Head,
            _ => return Ok(Vec::new()),
        };
        let failed = |error: &dyn std::fmt::Display| Refused::Failed(error.to_string());
        let texts = Catalogue::new(LOCALE, &[]).map_err(|error| failed(&error))?;
        let words = web::Words { lang: Lang::Id, zone: self.deps().zone };
        let month = words.date(one.period.last_day(one.year));
        let agency = self.deps().agencies.agency(&one.unit).map_or_else(|| one.unit.clone(), |agency| agency.name);
        let key = match one.period {
            Period::Month(_) => "aksi-pesan-bulan",
            Period::Quarter(_) => "aksi-pesan-triwulan",
        };
        let due = words.date(one.due);
        let text = texts.filled(Lang::Id, key, &[("dinas", &agency), ("habis", &month), ("batas", &due)]);
        let (person, new) = self.vault().new_person(now, self.chance())?;
        let (text, sealed) = self.vault().seal(&person, &text, now, self.chance())?;
        statements.extend([new, sealed]);
        let once = format!("duty/{}/{}/{}/{level}", one.unit, one.year, one.period.word());
        let order = MessageOrder {
            once: once.clone(),
            case: format!("duty/{}/{}/{}", one.unit, one.year, one.period.word()),
            number: None,
            order: level,
            key: "mesin:rencana_aksi".to_owned(),
            to: MessageTo::Staff { unit: one.unit.clone(), role },
            lang: Lang::Id,
            person: person.id().to_owned(),
            text,
            unit: one.unit.clone(),
            until: None,
        };
        let payload = serde_json::to_value(&order).map_err(|error| failed(&error))?;
        Ok(vec![Outgoing { topic: MESSAGE_TOPIC.to_owned(), once_key: once, payload, due_at: now }])
    }

    /// What is owed and was told of, that speaks to this officer, the longest silence first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn reminders(&self, session: &Session) -> Result<Vec<Reminder>, Refused> {
        let sql = "SELECT unit, year, period, owed, given, due_day, level FROM programme_monev_duties \
                   WHERE region = $1 AND closed_day IS NULL AND level > 0 ORDER BY due_day, unit, period LIMIT 2000";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let one = |row: &Row| {
            let period = Period::parse(row.text(2)?).ok_or_else(|| StoreError::Damaged("period".into()))?;
            Ok::<_, StoreError>(Reminder {
                unit: row.string(0)?,
                year: crate::results::narrow(row.int(1)?),
                period,
                steps: (row.int(3)?, row.int(4)?),
                due: row.int_or_null(5)?.map(date_of_day),
                level: row.int(6)?,
            })
        };
        let all = rows.iter().map(one).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().filter(|reminder| reminder.concerns(session)).collect())
    }

    /// Years whose holidays are missing, so that something that is owed has no last day.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn years_without_days(&self) -> Result<Vec<i16>, Refused> {
        let sql = "SELECT DISTINCT year, period FROM programme_monev_duties WHERE region = $1 AND closed_day IS NULL AND due_day IS NULL";
        let days = self.monev_rules().await?.days;
        let (mut years, calendar) = (Vec::new(), self.calendar());
        for row in self.store().rows(sql, &values![self.region()]).await? {
            let Some(period) = Period::parse(row.text(1)?) else { continue };
            if let Err(missing) = due::due(period, crate::results::narrow(row.int(0)?), days, &calendar)
                && !years.contains(&missing.0)
            {
                years.push(missing.0);
            }
        }
        years.sort_unstable();
        Ok(years)
    }
}
