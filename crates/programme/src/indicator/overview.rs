//! Every indicator at a glance with what may be expected of it, kept in memory until something changed: pages ask for it on
//! every visit, and it is computed from every value of four years.

use super::compute::{Computer, Standing};
use super::judge::{Aim, Glance, Targets, glance};
use super::model::{Direction, Indicator, Merge, Source};
use super::pages::list::read;
use super::period::{Period, Span};
use super::stored::Board;
use super::typed;
use crate::model::forecast::{Expected, Range, Trust, Wanted, expected, outlook, outlook_of_sum, tried};
use crate::programme::Programme;
use crate::reference::reference;
use definition::Number;
use jiff::civil::Date;
use kernel::Instant;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::StoreError;

/// Periods that forecasts look back through.
const BACK: [(Span, i64); 3] = [(Span::Month, 36), (Span::Quarter, 12), (Span::Year, 8)];
/// With more entered values than this, counters that move with every report are looked at anew only after [`WHILE`].
const LARGE: usize = 10_000;
/// Microseconds: half of the minute in which a correction must be seen everywhere.
const WHILE: i64 = 30_000_000;

/// What is known of one indicator.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The day on which it was looked at.
    pub day: Date,
    pub glance: Glance,
    pub ahead: Option<Ahead>,
    pub has_baseline: bool,
}

/// What may be expected of an indicator that has a target for this year.
#[derive(Clone, Debug)]
pub(crate) struct Ahead {
    /// The year, or the last period of the year.
    pub period: Period,
    pub aim: Aim,
    /// `None`: too little is known.
    pub range: Option<Range>,
    pub expected: Expected,
    pub trust: Trust,
}

/// Of all indicators of a region.
#[derive(Debug)]
pub(crate) struct Overview {
    key: Key,
    at: Instant,
    entries: usize,
    seen: HashMap<String, Seen>,
}

/// What it was computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    day: Date,
    cursor: i64,
    edits: u64,
}

impl Overview {
    pub fn of(&self, indicator: &str) -> Option<&Seen> {
        self.seen.get(indicator)
    }

    /// When it was computed.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Every forecast together.
    pub fn trust(&self) -> Trust {
        self.seen.values().filter_map(|seen| seen.ahead.as_ref()).fold(Trust::default(), |all, one| all.plus(one.trust))
    }

    fn serves(&self, key: &Key, now: Instant) -> bool {
        let same = self.key.day == key.day && self.key.edits == key.edits;
        let young = self.entries > LARGE && now.micros() < self.at.micros() + WHILE;
        same && (self.key.cursor == key.cursor || young)
    }
}

/// The kept overview, and how often something was entered since the program began.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    kept: Mutex<Option<Arc<Overview>>>,
    edits: AtomicU64,
}

impl Watched {
    /// A value, target or baseline was entered here.
    pub fn changed(&self) {
        self.edits.fetch_add(1, Ordering::Relaxed);
    }
}

/// How the indicators of one pillar stand: the share that meets its target is the pillar's index (docs/adr/0062).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PillarIndex {
    /// Id of the pillar.
    pub pillar: String,
    /// Its indicators.
    pub all: i64,
    /// Of these the ones that have a target and a value to hold against it.
    pub judged: i64,
    /// Of these the ones that meet it, or do so far.
    pub met: i64,
    /// What is expected of those with a target for this year, in the order of [`Expected::ALL`].
    pub expected: [i64; 4],
}

impl PillarIndex {
    /// Per cent of the judged ones that meet their target; `None` where none is judged.
    pub fn share(&self) -> Option<Number> {
        Number::fraction(i128::from(self.met) * 100, i128::from(self.judged)).filter(|_| self.judged > 0)
    }
}

impl Programme {
    /// How the indicators of each pillar stand, in the order of the pillars.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn pillar_indices(&self) -> Result<Vec<PillarIndex>, StoreError> {
        let overview = self.overview().await?;
        Ok(indices(self, &overview))
    }

    /// Every indicator at a glance. One that is large may be half a minute behind what is counted of cases, never behind what
    /// was entered here.
    pub(crate) async fn overview(&self) -> Result<Arc<Overview>, StoreError> {
        let watched = &self.0.watched;
        let (today, now) = (self.today(), self.now());
        let key = Key { day: today, cursor: self.cursor().await?, edits: watched.edits.load(Ordering::Relaxed) };
        let kept = watched.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.serves(&key, now)) {
            return Ok(kept);
        }
        let (board, targets) = read(self, today).await?;
        let mut computer = Computer::new(board.library, &board);
        let looked = board.library.iter().map(|one| (one.id.clone(), look(one, &mut computer, &targets, today)));
        let overview = Arc::new(Overview { key, at: now, entries: board.entries(), seen: looked.collect() });
        *watched.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&overview));
        Ok(overview)
    }
}

