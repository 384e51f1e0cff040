//! *Surat tugas* in the store: made by a head, revoked, asked for by the desk (semantics R46).

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::letter::{self, NewLetter};
use crate::model::officer::Grant;
use crate::refusal::Refused;
use cases::doors::StandIn;
use jiff::civil::Date;
use kernel::{Actor, Id, Instant, OfficerId, Role};
use store::{Commit, Row, Statement, StoreError, Value, values};

/// A letter as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What other rooms know of it.
    pub letter: StandIn,
    /// First day on which it holds.
    pub first: Date,
    /// Last day on which it holds.
    pub last: Date,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Why it was made; empty where it was erased.
    pub reason: String,
}

const COLUMNS: &str = "SELECT l.id, l.number, l.officer, o.name, l.role, l.unit, r.name, l.first_day, l.last_day, \
     l.revoked, l.reason FROM identity_letters l \
     JOIN identity_officers o ON o.region = l.region AND o.id = l.officer \
     LEFT JOIN identity_officers r ON r.region = l.region AND r.id = l.replaced";

impl Identity {
    /// Makes a letter; `today` is the region's date.
    ///
    /// # Errors
    /// What [`letter::check`] refuses, or an unknown unit or officer.
    pub async fn make_letter(&self, new: &NewLetter, today: Date, by: &Actor, now: Instant) -> Result<String, Fault> {
        if self.directory().office(&new.of.unit).is_none() {
            return Err(Refused::UnknownUnit.into());
        }
        let acting = self.officer(&new.officer).await?;
        let replaced = match &new.replaced {
            Some(id) => Some(self.officer(id).await?),
            None => None,
        };
        letter::check(new, &acting, replaced.as_ref(), today)?;
        let (store, region, chance) = (self.store(), self.region(), self.chance());
        let vault = store.vault(region, now, chance).await?;
        let person = self.person_of(&new.officer).await?;
        let (reason, kept) = vault.seal(&person, &new.reason, now, chance)?;
        let id = Id::new(now, chance).to_string();
        let row = Statement::new(
            "INSERT INTO identity_letters (region, id, number, officer, role, unit, replaced, first_day, last_day, \
             reason, revoked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
            values![
                region,
                &id,
                &new.number,
                &new.officer.0,
                new.of.role.word(),
                &new.of.unit,
                new.replaced.as_ref().map(|replaced| replaced.0.as_str()).unwrap_or_default(),
                new.first.to_string(),
                new.last.to_string(),
                &reason.id
            ],
        );
        let events = vec![letter::made(new, &reason, by, now)];
        let commit = Commit { events, statements: vec![kept, row], ..Commit::new(region, letter::stream(&id), 0) };
        store.commit(commit, now).await?;
        Ok(id)
    }

    /// Revokes a letter: from this moment nobody acts under it. What was done under it stays.
    ///
    /// # Errors
    /// There is none, or it was revoked before.
    pub async fn revoke_letter(&self, id: &str, by: &Actor, now: Instant) -> Result<(), Fault> {
        let sql = "UPDATE identity_letters SET revoked = 1 WHERE region = $1 AND id = $2 AND revoked = 0";
        let statements = vec![Statement::new(sql, values![self.region(), id]).exactly_one()];
        let events = vec![letter::revoked(by, now)];
        let commit = Commit { events, statements, ..Commit::new(self.region(), letter::stream(id), 1) };
        self.store().commit(commit, now).await?;
        Ok(())
    }

