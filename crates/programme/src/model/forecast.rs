//! What a series of figures lets one expect, and how far: a range, or that there is too little to say.
//!
//! **Rule.** The last twelve known figures count, at least five of them. The slope is the median of the slopes between each two
//! (Theil 1950, Sen 1968), so one wild month moves little. The range runs from the slope that a tenth of those slopes stay
//! below to the one that a tenth exceed, widened by the distance within which nine tenths of the figures lie around the line.
//! Nothing is said further ahead than there are figures behind.
//!
//! **Limits.** It knows no season, no decision and no cause, and the range is no probability. How often earlier ranges held
//! is counted from what is stored ([`tried`]) and shown beside them. Source: Sen, P. K. (1968), Journal of the American
//! Statistical Association 63, 1379–1389, for the slope; the width and the limits are Gapura's own choice (docs/adr/0062).

/// Fewer known figures allow no forecast.
pub const LEAST: usize = 5;
/// Older figures do not count.
const MOST: usize = 12;
/// Fewer trials say nothing about how often the rule is right.
const TRIALS: usize = 5;
/// The share of slopes that is left out at either end, and of distances at the far end.
const TENTH: f64 = 0.1;

/// What may be expected, in the unit of the figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Hardly below this.
    pub low: f64,
    /// The line itself.
    pub middle: f64,
    /// Hardly above this.
    pub high: f64,
}

impl Range {
    /// A range of one value, which is known.
    pub const fn exactly(value: f64) -> Self {
        Self { low: value, middle: value, high: value }
    }

    /// The same within what is possible, for example 0 to 100 of a share.
    #[must_use]
    pub fn within(self, least: Option<f64>, most: Option<f64>) -> Self {
        let fit = |value: f64| {
            let value = least.map_or(value, |least| value.max(least));
            most.map_or(value, |most| value.min(most))
        };
        Self { low: fit(self.low), middle: fit(self.middle), high: fit(self.high) }
    }

    /// Both added, as if the worst and the best came together: rather too wide than too narrow.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, middle: self.middle + other.middle, high: self.high + other.high }
    }

    /// Each of the three by this number above zero.
    #[must_use]
    pub fn over(self, by: f64) -> Self {
        Self { low: self.low / by, middle: self.middle / by, high: self.high / by }
    }

    fn holds(self, value: f64) -> bool {
        // What is computed twice may differ in the last of its digits.
        let slack = 1e-9 * value.abs().max(1.0);
        (self.low - slack..=self.high + slack).contains(&value)
    }
}

/// Whether a larger figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// At least the target.
    Least,
    /// At most the target.
    Most,
    /// The target itself.
    Same,
}

/// What a range says about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expected {
    /// All of the range misses it.
    Missed,
    /// The target lies within the range: nobody can say.
    Unsure,
    /// There is too little to say anything.
    TooLittle,
    /// All of the range reaches it.
    Reached,
}

impl Expected {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Missed, Self::Unsure, Self::TooLittle, Self::Reached];

    /// The word in addresses and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missed => "meleset",
            Self::Unsure => "belum-pasti",
            Self::TooLittle => "data-kurang",
            Self::Reached => "tercapai",
        }
    }

    /// The colour of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Missed => "late",
            Self::Unsure => "wait",
            Self::TooLittle => "plain",
            Self::Reached => "good",
        }
    }
}

/// How often earlier forecasts of the same kind held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// What came lay within the range.
    pub right: usize,
    /// Forecasts that can be held against what came.
    pub of: usize,
}

impl Trust {
    /// The word in keys of texts: `belum-teruji`, `sering-benar`, `kadang-benar`, `jarang-benar`.
    pub const fn word(self) -> &'static str {
        match self.of {
            of if of < TRIALS => "belum-teruji",
            of if self.right * 5 >= of * 4 => "sering-benar",
            of if self.right * 2 >= of => "kadang-benar",
            _ => "jarang-benar",
        }
    }

    /// Both counted together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { right: self.right + other.right, of: self.of + other.of }
    }
}

