//! `/dasbor/rencana/program/{id}`: a promise written, discussed, and what became of it reported.

use super::fields::{Body, Group, groups, sent, summary};
use super::{Discuss, EditPlan, ReadDraft, agency_name, genuine, mendable, version_words};
use crate::entries::Kind;
use crate::model::cells::{Cells, Mistake, cells};
use crate::model::plan::Plan;
use crate::model::promise::Written;
use crate::programme::Programme;
use crate::promises::{Line, Promise};
use crate::refusal::Refused;
use crate::results::may_report;
use crate::steering::pages::about_promise;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

#[derive(Template)]
#[template(path = "isian.html")]
struct Page {
    v: View,
    /// Empty for a new one.
    id: String,
    revision: i64,
    name: String,
    about: String,
    error: String,
    links: Vec<(String, String)>,
    /// Empty where nothing can be written.
    groups: Vec<Group>,
    /// Whether the public page is there.
    public: bool,
    may_report: bool,
    quick: bool,
    year: String,
    comments: Vec<Comment>,
    may_discuss: bool,
    /// What meetings decided about it: the way there, the words, where it stands.
    decided: Vec<(String, String, Markup)>,
}

struct Comment {
    who: String,
    when: String,
    text: String,
}

/// What stands in the form, and what is wrong with it.
struct Typed<'a> {
    cells: Cells,
    refused: Option<&'a Refused>,
}

impl Typed<'_> {
    fn mistakes(&self) -> &[Mistake] {
        match self.refused {
            Some(Refused::Cells(mistakes)) => mistakes,
            _ => &[],
        }
    }
}

pub(super) async fn new(officer: May<EditPlan>, State(programme): State<Programme>) -> Answer {
    let plan = programme.the_plan().await?;
    let mut blank = Cells::default();
    blank.set("mulai", plan.start.to_string());
    let typed = Typed { cells: blank, refused: None };
    drawn(officer.view, &officer.session, &programme, (&plan, None), typed).await
}

