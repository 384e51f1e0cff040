//! A contact that a resident proved in this browser: for an hour it needs no second code. The handle lies in a cookie, the
//! contact is sealed here and erased when the hour is over.

use crate::endings::{Whose, ended};
use crate::refusal::Refused;
use crate::signon::Signon;
use cases::doors::ProvedContact;
use kernel::{Instant, Token};
use store::{Statement, StoreError, values};

/// Seconds for which a proof holds.
pub(crate) const LASTS: i64 = 3600;

/// A proof.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    /// The hash of its handle: the session of a resident.
    pub hash: String,
    /// The keyed name of the contact.
    pub contact: String,
    /// The contact itself, opened.
    pub plain: String,
    pub by_email: bool,
    pub made_at: Instant,
}

impl Signon {
    /// Keeps a proof; the token goes into a cookie.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn keep_proof(&self, proved: &ProvedContact) -> Result<Token, Refused> {
        let now = self.now();
        let token = Token::new(self.chance());
        let (person, keep) = self.vault().new_person(now, self.chance())?;
        let (sealed, seal) = self.vault().seal(&person, &proved.contact, now, self.chance())?;
        let row = Statement::new(
            "INSERT INTO signon_proofs (region, hash, contact, email, person, sealed, made_at, until_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![
                self.region(),
                token.hash(),
                self.vault().search_hash("contact of a resident", &proved.contact),
                proved.by_email,
                person.id(),
                &sealed.id,
                now,
                now.plus_seconds(LASTS),
            ],
        );
        self.store().commit(self.rows(vec![keep, seal, row]), now).await?;
        Ok(token)
    }

    /// The proof behind a cookie, as long as it holds.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn proof(&self, cookie: Option<&str>) -> Result<Option<Proof>, StoreError> {
        let Some(token) = cookie.and_then(Token::parse) else {
            return Ok(None);
        };
        let sql = "SELECT contact, email, sealed, made_at FROM signon_proofs \
                   WHERE region = $1 AND hash = $2 AND until_at > $3";
        let Some(row) = self.store().row(sql, &values![self.region(), token.hash(), self.now()]).await? else {
            return Ok(None);
        };
        let sealed = row.text(2)?;
        let plain = self.store().open_sealed(self.region(), &[sealed]).await?.remove(sealed);
        let (contact, by_email, made_at) = (row.string(0)?, row.flag(1)?, row.instant(3)?);
        Ok(plain.map(|plain| Proof { hash: token.hash(), contact, plain, by_email, made_at }))
    }

    /// Forgets the proof behind a cookie, and ends what was opened with it: the resident leaves this browser.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn forget_proof(&self, cookie: Option<&str>) -> Result<(), Refused> {
        let Some(token) = cookie.and_then(Token::parse) else {
            return Ok(());
        };
        let sql = "SELECT person FROM signon_proofs WHERE region = $1 AND hash = $2";
        let Some(row) = self.store().row(sql, &values![self.region(), token.hash()]).await? else {
            return Ok(());
        };
        let now = self.now();
        let mut statements = self.forgotten(&token.hash(), row.text(0)?, now);
        statements.extend(ended(self.region(), Whose::Session(&token.hash()), now));
        self.store().commit(self.rows(statements), now).await?;
        Ok(())
    }

    /// What forgets a proof with everything that was sealed for it.
    pub(crate) fn forgotten(&self, hash: &str, person: &str, now: Instant) -> Vec<Statement> {
        let mut statements = store::erasure(self.region(), person, now);
        let gone = "DELETE FROM signon_proofs WHERE region = $1 AND hash = $2";
        statements.push(Statement::new(gone, values![self.region(), hash]));
        statements
    }
}