/// What is expected so many periods after the last of `points` (oldest first, one for each period); `None`: too little.
pub fn outlook(points: &[Option<f64>], ahead: usize) -> Option<Range> {
    let known: Vec<(f64, f64)> =
        points.iter().enumerate().filter_map(|(at, value)| value.map(|value| (at as f64, value))).collect();
    let known = known.get(known.len().saturating_sub(MOST)..).unwrap_or_default();
    let last = (points.len().saturating_sub(1) + ahead) as f64;
    let &(newest, _) = known.last()?;
    // A gap at the end counts as looking ahead, too.
    let ahead = last - newest;
    if known.len() < LEAST || ahead > known.len() as f64 {
        return None;
    }
    let mut slopes = Vec::new();
    for (at, one) in known.iter().enumerate() {
        slopes.extend(known.iter().skip(at + 1).map(|other| (other.1 - one.1) / (other.0 - one.0)));
    }
    let slope = quantile(&mut slopes, 0.5)?;
    let mut levels: Vec<f64> = known.iter().map(|(at, value)| value + slope * (newest - at)).collect();
    let level = quantile(&mut levels, 0.5)?;
    let mut away: Vec<f64> = levels.iter().map(|one| (one - level).abs()).collect();
    let around = quantile(&mut away, 1.0 - TENTH)?;
    let (slow, fast) = (quantile(&mut slopes, TENTH)?, quantile(&mut slopes, 1.0 - TENTH)?);
    Some(Range {
        low: level + slow * ahead - around,
        middle: level + slope * ahead,
        high: level + fast * ahead + around,
    })
}

/// What the next so many periods come to together; `None`: too little.
pub fn outlook_of_sum(points: &[Option<f64>], ahead: usize) -> Option<Range> {
    (1..=ahead).try_fold(Range::exactly(0.0), |sum, step| Some(sum.plus(outlook(points, step)?)))
}

/// Every forecast that the rule would have made `ahead` periods before a known figure, held against that figure; of sums,
/// against the sum of so many figures. Periods before the last thirty-six are left out.
pub fn tried(points: &[Option<f64>], ahead: usize, of_sum: bool) -> Trust {
    const BACK: usize = 36;
    let first = points.len().saturating_sub(BACK);
    let mut trust = Trust::default();
    for end in first + 1..=points.len().saturating_sub(ahead) {
        let Some((past, future)) = points.get(..end).zip(points.get(end..end + ahead)) else { continue };
        let came = if of_sum {
            future.iter().copied().try_fold(0.0, |sum, value| value.map(|value| sum + value))
        } else {
            future.last().copied().flatten()
        };
        let said = if of_sum { outlook_of_sum(past, ahead) } else { outlook(past, ahead) };
        let (Some(came), Some(said)) = (came, said) else { continue };
        trust = trust.plus(Trust { right: usize::from(said.holds(came)), of: 1 });
    }
    trust
}

/// What a range lets one expect of a target.
pub fn expected(range: Option<Range>, target: f64, wanted: Wanted) -> Expected {
    let Some(range) = range else { return Expected::TooLittle };
    let (reached, missed) = match wanted {
        Wanted::Least => (range.low >= target, range.high < target),
        Wanted::Most => (range.high <= target, range.low > target),
        Wanted::Same => (range.low >= target && range.high <= target, range.high < target || range.low > target),
    };
    match (reached, missed) {
        (true, _) => Expected::Reached,
        (_, true) => Expected::Missed,
        _ => Expected::Unsure,
    }
}

