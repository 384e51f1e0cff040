//! Agencies in the store: made from `unit.toml` and the list of places, changed by import and by the administrator.

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::agencies::{Directory, Kind, Office, Title, district_office, village_office};
use crate::model::import::{self, BadFile, Report};
use crate::model::officer::event;
use cases::doors::Gazetteer;
use definition::units::Units;
use kernel::{Actor, Instant, NewEvent};
use serde_json::json;
use std::collections::BTreeMap;
use store::{ANY_VERSION, Commit, Row, Statement, StoreError, values};

const STREAM: &str = "agencies";

impl Identity {
    /// Reads the agencies anew if they changed since they were last read, for example by another node or the command line.
    ///
    /// # Errors
    /// The store failed.
    pub async fn refresh_agencies(&self) -> Result<(), Fault> {
        if self.agencies_mark().await? == self.agencies_seen() {
            return Ok(());
        }
        self.reload_agencies().await
    }

    /// What moves with every change: the facts of the stream, and the offices of new places, which are no facts.
    async fn agencies_mark(&self) -> Result<(i64, i64), Fault> {
        let version = self.store().version(self.region(), STREAM).await?;
        let count = "SELECT COUNT(*) FROM identity_agencies WHERE region = $1";
        let row = self.store().row(count, &values![self.region()]).await?;
        Ok((version, row.map_or(Ok(0), |row| row.int(0))?))
    }

    /// Reads the agencies.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn reload_agencies(&self) -> Result<(), Fault> {
        // The mark first: what changes while the rows are read is then read once more, never missed.
        let mark = self.agencies_mark().await?;
        let sql = "SELECT unit, name, short, kind, position, titles, outside FROM identity_agencies WHERE region = $1";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        let offices = rows.iter().map(office).collect::<Result<Vec<_>, _>>()?;
        let deps = &self.0.deps;
        self.set_directory(Directory::new(&deps.city, offices, &deps.aliases), mark);
        Ok(())
    }

    /// Writes down the offices of `unit.toml` and one for every district and village. Run again it brings names and
    /// titles up to date and removes nothing. Answers how many were new or changed.
    ///
    /// # Errors
    /// The store failed.
    pub async fn seed_agencies(
        &self,
        units: &Units,
        places: &dyn Gazetteer,
        by: &Actor,
        now: Instant,
    ) -> Result<usize, Fault> {
        let offices = offices(units, places);
        let known = self.directory();
        let changed: Vec<Office> = offices
            .into_iter()
            .filter_map(|mut office| match known.office(&office.unit) {
                Some(before) => {
                    office.outside.clone_from(&before.outside);
                    (*before != office).then_some(office)
                }
                None => Some(office),
            })
            .collect();
        self.keep(&changed, by, now).await?;
        Ok(changed.len())
    }

    /// `import agencies FILE.csv`. Running it again changes nothing.
    ///
    /// # Errors
    /// The file cannot be read at all, or the store failed.
    pub async fn import_agencies(
        &self,
        file: &[u8],
        by: &Actor,
        now: Instant,
    ) -> Result<Result<Report, BadFile>, Fault> {
        match import::compare(file, &self.directory()) {
            Err(bad) => Ok(Err(bad)),
            Ok((offices, report)) => {
                self.keep(&offices, by, now).await?;
                Ok(Ok(report))
            }
        }
    }

    /// Adds or renames one agency.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep_agency(&self, office: Office, by: &Actor, now: Instant) -> Result<(), Fault> {
        self.keep(&[office], by, now).await
    }

    /// Adds or renames several; those that stand there already, as they are, change nothing.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep_agencies(&self, offices: Vec<Office>, by: &Actor, now: Instant) -> Result<(), Fault> {
        let known = self.directory();
        let new = |office: &Office| known.office(&office.unit).is_none_or(|before| before != office);
        let changed: Vec<Office> = offices.into_iter().filter(new).collect();
        self.keep(&changed, by, now).await
    }

    async fn keep(&self, offices: &[Office], by: &Actor, now: Instant) -> Result<(), Fault> {
        let known = self.directory();
        for chunk in offices.chunks(500) {
            let events = chunk.iter().filter_map(|office| fact(office, known.office(&office.unit), by, now)).collect();
            let statements = chunk.iter().map(|office| self.statement(office)).collect::<Result<_, _>>()?;
            let commit = Commit { events, statements, ..Commit::new(self.region(), STREAM, ANY_VERSION) };
            self.store().commit_waiting(commit, now).await?;
        }
        self.reload_agencies().await
    }

    fn statement(&self, office: &Office) -> Result<Statement, Fault> {
        let titles = serde_json::to_string(&office.titles).map_err(|error| Fault::Failed(error.to_string()))?;
        Ok(Statement::new(
            "INSERT INTO identity_agencies (region, unit, name, short, kind, position, titles, outside)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (region, unit) DO UPDATE SET name = excluded.name, short = excluded.short, kind = excluded.kind,
               position = excluded.position, titles = excluded.titles, outside = excluded.outside",
            values![
                self.region(),
                &office.unit,
                &office.name,
                &office.short,
                office.kind.word(),
                office.position,
                titles,
                &office.outside
            ],
        ))
    }
}

/// Agencies are facts of the ledger. The offices of districts and villages follow from the list of places; only their
/// renaming by an administrator would be one.
fn fact(office: &Office, before: Option<&Office>, by: &Actor, now: Instant) -> Option<NewEvent> {
    if office.kind != Kind::Agency && before.is_none() {
        return None;
    }
    let name = if before.is_some() { "agency.changed" } else { "agency.added" };
    let data = json!({ "unit": office.unit, "name": office.name, "short": office.short, "outside": office.outside, "titles": office.titles });
    Some(event(name, data, by, now))
}

fn offices(units: &Units, places: &dyn Gazetteer) -> Vec<Office> {
    let agencies = units.units.iter().zip(1..).map(|((unit, told), position)| Office {
        unit: unit.clone(),
        name: told.name.clone(),
        short: told.short.clone().unwrap_or_else(|| told.name.clone()),
        kind: Kind::Agency,
        position,
        titles: titles(told),
        outside: String::new(),
    });
    let (of_district, of_village) = (titles(&units.district), titles(&units.village));
    let (districts, villages) = (places.districts(), places.villages());
    let districts =
        districts.iter().zip(1..).map(|(district, position)| district_office(district, position, &of_district));
    let villages = villages.iter().zip(1..).map(|(village, position)| village_office(village, position, &of_village));
    agencies.chain(districts).chain(villages).collect()
}

fn titles(unit: &definition::units::Unit) -> BTreeMap<String, Title> {
    let own = unit.titles.iter().map(|(id, title)| (id.clone(), Title { name: title.name.clone(), role: title.role }));
    let mut titles: BTreeMap<String, Title> = own.collect();
    for (id, title) in import::usual_titles() {
        titles.entry(id).or_insert(title);
    }
    titles
}

fn office(row: &Row) -> Result<Office, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("identity_agencies: {what}"));
    Ok(Office {
        unit: row.string(0)?,
        name: row.string(1)?,
        short: row.string(2)?,
        kind: Kind::parse(row.text(3)?).ok_or_else(|| damaged("kind"))?,
        position: row.int(4)?,
        titles: serde_json::from_str(row.text(5)?).map_err(|_| damaged("titles"))?,
        outside: row.string(6)?,
    })
}
