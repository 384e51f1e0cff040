//! `/aplikasi/{slug}`: everything about one application: what it is, what is missing, what is proposed and why, who is
//! like it, what it is joined to, whether it opens, how it changed.

use super::{percent, rung_tag, rungs, said, seen, worded};
use crate::applications::Applications;
use crate::model::advice::{Advice, Proposal, Reason, base};
use crate::model::app::App;
use crate::model::field::FIELDS;
use crate::model::ladder::{Joined, Link, Seen, rung};
use crate::model::stage::{Stage, Step};
use crate::records::Change;
use crate::refusal::Refused;
use crate::review::Review;
use crate::rights::{Author, Read, Write, writes};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::doors::Rung;
use kernel::OfficerId;
use std::sync::Arc;
use web::component::Choice;
use web::{Answer, Markup, May, Sent, Session, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "rinci.html")]
struct Page {
    v: View,
    writes: bool,
    error: String,
    slug: String,
    name: String,
    unit: String,
    revision: i64,
    stage: Markup,
    stage_about: String,
    rung: Markup,
    complete: String,
    missing: Vec<String>,
    cells: Vec<(String, String, bool)>,
    advice: Proposed,
    cases: Vec<(String, String, String)>,
    waiting: bool,
    twins: Vec<super::twins::Row>,
    links: Vec<LinkRow>,
    health: Option<(Markup, String)>,
    looks: Vec<(String, String)>,
    changes: Vec<(String, String, Vec<String>)>,
    acts: Acts,
}

/// What the forms of the page offer.
struct Acts {
    stages: Vec<Choice>,
    proposals: Vec<Choice>,
    ways: Vec<Choice>,
    others: Vec<(String, String)>,
    services: Vec<(String, String)>,
    today: String,
}

struct Proposed {
    tag: Markup,
    weak: bool,
    points: Vec<(String, u32)>,
    reasons: Vec<(String, String)>,
}

struct LinkRow {
    gives: bool,
    other: (String, String),
    way: Markup,
    seen: String,
    /// What was declared: the way and what is passed.
    declared: Vec<(String, String)>,
}

/// Records below this are proposed upon weakly.
const WEAK: u32 = 50;
pub(super) const FORM: &str = "aplikasi rinci";

pub(super) async fn page(officer: May<Read>, State(room): State<Applications>, Path(slug): Path<String>) -> Answer {
    drawn(officer.view, &officer.session, &room, &slug, (StatusCode::OK, String::new())).await
}

async fn drawn(
    v: View,
    session: &Session,
    room: &Applications,
    slug: &str,
    (status, error): (StatusCode, String),
) -> Answer {
    let review = room.review().await?;
    let inventory = Arc::clone(&review.inventory);
    let at = inventory.place(slug).filter(|at| seen(session, &inventory.apps).contains(at)).ok_or(Refused::NotThere)?;
    let app = inventory.apps.get(at).ok_or(Refused::NotThere)?;
    let (changes, looks) = (room.changes(slug).await?, room.health_history(slug).await?);
    let complete = review.complete.get(at).cloned().unwrap_or_default();
    let shown = FIELDS.iter().filter(|field| !app.cell(field.name).is_empty() && field.name != "nama");
    let field = |name: &&'static str| v.t(&format!("aplikasi-isi-{name}")).to_owned();
    let cell = |name: &'static str| {
        (field(&name), worded(&v, room, name, app.cell(name)), matches!(name, "alamat" | "periksa"))
    };
    let page = Page {
        writes: writes(session).covers(app.unit()),
        stage: web::component::tag(app.stage.tag(), v.t(&format!("aplikasi-tahap-{}", app.stage.word()))),
        stage_about: stage_about(&v, room, &inventory, app),
        rung: rung_tag(&v, review.rungs.get(at).copied().unwrap_or(Rung::None)),
        complete: percent(Some(complete.percent())),
        missing: complete.missing.iter().map(field).collect(),
        cells: shown.map(|field| cell(field.name)).collect(),
        advice: proposed(&v, review.advice.get(at), complete.percent()),
        cases: cases_of(&v, &inventory, slug),
        waiting: inventory.open_proposal(slug).is_some(),
        twins: review.twins_of(at).take(10).filter_map(|two| super::twins::row(&v, room, &review, two)).collect(),
        links: links(&v, room, &review, slug),
        health: health(&v, &inventory, slug),
        looks: looks
            .iter()
            .map(|(at, state, _)| (v.words().moment(at), v.t(&format!("aplikasi-buka-{}", state.word())).to_owned()))
            .collect(),
        changes: changed(&v, room, &changes).await,
        acts: acts(&v, room, &review, (at, app)),
        slug: app.slug.clone(),
        name: app.name().to_owned(),
        unit: room.unit_name(app.unit()),
        revision: app.revision,
        error,
        v,
    };
    web::page_with(status, &page)
}

