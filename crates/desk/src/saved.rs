//! What somebody typed and has not sent: kept sealed in a draft, so that it is carried from page to page without an
//! address or a browser holding it, and can be gone on with on another device. A draft is no case and has no clock.

mod link;

pub use link::Reach;

use crate::Desk;
use crate::drafts::hashed;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use kernel::{Instant, Token, TrackingCode};
use serde::{Deserialize, Serialize};
use store::{Commit, Statement, StoreError, values};

/// A form that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Handle of its draft.
    pub handle: Token,
    /// The service.
    pub service: String,
    /// What was typed, by the names of the form's fields, mistakes included.
    pub texts: Vec<(String, String)>,
    /// Opens it on another device, once it was saved for that.
    pub code: Option<TrackingCode>,
    /// It is kept so long.
    pub until: Instant,
}

impl Begun {
    /// What was typed into this field of the form; empty if nothing was.
    pub(crate) fn typed(&self, name: &str) -> &str {
        let found = self.texts.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    }
}

/// What is sealed. The handle stands in it because elsewhere only its hash is kept, and the code must lead to it.
#[derive(Serialize, Deserialize)]
struct Content {
    handle: String,
    code: String,
    texts: Vec<(String, String)>,
}

/// Codes are found by this keyed hash: 45 bits would be too few for a plain one.
const PURPOSE: &str = "lanjut";

impl Desk {
    /// Keeps what was typed, in the draft with this handle or in a new one. It waits as long as before, at least a day
    /// from now.
    ///
    /// # Errors
    /// The draft is gone or belongs to another service, or the store failed.
    pub async fn keep_answers(&self, service: &str, handle: &str, texts: Vec<(String, String)>) -> Desked<Begun> {
        let known = self.begun(handle).await?;
        if known.as_ref().is_some_and(|known| known.service != service) {
            return Err(DeskRefusal::DraftGone.into());
        }
        let code = known.as_ref().and_then(|known| known.code.clone());
        let day = self.now().plus_seconds(self.limits().draft_hours * 3600);
        let until = known.map_or(day, |known| known.until.max(day));
        self.seal_answers(service, handle, texts, (code, until)).await
    }

    /// Keeps what was typed for another device: with a code, and for as many days as a saved form waits.
    ///
    /// # Errors
    /// As [`Desk::keep_answers`].
    pub async fn save_answers(&self, service: &str, handle: &str, texts: Vec<(String, String)>) -> Desked<Begun> {
        let known = self.begun(handle).await?;
        if known.as_ref().is_some_and(|known| known.service != service) {
            return Err(DeskRefusal::DraftGone.into());
        }
        let code = known.and_then(|known| known.code).unwrap_or_else(|| TrackingCode::new(self.chance()));
        let until = self.now().plus_seconds(self.limits().saved_days * 86_400);
        self.seal_answers(service, handle, texts, (Some(code), until)).await
    }

