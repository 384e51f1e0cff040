//! Wires the rooms of one region.

mod front;
mod joined;
mod late;
mod steering;

pub use joined::{FEEDS, Joined};

use crate::config::{Config, RegionConfig};
use crate::data::World;
use crate::starter;
use anyhow::Context as _;
use bridges::registers::Registers;
use definition::diagnostic::render_all;
use desk::{Desk, DeskLimits};
use figures::Figures;
use identity::Identity;
use instruments::Assessments;
use joined::Ground;
use kernel::AreaCode;
use late::Later;
use letters::Letters;
use messages::channel::http::Caller;
use messages::channel::mail::Mailer;
use messages::model::gateway::Gateway;
use messages::{Channels, Messages};
use movement::Movement;
use places::{Aliases, Areas, Places, Regency};
use programme::Programme;
use programme::indicator::{Library, shipped};
use signon::Signon;
use std::path::Path;
use std::sync::Arc;
use store::{Job, Projection, Store};
use web::{Brand, Frame, Network, Proxies};

/// The folder of a city's own code lists, below the data folder.
const LISTS: &str = "daftar";
/// The folder of a city's own indicators, below the data folder.
const INDICATORS: &str = "indikator";

/// The rooms of one region.
pub struct City {
    /// The region itself.
    pub regency: Regency,
    /// Villages, outlines, map.
    pub places: Arc<Places>,
    /// Officers and agencies.
    pub identity: Identity,
    /// Cases.
    pub desk: Desk,
    /// What became of messages.
    pub messages: Messages,
    /// Letters that were issued.
    pub letters: Letters,
    /// Counters.
    pub figures: Figures,
    /// Self-assessments.
    pub assessments: Assessments,
    /// The master plan.
    pub programme: Programme,
    /// The movement of many regions, or the region's own summary for it.
    pub movement: Movement,
    /// What joins the agencies' applications.
    pub joined: Joined,
    /// Registers of other agencies.
    pub registers: Arc<Registers>,
    /// What the worker does for this region.
    pub jobs: Vec<Box<dyn Job>>,
    /// Tables that follow the log.
    pub projections: Vec<Box<dyn Projection>>,
    store: Store,
    world: World,
}

impl City {
    /// Makes the rooms and shows them each other's doors.
    ///
    /// # Errors
    /// An unknown region, a broken table, or the store.
    pub async fn open(
        config: &Config,
        data: &Path,
        region: &RegionConfig,
        store: &Store,
        world: &World,
    ) -> anyhow::Result<Self> {
        let areas = Areas::load(&region.kode)?;
        let regency = areas.regency.clone();
        let aliases = starter::aliases(&region.kode)
            .map_or_else(|| Ok(Aliases::default()), |text| Aliases::parse(text, &areas))?;
        let places = Arc::new(Places::new(areas, aliases));
        places.refresh(store).await?;
        let identity = identity(config, &regency, store, world).await?;
        let doors = Doors { places: places.clone(), identity: identity.clone() };
        let messages = messages(config, data, region, store, world, &doors)?;
        let letters = letters(config, region, store, world, &doors).await?;
        let registers = Arc::new(Registers::new(&region.sumber, data, world.clock.clone())?);
        let signon = Later::<Signon>::default();
        let rooms = Beside { messages: &messages, letters: &letters, registers: &registers, signon: &signon };
        let desk = desk(config, (data, region), (store, world), &doors, rooms).await?;
        let figures = figures(&regency, store, world, &doors, &desk);
        let programme = programme(data, &regency, store, world, &doors, &desk).await?;
        let facts = facts(&figures, &desk, &identity, &programme);
        let assessments = assessments(&regency, store, world, &doors, &facts).await?;
        let told = Arc::new(kernel::fact::AllFacts::new(vec![facts, Arc::new(assessments.clone())]));
        let movement = steering::movement(&regency, (store, world), &identity, told).await?;
        let ground = Ground { config, data, region, store, world, doors: &doors, desk: &desk, signon: &signon };
        let joined = Joined::open(ground).await?;
        let mut jobs = desk::jobs(&desk);
        jobs.extend(identity::jobs(&identity));
        jobs.extend(places::jobs(&places, store));
        let endings: Arc<dyn cases::doors::Endings> = Arc::new(desk.clone());
        jobs.extend(letters::jobs(&letters, &endings));
        jobs.extend(messages::jobs(&messages));
        jobs.extend(programme::jobs(&programme));
        jobs.extend(joined.jobs());
        jobs.push(Box::new(figures::Overdue::new(store.clone(), regency.code.as_str())));
        jobs.push(Box::new(store::Housekeeping::new(store.clone(), &regency.code)));
        let projections = projections(&regency, &joined);
        let (store, world) = (store.clone(), world.clone());
        Ok(Self {
            regency,
            places,
            identity,
            desk,
            messages,
            letters,
            figures,
            assessments,
            programme,
            movement,
            joined,
            registers,
            jobs,
            projections,
            store,
            world,
        })
    }

