//! *Surat tugas*: by whose letter who stands in for whom, and on which days (semantics R46). Pure.

use crate::model::officer::{Grant, Officer, event};
use crate::refusal::Refused;
use jiff::civil::Date;
use kernel::{Actor, Instant, NewEvent, OfficerId, Role, TextRef};
use serde_json::json;

/// Most days that one letter covers: a longer absence is a matter for a new holder of the office.
pub const MOST_DAYS: i64 = 366;
/// Most characters of a number.
pub const NUMBER: usize = 60;
/// Most characters of a reason.
pub const REASON: usize = 500;

/// A letter as it is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLetter {
    /// Its number on paper.
    pub number: String,
    /// Who is to act.
    pub officer: OfficerId,
    /// The role and unit that are taken over.
    pub of: Grant,
    /// The person who is replaced; `None`: whoever holds the role.
    pub replaced: Option<OfficerId>,
    /// First day on which it holds.
    pub first: Date,
    /// Last day on which it holds.
    pub last: Date,
    /// Why.
    pub reason: String,
}

/// The ledger stream of a letter.
pub fn stream(id: &str) -> String {
    format!("letter/{id}")
}

/// Whether whoever has these grants may make and revoke letters for a unit: its head, and the city administrator.
pub fn may_make(grants: &[Grant], unit: &str) -> bool {
    grants.iter().any(|grant| grant.role == Role::CityAdmin || grant.role == Role::Head && grant.unit == unit)
}

/// Whether a letter holds on a day: both of its days are included.
pub fn holds(first: Date, last: Date, revoked: bool, on: Date) -> bool {
    !revoked && first <= on && on <= last
}

/// Checks a letter that is to be made. `acting` is the officer who is to act, `replaced` the one who is replaced.
///
/// # Errors
/// What makes it no letter: no number, no reason, days that cannot be, or a person who cannot stand in there.
pub fn check(new: &NewLetter, acting: &Officer, replaced: Option<&Officer>, today: Date) -> Result<(), Refused> {
    let length = kernel::text::length(&new.number);
    if length == 0 || length > NUMBER || new.number.chars().any(char::is_control) {
        return Err(Refused::LetterNumber);
    }
    let length = kernel::text::length(&new.reason);
    if length == 0 || length > REASON {
        return Err(Refused::LetterReason);
    }
    let days = kernel::time::day_number(new.last) - kernel::time::day_number(new.first);
    if !(0..MOST_DAYS).contains(&days) || new.last < today {
        return Err(Refused::LetterDays);
    }
    if !acting.active {
        return Err(Refused::Disabled);
    }
    let works_there = acting.grants.iter().any(|grant| grant.unit == new.of.unit && works(grant.role));
    let holds_it = acting.grants.contains(&new.of);
    let is_replaced = replaced.is_some_and(|replaced| replaced.id == acting.id || !replaced.grants.contains(&new.of));
    if !works_there || holds_it || is_replaced || !works(new.of.role) {
        return Err(Refused::LetterPerson);
    }
    Ok(())
}

/// Roles whose steps somebody else can take.
pub const fn works(role: Role) -> bool {
    matches!(role, Role::Verifier | Role::Liaison | Role::FieldOfficer | Role::Head)
}

/// The fact that a letter was made. The reason stands sealed outside the log.
pub fn made(new: &NewLetter, reason: &TextRef, by: &Actor, now: Instant) -> NewEvent {
    let data = json!({
        "number": new.number, "officer": new.officer, "role": new.of.role, "unit": new.of.unit,
        "replaced": new.replaced, "first": new.first.to_string(), "last": new.last.to_string(), "reason": reason,
    });
    event("letter.made", data, by, now)
}

