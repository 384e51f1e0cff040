//! Promises in the store: written into the draft, taken out, listed.

use crate::events::{actor, event};
use crate::model::cells::{Cells, Known, read};
use crate::model::plan::{Plan, REASON};
use crate::model::promise::{Facts, Sheet, Written, changed_targets};
use crate::programme::Programme;
use crate::reference::reference;
use crate::refusal::Refused;
use kernel::time::day_number;
use kernel::{Id, Instant, NewEvent, OfficerId};
use serde::Serialize;
use serde_json::json;
use store::{Row, Statement, StoreError, Value, values};
use web::Session;

const COLUMNS: &str = "id, version, revision, facts, sheet, written_by, written_at";

/// A promise in one version of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its id, the same in every version.
    pub id: String,
    /// The version of the plan.
    pub version: i64,
    /// How often it was written; a form tells which one it shows.
    pub revision: i64,
    /// Ids, numbers and days.
    pub facts: Facts,
    /// Texts.
    pub sheet: Sheet,
    /// Who wrote it last.
    pub written_by: OfficerId,
    /// When.
    pub written_at: Instant,
}

impl Promise {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        Ok(Self {
            id: row.string(0)?,
            version: row.int(1)?,
            revision: row.int(2)?,
            facts: serde_json::from_str(row.text(3)?).map_err(damaged)?,
            sheet: serde_json::from_str(row.text(4)?).map_err(damaged)?,
            written_by: OfficerId(row.string(5)?),
            written_at: row.instant(6)?,
        })
    }

    /// Id of its pillar.
    pub fn pillar(&self) -> &str {
        reference().pillar_of(&self.facts.sub).map_or("", |(id, _)| id)
    }
}

/// Which promises are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one pillar.
    pub pillar: String,
    /// Of one sub-dimension.
    pub sub: String,
    /// Of one sector of digital transformation.
    pub sector: String,
    /// Owed by one agency.
    pub owner: String,
    /// In one district, or in the whole region.
    pub district: String,
    /// Quick wins only.
    pub quick: bool,
    /// Whose name holds these words.
    pub search: String,
    /// After this name and id.
    pub after: Option<(String, String)>,
}

/// One row to be written: which promise (none: a new one), as it was last seen, and its cells.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its id; empty for a new one.
    pub id: &'a str,
    /// The revision that was seen; 0 for a new one.
    pub revision: i64,
    /// What is to stand there.
    pub written: Written,
    /// Why a target of a decreed version is changed.
    pub reason: &'a str,
}

