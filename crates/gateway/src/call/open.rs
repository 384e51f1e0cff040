//! A call under way. Whatever becomes of it, it leaves a record: also where the caller leaves first.

use super::answer::Got;
use super::long::Held;
use super::micros;
use crate::body::{Passed, Tally};
use crate::gateway::Gateway;
use crate::model::leaf::{Mode, Phase};
use crate::record::{Record, SALT};
use crate::refusal::Why;
use crate::services::{Granted, Service};
use axum::body::Body;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;
use web::Machine;

/// The code of a call whose caller left before its answer: it never reads it.
pub(super) const LEFT: &str = "gerbang-pemanggil-pergi";
/// The status in the record of such a call, as proxies write it.
const LEFT_STATUS: u16 = 499;

/// A call under way.
pub(super) struct Open {
    pub gateway: Gateway,
    pub service: Arc<Service>,
    pub record: Record,
    pub passed: Passed,
    /// Microseconds before the upstream was asked.
    pub before: i64,
    settled: bool,
}

impl Open {
    pub fn new(
        gateway: &Gateway,
        (id, at, began): (&Arc<str>, i64, Instant),
        machine: Arc<Machine>,
        (service, granted): (&Arc<Service>, Option<&Arc<Granted>>),
    ) -> Self {
        let mut salt = [0; SALT];
        gateway.deps().chance.fill(&mut salt);
        let mode = match (machine.sandbox, service.callable.relaxed) {
            (true, _) => Mode::Sandbox,
            (false, true) => Mode::Relaxed,
            (false, false) => Mode::Strict,
        };
        let record = Record {
            id: Arc::clone(id),
            at,
            began,
            salt,
            phase: Phase::Whole,
            mode,
            machine,
            granted: granted.cloned(),
            callable: Arc::clone(&service.callable),
            method: http::Method::GET,
            operation: None,
            status: 0,
            code: "",
            sent: 0,
            sent_hash: String::new(),
            got: 0,
            got_hash: String::new(),
            took: 0,
            upstream: 0,
        };
        let passed = Passed::new(record.salt_sent());
        Self { gateway: gateway.clone(), service: Arc::clone(service), record, passed, before: 0, settled: false }
    }

    /// Everything that is known by now.
    fn close(&mut self, status: u16, code: &'static str) {
        self.settled = true;
        (self.record.sent, self.record.sent_hash) = self.passed.so_far();
        self.record.status = status;
        self.record.code = code;
        self.record.took = micros(self.record.began);
    }

    /// Records that it was refused or failed; answers what the caller is told.
    pub async fn refuse(mut self, why: Why) -> Why {
        self.close(why.status().as_u16(), why.code());
        if why.recorded() && !self.gateway.kept(self.record.clone()).await {
            return Why::Unrecorded;
        }
        why
    }

    /// Records the answer and lets it go.
    ///
    /// # Errors
    /// It could not be recorded, so it does not leave.
    pub async fn release(mut self, got: Got) -> Result<Response, Why> {
        self.close(got.status.as_u16(), "");
        let mut tally = Tally::new(self.record.salt_got());
        if got.rest.is_none() {
            got.first.0.iter().for_each(|piece| tally.take(piece));
            (self.record.got, self.record.got_hash) = (tally.bytes, tally.hash());
        } else {
            self.record.phase = Phase::Begun;
        }
        let recording = Instant::now();
        if !self.gateway.kept(self.record.clone()).await {
            return Err(Why::Unrecorded);
        }
        self.gateway.counted().spent_on(self.before, self.record.upstream, micros(recording));
        let body = match got.rest {
            None => got.first.into_body(),
            Some(rest) => Body::new(Held::new(&self.gateway, self.record.clone(), tally, (got.first, rest))),
        };
        let mut response = Response::new(body);
        *response.status_mut() = got.status;
        *response.headers_mut() = got.headers;
        Ok(response)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.settled {
            self.close(LEFT_STATUS, LEFT);
            self.gateway.recorder().note(self.record.clone());
        }
    }
}

impl Gateway {
    /// Brings a record to the ledger, as strictly as its service wants; `false`: its answer must not leave.
    pub(super) async fn kept(&self, record: Record) -> bool {
        match record.mode {
            Mode::Relaxed => self.recorder().hand_over(record).await,
            Mode::Strict | Mode::Sandbox => self.recorder().keep(record).await,
        }
    }
}
