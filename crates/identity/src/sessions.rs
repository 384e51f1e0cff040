//! Signing in, being signed in, signing out.

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::{Command, Officer, event, sign_in_name};
use crate::model::session::{self, WRITTEN_EVERY};
use crate::refusal::Refused;
use kernel::{Actor, Instant, OfficerId, Role, Token};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use store::{ANY_VERSION, Commit, Row, Statement, StoreError, values};
use web::{Doorkeeper, Pending, Session};

/// For so many seconds a session is believed without asking the store again: what another node or the command line
/// changes takes effect within this time, what this node changes at once.
const BELIEVED: i64 = 5;
/// At most so many sessions are remembered.
const REMEMBERED: usize = 10_000;

/// Sessions that were looked up a moment ago.
#[derive(Default)]
pub(crate) struct Cache(Mutex<HashMap<String, Known>>);

#[derive(Clone)]
struct Known {
    session: Session,
    began: Instant,
    seen: Instant,
    written: Instant,
    checked: Instant,
}

impl Cache {
    fn get(&self, hash: &str, now: Instant) -> Option<Session> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get_mut(hash)?;
        let age = now.seconds() - known.checked.seconds();
        let unwritten = now.seconds() - known.written.seconds() >= WRITTEN_EVERY;
        if !(0..BELIEVED).contains(&age) || unwritten || !session::alive(known.began, known.seen, now) {
            return None;
        }
        known.seen = now;
        Some(known.session.clone())
    }

    fn put(&self, hash: &str, known: Known) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(hash.to_owned(), known);
    }

    fn forget(&self, hash: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(hash);
    }

    pub(crate) fn forget_officer(&self, id: &OfficerId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, known| known.session.officer != *id);
    }
}

/// One of an officer's own sessions, for the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Its handle ([`Session::handle`]), for ending it; opens nothing.
    pub handle: String,
    /// Whether it is the one that asks.
    pub here: bool,
    /// When it began.
    pub began: Instant,
    /// When it was last used, to the minute.
    pub seen: Instant,
    /// Browser and system, coarse.
    pub device: String,
}

/// Where a sign-in comes from.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// Address, as `web::View::address` gives it; counted, never kept.
    pub address: &'a str,
    /// The `User-Agent`.
    pub user_agent: &'a str,
}

impl Identity {
    /// Signs in: a new session and its token, which goes into the cookie. Takes the same time for unknown names and
    /// says the same words.
    ///
    /// # Errors
    /// [`Refused::WrongPassword`], [`Refused::TooOften`] or [`Refused::Busy`]; or the store failed.
    pub async fn sign_in(&self, name: &str, password: &str, from: From<'_>, now: Instant) -> Result<Token, Fault> {
        let name = sign_in_name(name).unwrap_or_else(|_| name.to_lowercase());
        self.0.throttle.try_now(&name, from.address, now).map_err(Refused::TooOften)?;
        let sql = "SELECT id, password, active FROM identity_officers WHERE region = $1 AND sign_in = $2";
        let row = self.store().row(sql, &values![self.region(), &name]).await?;
        let known = row.as_ref().map(|row| row.text_or_null(1)).transpose()?.flatten();
        let right = self.0.hasher.verify(password, known).await?;
        let Some(row) = row else {
            self.0.unknown_names.fetch_add(1, Ordering::Relaxed);
            return Err(Refused::WrongPassword.into());
        };
        let id = OfficerId(row.string(0)?);
        if !right || !row.flag(2)? {
            self.note_failure(&id, now).await;
            return Err(Refused::WrongPassword.into());
        }
        self.0.throttle.succeeded(&name, from.address);
        self.begin(&id, from.user_agent, now).await
    }

    async fn begin(&self, id: &OfficerId, user_agent: &str, now: Instant) -> Result<Token, Fault> {
        let token = Token::new(self.chance());
        let commit = Commit {
            events: vec![event("officer.signed_in", serde_json::json!({}), &own(id), now)],
            statements: vec![self.session_row(id, &token, user_agent, now)],
            ..Commit::new(self.region(), sign_in_stream(id), ANY_VERSION)
        };
        self.store().commit(commit, now).await?;
        Ok(token)
    }

