//! What may be done with a task, and when it is late. The day on which it was first due never goes away.

use crate::steering::refusal::Refused;
use jiff::civil::Date;

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskState {
    /// Berjalan: its unit has it.
    #[serde(rename = "berjalan")]
    Open,
    /// Dilaporkan: its unit says that it is done, and nobody has confirmed it.
    #[serde(rename = "dilaporkan")]
    Reported,
    /// Selesai, confirmed.
    #[serde(rename = "selesai")]
    Done,
    /// Ditarik, with a reason.
    #[serde(rename = "ditarik")]
    Withdrawn,
}

impl TaskState {
    /// Every state, in the order in which lists offer them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Reported, Self::Done, Self::Withdrawn];

    /// The word of tables and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "berjalan",
            Self::Reported => "dilaporkan",
            Self::Done => "selesai",
            Self::Withdrawn => "ditarik",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether somebody still has to act.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Reported)
    }

    /// The colour of its tag; a late one is told apart by [`late_days`].
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Open => "work",
            Self::Reported => "wait",
            Self::Done => "good",
            Self::Withdrawn => "plain",
        }
    }
}

/// What the rules of a task look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footing {
    /// Where it stands.
    pub state: TaskState,
    /// Local day by which it is to be done.
    pub due: Date,
    /// The day for which its unit asks instead.
    pub asked: Option<Date>,
}

/// What somebody does with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Its unit reports progress; `done`: that it is done.
    Report {
        /// Whether it is done.
        done: bool,
    },
    /// Its unit asks for a later day.
    Ask(Date),
    /// The later day is granted.
    Grant,
    /// The later day is refused.
    Refuse,
    /// What was reported is not enough.
    Return,
    /// It is done, as somebody else than its unit has seen.
    Confirm,
    /// It is not wanted any more.
    Withdraw,
}

impl Act {
    /// The word of the history and of keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Report { done: false } => "kemajuan",
            Self::Report { done: true } => "lapor",
            Self::Ask(_) => "minta",
            Self::Grant => "kabul",
            Self::Refuse => "tolak",
            Self::Return => "kembali",
            Self::Confirm => "selesai",
            Self::Withdraw => "tarik",
        }
    }

    /// The fact that it makes.
    pub const fn event(self) -> &'static str {
        match self {
            Self::Report { .. } => "decision.reported",
            Self::Ask(_) => "decision.extension_asked",
            Self::Grant => "decision.extension_granted",
            Self::Refuse => "decision.extension_refused",
            Self::Return => "decision.returned",
            Self::Confirm => "decision.confirmed",
            Self::Withdraw => "decision.withdrawn",
        }
    }
}

/// The task after an act, on the local day `today`.
///
/// # Errors
/// It is over, nothing was asked or reported, or the day asked for is not later than the one that holds and today.
pub fn act(now: Footing, act: Act, today: Date) -> Result<Footing, Refused> {
    if !now.state.is_open() {
        return Err(Refused::Moved);
    }
    Ok(match act {
        Act::Report { done: true } => Footing { state: TaskState::Reported, ..now },
        Act::Report { done: false } => now,
        Act::Ask(day) if day <= now.due || day < today => return Err(Refused::Day),
        Act::Ask(day) => Footing { asked: Some(day), ..now },
        Act::Grant => Footing { due: now.asked.ok_or(Refused::Moved)?, asked: None, ..now },
        Act::Refuse => {
            now.asked.ok_or(Refused::Moved)?;
            Footing { asked: None, ..now }
        }
        Act::Return if now.state != TaskState::Reported => return Err(Refused::Moved),
        Act::Return => Footing { state: TaskState::Open, ..now },
        Act::Confirm => Footing { state: TaskState::Done, asked: None, ..now },
        Act::Withdraw => Footing { state: TaskState::Withdrawn, asked: None, ..now },
    })
}

/// Days of the local calendar by which an open task is overdue; 0 while it is not, or once it is over.
pub fn late_days(state: TaskState, due: Date, today: Date) -> i64 {
    if !state.is_open() || today <= due {
        return 0;
    }
    kernel::time::day_number(today) - kernel::time::day_number(due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::*;

    const DUE: Date = date(2027, 3, 31);

    const fn open() -> Footing {
        Footing { state: TaskState::Open, due: DUE, asked: None }
    }

    #[test]
    fn a_task_is_late_from_the_day_after_and_not_once_it_is_confirmed() {
        assert_eq!(late_days(TaskState::Open, DUE, DUE), 0);
        assert_eq!(late_days(TaskState::Open, DUE, date(2027, 4, 1)), 1);
        assert_eq!(late_days(TaskState::Reported, DUE, date(2027, 4, 5)), 5, "a report alone ends nothing");
        assert_eq!(late_days(TaskState::Done, DUE, date(2028, 4, 5)), 0);
    }

    #[test]
    fn more_time_is_asked_for_a_later_day_and_granted_by_somebody() {
        let today = date(2027, 3, 1);
        assert_eq!(act(open(), Act::Ask(DUE), today), Err(Refused::Day));
        assert_eq!(act(open(), Act::Grant, today), Err(Refused::Moved), "nothing was asked");
        let asked = act(open(), Act::Ask(date(2027, 4, 15)), today).unwrap();
        assert_eq!((asked.due, asked.asked), (DUE, Some(date(2027, 4, 15))), "asking moves nothing");
        assert_eq!(act(asked, Act::Grant, today).unwrap().due, date(2027, 4, 15));
        assert_eq!(act(asked, Act::Refuse, today).unwrap(), open());
        let over = date(2027, 5, 1);
        assert_eq!(act(open(), Act::Ask(date(2027, 4, 15)), over), Err(Refused::Day), "not into the past");
    }

    #[test]
    fn only_a_report_is_given_back_and_nothing_follows_an_end() {
        let today = date(2027, 3, 1);
        assert_eq!(act(open(), Act::Return, today), Err(Refused::Moved));
        let reported = act(open(), Act::Report { done: true }, today).unwrap();
        assert_eq!(act(reported, Act::Return, today).unwrap(), open());
        for end in [Act::Confirm, Act::Withdraw] {
            let over = act(reported, end, today).unwrap();
            for next in [Act::Report { done: true }, Act::Confirm, Act::Withdraw, Act::Ask(date(2028, 1, 1))] {
                assert_eq!(act(over, next, today), Err(Refused::Moved));
            }
        }
    }

    fn any_act() -> impl Strategy<Value = Act> {
        prop_oneof![
            any::<bool>().prop_map(|done| Act::Report { done }),
            (-20_i32..200).prop_map(|days| Act::Ask(DUE.saturating_add(days.days()))),
            Just(Act::Grant),
            Just(Act::Refuse),
            Just(Act::Return),
            Just(Act::Confirm),
            Just(Act::Withdraw),
        ]
    }

    proptest! {
        #[test]
        fn only_a_confirmation_or_a_withdrawal_ends_a_task_and_only_a_grant_moves_its_day(
            acts in prop::collection::vec(any_act(), 0..40)
        ) {
            let mut task = open();
            for one in acts {
                let Ok(after) = act(task, one, date(2027, 3, 1)) else { continue };
                prop_assert_eq!(after.state.is_open(), !matches!(one, Act::Confirm | Act::Withdraw));
                prop_assert!(after.due == task.due || (one == Act::Grant && after.due > task.due));
                task = after;
            }
        }
    }
}
