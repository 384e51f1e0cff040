//! Tokens of programs: who the client is, what it gets, what a token is worth, and taking it back (RFC 6749 section 4.4,
//! RFC 7662, RFC 7009, RFC 8707).

use crate::clients::Key;
use crate::exchange::Once;
use crate::families::{Family, Reason};
use crate::model::scope;
use crate::model::terms::Kind;
use crate::oauth::OAuthError;
use crate::signon::Signon;
use kernel::Instant;
use kernel::ids::hash_secret;
use serde_json::{Value, json};
use store::{Statement, values};

/// Seconds for which an access token holds.
pub(crate) const LASTS: i64 = 600;
/// What access tokens begin with.
const PREFIX: &str = "gpa_";

/// What a client says of itself.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Presented {
    pub client: String,
    pub secret: Option<String>,
}

/// What the token endpoint answers with.
pub(crate) struct Issued {
    pub access_token: String,
    pub expires_in: i64,
    pub scope: String,
    pub refresh_token: Option<String>,
    pub id_token: Option<String>,
}

/// An access token to be.
pub(crate) struct Access<'a> {
    pub client: &'a str,
    /// The sign-on that it belongs to; empty for a program's own.
    pub family: &'a str,
    pub scopes: &'a str,
    pub resource: &'a str,
    pub until: Instant,
}

/// An access token as it is kept.
struct KeptAccess {
    client: String,
    family: String,
    scopes: String,
    resource: String,
    made_at: Instant,
    until: Instant,
}

impl Signon {
    /// The key of a client that proved who it is.
    ///
    /// # Errors
    /// Unknown, revoked, without its secret, or its application is no longer in use: all the same to the caller.
    pub(crate) async fn authenticated(&self, presented: &Presented) -> Result<Key, OAuthError> {
        let key = self.key(&presented.client).await?.filter(|key| key.revoked_at.is_none());
        let key = key.ok_or(OAuthError::InvalidClient)?;
        let proved = match (&presented.secret, key.kind.has_secret()) {
            (Some(secret), true) => self.is_secret(&key.id, secret, self.now()).await?,
            (None, false) => true,
            _ => false,
        };
        if !proved || self.living(&key.application).await?.is_none() {
            return Err(OAuthError::InvalidClient);
        }
        Ok(key)
    }

    /// A token for a program (client credentials).
    ///
    /// # Errors
    /// Another kind of client, a scope that it does not hold, an unknown service, or the store cannot write.
    pub(crate) async fn program_token(
        &self,
        key: &Key,
        asked: Option<&str>,
        resources: &[&str],
    ) -> Result<Issued, OAuthError> {
        if key.kind != Kind::Program {
            return Err(OAuthError::UnauthorizedClient);
        }
        let scopes = scope::narrowed(asked, &key.terms.scopes).map_err(|_| OAuthError::InvalidScope)?.join(" ");
        if scopes.is_empty() {
            return Err(OAuthError::InvalidScope);
        }
        let resource = self.service_of(resources)?;
        let now = self.now();
        let until = now.plus_seconds(LASTS);
        let access = Access { client: &key.id, family: "", scopes: &scopes, resource: &resource, until };
        let (token, row) = self.access(&access, now);
        let mut statements = vec![row];
        statements.extend(self.used(key, now));
        self.store().commit(self.rows(statements), now).await?;
        Ok(Issued { access_token: token, expires_in: LASTS, scope: scopes, refresh_token: None, id_token: None })
    }

