//! Tables that people bring: kept from the preview to the report. The same table twice changes nothing the second time.

use crate::applications::Applications;
use crate::events::{event, officer};
use crate::inventory::Inventory;
use crate::model::app::App;
use crate::model::field::Cells;
use crate::model::intake::{Intake, Rejected, Repair, Taken, grid, intake};
use crate::model::mapping::{BadMapping, Mapping};
use crate::model::name::{key, place, slug};
use crate::refusal::Refused;
use crate::rights::{Author, Scope};
use kernel::{Id, Instant, NewEvent};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sheet::grid::Grid;
use std::collections::{BTreeMap, BTreeSet};
use store::{Row, Statement, StoreError, values};

/// Rows of one commit.
const CHUNK: usize = 200;
/// Imports of the list.
const MOST: i64 = 30;

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows of the table.
    pub rows: usize,
    /// Applications that were not known.
    pub recorded: usize,
    /// Applications of which the table says something else.
    pub changed: usize,
    /// Applications of which it says what is known.
    pub same: usize,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// What was refused.
    pub rejected: Vec<Rejected>,
}

/// A table that was brought.
#[derive(Debug)]
pub struct Import {
    /// Its id.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// What it holds.
    pub grid: Grid,
    /// Which column is what.
    pub mapping: Mapping,
    /// What came of it, once it was taken.
    pub report: Option<Report>,
    /// When it was brought.
    pub at: Instant,
}

fn broken(error: serde_json::Error) -> Refused {
    Refused::Failed(error.to_string())
}

impl Applications {
    /// Keeps a table for its preview, with the mapping that its titles and the remembered names of agencies say.
    ///
    /// # Errors
    /// It is no list of applications, or the store failed.
    pub async fn bring(&self, author: &Author, name: &str, bytes: &[u8]) -> Result<String, Refused> {
        let grid = grid(bytes).map_err(Refused::File)?;
        let mapping = Mapping::guessed(&grid.head);
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let row = Statement::new(
            "INSERT INTO applications_imports (region, id, name, table_text, mapping, report, written_by, written_at) \
             VALUES ($1, $2, $3, $4, $5, '', $6, $7)",
            values![
                self.region(),
                &id,
                name.chars().take(100).collect::<String>(),
                serde_json::to_string(&(&grid.head, &grid.rows)).map_err(broken)?,
                serde_json::to_string(&mapping).map_err(broken)?,
                officer(&author.actor),
                now
            ],
        );
        self.quiet(&format!("import/{id}"), Vec::new(), vec![row]).await?;
        Ok(id)
    }

