//! An invented city: a few villages, a few agencies, and a registrar that remembers.

use bridges::mapping::{Known, Mapping, Strictness};
use bridges::{Doors, ImportError, Job, Region, Report, Source, Watch};
use cases::doors::{
    Agency, Answer, District, ExportedCase, Gazetteer, ImportRefusal, Imported, ImportedCase, Located, Registrar,
    Village, VillageMatch,
};
use kernel::{CaseNumber, Instant, Zone};
use std::sync::{Arc, Mutex};
use testkit::Offices;

/// Villages by name, all in Gunungan (35.99.01) but Tulip, which is in Lembahan (35.99.02).
pub struct Villages;

const VILLAGES: [(&str, &str); 3] =
    [("Melati", "35.99.01.1001"), ("Mawar", "35.99.01.1002"), ("Tulip", "35.99.02.1001")];

fn village(at: usize) -> Village {
    let (name, code) = VILLAGES[at];
    Village { code: code.to_owned(), name: name.to_owned(), district: code[..8].to_owned(), kelurahan: true }
}

impl Gazetteer for Villages {
    fn districts(&self) -> Arc<[District]> {
        let district = |code: &str, name: &str| District { code: code.to_owned(), name: name.to_owned() };
        Arc::from([district("35.99.01", "Gunungan"), district("35.99.02", "Lembahan")])
    }
    fn villages(&self) -> Arc<[Village]> {
        (0..VILLAGES.len()).map(village).collect()
    }
    fn village(&self, code: &str) -> Option<Village> {
        self.villages().iter().find(|one| one.code == code).cloned()
    }
    fn find(&self, name: &str, district: &str) -> VillageMatch {
        let bare = name.to_lowercase().replace("kel. ", "");
        match (bare.as_str(), district.to_lowercase().as_str()) {
            ("melati", "gunungan") => VillageMatch::Exact(village(0)),
            ("mawar", "gunungan" | "") => VillageMatch::Exact(village(1)),
            ("melatih", "gunungan") => VillageMatch::Repaired(village(0)),
            ("kenanga lama", "gunungan lama") => VillageMatch::Alias(village(1), "berganti nama".to_owned()),
            _ => VillageMatch::Unknown,
        }
    }
    fn locate(&self, _: f64, _: f64) -> Located {
        Located { village: None, inside: None }
    }
}

const OFFICES: [(&str, &str); 4] = [
    ("dinas-pupr", "Dinas Jalan Contoh"),
    ("dinas-lingkungan-hidup", "Dinas Lingkungan Contoh"),
    ("kecamatan-35.99.01", "Kecamatan nomor satu"),
    ("desa-35.99.01.1002", "Kelurahan nomor dua"),
];

fn offices() -> Offices {
    let office = |(unit, name): (&str, &str)| Agency { unit: unit.into(), name: name.into(), short: name.into() };
    OFFICES.into_iter().map(office).collect()
}

/// Keeps what it is given; fails from the `breaks_at`-th case on, if told so.
#[derive(Default)]
pub struct Memory {
    pub cases: Mutex<Vec<ImportedCase>>,
    pub batches: Mutex<Vec<usize>>,
    pub breaks_at: Option<usize>,
}

impl Memory {
    pub fn case(&self, outside: &str) -> ImportedCase {
        let cases = self.cases.lock().unwrap();
        cases.iter().find(|one| one.outside == outside).unwrap_or_else(|| panic!("{outside} is not there")).clone()
    }

    pub fn count(&self) -> usize {
        self.cases.lock().unwrap().len()
    }
}

fn number(at: usize) -> CaseNumber {
    CaseNumber::new("LPR", 2026, at as u64 + 1)
}

impl Registrar for Memory {
    fn import<'a>(&'a self, cases: Vec<ImportedCase>) -> Answer<'a, Vec<Result<Imported, ImportRefusal>>> {
        self.batches.lock().unwrap().push(cases.len());
        let mut kept = self.cases.lock().unwrap();
        let answers = cases.into_iter().map(|case| {
            if self.breaks_at.is_some_and(|most| kept.len() >= most) {
                return Err(ImportRefusal::Store("cakram penuh".to_owned()));
            }
            let before = kept.iter().position(|one| one.source == case.source && one.outside == case.outside);
            if let Some(at) = before {
                return Ok(Imported::Unchanged(number(at)));
            }
            kept.push(case);
            Ok(Imported::New(number(kept.len() - 1)))
        });
        let answers = answers.collect();
        Box::pin(async move { answers })
    }
    fn exported<'a>(
        &'a self,
        source: &'a str,
        cursor: &'a str,
        limit: usize,
    ) -> Answer<'a, Result<Vec<ExportedCase>, ImportRefusal>> {
        let after = if cursor.is_empty() { 0 } else { cursor.parse::<usize>().unwrap() + 1 };
        let cases = self.cases.lock().unwrap();
        let page = cases.iter().enumerate().skip(after).filter(|(_, case)| case.source == source).take(limit);
        let page = page.map(|(at, case)| ExportedCase {
            cursor: format!("{at:06}"),
            number: number(at),
            original: case.original.clone(),
            secret: case.secret,
            status: None,
            answer: case.answer.clone(),
        });
        let page = page.collect();
        Box::pin(async move { Ok(page) })
    }
    fn services(&self) -> Vec<String> {
        known().services
    }
}

pub fn known() -> Known {
    let services = [
        "jalan-rusak",
        "lampu-jalan",
        "pohon",
        "sampah",
        "drainase-banjir",
        "air-bersih",
        "bantuan-sosial",
        "dokumen-kependudukan",
        "pelayanan-petugas",
        "lainnya",
    ];
    Known { services: services.map(str::to_owned).to_vec(), units: OFFICES.map(|(unit, _)| unit.to_owned()).into() }
}

pub fn mediacenter() -> Mapping {
    let text = include_str!("../../../../wilayah/35.78/mediacenter.toml");
    Mapping::parse(text, &known(), Strictness::Strict).unwrap()
}

pub fn lapor() -> Mapping {
    let tables = "#: pemetaan 1\n[instansi]\n\"131410\" = \"dinas-pupr\"\n";
    bridges::lapor::mapping(Some(tables), &known()).unwrap()
}

pub fn bytes(bytes: &[u8]) -> Source {
    Source::Bytes("uji.csv".to_owned(), Arc::from(bytes))
}

/// Imports into the invented city (Kota Contoh, WITA) in November 2026 and gives the list beside the outcome.
pub async fn import(memory: &Arc<Memory>, mapping: Mapping, source: Source) -> (Result<Report, ImportError>, String) {
    let job = Job {
        source,
        mapping,
        doors: Doors {
            gazetteer: Arc::new(Villages),
            agencies: Arc::new(offices()),
            registrar: Arc::clone(memory) as _,
        },
        region: Region { name: "Kota Contoh".to_owned(), zone: Zone::Wita },
        now: Instant::parse("2026-11-22T00:00:00Z").unwrap(),
    };
    let mut list = Vec::new();
    let watch = Watch { list: &mut list, progress: &mut |_| {} };
    let outcome = bridges::import(&job, watch).await;
    (outcome, String::from_utf8(list).unwrap())
}
