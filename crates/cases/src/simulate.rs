//! Traces: `gapura layanan simulasi PATH --jejak FILE --json` (semantics section 9).
//!
//! Reads the shape of `clock_vectors.json`, ignores what is expected, and answers in the same shape through the
//! very engine that serves citizens.

mod calendars;
mod state;
mod trace;

pub use calendars::{BadTrace, calendars};

use crate::clocks::ClockRef;
use definition::model::Definition;
use kernel::clock::{Measure, Meter, Stretch};
use kernel::{Calendar, Duration, Instant, MissingYear, Zone};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Answers a trace. `find` looks a definition up by `layanan.id`; a trace whose definition is not there is answered
/// with an error entry, and the rest goes on.
pub fn simulate<'d>(trace: &Value, find: &dyn Fn(&str) -> Option<&'d Definition>) -> Value {
    let (calendars, mut faults) = calendars(trace.get("kalender"));
    let entries = |key: &str| {
        let list = trace.get(key).and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default()
    };
    let clocks = entries("jam").iter();
    let clocks = clocks.map(|entry| identified(entry, clock(entry, &calendars)));
    let cases = entries("alur").iter();
    let cases = cases.map(|entry| identified(entry, trace::run(entry, &calendars, find)));
    let mut answer = json!({
        "bentuk": "jawaban simulasi, bentuk bagian 9",
        "jam": clocks.collect::<Vec<_>>(),
        "alur": cases.collect::<Vec<_>>(),
    });
    if !faults.is_empty() {
        let faults = faults.drain(..).map(|fault| fault.answer());
        answer["galat"] = faults.collect();
    }
    answer
}

fn identified(entry: &Value, answer: Result<Value, BadTrace>) -> Value {
    let mut body = answer.unwrap_or_else(|bad| json!({ "galat": bad.answer() }));
    let mut whole = json!({ "id": entry.get("id").cloned().unwrap_or_default() });
    if let (Some(whole), Some(body)) = (whole.as_object_mut(), body.as_object_mut()) {
        whole.append(body);
    }
    whole
}

/// One entry of `jam`.
fn clock(entry: &Value, calendars: &HashMap<String, Calendar>) -> Result<Value, BadTrace> {
    let calendar = find_calendar(entry, calendars)?;
    let zone = zone(entry)?;
    let start = instant(entry, "mulai")?;
    let budget = text(entry, "lama")?;
    let budget = Duration::parse(budget).map_err(|error| BadTrace::new("lama", error))?;
    let meter = Meter::new(budget, start, zone);
    let stretches = stretches(entry, start)?;
    let answer = measure(entry, &meter, calendar, &stretches)?;
    Ok(answer.unwrap_or_else(|missing| json!({ "galat": missing_year(missing) })))
}

type Measured = Result<Value, MissingYear>;

fn measure(entry: &Value, meter: &Meter, calendar: &Calendar, stretches: &[Stretch]) -> Result<Measured, BadTrace> {
    let due = match meter.due(calendar, stretches) {
        Ok(due) => due,
        Err(missing) => return Ok(Err(missing)),
    };
    let mut answer = json!({ "tenggat": due.map(|due| due.rfc3339(meter.zone)) });
    if let Some(looks) = entry.get("lihat").and_then(Value::as_array) {
        let mut seen = Vec::with_capacity(looks.len());
        for look in looks {
            let at = instant(look, "pada")?;
            let both = meter.consumed(calendar, stretches, at);
            match both.and_then(|used| Ok((used, meter.elapsed(calendar, at)?))) {
                Ok((used, elapsed)) => seen.push(json!({
                    "pada": at.rfc3339(meter.zone),
                    "terpakai": used,
                    "berlalu": elapsed,
                    "satuan": unit_word(meter.measure()),
                })),
                Err(missing) => return Ok(Err(missing)),
            }
        }
        answer["lihat"] = Value::Array(seen);
    }
    Ok(Ok(answer))
}

/// `jeda`: the clock does not run in `[a, b)`.
fn stretches(entry: &Value, start: Instant) -> Result<Vec<Stretch>, BadTrace> {
    let mut from = start;
    let mut stretches = Vec::new();
    let pauses = entry.get("jeda").and_then(Value::as_array);
    for pause in pauses.map(Vec::as_slice).unwrap_or_default() {
        let edge = |index: usize| {
            let text = pause.get(index).and_then(Value::as_str).unwrap_or_default();
            Instant::parse(text).map_err(|error| BadTrace::new("jeda", error))
        };
        let (stopped, resumed) = (edge(0)?, edge(1)?);
        if stopped > from {
            stretches.push(Stretch::between(from, stopped));
        }
        from = resumed.max(from);
    }
    stretches.push(Stretch::since(from));
    Ok(stretches)
}

fn find_calendar<'c>(entry: &Value, calendars: &'c HashMap<String, Calendar>) -> Result<&'c Calendar, BadTrace> {
    let name = text(entry, "kalender")?;
    let found = calendars.get(name);
    found.ok_or_else(|| BadTrace::new("kalender", format!("kalender `{name}` tidak ada")))
}

fn zone(entry: &Value) -> Result<Zone, BadTrace> {
    let name = text(entry, "zona")?;
    Zone::parse(name).ok_or_else(|| BadTrace::new("zona", format!("zona `{name}` tidak ada")))
}

fn instant(entry: &Value, key: &'static str) -> Result<Instant, BadTrace> {
    Instant::parse(text(entry, key)?).map_err(|error| BadTrace::new(key, error))
}

fn text<'v>(entry: &'v Value, key: &'static str) -> Result<&'v str, BadTrace> {
    let value = entry.get(key).and_then(Value::as_str);
    value.ok_or_else(|| BadTrace::new(key, "kunci ini wajib berupa teks"))
}

/// `perseribu` or `detik`.
fn unit_word(measure: Measure) -> &'static str {
    match measure {
        Measure::Perseribu => "perseribu",
        Measure::Detik => "detik",
    }
}

fn missing_year(missing: MissingYear) -> Value {
    json!({ "keluarga": "kalender", "tahun": missing.0 })
}

/// The clock names of a state in the order in which people expect them.
fn order(name: &ClockRef) -> u8 {
    match name {
        ClockRef::Total => 0,
        ClockRef::Verification => 1,
        ClockRef::FirstAnswer => 2,
        ClockRef::Step(_) => 3,
    }
}
