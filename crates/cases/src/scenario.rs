//! `[[uji]]`: a definition proves itself (semantics R64–R66). Failures are family E09.

mod harap;
mod place;

pub use place::diagnostics;

use crate::answers::{AnswersRef, shown};
use crate::command::{Act, Command, Open};
use crate::decide::{Context, Decision, decide};
use crate::events::Fact;
use crate::open::open;
use crate::refusal::CaseRefusal;
use crate::state::Case;
use crate::units::AsWritten;
use definition::Say;
use definition::model::{Definition, Entry, Scenario};
use definition::value::Answers;
use kernel::clock::{Meter, Stretch};
use kernel::time::day_number;
use kernel::{Actor, Calendar, Duration, Instant, MissingYear, OfficerId, Refusal, Unit, Zone};

/// What a scenario showed.
#[derive(Clone, Debug)]
pub struct ScenarioResult {
    /// Its place among the scenarios, from 0.
    pub index: usize,
    /// `nama`.
    pub name: String,
    /// What is otherwise than expected; empty: passed.
    pub differences: Vec<Difference>,
    /// Everything that happened, for whoever looks for the cause.
    pub facts: Vec<Fact>,
    /// The zone in which the scenario's times are read.
    pub zone: Zone,
}

impl ScenarioResult {
    /// Whether everything is as expected.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// One thing that is otherwise than expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The key of `harap`, or `jalan[2]` for an entry that could not be taken.
    pub key: String,
    /// In words.
    pub say: Say,
}

impl Difference {
    fn new(key: impl Into<String>, id: String, en: String) -> Self {
        Self { key: key.into(), say: Say::new(id, en) }
    }
}

/// Runs every scenario of a definition on a calendar (the national one with the hours of R11).
pub fn run_scenarios(definition: &Definition, calendar: &Calendar) -> Vec<ScenarioResult> {
    let scenarios = definition.scenarios.iter().enumerate();
    scenarios.map(|(index, scenario)| run_scenario(definition, calendar, index, scenario)).collect()
}

/// Runs one scenario.
pub fn run_scenario(definition: &Definition, calendar: &Calendar, index: usize, scenario: &Scenario) -> ScenarioResult {
    let mut result = ScenarioResult {
        index,
        name: scenario.name.clone(),
        differences: Vec::new(),
        facts: Vec::new(),
        zone: scenario.start.map_or(Zone::Wib, |(_, zone)| zone),
    };
    let start = match start(definition, calendar, scenario) {
        Ok(start) => start,
        Err(missing) => {
            result.differences.push(needs_year("mulai", missing));
            return result;
        }
    };
    let mut stage = Stage::begin(definition, calendar, scenario, start);
    let refused = stage.walk(&scenario.run);
    match refused {
        Ok(refused) => stage.look_at(&scenario.expect, refused.as_ref()),
        Err(difference) => stage.differences.push(difference),
    }
    result.differences = stage.differences;
    result.facts = stage.facts;
    result
}

fn needs_year(key: impl Into<String>, missing: MissingYear) -> Difference {
    let MissingYear(year) = missing;
    Difference::new(
        key,
        format!("daftar hari libur tahun {year} belum ada; impor dahulu"),
        format!("the holiday list of {year} is missing; import it first"),
    )
}

/// `mulai`, or 09:00 WIB on the first working day from `berlaku` (semantics R64).
fn start(definition: &Definition, calendar: &Calendar, scenario: &Scenario) -> Result<(Instant, Zone), MissingYear> {
    if let Some(start) = scenario.start {
        return Ok(start);
    }
    let date = calendar.first_working_day(definition.valid_from)?;
    Ok((Instant::at(date, 9 * 3600, Zone::Wib), Zone::Wib))
}

/// A scenario on its way.
struct Stage<'a> {
    context: Context<'a>,
    /// Values for `diisi` fields, held back until the first action at their step.
    held: Answers,
    case: Case,
    now: Instant,
    facts: Vec<Fact>,
    differences: Vec<Difference>,
}

impl<'a> Stage<'a> {
    fn begin(
        definition: &'a Definition,
        calendar: &'a Calendar,
        scenario: &Scenario,
        (now, zone): (Instant, Zone),
    ) -> Self {
        let context = Context { definition, calendar, units: &AsWritten, opened: None, rehearsal: true };
        let filled_later = |id: &str| {
            let field = definition.fields.get(id);
            field.is_some_and(|field| field.filled_at.is_some())
        };
        let mut held = scenario.answers.clone();
        let mut given = scenario.answers.clone();
        for id in scenario.answers.values.keys() {
            if filled_later(id) {
                given.remove(id);
            } else {
                held.remove(id);
            }
        }
        let command = Open {
            zone,
            channel: "web".to_owned(),
            anonymous: false,
            secret: false,
            answers: AnswersRef::invented(given),
            files: Vec::new(),
            device_at: None,
            renewal: scenario.renewal,
        };
        let Decision { facts, case, .. } = open(&context, command, now, &Actor::Reporter);
        Self { context, held, case, now, facts, differences: Vec::new() }
    }

