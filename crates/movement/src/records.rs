//! Records in the store: written, changed by who saw them last, removed; and practices that others took over.

use crate::events::{actor, event};
use crate::model::record::{Cells, Kind, Written, read};
use crate::model::signed::PublicKey;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::writes;
use crate::texts::day;
use jiff::civil::Date;
use kernel::time::date_of_day;
use kernel::{Id, Instant};
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// The region; `-` for what belongs to the movement as a whole.
    pub area: String,
    /// What it is.
    pub kind: Kind,
    /// Its day.
    pub day: Option<Date>,
    /// When a milestone was reached.
    pub done: Option<Date>,
    /// What it says.
    pub cells: Cells,
    /// How often it was written.
    pub revision: i64,
}

/// The area of what belongs to the movement as a whole.
pub const EVERYBODY: &str = "-";
/// Records of one page.
const MOST: i64 = 300;
const COLUMNS: &str = "id, area, kind, day, done, cells, revision";

impl Record {
    /// One cell; empty where nothing was written.
    pub fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }
}

impl Movement {
    /// Writes a record about a region, or changes the one with this id and revision. Answers its id.
    ///
    /// # Errors
    /// Not this officer's, wrong fields, a key of another region, changed meanwhile, or the store failed.
    pub async fn write_record(
        &self,
        session: &Session,
        (area, kind): (&str, Kind),
        there: Option<(&str, i64)>,
        typed: crate::model::record::Typed<'_>,
    ) -> Result<String, Refused> {
        self.steering()?;
        self.may_write(session, area, kind)?;
        let written = read(kind, typed, self.today()).map_err(Refused::Fields)?;
        let now = self.now();
        let id = match there {
            Some((id, _)) => {
                let known = self.record(id).await?;
                if known.area != area || known.kind != kind {
                    return Err(Refused::NotThere);
                }
                known.id
            }
            None => Id::new(now, self.chance()).to_string(),
        };
        let cells = serde_json::to_string(&written.cells).map_err(|error| Refused::Failed(error.to_string()))?;
        let (text, keep) = self.keep_text(&cells, now);
        let data = json!({
            "record": id, "area": area, "day": written.day, "done": written.done, "text": text,
            "revision": there.map_or(0, |(_, seen)| seen) + 1,
        });
        let mut events = vec![event(format!("{}.written", kind.noun()), now, &actor(session), data)];
        let mut statements = vec![keep, self.record_row((area, kind, &id), there, &written, (&cells, session))];
        statements.extend(self.reached(area, kind));
        if let Some(key) = written.cells.get("kunci").and_then(|text| PublicKey::parse(text))
            && let Some(row) = self.key_row(area, key, now).await?
        {
            let data = json!({ "area": area, "key": key.to_string(), "fingerprint": key.fingerprint() });
            events.push(event("key.registered", now, &actor(session), data));
            statements.push(row);
        }
        self.store().commit(self.on_area(area, events, statements), now).await?;
        Ok(id)
    }

    fn may_write(&self, session: &Session, area: &str, kind: Kind) -> Result<(), Refused> {
        let whole = kind == Kind::Partner;
        if (area == EVERYBODY) != whole || (!whole && self.area(area).is_none()) {
            return Err(Refused::NoArea);
        }
        if writes(session, area, kind) { Ok(()) } else { Err(Refused::NotOwn) }
    }

    fn record_row(
        &self,
        (area, kind, id): (&str, Kind, &str),
        there: Option<(&str, i64)>,
        written: &Written,
        (cells, session): (&str, &Session),
    ) -> Statement {
        let (on, done) = (written.day.map(day), written.done.map(day));
        let (by, now) = (&session.officer.0, self.now());
        match there {
            None => Statement::new(
                "INSERT INTO movement_records (region, id, area, kind, day, done, cells, revision, written_by, written_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
                values![self.region(), id, area, kind.word(), on, done, cells, by, now],
            ),
            Some((_, seen)) => Statement::new(
                "UPDATE movement_records SET day = $3, done = $4, cells = $5, revision = revision + 1, written_by = $6, \
                 written_at = $7 WHERE region = $1 AND id = $2 AND revision = $8",
                values![self.region(), id, on, done, cells, by, now, seen],
            )
            .exactly_one(),
        }
    }

    /// What a record says about how far its region has come. The row shows the newest of its kind, so it is read anew.
    fn reached(&self, area: &str, kind: Kind) -> Option<Statement> {
        let (column, kept) = match kind {
            Kind::Memorandum => ("memorandum", "MAX(day)"),
            Kind::Mentoring => ("mentored", "MAX(day)"),
            Kind::Milestone => ("planned", "MAX(done)"),
            Kind::Practice | Kind::Note | Kind::Partner => return None,
        };
        let plan = if kind == Kind::Milestone { "AND cells LIKE '%\"jenis\":\"rencana-induk\"%'" } else { "" };
        Some(Statement::new(
            format!(
                "INSERT INTO movement_regions (region, area, {column}) SELECT $1, $2, {kept} FROM movement_records \
                 WHERE region = $1 AND area = $2 AND kind = $3 {plan} \
                 ON CONFLICT (region, area) DO UPDATE SET {column} = excluded.{column}"
            ),
            values![self.region(), area, kind.word()],
        ))
    }

