//! E050 and W111: the promise is proved on the longest way (semantics R62, R63).

use super::Desk;
use crate::model::{ConditionalDeadline, Definition, Target};
use crate::say::Say;
use kernel::duration::{Duration, Unit};
use std::collections::HashMap;

/// Seconds of a nominal working day: 7.5 hours.
const DAY: u64 = 27_000;
/// So much is followed, counted in parts of the tokens that are made on the way, which is what both time and memory go
/// into; a definition with more ways gets W112 instead of a proof.
const BUDGET: usize = 4_000_000;
/// No way is longer than so many steps.
const LONGEST: usize = 200;

/// The k-th working day after receipt, and the seconds used of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    day: u64,
    second: u64,
}

impl Place {
    fn after(self, duration: Duration) -> Self {
        let count = u64::from(duration.count);
        match duration.unit {
            Unit::WorkingHour => self.plus(count * 3600),
            Unit::WorkingMinute => self.plus(count * 60),
            Unit::Hour => self.days(count.div_ceil(24)),
            Unit::Minute => self.days(count.div_ceil(24 * 60)),
            _ => self.days(count),
        }
    }

    fn days(self, days: u64) -> Self {
        Self { day: self.day + days, second: DAY }
    }

    fn plus(self, seconds: u64) -> Self {
        let all = self.second + seconds;
        let over = all.saturating_sub(1) / DAY;
        Self { day: self.day + over, second: all - over * DAY }
    }

    fn through(self, deadlines: &[ConditionalDeadline]) -> Self {
        let longest = deadlines.iter().map(|entry| self.after(entry.duration)).max();
        longest.unwrap_or(self)
    }

    fn keeps(self, total: Duration) -> bool {
        let count = u64::from(total.count);
        match total.unit {
            Unit::WorkingHour => self.day * DAY + self.second <= count * 3600,
            Unit::WorkingMinute => self.day * DAY + self.second <= count * 60,
            Unit::Hour => self.day <= count.div_ceil(24),
            Unit::Minute => self.day <= count.div_ceil(24 * 60),
            _ => self.day <= count,
        }
    }
}

const fn origin(total: Duration) -> Place {
    match total.unit {
        Unit::WorkingHour | Unit::WorkingMinute => Place { day: 0, second: 0 },
        _ => Place { day: 0, second: DAY },
    }
}

/// Where a token stands on its way.
#[derive(Clone, Debug)]
struct Token {
    place: Place,
    /// Steps that already had a clock.
    visited: Vec<bool>,
    /// Uses of each bounded action.
    uses: Vec<u32>,
    trail: Vec<usize>,
    from_waiting: bool,
}

impl Token {
    /// How much a copy of it costs.
    const fn weight(&self) -> usize {
        1 + self.visited.len() + self.uses.len() + self.trail.len()
    }
}

/// What was already seen, within one fork or the whole case.
type Seen = HashMap<(usize, Vec<bool>, Vec<u32>), Place>;

struct Walk<'a> {
    definition: &'a Definition,
    /// Index of each bounded action in `uses`.
    bounded: HashMap<(usize, usize), usize>,
    inner_returns: bool,
    /// What remains of the budget.
    left: usize,
    worst: Option<(Place, Vec<usize>)>,
}

/// A token at a join.
struct Arrival {
    join: String,
    token: Token,
}

pub(super) fn check(desk: &mut Desk, bounded: bool) {
    let Some(total) = desk.definition.deadline.total else {
        return;
    };
    if !bounded || desk.definition.steps.is_empty() {
        return;
    }
    let Some((place, trail)) = longest(desk.definition, total, false) else {
        return too_many(desk);
    };
    if !place.keeps(total) {
        let trail: Vec<&str> =
            trail.iter().filter_map(|index| Some(desk.definition.steps.get_index(*index)?.0.as_str())).collect();
        let trail = trail.join(" → ");
        let (id, en) = told(place, total);
        desk.found
            .say_at(
                "E050",
                "tenggat.total",
                "tenggat.total",
                Say::new(
                    format!("tenggat langkah tidak muat: paling lambat {id}, janji {total} ({trail})"),
                    format!("the steps do not fit: {en} at the latest, promised {total} ({trail})"),
                ),
            )
            .advise("perpanjang janji, atau perpendek satu langkahnya", "promise longer, or shorten one of the steps");
        return;
    }
    let Some((returned, _)) = longest(desk.definition, total, true) else {
        return too_many(desk);
    };
    if !returned.keeps(total) {
        warn(desk, place, returned, total);
    }
}

