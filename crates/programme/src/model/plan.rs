//! A master plan (rencana induk) and its versions: drafted, reviewed, approved by a second person, decreed. What is decreed
//! never changes; whoever wants to change it begins a new version.

use crate::refusal::Refused;
use jiff::civil::Date;
use kernel::OfficerId;

/// A plan covers ten years: short, medium and long term are its first year, its first five, and all.
pub const YEARS: i16 = 10;
/// Years of the medium term, one RPJMD.
pub const MEDIUM: i16 = 5;

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Rancangan: planners write.
    Draft,
    /// Ditinjau: nobody writes, a second person reads.
    Review,
    /// Disetujui: waits for its decree.
    Approved,
    /// Ditetapkan: public, for good.
    Decreed,
}

impl State {
    /// The word kept in tables and used in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "rancangan",
            Self::Review => "ditinjau",
            Self::Approved => "disetujui",
            Self::Decreed => "ditetapkan",
        }
    }

    /// The state called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Draft, Self::Review, Self::Approved, Self::Decreed].into_iter().find(|state| state.word() == word)
    }
}

/// What sets a plan in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecreeKind {
    /// Peraturan Bupati or Peraturan Wali Kota.
    Regulation,
    /// Keputusan Bupati or Keputusan Wali Kota.
    Decision,
    /// Peraturan Daerah.
    Local,
}

impl DecreeKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Regulation, Self::Decision, Self::Local];

    /// The word kept in tables and used in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Regulation => "peraturan",
            Self::Decision => "keputusan",
            Self::Local => "perda",
        }
    }

    /// The kind called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The decree (penetapan) of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decree {
    /// What it is.
    pub kind: DecreeKind,
    /// Its number within its year.
    pub number: i64,
    /// The day it is dated; from then on the version is in force.
    pub day: Date,
}

/// One version of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// 1, 2, 3 …
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// Who sent it to review.
    pub submitted_by: Option<OfficerId>,
    /// Who approved it: never the same person.
    pub approved_by: Option<OfficerId>,
    /// What set it in force.
    pub decree: Option<Decree>,
}

impl Version {
    /// A version that is being written.
    pub const fn draft(number: i64) -> Self {
        Self { number, state: State::Draft, submitted_by: None, approved_by: None, decree: None }
    }
}

/// A master plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its id, stable for life.
    pub id: String,
    /// Its title, public.
    pub title: String,
    /// Its first year.
    pub start: i16,
    /// Its versions, oldest first; never empty.
    pub versions: Vec<Version>,
    /// How often anything was written into it; what was decided upon one count is refused upon another.
    pub edits: i64,
}

impl Plan {
    /// Its last year.
    pub const fn end(&self) -> i16 {
        self.start + YEARS - 1
    }

    /// The newest version, decreed or not.
    pub fn newest(&self) -> Version {
        self.versions.last().cloned().unwrap_or(Version::draft(1))
    }

    /// The version with this number.
    pub fn version(&self, number: i64) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The version that was in force on a day: the promise as it stood then.
    pub fn in_force(&self, on: Date) -> Option<&Version> {
        let decreed = |version: &&Version| version.decree.is_some_and(|decree| decree.day <= on);
        self.versions.iter().rev().find(decreed)
    }

    /// Whether planners may write now.
    pub fn is_draft(&self) -> bool {
        self.newest().state == State::Draft
    }
}

/// What somebody wants to do with the newest version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act<'a> {
    /// Send it to review: so many promises, of which so many have no target yet.
    Submit {
        /// Promises in the version.
        promises: usize,
        /// Of these, without any target.
        without_target: usize,
    },
    /// Give it back to the planners, with what is to be mended.
    Return {
        /// What is to be mended.
        reason: &'a str,
    },
    /// Approve it, as a second person.
    Approve,
    /// Say which decree set it in force.
    Decree(Decree),
    /// Begin the next version, as a copy of the one in force.
    Revise,
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// `plan.submitted`
    Submitted,
    /// `plan.returned`
    Returned,
    /// `plan.approved`
    Approved,
    /// `plan.decreed`
    Decreed(Decree),
    /// `plan.revised`: this version was begun.
    Revised(i64),
}

