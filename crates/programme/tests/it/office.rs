//! A town with three agencies, two planners and a leader.

use cases::doors::{District, Gazetteer, Located, Village, VillageMatch};
use jiff::civil::date;
use kernel::calendar::CalendarChange;
use kernel::{Calendar, Instant, Role, Zone};
use programme::model::cells::Cells;
use programme::model::plan::{Decree, DecreeKind, Plan};
use programme::{Deps, Line, Programme};
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::{Ledger, Names, Offices, officer};
use web::Session;

pub const REGION: &str = "35.17";

/// Its places.
pub struct Town;

impl Gazetteer for Town {
    fn districts(&self) -> Arc<[District]> {
        let district = |code: &str, name: &str| District { code: code.into(), name: name.into() };
        vec![district("35.17.01", "Perak"), district("35.17.02", "Gudo")].into()
    }

    fn villages(&self) -> Arc<[Village]> {
        Vec::new().into()
    }

    fn village(&self, _: &str) -> Option<Village> {
        None
    }

    fn find(&self, _: &str, _: &str) -> VillageMatch {
        VillageMatch::Unknown
    }

    fn locate(&self, _: f64, _: f64) -> Located {
        Located { village: None, inside: None }
    }
}

pub struct Office {
    pub ledger: Ledger,
    pub programme: Programme,
}

pub fn ani() -> Session {
    officer("ani", Role::Planner, "bappeda")
}

pub fn wali() -> Session {
    officer("wali", Role::Leader, "bappeda")
}

/// The working days of 2027; Saturdays and Sundays are the only free ones.
pub fn days() -> Arc<Calendar> {
    let year = CalendarChange::Year { year: 2027, holidays: BTreeMap::new() };
    Arc::new(Calendar::default().changed(&year, date(2020, 1, 1)))
}

/// An office on each database, on 1 February 2027.
pub async fn offices() -> Vec<Office> {
    offices_with(None).await
}

/// The same with a typesetter.
pub async fn offices_with(press: Option<paper::Press>) -> Vec<Office> {
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(programme::MIGRATIONS).await {
        ledger.clock.set(Instant::parse("2027-02-01T09:00:00+07:00").unwrap());
        let programme = Programme::open(Deps {
            region: REGION.into(),
            city: "Kabupaten Contoh".into(),
            zone: Zone::Wib,
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            agencies: Arc::new(Offices::of(&["dinas-a", "dinas-b", "bappeda"])),
            gazetteer: Arc::new(Town),
            staff: Arc::new(Names),
            services: Arc::new(|| vec![("jalan-rusak".into(), "Laporan jalan rusak".into())]),
            press: press.clone(),
            days: Arc::new(days),
        })
        .await
        .unwrap();
        offices.push(Office { ledger, programme });
    }
    offices
}

/// The cells of a sound promise.
pub fn written(name: &str) -> Cells {
    [
        ("nama", name),
        ("sub", "pelayanan"),
        ("opd", "dinas-a"),
        ("mulai", "2027"),
        ("selesai", "2029"),
        ("ukuran", "Laporan yang dijawab tepat waktu"),
        ("satuan", "persen"),
        ("arah", "naik"),
        ("awal", "40"),
        ("target", "2027 = 60; 2028 = 80; 2029 = 90"),
        ("anggaran", "2027 apbd 250.000.000"),
        ("quick_win", "2027-09-30"),
        ("janji_quick_win", "Laporan dijawab dalam tiga hari"),
    ]
    .into_iter()
    .collect()
}

impl Office {
    pub fn at(&self, moment: &str) {
        self.ledger.clock.set(Instant::parse(moment).unwrap());
    }

    pub async fn plan(&self) -> Plan {
        self.programme.the_plan().await.unwrap()
    }

    /// Writes one promise and answers its id.
    pub async fn promise(&self, cells: &Cells) -> String {
        let plan = self.plan().await;
        let written = self.programme.read_cells(&plan, cells).unwrap();
        let line = Line { id: "", revision: 0, written, reason: "" };
        self.programme.write(&ani(), &plan, &[line]).await.unwrap().remove(0)
    }

    /// Writes a promise anew, as it now stands.
    pub async fn rewrite(&self, id: &str, cells: &Cells, reason: &str) -> Result<(), programme::Refused> {
        let plan = self.plan().await;
        let now = self.programme.promise(&plan, plan.newest().number, id).await?;
        let written = self.programme.read_cells(&plan, cells)?;
        let line = Line { id, revision: now.revision, written, reason };
        self.programme.write(&ani(), &plan, &[line]).await.map(drop)
    }

    /// A plan with one promise, in force since the day of `moment`.
    pub async fn decreed() -> Vec<(Self, String)> {
        let mut decreed = Vec::new();
        for office in offices().await {
            office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
            let id = office.promise(&written("Jawaban cepat")).await;
            office.sign(12, date(2027, 2, 1)).await;
            decreed.push((office, id));
        }
        decreed
    }

    /// From draft to decree, by two people.
    pub async fn sign(&self, number: i64, day: jiff::civil::Date) {
        self.programme.submit(&ani()).await.unwrap();
        self.programme.approve(&wali()).await.unwrap();
        let decree = Decree { kind: DecreeKind::Regulation, number, day };
        self.programme.decree(&ani(), decree).await.unwrap();
    }
}
