//! Argon2id on a bounded pool (ASVS 11.4.2): two at a time, so that sign-ins never take the machine away from residents.

use crate::fault::Fault;
use crate::refusal::Refused;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use kernel::ids::Chance;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// KiB of memory for one hash.
pub const MEMORY: u32 = 19_456;
/// Passes over it.
pub const PASSES: u32 = 2;
/// At most so many wait; more are told to try again.
const WAITING: usize = 40;

/// Hashes and checks passwords.
pub struct Hasher {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// The hash of a password that nobody has, so that unknown names take as long as known ones.
    nobody: String,
}

impl Hasher {
    /// A pool of two.
    ///
    /// # Errors
    /// Argon2 refuses its parameters.
    pub fn new(chance: &dyn Chance) -> Result<Self, Fault> {
        let mut bytes = [0; 32];
        chance.fill(&mut bytes);
        let nobody = hash(&kernel::ids::hex(&bytes), bytes.get(..16).unwrap_or_default())?;
        Ok(Self { permits: Arc::new(Semaphore::new(2)), waiting: AtomicUsize::new(0), nobody })
    }

    /// The PHC string of a password, with a fresh salt.
    ///
    /// # Errors
    /// Too many are waiting, or the pool failed.
    pub async fn hash(&self, password: &str, chance: &dyn Chance) -> Result<String, Fault> {
        let mut salt = [0; 16];
        chance.fill(&mut salt);
        let password = password.to_owned();
        self.run(move || hash(&password, &salt)).await?
    }

    /// Whether the password is that of the PHC string; without one it takes as long and answers no.
    ///
    /// # Errors
    /// Too many are waiting, or the pool failed.
    pub async fn verify(&self, password: &str, known: Option<&str>) -> Result<bool, Fault> {
        let exists = known.is_some();
        let password = password.to_owned();
        let known = known.unwrap_or(&self.nobody).to_owned();
        let right = self.run(move || verify(&password, &known)).await?;
        Ok(exists && right)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let _turn = Turn::take(&self.waiting)?;
        let permit =
            Arc::clone(&self.permits).acquire_owned().await.map_err(|error| Fault::Failed(error.to_string()))?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|error| Fault::Failed(error.to_string()))
    }
}

struct Turn<'a>(&'a AtomicUsize);

impl<'a> Turn<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self, Fault> {
        if waiting.fetch_add(1, Ordering::AcqRel) >= WAITING {
            waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(Refused::Busy.into());
        }
        Ok(Self(waiting))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn argon2() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(|error| Fault::Failed(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, salt: &[u8]) -> Result<String, Fault> {
    let hash: PasswordHash = argon2()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|error| Fault::Failed(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(password: &str, known: &str) -> bool {
    let Ok(known) = PasswordHash::new(known) else {
        return false;
    };
    argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), &known).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ids::SystemChance;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_with_the_recommended_cost() {
        let chance = SystemChance::new();
        let hasher = Hasher::new(&chance).unwrap();
        let kept = hasher.hash("sawah di tepi kali", &chance).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(hasher.verify("sawah di tepi kali", Some(&kept)).await.unwrap());
        assert!(!hasher.verify("sawah di tepi kalI", Some(&kept)).await.unwrap());
        let again = hasher.hash("sawah di tepi kali", &chance).await.unwrap();
        assert_ne!(kept, again, "salted");
    }

    #[tokio::test]
    async fn nobody_signs_in_without_a_password_of_their_own() {
        let hasher = Hasher::new(&SystemChance::new()).unwrap();
        assert!(!hasher.verify("", None).await.unwrap());
        assert!(!hasher.verify("x", Some("rusak")).await.unwrap());
    }

    #[tokio::test]
    async fn too_many_at_once_are_sent_away_instead_of_queued_without_end() {
        let hasher = Hasher::new(&SystemChance::new()).unwrap();
        hasher.waiting.store(WAITING, Ordering::Release);
        let refused = hasher.verify("x", None).await.unwrap_err();
        assert!(matches!(refused, Fault::Refused(Refused::Busy)));
        assert_eq!(hasher.waiting.load(Ordering::Acquire), WAITING);
    }
}
