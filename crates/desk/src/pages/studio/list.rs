//! `/atur/layanan`: which services run, what is proposed, and who published what when.

use super::moves::Move;
use super::{Counter, SeeSetup, WriteServices, short, version_href, who};
use crate::Desk;
use crate::catalogue::STREAM;
use crate::studio::{Proposal, ProposalState};
use askama::Template;
use axum::extract::State;
use kernel::Event;
use std::collections::HashMap;
use web::{Answer, May, OrFail, Permission, View};

/// So many proposals and facts are shown; the ledger keeps all of them.
const SHOWN: u32 = 50;

/// So many moves of running cases are shown.
const MOVES_SHOWN: u32 = 10;

#[derive(Template)]
#[template(path = "studio/list.html")]
struct Page {
    v: View,
    may_write: bool,
    done: Option<&'static str>,
    asked: String,
    rows: Vec<Row>,
    proposals: Vec<Proposed>,
    moves: Vec<Move>,
    history: Vec<Past>,
}

struct Row {
    id: String,
    name: String,
    version: u32,
    hash: String,
    href: String,
    when: String,
    by: String,
    decreed: bool,
}

struct Proposed {
    href: String,
    name: String,
    version: u32,
    state: (&'static str, String),
    when: String,
    by: String,
}

struct Past {
    when: String,
    what: String,
    by: String,
    hash: String,
    href: String,
}

pub(super) async fn page(who: May<SeeSetup>, State(counter): State<Counter>) -> Answer {
    let desk = &counter.desk;
    let v = &who.view;
    let facts = desk.store().stream(desk.region(), STREAM).await.or_fail()?;
    let mut proposals = desk.proposals("", SHOWN).await?;
    // What waits for somebody first, each group with the latest first.
    proposals.sort_by_key(|one| one.state != ProposalState::Waiting);
    let done = match super::super::officer::query(v.query(), "selesai").as_str() {
        "terbit" => Some("studio-selesai-terbit"),
        "ditolak" => Some("studio-selesai-ditolak"),
        "ditarik" => Some("studio-selesai-ditarik"),
        _ => None,
    };
    let asked = super::super::officer::query(v.query(), "q").trim().to_owned();
    web::page(&Page {
        may_write: WriteServices::allows(&who.session),
        done,
        rows: running(v, desk, &asked, &facts),
        asked,
        proposals: proposals.iter().map(|one| proposed(v, desk, one)).collect(),
        moves: desk.version_moves(MOVES_SHOWN).await?.iter().map(|one| Move::of(v, desk, one)).collect(),
        history: facts.iter().rev().take(SHOWN as usize).filter_map(|event| past(v, desk, event)).collect(),
        v: who.view,
    })
}

fn running(v: &View, desk: &Desk, asked: &str, facts: &[Event]) -> Vec<Row> {
    let mut latest: HashMap<&str, &Event> = HashMap::new();
    for event in facts.iter().filter(|event| event.fact.name == "service.published") {
        latest.insert(text(event, "service"), event);
    }
    let found = desk.catalogue().search(asked);
    let rows = found.iter().map(|definition| {
        let fact = latest.get(definition.id.as_str()).map(|event| &event.fact);
        Row {
            id: definition.id.clone(),
            name: definition.name.clone(),
            version: definition.version,
            hash: short(&definition.hash),
            href: version_href(&definition.hash),
            when: fact.map(|fact| v.words().moment(fact.happened_at)).unwrap_or_default(),
            by: fact.map(|fact| who(v, desk, &fact.actor)).unwrap_or_default(),
            decreed: definition.standard.decree.is_some(),
        }
    });
    rows.collect()
}

fn proposed(v: &View, desk: &Desk, one: &Proposal) -> Proposed {
    Proposed {
        href: format!("/atur/layanan/usulan/{}", one.id),
        name: one.name.clone(),
        version: one.version,
        state: state(v, one.state),
        when: v.words().moment(one.proposed_at),
        by: who(v, desk, &one.proposer),
    }
}

/// The state of a proposal as a tag.
pub(super) fn state(v: &View, state: ProposalState) -> (&'static str, String) {
    let (kind, key) = match state {
        ProposalState::Waiting => ("wait", "studio-keadaan-menunggu"),
        ProposalState::Published => ("good", "studio-keadaan-terbit"),
        ProposalState::Rejected => ("stop", "studio-keadaan-ditolak"),
        ProposalState::TakenBack => ("plain", "studio-keadaan-ditarik"),
    };
    (kind, v.t(key).to_owned())
}

fn past(v: &View, desk: &Desk, event: &Event) -> Option<Past> {
    let key = match event.fact.name.as_str() {
        "service.published" => "studio-riwayat-terbit",
        "service.withdrawn" => "studio-riwayat-berhenti",
        "service.proposed" => "studio-riwayat-usul",
        "service.approved" => "studio-riwayat-setuju",
        "service.rejected" if event.fact.data.get("by_proposer").and_then(|own| own.as_bool()) == Some(true) => {
            "studio-riwayat-tarik"
        }
        "service.rejected" => "studio-riwayat-tolak",
        _ => return None,
    };
    let version = event.fact.data.get("version").and_then(|version| version.as_u64()).unwrap_or_default();
    let hash = text(event, "hash");
    // The text of a version is kept by its hash once it was published.
    let kept = desk.catalogue().pinned(hash).is_some();
    Some(Past {
        when: v.words().moment(event.fact.happened_at),
        what: v.tf(key, &[("layanan", &text(event, "service")), ("versi", &version)]),
        by: who(v, desk, &event.fact.actor),
        hash: short(hash),
        href: if kept { version_href(hash) } else { String::new() },
    })
}

fn text<'e>(event: &'e Event, key: &str) -> &'e str {
    event.fact.data.get(key).and_then(|value| value.as_str()).unwrap_or_default()
}