pub(super) async fn create(officer: May<EditPlan>, State(programme): State<Programme>, form: Submission) -> Answer {
    genuine(&officer.view, "rencana program baru", &form)?;
    let plan = programme.the_plan().await?;
    let typed = sent(&form);
    match write(&programme, &officer.session, &plan, (None, 0), &typed).await {
        Ok(ids) => web::redirect(&format!("/dasbor/rencana/program/{}", ids.first().map_or("", String::as_str))),
        Err(refused) if mendable(&refused) => {
            let typed = Typed { cells: typed, refused: Some(&refused) };
            drawn(officer.view, &officer.session, &programme, (&plan, None), typed).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn write(
    programme: &Programme,
    session: &Session,
    plan: &Plan,
    (promise, revision): (Option<&Promise>, i64),
    typed: &Cells,
) -> Result<Vec<String>, Refused> {
    let written = programme.read_cells(plan, typed)?;
    let (id, before) = promise.map_or(("", &[][..]), |one| (one.id.as_str(), &one.facts.indicators));
    let unknown = programme.unknown_indicators(&written, before);
    if !unknown.is_empty() {
        return Err(Refused::Cells(unknown));
    }
    programme.write(session, plan, &[Line { id, revision, written, reason: typed.get("alasan") }]).await
}

/// The promise as the newest version that holds it has it.
async fn found(programme: &Programme, id: &str) -> Result<(Plan, Promise), Refused> {
    let plan = programme.the_plan().await?;
    let version = programme.last_version(&plan, id, plan.newest().number).await?.ok_or(Refused::NotThere)?;
    let promise = programme.promise(&plan, version, id).await?;
    Ok((plan, promise))
}

fn filled(promise: &Promise) -> Cells {
    cells(&Written { facts: promise.facts.clone(), sheet: promise.sheet.clone() })
}

pub(super) async fn page(
    officer: May<ReadDraft>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
) -> Answer {
    let (plan, promise) = found(&programme, &id).await?;
    let typed = Typed { cells: filled(&promise), refused: None };
    drawn(officer.view, &officer.session, &programme, (&plan, Some(&promise)), typed).await
}

pub(super) async fn save(
    officer: May<EditPlan>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    genuine(&officer.view, &token(&id), &form)?;
    let (plan, promise) = found(&programme, &id).await?;
    let typed = sent(&form);
    let seen = (Some(&promise), form.text("revisi").parse().unwrap_or(0));
    match write(&programme, &officer.session, &plan, seen, &typed).await {
        Ok(_) => web::redirect(&format!("/dasbor/rencana/program/{id}")),
        Err(refused) if mendable(&refused) => {
            let typed = Typed { cells: typed, refused: Some(&refused) };
            drawn(officer.view, &officer.session, &programme, (&plan, Some(&promise)), typed).await
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(super) async fn remove(
    officer: May<EditPlan>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    genuine(&officer.view, &format!("hapus {}", token(&id)), &form)?;
    let done = programme.remove(&officer.session, &id, form.text("revisi").parse().unwrap_or(0)).await;
    told(officer.view, &officer.session, &programme, (&id, "/dasbor/rencana/program"), done).await
}

pub(super) async fn report(
    officer: May<Discuss>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    genuine(&officer.view, &format!("capaian {}", token(&id)), &form)?;
    let year = form.text("tahun").trim().parse().unwrap_or(0);
    let done = programme.report(&officer.session, &id, year, form.text("nilai"), form.text("bukti")).await;
    told(officer.view, &officer.session, &programme, (&id, &format!("/rencana/{id}")), done).await
}

pub(super) async fn report_quick(
    officer: May<Discuss>,
    State(programme): State<Programme>,
    Path(id): Path<String>,
    form: Submission,
) -> Answer {
    genuine(&officer.view, &format!("quick {}", token(&id)), &form)?;
    let done = match form.text("hari").trim().parse() {
        Ok(day) => programme.report_quick(&officer.session, &id, day, form.text("bukti_quick")).await,
        Err(_) => Err(Refused::Day),
    };
    told(officer.view, &officer.session, &programme, (&id, &format!("/rencana/{id}")), done).await
}

/// On to where the result is seen, or the page with what was refused.
async fn told(
    v: View,
    session: &Session,
    programme: &Programme,
    (id, to): (&str, &str),
    done: Result<(), Refused>,
) -> Answer {
    match done {
        Ok(()) => web::redirect(to),
        Err(refused) if mendable(&refused) => {
            let (plan, promise) = found(programme, id).await?;
            let typed = Typed { cells: filled(&promise), refused: Some(&refused) };
            drawn(v, session, programme, (&plan, Some(&promise)), typed).await
        }
        Err(refused) => Err(refused.into()),
    }
}

fn token(id: &str) -> String {
    format!("rencana program {id}")
}

async fn drawn(
    v: View,
    session: &Session,
    programme: &Programme,
    (plan, promise): (&Plan, Option<&Promise>),
    typed: Typed<'_>,
) -> Answer {
    let newest = plan.newest();
    let id = promise.map_or("", |promise| promise.id.as_str());
    let held = promise.is_none_or(|promise| promise.version == newest.number);
    let may_write = EditPlan::allows(session) && plan.is_draft() && held;
    let in_force = plan.in_force(programme.today()).map(|version| version.number);
    let public = match (promise, in_force) {
        (Some(promise), Some(number)) => programme.last_version(plan, &promise.id, number).await? == Some(number),
        _ => false,
    };
    let owner = promise.map_or("", |promise| promise.facts.owner.as_str());
    let promised = plan.versions.iter().any(|version| version.decree.is_some()) && promise.is_some();
    let page = Page {
        revision: promise.map_or(0, |promise| promise.revision),
        name: promise.map_or_else(|| v.t("rencana-tambah").to_owned(), |promise| promise.sheet.name.clone()),
        about: [version_words(&v, &newest), agency_name(programme, owner)].join(if owner.is_empty() {
            ""
        } else {
            " · "
        }),
        error: typed.refused.map(|refused| v.said(refused)).unwrap_or_default(),
        links: summary(&v, typed.mistakes()),
        groups: if may_write { groups(&v, programme, &typed.cells, typed.mistakes(), promised) } else { Vec::new() },
        may_report: public && may_report(session, owner),
        quick: promise.is_some_and(|promise| promise.facts.quick.is_some()),
        year: programme.today().year().clamp(plan.start, plan.end()).to_string(),
        comments: if id.is_empty() { Vec::new() } else { comments(&v, programme, plan, id).await? },
        may_discuss: !id.is_empty() && Discuss::allows(session),
        decided: if id.is_empty() { Vec::new() } else { about_promise(&v, session, programme, id).await? },
        public,
        id: id.to_owned(),
        v,
    };
    let status = if page.error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    web::page_with(status, &page)
}

async fn comments(v: &View, programme: &Programme, plan: &Plan, id: &str) -> Result<Vec<Comment>, Refused> {
    let mut comments = Vec::new();
    for entry in programme.entries(plan, 0, Kind::Comment, id).await? {
        let name = programme.deps().staff.name(&entry.by).await.unwrap_or_default();
        let who = format!("{name}, {}", agency_name(programme, &entry.unit));
        comments.push(Comment { who, when: v.words().moment(entry.at), text: entry.body });
    }
    Ok(comments)
}

impl Page {
    fn action(&self) -> String {
        let id = if self.id.is_empty() { "baru" } else { &self.id };
        format!("/dasbor/rencana/program/{id}")
    }

    fn form(&self) -> String {
        if self.id.is_empty() { "rencana program baru".to_owned() } else { token(&self.id) }
    }

    fn form_of(&self, what: &str) -> String {
        format!("{what} {}", token(&self.id))
    }
}
