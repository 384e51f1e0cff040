//! From a code to tokens, and from one refresh token to the next (RFC 6749 sections 4.1.3 and 6, RFC 9700 sections 2.1 and
//! 4.14). Each is good once; a second time takes back everything that was given out for that sign-on.

use crate::clients::Key;
use crate::families::{Family, Reason};
use crate::issue::{Access, Issued, LASTS};
use crate::model::scope::{self, OFFLINE};
use crate::model::{jws, pkce};
use crate::oauth::OAuthError;
use crate::signon::Signon;
use crate::visits::{Note, VisitKind};
use kernel::Instant;
use kernel::ids::hash_secret;
use serde_json::{Value, json};
use store::{CommitError, Row, Statement, StoreError, values};

/// Seconds for which a code holds.
pub(crate) const CODE_LASTS: i64 = 60;
/// What refresh tokens begin with.
const PREFIX: &str = "gpr_";
/// The type in the head of an ID token.
const ID_TOKEN: &str = "JWT";

/// What is good once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Once {
    Code,
    Refresh,
}

impl Once {
    const fn word(self) -> &'static str {
        match self {
            Self::Code => "kode",
            Self::Refresh => "segar",
        }
    }
}

/// A code or refresh token as it is kept.
pub(crate) struct KeptOnce {
    hash: String,
    pub family: String,
    redirect: String,
    challenge: String,
    until: Instant,
    used: bool,
}

impl Signon {
    pub(crate) async fn once(&self, kind: Once, token: &str) -> Result<Option<KeptOnce>, StoreError> {
        let sql = "SELECT hash, family, redirect, challenge, until_at, used_at FROM signon_once \
                   WHERE region = $1 AND hash = $2 AND kind = $3";
        let row = self.store().row(sql, &values![self.region(), hash_secret(token), kind.word()]).await?;
        let read = |row: Row| {
            Ok(KeptOnce {
                hash: row.string(0)?,
                family: row.string(1)?,
                redirect: row.string(2)?,
                challenge: row.string(3)?,
                until: row.instant(4)?,
                used: row.flag(5)?,
            })
        };
        row.map(read).transpose()
    }

    /// Tokens for a code.
    ///
    /// # Errors
    /// Unknown, over, used, another client's, for another address, or without its verifier.
    pub(crate) async fn redeemed(
        &self,
        key: &Key,
        code: &str,
        (redirect, verifier): (&str, &str),
    ) -> Result<Issued, OAuthError> {
        if !key.kind.signs_on() {
            return Err(OAuthError::UnauthorizedClient);
        }
        let once = self.once(Once::Code, code).await?.ok_or(OAuthError::InvalidGrant("the code is unknown"))?;
        let family = self.family_of(key, &once).await?;
        let wrong = if self.now() >= once.until {
            Some(("kode-lewat", "the code is over"))
        } else if once.redirect != redirect {
            Some(("alamat-lain", "redirect_uri is not the one of the request"))
        } else if !pkce::holds(&once.challenge, verifier) {
            Some(("pkce", "code_verifier does not belong to the code"))
        } else {
            None
        };
        if let Some((reason, words)) = wrong {
            self.note(refusal(key, &family.officer, reason)).await;
            return Err(OAuthError::InvalidGrant(words));
        }
        self.spent(&family, &once, &family.scopes, true).await
    }

    /// The next tokens for a refresh token.
    ///
    /// # Errors
    /// Unknown, over, used, another client's, a scope that was not given, or the officer may no longer sign on.
    pub(crate) async fn refreshed(&self, key: &Key, token: &str, asked: Option<&str>) -> Result<Issued, OAuthError> {
        if !key.kind.signs_on() {
            return Err(OAuthError::UnauthorizedClient);
        }
        let unknown = OAuthError::InvalidGrant("the refresh token is unknown");
        let once = self.once(Once::Refresh, token).await?.ok_or(unknown)?;
        let family = self.family_of(key, &once).await?;
        if self.now() >= once.until {
            return Err(OAuthError::InvalidGrant("the refresh token is over"));
        }
        let scopes = scope::narrowed(asked, &family.scopes).map_err(|_| OAuthError::InvalidScope)?;
        let Some(family) = self.still_allowed(key, family).await? else {
            return Err(OAuthError::InvalidGrant("the person may no longer sign on"));
        };
        self.spent(&family, &once, &scopes, false).await
    }

