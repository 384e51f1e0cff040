//! Plays the story: the same doors that residents and officers use, with a clock that walks through the past weeks.

use super::assess::Assessing;
use super::{PASSWORD, story};
use crate::city::City;
use crate::config::Config;
use crate::data::{self, World};
use crate::serve::House;
use crate::{founding, worker};
use anyhow::Context as _;
use bridges::mapping::{Known, Mapping, Strictness};
use cases::doors::{Agencies as _, Gazetteer as _, Registrar as _};
use definition::diagnostic::render_all;
use definition::form::Input;
use definition::model::{FieldKind, Options};
use desk::{Acting, ActionForm, DraftFor, Filled, NewFile, Officer, OpenCase, Said};
use identity::NewOfficer;
use identity::model::officer::Grant;
use kernel::ids::SystemChance;
use kernel::{CaseNumber, Clock, Instant, Lang, Role, SystemClock};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Store;
use story::{Act, SAMPLES, Sample};

/// Walks from act to act; never ahead of the machine's own clock.
pub(super) struct Walking(AtomicI64);

impl Walking {
    /// Where it stands.
    pub(super) fn now(&self) -> Instant {
        Instant::from_seconds(self.0.load(Ordering::SeqCst))
    }

    /// Walks there, also back: what is told of the past is told at its time.
    pub(super) fn set(&self, at: Instant) {
        self.0.store(at.seconds(), Ordering::SeqCst);
    }
}

impl Clock for Walking {
    fn now(&self) -> Instant {
        Self::now(self)
    }
}

/// Publishes the starter services, adds the accounts and, if wanted, plays the sample cases.
pub async fn play(config: &Config, folder: &Path, samples: bool, lang: Lang) -> anyhow::Result<()> {
    let present = SystemClock.now();
    let clock = Arc::new(Walking(AtomicI64::new(present.plus_seconds(-60 * 86_400).seconds())));
    let world = World { clock: clock.clone(), chance: Arc::new(SystemChance::new()), press: None };
    let store = data::open(config, folder).await?;
    let house = House::open(config.clone(), folder, store, world).await?;
    let city = house.cities.first().context("tidak ada wilayah")?;
    founding::publish(city, lang).await?;
    let officers = staff(city).await?;
    if samples {
        let (planner, leader) = (session(&officers, "perencana")?, session(&officers, "pimpinan")?);
        super::plan::play(city, (&planner, &leader), present).await?;
        let id = |who: &str| officers.get(who).map(|officer| officer.id.clone()).with_context(|| who.to_owned());
        let (liaison, head) = (id("pupr")?, id("kepala.pupr")?);
        let cast = super::monev::Cast { planner: &planner, liaison: &liaison, head: &head };
        super::monev::play(city, &cast, &clock, present).await.context("rencana aksi")?;
        let mut stage = Stage { city, store: &house.store, clock: &clock, officers, numbers: HashMap::new() };
        Assessing { city, officers: &stage.officers }.submitted().await.context("SPBE")?;
        stage.run(present).await?;
        Assessing { city, officers: &stage.officers }.under_way().await.context("Pemdi")?;
        let planner = stage.officers.get("perencana").context("perencana")?;
        super::indicators::play(city, planner, present).await?;
        super::meetings::play(city, &stage.officers, present).await.context("rapat")?;
        let operator = applications::rights::Author::operator(crate::commands::OPERATOR);
        city.joined.applications.fill_sample(&operator).await.context("aplikasi")?;
    }
    house.store.close().await;
    Ok(())
}

async fn staff(city: &City) -> anyhow::Result<HashMap<&'static str, Officer>> {
    let mut officers = HashMap::new();
    for demo in story::OFFICERS {
        let grants = demo
            .roles
            .iter()
            .filter_map(|word| Role::parse(word))
            .map(|role| Grant { role, unit: demo.unit.to_owned() });
        let new = NewOfficer {
            sign_in: demo.sign_in.to_owned(),
            name: demo.name.to_owned(),
            email: String::new(),
            grants: grants.collect(),
        };
        let (id, _) = city
            .identity
            .add_officer(&new, &super::super::OPERATOR, city.desk.now())
            .await
            .with_context(|| demo.sign_in)?;
        city.identity.set_password(&id, PASSWORD, &super::super::OPERATOR, city.desk.now()).await?;
        let grants = new.grants.iter().map(|grant| web::Grant { role: grant.role, unit: grant.unit.clone() }).collect();
        officers.insert(demo.sign_in, Officer { id, grants, mandates: Vec::new() });
    }
    Ok(officers)
}

