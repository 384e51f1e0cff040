//! Letters, services and officers, which belong to no case.

use super::{Found, Gate, Happening, Happenings, seen, text};
use crate::indicator::facts::Kind;
use crate::indicator::period::{Period, Span};
use kernel::{Actor, Event};
use serde_json::Value as Json;

impl Happenings {
    /// Letters, services, officers.
    pub(super) fn of_house(self, event: &Event) -> Found {
        let data = &event.fact.data;
        let unit = match &event.fact.actor {
            Actor::Officer { unit, .. } => unit.as_str(),
            _ => "",
        };
        let of_letter = event.stream.starts_with("letter/") && event.stream.matches('/').count() == 3;
        match event.fact.name.as_str() {
            "letter.issued" if of_letter => Found::of(Happening::new(Kind::Issued, unit, text(data, "number"))),
            "letter.revoked" if of_letter => Found::of(Happening::new(Kind::Revoked, unit, text(data, "number"))),
            "service.published" | "service.withdrawn" => service(event, text(data, "service")),
            "officer.added" | "officer.enabled" => Found::of(Happening::new(Kind::Account, "", "").amount(1)),
            "officer.disabled" => Found::of(Happening::new(Kind::Account, "", "").amount(-1)),
            "officer.signed_in" => self.signed_in(event),
            "sign_in.failed" => {
                let count = data.get("count").and_then(Json::as_i64).unwrap_or(1);
                Found::of(Happening::new(Kind::Failed, "", "").amount(count))
            }
            _ => Found::default(),
        }
    }

    /// Once in a month, once in a quarter, once in a year.
    fn signed_in(self, event: &Event) -> Found {
        let Actor::Officer { id, .. } = &event.fact.actor else {
            return Found::default();
        };
        let date = event.fact.happened_at.date(self.0);
        let once = |span| format!("hadir/{}/{}", Period::of(date, span), id.0);
        let spans = [Span::Month, Span::Quarter, Span::Year];
        let happening = |span| Happening::new(seen(span), "", "").amount(1).gated(Gate::Unseen(once(span)));
        Found { happenings: spans.map(happening).into(), remember: spans.map(once).into(), forget: Vec::new() }
    }
}

/// A new version of a service that runs already is no further service.
fn service(event: &Event, id: &str) -> Found {
    let what = format!("layanan/{id}");
    let new = |amount| Happening::new(Kind::Service, "", id).amount(amount);
    if event.fact.name == "service.published" {
        let happenings = vec![new(1).gated(Gate::Unseen(what.clone()))];
        return Found { happenings, remember: vec![what], forget: Vec::new() };
    }
    Found { happenings: vec![new(-1).gated(Gate::Seen(what.clone()))], remember: Vec::new(), forget: vec![what] }
}