    fn session_row(&self, id: &OfficerId, token: &Token, user_agent: &str, now: Instant) -> Statement {
        let mut secret = vec![0; 32];
        self.chance().fill(&mut secret);
        Statement::new(
            "INSERT INTO identity_sessions (region, hash, officer, secret, began_at, seen_at, device)
             VALUES ($1, $2, $3, $4, $5, $5, $6)",
            values![self.region(), token.hash(), &id.0, secret, now, session::device(user_agent)],
        )
    }

    /// A wrong password for an account that exists is a fact of the ledger, without any name. That it could not be
    /// written must not change the answer.
    async fn note_failure(&self, id: &OfficerId, now: Instant) {
        let commit = Commit {
            events: vec![event("sign_in.failed", serde_json::json!({ "count": 1 }), &Actor::System, now)],
            ..Commit::new(self.region(), sign_in_stream(id), ANY_VERSION)
        };
        if let Err(error) = self.store().commit(commit, now).await {
            tracing::warn!(%error, "a failed sign-in could not be recorded");
        }
    }

    /// Ends this session.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sign_out(&self, session: &Session, now: Instant) -> Result<(), Fault> {
        self.end(&session.officer, &session.form_secret, now).await
    }

    /// Ends the session with this form secret. The fact names it, for rooms that opened something in it.
    async fn end(&self, officer: &OfficerId, secret: &[u8], now: Instant) -> Result<(), Fault> {
        let gone = Statement::new(
            "DELETE FROM identity_sessions WHERE region = $1 AND officer = $2 AND secret = $3",
            values![self.region(), &officer.0, secret],
        );
        let data = serde_json::json!({ "session": web::session_handle(secret) });
        let commit = Commit {
            events: vec![event("officer.signed_out", data, &own(officer), now)],
            statements: vec![gone],
            ..Commit::new(self.region(), sign_in_stream(officer), ANY_VERSION)
        };
        self.store().commit(commit, now).await?;
        self.0.cache.forget_officer(officer);
        Ok(())
    }

    /// The officer's living sessions, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sessions_of(&self, session: &Session, now: Instant) -> Result<Vec<OwnSession>, Fault> {
        let sql = "SELECT secret, began_at, seen_at, device FROM identity_sessions WHERE region = $1 AND officer = $2 ORDER BY began_at DESC";
        let rows = self.store().rows(sql, &values![self.region(), &session.officer.0]).await?;
        let mut sessions = Vec::with_capacity(rows.len());
        for row in &rows {
            let own = OwnSession {
                handle: web::session_handle(row.bytes(0)?),
                here: row.bytes(0)? == session.form_secret,
                began: row.instant(1)?,
                seen: row.instant(2)?,
                device: row.string(3)?,
            };
            if session::alive(own.began, own.seen, now) {
                sessions.push(own);
            }
        }
        Ok(sessions)
    }

    /// Ends one of the officer's own sessions; one that is over already is no error.
    ///
    /// # Errors
    /// The store failed.
    pub async fn end_session(&self, officer: &OfficerId, handle: &str, now: Instant) -> Result<(), Fault> {
        let sql = "SELECT secret FROM identity_sessions WHERE region = $1 AND officer = $2";
        for row in self.store().rows(sql, &values![self.region(), &officer.0]).await? {
            if web::session_handle(row.bytes(0)?) == handle {
                self.end(officer, row.bytes(0)?, now).await?;
            }
        }
        Ok(())
    }

    /// Changes the password of an officer who is signed in; every session ends and a new one begins.
    ///
    /// # Errors
    /// The present password is wrong, the new one too weak.
    pub async fn change_password(
        &self,
        id: &OfficerId,
        change: [&str; 2],
        from: From<'_>,
        now: Instant,
    ) -> Result<Token, Fault> {
        let [old, new] = change;
        let officer = self.officer(id).await?;
        self.confirm(&officer, old, from.address, now).await?;
        let hash = self.judged_hash(&officer, new).await?;
        let token = Token::new(self.chance());
        let statements = vec![
            self.password_row(id, hash),
            self.drop_sessions(id),
            self.session_row(id, &token, from.user_agent, now),
        ];
        self.change(id, &Command::SetPassword { by_link: false }, statements, &own(id), now).await?;
        Ok(token)
    }

    async fn confirm(&self, officer: &Officer, password: &str, address: &str, now: Instant) -> Result<(), Fault> {
        self.0.throttle.try_now(&officer.sign_in, address, now).map_err(Refused::TooOften)?;
        let sql = "SELECT password FROM identity_officers WHERE region = $1 AND id = $2 AND active = 1";
        let row = self.store().row(sql, &values![self.region(), &officer.id.0]).await?;
        let known = row.as_ref().map(|row| row.text_or_null(0)).transpose()?.flatten();
        if self.0.hasher.verify(password, known).await? {
            self.0.throttle.succeeded(&officer.sign_in, address);
            return Ok(());
        }
        self.note_failure(&officer.id, now).await;
        Err(Refused::WrongPassword.into())
    }

    async fn look_up(&self, hash: &str, now: Instant) -> Result<Option<Session>, Fault> {
        if let Some(session) = self.0.cache.get(hash, now) {
            return Ok(Some(session));
        }
        let sql = "SELECT s.officer, o.name, s.secret, s.began_at, s.seen_at, g.role, g.unit
                   FROM identity_sessions s
                   JOIN identity_officers o ON o.region = s.region AND o.id = s.officer AND o.active = 1
                   LEFT JOIN identity_grants g ON g.region = s.region AND g.officer = s.officer
                   WHERE s.region = $1 AND s.hash = $2";
        let rows = self.store().rows(sql, &values![self.region(), hash]).await?;
        let Some(known) = read(&rows, now)? else {
            self.0.cache.forget(hash);
            return Ok(None);
        };
        if !session::alive(known.began, known.written, now) {
            self.0.cache.forget(hash);
            return Ok(None);
        }
        let known = self.touched(hash, known, now).await;
        let session = known.session.clone();
        self.0.cache.put(hash, known);
        Ok(Some(session))
    }

    /// Writes down that the session is used, once a minute. That it cannot be written ends the session earlier, no more.
    async fn touched(&self, hash: &str, mut known: Known, now: Instant) -> Known {
        if now.seconds() - known.written.seconds() < WRITTEN_EVERY {
            return known;
        }
        let seen = Statement::new(
            "UPDATE identity_sessions SET seen_at = $3 WHERE region = $1 AND hash = $2",
            values![self.region(), hash, now],
        );
        match self.store().commit(Commit::of_statements(self.region(), vec![seen]), now).await {
            Ok(_) => known.written = now,
            Err(error) => tracing::warn!(%error, "the use of a session could not be written down"),
        }
        known
    }
}

fn read(rows: &[Row], now: Instant) -> Result<Option<Known>, StoreError> {
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut grants = Vec::with_capacity(rows.len());
    for row in rows {
        if let (Some(role), Some(unit)) = (row.text_or_null(5)?.and_then(Role::parse), row.string_or_null(6)?) {
            grants.push(web::Grant { role, unit });
        }
    }
    let (began, seen) = (first.instant(3)?, first.instant(4)?);
    let session = Session {
        officer: OfficerId(first.string(0)?),
        name: first.string(1)?,
        grants,
        form_secret: first.bytes(2)?.to_vec(),
        confirmed_at: began,
    };
    Ok(Some(Known { session, began, seen: now, written: seen, checked: now }))
}

fn sign_in_stream(id: &OfficerId) -> String {
    format!("sign-in/{}", id.0)
}

fn own(id: &OfficerId) -> Actor {
    Actor::Officer { id: id.clone(), unit: String::new(), title: String::new() }
}

impl Doorkeeper for Identity {
    fn session<'a>(&'a self, token_hash: &'a str, now: Instant) -> Pending<'a, Result<Option<Session>, web::Error>> {
        Box::pin(async move { Ok(self.look_up(token_hash, now).await?) })
    }
}
