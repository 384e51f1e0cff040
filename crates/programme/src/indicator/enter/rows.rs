//! The rows of values and targets: a new version stands, the old one steps back.

use super::NewTarget;
use crate::indicator::model::Indicator;
use crate::indicator::period::Period;
use crate::indicator::refusal::Refused;
use crate::programme::Programme;
use definition::Number;
use kernel::{Actor, Instant};
use store::{Statement, Value, values};
use web::Session;

/// Who enters, for which unit, and whose key seals what they wrote.
pub(crate) struct Who {
    pub officer: String,
    pub unit: String,
    pub person: Option<String>,
    pub actor: Actor,
}

impl Who {
    /// In the unit that answers for the indicator, else in the first one the officer has.
    pub fn of(session: &Session, one: &Indicator, person: &str) -> Self {
        let own = session.grants.iter().find(|grant| grant.unit == one.owner).or(session.grants.first());
        let unit = own.map(|grant| grant.unit.clone()).unwrap_or_default();
        let title = own.map(|grant| grant.role.word().to_owned()).unwrap_or_default();
        let actor = Actor::Officer { id: session.officer.clone(), unit: unit.clone(), title };
        Self { officer: session.officer.0.clone(), unit, person: Some(person.to_owned()), actor }
    }
}

/// A fresh key, and what it seals.
pub(crate) struct Sealed {
    pub person: store::Person,
    pub statements: Vec<Statement>,
}

impl Sealed {
    pub fn new(programme: &Programme, now: Instant) -> Result<Self, Refused> {
        let (person, statement) = programme.vault().new_person(now, programme.chance())?;
        Ok(Self { person, statements: vec![statement] })
    }

    /// Id and reference of a text; none for an empty one.
    pub fn text(
        &mut self,
        programme: &Programme,
        text: &str,
        now: Instant,
    ) -> Result<Option<(String, kernel::TextRef)>, Refused> {
        if text.is_empty() {
            return Ok(None);
        }
        let (reference, statement) = programme.vault().seal(&self.person, text, now, programme.chance())?;
        self.statements.push(statement);
        Ok(Some((reference.id.clone(), reference)))
    }
}

/// One version of a value.
pub(crate) struct Row {
    pub value: Number,
    pub way: &'static str,
    pub note: Option<String>,
    pub link: Option<String>,
    pub blob: Option<String>,
    pub media: Option<&'static str>,
}

/// The old version steps back, the new one stands; refused as a whole if another one came between.
pub(crate) fn kept(
    region: &str,
    (indicator, period): (&str, Period),
    seen: i64,
    row: &Row,
    who: &Who,
    now: Instant,
) -> Vec<Statement> {
    let period = period.to_string();
    let mut statements = stepped_back("programme_indicator_values", region, (indicator, &period), seen);
    let sql = "INSERT INTO programme_indicator_values (region, indicator, period, version, value, way, person, note_ref, link_ref, \
               blob, media, recorded_at, officer, unit, stands) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) ON CONFLICT DO NOTHING";
    let all: Vec<Value> = values![
        region,
        indicator,
        &period,
        seen + 1,
        row.value.to_string(),
        row.way,
        who.person.clone(),
        row.note.clone(),
        row.link.clone(),
        row.blob.clone(),
        row.media,
        now,
        &who.officer,
        &who.unit
    ];
    statements.push(Statement::new(sql, all).exactly_one());
    statements
}

pub(crate) fn aimed(
    region: &str,
    (indicator, period): (&str, &str),
    new: &NewTarget,
    reason: Option<String>,
    who: &Who,
    now: Instant,
) -> Vec<Statement> {
    let mut statements = stepped_back("programme_indicator_targets", region, (indicator, period), new.seen);
    let sql = "INSERT INTO programme_indicator_targets (region, indicator, period, version, value, about, person, reason_ref, \
               recorded_at, officer, unit, stands) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) \
               ON CONFLICT DO NOTHING";
    let all = values![
        region,
        indicator,
        period,
        new.seen + 1,
        new.value.to_string(),
        &new.about,
        who.person.clone(),
        reason,
        now,
        &who.officer,
        &who.unit
    ];
    statements.push(Statement::new(sql, all).exactly_one());
    statements
}

fn stepped_back(table: &str, region: &str, (indicator, period): (&str, &str), seen: i64) -> Vec<Statement> {
    if seen == 0 {
        return Vec::new();
    }
    let sql = format!(
        "UPDATE {table} SET stands = 0 WHERE region = $1 AND indicator = $2 AND period = $3 AND version = $4 AND stands = 1"
    );
    vec![Statement::new(sql, values![region, indicator, period, seen]).exactly_one()]
}
