//! `/dasbor/aksi/langkah/…`: one step is written; `/dasbor/aksi/riwayat/…`: what was reported of it, every word of it.

use super::{agency_name, mendable, month_name, person, placed};
use crate::monev::model::cells::{COLUMNS, Cells, Mistake, cells, read};
use crate::monev::model::plan::State as Stands;
use crate::monev::model::step::Step;
use crate::monev::report::percent;
use crate::monev::{Action, ActionLine, Entry, ReadActions, Refused, WriteActions};
use crate::pages::{genuine, link, money};
use crate::programme::Programme;
use crate::reference::reference;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::component::Choice;
use web::{Answer, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "monev/langkah.html")]
struct Page {
    v: View,
    unit: String,
    year: i16,
    id: String,
    name: String,
    revision: i64,
    promises: Vec<Choice>,
    months: [Vec<Choice>; 2],
    sources: Vec<Choice>,
    typed: Cells,
    mistakes: Vec<Mistake>,
    error: String,
}

impl Page {
    /// What is wrong with a field, in words.
    fn wrong(&self, column: &str) -> String {
        let mistake = self.mistakes.iter().find(|mistake| mistake.column == column);
        mistake.map_or_else(String::new, |mistake| self.v.t(&format!("aksi-salah-{}", mistake.code)).to_owned())
    }

    fn back(&self) -> String {
        format!("/dasbor/aksi/rencana/{}/{}", self.unit, self.year)
    }

    fn action(&self) -> String {
        format!("/dasbor/aksi/langkah/{}/{}/{}", self.unit, self.year, self.id)
    }

    fn quarters(&self) -> Vec<(&'static str, String, String, String)> {
        let one = |column: &'static str| {
            let label = self.v.t(&format!("aksi-isi-{column}")).to_owned();
            (column, label, self.typed.get(column).to_owned(), self.wrong(column))
        };
        COLUMNS.iter().skip(10).copied().map(one).collect()
    }
}

type Address = Path<(String, String, String)>;

/// The step of an address in the newest edition; none for a new one.
async fn found(programme: &Programme, unit: &str, year: i16, id: &str) -> Result<Option<Action>, Refused> {
    if id == "baru" {
        return Ok(None);
    }
    let plan = programme.action_plan(unit, year).await?.ok_or(Refused::NotThere)?;
    let actions = programme.actions(unit, year, plan.edition).await?;
    let action = actions.into_iter().map(|(_, action)| action).find(|action| action.id == id);
    action.map(Some).ok_or(Refused::NotThere)
}

pub(super) async fn page(officer: May<WriteActions>, State(programme): State<Programme>, path: Address) -> Answer {
    let Path((unit, year, id)) = path;
    let (unit, year) = placed(&programme, &officer.session, &unit, &year)?;
    let action = found(&programme, &unit, year, &id).await?;
    let typed = action.as_ref().map(|one| cells(&one.id, &unit, &one.step.promise, &one.step)).unwrap_or_default();
    let revision = action.map_or(0, |action| action.revision);
    web::page(&drawn(officer.view, &programme, (unit, year, id), (typed, revision)).await?)
}

async fn drawn(
    v: View,
    programme: &Programme,
    (unit, year, id): (String, i16, String),
    (typed, revision): (Cells, i64),
) -> Result<Page, Refused> {
    let promises = programme
        .decreed_promises()
        .await?
        .into_iter()
        .filter(|one| one.facts.owner == unit || one.facts.supporters.contains(&unit));
    let promises = promises.map(|one| (one.id, one.sheet.name));
    let month = |column: &str| {
        let all = (1..=12_u8).map(|month| (month.to_string(), v.t(&format!("aksi-bulan-{month}")).to_owned()));
        Choice::all(all, [typed.get(column)])
    };
    let funds = reference().funds.iter().map(|(id, named)| (id.clone(), named.name(v.lang()).to_owned()));
    Ok(Page {
        promises: Choice::all(promises, [typed.get("program")]),
        months: [month("mulai"), month("selesai")],
        sources: Choice::all(funds, [typed.get("sumber")]),
        name: agency_name(programme, &unit),
        mistakes: Vec::new(),
        error: String::new(),
        unit,
        year,
        id,
        revision,
        typed,
        v,
    })
}

pub(super) async fn save(
    officer: May<WriteActions>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    let (v, session, Path((unit, year, id))) = (officer.view, officer.session, path);
    genuine(&v, "aksi langkah", &sent)?;
    let (unit, year) = placed(&programme, &session, &unit, &year)?;
    let typed: Cells = sent.texts().iter().cloned().collect();
    let revision = sent.text("revisi").parse().unwrap_or(0);
    let refused = match written(&programme, &session, (&unit, year, &id), (&typed, revision)).await {
        Ok(()) => return web::redirect(&format!("/dasbor/aksi/rencana/{unit}/{year}")),
        Err(refused) if mendable(&refused) => refused,
        Err(refused) => return Err(refused.into()),
    };
    let page = drawn(v, &programme, (unit, year, id), (typed, revision)).await?;
    let error = page.v.said(&refused);
    let mistakes = if let Refused::Cells(mistakes) = refused { mistakes } else { Vec::new() };
    web::page_with(StatusCode::UNPROCESSABLE_ENTITY, &Page { error, mistakes, ..page })
}

