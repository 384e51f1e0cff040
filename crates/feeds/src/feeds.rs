//! The room's door inwards: one of these per region.

use crate::check::{Checked, Known, check};
use crate::model::Feed;
use crate::refusal::Refused;
use crate::source::Secrets;
use crate::source::folder::Looks;
use crate::source::sftp::Remote;
use cases::doors::{Agencies, Staff};
use definition::Diagnostic;
use kernel::ids::Chance;
use kernel::{Clock, Instant, Zone};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Commit, Statement, Store, StoreError, Vault, values};
use tokio::sync::Semaphore;

/// So many feeds are read at once by one node.
const AT_ONCE: usize = 2;

/// What the room needs.
#[derive(Clone)]
pub struct Deps {
    /// Region code.
    pub region: String,
    /// Its name.
    pub city: String,
    /// Its zone.
    pub zone: Zone,
    /// `https://…` without a slash at the end.
    pub public_url: String,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Where chance comes from.
    pub chance: Arc<dyn Chance>,
    /// Agencies.
    pub agencies: Arc<dyn Agencies>,
    /// Officers.
    pub staff: Arc<dyn Staff>,
    /// Mapping files with their names, from [`read_folder`].
    pub files: Vec<MappingFile>,
    /// The operator's folder of drops; every `folder` of a mapping file lies below it.
    pub drops: PathBuf,
    /// Where credentials stand.
    pub secrets: Secrets,
}

/// A mapping file as it stands in the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingFile {
    /// Its name, for people: `pegawai.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The mapping files of a folder, by name; none where the folder is not there.
pub fn read_folder(folder: &Path) -> Vec<MappingFile> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<MappingFile> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok().filter(|name| name.ends_with(".toml"))?;
            Some(MappingFile { name, text: std::fs::read_to_string(entry.path()).ok()? })
        })
        .collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// A mapping file that cannot be used, with what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// The file.
    pub file: MappingFile,
    /// Everything that was found.
    pub findings: Vec<Diagnostic>,
}

/// Old systems without an API: file drops and read-only views, mapped by a file, offered on as tables. Cheap to clone.
#[derive(Clone)]
pub struct Feeds(Arc<Inner>);

struct Inner {
    deps: Deps,
    vault: Vault,
    feeds: BTreeMap<String, Arc<Feed>>,
    broken: Vec<Broken>,
    slots: Arc<Semaphore>,
    seen: Mutex<Seen>,
}

/// What this node saw in folders, here and there, by feed.
#[derive(Default)]
pub(crate) struct Seen {
    pub looks: HashMap<String, Looks>,
    pub remote: HashMap<String, Remote>,
}

impl std::fmt::Debug for Feeds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Feeds({}, {:?})", self.0.deps.region, self.0.feeds.keys().collect::<Vec<_>>())
    }
}

impl Feeds {
    /// Makes the room. A mapping file with an error is left out and told on the page; the others run.
    ///
    /// # Errors
    /// The store cannot be read or written.
    pub async fn open(deps: Deps) -> Result<Self, StoreError> {
        let now = deps.clock.now();
        let vault = deps.store.vault(&deps.region, now, &*deps.chance).await?;
        let units = deps.agencies.all().iter().map(|agency| agency.unit.clone()).collect();
        let (feeds, broken) = sorted(&deps.files, &Known { units, ..Known::default() });
        let slots = Arc::new(Semaphore::new(AT_ONCE));
        let room = Self(Arc::new(Inner { deps, vault, feeds, broken, slots, seen: Mutex::default() }));
        let begun = room.0.feeds.keys().map(|id| {
            Statement::new(
                "INSERT INTO feeds_feeds (region, id, paused, asked, waive, state, note, runs, changes, next_at, since, \
                 lease_by, lease_until, told) VALUES ($1, $2, 0, 0, 0, 'baru', '', 0, 0, $3, $3, '', 0, '') ON CONFLICT DO NOTHING",
                values![room.region(), id, now],
            )
        });
        let begun: Vec<Statement> = begun.collect();
        if !begun.is_empty() {
            let commit = Commit::of_statements(room.region(), begun);
            room.store().commit_waiting(commit, now).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        }
        Ok(room)
    }

    pub(crate) fn deps(&self) -> &Deps {
        &self.0.deps
    }

    pub(crate) fn region(&self) -> &str {
        &self.0.deps.region
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.deps.store
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.0.deps.chance
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn now(&self) -> Instant {
        self.0.deps.clock.now()
    }

    pub(crate) fn slots(&self) -> &Arc<Semaphore> {
        &self.0.slots
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every feed by its id.
    pub fn feeds(&self) -> &BTreeMap<String, Arc<Feed>> {
        &self.0.feeds
    }

    /// Mapping files that cannot be used.
    pub fn broken(&self) -> &[Broken] {
        &self.0.broken
    }

    /// The feed with this id.
    ///
    /// # Errors
    /// There is none.
    pub fn feed(&self, id: &str) -> Result<Arc<Feed>, Refused> {
        self.0.feeds.get(id).cloned().ok_or(Refused::NotThere)
    }
}

/// The feeds that can be used, and the files that cannot: a second file with an id that is taken is one of these.
fn sorted(files: &[MappingFile], known: &Known) -> (BTreeMap<String, Arc<Feed>>, Vec<Broken>) {
    let (mut feeds, mut broken) = (BTreeMap::new(), Vec::new());
    for file in files {
        let Checked { feed, findings } = check(&file.text, known);
        match feed {
            Some(feed) if !feeds.contains_key(&feed.id) => {
                feeds.insert(feed.id.clone(), Arc::new(feed));
            }
            _ => {
                tracing::error!(file = file.name, "a mapping file is left out; see: gapura umpan cek");
                broken.push(Broken { file: file.clone(), findings });
            }
        }
    }
    (feeds, broken)
}