/// The fact that a letter was revoked.
pub fn revoked(by: &Actor, now: Instant) -> NewEvent {
    event("letter.revoked", json!({}), by, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn person(id: &str, role: Role, unit: &str) -> Officer {
        Officer {
            id: OfficerId(id.into()),
            sign_in: id.into(),
            name: id.into(),
            active: true,
            has_password: true,
            grants: vec![Grant { role, unit: unit.into() }],
            version: 1,
        }
    }

    fn letter() -> NewLetter {
        NewLetter {
            number: "800/12/2027".into(),
            officer: OfficerId("sari".into()),
            of: Grant { role: Role::Head, unit: "desa-1".into() },
            replaced: None,
            first: date(2027, 3, 1),
            last: date(2027, 3, 5),
            reason: "Lurah dinas luar.".into(),
        }
    }

    fn checked(change: impl Fn(&mut NewLetter)) -> Result<(), Refused> {
        let mut new = letter();
        change(&mut new);
        check(&new, &person("sari", Role::FieldOfficer, "desa-1"), None, date(2027, 3, 2))
    }

    #[test]
    fn a_letter_holds_on_its_first_and_on_its_last_day_and_not_a_day_longer() {
        let on = |day| holds(date(2027, 3, 1), date(2027, 3, 5), false, day);
        assert!(on(date(2027, 3, 1)) && on(date(2027, 3, 5)));
        assert!(!on(date(2027, 2, 28)) && !on(date(2027, 3, 6)));
        assert!(!holds(date(2027, 3, 1), date(2027, 3, 5), true, date(2027, 3, 2)), "revoked");
    }

    #[test]
    fn days_that_run_backwards_lie_behind_or_last_too_long_are_refused() {
        assert_eq!(checked(|_| {}), Ok(()));
        assert_eq!(checked(|new| new.last = date(2027, 2, 27)), Err(Refused::LetterDays));
        assert_eq!(
            checked(|new| (new.first, new.last) = (date(2027, 2, 1), date(2027, 3, 1))),
            Err(Refused::LetterDays)
        );
        assert_eq!(checked(|new| new.last = date(2028, 3, 1)), Err(Refused::LetterDays));
        assert_eq!(checked(|new| new.last = date(2028, 2, 29)), Ok(()), "366 days");
    }

    #[test]
    fn a_letter_needs_a_number_and_a_reason() {
        assert_eq!(checked(|new| new.number.clear()), Err(Refused::LetterNumber));
        assert_eq!(checked(|new| new.reason.clear()), Err(Refused::LetterReason));
    }

    #[test]
    fn nobody_stands_in_for_themselves_for_another_unit_or_for_an_administrator() {
        assert_eq!(checked(|new| new.of.unit = "desa-2".into()), Err(Refused::LetterPerson));
        assert_eq!(checked(|new| new.of.role = Role::FieldOfficer), Err(Refused::LetterPerson), "it is theirs already");
        assert_eq!(checked(|new| new.of.role = Role::CityAdmin), Err(Refused::LetterPerson));
        let sari = person("sari", Role::FieldOfficer, "desa-1");
        let stranger = person("budi", Role::Liaison, "desa-1");
        let wrong = check(&letter(), &sari, Some(&stranger), date(2027, 3, 1));
        assert_eq!(wrong, Err(Refused::LetterPerson), "who is replaced does not hold that role");
    }

    #[test]
    fn only_the_head_of_the_unit_and_the_administrator_make_letters() {
        let grant = |role, unit: &str| vec![Grant { role, unit: unit.into() }];
        assert!(may_make(&grant(Role::Head, "desa-1"), "desa-1"));
        assert!(may_make(&grant(Role::CityAdmin, "dinas-kominfo"), "desa-1"));
        assert!(!may_make(&grant(Role::Head, "desa-2"), "desa-1"));
        assert!(!may_make(&grant(Role::Liaison, "desa-1"), "desa-1"));
    }

    #[test]
    fn no_event_of_a_letter_holds_its_reason() {
        let reason = TextRef { id: "t1".into(), hash: "h".into() };
        let made = made(&letter(), &reason, &Actor::Operator, Instant::from_seconds(0));
        assert!(!made.data.to_string().contains("dinas luar"), "{}", made.data);
    }
}