/// Characters of a reason.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=1000;

/// What comes of an act of an officer on a local day.
///
/// # Errors
/// The version does not stand where the act needs it, the same person would approve, or something is missing.
pub fn decide(plan: &Plan, act: Act<'_>, by: &OfficerId, today: Date) -> Result<Change, Refused> {
    let newest = plan.newest();
    match (act, newest.state) {
        (Act::Submit { promises: 0, .. }, State::Draft) => Err(Refused::Empty),
        (Act::Submit { without_target, .. }, State::Draft) if without_target > 0 => {
            Err(Refused::WithoutTarget(without_target))
        }
        (Act::Submit { .. }, State::Draft) => Ok(Change::Submitted),
        (Act::Return { reason }, State::Review | State::Approved) => {
            if REASON.contains(&reason.trim().chars().count()) { Ok(Change::Returned) } else { Err(Refused::Reason) }
        }
        (Act::Approve, State::Review) if newest.submitted_by.as_ref() == Some(by) => Err(Refused::SamePerson),
        (Act::Approve, State::Review) => Ok(Change::Approved),
        (Act::Decree(decree), State::Approved) => decreed(plan, decree, today),
        (Act::Revise, State::Decreed) => Ok(Change::Revised(newest.number + 1)),
        _ => Err(Refused::Moved),
    }
}

fn decreed(plan: &Plan, decree: Decree, today: Date) -> Result<Change, Refused> {
    if !(1..=9999).contains(&decree.number) {
        return Err(Refused::DecreeNumber);
    }
    let before = plan.versions.iter().rev().find_map(|version| version.decree);
    let early = before.is_some_and(|before| decree.day <= before.day);
    if decree.day > today || early || decree.day.year() < plan.start - 1 {
        return Err(Refused::DecreeDay);
    }
    Ok(Change::Decreed(decree))
}

