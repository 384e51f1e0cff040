//! Attachments: files named by the SHA-256 of their bytes, flushed before the commit that names them.

use crate::{Person, Statement, Store, StoreError, seal, values};
use kernel::Instant;
use kernel::ids::Chance;
use ring::digest;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, UNIX_EPOCH};

/// Orphans are left alone for this long: their form may still be open.
const ORPHAN_SECONDS: i64 = 24 * 3600;

const PLAIN: u8 = 0;
const SEALED: u8 = 1;

/// Names an attachment: SHA-256 of the bytes in its file, lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct BlobId(String);

impl BlobId {
    /// Reads a name from a row or an event.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says that `owner` (a case, a draft) holds the attachment, so that the sweep leaves it.
    pub fn named_by(&self, region: &str, owner: &str) -> Statement {
        Statement::new(
            "INSERT INTO store_blobs (region, blob, owner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            values![region, &self.0, owner],
        )
    }

    /// Says that `owner` no longer holds it.
    pub fn released_by(&self, region: &str, owner: &str) -> Statement {
        Statement::new(
            "DELETE FROM store_blobs WHERE region = $1 AND blob = $2 AND owner = $3",
            values![region, &self.0, owner],
        )
    }

    /// Whether these are the bytes that it names.
    pub(crate) fn names(&self, content: &[u8]) -> bool {
        Self::of(content) == *self
    }

    fn of(bytes: &[u8]) -> Self {
        Self(kernel::ids::hex(digest::digest(&digest::SHA256, bytes).as_ref()))
    }
}

impl std::fmt::Display for BlobId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Store {
    /// Keeps bytes that anyone may see: moderated pictures, logos. Same bytes, same file.
    ///
    /// # Errors
    /// The file cannot be written or flushed.
    pub async fn put_blob(&self, region: &str, bytes: Vec<u8>, now: Instant) -> Result<BlobId, StoreError> {
        let mut content = Vec::with_capacity(bytes.len() + 1);
        content.push(PLAIN);
        content.extend_from_slice(&bytes);
        self.put(region, content, now).await
    }

    /// Keeps what a resident sent, sealed with the person's key: erasing the person makes it unreadable,
    /// also in every copy.
    ///
    /// # Errors
    /// The bytes cannot be sealed, the file cannot be written or flushed.
    pub async fn put_sealed_blob(
        &self,
        person: &Person,
        bytes: &[u8],
        now: Instant,
        chance: &dyn Chance,
    ) -> Result<BlobId, StoreError> {
        let mut content = seal::seal(person.key(), &context(person), bytes, chance)?;
        content.insert(0, SEALED);
        self.put(person.region(), content, now).await
    }

    /// The bytes of an attachment that is not sealed; none if there is no such file.
    ///
    /// # Errors
    /// The file is sealed, changed or cannot be read.
    pub async fn get_blob(&self, region: &str, id: &BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        match self.read(region, id).await? {
            None => Ok(None),
            Some(content) if content.first() == Some(&PLAIN) => Ok(content.get(1..).map(<[u8]>::to_vec)),
            Some(_) => Err(StoreError::Key(format!("{id} is sealed with a person's key"))),
        }
    }

    /// The bytes of a sealed attachment; none if there is no such file.
    ///
    /// # Errors
    /// Another person's key, or the file is changed or cannot be read.
    pub async fn get_sealed_blob(&self, person: &Person, id: &BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        match self.read(person.region(), id).await? {
            None => Ok(None),
            Some(content) if content.first() == Some(&SEALED) => {
                let sealed = content.get(1..).unwrap_or_default();
                let plain = seal::open(person.key(), &context(person), sealed)?;
                Ok(Some(plain.to_vec()))
            }
            Some(_) => Err(StoreError::Key(format!("{id} is not sealed"))),
        }
    }

