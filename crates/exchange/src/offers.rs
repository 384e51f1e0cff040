//! Services in the store: one row per version, read by key and in pages.

use crate::exchange::Exchange;
use crate::model::key::Key;
use crate::model::terms::Terms;
use crate::refusal::Refused;
use crate::rights::{acts_for, bounds, sees};
use kernel::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Row, StoreError, Value, values};
use web::Session;

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Being written; nobody can call it.
    Draft,
    /// It can be asked for and called.
    Published,
    /// It can be called until its last day; nobody new gets it.
    Deprecated,
    /// Gone.
    Withdrawn,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Published, Self::Deprecated, Self::Withdrawn];

    /// As it is kept and stands in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "rancangan",
            Self::Published => "terbit",
            Self::Deprecated => "usang",
            Self::Withdrawn => "ditarik",
        }
    }

    /// Reads [`State::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether it can be called.
    pub const fn is_called(self) -> bool {
        matches!(self, Self::Published | Self::Deprecated)
    }

    /// The kind of tag that shows it.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Draft => "plain",
            Self::Published => "good",
            Self::Deprecated => "wait",
            Self::Withdrawn => "stop",
        }
    }
}

/// A version of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Where it stands.
    pub state: State,
    /// Its terms.
    pub terms: Terms,
    /// When the first certificate of its further authority ends.
    pub authority_until: Option<Instant>,
    /// The header field of its secret, and when that was set; the secret itself is never shown.
    pub credential: Option<(String, Instant)>,
    /// Where the sealed secret is kept.
    pub(crate) sealed: Option<String>,
    /// Hash of its description; empty: none yet.
    pub digest: String,
    /// How many operations it has.
    pub operations: i64,
    /// The instant from which it can be called no more.
    pub sunset: Option<Instant>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// How often it was written.
    pub revision: i64,
}

/// Terms as they are kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptTerms {
    upstream: String,
    feed: bool,
    most_request: i64,
    most_answer: i64,
    timeout_ms: i64,
    per_minute: i64,
    relaxed: bool,
    checked: bool,
    authority: String,
}

impl KeptTerms {
    pub(crate) fn of(terms: &Terms) -> Result<String, Refused> {
        let Terms {
            upstream,
            feed,
            most_request,
            most_answer,
            timeout_ms,
            per_minute,
            relaxed,
            checked,
            authority,
            ..
        } = terms.clone();
        let kept =
            Self { upstream, feed, most_request, most_answer, timeout_ms, per_minute, relaxed, checked, authority };
        serde_json::to_string(&kept).map_err(|error| Refused::Failed(error.to_string()))
    }

    fn terms(self, open: bool) -> Terms {
        let Self { upstream, feed, most_request, most_answer, timeout_ms, per_minute, relaxed, checked, authority } =
            self;
        Terms { upstream, feed, most_request, most_answer, timeout_ms, per_minute, relaxed, checked, open, authority }
    }
}

const COLUMNS: &str = "offer, name, about, state, terms, is_open, authority_until, credential_header, credential_id, credential_at, \
                       digest, operations, sunset, published_at, revision";

fn read(row: &Row) -> Result<Offer, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("exchange_offers {what}"));
    let terms: KeptTerms = serde_json::from_str(row.text(4)?).map_err(|_| damaged("terms"))?;
    Ok(Offer {
        key: Key::parse(row.text(0)?).ok_or_else(|| damaged("offer"))?,
        name: row.string(1)?,
        about: row.string(2)?,
        state: State::parse(row.text(3)?).ok_or_else(|| damaged("state"))?,
        terms: terms.terms(row.flag(5)?),
        authority_until: row.instant_or_null(6)?,
        credential: row.string_or_null(7)?.zip(row.instant_or_null(9)?),
        sealed: row.string_or_null(8)?,
        digest: row.string(10)?,
        operations: row.int(11)?,
        sunset: row.instant_or_null(12)?,
        published_at: row.instant_or_null(13)?,
        revision: row.int(14)?,
    })
}

/// Which services are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Part of a name or key.
    pub search: String,
    /// Where they stand; none: anywhere.
    pub state: Option<State>,
    /// Of these agencies; none: of all.
    pub units: Option<Vec<String>>,
    /// Only those that everybody may read about.
    pub open: bool,
    /// After this key.
    pub after: String,
}

/// A condition that grows with what is asked for, with its values.
pub(crate) struct Where {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Where {
    pub(crate) fn region(region: &str) -> Self {
        Self { sql: "region = $1".to_owned(), values: vec![region.into()] }
    }