/// The plan after a change by an officer.
#[must_use]
pub fn apply(mut plan: Plan, change: &Change, by: &OfficerId) -> Plan {
    if let Change::Revised(number) = change {
        plan.versions.push(Version::draft(*number));
        return plan;
    }
    if let Some(newest) = plan.versions.last_mut() {
        match change {
            Change::Submitted => {
                (newest.state, newest.submitted_by) = (State::Review, Some(by.clone()));
            }
            Change::Returned => *newest = Version::draft(newest.number),
            Change::Approved => {
                (newest.state, newest.approved_by) = (State::Approved, Some(by.clone()));
            }
            Change::Decreed(decree) => {
                (newest.state, newest.decree) = (State::Decreed, Some(*decree));
            }
            Change::Revised(_) => {}
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn officer(name: &str) -> OfficerId {
        OfficerId(name.to_owned())
    }

    fn plan() -> Plan {
        Plan { id: "p".into(), title: "Rencana".into(), start: 2027, versions: vec![Version::draft(1)], edits: 0 }
    }

    fn ready() -> Act<'static> {
        Act::Submit { promises: 3, without_target: 0 }
    }

    fn decree(day: Date) -> Decree {
        Decree { kind: DecreeKind::Regulation, number: 12, day }
    }

    fn play(plan: Plan, acts: &[(Act<'_>, &str)]) -> Plan {
        acts.iter().fold(plan, |plan, (act, by)| {
            let change = decide(&plan, *act, &officer(by), date(2027, 6, 1)).unwrap();
            apply(plan, &change, &officer(by))
        })
    }

    #[test]
    fn who_submitted_does_not_approve() {
        let plan = play(plan(), &[(ready(), "ani")]);
        assert_eq!(decide(&plan, Act::Approve, &officer("ani"), date(2027, 6, 1)), Err(Refused::SamePerson));
        assert_eq!(decide(&plan, Act::Approve, &officer("budi"), date(2027, 6, 1)), Ok(Change::Approved));
    }

    #[test]
    fn an_empty_plan_and_one_with_promises_without_target_are_not_submitted() {
        let act = |promises, without_target| Act::Submit { promises, without_target };
        let (today, ani) = (date(2027, 6, 1), officer("ani"));
        assert_eq!(decide(&plan(), act(0, 0), &ani, today), Err(Refused::Empty));
        assert_eq!(decide(&plan(), act(5, 2), &ani, today), Err(Refused::WithoutTarget(2)));
    }

    #[test]
    fn a_decree_is_not_dated_ahead_nor_before_the_one_that_it_follows() {
        let ready = play(plan(), &[(ready(), "ani"), (Act::Approve, "budi")]);
        let try_day = |plan: &Plan, day| decide(plan, Act::Decree(decree(day)), &officer("ani"), date(2027, 6, 1));
        assert_eq!(try_day(&ready, date(2027, 6, 2)), Err(Refused::DecreeDay));
        assert_eq!(try_day(&ready, date(2025, 12, 31)), Err(Refused::DecreeDay));
        let first = play(ready, &[(Act::Decree(decree(date(2027, 3, 1))), "ani")]);
        let second = play(first, &[(Act::Revise, "ani"), (super::tests::ready(), "ani"), (Act::Approve, "budi")]);
        assert_eq!(try_day(&second, date(2027, 3, 1)), Err(Refused::DecreeDay));
        assert!(try_day(&second, date(2027, 3, 2)).is_ok());
    }

    #[test]
    fn the_version_in_force_is_the_one_decreed_by_that_day() {
        let acts = |day| [(ready(), "ani"), (Act::Approve, "budi"), (Act::Decree(decree(day)), "ani")];
        let plan = play(plan(), &acts(date(2027, 3, 1)));
        let plan = play(plan, &[(Act::Revise, "ani")]);
        let plan = play(plan, &acts(date(2027, 5, 1)));
        assert_eq!(plan.in_force(date(2027, 2, 28)), None);
        assert_eq!(plan.in_force(date(2027, 4, 30)).map(|version| version.number), Some(1));
        assert_eq!(plan.in_force(date(2027, 5, 1)).map(|version| version.number), Some(2));
    }

    #[test]
    fn a_plan_that_goes_back_needs_a_reason_and_a_new_second_person() {
        let plan = play(plan(), &[(ready(), "ani"), (Act::Approve, "budi")]);
        let today = date(2027, 6, 1);
        assert_eq!(decide(&plan, Act::Return { reason: "kurang" }, &officer("cici"), today), Err(Refused::Reason));
        let plan = play(plan, &[(Act::Return { reason: "Target tahun kedua belum masuk akal" }, "cici")]);
        assert_eq!(plan.newest(), Version::draft(1));
    }

    fn any_act() -> impl Strategy<Value = Act<'static>> {
        prop_oneof![
            Just(ready()),
            Just(Act::Approve),
            Just(Act::Revise),
            Just(Act::Return { reason: "Perlu diperbaiki dulu" }),
            (1_i8..28).prop_map(|day| Act::Decree(decree(date(2027, 5, day)))),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_tried_a_decree_stands_and_two_people_stood_behind_it(
            acts in prop::collection::vec((any_act(), prop::sample::select(vec!["ani", "budi", "cici"])), 0..60)
        ) {
            let mut plan = plan();
            for (act, by) in acts {
                let Ok(change) = decide(&plan, act, &officer(by), date(2027, 6, 1)) else { continue };
                let after = apply(plan.clone(), &change, &officer(by));
                let decreed = plan.versions.iter().filter(|version| version.state == State::Decreed);
                for version in decreed {
                    prop_assert_eq!(after.version(version.number), Some(version));
                }
                plan = after;
                let numbers: Vec<i64> = plan.versions.iter().map(|version| version.number).collect();
                let expected: Vec<i64> = (1..=i64::try_from(numbers.len()).unwrap()).collect();
                prop_assert_eq!(numbers, expected);
                for version in plan.versions.iter().filter(|version| version.decree.is_some()) {
                    prop_assert!(version.approved_by.is_some() && version.approved_by != version.submitted_by);
                }
                let open = plan.versions.iter().filter(|version| version.state != State::Decreed).count();
                prop_assert!(open <= 1, "one version is written at a time");
            }
        }
    }
}
