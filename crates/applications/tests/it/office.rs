//! A region with five agencies, services of its own, a desk that opens cases, a gateway that sees traffic.

use applications::model::advice::OwnService;
use applications::rights::Author;
use applications::{Applications, Deps, Probed, Probes, State};
use cases::doors::{
    Agency, Answer, Joins, NotRequested, Offered, Request as Wish, RequestEnd, Requested, Requests, Rung, Traffic,
};
use kernel::{CaseNumber, Instant, NewEvent, OfficerId, Role, Zone};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use store::{ANY_VERSION, Commit, Job};
use testkit::{Ledger, Names, Offices, Site, officer};
use web::Session;

pub const REGION: &str = "35.17";

const UNITS: [(&str, &str, &str); 6] = [
    ("dinas-kominfo", "Dinas Komunikasi dan Informatika", "Diskominfo"),
    ("dinas-kesehatan", "Dinas Kesehatan", "Dinkes"),
    ("rsud", "Rumah Sakit Umum Daerah", "RSUD"),
    ("bkpsdm", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM"),
    ("dinas-dukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
    ("setda", "Sekretariat Daerah", "Setda"),
];

/// Agencies as a region has them.
pub fn few() -> Offices {
    let agency =
        |(unit, name, short): (&str, &str, &str)| Agency { unit: unit.into(), name: name.into(), short: short.into() };
    UNITS.into_iter().map(agency).collect()
}

/// One for each unit that the sample names.
pub fn of_sample() -> Offices {
    let mut table = csv::Reader::from_reader(applications::SAMPLE.as_bytes());
    let mut units: Vec<String> = table.records().map(|row| row.unwrap()[1].to_owned()).collect();
    units.dedup();
    let agency = |unit: String| Agency { name: unit.replace('-', " "), short: unit.to_uppercase(), unit };
    units.into_iter().map(agency).collect()
}

/// A desk that opens every case and ends it as it is told.
#[derive(Default)]
pub struct PlayedDesk {
    pub cases: Mutex<BTreeMap<String, Requested>>,
    pub asked: Mutex<Vec<Wish>>,
    pub closed: Mutex<bool>,
}

impl PlayedDesk {
    pub fn end(&self, case: &str, granted: bool, reason: &str, at: Instant) {
        let end = RequestEnd {
            end: if granted { "disetujui" } else { "ditolak" }.into(),
            granted,
            at,
            officer: Some(OfficerId("kepala-kominfo".into())),
            unit: "dinas-kominfo".into(),
            reason: reason.into(),
        };
        self.cases.lock().unwrap().get_mut(case).unwrap().end = Some(end);
    }
}

impl Requests for PlayedDesk {
    fn open(&self, request: Wish) -> Answer<'_, Result<Requested, NotRequested>> {
        if *self.closed.lock().unwrap() {
            return Box::pin(async move { Err(NotRequested::NoSuchService(request.service)) });
        }
        let mut cases = self.cases.lock().unwrap();
        let number = CaseNumber::new("USL", 2027, cases.len() as u64 + 1);
        let case = Requested {
            case: format!("kasus-{}", cases.len() + 1),
            number,
            service: request.service.clone(),
            answers: request.answers.clone(),
            holder: request.unit.clone(),
            due: None,
            end: None,
        };
        cases.insert(case.case.clone(), case.clone());
        self.asked.lock().unwrap().push(request);
        Box::pin(async move { Ok(case) })
    }

    fn of<'a>(&'a self, case: &'a str) -> Answer<'a, Result<Option<Requested>, String>> {
        let found = self.cases.lock().unwrap().get(case).cloned();
        Box::pin(async move { Ok(found) })
    }
}

/// What the gateway saw.
#[derive(Default)]
pub struct Seen {
    pub traffic: Mutex<Vec<Traffic>>,
    pub offered: Mutex<Vec<Offered>>,
}

impl Seen {
    pub fn saw(&self, from: &str, to: &str, rung: Rung, count: i64) {
        let last = Instant::from_seconds(0);
        self.traffic.lock().unwrap().push(Traffic { from: from.into(), to: to.into(), rung, count, last });
    }
}

impl Joins for Seen {
    fn traffic(&self, _: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        let found = self.traffic.lock().unwrap().clone();
        Box::pin(async move { Ok(found) })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        let found = self.offered.lock().unwrap().clone();
        Box::pin(async move { Ok(found) })
    }
}

/// Addresses that open or do not.
pub struct Net(pub Mutex<Probed>);

impl Probes for Net {
    fn probe<'a>(&'a self, _: &'a str) -> Answer<'a, Probed> {
        let found = *self.0.lock().unwrap();
        Box::pin(async move { found })
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub room: Applications,
    pub desk: Arc<PlayedDesk>,
    pub seen: Arc<Seen>,
    pub net: Arc<Net>,
    pub deps: Deps,
}

pub fn kominfo() -> Session {
    officer("kominfo", Role::Liaison, "dinas-kominfo")
}

pub fn author(session: &Session) -> Author {
    Author::of(session)
}

pub async fn offices() -> Vec<Office> {
    let mut found = Vec::new();
    for ledger in testkit::ledgers(applications::MIGRATIONS).await {
        found.push(office(ledger, few()).await);
    }
    found
}

pub async fn office(ledger: Ledger, agencies: Offices) -> Office {
    let (desk, seen) = (Arc::new(PlayedDesk::default()), Arc::new(Seen::default()));
    let net = Arc::new(Net(Mutex::new(Probed { state: State::Open, code: 200 })));
    let services = || vec![OwnService::new("surat-domisili", "Surat keterangan domisili")];
    let deps = Deps {
        region: REGION.into(),
        city: "Kabupaten Contoh".into(),
        zone: Zone::Wib,
        public_url: "https://contoh.go.id".into(),
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(agencies),
        staff: Arc::new(Names),
        joins: vec![seen.clone()],
        requests: desk.clone(),
        services: Arc::new(services),
        probes: net.clone(),
    };
    let room = Applications::open(deps.clone()).await.unwrap();
    Office { ledger, room, desk, seen, net, deps }
}

impl Office {
    pub fn at(&self, moment: &str) {
        self.ledger.clock.set(Instant::parse(moment).unwrap());
    }

    /// Records an application as Kominfo; its slug.
    pub async fn record(&self, name: &str, unit: &str, more: &[(&str, &str)]) -> String {
        let mut cells = vec![("nama", name), ("pemilik", unit)];
        cells.extend(more);
        self.write(&kominfo(), None, &cells).await.unwrap()
    }

    pub async fn write(
        &self,
        who: &Session,
        there: Option<(&str, i64)>,
        cells: &[(&str, &str)],
    ) -> Result<String, applications::Refused> {
        let cells: BTreeMap<String, String> =
            cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        self.room.write(&author(who), there, &|name| cells.get(name).cloned().unwrap_or_default()).await
    }

    /// The desk's log says that a case ended; the tables that follow the log hear it, and the worker acts.
    pub async fn ended(&self, case: &str, service: &str) {
        let event = NewEvent {
            name: "case.ended".into(),
            happened_at: self.ledger.now(),
            actor: kernel::Actor::System,
            data: json!({ "end": "disetujui", "desk": { "service": service } }),
        };
        let commit = Commit { events: vec![event], ..Commit::new(REGION, format!("case/{case}"), ANY_VERSION) };
        self.ledger.store.commit(commit, self.ledger.now()).await.unwrap();
        self.ledger.project(REGION, &applications::projections()).await;
        self.work("applications.decide").await;
    }

    /// Runs one job once; how many things it did.
    pub async fn work(&self, name: &str) -> u64 {
        job(&self.room, name).run(self.ledger.now()).await.unwrap().done
    }

    /// The pages, with these people signed in.
    pub fn site(&self, people: Vec<Session>) -> Site {
        Site::new(&self.ledger, applications::room(self.room.clone()), people)
    }

    /// Names of the events of the log, in order.
    pub async fn happened(&self) -> Vec<String> {
        self.ledger.log(REGION).await.into_iter().map(|event| event.fact.name).collect()
    }
}

pub fn job(room: &Applications, name: &str) -> Box<dyn Job> {
    applications::jobs(room).into_iter().find(|job| job.name() == name).unwrap()
}
