//! From the ledger to counters: each event adds to one cell, and to the list of what was counted.
//!
//! Nothing is ever taken out again: an event counts for the unit that held the case after its commit, in the month in
//! which it happened, so that a sum agrees with its list of events for ever.

mod house;
mod rows;

use super::facts::{Kind, mark};
use super::period::Span;
use kernel::{Event, Zone};
use serde::Deserialize;
use serde_json::Value as Json;
use store::{Projection, Statement, values};

/// Name of the projection and of its cursor.
pub(crate) const NAME: &str = "programme.indicators";

/// Follows the ledger of a region whose months are those of `Zone`.
#[derive(Clone, Copy, Debug)]
pub struct Happenings(pub Zone);

/// The kind under which officers who were seen are counted for periods of this length.
pub(crate) const fn seen(span: Span) -> Kind {
    match span {
        Span::Month => Kind::SeenInMonth,
        Span::Quarter => Kind::SeenInQuarter,
        Span::Year => Kind::SeenInYear,
    }
}

/// What is read of the key `desk` in an event of a case.
#[derive(Deserialize)]
struct Facts {
    number: String,
    kind: String,
    unit: String,
    first_answer: Option<FirstAnswer>,
    finish: Option<Finish>,
}

#[derive(Deserialize)]
struct FirstAnswer {
    thousandths: Option<i64>,
    in_time: Option<bool>,
    #[serde(default)]
    before_report: bool,
}

#[derive(Deserialize)]
struct Finish {
    working_seconds: Option<i64>,
    paused_seconds: Option<i64>,
    seconds: Option<i64>,
    in_time: Option<bool>,
    #[serde(default)]
    time_unknown: bool,
}

/// When something counts.
enum Gate {
    Always,
    /// Only if this was not seen before.
    Unseen(String),
    /// Only if this was seen before.
    Seen(String),
}

/// What happened, ready to be counted.
struct Happening {
    kind: Kind,
    unit: String,
    number: String,
    marks: i64,
    amount: i64,
    paused: i64,
    /// Thousandths of a working day, for medians.
    working: Option<i64>,
    gate: Gate,
}

impl Happening {
    fn new(kind: Kind, unit: &str, number: &str) -> Self {
        let (unit, number) = (unit.to_owned(), number.to_owned());
        Self { kind, unit, number, marks: 0, amount: 0, paused: 0, working: None, gate: Gate::Always }
    }

    fn marked(self, marks: i64) -> Self {
        Self { marks, ..self }
    }

    fn amount(self, amount: i64) -> Self {
        Self { amount, ..self }
    }

    fn gated(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }
}

/// What is counted, what is remembered and what is forgotten afterwards.
#[derive(Default)]
struct Found {
    happenings: Vec<Happening>,
    remember: Vec<String>,
    forget: Vec<String>,
}

impl Found {
    fn of(happening: Happening) -> Self {
        Self { happenings: vec![happening], ..Self::default() }
    }
}

impl Projection for Happenings {
    fn name(&self) -> &'static str {
        NAME
    }

    fn hears(&self, name: &str) -> bool {
        const HEARD: [&str; 20] = [
            "case.opened",
            "clock.stopped",
            "clock.lapsed",
            "answer.given",
            "case.ended",
            "case.returned",
            "case.transferred",
            "case.rated",
            "action.taken",
            "case.escalated",
            "support.added",
            "letter.issued",
            "letter.revoked",
            "service.published",
            "service.withdrawn",
            "officer.added",
            "officer.enabled",
            "officer.disabled",
            "officer.signed_in",
            "sign_in.failed",
        ];
        HEARD.contains(&name)
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let found = match event.stream.strip_prefix("case/") {
            Some(case) => of_case(event, case),
            None => self.of_house(event),
        };
        let region = event.region.as_str();
        let date = event.fact.happened_at.date(self.0);
        let month = super::period::month(date);
        let mut statements: Vec<Statement> =
            found.happenings.iter().flat_map(|happening| rows::counted(event, &month, happening)).collect();
        statements.extend(found.remember.iter().map(|what| {
            let sql = "INSERT INTO programme_seen (region, what) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            Statement::new(sql, values![region, what])
        }));
        statements.extend(found.forget.iter().map(|what| {
            Statement::new("DELETE FROM programme_seen WHERE region = $1 AND what = $2", values![region, what])
        }));
        statements
    }

    fn reset(&self, region: &str) -> Vec<Statement> {
        ["programme_cells", "programme_spreads", "programme_happenings", "programme_seen"]
            .map(|table| Statement::new(format!("DELETE FROM {table} WHERE region = $1"), values![region]))
            .into()
    }
}

