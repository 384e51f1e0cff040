//! Officers in the store: each change is a fact of the ledger and the read tables in one commit.

use crate::fault::Fault;
use crate::identity::Identity;
use crate::model::officer::{self, Command, Grant, Officer};
use crate::model::password;
use crate::model::session::LINK;
use crate::refusal::Refused;
use kernel::{Actor, Id, Instant, OfficerId, Token};
use store::{Commit, CommitError, Statement, values};

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

impl Identity {
    /// Adds an officer and makes the one-time link (24 hours) with which the password is set.
    ///
    /// # Errors
    /// A name, address, unit or role that cannot be, or a sign-in name that is taken.
    pub async fn add_officer(&self, new: &NewOfficer, by: &Actor, now: Instant) -> Result<(OfficerId, Token), Fault> {
        let sign_in = officer::sign_in_name(&new.sign_in)?;
        let name = officer::display_name(&new.name)?;
        let email = officer::email(&new.email)?;
        let directory = self.directory();
        if new.grants.iter().any(|grant| directory.office(&grant.unit).is_none()) {
            return Err(Refused::UnknownUnit.into());
        }
        let (store, region, chance) = (self.store(), self.region(), self.chance());
        let vault = store.vault(region, now, chance).await?;
        let (person, keep) = vault.new_person(now, chance)?;
        let (name_ref, name_kept) = vault.seal(&person, &name, now, chance)?;
        let sealed = email.map(|email| vault.seal(&person, &email, now, chance)).transpose()?;
        let (contact, contact_kept) = sealed.map_or((None, None), |(contact, kept)| (Some(contact), Some(kept)));
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
        let commit = Commit { events, statements, ..Commit::new(region, Officer::stream(&id), 0) };
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
    pub async fn make_link(&self, id: &OfficerId, by: &Actor, now: Instant) -> Result<Token, Fault> {
        let token = Token::new(self.chance());
        let statements = vec![self.drop_links(id), link_row(self.region(), id, &token, now)];
        let command = Command::MakeLink { until: now.plus_seconds(LINK) };
        self.change(id, &command, statements, by, now).await?;
        Ok(token)
    }

    /// Sets a password without a link, for example in a demonstration city. All sessions end.
    ///
    /// # Errors
    /// The password is too weak, or the account is closed.
    pub async fn set_password(&self, id: &OfficerId, password: &str, by: &Actor, now: Instant) -> Result<(), Fault> {
        let officer = self.officer(id).await?;
        let hash = self.judged_hash(&officer, password).await?;
        let statements = vec![self.password_row(id, hash), self.drop_links(id), self.drop_sessions(id)];
        self.change(id, &Command::SetPassword { by_link: false }, statements, by, now).await
    }

    /// The officer whom a one-time link lets set a password, while it works.
    ///
    /// # Errors
    /// The link was used, replaced, is too old or never existed.
    pub async fn officer_of_link(&self, token: &Token, now: Instant) -> Result<Officer, Fault> {
        let sql = "SELECT officer FROM identity_links WHERE region = $1 AND hash = $2 AND until_at >= $3";
        let row = self.store().row(sql, &values![self.region(), token.hash(), now]).await?.ok_or(Refused::DeadLink)?;
        let officer = self.officer(&OfficerId(row.string(0)?)).await?;
        if officer.active { Ok(officer) } else { Err(Refused::DeadLink.into()) }
    }

    /// Sets the password by a one-time link, which ends with it; all sessions end.
    ///
    /// # Errors
    /// The link is dead, or the password is too weak (then the link goes on working).
    pub async fn set_password_by_link(&self, token: &Token, password: &str, now: Instant) -> Result<OfficerId, Fault> {
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
        let by = Actor::Officer { id: officer.id.clone(), unit: String::new(), title: String::new() };
        let changed = self.change(&officer.id, &Command::SetPassword { by_link: true }, statements, &by, now).await;
        match changed {
            Err(Fault::Refused(Refused::Changed)) => Err(Refused::DeadLink.into()),
            other => other.map(|()| officer.id),
        }
    }

    pub(crate) async fn judged_hash(&self, officer: &Officer, password: &str) -> Result<String, Fault> {
        let own = [officer.sign_in.as_str(), officer.name.as_str(), self.0.deps.city.as_str(), "gapura"];
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
            let commit =
                Commit { events, statements, ..Commit::new(self.region(), Officer::stream(id), officer.version) };
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
        Statement::new("DELETE FROM identity_links WHERE region = $1 AND officer = $2", values![self.region(), &id.0])
    }

    pub(crate) fn password_row(&self, id: &OfficerId, hash: String) -> Statement {
        Statement::new(
            "UPDATE identity_officers SET password = $3 WHERE region = $1 AND id = $2",
            values![self.region(), &id.0, hash],
        )
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
