//! Sealing what may not stand in an event: texts, places, contacts; the statements that keep it.

use definition::Value;
use kernel::ids::Chance;
use kernel::{Instant, TextRef};
use store::{Person, Statement, StoreError, Vault};

/// Seals values under one person's key and gathers the statements for the commit.
pub(crate) struct Sealer<'a> {
    vault: &'a Vault,
    person: &'a Person,
    chance: &'a dyn Chance,
    now: Instant,
    statements: Vec<Statement>,
    failed: Option<StoreError>,
}

impl<'a> Sealer<'a> {
    pub fn new(vault: &'a Vault, person: &'a Person, chance: &'a dyn Chance, now: Instant) -> Self {
        Self { vault, person, chance, now, statements: Vec::new(), failed: None }
    }

    /// Whose key it is.
    pub fn person_id(&self) -> &'a str {
        self.person.id()
    }

    /// Seals a text.
    pub fn seal(&mut self, text: &str) -> Result<TextRef, StoreError> {
        let (reference, statement) = self.vault.seal(self.person, text, self.now, self.chance)?;
        self.statements.push(statement);
        Ok(reference)
    }

    /// Seals a text under another person's key.
    pub fn seal_for(&mut self, person: &Person, text: &str) -> Result<TextRef, StoreError> {
        let (reference, statement) = self.vault.seal(person, text, self.now, self.chance)?;
        self.statements.push(statement);
        Ok(reference)
    }

    /// Seals a text if there is one.
    pub fn seal_some(&mut self, text: Option<&str>) -> Result<Option<TextRef>, StoreError> {
        text.map(|text| self.seal(text)).transpose()
    }

    /// Seals an answer as JSON; a failure is reported by [`Sealer::finish`].
    pub fn seal_value(&mut self, value: &Value) -> TextRef {
        let sealed = serde_json::to_string(value)
            .map_err(|error| StoreError::Damaged(error.to_string()))
            .and_then(|text| self.seal(&text));
        sealed.unwrap_or_else(|error| {
            self.failed.get_or_insert(error);
            TextRef { id: String::new(), hash: String::new() }
        })
    }

    /// The statements that keep what was sealed.
    pub fn finish(self) -> Result<Vec<Statement>, StoreError> {
        self.failed.map_or(Ok(self.statements), Err)
    }
}
