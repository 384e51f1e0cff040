//! Secrets of keys: 32 random bytes, shown once, kept as a keyed hash, for a year at most; two may live while programs
//! change over.

use crate::events::{actor, event};
use crate::refusal::Refused;
use crate::signon::Signon;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Actor, Id, Instant, NewEvent};
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// What secrets begin with, so that one that leaked can be found by those who search for such.
const PREFIX: &str = "gps_";
/// Days within which a page says that a secret ends soon.
pub(crate) const SOON_DAYS: i64 = 30;
const DAY: i64 = 86_400;

/// A secret that nobody has seen yet.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSecret {
    /// What is shown once.
    pub text: String,
    /// Its id, for ending it.
    pub id: String,
    /// When it ends.
    pub until: Instant,
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewSecret({}, …)", self.id)
    }
}

/// A secret as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its id.
    pub id: String,
    /// When it was made.
    pub made_at: Instant,
    /// When it ends or ended.
    pub until: Instant,
}

impl Signon {
    /// 32 random bytes as text, after a prefix.
    pub(crate) fn random(&self, prefix: &str) -> String {
        let mut bytes = [0; 32];
        self.chance().fill(&mut bytes);
        format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    pub(crate) fn drawn(&self, until: Instant) -> NewSecret {
        NewSecret { text: self.random(PREFIX), id: Id::new(self.now(), self.chance()).to_string(), until }
    }

    pub(crate) fn secret_row(
        &self,
        client: &str,
        secret: &NewSecret,
        who: &Actor,
        now: Instant,
    ) -> (NewEvent, Statement) {
        let data = json!({ "client": client, "secret": secret.id, "until": secret.until.micros() });
        let row = Statement::new(
            "INSERT INTO signon_secrets (region, id, client, hash, made_at, until_at) VALUES ($1, $2, $3, $4, $5, $6)",
            values![self.region(), &secret.id, client, self.secret_hash(&secret.text), now, secret.until],
        );
        (event("client_secret.made", now, who, data), row)
    }

    fn secret_hash(&self, text: &str) -> String {
        self.vault().search_hash("client secret", text)
    }

    /// Makes another secret that holds for so many days; the one there goes on for `overlap` days.
    ///
    /// # Errors
    /// Not this officer's key, no secrets for this kind, two live already, or the store failed.
    pub async fn new_secret(
        &self,
        session: &Session,
        client: &str,
        days: i64,
        overlap: i64,
    ) -> Result<NewSecret, Refused> {
        let key = self.own_key(session, client).await?;
        if !key.kind.has_secret() {
            return Err(Refused::NoSecret);
        }
        if !(1..=365).contains(&days) {
            return Err(Refused::Days);
        }
        if !(0..=30).contains(&overlap) {
            return Err(Refused::Overlap);
        }
        let now = self.now();
        let living = self.secrets(client).await?.iter().filter(|one| one.until > now).count();
        if living > 1 {
            return Err(Refused::TwoSecrets);
        }
        let secret = self.drawn(now.plus_seconds(days * DAY));
        let end = now.plus_seconds(overlap * DAY);
        let shortened = Statement::new(
            "UPDATE signon_secrets SET until_at = $3 WHERE region = $1 AND client = $2 AND until_at > $3",
            values![self.region(), client, end],
        );
        // Two officers who press at once: the second finds another revision and is told so.
        let guard = Statement::new(
            "UPDATE signon_clients SET revision = revision + 1 WHERE region = $1 AND id = $2 AND revision = $3 \
             AND revoked_at = 0",
            values![self.region(), client, key.revision],
        );
        let (fact, row) = self.secret_row(client, &secret, &actor(session), now);
        let commit = self.on_client(client, vec![fact], vec![guard.exactly_one(), shortened, row]);
        self.store().commit(commit, now).await?;
        Ok(secret)
    }

    /// Ends a secret now. Tokens that were given for it live on for their few minutes.
    ///
    /// # Errors
    /// Not this officer's key, no such living secret, or the store failed.
    pub async fn end_secret(&self, session: &Session, client: &str, id: &str) -> Result<(), Refused> {
        self.own_key(session, client).await?;
        let now = self.now();
        let row = Statement::new(
            "UPDATE signon_secrets SET until_at = $4 WHERE region = $1 AND client = $2 AND id = $3 AND until_at > $4",
            values![self.region(), client, id, now],
        );
        let data = json!({ "client": client, "secret": id });
        let events = vec![event("client_secret.ended", now, &actor(session), data)];
        self.store().commit(self.on_client(client, events, vec![row.exactly_one()]), now).await?;
        Ok(())
    }

    /// The secrets of a key, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn secrets(&self, client: &str) -> Result<Vec<Secret>, StoreError> {
        let sql = "SELECT id, made_at, until_at FROM signon_secrets WHERE region = $1 AND client = $2 \
                   ORDER BY made_at DESC, id DESC LIMIT 20";
        let rows = self.store().rows(sql, &values![self.region(), client]).await?;
        let read = |row: &Row| Ok(Secret { id: row.string(0)?, made_at: row.instant(1)?, until: row.instant(2)? });
        rows.iter().map(read).collect()
    }

    /// When the last secret of each key ends, by key; keys without a living one are not in it.
    pub(crate) async fn secrets_end(&self) -> Result<std::collections::HashMap<String, Instant>, StoreError> {
        let sql =
            "SELECT client, MAX(until_at) FROM signon_secrets WHERE region = $1 AND until_at > $2 GROUP BY client";
        let rows = self.store().rows(sql, &values![self.region(), self.now()]).await?;
        rows.iter().map(|row| Ok((row.string(0)?, row.instant(1)?))).collect()
    }

    /// Whether this is a living secret of the key. Looked up by its hash: how long that takes tells nothing.
    pub(crate) async fn is_secret(&self, client: &str, text: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM signon_secrets WHERE region = $1 AND client = $2 AND hash = $3 AND until_at > $4";
        let found = self.store().row(sql, &values![self.region(), client, self.secret_hash(text), now]).await?;
        Ok(found.is_some())
    }
}
