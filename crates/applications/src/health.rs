//! Whether addresses open: looked at every quarter of an hour, beside the worker and not within it, so that an address that
//! hangs stops nothing. The history holds changes, not every look.

use crate::applications::Applications;
use crate::events::event;
use crate::refusal::Refused;
use cases::doors::Answer;
use kernel::{Actor, Instant};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Commit, CommitError, Job, Running, Statement, StoreError, Worked, values};
use tokio::task::JoinHandle;
use web::Network;
use web::outgoing::{Call, Outgoing, Reach, Unreached};

/// Seconds between two looks, and after a look that found it shut.
const PAUSE: i64 = 15 * 60;
const AGAIN: i64 = 5 * 60;
/// Addresses looked at in one turn, all at once.
const TURN: i64 = 20;
/// One look takes at most this long.
const PATIENCE: Duration = Duration::from_secs(8);
/// Most bytes of an answer that is thrown away.
const BYTES: usize = 1 << 20;

/// What a look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It opens.
    Open,
    /// It answers that it is broken, or that there is nothing.
    Failing,
    /// Nothing answers.
    Silent,
    /// We may not look: plain http, or a private network that the operator did not list.
    Forbidden,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Failing, Self::Silent, Self::Forbidden];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "buka",
            Self::Failing => "galat",
            Self::Silent => "diam",
            Self::Forbidden => "dilarang",
        }
    }

    /// The state of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Kind of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "good",
            Self::Failing => "late",
            Self::Silent => "stop",
            Self::Forbidden => "plain",
        }
    }
}

/// How an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// What the last look found.
    pub state: State,
    /// HTTP status; 0 without an answer.
    pub code: i64,
    /// Since when it stands so.
    pub since: Instant,
    /// When it was looked at.
    pub checked_at: Instant,
}

/// What one look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probed {
    /// How it stands.
    pub state: State,
    /// HTTP status; 0 without an answer.
    pub code: i64,
}

/// Looks at addresses.
pub trait Probes: Send + Sync {
    /// Looks once, without redirects.
    fn probe<'a>(&'a self, address: &'a str) -> Answer<'a, Probed>;
}

/// Looks over the network, with the house's guard: https only, no private network that is not listed.
#[derive(Debug)]
pub struct Web(Outgoing);

impl Web {
    /// Looks everywhere in public, and in these networks.
    ///
    /// # Errors
    /// The certificates of authorities cannot be read.
    pub fn new(networks: Vec<Network>) -> Result<Self, String> {
        Ok(Self(Outgoing::new(Reach::Public(networks), None, PATIENCE, BYTES)?))
    }
}

impl Probes for Web {
    fn probe<'a>(&'a self, address: &'a str) -> Answer<'a, Probed> {
        Box::pin(async move {
            let call =
                Call { method: "GET", address: address.to_owned(), headers: Vec::new(), body: Vec::new().into() };
            match self.0.call(call).await {
                Ok(answer) => answered(answer.status),
                Err(Unreached::Forbidden(_)) => Probed { state: State::Forbidden, code: 0 },
                Err(_) => Probed { state: State::Silent, code: 0 },
            }
        })
    }
}

/// What a status means: a door that is locked or leads elsewhere is a door that opens.
fn answered(status: u16) -> Probed {
    let open = status < 400 || matches!(status, 401 | 403 | 405 | 429);
    Probed { state: if open { State::Open } else { State::Failing }, code: i64::from(status) }
}

pub(crate) fn job(room: &Applications) -> Box<dyn Job> {
    Box::new(Check { room: room.clone(), looking: Mutex::new(None) })
}

type Found = Vec<(String, Probed)>;

struct Check {
    room: Applications,
    looking: Mutex<Option<JoinHandle<Found>>>,
}

impl Job for Check {
    fn name(&self) -> &'static str {
        "applications.health"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move { Ok(self.turn(now).await?) })
    }
}

impl Check {
    /// Takes in what the last look found, or begins the next one; never waits for an address.
    async fn turn(&self, now: Instant) -> Result<Worked, StoreError> {
        let looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(looking) = looking else {
            let due = self.room.claim_due(now).await?;
            if !due.is_empty() {
                let look = look(Arc::clone(&self.room.deps().probes), due);
                *self.looking.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokio::spawn(look));
            }
            return Ok(Worked::default());
        };
        if !looking.is_finished() {
            *self.looking.lock().unwrap_or_else(PoisonError::into_inner) = Some(looking);
            return Ok(Worked::default());
        }
        let found = looking.await.unwrap_or_default();
        for (slug, probed) in &found {
            let kept = self.room.keep_health(slug, *probed, now).await;
            kept.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok(Worked { done: found.len() as u64, more: false })
    }
}

