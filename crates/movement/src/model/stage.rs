//! The way of a region: from its assessment to its evaluation; and when a milestone is late.

use super::selection::State;
use jiff::civil::Date;

/// How far a region has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing is known here.
    Outside,
    /// Its selection was decided against it.
    Declined,
    /// Its selection is open.
    Assessed,
    /// It was chosen, or stands in a cohort.
    Chosen,
    /// Its memorandum is signed.
    Signed,
    /// It was mentored at least once.
    Mentored,
    /// Its master plan is there.
    Planned,
    /// It was evaluated at least once.
    Evaluated,
}

impl Stage {
    /// Every stage, in the order of the way.
    pub const ALL: [Self; 8] = [
        Self::Outside,
        Self::Declined,
        Self::Assessed,
        Self::Chosen,
        Self::Signed,
        Self::Mentored,
        Self::Planned,
        Self::Evaluated,
    ];

    /// The word of addresses and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Outside => "luar",
            Self::Declined => "ditolak",
            Self::Assessed => "dinilai",
            Self::Chosen => "terpilih",
            Self::Signed => "nota",
            Self::Mentored => "didampingi",
            Self::Planned => "berencana",
            Self::Evaluated => "dievaluasi",
        }
    }

    /// The stage called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// The colour of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Outside => "plain",
            Self::Declined => "stop",
            Self::Assessed => "wait",
            Self::Chosen | Self::Signed | Self::Mentored => "work",
            Self::Planned | Self::Evaluated => "good",
        }
    }
}

/// What is known of a region's way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// Where its newest selection stands.
    pub selection: Option<State>,
    /// Cohorts in which it stands.
    pub cohorts: Vec<i64>,
    /// Day of its newest memorandum.
    pub memorandum: Option<Date>,
    /// Day of its newest mentoring session.
    pub mentored: Option<Date>,
    /// Day on which its master plan was there.
    pub planned: Option<Date>,
    /// Newest year that was evaluated.
    pub evaluated: Option<i64>,
}

impl Way {
    /// The furthest stage: a region may have signed before anybody wrote its selection down.
    pub fn stage(&self) -> Stage {
        let reached = [
            (self.evaluated.is_some(), Stage::Evaluated),
            (self.planned.is_some(), Stage::Planned),
            (self.mentored.is_some(), Stage::Mentored),
            (self.memorandum.is_some(), Stage::Signed),
            (!self.cohorts.is_empty() || self.selection == Some(State::Accepted), Stage::Chosen),
            (self.selection == Some(State::Open), Stage::Assessed),
            (self.selection == Some(State::Declined), Stage::Declined),
        ];
        reached.into_iter().find(|(is, _)| *is).map_or(Stage::Outside, |(_, stage)| stage)
    }
}

/// By how many days a milestone is late on the local day `today`; 0 on its own day, and once it is reached.
pub fn late(due: Date, done: Option<Date>, today: Date) -> i64 {
    if done.is_some() { 0 } else { (kernel::time::day_number(today) - kernel::time::day_number(due)).max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::{Instant, Zone};

    #[test]
    fn a_milestone_is_late_from_the_local_day_after_its_own() {
        let due = date(2027, 3, 31);
        let moment = Instant::parse("2027-03-31T16:30:00Z").unwrap();
        assert_eq!(late(due, None, moment.date(Zone::Wib)), 0, "23.30 in the west is still its day");
        assert_eq!(late(due, None, moment.date(Zone::Wita)), 1, "00.30 in the middle is the day after");
        assert_eq!(late(due, Some(date(2027, 5, 1)), date(2027, 6, 1)), 0, "reached late is late no more");
    }

    #[test]
    fn a_region_stands_at_the_furthest_point_of_its_way() {
        let mut way = Way::default();
        assert_eq!(way.stage(), Stage::Outside);
        way.selection = Some(State::Declined);
        assert_eq!(way.stage(), Stage::Declined);
        way.selection = Some(State::Open);
        assert_eq!(way.stage(), Stage::Assessed);
        way.cohorts = vec![2018];
        assert_eq!(way.stage(), Stage::Chosen, "a cohort of the past needs no selection written here");
        way.memorandum = Some(date(2018, 5, 8));
        assert_eq!(way.stage(), Stage::Signed);
        way.planned = Some(date(2018, 12, 1));
        assert_eq!(way.stage(), Stage::Planned);
        way.evaluated = Some(2022);
        assert_eq!(way.stage(), Stage::Evaluated);
    }

    #[test]
    fn every_stage_is_found_by_its_word() {
        assert!(Stage::ALL.into_iter().all(|stage| Stage::parse(stage.word()) == Some(stage)));
        assert_eq!(Stage::parse("lain"), None);
    }
}
