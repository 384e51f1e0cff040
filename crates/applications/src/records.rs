//! Records in the store: written by who saw them last, moved on in their life, with everything that changed.

use crate::applications::Applications;
use crate::events::{event, officer};
use crate::model::app::App;
use crate::model::field::{Cells, FIELDS, read};
use crate::model::name::{place, slug};
use crate::model::stage::{Stage, Step, may_step};
use crate::refusal::Refused;
use crate::rights::Author;
use kernel::time::day_number;
use kernel::{Actor, Instant, NewEvent};
use serde_json::{Value, json};
use store::{Row, Statement, StoreError, values};

/// One change of a record, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `isi` or `tahap`.
    pub kind: String,
    /// Field, what stood there, what stands there.
    pub lines: Vec<(String, String, String)>,
    /// Id of the officer; empty for the system and the command line.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Changes of one page.
const MOST: i64 = 100;

/// What differs between two records: field, before, after.
pub(crate) fn differences(before: &Cells, after: &Cells) -> Vec<(String, String, String)> {
    let of = |cells: &Cells, name: &str| cells.get(name).cloned().unwrap_or_default();
    let lines = FIELDS.iter().map(|field| (field.name.to_owned(), of(before, field.name), of(after, field.name)));
    lines.filter(|(_, before, after)| before != after).collect()
}

impl Applications {
    /// Writes an application down, or (with the slug and the revision that was seen) changes it. Answers its slug.
    ///
    /// # Errors
    /// Not this officer's, wrong fields, an address that another application has, changed meanwhile, or the store failed.
    pub async fn write(
        &self,
        author: &Author,
        there: Option<(&str, i64)>,
        typed: &(dyn Fn(&str) -> String + Send + Sync),
    ) -> Result<String, Refused> {
        let cells = read(typed, &|name| self.unit(name)).map_err(Refused::Fields)?;
        author.may(cells.get("pemilik").map_or("", String::as_str))?;
        let inventory = self.inventory().await?;
        let known = match there {
            Some((slug, _)) => Some(inventory.app(slug).ok_or(Refused::NotThere)?),
            None => None,
        };
        if let Some(known) = known {
            author.may(known.unit())?;
        }
        let address = cells.get("alamat").and_then(|address| place(address));
        let twin = inventory.apps.iter().find(|one| {
            address.is_some()
                && place(one.cell("alamat")) == address
                && known.is_none_or(|known| known.slug != one.slug)
        });
        if let Some(twin) = twin {
            return Err(Refused::Twin(twin.name().to_owned()));
        }
        let slug = match known {
            Some(known) => known.slug.clone(),
            None => slug(cells.get("nama").map_or("", String::as_str), &|one| inventory.app(one).is_some()),
        };
        let seen = there.map(|(_, seen)| seen);
        let (event, statements) = self.written(&author.actor, (&slug, known.zip(seen)), &cells, self.now())?;
        self.commit(&format!("app/{slug}"), vec![event], statements).await?;
        Ok(slug)
    }

    /// The event and the rows of a record that is written: new, or changed from how it was seen.
    pub(crate) fn written(
        &self,
        by: &Actor,
        (slug, known): (&str, Option<(&App, i64)>),
        cells: &Cells,
        now: Instant,
    ) -> Result<(NewEvent, Vec<Statement>), Refused> {
        let empty = Cells::new();
        let lines = differences(known.map_or(&empty, |(app, _)| &app.cells), cells);
        let text = serde_json::to_string(&lines).map_err(|error| Refused::Failed(error.to_string()))?;
        let revision = known.map_or(0, |(_, seen)| seen) + 1;
        let (kept, keep) = self.keep_change((slug, revision, "isi"), &text, (by, now));
        let fields: Vec<&String> = lines.iter().map(|(field, ..)| field).collect();
        let data = json!({
            "application": slug, "unit": cells.get("pemilik"), "fields": fields, "text": kept,
            "revision": revision,
        });
        let name = if known.is_some() { "application.changed" } else { "application.recorded" };
        // The guard of the row decides: who saw an older revision is told so, not that a change of that number is there.
        let mut statements = vec![self.record_row((slug, known), cells, (&officer(by), now))?, keep];
        statements.extend(self.health_row(slug, known.map(|(app, _)| app), cells));
        Ok((event(name, now, by, data), statements))
    }

    fn record_row(
        &self,
        (slug, known): (&str, Option<(&App, i64)>),
        cells: &Cells,
        (by, now): (&str, Instant),
    ) -> Result<Statement, Refused> {
        let text = serde_json::to_string(cells).map_err(|error| Refused::Failed(error.to_string()))?;
        let statement = match known {
            None => Statement::new(
                "INSERT INTO applications_applications (region, slug, cells, stage, since, successor, revision, written_by, \
                 written_at) VALUES ($1, $2, $3, $4, $5, '', 1, $6, $7) ON CONFLICT DO NOTHING",
                values![self.region(), slug, text, Stage::Used.word(), day_number(now.date(self.deps().zone)), by, now],
            ),
            Some((_, seen)) => Statement::new(
                "UPDATE applications_applications SET cells = $3, revision = revision + 1, written_by = $4, written_at = $5 \
                 WHERE region = $1 AND slug = $2 AND revision = $6",
                values![self.region(), slug, text, by, now, seen],
            ),
        };
        Ok(statement.exactly_one())
    }

