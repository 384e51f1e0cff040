//! Calls counted by hour, service and client: what pages, the status of services and the graph of applications show.
//! Follows the log; the hour is that of the call.

use crate::model::histogram::{CLASSES, Histogram};
use crate::model::leaf::{Leaf, Mode, Phase};
use crate::recorder::RECORDED;
use kernel::Event;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use store::{Projection, Statement, Value, values};

/// Milliseconds of an hour.
pub(crate) const HOUR: i64 = 3_600_000;

/// The tables of this room that follow the log.
pub fn projections() -> Vec<Box<dyn Projection>> {
    vec![Box::new(Hours)]
}

#[derive(Clone, Copy, Debug)]
struct Hours;

/// What one batch adds to one row.
struct Sum<'a> {
    leaf: Leaf<'a>,
    calls: i64,
    failed: i64,
    refused: i64,
    sent: i64,
    got: i64,
    last: i64,
    took: Histogram,
}

impl<'a> Sum<'a> {
    fn new(leaf: Leaf<'a>) -> Self {
        let (sent, got) = (0, 0);
        Self { leaf, calls: 0, failed: 0, refused: 0, sent, got, last: 0, took: Histogram::default() }
    }

    fn add(&mut self, leaf: &Leaf<'_>) {
        self.calls += 1;
        self.failed += i64::from(leaf.failed());
        self.refused += i64::from(leaf.refused());
        self.sent = self.sent.saturating_add(i64::try_from(leaf.sent).unwrap_or(i64::MAX));
        self.got = self.got.saturating_add(i64::try_from(leaf.got).unwrap_or(i64::MAX));
        self.last = self.last.max(leaf.at);
        self.took.count(leaf.took);
    }

    fn statement(&self, region: &str, hour: i64) -> Statement {
        let leaf = &self.leaf;
        let mut values = values![
            region,
            hour,
            &*leaf.service,
            &*leaf.client,
            &*leaf.owner,
            &*leaf.provider,
            &*leaf.asker,
            &*leaf.application,
            self.calls,
            self.failed,
            self.refused,
            self.sent,
            self.got,
            self.last * 1000
        ];
        values.extend(self.took.0.map(Value::from));
        Statement::new(UPSERT.as_str(), values)
    }
}

/// Names of the columns of the classes: `t0` to `t12`.
pub(crate) fn classes() -> Vec<String> {
    (0..CLASSES).map(|class| format!("t{class}")).collect()
}

static UPSERT: LazyLock<String> = LazyLock::new(|| {
    let names = "region hour service client owner provider asker application calls failed refused sent got last_at";
    let mut columns: Vec<String> = names.split(' ').map(str::to_owned).collect();
    columns.extend(classes());
    let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    let sums = columns.iter().skip(8).filter(|name| *name != "last_at");
    let sums: Vec<String> = sums.map(|name| format!("{name} = gateway_hours.{name} + excluded.{name}")).collect();
    format!(
        "INSERT INTO gateway_hours ({}) VALUES ({}) ON CONFLICT (region, hour, service, client) DO UPDATE SET {}, \
         last_at = CASE WHEN excluded.last_at > gateway_hours.last_at THEN excluded.last_at ELSE gateway_hours.last_at END",
        columns.join(", "),
        places.join(", "),
        sums.join(", ")
    )
});

impl Projection for Hours {
    fn name(&self) -> &'static str {
        "gateway.hours"
    }

    fn hears(&self, name: &str) -> bool {
        name == RECORDED
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let calls = event.fact.data.get("calls").and_then(|calls| calls.as_array());
        let leaves =
            calls.into_iter().flatten().filter_map(|leaf| serde_json::from_str::<Leaf<'_>>(leaf.as_str()?).ok());
        let mut sums: BTreeMap<(i64, String, String), Sum<'_>> = BTreeMap::new();
        // Samples are no traffic, and a long answer is counted at its end.
        for leaf in leaves.filter(|leaf| leaf.mode != Mode::Sandbox && leaf.phase != Phase::Begun) {
            let key = (leaf.at.div_euclid(HOUR), leaf.service.to_string(), leaf.client.to_string());
            sums.entry(key).or_insert_with(|| Sum::new(leaf.clone())).add(&leaf);
        }
        sums.iter().map(|((hour, _, _), sum)| sum.statement(&event.region, *hour)).collect()
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        vec![Statement::new("DELETE FROM gateway_hours WHERE region = $1", values![region])]
    }
}
