//! Personal values and free texts: sealed with a key per person, outside the log.
//! Erasing the key erases the person, and the log still verifies by the salted hash.

use crate::{Statement, StoreError, seal, values};
use kernel::ids::Chance;
use kernel::{Id, Instant, TextRef};
use ring::{digest, hmac};
use std::sync::Arc;
use zeroize::Zeroizing;

const SALT: usize = 16;

/// The keys of one region, opened. Cheap to clone; from [`crate::Store::vault`].
#[derive(Clone)]
pub struct Vault {
    region: Arc<str>,
    key: Arc<Zeroizing<[u8; 32]>>,
}

/// A person's key, opened; lives as long as one request.
#[derive(Clone)]
pub struct Person {
    region: Arc<str>,
    id: String,
    key: Arc<Zeroizing<[u8; 32]>>,
}

impl Person {
    /// The id under which the key is kept; stands in read tables and events.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The region to which the key belongs.
    pub fn region(&self) -> &str {
        &self.region
    }

    pub(crate) fn key(&self) -> &[u8; 32] {
        &self.key
    }
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Person({})", self.id)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({})", self.region)
    }
}

impl Vault {
    pub(crate) fn new(region: &str, key: Zeroizing<[u8; 32]>) -> Self {
        Self { region: region.into(), key: Arc::new(key) }
    }

    /// The region code.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// A key for a new person, and the statement that keeps it; put it before the first [`Vault::seal`] of the commit.
    ///
    /// # Errors
    /// The key cannot be sealed.
    pub fn new_person(&self, now: Instant, chance: &dyn Chance) -> Result<(Person, Statement), StoreError> {
        let id = Id::new(now, chance).to_string();
        let mut key = Zeroizing::new([0; 32]);
        chance.fill(&mut *key);
        let wrapped = seal::seal(&self.wrapping(), &self.context(&id), &*key, chance)?;
        let statement = Statement::new(
            "INSERT INTO store_people (region, id, wrapped, created_at) VALUES ($1, $2, $3, $4)",
            values![&*self.region, &id, wrapped, now],
        );
        let person = Person { region: Arc::clone(&self.region), id, key: Arc::new(key) };
        Ok((person, statement))
    }

    /// Seals one value: the reference that may stand in an event, and the statement that keeps the value.
    /// The hash is SHA-256 over a random salt, sealed beside the value, and the text.
    ///
    /// # Errors
    /// The value cannot be sealed.
    pub fn seal(
        &self,
        person: &Person,
        text: &str,
        now: Instant,
        chance: &dyn Chance,
    ) -> Result<(TextRef, Statement), StoreError> {
        let id = Id::new(now, chance).to_string();
        let mut salted = Zeroizing::new(vec![0; SALT]);
        chance.fill(&mut salted);
        salted.extend_from_slice(text.as_bytes());
        let hash = hash(&salted);
        let context = format!("{}/{}/{id}", self.region, person.id);
        let sealed = seal::seal(&person.key, &context, &salted, chance)?;
        let statement = Statement::new(
            "INSERT INTO store_sealed (region, id, person, sealed) VALUES ($1, $2, $3, $4)",
            values![&*self.region, &id, &person.id, sealed],
        );
        Ok((TextRef { id, hash }, statement))
    }

    /// A keyed hash for finding again by NIK or phone number without keeping it readable: 64 hexadecimal digits.
    /// The same text gives another hash for another `purpose` and in another region.
    pub fn search_hash(&self, purpose: &str, text: &str) -> String {
        let key = seal::derive(&self.key, &format!("gapura search {purpose}"));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &*key), text.as_bytes());
        kernel::ids::hex(tag.as_ref())
    }

    pub(crate) fn open_person(&self, id: &str, wrapped: &[u8]) -> Result<Person, StoreError> {
        let key = seal::open_key(&self.wrapping(), &self.context(id), wrapped)?;
        Ok(Person { region: Arc::clone(&self.region), id: id.to_owned(), key: Arc::new(key) })
    }

    fn wrapping(&self) -> Zeroizing<[u8; 32]> {
        seal::derive(&self.key, "gapura person keys")
    }

    fn context(&self, person: &str) -> String {
        format!("{}/{person}", self.region)
    }
}

/// A sealed value, opened, with the hash that its reference must carry.
pub(crate) fn open_value(person: &Person, id: &str, sealed: &[u8]) -> Result<(String, String), StoreError> {
    let context = format!("{}/{}/{id}", person.region, person.id);
    let salted = seal::open(&person.key, &context, sealed)?;
    let text = salted
        .get(SALT..)
        .and_then(|text| std::str::from_utf8(text).ok())
        .ok_or_else(|| StoreError::Damaged(format!("sealed value {id}")))?;
    Ok((text.to_owned(), hash(&salted)))
}

fn hash(salted: &[u8]) -> String {
    kernel::ids::hex(digest::digest(&digest::SHA256, salted).as_ref())
}

/// Forgets one sealed value that no event refers to: what was typed and never sent.
pub fn unsealed(region: &str, id: &str) -> Statement {
    Statement::new("DELETE FROM store_sealed WHERE region = $1 AND id = $2", values![region, id])
}

/// What erases a person: the key and the sealed values go, references and hashes in the log stay.
/// Put it into the commit that records the erasure as an event.
pub fn erasure(region: &str, person: &str, now: Instant) -> Vec<Statement> {
    vec![
        Statement::new(
            "UPDATE store_people SET wrapped = NULL, erased_at = $3 WHERE region = $1 AND id = $2 AND wrapped IS NOT NULL",
            values![region, person, now],
        ),
        Statement::new("DELETE FROM store_sealed WHERE region = $1 AND person = $2", values![region, person]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ids::SystemChance;

    fn vault() -> Vault {
        Vault::new("35.17", Zeroizing::new([9; 32]))
    }

    #[test]
    fn a_hash_proves_the_text_only_together_with_its_salt() {
        let (vault, chance, now) = (vault(), SystemChance::new(), Instant::from_seconds(1));
        let (person, _) = vault.new_person(now, &chance).unwrap();
        let (first, _) = vault.seal(&person, "Jl. Melati", now, &chance).unwrap();
        let (second, statement) = vault.seal(&person, "Jl. Melati", now, &chance).unwrap();
        assert_ne!(first.hash, second.hash, "salted");
        let crate::Value::Bytes(sealed) = &statement.values[3] else { panic!("no bytes") };
        let opened = open_value(&person, &second.id, sealed).unwrap();
        assert_eq!(opened, ("Jl. Melati".to_owned(), second.hash));
    }

    #[test]
    fn a_search_hash_differs_by_purpose_and_region() {
        let other = Vault::new("35.78", Zeroizing::new([8; 32]));
        let hash = vault().search_hash("nik", "3517");
        assert_eq!(hash, vault().search_hash("nik", "3517"));
        assert_ne!(hash, vault().search_hash("phone", "3517"));
        assert_ne!(hash, other.search_hash("nik", "3517"));
    }
}
