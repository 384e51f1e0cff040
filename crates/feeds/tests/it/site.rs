//! A region with two feeds: employees as workbooks or CSV files in a folder, and whatever a test maps.

use cases::doors::Feeds as _;
use feeds::{Deps, Feeds, MappingFile, Ran, Secrets, Trigger};
use kernel::{Instant, Zone};
use serde_json::Value as Json;
use std::path::PathBuf;
use std::sync::Arc;
use testkit::{Ledger, Names, Offices, Site};
use web::Session;

pub const REGION: &str = "35.17";

/// The employees as CSV, for which personal columns, words and dates are mapped as in the example.
pub fn employees() -> String {
    crate::EXAMPLE.replace("pegawai-*.xlsx", "*.csv").replace("lembar      = \"Data\"\n", "")
}

/// A region on one database, with a folder of drops.
pub struct Town {
    pub ledger: Ledger,
    pub feeds: Feeds,
    pub drops: tempfile::TempDir,
}

/// On each database, on 1 March 2027, with these mapping files.
pub async fn towns(texts: &[String]) -> Vec<Town> {
    let mut towns = Vec::new();
    for ledger in testkit::ledgers(feeds::MIGRATIONS).await {
        ledger.clock.set(Instant::parse("2027-03-01T02:00:00Z").unwrap());
        let drops = tempfile::tempdir().unwrap();
        std::fs::create_dir(drops.path().join("simpeg")).unwrap();
        std::fs::create_dir(drops.path().join("rahasia")).unwrap();
        let feeds = Feeds::open(deps(&ledger, drops.path().to_owned(), texts)).await.unwrap();
        towns.push(Town { ledger, feeds, drops });
    }
    towns
}

pub fn deps(ledger: &Ledger, drops: PathBuf, texts: &[String]) -> Deps {
    let file = |(at, text): (usize, &String)| MappingFile { name: format!("{at}.toml"), text: text.clone() };
    Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        public_url: "https://gapura.example".into(),
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Offices::default()),
        staff: Arc::new(Names),
        files: texts.iter().enumerate().map(file).collect(),
        secrets: Secrets::new(vec![drops.join("rahasia")]),
        drops,
    }
}

/// A CSV of employees: number, name, rank, state, date.
pub fn csv(rows: &[[&str; 5]]) -> String {
    let head = "NIP,Nama lengkap,Golongan,Status,TMT\n".to_owned();
    rows.iter().fold(head, |all, row| all + &row.join(",") + "\n")
}

pub const SITI: [&str; 5] = ["198001012005011001", "Siti Aminah", "III/a", "A", "2005-01-01"];
pub const BUDI: [&str; 5] = ["198102022006021002", "Budi Santoso", "III/b", "A", "2006-02-01"];
pub const RINA: [&str; 5] = ["198203032007032003", "Rina Wati", "IV/a", "P", "2007-03-01"];
pub const DEWI: [&str; 5] = ["198304042008042004", "Dewi Lestari", "III/a", "A", "2008-04-01"];

impl Town {
    /// Puts a whole file into the folder.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let folder = self.drops.path().join("simpeg");
        std::fs::write(folder.join(name), bytes).unwrap();
        std::fs::write(folder.join(format!("{name}.selesai")), "").unwrap();
    }

    /// Puts a file there and has it read, a minute later.
    pub async fn read(&self, name: &str, bytes: impl AsRef<[u8]>) -> Ran {
        self.put(name, bytes);
        self.run().await.remove(0)
    }

    pub async fn run(&self) -> Vec<Ran> {
        self.ledger.clock.advance(60);
        self.feeds.run_feed("pegawai", Trigger::Schedule).await.unwrap()
    }

    pub fn shelf(&self, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.drops.path().join("simpeg").join(name));
        let mut names: Vec<String> =
            entries.into_iter().flatten().flatten().map(|one| one.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// What a program gets that may see these fields.
    pub async fn ask(&self, path: &str, query: &str, fields: &[&str]) -> (u16, Json) {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let answer = self.feeds.answer("pegawai", path, query, &fields).await;
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    /// The rows that stand in a list.
    pub async fn rows(&self, query: &str, fields: &[&str]) -> Vec<Json> {
        let (status, answer) = self.ask("/", query, fields).await;
        assert_eq!(status, 200, "{answer}");
        answer["baris"].as_array().unwrap().clone()
    }

    /// The pages, with these people signed in.
    pub fn site(&self, people: Vec<Session>) -> Site {
        Site::new(&self.ledger, feeds::room(self.feeds.clone()), people)
    }

    /// Names and data of the facts of the log, in order.
    pub async fn facts(&self) -> Vec<(String, Json)> {
        self.ledger.log(REGION).await.into_iter().map(|event| (event.fact.name, event.fact.data)).collect()
    }

    pub async fn named(&self, name: &str) -> Vec<Json> {
        self.facts().await.into_iter().filter(|(found, _)| found == name).map(|(_, data)| data).collect()
    }
}
