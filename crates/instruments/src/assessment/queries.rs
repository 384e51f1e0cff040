//! Assessments out of the read tables.

use super::model::{Assessment, Item, Stage};
use super::rights::{Sight, sees_all, sight, working_units};
use super::{Assessments, Pinned};
use crate::refusal::Refused;
use indexmap::IndexMap;
use kernel::{Instant, OfficerId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::{Row, StoreError, Value, values};
use web::Session;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Id.
    pub id: String,
    /// `instrumen.id`.
    pub instrument: String,
    /// Hash of the instrument's text.
    pub hash: String,
    /// The year that is assessed.
    pub year: u32,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub started_at: Instant,
    /// How many indicators it has.
    pub indicators: i64,
    /// How many have a level.
    pub claimed: i64,
    /// How many the coordinator accepted.
    pub accepted: i64,
    /// The index of the claims, exact; a simulation.
    pub own_index: Option<definition::Number>,
    /// The index with the assessor's levels, exact; a simulation.
    pub judged_index: Option<definition::Number>,
}

/// A page of the list, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The assessments.
    pub rows: Vec<Summary>,
    /// Where the next page goes on.
    pub next: Option<(Instant, String)>,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Version of the stream.
    pub version: i64,
    /// When.
    pub at: Instant,
    /// Who; empty for the operator.
    pub officer: OfficerId,
    /// For which unit.
    pub unit: String,
    /// On which indicator.
    pub indicator: Option<String>,
    /// Name of the event.
    pub what: String,
    /// Its sealed words.
    pub text: Option<String>,
    /// Its data.
    pub details: serde_json::Value,
}

/// A value that somebody else published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedValue {
    /// `instrumen.id`.
    pub instrument: String,
    /// The year.
    pub year: u32,
    /// The index as it was printed.
    pub value: String,
    /// Reference of the sealed source.
    pub source: String,
}

const SUMMARY: &str = "a.id, a.instrument, a.hash, a.year, a.stage, a.started_at, a.indicators, a.claimed, a.accepted, \
     a.own_index, a.judged_index";

fn summary(row: &Row) -> Result<Summary, StoreError> {
    let number = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(Summary {
        id: row.string(0)?,
        instrument: row.string(1)?,
        hash: row.string(2)?,
        year: u32::try_from(row.int(3)?).unwrap_or(0),
        stage: stage(row.text(4)?)?,
        started_at: row.instant(5)?,
        indicators: row.int(6)?,
        claimed: row.int(7)?,
        accepted: row.int(8)?,
        own_index: number(row.string_or_null(9)?),
        judged_index: number(row.string_or_null(10)?),
    })
}

fn stage(word: &str) -> Result<Stage, StoreError> {
    Stage::parse(word).ok_or_else(|| StoreError::Damaged(format!("stage {word}")))
}

