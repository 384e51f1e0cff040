//! Laws of the services that the program carries, as they are and with changes by chance: whatever checks clean ends, and
//! no clock of it restarts, runs ahead of time or says other than its ledger.

use crate::town::{calendar, context, officer, opening, wib};
use cases::{Act, AnswersRef, Case, CaseClock, ClockEntryKind, ClockRef, Command, Open, decide, offers, open};
use definition::model::{Definition, FieldKind, Options};
use definition::number::Number;
use definition::value::{Answers, Value};
use definition::{Lists, Region, Severity, Units};
use kernel::clock::Stretch;
use kernel::{Actor, Calendar, Instant};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

static UNITS: LazyLock<Units> =
    LazyLock::new(|| Units::parse(include_str!("../../../../wilayah/baku/unit.toml")).unwrap());

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::new();
    for entry in std::fs::read_dir("../../wilayah/baku/daftar").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        lists.add(name, &std::fs::read_to_string(&path).unwrap()).unwrap();
    }
    lists
});

/// Every text under `layanan/`, by its path.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    walk(Path::new("../../layanan"), &mut found);
    for id in ["jalan-rusak", "surat-domisili-usaha", "izin-reklame"] {
        let text = std::fs::read_to_string(format!("../definition/tests/data/{id}.toml")).unwrap();
        found.push((id.to_owned(), text));
    }
    found.sort();
    found
});

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "toml") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// A change by chance: what it looks for, and what it puts there.
const CHANGES: [(&str, &str); 12] = [
    ("\"1 hari kerja\"", "\"3 jam kerja\""),
    ("\"3 hari kerja\"", "\"2 hari\""),
    ("\"7 hari kerja\"", "\"90 menit kerja\""),
    ("\"10 hari kerja\"", "\"3 hari kerja\""),
    ("\"5 hari kerja\"", "\"8 jam\""),
    ("hitung   = \"jeda\"", "hitung   = \"jalan\""),
    ("= \"semua\"", "= \"satu\""),
    (", maks = 1", ", maks = 3"),
    ("maks = 2", "maks = 1"),
    (", umumkan = true", ""),
    ("wajib = true", "wajib = false"),
    ("alasan = true, ", ""),
];

/// A text with those of the changes that chance chose, where the words stand in it.
fn changed(text: &str, chosen: u16) -> String {
    let mut text = text.to_owned();
    for (index, (from, to)) in CHANGES.iter().enumerate() {
        if chosen & (1 << index) != 0 {
            text = text.replace(from, to);
        }
    }
    text
}

/// The definition, unless the checker has an error. Without its scenarios: what they expect is of the text as it was.
fn sound(text: &str) -> Option<Definition> {
    let head = text.split("[[uji]]").next().unwrap_or(text);
    let checked = definition::check(head, &Region { units: &UNITS, lists: &LISTS });
    let severe = |one: &definition::Diagnostic| one.severity() == Severity::Error && !one.code.starts_with("E07");
    checked.definition.filter(|_| !checked.findings.iter().any(severe))
}

struct Play<'a> {
    definition: &'a Definition,
    calendar: Calendar,
    case: Case,
    now: Instant,
    taken: BTreeMap<(String, String), u32>,
}

impl<'a> Play<'a> {
    /// A case with an answer to everything that can be chosen, counted or dated.
    fn begin(definition: &'a Definition, second: i64, chance: usize) -> Self {
        let calendar = calendar();
        let now = wib("2026-02-02T08:00:00").plus_seconds(second);
        let answers = AnswersRef::invented(filled(definition, None, chance));
        let opening = Open { answers, ..opening(definition, &json!({})) };
        let case = open(&context(definition, &calendar, true), opening, now, &Actor::Reporter).case;
        Self { definition, calendar, case, now, taken: BTreeMap::new() }
    }

    fn command(&mut self, command: &Command<'_>, actor: &Actor) -> bool {
        let context = context(self.definition, &self.calendar, true);
        let decision = decide(&context, &self.case, command, self.now, actor);
        self.case = decision.case;
        decision.outcome.is_ok()
    }

    /// Takes the offered action that was taken least, with answers by chance; answers whether one could be taken.
    fn act(&mut self, chance: usize) -> bool {
        self.command(&Command::Look, &Actor::System);
        let person = officer(&format!("p{}", self.taken.len()));
        let found = offers(&context(self.definition, &self.calendar, true), &self.case, &person);
        let mut keys: Vec<(String, String)> = found.into_iter().map(|offer| (offer.step, offer.action)).collect();
        keys.sort_by_key(|key| self.taken.get(key).copied().unwrap_or(0));
        for key in keys {
            let working = self.definition.is_working(&key.0);
            let actor = if working { person.clone() } else { Actor::Reporter };
            for turn in 0..6 {
                let act = Act {
                    step: Some(key.0.clone()),
                    action: key.1.clone(),
                    answers: AnswersRef::invented(filled(self.definition, Some(&key.0), chance + turn)),
                    ..Act::default()
                };
                if self.command(&Command::Act(Box::new(act)), &actor) {
                    *self.taken.entry(key).or_default() += 1;
                    return true;
                }
            }
        }
        false
    }