    /// A table that this author brought, or any for whoever writes everything.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn import(&self, author: &Author, id: &str) -> Result<Import, Refused> {
        let sql = "SELECT id, name, table_text, mapping, report, written_at, written_by FROM applications_imports \
                   WHERE region = $1 AND id = $2";
        let row = self.store().row(sql, &values![self.region(), id]).await?.ok_or(Refused::NotThere)?;
        if author.scope != Scope::All && row.text(6)? != officer(&author.actor) {
            return Err(Refused::NotThere);
        }
        Ok(import(&row)?)
    }

    /// Tables of this author, newest first: id, file, when, whether it was taken.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn imports(&self, author: &Author) -> Result<Vec<(String, String, Instant, bool)>, Refused> {
        let sql = "SELECT id, name, written_at, done_at FROM applications_imports WHERE region = $1 AND written_by = $2 \
                   ORDER BY id DESC LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), officer(&author.actor), MOST]).await?;
        let read = |row: &Row| {
            Ok::<_, StoreError>((row.string(0)?, row.string(1)?, row.instant(2)?, row.int_or_null(3)?.is_some()))
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Maps the columns and the unknown agencies of a table anew. Names that whoever writes everything maps are remembered.
    ///
    /// # Errors
    /// There is none, it was taken, two columns lead to one field, or the store failed.
    pub async fn remap(&self, author: &Author, id: &str, mapping: &Mapping) -> Result<(), Refused> {
        let known = self.import(author, id).await?;
        if known.report.is_some() {
            return Err(Refused::Done);
        }
        mapping.once().map_err(|bad| match bad {
            BadMapping::Twice(field) => Refused::Mapping(field),
            other => Refused::Mapping(other.to_string()),
        })?;
        let row = Statement::new(
            "UPDATE applications_imports SET mapping = $3 WHERE region = $1 AND id = $2 AND done_at IS NULL",
            values![self.region(), id, serde_json::to_string(mapping).map_err(broken)?],
        );
        let mut statements = vec![row.exactly_one()];
        let mut events = Vec::new();
        if author.scope == Scope::All {
            let before = self.names().await?;
            let new = mapping.dinas.iter().filter(|(name, unit)| !unit.is_empty() && before.get(*name) != Some(unit));
            for (name, unit) in new {
                let data = json!({ "name": kernel::ids::hash_secret(name), "unit": unit });
                events.push(event("agency_name.mapped", self.now(), &author.actor, data));
                statements.push(self.name_row(author, name, unit));
            }
        }
        self.quiet("names", events, statements).await
    }

    fn name_row(&self, author: &Author, name: &str, unit: &str) -> Statement {
        Statement::new(
            "INSERT INTO applications_names (region, name, unit, written_by, written_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (region, name) DO UPDATE SET unit = excluded.unit, written_by = excluded.written_by, \
             written_at = excluded.written_at",
            values![self.region(), name, unit, officer(&author.actor), self.now()],
        )
    }

    /// Names of agencies that were mapped by hand, with their units.
    async fn names(&self) -> Result<BTreeMap<String, String>, Refused> {
        let sql = "SELECT name, unit FROM applications_names WHERE region = $1 ORDER BY name LIMIT 5000";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let read = |row: &Row| Ok::<_, StoreError>((row.string(0)?, row.string(1)?));
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// What would come of a table as it is mapped now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn preview(&self, grid: &Grid, mapping: &Mapping) -> Result<Intake, Refused> {
        let mut mapping = mapping.clone();
        for (name, unit) in self.names().await? {
            mapping.dinas.entry(name).or_insert(unit);
        }
        Ok(intake(grid, &mapping, &|name| self.unit(name)))
    }

    /// Takes a table in as it is mapped, once.
    ///
    /// # Errors
    /// There is none, it was taken, or the store failed; what was committed before stays, and the same table goes on from there.
    pub async fn finish(&self, author: &Author, id: &str) -> Result<Report, Refused> {
        let import = self.import(author, id).await?;
        if import.report.is_some() {
            return Err(Refused::Done);
        }
        let report = self.take_in(author, (id, &import.grid), &import.mapping).await?;
        let text = serde_json::to_string(&report).map_err(broken)?;
        let row = Statement::new(
            "UPDATE applications_imports SET report = $3, done_at = $4 WHERE region = $1 AND id = $2 AND done_at IS NULL",
            values![self.region(), id, text, self.now()],
        );
        self.quiet(&format!("import/{id}"), Vec::new(), vec![row.exactly_one()]).await?;
        Ok(report)
    }

    /// Takes a file in without a preview: for the command line, and for the sample.
    ///
    /// # Errors
    /// It is no list of applications, or the store failed.
    pub async fn take_file(&self, author: &Author, bytes: &[u8], mapping: Mapping) -> Result<Report, Refused> {
        let grid = grid(bytes).map_err(Refused::File)?;
        let mapping = mapping.completed(&grid.head);
        let id = Id::new(self.now(), self.chance()).to_string();
        self.take_in(author, (&id, &grid), &mapping).await
    }

    async fn take_in(&self, author: &Author, (id, grid): (&str, &Grid), mapping: &Mapping) -> Result<Report, Refused> {
        let intake = self.preview(grid, mapping).await?;
        let inventory = self.inventory().await?;
        let mut report = Report { rows: grid.rows.len(), rejected: intake.rejected, ..Report::default() };
        let mut batch = Batch {
            room: self,
            author,
            inventory: &inventory,
            names: Known::of(&inventory.apps),
            new: BTreeSet::new(),
        };
        let stream = format!("import/{id}");
        for rows in intake.taken.chunks(CHUNK) {
            let (mut events, mut statements) = (Vec::new(), Vec::new());
            for taken in rows {
                batch.row(taken, &mut report, (&mut events, &mut statements))?;
            }
            if !events.is_empty() {
                self.commit(&stream, events, statements).await?;
            }
        }
        report.rejected.sort_by_key(|one| one.row);
        let data = json!({
            "import": id, "rows": report.rows, "recorded": report.recorded, "changed": report.changed, "same": report.same,
            "repaired": report.repairs.len(), "rejected": report.rejected.len(),
        });
        let finished = event("application_import.finished", self.now(), &author.actor, data);
        self.quiet(&stream, vec![finished], Vec::new()).await?;
        Ok(report)
    }
}

