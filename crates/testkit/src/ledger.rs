use crate::{SeededChance, SetClock, sure};
use kernel::{Clock as _, Event, Instant};
use store::{MasterKey, Migration, Projection, Settings, Store};

/// Which database a ledger stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded file.
    Sqlite,
    /// A fresh schema in the database that `GAPURA_TEST_POSTGRES` names.
    Postgres,
}

/// A temporary ledger with everything that a room needs. Its folder goes with it.
pub struct Ledger {
    /// The store, migrated and open.
    pub store: Store,
    /// How it was opened.
    pub settings: Settings,
    /// What was migrated.
    pub migrations: Vec<Migration>,
    /// Which database it is on.
    pub engine: Engine,
    /// Stands at Monday 1 March 2027, 09:00 WIB, until it is set.
    pub clock: SetClock,
    /// The same bytes in every run.
    pub chance: SeededChance,
    /// Holds the database file and the attachments.
    pub folder: tempfile::TempDir,
}

impl Ledger {
    /// What the clock shows.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Closes the store and opens it again, as after a restart.
    ///
    /// # Panics
    /// It cannot be opened again.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = open(&self.settings, &self.migrations).await;
    }

    /// The events of a region so far, in the order of its log.
    ///
    /// # Panics
    /// They cannot be read.
    pub async fn log(&self, region: &str) -> Vec<Event> {
        sure(self.store.sequence(region).await, "the log has no order");
        sure(self.store.events_after(region, 0, 10_000).await, "the log cannot be read")
    }

    /// Tells these projections all that they have not heard.
    ///
    /// # Panics
    /// One of them fails.
    pub async fn project(&self, region: &str, projections: &[Box<dyn Projection>]) {
        for projection in projections {
            let hear = || self.store.run_projection(&**projection, region, 100, self.now());
            while sure(hear().await, projection.name()) > 0 {}
        }
    }

    /// Opens it with `change`d settings on a fresh database; for faults and small queues.
    ///
    /// # Panics
    /// It cannot be made.
    pub async fn new(engine: Engine, migrations: &[Migration], change: impl FnOnce(&mut Settings)) -> Self {
        let folder = sure(tempfile::tempdir(), "no temporary folder");
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("gapura.sqlite").display()),
            Engine::Postgres => fresh_schema().await,
        };
        let key = MasterKey::from_bytes([42; 32]);
        let mut settings = Settings::new(url, folder.path().join("blobs"), key);
        settings.cache_kib = 2048;
        change(&mut settings);
        let clock = SetClock::default();
        sure(Store::migrate(&settings, migrations, clock.now()).await, "the schema cannot be made");
        Self {
            store: open(&settings, migrations).await,
            settings,
            migrations: migrations.to_vec(),
            engine,
            clock,
            chance: SeededChance::default(),
            folder,
        }
    }
}

/// A ledger on SQLite and, where `GAPURA_TEST_POSTGRES` is set, one on PostgreSQL: each empty, with `migrations` run.
///
/// # Panics
/// A database cannot be made.
pub async fn ledgers(migrations: &[Migration]) -> Vec<Ledger> {
    let mut ledgers = vec![sqlite_ledger(migrations).await];
    if std::env::var_os("GAPURA_TEST_POSTGRES").is_some() {
        ledgers.push(Ledger::new(Engine::Postgres, migrations, |_| ()).await);
    }
    ledgers
}

/// An empty ledger on SQLite, with `migrations` run.
///
/// # Panics
/// It cannot be made.
pub async fn sqlite_ledger(migrations: &[Migration]) -> Ledger {
    Ledger::new(Engine::Sqlite, migrations, |_| ()).await
}

async fn open(settings: &Settings, migrations: &[Migration]) -> Store {
    sure(Store::open(settings, migrations).await, "the store cannot be opened")
}

async fn fresh_schema() -> String {
    let Ok(url) = std::env::var("GAPURA_TEST_POSTGRES") else {
        panic!("GAPURA_TEST_POSTGRES names no database");
    };
    let made = store::testing::fresh_schema(&url, &kernel::ids::SystemChance::new()).await;
    sure(made, "no fresh schema in GAPURA_TEST_POSTGRES")
}