impl Programme {
    /// The promise in a version of the plan.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn promise(&self, plan: &Plan, version: i64, id: &str) -> Result<Promise, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_promises WHERE region = $1 AND plan = $2 AND version = $3 AND id = $4"
        );
        let row = self.store().row(&sql, &values![self.region(), &plan.id, version, id]).await?;
        Ok(Promise::read(&row.ok_or(Refused::NotThere)?)?)
    }

    /// The versions of the plan that hold a promise, oldest first.
    pub(crate) async fn held_in(&self, plan: &Plan, id: &str) -> Result<Vec<i64>, Refused> {
        let sql = "SELECT version FROM programme_promises WHERE region = $1 AND plan = $2 AND id = $3 ORDER BY version";
        let rows = self.store().rows(sql, &values![self.region(), &plan.id, id]).await?;
        Ok(rows.iter().map(|row| row.int(0)).collect::<Result<_, _>>()?)
    }

    /// The newest version that holds a promise, of those up to `most`.
    pub(crate) async fn last_version(&self, plan: &Plan, id: &str, most: i64) -> Result<Option<i64>, Refused> {
        Ok(self.held_in(plan, id).await?.into_iter().rfind(|version| *version <= most))
    }

    /// Promises of a version by name, at most `limit`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn promises(
        &self,
        plan: &Plan,
        version: i64,
        filter: &Filter,
        limit: i64,
    ) -> Result<Vec<Promise>, Refused> {
        let (after_name, after_id) = filter.after.clone().unwrap_or_default();
        let words = format!("%{}%", filter.search.to_lowercase().replace(['%', '_', '\\'], ""));
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_promises WHERE region = $1 AND plan = $2 AND version = $3 \
             AND ($4 = '' OR pillar = $4) AND ($5 = '' OR owner = $5) AND (CAST($6 AS BIGINT) = 0 OR quick IS NOT NULL) \
             AND ($7 = '%%' OR LOWER(name) LIKE $7) AND (name > $8 OR (name = $8 AND id > $9)) \
             AND ($11 = '%;;%' OR districts = '' OR districts LIKE $11) AND ($12 = '' OR sub = $12) \
             AND ($13 = '%;;%' OR sectors LIKE $13) ORDER BY name, id LIMIT $10"
        );
        let asked = values![
            self.region(),
            &plan.id,
            version,
            &filter.pillar,
            &filter.owner,
            filter.quick,
            words,
            after_name,
            after_id,
            limit,
            format!("%;{};%", filter.district.replace(['%', '_'], "")),
            &filter.sub,
            format!("%;{};%", filter.sector.replace(['%', '_'], "")),
        ];
        let rows = self.store().rows(&sql, &asked).await?;
        Ok(rows.iter().map(Promise::read).collect::<Result<_, _>>()?)
    }

    /// The id of the promise of the newest version that is called so, or that has this id.
    pub(crate) async fn promise_called(&self, plan: &Plan, text: &str) -> Result<Option<String>, Refused> {
        let sql = "SELECT id FROM programme_promises WHERE region = $1 AND plan = $2 AND version = $3 AND (id = $4 OR name = $4) \
                   ORDER BY id LIMIT 1";
        let row = self.store().row(sql, &values![self.region(), &plan.id, plan.newest().number, text]).await?;
        Ok(row.map(|row| row.string(0)).transpose()?)
    }

    /// Pillars that have a quick win in a version.
    pub(crate) async fn quick_pillars(&self, plan: &Plan, version: i64) -> Result<Vec<String>, Refused> {
        let sql = "SELECT DISTINCT pillar FROM programme_promises WHERE region = $1 AND plan = $2 AND version = $3 AND quick IS NOT NULL";
        let rows = self.store().rows(sql, &values![self.region(), &plan.id, version]).await?;
        Ok(rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?)
    }

    /// Reads the cells of a promise against what this region knows.
    ///
    /// # Errors
    /// Every cell that is wrong.
    pub fn read_cells(&self, plan: &Plan, cells: &Cells) -> Result<Written, Refused> {
        let services = (self.deps().services)();
        let agencies = &self.deps().agencies;
        let unit = |text: &str| agencies.agency(text).or_else(|| agencies.find(text)).map(|agency| agency.unit);
        let district = |text: &str| self.district(text);
        let service = |text: &str| {
            let same = |(id, name): &&(String, String)| id == text || name.eq_ignore_ascii_case(text);
            services.iter().find(same).map(|(id, _)| id.clone())
        };
        let indicator = |text: &str| self.indicator_called(text);
        let known =
            Known { start: plan.start, unit: &unit, district: &district, service: &service, indicator: &indicator };
        read(cells, &known).map_err(Refused::Cells)
    }

    fn district(&self, text: &str) -> Option<String> {
        let all = self.deps().gazetteer.districts();
        let same = all.iter().find(|district| district.code == text || district.name.eq_ignore_ascii_case(text));
        same.map(|district| district.code.clone())
    }

    /// Writes promises into the draft: all of them or none. Answers their ids.
    ///
    /// # Errors
    /// The plan is no draft, one was changed meanwhile, a promised target changes without a reason, or the store failed.
    pub async fn write(&self, session: &Session, plan: &Plan, rows: &[Line<'_>]) -> Result<Vec<String>, Refused> {
        if !plan.is_draft() {
            return Err(Refused::Moved);
        }
        let (now, version) = (self.now(), plan.newest().number);
        let promised = self.promised(plan, rows).await?;
        let (mut events, mut statements, mut ids) = (Vec::new(), vec![self.drafting(plan, version)], Vec::new());
        for (row, promised) in rows.iter().zip(promised) {
            let id = if row.id.is_empty() { Id::new(now, self.chance()).to_string() } else { row.id.to_owned() };
            let moved = promised.map(|promised| changed_targets(&promised, &row.written.facts)).unwrap_or_default();
            let reason = row.reason.trim();
            if !moved.is_empty() && !REASON.contains(&reason.chars().count()) {
                return Err(Refused::Reason);
            }
            let one = One { session, plan, version, id: &id, row, moved: &moved, now };
            let (event, own) = self.written(&one)?;
            events.push(event);
            statements.extend(own);
            ids.push(id);
        }
        if !events.is_empty() {
            self.store().commit(self.on_plan(&plan.id, events, statements), now).await?;
        }
        Ok(ids)
    }

    /// What the version in force promises under these ids, in the order of the rows.
    pub(crate) async fn promised(&self, plan: &Plan, rows: &[Line<'_>]) -> Result<Vec<Option<Facts>>, Refused> {
        let decreed = plan.versions.iter().rev().find(|version| version.decree.is_some()).map(|version| version.number);
        let mut found = Vec::new();
        for row in rows {
            let facts = match decreed.filter(|_| !row.id.is_empty()) {
                Some(version) => match self.promise(plan, version, row.id).await {
                    Ok(promise) => Some(promise.facts),
                    Err(Refused::NotThere) => None,
                    Err(error) => return Err(error),
                },
                None => None,
            };
            found.push(facts);
        }
        Ok(found)
    }

    /// Refuses the commit when the version is no draft any more.
    pub(crate) fn drafting(&self, plan: &Plan, version: i64) -> Statement {
        Statement::new(
            "UPDATE programme_plans SET edits = edits + 1 WHERE region = $1 AND id = $2 AND EXISTS (SELECT 1 FROM \
             programme_versions v WHERE v.region = $1 AND v.plan = $2 AND v.number = $3 AND v.state = 'rancangan')",
            values![self.region(), &plan.id, version],
        )
        .exactly_one()
    }

    fn written(&self, one: &One<'_>) -> Result<(NewEvent, Vec<Statement>), Refused> {
        let (region, now) = (self.region(), one.now);
        let Written { facts, sheet } = &one.row.written;
        let sheet_json = to_json(sheet)?;
        let (text, keep) = self.keep_text(&sheet_json, now);
        let mut data = json!({
            "plan": one.plan.id, "promise": one.id, "version": one.version, "revision": one.row.revision + 1, "facts": facts,
            "sheet": text,
        });
        let mut statements = vec![keep, self.row(one, &to_json(facts)?, sheet_json)];
        statements.push(Statement::new(
            "DELETE FROM programme_targets WHERE region = $1 AND plan = $2 AND version = $3 AND promise = $4",
            values![region, &one.plan.id, one.version, one.id],
        ));
        statements.extend(facts.targets.iter().map(|target| {
            Statement::new(
                "INSERT INTO programme_targets (region, plan, version, promise, year, value) VALUES ($1, $2, $3, $4, $5, $6)",
                values![region, &one.plan.id, one.version, one.id, i64::from(target.year), &target.value],
            )
        }));
        if !one.moved.is_empty() {
            let reason = one.row.reason.trim();
            let (text, keep) = self.keep_text(reason, now);
            statements.push(keep);
            statements.extend(one.moved.iter().map(|year| self.change(one, *year, reason)));
            if let Some(data) = data.as_object_mut() {
                data.insert("moved".to_owned(), json!({ "years": one.moved, "reason": text }));
            }
        }
        Ok((event("promise.written", now, &actor(one.session, None), data), statements))
    }

    fn change(&self, one: &One<'_>, year: i16, reason: &str) -> Statement {
        Statement::new(
            "INSERT INTO programme_changes (region, plan, version, promise, year, reason, changed_by, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (region, plan, version, promise, year) DO UPDATE SET \
             reason = $6, changed_by = $7, changed_at = $8",
            values![
                self.region(),
                &one.plan.id,
                one.version,
                one.id,
                i64::from(year),
                reason,
                &one.session.officer.0,
                one.now,
            ],
        )
    }

    /// The row itself: put in, or changed if it is still as it was seen.
    fn row(&self, one: &One<'_>, facts_json: &str, sheet_json: String) -> Statement {
        let Written { facts, sheet } = &one.row.written;
        let pillar = reference().pillar_of(&facts.sub).map_or("", |(id, _)| id);
        let new = one.row.id.is_empty();
        let sql = if new {
            "INSERT INTO programme_promises (region, plan, version, id, revision, name, pillar, sub, owner, start, ends, quick, \
             direction, budget, targets, facts, sheet, written_by, written_at, districts, sectors) VALUES ($1, $2, $3, $4, $5, $6, \
             $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"
        } else {
            "UPDATE programme_promises SET revision = revision + 1, name = $6, pillar = $7, sub = $8, owner = $9, start = $10, \
             ends = $11, quick = $12, direction = $13, budget = $14, targets = $15, facts = $16, sheet = $17, written_by = $18, \
             written_at = $19, districts = $20, sectors = $21 WHERE region = $1 AND plan = $2 AND version = $3 AND id = $4 AND revision = $5"
        };
        let values: Vec<Value> = values![
            self.region(),
            &one.plan.id,
            one.version,
            one.id,
            if new { 1 } else { one.row.revision },
            &sheet.name,
            pillar,
            &facts.sub,
            &facts.owner,
            i64::from(facts.start),
            i64::from(facts.end),
            facts.quick.map(day_number),
            facts.direction.word(),
            facts.total(),
            i64::try_from(facts.targets.len()).unwrap_or(0),
            facts_json,
            sheet_json,
            &one.session.officer.0,
            one.now,
            within(&facts.districts),
            within(&facts.sectors),
        ];
        Statement::new(sql, values).exactly_one()
    }

    /// Takes a promise out of the draft; decreed versions keep it.
    ///
    /// # Errors
    /// The plan is no draft, it was changed meanwhile, or the store failed.
    pub async fn remove(&self, session: &Session, id: &str, revision: i64) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        if !plan.is_draft() {
            return Err(Refused::Moved);
        }
        let (now, version) = (self.now(), plan.newest().number);
        let at = values![self.region(), &plan.id, version, id];
        let targets = "DELETE FROM programme_targets WHERE region = $1 AND plan = $2 AND version = $3 AND promise = $4";
        let statements = vec![
            self.drafting(&plan, version),
            Statement::new(targets, at),
            Statement::new(
                "DELETE FROM programme_promises WHERE region = $1 AND plan = $2 AND version = $3 AND id = $4 AND revision = $5",
                values![self.region(), &plan.id, version, id, revision],
            )
            .exactly_one(),
        ];
        let data = json!({ "plan": plan.id, "promise": id, "version": version });
        let events = vec![event("promise.removed", now, &actor(session, None), data)];
        self.store().commit(self.on_plan(&plan.id, events, statements), now).await?;
        Ok(())
    }
}

/// Districts or sectors as one text, each between semicolons, to be looked for; no district: the whole region.
fn within(all: &[String]) -> String {
    if all.is_empty() { String::new() } else { format!(";{};", all.join(";")) }
}

/// One promise that is being written.
struct One<'a> {
    session: &'a Session,
    plan: &'a Plan,
    version: i64,
    id: &'a str,
    row: &'a Line<'a>,
    moved: &'a [i16],
    now: Instant,
}

fn to_json(value: &impl Serialize) -> Result<String, Refused> {
    serde_json::to_string(value).map_err(|error| Refused::Failed(error.to_string()))
}
