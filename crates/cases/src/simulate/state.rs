//! `keadaan` and `peristiwa` as traces write them.

use super::{order, unit_word};
use crate::events::{CaseEvent, Fact};
use crate::state::Case;
use crate::views::{ClockState, ClockView, Due};
use kernel::{Calendar, Instant, MissingYear, Zone};
use serde_json::{Map, Value, json};

pub(super) fn state(case: &Case, calendar: &Calendar, at: Instant) -> Value {
    let tokens = case.tokens.iter().map(|token| {
        json!({
            "di": token.step,
            "sejak": token.since.rfc3339(case.zone),
            "unit": token.unit,
        })
    });
    let waiting = case.waiting.iter().map(|waits| waits.step.clone());
    let mut views = case.clock_views(calendar, at);
    views.sort_by_key(|view| order(&view.name));
    let clocks = views.iter();
    let clocks: Map<String, Value> = clocks.map(|view| (view.name.to_string(), clock(view, case.zone))).collect();
    json!({
        "pada": at.rfc3339(case.zone),
        "akhir": case.ended.as_ref().map(|ended| ended.end.clone()),
        "tanda": tokens.collect::<Vec<_>>(),
        "di_gabungan": waiting.collect::<Vec<_>>(),
        "jam": clocks,
    })
}

fn clock(view: &ClockView, zone: Zone) -> Value {
    let due = match view.due {
        Due::None => Value::Null,
        Due::At(due) => due.rfc3339(zone).into(),
        Due::Missing(MissingYear(year)) => json!({ "galat": "kalender", "tahun": year }),
    };
    let state = match view.state {
        ClockState::Running => "jalan",
        ClockState::Paused => "jeda",
        ClockState::Stopped => "berhenti",
        ClockState::Unknown => "tidak_diketahui",
    };
    json!({
        "anggaran": view.budget.to_string(),
        "satuan": unit_word(view.measure),
        "terpakai": view.consumed,
        "jeda": view.paused,
        "tenggat": due,
        "keadaan": state,
        "lewat": view.lapsed.is_some(),
    })
}

/// An event; `by` is who gave the command, and the system is "sistem".
pub(super) fn event(fact: &Fact, by: &str, zone: Zone) -> Value {
    let mut line = json!({
        "pada": fact.happened_at.rfc3339(zone),
        "peristiwa": fact.event.name(),
    });
    match &fact.event {
        CaseEvent::Entered(entered) => line["langkah"] = entered.step.clone().into(),
        CaseEvent::Skipped { step }
        | CaseEvent::Cancelled { step, .. }
        | CaseEvent::Arrived { step, .. }
        | CaseEvent::Joined { step, .. } => line["langkah"] = step.clone().into(),
        CaseEvent::Acted(acted) => {
            line["langkah"] = acted.step.clone().into();
            line["aksi"] = acted.action.clone().into();
            line["oleh"] = by.into();
        }
        CaseEvent::Transferred(moved) | CaseEvent::Returned(moved) => {
            line["langkah"] = moved.step.clone().into();
            line["ke"] = moved.to.clone().into();
        }
        CaseEvent::Lapsed(lapsed) => line["jam"] = lapsed.clock.to_string().into(),
        CaseEvent::Stopped(stopped) => line["jam"] = stopped.clock.to_string().into(),
        CaseEvent::Paused(moved) | CaseEvent::Resumed(moved) => {
            line["jam"] = moved.clock.to_string().into();
        }
        CaseEvent::Escalated(escalated) => line["kepada"] = escalated.to.clone().into(),
        CaseEvent::LapseRefused { clock, code } => {
            line["jam"] = clock.to_string().into();
            line["kode"] = code.clone().into();
        }
        CaseEvent::Ended(ended) => line["akhir"] = ended.end.clone().into(),
        _ => {}
    }
    line
}
