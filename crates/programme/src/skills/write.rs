//! Needs and counts of an agency. Facts stand on `skills/UNIT`: `skill.need_set`, `skill.count_set`, `skill.claimed`,
//! `skill.withdrawn`, `skill.agreed`, `skill.declined`, `training.planned`, `training.held`, `training.cancelled`.

use super::model::skills;
use super::refusal::Refused;
use super::rights::may_write;
use crate::events::{actor, event};
use crate::programme::Programme;
use kernel::Instant;
use serde_json::{Value as Json, json};
use store::{ANY_VERSION, Commit, Statement, values};
use web::Session;

/// Most people of one skill in one agency.
const MOST: i64 = 9999;

/// What an agency says of one skill.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewNumbers<'a> {
    /// Unit of the agency.
    pub unit: &'a str,
    /// Id of the skill.
    pub skill: &'a str,
    /// The promise that needs it, by name or id; empty: the agency itself.
    pub promise: &'a str,
    /// People that are needed.
    pub needed: Option<i64>,
    /// People who hold it; only of the agency as a whole.
    pub held: Option<i64>,
}

/// A number of people.
pub(crate) fn people(number: i64) -> Result<i64, Refused> {
    if (0..=MOST).contains(&number) { Ok(number) } else { Err(Refused::People) }
}

impl Programme {
    /// Says how many people with a skill an agency needs and has. What is left out stays as it is.
    ///
    /// # Errors
    /// Not this officer's, no such skill or programme, no number, nothing that changes, or the store.
    pub async fn set_skill(&self, session: &Session, new: NewNumbers<'_>) -> Result<(), Refused> {
        self.own_unit(session, new.unit)?;
        if !skills().all.contains_key(new.skill) {
            return Err(Refused::Skill);
        }
        let promise = match new.promise.trim() {
            "" => String::new(),
            named => {
                let plan = self.the_plan().await?;
                self.promise_called(&plan, named).await?.ok_or(Refused::Promise)?
            }
        };
        let now = self.now();
        let (mut events, mut statements) = (Vec::new(), Vec::new());
        if let Some(needed) = new.needed {
            let key = values![self.region(), new.unit, new.skill, &promise];
            let sql = "SELECT people, revision FROM programme_skill_needs WHERE region = $1 AND unit = $2 AND skill = $3 AND promise = $4";
            if let Some(revision) = self.changed(sql, &key, people(needed)?).await? {
                let data = json!({ "unit": new.unit, "skill": new.skill, "promise": promise, "people": needed });
                events.push(event("skill.need_set", now, &actor(session, Some(new.unit)), data));
                let update = "UPDATE programme_skill_needs SET people = $6, revision = revision + 1, written_by = $7, written_at = $8 \
                              WHERE region = $1 AND unit = $2 AND skill = $3 AND promise = $4 AND revision = $5";
                let insert = "INSERT INTO programme_skill_needs (region, unit, skill, promise, revision, people, written_by, \
                              written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
                statements.push(stands(key, revision, (update, insert), needed, (session, now)));
            }
        }
        if let Some(held) = new.held.filter(|_| promise.is_empty()) {
            let key = values![self.region(), new.unit, new.skill];
            let sql =
                "SELECT people, revision FROM programme_skill_counts WHERE region = $1 AND unit = $2 AND skill = $3";
            if let Some(revision) = self.changed(sql, &key, people(held)?).await? {
                let data = json!({ "unit": new.unit, "skill": new.skill, "people": held });
                events.push(event("skill.count_set", now, &actor(session, Some(new.unit)), data));
                let update = "UPDATE programme_skill_counts SET people = $5, revision = revision + 1, written_by = $6, written_at = $7 \
                              WHERE region = $1 AND unit = $2 AND skill = $3 AND revision = $4";
                let insert = "INSERT INTO programme_skill_counts (region, unit, skill, revision, people, written_by, written_at) \
                              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
                statements.push(stands(key, revision, (update, insert), held, (session, now)));
            }
        }
        if events.is_empty() {
            return Err(Refused::Unchanged);
        }
        self.on_skills(new.unit, events, statements, now).await
    }

    /// The revision that stands (0: none), unless the number is the same.
    async fn changed(&self, sql: &str, key: &[store::Value], people: i64) -> Result<Option<i64>, Refused> {
        match self.store().row(sql, key).await? {
            Some(row) if row.int(0)? == people => Ok(None),
            Some(row) => Ok(Some(row.int(1)?)),
            None => Ok(Some(0)),
        }
    }

    /// That the agency is there and this officer writes for it.
    pub(crate) fn own_unit(&self, session: &Session, unit: &str) -> Result<(), Refused> {
        self.deps().agencies.agency(unit).ok_or(Refused::NotThere)?;
        if may_write(session, unit) { Ok(()) } else { Err(Refused::NotYours) }
    }

    /// Commits facts of an agency; what they rely on stands in their statements.
    pub(crate) async fn on_skills(
        &self,
        unit: &str,
        events: Vec<kernel::NewEvent>,
        statements: Vec<Statement>,
        now: Instant,
    ) -> Result<(), Refused> {
        let commit = Commit { events, statements, ..Commit::new(self.region(), format!("skills/{unit}"), ANY_VERSION) };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// One fact of an agency.
    pub(crate) async fn on_skill(
        &self,
        session: &Session,
        unit: &str,
        (name, data): (&str, Json),
        statements: Vec<Statement>,
        now: Instant,
    ) -> Result<(), Refused> {
        self.on_skills(unit, vec![event(name, now, &actor(session, Some(unit)), data)], statements, now).await
    }
}

/// The row put in, or changed if it is still as it was seen.
fn stands(
    mut key: Vec<store::Value>,
    revision: i64,
    (update, insert): (&'static str, &'static str),
    people: i64,
    (session, now): (&Session, Instant),
) -> Statement {
    // A first row begins with revision 1; a later one is looked for by the revision that was seen.
    key.extend(values![revision.max(1), people, &session.officer.0, now]);
    Statement::new(if revision == 0 { insert } else { update }, key).exactly_one()
}
