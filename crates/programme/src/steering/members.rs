//! Who belonged to a body when: officers of the system, and people from outside by name and institution.

use super::filed::{Filing, day, text};
use super::model::ELEMENTS;
use super::refusal::Refused;
use crate::plans::date;
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::time::day_number;
use kernel::{Id, OfficerId};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::Session;

const DUTY: RangeInclusive<usize> = 2..=200;
/// Members of one body, those of the past among them.
const MEMBERS: i64 = 500;

/// Somebody who belongs or belonged to a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Id of the membership.
    pub id: String,
    /// An officer of the system; the name is then looked up.
    pub officer: Option<OfficerId>,
    /// Name of somebody from outside; empty for an officer.
    pub name: String,
    /// Where they come from.
    pub institution: String,
    /// What they are in the body, for example `Ketua`.
    pub duty: String,
    /// One of [`ELEMENTS`].
    pub element: String,
    /// First day.
    pub joined: Date,
    /// Last day, once it is known.
    pub ended: Option<Date>,
}

/// Somebody who joins.
#[derive(Clone, Debug, Default)]
pub struct NewMember<'a> {
    /// Id of an officer; empty for somebody from outside.
    pub officer: &'a str,
    /// Name of somebody from outside.
    pub name: &'a str,
    /// Where they come from.
    pub institution: &'a str,
    /// What they are in the body.
    pub duty: &'a str,
    /// One of [`ELEMENTS`].
    pub element: &'a str,
}

impl Programme {
    /// Lets somebody join a body from today.
    ///
    /// # Errors
    /// No such body or officer, name or duty are missing, or the store failed.
    pub async fn join(&self, session: &Session, body: &str, new: &NewMember<'_>) -> Result<(), Refused> {
        self.body(body).await?;
        let duty = text(new.duty, DUTY)?;
        let (officer, name, institution) = if new.officer.is_empty() {
            (None, text(new.name, DUTY)?, text(new.institution, DUTY)?)
        } else {
            let officer = OfficerId(new.officer.to_owned());
            self.deps().staff.name(&officer).await.ok_or(Refused::NotThere)?;
            (Some(officer), "", text(new.institution, 0..=200)?)
        };
        if !ELEMENTS.contains(&new.element) {
            return Err(Refused::Text);
        }
        let now = self.now();
        let id = Id::new(now, self.chance()).to_string();
        let (words, keep) = self.keep_text(&[name, institution, duty].join("\n"), now);
        let row = Statement::new(
            "INSERT INTO programme_members (region, id, body, officer, name, institution, duty, element, joined) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            values![
                self.region(),
                &id,
                body,
                officer.as_ref().map(|officer| officer.0.clone()),
                name,
                institution,
                duty,
                new.element,
                day_number(self.today()),
            ],
        );
        let data = json!({
            "body": body, "member": id, "officer": officer.map(|one| one.0), "element": new.element, "text": words,
            "from": self.today().to_string(),
        });
        let (stream, statements) = (format!("body/{body}"), vec![keep, row]);
        self.file(Filing { session, unit: None, stream, name: "body.member_joined", data, statements, now }).await
    }

    /// Ends a membership today; it stays in the history.
    ///
    /// # Errors
    /// It is over already, or the store failed.
    pub async fn leave(&self, session: &Session, body: &str, member: &str) -> Result<(), Refused> {
        let (now, today) = (self.now(), self.today());
        let row = Statement::new(
            "UPDATE programme_members SET ended = $4 WHERE region = $1 AND body = $2 AND id = $3 AND ended IS NULL",
            values![self.region(), body, member, day_number(today)],
        );
        let data = json!({ "body": body, "member": member, "to": day(Some(today)) });
        let (stream, statements) = (format!("body/{body}"), vec![row.exactly_one()]);
        self.file(Filing { session, unit: None, stream, name: "body.member_left", data, statements, now }).await
    }

    /// Everybody who belonged to a body, in the order in which they joined.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn members(&self, body: &str) -> Result<Vec<Member>, Refused> {
        let sql = "SELECT id, officer, name, institution, duty, element, joined, ended FROM programme_members \
                   WHERE region = $1 AND body = $2 ORDER BY joined, id LIMIT $3";
        let rows = self.store().rows(sql, &values![self.region(), body, MEMBERS]).await?;
        Ok(rows.iter().map(member).collect::<Result<_, _>>()?)
    }
}

fn member(row: &Row) -> Result<Member, StoreError> {
    Ok(Member {
        id: row.string(0)?,
        officer: row.string_or_null(1)?.map(OfficerId),
        name: row.string(2)?,
        institution: row.string(3)?,
        duty: row.string(4)?,
        element: row.string(5)?,
        joined: date(row.int(6)?),
        ended: row.int_or_null(7)?.map(date),
    })
}
