//! Selections: the list, and one of them: each assessor alone, then the spread, then the decision.

use super::{decimal, said};
use crate::model::selection::{Selection, State as Stands};
use crate::model::yardstick::Yardstick;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::{ReadAll, ReadSelections, Score, Steer, sees};
use crate::selections::{Chosen, INSTRUMENTS, NewScores};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{OfficerId, Role};
use web::component::Choice;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View, in_time, unsent};

#[derive(Template)]
#[template(path = "seleksi.html")]
struct List {
    v: View,
    steers: bool,
    rows: Vec<ListRow>,
}

struct ListRow {
    href: String,
    area: String,
    cohort: i64,
    tag: Markup,
    assessors: String,
}

#[derive(Template)]
#[template(path = "satu_seleksi.html")]
struct Page {
    v: View,
    id: String,
    area: String,
    area_href: String,
    instrument: String,
    cohort: i64,
    tag: Markup,
    reason: String,
    error: String,
    weights: String,
    open: bool,
    steers: bool,
    /// Whether what the others gave is shown.
    spread_shown: bool,
    rows: Vec<Row>,
    result: String,
    judged: String,
    /// Id, name, state and reasons.
    assessors: Vec<(String, String, Markup, String)>,
    candidates: Vec<Choice>,
    waiting: i64,
    /// This reader's own form, where they were named.
    own: Option<Own>,
    sent: Submission,
}

struct Row {
    name: String,
    low: String,
    high: String,
    mean: String,
    count: String,
}

struct Own {
    revision: i64,
    note: String,
    /// Id, name, value, and the levels to choose from.
    levels: Vec<(String, String, Vec<Choice>)>,
}

const FORM: &str = "gerakan seleksi";

fn tag(v: &View, state: Stands) -> Markup {
    let kind = match state {
        Stands::Open => "wait",
        Stands::Accepted => "good",
        Stands::Declined => "stop",
    };
    web::component::tag(kind, v.t(&format!("gerakan-seleksi-{}", state.word())))
}

pub(super) async fn list(officer: May<ReadSelections>, State(movement): State<Movement>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    movement.steering()?;
    let row = |(one, named, scored): (Selection, i64, i64)| ListRow {
        href: format!("/dasbor/gerakan/seleksi/{}", one.id),
        area: movement.area_name(&one.area),
        cohort: one.cohort,
        tag: tag(&v, one.state),
        assessors: v.t2("gerakan-penilai-n", "selesai", scored, "semua", named),
    };
    let rows = movement.selections(&session).await?.into_iter().map(row).collect();
    web::page(&List { steers: Steer::allows(&session), rows, v })
}

pub(super) async fn open(officer: May<Steer>, State(movement): State<Movement>, sent: Submission) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let cohort = sent.text("angkatan").parse().map_err(|_| Refused::NoCohort)?;
        movement.open_selection(&session, sent.text("daerah"), cohort, INSTRUMENTS).await
    };
    match in_time(&v, FORM, &sent, act).await? {
        Ok(id) => web::redirect(&format!("/dasbor/gerakan/seleksi/{id}")),
        Err(Some(refused)) => Err(refused.into()),
        Err(None) => web::redirect(&format!("/dasbor/gerakan/daerah/{}#seleksi", sent.text("daerah"))),
    }
}

pub(super) async fn page(
    officer: May<ReadSelections>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
) -> Answer {
    let nothing = (StatusCode::OK, String::new(), Submission::default());
    drawn(officer.view, &officer.session, &movement, (&id, nothing)).await
}

async fn drawn(
    v: View,
    session: &Session,
    movement: &Movement,
    (id, (status, error, sent)): (&str, (StatusCode, String, Submission)),
) -> Answer {
    movement.steering()?;
    let one = movement.selection(id).await?;
    let named = one.assessors.contains_key(&session.officer);
    if !named && !ReadAll::allows(session) {
        return Err(web::Error::not_found());
    }
    let yardstick = movement.yardstick(&one.instrument)?;
    let steers = Steer::allows(session);
    let spread_shown = one.shows_others_to(&session.officer, yardstick);
    let result = one.result(yardstick);
    let own = one.assessors.get(&session.officer).filter(|_| one.state == Stands::Open);
    let page = Page {
        area: movement.area_name(&one.area),
        area_href: if sees(session, &one.area) {
            format!("/dasbor/gerakan/daerah/{}", one.area)
        } else {
            String::new()
        },
        instrument: yardstick.name.clone(),
        tag: tag(&v, one.state),
        weights: super::region::weights(&v, yardstick),
        open: one.state == Stands::Open,
        rows: if spread_shown { rows(&v, &one, yardstick) } else { Vec::new() },
        result: if spread_shown { decimal(&v, result.index, yardstick.decimals) } else { String::new() },
        judged: v.t2("gerakan-dinilai-n", "jumlah", result.known as u64, "semua", result.of as u64),
        assessors: if ReadAll::allows(session) { assessors(&v, movement, &one, yardstick).await } else { Vec::new() },
        candidates: if steers { candidates(movement, &one).await } else { Vec::new() },
        waiting: i64::try_from(one.waiting(yardstick).count()).unwrap_or(i64::MAX),
        own: own.map(|scored| own_form(&v, yardstick, scored, &sent)),
        id: one.id.clone(),
        cohort: one.cohort,
        reason: one.reason.clone(),
        steers,
        spread_shown,
        error,
        sent,
        v,
    };
    web::page_with(status, &page)
}

