//! A city for each test: the whole program in this process, with a clock that the test sets.

use crate::agencies::AGENCIES;
use crate::line::Line;
use crate::register::Register;
use anyhow::{Context, Result};
use gapura::cli::Init;
use gapura::config::Config;
use gapura::data::{self, World};
use gapura::phone::Phone;
use gapura::serve::House;
use gapura::{founding, worker};
use identity::NewOfficer;
use identity::model::officer::Grant;
use kernel::ids::SystemChance;
use kernel::{Actor, Instant, Lang, Role};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use testkit::SetClock;
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, watch};

/// Password of every officer.
pub const PASSWORD: &str = "pintu-gerbang-contoh";
/// Jombatan, where the reports lie; its office is a desk of its own.
pub const VILLAGE: &str = "35.17.09.1002";

const OFFICERS: [(&str, &str, &str, &str); 11] = [
    ("sari", "Sari", "verifikator", "dinas-kominfo"),
    ("bagus", "Bagus", "petugas-lapangan", "dinas-pupr"),
    ("retno", "Retno, kepala dinas", "kepala", "dinas-pupr"),
    ("wati", "Wati, perangkat desa", "petugas-lapangan", "desa-35.17.09.1002"),
    ("agus", "Agus", "admin-kota", "dinas-kominfo"),
    ("bima", "Bima", "admin-kota", "dinas-kominfo"),
    ("indra", "Indra", "pemeriksa", "inspektorat"),
    ("joko", "Joko", "penghubung", "dinas-kesehatan"),
    ("rina", "Rina, asesor luar", "penilai", "dinas-kominfo"),
    ("wulan", "Wulan", "perencana", "bappeda"),
    ("ratih", "Ratih, bupati", "pimpinan", "setda"),
];

/// The example of the language, which is no service of the repository.
pub const PERMIT: &str = include_str!("../../../crates/definition/tests/data/surat-domisili-usaha.toml");
const TEMPLATE: &str = include_str!("data/skdu.typ");
/// Mojongapit, a desa beside the kelurahan.
pub const DESA: &str = "35.17.09.2001";

/// The offices of a kelurahan and of a desa.
const VILLAGERS: [(&str, &str, &str, &str); 8] = [
    ("ani", "Ani, pelayanan", "verifikator", "desa-35.17.09.1002"),
    ("bayu", "Bayu, seksi ekbang", "petugas-lapangan", "desa-35.17.09.1002"),
    ("citra", "Citra, sekretaris", "penghubung", "desa-35.17.09.1002"),
    ("darto", "Darto, lurah", "kepala", "desa-35.17.09.1002"),
    ("eko", "Eko, pelayanan", "verifikator", "desa-35.17.09.2001"),
    ("fitri", "Fitri, seksi ekbang", "petugas-lapangan", "desa-35.17.09.2001"),
    ("gilang", "Gilang, sekretaris", "penghubung", "desa-35.17.09.2001"),
    ("hadi", "Hadi, kepala desa", "kepala", "desa-35.17.09.2001"),
];

/// Who works where regions are steered.
const STEERING: [(&str, &str, &str, &str); 5] = [
    ("wulan", "Wulan, sekretariat", "perencana", "bappeda"),
    ("rina", "Rina, asesor", "penilai", "dinas-kominfo"),
    ("surya", "Surya, asesor", "penilai", "dinas-kominfo"),
    ("tono", "Tono, asesor", "penilai", "dinas-kominfo"),
    ("lestari", "Lestari, penghubung Jombang", "penghubung", "daerah-35.17"),
];

/// A running city. It stops when it is dropped.
pub struct Town {
    /// Where it listens.
    pub base: String,
    /// Stands at Monday 1 March 2027, 09:00 WIB, until it is moved.
    pub clock: SetClock,
    house: Arc<House>,
    line: Option<Line>,
    /// Where the city's messages arrive, if it sends any.
    phone: Option<Phone>,
    _stop: watch::Sender<bool>,
    folder: tempfile::TempDir,
}