    /// One letter, without its reason.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn letter(&self, id: &str) -> Result<Letter, Fault> {
        let mut found = self.letters_with(&[id.to_owned()]).await?;
        found.pop().ok_or_else(|| Refused::UnknownLetter.into())
    }

    /// The letters of a unit, the latest last day first, with their reasons; at most `limit`.
    ///
    /// # Errors
    /// The store failed.
    pub async fn letters_of(&self, unit: &str, limit: i64) -> Result<Vec<Letter>, Fault> {
        let sql = format!("{COLUMNS} WHERE l.region = $1 AND l.unit = $2 ORDER BY l.last_day DESC, l.id DESC LIMIT $3");
        let rows = self.store().rows(&sql, &values![self.region(), unit, limit]).await?;
        let mut letters = Vec::with_capacity(rows.len());
        let mut reasons = Vec::with_capacity(rows.len());
        for row in &rows {
            letters.push(read(row)?);
            reasons.push(row.string(10)?);
        }
        let ids: Vec<&str> = reasons.iter().map(String::as_str).collect();
        let mut opened = self.store().open_sealed(self.region(), &ids).await?;
        for (letter, id) in letters.iter_mut().zip(&reasons) {
            letter.reason = opened.remove(id).unwrap_or_default();
        }
        Ok(letters)
    }

    /// The letters under which an officer stands in on that day; none of an account that is closed.
    ///
    /// # Errors
    /// The store failed.
    pub async fn letters_for(&self, officer: &OfficerId, on: Date) -> Result<Vec<StandIn>, Fault> {
        let sql = format!(
            "{COLUMNS} WHERE l.region = $1 AND l.officer = $2 AND l.last_day >= $3 AND l.first_day <= $3 \
             AND l.revoked = 0 AND o.active = 1 ORDER BY l.id"
        );
        let rows = self.store().rows(&sql, &values![self.region(), &officer.0, on.to_string()]).await?;
        let letters = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let holding = letters.into_iter().filter(|one| letter::holds(one.first, one.last, one.revoked, on));
        Ok(holding.map(|one| one.letter).collect())
    }

    /// The letters with these ids, valid or not, without their reasons.
    ///
    /// # Errors
    /// The store failed.
    pub async fn letters_with(&self, ids: &[String]) -> Result<Vec<Letter>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let marks: Vec<String> = (0..ids.len()).map(|at| format!("${}", at + 2)).collect();
        let sql = format!("{COLUMNS} WHERE l.region = $1 AND l.id IN ({})", marks.join(", "));
        let mut values = values![self.region()];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        let rows = self.store().rows(&sql, &values).await?;
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Officers with an open account who hold any role in a unit, by name, with their roles there.
    ///
    /// # Errors
    /// The store failed.
    pub async fn colleagues(&self, unit: &str) -> Result<Vec<(OfficerId, String, Role)>, Fault> {
        let sql = "SELECT o.id, o.name, g.role FROM identity_grants g \
                   JOIN identity_officers o ON o.region = g.region AND o.id = g.officer \
                   WHERE g.region = $1 AND g.unit = $2 AND o.active = 1 ORDER BY o.name, o.id, g.role";
        let mut found = Vec::new();
        for row in self.store().rows(sql, &values![self.region(), unit]).await? {
            if let Some(role) = Role::parse(row.text(2)?) {
                found.push((OfficerId(row.string(0)?), row.string(1)?, role));
            }
        }
        Ok(found)
    }

    async fn person_of(&self, officer: &OfficerId) -> Result<store::Person, Fault> {
        let sql = "SELECT person FROM identity_officers WHERE region = $1 AND id = $2";
        let row = self.store().row(sql, &values![self.region(), &officer.0]).await?.ok_or(Refused::UnknownOfficer)?;
        let person = self.store().open_person(self.region(), row.text(0)?).await?;
        person.ok_or_else(|| Refused::UnknownOfficer.into())
    }
}

fn read(row: &Row) -> Result<Letter, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("identity_letters: {what}"));
    let day = |column: usize| row.text(column)?.parse::<Date>().map_err(|_| damaged("day"));
    Ok(Letter {
        letter: StandIn {
            id: row.string(0)?,
            number: row.string(1)?,
            officer: OfficerId(row.string(2)?),
            name: row.string(3)?,
            role: Role::parse(row.text(4)?).ok_or_else(|| damaged("role"))?,
            unit: row.string(5)?,
            replaces: row.text_or_null(6)?.map(str::to_owned),
        },
        first: day(7)?,
        last: day(8)?,
        revoked: row.flag(9)?,
        reason: String::new(),
    })
}

/// A grant as [`letter`] speaks of it.
pub(crate) fn grants(session: &web::Session) -> Vec<Grant> {
    session.grants.iter().map(|grant| Grant { role: grant.role, unit: grant.unit.clone() }).collect()
}
