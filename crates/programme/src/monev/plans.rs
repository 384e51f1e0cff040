//! Action plans in the store: written, carried from state to state, revised with the old edition kept readable.

use super::lines::Kept;
use super::model::course::Told;
use super::model::plan::{self, Act, State};
use super::model::step::Step;
use super::rights::{may_decide, may_write};
use super::{Refused, STREAM};
use crate::events::{actor, event};
use crate::programme::Programme;
use kernel::{Id, Instant, NewEvent, OfficerId, Role};
use serde_json::json;
use std::collections::BTreeMap;
use store::{ANY_VERSION, Commit, Row, Statement, StoreError, values};
use web::Session;

/// An agency's action plan for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPlan {
    /// The agency.
    pub unit: String,
    /// The year.
    pub year: i16,
    /// The newest edition, from 1.
    pub edition: i64,
    /// The edition in force; 0 before the first was locked.
    pub locked: i64,
    /// Where the newest edition stands.
    pub state: State,
    /// Grows with every write.
    pub edits: i64,
    /// Who handed it in.
    pub submitted_by: Option<OfficerId>,
    /// Who approved it.
    pub approved_by: Option<OfficerId>,
    /// Why it came back last.
    pub returned: String,
    /// Why the newest edition was begun; empty for the first.
    pub reason: String,
    /// Since when it stands there.
    pub changed_at: Instant,
}

/// A step as it stands in an edition, with what was reported of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id, the same in every edition.
    pub id: String,
    /// How often it was written.
    pub revision: i64,
    /// What is written.
    pub step: Step,
    /// What was reported.
    pub told: Told,
    /// Name of the promise.
    pub promise: String,
    /// Id of the promise's pillar.
    pub pillar: String,
}

/// A step that is to be written into a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionLine {
    /// The agency.
    pub unit: String,
    /// Its id; empty for a new one.
    pub id: String,
    /// The revision that was seen; 0 for a new one.
    pub revision: i64,
    /// What is to stand there.
    pub step: Step,
}

/// An edition that was locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its number.
    pub number: i64,
    /// Why it was made; empty for the first.
    pub reason: String,
    /// Who locked it.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

/// What an edition changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The edition.
    pub edition: i64,
    /// The step as it was; none: it is new.
    pub before: Option<Step>,
    /// The step as it is; none: it was dropped.
    pub after: Option<Step>,
}

const PLAN: &str = "unit, year, edition, locked, state, edits, submitted_by, approved_by, returned, reason, changed_at";

fn action_plan(row: &Row) -> Result<ActionPlan, StoreError> {
    let state = State::parse(row.text(4)?).ok_or_else(|| StoreError::Damaged("state of an action plan".into()))?;
    Ok(ActionPlan {
        unit: row.string(0)?,
        year: crate::results::narrow(row.int(1)?),
        edition: row.int(2)?,
        locked: row.int(3)?,
        state,
        edits: row.int(5)?,
        submitted_by: row.string_or_null(6)?.map(OfficerId),
        approved_by: row.string_or_null(7)?.map(OfficerId),
        returned: row.string(8)?,
        reason: row.string(9)?,
        changed_at: row.instant(10)?,
    })
}

/// Columns of a step, from `a`.
pub(super) const STEP: &str =
    "a.id, a.revision, a.promise, a.name, a.first, a.last, a.weight, a.person, a.source, a.budget, a.proof";

pub(super) fn step(row: &Row) -> Result<Step, StoreError> {
    let month = |column| Ok::<_, StoreError>(u8::try_from(row.int(column)?).unwrap_or(12));
    Ok(Step {
        promise: row.string(2)?,
        name: row.string(3)?,
        first: month(4)?,
        last: month(5)?,
        weight: row.int(6)?,
        person: row.string(7)?,
        source: row.string(8)?,
        budget: serde_json::from_str(row.text(9)?).map_err(|error| StoreError::Damaged(error.to_string()))?,
        proof: row.string(10)?,
    })
}

