//! The life of an application.

use jiff::civil::Date;

/// Where an application stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Asked for, not begun.
    Planned,
    /// Being built.
    Building,
    /// In use.
    Used,
    /// Still there, no longer developed or filled.
    Frozen,
    /// Switched off; what follows it is named.
    Retired,
}

impl Stage {
    /// Every stage in order.
    pub const ALL: [Self; 5] = [Self::Planned, Self::Building, Self::Used, Self::Frozen, Self::Retired];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "direncanakan",
            Self::Building => "dibangun",
            Self::Used => "dipakai",
            Self::Frozen => "dibekukan",
            Self::Retired => "dipensiunkan",
        }
    }

    /// The stage of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// Kind of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Planned => "wait",
            Self::Building => "work",
            Self::Used => "good",
            Self::Frozen => "late",
            Self::Retired => "stop",
        }
    }

    /// Whether people may still open it: used or frozen.
    pub const fn alive(self) -> bool {
        matches!(self, Self::Used | Self::Frozen)
    }
}

/// A wish to move an application on in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// Where to.
    pub to: Stage,
    /// Since when.
    pub day: Date,
    /// Why.
    pub reason: &'a str,
    /// What replaces it: a slug, `layanan:ID` of one of our services, or `-` for nothing. Needed to retire.
    pub successor: &'a str,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadStep {
    /// It stands there already.
    Same,
    /// The reason is shorter than 5 or longer than 1000 characters.
    Reason,
    /// The day lies ahead, or before the last step.
    Day,
    /// Retiring needs what replaces it.
    Successor,
}

impl BadStep {
    /// Its word in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "sama",
            Self::Reason => "alasan",
            Self::Day => "tanggal",
            Self::Successor => "pengganti",
        }
    }
}

/// What of a reason is taken.
pub const REASON: std::ops::RangeInclusive<usize> = 5..=1000;

/// Whether an application that stands `at` since `since` may take a step. Every stage may follow every other: what was
/// retired too early comes back, with its reason.
///
/// # Errors
/// Why not.
pub fn may_step((at, since): (Stage, Date), step: &Step<'_>, today: Date) -> Result<(), BadStep> {
    if step.to == at {
        return Err(BadStep::Same);
    }
    if !REASON.contains(&step.reason.trim().chars().count()) {
        return Err(BadStep::Reason);
    }
    if step.day > today || step.day < since {
        return Err(BadStep::Day);
    }
    if step.to == Stage::Retired && step.successor.trim().is_empty() {
        return Err(BadStep::Successor);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn step(to: Stage, day: Date, reason: &'static str, successor: &'static str) -> Step<'static> {
        Step { to, day, reason, successor }
    }

    #[test]
    fn retiring_names_what_follows_and_no_step_lies_ahead_or_before_the_last_one() {
        let (at, today) = ((Stage::Used, date(2026, 5, 1)), date(2027, 3, 1));
        let good = step(Stage::Retired, date(2027, 2, 1), "sudah digantikan", "layanan:surat-keterangan");
        assert_eq!(may_step(at, &good, today), Ok(()));
        assert_eq!(may_step(at, &Step { successor: " ", ..good }, today), Err(BadStep::Successor));
        assert_eq!(may_step(at, &Step { reason: "ya", ..good }, today), Err(BadStep::Reason));
        assert_eq!(may_step(at, &Step { day: date(2027, 3, 2), ..good }, today), Err(BadStep::Day));
        assert_eq!(may_step(at, &Step { day: date(2026, 4, 30), ..good }, today), Err(BadStep::Day));
        assert_eq!(may_step(at, &Step { to: Stage::Used, ..good }, today), Err(BadStep::Same));
    }

    #[test]
    fn words_are_read_back_and_only_what_is_used_or_frozen_is_alive() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.word()), Some(stage));
        }
        let alive: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| stage.alive()).collect();
        assert_eq!(alive, [Stage::Used, Stage::Frozen]);
    }
}