    /// Registers a key; `None` where it is the region's already.
    ///
    /// # Errors
    /// It belongs to another region, or the store cannot be read.
    async fn key_row(&self, area: &str, key: PublicKey, now: Instant) -> Result<Option<Statement>, Refused> {
        match self.key_owner(&key).await? {
            Some(owner) if owner == area => Ok(None),
            Some(owner) => Err(Refused::KeyTaken(owner)),
            None => Ok(Some(
                Statement::new(
                    "INSERT INTO movement_keys (region, public_key, area, since) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT DO NOTHING",
                    values![self.region(), key.to_string(), area, now],
                )
                .exactly_one(),
            )),
        }
    }

    /// Takes a record out.
    ///
    /// # Errors
    /// Not this officer's, changed meanwhile, or the store failed.
    pub async fn remove_record(&self, session: &Session, id: &str, seen: i64) -> Result<Record, Refused> {
        let record = self.record(id).await?;
        self.may_write(session, &record.area, record.kind)?;
        let now = self.now();
        let row = Statement::new(
            "DELETE FROM movement_records WHERE region = $1 AND id = $2 AND revision = $3",
            values![self.region(), id, seen],
        );
        let mut statements = vec![row.exactly_one()];
        statements.extend(self.reached(&record.area, record.kind));
        let data = json!({ "record": id, "area": record.area });
        let events = vec![event(format!("{}.removed", record.kind.noun()), now, &actor(session), data)];
        self.store().commit(self.on_area(&record.area, events, statements), now).await?;
        Ok(record)
    }

    /// One record.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn record(&self, id: &str) -> Result<Record, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM movement_records WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(record(&row.ok_or(Refused::NotThere)?)?)
    }

    /// Everything that is written about a region, by kind and day.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn records(&self, area: &str) -> Result<Vec<Record>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM movement_records WHERE region = $1 AND area = $2 ORDER BY kind, day, id LIMIT {MOST}"
        );
        let rows = self.store().rows(&sql, &values![self.region(), area]).await?;
        Ok(rows.iter().map(record).collect::<Result<_, _>>()?)
    }

    /// Everything of one kind in all regions, from an id on.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn all_of(&self, kind: Kind, after: &str, limit: i64) -> Result<Vec<Record>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM movement_records WHERE region = $1 AND kind = $2 AND id > $3 ORDER BY id LIMIT $4"
        );
        let rows = self.store().rows(&sql, &values![self.region(), kind.word(), after, limit]).await?;
        Ok(rows.iter().map(record).collect::<Result<_, _>>()?)
    }

    /// Writes down that a region took a practice over.
    ///
    /// # Errors
    /// No such practice or region, not this officer's, there already, or the store failed.
    pub async fn adopt(&self, session: &Session, practice: &str, area: &str) -> Result<(), Refused> {
        let practice = self.record(practice).await?;
        let area = self.found(area).ok_or(Refused::NoArea)?.code.clone();
        if practice.kind != Kind::Practice {
            return Err(Refused::NotThere);
        }
        if !writes(session, &area, Kind::Practice) || area == practice.area {
            return Err(Refused::NotOwn);
        }
        let now = self.now();
        let row = Statement::new(
            "INSERT INTO movement_adoptions (region, practice, area, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            values![self.region(), &practice.id, &area, now],
        );
        let data = json!({ "practice": practice.id, "of": practice.area, "area": area });
        let events = vec![event("practice.adopted", now, &actor(session), data)];
        self.store().commit(self.on_area(&area, events, vec![row.exactly_one()]), now).await?;
        Ok(())
    }

    /// Practices of others that a region took over.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn adopted_by(&self, area: &str) -> Result<Vec<Record>, Refused> {
        let sql = "SELECT r.id, r.area, r.kind, r.day, r.done, r.cells, r.revision FROM movement_adoptions a \
                   JOIN movement_records r ON r.region = a.region AND r.id = a.practice \
                   WHERE a.region = $1 AND a.area = $2 ORDER BY r.id LIMIT 100";
        let rows = self.store().rows(sql, &values![self.region(), area]).await?;
        Ok(rows.iter().map(record).collect::<Result<_, _>>()?)
    }

    /// Which regions took which practice over.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn adoptions(&self) -> Result<Vec<(String, String)>, Refused> {
        let sql = "SELECT practice, area FROM movement_adoptions WHERE region = $1 ORDER BY practice, area LIMIT 2000";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let read = |row: &Row| Ok::<_, StoreError>((row.string(0)?, row.string(1)?));
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn record(row: &Row) -> Result<Record, StoreError> {
    let damaged = || StoreError::Damaged("record of the movement".to_owned());
    Ok(Record {
        id: row.string(0)?,
        area: row.string(1)?,
        kind: Kind::parse(row.text(2)?).ok_or_else(damaged)?,
        day: row.int_or_null(3)?.map(date_of_day),
        done: row.int_or_null(4)?.map(date_of_day),
        cells: serde_json::from_str(row.text(5)?).map_err(|_| damaged())?,
        revision: row.int(6)?,
    })
}
