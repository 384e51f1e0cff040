//! What stands beside the promises: the strategic analysis (vision, potentials, problems, readiness, gaps), innovations of
//! agencies, and comments of officers on a draft.

use crate::events::{actor, event};
use crate::model::plan::Plan;
use crate::programme::Programme;
use crate::reference::reference;
use crate::refusal::Refused;
use kernel::{Id, Instant, OfficerId, Role};
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::{Permission as _, Session};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Visi.
    Vision,
    /// Potensi.
    Potential,
    /// Masalah.
    Problem,
    /// Kesiapan: structure, infrastructure, superstructure.
    Readiness,
    /// Kesenjangan.
    Gap,
    /// Inovasi of an agency.
    Innovation,
    /// Komentar on the draft or on one promise.
    Comment,
}

impl Kind {
    /// The strategic analysis, in the order of the book.
    pub const ANALYSIS: [Self; 5] = [Self::Vision, Self::Potential, Self::Problem, Self::Readiness, Self::Gap];
    const ALL: [Self; 7] =
        [Self::Vision, Self::Potential, Self::Problem, Self::Readiness, Self::Gap, Self::Innovation, Self::Comment];

    /// The word of tables, forms and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vision => "visi",
            Self::Potential => "potensi",
            Self::Problem => "masalah",
            Self::Readiness => "kesiapan",
            Self::Gap => "kesenjangan",
            Self::Innovation => "inovasi",
            Self::Comment => "komentar",
        }
    }

    /// The kind called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The version of the plan under which one is kept: the analysis belongs to a version, the rest to all of them.
    pub(crate) fn version(self, plan: i64) -> i64 {
        if Self::ANALYSIS.contains(&self) { plan } else { 0 }
    }

    /// Whether this officer may write one for a unit.
    pub fn may_write(self, session: &Session, unit: &str) -> bool {
        let of_unit = [Role::Head, Role::Liaison].into_iter().any(|role| session.has_role_in(role, unit));
        match self {
            Self::Comment => crate::pages::Discuss::allows(session),
            Self::Innovation => session.has_role(Role::Planner) || of_unit,
            _ => session.has_role(Role::Planner),
        }
    }
}

/// Where a problem comes from: reports of the desk.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// The service.
    pub service: String,
    /// District code; empty if unknown.
    pub district: String,
    /// First month, `2027-03`.
    pub from: String,
    /// Last month.
    pub to: String,
    /// Reports in these months.
    pub cases: i64,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Id of the promise that a comment is about; empty otherwise.
    pub about: String,
    /// Id of a pillar; may be empty.
    pub pillar: String,
    /// Unit of an innovation or of who comments.
    pub unit: String,
    /// Its title; empty for a comment.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Where a problem comes from.
    pub origin: Option<Origin>,
    /// How often it was written.
    pub revision: i64,
    /// Who wrote it.
    pub by: OfficerId,
    /// When.
    pub at: Instant,
}

/// What an officer wants to write down.
#[derive(Clone, Debug, Default)]
pub struct NewEntry<'a> {
    /// Id of the entry that is changed; empty: a new one.
    pub id: &'a str,
    /// The revision that was seen.
    pub revision: i64,
    /// Id of the promise that a comment is about.
    pub about: &'a str,
    /// Id of a pillar; may be empty.
    pub pillar: &'a str,
    /// Unit of an innovation.
    pub unit: &'a str,
    /// Title.
    pub title: &'a str,
    /// Text.
    pub body: &'a str,
    /// Where a problem comes from.
    pub origin: Option<Origin>,
}

/// Entries of one kind that are shown.
pub const MOST: i64 = 300;
const TITLE: std::ops::RangeInclusive<usize> = 3..=200;
const BODY: std::ops::RangeInclusive<usize> = 3..=4000;
const COLUMNS: &str = "id, kind, about, pillar, unit, title, body, origin, revision, written_by, written_at";