/// A demonstration officer as a room sees one.
pub(super) fn session(officers: &HashMap<&'static str, Officer>, who: &str) -> anyhow::Result<web::Session> {
    let officer = officers.get(who).with_context(|| who.to_owned())?;
    Ok(web::Session {
        officer: officer.id.clone(),
        name: who.to_owned(),
        grants: officer.grants.clone(),
        form_secret: Vec::new(),
        confirmed_at: SystemClock.now(),
    })
}

struct Stage<'a> {
    city: &'a City,
    store: &'a Store,
    clock: &'a Walking,
    officers: HashMap<&'static str, Officer>,
    numbers: HashMap<usize, CaseNumber>,
}

/// When something happens: which case, and which of its acts (`None`: it is opened).
struct Cue {
    at: Instant,
    case: usize,
    act: Option<usize>,
}

impl Stage<'_> {
    async fn run(&mut self, present: Instant) -> anyhow::Result<()> {
        let mut day = 0;
        for cue in self.cues(present) {
            let today = cue.at.seconds().div_euclid(86_400);
            if today != day {
                // Silence speaks at its own time, whenever the worker comes by.
                worker::settle(self.city, self.store, self.clock).await;
                day = today;
            }
            self.clock.0.store(cue.at.seconds(), Ordering::SeqCst);
            let Some(sample) = SAMPLES.get(cue.case) else {
                continue;
            };
            let said = format!("{} {}", sample.service, sample.place);
            match cue.act.and_then(|act| sample.acts.get(act)) {
                None => self.open(cue.case, sample).await.context(said)?,
                Some((_, act)) => self.act(cue.case, act).await.context(said)?,
            }
        }
        self.clock.0.store(present.seconds(), Ordering::SeqCst);
        worker::settle(self.city, self.store, self.clock).await;
        Ok(())
    }

    /// Everything in the order of time; nothing lies in the future.
    fn cues(&self, present: Instant) -> Vec<Cue> {
        let zone = self.city.regency.zone;
        let today = Instant::at(present.date(zone), 0, zone);
        let mut cues = Vec::new();
        for (case, sample) in SAMPLES.iter().enumerate() {
            let opened =
                today.plus_seconds(-sample.opened.0 * 86_400 + sample.opened.1 * 3600).min(present.plus_seconds(-600));
            cues.push(Cue { at: opened, case, act: None });
            let acts = sample.acts.iter().enumerate();
            cues.extend(acts.map(|(act, (days, _))| {
                let pause = i64::try_from(act + 1).unwrap_or(1) * 1500;
                Cue { at: opened.plus_seconds(days * 86_400 + pause), case, act: Some(act) }
            }));
        }
        cues.retain(|cue| cue.at < present);
        cues.sort_by_key(|cue| (cue.at, cue.case, cue.act));
        cues
    }

    async fn open(&mut self, case: usize, sample: &Sample) -> anyhow::Result<()> {
        let villages = self.city.places.villages();
        let village = villages.get(case * 37 % villages.len().max(1)).context("wilayah tanpa desa")?;
        let mut input = Input::default();
        for (field, value) in
            [("lokasi.desa", village.code.as_str()), ("lokasi.patokan", sample.place)].iter().chain(sample.answers)
        {
            input.push(*field, *value);
        }
        let service = self.city.desk.catalogue().service(sample.service).with_context(|| sample.service.to_owned())?;
        fill_required(&service, &mut input);
        let (anonymous, secret) = sample.flags;
        let opened = self.city.desk.open_case(OpenCase {
            service: sample.service.to_owned(),
            input,
            anonymous,
            secret,
            channel: "web".to_owned(),
            form_key: format!("contoh-{case}"),
            ..OpenCase::default()
        });
        self.numbers.insert(case, opened.await?.number);
        Ok(())
    }

    async fn act(&self, case: usize, act: &Act) -> anyhow::Result<()> {
        let (desk, number) = (&self.city.desk, self.numbers.get(&case).context("belum dibuka")?);
        match act {
            Act::Officer(who, action, fields, code, reason) => {
                let filled = Filled {
                    input: input(fields),
                    reason_code: (*code).to_owned(),
                    reason: (*reason).to_owned(),
                    ..Filled::default()
                };
                self.officer_acts(who, number, action, filled).await
            }
            Act::Mark(who, action, marks, reason) => {
                let marks = marks.iter().map(|mark| (*mark).to_owned()).collect();
                let filled = Filled { marks, reason: (*reason).to_owned(), ..Filled::default() };
                self.officer_acts(who, number, action, filled).await
            }
            Act::Reporter(action, reason, rating) => {
                let filled = Filled {
                    reason: (*reason).to_owned(),
                    rating: Some(*rating).filter(|rating| *rating > 0),
                    ..Filled::default()
                };
                let form = ActionForm { step: None, action: (*action).to_owned(), filled };
                Ok(desk.act_as_reporter(number, "", form).await?)
            }
            Act::Answer(who, text) => Ok(desk.answer(number, &self.acting(who, number).await?, text).await?),
            Act::Note(who, text) => Ok(desk.note(number, &self.acting(who, number).await?, text).await?),
            Act::Info(text) => Ok(desk.add_info(number, Said { text: (*text).to_owned(), ..Said::default() }).await?),
        }
    }

    async fn officer_acts(
        &self,
        who: &str,
        number: &CaseNumber,
        action: &str,
        mut filled: Filled,
    ) -> anyhow::Result<()> {
        if action == "selesai" || action == "jadwalkan" {
            let field = if action == "selesai" { "foto_sesudah" } else { "foto_survei" };
            let file = NewFile { field: field.to_owned(), bytes: photo(number)? };
            filled.draft = self.city.desk.put_file(DraftFor::Case(number), "", file).await?.handle.secret().to_owned();
        }
        let form = ActionForm { step: None, action: action.to_owned(), filled };
        Ok(self.city.desk.act_as_officer(number, &self.acting(who, number).await?, form).await?)
    }

    async fn acting(&self, who: &str, number: &CaseNumber) -> anyhow::Result<Acting> {
        let officer = self.officers.get(who).with_context(|| who.to_owned())?.clone();
        let seen = self.city.desk.view(number, &desk::Viewer::Officer(officer.clone())).await?.head.version;
        Ok(Acting { officer, seen, form_key: String::new() })
    }
}