async fn written(
    programme: &Programme,
    session: &Session,
    (unit, year, id): (&str, i16, &str),
    (typed, revision): (&Cells, i64),
) -> Result<(), Refused> {
    let promises = programme.decreed_promises().await?;
    let promise = Programme::promise_in(&promises, unit, typed.get("program"));
    let wrong = promise.as_ref().err().map(|code| Mistake::new("program", code, typed.get("program")));
    let step = match (read(typed, promise.as_deref().unwrap_or_default()), wrong) {
        (Ok(step), None) => step,
        (read, wrong) => {
            return Err(Refused::Cells(wrong.into_iter().chain(read.err().unwrap_or_default()).collect()));
        }
    };
    let id = if id == "baru" { String::new() } else { id.to_owned() };
    programme.write_actions(session, year, &[ActionLine { unit: unit.to_owned(), id, revision, step }]).await
}

pub(super) async fn remove(
    officer: May<WriteActions>,
    State(programme): State<Programme>,
    path: Address,
    sent: Submission,
) -> Answer {
    genuine(&officer.view, "aksi langkah hapus", &sent)?;
    let Path((unit, year, id)) = path;
    let (unit, year) = placed(&programme, &officer.session, &unit, &year)?;
    let revision = sent.text("revisi").parse().unwrap_or(0);
    programme.remove_action(&officer.session, (&unit, year), &id, revision).await?;
    web::redirect(&format!("/dasbor/aksi/rencana/{unit}/{year}"))
}

#[derive(Template)]
#[template(path = "monev/riwayat.html")]
struct History {
    v: View,
    unit: String,
    year: i16,
    name: String,
    step: Step,
    lines: Vec<(String, String)>,
    words: Vec<Word>,
    edit: Option<String>,
}

impl History {
    fn back(&self) -> String {
        format!("/dasbor/aksi/rencana/{}/{}", self.unit, self.year)
    }
}

/// One version of a month.
struct Word {
    month: String,
    done: String,
    spent: String,
    evidence: String,
    href: Option<String>,
    obstacle: String,
    by: String,
    /// Whether a later one took its place.
    old: bool,
    /// How the timeline shows it.
    stage: &'static str,
}

pub(super) async fn history(officer: May<ReadActions>, State(programme): State<Programme>, path: Address) -> Answer {
    let (v, session, Path((unit, year, id))) = (officer.view, officer.session, path);
    let (unit, year) = placed(&programme, &session, &unit, &year)?;
    let action = found(&programme, &unit, year, &id).await?.ok_or(Refused::NotThere)?;
    let plan = programme.action_plan(&unit, year).await?.ok_or(Refused::NotThere)?;
    let entries = programme.entry_versions(&unit, year, &id).await?;
    let mut words: Vec<Word> = Vec::new();
    let mut latest = 0;
    for entry in &entries {
        words.push(word(&v, &programme, (year, entry), latest == entry.month).await);
        latest = entry.month;
    }
    let name = |month: u8| v.t(&format!("aksi-bulan-{month}")).to_owned();
    let step = action.step;
    let lines = [
        ("aksi-program", action.promise.clone()),
        ("aksi-bulan", format!("{}–{}", name(step.first), name(step.last))),
        ("aksi-bobot", step.weight.to_string()),
        ("aksi-penanggung-jawab", step.person.clone()),
        ("aksi-anggaran", money(&v, step.budget.total())),
        ("aksi-tanda-selesai", step.proof.clone()),
    ];
    let lines = lines.into_iter().map(|(key, text)| (v.t(key).to_owned(), text)).collect();
    let draft = plan.state == Stands::Draft && crate::monev::rights::may_write(&session, &unit);
    let edit = draft.then(|| format!("/dasbor/aksi/langkah/{unit}/{year}/{id}"));
    web::page(&History { name: agency_name(&programme, &unit), unit, year, step, lines, words, edit, v })
}

async fn word(v: &View, programme: &Programme, (year, entry): (i16, &Entry), old: bool) -> Word {
    Word {
        month: month_name(v, year, entry.month),
        done: percent(v, Some(entry.done)),
        spent: money(v, entry.spent),
        href: link(&entry.evidence).map(str::to_owned),
        evidence: entry.evidence.clone(),
        obstacle: entry.obstacle.clone(),
        by: format!("{}, {}", person(programme, &entry.by).await, v.words().moment(entry.at)),
        old,
        stage: if old { "next" } else { "done" },
    }
}
