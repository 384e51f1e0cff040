//! Follows the log and keeps what may leave: allowed fields, whose they are, and whether only their holder may know.

use crate::model::registry::{Kind, Registry};
use kernel::Event;
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Projection, Statement, values};

/// Name of its cursor.
pub(crate) const NAME: &str = "events.facts";
/// What says that a place is remembered.
const REMEMBERED: &str = "@";

/// What may leave, by the registry.
#[derive(Clone, Debug)]
pub(crate) struct Leaves(pub Arc<Registry>);

impl Projection for Leaves {
    fn name(&self) -> &'static str {
        NAME
    }

    fn hears(&self, name: &str) -> bool {
        self.0.of_fact(name).is_some()
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let Some(kind) = self.0.of_fact(&event.fact.name) else {
            return Vec::new();
        };
        let secret = Kind::flag(&event.fact.data, &kind.secret);
        let kept = !Kind::flag(&event.fact.data, &kind.except);
        let mut statements = Vec::new();
        if event.version == 1 && (secret || kind.remembered) {
            statements.push(remember(kind, event, secret));
        }
        if kept {
            statements.push(fact(kind, event));
        }
        statements
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        ["events_facts", "events_streams"]
            .map(|table| Statement::new(format!("DELETE FROM {table} WHERE region = $1"), values![region]))
            .into()
    }
}

fn code(data: &Json, pointer: &str) -> String {
    if pointer == REMEMBERED { String::new() } else { Kind::code(data, pointer) }
}

fn remember(kind: &Kind, event: &Event, secret: bool) -> Statement {
    let data = &event.fact.data;
    Statement::new(
        "INSERT INTO events_streams (region, stream, unit, service, area, secret) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT DO NOTHING",
        values![
            &event.region,
            &event.stream,
            code(data, &kind.unit),
            code(data, &kind.service),
            code(data, &kind.area),
            secret
        ],
    )
}

/// One fact; what it does not say of its place, its stream does.
fn fact(kind: &Kind, event: &Event) -> Statement {
    let data = &event.fact.data;
    let said = Json::Object(kind.read(data)).to_string();
    Statement::new(
        "INSERT INTO events_facts (region, log_index, fact, subject, unit, service, area, secret, happened_at, recorded_at, data) \
         SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), \
         CASE WHEN CAST($5 AS TEXT) <> '' THEN CAST($5 AS TEXT) ELSE COALESCE(s.unit, '') END, \
         CASE WHEN CAST($6 AS TEXT) <> '' THEN CAST($6 AS TEXT) ELSE COALESCE(s.service, '') END, \
         CASE WHEN CAST($7 AS TEXT) <> '' THEN CAST($7 AS TEXT) ELSE COALESCE(s.area, '') END, \
         COALESCE(s.secret, 0), CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS TEXT) \
         FROM (SELECT 1 AS one) o LEFT JOIN events_streams s ON s.region = $1 AND s.stream = CAST($11 AS TEXT) \
         WHERE 1 = 1 ON CONFLICT DO NOTHING",
        values![
            &event.region,
            event.log_index,
            &event.fact.name,
            code(data, &kind.subject),
            code(data, &kind.unit),
            code(data, &kind.service),
            code(data, &kind.area),
            event.fact.happened_at,
            event.recorded_at,
            said,
            &event.stream
        ],
    )
}
