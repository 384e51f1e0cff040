//! Bodies in the store: their mandate, their rhythm, and who belonged to them when.

use super::filed::{Filing, day, text};
use super::model::{BodyKind, ELEMENTS, Rhythm, rhythm};
use super::refusal::Refused;
use crate::model::plan::DecreeKind;
use crate::plans::date;
use crate::programme::Programme;
use jiff::civil::Date;
use kernel::time::day_number;
use kernel::{Id, OfficerId};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::Session;

const NAME: RangeInclusive<usize> = 3..=200;
const MANDATE: RangeInclusive<usize> = 0..=2000;
const DUTY: RangeInclusive<usize> = 2..=200;
const MONTHS: RangeInclusive<i64> = 1..=24;
const NUMBERS: RangeInclusive<i64> = 1..=9999;
/// Bodies of one region; a region has three or four.
const MOST: i64 = 50;
/// Members of one body, those of the past among them.
const MEMBERS: i64 = 500;

/// The decree that set a body up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decree {
    /// What kind of decree.
    pub kind: DecreeKind,
    /// Its number.
    pub number: i64,
    /// Its day.
    pub day: Date,
}

/// A body that steers the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub kind: BodyKind,
    /// Its name.
    pub name: String,
    /// What it is to do.
    pub mandate: String,
    /// What set it up; none until somebody decreed it, which is said.
    pub decree: Option<Decree>,
    /// It meets at least every so many months.
    pub months: i64,
    /// How often it was written.
    pub revision: i64,
    /// The day from which its rhythm counts: of its decree, else when it was first written.
    pub set_up: Date,
    /// The day of its last closed meeting.
    pub last: Option<Date>,
    /// The day of the next planned meeting.
    pub next: Option<Date>,
    /// Decisions of its meetings that are open.
    pub open: i64,
}

impl Body {
    /// Whether it meets as it promised.
    pub fn rhythm(&self, today: Date) -> Rhythm {
        rhythm(self.decree.map_or(self.set_up, |decree| decree.day), self.last, self.months, today)
    }
}

/// What somebody writes of a body.
#[derive(Clone, Debug)]
pub struct NewBody<'a> {
    /// The revision that was seen; 0 for a new one.
    pub revision: i64,
    /// What it is for.
    pub kind: BodyKind,
    /// Its name.
    pub name: &'a str,
    /// What it is to do.
    pub mandate: &'a str,
    /// What set it up.
    pub decree: Option<Decree>,
    /// It meets at least every so many months.
    pub months: i64,
}

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

const BODY: &str = "SELECT b.id, b.kind, b.name, b.mandate, b.decree_kind, b.decree_number, b.decree_day, b.months, b.revision, \
     b.set_up, (SELECT MAX(m.day) FROM programme_meetings m WHERE m.region = b.region AND m.body = b.id AND m.state = 'ditutup'), \
     (SELECT MIN(m.day) FROM programme_meetings m WHERE m.region = b.region AND m.body = b.id AND m.state = 'direncanakan'), \
     (SELECT COUNT(*) FROM programme_decisions d WHERE d.region = b.region AND d.body = b.id AND d.open = 1) \
     FROM programme_bodies b WHERE b.region = $1";

impl Programme {
    /// Every body with its last and next meeting, councils first. One query.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn bodies(&self) -> Result<Vec<Body>, Refused> {
        let sql = format!("{BODY} ORDER BY b.kind, b.name, b.id LIMIT $2");
        let rows = self.store().rows(&sql, &values![self.region(), MOST]).await?;
        Ok(rows.iter().map(body).collect::<Result<_, _>>()?)
    }

    /// One body.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn body(&self, id: &str) -> Result<Body, Refused> {
        let row = self.store().row(&format!("{BODY} AND b.id = $2"), &values![self.region(), id]).await?;
        Ok(body(&row.ok_or(Refused::NotThere)?)?)
    }

    /// Writes a body, or writes it anew where `id` names one. Answers its id.
    ///
    /// # Errors
    /// Name, rhythm or decree are wrong, changed meanwhile, or the store failed.
    pub async fn write_body(&self, session: &Session, id: &str, new: &NewBody<'_>) -> Result<String, Refused> {
        let (name, mandate) = (text(new.name, NAME)?, text(new.mandate, MANDATE)?);
        if !MONTHS.contains(&new.months) {
            return Err(Refused::Rhythm);
        }
        if new.decree.is_some_and(|one| !NUMBERS.contains(&one.number) || one.day > self.today()) {
            return Err(Refused::Decree);
        }
        let (now, fresh) = (self.now(), id.is_empty());
        let id = if fresh { Id::new(now, self.chance()).to_string() } else { id.to_owned() };
        let (words, keep) = self.keep_text(&format!("{name}\n{mandate}"), now);
        let sql = if fresh {
            "INSERT INTO programme_bodies (region, id, kind, name, mandate, decree_kind, decree_number, decree_day, months, \
             revision, set_up) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        } else {
            "UPDATE programme_bodies SET kind = $3, name = $4, mandate = $5, decree_kind = $6, decree_number = $7, \
             decree_day = $8, months = $9, revision = revision + 1 WHERE region = $1 AND id = $2 AND revision = $10"
        };
        let seen = if fresh { 0 } else { new.revision };
        let mut row = values![
            self.region(),
            &id,
            new.kind.word(),
            name,
            mandate,
            new.decree.map_or("", |one| one.kind.word()),
            new.decree.map(|one| one.number),
            new.decree.map(|one| day_number(one.day)),
            new.months,
            if fresh { 1 } else { seen },
        ];
        if fresh {
            row.push(day_number(self.today()).into());
        }
        let decree =
            new.decree.map(|one| json!({ "kind": one.kind.word(), "number": one.number, "day": one.day.to_string() }));
        let data = json!({
            "body": id, "kind": new.kind.word(), "months": new.months, "decree": decree, "revision": seen + 1, "text": words,
        });
        let statements = vec![keep, Statement::new(sql, row).exactly_one()];
        let stream = format!("body/{id}");
        self.file(Filing { session, unit: None, stream, name: "body.written", data, statements, now }).await?;
        Ok(id)
    }

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

fn body(row: &Row) -> Result<Body, StoreError> {
    let damaged = || StoreError::Damaged("body that steers a plan".to_owned());
    let decree = match (DecreeKind::parse(row.text(4)?), row.int_or_null(5)?, row.int_or_null(6)?) {
        (Some(kind), Some(number), Some(day)) => Some(Decree { kind, number, day: date(day) }),
        _ => None,
    };
    Ok(Body {
        id: row.string(0)?,
        kind: BodyKind::parse(row.text(1)?).ok_or_else(damaged)?,
        name: row.string(2)?,
        mandate: row.string(3)?,
        decree,
        months: row.int(7)?,
        revision: row.int(8)?,
        set_up: date(row.int(9)?),
        last: row.int_or_null(10)?.map(date),
        next: row.int_or_null(11)?.map(date),
        open: row.int(12)?,
    })
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
