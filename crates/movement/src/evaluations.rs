//! Yearly evaluations in the store.

use crate::events::{actor, event};
use crate::model::evaluation::{Evaluation, Texts};
use crate::model::yardstick::{Levels, number};
use crate::movement::Movement;
use crate::refusal::Refused;
use definition::Number;
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Evaluations are judged by instruments whose id begins so.
pub(crate) const INSTRUMENTS: &str = "gerakan-evaluasi";
/// The first year of the movement.
const FIRST: i64 = 2017;
const TEXT: usize = 4000;
const COLUMNS: &str = "area, year, instrument, levels, published, year_before, texts, revision";

/// An evaluation as typed.
#[derive(Clone)]
pub struct NewEvaluation<'a> {
    /// The year that was evaluated.
    pub year: i64,
    /// The instrument.
    pub instrument: &'a str,
    /// The level of a dimension as typed; empty: not known.
    pub level: crate::model::record::Typed<'a>,
    /// The published index; may be empty.
    pub published: &'a str,
    /// The published index of the year before; may be empty.
    pub before: &'a str,
    /// What was written about it.
    pub texts: Texts,
    /// The revision that was seen; 0: none.
    pub seen: i64,
}

impl std::fmt::Debug for NewEvaluation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewEvaluation({}, {})", self.year, self.instrument)
    }
}

impl Movement {
    /// Enters the evaluation of a year, or corrects it.
    ///
    /// # Errors
    /// Not the secretariat, no such region or instrument, wrong figures, changed meanwhile, or the store failed.
    pub async fn evaluate(&self, session: &Session, area: &str, new: NewEvaluation<'_>) -> Result<(), Refused> {
        self.may_steer(session)?;
        let area = self.area(area).ok_or(Refused::NoArea)?.code.clone();
        let one = self.typed_evaluation(&area, &new)?;
        let now = self.now();
        let failed = |error: serde_json::Error| Refused::Failed(error.to_string());
        let levels = serde_json::to_string(&one.levels).map_err(failed)?;
        let texts = serde_json::to_string(&one.texts).map_err(failed)?;
        let (text, keep) = self.keep_text(&texts, now);
        let data = json!({
            "area": area, "year": one.year, "instrument": one.instrument, "levels": one.levels,
            "published": one.published, "before": one.before, "text": text, "revision": one.revision,
        });
        let row = self.evaluation_row(&one, (levels, texts), new.seen, session);
        let newest = Statement::new(
            "INSERT INTO movement_regions (region, area, evaluated, result) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (region, area) DO UPDATE SET evaluated = excluded.evaluated, result = excluded.result \
             WHERE movement_regions.evaluated IS NULL OR movement_regions.evaluated <= excluded.evaluated",
            values![self.region(), &area, one.year, self.counting(&one).map(|number| number.to_string())],
        );
        let events = vec![event("evaluation.entered", now, &actor(session), data)];
        self.store().commit(self.on_area(&area, events, vec![keep, row, newest]), now).await?;
        Ok(())
    }

    fn typed_evaluation(&self, area: &str, new: &NewEvaluation<'_>) -> Result<Evaluation, Refused> {
        let yardstick = self.yardstick(new.instrument)?;
        if !new.instrument.starts_with(INSTRUMENTS) {
            return Err(Refused::NoInstrument);
        }
        if !(FIRST..=i64::from(self.today().year())).contains(&new.year) {
            return Err(Refused::Year);
        }
        let mut levels = Levels::new();
        for criterion in &yardstick.criteria {
            let typed = (new.level)(&criterion.id);
            if !typed.trim().is_empty() {
                let level = yardstick.level(&typed).ok_or_else(|| Refused::Level(criterion.name.clone()))?;
                levels.insert(criterion.id.clone(), level);
            }
        }
        let figure = |typed: &str| -> Result<Option<Number>, Refused> {
            if typed.trim().is_empty() {
                return Ok(None);
            }
            let on_scale = |index: &Number| {
                index.compare(yardstick.ends.0).is_some_and(std::cmp::Ordering::is_ge)
                    && index.compare(yardstick.ends.1).is_some_and(std::cmp::Ordering::is_le)
            };
            number(typed).filter(on_scale).map(Some).ok_or(Refused::Published)
        };
        let (published, before) = (figure(new.published)?, figure(new.before)?);
        let texts = trimmed(&new.texts);
        if (published.is_some() || before.is_some()) && texts.source.is_empty() {
            return Err(Refused::Published);
        }
        if [&texts.source, &texts.assessors, &texts.strengths, &texts.weaknesses, &texts.advice]
            .iter()
            .any(|text| text.chars().count() > TEXT)
        {
            return Err(Refused::Text);
        }
        let (instrument, revision) = (new.instrument.to_owned(), new.seen + 1);
        Ok(Evaluation { area: area.to_owned(), year: new.year, instrument, levels, published, before, texts, revision })
    }

