//! `/dasbor/rencana/sdm/opd/{unit}`: skills, trainings and who can run what in one agency.

use super::own::{state_tag, what};
use super::{count, gap_tag, genuine, skill_name, typed};
use crate::pages::{ReadDraft, agency_name, money};
use crate::programme::Programme;
use crate::promises::Filter;
use crate::skills::claims::{Claim, ClaimKind, ClaimState};
use crate::skills::model::skills;
use crate::skills::refusal::Refused;
use crate::skills::rights::{WriteSkills, may_agree, may_see_names, may_write};
use crate::skills::trainings::{NewTraining, Training, TrainingState};
use crate::skills::write::NewNumbers;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use std::collections::BTreeMap;
use web::component::Choice;
use web::{Answer, Markup, May, Session, Submission, View};

/// Promises of the agency among which one is chosen.
const PROMISES: i64 = 200;

#[derive(Template)]
#[template(path = "sdm/opd.html")]
struct Page {
    v: View,
    unit: String,
    name: String,
    error: String,
    skills: Vec<Skill>,
    of_promises: Vec<String>,
    applications: Vec<Application>,
    /// Empty for whoever may not see names.
    people: Vec<Person>,
    trainings: Vec<Trained>,
    writes: bool,
    agrees: bool,
    names: bool,
    choices: Vec<Choice>,
    promises: Vec<Choice>,
    typed: Submission,
}

struct Skill {
    name: String,
    needed: String,
    held: String,
    agreed: String,
    tag: Markup,
}

/// An application, with how many people can run it.
struct Application {
    name: String,
    people: String,
    tag: Markup,
    names: String,
}

/// What an officer of the agency entered.
struct Person {
    id: String,
    name: String,
    what: String,
    tag: Markup,
    agreed: bool,
}

struct Trained {
    id: String,
    revision: i64,
    title: String,
    skill: String,
    day: String,
    people: String,
    cost: String,
    tag: Markup,
    evidence: String,
    href: Option<String>,
    planned: bool,
}

impl Page {
    fn action(&self, what: &str) -> String {
        format!("/dasbor/rencana/sdm/opd/{}{what}", self.unit)
    }

    fn form(&self) -> String {
        form(&self.unit)
    }
}

fn form(unit: &str) -> String {
    format!("sdm {unit}")
}

