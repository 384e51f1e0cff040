//! Reading the cells. The answer for one question is kept for as long as nothing new was projected, at most a minute.

use crate::model::{COLUMNS, Counts, Grouping, Line, Period, Summary, median};
use crate::projection::NAME;
use cases::doors::{Agencies, Atlas, Gazetteer};
use kernel::{Clock, Instant, Zone};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Row, Store, StoreError, Value, values};

/// What the figures are made of; `gapura` wires it, once per region.
pub struct Parts {
    /// Region code.
    pub region: String,
    /// The region's zone.
    pub zone: Zone,
    /// The ledger.
    pub store: Store,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// Names of agencies.
    pub agencies: Arc<dyn Agencies>,
    /// Names of districts.
    pub gazetteer: Arc<dyn Gazetteer>,
    /// Draws districts.
    pub atlas: Arc<dyn Atlas>,
    /// Names of services by id; asked anew each time, because services are published while we run.
    pub services: Arc<dyn Fn() -> Vec<(String, String)> + Send + Sync>,
}

/// The figures of one region; cheap to clone.
#[derive(Clone)]
pub struct Figures(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub parts: Parts,
    kept: Mutex<HashMap<Question, (Instant, Arc<Summary>)>>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// Months of report.
    pub period: Period,
    /// One agency only.
    pub unit: Option<String>,
    /// One service only.
    pub service: Option<String>,
}

/// How long a summary is shown before it is read anew, in seconds; the page says "as of".
const FRESH: i64 = 60;
/// Questions kept; more are answered without being kept.
const KEPT: usize = 200;

impl Figures {
    /// Reads nothing yet.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner { parts, kept: Mutex::default() }))
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.0.parts.clock.now()
    }

    /// The figures that answer a question.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn summary(&self, question: &Question) -> Result<Arc<Summary>, StoreError> {
        let now = self.now();
        if let Some(kept) = self.kept(question, now) {
            return Ok(kept);
        }
        let summary = Arc::new(self.read(question).await?);
        let mut all = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (at, _)| now.seconds() - at.seconds() < FRESH);
        if all.len() < KEPT {
            all.insert(question.clone(), (now, Arc::clone(&summary)));
        }
        Ok(summary)
    }

    fn kept(&self, question: &Question, now: Instant) -> Option<Arc<Summary>> {
        let all = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, summary) = all.get(question)?;
        (now.seconds() - at.seconds() < FRESH).then(|| Arc::clone(summary))
    }

    async fn read(&self, question: &Question) -> Result<Summary, StoreError> {
        let units = self.lines(question, Grouping::Unit).await?;
        let all = units.iter().fold(Counts::default(), |sum, line| sum.plus(&line.counts));
        let (answers, finishes) = self.histograms(question, "''").await?;
        Ok(Summary {
            all,
            answer_days: answers.get("").and_then(|histogram| median(histogram)),
            finish_days: finishes.get("").and_then(|histogram| median(histogram)),
            services: self.lines(question, Grouping::Service).await?,
            months: without_gaps(self.lines(question, Grouping::Month).await?, &question.period),
            districts: self.lines(question, Grouping::District).await?,
            as_of: self.as_of().await?,
            units,
        })
    }

    async fn lines(&self, question: &Question, by: Grouping) -> Result<Vec<Line>, StoreError> {
        let column = by.column();
        let sums: Vec<String> = COLUMNS.iter().map(|name| format!("CAST(SUM({name}) AS BIGINT)")).collect();
        let sql = format!(
            "SELECT {column}, {} FROM figures_cells WHERE {WHERE} GROUP BY {column} ORDER BY {column}",
            sums.join(", ")
        );
        let rows = self.0.parts.store.heavy_rows(&sql, self.asked(question)).await?;
        let (answers, finishes) = self.histograms(question, column).await?;
        let line = |row: &Row| {
            let key = row.string(0)?;
            let of = |histograms: &Histograms| histograms.get(&key).and_then(|histogram| median(histogram));
            Ok(Line { counts: Counts::of(row, 1)?, answer_days: of(&answers), finish_days: of(&finishes), key })
        };
        let lines: Result<Vec<Line>, StoreError> = rows.iter().map(line).collect();
        Ok(lines?.into_iter().filter(|line| line.counts.received > 0).collect())
    }

    /// Histograms of first answers and of ends, by `key` (a column, or a constant for all together).
    async fn histograms(&self, question: &Question, key: &str) -> Result<(Histograms, Histograms), StoreError> {
        let sql = format!(
            "SELECT {key}, kind, bucket, CAST(SUM(cases) AS BIGINT) FROM figures_histograms WHERE {WHERE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        );
        let (mut answers, mut finishes) = (Histograms::new(), Histograms::new());
        for row in self.0.parts.store.heavy_rows(&sql, self.asked(question)).await? {
            let which = if row.text(1)? == "jawaban" { &mut answers } else { &mut finishes };
            which.entry(row.string(0)?).or_default().push((row.int(2)?, row.int(3)?));
        }
        Ok((answers, finishes))
    }

    fn asked(&self, question: &Question) -> Vec<Value> {
        let or_any = |text: &Option<String>| text.clone().unwrap_or_default();
        let period = &question.period;
        values![&self.0.parts.region, &period.from, &period.to, or_any(&question.unit), or_any(&question.service)]
    }

    /// When the last fact was recorded that the figures know.
    async fn as_of(&self) -> Result<Option<Instant>, StoreError> {
        let (store, region) = (&self.0.parts.store, &self.0.parts.region);
        let cursor = store.cursor(region, NAME).await.map_err(|error| StoreError::Sql(error.to_string()))?;
        let Some(cursor) = cursor else {
            return Ok(None);
        };
        let last = store.events_after(region, cursor - 1, 1).await?;
        Ok(last.first().map(|event| event.recorded_at))
    }
}

type Histograms = BTreeMap<String, Vec<(i64, i64)>>;

const WHERE: &str =
    "region = $1 AND month >= $2 AND month <= $3 AND ($4 = '' OR unit = $4) AND ($5 = '' OR service = $5)";

/// A month without reports is a zero, not a gap.
fn without_gaps(lines: Vec<Line>, period: &Period) -> Vec<Line> {
    let mut known: BTreeMap<String, Line> = lines.into_iter().map(|line| (line.key.clone(), line)).collect();
    let first = known.keys().next().cloned().unwrap_or_else(|| period.from.clone());
    let mut month: jiff::civil::Date = match format!("{first}-01").parse() {
        Ok(date) => date,
        Err(_) => return known.into_values().collect(),
    };
    let mut lines = Vec::new();
    while crate::model::month(month) <= period.to {
        let key = crate::model::month(month);
        let empty = Line { key: key.clone(), counts: Counts::default(), answer_days: None, finish_days: None };
        lines.push(known.remove(&key).unwrap_or(empty));
        month = month.saturating_add(jiff::Span::new().months(1));
    }
    lines
}
