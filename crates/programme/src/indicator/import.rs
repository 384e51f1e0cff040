//! Values from a table: every cell is accepted, repaired with a word, or refused with its place; nothing is stored until
//! all rows are sound or the officer asks for the sound ones. The same table a second time changes nothing.

mod cells;

use super::enter::{Row, Sealed, Who, event, fits, kept};
use super::model::{Indicator, Library};
use super::period::Period;
use super::refusal::Refused;
use super::rights::may_enter;
use crate::programme::Programme;
use cells::Cells;
use definition::{Number, Say};
use jiff::civil::Date;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::{ANY_VERSION, Commit};
use web::Session;

/// Most rows of one table.
pub(crate) const MOST: usize = 5000;

/// How a remark changes what becomes of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The row is read differently than it is written.
    Repaired,
    /// The row is not taken.
    Rejected,
}

/// A word about one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    /// As spreadsheets name it: `B7`.
    pub cell: String,
    pub weight: Weight,
    pub say: Say,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Accepted,
    Repaired,
    Rejected,
    Unchanged,
}

/// One row that was read.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Line of the file, from 1.
    pub number: usize,
    pub indicator: Option<&'static Indicator>,
    pub period: Option<Period>,
    pub value: Option<Number>,
    pub note: String,
    pub link: String,
    pub remarks: Vec<Remark>,
    pub unchanged: bool,
}

impl Line {
    /// What becomes of it.
    pub fn fate(&self) -> Fate {
        let has = |weight: Weight| self.remarks.iter().any(|remark| remark.weight == weight);
        match () {
            () if has(Weight::Rejected) => Fate::Rejected,
            () if self.unchanged => Fate::Unchanged,
            () if has(Weight::Repaired) => Fate::Repaired,
            () => Fate::Accepted,
        }
    }
}

/// A table that was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub lines: Vec<Line>,
    /// What is wrong with the table as a whole.
    pub faults: Vec<Remark>,
}

impl Table {
    /// How many rows come to this.
    pub fn count(&self, fate: Fate) -> usize {
        self.lines.iter().filter(|line| line.fate() == fate).count()
    }

    /// Whether something would change.
    pub fn changes(&self) -> bool {
        self.count(Fate::Accepted) + self.count(Fate::Repaired) > 0
    }

    /// Whether a row or the table itself is refused.
    pub fn refused(&self) -> bool {
        !self.faults.is_empty() || self.count(Fate::Rejected) > 0
    }
}

/// Reads a table for these indicators; `today` is the region's date.
pub(crate) fn read(bytes: &[u8], library: &'static Library, today: Date) -> Table {
    let cells = match Cells::read(bytes) {
        Ok(cells) => cells,
        Err(fault) => return Table { faults: vec![fault], ..Table::default() },
    };
    let mut seen = BTreeSet::new();
    let lines = cells.rows().map(|row| {
        let mut line = row.line(library, today);
        if let (Some(one), Some(period)) = (line.indicator, line.period)
            && !seen.insert((one.id.clone(), period))
        {
            line.remarks.push(row.twice());
        }
        line
    });
    Table { lines: lines.collect(), faults: Vec::new() }
}

