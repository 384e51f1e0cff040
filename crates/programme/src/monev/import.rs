//! Action plans from a table, CSV or XLSX: all rows or none, each wrong cell named as the spreadsheet names it.

use super::model::cells::{COLUMNS, Cells, Mistake, NEEDED, read};
use super::model::plan::State;
use super::rights::may_write;
use super::{Action, ActionLine, ActionPlan, Refused};
use crate::programme::Programme;
use crate::promises::{Filter, Promise};
pub use crate::sheet::Brought;
use ::sheet::grid::{self, Grid, a1};
use std::collections::{BTreeMap, BTreeSet};
use web::Session;

/// Most rows that are brought in at once.
const ROWS: usize = 3000;
/// Most promises of a plan.
const PROMISES: i64 = 5000;

/// What is wrong with a file, for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no table that can be read.
    Unreadable,
    /// A column is unknown or stands there twice: its cell and its name.
    Column(String, String),
    /// A column is missing.
    Missing(&'static str),
    /// Cells are merged, for example `B2:B4`.
    Merged(String),
    /// Something stands beyond the last column.
    Wide(String),
    /// It has no rows, or too many.
    Rows(usize),
    /// A cell is wrong: its name in the spreadsheet, and why.
    Cell(String, Mistake),
}

/// Why a file was not brought in.
#[derive(Debug)]
pub enum NotBrought {
    /// Everything that is wrong with it, in the order of the file.
    Faulty(Vec<Fault>),
    /// Refused as a whole.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for NotBrought {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// Rows of a file, and where its columns stand.
struct Table {
    columns: Vec<String>,
    rows: Vec<(usize, Cells)>,
}

impl Table {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let Grid { head, rows, merged, .. } = grid::read(bytes).ok_or_else(|| vec![Fault::Unreadable])?;
        let columns: Vec<String> = head.iter().map(|name| name.trim().to_lowercase().replace(' ', "_")).collect();
        let mut faults: Vec<Fault> = merged.into_iter().map(Fault::Merged).collect();
        for (at, name) in columns.iter().enumerate() {
            let known = name.is_empty() || COLUMNS.contains(&name.as_str());
            let twice = !name.is_empty() && columns.iter().take(at).any(|other| other == name);
            if !known || twice {
                faults.push(Fault::Column(a1(at, 1), name.chars().take(60).collect()));
            }
        }
        faults.extend(NEEDED.into_iter().filter(|need| !columns.iter().any(|name| name == need)).map(Fault::Missing));
        if rows.is_empty() || rows.len() > ROWS {
            faults.push(Fault::Rows(rows.len()));
        }
        for (row, cells) in &rows {
            let beyond = cells.iter().enumerate().skip(columns.len()).find(|(_, cell)| !cell.trim().is_empty());
            faults.extend(beyond.map(|(at, _)| Fault::Wide(a1(at, *row))));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let rows = rows.into_iter().map(|(row, cells)| (row, columns.iter().cloned().zip(cells).collect())).collect();
        Ok(Self { columns, rows })
    }

    fn cell(&self, column: &str, row: usize) -> String {
        let at = self.columns.iter().position(|name| name == column);
        at.map_or_else(|| format!("{column}:{row}"), |at| a1(at, row))
    }
}

/// What is known of an agency while its rows are read.
struct Agency {
    plan: Option<ActionPlan>,
    actions: Vec<Action>,
}

impl Programme {
    /// The promises of the decree in force, by name and id.
    pub(super) async fn decreed_promises(&self) -> Result<Vec<Promise>, Refused> {
        let Some(plan) = self.plan().await? else { return Ok(Vec::new()) };
        let Some(version) = plan.in_force(self.today()) else { return Ok(Vec::new()) };
        Ok(self.promises(&plan, version.number, &Filter::default(), PROMISES).await?)
    }

    /// The id of the promise that a cell names, which this agency must own or support.
    pub(super) fn promise_in(promises: &[Promise], unit: &str, text: &str) -> Result<String, &'static str> {
        let same = |one: &&Promise| one.id == text || one.sheet.name.eq_ignore_ascii_case(text);
        let mut known = promises.iter().filter(same).peekable();
        if known.peek().is_none() {
            return Err("program");
        }
        let its = |one: &&Promise| one.facts.owner == unit || one.facts.supporters.iter().any(|other| other == unit);
        known.find(its).map(|one| one.id.clone()).ok_or("bukan-program")
    }