fn too_many(desk: &mut Desk) {
    desk.found.say_key(
        "W112",
        "tenggat.total",
        Say::new(
            "jalannya terlalu banyak untuk dihitung satu per satu; janji total tidak dibuktikan",
            "there are too many ways to follow each; the total is not proved",
        ),
    );
}

fn told(place: Place, total: Duration) -> (String, String) {
    match total.unit {
        Unit::WorkingHour | Unit::WorkingMinute => {
            let hours = (place.day * DAY + place.second).div_ceil(3600);
            (format!("{hours} jam kerja"), format!("{hours} working hours"))
        }
        _ => (format!("hari kerja ke-{}", place.day), format!("working day {}", place.day)),
    }
}

fn warn(desk: &mut Desk, place: Place, returned: Place, total: Duration) {
    let (id, en) = told(place, total);
    let (late_id, late_en) = told(returned, total);
    let of = total.count;
    let promise = match total.unit {
        Unit::WorkingDay | Unit::Day => format!("{of} hari"),
        _ => total.to_string(),
    };
    let later = late_id.strip_prefix("hari kerja ").unwrap_or(&late_id);
    let say = Say::new(
        format!(
            "paling lambat {id} dari {of}, tetapi {later} bila pengembalian antarpetugas terpakai semua. Janji {promise} bergantung pada tidak adanya pengembalian itu."
        ),
        format!(
            "{en} of {of} at the latest, but {late_en} if every return between officers is used. The promise of {total} rests on there being none."
        ),
    );
    desk.found.list.push(crate::diagnostic::Diagnostic::new("W111", "", say));
}

fn longest(definition: &Definition, total: Duration, inner_returns: bool) -> Option<(Place, Vec<usize>)> {
    let mut bounded = HashMap::new();
    for (at, step) in definition.steps.values().enumerate() {
        for (index, action) in step.actions.values().enumerate() {
            if action.max_uses.is_some() {
                bounded.insert((at, index), bounded.len());
            }
        }
    }
    let token = Token {
        place: origin(total),
        visited: vec![false; definition.steps.len()],
        uses: vec![0; bounded.len()],
        trail: Vec::new(),
        from_waiting: false,
    };
    let mut walk = Walk { definition, bounded, inner_returns, left: BUDGET, worst: None };
    let mut out = Vec::new();
    let mut seen = Seen::new();
    walk.enter(definition.start(), token, &mut seen, &mut out);
    // A token that was never forked enters the joining step directly (R40).
    while let Some(arrival) = out.pop() {
        walk.enter(&arrival.join, arrival.token, &mut seen, &mut out);
    }
    if walk.left == 0 {
        return None;
    }
    walk.worst.or_else(|| Some((origin(total), Vec::new())))
}