impl Programme {
    /// The action plan of an agency for a year, if one was begun.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn action_plan(&self, unit: &str, year: i16) -> Result<Option<ActionPlan>, Refused> {
        let sql = format!("SELECT {PLAN} FROM programme_action_plans WHERE region = $1 AND unit = $2 AND year = $3");
        let row = self.store().row(&sql, &values![self.region(), unit, i64::from(year)]).await?;
        Ok(row.as_ref().map(action_plan).transpose()?)
    }

    /// Every action plan of a year, by agency.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn action_plans(&self, year: i16) -> Result<Vec<ActionPlan>, Refused> {
        let sql = format!("SELECT {PLAN} FROM programme_action_plans WHERE region = $1 AND year = $2 ORDER BY unit");
        let rows = self.store().rows(&sql, &values![self.region(), i64::from(year)]).await?;
        Ok(rows.iter().map(action_plan).collect::<Result<_, _>>()?)
    }

    /// The steps of a year with their twelve months, by agency, promise and month: of one agency's edition, or (`unit` empty)
    /// of every agency as it is in force. One query.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn actions(&self, unit: &str, year: i16, edition: i64) -> Result<Vec<(String, Action)>, Refused> {
        let newest = self.plan().await?;
        let version = newest.as_ref().and_then(|plan| plan.in_force(self.today())).map_or(0, |version| version.number);
        let plan = newest.map_or_else(String::new, |plan| plan.id);
        let sql = format!(
            "SELECT {STEP}, a.unit, c.done, c.spent, COALESCE(p.name, ''), COALESCE(p.pillar, '') FROM programme_actions a \
             JOIN programme_action_plans k ON k.region = a.region AND k.unit = a.unit AND k.year = a.year \
             LEFT JOIN programme_action_courses c \
             ON c.region = a.region AND c.unit = a.unit AND c.year = a.year AND c.step = a.id \
             LEFT JOIN programme_promises p ON p.region = a.region AND p.plan = $5 AND p.id = a.promise AND p.version = (SELECT \
             MAX(h.version) FROM programme_promises h WHERE h.region = a.region AND h.id = a.promise AND h.version <= $6) \
             WHERE a.region = $1 AND a.year = $2 AND ($3 = '' OR a.unit = $3) \
             AND a.edition = CASE WHEN CAST($4 AS BIGINT) > 0 THEN CAST($4 AS BIGINT) ELSE k.locked END \
             ORDER BY a.unit, 15, a.first, a.id"
        );
        let asked = values![self.region(), i64::from(year), unit, edition, plan, version];
        let rows = self.store().heavy_rows(sql, asked).await?;
        let one = |row: &Row| {
            let told = Told::read(row.text_or_null(12)?.unwrap_or(""), row.text_or_null(13)?.unwrap_or(""));
            let (promise, pillar) = (row.string(14)?, row.string(15)?);
            let action = Action { id: row.string(0)?, revision: row.int(1)?, step: step(row)?, told, promise, pillar };
            Ok::<_, StoreError>((row.string(11)?, action))
        };
        Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
    }

    /// Writes steps into the drafts of their agencies, which are begun where there are none: all of them or none.
    ///
    /// # Errors
    /// Another agency's, no draft, changed meanwhile, or the store failed.
    pub async fn write_actions(&self, session: &Session, year: i16, lines: &[ActionLine]) -> Result<(), Refused> {
        let now = self.now();
        let mut plans: BTreeMap<&str, Option<ActionPlan>> = BTreeMap::new();
        let (mut events, mut statements) = (Vec::new(), Vec::new());
        for line in lines {
            let unit = line.unit.as_str();
            if !may_write(session, unit) {
                return Err(Refused::NotYours);
            }
            if !plans.contains_key(unit) {
                let plan = self.action_plan(unit, year).await?;
                statements.push(self.action_draft(unit, year, plan.as_ref(), now)?);
                plans.insert(unit, plan);
            }
            let edition = plans.get(unit).and_then(Option::as_ref).map_or(1, |plan| plan.edition);
            let (event, mut kept) = self.action_rows(session, (year, edition), line, now)?;
            events.push(event);
            statements.append(&mut kept);
        }
        self.keep(events, statements, now).await
    }

    /// One commit of this part of the room.
    pub(super) async fn keep(
        &self,
        events: Vec<NewEvent>,
        statements: Vec<Statement>,
        now: Instant,
    ) -> Result<(), Refused> {
        if events.is_empty() {
            return Ok(());
        }
        let commit = Commit { events, statements, ..Commit::new(self.region(), STREAM, ANY_VERSION) };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// Begins a plan, or refuses the commit when it is written by somebody else or no draft.
    fn action_draft(
        &self,
        unit: &str,
        year: i16,
        plan: Option<&ActionPlan>,
        now: Instant,
    ) -> Result<Statement, Refused> {
        match plan {
            None => Ok(Statement::new(
                "INSERT INTO programme_action_plans (region, unit, year, edition, locked, state, edits, returned, reason, changed_at) \
                 VALUES ($1, $2, $3, 1, 0, $4, 1, '', '', $5) ON CONFLICT DO NOTHING",
                values![self.region(), unit, i64::from(year), State::Draft.word(), now],
            )
            .exactly_one()),
            Some(plan) if plan.state == State::Draft => Ok(self.edited(plan)),
            Some(_) => Err(Refused::Moved),
        }
    }

    /// Refuses the commit when the plan was written since it was read.
    pub(super) fn edited(&self, plan: &ActionPlan) -> Statement {
        Statement::new(
            "UPDATE programme_action_plans SET edits = edits + 1 WHERE region = $1 AND unit = $2 AND year = $3 AND edits = $4",
            values![self.region(), &plan.unit, i64::from(plan.year), plan.edits],
        )
        .exactly_one()
    }

    fn action_rows(
        &self,
        session: &Session,
        (year, edition): (i16, i64),
        line: &ActionLine,
        now: Instant,
    ) -> Result<(NewEvent, Vec<Statement>), Refused> {
        let new = line.id.is_empty();
        let id = if new { Id::new(now, self.chance()).to_string() } else { line.id.clone() };
        let step = &line.step;
        let budget = serde_json::to_string(&step.budget).map_err(|error| Refused::Failed(error.to_string()))?;
        let texts = json!({ "name": step.name, "person": step.person, "proof": step.proof });
        let (text, keep) = self.keep_text(&texts.to_string(), now);
        let sql = if new {
            "INSERT INTO programme_actions (region, unit, year, edition, id, revision, promise, name, first, last, weight, person, \
             source, budget, proof) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        } else {
            "UPDATE programme_actions SET revision = revision + 1, promise = $7, name = $8, first = $9, last = $10, weight = $11, \
             person = $12, source = $13, budget = $14, proof = $15 \
             WHERE region = $1 AND unit = $2 AND year = $3 AND edition = $4 AND id = $5 AND revision = $6"
        };
        let row = values![
            self.region(),
            &line.unit,
            i64::from(year),
            edition,
            &id,
            if new { 1 } else { line.revision },
            &step.promise,
            &step.name,
            i64::from(step.first),
            i64::from(step.last),
            step.weight,
            &step.person,
            &step.source,
            budget,
            &step.proof,
        ];
        let data = json!({
            "unit": line.unit, "year": year, "edition": edition, "action": id, "promise": step.promise, "first": step.first,
            "last": step.last, "weight": step.weight, "source": step.source, "budget": step.budget, "texts": text,
        });
        let event = event("action.written", now, &actor(session, Some(&line.unit)), data);
        Ok((event, vec![keep, Statement::new(sql, row).exactly_one()]))
    }

    /// Takes a step out of a draft; locked editions keep it.
    ///
    /// # Errors
    /// As [`Programme::write_actions`].
    pub async fn remove_action(
        &self,
        session: &Session,
        (unit, year): (&str, i16),
        id: &str,
        revision: i64,
    ) -> Result<(), Refused> {
        let plan = self.action_plan(unit, year).await?.ok_or(Refused::NotThere)?;
        if !may_write(session, unit) {
            return Err(Refused::NotYours);
        }
        let now = self.now();
        let statements = vec![
            self.action_draft(unit, year, Some(&plan), now)?,
            Statement::new(
                "DELETE FROM programme_actions WHERE region = $1 AND unit = $2 AND year = $3 AND edition = $4 AND id = $5 \
                 AND revision = $6",
                values![self.region(), unit, i64::from(year), plan.edition, id, revision],
            )
            .exactly_one(),
        ];
        let data = json!({ "unit": unit, "year": year, "edition": plan.edition, "action": id });
        let events = vec![event("action.removed", now, &actor(session, Some(unit)), data)];
        self.keep(events, statements, now).await
    }

    /// Hands a plan in, gives it back, approves it, locks it or begins its next edition.
    ///
    /// # Errors
    /// Not this officer's to do, it stands elsewhere, the same person submitted it, no reason, or the store failed.
    pub async fn move_action_plan(
        &self,
        session: &Session,
        unit: &str,
        year: i16,
        act: Act<'_>,
    ) -> Result<(), Refused> {
        let plan = self.action_plan(unit, year).await?.ok_or(Refused::NotThere)?;
        let may = match act {
            Act::Submit(_) | Act::Revise(_) => may_write(session, unit),
            Act::Approve | Act::Return(_) => may_decide(session, unit),
            Act::Lock => session.has_role(Role::Planner),
        };
        if !may {
            return Err(Refused::NotYours);
        }
        let act = match act {
            Act::Submit(_) => Act::Submit(self.actions(unit, year, plan.edition).await?.len()),
            other => other,
        };
        let state = plan::decide(plan.state, plan.submitted_by.as_ref(), act, &session.officer)?;
        let now = self.now();
        let mut data = json!({ "unit": unit, "year": year, "edition": plan.edition });
        let mut statements = vec![self.stood(session, &plan, state, act, now)];
        if !act.reason().is_empty() {
            let (text, keep) = self.keep_text(act.reason().trim(), now);
            statements.push(keep);
            data.as_object_mut().map(|data| data.insert("reason".into(), json!(text)));
        }
        match act {
            Act::Lock => statements.extend(self.locked(session, &plan, now).await?),
            Act::Revise(_) => statements.push(Statement::new(
                "INSERT INTO programme_actions (region, unit, year, edition, id, revision, promise, name, first, last, weight, \
                 person, source, budget, proof) SELECT region, unit, year, CAST($5 AS BIGINT), id, revision, promise, name, first, \
                 last, weight, person, source, budget, proof FROM programme_actions \
                 WHERE region = $1 AND unit = $2 AND year = $3 AND edition = $4",
                values![self.region(), unit, i64::from(year), plan.edition, plan.edition + 1],
            )),
            _ => {}
        }
        self.keep(vec![event(act.event(), now, &actor(session, Some(unit)), data)], statements, now).await
    }

    fn stood(&self, session: &Session, plan: &ActionPlan, state: State, act: Act<'_>, now: Instant) -> Statement {
        let me = Some(session.officer.0.clone());
        let kept = |officer: &Option<OfficerId>| officer.as_ref().map(|officer| officer.0.clone());
        let (submitted, approved) = match act {
            Act::Submit(_) => (me, None),
            Act::Approve => (kept(&plan.submitted_by), me),
            Act::Lock => (kept(&plan.submitted_by), kept(&plan.approved_by)),
            Act::Return(_) | Act::Revise(_) => (None, None),
        };
        let revised = matches!(act, Act::Revise(_));
        Statement::new(
            "UPDATE programme_action_plans SET state = $5, submitted_by = $6, approved_by = $7, returned = $8, reason = $9, \
             edition = $10, locked = $11, changed_at = $12, edits = edits + 1 \
             WHERE region = $1 AND unit = $2 AND year = $3 AND edits = $4",
            values![
                self.region(),
                &plan.unit,
                i64::from(plan.year),
                plan.edits,
                state.word(),
                submitted,
                approved,
                if matches!(act, Act::Return(_)) { act.reason().trim() } else { "" },
                if revised { act.reason().trim() } else { plan.reason.as_str() },
                plan.edition + i64::from(revised),
                if act == Act::Lock { plan.edition } else { plan.locked },
                now,
            ],
        )
        .exactly_one()
    }

    /// The edition in force from now on: its row, the quarters that are still open, and what is owed.
    async fn locked(&self, session: &Session, plan: &ActionPlan, now: Instant) -> Result<Vec<Statement>, Refused> {
        let edition = Statement::new(
            "INSERT INTO programme_action_editions (region, unit, year, edition, reason, locked_by, locked_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            values![
                self.region(),
                &plan.unit,
                i64::from(plan.year),
                plan.edition,
                &plan.reason,
                &session.officer.0,
                now,
            ],
        );
        let kept = Kept::load(self, plan, plan.edition).await?;
        let mut statements = vec![edition];
        statements.extend(kept.lines(self).await?);
        statements.extend(kept.duties(self).await?);
        Ok(statements)
    }

    /// The editions that were in force, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn action_editions(&self, unit: &str, year: i16) -> Result<Vec<Edition>, Refused> {
        let sql = "SELECT edition, reason, locked_by, locked_at FROM programme_action_editions \
                   WHERE region = $1 AND unit = $2 AND year = $3 ORDER BY edition DESC LIMIT 50";
        let rows = self.store().rows(sql, &values![self.region(), unit, i64::from(year)]).await?;
        let one = |row: &Row| {
            let by = OfficerId(row.string(2)?);
            Ok::<_, StoreError>(Edition { number: row.int(0)?, reason: row.string(1)?, by, at: row.instant(3)? })
        };
        Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
    }

    /// What each edition after the first changed: a target that moves after the fact stays visible as it was.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn action_changes(&self, plan: &ActionPlan) -> Result<Vec<Changed>, Refused> {
        if plan.locked < 2 {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {STEP}, a.edition FROM programme_actions a WHERE a.region = $1 AND a.unit = $2 AND a.year = $3 \
             AND a.edition <= $4 ORDER BY a.edition, a.id"
        );
        let asked = values![self.region(), &plan.unit, i64::from(plan.year), plan.locked];
        let mut editions: BTreeMap<i64, BTreeMap<String, Step>> = BTreeMap::new();
        for row in self.store().heavy_rows(sql, asked).await? {
            editions.entry(row.int(11)?).or_default().insert(row.string(0)?, step(&row)?);
        }
        let mut changes = Vec::new();
        for (edition, after) in editions.iter().skip(1) {
            let Some(before) = editions.get(&(edition - 1)) else { continue };
            let ids: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            let pairs = ids.into_iter().map(|id| (before.get(id), after.get(id)));
            let moved = pairs.filter(|(before, after)| before != after);
            changes.extend(moved.map(|(before, after)| Changed {
                edition: *edition,
                before: before.cloned(),
                after: after.cloned(),
            }));
        }
        Ok(changes)
    }
}
