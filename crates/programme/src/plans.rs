//! The plan in the store: read, begun, carried from state to state.

use crate::events::{actor, event};
use crate::model::plan::{self, Act, Change, Decree, DecreeKind, Plan, State, Version};
use crate::programme::Programme;
use crate::refusal::Refused;
use jiff::civil::Date;
use kernel::time::{date_of_day, day_number};
use kernel::{Id, Instant, OfficerId};
use serde_json::{Value, json};
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Characters of a plan's title.
const TITLE: std::ops::RangeInclusive<usize> = 5..=200;
/// The first year lies at most so far from this one.
const NEAR: i16 = 5;

impl Programme {
    /// The plan of this region, if there is one: the one begun last.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn plan(&self) -> Result<Option<Plan>, Refused> {
        let sql = "SELECT p.id, p.title, p.start, p.edits, v.number, v.state, v.submitted_by, v.approved_by, v.decree_kind, \
                   v.decree_number, v.decree_day FROM programme_plans p JOIN programme_versions v \
                   ON v.region = p.region AND v.plan = p.id WHERE p.region = $1 \
                   ORDER BY p.created_at DESC, p.id DESC, v.number";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let id = first.string(0)?;
        let own = rows.iter().filter(|row| row.text(0).is_ok_and(|plan| plan == id));
        let versions = own.map(version).collect::<Result<Vec<_>, StoreError>>()?;
        let start = i16::try_from(first.int(2)?).map_err(|_| Refused::Failed("year".into()))?;
        Ok(Some(Plan { id, title: first.string(1)?, start, versions, edits: first.int(3)? }))
    }

    /// The plan, which must be there.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn the_plan(&self) -> Result<Plan, Refused> {
        self.plan().await?.ok_or(Refused::NotThere)
    }

    /// Begins a plan, or gives it another title and first year while it is a first draft without promises.
    ///
    /// # Errors
    /// A plan is there and runs, the title or year is wrong, or the store failed.
    pub async fn begin(&self, session: &Session, title: &str, start: i16) -> Result<(), Refused> {
        let (title, now) = (title.trim(), self.now());
        let near = self.today().year() - NEAR..=self.today().year() + NEAR;
        if !TITLE.contains(&title.chars().count()) || !near.contains(&start) {
            return Err(Refused::Plan);
        }
        match self.plan().await? {
            Some(plan) if plan.end() >= start => self.describe(session, &plan, title, start).await,
            _ => {
                let id = Id::new(now, self.chance()).to_string();
                let (text, keep) = self.keep_text(title, now);
                let data = json!({ "plan": id, "start": start, "title": text });
                let statements = vec![
                    keep,
                    Statement::new(
                        "INSERT INTO programme_plans (region, id, title, start, edits, created_at) VALUES ($1, $2, $3, $4, 0, $5)",
                        values![self.region(), &id, title, i64::from(start), now],
                    ),
                    self.insert_version(&id, 1, now),
                ];
                let events = vec![event("plan.drafted", now, &actor(session, None), data)];
                self.store().commit(self.on_plan(&id, events, statements), now).await?;
                Ok(())
            }
        }
    }

    async fn describe(&self, session: &Session, plan: &Plan, title: &str, start: i16) -> Result<(), Refused> {
        let first = plan.versions.len() == 1 && plan.is_draft();
        let written = first && self.count(plan, 1).await?.0 > 0;
        if !first || (written && start != plan.start) {
            return Err(Refused::PlanThere);
        }
        let now = self.now();
        let (text, keep) = self.keep_text(title, now);
        let data = json!({ "plan": plan.id, "start": start, "title": text });
        let statements = vec![
            keep,
            Statement::new(
                "UPDATE programme_plans SET title = $3, start = $4, edits = edits + 1 WHERE region = $1 AND id = $2 AND edits = $5",
                values![self.region(), &plan.id, title, i64::from(start), plan.edits],
            )
            .exactly_one(),
        ];
        let events = vec![event("plan.described", now, &actor(session, None), data)];
        self.store().commit(self.on_plan(&plan.id, events, statements), now).await?;
        Ok(())
    }

    /// Promises of a version, and of these the ones without any target.
    pub(crate) async fn count(&self, plan: &Plan, version: i64) -> Result<(usize, usize), Refused> {
        let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN targets = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) \
                   FROM programme_promises WHERE region = $1 AND plan = $2 AND version = $3";
        let row = self.store().row(sql, &values![self.region(), &plan.id, version]).await?;
        let count = |column| row.as_ref().map_or(Ok(0), |row| row.int(column));
        Ok((usize::try_from(count(0)?).unwrap_or(0), usize::try_from(count(1)?).unwrap_or(0)))
    }

    /// Sends the newest version to review.
    ///
    /// # Errors
    /// It is no draft, is empty, holds promises without a target, or the store failed.
    pub async fn submit(&self, session: &Session) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        let (promises, without_target) = self.count(&plan, plan.newest().number).await?;
        self.act(session, &plan, Act::Submit { promises, without_target }).await
    }

    /// Gives the newest version back to the planners.
    ///
    /// # Errors
    /// It is not in review nor approved, the reason is too short, or the store failed.
    pub async fn give_back(&self, session: &Session, reason: &str) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        self.act(session, &plan, Act::Return { reason: reason.trim() }).await
    }

    /// Approves the newest version, as a second person.
    ///
    /// # Errors
    /// It is not in review, the same person submitted it, or the store failed.
    pub async fn approve(&self, session: &Session) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        self.act(session, &plan, Act::Approve).await
    }

    /// Says which decree set the newest version in force.
    ///
    /// # Errors
    /// It is not approved, number or day are wrong, or the store failed.
    pub async fn decree(&self, session: &Session, decree: Decree) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        self.act(session, &plan, Act::Decree(decree)).await
    }

    /// Begins the next version, as a copy of the decreed one.
    ///
    /// # Errors
    /// The newest version is not decreed, or the store failed.
    pub async fn revise(&self, session: &Session) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        self.act(session, &plan, Act::Revise).await
    }

    async fn act(&self, session: &Session, plan: &Plan, act: Act<'_>) -> Result<(), Refused> {
        let change = plan::decide(plan, act, &session.officer, self.today())?;
        let after = plan::apply(plan.clone(), &change, &session.officer);
        let (now, newest, before) = (self.now(), after.newest(), plan.newest());
        let mut data = json!({ "plan": plan.id, "version": newest.number });
        let mut statements = vec![self.touched(plan)];
        let mut reason = "";
        match (&change, act) {
            (Change::Decreed(decree), _) => extend(&mut data, "decree", decree_json(decree)),
            (Change::Returned, Act::Return { reason: given }) => {
                let (text, keep) = self.keep_text(given, now);
                extend(&mut data, "reason", json!(text));
                statements.push(keep);
                reason = given;
            }
            _ => {}
        }
        match change {
            Change::Revised(number) => {
                statements.push(self.insert_version(&plan.id, number, now));
                statements.extend(self.copied(plan, before.number, number));
            }
            _ => statements.push(self.stand(plan, &newest, before.state, (reason, now))),
        }
        let events = vec![event(name(&change), now, &actor(session, None), data)];
        self.store().commit(self.on_plan(&plan.id, events, statements), now).await?;
        Ok(())
    }

    /// Refuses the commit when anything was written since the plan was read.
    fn touched(&self, plan: &Plan) -> Statement {
        Statement::new(
            "UPDATE programme_plans SET edits = edits + 1 WHERE region = $1 AND id = $2 AND edits = $3",
            values![self.region(), &plan.id, plan.edits],
        )
        .exactly_one()
    }

    fn insert_version(&self, plan: &str, number: i64, now: Instant) -> Statement {
        Statement::new(
            "INSERT INTO programme_versions (region, plan, number, state, returned, changed_at) VALUES ($1, $2, $3, $4, '', $5)",
            values![self.region(), plan, number, State::Draft.word(), now],
        )
    }

    fn stand(&self, plan: &Plan, version: &Version, before: State, (reason, now): (&str, Instant)) -> Statement {
        let officer = |officer: &Option<OfficerId>| officer.as_ref().map(|officer| officer.0.clone());
        let decree = version.decree;
        Statement::new(
            "UPDATE programme_versions SET state = $4, submitted_by = $5, approved_by = $6, decree_kind = $7, \
             decree_number = $8, decree_day = $9, returned = $10, changed_at = $11 \
             WHERE region = $1 AND plan = $2 AND number = $3 AND state = $12",
            values![
                self.region(),
                &plan.id,
                version.number,
                version.state.word(),
                officer(&version.submitted_by),
                officer(&version.approved_by),
                decree.map(|decree| decree.kind.word()),
                decree.map(|decree| decree.number),
                decree.map(|decree| day_number(decree.day)),
                reason,
                now,
                before.word(),
            ],
        )
        .exactly_one()
    }

    /// Promises, targets and analysis of one version, taken over into the next.
    fn copied(&self, plan: &Plan, from: i64, to: i64) -> Vec<Statement> {
        let copy = |sql: &'static str| Statement::new(sql, values![self.region(), &plan.id, from, to]);
        vec![
            copy(
                "INSERT INTO programme_promises (region, plan, version, id, revision, name, pillar, sub, owner, districts, start, \
                 ends, quick, direction, budget, targets, facts, sheet, written_by, written_at, sectors) \
                 SELECT region, plan, CAST($4 AS BIGINT), id, revision, name, pillar, sub, owner, districts, start, ends, quick, \
                 direction, budget, targets, facts, sheet, written_by, written_at, sectors FROM programme_promises \
                 WHERE region = $1 AND plan = $2 AND version = $3",
            ),
            copy(
                "INSERT INTO programme_targets (region, plan, version, promise, year, value) \
                 SELECT region, plan, CAST($4 AS BIGINT), promise, year, value FROM programme_targets \
                 WHERE region = $1 AND plan = $2 AND version = $3",
            ),
            copy(
                "INSERT INTO programme_entries (region, id, version, kind, plan, about, pillar, unit, title, body, origin, \
                 revision, written_by, written_at) SELECT region, id, CAST($4 AS BIGINT), kind, plan, about, pillar, unit, title, \
                 body, origin, revision, written_by, written_at FROM programme_entries \
                 WHERE region = $1 AND plan = $2 AND version = $3",
            ),
        ]
    }

    /// Why the newest version came back last, if it did.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn returned(&self, plan: &Plan) -> Result<String, Refused> {
        let sql = "SELECT returned FROM programme_versions WHERE region = $1 AND plan = $2 AND number = $3";
        let row = self.store().row(sql, &values![self.region(), &plan.id, plan.newest().number]).await?;
        Ok(row.map(|row| row.string(0)).transpose()?.unwrap_or_default())
    }
}