impl Town {
    /// Kabupaten Jombang with the starter services and the officers above, without any case.
    pub async fn open() -> Result<Self> {
        Self::found(false, None, "").await
    }

    /// A ministry that steers all regions, with its secretariat, three assessors and the login of one region.
    pub async fn steering() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let home = folder.path().join("kota");
        let (clock, world) = world();
        let wish = Init { region: "00".to_owned(), database: None, kunci: None, garis_dasar: None };
        let house = founding::found(&home, &wish, world.clone()).await?;
        let city = house.cities.first().context("no region")?;
        founding::furnish(city).await?;
        for officer in STEERING {
            employ(city, officer).await?;
        }
        house.store.close().await;
        Self::serve(folder, &home, (None, ""), (clock, world)).await
    }

    /// The signed summary of the region, as its planner downloads it.
    pub async fn summary(&self) -> Result<String> {
        let city = self.house.cities.first().context("no region")?;
        Ok(city.movement.summarise(2027, &Actor::Operator).await?.file)
    }

    /// The same, whose messages reach the phones of residents.
    pub async fn with_phone() -> Result<Self> {
        Self::found(false, Some(Phone::open(0, |_| {}).await?), "").await
    }

    /// The same, in which each of thirty agencies has its liaison and its head.
    pub async fn of_thirty_agencies() -> Result<Self> {
        Self::peopled((false, None, ""), true).await
    }

    /// The same with phones, in which the example of the language runs too.
    pub async fn with_permits() -> Result<Self> {
        Self::found(true, Some(Phone::open(0, |_| {}).await?), "").await
    }

    /// The same with registers that confirm and fill in what residents type.
    pub async fn with_sources(register: &Register) -> Result<Self> {
        Self::found(true, Some(Phone::open(0, |_| {}).await?), &register.settings()).await
    }

    /// A city whose old systems are mapped by these files, and whose agencies' servers stand on this machine.
    pub async fn with_old_systems(mappings: &[(&str, String)], secrets: &[(&str, &str)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let home = folder.path().join("kota");
        let (clock, world) = Self::built(&home).await?;
        let write = |folder: &str, name: &str, text: &str| {
            std::fs::create_dir_all(home.join(folder))?;
            std::fs::write(home.join(folder).join(name), text)
        };
        for (name, text) in mappings {
            write("umpan", name, text)?;
        }
        for (name, text) in secrets {
            write("rahasia", name, text)?;
        }
        Self::serve(folder, &home, (None, ""), (clock, world)).await
    }

    async fn found(permits: bool, phone: Option<Phone>, sources: &str) -> Result<Self> {
        Self::peopled((permits, phone, sources), false).await
    }

    async fn peopled((permits, phone, sources): (bool, Option<Phone>, &str), thirty: bool) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let home = folder.path().join("kota");
        let (clock, world) = Self::built(&home).await?;
        if permits || thirty {
            let config = Config::read(&home)?;
            let store = data::open(&config, &home).await?;
            let house = House::open(config, &home, store, world.clone()).await?;
            let city = house.cities.first().context("no region")?;
            if permits {
                allow(city, &permit(sources)).await?;
            }
            if thirty {
                staff(city).await?;
            }
            house.store.close().await;
        }
        Self::serve(folder, &home, (phone, sources), (clock, world)).await
    }

    /// A copy of the city's data folder, which holds its services and its officers, and of the key that lies beside it.
    async fn built(home: &Path) -> Result<(SetClock, World)> {
        let founded = founded().await?;
        std::fs::create_dir_all(home)?;
        for entry in std::fs::read_dir(founded)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), home.join(entry.file_name()))?;
            }
        }
        std::fs::copy(founded.with_extension("kunci"), home.with_extension("kunci"))?;
        Ok(world())
    }

    /// The same behind a line that can be cut, as a phone is in the hills.
    pub async fn behind_a_line() -> Result<Self> {
        let mut town = Self::open().await?;
        let line = Line::to(&town.base).await?;
        town.base.clone_from(&line.base);
        town.line = Some(line);
        Ok(town)
    }

    /// Cuts the line or mends it.
    pub fn cut(&self, cut: bool) {
        if let Some(line) = &self.line {
            line.cut.send_replace(cut);
        }
    }

    /// The city of `gapura demo` with its sample cases, at the machine's own time.
    pub async fn demo() -> Result<Self> {
        Self::shown(&[]).await
    }

    /// The installation of `gapura demo --gerakan`, at the machine's own time.
    pub async fn demo_of_the_movement() -> Result<Self> {
        Self::shown(&["--gerakan"]).await
    }

    async fn shown(more: &[&str]) -> Result<Self> {
        use clap::Parser as _;
        let folder = tempfile::tempdir()?;
        let home = folder.path().join("kota");
        let words = [&["gapura", "demo"][..], more, &["--siapkan-saja", "--port", "0", "--folder"]].concat();
        let line = words.iter().map(std::ffi::OsString::from).chain([home.clone().into_os_string()]);
        gapura::commands::run(gapura::cli::Cli::try_parse_from(line)?)
            .await
            .map_err(|failure| anyhow::anyhow!(failure.0))?;
        let clock = SetClock::new(kernel::Clock::now(&kernel::SystemClock));
        let press = data::press_here();
        let world = World { clock: Arc::new(clock.clone()), chance: Arc::new(SystemChance::new()), press };
        Self::serve(folder, &home, (None, ""), (clock, world)).await
    }

    async fn serve(
        folder: tempfile::TempDir,
        home: &Path,
        (phone, sources): (Option<Phone>, &str),
        (clock, world): (SetClock, World),
    ) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let mut config = Config::read(home)?;
        config.alamat.clone_from(&base);
        // One browser stands for a whole village and all its offices.
        config.batas.kali = 50;
        if let Some(phone) = &phone {
            phone.connect(&mut config, home)?;
        }
        let region = config.wilayah.first_mut().context("no region")?;
        region.sumber = toml::from_str(sources)?;
        // The agencies' servers of these stories stand on this machine.
        region.jaringan = vec!["127.0.0.0/8".to_owned()];
        let store = data::open(&config, home).await?;
        let house = Arc::new(House::open(config, home, store, world).await?);
        let (stop, stopped) = watch::channel(false);
        let serving = house.clone();
        tokio::spawn(async move { serving.serve(listener, false, stopped).await });
        Ok(Self { base, clock, house, line: None, phone, _stop: stop, folder })
    }

    /// What `gapura layanan coba` says of a text while the city runs.
    pub async fn rehearsed(&self, text: &str) -> Result<String> {
        use clap::Parser as _;
        let file = self.folder.path().join("coba.toml");
        std::fs::write(&file, text)?;
        let (file, home) = (file.display().to_string(), self.folder.path().join("kota").display().to_string());
        let line = ["gapura", "layanan", "coba", &file, "--data", &home];
        let report = gapura::commands::run(gapura::cli::Cli::try_parse_from(line)?).await;
        Ok(report.map_err(|failure| anyhow::anyhow!(failure.0))?.lines.join("\n"))
    }

    /// Lets time pass, then lets the worker do what nobody opens a page for.
    pub async fn wait(&self, days: i64) -> Result<()> {
        self.clock.advance(days * 86_400);
        self.settle().await
    }

    /// The same until nine in the morning of a day.
    pub async fn until(&self, day: &str) -> Result<()> {
        self.clock.set(Instant::parse(&format!("{day}T09:00:00+07:00")).map_err(anyhow::Error::msg)?);
        self.settle().await
    }

    /// The operator brings in the holidays of a year.
    pub async fn holidays(&self, list: &str) -> Result<()> {
        let city = self.house.cities.first().context("no region")?;
        city.desk.import_holidays(list, &Actor::Operator).await?;
        Ok(())
    }

    /// The code in the latest message to this number, as whoever holds the phone reads it.
    pub async fn code(&self, number: &str) -> Result<String> {
        self.settle().await?;
        let messages = self.phone.as_ref().context("nobody has a phone here")?.messages();
        let coded = |message: &gapura::phone::Message| message.to == number && message.text.starts_with("Kode Anda");
        let latest = messages.into_iter().find(coded).context("no code came")?;
        let code = latest.text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6);
        code.map(str::to_owned).with_context(|| latest.text.clone())
    }

    /// One more officer, for a story of their own.
    pub async fn hire(&self, officer: (&str, &str, &str, &str)) -> Result<()> {
        employ(self.house.cities.first().context("no region")?, officer).await
    }

    /// Lets the worker finish.
    pub async fn settle(&self) -> Result<()> {
        let city = self.house.cities.first().context("no region")?;
        worker::settle(city, &self.house.store, &self.clock).await;
        Ok(())
    }
}