impl Programme {
    /// Reads a table as this officer may enter it, and marks what stands already.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn read_table(&self, session: &Session, bytes: &[u8]) -> Result<Table, Refused> {
        let mut table = read(bytes, self.library(), self.today());
        let known = self.standing(&table).await?;
        for line in &mut table.lines {
            let (Some(one), Some(period)) = (line.indicator, line.period) else { continue };
            if !may_enter(session, one) {
                let say = Say::new(
                    format!("indikator ini diisi oleh {}", one.owner),
                    format!("this indicator is entered by {}", one.owner),
                );
                line.remarks.push(Remark { cell: format!("A{}", line.number), weight: Weight::Rejected, say });
            }
            let stands = known.get(&(one.id.clone(), period));
            line.unchanged = stands.is_some_and(|(_, value)| Some(*value) == line.value);
        }
        Ok(table)
    }

    /// Reads a table and stores it, if every row is sound; answers how many values changed.
    ///
    /// # Errors
    /// A row is refused ([`Refused::Value`]), somebody entered one of them meanwhile, or the store.
    pub async fn import_values(&self, session: &Session, bytes: &[u8]) -> Result<usize, Refused> {
        let table = self.read_table(session, bytes).await?;
        if table.refused() {
            return Err(Refused::Value);
        }
        self.store_table(session, &table, &definition::reader::hash(&String::from_utf8_lossy(bytes))).await
    }

    /// Version and value of what stands for the rows of a table.
    async fn standing(&self, table: &Table) -> Result<HashMap<(String, Period), (i64, Number)>, Refused> {
        let years = table.lines.iter().filter_map(|line| line.period).map(Period::year);
        let (Some(first), Some(last)) = (years.clone().min(), years.max()) else {
            return Ok(HashMap::new());
        };
        let board = self.board("", first, last).await?;
        let rows = table.lines.iter().filter_map(|line| Some((line.indicator?, line.period?)));
        let found = rows.filter_map(|(one, period)| {
            let entry = board.entry(&one.id, period)?;
            Some(((one.id.clone(), period), (entry.version, entry.value)))
        });
        Ok(found.collect())
    }

    /// Stores the sound rows that change something, all in one transaction; answers how many.
    ///
    /// # Errors
    /// Somebody entered one of them meanwhile, or the store.
    pub(crate) async fn store_table(&self, session: &Session, table: &Table, file: &str) -> Result<usize, Refused> {
        let known = self.standing(table).await?;
        let now = self.now();
        let taken = table.lines.iter().filter(|line| matches!(line.fate(), Fate::Accepted | Fate::Repaired));
        let (mut events, mut statements) = (Vec::new(), Vec::new());
        for line in taken {
            let (Some(one), Some(period), Some(value)) = (line.indicator, line.period, line.value) else { continue };
            let stands = known.get(&(one.id.clone(), period));
            let seen = stands.map_or(0, |(version, _)| *version);
            let mut sealed = Sealed::new(self, now)?;
            let note = sealed.text(self, &line.note, now)?;
            let link = sealed.text(self, &line.link, now)?;
            let row = Row {
                value,
                way: "csv",
                note: note.as_ref().map(|(id, _)| id.clone()),
                link: link.as_ref().map(|(id, _)| id.clone()),
                blob: None,
                media: None,
            };
            let who = Who::of(session, one, sealed.person.id());
            if row.note.is_some() || row.link.is_some() {
                statements.append(&mut sealed.statements);
            }
            statements.extend(kept(self.region(), (&one.id, period), seen, &row, &who, now));
            let data = json!({
                "indicator": one.id, "period": period.to_string(), "value": value, "version": seen + 1,
                "before": stands.map(|(_, value)| value), "way": "csv", "file": file,
                "note": note.map(|(_, text)| text), "link": link.map(|(_, text)| text),
            });
            events.push(event("indicator.value_recorded", now, &who.actor, data));
        }
        let stored = events.len();
        if stored > 0 {
            let stream = Commit::new(self.region(), "indicators/imports", ANY_VERSION);
            self.store().commit(Commit { events, statements, ..stream }, now).await?;
            self.0.watched.changed();
        }
        Ok(stored)
    }

    /// An empty table for the entered indicators that this officer enters, for one period of each length.
    pub(crate) fn sheet(&self, session: &Session) -> String {
        let today = self.today();
        let mine = self.library().iter().filter(|one| one.source.merge().is_some() && may_enter(session, one));
        let rows = mine.map(|one| format!("{},{},,,\r\n", one.id, Period::of(today, one.span).moved(-1)));
        format!("{}\r\n{}", cells::COLUMNS.join(","), rows.collect::<String>())
    }
}

/// What is asked of a row once it is read.
fn sound(one: &Indicator, period: Period, value: Number, today: Date) -> Option<(usize, Say)> {
    match fits(one, period, value, today) {
        Ok(()) => None,
        Err(Refused::Computed) => Some((
            0,
            Say::new(
                "nilai indikator ini dihitung, tidak diisi",
                "the values of this indicator are computed, not entered",
            ),
        )),
        Err(Refused::Period) => Some((
            1,
            Say::new(
                format!("indikator ini per {}, dan periodenya harus sudah dimulai", one.span.word()),
                format!("this indicator is per {}, and the period must have begun", one.span.word()),
            ),
        )),
        Err(_) => Some((2, Say::new("persen dari 0 sampai 100", "per cent from 0 to 100"))),
    }
}
