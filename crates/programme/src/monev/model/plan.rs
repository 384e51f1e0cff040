//! An action plan (rencana aksi) of an agency for a year: drafted, submitted, approved by a second person, locked as the year's
//! baseline. What is locked never changes; whoever wants to change it begins an edition, and the old one stays readable.

use crate::monev::Refused;
use kernel::OfficerId;

/// Characters of a reason.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=1000;

/// Where the newest edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Rancangan: the agency writes.
    Draft,
    /// Diajukan: nobody writes, a second person reads.
    Submitted,
    /// Disetujui: waits to be locked.
    Approved,
    /// Terkunci: the baseline of the year.
    Locked,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Approved, Self::Locked];

    /// The word kept in tables and used in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "rancangan",
            Self::Submitted => "diajukan",
            Self::Approved => "disetujui",
            Self::Locked => "terkunci",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What is done with an action plan as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act<'a> {
    /// The agency hands it in; it holds so many steps.
    Submit(usize),
    /// It goes back to the agency, with a reason.
    Return(&'a str),
    /// A second person approves it.
    Approve,
    /// It becomes the year's baseline.
    Lock,
    /// Another edition is begun, with a reason that stays visible.
    Revise(&'a str),
}

impl Act<'_> {
    /// Its event.
    pub const fn event(self) -> &'static str {
        match self {
            Self::Submit(_) => "action_plan.submitted",
            Self::Return(_) => "action_plan.returned",
            Self::Approve => "action_plan.approved",
            Self::Lock => "action_plan.locked",
            Self::Revise(_) => "action_plan.revised",
        }
    }
}

impl<'a> Act<'a> {
    /// The reason that comes with it; empty where none does.
    pub const fn reason(self) -> &'a str {
        match self {
            Self::Return(reason) | Self::Revise(reason) => reason,
            _ => "",
        }
    }
}

/// Where the plan stands after an act.
///
/// # Errors
/// It stands elsewhere, has no steps, the same person submitted it, or the reason is too short.
pub fn decide(state: State, submitted_by: Option<&OfficerId>, act: Act<'_>, by: &OfficerId) -> Result<State, Refused> {
    match (state, act) {
        (State::Draft, Act::Submit(0)) => Err(Refused::Empty),
        (State::Draft, Act::Submit(_)) => Ok(State::Submitted),
        (State::Submitted, Act::Approve) if submitted_by == Some(by) => Err(Refused::SamePerson),
        (State::Submitted, Act::Approve) => Ok(State::Approved),
        (State::Approved, Act::Lock) => Ok(State::Locked),
        (State::Submitted | State::Approved, Act::Return(reason)) | (State::Locked, Act::Revise(reason)) => {
            if REASON.contains(&reason.trim().chars().count()) { Ok(State::Draft) } else { Err(Refused::Reason) }
        }
        _ => Err(Refused::Moved),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str) -> OfficerId {
        OfficerId(name.to_owned())
    }

    #[test]
    fn whoever_submits_does_not_approve() {
        let (ani, budi) = (who("ani"), who("budi"));
        assert_eq!(decide(State::Submitted, Some(&ani), Act::Approve, &ani), Err(Refused::SamePerson));
        assert_eq!(decide(State::Submitted, Some(&ani), Act::Approve, &budi), Ok(State::Approved));
    }

    #[test]
    fn only_a_locked_plan_is_revised_and_only_with_a_reason() {
        let ani = who("ani");
        let long = "pagu dipotong setengah";
        assert_eq!(decide(State::Locked, None, Act::Revise(long), &ani), Ok(State::Draft));
        assert_eq!(decide(State::Locked, None, Act::Revise("singkat"), &ani), Err(Refused::Reason));
        for state in [State::Draft, State::Submitted, State::Approved] {
            assert_eq!(decide(state, None, Act::Revise(long), &ani), Err(Refused::Moved));
        }
        assert_eq!(decide(State::Draft, None, Act::Submit(0), &ani), Err(Refused::Empty));
        assert_eq!(decide(State::Draft, None, Act::Lock, &ani), Err(Refused::Moved));
    }
}
