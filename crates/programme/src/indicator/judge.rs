//! Which value of an indicator is shown, and against which target it is held.

use super::compute::{Computer, Figure, Known, Standing, standing};
use super::model::Indicator;
use super::period::{Period, Span};
use super::stored::Target;
use definition::Number;
use jiff::civil::Date;
use kernel::Zone;
use std::collections::HashMap;

/// So many of its own periods are looked back through for the last known value.
const BACK: [(Span, i64); 3] = [(Span::Month, 12), (Span::Quarter, 6), (Span::Year, 3)];

/// Targets of all indicators, every version, by indicator and period.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    by_period: HashMap<(String, Period), Vec<Target>>,
    baselines: HashMap<String, Vec<Target>>,
    zone: Option<Zone>,
}

/// The target by which a period is judged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aim {
    pub value: Number,
    /// It was first set when the period was over.
    pub afterwards: bool,
    /// Another one was set when the period was over; it does not judge.
    pub changed_to: Option<Number>,
}

impl Targets {
    /// Sorted for asking; versions come in their order.
    pub fn new(all: Vec<Target>, zone: Zone) -> Self {
        let mut targets = Self { zone: Some(zone), ..Self::default() };
        for one in all {
            match one.period {
                Some(period) => {
                    targets.by_period.entry((one.indicator.clone(), period)).or_default().push(one);
                }
                None => targets.baselines.entry(one.indicator.clone()).or_default().push(one),
            }
        }
        targets
    }

    /// Every version of the target of a period.
    pub fn versions(&self, indicator: &str, period: Period) -> &[Target] {
        self.by_period.get(&(indicator.to_owned(), period)).map_or(&[], Vec::as_slice)
    }

    /// The baseline that stands.
    pub fn baseline(&self, indicator: &str) -> Option<&Target> {
        self.baselines.get(indicator).and_then(|all| all.last())
    }

    /// Periods of an indicator that have a target, in order.
    pub fn periods(&self, indicator: &str) -> Vec<Period> {
        let mut periods: Vec<Period> =
            self.by_period.keys().filter(|(id, _)| id == indicator).map(|(_, period)| *period).collect();
        periods.sort();
        periods
    }

    /// The target as it stood when the period ended; one that was set later judges only where there was none.
    pub fn aim(&self, indicator: &str, period: Period) -> Option<Aim> {
        let versions = self.versions(indicator, period);
        let zone = self.zone?;
        let in_time = |one: &&Target| one.at.date(zone) <= period.last_day();
        let last = versions.last()?;
        let stood = versions.iter().rev().find(in_time);
        let judged = stood.or(versions.first())?;
        Some(Aim {
            value: judged.value,
            afterwards: stood.is_none(),
            changed_to: (last.version != judged.version).then_some(last.value),
        })
    }
}

/// What is shown of an indicator at a glance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glance {
    /// The last period of its own length that is over and known; the last that is over, where none is known.
    pub period: Period,
    pub figure: Option<Figure>,
    /// The quarter or year that has a target, and how it stands.
    pub judged: Option<Judged>,
}

/// A period held against its target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub period: Period,
    pub figure: Option<Figure>,
    pub aim: Aim,
    pub standing: Standing,
}

impl Glance {
    /// Whether the promise is kept.
    pub fn standing(&self) -> Standing {
        self.judged.as_ref().map_or(Standing::Unknown, |judged| judged.standing)
    }
}

/// Looks at an indicator on a day.
pub(crate) fn glance<K: Known>(
    one: &Indicator,
    computer: &mut Computer<'_, K>,
    targets: &Targets,
    today: Date,
) -> Glance {
    let last = Period::of(today, one.span).moved(-1);
    let back = BACK.iter().find(|(span, _)| *span == one.span).map_or(1, |(_, back)| *back);
    let mut known = (0..back).map(|by| last.moved(-by));
    let found = known.find_map(|period| computer.figure(one, period).map(|figure| (period, figure)));
    let (period, figure) = found.map_or((last, None), |(period, figure)| (period, Some(figure)));
    let judged = judged_period(one, targets, period).map(|at| judge(one, computer, targets, at, today));
    Glance { period, figure, judged: judged.flatten() }
}

