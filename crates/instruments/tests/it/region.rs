//! A region with two agencies, its coordinator, an assessor, and facts that are played.

use instruments::Assessments;
use instruments::assessment::Deps;
use kernel::fact::{Both, Telling};
use kernel::{Fact, FactAsked, FactKind, FactValue, Facts, Instant, Role, Zone};
use std::sync::Arc;
use testkit::{Ledger, Offices, People};
use web::Session;

pub const REGION: &str = "35.17";
pub const PDF: &[u8] = b"%PDF-1.7 peraturan bupati";

/// Facts that are played.
struct Figures;

impl Facts for Figures {
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
    let assessors = ["rina", "tono"].map(|id| (id, Role::Assessor, "inspektorat"));
    let deps = Deps {
        region: REGION.into(),
        city: "Kabupaten Jombang".into(),
        zone: Zone::Wib,
        store: ledger.store.clone(),
        clock: Arc::new(ledger.clock.clone()),
        chance: Arc::new(ledger.chance.clone()),
        agencies: Arc::new(Offices::of(&["dinas-a", "dinas-b"])),
        staff: Arc::new(People::holding(assessors)),
        facts: Arc::new(Figures),
    };
    Assessments::open(deps).await.unwrap()
}

/// An officer.
pub fn officer(id: &str, role: Role, unit: &str) -> Session {
    Session { name: format!("Nama {id}"), ..testkit::officer(id, role, unit) }
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
