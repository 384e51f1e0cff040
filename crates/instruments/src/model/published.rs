//! A computed index held against a published one. Published figures have few decimals and not all offices round alike:
//! what agrees and how is said, and what does not agree is never bent.

use super::Instrument;
use super::index::Simulation;
use definition::Number;
use indexmap::IndexMap;

/// A figure as it was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its value.
    pub value: Number,
    /// How many decimals were printed.
    pub decimals: u32,
}

impl Figure {
    /// Reads a figure as it was printed, with a decimal point or comma.
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.trim().replacen(',', ".", 1);
        let decimals = written.split_once('.').map_or(0, |(_, part)| part.len());
        Some(Self { value: written.parse().ok()?, decimals: u32::try_from(decimals).ok()? })
    }
}

/// A published result, as much of it as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// `indeks`.
    pub index: Option<Figure>,
    /// `predikat`: the id of a band.
    pub band: Option<String>,
    /// `domain`.
    pub domains: IndexMap<String, Figure>,
    /// `aspek`.
    pub aspects: IndexMap<String, Figure>,
    /// `sebelum`: the index of the assessment before.
    pub previous: Option<Figure>,
    /// `perbaikan`: the index minus the one before.
    pub improvement: Option<Figure>,
}

impl Published {
    /// How far an index lies above the one before, exact.
    pub fn above_previous(&self, index: Option<Number>) -> Option<Number> {
        index?.minus(self.previous?.value)
    }
}

/// How a source got its decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// `setengah`: half up.
    #[default]
    HalfUp,
    /// `potong`: what is too much was cut off.
    Cut,
}

impl Rounding {
    /// The words in files.
    pub const WORDS: [(&'static str, Self); 2] = [("setengah", Self::HalfUp), ("potong", Self::Cut)];

    /// A value with so many decimals.
    pub fn apply(self, value: Number, decimals: u32) -> Number {
        match self {
            Self::HalfUp => value.rounded_to(decimals),
            Self::Cut => value.cut(decimals),
        }
    }
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The index.
    Index,
    /// The index minus the one before.
    Improvement,
    /// A domain.
    Domain(String),
    /// An aspect.
    Aspect(String),
}

/// How well two figures agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Rounded half up they are the same.
    Same,
    /// They are the same once the surplus decimals are cut off instead.
    SameWhenCut,
    /// They differ by no more than one unit of the last printed decimal: the inputs were rounded before.
    LastDecimal,
    /// They differ, and what nobody judged yet may be the difference.
    Open,
    /// They differ.
    Different,
    /// Nothing was computed that could be compared.
    Incomparable,
}

/// One figure beside the published one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Which figure.
    pub place: Place,
    /// The computed value, exact.
    pub ours: Option<Number>,
    /// The published one.
    pub published: Figure,
    /// Computed minus published, exact.
    pub difference: Option<Number>,
    /// How well they agree.
    pub verdict: Verdict,
}

/// Every published figure beside the computed one.
pub fn compare(simulation: &Simulation, published: &Published) -> Vec<Comparison> {
    let mut found = Vec::new();
    if let Some(figure) = published.index {
        let mut index = beside(Place::Index, simulation.index, figure);
        if index.verdict == Verdict::Different && within(simulation.reach, figure.value) {
            index.verdict = Verdict::Open;
        }
        found.push(index);
    }
    if let Some(figure) = published.improvement {
        found.push(beside(Place::Improvement, published.above_previous(simulation.index), figure));
    }
    for (id, figure) in &published.domains {
        found.push(beside(Place::Domain(id.clone()), simulation.domains.get(id).copied().flatten(), *figure));
    }
    for (id, figure) in &published.aspects {
        found.push(beside(Place::Aspect(id.clone()), simulation.aspects.get(id).copied().flatten(), *figure));
    }
    found
}

/// The first figure, or the band, that does not come out as it was published when rounded as the source does.
pub fn first_miss(
    instrument: &Instrument,
    simulation: &Simulation,
    published: &Published,
    rounding: Rounding,
) -> Option<Miss> {
    let misses = |one: &Comparison| {
        let ours = one.ours.map(|ours| rounding.apply(ours, one.published.decimals));
        ours != Some(one.published.value)
    };
    if let Some(one) = compare(simulation, published).into_iter().find(misses) {
        return Some(Miss::Figure(one));
    }
    let band = published.band.as_ref()?;
    let known = instrument.bands.contains_key(band);
    (known && simulation.band.as_ref() != Some(band)).then(|| Miss::Band(simulation.band.clone()))
}

/// What did not come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// A figure.
    Figure(Comparison),
    /// The band; this one came out instead.
    Band(Option<String>),
}

fn beside(place: Place, ours: Option<Number>, published: Figure) -> Comparison {
    let difference = ours.and_then(|ours| ours.minus(published.value));
    let verdict = ours.zip(difference).map_or(Verdict::Incomparable, |(ours, by)| verdict(ours, by, published));
    Comparison { place, ours, published, difference, verdict }
}

fn within(reach: Option<(Number, Number)>, value: Number) -> bool {
    use std::cmp::Ordering::Greater;
    let ordered = |low: Number, high: Number| low.compare(high).is_some_and(|order| order != Greater);
    reach.is_some_and(|(low, high)| low != high && ordered(low, value) && ordered(value, high))
}

fn verdict(ours: Number, difference: Number, published: Figure) -> Verdict {
    let as_printed = |rounding: Rounding| rounding.apply(ours, published.decimals) == published.value;
    if as_printed(Rounding::HalfUp) {
        return Verdict::Same;
    }
    if as_printed(Rounding::Cut) {
        return Verdict::SameWhenCut;
    }
    let unit = 10_i128.checked_pow(published.decimals).and_then(|scale| Number::fraction(1, scale));
    let size = if difference.parts().0 < 0 { difference.negative() } else { difference };
    let within = unit.and_then(|unit| size.compare(unit)).is_some_and(|order| order != std::cmp::Ordering::Greater);
    if within { Verdict::LastDecimal } else { Verdict::Different }
}