    /// Time until the next clock passes, or a month: silence is a way on.
    fn wait(&mut self) {
        let next = self.case.next_fire_at(&self.calendar).map(|due| due.plus_seconds(1));
        self.now = next.unwrap_or(self.now.plus_seconds(30 * 86_400)).max(self.now);
        self.command(&Command::Look, &Actor::System);
    }

    fn lawful(&self) -> Result<(), TestCaseError> {
        let totals: Vec<&CaseClock> = self.case.clocks.iter().filter(|one| one.name == ClockRef::Total).collect();
        prop_assert!(totals.len() <= 1);
        prop_assert!(totals.iter().all(|total| total.meter.start == self.case.opened_at));
        for clock in &self.case.clocks {
            let (Ok(used), Ok(elapsed)) =
                (clock.consumed(&self.calendar, self.now), clock.meter.elapsed(&self.calendar, self.now))
            else {
                continue;
            };
            prop_assert!((0..=elapsed).contains(&used), "{}: {used} of {elapsed}", clock.name);
            let told = clock.meter.consumed(&self.calendar, &by_ledger(clock), self.now).unwrap();
            prop_assert_eq!(told, used, "{}", &clock.name);
        }
        Ok(())
    }
}

/// What the officers of a step fill in, or without one the resident: an option, a number or a date by chance.
fn filled(definition: &Definition, step: Option<&str>, chance: usize) -> Answers {
    let mut answers = Answers::new();
    for (id, field) in definition.fields.iter().filter(|(_, field)| field.filled_at.as_deref() == step) {
        let value = match (&field.kind, field.kind.options()) {
            (FieldKind::Many(_), _) => continue,
            (_, Some(Options::Inline(options))) => {
                options.get_index(chance % options.len()).map(|(code, _)| Value::Option(code.clone()))
            }
            (FieldKind::YesNo, _) => {
                Some(Value::Option(if chance.is_multiple_of(2) { "ya" } else { "tidak" }.to_owned()))
            }
            (FieldKind::Number { .. }, _) => Some(Value::Number(Number::whole(i64::try_from(chance % 50).unwrap()))),
            (FieldKind::Date, _) => Some(Value::Date(jiff::civil::date(2026, 11, 3))),
            (FieldKind::Point { .. } | FieldKind::Address, _) => None,
            _ => Some(Value::Text("Teks".to_owned())),
        };
        if let Some(value) = value {
            answers.insert(id.clone(), value);
        }
    }
    answers
}

/// When a clock ran, told by its ledger alone.
fn by_ledger(clock: &CaseClock) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for entry in &clock.log {
        let last = stretches.last_mut().filter(|last| last.is_open());
        match (entry.kind, last) {
            (ClockEntryKind::Started | ClockEntryKind::Resumed, None) => stretches.push(Stretch::since(entry.at)),
            (ClockEntryKind::Paused | ClockEntryKind::Stopped, Some(last)) => last.to = Some(entry.at),
            _ => {}
        }
    }
    stretches
}

/// Plays a case until it ends: people act, at times nobody does, at times a calendar day goes by.
fn played(definition: &Definition, second: i64, chances: &[usize]) -> Result<(), TestCaseError> {
    let mut play = Play::begin(definition, second, chances.first().copied().unwrap_or(0));
    for turn in 0..MOST_MOVES {
        if !play.case.is_live() {
            return Ok(());
        }
        let chance = chances.get(turn % chances.len().max(1)).copied().unwrap_or(0);
        if chance.is_multiple_of(5) {
            play.now = play.now.plus_seconds(i64::try_from(chance % 200_000).unwrap());
        }
        if (chance + turn).is_multiple_of(7) || !play.act(chance) {
            play.wait();
        }
        play.lawful()?;
    }
    prop_assert!(false, "{} is stuck at {:?}", definition.id, play.case.tokens);
    Ok(())
}

/// More moves than the bounded returns of any service allow.
const MOST_MOVES: usize = 120;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_service_with_changes_by_chance_ends_and_keeps_its_clocks(
        which in any::<prop::sample::Index>(), chosen in any::<u16>(), second in 0_i64..200 * 86_400,
        chances in prop::collection::vec(0_usize..1_000_000, 1..20),
    ) {
        let (_, text) = which.get(&TEXTS[..]);
        let definition = sound(&changed(text, chosen)).or_else(|| sound(text));
        if let Some(definition) = definition {
            played(&definition, second, &chances)?;
        }
    }
}

/// The law above would say nothing if no text were sound, or no change left it so.
#[test]
fn the_services_check_clean_and_most_changes_leave_them_so() {
    let whole = TEXTS.iter().filter(|(_, text)| sound(text).is_some()).count();
    assert_eq!(whole, TEXTS.len());
    let changes = TEXTS.iter().filter(|(_, text)| (0..12).any(|bit| changed(text, 1 << bit) != *text));
    let still = changes.clone().filter(|(_, text)| {
        (0..12).any(|bit| {
            let other = changed(text, 1 << bit);
            other != *text && sound(&other).is_some()
        })
    });
    assert!(still.count() * 2 > changes.count());
}