impl Walk<'_> {
    fn enter(&mut self, id: &str, mut token: Token, seen: &mut Seen, out: &mut Vec<Arrival>) {
        let Some((at, _, step)) = self.definition.steps.get_full(id) else {
            return;
        };
        if self.left == 0 || token.trail.len() > LONGEST {
            self.left = 0;
            return;
        }
        let continued = token.from_waiting && token.visited[at];
        if step.is_working() && !continued {
            token.place = token.place.through(&step.deadlines);
        }
        token.visited[at] = true;
        token.trail.push(at);
        token.from_waiting = !step.is_working();
        let key = (at, token.visited.clone(), token.uses.clone());
        match seen.get(&key) {
            Some(before) if *before >= token.place => return,
            _ => seen.insert(key, token.place),
        };
        for index in 0..step.actions.len() {
            self.act((at, index), &token, seen, out);
        }
    }

    /// Takes the action with this index at the step with that index.
    fn act(&mut self, (at, index): (usize, usize), token: &Token, seen: &mut Seen, out: &mut Vec<Arrival>) {
        self.left = self.left.saturating_sub(token.weight());
        if self.left == 0 {
            return;
        }
        let mut token = token.clone();
        let step = self.definition.steps.get_index(at).map(|(_, step)| step);
        let action = step.and_then(|step| step.actions.get_index(index));
        let (Some(step), Some((_, action))) = (step, action) else {
            return;
        };
        if let Some(&slot) = self.bounded.get(&(at, index)) {
            let returns = action.targets.iter().any(|target| {
                let to = self.definition.steps.get_index_of(target.id());
                to.is_some_and(|to| token.visited[to])
            });
            if returns && step.is_working() && !self.inner_returns {
                return;
            }
            token.uses[slot] += 1;
            if Some(token.uses[slot]) > action.max_uses {
                return;
            }
        }
        match action.targets.as_slice() {
            [target] => self.go(target, token, seen, out),
            targets => self.fork(targets, &token, seen, out),
        }
    }

    fn go(&mut self, target: &Target, token: Token, seen: &mut Seen, out: &mut Vec<Arrival>) {
        match target {
            Target::End(_) => {
                if self.worst.as_ref().is_none_or(|(place, _)| token.place > *place) {
                    self.worst = Some((token.place, token.trail));
                }
            }
            Target::Step(id) => self.enter(id, token, seen, out),
            Target::Join(id) => out.push(Arrival { join: id.clone(), token }),
        }
    }

    /// The latest branch decides when the joining step is entered.
    fn fork(&mut self, targets: &[Target], token: &Token, seen: &mut Seen, out: &mut Vec<Arrival>) {
        let mut joined: Option<Arrival> = None;
        for target in targets {
            let mut arrivals = Vec::new();
            self.go(target, token.clone(), &mut Seen::new(), &mut arrivals);
            for arrival in arrivals {
                joined = Some(match joined {
                    None => arrival,
                    Some(before) => later(before, arrival),
                });
            }
        }
        if let Some(mut arrival) = joined {
            arrival.token.from_waiting = false;
            self.enter(&arrival.join, arrival.token, seen, out);
        }
    }
}

fn later(one: Arrival, other: Arrival) -> Arrival {
    let (mut late, early) = if other.token.place > one.token.place { (other, one) } else { (one, other) };
    for (visited, before) in late.token.visited.iter_mut().zip(early.token.visited) {
        *visited |= before;
    }
    for (uses, before) in late.token.uses.iter_mut().zip(early.token.uses) {
        *uses = (*uses).max(before);
    }
    late
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_after_a_day_step_begin_on_the_next_day() {
        let start = Place { day: 0, second: DAY };
        let hours = Duration::new(4, Unit::WorkingHour);
        let place = start.after(hours);
        assert_eq!(place, Place { day: 1, second: 14_400 });
        assert_eq!(place.after(hours), Place { day: 2, second: 1_800 });
        assert_eq!(place.after(Duration::new(1, Unit::WorkingDay)), Place { day: 2, second: DAY });
    }

    #[test]
    fn a_budget_that_fills_the_day_ends_at_its_close() {
        let place = Place { day: 1, second: DAY - 3600 };
        assert_eq!(place.after(Duration::new(60, Unit::WorkingMinute)), Place { day: 1, second: DAY });
    }

    #[test]
    fn wall_hours_count_as_whole_days_rounded_up() {
        let start = Place { day: 0, second: DAY };
        assert_eq!(start.after(Duration::new(25, Unit::Hour)).day, 2);
        assert_eq!(start.after(Duration::new(30, Unit::Minute)).day, 1);
    }
}
