//! Grants: given to the end of their term, withdrawn by their owner with a reason, listed for both sides.

use crate::access::list;
use crate::events::{actor, event};
use crate::exchange::Exchange;
use crate::offers::Where;
use crate::refusal::Refused;
use crate::register::reason;
use crate::requests::listed;
use crate::rights::{acts_for, bounds, sees};
use kernel::Instant;
use serde_json::json;
use store::{Row, Statement, StoreError, values};
use web::Session;

/// Whether the owner still stands by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantState {
    /// Yes; it holds within its term.
    Active,
    /// Its owner took it back.
    Withdrawn,
}

/// What an application may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id; stands in every record of a call.
    pub id: String,
    /// Number of the case that gave it.
    pub number: String,
    /// Id of that case.
    pub case: String,
    /// Key of the service.
    pub offer: String,
    /// The application that calls.
    pub application: String,
    /// Its agency.
    pub asker: String,
    /// The agency that owns the service.
    pub owner: String,
    /// Ids of operations.
    pub operations: Vec<String>,
    /// Fields that pass; empty: all.
    pub fields: Vec<String>,
    /// Calls a minute; 0: as the service.
    pub per_minute: i64,
    /// Calls a day; 0: no limit.
    pub per_day: i64,
    /// From this instant.
    pub from: Instant,
    /// Until this instant.
    pub until: Instant,
    /// Whether its owner stands by it.
    pub state: GrantState,
    /// Why it was withdrawn.
    pub reason: String,
    /// The grant that goes on from it.
    pub renewed_by: Option<String>,
}

impl Grant {
    /// Where it stands at a moment, in a word: `nanti`, `berlaku`, `habis`, `dicabut`.
    pub fn word(&self, now: Instant) -> &'static str {
        match self.state {
            GrantState::Withdrawn => "dicabut",
            GrantState::Active if self.until <= now => "habis",
            GrantState::Active if self.from > now => "nanti",
            GrantState::Active => "berlaku",
        }
    }
}

/// From which side grants are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the agency gave to others.
    Given,
    /// What its applications hold.
    Held,
}

const COLUMNS: &str = "id, number, case_id, offer, application, asker, owner, operations, fields, per_minute, per_day, from_at, until_at, \
                       state, reason, renewed_by";

fn read(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: row.string(0)?,
        number: row.string(1)?,
        case: row.string(2)?,
        offer: row.string(3)?,
        application: row.string(4)?,
        asker: row.string(5)?,
        owner: row.string(6)?,
        operations: listed(row.text(7)?)?,
        fields: listed(row.text(8)?)?,
        per_minute: row.int(9)?,
        per_day: row.int(10)?,
        from: row.instant(11)?,
        until: row.instant(12)?,
        state: if row.text(13)? == "aktif" { GrantState::Active } else { GrantState::Withdrawn },
        reason: row.string(14)?,
        renewed_by: row.string_or_null(15)?,
    })
}

impl Exchange {
    /// Grants that this officer sees from a side, the newest first; those before `before` where it names one.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn grants(
        &self,
        session: &Session,
        (side, search, before): (Side, &str, &str),
        most: i64,
    ) -> Result<Vec<Grant>, Refused> {
        let mut asked = Where::region(self.region());
        if let Some(units) = bounds(session) {
            asked.units(&[if side == Side::Given { "owner" } else { "asker" }], &units);
        }
        asked.search("LOWER(offer || ' ' || application || ' ' || number)", search);
        if !before.is_empty() {
            asked.and("id < ?", before);
        }
        let sql = format!("SELECT {COLUMNS} FROM exchange_grants WHERE {} ORDER BY id DESC LIMIT {most}", asked.sql);
        let rows = self.store().rows(&sql, &asked.values).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// One grant.
    ///
    /// # Errors
    /// There is none that this officer may see, or the store cannot be read.
    pub async fn grant(&self, session: &Session, id: &str) -> Result<Grant, Refused> {
        let grant = self.grant_of(id).await?.ok_or(Refused::NotThere)?;
        if sees(session, &grant.owner) || sees(session, &grant.asker) { Ok(grant) } else { Err(Refused::NotThere) }
    }

    pub(crate) async fn grant_of(&self, id: &str) -> Result<Option<Grant>, Refused> {
        let sql = format!("SELECT {COLUMNS} FROM exchange_grants WHERE region = $1 AND id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// Every grant whose term has not ended.
    pub(crate) async fn living(&self) -> Result<Vec<Grant>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM exchange_grants WHERE region = $1 AND state = 'aktif' AND until_at > $2 ORDER BY id"
        );
        self.store().rows(&sql, &values![self.region(), self.now()]).await?.iter().map(read).collect()
    }

    /// Grants that end before this instant and that nobody renewed.
    pub(crate) async fn ending(&self, before: Instant) -> Result<Vec<Grant>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM exchange_grants WHERE region = $1 AND state = 'aktif' AND until_at > $2 AND until_at <= $3 \
             AND renewed_by IS NULL ORDER BY until_at, id LIMIT 1000"
        );
        self.store().rows(&sql, &values![self.region(), self.now(), before]).await?.iter().map(read).collect()
    }

    /// Takes a grant back.
    ///
    /// # Errors
    /// Not the owner's, withdrawn already, no reason, or the store failed.
    pub async fn withdraw_grant(&self, session: &Session, id: &str, why: &str) -> Result<(), Refused> {
        let grant = self.grant(session, id).await?;
        if !acts_for(session, &grant.owner) {
            return Err(Refused::NotOwn);
        }
        let (why, now) = (reason(why)?, self.now());
        let (text, kept) = self.keep_text(why, now);
        let row = Statement::new(
            "UPDATE exchange_grants SET state = 'dicabut', reason = $3 WHERE region = $1 AND id = $2 AND state = 'aktif'",
            values![self.region(), id, why],
        );
        let data = json!({ "grant": id, "offer": grant.offer, "application": grant.application, "owner": grant.owner, "text": text });
        let events = vec![event("grant.withdrawn", now, &actor(session, &grant.owner), data)];
        let commit = self.on(&format!("grant/{id}"), events, vec![kept, row.exactly_one()]);
        self.keep(commit, now).await.map(drop)
    }

    pub(crate) fn grant_row(&self, grant: &Grant, now: Instant) -> Statement {
        Statement::new(
            "INSERT INTO exchange_grants (region, id, case_id, number, offer, application, asker, owner, operations, fields, \
             per_minute, per_day, from_at, until_at, state, reason, given_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'aktif', '', $15) ON CONFLICT DO NOTHING",
            values![
                self.region(), &grant.id, &grant.case, &grant.number, &grant.offer, &grant.application, &grant.asker, &grant.owner,
                list(&grant.operations), list(&grant.fields), grant.per_minute, grant.per_day, grant.from, grant.until, now
            ],
        )
        .exactly_one()
    }
}
