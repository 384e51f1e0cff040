//! Doors between the rooms that join the agencies' applications: inventory, exchange, gateway, events, sign-on, feeds.

use super::Answer;
use kernel::{Instant, OfficerId, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How an application is joined to others: each step holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// Not at all.
    None,
    /// Files, or a view that is read.
    File,
    /// Calls.
    Api,
    /// Events.
    Events,
}

/// An application of the inventory, as far as other rooms need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its slug, stable for life, part of addresses: `simpus`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The agency that owns it.
    pub unit: String,
    /// Where people open it, if known.
    pub address: Option<String>,
    /// Whether officers are its users, so that it stands in the launcher.
    pub internal: bool,
    /// Whether it is still in use.
    pub alive: bool,
}

/// The inventory; answered by applications.
pub trait Applications: Send + Sync {
    /// All applications by name, kept in memory and renewed with each change.
    fn all(&self) -> Answer<'_, Result<Arc<[Application]>, String>>;
    /// The application with this slug.
    fn application<'a>(&'a self, id: &'a str) -> Answer<'a, Result<Option<Application>, String>>;
}

/// What went from one application to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// The application that gave data.
    pub from: String,
    /// The application that took them.
    pub to: String,
    /// In what way.
    pub rung: Rung,
    /// How often: calls, deliveries, rows.
    pub count: i64,
    /// The last time.
    pub last: Instant,
}

/// What is offered of an application, whether anybody takes it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The application.
    pub application: String,
    /// In what way.
    pub rung: Rung,
    /// Its name for people.
    pub name: String,
    /// Since when.
    pub since: Instant,
}

/// What is seen to be joined; answered by gateway, events, feeds and exchange, each for its own part; gathered by the
/// binary for the inventory's ladder and graph.
pub trait Joins: Send + Sync {
    /// Traffic since this instant, one line per pair and way.
    fn traffic(&self, since: Instant) -> Answer<'_, Result<Vec<Traffic>, String>>;
    /// Everything that is offered now.
    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>>;
}

/// Where calls of a service go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upstream {
    /// To this server: `https://simpus.internal/api`, without a slash at the end.
    Http(String),
    /// To a table of feeds, by its id.
    Feed(String),
}

/// One operation of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `GET`, `POST` …, upper case.
    pub method: String,
    /// The path as the description has it: `/pasien/{nik}`.
    pub template: String,
    /// Its id in the description.
    pub id: String,
    /// JSON Schema of the request body as JSON text, where bodies are to be checked.
    pub request: Option<String>,
    /// What the sandbox answers: the example of its first success, as JSON text.
    pub example: Option<String>,
}

/// The secret that the upstream server asks for; never shown, sealed at rest.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Header field, for example `authorization` or `x-api-key`.
    pub header: String,
    /// Its value.
    pub value: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credential({}, …)", self.header)
    }
}

/// A version of a service that can be called: `/x/{opd}/{app}/{service}/{version}/…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callable {
    /// `dinas-kesehatan/simpus/pasien/v1`: the key of grants and records.
    pub key: String,
    /// The agency that owns it.
    pub unit: String,
    /// The application that answers.
    pub application: String,
    /// Where calls go.
    pub upstream: Upstream,
    /// What the upstream asks for.
    pub credential: Option<Credential>,
    /// Everything that may be called; nothing else is.
    pub operations: Arc<[Operation]>,
    /// Largest request body in bytes.
    pub most_request: u64,
    /// Largest answer in bytes; 0: no limit.
    pub most_answer: u64,
    /// Time until the head of the answer, in milliseconds.
    pub timeout_ms: u64,
    /// Calls a minute over all clients; 0: no limit.
    pub per_minute: u32,
    /// Whether the answer may leave before its record is durable (named *relaxed*, docs/adr).
    pub relaxed: bool,
    /// PEM of a further authority that its certificate may come from.
    pub authority: Option<String>,
}

/// What one client may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallGrant {
    /// Its id; stands in every record.
    pub id: String,
    /// The application that calls; every key of that application holds it.
    pub application: String,
    /// `Callable::key`.
    pub service: String,
    /// Ids of operations; empty: all.
    pub operations: Vec<String>,
    /// Top-level or dotted fields of the answer that may pass; empty: all.
    pub fields: Vec<String>,
    /// For what (a short code of the case, no free text).
    pub purpose: String,
    /// Calls a minute; 0: as the service.
    pub per_minute: u32,
    /// Calls a day; 0: no limit.
    pub per_day: u32,
    /// From this instant.
    pub from: Instant,
    /// Until this instant.
    pub until: Instant,
}

