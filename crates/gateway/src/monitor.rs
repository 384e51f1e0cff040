//! What officers ask about calls: counters, the list of records, one record with its proof.

use crate::counters::{HOUR, classes};
use crate::doors::took;
use crate::gateway::Gateway;
use crate::model::histogram::Histogram;
use crate::model::leaf::{FIELDS, leaf_hash};
use crate::recorder::stream;
use crate::refusal::Refused;
use crate::rights::Seen;
use jiff::civil::Date;
use kernel::Instant;
use serde::Serialize;
use store::{Row, StoreError, Value, values};

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// First local day.
    pub from: Option<Date>,
    /// Last local day.
    pub until: Option<Date>,
    /// A service, by its whole key or by how it begins; empty: all.
    pub service: String,
    /// A key of a program, or an application; empty: all.
    pub client: String,
    /// `berhasil`, `ditolak`, `gagal` or `terputus`; anything else: all.
    pub outcome: String,
    /// Id of one call, or how it begins.
    pub search: String,
}

/// Calls of one service by one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Key of the service.
    pub service: String,
    /// The application that called.
    pub application: String,
    /// The agency that answers for it.
    pub asker: String,
    /// How often.
    pub calls: i64,
    /// Of these, failed at the service's side.
    pub failed: i64,
    /// Of these, refused.
    pub refused: i64,
    /// Bytes of requests.
    pub sent: i64,
    /// Bytes of answers.
    pub got: i64,
    /// The last time.
    pub last: Instant,
    /// How long they took.
    pub took: Histogram,
}

/// One call as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// When it came in.
    pub at: Instant,
    /// Key of the service.
    pub service: String,
    /// The application that called.
    pub application: String,
    /// The agency that answers for it.
    pub asker: String,
    /// With which key.
    pub client: String,
    /// `GET` …
    pub method: String,
    /// The template of the path.
    pub template: String,
    /// HTTP status.
    pub status: i64,
    /// Why it was refused or failed; empty otherwise.
    pub code: String,
    /// `strict`, `relaxed` or `sandbox`.
    pub mode: String,
    /// `whole`, `begun` or `ended`.
    pub phase: String,
    /// Bytes of the request.
    pub sent: i64,
    /// Bytes of the answer.
    pub got: i64,
    /// Microseconds in all.
    pub took: i64,
    /// Of these, at the upstream.
    pub upstream: i64,
}

/// A record with everything that proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Id of the call.
    pub id: String,
    /// Names of the fields of an entry, in their order.
    pub fields: &'static [&'static str],
    /// The entries of the ledger, to the letter: one, or two for a long answer.
    pub entries: Vec<Entry>,
    /// First half of the salt, hex: `sent_hash` is SHA-256 over it and the request's body.
    pub salt_sent: String,
    /// Second half, hex: `got_hash` is SHA-256 over it and the answer's body.
    pub salt_got: String,
}

/// One entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The stream of its event.
    pub stream: String,
    /// Its place in the event's list, from 0.
    pub place: i64,
    /// Its text.
    pub entry: String,
    /// SHA-256 over a zero byte and the text, hex: its leaf in a Merkle tree (RFC 6962).
    pub leaf_hash: String,
}

const COLUMNS: &str = "id, at, service, application, asker, client, method, template, status, code, mode, phase, sent, \
                       got, took, upstream";

/// A condition that grows; values are numbered as they come.
struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    fn new(region: &str) -> Self {
        Self { sql: "region = $1".to_owned(), values: values![region] }
    }

    /// `condition` holds `$n` for the value.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace("$n", &format!("${}", self.values.len())));
    }

    fn seen(&mut self, seen: &Seen) {
        let Seen::Of(units) = seen else {
            return;
        };
        let mut names = Vec::new();
        for unit in units {
            self.values.push(unit.as_str().into());
            names.push(format!("${}", self.values.len()));
        }
        let names = if names.is_empty() { "''".to_owned() } else { names.join(", ") };
        self.sql.push_str(&format!(" AND (owner IN ({names}) OR asker IN ({names}))"));
    }

    fn beginning(&mut self, column: &str, text: &str) {
        if !text.is_empty() {
            let plain = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            self.and(&format!("{column} LIKE $n ESCAPE '!'"), format!("{plain}%"));
        }
    }
}

