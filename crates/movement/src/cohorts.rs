//! Cohorts in the store: opened with their published size, changed, and the members that are named.

use crate::events::{actor, event};
use crate::model::cohort::Cohort;
use crate::movement::Movement;
use crate::refusal::Refused;
use crate::rights::Steer;
use serde_json::json;
use store::{Statement, StoreError, values};
use web::{Permission as _, Session};

/// A cohort as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewCohort<'a> {
    /// Its year, 2000 to next year.
    pub year: i64,
    /// How many regions it has, as published.
    pub size: i64,
    /// How many the movement has in all, as published with it.
    pub total: Option<i64>,
    /// What it was about.
    pub note: &'a str,
    /// Where the figures come from.
    pub source: &'a str,
}

const TEXT: usize = 1000;

impl Movement {
    /// Opens a cohort, or (with the revision that was seen) changes it.
    ///
    /// # Errors
    /// Not the secretariat, wrong figures, there already, changed meanwhile, or the store failed.
    pub async fn write_cohort(&self, session: &Session, new: NewCohort<'_>, seen: Option<i64>) -> Result<(), Refused> {
        self.may_steer(session)?;
        let latest = i64::from(self.today().year()) + 1;
        let sound = (2000..=latest).contains(&new.year)
            && (1..=1000).contains(&new.size)
            && new.total.is_none_or(|total| (new.size..=10_000).contains(&total));
        if !sound {
            return Err(Refused::Cohort);
        }
        let (note, source) = (new.note.trim(), new.source.trim());
        if [note, source].iter().any(|text| text.chars().count() > TEXT) {
            return Err(Refused::Text);
        }
        let now = self.now();
        let (text, keep) = self.keep_text(&format!("{note}\n{source}"), now);
        let (name, row) = match seen {
            None if self.cohorts().await?.iter().any(|one| one.year == new.year) => return Err(Refused::CohortThere),
            None => ("cohort.opened", self.cohort_row(&new, note, source)),
            Some(seen) => ("cohort.changed", self.cohort_update(&new, (note, source), seen)),
        };
        let data = json!({ "year": new.year, "size": new.size, "total": new.total, "text": text });
        let events = vec![event(name, now, &actor(session), data)];
        self.store().commit(self.on(&format!("cohort/{}", new.year), events, vec![keep, row]), now).await?;
        Ok(())
    }

    fn cohort_row(&self, new: &NewCohort<'_>, note: &str, source: &str) -> Statement {
        Statement::new(
            "INSERT INTO movement_cohorts (region, year, size, total, note, source, revision, written_at) \
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7) ON CONFLICT DO NOTHING",
            values![self.region(), new.year, new.size, new.total, note, source, self.now()],
        )
        .exactly_one()
    }

    fn cohort_update(&self, new: &NewCohort<'_>, (note, source): (&str, &str), seen: i64) -> Statement {
        Statement::new(
            "UPDATE movement_cohorts SET size = $3, total = $4, note = $5, source = $6, revision = revision + 1, \
             written_at = $7 WHERE region = $1 AND year = $2 AND revision = $8",
            values![self.region(), new.year, new.size, new.total, note, source, self.now(), seen],
        )
        .exactly_one()
    }

    /// Names a member of a cohort.
    ///
    /// # Errors
    /// Not the secretariat, no such cohort or region, there already, or the store failed.
    pub async fn add_member(&self, session: &Session, year: i64, area: &str, source: &str) -> Result<(), Refused> {
        self.may_steer(session)?;
        let area = self.found(area).ok_or(Refused::NoArea)?.code.clone();
        let cohort = self.cohort(year).await?;
        if cohort.members.contains(&area) {
            return Err(Refused::MemberThere);
        }
        if source.chars().count() > TEXT {
            return Err(Refused::Text);
        }
        let now = self.now();
        let (text, keep) = self.keep_text(source.trim(), now);
        let data = json!({ "cohort": year, "area": area, "source": text });
        let events = vec![event("member.added", now, &actor(session), data)];
        let statements = vec![keep, self.member_row(year, &area, source.trim())];
        self.store().commit(self.on(&format!("cohort/{year}"), events, statements), now).await?;
        Ok(())
    }

    pub(crate) fn member_row(&self, year: i64, area: &str, source: &str) -> Statement {
        Statement::new(
            "INSERT INTO movement_members (region, cohort, area, source, added_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT DO NOTHING",
            values![self.region(), year, area, source, self.now()],
        )
    }

    /// Takes a member out again.
    ///
    /// # Errors
    /// Not the secretariat, no such member, or the store failed.
    pub async fn remove_member(&self, session: &Session, year: i64, area: &str) -> Result<(), Refused> {
        self.may_steer(session)?;
        let now = self.now();
        let row = Statement::new(
            "DELETE FROM movement_members WHERE region = $1 AND cohort = $2 AND area = $3",
            values![self.region(), year, area],
        );
        let data = json!({ "cohort": year, "area": area });
        let events = vec![event("member.removed", now, &actor(session), data)];
        self.store().commit(self.on(&format!("cohort/{year}"), events, vec![row.exactly_one()]), now).await?;
        Ok(())
    }

    /// Every cohort by year, with the members that are named.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn cohorts(&self) -> Result<Vec<Cohort>, Refused> {
        let sql = "SELECT c.year, c.size, c.total, c.note, c.source, c.revision, m.area FROM movement_cohorts c \
                   LEFT JOIN movement_members m ON m.region = c.region AND m.cohort = c.year \
                   WHERE c.region = $1 ORDER BY c.year, m.area";
        let mut cohorts: Vec<Cohort> = Vec::new();
        for row in self.store().rows(sql, &values![self.region()]).await? {
            let year = row.int(0)?;
            if cohorts.last().is_none_or(|last| last.year != year) {
                cohorts.push(Cohort {
                    year,
                    size: row.int(1)?,
                    total: row.int_or_null(2)?,
                    note: row.string(3)?,
                    source: row.string(4)?,
                    revision: row.int(5)?,
                    ..Cohort::default()
                });
            }
            if let (Some(area), Some(cohort)) = (row.string_or_null(6)?, cohorts.last_mut()) {
                cohort.members.insert(area);
            }
        }
        Ok(cohorts)
    }

    /// One cohort.
    ///
    /// # Errors
    /// There is none of this year, or the store cannot be read.
    pub async fn cohort(&self, year: i64) -> Result<Cohort, Refused> {
        self.cohorts().await?.into_iter().find(|one| one.year == year).ok_or(Refused::NoCohort)
    }

    /// Why each named member stands in a cohort, by code.
    pub(crate) async fn member_sources(&self, year: i64) -> Result<Vec<(String, String)>, Refused> {
        let sql = "SELECT area, source FROM movement_members WHERE region = $1 AND cohort = $2 ORDER BY area";
        let rows = self.store().rows(sql, &values![self.region(), year]).await?;
        let read = |row: &store::Row| Ok::<_, StoreError>((row.string(0)?, row.string(1)?));
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// Not the secretariat, or no regions are steered from here.
    pub(crate) fn may_steer(&self, session: &Session) -> Result<(), Refused> {
        self.steering()?;
        if Steer::allows(session) { Ok(()) } else { Err(Refused::NotOwn) }
    }
}
