//! Rules of letters: pure functions of what is handed in.

pub mod digest;
pub mod number;
pub mod pdf;
pub mod validity;

use cases::doors::LetterState;
use jiff::civil::Date;
use kernel::{OfficerId, Role};
use web::Session;

/// What of a letter decides where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// It was signed.
    pub issued: bool,
    /// It was withdrawn.
    pub revoked: bool,
    /// Another one took its place.
    pub replaced: bool,
    /// Its last day.
    pub valid_until: Option<Date>,
}

/// Where a letter stands on the local day `today`: what a person decided counts before what the calendar says.
pub fn state(standing: Standing, today: Date) -> LetterState {
    match standing {
        Standing { revoked: true, .. } => LetterState::Revoked,
        Standing { replaced: true, .. } => LetterState::Replaced,
        Standing { issued: false, .. } => LetterState::Prepared,
        Standing { valid_until: Some(last), .. } if last < today => LetterState::Expired,
        _ => LetterState::Valid,
    }
}

/// Who is to sign a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The officer whose action led to the end, if one did.
    pub officer: Option<OfficerId>,
    /// The unit in which it was taken.
    pub unit: String,
    /// The role that the acting title has there.
    pub role: Option<Role>,
}

/// Whether this officer may sign: whoever's action led to the end while still in that unit, or who holds the title's
/// role there; its head where the title is not mapped.
pub fn may_sign(session: &Session, signer: &Signer) -> bool {
    let there = session.grants.iter().any(|grant| grant.unit == signer.unit);
    let own = signer.officer.as_ref() == Some(&session.officer);
    there && (own || session.has_role_in(signer.role.unwrap_or(Role::Head), &signer.unit))
}

/// Units whose register this officer reads: those where the officer works; `None` for auditors, who read all.
pub fn register_units(session: &Session) -> Option<Vec<String>> {
    if session.has_role(Role::Auditor) {
        return None;
    }
    let works = |role: Role| matches!(role, Role::Verifier | Role::Liaison | Role::FieldOfficer | Role::Head);
    let mut units: Vec<String> =
        session.grants.iter().filter(|grant| works(grant.role)).map(|grant| grant.unit.clone()).collect();
    units.sort_unstable();
    units.dedup();
    Some(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::Instant;
    use web::Grant;

    fn officer(id: &str, role: Role, unit: &str) -> Session {
        Session {
            officer: OfficerId(id.into()),
            name: id.into(),
            grants: vec![Grant { role, unit: unit.into() }],
            form_secret: vec![0; 16],
            confirmed_at: Instant::from_seconds(0),
        }
    }

    fn signer() -> Signer {
        Signer { officer: Some(OfficerId("siti".into())), unit: "dinas-a".into(), role: Some(Role::Head) }
    }

    #[test]
    fn a_letter_is_valid_through_its_last_day_and_expired_on_the_next() {
        let standing = Standing { issued: true, valid_until: Some(date(2028, 3, 5)), ..Standing::default() };
        assert_eq!(state(standing, date(2028, 3, 5)), LetterState::Valid);
        assert_eq!(state(standing, date(2028, 3, 6)), LetterState::Expired);
    }

    #[test]
    fn a_letter_without_a_last_day_never_expires() {
        let standing = Standing { issued: true, ..Standing::default() };
        assert_eq!(state(standing, date(2999, 1, 1)), LetterState::Valid);
    }

    #[test]
    fn an_unsigned_letter_is_not_valid() {
        assert_eq!(state(Standing::default(), date(2027, 1, 1)), LetterState::Prepared);
    }

    #[test]
    fn what_was_withdrawn_stays_withdrawn_whatever_the_calendar_says() {
        let standing = Standing { issued: true, revoked: true, replaced: true, valid_until: Some(date(2020, 1, 1)) };
        assert_eq!(state(standing, date(2027, 1, 1)), LetterState::Revoked);
        assert_eq!(state(Standing { revoked: false, ..standing }, date(2027, 1, 1)), LetterState::Replaced);
    }

    #[test]
    fn only_who_acted_or_holds_the_title_there_may_sign() {
        assert!(may_sign(&officer("siti", Role::FieldOfficer, "dinas-a"), &signer()));
        assert!(may_sign(&officer("budi", Role::Head, "dinas-a"), &signer()));
        assert!(!may_sign(&officer("budi", Role::FieldOfficer, "dinas-a"), &signer()));
        assert!(!may_sign(&officer("budi", Role::Head, "dinas-b"), &signer()), "another agency");
        assert!(!may_sign(&officer("siti", Role::Head, "dinas-b"), &signer()), "who left the unit signs no more");
    }

    #[test]
    fn a_register_is_read_by_its_own_unit_and_by_auditors() {
        assert_eq!(register_units(&officer("a", Role::Liaison, "dinas-a")), Some(vec!["dinas-a".into()]));
        assert_eq!(register_units(&officer("a", Role::Auditor, "inspektorat")), None);
        assert_eq!(register_units(&officer("a", Role::Leader, "setda")), Some(Vec::new()));
    }
}
