//! What figures needs to know of an act, measured when it happens: waiting, working time, pauses, in time or not.

use crate::events::{Facts, Finish, FirstAnswer};
use crate::messages::holding_unit;
use crate::rows::{Frame, Standing};
use cases::{Case, CaseClock, CaseEvent, ClockRef, Fact};
use kernel::clock::{Meter, Stretch};
use kernel::{Calendar, Duration, Instant, NewEvent, Unit};

/// The engine's facts as events of the ledger, each with its [`Facts`].
pub(crate) fn envelopes(
    frame: &Frame<'_>,
    facts: &[Fact],
    before: Option<&Case>,
    after: &Case,
    base: Facts,
) -> Vec<NewEvent> {
    let standing = Standing::of(frame, after);
    let base = Facts {
        unit: holding_unit(after),
        status: standing.status.word().to_owned(),
        total_due: standing.total_due,
        dormant: standing.dormant,
        ..base
    };
    let mut answered = before.is_some_and(|case| !case.answered.is_empty());
    let mut events = Vec::with_capacity(facts.len());
    for (index, fact) in facts.iter().enumerate() {
        let mut own = base.clone();
        own.contact = own.contact.filter(|_| index == 0);
        own.original = own.original.filter(|_| index == 0);
        if matches!(fact.event, CaseEvent::Answered { .. }) && !answered {
            answered = true;
            own.first_answer = Some(first_answer(frame, after, fact.happened_at));
        }
        if let CaseEvent::Ended(ended) = &fact.event {
            own.finish = Some(finish(frame.calendar, after, fact.happened_at, ended.time_unknown));
        }
        let mut event = fact.envelope();
        if let (Some(data), Ok(own)) = (event.data.as_object_mut(), serde_json::to_value(&own)) {
            data.insert("desk".to_owned(), own);
        }
        events.push(event);
    }
    events
}

fn first_answer(frame: &Frame<'_>, case: &Case, at: Instant) -> FirstAnswer {
    let promised = frame.definition.deadline.first_answer.is_some();
    let clock = case.clock(&ClockRef::FirstAnswer);
    let in_time = match clock {
        Some(clock) => in_time(clock, frame.calendar, at),
        None => promised.then_some(true),
    };
    let before_report = at < case.opened_at;
    let worked = (!before_report).then(|| worked(case, frame.calendar, at)).flatten();
    FirstAnswer {
        thousandths: worked.map(|worked| worked.thousandths),
        working_seconds: worked.map(|worked| worked.seconds),
        seconds: at.seconds() - case.opened_at.seconds(),
        in_time: in_time.filter(|_| !before_report),
        before_report,
    }
}

fn finish(calendar: &Calendar, case: &Case, at: Instant, time_unknown: bool) -> Finish {
    let worked = (!time_unknown).then(|| worked(case, calendar, at)).flatten();
    let total = case.clock(&ClockRef::Total).filter(|_| !time_unknown);
    Finish {
        thousandths: worked.map(|worked| worked.thousandths),
        working_seconds: worked.map(|worked| worked.seconds),
        paused_seconds: worked.map(|worked| worked.paused),
        seconds: (!time_unknown).then(|| at.seconds() - case.opened_at.seconds()),
        in_time: total.and_then(|clock| in_time(clock, calendar, at)),
        time_unknown,
    }
}

/// Whether a clock that stopped at `at` had not passed its due instant (semantics R19).
fn in_time(clock: &CaseClock, calendar: &Calendar, at: Instant) -> Option<bool> {
    if clock.lapsed.is_some() {
        return Some(false);
    }
    let mut stretches = clock.stretches.clone();
    let last = stretches.last_mut()?;
    if last.to.is_some_and(|to| to < at) {
        return Some(true);
    }
    last.to = None;
    clock.meter.due(calendar, &stretches).ok().flatten().map(|due| at <= due)
}

/// Working time from the opening until an instant, pauses apart.
#[derive(Clone, Copy)]
struct Worked {
    thousandths: i64,
    seconds: i64,
    paused: i64,
}

fn worked(case: &Case, calendar: &Calendar, until: Instant) -> Option<Worked> {
    let whole = [Stretch::since(case.opened_at)];
    let stretches = case.clock(&ClockRef::Total).map_or(&whole[..], |clock| &clock.stretches);
    let day = Meter::new(Duration::new(1, Unit::WorkingDay), case.opened_at, case.zone);
    let mut seconds = 0;
    for stretch in stretches {
        let to = stretch.to.map_or(until, |to| to.min(until));
        seconds += calendar.working_seconds(stretch.from, to, case.zone).ok()?;
    }
    let lived = calendar.working_seconds(case.opened_at, until, case.zone).ok()?;
    Some(Worked {
        thousandths: day.consumed(calendar, stretches, until).ok()?,
        seconds,
        paused: (lived - seconds).max(0),
    })
}