    /// Takes the entries in order; answers with the refusal of the last one, if it was refused.
    fn walk(&mut self, entries: &[Entry]) -> Result<Option<CaseRefusal>, Difference> {
        for (index, entry) in entries.iter().enumerate() {
            let key = format!("jalan[{index}]");
            let outcome = self.take(entry).map_err(|missing| needs_year(key.clone(), missing))?;
            let Err(refusal) = outcome else {
                continue;
            };
            if index + 1 == entries.len() {
                return Ok(Some(refusal));
            }
            let code = refusal.code();
            return Err(Difference::new(
                key,
                format!("ditolak dengan `{code}`: {refusal}"),
                format!("refused with `{code}`"),
            ));
        }
        Ok(None)
    }

    fn take(&mut self, entry: &Entry) -> Result<Result<(), CaseRefusal>, MissingYear> {
        match entry {
            Entry::Wait(time) => self.now = self.later(*time)?,
            Entry::Until(instant) if *instant < self.now => {
                return Ok(Err(CaseRefusal::TimeRunsBack));
            }
            Entry::Until(instant) => self.now = *instant,
            _ => {}
        }
        let (command, actor) = match entry {
            Entry::Act { step, action, answers, marks, by } => {
                let act = Act {
                    step: step.clone(),
                    action: action.clone(),
                    answers: AnswersRef::invented(answers.clone()),
                    marks: marks.clone(),
                    ..Act::default()
                };
                let (act, actor) = self.staged(act, by.as_deref());
                (Command::Act(Box::new(act)), actor)
            }
            Entry::Answer => (Command::Answer { text: None }, officer("penjawab")),
            Entry::Wait(_) | Entry::Until(_) => (Command::Look, Actor::System),
        };
        let decision = decide(&self.context, &self.case, &command, self.now, &actor);
        self.facts.extend(decision.facts);
        self.case = decision.case;
        Ok(decision.outcome)
    }

    /// Adds what a scenario need not say: the step's officer, held-back answers, marks (semantics R64).
    fn staged(&mut self, mut act: Act, by: Option<&str>) -> (Act, Actor) {
        // What falls due before this instant may move the tokens: look first, as `decide` will.
        let look = decide(&self.context, &self.case, &Command::Look, self.now, &Actor::System);
        let definition = self.context.definition;
        let tokens = look.case.tokens.iter();
        let mut tokens = tokens.filter(|token| match &act.step {
            Some(step) => *step == token.step,
            None => {
                let step = definition.steps.get(&token.step);
                step.is_some_and(|step| step.actions.contains_key(&act.action))
            }
        });
        let Some(token) = tokens.next() else {
            return (act, officer(by.unwrap_or("petugas")));
        };
        let held = self.held.values.keys().filter(|id| {
            let field = definition.fields.get(*id);
            field.and_then(|field| field.filled_at.as_deref()) == Some(token.step.as_str())
        });
        let mut brought = Answers::new();
        for id in held.cloned().collect::<Vec<_>>() {
            if let Some(value) = self.held.get(&id) {
                brought.insert(id.clone(), value.clone());
            }
            self.held.remove(&id);
        }
        brought.merge(&act.answers.clear);
        act.answers = AnswersRef::invented(brought);
        if act.marks.is_empty() {
            let known = look.case.answers.known(definition, None);
            let seen = crate::answers::visible(definition, &known);
            let ids = shown(definition, &seen).into_iter();
            act.marks = ids.map(str::to_owned).collect();
        }
        let actor = match (by, token.working) {
            (_, false) => Actor::Reporter,
            (Some(person), true) => officer(person),
            (None, true) => officer(&format!("petugas {}", token.step)),
        };
        (act, actor)
    }

    /// `tunggu` (semantics R65): days keep the time of day, other units are that much time.
    fn later(&self, time: Duration) -> Result<Instant, MissingYear> {
        let zone = self.case.zone;
        let date = self.now.date(zone);
        let count = i64::from(time.count);
        let same_hour = |later: jiff::civil::Date| {
            let days = day_number(later) - day_number(date);
            self.now.plus_seconds(days * 86_400)
        };
        let span = jiff::Span::new();
        Ok(match time.unit {
            Unit::Day => same_hour(date.saturating_add(span.days(count))),
            Unit::Month => same_hour(date.saturating_add(span.months(count))),
            Unit::Year => same_hour(date.saturating_add(span.years(count))),
            Unit::WorkingDay => same_hour(self.context.calendar.working_day_after(date, time.count)?),
            Unit::Minute | Unit::Hour | Unit::WorkingMinute | Unit::WorkingHour => {
                let meter = Meter::new(time, self.now, zone);
                let passed = meter.due(self.context.calendar, &[Stretch::since(self.now)])?;
                passed.unwrap_or(self.now)
            }
        })
    }
}

fn officer(name: &str) -> Actor {
    Actor::Officer { id: OfficerId(name.to_owned()), unit: String::new(), title: String::new() }
}