    /// The living sign-on of a code or refresh token. One that comes a second time ends it.
    async fn family_of(&self, key: &Key, once: &KeptOnce) -> Result<Family, OAuthError> {
        let ended = OAuthError::InvalidGrant("the sign-on has ended");
        let family = self.any_family(&once.family).await?.ok_or_else(|| ended.clone())?;
        if family.client != key.id {
            self.note(refusal(key, "", "kunci-lain")).await;
            return Err(OAuthError::InvalidGrant("it was given to another client"));
        }
        if once.used {
            return Err(self.replayed(&family).await);
        }
        self.living_family(&family.id).await?.ok_or(ended)
    }

    async fn replayed(&self, family: &Family) -> OAuthError {
        match self.end_family(family, Reason::Replayed).await {
            Ok(()) => OAuthError::InvalidGrant("it was used before; every token of this sign-on was taken back"),
            Err(error) => error,
        }
    }

    /// Whether the person may still sign on, with the roles that they still hold.
    async fn still_allowed(&self, key: &Key, mut family: Family) -> Result<Option<Family>, OAuthError> {
        if !family.officer.is_empty() {
            family.held = self.still_held(&family.officer, &family.held).await;
            if !key.terms.officers.allows(&key.unit, &family.held) {
                self.end_family(&family, Reason::NoLongerAllowed).await?;
                return Ok(None);
            }
        }
        Ok(Some(family))
    }

    /// Marks it used and gives out the next tokens, in one commit.
    async fn spent(
        &self,
        family: &Family,
        once: &KeptOnce,
        scopes: &[String],
        first: bool,
    ) -> Result<Issued, OAuthError> {
        let now = self.now();
        let until = now.plus_seconds(LASTS).min(family.until);
        let scope = scopes.join(" ");
        let access =
            Access { client: &family.client, family: &family.id, scopes: &scope, resource: &family.resource, until };
        let (access_token, access_row) = self.access(&access, now);
        let used = Statement::new(
            "UPDATE signon_once SET used_at = $3 WHERE region = $1 AND hash = $2 AND used_at = 0",
            values![self.region(), &once.hash, now],
        );
        let held = serde_json::to_string(&family.held).map_err(|error| StoreError::Damaged(error.to_string()))?;
        // Also guards that nobody ended it meanwhile.
        let goes_on = Statement::new(
            "UPDATE signon_families SET held = $3 WHERE region = $1 AND id = $2 AND ended_at = 0",
            values![self.region(), &family.id, held],
        );
        let mut statements = vec![used.exactly_one(), goes_on.exactly_one(), access_row];
        let refresh_token = family.scopes.iter().any(|scope| scope == OFFLINE).then(|| self.random(PREFIX));
        if let Some(token) = &refresh_token {
            statements.push(self.refresh_row(token, family, now));
        }
        let id_token = self.id_token(family, scopes, (&access_token, first), now).await?;
        match self.store().commit(self.rows(statements), now).await {
            Ok(_) => {}
            // Two exchanges at once: one of them is a theft, and nobody can tell which.
            Err(CommitError::Guard) => return Err(self.replayed(family).await),
            Err(error) => return Err(error.into()),
        }
        let expires_in = until.seconds() - now.seconds();
        Ok(Issued { access_token, expires_in, scope, refresh_token, id_token: Some(id_token) })
    }

    fn refresh_row(&self, token: &str, family: &Family, now: Instant) -> Statement {
        Statement::new(
            "INSERT INTO signon_once (region, hash, kind, family, redirect, challenge, made_at, until_at, used_at) \
             VALUES ($1, $2, $3, $4, '', '', $5, $6, 0)",
            values![self.region(), hash_secret(token), Once::Refresh.word(), &family.id, now, family.until],
        )
    }

    /// The ID token (OpenID Connect Core 2). The nonce stands in the first one only (section 12.2).
    async fn id_token(
        &self,
        family: &Family,
        scopes: &[String],
        (access_token, first): (&str, bool),
        now: Instant,
    ) -> Result<String, OAuthError> {
        let mut claims = self.claims(family, scopes).await?;
        let fixed = json!({
            "iss": self.issuer(), "sub": family.subject, "aud": family.client, "iat": now.seconds(),
            "exp": now.plus_seconds(LASTS).seconds(), "auth_time": family.proved_at.seconds(), "sid": family.id,
            "at_hash": jws::half_hash(access_token),
        });
        if let Value::Object(fixed) = fixed {
            claims.extend(fixed);
        }
        if first && !family.nonce.is_empty() {
            claims.insert("nonce".to_owned(), json!(family.nonce));
        }
        self.ring().await?.sign(ID_TOKEN, &Value::Object(claims)).ok_or(OAuthError::Unavailable)
    }
}

fn refusal<'a>(key: &'a Key, officer: &'a str, reason: &'static str) -> Note<'a> {
    Note { client: &key.id, unit: &key.unit, officer, kind: VisitKind::Refused, reason }
}
