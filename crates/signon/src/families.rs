//! One sign-on of a person to an application: the family of everything that is given out for it. It ends as a whole.

use crate::clients::Key;
use crate::endings::{Whose, ended, silently_ended};
use crate::exchange::CODE_LASTS;
use crate::model::audience::Held;
use crate::oauth::OAuthError;
use crate::signon::Signon;
use crate::visits::{Note, VisitKind};
use kernel::ids::hash_secret;
use kernel::{Id, Instant, NewEvent};
use store::{Row, Statement, StoreError, values};

/// Seconds after which an officer signs in again: a working day.
const OFFICER_LASTS: i64 = 12 * 3600;
/// Seconds after which a resident does.
const RESIDENT_LASTS: i64 = 30 * 86_400;

/// A sign-on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    pub id: String,
    pub client: String,
    /// The keyed name that the application knows.
    pub subject: String,
    /// The officer; empty for residents.
    pub officer: String,
    /// What a resident agreed to; empty for officers.
    pub consent: String,
    /// What the officer held when signing on.
    pub held: Vec<Held>,
    pub scopes: Vec<String>,
    pub resource: String,
    pub nonce: String,
    /// When the person proved who they are.
    pub proved_at: Instant,
    pub until: Instant,
}

/// A sign-on to be.
pub(crate) struct SignOn<'a> {
    pub key: &'a Key,
    pub subject: String,
    pub officer: &'a str,
    pub consent: String,
    /// In which session here: the handle of an officer's, the hash of a resident's proof.
    pub session: String,
    pub held: Vec<Held>,
    pub scopes: &'a [&'static str],
    pub resource: String,
    pub nonce: &'a str,
    pub proved_at: Instant,
    /// Where the code is sent, and what it is bound to.
    pub redirect: &'a str,
    pub challenge: &'a str,
}

/// Why a sign-on ends before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The person signed off at `/oauth/keluar`.
    SignedOff,
    /// The application took its refresh token back.
    TakenBack,
    /// A code or refresh token came a second time.
    Replayed,
    /// The officer may no longer sign on.
    NoLongerAllowed,
}

impl Reason {
    /// What is written down of it.
    const fn visit(self) -> (VisitKind, &'static str) {
        match self {
            Self::SignedOff => (VisitKind::Ended, ""),
            Self::TakenBack => (VisitKind::Ended, "dicabut"),
            Self::Replayed => (VisitKind::Replayed, "dipakai-lagi"),
            Self::NoLongerAllowed => (VisitKind::Refused, "tak-lagi-boleh"),
        }
    }
}

const COLUMNS: &str = "id, client, subject, officer, consent, held, scopes, resource, nonce, proved_at, until_at";

impl Signon {
    /// Lets a person in: a code that the application exchanges within a minute. `more` belongs to the same commit.
    ///
    /// # Errors
    /// The store cannot write.
    pub(crate) async fn code(
        &self,
        sign_on: SignOn<'_>,
        more: (Vec<NewEvent>, Vec<Statement>),
    ) -> Result<String, OAuthError> {
        let now = self.now();
        let (family, code) = (Id::new(now, self.chance()).to_string(), self.random("gpc_"));
        let held = serde_json::to_string(&sign_on.held).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let lasts = if sign_on.officer.is_empty() { RESIDENT_LASTS } else { OFFICER_LASTS };
        let family_row = Statement::new(
            "INSERT INTO signon_families (region, id, client, subject, officer, consent, held, scopes, resource, nonce, \
             proved_at, made_at, until_at, ended_at, session) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14)",
            values![
                self.region(),
                &family,
                &sign_on.key.id,
                sign_on.subject,
                sign_on.officer,
                sign_on.consent,
                held,
                sign_on.scopes.join(" "),
                sign_on.resource,
                sign_on.nonce,
                sign_on.proved_at,
                now,
                now.plus_seconds(lasts),
                sign_on.session,
            ],
        );
        let code_row = Statement::new(
            "INSERT INTO signon_once (region, hash, kind, family, redirect, challenge, made_at, until_at, used_at) \
             VALUES ($1, $2, 'kode', $3, $4, $5, $6, $7, 0)",
            values![
                self.region(),
                hash_secret(&code),
                &family,
                sign_on.redirect,
                sign_on.challenge,
                now,
                now.plus_seconds(CODE_LASTS),
            ],
        );
        let note = Note {
            client: &sign_on.key.id,
            unit: &sign_on.key.unit,
            officer: sign_on.officer,
            kind: VisitKind::Granted,
            reason: "",
        };
        let (fact, line) = self.noted(&note, now);
        let (mut events, mut statements) = more;
        events.push(fact);
        statements.extend([family_row, code_row, line]);
        statements.extend(self.used(sign_on.key, now));
        self.store().commit(self.on_client(&sign_on.key.id, events, statements), now).await?;
        Ok(code)
    }

    /// A sign-on that goes on.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn living_family(&self, id: &str) -> Result<Option<Family>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM signon_families WHERE region = $1 AND id = $2 AND ended_at = 0 AND until_at > $3"
        );
        self.store().row(&sql, &values![self.region(), id, self.now()]).await?.as_ref().map(read).transpose()
    }

    /// A sign-on, ended or not.
    pub(crate) async fn any_family(&self, id: &str) -> Result<Option<Family>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM signon_families WHERE region = $1 AND id = $2");
        self.store().row(&sql, &values![self.region(), id]).await?.as_ref().map(read).transpose()
    }

    /// Ends a sign-on with every token that was given out for it.
    ///
    /// # Errors
    /// The store cannot write.
    pub(crate) async fn end_family(&self, family: &Family, why: Reason) -> Result<(), OAuthError> {
        let now = self.now();
        let unit = self.key(&family.client).await?.map(|key| key.unit).unwrap_or_default();
        let (kind, word) = why.visit();
        let note = Note { client: &family.client, unit: &unit, officer: &family.officer, kind, reason: word };
        let (fact, line) = self.noted(&note, now);
        let whose = Whose::Family(&family.id);
        let mut statements = match why {
            // It knows.
            Reason::TakenBack => silently_ended(self.region(), whose, now),
            _ => ended(self.region(), whose, now),
        };
        statements.push(line);
        self.store().commit(self.on_client(&family.client, vec![fact], statements), now).await?;
        Ok(())
    }
}

fn read(row: &Row) -> Result<Family, StoreError> {
    let held = serde_json::from_str(row.text(5)?).map_err(|_| StoreError::Damaged("a sign-on".to_owned()))?;
    Ok(Family {
        id: row.string(0)?,
        client: row.string(1)?,
        subject: row.string(2)?,
        officer: row.string(3)?,
        consent: row.string(4)?,
        held,
        scopes: row.text(6)?.split(' ').map(str::to_owned).collect(),
        resource: row.string(7)?,
        nonce: row.string(8)?,
        proved_at: row.instant(9)?,
        until: row.instant(10)?,
    })
}
