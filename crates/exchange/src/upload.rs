//! Descriptions are uploaded: read, held against the rules, and against the one before where callers already rely on it.

use crate::events::actor;
use crate::exchange::Exchange;
use crate::model::compare::{Difference, compare};
use crate::model::document::MOST_BYTES;
use crate::model::lint::{check, sound};
use crate::offers::State;
use crate::refusal::Refused;
use definition::Diagnostic;
use web::Session;

/// What became of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uploaded {
    /// What the rules found, errors first.
    pub found: Vec<Diagnostic>,
    /// What changes for callers.
    pub differences: Vec<Difference>,
    /// Whether it was kept.
    pub kept: bool,
}

impl Exchange {
    /// Uploads a description. A draft keeps one that can be read, whatever the rules find; a version that is called keeps
    /// only one without errors that breaks no caller. Where a table of feeds answers, its own description is taken.
    ///
    /// # Errors
    /// Not this agency's, withdrawn, the table is gone, changed meanwhile, or the store failed. What is wrong with the file
    /// itself is an answer, not an error.
    pub async fn upload(&self, session: &Session, key: &str, bytes: &[u8]) -> Result<Uploaded, Refused> {
        let offer = self.own(session, key).await?;
        if offer.state == State::Withdrawn {
            return Err(Refused::Step);
        }
        let (document, found) = match offer.terms.feed {
            true => check(&self.of_feed(&offer.terms.upstream, &offer.key).await?),
            false => read(bytes),
        };
        let Some(document) = document else { return Ok(Uploaded { found, ..Uploaded::default() }) };
        let before = match (offer.state.is_called(), offer.digest.is_empty()) {
            (true, false) => Some(self.description(&offer.digest).await?),
            _ => self.version_before(&offer.key).await?,
        };
        let differences = before.map(|before| compare(&before, &document.value)).unwrap_or_default();
        let breaking = differences.iter().filter(|one| one.breaks).count();
        if offer.state.is_called() && (!sound(&found) || breaking > 0) {
            return Ok(Uploaded { found, differences, kept: false });
        }
        let now = self.now();
        let body = document.value.to_string();
        let actor = actor(session, &offer.key.unit);
        let (event, mut statements) = self.describe(&offer.key, &body, (&actor, breaking), now)?;
        if offer.state.is_called() {
            statements.push(self.noted(key, ("berubah", ""), now));
        }
        self.keep(self.on(&format!("offer/{key}"), vec![event], statements), now).await?;
        Ok(Uploaded { found, differences, kept: true })
    }

    /// The description of the version before this one, for a draft to be compared with.
    async fn version_before(&self, key: &crate::model::key::Key) -> Result<Option<serde_json::Value>, Refused> {
        let Some(version) = key.version.checked_sub(1).filter(|version| *version > 0) else { return Ok(None) };
        let before = crate::model::key::Key { version, ..key.clone() };
        match self.offer(&before.to_string()).await {
            Ok(offer) if !offer.digest.is_empty() => self.description(&offer.digest).await.map(Some),
            Ok(_) | Err(Refused::NotThere) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Size before anything else, then UTF-8, then the rules.
fn read(bytes: &[u8]) -> (Option<crate::model::document::Document>, Vec<Diagnostic>) {
    if bytes.len() > MOST_BYTES {
        return check(&" ".repeat(MOST_BYTES + 1));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => check(text),
        Err(_) => check("\u{fffd}"),
    }
}