fn acts(v: &View, room: &Applications, review: &Review, (at, app): (usize, &App)) -> Acts {
    let named = |(word, prefix): (&str, &str)| (word.to_owned(), v.t(&format!("{prefix}{word}")).to_owned());
    let all = review.inventory.apps.iter().filter(|one| one.slug != app.slug && one.stage.alive());
    let other = |one: &App| (one.slug.clone(), format!("{} ({})", one.name(), room.unit_name(one.unit())));
    Acts {
        stages: Choice::all(
            Stage::ALL.into_iter().filter(|one| *one != app.stage).map(|one| named((one.word(), "aplikasi-tahap-"))),
            [],
        ),
        proposals: Choice::all(
            Proposal::ALL.map(|one| named((one.word(), "aplikasi-usul-"))),
            review.advice.get(at).map(|advice| advice.proposal.word()),
        ),
        ways: Choice::all(rungs(v).into_iter().skip(1), ["api"]),
        others: all.map(other).collect(),
        services: (room.deps().services)().into_iter().map(|one| (format!("layanan:{}", one.id), one.name)).collect(),
        today: room.today().to_string(),
    }
}

fn health(v: &View, inventory: &crate::Inventory, slug: &str) -> Option<(Markup, String)> {
    let one = inventory.health.get(slug)?;
    let tag = web::component::tag(one.state.tag(), v.t(&format!("aplikasi-buka-{}", one.state.word())));
    let (since, looked) = (v.words().moment(one.since), v.words().moment(one.checked_at));
    Some((tag, v.t2("aplikasi-buka-sejak", "sejak", since, "dilihat", looked)))
}

fn stage_about(v: &View, room: &Applications, inventory: &crate::Inventory, app: &App) -> String {
    let since = v.t1("aplikasi-sejak", "tanggal", v.words().date(app.since));
    let after = match app.successor.as_str() {
        "" => return since,
        "-" => v.t("aplikasi-tanpa-pengganti").to_owned(),
        other => {
            let service = other
                .strip_prefix("layanan:")
                .and_then(|id| (room.deps().services)().into_iter().find(|one| one.id == id).map(|one| one.name));
            let name = service.or_else(|| inventory.app(other).map(|app| app.name().to_owned()));
            v.t1("aplikasi-diganti", "nama", name.unwrap_or_else(|| other.to_owned()))
        }
    };
    format!("{since} {after}")
}

fn proposed(v: &View, advice: Option<&Advice>, complete: u32) -> Proposed {
    let proposal = advice.map_or(Proposal::Keep, |advice| advice.proposal);
    let word = |proposal: Proposal| v.t(&format!("aplikasi-usul-{}", proposal.word())).to_owned();
    let brings = |points: [u32; 4]| {
        let some = Proposal::ALL.into_iter().zip(points).filter(|(_, points)| *points > 0);
        some.map(|(proposal, points)| format!("{} +{points}", word(proposal))).collect::<Vec<_>>().join(", ")
    };
    let reason = |one: &Reason| {
        let about = match one.fact {
            "data-bersama" => super::data_worded(v, &one.about),
            _ => super::day_worded(v, &one.about),
        };
        (v.t1(&format!("aplikasi-fakta-{}", one.fact), "hal", about), brings(one.points))
    };
    let start = (v.t("aplikasi-fakta-dasar").to_owned(), brings(base()));
    Proposed {
        tag: web::component::tag(proposal.tag(), &word(proposal)),
        weak: complete < WEAK,
        points: advice
            .map(|advice| {
                Proposal::ALL.into_iter().zip(advice.points).map(|(one, points)| (word(one), points)).collect()
            })
            .unwrap_or_default(),
        reasons: advice.iter().flat_map(|advice| advice.reasons.iter().map(reason)).chain([start]).collect(),
    }
}

/// Proposals that were made a case: number, what, how it stands.
fn cases_of(v: &View, inventory: &crate::Inventory, slug: &str) -> Vec<(String, String, String)> {
    let all = inventory.proposals.get(slug).map(Vec::as_slice).unwrap_or_default();
    let one = |asked: &crate::Asked| {
        let what = v.t(&format!("aplikasi-usul-{}", asked.proposal.word())).to_owned();
        let stands = match (asked.outcome, asked.decided_at) {
            (Some(outcome), Some(at)) => {
                let said = v.t2(
                    "aplikasi-putusan",
                    "putusan",
                    v.t(&format!("aplikasi-putusan-{}", outcome.word())),
                    "tanggal",
                    v.words().date_of(at),
                );
                if asked.reason.is_empty() { said } else { format!("{said} {}", asked.reason) }
            }
            _ => v.t1("aplikasi-putusan-menunggu", "tanggal", v.words().date_of(asked.at)),
        };
        (asked.number.clone(), what, stands)
    };
    all.iter().map(one).collect()
}

