//! The record of a call while it is under way, and what of it goes into the ledger and its rows.

use crate::model::leaf::{Leaf, Mode, Phase, VERSION};
use crate::services::Granted;
use cases::doors::Callable;
use std::sync::Arc;
use std::time::Instant;
use store::{Statement, Value, values};
use web::Machine;

/// Bytes of chance beside each record: one half for the request's hash, one for the answer's.
pub(crate) const SALT: usize = 32;

/// What is known of a call so far.
#[derive(Clone)]
pub(crate) struct Record {
    pub id: Arc<str>,
    /// Milliseconds since 1970.
    pub at: i64,
    pub began: Instant,
    pub salt: [u8; SALT],
    pub phase: Phase,
    pub mode: Mode,
    pub machine: Arc<Machine>,
    pub granted: Option<Arc<Granted>>,
    pub callable: Arc<Callable>,
    pub method: http::Method,
    /// Place of the operation in the description.
    pub operation: Option<usize>,
    pub status: u16,
    pub code: &'static str,
    pub sent: u64,
    pub sent_hash: String,
    pub got: u64,
    pub got_hash: String,
    /// Microseconds until the record was closed.
    pub took: i64,
    /// Of these, waiting for the upstream.
    pub upstream: i64,
}

/// Columns of a row that are set once.
const COLUMNS: &str = "region, id, at, service, owner, provider, asker, application, client, method, template, status, \
                       code, mode, phase, sent, got, took, upstream, salt, batch, place";

impl Record {
    /// The half of the salt for the request.
    pub fn salt_sent(&self) -> &[u8] {
        self.salt.split_at(SALT / 2).0
    }

    /// The half of the salt for the answer.
    pub fn salt_got(&self) -> &[u8] {
        self.salt.split_at(SALT / 2).1
    }

    fn template(&self) -> &str {
        let operation = self.operation.and_then(|at| self.callable.operations.get(at));
        operation.map_or("", |operation| &operation.template)
    }

    /// As the ledger keeps it.
    pub fn leaf(&self) -> Leaf<'_> {
        let grant = self.granted.as_ref().map(|granted| &granted.grant);
        Leaf {
            v: VERSION,
            id: (&*self.id).into(),
            at: self.at,
            phase: self.phase,
            mode: self.mode,
            client: self.machine.client.as_str().into(),
            application: self.machine.application.as_str().into(),
            asker: self.machine.unit.as_str().into(),
            grant: grant.map_or("", |grant| &grant.id).into(),
            purpose: grant.map_or("", |grant| &grant.purpose).into(),
            service: self.callable.key.as_str().into(),
            owner: self.callable.unit.as_str().into(),
            provider: self.callable.application.as_str().into(),
            method: self.method.as_str().into(),
            template: self.template().into(),
            status: self.status,
            code: self.code.into(),
            sent: self.sent,
            got: self.got,
            sent_hash: self.sent_hash.as_str().into(),
            got_hash: self.got_hash.as_str().into(),
            took: self.took,
            upstream: self.upstream,
        }
    }

    /// Its row, or what the end of a long answer changes in it. `batch` and `place` say where the leaf stands.
    pub fn statement(&self, region: &str, batch: &str, place: i64) -> Statement {
        if self.phase == Phase::Ended {
            return Statement::new(
                "UPDATE gateway_calls SET status = $3, code = $4, phase = 'ended', sent = $5, got = $6, took = $7, \
                 upstream = $8, end_batch = $9, end_place = $10 WHERE region = $1 AND id = $2",
                values![
                    region,
                    &*self.id,
                    i64::from(self.status),
                    self.code,
                    whole(self.sent),
                    whole(self.got),
                    self.took,
                    self.upstream,
                    batch,
                    place
                ],
            );
        }
        let phase = if self.phase == Phase::Begun { "begun" } else { "whole" };
        Statement::new(insert(), self.values(region, phase, (batch, place)))
    }

    fn values(&self, region: &str, phase: &str, (batch, place): (&str, i64)) -> Vec<Value> {
        values![
            region,
            &*self.id,
            self.at * 1000,
            self.callable.key.as_str(),
            self.callable.unit.as_str(),
            self.callable.application.as_str(),
            self.machine.unit.as_str(),
            self.machine.application.as_str(),
            self.machine.client.as_str(),
            self.method.as_str(),
            self.template(),
            i64::from(self.status),
            self.code,
            self.mode.word(),
            phase,
            whole(self.sent),
            whole(self.got),
            self.took,
            self.upstream,
            &self.salt[..],
            batch,
            place
        ]
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn insert() -> &'static str {
    use std::sync::LazyLock;
    static SQL: LazyLock<String> = LazyLock::new(|| {
        let places: Vec<String> = (1..=22).map(|at| format!("${at}")).collect();
        format!("INSERT INTO gateway_calls ({COLUMNS}) VALUES ({})", places.join(", "))
    });
    &SQL
}
