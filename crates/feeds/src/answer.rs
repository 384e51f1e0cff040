//! What a table answers to programs: lists that go on by a cursor, one row, its changes since a number, its schema. Personal
//! columns are there only for whoever has them named in a grant.

mod openapi;
mod query;

use crate::feeds::Feeds;
use crate::model::Feed;
use crate::refusal::Refused;
use cases::doors::{Answer, FeedAnswer, FeedTable, Joins, Offered, Rung, Traffic};
use kernel::Instant;
use query::{Asked, Order, WrongQuery};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;
use store::{Row, Value, values};

/// As which application this installation takes rows, in the graph of applications.
pub const SELF: &str = "gapura";

/// What is told instead of an answer.
enum No {
    /// 404.
    NotThere,
    /// 400 with the reason.
    Query(WrongQuery),
    /// 503.
    Store(String),
}

impl From<store::StoreError> for No {
    fn from(error: store::StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

impl From<WrongQuery> for No {
    fn from(wrong: WrongQuery) -> Self {
        Self::Query(wrong)
    }
}

impl From<Refused> for No {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotThere => Self::NotThere,
            other => Self::Store(other.to_string()),
        }
    }
}

impl cases::doors::Feeds for Feeds {
    fn tables(&self) -> Answer<'_, Result<Vec<FeedTable>, String>> {
        let table = |feed: &std::sync::Arc<Feed>| FeedTable {
            id: feed.id.clone(),
            name: feed.name.clone(),
            application: feed.application.clone(),
            unit: feed.unit.clone(),
            openapi: openapi::document(feed).to_string(),
        };
        let tables = self.feeds().values().map(table).collect();
        Box::pin(std::future::ready(Ok(tables)))
    }

    fn answer_for<'a>(
        &'a self,
        table: &'a str,
        path: &'a str,
        query: &'a str,
        fields: &'a [String],
    ) -> Answer<'a, FeedAnswer> {
        Box::pin(async move {
            let (status, body) = match self.told(table, path, query, fields).await {
                Ok(body) => (200, body),
                Err(No::NotThere) => (404, problem(404, "tidak-ada", "Tidak ada tabel atau baris ini.")),
                Err(No::Query(wrong)) => (400, problem(400, wrong.code(), &wrong.to_string())),
                Err(No::Store(error)) => {
                    tracing::error!(feed = table, error, "a table could not be answered");
                    (503, problem(503, "sibuk", "Penyimpanan sedang tidak dapat dibaca. Coba lagi sebentar lagi."))
                }
            };
            FeedAnswer { status, body: body.to_string().into_bytes() }
        })
    }
}

impl Joins for Feeds {
    fn traffic(&self, since: Instant) -> Answer<'_, Result<Vec<Traffic>, String>> {
        Box::pin(async move {
            let sql = "SELECT feed, CAST(SUM(rows_read) AS BIGINT), MAX(ended_at) FROM feeds_runs \
                       WHERE region = $1 AND ended_at >= $2 AND outcome = 'baik' GROUP BY feed ORDER BY feed";
            let rows = self.store().heavy_rows(sql, values![self.region(), since]).await;
            let mut all: Vec<Traffic> = Vec::new();
            for row in rows.map_err(|error| error.to_string())? {
                let read = |row: &Row| Ok::<_, store::StoreError>((row.string(0)?, row.int(1)?, row.instant(2)?));
                let (id, count, last) = read(&row).map_err(|error| error.to_string())?;
                let Some(feed) = self.feeds().get(&id) else { continue };
                match all.iter_mut().find(|one| one.from == feed.application) {
                    Some(one) => {
                        one.count += count;
                        one.last = one.last.max(last);
                    }
                    None => {
                        let (from, to) = (feed.application.clone(), SELF.to_owned());
                        all.push(Traffic { from, to, rung: Rung::File, count, last });
                    }
                }
            }
            Ok(all)
        })
    }

    fn offered(&self) -> Answer<'_, Result<Vec<Offered>, String>> {
        Box::pin(async move {
            let standings = self.standings().await.map_err(|error| error.to_string())?;
            let offered = self.feeds().values().filter_map(|feed| {
                let standing = standings.get(&feed.id).filter(|standing| standing.good.is_some())?;
                Some(Offered {
                    application: feed.application.clone(),
                    rung: Rung::File,
                    name: feed.name.clone(),
                    since: standing.since,
                })
            });
            Ok(offered.collect())
        })
    }
}

fn problem(status: u16, code: &str, title: &str) -> Json {
    json!({ "type": "about:blank", "title": title, "status": status, "code": code })
}

/// A row as it is kept.
struct Kept {
    id: String,
    key: String,
    open: Map<String, Json>,
    sealed: Option<String>,
    change: i64,
    gone: Option<Instant>,
}

const COLUMNS: &str = "id, row_key, open_values, sealed, change, gone_at";

fn kept(row: &Row) -> Result<Kept, store::StoreError> {
    let open =
        serde_json::from_str(row.text(2)?).map_err(|_| store::StoreError::Damaged("row of a feed".to_owned()))?;
    Ok(Kept {
        id: row.string(0)?,
        key: row.string(1)?,
        open,
        sealed: row.string_or_null(3)?,
        change: row.int(4)?,
        gone: row.int_or_null(5)?.map(Instant::from_micros),
    })
}