    /// Deletes files of a region that no row names and that are older than 24 hours; answers how many.
    ///
    /// # Errors
    /// The database refused or a file cannot be deleted.
    pub async fn sweep_blobs(&self, region: &str, now: Instant) -> Result<u64, StoreError> {
        let folder = self.0.settings.blobs.join(region);
        let limit = moment(now.plus_seconds(-ORPHAN_SECONDS));
        let mut swept = 0;
        for path in files(&folder)? {
            let Some(id) = path.file_name().and_then(|name| name.to_str()).and_then(BlobId::parse) else {
                continue;
            };
            if !older(&path, limit)? || self.is_named(region, &id).await? {
                continue;
            }
            // Whoever puts the same bytes again makes the file young first, under the same lock.
            let _alone = self.0.blobs.write().unwrap_or_else(PoisonError::into_inner);
            if older(&path, limit)? {
                std::fs::remove_file(&path).map_err(|error| StoreError::file(&path, &error))?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    async fn is_named(&self, region: &str, id: &BlobId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM store_blobs WHERE region = $1 AND blob = $2 LIMIT 1";
        Ok(self.row(sql, &values![region, &id.0]).await?.is_some())
    }

    async fn put(&self, region: &str, content: Vec<u8>, now: Instant) -> Result<BlobId, StoreError> {
        let id = BlobId::of(&content);
        let path = path_of(&self.0.settings.blobs, region, &id)?;
        let store = self.clone();
        tokio::task::spawn_blocking(move || {
            let _shared = store.0.blobs.read().unwrap_or_else(PoisonError::into_inner);
            store
                .make_shelf(&path)
                .and_then(|()| write(&path, &content, now))
                .map_err(|error| StoreError::file(&path, &error))
        })
        .await
        .map_err(|error| StoreError::File(error.to_string()))??;
        Ok(id)
    }

    /// Makes the folder of an attachment last, once for each process.
    fn make_shelf(&self, path: &Path) -> std::io::Result<()> {
        let shelf = path.parent().unwrap_or(Path::new("."));
        let mut shelves = self.0.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        if !shelves.contains(shelf) {
            make_lasting(shelf)?;
            shelves.insert(shelf.to_owned());
        }
        Ok(())
    }

    async fn read(&self, region: &str, id: &BlobId) -> Result<Option<Vec<u8>>, StoreError> {
        let path = path_of(&self.0.settings.blobs, region, id)?;
        let read = tokio::task::spawn_blocking(move || match std::fs::read(&path) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::file(&path, &error)),
        })
        .await
        .map_err(|error| StoreError::File(error.to_string()))??;
        match read {
            Some(content) if BlobId::of(&content) != *id => Err(StoreError::Damaged(format!("attachment {id}"))),
            read => Ok(read),
        }
    }
}

fn context(person: &Person) -> String {
    format!("{}/{}/blob", person.region(), person.id())
}

/// Region codes become folders, so nothing else than digits, letters, dots and hyphens may stand in them.
pub(crate) fn path_of(folder: &Path, region: &str, id: &BlobId) -> Result<PathBuf, StoreError> {
    let fits = !region.is_empty()
        && !region.starts_with('.')
        && region.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    if !fits {
        return Err(StoreError::File(format!("`{region}` is no region code")));
    }
    let shelf = id.0.get(..2).unwrap_or("00");
    Ok(folder.join(region).join(shelf).join(&id.0))
}

/// Written beside, flushed, renamed, folder flushed: after this returns, a power cut does not take it away.
pub(crate) fn write(path: &Path, content: &[u8], now: Instant) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.exists() {
        make_lasting(folder)?;
    }
    let mut file = tempfile::Builder::new().prefix(".part-").tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().set_modified(moment(now))?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    flush_folder(folder)
}

/// Makes a folder and flushes those in which it and its region's folder are named.
fn make_lasting(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for above in folder.ancestors().skip(1).take(3) {
        if !above.as_os_str().is_empty() {
            flush_folder(above)?;
        }
    }
    Ok(())
}

fn flush_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Makes the name of a new file last.
pub(crate) fn flush_folder_of(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => flush_folder(folder),
        _ => flush_folder(Path::new(".")),
    }
}

pub(crate) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(folder).map_err(|error| StoreError::file(folder, &error))
}

/// All attachments of all regions.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut all = Vec::new();
    let regions = std::fs::read_dir(folder).map_err(|error| StoreError::file(folder, &error))?;
    for region in regions.flatten() {
        all.extend(files(&region.path())?);
    }
    Ok(all)
}

/// Whether the file still has the bytes that gave it its name.
pub(crate) fn is_whole(path: &Path, id: &BlobId) -> Result<bool, StoreError> {
    let content = std::fs::read(path).map_err(|error| StoreError::file(path, &error))?;
    Ok(id.names(&content))
}

/// All files two levels below a region's folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>, StoreError> {
        match std::fs::read_dir(folder) {
            Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
                Ok(Vec::new())
            }
            Err(error) => Err(StoreError::file(folder, &error)),
            Ok(entries) => Ok(entries.flatten().map(|entry| entry.path()).collect()),
        }
    };
    let mut files = Vec::new();
    for shelf in list(folder)? {
        if shelf.is_dir() {
            files.extend(list(&shelf)?);
        }
    }
    files.sort();
    Ok(files)
}

fn older(path: &Path, limit: std::time::SystemTime) -> Result<bool, StoreError> {
    match std::fs::metadata(path).and_then(|data| data.modified()) {
        Ok(modified) => Ok(modified < limit),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::file(path, &error)),
    }
}

fn moment(instant: Instant) -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(instant.seconds()).unwrap_or(0))
}
