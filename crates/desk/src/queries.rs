//! What pages read.

mod case;
mod joint;
mod public;
mod sample;
mod submissions;

pub use case::{Can, CaseView, Identity, ImportedText, Offered};
pub use joint::{Awaited, Joint, Reviewed};
pub use public::PublicPage;
pub use submissions::{Added, Changed, Submission};

use crate::Desk;
use crate::model::{CaseHead, ClosedBy, Status};
use crate::refusal::{DeskError, DeskRefusal, Desked};
use crate::rows::{degrees, due_of};
use kernel::{CaseNumber, Token, TrackingCode};
use store::{Row, StoreError, values};

/// The columns of a head, in the order that [`head`] reads.
pub(crate) const HEAD: &str = "c.id, c.number, c.service, c.service_name, c.definition, c.channel, c.status, c.holders, \
    c.step_due, c.total_due, c.missing_year, c.opened_at, c.moved_at, c.answered_at, c.ended_at, c.end_id, c.end_name, \
    c.outcome, c.closed_by, c.village, c.district, c.latitude, c.longitude, c.anonymous, c.secret, c.publicised, \
    c.dormant, c.source, c.outside, c.flags, c.supports, c.version";

/// The head that a row of [`HEAD`] holds.
pub(crate) fn head(row: &Row) -> Result<CaseHead, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("desk_cases.{what}"));
    let missing = row.int_or_null(10)?;
    let coordinate = match (row.int_or_null(21)?, row.int_or_null(22)?) {
        (Some(latitude), Some(longitude)) => Some((degrees(latitude), degrees(longitude))),
        _ => None,
    };
    Ok(CaseHead {
        id: row.string(0)?,
        number: CaseNumber::parse(row.text(1)?).map_err(|_| damaged("number"))?,
        service: row.string(2)?,
        service_name: row.string(3)?,
        definition: row.string(4)?,
        channel: row.string(5)?,
        status: Status::parse(row.text(6)?).ok_or_else(|| damaged("status"))?,
        holders: serde_json::from_str(row.text(7)?).map_err(|_| damaged("holders"))?,
        step_due: due_of(row.instant_or_null(8)?, missing),
        total_due: due_of(row.instant_or_null(9)?, missing),
        opened_at: row.instant(11)?,
        moved_at: row.instant(12)?,
        answered_at: row.instant_or_null(13)?,
        ended_at: row.instant_or_null(14)?,
        end_id: row.string(15)?,
        end_name: row.string(16)?,
        outcome: row.string(17)?,
        closed_by: ClosedBy::parse(row.text(18)?),
        village: row.string(19)?,
        district: row.string(20)?,
        coordinate,
        anonymous: row.flag(23)?,
        secret: row.flag(24)?,
        publicised: row.flag(25)?,
        dormant: row.flag(26)?,
        source: row.string(27)?,
        outside: row.string(28)?,
        flags: serde_json::from_str(row.text(29)?).map_err(|_| damaged("flags"))?,
        supports: row.int(30)?,
        version: row.int(31)?,
    })
}

/// The head of the case with this number.
pub(crate) fn by_number() -> String {
    format!("SELECT {HEAD} FROM desk_cases c WHERE c.region = $1 AND c.number = $2")
}

/// How SQLite goes about a query, one line per step.
#[cfg(test)]
pub(crate) async fn plan(store: &store::Store, sql: &str, values: &[store::Value]) -> Vec<String> {
    let rows = store.rows(&format!("EXPLAIN QUERY PLAN {sql}"), values).await;
    let steps = rows.unwrap().into_iter().map(|row| row.string(3).unwrap());
    steps.collect()
}

impl Desk {
    /// The head of a case. Says nothing about who may see it: pages ask [`Desk::view`].
    ///
    /// # Errors
    /// There is no such case, or the store failed.
    pub async fn head(&self, number: &CaseNumber) -> Desked<CaseHead> {
        let row = self.store().row(&by_number(), &values![self.region(), number.as_str()]).await?;
        Ok(head(&row.ok_or(DeskRefusal::NoSuchCase)?)?)
    }

    pub(crate) async fn head_of(&self, id: &str) -> Desked<CaseHead> {
        let sql = format!("SELECT {HEAD} FROM desk_cases c WHERE c.region = $1 AND c.id = $2");
        let row = self.store().row(&sql, &values![self.region(), id]).await?;
        Ok(head(&row.ok_or(DeskRefusal::NoSuchCase)?)?)
    }

    pub(crate) async fn id_of(&self, number: &CaseNumber) -> Desked<String> {
        let sql = "SELECT id FROM desk_cases WHERE region = $1 AND number = $2";
        let row = self.store().row(sql, &values![self.region(), number.as_str()]).await?;
        row.ok_or(DeskRefusal::NoSuchCase)?.string(0).map_err(DeskError::Store)
    }

    /// Units that hold or held a case: whom its isolation lets in.
    pub(crate) async fn units_of(&self, id: &str) -> Desked<Vec<String>> {
        let sql = "SELECT unit FROM desk_holders WHERE region = $1 AND case_id = $2";
        let rows = self.store().rows(sql, &values![self.region(), id]).await?;
        Ok(rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?)
    }

    /// Whether a typed code opens the case; the caller limits how often one may try.
    ///
    /// # Errors
    /// There is no such case or the code is another one: the same refusal for both, so that trying tells nothing.
    pub async fn opens(&self, number: &CaseNumber, typed: &str) -> Desked<()> {
        let typed = TrackingCode::parse(typed).ok_or(DeskRefusal::WrongCode)?;
        let id = match self.id_of(number).await {
            Err(DeskError::Refused(_)) => return Err(DeskRefusal::WrongCode.into()),
            found => found?,
        };
        if self.code_fits(&id, &typed) { Ok(()) } else { Err(DeskRefusal::WrongCode.into()) }
    }

    /// The case of a link.
    ///
    /// # Errors
    /// The store failed.
    pub async fn by_token(&self, token: &str) -> Desked<Option<CaseNumber>> {
        let Some(token) = Token::parse(token) else {
            return Ok(None);
        };
        let sql = "SELECT number FROM desk_cases WHERE region = $1 AND token_hash = $2 AND token_hash <> ''";
        let row = self.store().row(sql, &values![self.region(), token.hash()]).await?;
        let number = row.map(|row| row.string(0)).transpose()?;
        Ok(number.and_then(|number| CaseNumber::parse(&number).ok()))
    }

    /// What the resident needs to open the case again: for a receipt that is shown after the link was followed.
    ///
    /// # Errors
    /// There is no such case, or the store failed.
    pub async fn secrets(&self, number: &CaseNumber) -> Desked<(TrackingCode, Token)> {
        let id = self.id_of(number).await?;
        Ok((self.code_of(&id), self.token_of(&id)))
    }
}