    /// Brings in a table of a year: all rows or none. A row without `id` whose agency, promise and name stand there already is
    /// that step, so a file brought in twice changes nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the file, or the whole is refused.
    pub async fn bring_in_actions(&self, session: &Session, year: i16, bytes: &[u8]) -> Result<Brought, NotBrought> {
        let table = Table::read(bytes).map_err(NotBrought::Faulty)?;
        let promises = self.decreed_promises().await?;
        let mut agencies: BTreeMap<String, Agency> = BTreeMap::new();
        let (mut faults, mut lines, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut brought = Brought::default();
        for (row, cells) in &table.rows {
            let found = self.action_line(session, year, cells, &promises, &mut agencies).await?;
            let line = match found {
                Ok(line) => line,
                Err(mistakes) => {
                    faults.extend(mistakes.into_iter().map(|one| Fault::Cell(table.cell(one.column, *row), one)));
                    continue;
                }
            };
            if !seen.insert((line.unit.clone(), line.step.promise.clone(), line.step.name.clone())) {
                let twice = Mistake::new("langkah", "dua-baris", &line.step.name);
                faults.push(Fault::Cell(table.cell("langkah", *row), twice));
                continue;
            }
            let agency = agencies.get(&line.unit);
            let there = agency.and_then(|agency| agency.actions.iter().find(|action| action.id == line.id));
            match there {
                Some(there) if there.step == line.step => brought.same += 1,
                _ if agency.is_some_and(|agency| !open(agency)) => {
                    let locked = Mistake::new("opd", "terkunci", &line.unit);
                    faults.push(Fault::Cell(table.cell("opd", *row), locked));
                }
                Some(_) => {
                    brought.changed += 1;
                    lines.push(line);
                }
                None => {
                    brought.new += 1;
                    lines.push(line);
                }
            }
        }
        if !faults.is_empty() {
            return Err(NotBrought::Faulty(faults));
        }
        self.write_actions(session, year, &lines).await?;
        Ok(brought)
    }

    /// One row as a step, or what is wrong with it.
    async fn action_line(
        &self,
        session: &Session,
        year: i16,
        cells: &Cells,
        promises: &[Promise],
        agencies: &mut BTreeMap<String, Agency>,
    ) -> Result<Result<ActionLine, Vec<Mistake>>, Refused> {
        let known = &self.deps().agencies;
        let text = cells.get("opd");
        let Some(unit) = known.agency(text).or_else(|| known.find(text)).map(|agency| agency.unit) else {
            return Ok(Err(vec![Mistake::new("opd", if text.is_empty() { "kosong" } else { "opd" }, text)]));
        };
        if !may_write(session, &unit) {
            return Ok(Err(vec![Mistake::new("opd", "bukan-opd", text)]));
        }
        if !agencies.contains_key(&unit) {
            let plan = self.action_plan(&unit, year).await?;
            let actions = match &plan {
                Some(plan) => self.actions(&unit, year, plan.edition).await?,
                None => Vec::new(),
            };
            let actions = actions.into_iter().map(|(_, action)| action).collect();
            agencies.insert(unit.clone(), Agency { plan, actions });
        }
        let promise = Self::promise_in(promises, &unit, cells.get("program"));
        let wrong = promise.as_ref().err().map(|code| Mistake::new("program", code, cells.get("program")));
        let step = match (read(cells, promise.as_deref().unwrap_or_default()), wrong) {
            (Ok(step), None) => step,
            (read, wrong) => return Ok(Err(wrong.into_iter().chain(read.err().unwrap_or_default()).collect())),
        };
        let actions = agencies.get(&unit).map_or(&[][..], |agency| &agency.actions);
        let id = cells.get("id");
        let there = actions.iter().find(|action| match id {
            "" => action.step.promise == step.promise && action.step.name == step.name,
            id => action.id == id,
        });
        if there.is_none() && !id.is_empty() {
            return Ok(Err(vec![Mistake::new("id", "id", id)]));
        }
        let (id, revision) = there.map_or((String::new(), 0), |action| (action.id.clone(), action.revision));
        Ok(Ok(ActionLine { unit, id, revision, step }))
    }
}

/// Whether steps may be written now: nothing is there yet, or a draft is.
fn open(agency: &Agency) -> bool {
    agency.plan.as_ref().is_none_or(|plan| plan.state == State::Draft)
}
