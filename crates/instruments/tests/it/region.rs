//! A region with two agencies, its coordinator, an assessor, and facts that are played.

use cases::doors::{Agencies, Agency, Answer, Staff, StandIn};
use instruments::Assessments;
use instruments::assessment::Deps;
use kernel::fact::{Both, Telling};
use kernel::{Fact, FactAsked, FactKind, FactValue, Facts, Instant, OfficerId, Role, Zone};
use std::sync::Arc;
use testkit::Ledger;
use web::{Grant, Session};

pub const REGION: &str = "35.17";
pub const PDF: &[u8] = b"%PDF-1.7 peraturan bupati";

struct Town;

impl Agencies for Town {
    fn all(&self) -> Arc<[Agency]> {
        ["dinas-a", "dinas-b"].into_iter().filter_map(|unit| self.agency(unit)).collect()
    }

    fn agency(&self, unit: &str) -> Option<Agency> {
        let short = unit.strip_prefix("dinas-")?.to_uppercase();
        Some(Agency { unit: unit.into(), name: format!("Dinas {short}"), short })
    }

    fn find(&self, _: &str) -> Option<Agency> {
        None
    }

    fn role_of(&self, _: &str, _: &str) -> Option<Role> {
        None
    }

    fn title_name(&self, _: &str, _: &str) -> String {
        String::new()
    }
}

impl Staff for Town {
    fn holding<'a>(&'a self, _: &'a str, _: Role) -> Answer<'a, Vec<OfficerId>> {
        Box::pin(async { Vec::new() })
    }

    fn all_holding(&self, role: Role) -> Answer<'_, Vec<(OfficerId, String)>> {
        let known = match role {
            Role::Assessor => ["rina", "tono"].map(|id| (OfficerId(id.into()), format!("Nama {id}"))).to_vec(),
            _ => Vec::new(),
        };
        Box::pin(async { known })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("Nama {}", officer.0)) })
    }

    fn email<'a>(&'a self, _: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn stands_in<'a>(&'a self, _: &'a OfficerId, _: jiff::civil::Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }

    fn letters<'a>(&'a self, _: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }
}

impl Facts for Town {
    fn kinds(&self) -> Vec<FactKind> {
        let kind = |id, name| FactKind {
            id,
            name: Both { id: name, en: name },
            how: Both { id: "Dihitung dari catatan.", en: "Counted from the ledger." },
            by_unit: true,
            over_time: true,
        };
        vec![kind("kasus.tepat-waktu", "Selesai tepat waktu"), kind("kepuasan.rata-rata", "Rata-rata penilaian")]
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        Box::pin(async move {
            let known = asked.fact == "kasus.tepat-waktu";
            Ok(known.then_some(Fact { value: FactValue::Share { part: 9, of: 12 }, as_of: now }))
        })
    }
}

/// The room on this ledger.
pub async fn opened(ledger: &Ledger) -> Assessments {
    let deps = Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Town),
        staff: Arc::new(Town),
        facts: Arc::new(Town),
    };
    Assessments::open(deps).await.unwrap()
}

/// An officer.
pub fn officer(id: &str, role: Role, unit: &str) -> Session {
    Session {
        officer: OfficerId(id.into()),
        name: format!("Nama {id}"),
        grants: vec![Grant { role, unit: unit.into() }],
        form_secret: vec![7; 32],
        confirmed_at: Instant::from_seconds(0),
    }
}

/// The coordinator.
pub fn agus() -> Session {
    officer("agus", Role::CityAdmin, "dinas-kominfo")
}

/// Works in `dinas-a`.
pub fn ani() -> Session {
    officer("ani", Role::Liaison, "dinas-a")
}

/// Works in `dinas-b`.
pub fn budi() -> Session {
    officer("budi", Role::Head, "dinas-b")
}

/// An assessor from outside.
pub fn rina() -> Session {
    officer("rina", Role::Assessor, "inspektorat")
}

/// Another assessor from outside.
pub fn tono() -> Session {
    officer("tono", Role::Assessor, "inspektorat")
}
