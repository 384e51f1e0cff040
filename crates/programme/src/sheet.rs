//! Promises as a spreadsheet: taken out and brought in as CSV or XLSX. All rows or none; each wrong cell is named.

use crate::model::cells::{COLUMNS, Cells, Mistake, cells};
use crate::model::plan::Plan;
use crate::programme::Programme;
use crate::promises::{Filter, Line, Promise};
use crate::refusal::Refused;
use ::sheet::grid;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use web::{Session, csv_safe, csv_table};

/// Most promises of one file.
pub const MOST: i64 = 5000;
/// Most rows that are brought in at once.
const ROWS: usize = 1000;

/// Promises as CSV.
pub fn to_csv(promises: &[Promise]) -> Vec<u8> {
    csv_table(header(), promises.iter().map(row))
}

/// Promises as XLSX; texts are texts, never formulas.
///
/// # Errors
/// The writer failed.
pub fn to_xlsx(promises: &[Promise]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Program")?.set_freeze_panes(1, 2)?;
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(header()) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        sheet.set_column_width(column, if column == 1 { 40.0 } else { 18.0 })?;
    }
    for (at, promise) in (1..).zip(promises) {
        for (column, cell) in (0..).zip(row(promise)) {
            write(sheet, (at, column), &cell)?;
        }
    }
    book.save_to_buffer()
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &str) -> Result<(), XlsxError> {
    if csv_safe(cell) == cell {
        sheet.write_string(row, column, cell)?;
    } else {
        sheet.write_string_with_format(row, column, cell, &Format::new().set_quote_prefix())?;
    }
    Ok(())
}

fn header() -> impl Iterator<Item = &'static str> {
    std::iter::once("id").chain(COLUMNS)
}

fn row(promise: &Promise) -> Vec<String> {
    let written = crate::model::promise::Written { facts: promise.facts.clone(), sheet: promise.sheet.clone() };
    let cells = cells(&written);
    std::iter::once(promise.id.clone()).chain(COLUMNS.iter().map(|column| cells.get(column).to_owned())).collect()
}

/// What is wrong with a file, for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no text table that can be read.
    Unreadable,
    /// A column is unknown or stands there twice.
    Column(String),
    /// A column is missing.
    Missing(&'static str),
    /// Cells of a workbook are merged, for example `B2:B4`: what is meant for which row nobody can tell.
    Merged(String),
    /// A row has cells beyond the last column, as cells that were merged leave them.
    Wide {
        /// The row.
        row: usize,
    },
    /// It has no rows, or too many.
    Rows(usize),
    /// A cell is wrong; rows are counted as spreadsheets do, the heading is row 1.
    Cell {
        /// The row.
        row: usize,
        /// What is wrong with it.
        mistake: Mistake,
    },
    /// The id stands in no promise of this plan, or in two rows.
    Id {
        /// The row.
        row: usize,
        /// The id.
        id: String,
    },
    /// A promised target changes and no reason is given.
    Reason {
        /// The row.
        row: usize,
    },
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// New rows.
    pub new: usize,
    /// Changed ones.
    pub changed: usize,
    /// Rows that say what stands there already.
    pub same: usize,
}

/// Why a file was not brought in.
#[derive(Debug)]
pub enum NotBrought {
    /// It is faulty: everything that is wrong, in the order of the file.
    Faulty(Vec<Fault>),
    /// Refused as a whole.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for NotBrought {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

impl Programme {
    /// Brings in a table: all rows or none. A row whose `id` is empty and whose name and agency stand in the draft already is
    /// that promise, so a file brought in twice changes nothing.
    ///
    /// # Errors
    /// Everything that is wrong with the file, or the whole is refused.
    pub async fn bring_in(&self, session: &Session, bytes: &[u8]) -> Result<Brought, NotBrought> {
        let plan = self.the_plan().await?;
        let table = table(bytes).map_err(NotBrought::Faulty)?;
        let known = self.promises(&plan, plan.newest().number, &Filter::default(), MOST).await?;
        let lines = self.lines(&plan, &table, &known).map_err(NotBrought::Faulty)?;
        let (mut brought, mut rows) = (Brought::default(), Vec::new());
        for line in &lines {
            let there = known.iter().find(|promise| promise.id == line.id);
            match there {
                Some(there) if there.facts == line.written.facts && there.sheet == line.written.sheet => {
                    brought.same += 1
                }
                Some(_) => brought.changed += 1,
                None => brought.new += 1,
            }
            if there.is_none_or(|there| there.facts != line.written.facts || there.sheet != line.written.sheet) {
                rows.push(line.clone());
            }
        }
        match self.write(session, &plan, &rows).await {
            Err(Refused::Reason) => Err(NotBrought::Faulty(self.without_reason(&plan, &table, &lines).await?)),
            other => other.map(|_| brought).map_err(NotBrought::Refused),
        }
    }