/// The first day of every story, and what the program asks the machine for.
fn world() -> (SetClock, World) {
    let clock = SetClock::default();
    let world = World { clock: Arc::new(clock.clone()), chance: Arc::new(SystemChance::new()), press: None };
    (clock, world)
}

/// The data folder that most stories begin with: checking all services takes longer than copying what came of it.
async fn founded() -> Result<&'static Path> {
    static FOUNDED: OnceCell<PathBuf> = OnceCell::const_new();
    let found = async || {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("awal");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let home = folder.join("kota");
        let wish = Init { region: "35.17".to_owned(), database: None, kunci: None, garis_dasar: None };
        let house = founding::found(&home, &wish, world().1).await?;
        let city = house.cities.first().context("no region")?;
        founding::furnish(city).await?;
        founding::publish(city, Lang::Id).await?;
        for officer in OFFICERS {
            employ(city, officer).await?;
        }
        house.store.close().await;
        Ok::<_, anyhow::Error>(home)
    };
    FOUNDED.get_or_try_init(found).await.map(PathBuf::as_path)
}

/// The example; beside registers it asks for no proof of the contact, which is a story of its own.
fn permit(sources: &str) -> String {
    let proof = "masuk   = { minimal = \"hp_terverifikasi\" }\n";
    if sources.is_empty() { PERMIT.to_owned() } else { PERMIT.replace(proof, "") }
}

