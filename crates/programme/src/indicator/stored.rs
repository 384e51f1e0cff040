//! Reading counters, entered values and targets. Nothing here grows with the number of cases.

use super::compute::{Counters, Known};
use super::facts::Fact;
use super::model::Library;
use super::period::Period;
use super::projection::NAME;
use crate::programme::Programme;
use definition::Number;
use kernel::Instant;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Row, StoreError, values};

/// What was entered, and how.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub indicator: String,
    pub period: Period,
    pub version: i64,
    pub value: Number,
    pub note: Option<String>,
    pub link: Option<String>,
    pub blob: Option<String>,
    pub at: Instant,
    pub officer: String,
}

const ENTRY: &str = "indicator, period, version, value, note_ref, link_ref, blob, recorded_at, officer";

impl Entry {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            indicator: row.string(0)?,
            period: parsed(row.text(1)?)?,
            version: row.int(2)?,
            value: parsed(row.text(3)?)?,
            note: row.string_or_null(4)?,
            link: row.string_or_null(5)?,
            blob: row.string_or_null(6)?,
            at: row.instant(7)?,
            officer: row.string(8)?,
        })
    }
}

/// A target, one version of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Target {
    pub indicator: String,
    /// `None` for the baseline.
    pub period: Option<Period>,
    pub version: i64,
    pub value: Number,
    /// The year of a baseline.
    pub about: String,
    pub reason: Option<String>,
    pub at: Instant,
    pub officer: String,
}

/// Stands for a period where a baseline is kept.
pub(crate) const BASELINE: &str = "dasar";

const TARGET: &str = "indicator, period, version, value, about, reason_ref, recorded_at, officer";

impl Target {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            indicator: row.string(0)?,
            period: row.text(1)?.parse().ok(),
            version: row.int(2)?,
            value: parsed(row.text(3)?)?,
            about: row.string(4)?,
            reason: row.string_or_null(5)?,
            at: row.instant(6)?,
            officer: row.string(7)?,
        })
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged(format!("programme: {text}")))
}

/// Unit, first and last month.
type Scope = (String, String, String);

/// Counters that were read, with the cursor at which they hold.
#[derive(Default)]
pub(crate) struct Kept(Mutex<HashMap<Scope, (i64, Arc<Counters>)>>);

/// Yearly values are read so many years further back.
const YEARS: i16 = 5;
/// Scopes that are kept; more are answered without being kept.
const KEPT: usize = 60;

/// What pages compute from, for one scope and a range of years.
pub(crate) struct Board {
    pub library: &'static Library,
    counters: Arc<Counters>,
    entries: HashMap<(String, Period), Entry>,
    /// When the newest value of each indicator was entered.
    latest: HashMap<String, Instant>,
}

impl Known for Board {
    fn fact(&self, fact: &Fact, period: Period) -> Option<Number> {
        self.counters.value(fact, period)
    }

    fn entered(&self, indicator: &str, period: Period) -> Option<Number> {
        self.entry(indicator, period).map(|entry| entry.value)
    }
}

impl Board {
    pub fn entry(&self, indicator: &str, period: Period) -> Option<&Entry> {
        self.entries.get(&(indicator.to_owned(), period))
    }

    /// How many values were read.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// When the newest value of an indicator was entered.
    pub fn entered_last(&self, indicator: &str) -> Option<Instant> {
        self.latest.get(indicator).copied()
    }
}

/// How far the counters have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Freshness {
    /// When the last event was recorded that they know.
    pub as_of: Option<Instant>,
    /// Events that still wait.
    pub waiting: i64,
}