/// The quarter around a period if it has a target, else its year, else the period itself.
fn judged_period(one: &Indicator, targets: &Targets, period: Period) -> Option<Period> {
    let around = [period, period.within(Span::Quarter), period.within(Span::Year)];
    around.into_iter().find(|at| at.span() >= one.span && !targets.versions(&one.id, *at).is_empty())
}

/// Holds one period against its target.
pub(crate) fn judge<K: Known>(
    one: &Indicator,
    computer: &mut Computer<'_, K>,
    targets: &Targets,
    at: Period,
    today: Date,
) -> Option<Judged> {
    let aim = targets.aim(&one.id, at)?;
    let figure = computer.figure(one, at);
    let standing = standing(one.direction, figure, due(one, &aim, at, today), at.is_over(today));
    Some(Judged { period: at, figure, aim, standing })
}

/// What may be expected by this day: of what adds up, the part of the target for the parts of the period that are over.
fn due(one: &Indicator, aim: &Aim, at: Period, today: Date) -> Option<Number> {
    if at.is_over(today) || !one.accumulates() {
        return Some(aim.value);
    }
    let parts = at.parts(one.span);
    let over = parts.iter().filter(|part| part.is_over(today)).count();
    let share = Number::fraction(i128::try_from(over).ok()?, i128::try_from(parts.len()).ok()?)?;
    aim.value.times(share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Instant;

    fn target(version: i64, value: i64, at: &str) -> Target {
        Target {
            indicator: "a".into(),
            period: "2026-T1".parse().ok(),
            version,
            value: Number::whole(value),
            about: String::new(),
            reason: None,
            at: Instant::parse(at).unwrap(),
            officer: String::new(),
        }
    }

    #[test]
    fn a_quarter_is_judged_by_the_target_that_stood_when_it_ended() {
        let all = vec![
            target(1, 80, "2026-01-05T09:00:00+07:00"),
            target(2, 90, "2026-03-31T23:59:59+07:00"),
            target(3, 60, "2026-04-01T00:00:00+07:00"),
        ];
        let targets = Targets::new(all, Zone::Wib);
        let aim = targets.aim("a", "2026-T1".parse().unwrap()).unwrap();
        assert_eq!(aim, Aim { value: Number::whole(90), afterwards: false, changed_to: Some(Number::whole(60)) });
    }

    #[test]
    fn what_adds_up_owes_its_target_by_the_month_and_a_share_owes_it_whole() {
        let library = super::super::shipped::library();
        let aim = Aim { value: Number::whole(120), afterwards: false, changed_to: None };
        let year: Period = "2026".parse().unwrap();
        let owed = |id: &str, today| due(library.get(id).unwrap(), &aim, year, today);
        let in_march = jiff::civil::date(2026, 3, 31);
        assert_eq!(owed("kunjungan_wisata", in_march), Some(Number::whole(20)));
        assert_eq!(owed("surat_ditandatangani", in_march), Some(Number::whole(20)));
        assert_eq!(owed("selesai_tepat_waktu", in_march), Some(Number::whole(120)));
        assert_eq!(owed("kunjungan_wisata", jiff::civil::date(2027, 1, 1)), Some(Number::whole(120)));
    }

    #[test]
    fn a_target_that_was_set_afterwards_says_so() {
        let targets = Targets::new(vec![target(1, 60, "2026-05-01T00:00:00+07:00")], Zone::Wib);
        let aim = targets.aim("a", "2026-T1".parse().unwrap()).unwrap();
        assert!(aim.afterwards && aim.changed_to.is_none());
        assert_eq!(targets.aim("a", "2026-T2".parse().unwrap()), None);
    }
}
