//! What the plan itself tells as facts: its version in force, promises by verdict, quick wins.

use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::standings::{Standing, counting_day};
use kernel::Instant;
use kernel::fact::{Both, Fact, FactAsked, FactKind, FactValue};

/// What the id of each of them begins with.
pub(crate) const PREFIX: &str = "rencana.";
const VERSION: &str = "rencana.versi";

/// Facts that count promises: id, names, and which promises.
type Counted = (&'static str, Both, fn(&Standing) -> bool);

const fn both(id: &'static str, en: &'static str) -> Both {
    Both { id, en }
}

const COUNTED: [Counted; 9] = [
    ("rencana.janji-ditepati", both("Janji yang ditepati", "Promises kept"), |one| one.verdict == Verdict::Kept),
    ("rencana.janji-ingkar", both("Janji yang tidak ditepati", "Promises broken"), |one| {
        one.verdict == Verdict::Broken
    }),
    ("rencana.janji-diam", both("Janji yang tidak dilaporkan", "Promises not reported"), |one| {
        one.verdict == Verdict::Silent
    }),
    ("rencana.janji-sesuai", both("Janji yang tercapai sejauh ini", "Promises on track"), |one| {
        one.verdict == Verdict::OnTrack
    }),
    ("rencana.janji-berjalan", both("Janji yang masih berjalan", "Promises under way"), |one| {
        one.verdict == Verdict::Running
    }),
    (
        "rencana.janji-terbuka",
        both("Program tanpa janji untuk tahun ini", "Programmes without a promise this year"),
        |one| one.verdict == Verdict::Open,
    ),
    ("rencana.quick-win", both("Quick win yang dijanjikan", "Quick wins promised"), |one| one.quick.is_some()),
    ("rencana.quick-win-hadir", both("Quick win yang ada", "Quick wins that are there"), |one| {
        one.quick.is_some_and(|(_, there, _)| there.is_some())
    }),
    ("rencana.quick-win-ingkar", both("Quick win yang lewat tenggat", "Quick wins past their date"), |one| {
        one.quick.is_some_and(|(_, _, verdict)| verdict == Verdict::Broken)
    }),
];

const HOW: Both = both(
    "Dihitung dari versi rencana induk yang berlaku pada akhir tahun itu, dengan laporan yang terakhir.",
    "Counted over the version of the master plan in force at the end of the year, by what was reported last.",
);

/// What is on offer.
pub(crate) fn kinds() -> Vec<FactKind> {
    let kind = |id, name| FactKind { id, name, how: HOW, by_unit: false, over_time: true };
    let version = kind(VERSION, both("Versi rencana induk yang berlaku", "Version of the master plan in force"));
    std::iter::once(version).chain(COUNTED.iter().map(|(id, name, _)| kind(*id, *name))).collect()
}

impl Programme {
    /// One of these facts for the year in which both days lie; none where no version was in force.
    pub(crate) async fn plan_fact(&self, asked: &FactAsked, now: Instant) -> Result<Option<Fact>, String> {
        let year = asked.from.year();
        if asked.to.year() != year || asked.unit.is_some() {
            return Ok(None);
        }
        let told = |count: i64| Ok(Some(Fact { value: FactValue::Count { count }, as_of: now }));
        let Some(plan) = self.plan().await.map_err(|error| error.to_string())? else { return Ok(None) };
        let Some(version) = plan.in_force(counting_day(year, self.today())) else { return Ok(None) };
        if asked.fact == VERSION {
            return told(version.number);
        }
        let Some((_, _, counts)) = COUNTED.iter().find(|(id, _, _)| *id == asked.fact) else { return Ok(None) };
        let standings = self.standings(&plan, year).await.map_err(|error| error.to_string())?;
        told(i64::try_from(standings.iter().filter(|one| counts(one)).count()).unwrap_or(i64::MAX))
    }
}