impl Assessments {
    /// Up to `limit` assessments that this person may know of, the latest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn list(
        &self,
        session: &Session,
        after: Option<(Instant, String)>,
        limit: usize,
    ) -> Result<Listed, Refused> {
        let mut values = values![self.region()];
        let mut mark = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        let mut condition = "a.region = $1".to_owned();
        if !sees_all(session) {
            let units: Vec<String> = working_units(session).into_iter().map(|unit| mark(unit.into())).collect();
            let units = if units.is_empty() { "NULL".to_owned() } else { units.join(", ") };
            // Whoever lost the role reads nothing, even where the name still stands.
            let officer = session.has_role(kernel::Role::Assessor).then(|| session.officer.0.clone());
            let officer = mark(officer.into());
            condition.push_str(&format!(
                " AND (EXISTS (SELECT 1 FROM instruments_items i WHERE i.region = $1 AND i.assessment = a.id \
                 AND i.unit IN ({units})) OR EXISTS (SELECT 1 FROM instruments_assessors s WHERE s.region = $1 \
                 AND s.assessment = a.id AND s.officer = {officer}))"
            ));
        }
        if let Some((at, id)) = after {
            let (at, id) = (mark(at.into()), mark(id.into()));
            condition.push_str(&format!(" AND (a.started_at < {at} OR (a.started_at = {at} AND a.id < {id}))"));
        }
        let sql = format!(
            "SELECT {SUMMARY} FROM instruments_assessments a WHERE {condition} \
             ORDER BY a.started_at DESC, a.id DESC LIMIT {}",
            limit + 1
        );
        let rows = self.store().rows(&sql, &values).await?;
        let mut rows = rows.iter().map(summary).collect::<Result<Vec<_>, _>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| (last.started_at, last.id.clone()));
        Ok(Listed { rows, next })
    }

    /// Every year's assessment, latest year first, for the comparison of years; at most fifty.
    pub(crate) async fn years(&self) -> Result<Vec<Summary>, Refused> {
        let sql = format!(
            "SELECT {SUMMARY} FROM instruments_assessments a WHERE a.region = $1 \
             ORDER BY a.year DESC, a.instrument LIMIT 50"
        );
        let rows = self.store().rows(&sql, &values![self.region()]).await?;
        Ok(rows.iter().map(summary).collect::<Result<_, _>>()?)
    }

    /// Published values, latest year first; at most fifty.
    pub(crate) async fn published(&self) -> Result<Vec<PublishedValue>, Refused> {
        let sql = "SELECT instrument, year, value, source_ref FROM instruments_published WHERE region = $1 \
                   ORDER BY year DESC, instrument LIMIT 50";
        let read = |row: &Row| {
            Ok::<_, StoreError>(PublishedValue {
                instrument: row.string(0)?,
                year: u32::try_from(row.int(1)?).unwrap_or(0),
                value: row.string(2)?,
                source: row.string(3)?,
            })
        };
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// An assessment as it stands, with the version of its instrument.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub(crate) async fn load(&self, id: &str) -> Result<(Assessment, Arc<Pinned>), Refused> {
        let region = self.region();
        let sql = "SELECT instrument, hash, year, stage, sealing_key, started_at, version FROM instruments_assessments \
                   WHERE region = $1 AND id = $2";
        let row = self.store().row(sql, &values![region, id]).await?.ok_or(Refused::NoAssessment)?;
        let mut one = Assessment::new(id, row.instant(5)?);
        (one.instrument, one.hash, one.key) = (row.string(0)?, row.string(1)?, row.string(4)?);
        (one.year, one.stage) = (u32::try_from(row.int(2)?).unwrap_or(0), stage(row.text(3)?)?);
        one.version = row.int(6)?;
        one.items = self.items(id).await?;
        let sql = "SELECT officer FROM instruments_assessors WHERE region = $1 AND assessment = $2";
        let officers = self.store().rows(sql, &values![region, id]).await?;
        let officers = officers.iter().map(|row| row.string(0).map(OfficerId));
        one.assessors = officers.collect::<Result<BTreeSet<_>, _>>()?;
        let pinned = self.pinned(&one.hash).await?;
        Ok((one, pinned))
    }

    async fn items(&self, id: &str) -> Result<IndexMap<String, Item>, Refused> {
        let sql =
            "SELECT indicator, item FROM instruments_items WHERE region = $1 AND assessment = $2 ORDER BY position";
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        let read =
            |row: &Row| Ok::<_, StoreError>((row.string(0)?, serde_json::from_str(row.text(1)?).map_err(damaged)?));
        let rows = self.store().rows(sql, &values![self.region(), id]).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// An assessment that this person may know of, and how much of it they see.
    ///
    /// # Errors
    /// There is none for them, or the store failed.
    pub(crate) async fn seen(&self, session: &Session, id: &str) -> Result<(Assessment, Arc<Pinned>, Sight), Refused> {
        let (one, pinned) = self.load(id).await?;
        match sight(session, &one) {
            Sight::Nothing => Err(Refused::NoAssessment),
            sight => Ok((one, pinned, sight)),
        }
    }

    /// The instrument with this hash, as it was when an assessment began with it.
    pub(crate) async fn pinned(&self, hash: &str) -> Result<Arc<Pinned>, Refused> {
        if let Some(known) = self.known(hash) {
            return Ok(known);
        }
        let sql = "SELECT source FROM instruments_texts WHERE region = $1 AND hash = $2";
        let row = self.store().row(sql, &values![self.region(), hash]).await?.ok_or(Refused::NoInstrument)?;
        let read = Pinned::read(row.text(0)?);
        Ok(self.keep(hash, read.ok_or_else(|| Refused::Failed(format!("instrument {hash} does not read")))?))
    }

    /// What was done, the latest first, before `version`; on these indicators, or on everything.
    pub(crate) async fn acts(
        &self,
        id: &str,
        indicators: Option<&[&str]>,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Act>, Refused> {
        let mut values = values![self.region(), id, before];
        let of = indicators.map_or_else(String::new, |indicators| {
            let marks: Vec<String> = (0..indicators.len()).map(|at| format!("${}", at + 4)).collect();
            values.extend(indicators.iter().map(|indicator| Value::from(*indicator)));
            format!("AND indicator IN ({})", if marks.is_empty() { "NULL".to_owned() } else { marks.join(", ") })
        });
        let sql = format!(
            "SELECT version, at, officer, unit, indicator, what, text_ref, details FROM instruments_acts \
             WHERE region = $1 AND assessment = $2 AND version < $3 {of} ORDER BY version DESC LIMIT {limit}"
        );
        let rows = self.store().rows(&sql, &values).await?;
        Ok(rows.iter().map(act).collect::<Result<_, _>>()?)
    }

    /// The samples that were drawn, the latest first.
    pub(crate) async fn samples(&self, id: &str) -> Result<Vec<Act>, Refused> {
        let sql = "SELECT version, at, officer, unit, indicator, what, text_ref, details FROM instruments_acts \
                   WHERE region = $1 AND assessment = $2 AND what = 'assessment.sampled' ORDER BY version DESC LIMIT 10";
        let rows = self.store().rows(sql, &values![self.region(), id]).await?;
        Ok(rows.iter().map(act).collect::<Result<_, _>>()?)
    }

    /// Sealed words, opened; those whose key is gone are absent.
    pub(crate) async fn opened<'a>(
        &self,
        references: impl Iterator<Item = &'a str>,
    ) -> Result<HashMap<String, String>, Refused> {
        let ids: Vec<&str> = references.collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.store().open_sealed(self.region(), &ids).await?)
    }
}

fn act(row: &Row) -> Result<Act, StoreError> {
    Ok(Act {
        version: row.int(0)?,
        at: row.instant(1)?,
        officer: OfficerId(row.string(2)?),
        unit: row.string(3)?,
        indicator: row.string_or_null(4)?,
        what: row.string(5)?,
        text: row.string_or_null(6)?,
        details: serde_json::from_str(row.text(7)?).map_err(|error| StoreError::Damaged(error.to_string()))?,
    })
}
