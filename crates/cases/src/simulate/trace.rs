//! One entry of `alur`: a case that is opened and then moved by commands.

use super::calendars::{BadTrace, date, holiday};
use super::{find_calendar, instant, state, text, zone};
use crate::answers::AnswersRef;
use crate::command::{Act, Command, Open};
use crate::decide::{Context, Decision, decide};
use crate::open::open;
use crate::refusal::CaseRefusal;
use crate::state::Case;
use crate::units::AsWritten;
use definition::model::Definition;
use kernel::calendar::CalendarChange;
use kernel::{Actor, Calendar, Instant, OfficerId, Refusal};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A trace on its way.
struct Walk<'d> {
    definition: &'d Definition,
    calendar: Calendar,
    case: Case,
    latest: Instant,
    events: Vec<Value>,
}

pub(super) fn run<'d>(
    entry: &Value,
    calendars: &HashMap<String, Calendar>,
    find: &dyn Fn(&str) -> Option<&'d Definition>,
) -> Result<Value, BadTrace> {
    let id = text(entry, "definisi")?;
    let definition = find(id).ok_or_else(|| BadTrace {
        family: "definisi",
        at: "definisi".to_owned(),
        message: format!("definisi `{id}` tidak ada"),
    })?;
    let calendar = find_calendar(entry, calendars)?.clone();
    let mut walk = begin(entry, definition, calendar)?;
    let first = state::state(&walk.case, &walk.calendar, walk.latest);
    let commands = entry.get("perintah").and_then(Value::as_array);
    let mut answers = Vec::new();
    for command in commands.map(Vec::as_slice).unwrap_or_default() {
        answers.push(walk.command(command)?);
    }
    Ok(json!({
        "definisi": id,
        "setelah_mulai": first,
        "perintah": answers,
        "peristiwa": walk.events,
    }))
}

fn begin<'d>(entry: &Value, definition: &'d Definition, calendar: Calendar) -> Result<Walk<'d>, BadTrace> {
    let start = instant(entry, "mulai")?;
    let answers = invented(definition, entry).map_err(|wrong| BadTrace::new("isi", wrong))?;
    let command = Open {
        zone: zone(entry)?,
        channel: "web".to_owned(),
        anonymous: false,
        secret: false,
        answers,
        files: Vec::new(),
        device_at: None,
        renewal: false,
    };
    let opened = open(&context(definition, &calendar), command, start, &Actor::Reporter);
    let mut walk = Walk { definition, calendar, case: opened.case.clone(), latest: start, events: Vec::new() };
    // Opening is never refused.
    let _ = walk.take(opened, "warga");
    Ok(walk)
}

fn context<'a>(definition: &'a Definition, calendar: &'a Calendar) -> Context<'a> {
    Context { definition, calendar, units: &AsWritten, opened: None, rehearsal: true }
}

/// `isi`: invented values, all in clear.
fn invented(definition: &Definition, entry: &Value) -> Result<AnswersRef, String> {
    let empty = Map::new();
    let given = entry.get("isi").and_then(Value::as_object);
    let answers = definition::plain::answers(definition, given.unwrap_or(&empty));
    answers.map(AnswersRef::invented).map_err(|wrong| format!("{wrong:?}"))
}

