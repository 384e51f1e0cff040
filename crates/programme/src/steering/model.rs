//! What a body, a meeting and a task are, and when they are late: pure, no store, no clock.

pub mod agenda;
pub mod task;

use jiff::ToSpan as _;
use jiff::civil::Date;

/// What a body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// Dewan Smart City: the regent or mayor in the chair; academia, business, community and media beside.
    Council,
    /// Tim pelaksana or tim integrasi: the secretary, the planners, the agencies.
    Team,
    /// Forum Smart City: meets regularly with everybody.
    Forum,
}

impl BodyKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Council, Self::Team, Self::Forum];

    /// The word of tables, forms and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Council => "dewan",
            Self::Team => "tim",
            Self::Forum => "forum",
        }
    }

    /// The kind called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// From where a member comes (unsur).
pub const ELEMENTS: [&str; 5] = ["pemerintah", "akademisi", "usaha", "komunitas", "media"];

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingState {
    /// Direncanakan: it may be prepared and held.
    Planned,
    /// Ditutup: its minutes are locked.
    Closed,
    /// Dibatalkan, with a reason.
    Cancelled,
}

impl MeetingState {
    /// The word of tables and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "direncanakan",
            Self::Closed => "ditutup",
            Self::Cancelled => "dibatalkan",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Planned, Self::Closed, Self::Cancelled].into_iter().find(|state| state.word() == word)
    }

    /// The colour of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Planned => "wait",
            Self::Closed => "good",
            Self::Cancelled => "stop",
        }
    }
}

/// Whether a body meets as it promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// It has until this day to meet again.
    InTime(Date),
    /// It should have met by this day.
    Late(Date),
}

impl Rhythm {
    /// Whether it is late.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Late(_))
    }

    /// The day by which it is to meet, or was.
    pub const fn by(self) -> Date {
        match self {
            Self::InTime(day) | Self::Late(day) => day,
        }
    }
}

/// Where a body stands that is to meet every `months` months: counted from its last meeting, or from the day on which it was
/// set up where it has not met yet.
pub fn rhythm(set_up: Date, last: Option<Date>, months: i64, today: Date) -> Rhythm {
    let by = last.unwrap_or(set_up).saturating_add(months.clamp(1, 120).months());
    if today > by { Rhythm::Late(by) } else { Rhythm::InTime(by) }
}

/// How many meetings a rhythm promises for a year.
pub const fn promised_in_a_year(months: i64) -> i64 {
    if months < 1 { 12 } else { 12 / months }
}

/// The quarter that was over last before a day: its year and number.
pub fn quarter_before(day: Date) -> (i16, u8) {
    match (day.month() - 1) / 3 {
        0 => (day.year() - 1, 4),
        past => (day.year(), u8::try_from(past).unwrap_or(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_forum_that_has_not_met_in_its_rhythm_is_late_from_the_day_after() {
        let set_up = date(2027, 1, 31);
        assert_eq!(rhythm(set_up, None, 3, date(2027, 4, 30)), Rhythm::InTime(date(2027, 4, 30)));
        assert_eq!(rhythm(set_up, None, 3, date(2027, 5, 1)), Rhythm::Late(date(2027, 4, 30)));
        let met = Some(date(2027, 4, 10));
        assert_eq!(rhythm(set_up, met, 3, date(2027, 7, 10)), Rhythm::InTime(date(2027, 7, 10)));
        assert!(rhythm(set_up, met, 3, date(2027, 7, 11)).is_late());
    }

    #[test]
    fn a_running_quarter_is_not_yet_judged() {
        assert_eq!(quarter_before(date(2027, 3, 31)), (2026, 4));
        assert_eq!(quarter_before(date(2027, 4, 1)), (2027, 1));
        assert_eq!(quarter_before(date(2027, 12, 31)), (2027, 3));
    }

    #[test]
    fn words_lead_back_to_what_they_name() {
        for kind in BodyKind::ALL {
            assert_eq!(BodyKind::parse(kind.word()), Some(kind));
        }
        for state in [MeetingState::Planned, MeetingState::Closed, MeetingState::Cancelled] {
            assert_eq!(MeetingState::parse(state.word()), Some(state));
        }
    }

    proptest! {
        #[test]
        fn whoever_meets_later_is_never_late_earlier(gap in 0_i32..900, more in 0_i32..90, months in 1_i64..13) {
            let set_up = date(2026, 1, 1);
            let day = |days: i32| set_up.saturating_add(days.days());
            let today = day(gap + more + 1);
            let early = rhythm(set_up, Some(day(gap)), months, today);
            let late = rhythm(set_up, Some(day(gap + more)), months, today);
            prop_assert!(late.by() >= early.by());
            prop_assert!(early.is_late() || !late.is_late());
        }
    }
}
