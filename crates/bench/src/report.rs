//! What is measured, printed as one JSON object in a line of its own, each with its target beside it.

use crate::load::Outcome;
use crate::server::Server;
use anyhow::Result;
use serde_json::{Map, Value, json};

/// A server that uses less than this share of a core is at rest.
const RESTING: f64 = 0.03;
/// So long it is waited for at the most.
const MOST_SECONDS: usize = 60;

/// Prints one measurement.
pub fn print(benchmark: &str, values: Value) {
    let mut object = Map::new();
    object.insert("benchmark".to_owned(), json!(benchmark));
    if let Value::Object(values) = values {
        object.extend(values);
    }
    println!("{}", Value::Object(object));
}

/// What a load over HTTP gave: rate, times, and the processor time of the server alone.
pub fn loaded(outcome: &Outcome, cpu: f64, connections: usize) -> Value {
    let each = |seconds: f64| round(seconds * 1000.0 / outcome.answers.max(1) as f64);
    json!({
        "cpu_ms_per_request": each(cpu),
        "requests_per_s": outcome.rate().round(),
        "p50_ms": round(outcome.percentile(0.5)),
        "p95_ms": round(outcome.percentile(0.95)),
        "p99_ms": round(outcome.percentile(0.99)),
        "requests": outcome.answers,
        "connections": connections,
        "body_bytes_mean": outcome.bytes / outcome.answers.max(1),
    })
}

/// Adds keys to an object.
pub fn with(mut values: Value, more: Value) -> Value {
    if let (Value::Object(values), Value::Object(more)) = (&mut values, more) {
        values.extend(more);
    }
    values
}

/// Processor time of the server during a load, less what it uses without one.
pub struct Meter {
    idle: f64,
    before: f64,
}

impl Meter {
    /// Waits until the worker has nothing left of an earlier load, measures for a second without load, then begins.
    pub async fn start(server: &Server) -> Result<Self> {
        let mut idle = server.idle().await?;
        for _ in 0..MOST_SECONDS {
            if idle < RESTING {
                break;
            }
            idle = server.idle().await?;
        }
        Ok(Self { idle, before: server.cpu()? })
    }

    /// Seconds used since the start by the load alone.
    pub fn stop(&self, server: &Server, outcome: &Outcome) -> Result<f64> {
        let idle = self.idle * outcome.wall.as_secs_f64();
        Ok((server.cpu()? - self.before - idle).max(0.0))
    }
}

/// Three decimals are more than the measurement knows.
pub fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
