//! What was reported of a promise, and how its targets stood: history never overwritten.

use crate::events::{actor, event};
use crate::model::number::decimal;
use crate::model::plan::Plan;
use crate::plans::date;
use crate::programme::Programme;
use crate::promises::Promise;
use crate::refusal::Refused;
use jiff::civil::Date;
use kernel::time::day_number;
use kernel::{Instant, OfficerId, Role};
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Results of a quick win are kept under this year: it has a day, not a year.
pub const QUICK: i16 = 0;
/// Characters of the evidence.
const EVIDENCE: std::ops::RangeInclusive<usize> = 10..=2000;

/// What was reported for a year, or of a quick win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The year, or [`QUICK`].
    pub year: i16,
    /// 1, 2, 3 … for this year; the last one counts, the others stay readable.
    pub number: i64,
    /// A plain decimal number; empty for a quick win.
    pub value: String,
    /// The day on which a quick win was there.
    pub day: Option<Date>,
    /// What proves it: an address or words.
    pub evidence: String,
    /// Who reported it.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

/// A target of a year as one decreed version set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetThen {
    /// The year.
    pub year: i16,
    /// The version of the plan.
    pub version: i64,
    /// A plain decimal number; none where the version dropped the target.
    pub value: Option<String>,
    /// Why it changed, who changed it and when; none in the first version that has it.
    pub change: Option<(String, OfficerId, Instant)>,
}

/// A target that one version set otherwise than the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The promise.
    pub promise: String,
    /// The year.
    pub year: i16,
    /// The version that moved it.
    pub version: i64,
    /// The target before; a plain decimal number.
    pub from: String,
    /// The target since; none where it was dropped.
    pub to: Option<String>,
    /// Why.
    pub reason: String,
}

/// Whether this officer may report what became of a promise: planners, and the head and liaison of the agency that owes it.
pub fn may_report(session: &Session, owner: &str) -> bool {
    let owes = [Role::Head, Role::Liaison].into_iter().any(|role| session.has_role_in(role, owner));
    owes || session.has_role(Role::Planner)
}

impl Programme {
    /// Reports the figure of a year. A later report takes its place; the earlier stays readable.
    ///
    /// # Errors
    /// Not this officer's, the year is none of the promise's or lies ahead, no figure or evidence, or the store failed.
    pub async fn report(
        &self,
        session: &Session,
        id: &str,
        year: i16,
        value: &str,
        evidence: &str,
    ) -> Result<(), Refused> {
        let (plan, promise) = self.decreed_promise(id).await?;
        let value = decimal(value).map_err(|_| Refused::Figure)?;
        let within = (promise.facts.start..=promise.facts.end).contains(&year) && year <= self.today().year();
        if !within {
            return Err(Refused::Day);
        }
        self.keep_result(
            session,
            &plan,
            &promise,
            Reported { year, value, day: None, ..self.reported(session, evidence) },
        )
        .await
    }

    /// Says on which day a quick win was there.
    ///
    /// # Errors
    /// Not this officer's, no quick win, the day lies ahead, no evidence, or the store failed.
    pub async fn report_quick(&self, session: &Session, id: &str, day: Date, evidence: &str) -> Result<(), Refused> {
        let (plan, promise) = self.decreed_promise(id).await?;
        if promise.facts.quick.is_none() {
            return Err(Refused::NotThere);
        }
        if day > self.today() || day.year() < plan.start - 1 {
            return Err(Refused::Day);
        }
        let result = Reported { year: QUICK, value: String::new(), day: Some(day), ..self.reported(session, evidence) };
        self.keep_result(session, &plan, &promise, result).await
    }

    fn reported(&self, session: &Session, evidence: &str) -> Reported {
        Reported {
            year: QUICK,
            number: 0,
            value: String::new(),
            day: None,
            evidence: evidence.trim().to_owned(),
            by: session.officer.clone(),
            at: self.now(),
        }
    }

    /// The promise as the newest decree that holds it has it.
    async fn decreed_promise(&self, id: &str) -> Result<(Plan, Promise), Refused> {
        let plan = self.the_plan().await?;
        let version = plan.in_force(self.today()).ok_or(Refused::NotThere)?.number;
        let promise = self.promise(&plan, version, id).await?;
        Ok((plan, promise))
    }

    async fn keep_result(
        &self,
        session: &Session,
        plan: &Plan,
        promise: &Promise,
        mut result: Reported,
    ) -> Result<(), Refused> {
        let owner = &promise.facts.owner;
        if !may_report(session, owner) {
            return Err(Refused::NotOwner);
        }
        if !EVIDENCE.contains(&result.evidence.chars().count()) {
            return Err(Refused::Text);
        }
        let (region, year) = (self.region(), i64::from(result.year));
        let sql = "SELECT MAX(number) FROM programme_results WHERE region = $1 AND promise = $2 AND year = $3";
        let row = self.store().row(sql, &values![region, &promise.id, year]).await?;
        result.number = row.map(|row| row.int_or_null(0)).transpose()?.flatten().unwrap_or(0) + 1;
        let (text, keep) = self.keep_text(&result.evidence, result.at);
        let data = json!({
            "plan": plan.id, "promise": promise.id, "year": result.year, "number": result.number, "value": result.value,
            "day": result.day.map(|day| day.to_string()), "evidence": text,
        });
        let statements = vec![
            keep,
            Statement::new(
                "UPDATE programme_results SET latest = 0 WHERE region = $1 AND promise = $2 AND year = $3 AND latest = 1",
                values![region, &promise.id, year],
            ),
            // Two who report at the same moment: the second meets the first one's number and is told.
            Statement::new(
                "INSERT INTO programme_results (region, promise, year, number, value, day, evidence, reported_by, reported_at, \
                 latest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT DO NOTHING",
                values![
                    region,
                    &promise.id,
                    year,
                    result.number,
                    &result.value,
                    result.day.map(day_number),
                    &result.evidence,
                    &result.by.0,
                    result.at,
                ],
            )
            .exactly_one(),
        ];
        let unit = session.grants.iter().find(|grant| grant.unit == *owner).map(|grant| grant.unit.as_str());
        let events = vec![event("result.reported", result.at, &actor(session, unit), data)];
        self.store().commit(self.on_plan(&plan.id, events, statements), result.at).await?;
        Ok(())
    }

