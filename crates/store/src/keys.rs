//! Opening what the vault sealed.

use crate::vault::{self, Person, Vault};
use crate::{Commit, CommitError, MasterKey, Statement, Store, StoreError, seal, values};
use kernel::Instant;
use kernel::ids::Chance;
use std::collections::HashMap;
use std::sync::PoisonError;
use zeroize::Zeroizing;

impl Store {
    /// The region's vault; its key is made at the first call.
    ///
    /// # Errors
    /// The database refused, or the master key does not open the region's key.
    pub async fn vault(&self, region: &str, now: Instant, chance: &dyn Chance) -> Result<Vault, StoreError> {
        if let Some(vault) = self.known_vault(region) {
            return Ok(vault);
        }
        if self.region_key(region).await?.is_none() {
            let mut key = Zeroizing::new([0; 32]);
            chance.fill(&mut *key);
            let master = &self.0.settings.master;
            let wrapped = seal::seal(&master.wrapping_key(), region, &*key, chance)?;
            let statement = Statement::new(
                "INSERT INTO store_region_keys (region, master, wrapped) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                values![region, master.fingerprint(), wrapped],
            );
            self.commit_waiting(Commit::of_statements(region, vec![statement]), now).await.map_err(plain)?;
        }
        self.existing_vault(region).await?.ok_or_else(|| StoreError::Key(format!("region {region} has no key")))
    }

    /// A person's key, unless it was erased.
    ///
    /// # Errors
    /// The database refused, or the key does not open.
    pub async fn open_person(&self, region: &str, id: &str) -> Result<Option<Person>, StoreError> {
        let Some(vault) = self.existing_vault(region).await? else {
            return Ok(None);
        };
        let sql = "SELECT wrapped FROM store_people WHERE region = $1 AND id = $2 AND wrapped IS NOT NULL";
        match self.row(sql, &values![region, id]).await? {
            Some(row) => vault.open_person(id, row.bytes(0)?).map(Some),
            None => Ok(None),
        }
    }

    /// The texts behind references, by id. What was erased is not in the answer.
    ///
    /// # Errors
    /// The database refused, or a value does not open.
    pub async fn open_sealed(&self, region: &str, ids: &[&str]) -> Result<HashMap<String, String>, StoreError> {
        let opened = self.open_with_hashes(region, ids).await?;
        Ok(opened.into_iter().map(|(id, (text, _))| (id, text)).collect())
    }

    /// The same with the hash that each reference must carry; proofs and checks compare them.
    ///
    /// # Errors
    /// The database refused, or a value does not open.
    pub async fn open_with_hashes(
        &self,
        region: &str,
        ids: &[&str],
    ) -> Result<HashMap<String, (String, String)>, StoreError> {
        let mut opened = HashMap::with_capacity(ids.len());
        if ids.is_empty() {
            return Ok(opened);
        }
        let Some(vault) = self.existing_vault(region).await? else {
            return Ok(opened);
        };
        let mut people: HashMap<String, Person> = HashMap::new();
        for chunk in ids.chunks(100) {
            let marks: Vec<String> = (0..chunk.len()).map(|i| format!("${}", i + 2)).collect();
            let sql = format!(
                "SELECT s.id, s.person, s.sealed, p.wrapped FROM store_sealed s
                 JOIN store_people p ON p.region = s.region AND p.id = s.person
                 WHERE s.region = $1 AND p.wrapped IS NOT NULL AND s.id IN ({})",
                marks.join(", ")
            );
            let mut values = values![region];
            values.extend(chunk.iter().map(|id| crate::Value::from(*id)));
            for row in self.rows(&sql, &values).await? {
                let person = row.text(1)?;
                if !people.contains_key(person) {
                    let key = vault.open_person(person, row.bytes(3)?)?;
                    people.insert(person.to_owned(), key);
                }
                if let Some(person) = people.get(person) {
                    let value = vault::open_value(person, row.text(0)?, row.bytes(2)?)?;
                    opened.insert(row.string(0)?, value);
                }
            }
        }
        Ok(opened)
    }

    /// Erases a person: the key and the sealed values are gone; the log still verifies.
    /// Rooms that record it as an event put [`crate::erasure`] into that commit instead.
    ///
    /// # Errors
    /// The database refused.
    pub async fn erase_person(&self, region: &str, person: &str, now: Instant) -> Result<(), CommitError> {
        let statements = vault::erasure(region, person, now);
        self.commit_waiting(Commit::of_statements(region, statements), now).await.map(drop)
    }

    /// Wraps every region's key anew under `new`, in one transaction per region. Open the store with `new` from then on.
    /// Interrupted, it is run again: regions already wrapped by `new` are left as they are.
    ///
    /// # Errors
    /// A key does not open with the present master key, or the database refused.
    pub async fn rotate_master(&self, new: &MasterKey, now: Instant, chance: &dyn Chance) -> Result<u64, CommitError> {
        let rows = self.rows("SELECT region, master, wrapped FROM store_region_keys", &[]).await?;
        let mut rotated = 0;
        for row in rows {
            let (region, master) = (row.text(0)?, row.text(1)?);
            if master == new.fingerprint() {
                continue;
            }
            let old = self.0.settings.master.wrapping_key();
            let key = seal::open_key(&old, region, row.bytes(2)?)?;
            let wrapped = seal::seal(&new.wrapping_key(), region, &*key, chance)?;
            let statement = Statement::new(
                "UPDATE store_region_keys SET master = $2, wrapped = $3 WHERE region = $1 AND master = $4",
                values![region, new.fingerprint(), wrapped, master],
            );
            let commit = Commit::of_statements(region, vec![statement.exactly_one()]);
            self.commit_waiting(commit, now).await?;
            rotated += 1;
        }
        Ok(rotated)
    }

    /// The region's vault, if it has a key.
    pub(crate) async fn existing_vault(&self, region: &str) -> Result<Option<Vault>, StoreError> {
        if let Some(vault) = self.known_vault(region) {
            return Ok(Some(vault));
        }
        let Some((master, wrapped)) = self.region_key(region).await? else {
            return Ok(None);
        };
        let mine = &self.0.settings.master;
        let key = seal::open_key(&mine.wrapping_key(), region, &wrapped).map_err(|_| {
            StoreError::Key(format!(
                "region {region} was sealed with master key {master}, not with {}",
                mine.fingerprint()
            ))
        })?;
        let vault = Vault::new(region, key);
        self.0.vaults.lock().unwrap_or_else(PoisonError::into_inner).insert(region.to_owned(), vault.clone());
        Ok(Some(vault))
    }

    fn known_vault(&self, region: &str) -> Option<Vault> {
        self.0.vaults.lock().unwrap_or_else(PoisonError::into_inner).get(region).cloned()
    }

    async fn region_key(&self, region: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let sql = "SELECT master, wrapped FROM store_region_keys WHERE region = $1";
        match self.row(sql, &values![region]).await? {
            Some(row) => Ok(Some((row.string(0)?, row.bytes(1)?.to_vec()))),
            None => Ok(None),
        }
    }
}

fn plain(error: CommitError) -> StoreError {
    match error {
        CommitError::Store(error) => error,
        other => StoreError::Sql(other.to_string()),
    }
}
