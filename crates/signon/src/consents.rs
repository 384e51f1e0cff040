//! What residents agreed that an application may learn of them: recorded, listed, withdrawn. Name and contact are sealed
//! with a key of their own for each consent, and gone with it.

use crate::clients::Key;
use crate::contacts::Proof;
use crate::endings::{Whose, ended};
use crate::events::{event, signer};
use crate::oauth::OAuthError;
use crate::refusal::Refused;
use crate::signon::Signon;
use kernel::{Id, Instant, NewEvent};
use serde_json::json;
use store::{Row, Statement, StoreError, values};

/// What somebody agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: String,
    /// The key of the application.
    pub client: String,
    /// What was agreed to.
    pub scopes: Vec<String>,
    /// When.
    pub made_at: Instant,
}

/// What an application may learn.
pub(crate) struct Told {
    pub name: String,
    pub contact: String,
    pub by_email: bool,
}

/// Longest name.
const NAME: usize = 80;

impl Signon {
    /// A new consent with what keeps it: its id, the keyed name, the fact, the rows. Its caller withdraws an older one of
    /// the same contact for the same key before.
    pub(crate) fn consented(
        &self,
        key: &Key,
        proof: &Proof,
        scopes: &[&'static str],
        name: &str,
    ) -> Result<(String, String, Vec<NewEvent>, Vec<Statement>), OAuthError> {
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let subject = self.resident(key, &proof.contact);
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let typed: String = name.trim().chars().take(NAME).collect();
        let (name, name_row) = self.vault().seal(&person, &typed, now, self.chance())?;
        let (address, address_row) = self.vault().seal(&person, &proof.plain, now, self.chance())?;
        let row = Statement::new(
            "INSERT INTO signon_consents (region, id, client, contact, subject, scopes, email, person, name, address, \
             made_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)",
            values![
                self.region(),
                &id,
                &key.id,
                &proof.contact,
                &subject,
                scopes.join(" "),
                proof.by_email,
                person.id(),
                name.id,
                address.id,
                now,
            ],
        );
        let data = json!({ "client": key.id, "consent": id, "scopes": scopes });
        let facts = vec![event("consent.given", now, &signer(""), data)];
        Ok((id, subject, facts, vec![keep, name_row, address_row, row]))
    }

    /// The keyed name of a resident: another one for each application, so that two applications cannot put together what
    /// they know.
    pub(crate) fn resident(&self, key: &Key, contact: &str) -> String {
        self.subject(&format!("of {}", key.application), contact)
    }

    /// What this contact agreed to for this key, latest first.
    pub(crate) async fn consent_of(&self, key: &Key, contact: &str) -> Result<Option<(Consent, String)>, StoreError> {
        let sql = "SELECT id, client, scopes, made_at, subject FROM signon_consents \
                   WHERE region = $1 AND contact = $2 AND client = $3 AND ended_at = 0 ORDER BY made_at DESC, id DESC LIMIT 1";
        let row = self.store().row(sql, &values![self.region(), contact, &key.id]).await?;
        row.map(|row| Ok((read(&row)?, row.string(4)?))).transpose()
    }

    /// Everything that this contact agreed to and did not withdraw, latest first.
    pub(crate) async fn consents(&self, contact: &str) -> Result<Vec<Consent>, StoreError> {
        let sql = "SELECT id, client, scopes, made_at FROM signon_consents \
                   WHERE region = $1 AND contact = $2 AND ended_at = 0 ORDER BY made_at DESC, id DESC LIMIT 200";
        self.store().rows(sql, &values![self.region(), contact]).await?.iter().map(read).collect()
    }

    /// Withdraws a consent: the application learns nothing more, and what was sealed for it is erased.
    ///
    /// # Errors
    /// Not this contact's, withdrawn already, or the store failed.
    pub(crate) async fn withdrawn(&self, contact: &str, id: &str) -> Result<(), Refused> {
        let sql = "SELECT client, person FROM signon_consents WHERE region = $1 AND id = $2 AND contact = $3 AND ended_at = 0";
        let row = self.store().row(sql, &values![self.region(), id, contact]).await?.ok_or(Refused::NotThere)?;
        let (client, person, now) = (row.text(0)?, row.text(1)?, self.now());
        let withdrawn = Statement::new(
            "UPDATE signon_consents SET ended_at = $3 WHERE region = $1 AND id = $2 AND ended_at = 0",
            values![self.region(), id, now],
        );
        let fact = event("consent.withdrawn", now, &signer(""), json!({ "client": client, "consent": id }));
        let mut statements = vec![withdrawn.exactly_one()];
        statements.extend(ended(self.region(), Whose::Consent(id), now));
        statements.extend(store::erasure(self.region(), person, now));
        self.store().commit(self.on_client(client, vec![fact], statements), now).await?;
        Ok(())
    }

    /// What an application may learn of whoever gave this consent; nothing once it was withdrawn.
    pub(crate) async fn told(&self, consent: &str) -> Result<Option<Told>, StoreError> {
        let sql = "SELECT name, address, email FROM signon_consents WHERE region = $1 AND id = $2 AND ended_at = 0";
        let Some(row) = self.store().row(sql, &values![self.region(), consent]).await? else {
            return Ok(None);
        };
        let (name, address) = (row.text(0)?, row.text(1)?);
        let mut opened = self.store().open_sealed(self.region(), &[name, address]).await?;
        let (name, contact) = (opened.remove(name).unwrap_or_default(), opened.remove(address));
        Ok(contact.map(|contact| Told { name, contact, by_email: row.flag(2).unwrap_or_default() }))
    }
}

fn read(row: &Row) -> Result<Consent, StoreError> {
    Ok(Consent {
        id: row.string(0)?,
        client: row.string(1)?,
        scopes: row.text(2)?.split(' ').map(str::to_owned).collect(),
        made_at: row.instant(3)?,
    })
}