const fn name(change: &Change) -> &'static str {
    match change {
        Change::Submitted => "plan.submitted",
        Change::Returned => "plan.returned",
        Change::Approved => "plan.approved",
        Change::Decreed(_) => "plan.decreed",
        Change::Revised(_) => "plan.revised",
    }
}

fn extend(data: &mut Value, key: &str, value: Value) {
    if let Some(data) = data.as_object_mut() {
        data.insert(key.to_owned(), value);
    }
}

fn decree_json(decree: &Decree) -> Value {
    json!({ "kind": decree.kind.word(), "number": decree.number, "day": decree.day.to_string() })
}

fn version(row: &Row) -> Result<Version, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("{what} of a plan"));
    let day = row.int_or_null(10)?;
    let decree = match (row.text_or_null(8)?, row.int_or_null(9)?, day) {
        (Some(kind), Some(number), Some(day)) => {
            let kind = DecreeKind::parse(kind).ok_or_else(|| damaged("decree"))?;
            Some(Decree { kind, number, day: date(day) })
        }
        _ => None,
    };
    Ok(Version {
        number: row.int(4)?,
        state: State::parse(row.text(5)?).ok_or_else(|| damaged("state"))?,
        submitted_by: row.string_or_null(6)?.map(OfficerId),
        approved_by: row.string_or_null(7)?.map(OfficerId),
        decree,
    })
}

pub(crate) fn date(day: i64) -> Date {
    date_of_day(day)
}
