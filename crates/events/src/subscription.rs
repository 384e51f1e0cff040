//! A subscription as it stands, and reading them.

use crate::model::signature::Scheme;
use crate::model::wish::{Reader, Wish};
use crate::refusal::Refused;
use crate::rights::Scope;
use crate::room::Events;
use kernel::Instant;
use store::{Row, StoreError, Value, values};

/// How events are written for a subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One object for each request.
    #[default]
    Structured,
    /// Attributes as headers, data as the body.
    Binary,
    /// Several in one request.
    Batch,
}

impl Format {
    /// Every format, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Structured, Self::Binary, Self::Batch];

    /// The word in tables, forms and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Structured => "structured",
            Self::Binary => "binary",
            Self::Batch => "batch",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its target has not taken a test delivery yet.
    Untested,
    /// It gets events.
    Active,
    /// Its owner paused it.
    Paused,
    /// It stopped by itself: a week of trouble, or too many events set aside.
    Stopped,
    /// Its target answered 410: it wants no more.
    Gone,
}

impl State {
    /// Every state, in the order of the filter.
    pub const ALL: [Self; 5] = [Self::Untested, Self::Active, Self::Paused, Self::Stopped, Self::Gone];

    /// The word in tables, addresses and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Untested => "belum-diuji",
            Self::Active => "aktif",
            Self::Paused => "jeda",
            Self::Stopped => "berhenti",
            Self::Gone => "dicabut",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The tag's kind.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Untested => "wait",
            Self::Active => "good",
            Self::Paused => "plain",
            Self::Stopped => "late",
            Self::Gone => "stop",
        }
    }
}

/// One subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// The application that gets the events.
    pub application: String,
    /// The agency that answers for it.
    pub unit: String,
    /// Where deliveries go.
    pub target: String,
    /// What it asks for.
    pub wish: Wish,
    /// How events are written.
    pub format: Format,
    /// How they are signed.
    pub scheme: Scheme,
    /// Whether its target is asked first, as the CloudEvents webhook rules say.
    pub handshake: bool,
    /// Whose key seals its secrets.
    pub(crate) person: String,
    /// Where it stands.
    pub state: State,
    /// Why it stopped, or what the last failure was: a code; empty otherwise.
    pub reason: String,
    /// It has everything up to this index.
    pub position: i64,
    /// Failures in a row.
    pub failures: i64,
    /// Since when it fails.
    pub failing_since: Option<Instant>,
    /// Not before this moment.
    pub next_at: Instant,
    /// Events set aside since the last success.
    pub aside: i64,
    /// How many wait to be sent again.
    pub again: i64,
    /// Attempts so far.
    pub attempts: i64,
    /// Events that were taken.
    pub delivered: i64,
    /// The last success.
    pub last_at: Option<Instant>,
    /// When its target took a test delivery.
    pub tested_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    pub(crate) leased_until: Instant,
}

pub(crate) const COLUMNS: &str = "id, application, unit, target, kinds, services, areas, format, scheme, handshake, person, state, \
     reason, position, failures, failing_since, next_at, aside, again, attempts, delivered, last_at, tested_at, created_at, \
     leased_until";

impl Subscription {
    /// Who reads through it.
    pub fn reader(&self) -> Reader {
        Reader { unit: self.unit.clone() }
    }

    pub(crate) fn of_row(row: &Row) -> Result<Self, StoreError> {
        let damaged = || StoreError::Damaged("subscription".to_owned());
        let words = |column| Ok::<_, StoreError>(row.text(column)?.split_whitespace().map(str::to_owned).collect());
        Ok(Self {
            id: row.string(0)?,
            application: row.string(1)?,
            unit: row.string(2)?,
            target: row.string(3)?,
            wish: Wish { kinds: words(4)?, services: words(5)?, areas: words(6)? },
            format: Format::parse(row.text(7)?).ok_or_else(damaged)?,
            scheme: Scheme::parse(row.text(8)?).ok_or_else(damaged)?,
            handshake: row.flag(9)?,
            person: row.string(10)?,
            state: State::parse(row.text(11)?).ok_or_else(damaged)?,
            reason: row.string(12)?,
            position: row.int(13)?,
            failures: row.int(14)?,
            failing_since: row.instant_or_null(15)?,
            next_at: row.instant(16)?,
            aside: row.int(17)?,
            again: row.int(18)?,
            attempts: row.int(19)?,
            delivered: row.int(20)?,
            last_at: row.instant_or_null(21)?,
            tested_at: row.instant_or_null(22)?,
            created_at: row.instant(23)?,
            leased_until: row.instant(24)?,
        })
    }
}

/// Which subscriptions a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Part of the application or the target.
    pub search: String,
    /// In this state alone.
    pub state: Option<State>,
    /// After this id.
    pub after: String,
}

impl Events {
    /// Subscriptions of those units, or all, by id; one more than `limit` says that there are more.
    pub(crate) async fn listed(
        &self,
        scope: &Scope,
        listed: &Listed,
        limit: i64,
    ) -> Result<Vec<Subscription>, Refused> {
        let mut values = values![self.region(), &listed.after];
        let mut sql = format!("SELECT {COLUMNS} FROM events_subscriptions WHERE region = $1 AND id > $2");
        let mut add = |text: &str, value: Value| {
            values.push(value);
            sql.push_str(&text.replace('?', &format!("${}", values.len())));
        };
        if let Some(state) = listed.state {
            add(" AND state = ?", state.word().into());
        }
        if !listed.search.is_empty() {
            let part = format!("%{}%", listed.search.to_lowercase().replace(['%', '_'], ""));
            add(" AND LOWER(application || ' ' || target || ' ' || unit) LIKE ?", part.into());
        }
        if let Scope::Units(units) = scope {
            sql.push_str(" AND unit IN (''");
            for unit in units {
                values.push(unit.as_str().into());
                sql.push_str(&format!(", ${}", values.len()));
            }
            sql.push(')');
        }
        values.push(limit.into());
        sql.push_str(&format!(" ORDER BY id LIMIT ${}", values.len()));
        let rows = self.store().rows(&sql, &values).await?;
        Ok(rows.iter().map(Subscription::of_row).collect::<Result<_, _>>()?)
    }

    /// All subscriptions of an application.
    pub(crate) async fn of_application(&self, application: &str) -> Result<Vec<Subscription>, Refused> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events_subscriptions WHERE region = $1 AND application = $2 ORDER BY id LIMIT 200"
        );
        let rows = self.store().rows(&sql, &values![self.region(), application]).await?;
        Ok(rows.iter().map(Subscription::of_row).collect::<Result<_, _>>()?)
    }

    /// One subscription.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn subscription(&self, id: &str) -> Result<Subscription, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM events_subscriptions WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(Subscription::of_row(&row.ok_or(Refused::NotThere)?)?)
    }
}