    /// Everything that was reported of a promise, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn results(&self, promise: &str) -> Result<Vec<Reported>, Refused> {
        let sql = "SELECT year, number, value, day, evidence, reported_by, reported_at FROM programme_results \
                   WHERE region = $1 AND promise = $2 ORDER BY year, number DESC LIMIT 200";
        let rows = self.store().rows(sql, &values![self.region(), promise]).await?;
        Ok(rows.iter().map(reported).collect::<Result<_, _>>()?)
    }

    /// What was reported last of every promise, for each year and of its quick win: promise and report.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn latest_results(&self) -> Result<Vec<(String, Reported)>, Refused> {
        let sql = "SELECT year, number, value, day, evidence, reported_by, reported_at, promise FROM programme_results \
                   WHERE region = $1 AND latest = 1 ORDER BY promise, year";
        let rows = self.store().heavy_rows(sql, values![self.region()]).await?;
        let one = |row: &Row| Ok::<_, StoreError>((row.string(7)?, reported(row)?));
        Ok(rows.iter().map(one).collect::<Result<_, _>>()?)
    }

    /// Every target that versions up to this one moved or dropped, by promise, year and version.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn moved_targets(&self, plan: &Plan, version: i64) -> Result<Vec<Moved>, Refused> {
        let sql = "SELECT c.promise, c.year, c.version, b.value, t.value, c.reason FROM programme_changes c \
                   JOIN programme_targets b ON b.region = c.region AND b.plan = c.plan AND b.promise = c.promise \
                   AND b.year = c.year AND b.version = c.version - 1 \
                   LEFT JOIN programme_targets t ON t.region = c.region AND t.plan = c.plan AND t.promise = c.promise \
                   AND t.year = c.year AND t.version = c.version \
                   WHERE c.region = $1 AND c.plan = $2 AND c.version <= $3 ORDER BY c.promise, c.year, c.version";
        let rows = self.store().heavy_rows(sql, values![self.region(), &plan.id, version]).await?;
        let one = |row: &Row| {
            Ok::<_, StoreError>(Moved {
                promise: row.string(0)?,
                year: narrow(row.int(1)?),
                version: row.int(2)?,
                from: row.string(3)?,
                to: row.string_or_null(4)?,
                reason: row.string(5)?,
            })
        };
        let mut moved: Vec<Moved> = rows.iter().map(one).collect::<Result<_, _>>()?;
        // A draft may move a target and move it back.
        moved.retain(|one| one.to.as_deref() != Some(one.from.as_str()));
        Ok(moved)
    }

    /// The targets of a promise as each decreed version set them, by year and version; versions that changed nothing are
    /// left out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn targets_then(&self, plan: &Plan, promise: &str) -> Result<Vec<TargetThen>, Refused> {
        let sql = "SELECT t.year, t.version, t.value FROM programme_targets t WHERE t.region = $1 AND t.promise = $2 ORDER BY t.year, t.version";
        let targets = self.store().rows(sql, &values![self.region(), promise]).await?;
        let sql = "SELECT year, version, reason, changed_by, changed_at FROM programme_changes WHERE region = $1 AND promise = $2";
        let changes = self.store().rows(sql, &values![self.region(), promise]).await?;
        let decreed: Vec<i64> = plan.versions.iter().filter(|one| one.decree.is_some()).map(|one| one.number).collect();
        let mut years: Vec<i64> = targets.iter().map(|row| row.int(0)).collect::<Result<_, _>>()?;
        years.dedup();
        let mut history = Vec::new();
        for year in years {
            let mut before: Option<String> = None;
            for version in &decreed {
                let value = target_of(&targets, year, *version)?;
                if value == before {
                    continue;
                }
                let change = change_of(&changes, year, *version)?;
                history.push(TargetThen { year: narrow(year), version: *version, value: value.clone(), change });
                before = value;
            }
        }
        Ok(history)
    }
}

fn target_of(rows: &[Row], year: i64, version: i64) -> Result<Option<String>, StoreError> {
    for row in rows {
        if row.int(0)? == year && row.int(1)? == version {
            return Ok(Some(row.string(2)?));
        }
    }
    Ok(None)
}

fn change_of(rows: &[Row], year: i64, version: i64) -> Result<Option<(String, OfficerId, Instant)>, StoreError> {
    for row in rows {
        if row.int(0)? == year && row.int(1)? == version {
            return Ok(Some((row.string(2)?, OfficerId(row.string(3)?), row.instant(4)?)));
        }
    }
    Ok(None)
}

pub(crate) fn narrow(year: i64) -> i16 {
    i16::try_from(year).unwrap_or(QUICK)
}

fn reported(row: &Row) -> Result<Reported, StoreError> {
    Ok(Reported {
        year: narrow(row.int(0)?),
        number: row.int(1)?,
        value: row.string(2)?,
        day: row.int_or_null(3)?.map(date),
        evidence: row.string(4)?,
        by: OfficerId(row.string(5)?),
        at: row.instant(6)?,
    })
}