    /// All pages of the region under one roof.
    ///
    /// # Errors
    /// The address is neither https nor loopback, or two rooms collide.
    pub async fn router(
        &self,
        config: &Config,
        region: &RegionConfig,
        observer: web::Observer,
    ) -> anyhow::Result<axum::Router> {
        let now = self.world.clock.now();
        let vault = self.store.vault(&self.regency.code, now, &*self.world.chance).await?;
        let frame = Frame::new(web::Settings {
            city: self.face(region)?,
            public_url: address(config, region).to_owned(),
            clock: self.world.clock.clone(),
            chance: self.world.chance.clone(),
            secret: vault.search_hash("web form tokens", &self.regency.code).into_bytes(),
            doorkeeper: Arc::new(self.identity.clone()),
            machines: Arc::new(self.joined.signon.clone()),
            limits: web::Limits {
                form_bytes: config.batas.unggahan,
                throttle_times: config.batas.kali,
                ..web::Limits::default()
            },
            proxies: proxies(config),
            texts: Vec::new(),
            observer: Some(observer),
        })?;
        Ok(self.joined.beside(web::assemble(frame, self.rooms())?))
    }

    fn rooms(&self) -> Vec<web::Room> {
        let mut rooms = vec![
            desk::pages::room(self.desk.clone()),
            figures::room(self.figures.clone()),
            instruments::room(self.assessments.clone()),
            programme::room(self.programme.clone()),
            movement::room(self.movement.clone()),
            letters::room(self.letters.clone()),
            messages::room(self.messages.clone()),
            identity::room(self.identity.clone()),
        ];
        rooms.extend(self.joined.rooms());
        rooms
    }

    /// Every door of every room with who may pass it.
    pub fn doors(&self) -> Vec<web::Door> {
        let rooms = self.rooms();
        rooms.iter().flat_map(|room| room.routes.doors().to_vec()).collect()
    }

    fn face(&self, region: &RegionConfig) -> anyhow::Result<web::City> {
        let name = self.regency.name.clone();
        let short = name.trim_start_matches("Kabupaten ").trim_start_matches("Kota ").to_owned();
        let brand = match &region.warna {
            Some(colours) => Brand::new(&colours.kepala, &colours.utama, &colours.aksen)?,
            None => Brand::house(),
        };
        let crest = region.lambang.as_ref().map(std::fs::read_to_string).transpose().context("lambang")?;
        Ok(web::City {
            name,
            short,
            region: AreaCode::parse(&self.regency.code)?,
            zone: self.regency.zone,
            crest,
            brand,
            contact: region.kontak.clone(),
        })
    }
}

/// What other rooms need of these two.
struct Doors {
    places: Arc<Places>,
    identity: Identity,
}

fn address<'a>(config: &'a Config, region: &'a RegionConfig) -> &'a str {
    region.alamat.as_deref().unwrap_or(&config.alamat)
}

fn proxies(config: &Config) -> Proxies {
    Proxies(config.proksi.iter().filter_map(|address| Network::parse(&address.to_string())).collect())
}