/// Publishes the example and fills the village offices.
async fn allow(city: &gapura::city::City, source: &str) -> Result<()> {
    let templates = [("templat/skdu.typ".to_owned(), TEMPLATE.to_owned())];
    let wish = desk::Publication { file: "surat-domisili-usaha.toml", source, templates: &templates };
    let units = gapura::files::surroundings(Some("35.17"), None)?.units;
    city.desk.publish_all(wish, &units, &Actor::Operator, Lang::Id).await?;
    for officer in VILLAGERS {
        employ(city, officer).await?;
    }
    Ok(())
}

/// A liaison and a head for each of the thirty.
async fn staff(city: &gapura::city::City) -> Result<()> {
    for agency in AGENCIES.iter() {
        let (liaison, head) = (agency.liaison(), agency.head());
        employ(city, (&liaison, "Penghubung", "penghubung", agency.unit)).await?;
        employ(city, (&head, "Kepala", "kepala", agency.unit)).await?;
    }
    Ok(())
}

async fn employ(city: &gapura::city::City, (sign_in, name, role, unit): (&str, &str, &str, &str)) -> Result<()> {
    let role = Role::parse(role).context("role")?;
    let new = NewOfficer {
        sign_in: sign_in.to_owned(),
        name: name.to_owned(),
        email: String::new(),
        grants: vec![Grant { role, unit: unit.to_owned() }],
    };
    let (id, _) =
        city.identity.add_officer(&new, &Actor::Operator, city.desk.now()).await.context(sign_in.to_owned())?;
    Ok(city.identity.set_password(&id, PASSWORD, &Actor::Operator, city.desk.now()).await?)
}