fn input(fields: &[(&str, &str)]) -> Input {
    let mut input = Input::default();
    for (field, value) in fields {
        input.push(*field, *value);
    }
    input
}

/// A plain coloured picture that says by itself that it is none: no photo of a real place is carried.
fn photo(number: &CaseNumber) -> anyhow::Result<Vec<u8>> {
    let shade = number.as_str().bytes().fold(0_u8, u8::wrapping_add);
    Ok(desk::photo::sample(640, 420, shade)?)
}

/// Where the story says nothing, a required choice takes its first option, so that services may change beside it.
fn fill_required(service: &definition::Definition, input: &mut Input) {
    for (id, field) in &service.fields {
        if field.filled_at.is_some() || input.get(id).is_some() {
            continue;
        }
        if let Some(first) = first_choice(&field.kind) {
            input.push(id.as_str(), first);
        }
    }
}

fn first_choice(kind: &FieldKind) -> Option<&str> {
    match kind {
        FieldKind::Choice(Options::Inline(options)) => options.keys().next().map(String::as_str),
        FieldKind::YesNo => Some("tidak"),
        _ => None,
    }
}

/// Kota Surabaya with its outlines and the reports of its media centre.
pub async fn real(folder: &Path, shared: &Path) -> anyhow::Result<()> {
    let config = Config::read(folder)?;
    let store = data::open(&config, folder).await?;
    let house = House::open(config, folder, store, World::real()).await?;
    let city = house.cities.first().context("tidak ada wilayah")?;
    for layer in ["districts", "villages"] {
        let path = shared.join(format!("data/boundaries/35.78_kota_surabaya_{layer}.geojson"));
        let checked = places::boundaries::check(&std::fs::read_to_string(&path)?, city.places.areas())?;
        places::keep(&house.store, &city.regency.code, &checked, city.desk.now()).await?;
    }
    let mut list = std::io::sink();
    let watch = bridges::Watch { list: &mut list, progress: &mut |_| {} };
    bridges::import(&media_centre(city, shared)?, watch).await?;
    worker::settle(city, &house.store, &SystemClock).await;
    house.store.close().await;
    Ok(())
}

fn media_centre(city: &City, shared: &Path) -> anyhow::Result<bridges::Job> {
    let units = city.identity.all().iter().map(|agency| agency.unit.clone()).collect();
    let known = Known { services: city.desk.services(), units };
    let (name, text) = ("mediacenter.toml", include_str!("../../../../../wilayah/35.78/mediacenter.toml"));
    let mapping = Mapping::parse(text, &known, Strictness::Strict);
    let mapping = mapping.map_err(|faults| anyhow::anyhow!(render_all(&faults, name, text, Lang::Id)))?;
    Ok(bridges::Job {
        source: bridges::Source::Path(shared.join("data/real/surabaya_mediacenter_keluhan.dev.csv.gz")),
        mapping,
        doors: bridges::Doors {
            gazetteer: city.places.clone(),
            agencies: Arc::new(city.identity.clone()),
            registrar: Arc::new(city.desk.clone()),
        },
        region: bridges::Region { name: city.regency.name.clone(), zone: city.regency.zone },
        now: city.desk.now(),
    })
}