impl Feeds {
    async fn told(&self, table: &str, path: &str, query: &str, fields: &[String]) -> Result<Json, No> {
        let feed = self.feed(table)?;
        let named = named(&feed, fields);
        match path.trim_matches('/') {
            "" => self.list(&feed, query::read(&feed, query, &named)?, &named).await,
            "skema" => Ok(openapi::schema(&feed)),
            key => self.one(&feed, query::decoded(key)?, &named).await,
        }
    }

    async fn list(&self, feed: &Feed, asked: Asked, named: &[&str]) -> Result<Json, No> {
        let (sql, values) = self.statement(feed, &asked);
        let rows = self.store().rows(&sql, &values).await?;
        let mut rows = rows.iter().map(kept).collect::<Result<Vec<_>, _>>()?;
        let more = rows.len() > asked.most;
        rows.truncate(asked.most);
        let next = rows.last().filter(|_| more).map(|row| match asked.order {
            Order::Key => row.key.clone(),
            Order::Change => row.change.to_string(),
        });
        let standing = self.standing(&feed.id).await?;
        let zone = self.deps().zone;
        let mut answer = json!({
            "umpan": feed.id, "per": standing.good.map(|at| at.rfc3339(zone)), "ubah_terakhir": standing.changes,
            "baris": self.shown(feed, rows, named).await?,
        });
        if let (Some(next), Some(answer)) = (next, answer.as_object_mut()) {
            answer.insert("berikut".to_owned(), Json::String(next));
        }
        Ok(answer)
    }

    fn statement(&self, feed: &Feed, asked: &Asked) -> (String, Vec<Value>) {
        let mut sql = format!("SELECT {COLUMNS} FROM feeds_rows WHERE region = $1 AND feed = $2");
        let mut values = values![self.region(), &feed.id];
        let mut and = |condition: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {condition} ${}", values.len()));
        };
        match asked.order {
            Order::Key => and("row_key >", Value::from(&asked.after)),
            Order::Change => and("change >", Value::from(asked.since)),
        }
        for (place, text) in &asked.find {
            and(&format!("find{place} ="), Value::from(text));
        }
        if let Some(key) = &asked.key {
            and("row_key =", Value::from(key));
        }
        if let Some(key) = &asked.hidden_key {
            and("id =", Value::from(self.row_id(feed, key)));
        }
        if !asked.gone {
            sql.push_str(" AND gone_at IS NULL");
        }
        let order = match asked.order {
            Order::Key => "row_key",
            Order::Change => "change",
        };
        values.push(Value::from(asked.most as i64 + 1));
        sql.push_str(&format!(" ORDER BY {order} LIMIT ${}", values.len()));
        (sql, values)
    }

    /// The row with this id, or with this key where that is not personal or is named in the grant.
    async fn one(&self, feed: &Feed, asked: String, named: &[&str]) -> Result<Json, No> {
        let by_key = feed.key.iter().all(|id| {
            feed.columns.get(id).is_some_and(|column| column.personal.is_none() || named.contains(&id.as_str()))
        });
        let id = if by_key { self.row_id(feed, &asked) } else { asked.clone() };
        let sql =
            format!("SELECT {COLUMNS} FROM feeds_rows WHERE region = $1 AND feed = $2 AND id IN ($3, $4) LIMIT 1");
        let row = self.store().row(&sql, &values![self.region(), &feed.id, id, asked]).await?;
        let rows = vec![kept(&row.ok_or(No::NotThere)?)?];
        self.shown(feed, rows, named).await?.pop().ok_or(No::NotThere)
    }

    fn row_id(&self, feed: &Feed, key: &str) -> String {
        let hash = self.vault().search_hash(&format!("feed {} key", feed.id), key);
        hash.get(..32).unwrap_or_default().to_owned()
    }

    async fn shown(&self, feed: &Feed, rows: Vec<Kept>, named: &[&str]) -> Result<Vec<Json>, No> {
        let sealed: Vec<&str> = match named {
            [] => Vec::new(),
            _ => rows.iter().filter_map(|row| row.sealed.as_deref()).collect(),
        };
        let opened = match sealed.as_slice() {
            [] => HashMap::new(),
            some => self.store().open_sealed(self.region(), some).await?,
        };
        let zone = self.deps().zone;
        let one = |mut row: Kept| {
            let hidden = row.sealed.as_ref().and_then(|id| opened.get(id));
            let mut hidden: Map<String, Json> =
                hidden.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            let mut out = Map::new();
            out.insert("_id".to_owned(), row.id.into());
            out.insert("_ubah".to_owned(), row.change.into());
            if let Some(gone) = row.gone {
                out.insert("_hilang".to_owned(), gone.rfc3339(zone).into());
            }
            for (id, column) in &feed.columns {
                let value = if column.personal.is_none() {
                    row.open.remove(id)
                } else {
                    hidden.remove(id).filter(|_| named.contains(&id.as_str()))
                };
                out.extend(value.map(|value| (id.clone(), value)));
            }
            Json::Object(out)
        };
        Ok(rows.into_iter().map(one).collect())
    }
}

/// Personal columns that a grant names: by their id, or within the list as `baris.ID`.
fn named<'f>(feed: &'f Feed, fields: &[String]) -> Vec<&'f str> {
    let asked = |id: &str| fields.iter().any(|field| field.strip_prefix("baris.").unwrap_or(field) == id);
    let personal = feed.columns.iter().filter(|(id, column)| column.personal.is_some() && asked(id));
    personal.map(|(id, _)| id.as_str()).collect()
}
