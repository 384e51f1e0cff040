//! Action plans on both databases: written and locked, two people in one month, silence that goes up, quarters for good.

mod import;
mod pages;
mod silence;
mod story;

use super::Office;
use super::office::{REGION, ani};
use kernel::Role;
use programme::monev::model::plan::Act;
use programme::monev::model::step::Step;
use programme::monev::{ActionLine, NewEntry};
use testkit::officer;
use web::Session;

/// Liaison of dinas-a.
pub fn sari() -> Session {
    officer("sari", Role::Liaison, "dinas-a")
}

/// Head of dinas-a.
pub fn budi() -> Session {
    officer("budi", Role::Head, "dinas-a")
}

/// Another planner.
pub fn rini() -> Session {
    officer("rini", Role::Planner, "bappeda")
}

pub const UNIT: &str = "dinas-a";
pub const YEAR: i16 = 2027;

/// A step from one month to another.
pub fn step(promise: &str, name: &str, months: (u8, u8), weight: i64) -> Step {
    let mut step = Step {
        promise: promise.into(),
        name: name.into(),
        first: months.0,
        last: months.1,
        weight,
        person: "Kepala Bidang".into(),
        source: "apbd".into(),
        proof: "Berita acara".into(),
        ..Step::default()
    };
    step.budget.quarters[0] = 1_000_000;
    step
}

pub fn line(step: Step) -> ActionLine {
    ActionLine { unit: UNIT.into(), id: String::new(), revision: 0, step }
}

/// A town with a decreed plan, and an action plan of two steps in force: their ids by name.
pub struct Town {
    pub office: Office,
    pub promise: String,
    pub steps: Vec<String>,
}

impl Town {
    pub async fn all() -> Vec<Self> {
        let mut towns = Vec::new();
        for (office, promise) in Office::decreed().await {
            let lines = [line(step(&promise, "A. Survei", (1, 2), 3)), line(step(&promise, "B. Pelatihan", (2, 4), 1))];
            office.programme.write_actions(&sari(), YEAR, &lines).await.unwrap();
            let mut town = Self { office, promise, steps: Vec::new() };
            town.lock().await;
            let mut actions = town.office.programme.actions(UNIT, YEAR, 0).await.unwrap();
            actions.sort_by(|one, other| one.1.step.name.cmp(&other.1.step.name));
            town.steps = actions.into_iter().map(|(_, action)| action.id).collect();
            towns.push(town);
        }
        towns
    }

    pub async fn act(&self, who: &Session, act: Act<'_>) -> Result<(), programme::monev::Refused> {
        self.office.programme.move_action_plan(who, UNIT, YEAR, act).await
    }

    /// From draft to baseline, by three people.
    pub async fn lock(&self) {
        self.act(&sari(), Act::Submit(0)).await.unwrap();
        self.act(&budi(), Act::Approve).await.unwrap();
        self.act(&ani(), Act::Lock).await.unwrap();
    }

    /// What is said of a step: its number from 0, done in thousandths, and the version that was seen.
    pub fn said(&self, step: usize, done: i64, seen: i64) -> NewEntry {
        NewEntry {
            step: self.steps[step].clone(),
            seen,
            done,
            spent: 250_000,
            evidence: "https://contoh.go.id/bukti".into(),
            obstacle: String::new(),
        }
    }

    pub async fn enter(&self, month: u8, entries: &[NewEntry]) -> Result<usize, programme::monev::Refused> {
        self.office.programme.enter_month(&sari(), (UNIT, YEAR, month), entries).await
    }

    /// Facts in the log.
    pub async fn head(&self) -> i64 {
        self.office.ledger.store.sequence(REGION).await.unwrap();
        self.office.ledger.store.head(REGION).await.unwrap()
    }
}
