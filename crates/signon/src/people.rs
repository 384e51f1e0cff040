//! What an application learns of a person: of officers their name, roles and address; of residents what they agreed to.

use crate::families::Family;
use crate::model::audience::Held;
use crate::model::scope::{EMAIL, PHONE, PROFILE, ROLES};
use crate::oauth::OAuthError;
use crate::signon::Signon;
use kernel::OfficerId;
use serde_json::{Map, Value, json};
use web::Session;

/// What an officer holds, as it is kept with a sign-on.
pub(crate) fn held(session: &Session) -> Vec<Held> {
    session.grants.iter().map(|grant| Held { role: grant.role, unit: grant.unit.clone() }).collect()
}

impl Signon {
    /// The claims that these scopes open (OpenID Connect Core 5.4), without those of the token itself.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn claims(&self, family: &Family, scopes: &[String]) -> Result<Map<String, Value>, OAuthError> {
        let has = |scope: &str| scopes.iter().any(|known| known == scope);
        if family.officer.is_empty() {
            return self.resident_claims(family, has).await;
        }
        let officer = OfficerId(family.officer.clone());
        let mut claims = Map::new();
        if has(PROFILE)
            && let Some(name) = self.deps().staff.name(&officer).await
        {
            claims.insert("name".to_owned(), json!(name));
        }
        if has(EMAIL)
            && let Some(email) = self.deps().staff.email(&officer).await
        {
            claims.insert("email".to_owned(), json!(email));
            // An administrator typed it; nobody proved it.
            claims.insert("email_verified".to_owned(), json!(false));
        }
        if has(ROLES) {
            let roles = family.held.iter().map(|one| json!({ "peran": one.role.word(), "unit": one.unit }));
            claims.insert("peran".to_owned(), roles.collect());
            let unit = family.held.first().map(|one| one.unit.clone()).unwrap_or_default();
            claims.insert("unit".to_owned(), json!(unit));
        }
        Ok(claims)
    }

    async fn resident_claims(
        &self,
        family: &Family,
        has: impl Fn(&str) -> bool,
    ) -> Result<Map<String, Value>, OAuthError> {
        let mut claims = Map::new();
        let Some(told) = self.told(&family.consent).await? else {
            return Ok(claims);
        };
        if has(PROFILE) && !told.name.is_empty() {
            claims.insert("name".to_owned(), json!(told.name));
        }
        let (scope, name, verified) = if told.by_email {
            (EMAIL, "email", "email_verified")
        } else {
            (PHONE, "phone_number", "phone_number_verified")
        };
        if has(scope) {
            claims.insert(name.to_owned(), json!(told.contact));
            claims.insert(verified.to_owned(), json!(true));
        }
        Ok(claims)
    }

    /// Which of these roles the officer still holds; none where the account was closed.
    pub(crate) async fn still_held(&self, officer: &str, held: &[Held]) -> Vec<Held> {
        let mut still = Vec::with_capacity(held.len());
        for one in held {
            let holders = self.deps().staff.holding(&one.unit, one.role).await;
            if holders.iter().any(|holder| holder.0 == officer) {
                still.push(one.clone());
            }
        }
        still
    }

    /// What the application learns at `/oauth/userinfo`; none for a token that is not a person's.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn userinfo(&self, token: &str) -> Result<Option<Value>, OAuthError> {
        let Some((family, scopes)) = self.sign_on_of(token).await? else {
            return Ok(None);
        };
        let scopes: Vec<String> = scopes.split(' ').map(str::to_owned).collect();
        let mut claims = self.claims(&family, &scopes).await?;
        claims.insert("sub".to_owned(), json!(family.subject));
        Ok(Some(Value::Object(claims)))
    }
}
