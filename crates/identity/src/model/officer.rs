//! Officers and what they may be. Pure: state and command in, facts or a refusal out.

use crate::refusal::Refused;
use kernel::{Actor, Instant, NewEvent, OfficerId, Role, TextRef};
use serde_json::json;

/// A role in a unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// What the officer may be.
    pub role: Role,
    /// Where: an agency unit such as `dinas-pupr`.
    pub unit: String,
}

/// What decisions about an officer rest upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Stable id.
    pub id: OfficerId,
    /// Name for signing in: lower case.
    pub sign_in: String,
    /// Name that colleagues see.
    pub name: String,
    /// Whether the account works.
    pub active: bool,
    /// Whether a password was ever set.
    pub has_password: bool,
    /// What the officer may be, sorted.
    pub grants: Vec<Grant>,
    /// Version of the ledger stream on which this rests.
    pub version: i64,
}

impl Officer {
    /// The ledger stream of an officer.
    pub fn stream(id: &OfficerId) -> String {
        format!("officer/{}", id.0)
    }

    /// Whether the officer holds this role in any unit.
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}

/// What is done to an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Gives a role in a unit.
    Grant(Grant),
    /// Takes a role in a unit away.
    Revoke(Grant),
    /// Closes the account; nothing is deleted, all sessions end.
    Disable,
    /// Opens a closed account again; a new link is needed to sign in.
    Enable,
    /// Makes a link with which a password can be set until then; earlier links end.
    MakeLink {
        /// Last moment at which it works.
        until: Instant,
    },
    /// Sets the password.
    SetPassword {
        /// Whether it was set by a one-time link rather than by the officer who was signed in.
        by_link: bool,
    },
    /// Ends all sessions.
    EndSessions,
}

/// Adds an officer: the first facts of a stream. `name` and `contact` stand sealed outside the log.
pub fn added(name: &TextRef, contact: Option<&TextRef>, grants: &[Grant], by: &Actor, now: Instant) -> Vec<NewEvent> {
    let mut events = vec![event("officer.added", json!({ "name": name, "contact": contact }), by, now)];
    events.extend(grants.iter().map(|grant| granted(grant, by, now)));
    events
}

/// Decides a command. `other_admins` is the number of other active city administrators.
///
/// # Errors
/// What the rules refuse; nothing is to be changed then.
pub fn decide(
    officer: &Officer,
    command: &Command,
    other_admins: u64,
    by: &Actor,
    now: Instant,
) -> Result<Vec<NewEvent>, Refused> {
    let one = |name: &str, data| Ok(vec![event(name, data, by, now)]);
    match command {
        Command::Grant(grant) if officer.grants.contains(grant) => Err(Refused::AlreadyGranted),
        Command::Grant(_) | Command::MakeLink { .. } | Command::SetPassword { .. } | Command::Disable
            if !officer.active =>
        {
            Err(Refused::Disabled)
        }
        Command::Grant(grant) => Ok(vec![granted(grant, by, now)]),
        Command::Revoke(grant) if !officer.grants.contains(grant) => Err(Refused::NotGranted),
        Command::Revoke(grant) if loses_last_admin(officer, grant, other_admins) => Err(Refused::LastAdmin),
        Command::Revoke(grant) => one("role.revoked", json!({ "role": grant.role, "unit": grant.unit })),
        Command::Disable if officer.has_role(Role::CityAdmin) && other_admins == 0 => Err(Refused::LastAdmin),
        Command::Disable => one("officer.disabled", json!({})),
        Command::Enable if officer.active => Err(Refused::NotDisabled),
        Command::Enable => one("officer.enabled", json!({})),
        Command::MakeLink { until } => one("password.link_made", json!({ "until": until })),
        Command::SetPassword { by_link } => one("password.set", json!({ "by_link": by_link })),
        Command::EndSessions => one("sessions.ended", json!({})),
    }
}

fn loses_last_admin(officer: &Officer, grant: &Grant, other_admins: u64) -> bool {
    let admin = |grant: &&Grant| grant.role == Role::CityAdmin;
    grant.role == Role::CityAdmin
        && officer.active
        && other_admins == 0
        && officer.grants.iter().filter(admin).count() == 1
}

fn granted(grant: &Grant, by: &Actor, now: Instant) -> NewEvent {
    event("role.granted", json!({ "role": grant.role, "unit": grant.unit }), by, now)
}

/// An event of this room.
pub fn event(name: &str, data: serde_json::Value, by: &Actor, now: Instant) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at: now, actor: by.clone(), data }
}

/// A name for signing in as it is kept: lower case, 3–40 letters, digits, `.`, `-`, `_`, `@`, beginning with a letter or
/// digit.
///
/// # Errors
/// It is not of that form.
pub fn sign_in_name(typed: &str) -> Result<String, Refused> {
    let name = kernel::text::normal(typed).to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = (3..=40).contains(&name.len())
        && name.starts_with(plain)
        && name.chars().all(|c| plain(c) || matches!(c, '.' | '-' | '_' | '@'));
    if fits { Ok(name) } else { Err(Refused::BadSignIn) }
}