    /// What was begun under this handle, unless it is over or was sent.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begun(&self, handle: &str) -> Desked<Option<Begun>> {
        let Some(handle) = Token::parse(handle) else {
            return Ok(None);
        };
        let sql = "SELECT a.service, a.sealed, d.until FROM desk_draft_answers a \
                   JOIN desk_drafts d ON d.region = a.region AND d.id = a.draft \
                   WHERE a.region = $1 AND a.draft = $2 AND d.until >= $3";
        let Some(row) = self.store().row(sql, &values![self.region(), hashed(&handle), self.now()]).await? else {
            return Ok(None);
        };
        let Some(content) = self.content_of(row.text(1)?).await? else {
            return Ok(None);
        };
        let code = TrackingCode::parse(&content.code);
        let (service, until) = (row.string(0)?, row.instant(2)?);
        Ok(Some(Begun { handle, service, texts: content.texts, code, until }))
    }

    /// What was begun under this code; the caller counts tries before it asks.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begun_by_code(&self, typed: &str) -> Desked<Option<Begun>> {
        let Some(code) = TrackingCode::parse(typed) else {
            return Ok(None);
        };
        let sql = "SELECT sealed FROM desk_draft_answers WHERE region = $1 AND code = $2";
        let row = self.store().row(sql, &values![self.region(), self.code_hash(&code)]).await?;
        let Some(row) = row else {
            return Ok(None);
        };
        match self.content_of(row.text(0)?).await? {
            Some(content) => self.begun(&content.handle).await,
            None => Ok(None),
        }
    }

    /// Forgets what was begun: answers, files, and the key of the person who never became a reporter.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_draft(&self, handle: &str) -> Desked<()> {
        let Some(handle) = Token::parse(handle) else {
            return Ok(());
        };
        let statements = self.forgotten(&hashed(&handle)).await?;
        self.store().commit(Commit::of_statements(self.region(), statements), self.now()).await?;
        Ok(())
    }

    fn code_hash(&self, code: &TrackingCode) -> String {
        self.0.vault.search_hash(PURPOSE, code.secret())
    }

    async fn content_of(&self, sealed: &str) -> Desked<Option<Content>> {
        let mut texts = self.store().open_sealed(self.region(), &[sealed]).await?;
        let content = texts.remove(sealed).map(|text| serde_json::from_str(&text));
        content
            .transpose()
            .map_err(|error| DeskError::Store(StoreError::Damaged(format!("a draft's answers: {error}"))))
    }

    async fn seal_answers(
        &self,
        service: &str,
        handle: &str,
        texts: Vec<(String, String)>,
        (code, until): (Option<TrackingCode>, Instant),
    ) -> Desked<Begun> {
        let (handle, person, mut statements) = self.draft_for(handle, "").await?;
        let (draft, now) = (hashed(&handle), self.now());
        statements.extend(self.answers_forgotten(&draft).await?);
        let secret = code.as_ref().map(|code| code.secret().to_owned()).unwrap_or_default();
        let content = Content { handle: handle.secret().to_owned(), code: secret, texts };
        let text = serde_json::to_string(&content).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let hash = code.as_ref().map(|code| self.code_hash(code)).unwrap_or_default();
        let (reference, keep) = self.0.vault.seal(&person, &text, now, self.chance())?;
        let row = "INSERT INTO desk_draft_answers (region, draft, service, sealed, code) VALUES ($1, $2, $3, $4, $5)";
        statements.extend([
            keep,
            Statement::new(row, values![self.region(), &draft, service, &reference.id, hash]),
            Statement::new(
                "UPDATE desk_drafts SET until = $3 WHERE region = $1 AND id = $2",
                values![self.region(), &draft, until],
            )
            .exactly_one(),
        ]);
        self.store().commit(Commit::of_statements(self.region(), statements), now).await?;
        Ok(Begun { handle, service: service.to_owned(), texts: content.texts, code, until })
    }

    /// The statements that forget the typed answers of a draft, their sealed text included.
    pub(crate) async fn answers_forgotten(&self, draft: &str) -> Result<Vec<Statement>, StoreError> {
        let sql = "SELECT sealed FROM desk_draft_answers WHERE region = $1 AND draft = $2";
        let Some(row) = self.store().row(sql, &values![self.region(), draft]).await? else {
            return Ok(Vec::new());
        };
        let gone = "DELETE FROM desk_draft_answers WHERE region = $1 AND draft = $2";
        Ok(vec![
            store::unsealed(self.region(), row.text(0)?),
            Statement::new(gone, values![self.region(), draft]).exactly_one(),
        ])
    }

    /// The statements that forget a draft whole. The key of a person who is nobody's reporter goes, too.
    pub(crate) async fn forgotten(&self, draft: &str) -> Result<Vec<Statement>, StoreError> {
        let held = "SELECT blob FROM desk_draft_files WHERE region = $1 AND draft = $2 \
                    UNION ALL SELECT blob FROM desk_upload_pieces WHERE region = $1 AND draft = $2";
        let mut statements = Vec::new();
        for row in self.store().rows(held, &values![self.region(), draft]).await? {
            statements.push(crate::drafts::blob_name(&row)?.released_by(self.region(), &format!("draft/{draft}")));
        }
        statements.extend(self.answers_forgotten(draft).await?);
        statements.push(Statement::new(
            "DELETE FROM desk_codes WHERE region = $1 AND draft = $2",
            values![self.region(), draft],
        ));
        let sql = "SELECT person FROM desk_drafts WHERE region = $1 AND id = $2 AND case_id = ''";
        if let Some(row) = self.store().row(sql, &values![self.region(), draft]).await? {
            statements.extend(store::erasure(self.region(), row.text(0)?, self.now()));
        }
        statements.extend(crate::drafts::forget(self.region(), draft));
        Ok(statements)
    }
}
