//! From facts and the state after them to rows of the read tables.

use super::happened::Happened;
use super::model::{Assessment, Item};
use crate::model::Instrument;
use crate::model::index::simulate;
use kernel::{Actor, Instant};
use store::{Statement, StoreError, values};

/// Everything that one commit writes besides its events: the head, the items that were touched, one act for each fact.
pub(super) fn statements(
    region: &str,
    after: &Assessment,
    instrument: &Instrument,
    happened: &[Happened],
    (actor, at): (&Actor, Instant),
) -> Result<Vec<Statement>, StoreError> {
    let mut statements = Vec::new();
    let first = after.version - i64::try_from(happened.len()).unwrap_or(0);
    statements.push(if first == 0 { inserted(region, after) } else { head(region, after, instrument) });
    for (at_place, fact) in (1..).zip(happened) {
        statements.push(act(region, after, first + at_place, fact, (actor, at))?);
        statements.extend(also(region, after, fact, at));
    }
    let started = matches!(happened.first(), Some(Happened::Started { .. }));
    let touched = |id: &str| started || happened.iter().any(|fact| fact.indicator() == Some(id));
    for (position, (id, one)) in (0_i64..).zip(&after.items) {
        if touched(id) {
            statements.push(item(region, &after.id, (position, id), one)?);
        }
    }
    Ok(statements)
}

fn inserted(region: &str, one: &Assessment) -> Statement {
    let indicators = i64::try_from(one.items.len()).unwrap_or(0);
    Statement::new(
        "INSERT INTO instruments_assessments (region, id, instrument, hash, year, stage, sealing_key, started_at, version, \
         indicators, claimed, accepted, own_index, judged_index) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, NULL, NULL) ON CONFLICT DO NOTHING",
        values![
            region,
            &one.id,
            &one.instrument,
            &one.hash,
            one.year,
            one.stage.word(),
            &one.key,
            one.started_at,
            one.version,
            indicators,
        ],
    )
    .exactly_one()
}

/// The head with its counters and indices, so that a list computes nothing.
fn head(region: &str, one: &Assessment, instrument: &Instrument) -> Statement {
    let count = |wanted: &dyn Fn(&Item) -> bool| {
        i64::try_from(one.items.values().filter(|item| wanted(item)).count()).unwrap_or(0)
    };
    let index = |answers| simulate(instrument, &answers).index.map(|index| index.to_string());
    let judged = one.is_judged().then(|| index(one.finals())).flatten();
    Statement::new(
        "UPDATE instruments_assessments SET stage = $3, version = $4, claimed = $5, accepted = $6, own_index = $7, \
         judged_index = $8 WHERE region = $1 AND id = $2",
        values![
            region,
            &one.id,
            one.stage.word(),
            one.version,
            count(&|item| item.claim.is_some()),
            count(&|item| item.review == super::model::Review::Accepted),
            index(one.claims()),
            judged,
        ],
    )
    .exactly_one()
}

fn item(region: &str, assessment: &str, (position, id): (i64, &str), item: &Item) -> Result<Statement, StoreError> {
    let written = serde_json::to_string(item).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(Statement::new(
        "INSERT INTO instruments_items (region, assessment, indicator, position, unit, item) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (region, assessment, indicator) \
         DO UPDATE SET unit = excluded.unit, item = excluded.item",
        values![region, assessment, id, position, item.unit.clone(), written],
    ))
}

fn act(
    region: &str,
    after: &Assessment,
    version: i64,
    fact: &Happened,
    (actor, at): (&Actor, Instant),
) -> Result<Statement, StoreError> {
    let (officer, unit) = match actor {
        Actor::Officer { id, unit, .. } => (id.0.as_str(), unit.as_str()),
        _ => ("", ""),
    };
    let event = fact.event(actor, at)?;
    let details = serde_json::to_string(&event.data).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(Statement::new(
        "INSERT INTO instruments_acts (region, assessment, version, at, officer, unit, indicator, what, text_ref, details) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        values![
            region,
            &after.id,
            version,
            at,
            officer,
            unit,
            fact.indicator(),
            event.name,
            fact.text().map(|text| text.id.clone()),
            details,
        ],
    ))
}

/// Rows of their own that some facts have.
fn also(region: &str, after: &Assessment, fact: &Happened, at: Instant) -> Option<Statement> {
    match fact {
        Happened::AssessorNamed { officer } => Some(Statement::new(
            "INSERT INTO instruments_assessors (region, assessment, officer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![region, &after.id, &officer.0],
        )),
        Happened::AssessorReleased { officer } => Some(Statement::new(
            "DELETE FROM instruments_assessors WHERE region = $1 AND assessment = $2 AND officer = $3",
            values![region, &after.id, &officer.0],
        )),
        Happened::ResultPublished { instrument, year, index, text } => Some(Statement::new(
            "INSERT INTO instruments_published (region, instrument, year, value, source_ref, at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (region, instrument, year) \
             DO UPDATE SET value = excluded.value, source_ref = excluded.source_ref, at = excluded.at",
            values![region, instrument, *year, index, &text.id, at],
        )),
        _ => None,
    }
}