/// By what a row of a table meets an application that is known.
struct Known {
    places: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
}

impl Known {
    fn of(apps: &[App]) -> Self {
        let place_of = |(at, app): (usize, &App)| Some((place(app.cell("alamat"))?, at));
        let places = apps.iter().enumerate().filter_map(place_of).collect();
        let names = apps.iter().enumerate().map(|(at, app)| (named(&app.cells), at)).collect();
        Self { places, names }
    }

    /// The place of the application that these cells are about: the one with this address; else, where one of both has no
    /// address, the one with this name in this agency.
    fn find(&self, cells: &Cells, apps: &[App]) -> Option<usize> {
        let address = cells.get("alamat").and_then(|address| place(address));
        if let Some(at) = address.as_ref().and_then(|address| self.places.get(address)) {
            return Some(*at);
        }
        let at = *self.names.get(&named(cells))?;
        let bare = apps.get(at).is_some_and(|app| app.cell("alamat").is_empty());
        (address.is_none() || bare).then_some(at)
    }
}

/// The key that an application has by its agency and name alone.
fn named(cells: &Cells) -> String {
    let mut cells = cells.clone();
    cells.remove("alamat");
    key(&cells)
}

struct Batch<'a> {
    room: &'a Applications,
    author: &'a Author,
    inventory: &'a Inventory,
    names: Known,
    new: BTreeSet<String>,
}

impl Batch<'_> {
    fn row(
        &mut self,
        taken: &Taken,
        report: &mut Report,
        (events, statements): (&mut Vec<NewEvent>, &mut Vec<Statement>),
    ) -> Result<(), Refused> {
        let apps = &self.inventory.apps;
        let known = self.names.find(&taken.cells, apps).and_then(|at| apps.get(at));
        let unit = taken.cells.get("pemilik").cloned().unwrap_or_default();
        let mine = |unit: &str| self.author.scope.covers(unit);
        if !mine(&unit) || known.is_some_and(|known| !mine(known.unit())) {
            report.rejected.push(Rejected { row: taken.row, cell: String::new(), why: "milik-lain".into(), was: unit });
            return Ok(());
        }
        report.repairs.extend(taken.repairs.iter().cloned());
        let cells: Cells = match known {
            Some(known) => {
                known.cells.iter().chain(&taken.cells).map(|(name, text)| (name.clone(), text.clone())).collect()
            }
            None => taken.cells.clone(),
        };
        if known.is_some_and(|known| known.cells == cells) {
            report.same += 1;
            return Ok(());
        }
        let slug = match known {
            Some(known) => known.slug.clone(),
            None => {
                let name = cells.get("nama").map_or("", String::as_str);
                slug(name, &|one| self.inventory.app(one).is_some() || self.new.contains(one))
            }
        };
        let seen = known.map(|known| (known, known.revision));
        let (event, rows) = self.room.written(&self.author.actor, (&slug, seen), &cells, self.room.now())?;
        events.push(event);
        statements.extend(rows);
        match known {
            Some(_) => report.changed += 1,
            None => report.recorded += 1,
        }
        self.new.insert(slug);
        Ok(())
    }
}

fn import(row: &Row) -> Result<Import, StoreError> {
    let damaged = |_| StoreError::Damaged("import of the inventory".to_owned());
    let (head, rows): (Vec<String>, Vec<(usize, Vec<String>)>) = serde_json::from_str(row.text(2)?).map_err(damaged)?;
    let report = row.text(4)?;
    Ok(Import {
        id: row.string(0)?,
        name: row.string(1)?,
        grid: Grid { head, rows, ..Grid::default() },
        mapping: serde_json::from_str(row.text(3)?).map_err(damaged)?,
        report: if report.is_empty() { None } else { Some(serde_json::from_str(report).map_err(damaged)?) },
        at: row.instant(5)?,
    })
}
