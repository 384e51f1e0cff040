//! From levels to an index: the weighted mean of what is known, divided by the weights that are there. Exact fractions
//! to the end; rounding is for showing.

use super::{Answer, Answers, Indicator, Instrument, Scale};
use definition::Number;
use indexmap::IndexMap;

/// What an instrument makes of answers. It is a simulation always: only the assessor's result is official.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// The index, exact; `None` where nothing is known.
    pub index: Option<Number>,
    /// The id of its band; `None` where the index or the bands are not known.
    pub band: Option<String>,
    /// Means of levels by domain, in the order of the instrument.
    pub domains: IndexMap<String, Option<Number>>,
    /// Means of levels by aspect, in the order of the instrument.
    pub aspects: IndexMap<String, Option<Number>>,
    /// The level that counts for each indicator.
    pub levels: IndexMap<String, Option<Number>>,
    /// How much is known.
    pub coverage: Coverage,
    /// The lowest and the highest index that the unknown indicators leave open.
    pub reach: Option<(Number, Number)>,
    /// Levels that were met and do not count, because a lower one is not: the indicator, its highest such level.
    pub uncounted: Vec<(String, u32)>,
}

/// How much of an instrument is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Indicators with a level.
    pub known: usize,
    /// Indicators of which nobody knows the level.
    pub unknown: usize,
    /// Indicators that have no meaning here.
    pub not_applicable: usize,
    /// Weight of the known ones: what the index is divided by. `None`: it does not fit into 128 bits.
    pub weight: Option<Number>,
    /// Weight of the known and the unknown ones.
    pub of: Option<Number>,
}

/// Computes the index and everything beside it.
pub fn simulate(instrument: &Instrument, answers: &Answers) -> Simulation {
    let mut whole = Sum::default();
    let mut lowest = Sum::default();
    let mut highest = Sum::default();
    let mut domains = sums(instrument.domains.keys());
    let mut aspects = sums(instrument.aspects.keys());
    let mut levels = IndexMap::new();
    let mut coverage = Coverage::default();
    for (id, indicator) in &instrument.indicators {
        let answer = answers.get(id).unwrap_or(&Answer::Unknown);
        let scale = instrument.scales.get(&indicator.scale);
        let level = scale.and_then(|scale| counted(scale, answer));
        levels.insert(id.clone(), level);
        let weight = instrument.weight(indicator);
        match (level, answer, scale) {
            (Some(level), ..) => {
                coverage.known += 1;
                for sum in groups(instrument, indicator, &mut domains, &mut aspects) {
                    sum.add(weight, level);
                }
                for sum in [&mut whole, &mut lowest, &mut highest] {
                    sum.add(weight, level);
                }
            }
            (None, Answer::NotApplicable, _) => coverage.not_applicable += 1,
            (None, _, scale) => {
                coverage.unknown += 1;
                if let Some(scale) = scale {
                    lowest.add(weight, scale.low);
                    highest.add(weight, scale.high);
                }
            }
        }
    }
    coverage.weight = whole.weight;
    coverage.of = lowest.weight;
    let factor = instrument.result.factor;
    let index = whole.mean().and_then(|mean| mean.times(factor));
    let ends = lowest.mean().zip(highest.mean());
    Simulation {
        index,
        band: index.and_then(|index| instrument.band(index)).map(|(id, _)| id.to_owned()),
        domains: means(domains),
        aspects: means(aspects),
        levels,
        coverage,
        reach: ends.and_then(|(low, high)| Some((low.times(factor)?, high.times(factor)?))),
        uncounted: uncounted(instrument, answers),
    }
}

/// The level that counts: on a cumulative scale the highest one below which nothing is missing. Where not even the
/// lowest is met the scale's lowest end counts: no source gives a value below it.
pub fn counted(scale: &Scale, answer: &Answer) -> Option<Number> {
    match answer {
        Answer::Level(level) => Some(*level),
        Answer::Met(met) => {
            let reached = whole_levels(scale).take_while(|level| met.contains(level)).last();
            Some(reached.map_or(scale.low, |level| Number::whole(i64::from(level))))
        }
        Answer::Unknown | Answer::NotApplicable => None,
    }
}

/// The whole levels of a scale from the lowest up.
pub(crate) fn whole_levels(scale: &Scale) -> impl Iterator<Item = u32> {
    let whole = |number: Number| u32::try_from(number.rounded()).unwrap_or(0);
    whole(scale.low)..=whole(scale.high)
}

/// The lowest and the highest index that an instrument can give.
pub fn ends(instrument: &Instrument) -> Option<(Number, Number)> {
    simulate(instrument, &Answers::new()).reach
}

fn uncounted(instrument: &Instrument, answers: &Answers) -> Vec<(String, u32)> {
    let lost = |(id, indicator): (&String, &Indicator)| {
        let scale = instrument.scales.get(&indicator.scale)?;
        let Answer::Met(met) = answers.get(id)? else {
            return None;
        };
        let highest = *met.iter().max()?;
        let reached = whole_levels(scale).take_while(|level| met.contains(level)).last();
        (reached != Some(highest)).then(|| (id.clone(), highest))
    };
    instrument.indicators.iter().filter_map(lost).collect()
}

/// Weights and weighted levels; `None` once something did not fit, which makes the mean unknown, never wrong.
#[derive(Clone, Copy, Debug)]
struct Sum {
    weight: Option<Number>,
    weighted: Option<Number>,
}

impl Default for Sum {
    fn default() -> Self {
        let nothing = Some(Number::whole(0));
        Self { weight: nothing, weighted: nothing }
    }
}

impl Sum {
    fn add(&mut self, weight: Number, level: Number) {
        self.weight = self.weight.and_then(|sum| sum.plus(weight));
        self.weighted = self.weighted.and_then(|sum| sum.plus(weight.times(level)?));
    }

    /// `None` where no weight is there.
    fn mean(self) -> Option<Number> {
        self.weighted?.over(self.weight?)
    }
}

fn sums<'a>(ids: impl Iterator<Item = &'a String>) -> IndexMap<String, Sum> {
    ids.map(|id| (id.clone(), Sum::default())).collect()
}

fn means(sums: IndexMap<String, Sum>) -> IndexMap<String, Option<Number>> {
    sums.into_iter().map(|(id, sum)| (id, sum.mean())).collect()
}

/// The sums of the aspect and of the domain of an indicator.
fn groups<'a>(
    instrument: &Instrument,
    indicator: &Indicator,
    domains: &'a mut IndexMap<String, Sum>,
    aspects: &'a mut IndexMap<String, Sum>,
) -> impl Iterator<Item = &'a mut Sum> {
    let domain = instrument.domain_of(indicator).and_then(|id| domains.get_mut(id));
    let aspect = indicator.aspect.as_ref().and_then(|id| aspects.get_mut(id));
    domain.into_iter().chain(aspect)
}
