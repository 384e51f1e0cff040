//! Trainings of an agency: planned, held with numbers and evidence, or cancelled.

use super::model::skills;
use super::refusal::Refused;
use super::write::people;
use crate::model::number::rupiah;
use crate::plans::date;
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::Id;
use kernel::time::day_number;
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

const TITLE: std::ops::RangeInclusive<usize> = 3..=120;
const EVIDENCE: std::ops::RangeInclusive<usize> = 10..=2000;
/// A training lies at most so many days from today.
const NEAR: i64 = 3 * 366;
const MOST: i64 = 500;
const COLUMNS: &str = "id, unit, skill, title, day, planned, people, cost, evidence, state, revision";

/// Where a training stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingState {
    /// Direncanakan.
    Planned,
    /// Dilaksanakan, with participants and evidence.
    Held,
    /// Dibatalkan.
    Cancelled,
}

impl TrainingState {
    /// The word of tables and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "direncanakan",
            Self::Held => "dilaksanakan",
            Self::Cancelled => "dibatalkan",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Planned, Self::Held, Self::Cancelled].into_iter().find(|one| one.word() == word)
    }
}

/// A training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Its id.
    pub id: String,
    /// Unit of the agency whose people are trained.
    pub unit: String,
    /// Id of the skill.
    pub skill: String,
    /// What it is called.
    pub title: String,
    /// The day for which it is planned, or on which it was held.
    pub day: Date,
    /// Participants that are planned.
    pub planned: i64,
    /// Participants who were there.
    pub people: Option<i64>,
    /// Whole rupiah.
    pub cost: i64,
    /// What proves it: an address or words; empty until it was held.
    pub evidence: String,
    /// Where it stands.
    pub state: TrainingState,
    /// How often it was written.
    pub revision: i64,
}

/// A training as somebody plans it.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewTraining<'a> {
    /// Unit of the agency.
    pub unit: &'a str,
    /// Id of the skill.
    pub skill: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// The day.
    pub day: Option<Date>,
    /// Participants.
    pub planned: i64,
    /// Rupiah as typed; empty: it costs nothing.
    pub cost: &'a str,
}

impl Training {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.string(0)?,
            unit: row.string(1)?,
            skill: row.string(2)?,
            title: row.string(3)?,
            day: date(row.int(4)?),
            planned: row.int(5)?,
            people: row.int_or_null(6)?,
            cost: row.int(7)?,
            evidence: row.string(8)?,
            state: TrainingState::parse(row.text(9)?).ok_or_else(|| StoreError::Damaged("training".to_owned()))?,
            revision: row.int(10)?,
        })
    }
}

fn money(typed: &str) -> Result<i64, Refused> {
    match typed.trim() {
        "" | "0" => Ok(0),
        typed => rupiah(typed).ok_or(Refused::Cost),
    }
}

impl Programme {
    /// Plans a training.
    ///
    /// # Errors
    /// Not this officer's, a field is wrong, or the store.
    pub async fn plan_training(&self, session: &Session, new: NewTraining<'_>) -> Result<(), Refused> {
        self.own_unit(session, new.unit)?;
        let title = new.title.trim();
        if !skills().all.contains_key(new.skill) {
            return Err(Refused::Skill);
        }
        if !TITLE.contains(&title.chars().count()) {
            return Err(Refused::Text);
        }
        let today = day_number(self.today());
        let day = new.day.map(day_number).filter(|day| (day - today).abs() <= NEAR).ok_or(Refused::Day)?;
        let (planned, cost) = (people(new.planned)?, money(new.cost)?);
        if planned == 0 {
            return Err(Refused::People);
        }
        let (now, id) = (self.now(), Id::new(self.now(), self.chance()).to_string());
        let (text, keep) = self.keep_text(title, now);
        let insert = Statement::new(
            "INSERT INTO programme_trainings (region, id, unit, skill, title, day, planned, cost, evidence, state, revision, \
             written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, 1, $10, $11)",
            values![
                self.region(),
                &id,
                new.unit,
                new.skill,
                title,
                day,
                planned,
                cost,
                TrainingState::Planned.word(),
                &session.officer.0,
                now,
            ],
        );
        let data = json!({
            "training": id, "unit": new.unit, "skill": new.skill, "day": date(day).to_string(), "people": planned, "cost": cost,
            "title": text,
        });
        self.on_skill(session, new.unit, ("training.planned", data), vec![keep, insert], now).await
    }

    /// Says that a planned training was held: on which day, with how many people, at what cost, and what proves it.
    ///
    /// # Errors
    /// Not this officer's, not planned any more, a day ahead, no evidence, or the store.
    pub async fn hold_training(
        &self,
        session: &Session,
        (id, revision): (&str, i64),
        (day, were): (Option<Date>, i64),
        (cost, evidence): (&str, &str),
    ) -> Result<(), Refused> {
        let one = self.training(id).await?;
        self.own_unit(session, &one.unit)?;
        let day = day.filter(|day| *day <= self.today()).ok_or(Refused::Day)?;
        let (were, cost, evidence) = (people(were)?, money(cost)?, evidence.trim());
        if !EVIDENCE.contains(&evidence.chars().count()) {
            return Err(Refused::Evidence);
        }
        let now = self.now();
        let (text, keep) = self.keep_text(evidence, now);
        let update = Statement::new(
            "UPDATE programme_trainings SET state = $4, day = $5, people = $6, cost = $7, evidence = $8, revision = revision + 1, \
             written_by = $9, written_at = $10 WHERE region = $1 AND id = $2 AND revision = $3 AND state = 'direncanakan'",
            values![
                self.region(),
                id,
                revision,
                TrainingState::Held.word(),
                day_number(day),
                were,
                cost,
                evidence,
                &session.officer.0,
                now,
            ],
        );
        let data = json!({
            "training": id, "unit": one.unit, "day": day.to_string(), "people": were, "cost": cost, "evidence": text,
        });
        self.on_skill(session, &one.unit, ("training.held", data), vec![keep, update.exactly_one()], now).await
    }

    /// Cancels a planned training; it stays in the list.
    ///
    /// # Errors
    /// Not this officer's, not planned any more, or the store.
    pub async fn cancel_training(&self, session: &Session, id: &str, revision: i64) -> Result<(), Refused> {
        let one = self.training(id).await?;
        self.own_unit(session, &one.unit)?;
        let now = self.now();
        let update = Statement::new(
            "UPDATE programme_trainings SET state = $4, revision = revision + 1, written_by = $5, written_at = $6 \
             WHERE region = $1 AND id = $2 AND revision = $3 AND state = 'direncanakan'",
            values![self.region(), id, revision, TrainingState::Cancelled.word(), &session.officer.0, now],
        );
        let data = json!({ "training": id, "unit": one.unit });
        self.on_skill(session, &one.unit, ("training.cancelled", data), vec![update.exactly_one()], now).await
    }

    async fn training(&self, id: &str) -> Result<Training, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM programme_trainings WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(Training::read(&row.ok_or(Refused::NotThere)?)?)
    }

    /// Trainings of an agency (empty: of all), the newest day first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn trainings(&self, unit: &str) -> Result<Vec<Training>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_trainings WHERE region = $1 AND ($2 = '' OR unit = $2) ORDER BY day DESC, id LIMIT {MOST}"
        );
        let rows = self.store().rows(&sql, &values![self.region(), unit]).await?;
        Ok(rows.iter().map(Training::read).collect::<Result<_, _>>()?)
    }
}