    /// One more condition; `?` stands for the value.
    pub(crate) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.sql.push_str(&format!(" AND {}", condition.replace('?', &place)));
    }

    /// One of these columns holds one of these units.
    pub(crate) fn units(&mut self, columns: &[&str], units: &[String]) {
        let mut places = Vec::new();
        for unit in units {
            self.values.push(unit.as_str().into());
            places.push(format!("${}", self.values.len()));
        }
        if places.is_empty() {
            self.sql.push_str(" AND 1 = 0");
            return;
        }
        let all: Vec<String> = columns.iter().map(|column| format!("{column} IN ({})", places.join(", "))).collect();
        self.sql.push_str(&format!(" AND ({})", all.join(" OR ")));
    }

    /// A part of the search text, small letters; what has a meaning in patterns is taken as it is.
    pub(crate) fn search(&mut self, column: &str, typed: &str) {
        let typed = typed.trim().to_lowercase();
        if !typed.is_empty() {
            let plain = typed.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            self.and(&format!("{column} LIKE ? ESCAPE '\\'"), format!("%{plain}%"));
        }
    }
}

/// Services of one page.
pub(crate) const PAGE: i64 = 50;
/// Services of one export.
pub(crate) const MOST: i64 = 5_000;

impl Exchange {
    /// Services in the order of their keys, one more than `most` where there are more.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn offers(&self, wish: &Wish, most: i64) -> Result<Vec<Offer>, Refused> {
        let mut asked = Where::region(self.region());
        asked.search("search", &wish.search);
        if let Some(state) = wish.state {
            asked.and("state = ?", state.word());
        }
        if wish.open {
            asked.and("is_open = ?", 1_i64);
            asked.sql.push_str(" AND state IN ('terbit', 'usang')");
        }
        if let Some(units) = &wish.units {
            asked.units(&["unit"], units);
        }
        if !wish.after.is_empty() {
            asked.and("offer > ?", wish.after.as_str());
        }
        let sql =
            format!("SELECT {COLUMNS} FROM exchange_offers WHERE {} ORDER BY offer LIMIT {}", asked.sql, most + 1);
        let rows = self.store().rows(&sql, &asked.values).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// The service with this key.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn offer(&self, key: &str) -> Result<Offer, Refused> {
        Key::parse(key).ok_or(Refused::NotThere)?;
        let sql = format!("SELECT {COLUMNS} FROM exchange_offers WHERE region = $1 AND offer = $2");
        let row = self.store().row(&sql, &values![self.region(), key]).await?.ok_or(Refused::NotThere)?;
        Ok(read(&row)?)
    }

    /// Every service that can be called.
    pub(crate) async fn called(&self) -> Result<Vec<Offer>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM exchange_offers WHERE region = $1 AND state IN ('terbit', 'usang') ORDER BY offer"
        );
        self.store().rows(&sql, &values![self.region()]).await?.iter().map(read).collect()
    }

    /// The service, for an officer who may see it.
    ///
    /// # Errors
    /// There is none that this officer may know.
    pub async fn seen(&self, session: &Session, key: &str) -> Result<Offer, Refused> {
        let offer = self.offer(key).await?;
        let known = sees(session, &offer.key.unit) || (offer.terms.open && offer.state.is_called());
        if known { Ok(offer) } else { Err(Refused::NotThere) }
    }

    /// The service, for an officer who acts for its agency.
    ///
    /// # Errors
    /// There is none that this officer may know, or it belongs to another agency.
    pub async fn own(&self, session: &Session, key: &str) -> Result<Offer, Refused> {
        let offer = self.seen(session, key).await?;
        if acts_for(session, &offer.key.unit) { Ok(offer) } else { Err(Refused::NotOwn) }
    }

    /// What an officer's list is bound to.
    pub(crate) fn wish_of(session: &Session) -> Wish {
        Wish { units: bounds(session), ..Wish::default() }
    }

    /// A description by its hash.
    ///
    /// # Errors
    /// There is none, or the store cannot be read.
    pub async fn description(&self, digest: &str) -> Result<Json, Refused> {
        let sql = "SELECT body FROM exchange_descriptions WHERE region = $1 AND digest = $2";
        let row = self.store().row(sql, &values![self.region(), digest]).await?.ok_or(Refused::NoDescription)?;
        let body = serde_json::from_str(row.text(0)?);
        body.map_err(|_| StoreError::Damaged("exchange_descriptions".into()).into())
    }
}