impl Programme {
    /// Writes an entry.
    ///
    /// # Errors
    /// Not this officer's, the analysis of a plan that is no draft, a text missing, changed meanwhile, or the store failed.
    pub async fn write_entry(&self, session: &Session, kind: Kind, new: NewEntry<'_>) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        if !kind.may_write(session, new.unit) {
            return Err(Refused::NotOwner);
        }
        if !new.id.is_empty() {
            let there = self.entry(new.id, kind.version(plan.newest().number)).await?;
            // Nobody takes over what another agency wrote, and what was said stays said.
            if there.kind != kind || kind == Kind::Comment || !kind.may_write(session, &there.unit) {
                return Err(Refused::NotOwner);
            }
        }
        let analysis = Kind::ANALYSIS.contains(&kind);
        if analysis && !plan.is_draft() {
            return Err(Refused::Moved);
        }
        let (title, body) = (new.title.trim(), new.body.trim());
        let titled = kind == Kind::Comment || TITLE.contains(&title.chars().count());
        let known = new.pillar.is_empty() || reference().pillars.contains_key(new.pillar);
        if !titled || !known || !BODY.contains(&body.chars().count()) {
            return Err(Refused::Text);
        }
        let now = self.now();
        let id = if new.id.is_empty() { Id::new(now, self.chance()).to_string() } else { new.id.to_owned() };
        let (text, keep) = self.keep_text(&format!("{title}\n{body}"), now);
        let data = json!({
            "plan": plan.id, "entry": id, "version": kind.version(plan.newest().number), "kind": kind.word(), "about": new.about, "pillar": new.pillar, "unit": new.unit,
            "text": text, "origin": new.origin, "revision": new.revision + 1,
        });
        let mut statements = vec![keep, self.entry_row((session, &plan), (kind, &id), &new, now)?];
        if analysis {
            statements.push(self.drafting(&plan, plan.newest().number));
        }
        let events = vec![event("entry.written", now, &actor(session, Some(new.unit)), data)];
        self.store().commit(self.on_plan(&plan.id, events, statements), now).await?;
        Ok(())
    }

    fn entry_row(
        &self,
        (session, plan): (&Session, &Plan),
        (kind, id): (Kind, &str),
        new: &NewEntry<'_>,
        now: Instant,
    ) -> Result<Statement, Refused> {
        let (title, body) = (new.title.trim(), new.body.trim());
        let version = kind.version(plan.newest().number);
        if !new.id.is_empty() {
            return Ok(Statement::new(
                "UPDATE programme_entries SET pillar = $5, unit = $6, title = $7, body = $8, written_by = $9, written_at = $10, \
                 revision = revision + 1 WHERE region = $1 AND id = $2 AND kind = $3 AND revision = $4 AND version = $11",
                values![
                    self.region(),
                    id,
                    kind.word(),
                    new.revision,
                    new.pillar,
                    new.unit,
                    title,
                    body,
                    &session.officer.0,
                    now,
                    version,
                ],
            )
            .exactly_one());
        }
        let origin = new.origin.as_ref().map(serde_json::to_string).transpose();
        let origin = origin.map_err(|error| Refused::Failed(error.to_string()))?.unwrap_or_default();
        Ok(Statement::new(
            "INSERT INTO programme_entries (region, id, kind, plan, about, pillar, unit, title, body, origin, revision, \
             written_by, written_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13)",
            values![
                self.region(),
                id,
                kind.word(),
                &plan.id,
                new.about,
                new.pillar,
                new.unit,
                title,
                body,
                origin,
                &session.officer.0,
                now,
                version,
            ],
        ))
    }

    /// Takes an entry out.
    ///
    /// # Errors
    /// Not this officer's, changed meanwhile, or the store failed.
    pub async fn remove_entry(&self, session: &Session, kind: Kind, id: &str, revision: i64) -> Result<(), Refused> {
        let plan = self.the_plan().await?;
        let version = kind.version(plan.newest().number);
        let entry = self.entry(id, version).await?;
        if entry.kind != kind || kind == Kind::Comment || !kind.may_write(session, &entry.unit) {
            return Err(Refused::NotOwner);
        }
        let now = self.now();
        let mut statements = vec![
            Statement::new(
                "DELETE FROM programme_entries WHERE region = $1 AND id = $2 AND revision = $3 AND version = $4",
                values![self.region(), id, revision, version],
            )
            .exactly_one(),
        ];
        if Kind::ANALYSIS.contains(&kind) {
            statements.push(self.drafting(&plan, plan.newest().number));
        }
        let data = json!({ "plan": plan.id, "entry": id, "version": version, "kind": kind.word() });
        let events = vec![event("entry.removed", now, &actor(session, Some(&entry.unit)), data)];
        self.store().commit(self.on_plan(&plan.id, events, statements), now).await?;
        Ok(())
    }

    async fn entry(&self, id: &str, version: i64) -> Result<Entry, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM programme_entries WHERE region = $1 AND id = $2 AND version = $3");
        let row = self.store().row(&sql, &values![self.region(), id, version]).await?;
        Ok(read(&row.ok_or(Refused::NotThere)?)?)
    }

    /// Entries of one kind in a version of the plan, oldest first, at most [`MOST`]; comments of one promise, or those of the
    /// plan itself (`about` is empty).
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn entries(&self, plan: &Plan, version: i64, kind: Kind, about: &str) -> Result<Vec<Entry>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_entries WHERE region = $1 AND plan = $2 AND version = $3 AND kind = $4 AND about = $5 \
             ORDER BY written_at, id LIMIT $6"
        );
        let asked = values![self.region(), &plan.id, kind.version(version), kind.word(), about, MOST];
        let rows = self.store().rows(&sql, &asked).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

fn read(row: &Row) -> Result<Entry, StoreError> {
    let damaged = || StoreError::Damaged("entry of a plan".to_owned());
    let origin = row.text(7)?;
    Ok(Entry {
        id: row.string(0)?,
        kind: Kind::parse(row.text(1)?).ok_or_else(damaged)?,
        about: row.string(2)?,
        pillar: row.string(3)?,
        unit: row.string(4)?,
        title: row.string(5)?,
        body: row.string(6)?,
        origin: if origin.is_empty() { None } else { Some(serde_json::from_str(origin).map_err(|_| damaged())?) },
        revision: row.int(8)?,
        by: OfficerId(row.string(9)?),
        at: row.instant(10)?,
    })
}
