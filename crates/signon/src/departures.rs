//! Follows the log for officers who leave Gapura: whoever signs out leaves what was opened in that session; whose account is
//! closed, whose sessions were ended or whose password is new leaves everything. Identity says so by its facts, whatever
//! process wrote them (docs/adr/0089).

use crate::endings::{Whose, ended};
use kernel::Event;
use serde_json::Value as Json;
use store::{Projection, Statement};

/// The follower.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Departures;

impl Projection for Departures {
    fn name(&self) -> &'static str {
        "signon.departures"
    }

    fn hears(&self, name: &str) -> bool {
        matches!(name, "officer.signed_out" | "officer.disabled" | "sessions.ended" | "password.set")
    }

    fn project(&self, event: &Event) -> Vec<Statement> {
        let session = event.fact.data.get("session").and_then(Json::as_str).filter(|handle| !handle.is_empty());
        let whose = match event.fact.name.as_str() {
            "officer.signed_out" => session.map(Whose::Session),
            _ => event.stream.strip_prefix("officer/").map(Whose::Officer),
        };
        whose.map(|whose| ended(&event.region, whose, event.fact.happened_at)).unwrap_or_default()
    }

    /// It has no table of its own, and what ended once stays so.
    fn reset(&self, _: &str) -> Vec<Statement> {
        Vec::new()
    }
}