/// The indices of all pillars.
pub(crate) fn indices(programme: &Programme, overview: &Overview) -> Vec<PillarIndex> {
    let blank = |id: &String| PillarIndex { pillar: id.clone(), ..PillarIndex::default() };
    let mut all: Vec<PillarIndex> = reference().pillars.keys().map(blank).collect();
    for one in programme.library().iter() {
        let (Some(index), Some(seen)) = (all.iter_mut().find(|index| index.pillar == one.pillar), overview.of(&one.id))
        else {
            continue;
        };
        let standing = seen.glance.standing();
        index.all += 1;
        index.judged += i64::from(standing != Standing::Unknown);
        index.met += i64::from(matches!(standing, Standing::Met | Standing::OnTheWay));
        let place = seen.ahead.as_ref().and_then(|ahead| Expected::ALL.iter().position(|one| *one == ahead.expected));
        if let Some(count) = place.and_then(|place| index.expected.get_mut(place)) {
            *count += 1;
        }
    }
    all
}

fn look(one: &Indicator, computer: &mut Computer<'_, Board>, targets: &Targets, today: Date) -> Seen {
    Seen {
        day: today,
        glance: glance(one, computer, targets, today),
        ahead: ahead(one, computer, targets, today),
        has_baseline: targets.baseline(&one.id).is_some(),
    }
}

/// What may be expected at the end of this year, where a target stands for it.
fn ahead(one: &Indicator, computer: &mut Computer<'_, Board>, targets: &Targets, today: Date) -> Option<Ahead> {
    let year = Period::of(today, Span::Year);
    let aim = targets.aim(&one.id, year)?;
    let last = Period::of(today, one.span).moved(-1);
    let back = BACK.iter().find(|(span, _)| *span == one.span).map_or(1, |(_, back)| *back);
    let mut value =
        |period| computer.figure(one, period).filter(|figure| figure.whole).map(|at| typed::drawn(at.value));
    let points: Vec<Option<f64>> = (0..back).rev().map(|by| value(last.moved(-by))).collect();
    let parts = year.parts(one.span);
    let left = parts.iter().filter(|part| !part.is_over(today)).count();
    let far = left.max(1);
    let whole = matches!(way(one), Way::Sum | Way::Mean);
    let range = if whole {
        let over = parts.iter().filter(|part| part.is_over(today));
        let so_far = over.map(|part| value(*part)).try_fold(0.0, |sum, value| Some(sum + value?));
        let sum = so_far.and_then(|so_far| Some(outlook_of_sum(&points, left)?.plus(Range::exactly(so_far))));
        let parts = if way(one) == Way::Mean { parts.len() as f64 } else { 1.0 };
        sum.map(|sum| sum.over(parts))
    } else {
        outlook(&points, left)
    };
    let least = points.iter().flatten().all(|value| *value >= 0.0).then_some(0.0);
    let range = range.map(|range| range.within(least, (one.unit == "persen").then_some(100.0)));
    Some(Ahead {
        period: if whole { year } else { parts.last().copied().unwrap_or(year) },
        expected: expected(range, typed::drawn(aim.value), wanted(one.direction)),
        trust: tried(&points, far, whole),
        range,
        aim,
    })
}

/// How a year comes of its shorter periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Sum,
    Mean,
    Last,
}

/// Of a share or a median nobody can say what the year will be, only how its last period will look.
fn way(one: &Indicator) -> Way {
    match &one.source {
        Source::Manual(merge) | Source::Table(merge) => match merge {
            Merge::Sum => Way::Sum,
            Merge::Mean => Way::Mean,
            Merge::Last => Way::Last,
        },
        Source::Facts(_) | Source::Derived(_) if one.accumulates() => Way::Sum,
        Source::Facts(_) | Source::Derived(_) => Way::Last,
    }
}

const fn wanted(direction: Direction) -> Wanted {
    match direction {
        Direction::Up => Wanted::Least,
        Direction::Down => Wanted::Most,
        Direction::Level => Wanted::Same,
    }
}
