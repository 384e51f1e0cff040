//! One sign-on of a person to an application: the family of everything that is given out for it. It ends as a whole.

use crate::clients::Key;
use crate::events::{event, signer};
use crate::exchange::CODE_LASTS;
use crate::model::audience::Held;
use crate::oauth::OAuthError;
use crate::signon::Signon;
use crate::visits::{Note, VisitKind};
use kernel::ids::hash_secret;
use kernel::{Id, Instant, NewEvent};
use serde_json::json;
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
    pub held: Vec<Held>,
    pub scopes: &'a [&'static str],
    pub resource: String,
    pub nonce: &'a str,
    pub proved_at: Instant,
    /// Where the code is sent, and what it is bound to.
    pub redirect: &'a str,
    pub challenge: &'a str,
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
             proved_at, made_at, until_at, ended_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0)",
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
    pub(crate) async fn end_family(
        &self,
        family: &Family,
        (kind, reason): (VisitKind, &'static str),
    ) -> Result<(), OAuthError> {
        let now = self.now();
        let unit = self.key(&family.client).await?.map(|key| key.unit).unwrap_or_default();
        let note = Note { client: &family.client, unit: &unit, officer: &family.officer, kind, reason };
        let (fact, line) = self.noted(&note, now);
        let mut statements = self.ended_rows(&family.id, now);
        statements.push(line);
        self.store().commit(self.on_client(&family.client, vec![fact], statements), now).await?;
        Ok(())
    }

    /// What ends a sign-on.
    pub(crate) fn ended_rows(&self, family: &str, now: Instant) -> Vec<Statement> {
        vec![
            Statement::new(
                "UPDATE signon_families SET ended_at = $3 WHERE region = $1 AND id = $2 AND ended_at = 0",
                values![self.region(), family, now],
            ),
            Statement::new(
                "DELETE FROM signon_access WHERE region = $1 AND family = $2",
                values![self.region(), family],
            ),
        ]
    }

    /// What ends every sign-on that rests on a consent, as part of withdrawing it.
    pub(crate) fn consent_ended(&self, client: &str, consent: &str, now: Instant) -> (NewEvent, Vec<Statement>) {
        let statements = vec![
            Statement::new(
                "DELETE FROM signon_access WHERE region = $1 AND family IN \
                 (SELECT id FROM signon_families WHERE region = $1 AND consent = $2)",
                values![self.region(), consent],
            ),
            Statement::new(
                "UPDATE signon_families SET ended_at = $3 WHERE region = $1 AND consent = $2 AND ended_at = 0",
                values![self.region(), consent, now],
            ),
        ];
        (event("consent.withdrawn", now, &signer(""), json!({ "client": client, "consent": consent })), statements)
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