async fn identity(config: &Config, regency: &Regency, store: &Store, world: &World) -> anyhow::Result<Identity> {
    Ok(Identity::open(identity::Deps {
        region: regency.code.clone(),
        city: regency.name.clone(),
        store: store.clone(),
        chance: world.chance.clone(),
        aliases: std::collections::BTreeMap::default(),
        throttle_times: config.batas.kali,
    })
    .await?)
}

/// The ways out that the operator configured; a wrong description is refused with its place.
fn messages(
    config: &Config,
    data: &Path,
    region: &RegionConfig,
    store: &Store,
    world: &World,
    doors: &Doors,
) -> anyhow::Result<Messages> {
    let regency = &doors.places.areas().regency;
    let gateway = match &config.gerbang_pesan {
        Some(path) => Some(gateway(&data.join(path))?),
        None => None,
    };
    let mail = config.surel.as_ref().map(|settings| Mailer::new(settings, &regency.name)).transpose()?;
    Ok(Messages::new(messages::Deps {
        region: region.kode.clone(),
        store: store.clone(),
        chance: world.chance.clone(),
        staff: Arc::new(doors.identity.clone()),
        channels: Arc::new(Channels { gateway, mail }),
    }))
}

fn gateway(path: &Path) -> anyhow::Result<Caller> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let described = Gateway::read(&text, std::env::var_os("CREDENTIALS_DIRECTORY").as_deref().map(Path::new))
        .with_context(|| path.display().to_string())?;
    Ok(Caller::new(described)?)
}

/// The rooms that the desk asks.
struct Beside<'a> {
    messages: &'a Messages,
    letters: &'a Letters,
    registers: &'a Arc<Registers>,
    signon: &'a Later<Signon>,
}

/// The desk with the code lists that the program carries and those of the city (`DATA/daftar/*.csv`).
async fn desk(
    config: &Config,
    (data, region): (&Path, &RegionConfig),
    (store, world): (&Store, &World),
    doors: &Doors,
    rooms: Beside<'_>,
) -> anyhow::Result<Desk> {
    let mut lists = starter::lists()?;
    crate::files::add_lists(&mut lists, &data.join(LISTS))?;
    lists.add_outline(definition::lists::REGION_OUTLINE);
    lists.add_calendar(definition::lists::REGION_CALENDAR);
    rooms.registers.ids().for_each(|source| lists.add_source(source));
    Ok(Desk::open(desk::Parts {
        region: region.kode.clone(),
        zone: doors.places.areas().regency.zone,
        public_url: address(config, region).to_owned(),
        store: store.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        gazetteer: doors.places.clone(),
        agencies: Arc::new(doors.identity.clone()),
        units: Arc::new(cases::units::ByCode),
        deliveries: Arc::new(rooms.messages.clone()),
        staff: Arc::new(doors.identity.clone()),
        letters: Arc::new(rooms.letters.clone()),
        durations: Arc::new(figures::Quarter::new(
            &region.kode,
            doors.places.areas().regency.zone,
            store.clone(),
            world.clock.clone(),
        )),
        sources: rooms.registers.clone(),
        launcher: Arc::new(rooms.signon.clone()),
        lists,
        limits: DeskLimits::default(),
    })
    .await?)
}

/// The register of letters; officers print the typeset letter, or a page of the browser where the program holds no press,
/// sign it and scan it.
async fn letters(
    config: &Config,
    region: &RegionConfig,
    store: &Store,
    world: &World,
    doors: &Doors,
) -> anyhow::Result<Letters> {
    let regency = &doors.places.areas().regency;
    Ok(Letters::open(letters::Deps {
        region: region.kode.clone(),
        zone: regency.zone,
        city: regency.name.clone(),
        place: regency.name.trim_start_matches("Kabupaten ").trim_start_matches("Kota ").to_owned(),
        address: region.kontak.join(" · "),
        crest: region.lambang.as_ref().map(std::fs::read_to_string).transpose().context("lambang")?,
        public_url: address(config, region).to_owned(),
        store: store.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        agencies: Arc::new(doors.identity.clone()),
        staff: Arc::new(doors.identity.clone()),
        press: world.press.clone(),
        bsre: region.tanda_tangan.as_ref().map(letters::bsre::Bsre::new).transpose()?.map(Arc::new),
    })
    .await?)
}

