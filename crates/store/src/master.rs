//! The master key: outside the database, outside the backed-up folder.

use crate::StoreError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kernel::ids::Chance;
use ring::hmac;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use zeroize::{Zeroize as _, Zeroizing};

const HEAD: &str = "gapura-master-1:";

/// Wraps the key of every region. Whoever has it and the database reads everything; without it personal values,
/// free texts and sealed attachments are lost for good.
#[derive(Clone)]
pub struct MasterKey(Arc<Zeroizing<[u8; 32]>>);

impl MasterKey {
    /// A fresh key.
    pub fn fresh(chance: &dyn Chance) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        chance.fill(&mut *bytes);
        Self(Arc::new(bytes))
    }

    /// Makes a fresh key in a new file that only its owner may read (mode 0600), flushed before this returns.
    ///
    /// # Errors
    /// The file is there already (it is never overwritten) or cannot be written.
    pub fn create(path: &Path, chance: &dyn Chance) -> Result<Self, StoreError> {
        let key = Self::fresh(chance);
        let text = Zeroizing::new(format!("{HEAD}{}\n", STANDARD_NO_PAD.encode(**key.0)));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(path)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            })
            .and_then(|()| crate::blobs::flush_folder_of(path))
            .map_err(|error| StoreError::file(path, &error))?;
        Ok(key)
    }

    /// Reads a key file (or a systemd credential: a file in `$CREDENTIALS_DIRECTORY`).
    ///
    /// # Errors
    /// The file is absent, others than its owner may read it, or it holds no key.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| StoreError::file(path, &error);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(StoreError::Key(format!(
                    "{} may be read by others (mode {:o}); run chmod 600",
                    path.display(),
                    mode & 0o777
                )));
            }
        }
        Self::read_text(path)
    }

    /// The systemd credential `gapura-master` in the folder that `$CREDENTIALS_DIRECTORY` names, if it is there.
    /// systemd decides who may read it.
    ///
    /// # Errors
    /// It is there but holds no key.
    pub fn read_credential(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join("gapura-master");
        if !path.exists() {
            return Ok(None);
        }
        Self::read_text(&path).map(Some)
    }

    fn read_text(path: &Path) -> Result<Self, StoreError> {
        let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| StoreError::file(path, &error))?;
        let bytes = text
            .trim()
            .strip_prefix(HEAD)
            .and_then(|body| STANDARD_NO_PAD.decode(body).ok().map(Zeroizing::new))
            .filter(|bytes| bytes.len() == 32)
            .ok_or_else(|| StoreError::Key(format!("{} holds no master key", path.display())))?;
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&bytes);
        Ok(Self(Arc::new(key)))
    }

    /// A key from 32 bytes held elsewhere; for tests and hardware modules.
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let key = Self(Arc::new(Zeroizing::new(bytes)));
        bytes.zeroize();
        key
    }

    /// Names the key without telling it: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &**self.0);
        let tag = hmac::sign(&key, b"gapura master fingerprint");
        kernel::ids::hex(tag.as_ref().get(..8).unwrap_or_default())
    }

    /// The key under which region keys are sealed.
    pub(crate) fn wrapping_key(&self) -> Zeroizing<[u8; 32]> {
        crate::seal::derive(&self.0, "gapura region keys")
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ids::SystemChance;

    #[test]
    fn a_key_file_is_made_once_and_read_only_by_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let made = MasterKey::create(&path, &SystemChance::new()).unwrap();
        assert_eq!(MasterKey::read(&path).unwrap().fingerprint(), made.fingerprint());
        assert!(MasterKey::create(&path, &SystemChance::new()).is_err(), "never overwritten");
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(MasterKey::read(&path), Err(StoreError::Key(_))));
        std::fs::rename(&path, folder.path().join("gapura-master")).unwrap();
        let credential = MasterKey::read_credential(folder.path()).unwrap();
        assert_eq!(credential.unwrap().fingerprint(), made.fingerprint());
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(MasterKey::read_credential(folder.path()).unwrap().is_none());
        std::fs::write(folder.path().join("gapura-master"), "gapura-master-1:AAAA").unwrap();
        assert!(MasterKey::read_credential(folder.path()).is_err());
    }

    #[test]
    fn a_key_does_not_show_in_debug_output() {
        let shown = format!("{:?}", MasterKey::from_bytes([7; 32]));
        assert_eq!(shown.len(), "MasterKey()".len() + 16);
    }
}
