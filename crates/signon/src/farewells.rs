//! Farewells: applications hear that a sign-on ended (OpenID Connect Back-Channel Logout 1.0). They wait in a table, so that
//! nobody who leaves waits for a receiver, and are said beside the worker and not within it, so that a receiver that hangs
//! stops nothing. Those that were never tried go first: a receiver in order does not wait behind one that is away.

use crate::model::farewell::{self, Ended};
use crate::oauth::OAuthError;
use crate::signon::Signon;
use kernel::{Id, Instant};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::{CommitError, Job, Row, Running, Statement, StoreError, Worked, values};
use tokio::task::{JoinHandle, JoinSet};
use web::outgoing::{Call, Response, Unreached};

/// The longest wait for a whole answer.
pub(crate) const LIMIT: Duration = Duration::from_secs(10);
/// Most bytes of an answer that is thrown away.
pub(crate) const BYTES: usize = 1 << 20;
/// Said at once.
const TURN: i64 = 50;
/// Seconds for which no other node says what this one is about to say.
const LEASE: i64 = 60;
/// Lines on the page of a key.
const SHOWN: i64 = 10;

/// A farewell whose time has come.
struct Due {
    ended: Ended,
    address: String,
    /// With the one that is under way.
    tries: i64,
    made_at: Instant,
}

/// A farewell that was not heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unheard {
    /// When the sign-on ended.
    pub made_at: Instant,
    /// How often it was tried.
    pub tries: i64,
    /// The status of the last answer, or a code where none came.
    pub why: String,
    /// When it is tried again; none where it was given up.
    pub next_at: Option<Instant>,
}

pub(crate) fn job(signon: &Signon) -> Box<dyn Job> {
    Box::new(Saying { signon: signon.clone(), running: Mutex::new(None) })
}

struct Saying {
    signon: Signon,
    running: Mutex<Option<JoinHandle<()>>>,
}

impl Job for Saying {
    fn name(&self) -> &'static str {
        "signon.farewells"
    }

    fn run(&self, now: Instant) -> Running<'_> {
        Box::pin(async move {
            if self.signon.farewells_wait(now).await? {
                self.begin();
            }
            Ok(Worked::default())
        })
    }
}

impl Saying {
    /// Unless the last round is still under way.
    fn begin(&self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.as_ref().is_none_or(JoinHandle::is_finished) {
            let signon = self.signon.clone();
            *running = Some(tokio::spawn(async move {
                if let Err(error) = signon.say_farewells().await {
                    tracing::error!(%error, "farewells could not be said; tried again");
                }
            }));
        }
    }
}

impl Signon {
    async fn farewells_wait(&self, now: Instant) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM signon_farewells WHERE region = $1 AND state = 'menunggu' AND next_at <= $2 LIMIT 1";
        Ok(self.store().row(sql, &values![self.region(), now]).await?.is_some())
    }

    /// Says everything that is due now, to its end; how many were heard.
    ///
    /// # Errors
    /// The store failed; what was under way is said again.
    pub async fn say_farewells(&self) -> Result<u64, OAuthError> {
        let mut heard = 0;
        loop {
            let due = self.claimed(self.now()).await?;
            if due.is_empty() {
                return Ok(heard);
            }
            let mut saying = JoinSet::new();
            for one in due {
                let signon = self.clone();
                saying.spawn(async move { signon.say(&one).await });
            }
            for said in saying.join_all().await {
                heard += u64::from(said?);
            }
        }
    }

    /// What is due, kept from other nodes for a while. What nobody wants to hear any more is never due.
    async fn claimed(&self, now: Instant) -> Result<Vec<Due>, CommitError> {
        let sql = "SELECT f.client, f.subject, f.family, c.logout, f.tries + 1, f.made_at FROM signon_farewells f \
                   JOIN signon_clients c ON c.region = f.region AND c.id = f.client AND c.logout <> '' AND c.revoked_at = 0 \
                   WHERE f.region = $1 AND f.state = 'menunggu' AND f.next_at <= $2 ORDER BY f.tries, f.next_at LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), now, TURN]).await?;
        let due = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        if due.is_empty() {
            return Ok(due);
        }
        let claim = |one: &Due| {
            Statement::new(
                "UPDATE signon_farewells SET tries = $3, next_at = $4 \
                 WHERE region = $1 AND family = $2 AND state = 'menunggu' AND tries = $5",
                values![self.region(), &one.ended.family, one.tries, now.plus_seconds(LEASE), one.tries - 1],
            )
        };
        let claims = due.iter().map(|one| claim(one).exactly_one()).collect();
        match self.store().commit_waiting(self.rows(claims), now).await {
            Ok(_) => Ok(due),
            // Another node was faster.
            Err(CommitError::Guard) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Says one; whether it was heard.
    async fn say(&self, due: &Due) -> Result<bool, OAuthError> {
        let call = Call {
            method: "POST",
            address: due.address.clone(),
            headers: vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
            body: format!("logout_token={}", self.logout_token(&due.ended).await?).into(),
        };
        let why = why(&self.outgoing().call(call).await);
        let now = self.now();
        let next = farewell::next(due.tries, due.made_at, now);
        let state = match (why.is_empty(), next) {
            (true, _) => "sampai",
            (false, Some(_)) => "menunggu",
            (false, None) => "berhenti",
        };
        let row = Statement::new(
            "UPDATE signon_farewells SET state = $3, why = $4, next_at = $5 WHERE region = $1 AND family = $2 AND tries = $6",
            values![self.region(), &due.ended.family, state, &why, next.unwrap_or(now), due.tries],
        );
        self.store().commit_waiting(self.rows(vec![row]), now).await?;
        Ok(why.is_empty())
    }

    async fn logout_token(&self, ended: &Ended) -> Result<String, OAuthError> {
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let claims = farewell::claims(self.issuer(), ended, &id, now);
        self.ring().await?.sign(farewell::KIND, &claims).ok_or(OAuthError::Unavailable)
    }

    /// The last farewells of a key that were not heard, latest first.
    pub(crate) async fn unheard(&self, client: &str) -> Result<Vec<Unheard>, StoreError> {
        let sql = "SELECT made_at, tries, why, state, next_at FROM signon_farewells \
                   WHERE region = $1 AND client = $2 AND why <> '' ORDER BY made_at DESC, family LIMIT $3";
        let read = |row: &Row| {
            let waits = row.text(3)? == "menunggu";
            let next_at = row.instant(4)?;
            let (made_at, tries, why) = (row.instant(0)?, row.int(1)?, row.string(2)?);
            Ok(Unheard { made_at, tries, why, next_at: waits.then_some(next_at) })
        };
        self.store().rows(sql, &values![self.region(), client, SHOWN]).await?.iter().map(read).collect()
    }
}

/// Why it was not heard; empty where it was. It is shown, so it holds no name or address of a network.
fn why(answer: &Result<Response, Unreached>) -> String {
    match answer {
        Ok(answer) if (200..300).contains(&answer.status) => String::new(),
        Ok(answer) => answer.status.to_string(),
        Err(Unreached::Forbidden(_)) => "jaringan".to_owned(),
        Err(Unreached::Broken(_)) => "putus".to_owned(),
        Err(Unreached::Silent(_)) => "lambat".to_owned(),
    }
}

fn read(row: &Row) -> Result<Due, StoreError> {
    Ok(Due {
        ended: Ended { client: row.string(0)?, subject: row.string(1)?, family: row.string(2)? },
        address: row.string(3)?,
        tries: row.int(4)?,
        made_at: row.instant(5)?,
    })
}