    fn evaluation_row(
        &self,
        one: &Evaluation,
        (levels, texts): (String, String),
        seen: i64,
        session: &Session,
    ) -> Statement {
        let figure = |number: Option<Number>| number.map(|number| number.to_string());
        let values = values![
            self.region(),
            &one.area,
            one.year,
            &one.instrument,
            levels,
            figure(one.published),
            figure(one.before),
            texts,
            &session.officer.0,
            self.now(),
            seen,
        ];
        let sql = if seen == 0 {
            "INSERT INTO movement_evaluations (region, area, year, instrument, levels, published, year_before, texts, revision, \
             written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $11 + 1, $9, $10) ON CONFLICT DO NOTHING"
        } else {
            "UPDATE movement_evaluations SET instrument = $4, levels = $5, published = $6, year_before = $7, texts = $8, \
             revision = revision + 1, written_by = $9, written_at = $10 \
             WHERE region = $1 AND area = $2 AND year = $3 AND revision = $11"
        };
        Statement::new(sql, values).exactly_one()
    }

    /// What counts of an evaluation: the published index, else the computed one.
    pub(crate) fn counting(&self, one: &Evaluation) -> Option<Number> {
        one.published.or_else(|| self.yardstick(&one.instrument).ok()?.weigh(&one.levels).index)
    }

    /// Evaluations of a region, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn evaluations(&self, area: &str) -> Result<Vec<Evaluation>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM movement_evaluations WHERE region = $1 AND area = $2 ORDER BY year DESC LIMIT 50"
        );
        let rows = self.store().rows(&sql, &values![self.region(), area]).await?;
        Ok(rows.iter().map(evaluation).collect::<Result<_, _>>()?)
    }

    /// Evaluations of a year and of the year before, by region.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn evaluations_of(&self, year: i64) -> Result<Vec<Evaluation>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM movement_evaluations WHERE region = $1 AND year >= $2 AND year <= $3 ORDER BY area, year DESC"
        );
        let rows = self.store().rows(&sql, &values![self.region(), year - 1, year]).await?;
        Ok(rows.iter().map(evaluation).collect::<Result<_, _>>()?)
    }

    /// Years that were evaluated, the newest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn evaluated_years(&self) -> Result<Vec<i64>, Refused> {
        let sql = "SELECT DISTINCT year FROM movement_evaluations WHERE region = $1 ORDER BY year DESC LIMIT 30";
        let rows = self.store().rows(sql, &values![self.region()]).await?;
        Ok(rows.iter().map(|row| row.int(0)).collect::<Result<_, StoreError>>()?)
    }
}

fn trimmed(texts: &Texts) -> Texts {
    let trim = |text: &str| text.trim().to_owned();
    Texts {
        source: trim(&texts.source),
        assessors: trim(&texts.assessors),
        strengths: trim(&texts.strengths),
        weaknesses: trim(&texts.weaknesses),
        advice: trim(&texts.advice),
    }
}

fn evaluation(row: &Row) -> Result<Evaluation, StoreError> {
    let damaged = || StoreError::Damaged("evaluation of a region".to_owned());
    let figure = |column: usize| -> Result<Option<Number>, StoreError> {
        row.text_or_null(column)?.map(|text| text.parse().map_err(|_| damaged())).transpose()
    };
    Ok(Evaluation {
        area: row.string(0)?,
        year: row.int(1)?,
        instrument: row.string(2)?,
        levels: serde_json::from_str(row.text(3)?).map_err(|_| damaged())?,
        published: figure(4)?,
        before: figure(5)?,
        texts: serde_json::from_str(row.text(6)?).map_err(|_| damaged())?,
        revision: row.int(7)?,
    })
}
