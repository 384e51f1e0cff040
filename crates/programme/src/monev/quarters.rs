//! The quarter (triwulan) of an agency: assembled from the months, sent by its head, given back or locked by a planner. After
//! that nothing changes; a correction is an addendum that stays visible.

use super::Refused;
use super::lines::{Kept, LINE};
use super::model::due::Period;
use super::model::plan::REASON;
use super::rights::works_for;
use crate::events::{actor, event};
use crate::programme::Programme;
use kernel::time::day_number;
use kernel::{Instant, NewEvent, OfficerId, Role};
use serde_json::{Value as Json, json};
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Characters of a follow-up.
const FOLLOW_UP: usize = 1000;

/// Where a quarter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuarterState {
    /// Berjalan: the agency writes.
    Open,
    /// Dikirim: a planner reviews.
    Sent,
    /// Dikembalikan: the agency writes again.
    Returned,
    /// Terkunci: for good.
    Locked,
}

impl QuarterState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Sent, Self::Returned, Self::Locked];

    /// The word kept in tables and used in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "berjalan",
            Self::Sent => "dikirim",
            Self::Returned => "dikembalikan",
            Self::Locked => "terkunci",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// The quarter of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// The agency.
    pub unit: String,
    /// Where it stands.
    pub state: QuarterState,
    /// Who sent it last, and when.
    pub sent: Option<(OfficerId, Instant)>,
    /// Who locked it or gave it back, and when.
    pub decided: Option<(OfficerId, Instant)>,
    /// Why it came back last.
    pub returned: String,
}

/// A correction after the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addendum {
    /// 1, 2, 3 …
    pub number: i64,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

impl Quarter {
    /// Whether its months are not entered any more.
    pub const fn is_closed(&self) -> bool {
        matches!(self.state, QuarterState::Sent | QuarterState::Locked)
    }
}

fn quarter(row: &Row) -> Result<Quarter, StoreError> {
    let state = QuarterState::parse(row.text(1)?).ok_or_else(|| StoreError::Damaged("state of a quarter".into()))?;
    let decided = row.string_or_null(5)?.map(OfficerId).zip(row.instant_or_null(6)?);
    Ok(Quarter {
        unit: row.string(0)?,
        state,
        sent: Some((OfficerId(row.string(2)?), row.instant(3)?)),
        returned: row.string(4)?,
        decided,
    })
}

const QUARTER: &str = "unit, state, sent_by, sent_at, returned, decided_by, decided_at";

