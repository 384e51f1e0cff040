//! Officers in the store: each change is a fact of the ledger and the read tables in one commit.

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::{self, Command, Grant, Officer};
use crate::model::password;
use crate::model::session::LINK;
use crate::refusal::Refused;
use kernel::{Actor, Id, Instant, OfficerId, Role, Token};
use std::collections::HashMap;
use store::{Commit, CommitError, Row, Statement, StoreError, Value, values};

/// A new officer, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewOfficer {
    /// Name for signing in.
    pub sign_in: String,
    /// Name that colleagues see.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// First roles.
    pub grants: Vec<Grant>,
}

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

const COLUMNS: &str = "SELECT id, sign_in, name, active, CASE WHEN password IS NULL THEN 0 ELSE 1 END, version FROM identity_officers";

impl Identity {
    /// Adds an officer and makes the one-time link (24 hours) with which the password is set.
    ///
    /// # Errors
    /// A name, address, unit or role that cannot be, or a sign-in name that is taken.
    pub async fn add_officer(
        &self,
        new: &NewOfficer,
        by: &Actor,
        now: Instant,
    ) -> Result<(OfficerId, Token), Fault> {
        let sign_in = officer::sign_in_name(&new.sign_in)?;
        let name = officer::display_name(&new.name)?;
        let email = officer::email(&new.email)?;
        let directory = self.directory();
        if new
            .grants
            .iter()
            .any(|grant| directory.office(&grant.unit).is_none())
        {
            return Err(Refused::UnknownUnit.into());
        }
        let (store, region, chance) = (self.store(), self.region(), self.chance());
        let vault = store.vault(region, now, chance).await?;
        let (person, keep) = vault.new_person(now, chance)?;
        let (name_ref, name_kept) = vault.seal(&person, &name, now, chance)?;
        let sealed = email
            .map(|email| vault.seal(&person, &email, now, chance))
            .transpose()?;
        let (contact, contact_kept) =
            sealed.map_or((None, None), |(contact, kept)| (Some(contact), Some(kept)));
        let id = OfficerId(Id::new(now, chance).to_string());
        let mut grants = new.grants.clone();
        grants.sort();
        grants.dedup();
        let mut events = officer::added(&name_ref, contact.as_ref(), &grants, by, now);
        events.push(officer::event(
            "password.link_made",
            serde_json::json!({ "until": now.plus_seconds(LINK) }),
            by,
            now,
        ));
        let token = Token::new(chance);
        let version = i64::try_from(events.len()).unwrap_or(i64::MAX);
        let mut statements = vec![keep, name_kept];
        statements.extend(contact_kept);
        statements.push(insert(
            region,
            &id,
            [&sign_in, &name, person.id()],
            contact.map(|contact| contact.id),
            version,
            now,
        ));
        statements.extend(grants.iter().map(|grant| grant_row(region, &id, grant)));
        statements.push(link_row(region, &id, &token, now));
        let commit = Commit {
            events,
            statements,
            ..Commit::new(region, Officer::stream(&id), 0)
        };
        match store.commit(commit, now).await {
            Ok(_) => Ok((id, token)),
            Err(CommitError::Guard) => Err(Refused::NameTaken.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Does something to an officer; loads and decides again if somebody else was faster, three times at most.
    /// `Command::MakeLink` is [`Identity::make_link`], `Command::SetPassword` [`Identity::set_password`].
    ///
    /// # Errors
    /// What the rules refuse.
    pub async fn change_officer(
        &self,
        id: &OfficerId,
        command: &Command,
        by: &Actor,
        now: Instant,
    ) -> Result<(), Fault> {
        self.change(id, command, Vec::new(), by, now).await
    }

    /// Makes a fresh one-time link; earlier ones end.
    ///
    /// # Errors
    /// The officer is unknown or the account is closed.
    pub async fn make_link(
        &self,
        id: &OfficerId,
        by: &Actor,
        now: Instant,
    ) -> Result<Token, Fault> {
        let token = Token::new(self.chance());
        let statements = vec![
            self.drop_links(id),
            link_row(self.region(), id, &token, now),
        ];
        let command = Command::MakeLink {
            until: now.plus_seconds(LINK),
        };
        self.change(id, &command, statements, by, now).await?;
        Ok(token)
    }

    /// Sets a password without a link, for example in a demonstration city. All sessions end.
    ///
    /// # Errors
    /// The password is too weak, or the account is closed.
    pub async fn set_password(
        &self,
        id: &OfficerId,
        password: &str,
        by: &Actor,
        now: Instant,
    ) -> Result<(), Fault> {
        let officer = self.officer(id).await?;
        let hash = self.judged_hash(&officer, password).await?;
        let statements = vec![
            self.password_row(id, hash),
            self.drop_links(id),
            self.drop_sessions(id),
        ];
        self.change(
            id,
            &Command::SetPassword { by_link: false },
            statements,
            by,
            now,
        )
        .await
    }

    /// The officer whom a one-time link lets set a password, while it works.
    ///
    /// # Errors
    /// The link was used, replaced, is too old or never existed.
    pub async fn officer_of_link(&self, token: &Token, now: Instant) -> Result<Officer, Fault> {
        let sql =
            "SELECT officer FROM identity_links WHERE region = $1 AND hash = $2 AND until_at >= $3";
        let row = self
            .store()
            .row(sql, &values![self.region(), token.hash(), now])
            .await?
            .ok_or(Refused::DeadLink)?;
        let officer = self.officer(&OfficerId(row.string(0)?)).await?;
        if officer.active {
            Ok(officer)
        } else {
            Err(Refused::DeadLink.into())
        }
    }

    /// Sets the password by a one-time link, which ends with it; all sessions end.
    ///
    /// # Errors
    /// The link is dead, or the password is too weak (then the link goes on working).
    pub async fn set_password_by_link(
        &self,
        token: &Token,
        password: &str,
        now: Instant,
    ) -> Result<OfficerId, Fault> {
        let officer = self.officer_of_link(token, now).await?;
        let hash = self.judged_hash(&officer, password).await?;
        let used = Statement::new(
            "DELETE FROM identity_links WHERE region = $1 AND hash = $2 AND until_at >= $3",
            values![self.region(), token.hash(), now],
        );
        let statements = vec![
            used.exactly_one(),
            self.password_row(&officer.id, hash),
            self.drop_links(&officer.id),
            self.drop_sessions(&officer.id),
        ];
        let by = Actor::Officer {
            id: officer.id.clone(),
            unit: String::new(),
            title: String::new(),
        };
        let changed = self
            .change(
                &officer.id,
                &Command::SetPassword { by_link: true },
                statements,
                &by,
                now,
            )
            .await;
        match changed {
            Err(Fault::Refused(Refused::Changed)) => Err(Refused::DeadLink.into()),
            other => other.map(|()| officer.id),
        }
    }

    pub(crate) async fn judged_hash(
        &self,
        officer: &Officer,
        password: &str,
    ) -> Result<String, Fault> {
        let own = [
            officer.sign_in.as_str(),
            officer.name.as_str(),
            self.0.deps.city.as_str(),
            "gapura",
        ];
        password::judge(password, &own).map_err(Refused::Weak)?;
        self.0.hasher.hash(password, self.chance()).await
    }

    pub(crate) async fn change(
        &self,
        id: &OfficerId,
        command: &Command,
        extra: Vec<Statement>,
        by: &Actor,
        now: Instant,
    ) -> Result<(), Fault> {
        if let Command::Grant(grant) = command
            && self.directory().office(&grant.unit).is_none()
        {
            return Err(Refused::UnknownUnit.into());
        }
        for _ in 0..3 {
            let officer = self.officer(id).await?;
            let events = officer::decide(&officer, command, self.other_admins(id).await?, by, now)?;
            let mut statements = vec![self.moved_on(&officer, events.len())];
            statements.extend(self.effects(id, command));
            statements.extend(extra.iter().cloned());
            let commit = Commit {
                events,
                statements,
                ..Commit::new(self.region(), Officer::stream(id), officer.version)
            };
            match self.store().commit(commit, now).await {
                Err(CommitError::Conflict { .. }) => {}
                outcome => {
                    self.0.cache.forget_officer(id);
                    return Ok(outcome.map(drop)?);
                }
            }
        }
        Err(Refused::Changed.into())
    }

    /// What a command changes in the read tables, besides the version.
    fn effects(&self, id: &OfficerId, command: &Command) -> Vec<Statement> {
        let active = |active: bool| {
            Statement::new(
                "UPDATE identity_officers SET active = $3 WHERE region = $1 AND id = $2",
                values![self.region(), &id.0, active],
            )
        };
        match command {
            Command::Grant(grant) => vec![grant_row(self.region(), id, grant)],
            Command::Revoke(grant) => vec![Statement::new(
                "DELETE FROM identity_grants WHERE region = $1 AND officer = $2 AND role = $3 AND unit = $4",
                values![self.region(), &id.0, grant.role.word(), &grant.unit],
            )],
            Command::Disable => vec![active(false), self.drop_sessions(id), self.drop_links(id)],
            Command::Enable => vec![active(true)],
            Command::EndSessions => vec![self.drop_sessions(id)],
            Command::MakeLink { .. } | Command::SetPassword { .. } => Vec::new(),
        }
    }

    fn moved_on(&self, officer: &Officer, events: usize) -> Statement {
        let version = officer.version + i64::try_from(events).unwrap_or(0);
        Statement::new(
            "UPDATE identity_officers SET version = $3 WHERE region = $1 AND id = $2",
            values![self.region(), &officer.id.0, version],
        )
        .exactly_one()
    }

    pub(crate) fn drop_sessions(&self, id: &OfficerId) -> Statement {
        Statement::new(
            "DELETE FROM identity_sessions WHERE region = $1 AND officer = $2",
            values![self.region(), &id.0],
        )
    }

    fn drop_links(&self, id: &OfficerId) -> Statement {
        Statement::new(
            "DELETE FROM identity_links WHERE region = $1 AND officer = $2",
            values![self.region(), &id.0],
        )
    }

    pub(crate) fn password_row(&self, id: &OfficerId, hash: String) -> Statement {
        Statement::new(
            "UPDATE identity_officers SET password = $3 WHERE region = $1 AND id = $2",
            values![self.region(), &id.0, hash],
        )
    }

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
        self.one_officer(
            &sql,
            &officer::sign_in_name(sign_in).map_err(|_| Refused::UnknownOfficer)?,
        )
        .await
    }

    async fn one_officer(&self, sql: &str, key: &str) -> Result<Officer, Fault> {
        let row = self
            .store()
            .row(sql, &values![self.region(), key])
            .await?
            .ok_or(Refused::UnknownOfficer)?;
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
    pub async fn officers(
        &self,
        search: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Listed>, Fault> {
        let pattern = format!(
            "%{}%",
            escaped(&kernel::text::normal(search).to_lowercase())
        );
        let sql = format!(
            "{COLUMNS} WHERE region = $1 AND sign_in > $2 AND search LIKE $3 ESCAPE '!' ORDER BY sign_in LIMIT $4"
        );
        let rows = self
            .store()
            .rows(&sql, &values![self.region(), after, pattern, limit])
            .await?;
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
                grants.entry(row.string(0)?).or_default().push(Grant {
                    role,
                    unit: row.string(2)?,
                });
            }
        }
        grants.values_mut().for_each(|list| list.sort());
        Ok(grants)
    }

    async fn other_admins(&self, id: &OfficerId) -> Result<u64, Fault> {
        let sql = "SELECT COUNT(DISTINCT g.officer) FROM identity_grants g
                   JOIN identity_officers o ON o.region = g.region AND o.id = g.officer
                   WHERE g.region = $1 AND g.role = $2 AND g.officer <> $3 AND o.active = 1";
        let row = self
            .store()
            .row(sql, &values![self.region(), Role::CityAdmin.word(), &id.0])
            .await?;
        Ok(row.map_or(Ok(0), |row| row.int(0))?.unsigned_abs())
    }

    pub(crate) async fn officers_holding(
        &self,
        unit: &str,
        role: Role,
    ) -> Result<Vec<OfficerId>, Fault> {
        let sql = "SELECT g.officer FROM identity_grants g
                   JOIN identity_officers o ON o.region = g.region AND o.id = g.officer
                   WHERE g.region = $1 AND g.unit = $2 AND g.role = $3 AND o.active = 1 ORDER BY g.officer";
        let rows = self
            .store()
            .rows(sql, &values![self.region(), unit, role.word()])
            .await?;
        Ok(rows
            .iter()
            .map(|row| row.string(0).map(OfficerId))
            .collect::<Result<_, _>>()?)
    }

    pub(crate) async fn email_of(&self, id: &OfficerId) -> Result<Option<String>, Fault> {
        let sql = "SELECT contact FROM identity_officers WHERE region = $1 AND id = $2 AND active = 1 AND contact IS NOT NULL";
        let Some(row) = self
            .store()
            .row(sql, &values![self.region(), &id.0])
            .await?
        else {
            return Ok(None);
        };
        let contact = row.string(0)?;
        Ok(self
            .store()
            .open_sealed(self.region(), &[&contact])
            .await?
            .remove(&contact))
    }
}

fn insert(
    region: &str,
    id: &OfficerId,
    texts: [&str; 3],
    contact: Option<String>,
    version: i64,
    now: Instant,
) -> Statement {
    let [sign_in, name, person] = texts;
    Statement::new(
        "INSERT INTO identity_officers (region, id, sign_in, name, search, person, contact, password, active, version, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 1, $8, $9) ON CONFLICT DO NOTHING",
        values![region, &id.0, sign_in, name, format!("{sign_in} {}", name.to_lowercase()), person, contact, version, now],
    )
    .exactly_one()
}

fn grant_row(region: &str, id: &OfficerId, grant: &Grant) -> Statement {
    Statement::new(
        "INSERT INTO identity_grants (region, officer, role, unit) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        values![region, &id.0, grant.role.word(), &grant.unit],
    )
}

fn link_row(region: &str, id: &OfficerId, token: &Token, now: Instant) -> Statement {
    Statement::new(
        "INSERT INTO identity_links (region, hash, officer, until_at) VALUES ($1, $2, $3, $4)",
        values![region, token.hash(), &id.0, now.plus_seconds(LINK)],
    )
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
    text.chars()
        .flat_map(|c| {
            if matches!(c, '%' | '_' | '!') {
                vec!['!', c]
            } else {
                vec![c]
            }
        })
        .collect()
}