fn links(v: &View, room: &Applications, review: &Review, slug: &str) -> Vec<LinkRow> {
    let own = review.joined.iter().filter(|one| one.from == slug || one.to == slug);
    let row = |one: &Joined| {
        let gives = one.from == slug;
        let other = if gives { &one.to } else { &one.from };
        let app = review.inventory.app(other);
        let name = app.map_or_else(|| other.clone(), |app| format!("{} ({})", app.name(), room.unit_name(app.unit())));
        let said = review.inventory.links.iter().filter(|link| link.from == one.from && link.to == one.to);
        LinkRow {
            gives,
            other: (other.clone(), name),
            way: rung_tag(v, one.rung),
            seen: match one.seen {
                Seen::Declared => v.t("aplikasi-garis-dinyatakan").to_owned(),
                seen => format!("{} ({})", v.t(&format!("aplikasi-garis-{}", seen.word())), v.words().count(one.count)),
            },
            declared: said
                .map(|link| (crate::model::ladder::rung_word(link.rung).to_owned(), link.what.clone()))
                .collect(),
        }
    };
    own.map(row).collect()
}

/// Changes in words: when, who, what.
async fn changed(v: &View, room: &Applications, changes: &[Change]) -> Vec<(String, String, Vec<String>)> {
    let mut found = Vec::new();
    for change in changes {
        let by = match change.by.as_str() {
            "" => v.t("aplikasi-oleh-sistem").to_owned(),
            officer => room.deps().staff.name(&OfficerId(officer.to_owned())).await.unwrap_or_default(),
        };
        let line = |(field, before, after): &(String, String, String)| {
            let key = format!("aplikasi-isi-{field}");
            let name = if v.has(&key) { v.t(&key) } else { v.t("aplikasi-tahap") };
            let told = |value: &String| if value.is_empty() { "–".to_owned() } else { worded(v, room, field, value) };
            match before.is_empty() {
                true => format!("{name}: {}", told(after)),
                false => format!("{name}: {} → {}", told(before), told(after)),
            }
        };
        found.push((v.words().moment(change.at), by, change.lines.iter().map(line).collect()));
    }
    found
}

/// Back to the page, or the page again with what is wrong.
async fn answered((v, session): (View, Session), room: &Applications, slug: &str, done: Sent<(), Refused>) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/aplikasi/{slug}")),
        Err(refused) => {
            let unsent = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &session, room, slug, unsent).await
        }
    }
}

pub(super) async fn step(
    officer: May<Write>,
    State(room): State<Applications>,
    Path(slug): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let to = Stage::parse(sent.text("tahap")).ok_or(Refused::Step(crate::model::stage::BadStep::Same))?;
        let day = sent.text("tanggal").parse().map_err(|_| Refused::Step(crate::model::stage::BadStep::Day))?;
        let step = Step { to, day, reason: sent.text("sebab"), successor: sent.text("pengganti") };
        room.step(&Author::of(&session), &slug, step, sent.text("revisi").parse().unwrap_or(-1)).await
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    answered((v, session), &room, &slug, done).await
}

pub(super) async fn link(
    officer: May<Write>,
    State(room): State<Applications>,
    Path(slug): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let way = rung(sent.text("cara")).ok_or(Refused::Link)?;
        let other = sent.text("lain").to_owned();
        let (from, to) = if sent.text("arah") == "terima" { (other, slug.clone()) } else { (slug.clone(), other) };
        let link = Link { from, to, rung: way, what: sent.text("isi").to_owned() };
        let author = Author::of(&session);
        match sent.text("tindakan") {
            "hapus" => room.withdraw(&author, &link).await,
            _ => room.declare(&author, &link).await,
        }
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    answered((v, session), &room, &slug, done).await
}

pub(super) async fn propose(
    officer: May<Write>,
    State(room): State<Applications>,
    Path(slug): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let proposal = Proposal::parse(sent.text("usulan")).ok_or(Refused::NotThere)?;
        room.ask(&Author::of(&session), &slug, (proposal, sent.text("alasan"))).await.map(drop)
    };
    let done = in_time(&v, FORM, &sent, act).await?;
    answered((v, session), &room, &slug, done).await
}