fn rows(v: &View, one: &Selection, yardstick: &Yardstick) -> Vec<Row> {
    let row = |criterion: &crate::model::yardstick::Criterion| {
        let spread = one.spread(&criterion.id);
        let shown = |number: Option<definition::Number>| decimal(v, number, 2);
        Row {
            name: criterion.name.clone(),
            low: shown(spread.map(|spread| spread.low)),
            high: shown(spread.map(|spread| spread.high)),
            mean: shown(spread.map(|spread| spread.mean)),
            count: spread.map_or(0, |spread| spread.count).to_string(),
        }
    };
    yardstick.criteria.iter().map(row).collect()
}

/// Id, name, state and reasons of each named assessor.
async fn assessors(
    v: &View,
    movement: &Movement,
    one: &Selection,
    yardstick: &Yardstick,
) -> Vec<(String, String, Markup, String)> {
    let waiting: Vec<&OfficerId> = one.waiting(yardstick).collect();
    let mut shown = Vec::new();
    for (officer, scored) in &one.assessors {
        let name = movement.deps().staff.name(officer).await.unwrap_or_else(|| officer.0.clone());
        let state = if waiting.contains(&officer) {
            ("wait", "gerakan-penilai-menunggu")
        } else {
            ("good", "gerakan-penilai-selesai")
        };
        shown.push((officer.0.clone(), name, web::component::tag(state.0, v.t(state.1)), scored.note.clone()));
    }
    shown
}

async fn candidates(movement: &Movement, one: &Selection) -> Vec<Choice> {
    let all = movement.deps().staff.all_holding(Role::Assessor).await;
    let free = all.into_iter().filter(|(officer, _)| !one.assessors.contains_key(officer));
    Choice::all(free.map(|(officer, name)| (officer.0, name)), [])
}

fn own_form(v: &View, yardstick: &Yardstick, scored: &crate::model::selection::Scored, sent: &Submission) -> Own {
    let (low, high) = (yardstick.ends.0.rounded(), yardstick.ends.1.rounded());
    let level = |criterion: &crate::model::yardstick::Criterion| {
        let kept = scored.levels.get(&criterion.id).map(ToString::to_string).unwrap_or_default();
        let value = sent.get(&criterion.id).map_or(kept, str::to_owned);
        let none = (String::new(), v.t("gerakan-belum-dinilai").to_owned());
        let all = std::iter::once(none).chain((low..=high).map(|level| (level.to_string(), level.to_string())));
        (criterion.id.clone(), criterion.name.clone(), Choice::all(all, [value.as_str()]))
    };
    Own {
        revision: scored.revision,
        note: sent.get("alasan").map_or_else(|| scored.note.clone(), str::to_owned),
        levels: yardstick.criteria.iter().map(level).collect(),
    }
}

pub(super) async fn score(
    officer: May<Score>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let level = |name: &str| sent.text(name).to_owned();
    let seen = sent.text("revisi").parse().unwrap_or(-1);
    let act = movement.score(&session, &id, NewScores { level: &level, note: sent.text("alasan"), seen });
    let done = in_time(&v, FORM, &sent, act).await?;
    answered((v, session), &movement, &id, sent, done).await
}

pub(super) async fn assessor(
    officer: May<Steer>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let (named, who) = (sent.text("tindakan") != "lepas", OfficerId(sent.text("penilai").to_owned()));
    let act = movement.name_assessor(&session, &id, &who, named);
    let done = in_time(&v, FORM, &sent, act).await?;
    answered((v, session), &movement, &id, sent, done).await
}

pub(super) async fn decide(
    officer: May<Steer>,
    State(movement): State<Movement>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let chosen = Chosen { accepted: sent.text("putusan") == "terima", reason: sent.text("alasan") };
    let done = in_time(&v, FORM, &sent, movement.decide(&session, &id, chosen)).await?;
    answered((v, session), &movement, &id, sent, done).await
}

async fn answered(
    (v, session): (View, Session),
    movement: &Movement,
    id: &str,
    sent: Submission,
    done: Result<(), Option<Refused>>,
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/gerakan/seleksi/{id}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused, |one| said(&v, one))?;
            drawn(v, &session, movement, (id, (status, error, sent))).await
        }
    }
}