/// All services and grants as they stand: what the gateway decides by, in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// By [`Callable::key`].
    pub services: BTreeMap<String, Arc<Callable>>,
    /// By application, then by service.
    pub grants: BTreeMap<String, BTreeMap<String, Arc<CallGrant>>>,
}

/// Services and grants; answered by exchange, used by gateway.
pub trait Directories: Send + Sync {
    /// As they stand. Costs a pointer: asked at every call. Another node's change is there within a second.
    fn directory(&self) -> Arc<Directory>;
}

/// A page of a table of feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedAnswer {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
}

/// A table of an old system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedTable {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The application that it comes from.
    pub application: String,
    /// The agency that owns it.
    pub unit: String,
    /// OpenAPI 3.1 of what [`Feeds::answer`] answers, as JSON text.
    pub openapi: String,
}

/// Tables of old systems; answered by feeds, offered on by exchange and gateway.
pub trait Feeds: Send + Sync {
    /// All tables.
    fn tables(&self) -> Answer<'_, Result<Vec<FeedTable>, String>>;
    /// Answers `GET path?query` of a table for a grant that names these fields ([`CallGrant::fields`]): a personal column is
    /// answered only where it is named, so that a grant without fields gives none.
    fn answer<'a>(
        &'a self,
        table: &'a str,
        path: &'a str,
        query: &'a str,
        fields: &'a [String],
    ) -> Answer<'a, FeedAnswer>;
}

/// A key of a program, as far as other rooms need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The application that it is.
    pub application: String,
    /// The agency that answers for it.
    pub unit: String,
    /// What it may ask tokens for.
    pub scopes: Vec<String>,
    /// For trying out.
    pub sandbox: bool,
    /// When its secret ends.
    pub secret_until: Instant,
}

/// Keys of programs; answered by signon, shown by the portal.
pub trait Clients: Send + Sync {
    /// The living keys of these units.
    fn of_units<'a>(&'a self, units: &'a [String]) -> Answer<'a, Result<Vec<Client>, String>>;
}

/// An application that an officer may open with the account that they have here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    /// Its name.
    pub name: String,
    /// The agency that owns it.
    pub unit: String,
    /// Where one press leads.
    pub address: String,
}

/// Applications to open with one press; answered by signon, shown on each officer's home.
pub trait Launcher: Send + Sync {
    /// What this officer, who holds these roles in these units, may sign on to; living applications only, by name.
    fn of<'a>(&'a self, officer: &'a OfficerId, held: &'a [(Role, String)]) -> Answer<'a, Result<Vec<Launch>, String>>;
}

/// What became of a service lately, for the status page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// `Callable::key`.
    pub service: String,
    /// Whether the gateway holds it for reachable; `None`: not called yet.
    pub up: Option<bool>,
    /// Calls of the last day.
    pub calls: i64,
    /// Of these, failed at the upstream.
    pub failed: i64,
    /// 95th percentile in milliseconds.
    pub p95_ms: i64,
}

/// Status of services; answered by gateway, shown by the portal.
pub trait Statuses: Send + Sync {
    /// Of every service that was called in the last day or is broken now.
    fn healths(&self) -> Answer<'_, Result<Vec<Health>, String>>;
}

/// Why no connection is made with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    /// It is over.
    Expired,
    /// It is for another name.
    OtherName,
    /// Nobody vouches for it who is trusted.
    Untrusted,
}

impl CertificateFault {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Expired, Self::OtherName, Self::Untrusted];

    /// As it is kept, and the end of the key of its words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Expired => "kedaluwarsa",
            Self::OtherName => "nama-lain",
            Self::Untrusted => "tidak-dipercaya",
        }
    }

    /// Reads [`CertificateFault::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.word() == word)
    }
}

/// What was last seen of the certificate of a service's server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// `Callable::key`.
    pub service: String,
    /// When it ends, where that could be read.
    pub until: Option<Instant>,
    /// Why no connection is made with it.
    pub fault: Option<CertificateFault>,
}

/// Certificates of services' servers; answered by gateway, watched by exchange.
pub trait Certificates: Send + Sync {
    /// Of every service that is called over TLS and whose certificate was seen at its present address.
    fn certificates(&self) -> Answer<'_, Result<Vec<Certificate>, String>>;
}

/// A service as developers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownService {
    /// `Callable::key`.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The agency that owns it.
    pub unit: String,
    /// Whether every agency may ask for it: such a service is shown to everybody.
    pub open: bool,
}

/// What services are called and who may know of them; answered by exchange, shown by the portal.
pub trait Showcase: Send + Sync {
    /// Every service that can be called, by key.
    fn shown(&self) -> Answer<'_, Result<Vec<ShownService>, String>>;
}