/// The value that this share of the others stays below; between two neighbours in proportion.
fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let place = share * values.len().checked_sub(1)? as f64;
    let low = *values.get(place.floor() as usize)?;
    let high = *values.get(place.ceil() as usize)?;
    Some(low + (high - low) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn nothing_is_said_out_of_four_figures_nor_further_ahead_than_there_are_figures_behind() {
        assert_eq!(outlook(&known(&[5.0]), 1), None);
        assert_eq!(outlook(&known(&[1.0, 2.0, 3.0, 4.0]), 1), None);
        let five = known(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert!(outlook(&five, 5).is_some() && outlook(&five, 6).is_none());
        let gap = [five, vec![None; 3]].concat();
        assert!(outlook(&gap, 2).is_some() && outlook(&gap, 3).is_none(), "a gap at the end is looked over, too");
    }

    #[test]
    fn a_straight_line_goes_on_and_one_wild_month_moves_it_little() {
        let line = known(&[10.0, 12.0, 14.0, 16.0, 18.0, 20.0]);
        let range = outlook(&line, 3).unwrap();
        assert!((range.middle - 26.0).abs() < 1e-9 && range.high - range.low < 1e-9, "{range:?}");
        let wild = known(&[10.0, 12.0, 140.0, 16.0, 18.0, 20.0]);
        let range = outlook(&wild, 3).unwrap();
        assert!((range.middle - 26.0).abs() < 3.0, "{range:?}");
        assert!(range.high - range.low > 10.0, "and the range says that it was there");
    }

    #[test]
    fn a_target_inside_the_range_is_open_and_outside_it_is_said() {
        let range = Some(Range { low: 40.0, middle: 45.0, high: 50.0 });
        assert_eq!(expected(range, 39.0, Wanted::Least), Expected::Reached);
        assert_eq!(expected(range, 45.0, Wanted::Least), Expected::Unsure);
        assert_eq!(expected(range, 51.0, Wanted::Least), Expected::Missed);
        assert_eq!(expected(range, 51.0, Wanted::Most), Expected::Reached);
        assert_eq!(expected(range, 39.0, Wanted::Most), Expected::Missed);
        assert_eq!(expected(range, 39.0, Wanted::Same), Expected::Missed);
        assert_eq!(expected(None, 39.0, Wanted::Least), Expected::TooLittle);
    }

    #[test]
    fn earlier_forecasts_are_counted_by_what_came_and_few_of_them_say_nothing() {
        let line: Vec<f64> = (0..12).map(f64::from).collect();
        assert_eq!(tried(&known(&line), 1, false), Trust { right: 7, of: 7 });
        assert_eq!(tried(&known(&line), 1, true), Trust { right: 7, of: 7 });
        let broken = known(&[1.0, 2.0, 3.0, 4.0, 5.0, 90.0]);
        assert_eq!(tried(&broken, 1, false), Trust { right: 0, of: 1 });
        assert_eq!(Trust { right: 1, of: 1 }.word(), "belum-teruji");
        assert_eq!(Trust { right: 8, of: 10 }.word(), "sering-benar");
        assert_eq!(Trust { right: 5, of: 10 }.word(), "kadang-benar");
        assert_eq!(Trust { right: 4, of: 10 }.word(), "jarang-benar");
    }

    fn figures() -> impl Strategy<Value = Vec<Option<f64>>> {
        prop::collection::vec(prop::option::weighted(0.8, -1000.0..1000.0_f64), 0..30)
    }

    proptest! {
        #[test]
        fn the_line_lies_within_its_range_and_further_ahead_is_never_surer(points in figures(), ahead in 1_usize..6) {
            if let (Some(near), Some(far)) = (outlook(&points, ahead), outlook(&points, ahead + 1)) {
                prop_assert!(near.low <= near.middle && near.middle <= near.high);
                prop_assert!(far.high - far.low >= near.high - near.low - 1e-6);
            }
        }

        #[test]
        fn another_zero_or_another_unit_changes_the_figures_and_nothing_else(
            points in figures(), shift in -500.0..500.0_f64, scale in 0.1..10.0_f64,
        ) {
            let moved: Vec<Option<f64>> = points.iter().map(|point| point.map(|value| value * scale + shift)).collect();
            match (outlook(&points, 2), outlook(&moved, 2)) {
                (Some(one), Some(other)) => {
                    for (one, other) in [(one.low, other.low), (one.middle, other.middle), (one.high, other.high)] {
                        prop_assert!((one * scale + shift - other).abs() < 1e-6 * (1.0 + other.abs()));
                    }
                }
                (one, other) => prop_assert_eq!(one.is_none(), other.is_none()),
            }
        }

        #[test]
        fn too_little_is_too_little_whatever_the_figures(points in prop::collection::vec(-9.0..9.0_f64, 0..LEAST)) {
            prop_assert_eq!(outlook(&known(&points), 1), None);
            prop_assert_eq!(tried(&known(&points), 1, false).of, 0);
        }

        #[test]
        fn a_better_range_is_never_expected_worse(low in 0.0..50.0_f64, width in 0.0..50.0_f64, more in 0.0..50.0_f64) {
            let range = |low| Some(Range { low, middle: low, high: low + width });
            let of = |range| expected(range, 50.0, Wanted::Least);
            let rank = |one| [Expected::Missed, Expected::Unsure, Expected::Reached].iter().position(|of| *of == one);
            prop_assert!(rank(of(range(low + more))) >= rank(of(range(low))));
        }
    }
}