async fn look(probes: Arc<dyn Probes>, due: Vec<(String, String)>) -> Found {
    let mut tasks = tokio::task::JoinSet::new();
    for (slug, address) in due {
        let probes = Arc::clone(&probes);
        tasks.spawn(async move { (slug, probes.probe(&address).await) });
    }
    tasks.join_all().await
}

impl Applications {
    /// Addresses whose time has come, claimed so that no other node looks at them too.
    async fn claim_due(&self, now: Instant) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT slug, next_at FROM applications_health WHERE region = $1 AND next_at <= $2 ORDER BY next_at, slug LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let inventory = self.inventory().await.map_err(|error| StoreError::Sql(error.to_string()))?;
        let (mut claims, mut due) = (Vec::new(), Vec::new());
        for row in &rows {
            let slug = row.string(0)?;
            let app = inventory.app(&slug).filter(|app| app.stage.alive() && !app.cell("periksa").is_empty());
            let claim = Statement::new(
                "UPDATE applications_health SET next_at = $3 WHERE region = $1 AND slug = $2 AND next_at = $4",
                values![self.region(), &slug, now.plus_seconds(PAUSE), row.int(1)?],
            );
            claims.push(claim.exactly_one());
            due.extend(app.map(|app| (slug.clone(), app.cell("periksa").to_owned())));
        }
        match self.store().commit_waiting(Commit::of_statements(self.region(), claims), now).await {
            Ok(_) => Ok(due),
            // Another node was faster.
            Err(CommitError::Guard) => Ok(Vec::new()),
            Err(error) => Err(StoreError::Sql(error.to_string())),
        }
    }

    async fn keep_health(&self, slug: &str, probed: Probed, now: Instant) -> Result<(), Refused> {
        let inventory = self.inventory().await?;
        let Some(app) = inventory.app(slug) else { return Ok(()) };
        let next = now.plus_seconds(if probed.state == State::Open { PAUSE } else { AGAIN });
        let known = inventory.health.get(slug).filter(|known| known.state == probed.state);
        if known.is_some() {
            let same = Statement::new(
                "UPDATE applications_health SET code = $3, checked_at = $4, next_at = $5 WHERE region = $1 AND slug = $2",
                values![self.region(), slug, probed.code, now, next],
            );
            self.store().commit_waiting(Commit::of_statements(self.region(), vec![same]), now).await?;
            return Ok(());
        }
        let stands = Statement::new(
            "UPDATE applications_health SET state = $3, code = $4, since = $5, checked_at = $5, next_at = $6 \
             WHERE region = $1 AND slug = $2",
            values![self.region(), slug, probed.state.word(), probed.code, now, next],
        );
        let history = Statement::new(
            "INSERT INTO applications_health_changes (region, slug, at, state, code) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            values![self.region(), slug, now, probed.state.word(), probed.code],
        );
        let data =
            json!({ "application": slug, "unit": app.unit(), "state": probed.state.word(), "code": probed.code });
        let events = vec![event("application_health.changed", now, &Actor::System, data)];
        self.commit(&format!("app/{slug}"), events, vec![stands, history]).await
    }

    /// How an address stood over time, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn health_history(&self, slug: &str) -> Result<Vec<(Instant, State, i64)>, Refused> {
        let sql = "SELECT at, state, code FROM applications_health_changes WHERE region = $1 AND slug = $2 \
                   ORDER BY at DESC LIMIT 50";
        let rows = self.store().rows(sql, &values![self.region(), slug]).await?;
        let mut found = Vec::new();
        for row in &rows {
            let state = State::parse(row.text(1)?).unwrap_or(State::Silent);
            found.push((row.instant(0)?, state, row.int(2)?));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_door_and_a_door_that_leads_elsewhere_open_and_a_missing_one_does_not() {
        for (status, state) in
            [(200, State::Open), (302, State::Open), (401, State::Open), (404, State::Failing), (503, State::Failing)]
        {
            assert_eq!(answered(status).state, state, "{status}");
        }
        for state in State::ALL {
            assert_eq!(State::parse(state.word()), Some(state));
        }
    }

    #[tokio::test]
    async fn an_address_of_a_private_network_is_not_looked_at() {
        let web = Web::new(Vec::new()).unwrap();
        for address in
            ["https://10.0.0.1/", "https://169.254.169.254/latest", "https://127.0.0.1/", "http://192.168.1.1/"]
        {
            assert_eq!(web.probe(address).await.state, State::Forbidden, "{address}");
        }
    }
}