impl Programme {
    /// Everything that is needed to compute indicators of a unit (empty: the region) in these years.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn board(&self, unit: &str, from: i16, to: i16) -> Result<Board, StoreError> {
        self.board_of(&[], unit, from, to).await
    }

    /// The same for these indicators and what their formulas name only; none named: for all.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn board_of(
        &self,
        indicators: &[&str],
        unit: &str,
        from: i16,
        to: i16,
    ) -> Result<Board, StoreError> {
        let counters = self.counters(unit, &format!("{from:04}-01"), &format!("{to:04}-12")).await?;
        let named = self.library().with_parts(indicators);
        let places: Vec<String> = (5..).take(named.len()).map(|place| format!("${place}")).collect();
        let only = if named.is_empty() { String::new() } else { format!(" AND indicator IN ({})", places.join(", ")) };
        let sql = format!(
            "SELECT {ENTRY} FROM programme_indicator_values WHERE region = $1 AND stands = 1 AND period < $3 \
             AND (period >= $2 OR (LENGTH(period) = 4 AND period >= $4)){only}"
        );
        // Of whole years, so many more are few rows, and a forecast needs them.
        let mut asked =
            values![self.region(), format!("{from:04}"), format!("{:04}", to + 1), format!("{:04}", from - YEARS)];
        asked.extend(named.into_iter().map(store::Value::from));
        let rows = self.store().heavy_rows(&sql, asked).await?;
        let (mut entries, mut latest) = (HashMap::new(), HashMap::new());
        for row in &rows {
            let entry = Entry::read(row)?;
            let last: &mut Instant = latest.entry(entry.indicator.clone()).or_insert(entry.at);
            *last = entry.at.max(*last);
            entries.insert((entry.indicator.clone(), entry.period), entry);
        }
        Ok(Board { library: self.library(), counters, entries, latest })
    }

    async fn counters(&self, unit: &str, from: &str, to: &str) -> Result<Arc<Counters>, StoreError> {
        let cursor = self.cursor().await?;
        let key = (unit.to_owned(), from.to_owned(), to.to_owned());
        let kept = &self.0.kept.0;
        let known = kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((_, counters)) = known.filter(|(at, _)| *at == cursor) {
            return Ok(counters);
        }
        let counters = Arc::new(self.read_counters(unit, from, to).await?);
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| *at == cursor);
        if kept.len() < KEPT {
            kept.insert(key, (cursor, Arc::clone(&counters)));
        }
        Ok(counters)
    }

    async fn read_counters(&self, unit: &str, from: &str, to: &str) -> Result<Counters, StoreError> {
        let (store, region) = (self.store(), self.region());
        let mut counters = Counters::default();
        let first = store.row("SELECT MIN(month) FROM programme_cells WHERE region = $1", &values![region]).await?;
        counters.since = first.map(|row| row.string_or_null(0)).transpose()?.flatten();
        let mine = "region = $1 AND ($4 = '' OR unit = $4) AND month >= $2 AND month <= $3";
        let asked = values![region, from, to, unit];
        let sql = format!(
            "SELECT kind, month, marks, CAST(SUM(events) AS BIGINT), CAST(SUM(amount) AS BIGINT), \
             CAST(SUM(paused) AS BIGINT) FROM programme_cells WHERE {mine} GROUP BY kind, month, marks"
        );
        for row in store.heavy_rows(&sql, asked.clone()).await? {
            let cell = [row.int(2)?, row.int(3)?, row.int(4)?, row.int(5)?];
            counters.cells.entry((row.string(0)?, row.string(1)?)).or_default().push(cell);
        }
        let sql = format!(
            "SELECT kind, month, bucket, CAST(SUM(events) AS BIGINT) FROM programme_spreads WHERE {mine} \
             GROUP BY kind, month, bucket"
        );
        for row in store.heavy_rows(&sql, asked).await? {
            let spread = counters.spreads.entry((row.string(0)?, row.string(1)?)).or_default();
            spread.insert(row.int(2)?, row.int(3)?);
        }
        let sql = "SELECT kind, CAST(SUM(amount) AS BIGINT) FROM programme_cells \
                   WHERE region = $1 AND month < $2 AND ($3 = '' OR unit = $3) AND kind IN ('layanan', 'akun') GROUP BY kind";
        for row in store.rows(sql, &values![region, from, unit]).await? {
            counters.before.insert(row.string(0)?, row.int(1)?);
        }
        Ok(counters)
    }

    pub(crate) async fn cursor(&self) -> Result<i64, StoreError> {
        let cursor = self.store().cursor(self.region(), NAME).await;
        cursor.map(Option::unwrap_or_default).map_err(|error| StoreError::Sql(error.to_string()))
    }

    /// How fresh counted figures are.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn freshness(&self) -> Result<Freshness, StoreError> {
        let cursor = self.cursor().await?;
        if cursor == 0 {
            return Ok(Freshness { as_of: None, waiting: self.store().head(self.region()).await? });
        }
        let last = self.store().events_after(self.region(), cursor - 1, 1).await?;
        let waiting = self.store().head(self.region()).await? - cursor;
        Ok(Freshness { as_of: last.first().map(|event| event.recorded_at), waiting: waiting.max(0) })
    }

    /// Every version of the targets of these years and of the baselines, oldest first; of one indicator, or of all.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn targets(&self, indicator: &str, from: i16, to: i16) -> Result<Vec<Target>, StoreError> {
        let sql = format!(
            "SELECT {TARGET} FROM programme_indicator_targets WHERE region = $1 AND ($2 = '' OR indicator = $2) \
             AND (period = '{BASELINE}' OR (period >= $3 AND period < $4)) ORDER BY indicator, period, version"
        );
        let asked = values![self.region(), indicator, format!("{from:04}"), format!("{:04}", to + 1)];
        self.store().heavy_rows(&sql, asked).await?.iter().map(Target::read).collect()
    }

    /// Every version of an indicator's values in these years, oldest first; corrected ones stay readable.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn value_versions(&self, indicator: &str, from: i16, to: i16) -> Result<Vec<Entry>, StoreError> {
        let sql = format!(
            "SELECT {ENTRY} FROM programme_indicator_values WHERE region = $1 AND indicator = $2 AND period >= $3 AND period < $4 \
             ORDER BY period, version"
        );
        let asked = values![self.region(), indicator, format!("{from:04}"), format!("{:04}", to + 1)];
        self.store().rows(&sql, &asked).await?.iter().map(Entry::read).collect()
    }

    /// The value that stands in one period.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn value_of(&self, indicator: &str, period: Period) -> Result<Option<Entry>, StoreError> {
        let sql = format!(
            "SELECT {ENTRY} FROM programme_indicator_values WHERE region = $1 AND indicator = $2 AND period = $3 AND stands = 1"
        );
        let asked = values![self.region(), indicator, period.to_string()];
        self.store().row(&sql, &asked).await?.as_ref().map(Entry::read).transpose()
    }

    /// The sealed texts behind these references.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn unsealed(&self, references: Vec<Option<&str>>) -> Result<HashMap<String, String>, StoreError> {
        let ids: Vec<&str> = references.into_iter().flatten().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        self.store().open_sealed(self.region(), &ids).await
    }

    /// The names of officers by their ids.
    pub(crate) async fn officers(&self, ids: Vec<&str>) -> HashMap<String, String> {
        let mut names = HashMap::new();
        for id in ids {
            if !names.contains_key(id) {
                let name = self.deps().staff.name(&kernel::OfficerId(id.to_owned())).await;
                names.insert(id.to_owned(), name.unwrap_or_default());
            }
        }
        names
    }
}