fn text<'a>(data: &'a Json, key: &str) -> &'a str {
    data.get(key).and_then(Json::as_str).unwrap_or_default()
}

/// Facts of cases; an event without the desk's words about its case is passed over.
fn of_case(event: &Event, case: &str) -> Found {
    let data = &event.fact.data;
    let Some(facts) = data.get("desk").and_then(|facts| Facts::deserialize(facts).ok()) else {
        return Found::default();
    };
    let new = |kind| Happening::new(kind, &facts.unit, &facts.number);
    let late = || format!("verifikasi/{case}");
    match event.fact.name.as_str() {
        "case.opened" => Found::of(new(Kind::Opened).marked(opened(data, &facts))),
        "clock.stopped" if text(data, "clock") == "verifikasi" => Found {
            happenings: vec![
                new(Kind::Verified).marked(mark::IN_TIME).gated(Gate::Unseen(late())),
                new(Kind::Verified).marked(mark::LATE).gated(Gate::Seen(late())),
            ],
            forget: vec![late()],
            ..Found::default()
        },
        "clock.lapsed" => Found {
            remember: (text(data, "clock") == "verifikasi").then(late).into_iter().collect(),
            ..Found::of(new(Kind::Lapsed))
        },
        "answer.given" => match &facts.first_answer {
            Some(answer) if !answer.before_report => Found::of(answered(new(Kind::Answered), answer)),
            _ => Found::default(),
        },
        "case.ended" => facts
            .finish
            .as_ref()
            .and_then(|finish| ended(new(Kind::Ended), data, finish))
            .map_or_else(Found::default, Found::of),
        "case.returned" => Found::of(new(Kind::Returned)),
        "case.transferred" => Found::of(new(Kind::Transferred)),
        "case.escalated" => Found::of(new(Kind::Escalated)),
        "support.added" => Found::of(new(Kind::Supported)),
        "case.rated" | "action.taken" => match data.get("rating").and_then(Json::as_i64) {
            Some(rating) => Found::of(new(Kind::Rated).amount(rating.clamp(1, 5))),
            None => Found::default(),
        },
        _ => Found::default(),
    }
}

fn opened(data: &Json, facts: &Facts) -> i64 {
    let imported = data.get("imported").is_some_and(|imported| !imported.is_null());
    let channel = match (imported, text(data, "channel")) {
        (true, _) => mark::IMPORTED,
        (false, "web") => mark::WEB,
        (false, "loket") => mark::COUNTER,
        _ => 0,
    };
    let kind = match facts.kind.as_str() {
        "pengaduan" => mark::COMPLAINT,
        "permohonan" => mark::REQUEST,
        _ => 0,
    };
    let follows = data.get("follows").filter(|follows| !follows.is_null());
    let follows = follows.map_or(0, |follows| {
        let renewal = follows.get("renewal").and_then(Json::as_bool).unwrap_or(false);
        if renewal { mark::RENEWAL } else { mark::OBJECTION }
    });
    channel | kind | follows
}

fn answered(happening: Happening, answer: &FirstAnswer) -> Happening {
    let promise = match answer.in_time {
        Some(true) => mark::IN_TIME,
        Some(false) => mark::LATE,
        None => 0,
    };
    let untimed = if answer.thousandths.is_none() { mark::UNTIMED } else { 0 };
    Happening { working: answer.thousandths, ..happening.marked(promise | untimed) }
}

/// `None` where nobody knows when it ended; a refusal is known in any case.
fn ended(happening: Happening, data: &Json, finish: &Finish) -> Option<Happening> {
    let (outcome, by) = (text(data, "outcome"), text(data, "by"));
    let known = !finish.time_unknown;
    if !known && outcome != "gagal" {
        return None;
    }
    let withdrawn = by == "withdrawn";
    let timed = known && !withdrawn && finish.seconds.is_some();
    let marks = [
        (mark::IN_TIME, known && !withdrawn && finish.in_time == Some(true)),
        (mark::LATE, known && finish.in_time == Some(false)),
        (mark::SUCCESS, outcome == "berhasil"),
        (mark::REFUSED, outcome == "gagal"),
        (mark::SILENCE, by == "silence"),
        (mark::WITHDRAWN, withdrawn),
        (mark::TIMED, timed),
    ];
    let sum = |seconds: Option<i64>| if timed { seconds.unwrap_or(0) } else { 0 };
    Some(Happening {
        marks: marks.iter().filter(|(_, is)| *is).map(|(mark, _)| mark).sum(),
        amount: sum(finish.working_seconds),
        paused: sum(finish.paused_seconds),
        ..happening
    })
}