    /// An access token and the row that keeps it.
    pub(crate) fn access(&self, access: &Access<'_>, now: Instant) -> (String, Statement) {
        let token = self.random(PREFIX);
        let row = Statement::new(
            "INSERT INTO signon_access (region, hash, client, family, scopes, resource, made_at, until_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                self.region(),
                hash_secret(&token),
                access.client,
                access.family,
                access.scopes,
                access.resource,
                now,
                access.until,
            ],
        );
        (token, row)
    }

    /// The service that a token is to be bound to: `https://…/x/{opd}/{app}/{service}/{version}`; empty for none.
    ///
    /// # Errors
    /// More than one, or none that there is.
    pub(crate) fn service_of(&self, resources: &[&str]) -> Result<String, OAuthError> {
        let resource = match resources {
            [] => return Ok(String::new()),
            [one] => one.strip_suffix('/').unwrap_or(one),
            _ => return Err(OAuthError::InvalidTarget),
        };
        let rest = resource.strip_prefix(self.issuer()).ok_or(OAuthError::InvalidTarget)?;
        let key = match rest {
            "" => return Ok(String::new()),
            rest => rest.strip_prefix("/x/").ok_or(OAuthError::InvalidTarget)?,
        };
        let known = self.deps().directories.directory().services.contains_key(key);
        if known { Ok(key.to_owned()) } else { Err(OAuthError::InvalidTarget) }
    }

    async fn kept_access(&self, token: &str) -> Result<Option<KeptAccess>, OAuthError> {
        let sql = "SELECT a.client, a.family, a.scopes, a.resource, a.made_at, a.until_at FROM signon_access a \
                   JOIN signon_clients c ON c.region = a.region AND c.id = a.client \
                   WHERE a.region = $1 AND a.hash = $2 AND a.until_at > $3 AND c.revoked_at = 0";
        let row = self.store().row(sql, &values![self.region(), hash_secret(token), self.now()]).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        Ok(Some(KeptAccess {
            client: row.string(0)?,
            family: row.string(1)?,
            scopes: row.string(2)?,
            resource: row.string(3)?,
            made_at: row.instant(4)?,
            until: row.instant(5)?,
        }))
    }

    /// What a token is worth, for its own client and for the agency whose service it is bound to; to everybody else it is
    /// worth nothing.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn introspected(&self, key: &Key, token: &str) -> Result<Value, OAuthError> {
        let nothing = json!({ "active": false });
        let Some(kept) = self.kept_access(token).await? else {
            return Ok(nothing);
        };
        let served = kept.resource.split('/').next().is_some_and(|unit| unit == key.unit);
        if kept.client != key.id && !served {
            return Ok(nothing);
        }
        let mut worth = json!({
            "active": true, "scope": kept.scopes, "client_id": kept.client, "token_type": "Bearer",
            "exp": kept.until.seconds(), "iat": kept.made_at.seconds(), "iss": self.issuer(),
        });
        if !kept.resource.is_empty() {
            worth["aud"] = json!(format!("{}/x/{}", self.issuer(), kept.resource));
        }
        if !kept.family.is_empty() {
            match self.living_family(&kept.family).await? {
                Some(family) => worth["sub"] = json!(family.subject),
                None => return Ok(nothing),
            }
        }
        Ok(worth)
    }

    /// Takes a token back: an access token alone, a refresh token with everything of its sign-on. Another client's token,
    /// or none, changes nothing and is no error (RFC 7009 section 2.2).
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn taken_back(&self, key: &Key, token: &str) -> Result<(), OAuthError> {
        let now = self.now();
        let gone = Statement::new(
            "DELETE FROM signon_access WHERE region = $1 AND hash = $2 AND client = $3",
            values![self.region(), hash_secret(token), &key.id],
        );
        if self.kept_access(token).await?.is_some_and(|kept| kept.client == key.id) {
            self.store().commit(self.rows(vec![gone]), now).await?;
            self.tokens().forget(token);
            return Ok(());
        }
        let Some(once) = self.once(Once::Refresh, token).await? else {
            return Ok(());
        };
        match self.living_family(&once.family).await? {
            Some(family) if family.client == key.id => self.end_family(&family, Reason::TakenBack).await,
            _ => Ok(()),
        }
    }

    /// The sign-on of an access token, with what the token covers; none for a program's own.
    pub(crate) async fn sign_on_of(&self, token: &str) -> Result<Option<(Family, String)>, OAuthError> {
        let Some(kept) = self.kept_access(token).await?.filter(|kept| !kept.family.is_empty()) else {
            return Ok(None);
        };
        Ok(self.living_family(&kept.family).await?.map(|family| (family, kept.scopes)))
    }
}
