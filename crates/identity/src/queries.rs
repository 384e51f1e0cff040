//! Reading officers: one, a page of the list, those who hold a role.

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::{self, Grant, Officer};
use crate::refusal::Refused;
use kernel::{OfficerId, Role};
use std::collections::HashMap;
use store::{Row, StoreError, Value, values};

/// One line of the list of officers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Stable id.
    pub id: OfficerId,
    /// Name for signing in; also the key for the next page.
    pub sign_in: String,
    /// Name that colleagues see.
    pub name: String,
    /// Whether the account works.
    pub active: bool,
    /// Whether a password was ever set.
    pub has_password: bool,
    /// Roles.
    pub grants: Vec<Grant>,
}

const COLUMNS: &str =
    "SELECT id, sign_in, name, active, CASE WHEN password IS NULL THEN 0 ELSE 1 END, version FROM identity_officers";

impl Identity {
    /// The officer with this id.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn officer(&self, id: &OfficerId) -> Result<Officer, Fault> {
        let sql = format!("{COLUMNS} WHERE region = $1 AND id = $2");
        self.one_officer(&sql, &id.0).await
    }

    /// The officer who signs in with this name.
    ///
    /// # Errors
    /// There is none, or the store failed.
    pub async fn officer_named(&self, sign_in: &str) -> Result<Officer, Fault> {
        let sql = format!("{COLUMNS} WHERE region = $1 AND sign_in = $2");
        self.one_officer(&sql, &officer::sign_in_name(sign_in).map_err(|_| Refused::UnknownOfficer)?).await
    }

    async fn one_officer(&self, sql: &str, key: &str) -> Result<Officer, Fault> {
        let row = self.store().row(sql, &values![self.region(), key]).await?.ok_or(Refused::UnknownOfficer)?;
        let listed = listed(&row)?;
        let mut grants = self.grants_of(&[&listed.id.0]).await?;
        Ok(Officer {
            grants: grants.remove(&listed.id.0).unwrap_or_default(),
            id: listed.id,
            sign_in: listed.sign_in,
            name: listed.name,
            active: listed.active,
            has_password: listed.has_password,
            version: row.int(5)?,
        })
    }

    /// Up to `limit` officers after the sign-in name `after`, whose names hold `search`.
    ///
    /// # Errors
    /// The store failed.
    pub async fn officers(&self, search: &str, after: &str, limit: i64) -> Result<Vec<Listed>, Fault> {
        let pattern = format!("%{}%", escaped(&kernel::text::normal(search).to_lowercase()));
        let sql = format!(
            "{COLUMNS} WHERE region = $1 AND sign_in > $2 AND search LIKE $3 ESCAPE '!' ORDER BY sign_in LIMIT $4"
        );
        let rows = self.store().rows(&sql, &values![self.region(), after, pattern, limit]).await?;
        let mut all = rows.iter().map(listed).collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<&str> = all.iter().map(|one| one.id.0.as_str()).collect();
        let mut grants = self.grants_of(&ids).await?;
        for one in &mut all {
            one.grants = grants.remove(&one.id.0).unwrap_or_default();
        }
        Ok(all)
    }

    async fn grants_of(&self, ids: &[&str]) -> Result<HashMap<String, Vec<Grant>>, Fault> {
        let mut grants: HashMap<String, Vec<Grant>> = HashMap::new();
        if ids.is_empty() {
            return Ok(grants);
        }
        let marks: Vec<String> = (0..ids.len()).map(|i| format!("${}", i + 2)).collect();
        let sql = format!(
            "SELECT officer, role, unit FROM identity_grants WHERE region = $1 AND officer IN ({})",
            marks.join(", ")
        );
        let mut values = values![self.region()];
        values.extend(ids.iter().map(|id| Value::from(*id)));
        for row in self.store().rows(&sql, &values).await? {
            if let Some(role) = Role::parse(row.text(1)?) {
                grants.entry(row.string(0)?).or_default().push(Grant { role, unit: row.string(2)? });
            }
        }
        grants.values_mut().for_each(|list| list.sort());
        Ok(grants)
    }

    pub(crate) async fn other_admins(&self, id: &OfficerId) -> Result<u64, Fault> {
        let sql = "SELECT COUNT(DISTINCT g.officer) FROM identity_grants g
                   JOIN identity_officers o ON o.region = g.region AND o.id = g.officer
                   WHERE g.region = $1 AND g.role = $2 AND g.officer <> $3 AND o.active = 1";
        let row = self.store().row(sql, &values![self.region(), Role::CityAdmin.word(), &id.0]).await?;
        Ok(row.map_or(Ok(0), |row| row.int(0))?.unsigned_abs())
    }

    pub(crate) async fn officers_holding(&self, unit: &str, role: Role) -> Result<Vec<OfficerId>, Fault> {
        let sql = "SELECT g.officer FROM identity_grants g
                   JOIN identity_officers o ON o.region = g.region AND o.id = g.officer
                   WHERE g.region = $1 AND g.unit = $2 AND g.role = $3 AND o.active = 1 ORDER BY g.officer";
        let rows = self.store().rows(sql, &values![self.region(), unit, role.word()]).await?;
        Ok(rows.iter().map(|row| row.string(0).map(OfficerId)).collect::<Result<_, _>>()?)
    }

    /// Everybody who holds a role anywhere, by name; at most two hundred.
    pub(crate) async fn everybody_holding(&self, role: Role) -> Result<Vec<(OfficerId, String)>, Fault> {
        let sql = "SELECT DISTINCT o.id, o.name FROM identity_grants g
                   JOIN identity_officers o ON o.region = g.region AND o.id = g.officer
                   WHERE g.region = $1 AND g.role = $2 AND o.active = 1 ORDER BY o.name, o.id LIMIT 200";
        let rows = self.store().rows(sql, &values![self.region(), role.word()]).await?;
        let read = |row: &Row| Ok::<_, StoreError>((OfficerId(row.string(0)?), row.string(1)?));
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    pub(crate) async fn name_of(&self, id: &OfficerId) -> Result<Option<String>, Fault> {
        let sql = "SELECT name FROM identity_officers WHERE region = $1 AND id = $2";
        let row = self.store().row(sql, &values![self.region(), &id.0]).await?;
        Ok(row.map(|row| row.string(0)).transpose()?)
    }

    pub(crate) async fn email_of(&self, id: &OfficerId) -> Result<Option<String>, Fault> {
        let sql = "SELECT contact FROM identity_officers WHERE region = $1 AND id = $2 AND active = 1 AND contact IS NOT NULL";
        let Some(row) = self.store().row(sql, &values![self.region(), &id.0]).await? else {
            return Ok(None);
        };
        let contact = row.string(0)?;
        Ok(self.store().open_sealed(self.region(), &[&contact]).await?.remove(&contact))
    }
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: OfficerId(row.string(0)?),
        sign_in: row.string(1)?,
        name: row.string(2)?,
        active: row.flag(3)?,
        has_password: row.flag(4)?,
        grants: Vec::new(),
    })
}

fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| if matches!(c, '%' | '_' | '!') { vec!['!', c] } else { vec![c] }).collect()
}