    /// An application that has an address to look at is looked at soon; one that has none no longer.
    fn health_row(&self, slug: &str, known: Option<&App>, cells: &Cells) -> Option<Statement> {
        let before = known.map(|app| app.cell("periksa")).unwrap_or_default();
        let after = cells.get("periksa").map_or("", String::as_str);
        if before == after {
            return None;
        }
        let gone = Statement::new(
            "DELETE FROM applications_health WHERE region = $1 AND slug = $2",
            values![self.region(), slug],
        );
        if after.is_empty() {
            return Some(gone);
        }
        Some(Statement::new(
            "INSERT INTO applications_health (region, slug, state, code, since, checked_at, next_at) \
             VALUES ($1, $2, '', 0, 0, 0, 0) ON CONFLICT (region, slug) DO UPDATE SET checked_at = 0, next_at = 0",
            values![self.region(), slug],
        ))
    }

    /// Moves an application on in its life.
    ///
    /// # Errors
    /// Not this officer's, a step that cannot be taken, a successor that there is not, changed meanwhile, or the store failed.
    pub async fn step(&self, author: &Author, slug: &str, step: Step<'_>, seen: i64) -> Result<(), Refused> {
        let inventory = self.inventory().await?;
        let app = inventory.app(slug).ok_or(Refused::NotThere)?;
        author.may(app.unit())?;
        may_step((app.stage, app.since), &step, self.today()).map_err(Refused::Step)?;
        let successor =
            if step.to == Stage::Retired { self.successor(&inventory, slug, step.successor)? } else { String::new() };
        let step = Step { successor: &successor, ..step };
        let (event, statements) = self.stepped(&author.actor, (app, seen), &step)?;
        self.commit(&format!("app/{slug}"), vec![event], statements).await
    }

    /// The event and the rows of a step.
    pub(crate) fn stepped(
        &self,
        by: &Actor,
        (app, seen): (&App, i64),
        step: &Step<'_>,
    ) -> Result<(NewEvent, Vec<Statement>), Refused> {
        let now = self.now();
        let lines = [
            ("tahap", app.stage.word().to_owned(), step.to.word().to_owned()),
            ("sejak", app.since.to_string(), step.day.to_string()),
            ("pengganti", app.successor.clone(), step.successor.to_owned()),
            ("alasan", String::new(), step.reason.trim().to_owned()),
        ];
        let lines: Vec<_> = lines.into_iter().filter(|(_, before, after)| before != after).collect();
        let text = serde_json::to_string(&lines).map_err(|error| Refused::Failed(error.to_string()))?;
        let (kept, keep) = self.keep_change((&app.slug, seen + 1, "tahap"), &text, (by, now));
        let data = json!({
            "application": app.slug, "unit": app.unit(), "from": app.stage.word(), "to": step.to.word(),
            "day": step.day, "successor": step.successor, "text": kept,
        });
        let row = Statement::new(
            "UPDATE applications_applications SET stage = $3, since = $4, successor = $5, revision = revision + 1, \
             written_by = $6, written_at = $7 WHERE region = $1 AND slug = $2 AND revision = $8",
            values![
                self.region(),
                &app.slug,
                step.to.word(),
                day_number(step.day),
                step.successor,
                officer(by),
                now,
                seen
            ],
        );
        Ok((event("application.moved", now, by, data), vec![row.exactly_one(), keep]))
    }

    /// What replaces an application, as it is kept: a slug, `layanan:ID`, or `-`.
    fn successor(&self, inventory: &crate::Inventory, slug: &str, typed: &str) -> Result<String, Refused> {
        let typed = typed.trim();
        if typed == "-" || typed.to_lowercase() == "tidak ada" {
            return Ok("-".to_owned());
        }
        let named = typed.strip_prefix("layanan:").unwrap_or(typed);
        let services = (self.deps().services)();
        let service = services.iter().find(|one| one.id == named || one.name.to_lowercase() == named.to_lowercase());
        if let Some(service) = service {
            return Ok(format!("layanan:{}", service.id));
        }
        let other =
            inventory.apps.iter().find(|one| one.slug == typed || one.name().to_lowercase() == typed.to_lowercase());
        other.filter(|other| other.slug != slug).map(|other| other.slug.clone()).ok_or(Refused::NoOther)
    }

    /// What changed of an application, newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn changes(&self, slug: &str) -> Result<Vec<Change>, Refused> {
        let sql = "SELECT kind, text, written_by, written_at FROM applications_changes WHERE region = $1 AND slug = $2 \
                   ORDER BY revision DESC LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), slug, MOST]).await?;
        Ok(rows.iter().map(change).collect::<Result<_, _>>()?)
    }
}

fn change(row: &Row) -> Result<Change, StoreError> {
    let lines: Value =
        serde_json::from_str(row.text(1)?).map_err(|_| StoreError::Damaged("change of the inventory".to_owned()))?;
    let lines = serde_json::from_value(lines).unwrap_or_default();
    Ok(Change { kind: row.string(0)?, lines, by: row.string(2)?, at: row.instant(3)? })
}