/// A display name as it is kept: 2–80 characters on one line.
///
/// # Errors
/// It is empty, too long or holds control characters.
pub fn display_name(typed: &str) -> Result<String, Refused> {
    let name = kernel::text::normal(typed);
    let fits = (2..=80).contains(&kernel::text::length(&name)) && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(Refused::BadName) }
}

/// An e-mail address as far as it can be judged without sending: one `@`, no blanks, a point in the host. Empty is none.
///
/// # Errors
/// It cannot be an address.
pub fn email(typed: &str) -> Result<Option<String>, Refused> {
    let address = kernel::text::normal(typed);
    if address.is_empty() {
        return Ok(None);
    }
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"');
    let fits = address.len() <= 254
        && address.chars().all(plain)
        && address.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if fits { Ok(Some(address)) } else { Err(Refused::BadEmail) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, unit: &str) -> Grant {
        Grant { role, unit: unit.to_owned() }
    }

    fn officer(grants: Vec<Grant>) -> Officer {
        Officer {
            id: OfficerId("o-1".to_owned()),
            sign_in: "siti".to_owned(),
            name: "Siti".to_owned(),
            active: true,
            has_password: true,
            grants,
            version: 3,
        }
    }

    fn ask(officer: &Officer, command: Command, other_admins: u64) -> Result<Vec<String>, Refused> {
        let events = decide(officer, &command, other_admins, &Actor::Operator, Instant::from_seconds(0))?;
        Ok(events.into_iter().map(|event| event.name).collect())
    }

    #[test]
    fn a_role_is_given_once_and_taken_away_once() {
        let siti = officer(vec![grant(Role::Liaison, "dinas-pupr")]);
        assert_eq!(ask(&siti, Command::Grant(grant(Role::Head, "dinas-pupr")), 1), Ok(vec!["role.granted".to_owned()]));
        assert_eq!(ask(&siti, Command::Grant(grant(Role::Liaison, "dinas-pupr")), 1), Err(Refused::AlreadyGranted));
        assert_eq!(ask(&siti, Command::Revoke(grant(Role::Liaison, "dinas-sosial")), 1), Err(Refused::NotGranted));
        assert_eq!(
            ask(&siti, Command::Revoke(grant(Role::Liaison, "dinas-pupr")), 1),
            Ok(vec!["role.revoked".to_owned()])
        );
    }

    #[test]
    fn the_last_city_administrator_cannot_be_lost() {
        let admin = officer(vec![grant(Role::CityAdmin, "dinas-kominfo")]);
        for command in [Command::Disable, Command::Revoke(grant(Role::CityAdmin, "dinas-kominfo"))] {
            assert_eq!(ask(&admin, command.clone(), 0), Err(Refused::LastAdmin));
            assert!(ask(&admin, command, 1).is_ok());
        }
    }

    #[test]
    fn a_closed_account_gets_neither_role_nor_password_nor_link() {
        let mut gone = officer(Vec::new());
        gone.active = false;
        let until = Instant::from_seconds(1);
        for command in [
            Command::Grant(grant(Role::Head, "dinas-pupr")),
            Command::MakeLink { until },
            Command::SetPassword { by_link: true },
            Command::Disable,
        ] {
            assert_eq!(ask(&gone, command, 1), Err(Refused::Disabled));
        }
        assert_eq!(ask(&gone, Command::Enable, 1), Ok(vec!["officer.enabled".to_owned()]));
    }

    #[test]
    fn no_event_holds_a_name_a_contact_or_a_secret() {
        let sealed = |id: &str| TextRef { id: id.to_owned(), hash: "00".to_owned() };
        let events = added(
            &sealed("t-1"),
            Some(&sealed("t-2")),
            &[grant(Role::Head, "dinas-pupr")],
            &Actor::Operator,
            Instant::from_seconds(0),
        );
        let written = serde_json::to_string(&events).unwrap();
        assert!(!written.to_lowercase().contains("siti"), "{written}");
        assert_eq!(events[1].data, json!({ "role": "head", "unit": "dinas-pupr" }));
    }

    #[test]
    fn names_for_signing_in_are_plain_and_lower_case() {
        assert_eq!(sign_in_name("  Siti.R@jombang "), Ok("siti.r@jombang".to_owned()));
        for wrong in ["si", "siti rohmah", ".siti", "sitī", "", "<script>", &"a".repeat(41)] {
            assert_eq!(sign_in_name(wrong), Err(Refused::BadSignIn), "{wrong}");
        }
    }

    #[test]
    fn an_address_without_a_host_is_refused_and_none_is_fine() {
        assert_eq!(email(" "), Ok(None));
        assert_eq!(email("siti@dinas.go.id"), Ok(Some("siti@dinas.go.id".to_owned())));
        for wrong in
            ["siti", "siti@", "@dinas.go.id", "a@b@c.id", "siti@dinas", "a b@c.id", "x@y.id, z@y.id", "a\n@b.id"]
        {
            assert_eq!(email(wrong), Err(Refused::BadEmail), "{wrong}");
        }
    }
}