pub(super) async fn page(
    officer: May<ReadDraft>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
) -> Answer {
    drawn(officer.view, &officer.session, &programme, &unit, (None, Submission::default())).await
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    unit: &str,
    (refused, typed): (Option<&Refused>, Submission),
) -> Answer {
    programme.deps().agencies.agency(unit).ok_or(Refused::NotThere)?;
    let standing = programme.skill_standing(unit).await?;
    let (claims, trainings) = (programme.claims_of(unit).await?, programme.trainings(unit).await?);
    let (sees, writes) = (may_see_names(session, unit), may_write(session, unit));
    let people = if sees { people(&v, programme, &claims).await } else { Vec::new() };
    let skill = |(id, numbers): (&str, crate::skills::Numbers)| Skill {
        name: skill_name(&v, id),
        needed: v.words().count(numbers.needed),
        held: count(&v, numbers.held()),
        agreed: v.words().count(numbers.agreed),
        tag: gap_tag(&v, numbers),
    };
    let promises = promises(programme, unit).await?;
    let of_promise = |(_, skill, promise, people): &(String, String, String, i64)| {
        let named = promises.iter().find(|(id, _)| id == promise).map_or(promise.as_str(), |(_, name)| name.as_str());
        v.tf(
            "sdm-untuk-program",
            &[("keahlian", &skill_name(&v, skill)), ("program", &named.to_owned()), ("orang", people)],
        )
    };
    let all = skills().all.iter().map(|(id, named)| (id.clone(), named.name(v.lang()).to_owned()));
    let itself = std::iter::once((String::new(), v.t("sdm-dinas-sendiri").to_owned()));
    let page = Page {
        name: agency_name(programme, unit),
        error: refused.map(|refused| v.said(refused)).unwrap_or_default(),
        skills: standing.of(unit).map(skill).collect(),
        of_promises: standing.of_promises.iter().map(of_promise).collect(),
        applications: applications(&v, &claims, &people),
        trainings: trainings.into_iter().map(|one| trained(&v, one)).collect(),
        agrees: may_agree(session, unit),
        names: sees,
        choices: Choice::all(all, [typed.text("keahlian")]),
        promises: Choice::all(itself.chain(promises), [typed.text("program")]),
        unit: unit.to_owned(),
        people,
        writes,
        typed,
        v,
    };
    web::page_with(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// Ids and names of the promises that the agency owes.
async fn promises(programme: &Programme, unit: &str) -> Result<Vec<(String, String)>, Refused> {
    let Some(plan) = programme.plan().await? else { return Ok(Vec::new()) };
    let filter = Filter { owner: unit.to_owned(), ..Filter::default() };
    let owed = programme.promises(&plan, plan.newest().number, &filter, PROMISES).await?;
    Ok(owed.into_iter().map(|one| (one.id, one.sheet.name)).collect())
}

async fn people(v: &View, programme: &Programme, claims: &[Claim]) -> Vec<Person> {
    let names = programme.officers(claims.iter().map(|one| one.officer.0.as_str()).collect()).await;
    let one = |claim: &Claim| Person {
        id: claim.id.clone(),
        name: names.get(&claim.officer.0).cloned().unwrap_or_default(),
        what: what(v, claim),
        tag: state_tag(v, claim.state),
        agreed: claim.state == ClaimState::Agreed,
    };
    claims.iter().map(one).collect()
}

/// Each application with how many people can run it: one alone is a risk that is said.
fn applications(v: &View, claims: &[Claim], people: &[Person]) -> Vec<Application> {
    let mut by_name: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
    for claim in claims.iter().filter(|one| one.kind == ClaimKind::Application) {
        by_name.entry(&claim.what).or_default().push(claim);
    }
    let one = |(name, claims): (&str, Vec<&Claim>)| {
        let agreed: Vec<&&Claim> = claims.iter().filter(|one| one.state == ClaimState::Agreed).collect();
        let tag = match agreed.len() {
            0 => web::component::tag("stop", v.t("sdm-tanpa-orang")),
            1 => web::component::tag("late", v.t("sdm-satu-orang")),
            _ => web::component::tag("good", v.t("sdm-cukup")),
        };
        let named = |claim: &&&Claim| people.iter().find(|one| one.id == claim.id).map(|one| one.name.clone());
        Application {
            name: name.to_owned(),
            people: v.words().count(i64::try_from(agreed.len()).unwrap_or(0)),
            tag,
            names: agreed.iter().filter_map(named).collect::<Vec<_>>().join(", "),
        }
    };
    by_name.into_iter().map(one).collect()
}

fn trained(v: &View, one: Training) -> Trained {
    let kind = match one.state {
        TrainingState::Planned => "work",
        TrainingState::Held => "good",
        TrainingState::Cancelled => "plain",
    };
    let people = match one.people {
        Some(were) => v.t2("sdm-peserta-dari", "hadir", were, "rencana", one.planned),
        None => v.t1("sdm-peserta-rencana", "rencana", one.planned),
    };
    Trained {
        skill: skill_name(v, &one.skill),
        day: v.words().date(one.day),
        cost: money(v, one.cost),
        tag: web::component::tag(kind, v.t(&format!("sdm-pelatihan-{}", one.state.word()))),
        href: crate::pages::link(&one.evidence).map(str::to_owned),
        planned: one.state == TrainingState::Planned,
        id: one.id,
        revision: one.revision,
        title: one.title,
        evidence: one.evidence,
        people,
    }
}

/// Back to the agency, or the page with what was refused and what was typed.
async fn answered(
    officer: May<WriteSkills>,
    programme: &Programme,
    unit: &str,
    done: Result<(), Refused>,
    sent: Submission,
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/dasbor/rencana/sdm/opd/{unit}")),
        Err(refused) if refused.is_of_form() => {
            drawn(officer.view, &officer.session, programme, unit, (Some(&refused), sent)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn numbers(
    officer: May<WriteSkills>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&unit), &sent)?;
    let read = || -> Result<NewNumbers<'_>, Refused> {
        let (needed, held) = (typed(&sent, "perlu")?, typed(&sent, "ada")?);
        Ok(NewNumbers { unit: &unit, skill: sent.text("keahlian"), promise: sent.text("program"), needed, held })
    };
    let done = match read() {
        Ok(new) => programme.set_skill(&officer.session, new).await,
        Err(refused) => Err(refused),
    };
    answered(officer, &programme, &unit, done, sent).await
}

pub(super) async fn agree(
    officer: May<WriteSkills>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&unit), &sent)?;
    let agreed = sent.text("putusan") == "diakui";
    let done = programme.decide_claim(&officer.session, &unit, sent.text("id"), agreed).await;
    answered(officer, &programme, &unit, done, Submission::default()).await
}

pub(super) async fn plan(
    officer: May<WriteSkills>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&unit), &sent)?;
    let done = match typed(&sent, "peserta") {
        Ok(planned) => {
            let new = NewTraining {
                unit: &unit,
                skill: sent.text("keahlian"),
                title: sent.text("judul"),
                day: sent.text("hari").trim().parse().ok(),
                planned: planned.unwrap_or(0),
                cost: sent.text("biaya"),
            };
            programme.plan_training(&officer.session, new).await
        }
        Err(refused) => Err(refused),
    };
    answered(officer, &programme, &unit, done, sent).await
}

pub(super) async fn hold(
    officer: May<WriteSkills>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&unit), &sent)?;
    let seen = (sent.text("id"), sent.text("revisi").parse().unwrap_or(0));
    let done = match typed(&sent, "hadir") {
        Ok(were) => {
            let when = (sent.text("hari").trim().parse().ok(), were.unwrap_or(0));
            programme.hold_training(&officer.session, seen, when, (sent.text("biaya"), sent.text("bukti"))).await
        }
        Err(refused) => Err(refused),
    };
    answered(officer, &programme, &unit, done, Submission::default()).await
}

pub(super) async fn cancel(
    officer: May<WriteSkills>,
    State(programme): State<Programme>,
    Path(unit): Path<String>,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, &form(&unit), &sent)?;
    let revision = sent.text("revisi").parse().unwrap_or(0);
    let done = programme.cancel_training(&officer.session, sent.text("id"), revision).await;
    answered(officer, &programme, &unit, done, Submission::default()).await
}