    fn lines<'a>(&self, plan: &Plan, table: &'a Table, known: &'a [Promise]) -> Result<Vec<Line<'a>>, Vec<Fault>> {
        let (mut faults, mut lines, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        let by_name: BTreeMap<(&str, &str), &Promise> = known
            .iter()
            .map(|promise| ((promise.sheet.name.as_str(), promise.facts.owner.as_str()), promise))
            .collect();
        for (row, cells) in &table.rows {
            let written = match self.read_cells(plan, cells) {
                Ok(written) => written,
                Err(Refused::Cells(mistakes)) => {
                    faults.extend(mistakes.into_iter().map(|mistake| Fault::Cell { row: *row, mistake }));
                    continue;
                }
                Err(_) => continue,
            };
            let id = cells.get("id");
            let there = if id.is_empty() {
                by_name.get(&(written.sheet.name.as_str(), written.facts.owner.as_str())).copied()
            } else {
                known.iter().find(|promise| promise.id == id)
            };
            let before = there.map_or(&[][..], |one| &one.facts.indicators);
            let unknown = self.unknown_indicators(&written, before);
            if !unknown.is_empty() {
                faults.extend(unknown.into_iter().map(|mistake| Fault::Cell { row: *row, mistake }));
                continue;
            }
            let key =
                there.map_or_else(|| format!("{}\n{}", written.sheet.name, written.facts.owner), |one| one.id.clone());
            if (!id.is_empty() && there.is_none()) || !seen.insert(key) {
                faults
                    .push(Fault::Id { row: *row, id: if id.is_empty() { written.sheet.name } else { id.to_owned() } });
                continue;
            }
            lines.push(Line {
                id: there.map_or("", |one| one.id.as_str()),
                revision: there.map_or(0, |one| one.revision),
                reason: cells.get("alasan"),
                written,
            });
        }
        if faults.is_empty() { Ok(lines) } else { Err(faults) }
    }

    /// The rows whose promised targets change without a reason; every row of the table became one line.
    async fn without_reason(&self, plan: &Plan, table: &Table, lines: &[Line<'_>]) -> Result<Vec<Fault>, Refused> {
        let promised = self.promised(plan, lines).await?;
        let silent = table.rows.iter().zip(lines.iter().zip(promised)).filter(|(_, (line, promised))| {
            let moves = promised.as_ref().is_some_and(|promised| {
                !crate::model::promise::changed_targets(promised, &line.written.facts).is_empty()
            });
            moves && !crate::model::plan::REASON.contains(&line.reason.chars().count())
        });
        Ok(silent.map(|((row, _), _)| Fault::Reason { row: *row }).collect())
    }
}

/// Rows with the number that a spreadsheet shows.
struct Table {
    rows: Vec<(usize, Cells)>,
}

fn table(bytes: &[u8]) -> Result<Table, Vec<Fault>> {
    let grid = grid::read(bytes).ok_or_else(|| vec![Fault::Unreadable])?;
    let columns = columns(&grid.head)?;
    if !grid.merged.is_empty() {
        return Err(grid.merged.into_iter().map(Fault::Merged).collect());
    }
    if grid.rows.is_empty() || grid.rows.len() > ROWS {
        return Err(vec![Fault::Rows(grid.rows.len())]);
    }
    let mut rows = Vec::new();
    for (row, cells) in grid.rows {
        if cells.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
            return Err(vec![Fault::Wide { row }]);
        }
        rows.push((row, columns.iter().cloned().zip(cells).collect()));
    }
    Ok(Table { rows })
}

fn columns(head: &[String]) -> Result<Vec<String>, Vec<Fault>> {
    let names: Vec<String> = head.iter().map(|name| name.trim().to_lowercase().replace(' ', "_")).collect();
    let mut faults: Vec<Fault> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let known = name == "id" || name.is_empty() || COLUMNS.contains(&name.as_str());
        let twice = !name.is_empty() && names.iter().take(at).any(|other| other == name);
        if !known || twice {
            faults.push(Fault::Column(name.chars().take(60).collect()));
        }
    }
    let needed = ["nama", "sub", "opd", "mulai", "selesai"];
    faults.extend(needed.into_iter().filter(|need| !names.iter().any(|name| name == need)).map(Fault::Missing));
    if faults.is_empty() { Ok(names) } else { Err(faults) }
}