impl Programme {
    /// The quarters that were ever sent, of all agencies.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn quarter_states(&self, year: i16, quarter_: u8) -> Result<Vec<Quarter>, Refused> {
        let sql = format!(
            "SELECT {QUARTER} FROM programme_quarters WHERE region = $1 AND year = $2 AND quarter = $3 ORDER BY unit"
        );
        let rows = self.store().rows(&sql, &values![self.region(), i64::from(year), i64::from(quarter_)]).await?;
        Ok(rows.iter().map(quarter).collect::<Result<_, _>>()?)
    }

    /// Where the quarter of an agency stands.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn quarter_state(&self, unit: &str, year: i16, quarter_: u8) -> Result<Quarter, Refused> {
        let sql = format!(
            "SELECT {QUARTER} FROM programme_quarters WHERE region = $1 AND year = $2 AND quarter = $3 AND unit = $4"
        );
        let asked = values![self.region(), i64::from(year), i64::from(quarter_), unit];
        let row = self.store().row(&sql, &asked).await?;
        let open = Quarter {
            unit: unit.to_owned(),
            state: QuarterState::Open,
            sent: None,
            decided: None,
            returned: String::new(),
        };
        Ok(row.as_ref().map_or(Ok(open), quarter)?)
    }

    /// Corrections after the lock, in order.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn addenda(&self, unit: &str, year: i16, quarter: u8) -> Result<Vec<Addendum>, Refused> {
        let sql = "SELECT number, text, written_by, written_at FROM programme_quarter_addenda \
                   WHERE region = $1 AND year = $2 AND quarter = $3 AND unit = $4 ORDER BY number LIMIT 100";
        let asked = values![self.region(), i64::from(year), i64::from(quarter), unit];
        let one = |row: &Row| {
            let by = OfficerId(row.string(2)?);
            Ok::<_, StoreError>(Addendum { number: row.int(0)?, text: row.string(1)?, by, at: row.instant(3)? })
        };
        Ok(self.store().rows(sql, &asked).await?.iter().map(one).collect::<Result<_, _>>()?)
    }

    /// Writes what follows (tindak lanjut) of some promises; with `send` the head hands the quarter to the planners.
    ///
    /// # Errors
    /// Another agency's or not the head, the quarter was sent or locked, it is not over, or the store failed.
    pub async fn write_quarter(
        &self,
        session: &Session,
        at: (&str, i16, u8),
        follow_ups: &[(String, String)],
        send: bool,
    ) -> Result<(), Refused> {
        let (unit, year, number) = at;
        let may = if send { session.has_role_in(Role::Head, unit) } else { works_for(session, unit) };
        if !may {
            return Err(Refused::NotYours);
        }
        let plan = self.action_plan(unit, year).await?.filter(|plan| plan.locked > 0).ok_or(Refused::NotThere)?;
        let before = self.quarter_state(unit, year, number).await?;
        if matches!(before.state, QuarterState::Sent | QuarterState::Locked) {
            return Err(Refused::Closed);
        }
        if send && Period::Quarter(number).last_day(year) >= self.today() {
            return Err(Refused::Running);
        }
        let now = self.now();
        let lines = self.quarter_of(year, number, unit).await?;
        let mut statements = vec![self.edited(&plan)];
        let (mut events, noted) = self.follow_ups(session, at, &lines, follow_ups, now)?;
        statements.extend(noted);
        if send {
            statements.push(self.sent(session, at, &before, now));
            let mut kept = Kept::load(self, &plan, plan.locked).await?;
            if let Some(place) = kept.closed.get_mut(usize::from(number) - 1) {
                *place = true;
            }
            statements.extend(kept.duties(self).await?);
            let data = json!({ "unit": unit, "year": year, "quarter": number, "lines": lines.len() });
            events.push(event("quarter.sent", now, &actor(session, Some(unit)), data));
        }
        self.keep(events, statements, now).await
    }

    fn follow_ups(
        &self,
        session: &Session,
        (unit, year, number): (&str, i16, u8),
        lines: &[super::QuarterLine],
        follow_ups: &[(String, String)],
        now: Instant,
    ) -> Result<(Vec<NewEvent>, Vec<Statement>), Refused> {
        let (mut events, mut statements) = (Vec::new(), Vec::new());
        for (promise, text) in follow_ups {
            let line = lines.iter().find(|line| line.promise == *promise).ok_or(Refused::NotThere)?;
            if line.follow_up == *text {
                continue;
            }
            if text.chars().count() > FOLLOW_UP {
                return Err(Refused::Reason);
            }
            let (reference, keep) = self.keep_text(text, now);
            statements.push(keep);
            statements.push(Statement::new(
                "INSERT INTO programme_monev_notes (region, year, quarter, unit, promise, follow_up) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (region, year, quarter, unit, promise) DO UPDATE SET follow_up = $6",
                values![self.region(), i64::from(year), i64::from(number), unit, promise, text],
            ));
            let data =
                json!({ "unit": unit, "year": year, "quarter": number, "promise": promise, "follow_up": reference });
            events.push(event("quarter.noted", now, &actor(session, Some(unit)), data));
        }
        Ok((events, statements))
    }

    fn sent(
        &self,
        session: &Session,
        (unit, year, number): (&str, i16, u8),
        before: &Quarter,
        now: Instant,
    ) -> Statement {
        let row = values![
            self.region(),
            i64::from(year),
            i64::from(number),
            unit,
            QuarterState::Sent.word(),
            &session.officer.0,
            now,
            &before.returned,
        ];
        Statement::new(
            "INSERT INTO programme_quarters (region, year, quarter, unit, state, sent_by, sent_at, returned) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (region, year, quarter, unit) DO UPDATE SET state = $5, \
             sent_by = $6, sent_at = $7 WHERE programme_quarters.state = 'dikembalikan'",
            row,
        )
        .exactly_one()
    }

    /// A planner gives the quarter back with a reason, or (no reason) locks it with its lights as they stand.
    ///
    /// # Errors
    /// No planner, whoever sent it, not sent, no reason, or the store failed.
    pub async fn decide_quarter(
        &self,
        session: &Session,
        at: (&str, i16, u8),
        give_back: Option<&str>,
    ) -> Result<(), Refused> {
        let (unit, year, number) = at;
        if !session.has_role(Role::Planner) {
            return Err(Refused::NotYours);
        }
        let before = self.quarter_state(unit, year, number).await?;
        if before.state != QuarterState::Sent {
            return Err(Refused::Moved);
        }
        if before.sent.as_ref().is_some_and(|(by, _)| *by == session.officer) {
            return Err(Refused::SamePerson);
        }
        let reason = give_back.map(str::trim);
        if reason.is_some_and(|reason| !REASON.contains(&reason.chars().count())) {
            return Err(Refused::Reason);
        }
        let plan = self.action_plan(unit, year).await?.ok_or(Refused::NotThere)?;
        let now = self.now();
        let mut data = json!({ "unit": unit, "year": year, "quarter": number });
        let state = if reason.is_some() { QuarterState::Returned } else { QuarterState::Locked };
        let mut statements =
            vec![self.edited(&plan), self.decided(session, at, (state, reason.unwrap_or_default()), now)];
        let name = match reason {
            Some(reason) => {
                let (text, keep) = self.keep_text(reason, now);
                statements.push(keep);
                put(&mut data, "reason", json!(text));
                statements.extend(self.reopened(&plan, number).await?);
                "quarter.returned"
            }
            None => {
                let lights = self.frozen(at, &mut statements).await?;
                put(&mut data, "lights", lights);
                "quarter.locked"
            }
        };
        self.keep(vec![event(name, now, &actor(session, None), data)], statements, now).await
    }

    fn decided(
        &self,
        session: &Session,
        (unit, year, number): (&str, i16, u8),
        (state, reason): (QuarterState, &str),
        now: Instant,
    ) -> Statement {
        Statement::new(
            "UPDATE programme_quarters SET state = $5, decided_by = $6, decided_at = $7, returned = $8 \
             WHERE region = $1 AND year = $2 AND quarter = $3 AND unit = $4 AND state = 'dikirim'",
            values![
                self.region(),
                i64::from(year),
                i64::from(number),
                unit,
                state.word(),
                &session.officer.0,
                now,
                reason,
            ],
        )
        .exactly_one()
    }

    /// The lines as they are now, kept current again, and the duty that is owed again: within the head's days from today.
    async fn reopened(&self, plan: &super::ActionPlan, number: u8) -> Result<Vec<Statement>, Refused> {
        let mut kept = Kept::load(self, plan, plan.locked).await?;
        if let Some(place) = kept.closed.get_mut(usize::from(number) - 1) {
            *place = false;
        }
        let mut statements = kept.lines(self).await?;
        let days = self.monev_rules().await?.days;
        let due = self.calendar().working_day_after(self.today(), days.head).ok();
        let next = due.and_then(|due| due.tomorrow().ok());
        statements.push(Statement::new(
            "UPDATE programme_monev_duties SET closed_day = NULL, given = 0, level = 0, due_day = $5, next_day = $6 \
             WHERE region = $1 AND unit = $2 AND year = $3 AND period = $4",
            values![
                self.region(),
                &plan.unit,
                i64::from(plan.year),
                Period::Quarter(number).word(),
                due.map(day_number),
                next.map(day_number),
            ],
        ));
        Ok(statements)
    }

    /// Each line with the light that it has now, for good.
    async fn frozen(&self, (unit, year, number): (&str, i16, u8), into: &mut Vec<Statement>) -> Result<Json, Refused> {
        let lines = self.quarter_of(year, number, unit).await?;
        let mut lights = serde_json::Map::new();
        for line in &lines {
            into.push(
                Statement::new(
                    "UPDATE programme_monev_lines SET light = $6 WHERE region = $1 AND year = $2 AND quarter = $3 AND unit = $4 \
                     AND promise = $5 AND light = ''",
                    values![
                        self.region(),
                        i64::from(year),
                        i64::from(number),
                        unit,
                        &line.promise,
                        line.light.word(),
                    ],
                )
                .exactly_one(),
            );
            lights.insert(line.promise.clone(), json!(line.light.word()));
        }
        Ok(Json::Object(lights))
    }

    /// Adds a correction to a locked quarter; what was locked stays as it is.
    ///
    /// # Errors
    /// Neither the agency's head nor a planner, the quarter is not locked, no text, or the store failed.
    pub async fn amend_quarter(&self, session: &Session, at: (&str, i16, u8), text: &str) -> Result<(), Refused> {
        let (unit, year, number) = at;
        if !session.has_role(Role::Planner) && !session.has_role_in(Role::Head, unit) {
            return Err(Refused::NotYours);
        }
        if self.quarter_state(unit, year, number).await?.state != QuarterState::Locked {
            return Err(Refused::Moved);
        }
        let (text, now) = (text.trim(), self.now());
        if !REASON.contains(&text.chars().count()) {
            return Err(Refused::Reason);
        }
        let next = self.addenda(unit, year, number).await?.last().map_or(0, |addendum| addendum.number) + 1;
        let (reference, keep) = self.keep_text(text, now);
        let row = Statement::new(
            "INSERT INTO programme_quarter_addenda (region, year, quarter, unit, number, text, written_by, written_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            values![self.region(), i64::from(year), i64::from(number), unit, next, text, &session.officer.0, now,],
        );
        let data = json!({ "unit": unit, "year": year, "quarter": number, "number": next, "text": reference });
        let events = vec![event("quarter.amended", now, &actor(session, Some(unit)), data)];
        self.keep(events, vec![keep, row.exactly_one()], now).await
    }

    /// What is public of a promise: its last locked quarters, the newest first, with their steps as they stood.
    pub(crate) async fn locked_quarters(&self, promise: &str) -> Result<Vec<Locked>, Refused> {
        let sql = format!(
            "{LINE} WHERE l.region = $1 AND l.promise = $2 AND l.light <> '' ORDER BY l.year DESC, l.quarter DESC, l.unit LIMIT 8"
        );
        let rows = self.store().rows(&sql, &values![self.region(), promise]).await?;
        let one = |row: &Row| {
            let steps = serde_json::from_str(row.text(19)?).map_err(|error| StoreError::Damaged(error.to_string()))?;
            let (year, number) = (crate::results::narrow(row.int(10)?), u8::try_from(row.int(11)?).unwrap_or(1));
            Ok::<_, StoreError>(Locked { year, quarter: number, line: self.read_line(row)?.0, steps })
        };
        Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
    }
}

/// A locked quarter of a promise.
pub(crate) struct Locked {
    pub year: i16,
    pub quarter: u8,
    pub line: super::QuarterLine,
    pub steps: Vec<super::lines::StepThen>,
}

fn put(data: &mut Json, key: &str, value: Json) {
    if let Some(data) = data.as_object_mut() {
        data.insert(key.to_owned(), value);
    }
}