impl Walk<'_> {
    fn take(&mut self, decision: Decision, by: &str) -> Result<(), CaseRefusal> {
        let zone = self.case.zone;
        for fact in &decision.facts {
            let by = match fact.actor {
                Actor::System => "sistem",
                _ => by,
            };
            self.events.push(state::event(fact, by, zone));
        }
        self.case = decision.case;
        decision.outcome
    }

    fn command(&mut self, command: &Value) -> Result<Value, BadTrace> {
        let at = instant(command, "pada")?;
        let outcome = if at < self.latest {
            Err("waktu_mundur".to_owned())
        } else {
            self.latest = at;
            self.obey(command, at)?
        };
        let result = match outcome {
            Ok(()) => "diterima".to_owned(),
            Err(code) => format!("ditolak:{code}"),
        };
        Ok(json!({
            "pada": at.rfc3339(self.case.zone),
            "hasil": result,
            "keadaan": state::state(&self.case, &self.calendar, self.latest),
        }))
    }

    fn obey(&mut self, command: &Value, at: Instant) -> Result<Result<(), String>, BadTrace> {
        let by = command.get("oleh").and_then(Value::as_str);
        if let Some(change) = command.get("kalender") {
            return self.change_calendar(change, at).map(Ok);
        }
        let (wanted, officer) = match self.wanted(command)? {
            Ok(wanted) => wanted,
            Err(code) => return Ok(Err(code)),
        };
        let fallback = if officer { "petugas" } else { "warga" };
        let by = by.unwrap_or(fallback);
        let actor = if officer {
            Actor::Officer { id: OfficerId(by.to_owned()), unit: String::new(), title: String::new() }
        } else {
            Actor::Reporter
        };
        let context = context(self.definition, &self.calendar);
        let decision = decide(&context, &self.case, &wanted, at, &actor);
        let outcome = self.take(decision, by);
        Ok(outcome.map_err(|refusal| refusal.code().to_owned()))
    }

    /// The command, and whether an officer gives it; or the code of an answer that does not fit its field.
    fn wanted(&self, command: &Value) -> Result<Result<(Command<'static>, bool), String>, BadTrace> {
        let given = |key: &str| command.get(key).is_some();
        let wanted = if given("aksi") {
            let Ok(answers) = invented(self.definition, command) else {
                return Ok(Err("isian_keliru".to_owned()));
            };
            let (step, action) = split(text(command, "aksi")?);
            let officer = self.is_officers(step.as_deref(), &action);
            let marks = command.get("tandai").and_then(Value::as_array);
            let marks = marks.into_iter().flatten().filter_map(Value::as_str);
            let act = Act { marks: marks.map(str::to_owned).collect(), step, action, answers, ..Act::default() };
            (Command::Act(Box::new(act)), officer)
        } else if given("jawab") {
            (Command::Answer { text: None }, true)
        } else if given("catat") {
            (Command::Note { text: None }, true)
        } else if given("tambah") {
            let files = Vec::new();
            (Command::AddInfo { text: None, files }, false)
        } else if given("pindah") {
            let step = text(command, "pindah")?.to_owned();
            let unit = command.get("unit").and_then(Value::as_str);
            let reason = None;
            let moved = match unit.map(str::to_owned) {
                Some(unit) => Command::Transfer { step, unit, reason },
                None => Command::Return { step, reason },
            };
            (moved, true)
        } else if given("lihat") {
            (Command::Look, false)
        } else {
            return Err(BadTrace::new("perintah", "perintah tidak dikenal"));
        };
        Ok(Ok(wanted))
    }

    fn is_officers(&self, step: Option<&str>, action: &str) -> bool {
        let steps = self.definition.steps.iter();
        let mut steps = steps.filter(|(id, one)| {
            one.actions.contains_key(action)
                && match step {
                    Some(step) => step == *id,
                    None => self.case.token_at(id).is_some(),
                }
        });
        steps.next().is_none_or(|(_, step)| step.is_working())
    }

    fn change_calendar(&mut self, change: &Value, at: Instant) -> Result<(), BadTrace> {
        let before = self.calendar.clone();
        let made_on = at.date(self.case.zone);
        let days = |key: &str| {
            let days = change.get(key).and_then(Value::as_array);
            days.map(Vec::as_slice).unwrap_or_default()
        };
        for day in days("tambah") {
            let change = CalendarChange::AddHoliday(date(day)?, holiday());
            self.calendar = self.calendar.changed(&change, made_on);
        }
        for day in days("hapus") {
            let change = CalendarChange::RemoveHoliday(date(day)?);
            self.calendar = self.calendar.changed(&change, made_on);
        }
        let command = Command::CalendarChanged { before: &before, cause: change.to_string() };
        let context = context(self.definition, &self.calendar);
        let decision = decide(&context, &self.case, &command, at, &Actor::Operator);
        // Looking and changing the calendar are never refused, not even after the end.
        let _ = self.take(decision, "operator");
        Ok(())
    }
}

/// `langkah.aksi` or only `aksi`.
fn split(text: &str) -> (Option<String>, String) {
    match text.split_once('.') {
        Some((step, action)) => (Some(step.to_owned()), action.to_owned()),
        None => (None, text.to_owned()),
    }
}