impl Gateway {
    /// Counted calls by service and application, the most called first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn lines(&self, seen: &Seen, filter: &Filter) -> Result<Vec<Line>, Refused> {
        let mut wanted = Where::new(self.region());
        let (from, until) = self.bounds(filter);
        if let Some(from) = from {
            wanted.and("hour >= $n", from.div_euclid(HOUR));
        }
        if let Some(until) = until {
            wanted.and("hour < $n", until.div_euclid(HOUR));
        }
        wanted.seen(seen);
        wanted.beginning("service", &filter.service);
        if !filter.client.is_empty() {
            wanted.and("(client = $n OR application = $n)", filter.client.as_str());
        }
        let names = ["calls", "failed", "refused", "sent", "got"].map(str::to_owned);
        let sums = names.into_iter().chain(classes());
        let sums: Vec<String> = sums.map(|name| format!("CAST(SUM({name}) AS BIGINT)")).collect();
        let sql = format!(
            "SELECT service, application, asker, MAX(last_at), {} FROM gateway_hours WHERE {} \
             GROUP BY service, application, asker ORDER BY SUM(calls) DESC, service, application",
            sums.join(", "),
            wanted.sql
        );
        let rows = self.store().heavy_rows(sql, wanted.values).await?;
        Ok(rows.iter().map(line).collect::<Result<_, _>>()?)
    }

    /// Records, the newest first, from one on.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn calls(
        &self,
        seen: &Seen,
        filter: &Filter,
        (before, limit): (&str, i64),
    ) -> Result<Vec<Call>, Refused> {
        let mut wanted = Where::new(self.region());
        let (from, until) = self.bounds(filter);
        if let Some(from) = from {
            wanted.and("id >= $n", first_id(from));
        }
        if let Some(until) = until {
            wanted.and("id < $n", first_id(until));
        }
        if !before.is_empty() {
            wanted.and("id < $n", before);
        }
        wanted.seen(seen);
        wanted.beginning("service", &filter.service);
        wanted.beginning("id", &filter.search);
        if !filter.client.is_empty() {
            wanted.and("(client = $n OR application = $n)", filter.client.as_str());
        }
        wanted.sql.push_str(match filter.outcome.as_str() {
            "berhasil" => " AND status < 400 AND phase <> 'begun'",
            "ditolak" => " AND status >= 400 AND status < 500",
            "gagal" => " AND status >= 500",
            "terputus" => " AND phase = 'begun'",
            _ => "",
        });
        wanted.values.push(limit.into());
        let sql = format!(
            "SELECT {COLUMNS} FROM gateway_calls WHERE {} ORDER BY id DESC LIMIT ${}",
            wanted.sql,
            wanted.values.len()
        );
        let rows = self.store().heavy_rows(sql, wanted.values).await?;
        Ok(rows.iter().map(call).collect::<Result<_, _>>()?)
    }

    /// One record, if this officer sees it.
    ///
    /// # Errors
    /// There is none any more or never was, it is not theirs to see, or the store cannot be read.
    pub async fn call(&self, seen: &Seen, id: &str) -> Result<(Call, Receipt), Refused> {
        let sql = format!(
            "SELECT {COLUMNS}, owner, salt, batch, place, end_batch, end_place FROM gateway_calls \
             WHERE region = $1 AND id = $2"
        );
        let row = self.store().row(&sql, &values![self.region(), id]).await?.ok_or_else(|| self.missing(id))?;
        let found = call(&row)?;
        if !seen.holds(row.text(16)?, &found.asker) {
            return Err(Refused::NotThere);
        }
        let mut entries = vec![self.entry(row.text(18)?, row.int(19)?).await?];
        if let (Some(batch), Some(place)) = (row.text_or_null(20)?, row.int_or_null(21)?) {
            entries.push(self.entry(batch, place).await?);
        }
        let salt = row.bytes(17)?;
        let (sent, got) = salt.split_at(salt.len() / 2);
        let (salt_sent, salt_got) = (kernel::ids::hex(sent), kernel::ids::hex(got));
        Ok((found.clone(), Receipt { id: found.id, fields: &FIELDS, entries, salt_sent, salt_got }))
    }

    async fn entry(&self, batch: &str, place: i64) -> Result<Entry, Refused> {
        let stream = stream(batch);
        let events = self.store().stream(self.region(), &stream).await?;
        let calls = events.first().and_then(|event| event.fact.data.get("calls"));
        let at = usize::try_from(place).unwrap_or(usize::MAX);
        let entry = calls.and_then(|calls| calls.get(at)).and_then(|entry| entry.as_str());
        let entry = entry.ok_or_else(|| Refused::Failed(format!("{stream} holds no entry {place}")))?.to_owned();
        Ok(Entry { leaf_hash: leaf_hash(&entry), entry, place, stream })
    }

    /// First and last millisecond of the asked days.
    fn bounds(&self, filter: &Filter) -> (Option<i64>, Option<i64>) {
        let start = |date: Date, seconds: i64| Instant::at(date, seconds, self.deps().zone).seconds() * 1000;
        (filter.from.map(|date| start(date, 0)), filter.until.map(|date| start(date, 86_400)))
    }
}

/// The smallest id of a call that came in at this millisecond: ids begin with it (RFC 9562 section 5.7).
pub(crate) fn first_id(millis: i64) -> String {
    let millis = millis.max(0);
    format!("{:08x}-{:04x}", millis >> 16, millis & 0xffff)
}

fn line(row: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        service: row.string(0)?,
        application: row.string(1)?,
        asker: row.string(2)?,
        last: row.instant(3)?,
        calls: row.int(4)?,
        failed: row.int(5)?,
        refused: row.int(6)?,
        sent: row.int(7)?,
        got: row.int(8)?,
        took: took(row, 9)?,
    })
}

fn call(row: &Row) -> Result<Call, StoreError> {
    Ok(Call {
        id: row.string(0)?,
        at: row.instant(1)?,
        service: row.string(2)?,
        application: row.string(3)?,
        asker: row.string(4)?,
        client: row.string(5)?,
        method: row.string(6)?,
        template: row.string(7)?,
        status: row.int(8)?,
        code: row.string(9)?,
        mode: row.string(10)?,
        phase: row.string(11)?,
        sent: row.int(12)?,
        got: row.int(13)?,
        took: row.int(14)?,
        upstream: row.int(15)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;
    use kernel::ids::SystemChance;

    #[test]
    fn ids_of_a_day_lie_between_its_first_and_the_next_days_first() {
        let day = 1_803_866_400_000;
        let id = Id::at_millis(day + 5, &SystemChance::new()).to_string();
        assert!(first_id(day) < id && id < first_id(day + 86_400_000), "{id}");
        assert!(Id::at_millis(day - 1, &SystemChance::new()).to_string() < first_id(day));
    }
}
