//! A steering installation, and a region: five regions, two weightings, three assessors.

use definition::Number;
use kernel::fact::{Both, FactKind, Telling};
use kernel::{Fact, FactAsked, FactValue, Facts, Instant, Role, Zone};
use movement::model::record::Kind;
use movement::model::yardstick::{Criterion, Yardstick};
use movement::{Area, Deps, Movement, NewCohort};
use std::sync::Arc;
use testkit::{Ledger, People, Site, officer};
use web::Session;

pub const NATION: &str = "00";

/// Three assessors, and one who is the contact of the region 35.18 as well.
fn people() -> People {
    let assessors = ["satu", "dua", "tiga", "dalam"].map(|id| (id, Role::Assessor, "dinas-kominfo"));
    People::holding(assessors.into_iter().chain([("dalam", Role::Liaison, "daerah-35.18")]))
}

/// Two facts, of which one can be told.
struct Figures;

impl Facts for Figures {
    fn kinds(&self) -> Vec<FactKind> {
        let kind = |id, name| FactKind { id, name, how: name, by_unit: false, over_time: true };
        vec![
            kind("rencana.janji-ditepati", Both { id: "Janji yang ditepati", en: "Promises kept" }),
            kind("indeks.spbe-2020", Both { id: "Indeks SPBE (simulasi)", en: "SPBE index (simulation)" }),
        ]
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        let value = (asked.fact == "rencana.janji-ditepati").then_some(FactValue::Count { count: 7 });
        Box::pin(async move { Ok(value.map(|value| Fact { value, as_of: now })) })
    }
}

fn yardstick(id: &str, criteria: &[(&str, i64)], fractions: bool) -> Yardstick {
    let criterion = |(id, weight): &(&str, i64)| Criterion {
        id: (*id).into(),
        name: format!("Kriteria {id}"),
        weight: Number::whole(*weight),
    };
    Yardstick {
        id: id.into(),
        name: format!("Instrumen {id}"),
        ends: (Number::whole(i64::from(!fractions)), Number::whole(5)),
        fractions,
        total: fractions.then(|| Number::whole(100)),
        decimals: 2,
        criteria: criteria.iter().map(criterion).collect(),
    }
}

fn areas() -> Vec<Area> {
    let area = |code: &str, name: &str, province: &str| Area {
        code: code.into(),
        name: name.into(),
        province: province.into(),
    };
    vec![
        area("32.12", "Kabupaten Indramayu", "Jawa Barat"),
        area("35.17", "Kabupaten Jombang", "Jawa Timur"),
        area("35.18", "Kabupaten Nganjuk", "Jawa Timur"),
        area("35.71", "Kota Kediri", "Jawa Timur"),
        area("64.02", "Kabupaten Kutai Kartanegara", "Kalimantan Timur"),
    ]
}

pub struct Office {
    pub ledger: Ledger,
    pub movement: Movement,
}

pub fn secretariat() -> Session {
    officer("sekretariat", Role::Planner, "bappeda")
}

pub fn assessor(id: &str) -> Session {
    officer(id, Role::Assessor, "dinas-kominfo")
}

/// The own login of a region.
pub fn of_region(code: &str) -> Session {
    officer(&format!("penghubung-{code}"), Role::Liaison, &format!("daerah-{code}"))
}

/// On each database, on 1 March 2027: an installation that steers five regions.
pub async fn offices() -> Vec<Office> {
    opened(NATION, "Indonesia", areas()).await
}

/// On each database: a region with its own installation.
pub async fn regions() -> Vec<Office> {
    opened("35.17", "Kabupaten Jombang", Vec::new()).await
}

async fn opened(region: &str, city: &str, areas: Vec<Area>) -> Vec<Office> {
    let five = ["dasar", "keluaran", "hasil", "dampak", "quick-win"];
    let weighed = |weights: [i64; 5]| five.into_iter().zip(weights).collect::<Vec<_>>();
    let yardsticks: Arc<[Yardstick]> = Arc::new([
        yardstick("gerakan-evaluasi-a", &weighed([10, 20, 30, 30, 10]), true),
        yardstick("gerakan-evaluasi-b", &weighed([10, 20, 30, 20, 20]), true),
        yardstick("gerakan-seleksi", &[("komitmen", 1), ("anggaran", 1), ("internet", 1)], false),
    ]);
    let mut offices = Vec::new();
    for ledger in testkit::ledgers(movement::MIGRATIONS).await {
        let movement = Movement::open(Deps {
            region: region.into(),
            city: city.into(),
            zone: Zone::Wib,
            store: ledger.store.clone(),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            staff: Arc::new(people()),
            areas: areas.clone().into(),
            yardsticks: yardsticks.clone(),
            facts: Arc::new(Figures),
        })
        .await
        .unwrap();
        offices.push(Office { ledger, movement });
    }
    offices
}

/// Answers of a form: the cells that were filled in.
pub fn typed<'a>(cells: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> String + Sync + 'a {
    |name| cells.iter().find(|(found, _)| *found == name).map_or_else(String::new, |(_, text)| (*text).to_owned())
}

impl Office {
    pub fn at(&self, moment: &str) {
        self.ledger.clock.set(Instant::parse(moment).unwrap());
    }

    pub async fn cohort(&self, year: i64, size: i64, total: Option<i64>) {
        let new = NewCohort { year, size, total, note: "Catatan", source: "Sumber" };
        self.movement.write_cohort(&secretariat(), new, None).await.unwrap();
    }

    pub async fn write(
        &self,
        who: &Session,
        area: &str,
        kind: Kind,
        cells: &[(&str, &str)],
    ) -> Result<String, movement::Refused> {
        self.movement.write_record(who, (area, kind), None, &typed(cells)).await
    }

    /// A memorandum of a region, with its key.
    pub async fn sign(&self, area: &str, key: &str) -> Result<String, movement::Refused> {
        let cells = [("hari", "2022-04-21"), ("tempat", "Daring"), ("pihak", "Kementerian"), ("kunci", key)];
        self.write(&secretariat(), area, Kind::Memorandum, &cells).await
    }

    /// The pages, with these people signed in.
    pub fn site(&self, people: Vec<Session>) -> Site {
        Site::new(&self.ledger, movement::room(self.movement.clone()), people)
    }

    /// Names of the events of the log, in order.
    pub async fn happened(&self, region: &str) -> Vec<String> {
        self.ledger.log(region).await.into_iter().map(|event| event.fact.name).collect()
    }
}