/// Tables that follow the log.
fn projections(regency: &Regency, joined: &Joined) -> Vec<Box<dyn Projection>> {
    let mut projections = desk::projections();
    projections.extend(letters::projections());
    projections.extend(programme::projections(regency.zone));
    projections.extend(joined.projections());
    projections.push(Box::new(figures::Cells(regency.zone)));
    projections
}

/// What the system knows of itself, as evidence and as indicators: each room answers for its own.
fn facts(figures: &Figures, desk: &Desk, identity: &Identity, programme: &Programme) -> Arc<dyn kernel::Facts> {
    let rooms: Vec<Arc<dyn kernel::Facts>> = vec![
        Arc::new(figures.clone()),
        Arc::new(desk.clone()),
        Arc::new(identity.clone()),
        Arc::new(programme.clone()),
    ];
    Arc::new(kernel::fact::AllFacts::new(rooms))
}

async fn assessments(
    regency: &Regency,
    store: &Store,
    world: &World,
    doors: &Doors,
    facts: &Arc<dyn kernel::Facts>,
) -> anyhow::Result<Assessments> {
    Ok(Assessments::open(instruments::Deps {
        region: regency.code.clone(),
        city: regency.name.clone(),
        zone: regency.zone,
        store: store.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        agencies: Arc::new(doors.identity.clone()),
        staff: Arc::new(doors.identity.clone()),
        facts: facts.clone(),
    })
    .await?)
}

/// Names of the running services by id.
fn services(desk: &Desk) -> Arc<dyn Fn() -> Vec<(String, String)> + Send + Sync> {
    let desk = desk.clone();
    Arc::new(move || desk.catalogue().running().map(|service| (service.id.clone(), service.name.clone())).collect())
}

/// The working calendar as the desk keeps it.
fn days(desk: &Desk) -> programme::Days {
    let desk = desk.clone();
    Arc::new(move || desk.calendar())
}

/// The shipped indicators and those of the city's own files (`DATA/indikator/*.toml`).
fn indicators(data: &Path) -> anyhow::Result<&'static Library> {
    let folder = data.join(INDICATORS);
    if !folder.is_dir() {
        return Ok(shipped::library());
    }
    let mut files = shipped::files();
    files.extend(
        crate::files::paths(&folder)?
            .into_iter()
            .map(crate::files::text)
            .collect::<anyhow::Result<Vec<_>>>()?
            .into_iter()
            .map(|source| (source.name, source.text)),
    );
    let (library, checked) = programme::indicator::check(&files);
    let Some(library) = library else {
        let faults = checked.iter().zip(&files).filter(|(checked, _)| !checked.findings.is_empty());
        let told = faults.map(|(checked, (name, text))| render_all(&checked.findings, name, text, kernel::Lang::Id));
        anyhow::bail!("{}", told.collect::<Vec<_>>().join("\n\n"));
    };
    // It lives as long as the program, which opens each region once.
    Ok(Box::leak(Box::new(library)))
}

async fn programme(
    data: &Path,
    regency: &Regency,
    store: &Store,
    world: &World,
    doors: &Doors,
    desk: &Desk,
) -> anyhow::Result<Programme> {
    let deps = programme::Deps {
        region: regency.code.clone(),
        city: regency.name.clone(),
        zone: regency.zone,
        store: store.clone(),
        clock: world.clock.clone(),
        chance: world.chance.clone(),
        agencies: Arc::new(doors.identity.clone()),
        gazetteer: doors.places.clone(),
        staff: Arc::new(doors.identity.clone()),
        services: services(desk),
        press: world.press.clone(),
        days: days(desk),
    };
    Ok(Programme::with_library(deps, indicators(data)?).await?)
}

fn figures(regency: &Regency, store: &Store, world: &World, doors: &Doors, desk: &Desk) -> Figures {
    Figures::new(figures::Parts {
        region: regency.code.clone(),
        zone: regency.zone,
        store: store.clone(),
        clock: world.clock.clone(),
        agencies: Arc::new(doors.identity.clone()),
        gazetteer: doors.places.clone(),
        atlas: doors.places.clone(),
        services: services(desk),
    })
}
